//! Manifests and patches, as kubectl and the server take them.

use serde_json::json;

use super::*;
use crate::domain::impact::rehearsal::EditKind;

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
    assert_eq!(pools[1], json!({"name": "b", "minimum": 4}));
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
    assert_eq!(of(&stored()), "");
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

fn edit_of(stored: &Value, new: &Value) -> Edit {
    let applied = apply(stored, new);
    // The server comes to the same.
    let mut patched = stored.clone();
    match applied.edit.kind {
        EditKind::Strategic => strategic(&mut patched, &applied.edit.body).unwrap(),
        _ => crate::domain::impact::patch::merge(&mut patched, &applied.edit.body),
    }
    assert_eq!(patched, applied.result, "{:#}", applied.edit.body);
    applied.edit
}

#[test]
fn what_is_sent_for_a_manifest_is_the_patch_of_kubectl() {
    let last = json!({"metadata": {"name": "a"}, "spec": {
        "purpose": "evaluation",
        "provider": {"workers": [{"name": "a", "minimum": 1, "zones": ["1", "2"]}, {"name": "b", "minimum": 1}]},
    }});
    let stored = applied(&last);
    let new = json!({"metadata": {"name": "a", "labels": {"x": "y"}}, "spec": {
        "provider": {"workers": [{"name": "c", "minimum": 3}, {"name": "a", "minimum": 2, "zones": ["1"]}]},
    }});
    let edit = edit_of(&stored, &new);
    assert_eq!(edit.kind, EditKind::Strategic);
    assert_eq!(
        edit.body,
        json!({"metadata": {"labels": {"x": "y"}}, "spec": {
            "purpose": null,
            "provider": {
                "$setElementOrder/workers": [{"name": "c"}, {"name": "a"}],
                "workers": [
                    {"name": "c", "minimum": 3},
                    {"name": "a", "minimum": 2, "zones": ["1"]},
                    {"$patch": "delete", "name": "b"},
                ],
            },
        }})
    );
}

#[test]
fn pools_that_only_change_places_are_sent_as_their_order() {
    let new =
        json!({"spec": {"provider": {"workers": [{"name": "b"}, {"name": "a", "minimum": 1}]}}});
    let edit = edit_of(&stored(), &new);
    let order = json!({"$setElementOrder/workers": [{"name": "b"}, {"name": "a"}]});
    assert_eq!(edit.body, json!({"spec": {"provider": order}}));
}

#[test]
fn without_a_schema_and_without_anything_to_send_kubectl_sends_no_strategic_patch() {
    let config = |vpc: &str| json!({"kind": "InfrastructureConfig", "networks": {"vpc": vpc}});
    let mut stored = stored();
    stored["spec"]["provider"]["infrastructureConfig"] = config("a");
    let nested = json!({"spec": {"provider": {"infrastructureConfig": config("b")}}});
    assert_eq!(edit_of(&stored, &nested).kind, EditKind::Merge);
    let plain = json!({"spec": {"provider": {"infrastructureConfig": {"kind": "Other"}}}});
    let edit = edit_of(&stored, &plain);
    assert_eq!((edit.kind, edit.body), (EditKind::Strategic, plain));
    // The annotation alone is sent as well, and the server writes everything anew for it.
    let same = json!({"spec": {"purpose": "evaluation"}});
    let edit = edit_of(&stored, &same);
    assert_eq!((edit.kind, edit.body), (EditKind::Strategic, json!({})));
    let written = |manifest: &Value| {
        let mut manifest = manifest.clone();
        manifest["metadata"]["annotations"] = json!({});
        applied(&manifest)
    };
    let edit = edit_of(&written(&same), &same);
    assert_eq!((edit.kind, edit.body), (EditKind::Merge, json!({})));
    // A pool that only the server has makes kubectl say in which order it has the others.
    let pools = json!({"spec": {"provider": {"workers": [{"name": "a"}]}}});
    let edit = edit_of(&written(&pools), &pools);
    let order = json!({"spec": {"provider": {"$setElementOrder/workers": [{"name": "a"}]}}});
    assert_eq!((edit.kind, edit.body), (EditKind::Strategic, order));
    let none = json!({"spec": {"provider": {"workers": []}}});
    let edit = edit_of(&written(&none), &none);
    assert_eq!((edit.kind, edit.body), (EditKind::Merge, json!({})));
}

/// A Shoot with a pool for each letter, and one with such finalizers.
fn shoot(pools: &str, finalizers: &str) -> Value {
    let pools: Vec<_> = pools.chars().map(|name| json!({"name": name})).collect();
    let finalizers: Vec<_> = finalizers.chars().map(String::from).collect();
    json!({"metadata": {"finalizers": finalizers}, "spec": {"provider": {"workers": pools}}})
}

