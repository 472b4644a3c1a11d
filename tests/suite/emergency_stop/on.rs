//! Stopping: the brake.

use serde_json::json;

use super::{CONFIRMED, HOLDS, STOP, Scene, at, seed, shoot};
use crate::api::{Expiry, On, Reply};

#[test]
fn a_seed_is_stopped_and_freed_again() {
    let scene = Scene::with(["aws", "gcp"]);
    let ended = scene.run("on aws --yes --incident INC-1 --reason etcd -o json");
    let result = ended.json(0);
    assert_eq!(result["seeds"][0]["outcome"], "done");
    assert_eq!(result["seeds"][0]["stopped"], true);
    assert_eq!(result["seeds"][0]["confirmed"], false);
    let hold = &result["seeds"][0]["holds"][0];
    assert_eq!(hold["incident"], "INC-1");
    assert_eq!(hold["reason"], "etcd");
    assert_eq!(hold["by"], "operator@example.org");
    assert_eq!(scene.annotations("aws")[STOP], "true");
    assert_eq!(
        scene.annotations("gcp"),
        json!({ "example.org/other": "kept" })
    );
    assert!(
        ended.err.starts_with("garden: context live, "),
        "{}",
        ended.err
    );
    let patch = scene
        .api
        .requests()
        .into_iter()
        .find(|seen| seen.method == "PATCH")
        .unwrap();
    assert_eq!(patch.query, "fieldManager=kubectl-gardener");
    assert!(
        patch
            .header("user-agent")
            .unwrap()
            .ends_with("incident/INC-1")
    );
    let changed = patch.json();
    assert_eq!(
        changed["metadata"]["annotations"]
            .as_object()
            .unwrap()
            .len(),
        2,
        "{changed}"
    );

    let ended = scene.run("off aws --yes --incident INC-1 -o json");
    assert_eq!(ended.outcomes(0), ["aws done"]);
    assert_eq!(ended.json(0)["seeds"][0]["stopped"], false);
    assert_eq!(
        scene.annotations("aws"),
        json!({ "example.org/other": "kept" })
    );
}

#[test]
fn all_in_three_ways_is_the_same_and_the_first_patch_leaves_before_any_shoot_is_listed() {
    for way in ["on --all", "--all", "all"] {
        let scene = Scene::with(["aws", "gcp"]);
        scene.api.add(shoot("s", "aws", json!({})));
        let ended = scene.run(&format!("{way} --yes --incident INC-1 -o json"));
        assert_eq!(ended.outcomes(0), ["aws done", "gcp done"], "{way}");
        let requests = scene.requests();
        let position = |request: &str| requests.iter().position(|seen| seen == request).unwrap();
        assert!(
            position("PATCH seeds/aws") < position("GET shoots"),
            "{requests:?}"
        );
        assert!(
            position("PATCH seeds/gcp") < position("GET shoots"),
            "{requests:?}"
        );
        assert_eq!(ended.json(0)["blastRadius"]["shoots"], 1);
    }
}

#[test]
fn one_that_is_forbidden_is_named_and_the_others_are_stopped() {
    let scene = Scene::with(["a", "b", "c"]);
    let forbidden = Reply::status(403, "Forbidden", "seeds \"b\" is forbidden: no");
    scene.api.answer(On::new("PATCH", "/seeds/b"), forbidden);
    let ended = scene.run("on --all --yes -o json");
    assert_eq!(ended.outcomes(4), ["a done", "b failed", "c done"]);
    let result = ended.json(4);
    let message = result["seeds"][1]["message"].as_str().unwrap();
    assert!(message.contains("cannot patch seeds b"), "{message}");
    assert_eq!(result["summary"]["done"], 2);
    assert_eq!(result["summary"]["failed"], 1);
    assert!(!scene.is_stopped("b"));
}

#[test]
fn who_may_only_read_is_told_and_nothing_hangs() {
    let scene = Scene::with(["a", "b"]);
    scene
        .api
        .store(|store| store.denied.insert("patch seeds".to_owned()));
    let ended = scene.run("on --all --yes -o json");
    assert_eq!(ended.outcomes(1), ["a failed", "b failed"]);
}

