//! Targets: contradictions, kubeconfigs, minting, identities, and what runs there.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Operator, World, writes};
use crate::api::{On, Reply};
use crate::patience::end_of;

#[test]
fn contradictions_are_usage_errors_before_any_request() {
    let world = World::new(Operator::Works);
    world.write(
        "twice.yaml",
        &json!([{ "name": "aws", "runtime": true, "targetSecret": "x" }]),
    );
    world.write("good.yaml", &json!([{ "name": "aws", "runtime": true }]));
    for arguments in [
        "redeploy",
        "redeploy aws aws --runtime",
        "redeploy aws --runtime --target-secret x",
        "redeploy aws --target-context x",
        "redeploy aws --target-garden-context x --runtime",
        "redeploy aws --target-shoot aws",
        "redeploy aws gcp --runtime",
        "redeploy --targets twice.yaml",
        "redeploy aws --targets good.yaml",
        "redeploy --targets good.yaml --runtime",
        "redeploy aws --target-shoot garden/aws --expiration 599s",
        "redeploy aws --runtime --reset-client-cert",
        "redeploy aws --runtime --operation reconcile",
        "redeploy aws --runtime --skip-check P1",
        "redeploy aws --runtime --landscape .",
        "redeploy aws --landscape - --target-kubeconfig - --dry-run=client",
        "redeploy aws --operation reconcile --landscape . --dry-run=client",
    ] {
        let ran = world.run(&format!("{arguments} --yes"));
        assert_eq!(
            ran.0.status.code(),
            Some(2),
            "{arguments}: {}",
            ran.stderr()
        );
    }
    assert!(world.garden.requests().is_empty());
}

/// Run with another kubeconfig of the target.
fn with(world: &World, kubeconfig: &Value, more: &str) -> super::Ran {
    world.write("other.yaml", kubeconfig);
    world.run(&format!(
        "redeploy aws --target-kubeconfig other.yaml --yes --no-wait -o json {more}"
    ))
}

#[test]
fn case_17_to_22_kubeconfigs_of_no_use_to_the_operator_are_found_before_any_write() {
    for (user, id) in [
        (
            json!({ "exec": { "apiVersion": "client.authentication.k8s.io/v1", "command": "gardenlogin", "interactiveMode": "Never" } }),
            "P6-exec",
        ),
        (json!({ "auth-provider": { "name": "oidc" } }), "P6-exec"),
        (json!({ "tokenFile": "token" }), "P6-file"),
        (json!({ "token": "x", "as": "boss" }), "P6"),
        (json!({}), "P6"),
        (json!({ "token": "a.eyJleHAiOjF9.b" }), "P6-expired"),
    ] {
        let world = World::new(Operator::Works);
        let kubeconfig = world.target.kubeconfig(&user);
        let ran = with(&world, &kubeconfig, "");
        ran.code(5);
        assert_eq!(ran.check(id), "blocked", "{user}");
        assert_eq!(ran.check("P7"), "skipped");
        assert_eq!(world.writes(), [""; 0], "{user}");
        assert!(world.target.requests().is_empty(), "{user}");
    }
}

#[test]
fn case_21_loopback_is_a_warning_where_the_garden_is_there_too() {
    let world = World::new(Operator::Absent);
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json");
    ran.code(0);
    assert_eq!(ran.check("P6-loopback"), "warning");
}

#[test]
fn case_25_the_kubeconfig_of_another_cluster_is_refused() {
    let world = World::new(Operator::Absent);
    let kubeconfig = world.runtime.kubeconfig(&json!({ "token": "x" }));
    let ran = with(&world, &kubeconfig, "");
    ran.code(5);
    assert_eq!(ran.check("P8"), "blocked");
    assert_eq!(world.writes(), [""; 0]);
    let ran = with(&world, &kubeconfig, "--allow-identity-mismatch");
    ran.code(0);
    assert_eq!(ran.check("P8"), "warning");
}

#[test]
fn case_26_and_27_the_gardenlet_of_another_seed_is_left_alone() {
    let world = World::new(Operator::Absent);
    let volumes = json!([{ "name": "gardenlet-config", "configMap": { "name": "map" } }]);
    world.target.add(json!({ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "gardenlet", "namespace": "garden" }, "spec": { "template": { "spec": { "volumes": volumes } } } }));
    let run = "redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json";
    let ran = world.run(run);
    ran.code(5);
    assert!(
        ran.message().contains("ConfigMap map is missing"),
        "{}",
        ran.message()
    );
    world.target.add(json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "map", "namespace": "garden" }, "data": { "config.yaml": "seedConfig: {metadata: {name: gcp}}" } }));
    let ran = world.run(run);
    ran.code(5);
    assert!(
        ran.message()
            .contains("the gardenlet of seed gcp is deployed there"),
        "{}",
        ran.message()
    );
    let audit = world.directory.path().join("audit.jsonl");
    let ran = world.run(&format!(
        "{run} --skip-check P9 --audit-log {}",
        audit.display()
    ));
    ran.code(0);
    let audit = std::fs::read_to_string(audit).unwrap();
    assert!(audit.contains("--skip-check P9"), "{audit}");
}

