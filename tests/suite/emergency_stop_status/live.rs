//! From a served API: the same as from files, with fewer rights, and when things go wrong.

use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    NOON, SAMPLE, SAMPLE_NOW, TROUBLES, json, offline, seed, status, stderr, text, troubles,
};
use crate::api::{Damage, Expiry, FakeApi, On, Reply};
use crate::patience::Ending as _;

/// A server with a landscape, and a kubeconfig for it.
pub(super) struct Served {
    pub api: FakeApi,
    pub folder: TempDir,
}

impl Served {
    fn empty() -> Self {
        Self {
            api: FakeApi::https(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn troubles() -> Self {
        let served = Self::empty();
        let text = std::fs::read_to_string(TROUBLES).unwrap();
        let documents: Vec<Value> = serde_saphyr::from_multiple(&text).unwrap();
        for document in documents {
            served.api.add(document);
        }
        served
    }

    fn status(&self, now: &str, arguments: &[&str]) -> Output {
        let kubeconfig = self.api.kubeconfig_file(self.folder.path());
        let mut command = status();
        command.arg("--kubeconfig").arg(kubeconfig);
        command.args(["--now", now]);
        command.args(arguments).ended()
    }
}

#[test]
fn a_served_landscape_and_the_same_in_files_are_one_report() {
    let served = Served::troubles();
    for arguments in [
        &["-o", "json"][..],
        &["-o", "json", "--shoots=all"],
        &["-o", "json", "-n", "garden-a"],
        &["-o", "json", "-l", "stage=live"],
        &["-o", "wide", "alpha", "gamma"],
    ] {
        assert_eq!(
            text(&served.status(NOON, arguments), 0),
            text(&troubles(arguments), 0),
            "{arguments:?}"
        );
    }
    let sample = Served::empty();
    sample.api.add_directory(Path::new(SAMPLE));
    assert_eq!(
        json(&sample.status(SAMPLE_NOW, &["-o", "json"]), 0),
        json(&offline(SAMPLE, SAMPLE_NOW, &["-o", "json"]), 0)
    );
}

/// Scenario 38.
#[test]
fn a_reader_needs_nothing_but_lists_and_nothing_else_is_asked() {
    let served = Served::troubles();
    served.api.store(|store| {
        store.denied.insert("patch seeds".to_owned());
    });
    text(&served.status(NOON, &[]), 0);
    let requests = served.api.requests();
    assert!(requests.iter().all(|seen| seen.method == "GET"));
    let mut paths: Vec<_> = requests
        .iter()
        .map(|seen| seen.path.rsplit('/').next().unwrap().to_owned())
        .collect();
    paths.sort();
    assert_eq!(
        paths,
        ["gardenlets", "leases", "managedseeds", "seeds", "shoots"]
    );
}

/// Scenario 38: seeds may be read by everybody.
#[test]
fn who_may_not_list_shoots_gets_the_stops_without_numbers() {
    let served = Served::troubles();
    served.api.store(|store| {
        for kind in ["shoots", "gardenlets", "managedseeds", "leases"] {
            store.denied.insert(format!("list {kind}"));
        }
    });
    let output = served.status(NOON, &["-o", "json"]);
    let report = json(&output, 0);
    let said = stderr(&output);
    assert!(
        said.contains("the numbers of shoots are unknown")
            && said.contains("kubectl auth can-i list shoots"),
        "{said}"
    );
    let alpha = seed(&report, "alpha");
    assert_eq!(alpha["stopped"], true);
    for field in [
        "shoots",
        "oldestReconcile",
        "nextWindow",
        "hostedManagedSeeds",
    ] {
        assert_eq!(alpha[field], Value::Null, "{field}");
    }
    assert_eq!(report["summary"]["inFlight"], Value::Null);
    assert_eq!(
        report["lookedAt"],
        json!({ "shoots": false, "gardenlets": false, "managedSeeds": false, "leases": false })
    );
    let table = text(&served.status(NOON, &[]), 0);
    assert!(table.contains('?') && table.contains("their numbers are unknown"));
    assert_eq!(
        served.status(NOON, &["--fail-on", "overdue"]).status.code(),
        Some(3)
    );
}

#[test]
fn shoots_that_cannot_be_listed_for_another_reason_are_a_failure_with_what_is_known() {
    let served = Served::troubles();
    let wrong = Reply::status(422, "Invalid", "something is wrong");
    served.api.answer(On::get("/shoots"), wrong);
    let output = served.status(NOON, &["-o", "json"]);
    let report = json(&output, 1);
    assert_eq!(seed(&report, "alpha")["stopped"], true);
    assert_eq!(seed(&report, "alpha")["shoots"], Value::Null);
    // Without seeds there is nothing to say.
    served
        .api
        .answer(On::get("/seeds"), Reply::status(422, "Invalid", "wrong"));
    let output = served.status(NOON, &["-o", "json"]);
    assert_eq!(text(&output, 1), "");
}

#[test]
fn a_report_survives_faults() {
    let served = Served::troubles();
    served
        .api
        .damage(On::get("/seeds").times(1), Damage::Truncate);
    served
        .api
        .damage(On::get("/shoots").times(1), Damage::Reset);
    let busy = Reply::status(429, "TooManyRequests", "slow down").header("retry-after", "1");
    served.api.answer(On::get("/leases").times(1), busy);
    assert_eq!(
        json(&served.status(NOON, &["-o", "json"]), 0),
        json(&troubles(&["-o", "json"]), 0)
    );
}

/// Scenarios 28 and 29.
#[test]
fn seeds_and_shoots_arrive_in_pages_and_a_token_that_expires_counts_nothing_twice() {
    let served = Served::empty();
    for index in 0..600 {
        served.api.add(json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed", "metadata": { "name": format!("s{index:03}") } }));
    }
    for index in 0..5000 {
        served.api.add(json!({
            "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
            "metadata": { "name": format!("{index:04}"), "namespace": "garden-a", "generation": 1 + index % 2 },
            "spec": { "seedName": format!("s{:03}", index % 600) },
            "status": { "uid": "u", "observedGeneration": 1, "lastOperation": { "type": "Reconcile", "state": "Succeeded" } },
        }));
    }
    served.api.expire(Expiry::StartsOver, 2);
    let report = json(&served.status(NOON, &["-o", "json"]), 0);
    let summary = &report["summary"];
    let numbers = ["seeds", "shoots", "pending"].map(|field| summary[field].as_u64().unwrap());
    assert_eq!(numbers, [600, 5000, 2500]);
    assert!(served.api.count("/shoots") >= 10);
}

#[test]
fn a_broken_shoot_is_named_and_hides_no_other() {
    let served = Served::troubles();
    served.api.add(json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
        "metadata": { "name": "broken", "namespace": "garden-a" }, "spec": { "provider": { "workers": "none" } },
    }));
    let output = served.status(NOON, &["-o", "json"]);
    let report = json(&output, 0);
    assert!(stderr(&output).contains("garden-a/broken"));
    assert_eq!(report["unreadable"].as_array().unwrap().len(), 1);
    assert_eq!(
        report["seeds"],
        json(&troubles(&["-o", "json"]), 0)["seeds"]
    );
}