#[test]
fn a_stop_that_is_there_is_left_alone() {
    let scene = Scene::with(["aws"]);
    scene.run("on aws --yes --incident INC-1 --reason etcd");
    let before = scene.annotations("aws");
    assert_eq!(
        scene
            .run("on aws --yes --incident INC-1 --reason etcd -o json")
            .outcomes(0),
        ["aws already"]
    );
    assert_eq!(
        scene
            .run("on aws --yes --incident INC-1 -o json")
            .outcomes(0),
        ["aws already"]
    );
    assert_eq!(scene.annotations("aws"), before);
    assert_eq!(scene.patches().len(), 1);
    // A new reason or end updates the hold.
    let ended = scene
        .run("on aws --yes --incident INC-1 --reason dns --until 2099-01-01T00:00:00Z -o json");
    assert_eq!(ended.outcomes(0), ["aws done"]);
    assert_eq!(
        ended.json(0)["seeds"][0]["holds"][0]["until"],
        "2099-01-01T00:00:00Z"
    );
    assert_eq!(scene.holders("aws"), ["INC-1"]);
}

#[test]
fn several_incidents_hold_a_seed_and_a_strangers_stop_is_recorded_first() {
    let scene = Scene::with(["aws"]);
    scene.change("aws", json!({ "metadata": { "annotations": { STOP: "true" }, "managedFields": [
        { "manager": "kubectl-annotate", "time": "2026-11-21T08:00:00Z", "fieldsV1": { "f:metadata": { "f:annotations": { format!("f:{STOP}"): {} } } } },
    ] } }));
    scene.run("on aws --yes --incident INC-1");
    scene.run("on aws --yes --incident INC-2");
    scene.run("on aws --yes");
    assert_eq!(
        scene.holders("aws"),
        ["kubectl-annotate", "INC-1", "INC-2", "operator@example.org"]
    );
    for (incident, left) in [("--incident INC-2", 3), ("", 2), ("--incident INC-1", 1)] {
        let ended = scene.run(&format!("off aws --yes {incident} -o json"));
        assert_eq!(ended.outcomes(0), ["aws done"]);
        let seed = &ended.json(0)["seeds"][0];
        assert_eq!(seed["stopped"], true);
        assert_eq!(seed["holds"].as_array().unwrap().len(), left);
        assert!(
            ended
                .err
                .contains("aws stays stopped: it is held by kubectl-annotate"),
            "{}",
            ended.err
        );
    }
    assert_eq!(
        scene.run("off aws --yes -o json").outcomes(5),
        ["aws refused"]
    );
    assert!(scene.is_stopped("aws"));
}

#[test]
fn a_value_without_effect_is_corrected_and_told() {
    let scene = Scene::with(["aws"]);
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "True" } } }),
    );
    let ended = scene.run("on aws --yes -o json");
    assert_eq!(ended.outcomes(0), ["aws done"]);
    let message = ended.json(0)["seeds"][0]["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        message,
        "its value \"True\" had no effect, only \"true\" has"
    );
    assert_eq!(scene.annotations("aws")[STOP], "true");
}

#[test]
fn names_without_a_seed_are_accounted_for_and_the_others_are_stopped() {
    let scene = Scene::with(["aws", "gcp"]);
    let ended = scene.run("on aws nobody aws --yes -o json");
    assert_eq!(ended.outcomes(4), ["aws done", "nobody failed"]);
    assert!(!scene.is_stopped("gcp"));
    let ended = scene.run("on nobody --yes -o json");
    assert_eq!(ended.outcomes(1), ["nobody failed"]);
    assert!(
        ended.json(1)["seeds"][0]["message"]
            .as_str()
            .unwrap()
            .contains("no seed of this name")
    );
}

