//! What `kubectl apply` makes of a stored object, and strategic merge patches of Shoots: lists with a merge key are merged
//! entry by entry (`patchMergeKey` in `gardener/gardener:pkg/apis/core/v1beta1/types_shoot.go`), all others are replaced.
//!
//! kubectl gives up on that where something nested differs in what is meant for an extension, such as the networks of an
//! `infrastructureConfig`: no schema says what is in there. Then it replaces every list as a whole, the pools as well
//! (`k8s.io/kubectl:pkg/cmd/apply/patcher.go:patchSimple`, `k8s.io/apimachinery:pkg/util/strategicpatch/meta.go:traverse`).

mod keys;
mod places;
mod remarks;
mod sent;
mod strategic;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

pub use remarks::remarks;
pub use strategic::strategic;

use super::rehearsal::Edit;
use keys::{MergeKey, Shape, find, named, same};
use places::{arrange, known, reorders};

/// Where `kubectl apply` keeps the manifest that was applied last.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Metadata that only the server writes. A manifest that was read from a cluster has it, and nobody means it.
const OF_THE_SERVER: [&str; 6] = [
    "creationTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// Whether a strategic comparison has to look into what has no schema.
fn meets_raw<'a>(one: &Value, modified: &'a Value, shape: Shape, path: &mut Vec<&'a str>) -> bool {
    let (Value::Object(one), Value::Object(modified)) = (one, modified) else {
        return false;
    };
    modified.iter().any(|(name, is)| {
        let Some(was) = one.get(name) else {
            return false;
        };
        path.push(name);
        let meets = match (was, is) {
            // What is the same is not looked into.
            (Value::Object(_) | Value::Array(_), _) if was == is => false,
            (Value::Object(_), Value::Object(_)) => {
                (shape.raw)(path) || meets_raw(was, is, shape, path)
            }
            (Value::Array(was), Value::Array(is)) => {
                (shape.raw)(path)
                    || (shape.key)(path).is_some_and(|key| {
                        is.iter().any(|item| {
                            find(was, item, key)
                                .is_some_and(|was| meets_raw(was, item, shape, path))
                        })
                    })
            }
            _ => false,
        };
        path.pop();
        meets
    })
}

/// What was applied last, as far as it can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The annotation that `kubectl apply` leaves: what is missing from the new manifest is taken away.
    LastApplied,
    /// The old Shoot is a manifest itself: what is missing from the new one is taken away.
    Manifest,
    /// Nobody knows: what is missing from the new manifest stays.
    Nothing,
}

/// What a manifest makes of a Shoot.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// What is sent for it.
    pub edit: Edit,
    /// The Shoot after it.
    pub result: Value,
    /// What the manifest was compared with.
    pub basis: Basis,
    /// Whether lists were replaced as a whole instead of merged.
    pub whole_lists: bool,
}

/// Apply a manifest to an object as `kubectl apply` does: a Shoot, a Seed, or a profile.
///
/// Two manifests without a server are compared entry by entry: nobody's kubectl gives up on anything there.
pub fn apply(old: &Value, manifest: &Value) -> Applied {
    let annotation = old
        .pointer("/metadata/annotations")
        .and_then(|annotations| annotations.get(LAST_APPLIED)?.as_str());
    let last: Option<Value> = annotation.and_then(|text| serde_json::from_str(text).ok());
    let stored = old
        .pointer("/metadata/uid")
        .or_else(|| old.pointer("/metadata/resourceVersion"));
    let (original, basis) = match (last, stored) {
        (Some(last), _) => (Some(last), Basis::LastApplied),
        (None, Some(_)) => (None, Basis::Nothing),
        (None, None) => (Some(old.clone()), Basis::Manifest),
    };
    let written = sent::written(manifest, old);
    let modified = meant(&written);
    let original = original.as_ref().map(meant);
    let mut result = old.clone();
    let shape = Shape::of(manifest);
    let looks = |one: &Value| meets_raw(one, &modified, shape, &mut Vec::new());
    let whole_lists =
        basis != Basis::Manifest && (looks(old) || original.as_ref().is_some_and(looks));
    let keys: MergeKey = if whole_lists { |_| None } else { shape.key };
    if let Some(original) = original {
        take_away(&mut result, &original, &modified, keys, &mut Vec::new());
    }
    overlay(&mut result, old, &modified, keys, &mut Vec::new());
    let merges = basis != Basis::Manifest && !whole_lists;
    Applied {
        edit: sent::edit(old, &written, &result, merges),
        result,
        basis,
        whole_lists,
    }
}

