//! Lifting: only what is ours, and not without having seen what waits.

use serde_json::{Value, json};

use super::{HOLDS, STOP, Scene, shoot};

fn held(scene: &Scene, name: &str, holds: &Value) {
    scene.change(
        name,
        json!({ "metadata": { "annotations": { STOP: "true", HOLDS: holds.to_string() } } }),
    );
}

#[test]
fn outcomes_are_those_of_the_table() {
    let scene = Scene::with(["both", "free", "other", "own", "plain"]);
    held(
        &scene,
        "own",
        &json!([{ "incident": "INC-1", "by": "jane" }]),
    );
    held(
        &scene,
        "both",
        &json!([{ "incident": "INC-1", "by": "jane" }, { "incident": "INC-2", "by": "joe" }]),
    );
    held(
        &scene,
        "other",
        &json!([{ "incident": "INC-2", "by": "joe" }]),
    );
    scene.change(
        "plain",
        json!({ "metadata": { "annotations": { STOP: "true" } } }),
    );
    let ended = scene.run("off --all --yes --incident INC-1 -o json");
    assert_eq!(
        ended.outcomes(4),
        [
            "both done",
            "free already",
            "other refused",
            "own done",
            "plain done"
        ]
    );
    let result = ended.json(4);
    assert_eq!(result["seeds"][0]["stopped"], true);
    assert_eq!(result["seeds"][0]["holds"][0]["incident"], "INC-2");
    assert!(
        result["seeds"][2]["message"]
            .as_str()
            .unwrap()
            .contains("held by INC-2 (joe); --override")
    );
    assert!(scene.is_stopped("both") && scene.is_stopped("other"));
    assert!(!scene.is_stopped("own") && !scene.is_stopped("plain"));
    // One refused alone is exit 5, and both of what is not stopped and what is left to others exit 0.
    assert_eq!(
        scene
            .run("off other --yes --incident INC-1 -o json")
            .outcomes(5),
        ["other refused"]
    );
    assert_eq!(
        scene
            .run("off free own --yes --incident INC-1 -o json")
            .outcomes(0),
        ["free already", "own already"]
    );
}

#[test]
fn overriding_is_recorded_on_the_seed_and_in_the_audit_log() {
    let scene = Scene::with(["aws"]);
    held(
        &scene,
        "aws",
        &json!([{ "incident": "INC-2", "by": "joe", "reason": "dns" }]),
    );
    let log = tempfile::NamedTempFile::new().unwrap();
    let ended = scene.run(&format!(
        "off aws --yes --incident INC-1 --override --audit-log {} -o json",
        log.path().display()
    ));
    assert_eq!(ended.outcomes(0), ["aws done"]);
    assert!(!scene.is_stopped("aws"));
    let record: Value =
        serde_json::from_str(scene.annotations("aws")[HOLDS].as_str().unwrap()).unwrap();
    assert_eq!(record[0]["incident"], "INC-1");
    assert_eq!(record[0]["by"], "operator@example.org");
    assert_eq!(
        record[0]["overridden"],
        json!([{ "incident": "INC-2", "by": "joe", "reason": "dns" }])
    );
    let lines = std::fs::read_to_string(log.path()).unwrap();
    assert!(
        lines.lines().count() == 2 && lines.contains("\"--override\""),
        "{lines}"
    );
    // Whoever stops it next begins a new list.
    scene.run("on aws --yes --incident INC-3");
    assert_eq!(scene.holders("aws"), ["INC-3"]);
}

#[test]
fn a_template_that_stops_again_is_told() {
    let scene = Scene::with(["aws"]);
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "true" } } }),
    );
    let config = json!({ "seedConfig": { "metadata": { "annotations": { STOP: "true" } } } });
    scene.api.add(json!({ "apiVersion": "seedmanagement.gardener.cloud/v1alpha1", "kind": "ManagedSeed",
        "metadata": { "name": "aws", "namespace": "garden" }, "spec": { "gardenlet": { "config": config } } }));
    let ended = scene.run("off aws --yes -o json");
    assert_eq!(ended.outcomes(0), ["aws done"]);
    assert!(ended.err.contains("the seed template in ManagedSeed aws sets the stop: the next start of the gardenlet stops it again"), "{}", ended.err);
}

