//! What an object says, as hashes by field: enough to tell which fields have changed, and nothing of what they hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::annotations::{OPERATION, TASKS};
use crate::domain::emergency_stop::STOP;
use crate::domain::hash;
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::RULES;
use crate::order::Gather as _;

/// What tells the entries of a list apart.
const KEYS: [&str; 4] = ["name", "version", "key", "type"];
/// Parts of profiles and seeds that are no longer than this are one hash: they have thousands of fields.
const WHOLE: usize = 400;
/// Maps of the metadata that anybody may write to.
const METADATA: [&str; 2] = ["labels", "annotations"];

/// Hashes by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Content(pub BTreeMap<String, String>);

impl Content {
    /// What a Shoot says as far as it decides what a change does: the spec, annotations that a rule knows, and deletion.
    ///
    /// The status is not part of it: gardenlets report all the time.
    pub fn of_shoot(shoot: &Value) -> Self {
        let mut content = Self::default();
        content.add(&Path::root("spec"), shoot.get("spec"), 0);
        let annotations = Path::root("metadata").field("annotations");
        for (name, value) in entries(shoot, "annotations") {
            if is_known(&name) && name != TASKS {
                content.put(&annotations.key(&name), value);
            }
        }
        content.add_deletion(shoot);
        content
    }

    /// What a Shoot is after a change: its spec, and the labels, annotations and finalizers that the change touches.
    /// Requests that Gardener takes up and removes are left out.
    pub fn of_result(old: &Value, result: &Value) -> Self {
        let mut content = Self::default();
        content.add(&Path::root("spec"), result.get("spec"), 0);
        for map in METADATA {
            let path = Path::root("metadata").field(map);
            let (before, after) = (map_of(old, map), map_of(result, map));
            let names: BTreeSet<&String> = before.keys().chain(after.keys()).gather();
            for name in names {
                if before.get(name) != after.get(name) && name != TASKS && name != OPERATION {
                    let gone = Value::Null;
                    content.put(&path.key(name), after.get(name).unwrap_or(&gone));
                }
            }
        }
        let finalizers = |tree: &Value| tree["metadata"]["finalizers"].clone();
        if finalizers(old) != finalizers(result) {
            let path = Path::root("metadata").field("finalizers");
            content.put(&path, &finalizers(result));
        }
        content
    }

    /// What a Shoot is now, of all that this content tells of the result of a change.
    #[must_use]
    pub fn like(&self, now: &Value) -> Self {
        let mut content = Self::default();
        content.add(&Path::root("spec"), now.get("spec"), 0);
        for map in METADATA {
            let path = Path::root("metadata").field(map);
            let values = map_of(now, map);
            let prefix = format!("{path}[");
            for told in self.0.keys().filter(|told| told.starts_with(&prefix)) {
                let found = values
                    .iter()
                    .find(|(name, _)| path.key(name).as_str() == told);
                let gone = Value::Null;
                let value = found.map_or(&gone, |(_, value)| value);
                content.0.insert(told.clone(), hashed(value));
            }
        }
        let finalizers = Path::root("metadata").field("finalizers");
        if self.0.contains_key(finalizers.as_str()) {
            content.put(&finalizers, &now["metadata"]["finalizers"]);
        }
        content
    }

    /// What a profile or a seed says: the spec, an emergency stop, and deletion. Status and heartbeat are not part of it.
    pub fn of_surroundings(object: &Value) -> Self {
        let mut content = Self::default();
        content.add(&Path::root("spec"), object.get("spec"), WHOLE);
        let annotations = Path::root("metadata").field("annotations");
        for (name, value) in entries(object, "annotations") {
            if name == STOP {
                content.put(&annotations.key(&name), value);
            }
        }
        content.add_deletion(object);
        content
    }

    /// Name the fields that differ.
    pub fn differing(&self, other: &Self) -> Vec<String> {
        let paths: BTreeSet<&String> = self.0.keys().chain(other.0.keys()).gather();
        let differing = paths
            .into_iter()
            .filter(|path| self.0.get(*path) != other.0.get(*path));
        differing.cloned().collect()
    }

    fn add_deletion(&mut self, object: &Value) {
        let deletion = &object["metadata"]["deletionTimestamp"];
        if !deletion.is_null() {
            self.put(&Path::root("metadata").field("deletionTimestamp"), deletion);
        }
    }

    /// Add what is below a field. What is as good as absent is.
    fn add(&mut self, path: &Path, value: Option<&Value>, whole: usize) {
        let Some(value) = value.filter(|value| !value.is_null()) else {
            return;
        };
        let small = whole > 0 && value.to_string().len() <= whole;
        match value {
            Value::Object(fields) if !small && !fields.is_empty() => {
                for (name, value) in fields {
                    self.add(&path.field(name), Some(value), whole);
                }
            }
            Value::Array(items) if !small && is_keyed(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.add(
                        &path.entry(item, &first_key(item), index),
                        Some(item),
                        whole,
                    );
                }
            }
            _ => self.put(path, value),
        }
    }

    fn put(&mut self, path: &Path, value: &Value) {
        self.0.insert(path.to_string(), hashed(value));
    }
}

fn hashed(value: &Value) -> String {
    let mut text = String::new();
    canonical(value, &mut text);
    format!("{:016x}", hash::stable(&text))
}

/// Write a value with its fields in order.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, &Value> = fields.iter().gather();
            out.push('{');
            for (name, value) in sorted {
                let _ = write!(out, "{name:?}:"); // writing to a String does not fail
                canonical(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        other => {
            let _ = write!(out, "{other}"); // writing to a String does not fail
        }
    }
}

