//! The report on files: each finding that files show.

use std::fs;
use std::process::Output;

use kubectl_gardener::domain::doctor::CHECKS;
use serde_json::Value;

use super::{doctor, found, one, state, text};
use crate::output::schema;
use crate::patience::Ending as _;
use crate::versions::{SAMPLE, json};

pub(super) fn offline(arguments: &[&str]) -> Output {
    let mut command = doctor();
    command.args(["--landscape", SAMPLE]).args(arguments);
    command.ended()
}

#[test]
fn json_keeps_to_its_schema_and_accounts_for_every_check() {
    let report = json(&offline(&["-o", "json"]), 0);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/DoctorReport.json");
    let described = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    schema::check(&report, &described, &described, "$").unwrap();
    for check in CHECKS {
        found(&report, check.id);
    }
    assert_eq!(report["rights"], Value::Null);
    assert_eq!(report["landscape"], SAMPLE);
}

/// The report on some manifests.
fn of(manifests: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("all.yaml"), manifests).unwrap();
    let mut command = doctor();
    command
        .args(["-o", "json", "--landscape"])
        .arg(folder.path());
    json(&command.ended(), 0)
}

/// A seed with annotations.
fn seed(annotations: &str) -> String {
    format!(
        "apiVersion: core.gardener.cloud/v1beta1\nkind: Seed\nmetadata:\n  name: aws\n  annotations: {annotations}\n\
         spec: {{provider: {{type: aws, region: eu}}}}\n"
    )
}

const STOP: &str = "shoot.gardener.cloud/emergency-stop-reconciliations";
const HOLDS: &str = "kubectl-gardener/emergency-stop";

#[test]
fn a_stop_without_effect_is_found_and_the_command_takes_it_off() {
    let report = of(&seed(&format!("{{{STOP}: 'True'}}")));
    let finding = one(&report, "ineffective-value");
    assert_eq!(
        (text(finding, "state"), text(finding, "subject")),
        ("error", "seed aws")
    );
    assert_eq!(
        text(finding, "command"),
        format!("kubectl annotate seed aws {STOP}-")
    );
    for well in ["{}".to_owned(), format!("{{{STOP}: 'true'}}")] {
        assert_eq!(
            state(&of(&seed(&well)), "ineffective-value"),
            "ok",
            "{well}"
        );
    }
}

/// A stopped seed with holds that end at these times.
fn held(ends: &[&str]) -> Value {
    let holds: Vec<Value> = ends
        .iter()
        .enumerate()
        .map(|(number, until)| {
            serde_json::json!({ "incident": format!("INC-{number}"), "by": "jane", "since": "2026-11-20T00:00:00Z", "until": until })
        })
        .collect();
    let holds = serde_json::to_string(&holds).unwrap();
    of(&seed(&format!("{{{STOP}: 'true', {HOLDS}: '{holds}'}}")))
}

#[test]
fn every_hold_that_should_be_over_has_a_command_of_its_own() {
    let report = held(&[
        "2026-11-21T00:00:00Z",
        "2026-11-21T00:00:01Z",
        "2026-11-20T12:00:00Z",
    ]);
    let commands: Vec<&str> = found(&report, "overdue")
        .into_iter()
        .map(|finding| text(finding, "command"))
        .collect();
    assert_eq!(
        commands,
        [
            "kubectl gardener emergency-stop off aws --incident=INC-0",
            "kubectl gardener emergency-stop off aws --incident=INC-2"
        ]
    );
    assert_eq!(state(&held(&["2026-11-21T00:00:01Z"]), "overdue"), "ok");
}

#[test]
fn holds_without_a_stop_are_lifted_and_what_cannot_be_read_keeps_its_stop() {
    let report = of(&seed(&format!(
        "{{{HOLDS}: '[{{\"incident\":\"INC-1\",\"by\":\"jane\"}}]'}}"
    )));
    let finding = one(&report, "hold-without-stop");
    assert_eq!(
        text(finding, "command"),
        "kubectl gardener emergency-stop off aws --override"
    );
    let report = of(&seed(&format!("{{{STOP}: 'true', {HOLDS}: 'nonsense'}}")));
    let finding = one(&report, "unreadable-hold");
    assert_eq!(text(finding, "state"), "warning");
    assert_eq!(finding["command"], Value::Null);
    let advice = text(finding, "advice");
    assert!(advice.contains(HOLDS), "{advice}");
    assert!(
        advice.contains("--override would lift the stop"),
        "{advice}"
    );
}

#[test]
fn a_stop_without_effect_that_somebody_holds_is_made_effective() {
    for (hold, command) in [
        (r#"{"by":"bob"}"#, "kubectl gardener emergency-stop on aws"),
        (
            r#"{"incident":"-7","by":"bob"}"#,
            "kubectl gardener emergency-stop on aws --incident=-7",
        ),
        (r#""nonsense""#, "kubectl gardener emergency-stop on aws"),
    ] {
        let report = of(&seed(&format!("{{{STOP}: 'True', {HOLDS}: '[{hold}]'}}")));
        for id in ["ineffective-value", "hold-without-stop"] {
            assert_eq!(text(one(&report, id), "command"), command, "{hold}");
        }
        let all: Vec<&str> = (report["findings"].as_array().unwrap().iter())
            .map(|finding| text(finding, "command"))
            .collect();
        let lifts = |command: &&str| command.contains("off aws") || command.contains("annotate");
        assert!(!all.iter().any(lifts), "{all:?}");
    }
}

#[test]
fn a_gardenlet_whose_version_does_not_fit_is_found() {
    let garden = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: gardener-info, namespace: gardener-system-public}\n\
                  data: {gardenerAPIServer: 'version: v1.150.0'}\n";
    let with = |version: &str| {
        let seed = seed("{}");
        of(&format!(
            "{garden}---\n{seed}status: {{gardener: {{version: {version}, id: x, name: x}}}}\n"
        ))
    };
    let report = with("v1.147.0");
    assert_eq!(state(&report, "version-not-supported"), "error");
    assert_eq!(state(&report, "gardener-version"), "ok");
    assert_eq!(state(&with("v1.148.0"), "version-not-supported"), "ok");
}

#[test]
fn a_reference_that_is_left_is_taken_off_by_the_command() {
    let with = |annotations: &str| {
        let seed = seed("{}");
        of(&format!(
            "{seed}---\napiVersion: seedmanagement.gardener.cloud/v1alpha1\nkind: Gardenlet\n\
             metadata: {{name: aws, namespace: garden, annotations: {annotations}}}\n\
             spec: {{kubeconfigSecretRef: {{name: left}}}}\n"
        ))
    };
    let report = with("{}");
    let finding = one(&report, "reference-not-removed");
    assert_eq!(text(finding, "subject"), "gardenlet aws");
    assert_eq!(
        text(finding, "command"),
        r#"kubectl patch gardenlet aws -n garden --type=merge -p '{"spec":{"kubeconfigSecretRef":null}}'"#
    );
    // As long as it is asked for, it is needed.
    let asked = with("{gardener.cloud/operation: force-redeploy}");
    assert_eq!(state(&asked, "reference-not-removed"), "ok");
}

#[test]
fn only_fail_on_makes_findings_change_the_exit_code() {
    assert_eq!(offline(&[]).status.code(), Some(0));
    assert_eq!(offline(&["--fail-on", "error"]).status.code(), Some(3));
    let missing = doctor().args(["--landscape", "/nowhere/at/all"]).output();
    assert_eq!(missing.unwrap().status.code(), Some(1));
}
