//! Waivers: accepted findings neither show nor fail, and wrong ones are refused.

use std::fmt::Write;
use std::fs;

use super::{json, offline, stderr};

fn with_waivers(yaml: &str, arguments: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("waivers.yaml");
    fs::write(&path, yaml).unwrap();
    offline(&[&["--waivers", path.to_str().unwrap()], arguments].concat())
}

#[test]
fn accepted_findings_move_aside_and_no_longer_fail() {
    let one = "- {code: dead-end, target: garden-data/reports, reason: decommissioned, until: 2026-12-31}";
    let report = json(&with_waivers(one, &["-o", "json"]), 0);
    let shoots = report["shoots"].as_array().unwrap();
    let reports = shoots
        .iter()
        .find(|shoot| shoot["name"] == "reports")
        .unwrap();
    let codes: Vec<_> = reports["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["code"])
        .collect();
    assert!(!codes.contains(&&"dead-end".into()), "{codes:?}");
    assert_eq!(reports["waived"][0]["code"], "dead-end");
    assert_eq!(reports["waived"][0]["reason"], "decommissioned");
    assert_eq!(report["summary"]["waived"], 1);

    let codes = report["shoots"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|shoot| shoot["findings"].as_array().unwrap());
    let errors: std::collections::BTreeSet<_> = codes
        .filter(|f| f["severity"] == "error")
        .map(|f| f["code"].as_str().unwrap().to_owned())
        .collect();
    let mut all = String::new();
    for code in errors.iter().map(String::as_str).chain(["dead-end"]) {
        writeln!(all, "- {{code: {code}, target: '*/*', reason: known}}").unwrap();
    }
    let output = with_waivers(&all, &["--fail-on", "error"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(offline(&["--fail-on", "error"]).status.code(), Some(3));
}

#[test]
fn a_waiver_that_has_ended_is_named_and_waives_nothing() {
    let ended =
        "- {code: dead-end, target: garden-data/reports, reason: soon gone, until: 2026-11-19}";
    let output = with_waivers(ended, &["-o", "json"]);
    assert!(stderr(&output).contains("the waiver of dead-end for garden-data/reports has ended"));
    assert_eq!(json(&output, 0)["summary"]["waived"], 0);
}

#[test]
fn wrong_waivers_are_refused_with_the_file_and_what_is_wrong() {
    for (yaml, expected) in [
        (
            "- {code: V03, target: a/b, reason: r}",
            "no finding has the code",
        ),
        (
            "- {code: dead-end, target: reports, reason: r}",
            "NAMESPACE/SHOOT",
        ),
        ("code: dead-end", "waivers.yaml"),
        ("- {code: dead-end", "waivers.yaml"),
    ] {
        let output = with_waivers(yaml, &[]);
        assert_eq!(output.status.code(), Some(1), "{yaml}");
        assert!(output.stdout.is_empty());
        assert!(
            stderr(&output).contains(expected),
            "{yaml}: {}",
            stderr(&output)
        );
    }
    let output = offline(&["--waivers", "/nowhere/waivers.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("/nowhere/waivers.yaml"),
        "{}",
        stderr(&output)
    );
}
