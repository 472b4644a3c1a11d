//! Objects without what nobody else shall know: names are hashes, and what no rule allows is not there.
//!
//! - `names`: names, domains and networks, each the same wherever it stands
//! - `rules`: what becomes of a value, and how rules are found
//! - `labels`: labels, annotations and other maps whose keys say something
//! - `shoot`, `kinds`: which fields reports need, by kind
//!
//! It is a list of what stays. A field that Gardener gets tomorrow is left out until somebody allows it.

mod kinds;
mod labels;
mod names;
mod rules;
mod shoot;

use std::collections::BTreeMap;
use std::fmt;

use ring::hmac;
use serde_json::Value;

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
    pub fn object(&self, kind: &str, tree: Value) -> Value {
        let node = self.kinds.get(kind);
        let redacted = node.and_then(|node| node.apply(tree, self));
        redacted.unwrap_or(Value::Null)
    }
}
