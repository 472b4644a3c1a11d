//! From files: every format, and what each state and trouble looks like.

use serde_json::{Value, json};
use snapbox::{Assert, Data};

use super::{SAMPLE, SAMPLE_NOW, json, offline, seed, stderr, text, troubles};
use crate::output::schema;

/// Compare an answer with its snapshot.
fn snapshot(name: &str, printed: &str) {
    let folder = "tests/suite/emergency_stop_status/snapshots";
    let path = format!("{}/{folder}/{name}", env!("CARGO_MANIFEST_DIR"));
    let file = Data::read_from(path.as_ref(), None).raw();
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(printed.to_owned(), file);
}

#[test]
fn every_format() {
    for (name, arguments) in [
        ("table.txt", &[][..]),
        ("wide.txt", &["-o", "wide"]),
        ("shoots.txt", &["--shoots"]),
        ("shoots-all.csv", &["--shoots=all", "-o", "csv"]),
        ("report.json", &["-o", "json", "--shoots"]),
        ("report.md", &["-o", "markdown"]),
        ("seeds.csv", &["-o", "csv"]),
        ("names.txt", &["-o", "name"]),
    ] {
        snapshot(name, &text(&troubles(arguments), 0));
    }
    let names = text(&troubles(&["-o", "name", "--shoots", "gamma"]), 0);
    assert!(
        names.starts_with("shoot.core.gardener.cloud/garden-a/going\n"),
        "{names}"
    );
}

#[test]
fn the_sample_has_a_stopped_and_an_ineffective_seed() {
    let printed = text(&offline(SAMPLE, SAMPLE_NOW, &[]), 0);
    snapshot("sample.txt", &printed);
    let report = json(&offline(SAMPLE, SAMPLE_NOW, &["-o", "json"]), 0);
    let gcp = seed(&report, "gcp-eu1");
    assert_eq!(
        (&gcp["state"], &gcp["confirmed"]),
        (&json!("stopped"), &json!(true))
    );
    assert_eq!(gcp["since"], "2026-11-20T16:03:00Z");
    let ineffective = seed(&report, "gcp-us1");
    assert_eq!(ineffective["value"], "True");
    assert_eq!(ineffective["stopped"], false);
    assert_eq!(report["summary"]["shoots"], 41);
    assert_eq!(
        seed(&report, "aws-eu1")["hostedManagedSeeds"],
        json!(["aws-eu2"])
    );
}

#[test]
fn json_keeps_to_its_schema_and_yaml_says_the_same() {
    let arguments = |format| [&["--shoots=all", "-o"][..], &[format]].concat();
    let report = json(&troubles(&arguments("json")), 0);
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/schema/EmergencyStopStatus.json"
    );
    let described: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    schema::check(&report, &described, &described, "$").unwrap();
    assert_eq!(report["apiVersion"], "kubectl-gardener/v1");
    assert_eq!(report["kind"], "EmergencyStopStatus");
    let yaml: Value = serde_saphyr::from_str(&text(&troubles(&arguments("yaml")), 0)).unwrap();
    assert_eq!(report, yaml);
}

#[test]
fn the_contract_of_the_json_holds() {
    let report = json(&troubles(&["-o", "json"]), 0);
    let alpha = seed(&report, "alpha");
    for field in [
        "name",
        "stopped",
        "value",
        "effective",
        "confirmed",
        "holds",
    ] {
        assert!(!alpha[field].is_null(), "{field}");
    }
    assert_eq!(
        alpha["holds"][0],
        json!({ "incident": "INC-42", "reason": "etcd corrupts data", "by": "jane@example.org",
            "since": "2026-11-21T09:00:00Z", "until": "2026-11-21T11:00:00Z", "overdue": true, "foreign": false })
    );
    let shoots = &alpha["shoots"];
    let numbers = [
        "total", "inFlight", "pending", "creating", "deleting", "failed",
    ]
    .map(|field| shoots[field].as_u64().unwrap());
    assert_eq!(numbers, [7, 1, 3, 1, 0, 1]);
    let reasons = shoots["pendingByReason"].as_object().unwrap().values();
    assert_eq!(
        shoots["pending"],
        reasons.filter_map(Value::as_u64).sum::<u64>()
    );
    assert_eq!(alpha["oldestReconcile"], "2026-11-20T20:30:00Z");
    assert_eq!(alpha["nextWindow"], "2026-11-21T20:00:00Z");
    assert_eq!(report["shoots"], Value::Null);
}

