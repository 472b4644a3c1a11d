//! What works.

use serde_json::{Value, json};

use super::{GARDENLET, Operator, SECRET, World, no};

const PATCH: &str = "PATCH gardenlets/aws";

fn steps(one: &Value) -> Vec<String> {
    let steps = one["steps"].as_array().unwrap().iter();
    steps
        .filter(|step| step["at"].is_string())
        .map(|step| step["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn case_01_a_remote_gardenlet_comes_back_with_two_writes() {
    let world = World::new(Operator::Works);
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json");
    ran.code(0);
    assert_eq!(world.writes(), ["POST secrets", PATCH]);
    world.assert_nothing_left();
    let one = ran.one();
    assert_eq!(one["outcome"], "done");
    assert_eq!(
        steps(&one),
        [
            "requested",
            "annotationRemoved",
            "seedRegistered",
            "secretDeleted",
            "referenceRemoved",
            "leaseRenewed",
            "gardenletReady"
        ]
    );
    assert_eq!(ran.json()["summary"]["done"], 1);
    let patch = world.garden.requests();
    let patch = patch
        .iter()
        .find(|seen| seen.method == "PATCH" && !seen.query.contains("dryRun"))
        .unwrap()
        .json();
    assert_eq!(
        patch["metadata"]["annotations"],
        json!({ "gardener.cloud/operation": "force-redeploy" })
    );
    assert_eq!(
        patch["spec"],
        json!({ "kubeconfigSecretRef": { "name": "kubectl-gardener-redeploy-aws" } })
    );
    assert!(patch["metadata"]["resourceVersion"].is_string());
    let said = ran.stderr();
    for line in [
        "Checklist of aws",
        "requested",
        "SeedRegistered is True",
        "GardenletReady is True",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn case_02_one_of_the_runtime_cluster_needs_no_secret() {
    let world = World::new(Operator::Works);
    world.change("/apis/core.gardener.cloud/v1beta1/seeds/aws", |seed| {
        seed["status"]["clusterIdentity"] = "identity-of-runtime".into();
    });
    world.change(GARDENLET, |gardenlet| {
        gardenlet["metadata"]["generation"] = 4.into();
    });
    let ran = world.run("redeploy aws --runtime --runtime-context runtime --yes -o json");
    ran.code(0);
    assert_eq!(world.writes(), [PATCH]);
    assert_eq!(ran.check("P8"), "ok");
    assert_eq!(ran.check("P10"), "ok");
    assert_eq!(ran.check("P14"), "ok");
    assert_eq!(
        steps(&ran.one()),
        [
            "requested",
            "annotationRemoved",
            "seedRegistered",
            "leaseRenewed",
            "gardenletReady"
        ]
    );
}

#[test]
fn the_runtime_cluster_of_another_landscape_is_refused() {
    let world = World::new(Operator::Works);
    world.change("/apis/core.gardener.cloud/v1beta1/seeds/aws", |seed| {
        seed["status"]["clusterIdentity"] = "identity-of-runtime".into();
    });
    let identity = "/api/v1/namespaces/kube-system/configmaps/cluster-identity";
    world.change(identity, |map| {
        map["data"]["cluster-identity"] = "canary".into();
    });
    // Even though it is the cluster of this Seed: somebody else's operator works there.
    for target in ["--runtime", ""] {
        let ran = world.run(&format!(
            "redeploy aws {target} --runtime-context runtime --yes -o json"
        ));
        ran.code(5);
        assert!(ran.message().starts_with("P10 "), "{}", ran.message());
        assert!(
            ran.message().contains("another landscape"),
            "{}",
            ran.message()
        );
        assert_eq!(world.writes(), [""; 0]);
    }
    // For a target of its own it only says that nothing is known of the operator.
    world.change("/apis/core.gardener.cloud/v1beta1/seeds/aws", |seed| {
        seed["status"]["clusterIdentity"] = "identity-of-aws".into();
    });
    let ran = world
        .run("redeploy aws --target-kubeconfig TARGET --runtime-context runtime --yes -o json");
    ran.code(0);
    assert_eq!(ran.check("P14"), "warning");
}

#[test]
fn without_a_look_at_the_runtime_cluster_the_flag_and_yes_are_the_confirmation() {
    let world = World::new(Operator::Works);
    let ran = world.run("redeploy aws --runtime --yes -o json");
    ran.code(0);
    assert_eq!(ran.check("P10"), "warning");
    let world = World::new(Operator::Works);
    let ran = world.run("redeploy aws --runtime -o json");
    ran.code(5);
    assert_eq!(world.writes(), [""; 0]);
    assert!(ran.message().contains("--yes"), "{}", ran.message());
}

#[test]
fn the_target_is_proved_by_the_identity_of_a_cluster() {
    let world = World::new(Operator::Works);
    world.change("/apis/core.gardener.cloud/v1beta1/seeds/aws", |seed| {
        seed["status"]["clusterIdentity"] = "identity-of-runtime".into();
    });
    let ran = world.run("redeploy aws --runtime-context runtime --yes -o json");
    ran.code(0);
    assert!(
        ran.stderr()
            .contains("identity-of-runtime, is that of the runtime cluster"),
        "{}",
        ran.stderr()
    );
    let world = World::new(Operator::Works);
    let ran = world.run("redeploy aws --yes -o json");
    ran.code(5);
    assert!(
        ran.message().contains("--target-kubeconfig FILE"),
        "{}",
        ran.message()
    );
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn case_33_dry_runs_write_nothing() {
    for dry_run in ["client", "server"] {
        let world = World::new(Operator::Works);
        let ran = world.run(&format!(
            "redeploy aws --target-kubeconfig TARGET --dry-run={dry_run} --show-kubectl -o json"
        ));
        ran.code(0);
        assert_eq!(world.writes(), [""; 0], "{dry_run}");
        let expected = if dry_run == "client" { "skipped" } else { "ok" };
        assert_eq!(ran.check("P17"), expected);
        let said = ran.stderr();
        assert!(
            said.contains("patch gardenlet -n garden aws --type=merge"),
            "{said}"
        );
        assert!(
            said.contains("create secret generic -n garden kubectl-gardener-redeploy-aws"),
            "{said}"
        );
        assert_eq!(steps(&ran.one()), [""; 0]);
        let requests = world.garden.requests();
        let rehearsed = requests.iter().filter(|seen| {
            seen.method == "POST"
                && seen.path.ends_with("/secrets")
                && seen.query.contains("dryRun=All")
        });
        let bodies: Vec<String> = rehearsed
            .map(|seen| String::from_utf8(seen.body.clone()).unwrap())
            .collect();
        assert_eq!(bodies.len(), usize::from(dry_run == "server"));
        assert!(
            bodies
                .iter()
                .all(|body| body.contains(r#""kubeconfig":"""#))
        );
    }
}

#[test]
fn a_dry_run_by_the_server_finds_what_refuses_the_secret() {
    let world = World::new(Operator::Works);
    world.garden.first(|seen, _| {
        let secret = seen.method == "POST" && seen.path.ends_with("/secrets");
        secret.then(|| no(403, "Forbidden", "exceeded quota: secrets"))
    });
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --dry-run=server --yes -o json");
    ran.code(5);
    assert_eq!(ran.check("P17"), "blocked");
    assert!(
        ran.message().contains("exceeded quota"),
        "{}",
        ran.message()
    );
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn the_shown_commands_hand_over_one_context_and_not_the_whole_file() {
    let world = World::new(Operator::Absent);
    let ran = world.run(
        "redeploy aws --target-kubeconfig TARGET --target-context live --dry-run=client --show-kubectl -o json",
    );
    let said = ran.stderr();
    assert!(
        said.contains("--context=live config view --minify --flatten --raw | kubectl")
            && said.contains("--from-file=kubeconfig=/dev/stdin"),
        "{said}"
    );
}

#[test]
fn case_38_several_are_done_one_after_the_other() {
    let world = World::new(Operator::Works);
    world.lost("gcp");
    let list = json!([{ "name": "gcp", "targetKubeconfig": "target.yaml" }, { "name": "aws", "targetKubeconfig": "target.yaml" }]);
    world.write("lost.yaml", &list);
    let ran = world.run("redeploy --targets lost.yaml --yes -o json");
    ran.code(0);
    assert_eq!(
        world.writes(),
        [
            "POST secrets",
            "PATCH gardenlets/gcp",
            "POST secrets",
            "PATCH gardenlets/aws"
        ]
    );
    let (gcp, aws) = (
        ran.json()["gardenlets"][0].clone(),
        ran.json()["gardenlets"][1].clone(),
    );
    assert_eq!(gcp["name"], "gcp");
    let at = |one: &Value, step: usize| one["steps"][step]["at"].as_str().unwrap().to_owned();
    assert!(at(&gcp, 1) <= at(&aws, 0), "the operator has one worker");
}

#[test]
fn without_waiting_it_ends_when_the_request_was_accepted() {
    let world = World::new(Operator::Absent);
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json");
    ran.code(0);
    assert_eq!(steps(&ran.one()), ["requested"]);
    assert!(world.object(SECRET).is_some());
}

#[test]
fn case_30_an_operator_that_does_not_come_times_out_with_what_to_look_at() {
    let world = World::new(Operator::Absent);
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes --timeout 1s -o json");
    ran.code(6);
    assert_eq!(ran.one()["outcome"], "timedOut");
    assert!(
        ran.message()
            .contains("gardener-operator has not picked up"),
        "{}",
        ran.message()
    );
}

#[test]
fn what_the_operator_says_is_told_with_advice_and_what_is_hopeless_ends_it() {
    let world = World::new(Operator::Fails(
        "failed pulling Helm chart from OCI repository: 401",
    ));
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes --timeout 2s -o json");
    ran.code(6);
    assert!(
        ran.stderr()
            .contains("hint: gardener-operator could not pull the chart"),
        "{}",
        ran.stderr()
    );
    let world = World::new(Operator::Fails(
        "found existing gardenlet deployment with ConfigMap x which uses seed name \"gcp\"",
    ));
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json");
    ran.code(1);
    assert!(
        ran.message().contains("wrong cluster") && ran.message().contains("to take it back"),
        "{}",
        ran.message()
    );
}