#[test]
fn a_target_that_is_out_of_reach_needs_two_words_to_go_on() {
    let world = World::new(Operator::Absent);
    let mut kubeconfig = world.target.kubeconfig(&json!({ "token": "x" }));
    kubeconfig["clusters"][0]["cluster"] = json!({ "server": "http://127.0.0.1:1" });
    let ran = with(&world, &kubeconfig, "--skip-check P7");
    ran.code(5);
    assert_eq!(
        (ran.check("P7"), ran.check("P8")),
        ("warning".to_owned(), "blocked".to_owned())
    );
    let ran = with(
        &world,
        &kubeconfig,
        "--skip-check P7 --allow-identity-mismatch",
    );
    ran.code(0);
}

/// A shoot whose kubeconfig can be minted, for as long as the garden likes.
fn shoot(world: &World, ends: &str) {
    world.garden.add(json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot", "metadata": { "name": "aws", "namespace": "garden" }, "status": { "clusterIdentity": "identity-of-aws" } }));
    let kubeconfig = world.target.kubeconfig(&json!({ "token": "minted-token" }));
    let answer = json!({ "kind": "AdminKubeconfigRequest", "status": { "kubeconfig": STANDARD.encode(kubeconfig.to_string()), "expirationTimestamp": ends } });
    world.garden.answer(
        On::new("POST", "/shoots/aws/adminkubeconfig"),
        Reply::json(201, &answer),
    );
}

#[test]
fn a_kubeconfig_is_minted_for_a_shoot_that_is_named_or_proved() {
    for arguments in ["--target-shoot garden/aws", ""] {
        let world = World::new(Operator::Absent);
        shoot(&world, "2099-01-01T00:00:00Z");
        let ran = world.run(&format!(
            "redeploy aws {arguments} --expiration 90m --yes --no-wait -o json"
        ));
        ran.code(0);
        let writes = world.writes();
        assert_eq!(writes[0], "POST shoots/aws/adminkubeconfig");
        assert_eq!(writes[1..], ["POST secrets", "PATCH gardenlets/aws"]);
        let requests = world.garden.requests();
        let mint = requests
            .iter()
            .find(|seen| seen.path.ends_with("/adminkubeconfig"))
            .unwrap();
        assert_eq!(mint.json()["spec"]["expirationSeconds"], 5400);
        assert!(
            ran.stderr().contains("which ends at 2099-01-01T00:00:00Z"),
            "{}",
            ran.stderr()
        );
    }
}

#[test]
fn minting_is_a_write_that_wants_a_word_and_none_in_a_client_dry_run() {
    let world = World::new(Operator::Absent);
    shoot(&world, "2099-01-01T00:00:00Z");
    let ran = world.run("redeploy aws --target-shoot garden/aws -o json");
    ran.code(5);
    assert_eq!(world.writes(), [""; 0]);
    let ran = world.run("redeploy aws --target-shoot garden/aws --dry-run=client -o json");
    ran.code(0);
    assert_eq!(ran.check("P6"), "skipped");
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn case_23_a_kubeconfig_that_the_garden_shortened_is_judged_by_its_real_end() {
    let world = World::new(Operator::Absent);
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(20);
    shoot(&world, &soon.to_string());
    let ran = world.run("redeploy aws --target-shoot garden/aws --yes --no-wait -o json");
    ran.code(5);
    assert_eq!(ran.check("P6-expired"), "blocked");
}

#[test]
fn a_secret_that_is_there_already_is_used_and_checked() {
    let world = World::new(Operator::Absent);
    let kubeconfig = world.target.kubeconfig(&json!({ "token": "x" }));
    world.garden.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "mine", "namespace": "garden" }, "data": { "kubeconfig": STANDARD.encode(kubeconfig.to_string()) } }));
    let ran = world.run("redeploy aws --target-secret mine --yes --no-wait -o json");
    ran.code(0);
    assert_eq!(world.writes(), ["PATCH gardenlets/aws"]);
    assert_eq!(ran.check("P8"), "ok");
    let ran =
        world.run("redeploy aws --target-secret nobody --yes --no-wait -o json --clear-operation");
    ran.code(1);
    assert!(
        ran.message()
            .contains("Secret garden/nobody does not exist"),
        "{}",
        ran.message()
    );
}

#[test]
fn a_kubeconfig_can_come_from_stdin() {
    use std::io::Write as _;
    use std::process::Stdio;
    let world = World::new(Operator::Absent);
    let mut command = world.command("redeploy aws --target-kubeconfig - --yes --no-wait -o json");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let text = world
        .target
        .kubeconfig(&json!({ "token": "x" }))
        .to_string();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let ran = super::Ran(end_of(child, "redeploy with a kubeconfig on stdin"));
    ran.code(0);
    assert_eq!(world.writes(), ["POST secrets", "PATCH gardenlets/aws"]);
}

