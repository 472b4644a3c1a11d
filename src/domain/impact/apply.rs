//! What `kubectl apply` makes of a stored Shoot, and strategic merge patches: lists with a merge key are merged entry
//! by entry (`patchMergeKey` in `gardener/gardener:pkg/apis/core/v1beta1/types_shoot.go`), all others are replaced.
//!
//! kubectl gives up on that where something nested differs in what is meant for an extension, such as the networks of an
//! `infrastructureConfig`: no schema says what is in there. Then it replaces every list as a whole, the pools as well
//! (`k8s.io/kubectl:pkg/cmd/apply/patcher.go:patchSimple`, `k8s.io/apimachinery:pkg/util/strategicpatch/meta.go:traverse`).

use serde_json::{Map, Value};

use super::schema::{Kind, SPEC};

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

/// Directives of strategic merge patches that stand beside fields.
const PATCH: &str = "$patch";
const RETAIN_KEYS: &str = "$retainKeys";
const SET_ORDER: &str = "$setElementOrder/";
const DELETE_FROM: &str = "$deleteFromPrimitiveList/";

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
type MergeKey = fn(&[&str]) -> Option<&'static str>;

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

/// Whether a strategic comparison has to look into what has no schema.
fn meets_raw<'a>(one: &Value, modified: &'a Value, path: &mut Vec<&'a str>) -> bool {
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
            (Value::Object(_), Value::Object(_)) => is_in_raw(path) || meets_raw(was, is, path),
            (Value::Array(was), Value::Array(is)) => {
                is_in_raw(path)
                    || merge_key(path).is_some_and(|key| {
                        is.iter().any(|item| {
                            find(was, item, key).is_some_and(|was| meets_raw(was, item, path))
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
    /// The Shoot after it.
    pub result: Value,
    /// What the manifest was compared with.
    pub basis: Basis,
    /// Whether lists were replaced as a whole instead of merged.
    pub whole_lists: bool,
}

/// Apply a manifest to a Shoot as `kubectl apply` does.
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
    let modified = meant(manifest);
    let original = original.as_ref().map(meant);
    let mut result = old.clone();
    let looks = |one: &Value| meets_raw(one, &modified, &mut Vec::new());
    let whole_lists =
        basis != Basis::Manifest && (looks(old) || original.as_ref().is_some_and(looks));
    let keys: MergeKey = if whole_lists { |_| None } else { merge_key };
    if let Some(original) = original {
        take_away(&mut result, &original, &modified, keys, &mut Vec::new());
    }
    overlay(&mut result, &modified, keys, &mut Vec::new());
    Applied {
        result,
        basis,
        whole_lists,
    }
}

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
    if applied.is_some_and(|applied| applied.basis == Basis::Nothing) {
        remarks.push(
            "the Shoot was never applied with kubectl apply: what the manifest leaves out stays",
        );
    }
    if applied.is_some_and(|applied| applied.whole_lists) {
        remarks.push("something nested differs in what is meant for an extension: kubectl apply does not merge lists then, and replaces the pools as a whole");
    }
    remarks.into_iter().map(ToOwned::to_owned).collect()
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

/// Lay a manifest over an object: `null` removes, objects are merged, lists without a merge key are replaced.
fn overlay<'a>(target: &mut Value, over: &'a Value, keys: MergeKey, path: &mut Vec<&'a str>) {
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
                merge_list(list, items, key, keys, path);
            }
            (_, Some(target), value) => overlay(target, value, keys, path),
            (_, None, value) => {
                let mut value = value.clone();
                without_nulls(&mut value);
                target.insert(name.clone(), value);
            }
        }
        path.pop();
    }
}

/// Merge entries into a list: those of the manifest in its order, before what only the object has.
fn merge_list<'a>(
    list: &mut Vec<Value>,
    items: &'a [Value],
    key: &str,
    keys: MergeKey,
    path: &mut Vec<&'a str>,
) {
    let mut rest = std::mem::take(list);
    for item in items {
        let found = rest.iter().position(|other| same(other, item, key));
        if let Some(index) = found {
            let mut merged = rest.remove(index);
            overlay(&mut merged, item, keys, path);
            list.push(merged);
        } else {
            let mut item = item.clone();
            without_nulls(&mut item);
            list.push(item);
        }
    }
    list.append(&mut rest);
}

