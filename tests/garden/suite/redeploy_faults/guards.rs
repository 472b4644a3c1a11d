//! Who may not, who names the wrong cluster, and an operator that does nothing.

use std::process::Output;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{assert_done, check, command, lost, redeploy, result};
use crate::cluster::Cluster;
use crate::fixture::{answer, control, kubeconfig, program, run, stderr};
use crate::patience::{Ending as _, end_of, until};
use crate::proxy::Proxy;
use crate::seeds::{Asleep, Lost, Place};

/// A user who may do all that it takes, but for some verbs on a resource.
fn user_without(name: &str, resource: &str, verbs: &[&str]) -> String {
    let all = ["get", "list", "watch", "create", "patch", "delete"];
    let rules: Vec<Value> = [
        ("seedmanagement.gardener.cloud", "gardenlets"),
        ("seedmanagement.gardener.cloud", "managedseeds"),
        ("core.gardener.cloud", "seeds"),
        ("core.gardener.cloud", "shoots"),
        ("coordination.k8s.io", "leases"),
        ("", "secrets"),
        ("", "configmaps"),
    ]
    .into_iter()
    .map(|(group, plural)| {
        let verbs: Vec<_> = all
            .into_iter()
            .filter(|verb| plural != resource || !verbs.contains(verb))
            .collect();
        json!({ "apiGroups": [group], "resources": [plural], "verbs": verbs })
    })
    .collect();
    let user = json!({ "name": name, "rules": rules });
    let user = control("POST", "/users", &user);
    user["kubeconfig"].as_str().unwrap().to_owned()
}

/// All that was said and answered.
fn everything(output: &Output) -> String {
    format!(
        "{}{}",
        stderr(output),
        String::from_utf8_lossy(&output.stdout)
    )
}

/// Panic if anything was written. The operator may still write the status meanwhile.
fn assert_untouched(lost: &Lost, before: &Value, what: &str) {
    assert_eq!(lost.secrets(), [""; 0], "{what}");
    assert!(!lost.is_deployed(), "{what}");
    let now = lost.gardenlet();
    assert_eq!(now["spec"], before["spec"], "{what}");
    for field in ["generation", "annotations", "labels"] {
        assert_eq!(now["metadata"][field], before["metadata"][field], "{what}");
    }
}

#[test]
fn who_may_not_handle_secrets_is_told_which_role_may() {
    let lost = lost();
    let before = lost.gardenlet();
    let kubeconfig = user_without("redeploy-no-secrets", "secrets", &["create", "delete"]);
    let output = redeploy(&lost, &kubeconfig, &[]);
    let result = result(&output, 5);
    let check = check(&result, "P4");
    assert_eq!(check["state"], "blocked", "{result:#}");
    let message = check["message"].as_str().unwrap();
    assert!(
        message.contains("secrets") && message.contains("gardener.cloud:system:administrators"),
        "{message}"
    );
    assert_untouched(&lost, &before, "no secrets");
}

#[test]
fn who_may_not_patch_the_gardenlet_is_told_so_and_creates_no_secret() {
    let lost = lost();
    let before = lost.gardenlet();
    let kubeconfig = user_without("redeploy-no-patch", "gardenlets", &["patch"]);
    let output = redeploy(&lost, &kubeconfig, &[]);
    let result = result(&output, 5);
    let check = check(&result, "P4");
    assert_eq!(check["state"], "blocked", "{result:#}");
    assert!(
        check["message"]
            .as_str()
            .unwrap()
            .contains("patch gardenlets"),
        "{check}"
    );
    assert_untouched(&lost, &before, "no patch");
}

#[test]
fn who_may_not_read_is_told_what_could_not_be_read() {
    let lost = lost();
    let before = lost.gardenlet();
    let kubeconfig = user_without("redeploy-no-read", "gardenlets", &["get", "list", "watch"]);
    let output = redeploy(&lost, &kubeconfig, &[]);
    assert!(
        matches!(output.status.code(), Some(1 | 5)),
        "{}",
        stderr(&output)
    );
    let told = everything(&output);
    assert!(
        told.contains("gardenlets") && told.contains("redeploy-no-read"),
        "{told}"
    );
    assert_untouched(&lost, &before, "no read");
}

