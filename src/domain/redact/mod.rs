//! Objects without what nobody else shall know: names are hashes, and what no rule allows is not there.
//!
//! - `names`: names, domains and networks, each the same wherever it stands
//! - `rules`: what becomes of a value, and how rules are found
//! - `apis`: resources and their groups
//! - `forms`: texts whose form leaves no room for a name
//! - `known`: words to which Gardener gives a meaning
//! - `holds`: what this program writes into annotations
//! - `labels`: labels, annotations and other maps whose keys say something
//! - `shoot`, `kinds`: which fields reports need, by kind
//!
//! It is a list of what stays: a field that Gardener gets tomorrow is left out until somebody allows it, and a word that it
//! gets tomorrow is a hash until somebody adds it to `known`.

mod apis;
mod forms;
mod holds;
mod kinds;
mod known;
mod labels;
mod names;
mod rules;
mod shoot;

use std::collections::BTreeMap;
use std::fmt;

use ring::hmac;
use serde_json::Value;

use crate::domain::impact::apply::LAST_APPLIED;
use rules::Node;

/// Redacts objects. Two with the same key give the same hashes.
pub struct Redactor {
    key: hmac::Key,
    kinds: BTreeMap<&'static str, Node>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").finish_non_exhaustive()
    }
}

impl Redactor {
    /// Take a key, without which nobody can look names up.
    pub fn new(key: &[u8]) -> Self {
        let kinds = kinds::KINDS.iter().map(|(kind, tables)| {
            let mut node = Node::default();
            for (prefix, table) in *tables {
                node.add(prefix, table);
            }
            (*kind, node)
        });
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, key),
            kinds: kinds.collect(),
        }
    }

    /// Redact an object of a kind; of an unknown one nothing stays.
    ///
    /// What kubectl applied last is the object once more: it tells what another manifest removes, and is redacted alike.
    pub fn object(&self, kind: &str, tree: Value) -> Value {
        let Some(node) = self.kinds.get(kind) else {
            return Value::Null;
        };
        let applied = tree["metadata"]["annotations"][LAST_APPLIED].as_str();
        let applied: Option<Value> = applied.and_then(|text| serde_json::from_str(text).ok());
        let applied = applied.filter(Value::is_object);
        let applied = applied.and_then(|applied| node.apply(applied, self));
        let mut redacted = node.apply(tree, self).unwrap_or(Value::Null);
        if let Some(applied) = applied {
            redacted["metadata"]["annotations"][LAST_APPLIED] = applied.to_string().into();
        }
        redacted
    }
}

#[cfg(test)]
mod tests;