#[test]
fn every_state_and_every_trouble_occurs() {
    let report = json(&troubles(&["-o", "json"]), 0);
    let states: Vec<_> = report["seeds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|seed| seed["state"].as_str().unwrap())
        .collect();
    for state in ["running", "stopping", "stopped", "ineffective", "resuming"] {
        assert!(states.contains(&state), "{state}");
    }
    let codes = |name: &str| -> Vec<String> {
        let findings = seed(&report, name)["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|finding| finding["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        codes("alpha"),
        [
            "template-resumes",
            "overdue",
            "hosts-managed-seeds",
            "stale-retries"
        ]
    );
    assert_eq!(codes("beta"), ["unconfirmed", "gardenlet-silent"]);
    assert_eq!(codes("gamma"), ["migration-towards", "restore-blocked"]);
    assert_eq!(codes("delta"), ["ineffective-value", "registered-later"]);
    assert_eq!(codes("epsilon"), ["registered-later", "template-stops"]);
    assert_eq!(codes("zeta"), ["gardenlet-too-old"]);
    assert_eq!(codes("eta"), [""; 0]);
}

#[test]
fn each_shoot_says_when_it_is_tried_next_and_what_runs_first() {
    let report = json(&troubles(&["-o", "json", "--shoots=all"]), 0);
    let shoot = |name: &str| {
        let shoots = report["shoots"].as_array().unwrap();
        let shoot = shoots.iter().find(|shoot| shoot["name"] == name).unwrap();
        let attempt = &shoot["nextAttempt"];
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        [
            text(&shoot["standing"]),
            text(&shoot["operation"]),
            text(&attempt["trigger"]),
            text(&attempt["from"]),
            text(&attempt["to"]),
        ]
        .join(" ")
    };
    for (name, expected) in [
        ("draining", "inFlight reconcile running - -"),
        ("given-up", "failed reconcile retry - -"),
        ("epsilon-shoot", "ignored reconcile ignored - -"),
        // Its gardenlet reconciles in windows only; an offset of five and a half hours.
        (
            "changed",
            "pending reconcile window 2026-11-21T20:00:00Z 2026-11-21T21:45:00Z",
        ),
        // The window is open: its moment is over, or still to come.
        (
            "flaky",
            "pending reconcile window 2026-11-21T12:00:00Z 2026-11-22T12:45:00Z",
        ),
        // Across midnight.
        (
            "calm",
            "upToDate reconcile window 2026-11-21T23:30:00Z 2026-11-22T00:45:00Z",
        ),
        // Without a type its first run is no creation.
        (
            "new",
            "pending reconcile window 2026-11-21T22:00:00Z 2026-11-21T22:45:00Z",
        ),
        (
            "going",
            "pending delete timer 2026-11-21T12:00:00Z 2026-11-21T13:00:00Z",
        ),
        (
            "never-was",
            "pending delete notBlocked 2026-11-21T12:00:00Z 2026-11-21T12:00:00Z",
        ),
        (
            "stranded",
            "pending restore timer 2026-11-21T12:00:00Z 2026-11-21T13:00:00Z",
        ),
        (
            "mover",
            "pending migrate timer 2026-11-21T12:00:00Z 2026-11-21T13:00:00Z",
        ),
    ] {
        assert_eq!(shoot(name), expected, "{name}");
    }
}

#[test]
fn exit_codes_follow_what_is_asked_for() {
    for (fail_on, seeds, code) in [
        ("overdue", &["alpha"][..], 3),
        ("overdue", &["beta", "gamma"], 0),
        ("ineffective", &["delta"], 3),
        ("ineffective", &["zeta"], 3),
        ("unconfirmed", &["beta"], 3),
        ("unconfirmed", &["alpha", "gamma", "delta"], 0),
        ("overdue,unconfirmed", &["beta"], 3),
    ] {
        let arguments = [&["--fail-on", fail_on], seeds].concat();
        text(&troubles(&arguments), code);
    }
}

#[test]
fn seeds_are_chosen_by_name_by_label_or_all() {
    let names = |arguments: &[&str]| {
        text(&troubles(&[&["-o", "name"], arguments].concat()), 0)
            .lines()
            .count()
    };
    assert_eq!(names(&["alpha", "beta"]), 2);
    assert_eq!(names(&["-l", "stage=live"]), 2);
    assert_eq!(names(&["-l", "stage=dead"]), 0);
    assert_eq!(names(&[]), names(&["--all"]));
    let unknown = troubles(&["alpha", "omega"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        stderr(&unknown).contains("there is no seed omega"),
        "{}",
        stderr(&unknown)
    );
    for wrong in [
        &["alpha", "--all"][..],
        &["alpha", "-l", "a=b"],
        &["-l", "a b"],
        &["-o", "html"],
        &["--watch"],
        &["--interval", "5s"],
    ] {
        assert_eq!(troubles(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_namespace_narrows_the_shoots_and_says_nothing_of_others() {
    let report = json(&troubles(&["-o", "json", "-n", "garden-b"]), 0);
    assert_eq!(seed(&report, "alpha")["shoots"]["total"], 0);
    assert_eq!(seed(&report, "gamma")["shoots"]["total"], 1);
    assert_eq!(seed(&report, "alpha")["hostedManagedSeeds"], Value::Null);
    let all = json(&troubles(&["-o", "json", "-n", "garden-b", "-A"]), 0);
    assert_eq!(all, json(&troubles(&["-o", "json"]), 0));
}

#[test]
fn a_garden_without_seeds_is_a_valid_answer_in_each_format() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.yaml");
    std::fs::write(&file, "apiVersion: core.gardener.cloud/v1beta1\nkind: Project\nmetadata: {name: a}\nspec: {namespace: garden-a}\n").unwrap();
    let file = file.to_str().unwrap();
    for format in ["table", "wide", "markdown", "csv", "yaml"] {
        assert!(!text(&offline(file, super::NOON, &["-o", format]), 0).is_empty());
    }
    assert_eq!(text(&offline(file, super::NOON, &["-o", "name"]), 0), "");
    let report = json(&offline(file, super::NOON, &["-o", "json"]), 0);
    assert_eq!(report["seeds"], json!([]));
}