fn letters(shoot: &Value) -> (String, String) {
    let pools = shoot["spec"]["provider"]["workers"].as_array().unwrap();
    let finalizers = shoot["metadata"]["finalizers"].as_array().unwrap();
    let name = |item: &Value| item.as_str().unwrap().to_owned();
    (
        pools.iter().map(|pool| name(&pool["name"])).collect(),
        finalizers.iter().map(name).collect(),
    )
}

fn live(last: &Value, mut live: Value) -> Value {
    live["metadata"]["uid"] = "1".into();
    live["metadata"]["annotations"] = json!({LAST_APPLIED: last.to_string()});
    live
}

/// What Go comes to with `CreateThreeWayMergePatch` and `StrategicMergePatch`.
#[test]
fn what_only_the_server_has_stays_before_what_it_was_before() {
    for (last, manifest, stored, result) in [
        ("", "a", "as", "as"),
        ("", "a", "sa", "sa"),
        ("", "ba", "sa", "bsa"),
        ("", "ba", "bsa", "bsa"),
        ("a", "a", "ba", "ba"),
        ("b", "c", "bs", "sc"),
        ("b", "c", "sb", "sc"),
        ("bd", "ce", "bsd", "sce"),
        ("b", "ce", "bsa", "sace"),
        ("", "xab", "bsa", "xsab"),
        ("", "axb", "sbta", "staxb"),
        ("b", "cae", "bsat", "stcae"),
        ("a", "", "as", "s"),
    ] {
        let stored = live(&shoot(last, ""), shoot(stored, ""));
        let manifest = shoot(manifest, "");
        edit_of(&stored, &manifest);
        let of = apply(&stored, &manifest).result;
        assert_eq!(letters(&of).0, result, "{manifest} {stored}");
    }
    for (last, manifest, stored, result) in [
        ("", "ba", "ba", "ba"),
        // Of finalizers it compares the manifest with the sorted ones.
        ("", "ab", "ba", "ba"),
        ("", "a", "as", "as"),
        ("", "a", "sa", "sa"),
        ("b", "c", "bs", "cs"),
        ("a", "", "as", "s"),
        ("", "cb", "abc", "acb"),
    ] {
        let stored = live(&shoot("", last), shoot("", stored));
        let manifest = shoot("", manifest);
        edit_of(&stored, &manifest);
        let of = apply(&stored, &manifest).result;
        assert_eq!(letters(&of).1, result, "{manifest} {stored}");
    }
}

/// What Go comes to with `StrategicMergePatch`.
#[test]
fn entries_of_a_patch_without_an_order_come_in_its_own() {
    let delete = json!({"name": "b", "$patch": "delete"});
    for (stored, entries, result) in [
        ("a", json!([{"name": "n"}]), "na"),
        ("sa", json!([{"name": "a", "minimum": 2}]), "sa"),
        ("sat", json!([{"name": "n"}, {"name": "a"}]), "nsat"),
        ("bs", json!([{"name": "n"}, delete]), "ns"),
        (
            "bs",
            json!([{"$patch": "replace"}, {"name": "z"}, {"name": "b"}]),
            "zb",
        ),
        ("asb", json!([{"name": "b"}, {"name": "a"}]), "sba"),
    ] {
        let mut target = shoot(stored, "sab");
        let patch = json!({"metadata": {"finalizers": ["b", "n"]}, "spec": {"provider": {"workers": entries}}});
        strategic(&mut target, &patch).unwrap();
        let expected = (result.to_owned(), "sabn".to_owned());
        assert_eq!(letters(&target), expected, "{patch}");
    }
}

