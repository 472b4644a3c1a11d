//! What `kubectl apply` sends: a strategic merge patch, so that the server does to what it stores exactly what it will do
//! then. It reads and writes the whole object for that, and sorts the keys of everything that is meant for an extension.

use serde_json::{Map, Value, json};

use super::keys::{MergeKey, Shape, find, named, same};
use super::places::reorders;
use super::strategic::{DELETE_FROM, PATCH, SET_ORDER};
use super::{LAST_APPLIED, meant, merge_patch};
use crate::domain::impact::rehearsal::{Edit, EditKind};

/// Make the patch that kubectl sends for a manifest
/// (`k8s.io/kubectl:pkg/cmd/apply/patcher.go:patchSimple`, `k8s.io/apimachinery:pkg/util/strategicpatch/patch.go:CreateThreeWayMergePatch`).
///
/// `merges` tells whether kubectl merges at all: else it sends a merge patch. The annotation with the manifest, which it sends
/// along, is left out: nobody but kubectl reads it.
pub(super) fn edit(old: &Value, written: &Value, result: &Value, merges: bool) -> Edit {
    let as_a_whole = || Edit {
        kind: EditKind::Merge,
        body: merge_patch(old, result),
    };
    if !merges {
        return as_a_whole();
    }
    let (keys, modified) = (Shape::of(written).key, meant(written));
    let body = difference(old, result, &modified, keys, &mut Vec::new());
    if body == json!({}) && is_known(old, written, keys) {
        return as_a_whole();
    }
    Edit {
        kind: EditKind::Strategic,
        body,
    }
}

/// Give a manifest as kubectl writes it into its annotation: with all that nobody means, with a namespace, and with other
/// annotations, be it none (`k8s.io/kubectl:pkg/util/apply.go:GetModifiedConfiguration`).
pub(super) fn written(manifest: &Value, old: &Value) -> Value {
    let mut manifest = manifest.clone();
    let fields = manifest.as_object_mut();
    let metadata = fields.map(|fields| fields.entry("metadata").or_insert_with(|| json!({})));
    let Some(Value::Object(metadata)) = metadata else {
        return manifest;
    };
    let has = |field: &str| old.pointer("/metadata").and_then(|of| of.get(field));
    if let (None, Some(namespace)) = (metadata.get("namespace"), has("namespace")) {
        metadata.insert("namespace".to_owned(), namespace.clone());
    }
    if let Some(Value::Object(annotations)) = metadata.get_mut("annotations") {
        annotations.remove(LAST_APPLIED);
    } else if has("annotations").is_some() {
        metadata.insert("annotations".to_owned(), json!({}));
    }
    manifest
}

/// Whether the very same manifest was applied last and says nothing that the server has otherwise, not even what only the
/// server writes: kubectl sends nothing then.
fn is_known(old: &Value, written: &Value, keys: MergeKey) -> bool {
    let annotation = &old["metadata"]["annotations"][LAST_APPLIED];
    let last = annotation.as_str().map(serde_json::from_str::<Value>);
    last.is_some_and(|last| last.is_ok_and(|last| last == *written))
        && !says_else(old, written, keys, &mut Vec::new())
}

/// Whether a manifest has something that an object has otherwise or not, be it a `null`
/// (`k8s.io/apimachinery:pkg/util/strategicpatch/patch.go:diffMaps` without deletions).
fn says_else<'a>(
    live: &Value,
    manifest: &'a Value,
    keys: MergeKey,
    path: &mut Vec<&'a str>,
) -> bool {
    let (Value::Object(live), Value::Object(manifest)) = (live, manifest) else {
        return live != manifest;
    };
    manifest.iter().any(|(name, is)| {
        let Some(was) = live.get(name) else {
            return true;
        };
        path.push(name);
        let says = match (keys(path), was, is) {
            (Some(key), Value::Array(was), Value::Array(is)) => {
                let says = |item: &'a Value| {
                    find(was, item, key).is_none_or(|was| says_else(was, item, keys, path))
                };
                reorders(was, is, key) || is.iter().any(says)
            }
            _ => says_else(was, is, keys, path),
        };
        path.pop();
        says
    })
}

/// Give the patch that leads from one object to another. `modified` is what the manifest says, which the order of merged
/// lists follows.
fn difference<'a>(
    old: &'a Value,
    new: &'a Value,
    modified: &Value,
    keys: MergeKey,
    path: &mut Vec<&'a str>,
) -> Value {
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        return new.clone();
    };
    let mut body = Map::new();
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        body.insert(name.clone(), Value::Null);
    }
    for (name, is) in new {
        let Some(was) = old.get(name) else {
            body.insert(name.clone(), is.clone());
            continue;
        };
        path.push(name);
        match (keys(path), was, is) {
            (Some(key), Value::Array(was), Value::Array(is)) => {
                let (entries, gone) = entries(was, is, &modified[name], (key, keys), path);
                // Even where no entry changes: it has no eye for what its order leads to.
                let order = modified[name].as_array().filter(|order| {
                    let changes = !entries.is_empty() || !gone.is_empty();
                    !order.is_empty() && (changes || reorders(was, order, key))
                });
                if let Some(order) = order {
                    let order = order.iter().map(|item| named(item, key)).collect();
                    body.insert(format!("{SET_ORDER}{name}"), Value::Array(order));
                }
                if !entries.is_empty() {
                    body.insert(name.clone(), Value::Array(entries));
                }
                if !gone.is_empty() {
                    body.insert(format!("{DELETE_FROM}{name}"), Value::Array(gone));
                }
            }
            (None, Value::Object(_), Value::Object(_)) => {
                let below = difference(was, is, &modified[name], keys, path);
                if below != json!({}) {
                    body.insert(name.clone(), below);
                }
            }
            _ if was == is => {}
            _ => {
                body.insert(name.clone(), is.clone());
            }
        }
        path.pop();
    }
    Value::Object(body)
}

/// Give what is sent for the entries of a list that is merged, and the plain ones that go.
fn entries<'a>(
    was: &'a [Value],
    is: &'a [Value],
    modified: &Value,
    (key, keys): (&str, MergeKey),
    path: &mut Vec<&'a str>,
) -> (Vec<Value>, Vec<Value>) {
    let mut sent = Vec::new();
    let none = Vec::new();
    let modified = modified.as_array().unwrap_or(&none);
    for item in is {
        match find(was, item, key) {
            None => sent.push(item.clone()),
            Some(_) if key.is_empty() => {}
            Some(before) => {
                let said = find(modified, item, key).unwrap_or(&Value::Null);
                let mut body = difference(before, item, said, keys, path);
                if body != json!({}) {
                    body[key] = item[key].clone();
                    sent.push(body);
                }
            }
        }
    }
    let gone = was.iter().filter(|item| find(is, item, key).is_none());
    if key.is_empty() {
        return (sent, gone.cloned().collect());
    }
    let deleted = |item: &Value| json!({PATCH: "delete", key: item[key]});
    sent.extend(gone.map(deleted));
    debug_assert!(is.iter().all(|item| same(item, item, key)));
    (sent, Vec::new())
}
