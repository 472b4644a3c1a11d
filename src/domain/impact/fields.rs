//! What differs between two manifests of any kind, field by field; entries of lists are told apart by what names them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::change::Change;
use super::path::{self, Path, matches};

/// What names the entries of the lists at some paths; of several for one list the first that tells all apart.
pub(super) type Keys = &'static [(&'static str, &'static [&'static str])];

/// Compare two values. Empty objects and lists are as good as absent ones, as the API server compares them.
pub(super) fn differences(old: &Value, new: &Value, at: &Path, keys: Keys) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(old, new, at, keys, &mut changes);
    changes
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        _ => false,
    }
}

fn compare(old: &Value, new: &Value, at: &Path, keys: Keys, changes: &mut Vec<Change>) {
    if old == new || (is_empty(old) && is_empty(new)) {
        return;
    }
    let object = |value: &Value| value.is_object() || value.is_null();
    if object(old) && object(new) {
        let names = |value: &Value| {
            let fields = value.as_object().into_iter().flatten();
            fields.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        let names: BTreeSet<String> = names(old).into_iter().chain(names(new)).collect();
        for name in names {
            compare(&old[&name], &new[&name], &at.field(&name), keys, changes);
        }
        return;
    }
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let entries = keys
        .iter()
        .filter(|(pattern, _)| matches(pattern, at.as_str()))
        .find_map(|(_, key)| Some((named(&list(old), key)?, named(&list(new), key)?)));
    if let Some((old, new)) = entries {
        for (name, before) in &old {
            let after = new.iter().find(|(other, _)| other == name);
            let path = at.key(name);
            match after {
                Some((_, after)) => compare(before, after, &path, keys, changes),
                None => push(Some(before), None, &path, changes),
            }
        }
        for (name, after) in new {
            if !old.iter().any(|(other, _)| *other == name) {
                push(None, Some(&after), &at.key(&name), changes);
            }
        }
        return;
    }
    let some = |value| (!is_empty(value)).then_some(value);
    push(some(old), some(new), at, changes);
}

/// Give the name of an entry of the list at a path: one that tells all apart, else one that it shares.
pub(super) fn name_of(at: &str, list: &[Value], place: usize, keys: Keys) -> Option<String> {
    let item = list.get(place)?;
    let keys = || keys.iter().filter(|(pattern, _)| matches(pattern, at));
    let own = keys().find_map(|(_, key)| named(list, key));
    own.and_then(|names| names.into_iter().nth(place))
        .map(|(name, _)| name)
        .or_else(|| keys().find_map(|(_, key)| text_or_key(item, key)))
}

fn text_or_key(item: &Value, key: &[&str]) -> Option<String> {
    match item.as_str() {
        Some(text) => Some(text.to_owned()),
        None => path::key(item, key),
    }
}

/// Name the entries of a list, if each has a name of its own.
fn named(list: &[Value], key: &[&str]) -> Option<Vec<(String, Value)>> {
    let mut seen = BTreeSet::new();
    list.iter()
        .map(|item| {
            let name = text_or_key(item, key)?;
            seen.insert(name.clone()).then(|| (name, item.clone()))
        })
        .collect()
}

fn push(old: Option<&Value>, new: Option<&Value>, at: &Path, changes: &mut Vec<Change>) {
    changes.push(Change {
        path: at.to_string(),
        before: old.cloned(),
        after: new.cloned(),
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const KEYS: Keys = &[("spec.taints", &["key"]), ("spec.zones", &[])];

    fn paths(old: &Value, new: &Value) -> Vec<String> {
        let changes = differences(old, new, &Path::root("spec"), KEYS);
        changes.into_iter().map(|change| change.path).collect()
    }

    #[test]
    fn entries_are_told_apart_by_name() {
        let old =
            json!({"taints": [{"key": "a", "value": "1"}, {"key": "b"}], "zones": ["x", "y"]});
        let new = json!({"taints": [{"key": "b"}, {"key": "a", "value": "2"}, {"key": "c"}], "zones": ["y", "z"]});
        assert_eq!(
            paths(&old, &new),
            [
                "spec.taints[a].value",
                "spec.taints[c]",
                "spec.zones[x]",
                "spec.zones[z]"
            ]
        );
    }

    #[test]
    fn what_one_name_does_not_tell_apart_another_does() {
        const KEYS: Keys = &[
            ("spec.taints", &["key"]),
            ("spec.taints", &["key", "value"]),
        ];
        let old = json!({"taints": [{"key": "a", "value": "1"}]});
        let new = json!({"taints": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]});
        let changes = differences(&old, &new, &Path::root("spec"), KEYS);
        let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(paths, ["spec.taints[a,2]"]);
    }

    #[test]
    fn empty_is_as_good_as_absent() {
        let old = json!({"a": {}, "b": [], "c": null, "d": {"e": {}}});
        assert!(paths(&old, &json!({})).is_empty());
        assert!(paths(&json!({}), &old).is_empty());
        assert_eq!(paths(&json!({}), &json!({"a": false})), ["spec.a"]);
    }
}
