//! An object as the server sent it, whatever is in it: read in one go, and written again without a tree in between.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::format::head;
use crate::domain::objects::{Gardenlet, ManagedSeed, Metadata, Object, Seed, Served};

/// An object of a kind with every field.
pub(super) struct Whole<K> {
    pub(super) sent: Sent,
    of: PhantomData<fn() -> K>,
}

/// What was sent, of whatever kind.
pub(super) struct Sent {
    kind: Served,
    /// Its namespace and name, as far as they are texts.
    pub(super) called: Metadata,
    metadata: Map<String, Value>,
    /// The other fields in their order, without kind and version.
    fields: Vec<(String, Box<RawValue>)>,
}

impl<K: Object> Object for Whole<K> {
    const GROUP: &'static str = K::GROUP;
    const VERSION: &'static str = K::VERSION;
    const KIND: &'static str = K::KIND;
    const PLURAL: &'static str = K::PLURAL;
    const NAMESPACED: bool = K::NAMESPACED;
    const METADATA_ONLY: bool = K::METADATA_ONLY;

    fn metadata(&self) -> &Metadata {
        &self.sent.called
    }
}

impl<'de, K: Object> Deserialize<'de> for Whole<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            sent: deserializer.deserialize_map(Fields(Served::of::<K>()))?,
            of: PhantomData,
        })
    }
}

struct Fields(Served);

impl<'de> Visitor<'de> for Fields {
    type Value = Sent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent, A::Error> {
        let mut metadata = Map::new();
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "metadata" => {
                    let traced = is_traced(self.0);
                    metadata = map.next_value_seed(Head { traced })?.unwrap_or_default();
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
        Ok(Sent {
            kind: self.0,
            called: Metadata {
                name: text("name").unwrap_or_default(),
                namespace: text("namespace"),
                ..Metadata::default()
            },
            metadata,
            fields,
        })
    }
}

/// The metadata, without the writers of the fields where no report asks for them: they are half of a Shoot.
#[derive(Clone, Copy)]
struct Head {
    traced: bool,
}

impl<'de> DeserializeSeed<'de> for Head {
    type Value = Option<Map<String, Value>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Head {
    type Value = Option<Map<String, Value>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("metadata")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == "managedFields" && !self.traced {
                map.next_value::<IgnoredAny>()?;
            } else {
                fields.insert(name, map.next_value()?);
            }
        }
        Ok(Some(fields))
    }
}

/// Tell whether reports say who wrote a field of a kind, and when.
fn is_traced(kind: Served) -> bool {
    [Seed::KIND, ManagedSeed::KIND, Gardenlet::KIND].contains(&kind.kind)
}

impl Sent {
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
        let (api_version, kind) = head(self.kind);
        tree.insert("apiVersion".to_owned(), api_version.into());
        tree.insert("kind".to_owned(), kind.into());
        tree.insert("metadata".to_owned(), self.metadata.into());
        for (name, value) in self.fields {
            tree.insert(name, serde_json::from_str(value.get())?);
        }
        Ok(tree.into())
    }
}

impl Serialize for Sent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let (api_version, kind) = head(self.kind);
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
        assert!(
            !serde_json::to_string(&shoot.sent)
                .unwrap()
                .contains("kubectl")
        );
        let seed: Whole<Seed> = serde_json::from_str(sent).unwrap();
        assert!(
            serde_json::to_string(&seed.sent)
                .unwrap()
                .contains("kubectl")
        );
    }

    #[test]
    fn an_object_is_one_line_with_its_kind_and_every_field() {
        let sent = "{\"spec\":{\n \"b\": 1.50, \"a\": [1]},\"metadata\":{\"name\":\"aws\",\"labels\":null},\"odd\":{\"z\":1,\"a\":2}}";
        let whole: Whole<Seed> = serde_json::from_str(sent).unwrap();
        assert_eq!((whole.namespace(), whole.name()), ("", "aws"));
        assert_eq!(
            serde_json::to_string(&whole.sent).unwrap(),
            r#"{"apiVersion":"core.gardener.cloud/v1beta1","kind":"Seed","metadata":{"labels":null,"name":"aws"},"spec":{"a":[1],"b":1.5},"odd":{"z":1,"a":2}}"#
        );
        let tree = whole.sent.into_tree().unwrap();
        assert_eq!(tree["spec"]["a"][0], 1);
        assert_eq!(tree["kind"], "Seed");
    }

    #[test]
    fn what_is_no_object_is_none() {
        assert!(serde_json::from_str::<Whole<Seed>>("7").is_err());
        assert!(serde_json::from_str::<Whole<Seed>>(r#"{"metadata":7}"#).is_err());
    }
}
