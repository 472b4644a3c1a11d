//! Lifting in waves, with a look at the health, from wherever an earlier run came to.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{CONFIRMED, HOLDS, Scene, at};
use crate::api::{Damage, Reply, Store};

/// Seeds that are stopped for INC-1, with gardenlets that live; those named have a condition that is not good.
fn scene(count: usize, ill: &[&str]) -> Scene {
    let scene = Scene::many(count);
    for index in 0..count {
        let name = format!("seed-{index:03}");
        lease(&scene, &name);
        if ill.contains(&name.as_str()) {
            let ill = json!({ "type": "SeedSystemComponentsHealthy", "status": "False", "message": "etcd is down" });
            scene.change(&name, json!({ "status": { "conditions": [{ "type": "GardenletReady", "status": "True" }, ill] } }));
        }
    }
    assert_eq!(scene.run("on --all --yes --incident INC-1").code, Some(0));
    scene
}

fn lease(scene: &Scene, seed: &str) {
    scene.api.add(json!({ "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
        "metadata": { "name": seed, "namespace": "gardener-system-seed-lease" }, "spec": { "renewTime": "2099-01-01T00:00:00.000000Z" } }));
}

fn stopped(scene: &Scene, count: usize) -> BTreeSet<usize> {
    (0..count)
        .filter(|index| scene.is_stopped(&format!("seed-{index:03}")))
        .collect()
}

