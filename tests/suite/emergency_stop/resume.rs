//! The backlog goes on: the right operation for each shoot, and not too many at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::{HOLDS, STOP, Scene, shoot};
use crate::api::{Address, On, Reply};
#[cfg(unix)]
use crate::patience::end_of;

/// The shoots that were triggered, each with its operation.
type Triggered = Arc<Mutex<Vec<String>>>;

/// The most that were under way at the same time.
type Most = Arc<Mutex<usize>>;

/// A stopped seed with shoots, whose gardenlet and API server do what they do when a shoot is triggered: the annotation goes,
/// the generation rises, the operation runs until it was looked at so many times.
fn scene(shoots: &[(&str, Value)], looks: usize) -> (Scene, Triggered, Most) {
    let scene = Scene::with(["aws"]);
    let hold = json!([{ "incident": "INC-1", "by": "jane" }]).to_string();
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "true", HOLDS: hold } } }),
    );
    for (name, changes) in shoots {
        scene.api.add(shoot(name, "aws", changes.clone()));
    }
    let triggered = Arc::new(Mutex::new(Vec::new()));
    let most = Arc::new(Mutex::new(0));
    let (log, peak) = (Arc::clone(&triggered), Arc::clone(&most));
    let mut running = BTreeMap::<String, usize>::new();
    scene.api.handle(move |seen, store| {
        if !seen.path.contains("/shoots/") {
            return None;
        }
        let address = Address::parse(&seen.path).unwrap();
        let name = address.name.clone().unwrap();
        if seen.method == "PATCH" {
            let operation =
                seen.json()["metadata"]["annotations"]["gardener.cloud/operation"].clone();
            log.lock()
                .unwrap()
                .push(format!("{name} {}", operation.as_str().unwrap()));
            let shoot = store.get_mut(&address).unwrap();
            let generation = shoot["metadata"]["generation"].as_i64().unwrap() + 1;
            shoot["metadata"]["generation"] = generation.into();
            shoot["status"]["observedGeneration"] = generation.into();
            shoot["status"]["lastOperation"]["state"] = "Processing".into();
            running.insert(name, looks);
            let mut peak = peak.lock().unwrap();
            *peak = (*peak).max(running.len());
            return Some(Reply::json(200, &shoot.clone()));
        }
        if let Some(left) = running.get_mut(&name) {
            if *left == 0 {
                running.remove(&name);
                let shoot = store.get_mut(&address).unwrap();
                let ends = shoot["metadata"]["labels"]["ends"]
                    .as_str()
                    .unwrap_or("Succeeded")
                    .to_owned();
                shoot["status"]["lastOperation"]["state"] = ends.into();
            } else {
                *left -= 1;
            }
        }
        None
    });
    (scene, triggered, most)
}

fn pending() -> Value {
    json!({ "metadata": { "generation": 4 } })
}

fn failed() -> Value {
    json!({ "status": { "lastOperation": { "state": "Failed" } } })
}

#[test]
fn failed_shoots_are_retried_and_others_reconciled() {
    for (mode, expected) in [
        ("none", &[][..]),
        ("pending", &["pending reconcile"]),
        ("failed", &["failed retry"]),
        ("all", &["failed retry", "pending reconcile"]),
    ] {
        let shoots = [
            ("calm", json!({})),
            ("failed", failed()),
            ("pending", pending()),
        ];
        let (scene, triggered, _) = scene(&shoots, 0);
        let ended = scene.run(&format!(
            "off aws --yes --incident INC-1 --resume {mode} -o json"
        ));
        let mut triggered = triggered.lock().unwrap().clone();
        triggered.sort();
        assert_eq!(triggered, expected, "{mode}");
        let result = ended.json(0);
        if mode != "none" {
            assert_eq!(result["resumed"]["summary"]["done"], expected.len());
        }
    }
}

#[test]
fn without_a_look_at_the_backlog_nothing_is_lifted_that_was_to_go_on() {
    let (scene, triggered, _) = scene(&[("pending", pending())], 0);
    scene
        .api
        .store(|store| store.denied.insert("list shoots".to_owned()));
    let ended = scene.run("off aws --yes --incident INC-1 --resume pending -o json");
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert!(ended.err.contains("nothing was changed"), "{}", ended.err);
    assert!(ended.err.contains("--resume"), "{}", ended.err);
    assert_eq!(*triggered.lock().unwrap(), [""; 0]);
    assert!(scene.is_stopped("aws"));
    // Without it, the stop alone is lifted.
    let ended = scene.run("off aws --yes --incident INC-1 -o json");
    assert_eq!(ended.json(0)["seeds"][0]["outcome"], "done");
}

#[test]
fn only_shoots_of_the_namespace_that_is_named_go_on() {
    let mut theirs = pending();
    theirs["metadata"]["namespace"] = "garden-b".into();
    let shoots = [("ours", pending()), ("theirs", theirs)];
    let (scene, triggered, _) = scene(&shoots, 0);
    let ended = scene.run("off aws --yes --incident INC-1 --resume pending -n garden-a -o json");
    let result = ended.json(0);
    assert_eq!(*triggered.lock().unwrap(), ["ours reconcile"]);
    assert_eq!(result["resumed"]["summary"]["done"], 1);
    // All of it waits for the same seed.
    assert_eq!(result["backlog"]["pending"], 2);
    let said = "only shoots in namespace garden-a go on at once";
    assert!(ended.err.contains(said), "{}", ended.err);
}

