//! What Kubernetes puts around an object: `k8s\0`, then `runtime.Unknown` with the object's own bytes in it.
//!
//! (`kubernetes/apimachinery:pkg/runtime/serializer/protobuf/protobuf.go`, `pkg/runtime/generated.proto`,
//! `pkg/apis/meta/v1/generated.proto`)

use serde_json::json;

use super::field::{Fault, Fields, Value};
use super::message::{Field, bytes, text};

/// What every message begins with.
pub(super) const MAGIC: &[u8] = b"k8s\0";

/// The annotation of the bookmark that ends the initial events of a streaming list.
const END: &str = "k8s.io/initial-events-end";

/// Tell whether this is a message in Kubernetes' envelope, whole or its beginning.
pub fn is_protobuf(body: &[u8]) -> bool {
    body.starts_with(MAGIC)
}

/// A message out of its envelope.
pub(super) struct Opened<'b> {
    /// Kind of the object.
    pub kind: &'b str,
    /// The object.
    pub raw: &'b [u8],
}

/// Take a message out of its envelope.
pub(super) fn open(body: &[u8]) -> Result<Opened<'_>, Fault> {
    let unknown = body
        .strip_prefix(MAGIC)
        .ok_or_else(|| Fault::new("no message of Kubernetes"))?;
    let mut opened = Opened { kind: "", raw: &[] };
    for field in Fields::of(unknown) {
        match field? {
            (1, value) => opened.kind = kind(bytes(value)?)?,
            (2, value) => opened.raw = bytes(value)?,
            // contentEncoding: nothing is defined for it.
            (3, Value::Bytes([_, ..])) => return Err(Fault::new("an unknown encoding")),
            _ => {}
        }
    }
    Ok(opened)
}

/// Read the kind of a TypeMeta.
pub(super) fn kind(type_meta: &[u8]) -> Result<&str, Fault> {
    let mut kind = "";
    for field in Fields::of(type_meta) {
        if let (2, value) = field? {
            kind = text(value)?;
        }
    }
    Ok(kind)
}

/// An event of a watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'b> {
    /// An object as it is now, new or changed.
    Object {
        /// Its kind.
        kind: &'b str,
        /// Its bytes.
        raw: &'b [u8],
    },
    /// An object that is gone.
    Deleted,
    /// A sign of life.
    Bookmark {
        /// Whether it ends the initial events.
        ends: bool,
    },
    /// The server gives up.
    Error(Failure),
}

/// A `Status` that says what went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// For people.
    pub message: String,
    /// In one word.
    pub reason: String,
    /// As in HTTP.
    pub code: i32,
    /// The wait that is asked for, in seconds.
    pub retry_after: i32,
    /// Name of the object that it is about.
    name: String,
    /// Token that continues an expired list.
    next: String,
}

/// Read an event from the bytes of its frame.
pub fn event(frame: &[u8]) -> Result<Event<'_>, Fault> {
    let (mut name, mut object): (&str, &[u8]) = ("", &[]);
    for field in Fields::of(frame) {
        match field? {
            (1, value) => name = text(value)?,
            (2, value) => object = extension(bytes(value)?)?,
            _ => {}
        }
    }
    let opened = open(object)?;
    match name {
        "ADDED" | "MODIFIED" => Ok(Event::Object {
            kind: opened.kind,
            raw: opened.raw,
        }),
        "DELETED" => Ok(Event::Deleted),
        "BOOKMARK" => Ok(Event::Bookmark {
            ends: ends(opened.raw)?,
        }),
        "ERROR" => Ok(Event::Error(failure(opened.raw)?)),
        _ => Err(Fault::new("an event of an unknown type")),
    }
}

/// Read the bytes of a RawExtension.
fn extension(message: &[u8]) -> Result<&[u8], Fault> {
    let mut raw: &[u8] = &[];
    for field in Fields::of(message) {
        if let (1, value) = field? {
            raw = bytes(value)?;
        }
    }
    Ok(raw)
}

/// Tell whether the object of a bookmark has the annotation that ends the initial events.
fn ends(object: &[u8]) -> Result<bool, Fault> {
    let mut metadata = crate::domain::objects::Metadata::default();
    for field in Fields::of(object) {
        if let (1, value) = field? {
            metadata.receive(value)?;
        }
    }
    Ok(metadata
        .annotations
        .get(END)
        .is_some_and(|ends| ends == "true"))
}

/// Read namespace and name of an object as far as they can be read, for messages about what cannot.
pub fn names(object: &[u8]) -> (String, String) {
    let (mut namespace, mut name) = (String::new(), String::new());
    let metadata = Fields::of(object).flatten().find_map(|field| match field {
        (1, Value::Bytes(metadata)) => Some(metadata),
        _ => None,
    });
    for field in Fields::of(metadata.unwrap_or_default()).flatten() {
        let target = match field.0 {
            1 => &mut name,
            3 => &mut namespace,
            _ => continue,
        };
        if let Value::Bytes(text) = field.1 {
            *target = String::from_utf8_lossy(text).into_owned();
        }
    }
    (namespace, name)
}

/// Read a Status.
fn failure(status: &[u8]) -> Result<Failure, Fault> {
    let mut failure = Failure::default();
    for field in Fields::of(status) {
        match field? {
            (1, value) => {
                for field in Fields::of(bytes(value)?) {
                    if let (3, value) = field? {
                        failure.next.receive(value)?;
                    }
                }
            }
            (3, value) => failure.message.receive(value)?,
            (4, value) => failure.reason.receive(value)?,
            (5, value) => {
                for field in Fields::of(bytes(value)?) {
                    match field? {
                        (1, value) => failure.name.receive(value)?,
                        (5, value) => failure.retry_after.receive(value)?,
                        _ => {}
                    }
                }
            }
            (6, value) => failure.code.receive(value)?,
            _ => {}
        }
    }
    Ok(failure)
}

/// Write a Status as JSON, so that nobody else must know both; `None` if it is something else.
pub fn status_as_json(body: &[u8]) -> Option<Vec<u8>> {
    let opened = open(body).ok().filter(|opened| opened.kind == "Status")?;
    let failure = failure(opened.raw).ok()?;
    let status = json!({
        "kind": "Status", "apiVersion": "v1", "status": "Failure",
        "metadata": { "continue": failure.next },
        "message": failure.message, "reason": failure.reason, "code": failure.code,
        "details": { "name": failure.name, "retryAfterSeconds": failure.retry_after },
    });
    serde_json::to_vec(&status).ok()
}
