//! Pages of lists, in JSON or in protobuf: what they say about the list, and their objects.
//!
//! Types are slim, so what we do not use (managedFields above all) is skipped while reading.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::wire::{self, Decode, Fault, List, Part};
use crate::domain::objects::Object;

/// The format that every server has.
pub(super) const ACCEPT: &str = "application/json";

/// The faster format, and that one where a server does not have it.
pub(super) const ACCEPT_BOTH: &str = "application/vnd.kubernetes.protobuf, application/json";

/// What a page says about the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListMetadata {
    /// Token of the next page.
    #[serde(default, rename = "continue")]
    next: Option<String>,
    /// Objects after this page, where the server knows.
    #[serde(default)]
    pub remaining_item_count: Option<u64>,
}

impl ListMetadata {
    /// Give the token of the next page, if there is one.
    pub(super) fn next(&self) -> Option<&str> {
        self.next.as_deref().filter(|token| !token.is_empty())
    }
}

/// Why a page cannot be read at all.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    /// It ends too early.
    Truncated,
    /// It is something else than a list; with its beginning.
    NoList(String),
    /// It is protobuf, and damaged.
    Damaged(Fault),
}

/// What became of one object.
#[derive(Debug)]
pub(super) enum Item<K> {
    /// It was read.
    Read(K),
    /// It could not be read.
    Unreadable {
        /// `namespace/name` as the server sorts objects, or empty when not even that could be read.
        key: String,
        /// Place, field and reason.
        message: String,
    },
}

/// Give `namespace/name` or `name`: lists come in the byte order of it.
pub(super) fn key<K: Object>(object: &K) -> String {
    joined(object.namespace(), object.name())
}

fn joined(namespace: &str, name: &str) -> String {
    if namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}/{name}")
    }
}