#[test]
fn labels_choose_seeds() {
    let scene = Scene::with(["aws", "gcp"]);
    scene.change(
        "aws",
        json!({ "metadata": { "labels": { "provider": "aws" } } }),
    );
    assert_eq!(
        scene.run("on -l provider=aws --yes -o json").outcomes(0),
        ["aws done"]
    );
    assert!(!scene.is_stopped("gcp"));
    let ended = scene.run("on -l provider=moon --yes");
    assert_eq!(ended.code, Some(1));
    assert!(
        ended
            .err
            .contains("no seed has labels that match provider=moon"),
        "{}",
        ended.err
    );
}

#[test]
fn a_seed_that_cannot_be_read_is_not_forgotten() {
    let scene = Scene::with(["aws"]);
    let mut odd = seed("odd");
    odd["status"]["conditions"] = json!("none");
    scene.api.add(odd);
    assert_eq!(
        scene.run("on --all --yes -o json").outcomes(4),
        ["aws done", "odd failed"]
    );
}

#[test]
fn gardenlets_that_are_old_or_down_are_told() {
    let scene = Scene::with(["down", "old"]);
    scene.change(
        "old",
        json!({ "status": { "gardener": { "version": "v1.125.3" } } }),
    );
    scene.change(
        "down",
        json!({ "status": { "conditions": [{ "type": "GardenletReady", "status": "Unknown" }] } }),
    );
    let ended = scene.run("on --all --yes -o json");
    assert_eq!(ended.outcomes(0), ["down done", "old done"]);
    assert!(
        ended
            .err
            .contains("the gardenlet of old is v1.125.3 and does not know the stop"),
        "{}",
        ended.err
    );
    assert!(
        ended.err.contains("the gardenlet of down does not report"),
        "{}",
        ended.err
    );
}

#[test]
fn a_template_that_ends_the_stop_is_told() {
    let scene = Scene::with(["aws"]);
    let config = json!({ "seedConfig": { "metadata": { "annotations": { STOP: "false" } } } });
    scene.api.add(
        json!({ "apiVersion": "seedmanagement.gardener.cloud/v1alpha1", "kind": "Gardenlet",
        "metadata": { "name": "aws", "namespace": "garden" }, "spec": { "config": config } }),
    );
    let ended = scene.run("on aws --yes -o json");
    assert_eq!(ended.json(0)["findings"][0]["id"], "template");
    assert!(
        ended
            .err
            .contains("the seed template in Gardenlet aws sets the stop to \"false\""),
        "{}",
        ended.err
    );
}

#[test]
fn more_seeds_than_a_page_are_all_stopped() {
    let scene = Scene::many(1100);
    let result = scene.run("on --all --yes -o json").json(0);
    assert_eq!(result["summary"]["done"], 1100);
    assert!(scene.is_stopped("seed-1099"));
}

#[test]
fn a_list_of_shoots_that_expires_starts_over() {
    let scene = Scene::with(["aws"]);
    for index in 0..1200 {
        scene
            .api
            .add(shoot(&format!("s{index:04}"), "aws", json!({})));
    }
    scene.api.expire(Expiry::StartsOver, 1);
    let result = scene.run("on aws --yes -o json").json(0);
    assert_eq!(result["blastRadius"]["shoots"], 1200);
    assert_eq!(
        result["blastRadius"]["byPurpose"],
        json!({ "production": 1200 })
    );
}

#[test]
fn a_server_that_cannot_look_says_so() {
    let scene = Scene::with(["aws", "gcp"]);
    let text =
        "Internal error occurred: workloadidentities.security.gardener.cloud \"backup\" not found";
    scene.api.answer(
        On::new("PATCH", "/seeds/aws").times(2),
        Reply::status(500, "InternalError", text),
    );
    assert_eq!(
        scene.run("on --all --yes -o json").outcomes(0),
        ["aws done", "gcp done"]
    );
}

