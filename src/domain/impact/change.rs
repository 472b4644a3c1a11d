//! What differs between two Shoots: one entry per field, entries of lists told apart by name.

use std::collections::BTreeSet;

use serde_json::Value;

use super::manifest::Manifest;
use super::path::{self, Path};
use super::schema::{Kind, SPEC};
use super::tree::Node;

/// A field that differs. Absent is not `null` and not a default: it is no value.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The field; pools are named.
    pub path: String,
    /// The value before.
    pub before: Option<Value>,
    /// The value after.
    pub after: Option<Value>,
}

impl Change {
    /// What a server does that changes nothing but the order of keys in what is meant for an extension, which it keeps as it
    /// is written: the generation rises all the same.
    pub(super) fn of_order() -> Self {
        Self {
            path: "spec".to_owned(),
            before: None,
            after: None,
        }
    }

    /// Whether it is such a change.
    pub(super) fn is_order(&self) -> bool {
        self.path == "spec"
    }
}

/// Compare two Shoots: spec, labels, annotations and finalizers.
///
/// A pool or another named entry that comes or goes is one change; in a pool that stays, every field is one.
pub fn changes(old: &Manifest, new: &Manifest) -> Vec<Change> {
    let mut changes = Vec::new();
    for map in ["labels", "annotations"] {
        let path = Path::root("metadata").field(map);
        let (old, new) = (old.metadata().get(map), new.metadata().get(map));
        compare(old, new, Kind::Map(&Kind::Text), &path, &mut changes);
    }
    let finalizers = Kind::List(&Kind::Text, &[]);
    let path = Path::root("metadata").field("finalizers");
    let (a, b) = (
        old.metadata().get("finalizers"),
        new.metadata().get("finalizers"),
    );
    compare(a, b, finalizers, &path, &mut changes);
    compare(
        old.spec(),
        new.spec(),
        SPEC,
        &Path::root("spec"),
        &mut changes,
    );
    changes
}

fn compare(old: Node<'_>, new: Node<'_>, kind: Kind, path: &Path, changes: &mut Vec<Change>) {
    if old == new {
        return;
    }
    match kind {
        // A block that comes or goes is told field by field; one without any field is a change itself.
        Kind::Object(fields) if !is_entry(path) || (old.is_set() && new.is_set()) => {
            let before = changes.len();
            for field in fields {
                let (old, new) = (old.get(field.name), new.get(field.name));
                if old != new {
                    compare(old, new, field.kind, &path.field(field.name), changes);
                }
            }
            // With both there, what differs is only the order of entries that are told apart by name.
            if changes.len() == before && old.is_set() != new.is_set() {
                push(old, new, path, changes);
            }
        }
        Kind::Map(kind) => {
            let names: BTreeSet<&str> = old
                .entries()
                .chain(new.entries())
                .map(|(name, _)| name)
                .collect();
            for name in names {
                let path = path.key(name);
                compare(old.get(name), new.get(name), *kind, &path, changes);
            }
        }
        Kind::List(kind, keys)
            if is_keyed(old, keys) && is_keyed(new, keys) && !keys.is_empty() =>
        {
            let entry = |node: Node<'_>| path::key(node.0.unwrap_or(&Value::Null), keys);
            let find = |list: Node<'_>, name: &Option<String>| {
                list.items()
                    .find(|item| entry(*item) == *name)
                    .and_then(|item| item.0.cloned())
            };
            for item in old.items() {
                let name = entry(item);
                let path = path.key(name.as_deref().unwrap_or_default());
                let after = find(new, &name);
                compare(item, Node(after.as_ref()), *kind, &path, changes);
            }
            for item in new.items() {
                let name = entry(item);
                if find(old, &name).is_none() {
                    let path = path.key(name.as_deref().unwrap_or_default());
                    compare(Node(None), item, *kind, &path, changes);
                }
            }
        }
        _ => push(old, new, path, changes),
    }
}

/// Whether a path ends in the name of an entry.
fn is_entry(path: &Path) -> bool {
    path.as_str().ends_with(']')
}

/// Whether the entries of a list can be told apart: all have a key, and no two the same.
fn is_keyed(list: Node<'_>, keys: &[&str]) -> bool {
    let mut seen = BTreeSet::new();
    list.items().all(
        |item| match path::key(item.0.unwrap_or(&Value::Null), keys) {
            Some(key) => seen.insert(key),
            None => false,
        },
    )
}

fn push(old: Node<'_>, new: Node<'_>, path: &Path, changes: &mut Vec<Change>) {
    changes.push(Change {
        path: path.to_string(),
        before: old.0.cloned(),
        after: new.0.cloned(),
    });
}