fn remembered(scene: &Scene, seed: &str) -> Value {
    let text = scene.annotations(seed)[HOLDS]
        .as_str()
        .unwrap_or("[]")
        .to_owned();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn healthy_waves_free_all_and_leave_nothing_behind() {
    let scene = scene(5, &[]);
    let result = scene
        .run("off --all --yes --incident INC-1 --waves 40% --soak 0s -o json")
        .json(0);
    assert_eq!(result["summary"]["done"], 5);
    let waves: Vec<usize> = result["waves"]["waves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|wave| wave["seeds"].as_array().unwrap().len())
        .collect();
    assert_eq!(waves, [2, 2, 1]);
    assert!(result["waves"]["halted"].is_null());
    for index in 0..5 {
        assert_eq!(
            scene.annotations(&format!("seed-{index:03}")),
            json!({ "example.org/other": "kept" })
        );
    }
}

#[test]
fn an_ill_seed_halts_and_the_same_command_goes_on_from_there() {
    let scene = scene(6, &["seed-002"]);
    let command = "off --all --yes --incident INC-1 --waves 2 --soak 0s --timeout 0s -o json";
    let ended = scene.run(command);
    assert_eq!(
        ended.outcomes(4),
        [
            "seed-000 done",
            "seed-001 done",
            "seed-002 timedOut",
            "seed-003 done",
            "seed-004 notTried",
            "seed-005 notTried"
        ]
    );
    let result = ended.json(4);
    assert_eq!(
        result["waves"]["waves"][1]["unhealthy"][0]["seed"],
        "seed-002"
    );
    let why = result["waves"]["waves"][1]["unhealthy"][0]["reason"]
        .as_str()
        .unwrap();
    assert_eq!(why, "SeedSystemComponentsHealthy is False: etcd is down");
    assert!(
        ended
            .err
            .contains("halted: 1 of the seeds that were freed are not healthy, 0 are allowed"),
        "{}",
        ended.err
    );
    assert_eq!(stopped(&scene, 6), BTreeSet::from([4, 5]));
    assert_eq!(remembered(&scene, "seed-002")[0]["wave"], 2);
    assert_eq!(remembered(&scene, "seed-003"), json!([]));

    // As long as it is ill, nothing more is freed.
    let ended = scene.run(command);
    assert_eq!(ended.json(4)["waves"]["waves"][0]["number"], 2);
    assert_eq!(stopped(&scene, 6), BTreeSet::from([4, 5]));
    // One more than is allowed, or well again: it goes on.
    let allowed = scene.run(&format!("{command} --max-failed 1"));
    assert_eq!(allowed.json(6)["waves"]["waves"][1]["number"], 3);
    assert_eq!(stopped(&scene, 6), BTreeSet::new());
    scene.change(
        "seed-002",
        json!({ "status": { "conditions": [{ "type": "GardenletReady", "status": "True" }] } }),
    );
    let ended = scene.run(command);
    assert_eq!(ended.json(0)["summary"]["already"], 6);
    assert_eq!(
        scene.annotations("seed-002"),
        json!({ "example.org/other": "kept" })
    );
}

#[test]
fn a_wave_that_could_not_be_freed_halts() {
    for (damage, outcome) in [(None, "failed"), (Some(Damage::Reset), "unknown")] {
        let scene = scene(3, &[]);
        let mut patched = false;
        scene.api.first(move |seen, _| {
            if !seen.path.ends_with("/seeds/seed-000") {
                return None;
            }
            if seen.method == "GET" {
                return patched.then(|| Reply::status(403, "Forbidden", "not any more"));
            }
            patched = true;
            let forbidden = Reply::status(403, "Forbidden", "not this one");
            Some(Reply {
                damage: damage.clone(),
                ..forbidden
            })
        });
        let ended =
            scene.run("off --all --yes --incident INC-1 --waves 1 --soak 0s --timeout 0s -o json");
        assert_eq!(
            ended.outcomes(1),
            [
                format!("seed-000 {outcome}"),
                "seed-001 notTried".to_owned(),
                "seed-002 notTried".to_owned()
            ]
        );
        let halted = ended.json(1)["waves"]["halted"].clone();
        assert!(halted.as_str().unwrap().contains("seed-000"), "{halted}");
        assert_eq!(stopped(&scene, 3), BTreeSet::from([0, 1, 2]));
    }
}

#[test]
fn what_was_said_before_the_lifting_does_not_count() {
    // The condition of the stop is still there: seed care has not looked since.
    let scene = scene(2, &[]);
    for name in ["seed-000", "seed-001"] {
        scene.change(name, json!({ "status": { "conditions": [{ "type": "GardenletReady", "status": "True" }, { "type": CONFIRMED, "status": "True" }] } }));
    }
    let ended =
        scene.run("off --all --yes --incident INC-1 --waves 1 --soak 0s --timeout 0s -o json");
    assert_eq!(
        ended.outcomes(4),
        ["seed-000 timedOut", "seed-001 notTried"]
    );
    assert!(
        ended.json(4)["seeds"][0]["message"]
            .as_str()
            .unwrap()
            .contains("have not been looked at since")
    );
}

#[test]
fn a_gardenlet_without_heartbeat_is_not_healthy() {
    let scene = scene(2, &[]);
    scene.api.add(json!({ "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
        "metadata": { "name": "seed-000", "namespace": "gardener-system-seed-lease" }, "spec": { "renewTime": "2020-01-01T00:00:00.000000Z" } }));
    let ended =
        scene.run("off --all --yes --incident INC-1 --waves 1 --soak 0s --timeout 0s -o json");
    assert_eq!(
        ended.outcomes(4),
        ["seed-000 timedOut", "seed-001 notTried"]
    );
    assert!(
        ended.json(4)["seeds"][0]["message"]
            .as_str()
            .unwrap()
            .contains("has not renewed its lease")
    );
}

#[test]
fn killed_while_it_soaks_it_goes_on_from_the_annotations() {
    let scene = scene(4, &[]);
    let mut child = scene.start("off --all --yes --incident INC-1 --waves 2 --soak 1h");
    scene
        .api
        .wait_for(|seen| seen.iter().filter(|seen| seen.method == "PATCH").count() >= 4 + 2);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(stopped(&scene, 4), BTreeSet::from([2, 3]));
    // Somebody else's run of another incident does not take it over.
    let other = scene.run("off seed-000 --yes --incident INC-2 --waves 1 --soak 0s -o json");
    assert_eq!(other.outcomes(0), ["seed-000 already"]);
    let result = scene
        .run("off --all --yes --incident INC-1 --waves 2 --soak 0s -o json")
        .json(0);
    let numbers: Vec<&Value> = result["waves"]["waves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|wave| &wave["number"])
        .collect();
    assert_eq!(numbers, [&json!(1), &json!(2)]);
    assert_eq!(stopped(&scene, 4), BTreeSet::new());
    assert_eq!(remembered(&scene, "seed-000"), json!([]));
}

#[test]
fn a_seed_that_is_stopped_again_in_its_wave_halts() {
    let scene = scene(2, &[]);
    let mut patched = 0;
    scene.api.handle(move |seen, store: &mut Store| {
        patched += usize::from(seen.method == "PATCH");
        if patched == 1 && seen.method == "GET" {
            store.get_mut(&at("seed-000")).unwrap()["metadata"]["annotations"][super::STOP] =
                "true".into();
        }
        None
    });
    let ended =
        scene.run("off --all --yes --incident INC-1 --waves 1 --soak 0s --timeout 0s -o json");
    assert_eq!(
        ended.outcomes(4),
        ["seed-000 timedOut", "seed-001 notTried"]
    );
    assert!(
        ended.json(4)["seeds"][0]["message"]
            .as_str()
            .unwrap()
            .contains("stopped again")
    );
}

#[test]
fn lifting_without_waves_ends_the_waves() {
    let scene = scene(3, &["seed-000"]);
    scene
        .run("off --all --yes --incident INC-1 --waves 1 --soak 0s --timeout 0s")
        .outcomes_are(4);
    assert_eq!(remembered(&scene, "seed-000")[0]["wave"], 1);
    let ended = scene.run("off --all --yes --incident INC-1 -o json");
    assert_eq!(
        ended.outcomes(0),
        ["seed-000 already", "seed-001 done", "seed-002 done"]
    );
    assert_eq!(remembered(&scene, "seed-000"), json!([]));
}