#[test]
fn a_right_that_is_lost_between_look_and_write_leaves_no_secret() {
    let lost = lost();
    let proxy = Proxy::start("redeploy-forbidden");
    let path = "/gardenlets/lost-remote\\?fieldManager=kubectl-gardener$";
    proxy.rules(&json!([{ "methods": ["PATCH"], "path": path, "fault": "status", "status": 403 }]));
    let output = redeploy(&lost, &proxy.kubeconfig, &[]);
    let result = result(&output, 1);
    assert_eq!(result["outcome"], "failed", "{result:#}");
    lost.assert_nothing_left("403 at the patch");
}

#[test]
fn a_gardenlet_that_is_not_there_is_an_error_that_says_how_to_find_one() {
    let output = run(
        kubeconfig("garden"),
        &[
            "redeploy",
            "no-such-gardenlet",
            "--runtime",
            "--yes",
            "-o",
            "json",
        ],
    );
    let result = result(&output, 1);
    let message = result["message"].as_str().unwrap();
    assert!(
        message.contains("there is no Gardenlet") && message.contains("no-such-gardenlet"),
        "{message}"
    );
}

#[test]
fn the_kubeconfig_of_another_cluster_is_refused_before_anything_is_written() {
    let lost = lost();
    let before = lost.gardenlet();
    for other in ["runtime", "garden"] {
        let output = program()
            .env("KUBECONFIG", kubeconfig("garden"))
            .args(["redeploy", &lost.name, "--yes", "-o", "json"])
            .args(["--target-kubeconfig", kubeconfig(other)])
            .ended();
        let result = result(&output, 5);
        assert_eq!(result["outcome"], "refused", "{other}: {result:#}");
        let check = check(&result, "P8");
        assert_eq!(check["state"], "blocked", "{other}: {result:#}");
        assert_untouched(&lost, &before, other);
    }
}

#[test]
fn a_cluster_that_was_created_anew_is_taken_only_when_that_is_said() {
    let mut lost = Lost::in_new_cluster("lost-anew", Place::Remote);
    lost.reports_when_deployed();
    let before = lost.gardenlet();
    let refused = redeploy(&lost, kubeconfig("garden"), &[]);
    assert_eq!(check(&result(&refused, 5), "P8")["state"], "blocked");
    assert_untouched(&lost, &before, "created anew");
    let done = redeploy(&lost, kubeconfig("garden"), &["--allow-identity-mismatch"]);
    assert_eq!(check(&result(&done, 0), "P8")["state"], "warning");
    assert_done(&lost, &done, "created anew");
}

#[test]
fn a_secret_of_somebody_else_under_our_name_is_never_touched() {
    let lost = lost();
    let garden = Cluster::of("garden");
    let name = format!("kubectl-gardener-redeploy-{}", lost.name);
    let collection = "/api/v1/namespaces/garden/secrets";
    let secret = json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": name, "namespace": "garden" } });
    let created = garden.create(collection, &secret);
    let before = lost.gardenlet();
    let output = redeploy(&lost, kubeconfig("garden"), &[]);
    let path = format!("{collection}/{name}");
    let after = garden.get(&path);
    garden.delete(&path);
    let told = everything(&output);
    assert_eq!(output.status.code(), Some(5), "{told}");
    assert!(told.contains("not of this program"), "{told}");
    assert_eq!(after, Some(created));
    assert_untouched(&lost, &before, "a foreign Secret");
}

#[test]
fn the_runtime_cluster_is_never_taken_because_nothing_was_said() {
    // No Shoot of the garden says that it is the cluster of this seed.
    let lost = Lost::in_new_cluster("lost-anew", Place::Remote);
    let before = lost.gardenlet();
    let output = run(
        kubeconfig("garden"),
        &["redeploy", &lost.name, "--yes", "-o", "json"],
    );
    let result = result(&output, 5);
    assert_eq!(result["outcome"], "refused", "{result:#}");
    let message = result["message"].as_str().unwrap();
    for flag in [
        "--target-kubeconfig",
        "--target-shoot",
        "--target-secret",
        "--runtime",
    ] {
        assert!(message.contains(flag), "{message}");
    }
    assert_untouched(&lost, &before, "no target");
}

