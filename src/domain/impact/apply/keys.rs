//! How the entries of lists are told apart in merges, and what no schema knows.

use serde_json::{Value, json};

use crate::domain::impact::schema::{Kind, SPEC};
use crate::domain::objects::{CloudProfile, NamespacedCloudProfile, Object, Seed, Shoot};

/// What is known of a kind: which lists are merged, and what is meant for an extension.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Names the kind.
    pub(super) kind: &'static str,
    pub(super) key: MergeKey,
    pub(super) raw: fn(&[&str]) -> bool,
}

impl Shape {
    /// Find the shape of a manifest; where it does not say its kind, it is a Shoot.
    pub(super) fn of(manifest: &Value) -> Self {
        let (kind, key, raw): (_, MergeKey, fn(&[&str]) -> bool) = match manifest["kind"].as_str() {
            Some(Seed::KIND) => (Seed::KIND, seed_key, is_in_provider_config),
            Some(CloudProfile::KIND) => (CloudProfile::KIND, profile_key, is_in_provider_config),
            Some(NamespacedCloudProfile::KIND) => {
                let kind = NamespacedCloudProfile::KIND;
                (kind, profile_key, is_in_provider_config)
            }
            _ => (Shoot::KIND, merge_key, is_in_raw),
        };
        Self { kind, key, raw }
    }
}

/// As [`merge_key`], for Seeds (`patchMergeKey` in `gardener/gardener:pkg/apis/core/v1beta1/types_seed.go`).
fn seed_key(path: &[&str]) -> Option<&'static str> {
    match path {
        ["spec", "volume", "providers"] => Some("name"),
        ["status" | "metadata", ..] => merge_key(path),
        _ => None,
    }
}

/// As [`merge_key`], for profiles (`types_cloudprofile.go`, `types_namespacedcloudprofile.go`).
fn profile_key(path: &[&str]) -> Option<&'static str> {
    match path {
        [
            "spec",
            "machineImages" | "machineTypes" | "volumeTypes" | "regions",
        ]
        | ["spec", "regions", "zones"] => Some("name"),
        ["spec", "kubernetes" | "machineImages", "versions"] => Some("version"),
        ["metadata", ..] => merge_key(path),
        _ => None,
    }
}

/// As [`is_in_raw`], for other kinds than Shoots.
fn is_in_provider_config(path: &[&str]) -> bool {
    path.split_last()
        .is_some_and(|(_, parents)| parents.contains(&"providerConfig"))
}

/// Give the lists whose entries are merged, with the field that tells them apart; finalizers are a set.
fn merge_key(path: &[&str]) -> Option<&'static str> {
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
fn is_in_raw(path: &[&str]) -> bool {
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

/// Give what tells an entry of a list apart, and nothing else of it.
pub(super) fn named(item: &Value, key: &str) -> Value {
    match key {
        "" => item.clone(),
        key => json!({key: item[key]}),
    }
}
