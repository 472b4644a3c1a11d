//! What speaks against a stop: before it where there is time, after it where not.

use serde_json::json;

use super::{STOP, Scene, shoot};

fn with_guards() -> Scene {
    let scene = Scene::with(["a", "b", "c"]);
    scene
        .api
        .add(shoot("moving", "a", json!({ "spec": { "seedName": "b" } })));
    let rotation = json!({ "status": { "credentials": { "rotation": { "certificateAuthorities": { "phase": "Prepared" } } } } });
    scene.api.add(shoot("rotating", "c", rotation));
    scene
}

#[test]
fn migrations_and_rotations_block_where_there_is_time() {
    let scene = with_guards();
    let ended = scene.run("on --all --dry-run -o json");
    assert_eq!(ended.outcomes(4), ["a done", "b refused", "c refused"]);
    let result = ended.json(4);
    let said = |index: usize| {
        result["seeds"][index]["message"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(
        said(1).contains(
            "1 shoot is migrating to b and would stay without control plane: garden-a/moving"
        ),
        "{}",
        said(1)
    );
    assert!(
        said(2).contains("1 shoot is on c in the middle of a credentials rotation"),
        "{}",
        said(2)
    );
    assert_eq!(result["blastRadius"]["migrationsTowards"], 1);
    assert_eq!(result["blastRadius"]["rotationsHalfDone"], 1);
    let forced = scene.run("on --all --dry-run --force -o json");
    assert_eq!(forced.outcomes(0), ["a done", "b done", "c done"]);
}

#[test]
fn with_yes_the_stop_comes_first_and_the_guards_are_warnings() {
    let scene = with_guards();
    let ended = scene.run("on --all --yes -o json");
    assert_eq!(ended.outcomes(0), ["a done", "b done", "c done"]);
    assert!(
        ended.err.contains("warning: 1 shoot is migrating to b"),
        "{}",
        ended.err
    );
    assert!(
        ended.err.contains("hint: wait until they have arrived"),
        "{}",
        ended.err
    );
    assert!(
        ended
            .err
            .contains("warning: 1 shoot is on c in the middle of a credentials rotation"),
        "{}",
        ended.err
    );
}

#[test]
fn the_last_seed_of_a_region_takes_force() {
    let scene = Scene::with(["a", "b"]);
    scene.change(
        "b",
        json!({ "spec": { "provider": { "region": "eu-north-1" } } }),
    );
    let ended = scene.run("on b --dry-run -o json");
    assert_eq!(ended.outcomes(5), ["b refused"]);
    assert!(
        ended.json(5)["seeds"][0]["message"]
            .as_str()
            .unwrap()
            .contains("no seed takes new shoots any more in aws eu-north-1")
    );
    assert_eq!(
        scene.run("on b --dry-run --force -o json").outcomes(0),
        ["b done"]
    );
    // Another one there makes it harmless, unless it is stopped itself.
    scene.change(
        "a",
        json!({ "spec": { "provider": { "region": "eu-north-1" } } }),
    );
    assert_eq!(scene.run("on b --dry-run -o json").outcomes(0), ["b done"]);
    scene.change(
        "a",
        json!({ "metadata": { "annotations": { STOP: "true" } } }),
    );
    assert_eq!(
        scene.run("on b --dry-run -o json").outcomes(5),
        ["b refused"]
    );
    // Who stops everything knows that.
    assert_eq!(
        scene.run("on --all --dry-run -o json").outcomes(0),
        ["a done", "b done"]
    );
}

#[test]
fn what_no_stop_reaches_and_what_it_hinders_is_told() {
    let scene = Scene::with(["a", "b"]);
    let workers =
        json!({ "spec": { "provider": { "workers": [{ "name": "cp", "controlPlane": {} }] } } });
    scene.api.add(shoot("self", "a", workers));
    scene.api.add(shoot(
        "infra",
        "a",
        json!({ "metadata": { "namespace": "garden" } }),
    ));
    scene.api.add(json!({ "apiVersion": "seedmanagement.gardener.cloud/v1alpha1", "kind": "ManagedSeed",
        "metadata": { "name": "child", "namespace": "garden" }, "spec": { "shoot": { "name": "infra" } } }));
    let ended = scene.run("on a --yes -o json");
    let result = ended.json(0);
    assert_eq!(result["blastRadius"]["shoots"], 1);
    assert_eq!(result["blastRadius"]["selfHosted"], 1);
    assert!(
        ended
            .err
            .contains("self-hosted shoots are not stopped by any seed: garden-a/self"),
        "{}",
        ended.err
    );
    assert!(
        ended.err.contains("while it is stopped: child"),
        "{}",
        ended.err
    );
}

#[test]
fn without_the_right_to_list_shoots_it_stops_all_the_same() {
    let scene = Scene::with(["a"]);
    scene.api.fail(crate::api::On::get("/shoots"), 403);
    let ended = scene.run("on a --yes -o json");
    assert_eq!(ended.outcomes(0), ["a done"]);
    assert!(
        ended.err.contains("what it means for shoots is not known"),
        "{}",
        ended.err
    );
    assert!(ended.json(0)["blastRadius"].is_null());
}