#[test]
fn case_34_the_gardenlets_own_kubeconfig_is_removed_after_all_checks_and_before_the_patch() {
    let own = |world: &World| {
        world.target.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "gardenlet-kubeconfig", "namespace": "garden" } }));
    };
    let world = World::new(Operator::Absent);
    own(&world);
    let run = "redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json";
    world.garden.answer(
        On::new("PATCH", "/gardenlets/aws").query("dryRun").times(1),
        super::no(422, "Invalid", "no"),
    );
    world.run(&format!("{run} --reset-client-cert")).code(5);
    assert_eq!(writes(&world.target), [""; 0], "a check blocked");
    let ran = world.run(&format!("{run} --reset-client-cert"));
    ran.code(0);
    assert_eq!(ran.check("P15"), "ok");
    assert_eq!(
        writes(&world.target),
        ["DELETE secrets/gardenlet-kubeconfig"]
    );
    let world = World::new(Operator::Absent);
    own(&world);
    let ran = world.run(run);
    ran.code(0);
    assert_eq!(ran.check("P15"), "warning");
    assert!(ran.stderr().contains("add --reset-client-cert"));
}

#[test]
fn what_was_removed_from_the_target_is_named_when_it_fails_later() {
    let world = World::new(Operator::Absent);
    world.target.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "gardenlet-kubeconfig", "namespace": "garden" } }));
    let mut once = On::new("PATCH", "/gardenlets/aws").after(1).times(1);
    world.garden.handle(move |seen, store| {
        if once.matches(seen) {
            let address = crate::api::Address::parse(&seen.path).unwrap();
            let gardenlet = store.get_mut(&address).unwrap();
            gardenlet["metadata"]["annotations"] =
                json!({ "gardener.cloud/operation": "renew-kubeconfig" });
            gardenlet["metadata"]["resourceVersion"] = "9999".into();
        }
        None
    });
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json --reset-client-cert --skip-check P9 --audit-log audit.jsonl");
    ran.code(1);
    assert_eq!(ran.one()["outcome"], "failed");
    assert!(
        ran.message().contains(
            "Secret garden/gardenlet-kubeconfig was removed from the target cluster already"
        ),
        "{}",
        ran.message()
    );
    let audit = std::fs::read_to_string(world.directory.path().join("audit.jsonl")).unwrap();
    let line = audit
        .lines()
        .find(|line| line.contains("gardenlet-kubeconfig"))
        .unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["notes"], json!(["--skip-check P9"]));
    assert!(line["user"].is_string(), "{line}");
}

#[test]
fn a_removal_in_a_target_that_was_not_reached_is_not_announced() {
    let world = World::new(Operator::Absent);
    world.garden.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "theirs", "namespace": "garden" }, "data": {} }));
    world.change(super::GARDENLET, |gardenlet| {
        gardenlet["metadata"]["annotations"] =
            json!({ "gardener.cloud/operation": "force-redeploy" });
        gardenlet["spec"]["kubeconfigSecretRef"] = json!({ "name": "theirs" });
    });
    let ran = world.run("redeploy aws --yes --no-wait -o json --reset-client-cert");
    ran.code(5);
    assert!(
        ran.message()
            .contains("--reset-client-cert needs access to the target cluster"),
        "{}",
        ran.message()
    );
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn secrets_that_the_deployment_needs_are_looked_for() {
    let world = World::new(Operator::Absent);
    world.change(super::GARDENLET, |gardenlet| {
        gardenlet["spec"]["deployment"]["helm"]["ociRepository"]["pullSecretRef"] = json!({ "name": "pull" });
        gardenlet["spec"]["config"] = json!({ "seedConfig": { "spec": { "backup": { "credentialsRef": { "apiVersion": "v1", "kind": "Secret", "name": "backup", "namespace": "garden" } } } } });
    });
    let run = "redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json";
    let ran = world.run(run);
    ran.code(5);
    assert_eq!(
        (ran.check("P11"), ran.check("P13")),
        ("blocked".to_owned(), "blocked".to_owned())
    );
    for (name, key) in [("pull", ".dockerconfigjson"), ("backup", "key")] {
        world.garden.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": name, "namespace": "garden" }, "data": { key: "eA==" } }));
    }
    world.run(run).code(0);
}

#[test]
fn files_tell_a_part_of_the_checklist_in_a_client_dry_run() {
    let world = World::new(Operator::Absent);
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/landscape");
    let ran = world.run(&format!(
        "redeploy aws-eu1 --runtime --force --landscape {} --dry-run=client -o json --now 2026-11-21T00:00:00Z",
        sample.display()
    ));
    ran.code(0);
    assert_eq!(
        (ran.check("P1"), ran.check("P7")),
        ("ok".to_owned(), "skipped".to_owned())
    );
    let ran = world.run(&format!(
        "redeploy aws-eu2 --runtime --landscape {} --dry-run=client -o json",
        sample.display()
    ));
    ran.code(5);
    assert!(
        ran.message().contains("--operation reconcile"),
        "{}",
        ran.message()
    );
    assert!(world.garden.requests().is_empty());
}