/// What Go comes to with `CreateThreeWayMergePatch`.
#[test]
fn the_order_is_sent_for_all_lists_that_are_merged_where_the_server_has_another() {
    let sent =
        |manifest: &Value, stored: &Value| edit_of(&live(manifest, stored.clone()), manifest);
    let pools = |names: &str| shoot(names, "");
    for (manifest, stored) in [("a", "sa"), ("ba", "ab"), ("ba", "bsa")] {
        let edit = sent(&pools(manifest), &pools(stored));
        let order: Vec<_> = manifest.chars().map(|name| json!({"name": name})).collect();
        let order = json!({"spec": {"provider": {"$setElementOrder/workers": order}}});
        assert_eq!((edit.kind, edit.body), (EditKind::Strategic, order));
    }
    for (manifest, stored, is_sent) in [
        ("a", "as", true),
        ("ba", "ba", true),
        ("ab", "ba", false),
        ("ab", "ab", false),
        ("", "a", false),
    ] {
        let body = sent(&shoot("", manifest), &shoot("", stored)).body;
        let order: Vec<_> = manifest.chars().map(String::from).collect();
        let order = json!({"metadata": {"$setElementOrder/finalizers": order}});
        let expected = if is_sent { order } else { json!({}) };
        assert_eq!(body, expected, "{manifest} {stored}");
    }
    // Lists in entries that do not change otherwise.
    let profile = |zones: Value| {
        let regions = json!([{"name": "here", "zones": zones}, {"name": "there"}]);
        json!({"kind": "CloudProfile", "metadata": {"name": "p"}, "spec": {"regions": regions}})
    };
    let edit = sent(
        &profile(json!([{"name": "1"}])),
        &profile(json!([{"name": "1"}, {"name": "2"}])),
    );
    let here = json!({"name": "here", "$setElementOrder/zones": [{"name": "1"}]});
    let order = json!([{"name": "here"}, {"name": "there"}]);
    let body = json!({"spec": {"$setElementOrder/regions": order, "regions": [here]}});
    assert_eq!((edit.kind, edit.body), (EditKind::Strategic, body));
    let seed = |providers: Value| json!({"kind": "Seed", "metadata": {"name": "s"}, "spec": {"volume": {"providers": providers}}});
    let edit = sent(
        &seed(json!([{"purpose": "p", "name": "1"}])),
        &seed(json!([{"purpose": "p", "name": "1"}, {"purpose": "q", "name": "2"}])),
    );
    let volume = json!({"$setElementOrder/providers": [{"name": "1"}]});
    assert_eq!(
        (edit.kind, edit.body),
        (EditKind::Strategic, json!({"spec": {"volume": volume}}))
    );
}

#[test]
fn what_nobody_means_in_a_manifest_is_sent_by_kubectl_as_well() {
    let kind = |last: &Value, new: &Value| {
        let mut stored = applied(last);
        stored["metadata"]["namespace"] = "garden-x".into();
        stored["metadata"]["creationTimestamp"] = "2026-01-01T00:00:00Z".into();
        stored["status"] = json!({"observedGeneration": 3});
        let edit = edit_of(&stored, new);
        assert_eq!(edit.body, json!({}));
        edit.kind
    };
    // As kubectl writes it: with the namespace of the context, and with annotations.
    let last = |more: Value, status: Value| {
        let mut last =
            json!({"metadata": {"name": "a", "namespace": "garden-x", "annotations": {}}});
        if let Value::Object(more) = more {
            last["metadata"].as_object_mut().unwrap().extend(more);
        }
        if !status.is_null() {
            last["status"] = status;
        }
        last
    };
    let plain = last(json!({}), Value::Null);
    assert_eq!(kind(&plain, &plain), EditKind::Merge);
    let read = json!({"metadata": {"name": "a", "namespace": "garden-x", "annotations": {LAST_APPLIED: "{}"}}});
    assert_eq!(kind(&plain, &read), EditKind::Merge);
    // Only the annotation changes.
    let with_status = last(json!({}), json!({}));
    assert_eq!(kind(&with_status, &plain), EditKind::Strategic);
    assert_eq!(kind(&plain, &with_status), EditKind::Strategic);
    assert_eq!(kind(&with_status, &with_status), EditKind::Merge);
    let born = last(json!({"creationTimestamp": null}), Value::Null);
    assert_eq!(kind(&born, &plain), EditKind::Strategic);
    // It does not change, but what the server has is something else.
    assert_eq!(kind(&born, &born), EditKind::Strategic);
    let old_status = last(json!({}), json!({"observedGeneration": 2}));
    assert_eq!(kind(&old_status, &old_status), EditKind::Strategic);
    let mut empty = plain.clone();
    empty["spec"] = json!({"region": null});
    assert_eq!(kind(&empty, &empty), EditKind::Strategic);
}

#[test]
fn annotations_and_the_namespace_are_not_taken_away_with_the_last_one_that_is_named() {
    let of = |annotations: Value| json!({"metadata": {"name": "a", "namespace": "garden-x", "annotations": annotations}});
    let new = json!({"metadata": {"name": "a"}});
    let mut known = applied(&of(json!({})));
    known["metadata"]["namespace"] = "garden-x".into();
    let edit = edit_of(&known, &new);
    assert_eq!((edit.kind, edit.body), (EditKind::Merge, json!({})));
    known["metadata"]["annotations"] =
        json!({"theirs": "x", "mine": "y", LAST_APPLIED: of(json!({"mine": "y"})).to_string()});
    let edit = edit_of(&known, &new);
    let body = json!({"metadata": {"annotations": {"mine": null}}});
    assert_eq!((edit.kind, edit.body), (EditKind::Strategic, body));
}