#[test]
fn without_terminal_and_yes_nothing_happens() {
    let lost = lost();
    let before = lost.gardenlet();
    let output = program()
        .env("KUBECONFIG", kubeconfig("garden"))
        .args([
            "redeploy",
            &lost.name,
            "--target-kubeconfig",
            lost.kubeconfig(),
        ])
        .ended();
    assert_eq!(output.status.code(), Some(5), "{}", stderr(&output));
    let told = everything(&output);
    assert!(told.contains("--yes"), "{told}");
    assert_untouched(&lost, &before, "no confirmation");
}

#[test]
fn dry_runs_write_nothing() {
    let lost = lost();
    let before = lost.gardenlet();
    for dry_run in ["--dry-run=client", "--dry-run=server"] {
        let output = redeploy(&lost, kubeconfig("garden"), &[dry_run]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_untouched(&lost, &before, dry_run);
    }
}

#[test]
fn an_operator_that_sleeps_is_waited_for_and_then_named() {
    let mut lost = lost();
    lost.reports_when_deployed();
    let asleep = Asleep::now();
    let started = Instant::now();
    let output = redeploy(&lost, kubeconfig("garden"), &["--timeout", "4s"]);
    assert!(started.elapsed() < Duration::from_secs(20));
    let late = result(&output, 6);
    assert_eq!(late["outcome"], "timedOut", "{late:#}");
    let told = format!("{}{}", late["message"], stderr(&output));
    assert!(told.contains("gardener-operator"), "{told}");
    let steps = late["steps"].as_array().unwrap();
    assert_eq!(steps[0]["name"], "requested");
    assert_ne!(steps[0]["at"], Value::Null);
    assert_eq!(steps[1]["at"], Value::Null, "{late:#}");
    assert_eq!(
        lost.secrets().len(),
        1,
        "the request stays, with its Secret"
    );
    // It is told by the report as well.
    let report = run(
        kubeconfig("garden"),
        &["gardenlets", &lost.name, "-o", "json"],
    );
    let report = answer(&report, 0);
    let pending = &report["gardenlets"][0]["pendingOperations"];
    assert_eq!(pending[0]["operation"], "force-redeploy", "{report:#}");
    assert_eq!(pending[0]["manager"], "kubectl-gardener");
    assert_ne!(pending[0]["since"], Value::Null);
    // Somebody else sees it, and adds no second Secret.
    let other = user_without("redeploy-second", "none", &[]);
    let output = redeploy(&lost, &other, &["--no-wait"]);
    let told = everything(&output);
    assert!(
        told.contains("pending") || told.contains("in progress"),
        "{told}"
    );
    assert_eq!(lost.secrets().len(), 1, "{told}");
    drop(asleep);
    let output = redeploy(&lost, kubeconfig("garden"), &["--force"]);
    assert_done(&lost, &output, "after the operator woke up");
}

#[test]
fn what_the_operator_says_is_shown_with_what_to_do() {
    let mut lost = lost();
    lost.reports_when_deployed();
    let fail = |text: &str| control("POST", "/standin/oci-registry", &json!({ "error": text }));
    fail("no such chart");
    let output = redeploy(&lost, kubeconfig("garden"), &["--timeout", "5s"]);
    fail("");
    let late = result(&output, 6);
    let told = format!("{}{}", late["message"], stderr(&output));
    assert!(
        told.contains("no such chart") && told.contains("could not pull the chart"),
        "{told}"
    );
    // The same again has the operator try at once.
    let output = redeploy(&lost, kubeconfig("garden"), &[]);
    assert_done(&lost, &output, "the chart is there again");
}

#[cfg(unix)]
#[test]
fn ctrl_c_while_waiting_ends_with_130_and_says_how_to_go_on() {
    use std::process::{Command, Stdio};
    let mut lost = lost();
    lost.reports_when_deployed();
    let asleep = Asleep::now();
    let child = command(&lost, kubeconfig("garden"), &[])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let asked =
        || !lost.gardenlet()["metadata"]["annotations"]["gardener.cloud/operation"].is_null();
    until("the request of redeploy", asked);
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let output = end_of(child, "redeploy after Ctrl-C");
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    let told = everything(&output);
    assert!(told.contains("again"), "{told}");
    drop(asleep);
    let output = redeploy(&lost, kubeconfig("garden"), &["--force"]);
    assert_done(&lost, &output, "after Ctrl-C");
}
