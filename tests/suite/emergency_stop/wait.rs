//! Waiting for gardenlets, and for operations that a stop does not end.

use serde_json::{Value, json};

use super::{CONFIRMED, STOP, Scene, at, shoot};
use crate::api::On;

/// Give a seed these conditions from its second listing after a patch on.
fn seed_care(scene: &Scene, name: &'static str, conditions: Value) {
    let mut patched = false;
    let mut listed = On::get("/seeds").after(1);
    scene.api.handle(move |seen, store| {
        patched |= seen.method == "PATCH";
        if patched && listed.matches(seen) {
            store.get_mut(&at(name)).unwrap()["status"]["conditions"] = conditions.clone();
        }
        None
    });
}

#[test]
fn on_waits_for_the_condition_of_any_version() {
    for (name, status) in [
        (CONFIRMED, "True"),
        (CONFIRMED, "False"),
        ("SeedDisabledShootReconciliations", "True"),
    ] {
        let scene = Scene::with(["aws"]);
        seed_care(&scene, "aws", json!([{ "type": name, "status": status }]));
        let ended = scene.run("on aws --yes --wait -o json");
        assert_eq!(ended.outcomes(0), ["aws done"], "{name} {status}");
        assert_eq!(ended.json(0)["seeds"][0]["confirmed"], true);
    }
}

#[test]
fn a_gardenlet_that_does_not_confirm_ends_the_waiting_with_its_time() {
    let scene = Scene::with(["aws"]);
    let ended = scene.run("on aws --yes --wait --timeout 1s -o json");
    assert_eq!(ended.outcomes(6), ["aws timedOut"]);
    let seed = &ended.json(6)["seeds"][0];
    assert_eq!(seed["stopped"], true);
    assert_eq!(
        seed["message"],
        "the gardenlet has not confirmed the stop (version v1.150.0, GardenletReady True)"
    );
    assert!(scene.is_stopped("aws"));
}

#[test]
fn off_waits_until_the_condition_is_gone() {
    let scene = Scene::with(["aws"]);
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "true" } },
        "status": { "conditions": [{ "type": CONFIRMED, "status": "True" }] } }),
    );
    seed_care(
        &scene,
        "aws",
        json!([{ "type": "GardenletReady", "status": "True" }]),
    );
    assert_eq!(
        scene.run("off aws --yes --wait -o json").outcomes(0),
        ["aws done"]
    );
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "true" } } }),
    );
    scene.change(
        "aws",
        json!({ "status": { "conditions": [{ "type": CONFIRMED, "status": "True" }] } }),
    );
    let late = Scene::with(["aws"]);
    late.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "true" } },
        "status": { "conditions": [{ "type": CONFIRMED, "status": "True" }] } }),
    );
    let ended = late.run("off aws --yes --wait --timeout 1s -o json");
    assert_eq!(ended.outcomes(6), ["aws timedOut"]);
    assert_eq!(ended.json(6)["seeds"][0]["stopped"], false);
}

#[test]
fn draining_ends_with_its_time() {
    let scene = Scene::with(["aws"]);
    scene.change(
        "aws",
        json!({ "status": { "conditions": [{ "type": CONFIRMED, "status": "True" }] } }),
    );
    let running = json!({ "status": { "lastOperation": { "state": "Processing" } } });
    scene.api.add(shoot("one", "aws", running.clone()));
    scene.api.add(shoot("two", "aws", running));
    let ended = scene.run("on aws --yes --wait-drained --timeout 1s -o json");
    assert_eq!(ended.outcomes(6), ["aws timedOut"]);
    let message = ended.json(6)["seeds"][0]["message"].clone();
    assert_eq!(
        message,
        "2 operations that began before the stop are still running"
    );
}

#[test]
fn draining_ends_when_nothing_is_under_way() {
    let scene = Scene::with(["aws"]);
    scene.change(
        "aws",
        json!({ "status": { "conditions": [{ "type": CONFIRMED, "status": "True" }] } }),
    );
    scene.api.add(shoot(
        "one",
        "aws",
        json!({ "status": { "lastOperation": { "state": "Processing" } } }),
    ));
    let done = shoot("one", "aws", json!({}));
    let mut asked = On::get("/shoots/one").times(1);
    scene.api.handle(move |seen, store| {
        if asked.matches(seen) {
            store.add(done.clone());
        }
        None
    });
    assert_eq!(
        scene.run("on aws --yes --wait-drained -o json").outcomes(0),
        ["aws done"]
    );
}