/// Give a manifest without what only the server writes.
pub fn meant(manifest: &Value) -> Value {
    let mut manifest = manifest.clone();
    if let Value::Object(fields) = &mut manifest {
        fields.remove("status");
        if let Some(Value::Object(metadata)) = fields.get_mut("metadata") {
            for field in OF_THE_SERVER {
                metadata.remove(field);
            }
            if let Some(Value::Object(annotations)) = metadata.get_mut("annotations") {
                annotations.remove(LAST_APPLIED);
            }
        }
    }
    manifest
}

/// Remove what was applied once and is not in the new manifest.
fn take_away<'a>(
    target: &mut Value,
    original: &'a Value,
    modified: &Value,
    keys: MergeKey,
    path: &mut Vec<&'a str>,
) {
    let (Value::Object(target), Value::Object(original)) = (target, original) else {
        return;
    };
    for (name, was) in original {
        let Some(is) = modified.get(name).filter(|value| !value.is_null()) else {
            // The identity of the object is not for taking.
            if !(path.is_empty() && matches!(name.as_str(), "apiVersion" | "kind" | "metadata")) {
                target.remove(name);
            }
            continue;
        };
        let Some(target) = target.get_mut(name) else {
            continue;
        };
        path.push(name);
        match (keys(path), &mut *target, was, is) {
            (Some(key), Value::Array(target), Value::Array(was), Value::Array(is)) => {
                let gone =
                    |item: &Value| find(was, item, key).is_some() && find(is, item, key).is_none();
                target.retain(|item| !gone(item));
                for item in target {
                    if let (Some(was), Some(is)) = (find(was, item, key), find(is, item, key)) {
                        take_away(item, was, is, keys, path);
                    }
                }
            }
            (_, target, was, is) => take_away(target, was, is, keys, path),
        }
        path.pop();
    }
}

/// Lay a manifest over an object: `null` removes, objects are merged, lists without a merge key are replaced. `live` is the
/// object before anything was taken away from it.
fn overlay<'a>(
    target: &mut Value,
    live: &Value,
    over: &'a Value,
    keys: MergeKey,
    path: &mut Vec<&'a str>,
) {
    let (Value::Object(fields), true) = (over, target.is_object()) else {
        *target = over.clone();
        without_nulls(target);
        return;
    };
    let Value::Object(target) = target else {
        return;
    };
    for (name, value) in fields {
        if value.is_null() {
            target.remove(name);
            continue;
        }
        path.push(name);
        match (keys(path), target.get_mut(name), value) {
            (Some(key), Some(Value::Array(list)), Value::Array(items)) => {
                merge_list(list, &live[name], items, (key, keys), path);
            }
            (_, Some(target), value) => overlay(target, &live[name], value, keys, path),
            (_, None, value) => {
                let mut value = value.clone();
                without_nulls(&mut value);
                target.insert(name.clone(), value);
            }
        }
        path.pop();
    }
}

/// Merge entries into a list: those of the manifest in its order, and among them what only the object has.
fn merge_list<'a>(
    list: &mut Vec<Value>,
    live: &Value,
    items: &'a [Value],
    (key, keys): (&str, MergeKey),
    path: &mut Vec<&'a str>,
) {
    let none = Vec::new();
    let live = live.as_array().unwrap_or(&none);
    if key.is_empty() && !reorders(live, items, key) {
        return;
    }
    let kept: Vec<Value> = list.iter().map(|item| named(item, key)).collect();
    let mut added = Vec::new();
    for item in items {
        let found = list.iter().position(|other| same(other, item, key));
        if let Some(index) = found {
            let was = find(live, item, key).unwrap_or(&Value::Null);
            overlay(&mut list[index], was, item, keys, path);
        } else {
            let mut item = item.clone();
            without_nulls(&mut item);
            added.push(named(&item, key));
            list.push(item);
        }
    }
    let gone = live.len().saturating_sub(kept.len());
    arrange(list, items, &known(kept, added, gone, key), key);
}

fn without_nulls(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|_, value| !value.is_null());
        fields.values_mut().for_each(without_nulls);
    }
}

/// Give the JSON merge patch that leads from one object to another.
pub fn merge_patch(old: &Value, new: &Value) -> Value {
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        return new.clone();
    };
    let mut patch = Map::new();
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        patch.insert(name.clone(), Value::Null);
    }
    for (name, value) in new {
        match old.get(name) {
            Some(same) if same == value => {}
            Some(other) => {
                patch.insert(name.clone(), merge_patch(other, value));
            }
            None => {
                patch.insert(name.clone(), value.clone());
            }
        }
    }
    Value::Object(patch)
}