#[cfg(unix)]
#[test]
fn ctrl_c_does_not_wait_for_a_look_that_hangs() {
    let (scene, _, _) = scene(&[("waits", pending())], 0);
    let looks = On::get("/shoots/waits").after(1);
    scene.api.damage(looks, crate::api::Damage::Silence);
    let child = scene.start("off aws --yes --incident INC-1 --resume pending -o json");
    scene.api.wait_for(|seen| {
        seen.iter()
            .filter(|seen| seen.path.ends_with("/shoots/waits"))
            .count()
            == 3
    });
    let started = std::time::Instant::now();
    let pid = child.id().to_string();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(killed.unwrap().success());
    let ended = super::Ended::from(end_of(child, "emergency-stop off after Ctrl-C"));
    assert!(started.elapsed() < std::time::Duration::from_secs(8));
    let shoot = &ended.json(130)["resumed"]["shoots"][0];
    assert_eq!(shoot["outcome"], "timedOut");
}

#[test]
fn not_more_than_allowed_are_reconciled_at_a_time() {
    let names: Vec<String> = (0..9).map(|index| format!("s{index}")).collect();
    let shoots: Vec<(&str, Value)> = names
        .iter()
        .map(|name| (name.as_str(), pending()))
        .collect();
    let (scene, triggered, most) = scene(&shoots, 0);
    let result = scene
        .run("off aws --yes --incident INC-1 --resume pending --max-parallel 3 -o json")
        .json(0);
    assert_eq!(result["resumed"]["summary"]["done"], 9);
    assert_eq!(triggered.lock().unwrap().len(), 9);
    assert!(*most.lock().unwrap() <= 3, "{most:?}");
}

#[test]
fn a_seed_gets_no_more_than_its_gardenlet_has_workers() {
    let names: Vec<String> = (0..6).map(|index| format!("s{index}")).collect();
    let shoots: Vec<(&str, Value)> = names
        .iter()
        .map(|name| (name.as_str(), pending()))
        .collect();
    let (scene, triggered, most) = scene(&shoots, 0);
    let config = json!({ "controllers": { "shoot": { "concurrentSyncs": 2 } } });
    scene.api.add(
        json!({ "apiVersion": "seedmanagement.gardener.cloud/v1alpha1", "kind": "Gardenlet",
        "metadata": { "name": "aws", "namespace": "garden" }, "spec": { "config": config } }),
    );
    scene
        .run("off aws --yes --incident INC-1 --resume pending")
        .outcomes_are(0);
    assert_eq!(triggered.lock().unwrap().len(), 6);
    assert!(*most.lock().unwrap() <= 2, "{most:?}");
}

#[test]
fn shoots_that_wait_for_their_window_are_left_out() {
    let mut confined = pending();
    confined["spec"] = json!({ "maintenance": { "confineSpecUpdateRollout": true } });
    let shoots = [("confined", confined), ("pending", pending())];
    let (scene, triggered, _) = scene(&shoots, 0);
    let ended = scene.run("off aws --yes --incident INC-1 --resume all -o json");
    assert_eq!(*triggered.lock().unwrap(), ["pending reconcile"]);
    assert!(
        ended
            .err
            .contains("1 of the backlog wait for their maintenance window"),
        "{}",
        ended.err
    );
    let (scene, triggered, _) = self::scene(&shoots, 0);
    scene.run("off aws --yes --incident INC-1 --resume all --include-confined");
    assert_eq!(triggered.lock().unwrap().len(), 2);
}

#[test]
fn a_shoot_that_admission_refuses_is_told_and_the_others_go_on() {
    let shoots = [("one", pending()), ("two", pending())];
    let (scene, triggered, _) = scene(&shoots, 0);
    let said = "shoots.core.gardener.cloud \"one\" is forbidden: cannot update shoot 'one' on seed 'aws' already marked for deletion";
    let refused = Reply::status(403, "Forbidden", said);
    let mut on = On::new("PATCH", "/shoots/one");
    scene
        .api
        .first(move |seen, _| on.matches(seen).then(|| refused.clone()));
    let ended = scene.run("off aws --yes --incident INC-1 --resume pending -o json");
    let result = ended.json(4);
    assert_eq!(
        result["resumed"]["summary"],
        json!({ "done": 1, "failed": 1, "already": 0, "notTried": 0, "unknown": 0, "refused": 0, "timedOut": 0 })
    );
    assert!(
        result["resumed"]["shoots"][0]["message"]
            .as_str()
            .unwrap()
            .contains("already marked for deletion")
    );
    assert_eq!(*triggered.lock().unwrap(), ["two reconcile"]);
}

#[test]
fn a_pending_restore_is_brought_up() {
    let left =
        json!({ "status": { "lastOperation": { "type": "Migrate", "state": "Succeeded" } } });
    let (scene, triggered, _) = scene(&[("moved", left)], 0);
    let ended = scene.run("off aws --yes --incident INC-1 --resume pending -o json");
    assert_eq!(
        ended.json(0)["backlog"]["byReason"],
        json!({ "restore": 1 })
    );
    assert_eq!(*triggered.lock().unwrap(), ["moved reconcile"]);
}

#[test]
fn a_shoot_that_fails_halts_the_waves_and_an_answer_that_is_lost_triggers_once() {
    let mut ends = pending();
    ends["metadata"]["labels"] = json!({ "ends": "Error" });
    let (scene, triggered, _) = scene(&[("ill", ends)], 0);
    scene.api.damage(
        On::new("PATCH", "/shoots/ill").times(1),
        crate::api::Damage::Reset,
    );
    let ended = scene.run(
        "off aws --yes --incident INC-1 --waves 1 --soak 0s --timeout 20s --resume pending -o json",
    );
    let result = ended.json(4);
    assert_eq!(result["seeds"][0]["outcome"], "timedOut");
    assert_eq!(
        result["waves"]["waves"][0]["unhealthy"][0]["reason"],
        "shoots failed: garden-a/ill"
    );
    assert_eq!(*triggered.lock().unwrap(), ["ill reconcile"]);
}