fn map_of(tree: &Value, map: &str) -> BTreeMap<String, Value> {
    entries(tree, map)
        .map(|(name, value)| (name, value.clone()))
        .gather()
}

fn entries<'a>(tree: &'a Value, map: &str) -> impl Iterator<Item = (String, &'a Value)> {
    let entries = tree["metadata"][map].as_object().into_iter().flatten();
    entries.map(|(name, value)| (name.clone(), value))
}

/// Whether a rule knows this annotation of a Shoot.
fn is_known(annotation: &str) -> bool {
    let path = Path::root("metadata").field("annotations").key(annotation);
    RULES
        .iter()
        .any(|row| row.paths.iter().any(|known| *known == path.as_str()))
}

/// What tells an entry apart.
fn first_key(item: &Value) -> Vec<&'static str> {
    let is_text = |key: &&&str| item.get(**key).is_some_and(Value::is_string);
    KEYS.iter().find(is_text).copied().into_iter().collect()
}

/// Whether all entries can be told apart.
fn is_keyed(items: &[Value]) -> bool {
    let mut seen = BTreeSet::new();
    !items.is_empty()
        && items.iter().all(|item| {
            let key = first_key(item)
                .first()
                .and_then(|key| item.get(*key)?.as_str());
            key.is_some_and(|key| seen.insert(key.to_owned()))
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shoot() -> Value {
        json!({
            "metadata": {
                "generation": 3, "resourceVersion": "1",
                "labels": {"team": "a", "shoot.gardener.cloud/status": "healthy"},
                "annotations": {"gardener.cloud/operation": "maintain", "note": "x"},
            },
            "spec": {
                "kubernetes": {"version": "1.35.9"},
                "provider": {"workers": [
                    {"name": "web", "machine": {"type": "m5.large"}}, {"name": "db", "minimum": 1},
                ]},
            },
            "status": {"lastOperation": {"state": "Succeeded"}},
        })
    }

    #[test]
    fn what_differs_is_named_by_pool_and_field() {
        let (old, mut new) = (shoot(), shoot());
        new["spec"]["provider"]["workers"][0]["machine"]["type"] = "m5.xlarge".into();
        new["metadata"]["annotations"]["gardener.cloud/operation"] = "retry".into();
        let differing = Content::of_shoot(&old).differing(&Content::of_shoot(&new));
        assert_eq!(
            differing,
            [
                "metadata.annotations[gardener.cloud/operation]",
                "spec.provider.workers[web].machine.type"
            ]
        );
    }

    #[test]
    fn status_labels_notes_and_order_do_not_count() {
        let (old, mut new) = (shoot(), shoot());
        new["status"] = json!({"lastOperation": {"state": "Processing"}});
        new["metadata"]["resourceVersion"] = "2".into();
        new["metadata"]["labels"]["shoot.gardener.cloud/status"] = "progressing".into();
        new["metadata"]["annotations"]["note"] = "y".into();
        new["metadata"]["annotations"]["shoot.gardener.cloud/tasks"] =
            "deployInfrastructure".into();
        new["spec"]["provider"]["workers"]
            .as_array_mut()
            .unwrap()
            .reverse();
        assert_eq!(Content::of_shoot(&old), Content::of_shoot(&new));
        new["metadata"]["deletionTimestamp"] = "2026-11-21T00:00:00Z".into();
        assert_ne!(Content::of_shoot(&old), Content::of_shoot(&new));
    }

    #[test]
    fn a_result_has_what_the_change_touches_and_nothing_else_of_the_metadata() {
        let (old, mut new) = (shoot(), shoot());
        new["metadata"]["labels"]["team"] = "b".into();
        new["metadata"]["annotations"]
            .as_object_mut()
            .unwrap()
            .remove("note");
        let result = Content::of_result(&old, &new);
        assert_eq!(result.like(&new), result);
        assert_eq!(
            result.differing(&result.like(&old)),
            ["metadata.annotations[note]", "metadata.labels[team]"]
        );
        // What others write meanwhile is theirs.
        new["metadata"]["labels"]["shoot.gardener.cloud/status"] = "progressing".into();
        assert_eq!(result.like(&new), result);
    }

    #[test]
    fn large_profiles_are_told_in_parts() {
        let types: Vec<Value> = (0..300)
            .map(|number| json!({"name": format!("type-{number}"), "cpu": "2", "memory": "8Gi"}))
            .collect();
        let old = json!({"metadata": {}, "spec": {"machineTypes": types, "type": "aws"}});
        let mut new = old.clone();
        new["spec"]["machineTypes"][7]["usable"] = false.into();
        let (old, new) = (
            Content::of_surroundings(&old),
            Content::of_surroundings(&new),
        );
        assert_eq!(old.0.len(), 301);
        assert_eq!(old.differing(&new), ["spec.machineTypes[type-7]"]);
    }

    #[test]
    fn a_stop_of_the_seed_counts_and_its_heartbeat_does_not() {
        let seed = |annotations: Value, status: Value| {
            Content::of_surroundings(&json!({
                "metadata": {"annotations": annotations}, "spec": {"provider": {"type": "aws"}}, "status": status,
            }))
        };
        let calm = seed(json!({}), json!({"lastHeartbeatTime": "1"}));
        assert_eq!(
            calm,
            seed(json!({"note": "x"}), json!({"lastHeartbeatTime": "2"}))
        );
        assert_ne!(calm, seed(json!({STOP: "true"}), json!({})));
    }
}
