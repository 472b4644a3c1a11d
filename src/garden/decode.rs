//! Pages of lists, in JSON or in protobuf: what they say about the list, and their objects.
//!
//! Types are slim, so what we do not use (managedFields above all) is skipped while reading.

mod json;
mod protobuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub(super) use protobuf::object;

use super::wire::{self, Fault};
use crate::domain::objects::Object;

/// The format that every server has.
pub(super) const ACCEPT: &str = "application/json";

/// The faster format, and that one where a server does not have it.
pub(super) const ACCEPT_BOTH: &str = "application/vnd.kubernetes.protobuf, application/json";

/// The format of lists of metadata: without a fallback, since the rest is what must not travel.
pub(super) const ACCEPT_METADATA: &str =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

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
pub(super) fn joined(namespace: &str, name: &str) -> String {
    if namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}/{name}")
    }
}

/// Read what a page says about the list. Servers write it before the objects, which are then not looked at.
pub(super) fn metadata(page: &[u8]) -> Result<ListMetadata, Unusable> {
    if wire::is_protobuf(page) {
        protobuf::head(page)
    } else {
        json::metadata(page)
    }
}

/// Read the objects of a page. One that cannot be read does not hide the others.
pub(super) fn items<K: Object + DeserializeOwned>(page: &[u8]) -> Result<Vec<Item<K>>, Unusable> {
    match wire::decoder::<K>() {
        Some(decode) if wire::is_protobuf(page) => protobuf::objects(page, decode),
        _ => json::items(page),
    }
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