fn find<'a>(list: &'a [Value], item: &Value, key: &str) -> Option<&'a Value> {
    list.iter().find(|other| same(other, item, key))
}

fn same(one: &Value, other: &Value, key: &str) -> bool {
    if key.is_empty() {
        return one == other;
    }
    let of = |value: &Value| value.get(key).cloned();
    of(one).is_some_and(|value| of(other) == Some(value))
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

/// Apply a strategic merge patch
/// (`k8s.io/apimachinery:pkg/util/strategicpatch/patch.go:StrategicMergeMapPatch`).
pub fn strategic(target: &mut Value, patch: &Value) -> Result<(), String> {
    if !patch.is_object() {
        return Err("a strategic merge patch is an object".to_owned());
    }
    strategic_at(target, patch, &mut Vec::new())
}

fn strategic_at<'a>(
    target: &mut Value,
    over: &'a Value,
    path: &mut Vec<&'a str>,
) -> Result<(), String> {
    let Value::Object(fields) = over else {
        *target = over.clone();
        return Ok(());
    };
    match fields.get(PATCH).and_then(Value::as_str) {
        None | Some("merge") => {}
        Some("replace") => {
            *target = plain(fields);
            return Ok(());
        }
        Some("delete") => {
            *target = Value::Object(Map::new());
            return Ok(());
        }
        Some(other) => return Err(format!("{other} is no directive of a patch")),
    }
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else {
        return Ok(());
    };
    if let Some(Value::Array(kept)) = fields.get(RETAIN_KEYS) {
        target.retain(|name, _| kept.iter().any(|kept| kept == name));
    }
    for (name, removed) in fields {
        let Some(list) = name.strip_prefix(DELETE_FROM) else {
            continue;
        };
        if let (Some(Value::Array(list)), Value::Array(removed)) = (target.get_mut(list), removed) {
            list.retain(|item| !removed.contains(item));
        }
    }
    for (name, value) in fields {
        if name == PATCH || name == RETAIN_KEYS || name.starts_with(DELETE_FROM) {
            continue;
        }
        if name.starts_with(SET_ORDER) {
            continue; // behind the entries themselves
        }
        if value.is_null() {
            target.remove(name);
            continue;
        }
        path.push(name);
        let place = target.entry(name.as_str()).or_insert(Value::Null);
        let both =
            (place.is_object() && value.is_object()) || (place.is_array() && value.is_array());
        if both && is_in_raw(path) {
            let path = path.join(".");
            return Err(format!(
                "the server cannot merge into {path} strategically: use a merge patch"
            ));
        }
        match (merge_key(path), value) {
            (Some(key), Value::Array(items)) => strategic_list(place, items, key, path)?,
            _ => strategic_at(place, value, path)?,
        }
        path.pop();
    }
    for (name, order) in fields {
        let Some(list) = name.strip_prefix(SET_ORDER) else {
            continue;
        };
        path.push(list);
        let key = merge_key(path).unwrap_or_default();
        path.pop();
        if let (Some(Value::Array(list)), Value::Array(order)) = (target.get_mut(list), order) {
            let place = |item: &Value| order.iter().position(|other| same(other, item, key));
            list.sort_by_key(|item| place(item).unwrap_or(usize::MAX));
        }
    }
    Ok(())
}

fn strategic_list<'a>(
    place: &mut Value,
    items: &'a [Value],
    key: &str,
    path: &mut Vec<&'a str>,
) -> Result<(), String> {
    if !place.is_array() {
        *place = Value::Array(Vec::new());
    }
    let Value::Array(list) = place else {
        return Ok(());
    };
    let directive = |item: &Value| item.get(PATCH).and_then(Value::as_str).map(str::to_owned);
    if items
        .iter()
        .any(|item| directive(item).as_deref() == Some("replace") && item.get(key).is_none())
    {
        list.clear();
    }
    for item in items {
        let named = key.is_empty() || item.get(key).is_some();
        let found = list.iter().position(|other| same(other, item, key));
        match (directive(item).as_deref(), found) {
            (Some("replace"), _) if !named => {}
            _ if !named => {
                return Err(format!("an entry of {} has no {key}", path.join(".")));
            }
            (Some("delete"), found) => {
                if let Some(index) = found {
                    list.remove(index);
                }
            }
            (_, Some(index)) => strategic_at(&mut list[index], item, path)?,
            (_, None) => {
                let mut added = Value::Null;
                strategic_at(&mut added, item, path)?;
                list.push(added);
            }
        }
    }
    Ok(())
}