#[test]
fn a_seed_that_goes_is_told() {
    let scene = Scene::with(["aws", "gcp"]);
    let mut once = On::new("PATCH", "/seeds/aws").times(1);
    scene.api.handle(move |seen, store| {
        if once.matches(seen) {
            store.remove(&at("aws"));
        }
        None
    });
    let ended = scene.run("on --all --yes -o json");
    assert_eq!(ended.outcomes(4), ["aws failed", "gcp done"]);
    assert!(
        ended.json(4)["seeds"][0]["message"]
            .as_str()
            .unwrap()
            .contains("not found")
    );
}

#[test]
fn a_seed_that_comes_later_is_told() {
    let scene = Scene::with(["aws"]);
    let mut once = On::new("PATCH", "/seeds/aws").times(1);
    scene.api.handle(move |seen, store| {
        if once.matches(seen) {
            store.add(seed("late"));
        }
        None
    });
    let ended = scene.run("on --all --yes -o json");
    assert_eq!(ended.outcomes(0), ["aws done"]);
    assert!(
        ended
            .err
            .contains("not stopped, registered after the stop began: late"),
        "{}",
        ended.err
    );
    assert!(!scene.is_stopped("late"));
}

#[test]
fn what_somebody_lifts_at_once_is_not_called_stopped() {
    let scene = Scene::with(["aws"]);
    let mut listed = On::get("/seeds").after(1).times(1);
    scene.api.handle(move |seen, store| {
        if listed.matches(seen) {
            store.get_mut(&at("aws")).unwrap()["metadata"]["annotations"] = json!({});
        }
        None
    });
    let ended = scene.run("on aws --yes -o json");
    assert_eq!(ended.outcomes(1), ["aws failed"]);
    assert_eq!(ended.json(1)["seeds"][0]["stopped"], false);
}

#[test]
fn what_nobody_says_of_us_is_taken_from_the_kubeconfig() {
    let scene = Scene::with(["aws"]);
    scene.api.fail(On::new("POST", "/selfsubjectreviews"), 404);
    let ended = scene.run("on aws --yes --incident INC-1 -o json");
    assert_eq!(ended.json(0)["seeds"][0]["holds"][0]["by"], "operator");
    assert!(
        ended.err.contains("holds are taken as operator"),
        "{}",
        ended.err
    );
}

#[test]
fn dry_runs_say_what_would_be_and_change_nothing() {
    for (way, patches) in [("", 0), ("=client", 0), ("=server", 2)] {
        let scene = Scene::with(["aws", "gcp"]);
        let ended = scene.run(&format!("on --all --dry-run{way} --incident INC-1 -o json"));
        let result = ended.json(0);
        assert_eq!(ended.outcomes(0), ["aws done", "gcp done"], "{way}");
        assert_eq!(result["dryRun"], true);
        assert_eq!(result["seeds"][0]["stopped"], true, "{way}");
        assert_eq!(scene.patches().len(), patches, "{way}");
        assert!(!scene.is_stopped("aws") && scene.annotations("aws")[HOLDS].is_null());
    }
}

#[test]
fn the_kubectl_commands_are_those_that_do_the_same() {
    let scene = Scene::with(["aws"]);
    let ended = scene.run("on aws --dry-run --force --incident INC-1 --show-kubectl");
    let lines = ended.err.lines();
    let line = lines
        .clone()
        .find(|line| line.starts_with("kubectl "))
        .unwrap_or_else(|| panic!("{}", ended.err));
    assert!(
        line.contains(
            " patch seeds.core.gardener.cloud aws --type=merge -p '{\"metadata\":{\"annotations\":{"
        ),
        "{line}"
    );
    assert!(line.contains(&format!("\"{STOP}\":\"true\"")), "{line}");
}

#[test]
fn a_condition_that_is_there_counts_as_confirmed() {
    let scene = Scene::with(["aws"]);
    scene.change("aws", json!({ "status": { "conditions": [{ "type": "GardenletReady", "status": "True" }, { "type": CONFIRMED, "status": "False" }] } }));
    assert_eq!(
        scene.run("on aws --yes -o json").json(0)["seeds"][0]["confirmed"],
        true
    );
}
