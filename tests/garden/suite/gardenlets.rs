//! `gardenlets` on the sample landscape in a real garden: what managedFields, labels and rights really are.

use serde_json::{Value, json};

use super::fixture::{
    NOW, answer, control, directory, kubeconfig, program, run, sample, stderr, with_sample,
};
use crate::patience::Ending as _;

fn offline() -> Value {
    let output = program()
        .args(["gardenlets", "-o", "json", "--now", NOW, "--landscape"])
        .arg(sample())
        .ended();
    answer(&output, 0)
}

fn live(kubeconfig: &str, arguments: &[&str]) -> (Value, String) {
    let output = run(
        kubeconfig,
        &[&["gardenlets", "-o", "json"], arguments].concat(),
    );
    (answer(&output, 0), stderr(&output))
}

fn row<'r>(report: &'r Value, name: &str) -> &'r Value {
    let rows = report["gardenlets"].as_array().unwrap();
    let row = rows.iter().find(|row| row["name"] == name);
    row.unwrap_or_else(|| panic!("{name}: {report:#}"))
}

/// Rows of the sample: other tests have seeds of their own.
const SAMPLE: [&str; 6] = [
    "aws-eu1",
    "aws-eu2",
    "gcp-eu1",
    "gcp-us1",
    "metal-dc1",
    "metal-dc2",
];

#[test]
fn the_live_report_is_the_offline_report() {
    with_sample();
    let offline = offline();
    let (live, said) = live(
        kubeconfig("garden"),
        &[&SAMPLE[..], &["--now", NOW]].concat(),
    );
    assert_eq!(said, "");
    assert_eq!(live["gardenVersion"], offline["gardenVersion"]);
    for name in SAMPLE {
        assert_eq!(row(&live, name), row(&offline, name));
    }
}

#[test]
fn a_viewer_sees_all_but_secrets() {
    with_sample();
    let user = json!({ "name": "gardenlets-viewer", "clusterRoles": ["gardener.cloud:viewer"] });
    let user = control("POST", "/users", &user);
    let arguments = [&SAMPLE[..], &["--now", NOW]].concat();
    let (report, said) = live(user["kubeconfig"].as_str().unwrap(), &arguments);
    assert!(said.contains("Secrets of redeployments"), "{said}");
    assert_eq!(report["notLookedAt"].as_array().unwrap().len(), 1, "{said}");
    for name in SAMPLE {
        assert_eq!(row(&report, name), row(&offline(), name));
    }
}

#[test]
fn who_may_read_nothing_but_seeds_learns_what_their_labels_tell() {
    with_sample();
    // With the next write to the Seed the API server labels it with its parent: the ManagedSeed came after the Seed.
    let again = directory("aws-eu2");
    std::fs::copy(sample().join("seeds/aws-eu2.yaml"), again.join("seed.yaml")).unwrap();
    let body = json!({ "directory": again, "references": true, "exact": true });
    control("POST", "/apply", &body);
    let rules = json!([{ "apiGroups": ["core.gardener.cloud"], "resources": ["seeds"], "verbs": ["get", "list"] }]);
    let user = json!({ "name": "gardenlets-nobody", "rules": rules });
    let user = control("POST", "/users", &user);
    let arguments = [&SAMPLE[..], &["--now", NOW]].concat();
    let (report, said) = live(user["kubeconfig"].as_str().unwrap(), &arguments);
    for what in ["Gardenlets:", "ManagedSeeds:", "heartbeats:"] {
        assert!(said.contains(&format!("warning: {what}")), "{said}");
    }
    let managed = &row(&report, "aws-eu2")["backing"];
    assert_eq!(managed["kind"], "managedSeed");
    assert_eq!(managed["proven"], false);
    assert_eq!(row(&report, "aws-eu1")["backing"]["kind"], "unknown");
    assert_eq!(row(&report, "metal-dc1")["verdict"], "down");
    // Everybody may read which version the garden has.
    assert_eq!(report["gardenVersion"], "v1.150.0");
}
