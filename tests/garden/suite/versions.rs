//! `versions report` on the sample landscape in a real garden.

use serde_json::Value;

use super::fixture::{NOW, answer, kubeconfig, program, run, sample, with_sample};

fn offline(arguments: &[&str]) -> Value {
    let output = program()
        .args(["versions", "-o", "json", "--now", NOW, "--landscape"])
        .arg(sample())
        .args(arguments)
        .output()
        .unwrap();
    answer(&output, 0)
}

fn live(arguments: &[&str]) -> Value {
    let mut all = vec!["versions", "-o", "json", "--now", NOW];
    all.extend(arguments);
    answer(&run(kubeconfig("garden"), &all), 0)
}

#[test]
fn the_sample_landscape_applies_without_an_error() {
    let applied = with_sample();
    assert_eq!(applied["errors"], Value::Array(Vec::new()), "{applied:#}");
}

#[test]
fn the_live_report_is_the_offline_report() {
    with_sample();
    let (live, offline) = (live(&[]), offline(&[]));
    assert_eq!(live["versions"], offline["versions"]);
    let shoots = |report: &Value| report["shoots"].as_array().unwrap().clone();
    assert_eq!(shoots(&live).len(), shoots(&offline).len());
    for (live, offline) in shoots(&live).iter().zip(&shoots(&offline)) {
        assert_eq!(live, offline);
    }
    assert_eq!(live, offline);
}

#[test]
fn scopes_mean_the_same_live_and_offline() {
    with_sample();
    for scope in [
        &["-n", "garden-commerce"][..],
        &["-l", "!does-not-exist"],
        &["-n", "garden-edge", "-l", "a=b"],
        &["--profile", "aws", "--severity", "error"],
    ] {
        assert_eq!(live(scope), offline(scope), "{scope:?}");
    }
}

#[test]
fn findings_set_the_exit_code() {
    with_sample();
    let arguments = ["versions", "-o", "json", "--now", NOW, "--fail-on", "error"];
    answer(&run(kubeconfig("garden"), &arguments), 3);
}