/// Give fields without directives.
fn plain(fields: &Map<String, Value>) -> Value {
    let kept = fields.iter().filter(|(name, _)| !name.starts_with('$'));
    Value::Object(
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stored() -> Value {
        json!({
            "metadata": {"name": "a", "uid": "1", "resourceVersion": "7", "annotations": {"theirs": "x"}},
            "spec": {
                "purpose": "evaluation",
                "kubernetes": {"version": "1.34.1", "kubeAPIServer": {"eventTTL": "2h"}},
                "provider": {"workers": [
                    {"name": "a", "minimum": 1, "cri": {"name": "containerd"}, "zones": ["1", "2"]},
                    {"name": "b", "minimum": 1},
                ]},
            },
        })
    }

    fn applied(last: &Value) -> Value {
        let mut stored = stored();
        stored["metadata"]["annotations"][LAST_APPLIED] = last.to_string().into();
        stored
    }

    #[test]
    fn what_was_applied_and_is_left_out_now_is_taken_away_and_nothing_else_is() {
        let last = json!({
            "metadata": {"name": "a"},
            "spec": {"kubernetes": {"version": "1.34.1", "kubeAPIServer": {"eventTTL": "2h"}},
                     "provider": {"workers": [{"name": "a", "minimum": 1, "zones": ["1", "2"]}, {"name": "b", "minimum": 1}]}},
        });
        let new = json!({
            "metadata": {"name": "a", "uid": "stale", "resourceVersion": "1"},
            "spec": {"kubernetes": {"version": "1.34.3"},
                     "provider": {"workers": [{"name": "c", "minimum": 3}, {"name": "a", "minimum": 2, "zones": ["1"]}]}},
            "status": {"nobody": "means it"},
        });
        let Applied { result, basis, .. } = apply(&applied(&last), &new);
        assert_eq!(basis, Basis::LastApplied);
        assert_eq!(result["metadata"]["uid"], "1");
        assert!(result.get("status").is_none());
        assert_eq!(
            result["spec"],
            json!({
                "purpose": "evaluation",
                "kubernetes": {"version": "1.34.3"},
                "provider": {"workers": [
                    {"name": "c", "minimum": 3},
                    {"name": "a", "minimum": 2, "cri": {"name": "containerd"}, "zones": ["1"]},
                ]},
            })
        );
    }

    #[test]
    fn where_something_nested_differs_in_an_extensions_config_lists_are_replaced_as_a_whole() {
        let config = |vpc: &str| json!({"kind": "InfrastructureConfig", "networks": {"vpc": vpc}});
        let mut stored = stored();
        stored["spec"]["provider"]["infrastructureConfig"] = config("a");
        let mut new = json!({"metadata": {"name": "a"}, "spec": {"provider": {"workers": [{"name": "b", "minimum": 4}]}}});
        let pools = |new: &Value| {
            let applied = apply(&stored, new);
            applied.result["spec"]["provider"]["workers"].clone()
        };
        assert_eq!(pools(&new).as_array().unwrap().len(), 2);
        new["spec"]["provider"]["infrastructureConfig"] = config("a");
        assert_eq!(pools(&new).as_array().unwrap().len(), 2);
        new["spec"]["provider"]["infrastructureConfig"] = config("b");
        assert_eq!(pools(&new), json!([{"name": "b", "minimum": 4}]));
        // Nothing nested, nothing to look into.
        new["spec"]["provider"]["infrastructureConfig"] = json!({"kind": "Other"});
        assert_eq!(pools(&new).as_array().unwrap().len(), 2);
        // The server does not even try.
        let patch = json!({"spec": {"provider": {"infrastructureConfig": config("b")}}});
        let fault = strategic(&mut stored.clone(), &patch).unwrap_err();
        assert!(fault.contains("infrastructureConfig.networks"), "{fault}");
    }

    #[test]
    fn without_a_last_applied_manifest_a_stored_shoot_keeps_what_is_left_out() {
        let new = json!({"metadata": {"name": "a"}, "spec": {"purpose": null, "provider": {"workers": [{"name": "b", "minimum": 4}]}}});
        let Applied { result, basis, .. } = apply(&stored(), &new);
        assert_eq!(basis, Basis::Nothing);
        assert!(result["spec"].get("purpose").is_none());
        assert_eq!(result["spec"]["kubernetes"], stored()["spec"]["kubernetes"]);
        let pools = result["spec"]["provider"]["workers"].as_array().unwrap();
        assert_eq!(pools.len(), 2);
        assert_eq!(pools[0], json!({"name": "b", "minimum": 4}));
    }

    #[test]
    fn what_kubectl_would_stumble_over_is_remarked() {
        let new = |metadata: Value| json!({"metadata": metadata, "spec": {}});
        let of = |manifest: &Value| {
            let applied = apply(&stored(), manifest);
            remarks(&stored(), manifest, Some(&applied)).join("; ")
        };
        assert!(of(&new(json!({"resourceVersion": "6"}))).contains("metadata.resourceVersion"));
        assert!(of(&new(json!({"resourceVersion": "6", "uid": "2"}))).contains("metadata.uid"));
        let same = of(&new(json!({"resourceVersion": "7", "uid": "1"})));
        assert_eq!(same, of(&new(json!({}))));
        assert!(
            same.contains("never applied") && !same.contains("refuses"),
            "{same}"
        );
        assert_eq!(remarks(&stored(), &new(json!({})), None), [""; 0]);
    }

    #[test]
    fn an_old_manifest_is_what_was_applied() {
        let mut old = stored();
        for field in ["uid", "resourceVersion"] {
            old["metadata"].as_object_mut().unwrap().remove(field);
        }
        let new = json!({"metadata": {"name": "a"}, "spec": {"kubernetes": {"version": "1.34.1"}}});
        let Applied { result, basis, .. } = apply(&old, &new);
        assert_eq!(basis, Basis::Manifest);
        assert_eq!(result["spec"], new["spec"]);
    }

    #[test]
    fn a_merge_patch_leads_from_one_object_to_the_other() {
        let old = stored();
        let mut new = old.clone();
        new["spec"]["provider"]["workers"][1]["minimum"] = 2.into();
        new["spec"].as_object_mut().unwrap().remove("purpose");
        new["spec"]["region"] = "somewhere".into();
        let patch = merge_patch(&old, &new);
        let mut patched = old.clone();
        crate::domain::impact::patch::merge(&mut patched, &patch);
        assert_eq!(patched, new);
        assert!(patch["spec"].get("kubernetes").is_none());
        assert_eq!(merge_patch(&old, &old), json!({}));
    }

    #[test]
    fn strategic_patches_merge_pools_by_name_and_follow_directives() {
        let mut target = stored();
        let patch = json!({
            "metadata": {"annotations": {"$patch": "replace", "mine": "y"}},
            "spec": {
                "kubernetes": {"$retainKeys": ["version"], "version": "1.34.3"},
                "provider": {
                    "$setElementOrder/workers": [{"name": "c"}, {"name": "a"}],
                    "workers": [
                        {"name": "a", "minimum": 2},
                        {"name": "b", "$patch": "delete"},
                        {"name": "c", "minimum": 1},
                    ],
                },
            },
        });
        strategic(&mut target, &patch).unwrap();
        assert_eq!(target["metadata"]["annotations"], json!({"mine": "y"}));
        assert_eq!(target["spec"]["kubernetes"], json!({"version": "1.34.3"}));
        assert_eq!(
            target["spec"]["provider"]["workers"],
            json!([
                {"name": "c", "minimum": 1},
                {"name": "a", "minimum": 2, "cri": {"name": "containerd"}, "zones": ["1", "2"]},
            ])
        );
        let replace =
            json!({"spec": {"provider": {"workers": [{"$patch": "replace"}, {"name": "z"}]}}});
        strategic(&mut target, &replace).unwrap();
        assert_eq!(
            target["spec"]["provider"]["workers"],
            json!([{"name": "z"}])
        );
        let nameless = json!({"spec": {"provider": {"workers": [{"minimum": 1}]}}});
        let fault = strategic(&mut target, &nameless).unwrap_err();
        assert_eq!(fault, "an entry of spec.provider.workers has no name");
        assert!(strategic(&mut target, &json!([])).is_err());
    }
}
