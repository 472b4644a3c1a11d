//! How the entries of lists are told apart in merges, and what no schema knows.

use serde_json::Value;

use crate::domain::impact::schema::{Kind, SPEC};

/// Give the lists whose entries are merged, with the field that tells them apart; finalizers are a set.
pub(super) fn merge_key(path: &[&str]) -> Option<&'static str> {
    match path {
        ["spec", "provider", "workers"]
        | ["spec", "kubernetes", "kubeAPIServer", "admissionPlugins"]
        | ["status", "advertisedAddresses"] => Some("name"),
        ["spec", "tolerations"] => Some("key"),
        ["status", "conditions" | "constraints"] => Some("type"),
        ["metadata", "ownerReferences"] => Some("uid"),
        ["metadata", "finalizers"] => Some(""),
        _ => None,
    }
}

/// Gives the field that tells the entries of a list apart, where they are merged.
pub(super) type MergeKey = fn(&[&str]) -> Option<&'static str>;

/// Whether a field is in what is meant for an extension.
pub(super) fn is_in_raw(path: &[&str]) -> bool {
    let Some((_, parents)) = path.split_last() else {
        return false;
    };
    let mut kind = match parents.first() {
        Some(&"spec") => SPEC,
        _ => return false,
    };
    for name in &parents[1..] {
        while let Kind::List(entry, _) = kind {
            kind = *entry;
        }
        if matches!(kind, Kind::Raw) {
            return true;
        }
        match kind.field(name) {
            Some(field) => kind = field,
            None => return false,
        }
    }
    matches!(kind, Kind::Raw)
}

pub(super) fn find<'a>(list: &'a [Value], item: &Value, key: &str) -> Option<&'a Value> {
    list.iter().find(|other| same(other, item, key))
}

pub(super) fn same(one: &Value, other: &Value, key: &str) -> bool {
    if key.is_empty() {
        return one == other;
    }
    let of = |value: &Value| value.get(key).cloned();
    of(one).is_some_and(|value| of(other) == Some(value))
}