/// Read what a page says about the list. Servers write it before the objects, which are then not looked at.
pub(super) fn metadata(page: &[u8]) -> Result<ListMetadata, Unusable> {
    if wire::is_protobuf(page) {
        return head(page);
    }
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

/// Read the objects of a page. One that cannot be read does not hide the others.
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

    if let (true, Some(decode)) = (wire::is_protobuf(page), wire::decoder::<K>()) {
        return objects(page, decode);
    }
    if let Ok(page) = serde_json::from_slice::<Page<K>>(page) {
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

    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    let error = match serde_path_to_error::deserialize::<_, K>(&mut deserializer) {
        Ok(object) => return Item::Read(object),
        Err(error) => error,
    };
    let names = serde_json::from_str::<Named>(raw.get())
        .unwrap_or_default()
        .metadata;
    let key = joined(
        &names.namespace.unwrap_or_default(),
        &names.name.unwrap_or_default(),
    );
    let path = error.path().to_string();
    // The position is one within the object, which nobody has in front of them.
    let reason = error.inner().to_string();
    // serde repeats values, which are secret in some kinds.
    let reason = match K::KIND {
        "Secret" | "InternalSecret" | "ShootState" => "unexpected content",
        _ => reason.split(" at line ").next().unwrap_or_default(),
    };
    unreadable::<K>(key, &format!("{path}: {reason}"))
}

/// How much of a page is taken apart at once: it is not copied as a whole.
const PIECE: usize = 64 << 10;

/// Read what a page of protobuf says about the list.
fn head(page: &[u8]) -> Result<ListMetadata, Unusable> {
    let mut list = List::default();
    for piece in page.chunks(PIECE) {
        list.push(piece);
        match list.next_part().map_err(Unusable::Damaged)? {
            Some(Part::Head(head)) => {
                return Ok(ListMetadata {
                    next: Some(head.next),
                    remaining_item_count: head.remaining.and_then(|count| count.try_into().ok()),
                });
            }
            Some(Part::Object(_)) => return Ok(ListMetadata::default()),
            None => {}
        }
    }
    if list.is_complete() {
        Ok(ListMetadata::default())
    } else {
        Err(Unusable::Truncated)
    }
}

/// Read the objects of a page of protobuf.
fn objects<K: Object>(page: &[u8], decode: Decode<K>) -> Result<Vec<Item<K>>, Unusable> {
    let mut list = List::default();
    let mut items = Vec::new();
    for piece in page.chunks(PIECE) {
        list.push(piece);
        while let Some(part) = list.next_part().map_err(Unusable::Damaged)? {
            if let Part::Object(raw) = part {
                items.push(object(raw, decode));
            }
        }
    }
    if list.is_complete() {
        Ok(items)
    } else {
        Err(Unusable::Truncated)
    }
}

/// Read an object from its message.
pub(super) fn object<K: Object>(raw: &[u8], decode: Decode<K>) -> Item<K> {
    let fault = match decode(raw) {
        Ok(object) if !object.name().is_empty() => return Item::Read(object),
        Ok(_) => Fault::new("it has no name").within("metadata"),
        Err(fault) => fault,
    };
    let (namespace, name) = wire::names(raw);
    unreadable::<K>(joined(&namespace, &name), &fault.to_string())
}

/// Say which object cannot be read.
fn unreadable<K: Object>(key: String, why: &str) -> Item<K> {
    let shown = if key.is_empty() {
        "without a name"
    } else {
        &key
    };
    Item::Unreadable {
        message: format!("{} {shown}: {why}", K::KIND),
        key,
    }
}

fn no_list(page: &[u8]) -> Unusable {
    /// Enough to recognise a login page.
    const SHOWN: usize = 200;
    let start = String::from_utf8_lossy(&page[..page.len().min(SHOWN)]);
    Unusable::NoList(start.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::objects::{Seed, Shoot};

    #[test]
    fn the_head_of_a_page_is_read_without_its_objects() {
        let head = metadata(
            br#"{"kind":"SeedList","metadata":{"continue":"t","remainingItemCount":7},"items":[{"#,
        )
        .unwrap();
        assert_eq!(
            (head.next(), head.remaining_item_count),
            (Some("t"), Some(7))
        );
        let last =
            metadata(br#"{"metadata":{"continue":"","resourceVersion":"1"},"items":[]}"#).unwrap();
        assert_eq!(last.next(), None);
        let late = metadata(br#"{"items":[{"a":1}],"metadata":{"continue":"t"}}"#).unwrap();
        assert_eq!(late.next(), Some("t"));
        assert_eq!(
            metadata(br#"{"items":null,"metadata":null}"#)
                .unwrap()
                .next(),
            None
        );
    }

    #[test]
    fn what_is_no_list_is_told_apart_from_what_is_cut_off() {
        assert_eq!(
            metadata(br#"{"metadata":{"continue":"#),
            Err(Unusable::Truncated)
        );
        assert_eq!(metadata(b""), Err(Unusable::Truncated));
        assert_eq!(
            items::<Seed>(br#"{"metadata":{},"items":[{"metadata":"#).unwrap_err(),
            Unusable::Truncated
        );
        let html = "<html>\n <title>Log in</title>".to_owned();
        assert_eq!(
            metadata(html.as_bytes()),
            Err(Unusable::NoList("<html> <title>Log in</title>".to_owned()))
        );
        assert!(matches!(
            metadata(br#"{"kind":"Status"}"#),
            Err(Unusable::NoList(_))
        ));
    }

    #[test]
    fn one_broken_object_is_named_and_the_others_are_read() {
        let page = br#"{"metadata":{},"items":[
            {"metadata":{"namespace":"garden-a","name":"one","managedFields":[{"fieldsV1":{"f:x":{}}}]}},
            {"metadata":{"namespace":"garden-a","name":"two"},"spec":{"provider":{"workers":[{"name":"w","minimum":"many"}]},"purpose":["x"]}},
            {"metadata":{"namespace":"garden-a","name":"three"}},
            7
        ]}"#;
        let items = items::<Shoot>(page).unwrap();
        let read: Vec<&str> = items
            .iter()
            .filter_map(|item| match item {
                Item::Read(shoot) => Some(shoot.metadata.name.as_str()),
                Item::Unreadable { .. } => None,
            })
            .collect();
        assert_eq!(read, ["one", "three"]);
        let Item::Unreadable { key, message } = &items[1] else {
            panic!("{items:?}");
        };
        assert_eq!(key, "garden-a/two");
        assert!(
            message.starts_with("Shoot garden-a/two: spec."),
            "{message}"
        );
        assert!(!message.contains("at line"), "{message}");
        let Item::Unreadable { key, message } = &items[3] else {
            panic!("{items:?}");
        };
        assert!(
            key.is_empty() && message.starts_with("Shoot without a name"),
            "{message}"
        );
    }
}
