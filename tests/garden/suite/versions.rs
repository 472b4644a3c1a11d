//! `versions report` on the sample landscape in a real garden.

use serde_json::Value;

use super::fixture::{NOW, answer, kubeconfig, program, run, sample, with_sample};
use crate::patience::Ending as _;

fn offline(arguments: &[&str]) -> Value {
    let output = program()
        .args(["versions", "-o", "json", "--now", NOW, "--landscape"])
        .arg(sample())
        .args(arguments)
        .ended();
    answer(&output, 0)
}

fn live(arguments: &[&str]) -> Value {
    let mut all = vec!["versions", "-o", "json", "--now", NOW];
    all.extend(arguments);
    answer(&run(kubeconfig("garden"), &all), 0)
}

/// The one shoot that an API server completes while it reads it: without a window it gets one.
const COMPLETED: &str = "mail";

/// A report without the shoot that the API server completes, and without the totals that count it.
fn comparable(mut report: Value) -> Value {
    let shoots = report["shoots"].as_array_mut().unwrap();
    shoots.retain(|shoot| shoot["name"] != COMPLETED);
    report.as_object_mut().unwrap().remove("summary");
    report
}

#[test]
fn the_sample_landscape_applies_without_an_error() {
    for applied in with_sample() {
        assert_eq!(applied["errors"], Value::Array(Vec::new()), "{applied:#}");
    }
}

#[test]
fn the_live_report_is_the_offline_report() {
    with_sample();
    let (live, offline) = (comparable(live(&[])), comparable(offline(&[])));
    assert_eq!(live["versions"], offline["versions"]);
    let shoots = |report: &Value| report["shoots"].as_array().unwrap().clone();
    assert!(shoots(&live).len() > 30);
    for (live, offline) in shoots(&live).iter().zip(&shoots(&offline)) {
        assert_eq!(live, offline);
    }
    assert_eq!(live, offline);
}

#[test]
fn only_files_can_lack_a_maintenance_window() {
    with_sample();
    let codes = |report: &Value| {
        let shoots = report["shoots"].as_array().unwrap();
        let shoot = shoots
            .iter()
            .find(|shoot| shoot["name"] == COMPLETED)
            .expect("the shoot")
            .clone();
        let findings = shoot["findings"].as_array().unwrap().clone();
        findings
            .iter()
            .map(|finding| finding["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(codes(&offline(&[])).contains(&"always-window".to_owned()));
    assert!(!codes(&live(&[])).contains(&"always-window".to_owned()));
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
        assert_eq!(
            comparable(live(scope)),
            comparable(offline(scope)),
            "{scope:?}"
        );
    }
}

#[test]
fn findings_set_the_exit_code() {
    with_sample();
    let arguments = ["versions", "-o", "json", "--now", NOW, "--fail-on", "error"];
    answer(&run(kubeconfig("garden"), &arguments), 3);
}
