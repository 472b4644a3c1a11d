//! What about a manifest is not as somebody may think who is about to send it.

use serde_json::Value;

use super::keys::{find, merge_key};
use super::{Applied, Basis};

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
    let mut remarks = Vec::new();
    if differs("uid") {
        remarks.push("the manifest is of another Shoot of this name: kubectl refuses it because of metadata.uid");
    } else if differs("resourceVersion") {
        remarks.push("the manifest is of another version than the Shoot: kubectl refuses it because of metadata.resourceVersion");
    }
    let leaves_out = || leaves_out(&old["spec"], &manifest["spec"], &mut vec!["spec"]);
    if applied.is_some_and(|applied| applied.basis == Basis::Nothing) && leaves_out() {
        remarks.push(
            "the Shoot was never applied with kubectl apply: what the manifest leaves out stays",
        );
    }
    if applied.is_some_and(|applied| applied.whole_lists) {
        remarks.push("something nested differs in what is meant for an extension: kubectl apply does not merge lists then, and replaces the pools as a whole");
    }
    remarks.into_iter().map(ToOwned::to_owned).collect()
}

/// Whether a Shoot has something that a manifest does not mention.
fn leaves_out<'a>(old: &'a Value, manifest: &Value, path: &mut Vec<&'a str>) -> bool {
    let Value::Object(old) = old else {
        return false;
    };
    old.iter().any(|(name, was)| {
        let Some(is) = manifest.get(name) else {
            return true;
        };
        path.push(name);
        let leaves = match (merge_key(path), was, is) {
            (Some(key), Value::Array(was), Value::Array(is)) => was
                .iter()
                .any(|item| find(is, item, key).is_none_or(|found| leaves_out(item, found, path))),
            _ => leaves_out(was, is, path),
        };
        path.pop();
        leaves
    })
}