#[test]
fn the_backlog_is_told_by_reason_before_lifting() {
    let scene = Scene::with(["aws", "gcp"]);
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "true" } } }),
    );
    let pending = json!({ "metadata": { "generation": 4 } });
    scene.api.add(shoot("pending", "aws", pending.clone()));
    scene.api.add(shoot("elsewhere", "gcp", pending));
    scene.api.add(shoot(
        "fresh",
        "aws",
        json!({ "status": { "uid": null, "lastOperation": { "type": "", "state": "Pending" } } }),
    ));
    scene.api.add(shoot(
        "gone",
        "aws",
        json!({ "metadata": { "deletionTimestamp": "2026-11-21T09:00:00Z", "generation": 4 } }),
    ));
    scene.api.add(shoot(
        "failed",
        "aws",
        json!({ "status": { "lastOperation": { "state": "Failed" } } }),
    ));
    let stale = json!({ "status": { "lastOperation": { "state": "Error" }, "retryCycleStartTime": "2026-11-20T09:00:00Z" } });
    scene.api.add(shoot("stale", "aws", stale));
    scene.api.add(shoot(
        "running",
        "aws",
        json!({ "status": { "lastOperation": { "state": "Processing" } } }),
    ));
    scene.api.add(shoot("calm", "aws", json!({})));
    let ended = scene.run("off aws --yes -o json --now 2026-11-21T12:00:00Z");
    let backlog = &ended.json(0)["backlog"];
    assert_eq!(backlog["total"], 7);
    assert_eq!(backlog["pending"], 4);
    assert_eq!(
        backlog["byReason"],
        json!({ "creation": 1, "deletion": 1, "retry": 1, "specChange": 1 })
    );
    assert_eq!(
        (
            &backlog["failed"],
            &backlog["inFlight"],
            &backlog["staleRetries"]
        ),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(backlog["last"], "2026-11-21T13:00:00Z");
    assert_eq!(backlog["shoots"].as_array().unwrap().len(), 5);
    assert!(ended.err.contains("pending: 4"), "{}", ended.err);
    assert!(
        ended.err.contains("lifting a stop triggers nothing"),
        "{}",
        ended.err
    );
}

#[test]
fn shoots_without_seed_are_told() {
    let scene = Scene::with(["aws"]);
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "true" } } }),
    );
    let said = "Failed to schedule Shoot: none of the 3 seeds have enabled shoot reconciliations currently";
    let waiting = json!({ "spec": { "seedName": null }, "status": { "seedName": null, "lastOperation": { "type": "Create", "state": "Pending", "description": said } } });
    scene.api.add(shoot("waiting", "aws", waiting));
    let ended = scene.run("off aws --yes");
    assert!(
        ended
            .err
            .contains("1 shoot is waiting for a seed because of stops"),
        "{}",
        ended.err
    );
    assert!(
        ended
            .err
            .contains("the scheduler tries again within 17 minutes"),
        "{}",
        ended.err
    );
}

#[test]
fn a_stop_that_kubectl_has_lifted_leaves_only_our_hold_to_remove() {
    let scene = Scene::with(["aws"]);
    scene.run("on aws --yes --incident INC-1");
    scene.run("on aws --yes --incident INC-2");
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: null } } }),
    );
    scene.api.store(|store| {
        let seed = store.get_mut(&super::at("aws")).unwrap();
        seed["metadata"]["annotations"]
            .as_object_mut()
            .unwrap()
            .remove(STOP);
    });
    assert_eq!(
        scene
            .run("off aws --yes --incident INC-1 -o json")
            .outcomes(0),
        ["aws done"]
    );
    assert_eq!(scene.holders("aws"), ["INC-2"]);
    assert_eq!(
        scene
            .run("off aws --yes --incident INC-1 -o json")
            .outcomes(0),
        ["aws already"]
    );
}
