//! The report from a served API: the same as from files, and what is said where something may not be read.

use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{codes, offline, row};
use crate::api::{FakeApi, On, Reply};
use crate::versions::{SAMPLE, stderr};

/// A server with the sample landscape, and a kubeconfig for it.
struct Served {
    api: FakeApi,
    folder: TempDir,
}

impl Served {
    fn sample() -> Self {
        let api = FakeApi::https();
        api.add_directory(SAMPLE.as_ref());
        let folder = tempfile::tempdir().unwrap();
        Self { api, folder }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        super::live(&self.api.kubeconfig_file(self.folder.path()), arguments)
    }

    /// The report, and what was said beside it.
    fn report(&self) -> (Value, String) {
        let output = self.run(&["-o", "json"]);
        (crate::versions::json(&output, 0), stderr(&output))
    }

    fn forbid(&self, path: &str) {
        let message = format!("{path} is forbidden: User \"jane\" cannot list resource");
        let reply = Reply::status(403, "Forbidden", &message);
        self.api.answer(On::get(path), reply);
    }
}

/// Take the flags that lead to the garden out of the commands.
fn without_flags(mut report: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    if let (true, Some(text)) = (name == "command", field.as_str()) {
                        let words = text.split(' ').filter(|word| !word.contains("kubeconfig="));
                        *field = words.collect::<Vec<_>>().join(" ").into();
                    } else {
                        walk(field);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(walk),
            _ => {}
        }
    }
    walk(&mut report);
    report
}

#[test]
fn a_served_landscape_and_the_same_in_files_are_one_report() {
    let served = Served::sample();
    let (report, said) = served.report();
    assert_eq!(said, "");
    let files = crate::versions::json(&offline(&["-o", "json"]), 0);
    assert_eq!(without_flags(report.clone()), files);
    // The command leads to this garden and no other.
    let command = row(&report, "metal-dc1")["command"].as_str().unwrap();
    assert!(
        command.replace('"', "").contains(" --kubeconfig="),
        "{command}"
    );
}

#[test]
fn who_may_not_read_a_kind_gets_the_report_with_what_is_unknown() {
    let served = Served::sample();
    served.forbid("/managedseeds");
    let (report, said) = served.report();
    assert!(
        said.contains("warning: ManagedSeeds") && said.contains("managedseeds"),
        "{said}"
    );
    let managed = &row(&report, "aws-eu2")["backing"];
    assert_eq!(managed["kind"], "managedSeed");
    assert_eq!(managed["proven"], false);
    assert_eq!(row(&report, "metal-dc2")["backing"]["kind"], "manual");
    assert_eq!(row(&report, "aws-eu1")["backing"]["proven"], true);

    let served = Served::sample();
    served.forbid("/gardenlets");
    let (report, _) = served.report();
    let broken = row(&report, "metal-dc1");
    assert_eq!(broken["backing"]["kind"], "unknown");
    assert_eq!(broken["command"], Value::Null);

    let served = Served::sample();
    served.forbid("/leases");
    let (report, _) = served.report();
    // The condition tells, with the time at which it changed.
    let broken = row(&report, "metal-dc1");
    assert_eq!(broken["lastHeartbeat"], Value::Null);
    assert_eq!(codes(broken), ["gardenlet-silent", "certificate-expired"]);

    let served = Served::sample();
    served.forbid("/certificatesigningrequests");
    // What few may list is worth no warning.
    let (report, said) = served.report();
    assert_eq!(
        (report["notLookedAt"].clone(), said.as_str()),
        (Value::Array(Vec::new()), "")
    );

    let served = Served::sample();
    served.forbid("/configmaps/gardener-info");
    let (report, said) = served.report();
    assert!(said.contains("the version of the garden"), "{said}");
    assert_eq!(report["gardenVersion"], Value::Null);
    assert_eq!(row(&report, "aws-eu1")["skew"]["state"], "unknown");
}

#[test]
fn without_seeds_there_is_no_report() {
    let served = Served::sample();
    served.forbid("/seeds");
    let output = served.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(stderr(&output).contains("seeds"), "{}", stderr(&output));
}

#[test]
fn secrets_are_asked_for_without_their_content() {
    let served = Served::sample();
    let marker = "planted-secret-marker";
    served.api.add(json!({ "apiVersion": "v1", "kind": "Secret", "data": { "kubeconfig": marker },
        "metadata": { "name": "left", "namespace": "garden", "labels": { "kubectl-gardener/redeploy": "metal-dc1" },
            "creationTimestamp": "2026-11-20T20:00:00Z" } }));
    served.api.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "other", "namespace": "garden" } }));
    let output = served.run(&["-v", "9", "-o", "json"]);
    let report = crate::versions::json(&output, 0);
    let left = report["leftovers"].as_array().unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0]["secret"], "left");
    assert_eq!(left[0]["code"], "leftover-secret");
    let asked = served.api.requests();
    let asked = asked.iter().find(|seen| seen.path.ends_with("/secrets"));
    let asked = asked.unwrap();
    assert_eq!(
        asked.header("accept"),
        Some("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
    );
    assert!(asked.query.contains("labelSelector="), "{}", asked.query);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!printed.contains(marker) && !stderr(&output).contains(marker));
}

#[test]
fn a_viewer_gets_the_report_without_secrets() {
    let served = Served::sample();
    served.forbid("/secrets");
    let (report, said) = served.report();
    assert!(said.contains("Secrets of redeployments"), "{said}");
    assert_eq!(row(&report, "aws-eu1")["verdict"], "healthy");
}
