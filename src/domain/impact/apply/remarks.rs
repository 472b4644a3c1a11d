//! What about a manifest is not as somebody may think who is about to send it.

use serde_json::Value;

use super::keys::{MergeKey, Shape, find};
use super::{Applied, Basis};
use crate::domain::objects::{Object, Shoot};

/// Say what about a manifest is not as somebody may think who is about to send it.
pub fn remarks(old: &Value, manifest: &Value, applied: Option<&Applied>) -> Vec<String> {
    let text = |tree: &Value, field: &str| {
        let text = tree.pointer("/metadata")?.get(field)?.as_str()?;
        Some(text.to_owned())
    };
    let differs = |field: &str| match (text(old, field), text(manifest, field)) {
        (Some(old), Some(new)) => old != new,
        _ => false,
    };
    let Shape { kind, key, .. } = Shape::of(manifest);
    let mut remarks = Vec::new();
    if differs("uid") {
        remarks.push(format!("the manifest is of another {kind} of this name: kubectl refuses it because of metadata.uid"));
    } else if differs("resourceVersion") {
        remarks.push(format!("the manifest is of another version than the {kind}: kubectl refuses it because of metadata.resourceVersion"));
    }
    let leaves_out = || {
        let mut path = vec!["spec"];
        leaves_out(&old["spec"], &manifest["spec"], key, &mut path)
    };
    if applied.is_some_and(|applied| applied.basis == Basis::Nothing) && leaves_out() {
        remarks.push(format!(
            "the {kind} was never applied with kubectl apply: what the manifest leaves out stays"
        ));
    }
    if applied.is_some_and(|applied| applied.whole_lists) {
        let lists = match kind {
            Shoot::KIND => "the pools",
            _ => "all of them",
        };
        remarks.push(format!("something nested differs in what is meant for an extension: kubectl apply does not merge lists then, and replaces {lists} as a whole"));
    }
    remarks
}

/// Whether an object has something that a manifest does not mention.
fn leaves_out<'a>(
    old: &'a Value,
    manifest: &Value,
    keys: MergeKey,
    path: &mut Vec<&'a str>,
) -> bool {
    let Value::Object(old) = old else {
        return false;
    };
    old.iter().any(|(name, was)| {
        let Some(is) = manifest.get(name) else {
            return true;
        };
        path.push(name);
        let leaves = match (keys(path), was, is) {
            (Some(key), Value::Array(was), Value::Array(is)) => was.iter().any(|item| {
                find(is, item, key).is_none_or(|found| leaves_out(item, found, keys, path))
            }),
            _ => leaves_out(was, is, keys, path),
        };
        path.pop();
        leaves
    })
}
