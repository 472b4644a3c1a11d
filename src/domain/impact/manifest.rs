//! Manifests of Shoots, read as the API server reads them: unknown fields pruned, `null` dropped, durations and
//! quantities written the one way in which they are stored.

use serde_json::{Map, Value};

use super::quantity::Quantity;
use super::schema::{Kind, SPEC};
use super::tree::Node;
use super::{duration, path::Path};
use crate::order::Gather as _;

/// A Shoot as it is compared: everything in its stored form.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// Metadata as written.
    pub metadata: Value,
    /// The spec, typed and pruned.
    pub spec: Value,
    /// The status as written; empty in what somebody wants to apply.
    pub status: Value,
    /// Fields that no Shoot has: dropped by the server, with a warning.
    pub unknown: Vec<String>,
    /// Values that are not of their field's type: the server refuses to read them.
    pub faults: Vec<Fault>,
}

/// A value that is not of its field's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl Manifest {
    /// Read the tree of a manifest.
    pub fn read(tree: &Value) -> Self {
        let mut manifest = Self {
            metadata: without_nulls(tree.get("metadata").unwrap_or(&Value::Null)),
            status: without_nulls(tree.get("status").unwrap_or(&Value::Null)),
            spec: Value::Object(Map::new()),
            ..Self::default()
        };
        let mut notes = Notes::default();
        let spec = tree.get("spec").unwrap_or(&Value::Null);
        if let Some(spec) = typed(spec, SPEC, &Path::root("spec"), &mut notes) {
            manifest.spec = spec;
        }
        (manifest.unknown, manifest.faults) = (notes.unknown, notes.faults);
        manifest
    }

    /// Look into the spec.
    pub fn spec(&self) -> Node<'_> {
        Node::of(&self.spec)
    }

    /// Look into the status.
    pub fn status(&self) -> Node<'_> {
        Node::of(&self.status)
    }

    /// Look into the metadata.
    pub fn metadata(&self) -> Node<'_> {
        Node::of(&self.metadata)
    }

    /// Give an annotation.
    pub fn annotation(&self, name: &str) -> Option<&str> {
        self.metadata().get("annotations").get(name).text()
    }

    /// Whether it has no worker pools.
    pub fn is_workerless(&self) -> bool {
        self.pools().next().is_none()
    }

    /// Walk the worker pools.
    pub fn pools(&self) -> impl DoubleEndedIterator<Item = Node<'_>> + ExactSizeIterator + Clone {
        self.spec().at("provider.workers").items()
    }

    /// Find a worker pool.
    pub fn pool(&self, name: &str) -> Node<'_> {
        self.spec().at("provider.workers").find("name", name)
    }

    /// Whether one of its own pools runs its control plane.
    pub fn is_self_hosted(&self) -> bool {
        self.pools().any(|pool| pool.get("controlPlane").is_set())
    }

    /// Whether a server gave it. What somebody keeps in a file has no word of the server, such as which seed was chosen.
    pub fn is_live(&self) -> bool {
        let metadata = self.metadata();
        let written = ["uid", "resourceVersion", "generation"];
        written.iter().any(|field| metadata.get(field).is_set()) || self.has_status()
    }

    /// Whether there is a status; a server always gives one.
    pub fn has_status(&self) -> bool {
        self.status().entries().next().is_some()
    }

    /// Whether it surely has no seed yet that its control plane could run on; `old` is what was there before.
    pub fn is_unscheduled(&self, old: &Self) -> bool {
        old.is_live() && !self.spec().get("seedName").is_set() && !self.is_self_hosted()
    }

    /// Whether it is to be hibernated.
    pub fn is_hibernated(&self) -> bool {
        self.spec().at("hibernation.enabled").is_true()
    }
}

#[derive(Default)]
struct Notes {
    unknown: Vec<String>,
    faults: Vec<Fault>,
}

impl Notes {
    fn fault(&mut self, path: &Path, expected: &str, value: &Value) {
        let shown: String = value.to_string().chars().take(40).collect();
        self.faults.push(Fault {
            path: path.to_string(),
            message: format!("must be {expected}, not {shown}"),
        });
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                kept.map(|(name, value)| (name.clone(), without_nulls(value)))
                    .gather(),
            )
        }
        other => other.clone(),
    }
}

/// Bring a value into its stored form; nothing is left of what is as good as absent.
fn typed(value: &Value, kind: Kind, path: &Path, notes: &mut Notes) -> Option<Value> {
    if value.is_null() {
        return absent(kind);
    }
    match (kind, value) {
        (Kind::Raw, _)
        | (Kind::Text | Kind::Time | Kind::IntOrText, Value::String(_))
        | (Kind::Bool | Kind::Flag, Value::Bool(_))
        | (Kind::Float, Value::Number(_)) => return Some(value.clone()),
        (Kind::Int | Kind::Count | Kind::IntOrText, Value::Number(number)) if number.is_i64() => {
            return Some(value.clone());
        }
        (Kind::Quantity, Value::String(text)) => {
            if let Some(stored) = Quantity::stored(text.trim()) {
                return Some(stored.into());
            }
        }
        (Kind::Quantity, Value::Number(number)) => {
            if let Some(stored) = Quantity::stored(&number.to_string()) {
                return Some(stored.into());
            }
        }
        (Kind::Duration, Value::String(text)) => {
            if let Some(nanos) = duration::parse(text) {
                return Some(duration::text(nanos).into());
            }
        }
        (Kind::Object(fields), Value::Object(map)) => {
            let mut object = Map::new();
            for (name, value) in map {
                if kind.field(name).is_none() && !value.is_null() {
                    notes.unknown.push(path.field(name).to_string());
                }
            }
            for field in fields {
                let value = match map.get(field.name) {
                    None | Some(Value::Null) => absent(field.kind),
                    Some(value) => typed(value, field.kind, &path.field(field.name), notes),
                };
                if let Some(value) = value {
                    object.insert(field.name.to_owned(), value);
                }
            }
            return Some(Value::Object(object));
        }
        (Kind::List(kind, keys), Value::Array(items)) => {
            let mut list = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                let path = path.entry(item, keys, index);
                if let Some(item) = typed(item, *kind, &path, notes) {
                    list.push(item);
                }
            }
            return (!list.is_empty()).then_some(Value::Array(list));
        }
        (Kind::Map(kind), Value::Object(entries)) => {
            let mut map = Map::new();
            for (name, value) in entries {
                let value = match (&kind, value) {
                    (Kind::Text, Value::Null) => Some(Value::String(String::new())),
                    (Kind::Bool, Value::Null) => Some(Value::Bool(false)),
                    _ => typed(value, *kind, &path.field(name), notes),
                };
                if let Some(value) = value {
                    map.insert(name.clone(), value);
                }
            }
            return (!map.is_empty()).then_some(Value::Object(map));
        }
        _ => {}
    }
    notes.fault(path, expected(kind), value);
    None
}

/// Give what is stored of a field that is not there.
fn absent(kind: Kind) -> Option<Value> {
    match kind {
        Kind::Flag => Some(Value::Bool(false)),
        Kind::Count => Some(0.into()),
        _ => None,
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool | Kind::Flag => "true or false",
        Kind::Int | Kind::Count => "an integer",
        Kind::Float => "a number",
        Kind::Text | Kind::Time => "a string (in quotes, if it looks like a number)",
        Kind::Quantity => "a quantity such as 1Gi",
        Kind::Duration => "a duration such as 1h30m",
        Kind::IntOrText => "an integer or a string such as \"10%\"",
        Kind::Raw | Kind::Object(_) | Kind::Map(_) => "an object",
        Kind::List(..) => "a list",
    }
}
