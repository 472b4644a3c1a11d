//! `impact` from the outside: files in, answer and exit code out.

use std::fs;
use std::path::Path;

use serde_json::Value;
use snapbox::cmd::{Command, OutputAssert};

use super::shoot;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/landscape");

fn impact(arguments: &[&str]) -> OutputAssert {
    Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"))
        .arg("impact")
        .args(arguments)
        .args(["--now", "2026-11-21T00:00:00Z"])
        .env("KUBECONFIG", "/nowhere/kubeconfig")
        .assert()
}

fn json(assert: &OutputAssert) -> Value {
    serde_json::from_slice(&assert.get_output().stdout).unwrap()
}

fn write(folder: &Path, name: &str, tree: &Value) -> String {
    let path = folder.join(name);
    fs::write(&path, serde_json::to_string(tree).unwrap()).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn a_patch_of_a_shoot_of_the_landscape_tells_what_it_does() {
    let change = "spec.provider.workers[web].machine.type=m5.2xlarge";
    let assert = impact(&[
        "shoot",
        "shop-prod",
        "-n",
        "garden-commerce",
        "--set",
        change,
        "--landscape",
        SAMPLE,
        "-o",
        "json",
        "--fail-on",
        "node-roll",
    ])
    .code(3);
    let report = json(&assert);
    assert_eq!(report["kind"], "ImpactReport");
    assert_eq!(report["verdict"], "accepted");
    assert_eq!(report["pools"][0]["action"], "roll");
    assert_eq!(report["pools"][1]["action"], "none");
    assert_eq!(report["findings"][0]["class"], "NODE_ROLL");
    // A merge patch replaces lists as a whole: here it says the same as the assignment.
    impact(&[
        "shoot",
        "shop-prod",
        "-n",
        "garden-commerce",
        "--patch",
        r#"{"spec":{"purpose":"development"}}"#,
        "--landscape",
        SAMPLE,
        "--fail-on",
        "node-roll",
    ])
    .success();
}

#[test]
fn a_refused_change_is_exit_code_3_only_with_fail_on() {
    let arguments = [
        "shoot",
        "shop-prod",
        "-n",
        "garden-commerce",
        "--set",
        "spec.region=nowhere",
        "--landscape",
        SAMPLE,
    ];
    let text = impact(&arguments).success();
    let text = String::from_utf8_lossy(&text.get_output().stdout).into_owned();
    assert!(
        text.contains("rejected") && text.contains("spec.region"),
        "{text}"
    );
    impact(&[&arguments[..], &["--fail-on", "rejected"]].concat()).code(3);
}

#[test]
fn files_are_compared_in_the_order_of_the_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, mut second) = (shoot(), shoot());
    second["metadata"]["name"] = "other".into();
    let list =
        |items: &[&Value]| serde_json::json!({"apiVersion": "v1", "kind": "List", "items": items});
    let old = write(folder.path(), "old.json", &list(&[&first, &second]));
    first["spec"]["purpose"] = "production".into();
    second["spec"]["region"] = "elsewhere".into();
    let new = write(folder.path(), "new.json", &list(&[&second, &first]));
    let report = json(&impact(&["-f", &new, "--old", &old, "-o", "json"]).success());
    assert_eq!(report["kind"], "ImpactReportList");
    assert_eq!(report["items"][0]["shoot"]["name"], "other");
    assert_eq!(report["items"][0]["verdict"], "rejected");
    assert_eq!(report["items"][1]["verdict"], "accepted");
}

#[test]
fn what_is_missing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let new = write(folder.path(), "new.json", &shoot());
    let error =
        |assert: OutputAssert| String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    let text = error(impact(&["-f", &new]).code(1));
    assert!(
        text.contains("--kubeconfig") && text.contains("--landscape"),
        "{text}"
    );
    let text = error(impact(&["-f", &new, "--landscape", SAMPLE]).code(1));
    assert!(text.contains("garden-shop/shop"), "{text}");
    let text = error(impact(&["-f", "-", "--old", "-"]).code(2));
    assert!(text.contains("stdin"), "{text}");
    let text = error(impact(&["rules", "no-such-rule"]).code(1));
    assert!(text.contains("no-such-rule"), "{text}");
    let text = error(impact(&["-f", &new, "--old", &new, "--fail-on", "sometimes"]).code(2));
    assert!(text.contains("node-roll"), "{text}");
}

#[test]
fn rules_are_listed_and_explained() {
    let all = json(&impact(&["rules", "-o", "json"]).success());
    assert!(all["items"].as_array().unwrap().len() > 200);
    let one = impact(&["rules", "machine-type"]).success();
    let text = String::from_utf8_lossy(&one.get_output().stdout).into_owned();
    assert!(
        text.contains("spec.provider.workers[*].machine.type"),
        "{text}"
    );
    assert!(text.contains("operatingsystemconfig.go"), "{text}");
}
