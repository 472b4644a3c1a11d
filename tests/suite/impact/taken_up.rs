//! Operations that the server takes up before it looks at what is asked for: what is dropped by then is not refused.

use serde_json::{Value, json};

use kubectl_gardener::domain::impact::report::ImpactReport;
use kubectl_gardener::domain::impact::verdict::Verdict;

use super::{between, shoot};

const NOW: &str = "gardener.cloud/operation";
const LATER: &str = "maintenance.gardener.cloud/operation";

fn ask(old: &Value, annotation: &str, operations: &str, spec: &[(&str, Value)]) -> ImpactReport {
    let mut new = old.clone();
    new["metadata"]["annotations"][annotation] = operations.into();
    for (pointer, value) in spec {
        *new.pointer_mut(pointer).unwrap() = value.clone();
    }
    between(old, &new)
}

fn verdict(old: &Value, annotation: &str, operations: &str) -> Verdict {
    ask(old, annotation, operations, &[]).verdict
}

fn rules(report: &ImpactReport) -> Vec<&str> {
    let findings = report.findings.iter();
    let mut rules: Vec<&str> = findings.map(|finding| finding.rule.as_str()).collect();
    rules.retain(|rule| rule.starts_with("operation-"));
    rules
}

fn failed() -> Value {
    let mut old = shoot();
    old["status"] = json!({"lastOperation": {"type": "Reconcile", "state": "Failed"}});
    old
}

#[test]
fn reconcile_is_gone_before_operations_are_compared() {
    let old = shoot();
    assert_eq!(verdict(&old, NOW, "maintain;reconcile"), Verdict::Accepted);
    assert_eq!(
        verdict(&old, NOW, "maintain;rotate-ca-start"),
        Verdict::Rejected
    );
    // Maintenance finds all of it, and so does the server where nothing is taken up.
    assert_eq!(
        verdict(&old, LATER, "maintain;reconcile"),
        Verdict::Rejected
    );
    assert_eq!(
        verdict(&failed(), NOW, "maintain;reconcile"),
        Verdict::Rejected
    );
    let minimum = ("/spec/provider/workers/0/minimum", json!(2));
    let with_spec = ask(&old, NOW, "maintain;reconcile", &[minimum]);
    assert_eq!(with_spec.verdict, Verdict::Rejected);
}

#[test]
fn nothing_between_two_separators_is_no_operation() {
    let old = shoot();
    for annotation in [NOW, LATER] {
        let asked = "rotate-observability-credentials;;rotate-ca-start";
        assert_eq!(verdict(&old, annotation, asked), Verdict::Rejected);
    }
    assert_eq!(verdict(&old, LATER, "reconcile;"), Verdict::Rejected);
    assert_eq!(
        verdict(&old, NOW, "reconcile;"),
        Verdict::Accepted,
        "nothing is left"
    );
}

#[test]
fn what_a_rotation_of_everything_covers_is_told_once() {
    let report = ask(
        &shoot(),
        NOW,
        "rotate-credentials-start;rotate-ca-start;rotate-observability-credentials",
        &[],
    );
    assert_eq!(report.verdict, Verdict::Accepted);
    assert_eq!(rules(&report), ["operation-rotate-credentials"]);
}
