//! An object as the server sent it, whatever is in it: read in one go, and written again without a tree in between.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::format::head;
use crate::domain::objects::{Gardenlet, ManagedSeed, Metadata, Object, Seed};

/// An object of a kind with every field.
pub(super) struct Whole<K> {
    /// Its namespace and name, as far as they are texts.
    called: Metadata,
    metadata: Map<String, Value>,
    /// The other fields in their order, without kind and version.
    fields: Vec<(String, Box<RawValue>)>,
    kind: PhantomData<fn() -> K>,
}

impl<K: Object> Object for Whole<K> {
    const GROUP: &'static str = K::GROUP;
    const VERSION: &'static str = K::VERSION;
    const KIND: &'static str = K::KIND;
    const PLURAL: &'static str = K::PLURAL;
    const NAMESPACED: bool = K::NAMESPACED;
    const METADATA_ONLY: bool = K::METADATA_ONLY;

    fn metadata(&self) -> &Metadata {
        &self.called
    }
}

impl<'de, K: Object> Deserialize<'de> for Whole<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

struct Fields<K>(PhantomData<fn() -> K>);

impl<'de, K: Object> Visitor<'de> for Fields<K> {
    type Value = Whole<K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Whole<K>, A::Error> {
        let mut metadata = Map::new();
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "metadata" => {
                    let read = map.next_value::<Option<Head<K>>>()?;
                    metadata = read.map(|head| head.0).unwrap_or_default();
                }
                // Lists leave them out, or call metadata by the name of its own kind.
                "apiVersion" | "kind" => {
                    map.next_value::<IgnoredAny>()?;
                }
                _ => fields.push((name, map.next_value()?)),
            }
        }
        let text = |field: &str| {
            let value = metadata.get(field).and_then(Value::as_str);
            value.map(ToOwned::to_owned)
        };
        Ok(Whole {
            called: Metadata {
                name: text("name").unwrap_or_default(),
                namespace: text("namespace"),
                ..Metadata::default()
            },
            metadata,
            fields,
            kind: PhantomData,
        })
    }
}

/// The metadata, without the writers of the fields where no report asks for them: they are half of a Shoot.
struct Head<K>(Map<String, Value>, PhantomData<fn() -> K>);

impl<'de, K: Object> Deserialize<'de> for Head<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeadFields(PhantomData))
    }
}

struct HeadFields<K>(PhantomData<fn() -> K>);

impl<'de, K: Object> Visitor<'de> for HeadFields<K> {
    type Value = Head<K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("metadata")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Head<K>, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == "managedFields" && !is_traced::<K>() {
                map.next_value::<IgnoredAny>()?;
            } else {
                fields.insert(name, map.next_value()?);
            }
        }
        Ok(Head(fields, PhantomData))
    }
}

/// Tell whether reports say who wrote a field of a kind, and when.
fn is_traced<K: Object>() -> bool {
    [Seed::KIND, ManagedSeed::KIND, Gardenlet::KIND].contains(&K::KIND)
}

impl<K: Object> Whole<K> {
    /// Give the metadata, to leave some of it out.
    pub(super) fn metadata_mut(&mut self) -> &mut Map<String, Value> {
        &mut self.metadata
    }

    /// Leave out everything but the metadata.
    pub(super) fn keep_metadata_only(&mut self) {
        self.fields.clear();
    }

    /// Give it as a tree.
    pub(super) fn into_tree(self) -> serde_json::Result<Value> {
        let mut tree = Map::new();
        let (api_version, kind) = head::<K>();
        tree.insert("apiVersion".to_owned(), api_version.into());
        tree.insert("kind".to_owned(), kind.into());
        tree.insert("metadata".to_owned(), self.metadata.into());
        for (name, value) in self.fields {
            tree.insert(name, serde_json::from_str(value.get())?);
        }
        Ok(tree.into())
    }
}

impl<K: Object> Serialize for Whole<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let (api_version, kind) = head::<K>();
        map.serialize_entry("apiVersion", &api_version)?;
        map.serialize_entry("kind", &kind)?;
        map.serialize_entry("metadata", &self.metadata)?;
        for (name, value) in &self.fields {
            if value.get().contains('\n') {
                // An object is a line, however the server lays it out.
                let tree: Value =
                    serde_json::from_str(value.get()).map_err(serde::ser::Error::custom)?;
                map.serialize_entry(name, &tree)?;
            } else {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::objects::Shoot;

    #[test]
    fn writers_of_fields_are_kept_where_reports_ask_for_them() {
        let sent = r#"{"metadata":{"name":"a","managedFields":[{"manager":"kubectl"}]}}"#;
        let shoot: Whole<Shoot> = serde_json::from_str(sent).unwrap();
        assert!(!serde_json::to_string(&shoot).unwrap().contains("kubectl"));
        let seed: Whole<Seed> = serde_json::from_str(sent).unwrap();
        assert!(serde_json::to_string(&seed).unwrap().contains("kubectl"));
    }

    #[test]
    fn an_object_is_one_line_with_its_kind_and_every_field() {
        let sent = "{\"spec\":{\n \"b\": 1.50, \"a\": [1]},\"metadata\":{\"name\":\"aws\",\"labels\":null},\"odd\":{\"z\":1,\"a\":2}}";
        let whole: Whole<Seed> = serde_json::from_str(sent).unwrap();
        assert_eq!((whole.namespace(), whole.name()), ("", "aws"));
        assert_eq!(
            serde_json::to_string(&whole).unwrap(),
            r#"{"apiVersion":"core.gardener.cloud/v1beta1","kind":"Seed","metadata":{"labels":null,"name":"aws"},"spec":{"a":[1],"b":1.5},"odd":{"z":1,"a":2}}"#
        );
        let tree = whole.into_tree().unwrap();
        assert_eq!(tree["spec"]["a"][0], 1);
        assert_eq!(tree["kind"], "Seed");
    }

    #[test]
    fn what_is_no_object_is_none() {
        assert!(serde_json::from_str::<Whole<Seed>>("7").is_err());
        assert!(serde_json::from_str::<Whole<Seed>>(r#"{"metadata":7}"#).is_err());
    }
}
