//! Pages of JSON.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Item, ListMetadata, Unusable, joined, unreadable};
use crate::domain::objects::Object;
use crate::erased;

/// Read what a page says about the list.
pub(super) fn metadata(page: &[u8]) -> Result<ListMetadata, Unusable> {
    struct Head<'a>(&'a mut Option<ListMetadata>, &'a mut bool);

    impl<'de> Visitor<'de> for Head<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(name) = map.next_key::<String>()? {
                match name.as_str() {
                    "metadata" => {
                        *self.0 = Some(map.next_value::<Option<_>>()?.unwrap_or_default());
                    }
                    "items" => {
                        *self.1 = true;
                        if self.0.is_some() {
                            // The only way to leave a map early; what was found is kept.
                            return Err(serde::de::Error::custom("enough"));
                        }
                        map.next_value::<IgnoredAny>()?;
                    }
                    _ => {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
            }
            Ok(())
        }
    }

    let (mut found, mut has_items) = (None, false);
    let mut deserializer = serde_json::Deserializer::from_slice(page);
    let result =
        serde::Deserializer::deserialize_map(&mut deserializer, Head(&mut found, &mut has_items));
    match (found, result) {
        (Some(metadata), _) if has_items => Ok(metadata),
        (_, Err(error)) if error.is_eof() => Err(Unusable::Truncated),
        (metadata, Ok(())) if has_items => Ok(metadata.unwrap_or_default()),
        _ => Err(no_list(page)),
    }
}

/// Read the objects of a page.
pub(super) fn items<K: Object + DeserializeOwned>(page: &[u8]) -> Result<Vec<Item<K>>, Unusable> {
    #[derive(Deserialize)]
    struct Page<K> {
        items: Option<Vec<K>>,
    }

    #[derive(Deserialize)]
    struct RawPage<'a> {
        #[serde(borrow)]
        items: Option<Vec<&'a RawValue>>,
    }

    if let Ok(page) = erased::json::<Page<K>>(page) {
        let items = page.items.unwrap_or_default();
        return Ok(items.into_iter().map(Item::Read).collect());
    }
    let page: RawPage<'_> = serde_json::from_slice(page).map_err(|error| {
        if error.is_eof() {
            Unusable::Truncated
        } else {
            no_list(page)
        }
    })?;
    Ok(page
        .items
        .unwrap_or_default()
        .into_iter()
        .map(|raw| item(raw))
        .collect())
}

fn item<K: Object + DeserializeOwned>(raw: &RawValue) -> Item<K> {
    #[derive(Default, Deserialize)]
    struct Named {
        #[serde(default)]
        metadata: Names,
    }

    #[derive(Default, Deserialize)]
    struct Names {
        #[serde(default)]
        namespace: Option<String>,
        #[serde(default)]
        name: Option<String>,
    }

    let bytes = raw.get().as_bytes();
    let error = match erased::json::<K>(bytes) {
        Ok(object) => return Item::Read(object),
        Err(error) => error,
    };
    let names = erased::json::<Named>(raw.get().as_bytes())
        .unwrap_or_default()
        .metadata;
    let key = joined(
        &names.namespace.unwrap_or_default(),
        &names.name.unwrap_or_default(),
    );
    let path = erased::broken_field::<K>(bytes);
    let path = path.unwrap_or_else(|| ".".to_owned());
    // The position is one within the object, which nobody has in front of them.
    let reason = error.to_string();
    // serde repeats values, which are secret in some kinds.
    let reason = match K::KIND {
        "Secret" | "InternalSecret" | "ShootState" => "unexpected content",
        _ => reason.split(" at line ").next().unwrap_or_default(),
    };
    unreadable::<K>(key, &format!("{path}: {reason}"))
}

fn no_list(page: &[u8]) -> Unusable {
    /// Enough to recognise a login page.
    const SHOWN: usize = 200;
    let start = String::from_utf8_lossy(&page[..page.len().min(SHOWN)]);
    Unusable::NoList(start.split_whitespace().collect::<Vec<_>>().join(" "))
}
