//! Lists as protobuf, in one answer or as the initial events of a watch.
//!
//! Written with prost from messages of the tests' own, so that two readings of the notation must agree. Of the objects
//! only metadata is sent.

use std::collections::BTreeMap;

use bytes::Bytes;
use prost::Message;
use serde_json::Value;

use super::store::{Address, Store};
use super::{Reply, Seen};

/// What a server can do with protobuf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protobuf {
    /// Streaming lists.
    Streams,
    /// Lists in one answer and in pages; streams are refused as a server refuses them whose switch is off.
    Lists,
    /// It knows watches, but not that one can begin with all objects and a bookmark.
    OldWatches,
}

const MEDIA_TYPE: &str = "application/vnd.kubernetes.protobuf";

#[derive(Clone, PartialEq, Message)]
pub struct Time {
    #[prost(int64, optional, tag = "1")]
    pub seconds: Option<i64>,
    #[prost(int32, optional, tag = "2")]
    pub nanos: Option<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub struct ObjectMeta {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(string, optional, tag = "3")]
    pub namespace: Option<String>,
    #[prost(string, tag = "5")]
    pub uid: String,
    #[prost(string, tag = "6")]
    pub resource_version: String,
    #[prost(int64, optional, tag = "7")]
    pub generation: Option<i64>,
    #[prost(message, optional, tag = "8")]
    pub creation_timestamp: Option<Time>,
    #[prost(btree_map = "string, string", tag = "11")]
    pub labels: BTreeMap<String, String>,
    #[prost(btree_map = "string, string", tag = "12")]
    pub annotations: BTreeMap<String, String>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Object {
    #[prost(message, optional, tag = "1")]
    pub metadata: Option<ObjectMeta>,
    #[prost(bytes = "vec", optional, tag = "2")]
    pub spec: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub struct ListMeta {
    #[prost(string, tag = "2")]
    pub resource_version: String,
    #[prost(string, optional, tag = "3")]
    pub next: Option<String>,
    #[prost(int64, optional, tag = "4")]
    pub remaining: Option<i64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct List {
    #[prost(message, optional, tag = "1")]
    pub metadata: Option<ListMeta>,
    #[prost(bytes = "vec", repeated, tag = "2")]
    pub items: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub struct TypeMeta {
    #[prost(string, tag = "1")]
    pub api_version: String,
    #[prost(string, tag = "2")]
    pub kind: String,
}

#[derive(Clone, PartialEq, Message)]
pub struct Unknown {
    #[prost(message, optional, tag = "1")]
    pub type_meta: Option<TypeMeta>,
    #[prost(bytes = "vec", tag = "2")]
    pub raw: Vec<u8>,
    #[prost(string, optional, tag = "3")]
    pub content_encoding: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub content_type: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub struct RawExtension {
    #[prost(bytes = "vec", tag = "1")]
    pub raw: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
pub struct WatchEvent {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(message, optional, tag = "2")]
    pub object: Option<RawExtension>,
}

#[derive(Clone, PartialEq, Message)]
pub struct StatusDetails {
    #[prost(int32, tag = "5")]
    pub retry_after_seconds: i32,
}

#[derive(Clone, PartialEq, Message)]
pub struct Status {
    #[prost(string, tag = "2")]
    pub outcome: String,
    #[prost(string, tag = "3")]
    pub message: String,
    #[prost(string, tag = "4")]
    pub reason: String,
    #[prost(message, optional, tag = "5")]
    pub details: Option<StatusDetails>,
    #[prost(int32, tag = "6")]
    pub code: i32,
}

/// Put a message into Kubernetes' envelope.
pub fn enveloped(kind: &str, raw: Vec<u8>) -> Vec<u8> {
    let unknown = Unknown {
        type_meta: Some(TypeMeta {
            api_version: "core.gardener.cloud/v1beta1".to_owned(),
            kind: kind.to_owned(),
        }),
        raw,
        content_encoding: Some(String::new()),
        content_type: Some(String::new()),
    };
    [b"k8s\0", unknown.encode_to_vec().as_slice()].concat()
}

/// Write one event as a frame of a watch.
pub fn frame(event: &str, object: Vec<u8>) -> Vec<u8> {
    let event = WatchEvent {
        name: event.to_owned(),
        object: Some(RawExtension { raw: object }),
    };
    let event = event.encode_to_vec();
    let length = u32::try_from(event.len()).unwrap().to_be_bytes();
    [length.as_slice(), event.as_slice()].concat()
}

/// Write the metadata of an object as the server keeps it in JSON.
pub fn object(json: &Value) -> Vec<u8> {
    let metadata = &json["metadata"];
    let text = |name: &str| metadata[name].as_str().map(ToOwned::to_owned);
    let map = |name: &str| serde_json::from_value(metadata[name].clone()).unwrap_or_default();
    let metadata = ObjectMeta {
        name: text("name").unwrap_or_default(),
        namespace: Some(text("namespace").unwrap_or_default()),
        uid: text("uid").unwrap_or_default(),
        resource_version: text("resourceVersion").unwrap_or_default(),
        generation: Some(metadata["generation"].as_i64().unwrap_or_default()),
        creation_timestamp: Some(Time::default()),
        labels: map("labels"),
        annotations: map("annotations"),
    };
    let object = Object {
        metadata: Some(metadata),
        spec: None,
    };
    object.encode_to_vec()
}

/// Write an object as an event.
pub fn event(name: &str, json: &Value) -> Vec<u8> {
    let kind = json["kind"].as_str().unwrap_or_default();
    frame(name, enveloped(kind, object(json)))
}

/// Write a bookmark, the one that ends the initial events or another.
pub fn bookmark(kind: &str, ends: bool) -> Vec<u8> {
    let annotations = if ends {
        BTreeMap::from([("k8s.io/initial-events-end".to_owned(), "true".to_owned())])
    } else {
        BTreeMap::new()
    };
    let metadata = ObjectMeta {
        annotations,
        resource_version: "7".to_owned(),
        ..ObjectMeta::default()
    };
    let object = Object {
        metadata: Some(metadata),
        spec: None,
    };
    frame("BOOKMARK", enveloped(kind, object.encode_to_vec()))
}

/// Write what a server says within a stream when it gives up.
pub fn error(code: i32, reason: &str, retry_after: i32) -> Vec<u8> {
    frame("ERROR", status(code, reason, retry_after))
}

fn status(code: i32, reason: &str, retry_after: i32) -> Vec<u8> {
    let status = Status {
        outcome: "Failure".to_owned(),
        message: format!("failed with {code}"),
        reason: reason.to_owned(),
        details: Some(StatusDetails {
            retry_after_seconds: retry_after,
        }),
        code,
    };
    enveloped("Status", status.encode_to_vec())
}

/// Write a list with these objects.
pub fn list(kind: &str, metadata: ListMeta, items: Vec<Vec<u8>>) -> Vec<u8> {
    let list = List {
        metadata: Some(metadata),
        items,
    };
    enveloped(&format!("{kind}List"), list.encode_to_vec())
}

/// Answer with protobuf.
pub fn reply(body: Vec<u8>) -> Reply {
    Reply {
        body: Bytes::from(body),
        ..Reply::text(200, MEDIA_TYPE, "")
    }
}

/// Refuse with a `Status` in protobuf, as servers do when protobuf was asked for.
pub fn refusal(code: u16, reason: &str) -> Reply {
    Reply {
        code,
        ..reply(status(code.into(), reason, 0))
    }
}

/// Tell whether a request accepts protobuf only.
pub(super) fn is_all_that_is_accepted(seen: &Seen) -> bool {
    let accepted = seen.header("accept").unwrap_or_default();
    accepted.starts_with(MEDIA_TYPE) && !accepted.contains("json")
}

/// Answer as a server without protobuf does it.
pub(super) fn not_acceptable() -> Reply {
    Reply::status(
        406,
        "NotAcceptable",
        "only the following media types are accepted: application/json",
    )
}

impl Store {
    /// Answer a list as protobuf, unless it is no list or protobuf is not accepted.
    pub(super) fn protobuf(&mut self, seen: &Seen, how: Protobuf) -> Option<Reply> {
        let address = Address::parse(&seen.path)?;
        let accepts = seen.header("accept")?.starts_with(MEDIA_TYPE);
        if seen.method != "GET" || address.name.is_some() || !accepts {
            return None;
        }
        let answer = self.answer(seen);
        let page: Value = serde_json::from_slice(&answer.body).ok()?;
        let Some(items) = page["items"].as_array().filter(|_| answer.code == 200) else {
            return Some(answer);
        };
        let kind = page["kind"].as_str().unwrap_or_default();
        let kind = kind.trim_end_matches("List");
        let streams = seen.parameter("sendInitialEvents").as_deref() == Some("true");
        if !streams {
            let metadata = &page["metadata"];
            let metadata = ListMeta {
                resource_version: self.version.to_string(),
                next: Some(metadata["continue"].as_str().unwrap_or_default().to_owned()),
                remaining: metadata["remainingItemCount"].as_i64(),
            };
            let items = items.iter().map(object).collect();
            return Some(reply(list(kind, metadata, items)));
        }
        let mut frames: Vec<u8> = items.iter().flat_map(|item| event("ADDED", item)).collect();
        match how {
            Protobuf::Lists => return Some(refusal(422, "Invalid")),
            Protobuf::Streams => frames.extend(bookmark(kind, true)),
            Protobuf::OldWatches => frames.extend(bookmark(kind, false)),
        }
        Some(reply(frames))
    }
}
