//! `redeploy` with gardener-operator's real controller; the gardenlet that it deploys is a stand-in.

use serde_json::Value;

use super::fixture::{answer, directory, kubeconfig, run, stderr};
use super::seeds::{Lost, Place};

/// When a step was seen.
fn at(result: &Value, step: &str) -> Value {
    let steps = result["gardenlets"][0]["steps"].as_array().unwrap();
    let found = steps.iter().find(|one| one["name"] == step);
    found.unwrap_or_else(|| panic!("{step}: {result:#}"))["at"].clone()
}

#[test]
fn a_lost_gardenlet_comes_back_with_proof() {
    let mut lost = Lost::new("redeploy-remote", Place::Remote);
    lost.reports_when_deployed();
    let audit = directory("redeploy-remote").join("audit.jsonl");
    let output = run(
        kubeconfig("garden"),
        &[
            "redeploy",
            &lost.name,
            "--target-kubeconfig",
            lost.kubeconfig(),
            "--yes",
            "--timeout=90s",
            "-o=json",
            "--audit-log",
            audit.to_str().unwrap(),
        ],
    );
    let result = answer(&output, 0);
    lost.assert_back("happy path");
    assert_eq!(result["gardenlets"][0]["outcome"], "done", "{result:#}");
    let order = [
        "requested",
        "annotationRemoved",
        "seedRegistered",
        "secretDeleted",
        "referenceRemoved",
        "leaseRenewed",
        "gardenletReady",
    ];
    let times: Vec<String> = order
        .iter()
        .map(|step| at(&result, step).as_str().expect(step).to_owned())
        .collect();
    assert_eq!(times.len(), 7);
    let audit = std::fs::read_to_string(audit).unwrap();
    assert!(audit.contains("secrets/garden/kubectl-gardener-redeploy-redeploy-remote"));
    let key = std::fs::read_to_string(lost.kubeconfig()).unwrap();
    let key = key
        .lines()
        .find_map(|line| line.trim().strip_prefix("client-key-data: "))
        .unwrap();
    for said in [audit, stderr(&output), result.to_string()] {
        assert!(!said.contains(key), "a key was told");
    }
}

#[test]
fn a_gardenlet_of_the_runtime_cluster_comes_back_without_any_secret() {
    let mut lost = Lost::new("redeploy-runtime", Place::Runtime);
    lost.reports_when_deployed();
    let output = run(
        kubeconfig("garden"),
        &[
            "redeploy",
            &lost.name,
            "--runtime",
            "--yes",
            "--timeout=90s",
            "-o=json",
        ],
    );
    let result = answer(&output, 0);
    lost.assert_back("runtime");
    let steps = result["gardenlets"][0]["steps"].as_array().unwrap();
    assert!(!steps.iter().any(|step| step["name"] == "secretDeleted"));
}

#[test]
fn the_kubeconfig_of_another_cluster_changes_nothing() {
    let lost = Lost::new("redeploy-remote", Place::Remote);
    let before = lost.gardenlet();
    let output = run(
        kubeconfig("garden"),
        &[
            "redeploy",
            &lost.name,
            "--target-kubeconfig",
            kubeconfig("runtime"),
            "--yes",
            "-o=json",
        ],
    );
    let result = answer(&output, 5);
    assert_eq!(result["gardenlets"][0]["outcome"], "refused");
    let message = result["gardenlets"][0]["message"].as_str().unwrap();
    assert!(
        message.starts_with("P8 this is another cluster"),
        "{message}"
    );
    assert_eq!(
        lost.gardenlet()["metadata"]["resourceVersion"],
        before["metadata"]["resourceVersion"]
    );
    lost.assert_nothing_left("identity mismatch");
}

#[test]
fn a_cluster_that_is_a_shoot_is_found_by_proof_and_its_kubeconfig_is_minted() {
    let mut lost = Lost::new("redeploy-shoot", Place::Remote);
    let shoot = lost.is_a_shoot();
    lost.reports_when_deployed();
    let redeploy = |target: &[&str], code| {
        let mut arguments = vec!["redeploy", &lost.name, "--yes", "-o=json", "--timeout=90s"];
        arguments.extend(target);
        answer(&run(kubeconfig("garden"), &arguments), code)
    };
    // Without any target: the Seed and the Shoot tell the same identity.
    let proved = redeploy(&["--dry-run=client"], 0);
    assert!(proved.to_string().contains(&shoot), "{proved:#}");
    lost.assert_nothing_left("dry run");
    let refused = redeploy(&["--target-shoot", "garden/nobody"], 1);
    assert!(refused.to_string().contains("garden/nobody"), "{refused:#}");
    lost.assert_nothing_left("no such shoot");
    let brief = redeploy(&["--target-shoot", &shoot, "--expiration=15m"], 5);
    assert!(brief.to_string().contains("P6-expired"), "{brief:#}");
    lost.assert_nothing_left("a kubeconfig that ends soon");
    let result = redeploy(&["--target-shoot", &shoot], 0);
    lost.assert_back("minted");
    assert_eq!(result["gardenlets"][0]["outcome"], "done", "{result:#}");
}
