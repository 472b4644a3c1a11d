//! What is found in which situation: where it occurs, and where it nearly does.

use jiff::{SignedDuration, Timestamp};
use kubectl_gardener::domain::gardenlets::finding::CODES;
use kubectl_gardener::domain::gardenlets::report::{Material, Options};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{codes, row};
use crate::versions::NOW;

fn typed<K: DeserializeOwned>(value: Value) -> K {
    serde_json::from_value(value).unwrap()
}

/// A garden with the seed `one`, as a test wants it.
struct Garden {
    seed: Value,
    gardenlet: Option<Value>,
    managed_seed: Option<Value>,
    lease: Option<Value>,
    shoots: Vec<Value>,
    others: Vec<Value>,
    secrets: Vec<Value>,
    version: &'static str,
}

/// Merge an object into another, as a merge patch does.
fn merge(into: &mut Value, patch: Value) {
    match patch {
        Value::Object(fields) => {
            if !into.is_object() {
                *into = json!({});
            }
            for (name, field) in fields {
                merge(&mut into[name], field);
            }
        }
        other => *into = other,
    }
}

fn ready(status: &str, since: &str) -> Value {
    json!([{ "type": "GardenletReady", "status": status, "message": "so it is", "lastTransitionTime": since }])
}

/// The annotation of an operation, with its writer.
fn asked(operation: &str, at: &str) -> Value {
    json!({
        "annotations": { "gardener.cloud/operation": operation },
        "managedFields": [{ "manager": "kubectl-annotate", "time": at,
            "fieldsV1": { "f:metadata": { "f:annotations": { "f:gardener.cloud/operation": {} } } } }],
    })
}

impl Garden {
    /// A seed deployed by a Gardenlet, and all is well.
    fn healthy() -> Self {
        let conditions = ready("True", "2026-11-01T00:00:00Z");
        Self {
            seed: json!({
                "metadata": { "name": "one", "creationTimestamp": "2026-01-01T00:00:00Z" },
                "status": { "conditions": conditions, "gardener": { "version": "v1.150.0" },
                    "clientCertificateExpirationTimestamp": "2026-12-20T00:00:00Z" },
            }),
            gardenlet: Some(json!({ "metadata": { "name": "one", "namespace": "garden" } })),
            managed_seed: None,
            lease: Some(lease("one", "2026-11-20T23:59:20Z")),
            shoots: Vec::new(),
            others: Vec::new(),
            secrets: Vec::new(),
            version: "v1.150.0",
        }
    }

    /// The same, and it has been silent for a second too long.
    fn silent() -> Self {
        let mut garden = Self::healthy();
        garden.lease = Some(lease("one", "2026-11-20T23:59:19Z"));
        garden
    }

    fn seed(mut self, patch: Value) -> Self {
        merge(&mut self.seed, patch);
        self
    }

    fn gardenlet(mut self, patch: Value) -> Self {
        merge(self.gardenlet.as_mut().unwrap(), patch);
        self
    }

    /// Have a ManagedSeed in place of the Gardenlet.
    fn managed(mut self, patch: Value) -> Self {
        let mut managed = json!({ "metadata": { "name": "one", "namespace": "garden" }, "spec": { "shoot": { "name": "one" } } });
        merge(&mut managed, patch);
        self.gardenlet = None;
        self.managed_seed = Some(managed);
        self
    }

    fn report_within(self, days: i64) -> Value {
        let mut seeds = vec![typed(self.seed)];
        let mut leases: Vec<_> = self.lease.into_iter().map(typed).collect();
        for other in self.others {
            seeds.push(typed(other["seed"].clone()));
            leases.push(typed(other["lease"].clone()));
        }
        let gardenlets = self.gardenlet.into_iter().map(typed).collect();
        let managed_seeds = self.managed_seed.into_iter().map(typed).collect();
        let material = Material {
            seeds,
            gardenlets: Some(gardenlets),
            managed_seeds: Some(managed_seeds),
            leases: Some(leases),
            garden_leases: Some(Vec::new()),
            shoots: Some(self.shoots.into_iter().map(typed).collect()),
            secrets: Some(self.secrets.into_iter().map(typed).collect()),
            garden_version: Some(self.version.to_owned()),
            ..Material::default()
        };
        report(&material, days)
    }

    fn report(self) -> Value {
        self.report_within(14)
    }

    /// The verdict and codes of `one`.
    fn told(self) -> (String, Vec<String>) {
        let report = self.report();
        let one = row(&report, "one");
        let codes = codes(one).into_iter().map(ToOwned::to_owned).collect();
        (one["verdict"].as_str().unwrap().to_owned(), codes)
    }
}

fn lease(name: &str, renewed: &str) -> Value {
    json!({ "metadata": { "name": name }, "spec": { "renewTime": renewed } })
}

pub fn report(material: &Material, days: i64) -> Value {
    let now: Timestamp = NOW.parse().unwrap();
    let options = Options {
        now,
        within: SignedDuration::from_hours(days * 24),
        flags: vec!["--context=live".to_owned()],
    };
    serde_json::to_value(material.report(&options, |_| true)).unwrap()
}

fn told(verdict: &str, codes: &[&str]) -> (String, Vec<String>) {
    (
        verdict.to_owned(),
        codes.iter().map(|code| (*code).to_owned()).collect(),
    )
}

#[test]
fn a_heartbeat_may_be_40_seconds_old() {
    assert_eq!(Garden::healthy().told(), told("healthy", &[]));
    assert_eq!(Garden::silent().told(), told("down", &["gardenlet-silent"]));
    // Clocks differ.
    let mut ahead = Garden::healthy();
    ahead.lease = Some(lease("one", "2026-11-21T00:00:05Z"));
    assert_eq!(ahead.told(), told("healthy", &[]));
}

#[test]
fn each_backing_gets_the_command_that_is_right_for_it() {
    let command = |garden: Garden| {
        let report = garden.report();
        let one = row(&report, "one");
        let kind = one["backing"]["kind"].as_str().unwrap().to_owned();
        (kind, one["command"].as_str().map(ToOwned::to_owned))
    };
    let is = |kind: &str, command: &str| (kind.to_owned(), Some(command.to_owned()));
    assert_eq!(
        command(Garden::silent()),
        is("gardenlet", "kubectl gardener redeploy one --context=live")
    );
    assert_eq!(
        command(Garden::silent().managed(json!({}))),
        is(
            "managedSeed",
            "kubectl gardener redeploy one --operation reconcile --context=live"
        )
    );
    let mut manual = Garden::silent();
    manual.gardenlet = None;
    assert_eq!(
        command(manual),
        is(
            "manual",
            "hack/usage/rebootstrap-gardenlet.sh --garden-kubeconfig GARDEN --seed-kubeconfig SEED --seed-name one"
        )
    );
}

#[test]
fn an_ended_certificate_is_an_error_only_of_who_is_silent() {
    let ended = json!({ "status": { "clientCertificateExpirationTimestamp": NOW } });
    assert_eq!(
        Garden::silent().seed(ended.clone()).told(),
        told("down", &["gardenlet-silent", "certificate-expired"])
    );
    assert_eq!(
        Garden::healthy().seed(ended).told(),
        told("healthy", &["certificate-date-stale"])
    );
}

#[test]
fn a_certificate_is_told_within_the_time_and_urgent_in_the_last_three_days() {
    let ends = |at: &str| {
        Garden::healthy().seed(json!({ "status": { "clientCertificateExpirationTimestamp": at } }))
    };
    assert_eq!(ends("2026-12-05T00:00:01Z").told(), told("healthy", &[]));
    assert_eq!(
        ends("2026-12-05T00:00:00Z").told(),
        told("healthy", &["certificate-ends-soon"])
    );
    assert_eq!(
        ends("2026-11-24T00:00:01Z").told(),
        told("healthy", &["certificate-ends-soon"])
    );
    let urgent = ends("2026-11-24T00:00:00Z").report();
    let urgent = row(&urgent, "one");
    assert_eq!(codes(urgent), ["certificate-not-renewed"]);
    assert_eq!(
        urgent["command"],
        "kubectl annotate gardenlet one -n garden gardener.cloud/operation=renew-kubeconfig --context=live"
    );
    // Who asks for less is told less.
    let asked = ends("2026-11-24T00:00:00Z").report_within(2);
    assert_eq!(codes(row(&asked, "one")), [""; 0]);
}

#[test]
fn versions_outside_of_the_skew_are_errors_and_the_limit_is_told() {
    let version = |version: &str| {
        Garden::healthy().seed(json!({ "status": { "gardener": { "version": version } } }))
    };
    assert_eq!(version("v1.149.9").told(), told("healthy", &[]));
    assert_eq!(
        version("v1.148.0").told(),
        told("healthy", &["version-at-limit"])
    );
    assert_eq!(
        version("v1.147.9").told(),
        told("failing", &["version-not-supported"])
    );
    assert_eq!(
        version("v1.150.1").told(),
        told("failing", &["version-not-supported"])
    );
}

#[test]
fn a_condition_that_is_not_true_is_told_after_ten_minutes() {
    let condition = |status, since| {
        Garden::healthy().seed(json!({ "status": { "conditions": ready(status, since) } }))
    };
    assert_eq!(
        condition("Progressing", "2026-11-20T23:50:00Z").told(),
        told("healthy", &[])
    );
    assert_eq!(
        condition("False", "2026-11-20T23:49:59Z").told(),
        told("attention", &["gardenlet-not-ready"])
    );
}

#[test]
fn requests_are_pending_for_ten_minutes_and_then_stuck() {
    let asked_at =
        |operation, at| Garden::healthy().gardenlet(json!({ "metadata": asked(operation, at) }));
    let report = asked_at("force-redeploy", "2026-11-20T23:50:00Z").report();
    let one = row(&report, "one");
    assert_eq!(
        (codes(one), &one["verdict"]),
        (vec!["operation-pending"], &json!("working"))
    );
    assert_eq!(
        one["pendingOperations"],
        json!([{ "on": "Gardenlet", "operation": "force-redeploy", "manager": "kubectl-annotate", "since": "2026-11-20T23:50:00Z" }])
    );
    let report = asked_at("force-redeploy", "2026-11-20T23:49:59Z").report();
    let one = row(&report, "one");
    assert_eq!(
        (codes(one), &one["verdict"]),
        (vec!["operation-stuck"], &json!("attention"))
    );
    assert_eq!(
        one["command"],
        "kubectl annotate gardenlet one -n garden gardener.cloud/operation- --context=live"
    );
    // Without managedFields, as kubectl get leaves them out, nobody knows.
    let unknown =
        json!({ "metadata": { "annotations": { "gardener.cloud/operation": "reconcile" } } });
    assert_eq!(
        Garden::healthy().seed(unknown).told(),
        told("working", &["operation-pending"])
    );
}

#[test]
fn renewal_asked_of_the_silent_is_stuck_at_once_and_has_to_be_cleared_first() {
    let request = json!({ "metadata": asked("renew-kubeconfig", "2026-11-20T23:59:59Z") });
    let report = Garden::silent().gardenlet(request.clone()).report();
    let one = row(&report, "one");
    assert_eq!(codes(one), ["gardenlet-silent", "renew-kubeconfig-stuck"]);
    assert_eq!(
        one["command"],
        "kubectl gardener redeploy one --clear-operation --context=live"
    );
    // The parent gardenlet does that of a ManagedSeed.
    assert_eq!(
        Garden::silent().managed(request).told(),
        told("down", &["gardenlet-silent", "operation-pending"])
    );
}

#[test]
fn what_the_operator_says_against_a_redeployment_is_told() {
    let failed = json!([{ "type": "SeedRegistered", "status": "False", "message": "failed pulling Helm chart" }]);
    let mut gardenlet = json!({ "metadata": asked("force-redeploy", "2026-11-20T23:59:00Z") });
    merge(
        &mut gardenlet,
        json!({ "status": { "conditions": failed } }),
    );
    let report = Garden::silent().gardenlet(gardenlet).report();
    let one = row(&report, "one");
    assert_eq!(
        codes(one),
        ["gardenlet-silent", "redeploy-failing", "operation-pending"]
    );
    let message = one["findings"][1]["message"].as_str().unwrap();
    assert!(message.contains("failed pulling Helm chart"), "{message}");
}

#[test]
fn a_reference_without_a_redeployment_is_told() {
    let referring = || {
        Garden::healthy().gardenlet(json!({ "spec": { "kubeconfigSecretRef": { "name": "x" } } }))
    };
    assert_eq!(
        referring().told(),
        told("attention", &["reference-not-removed"])
    );
    let waiting = json!([{ "type": "SeedRegistered", "status": "Progressing" }]);
    assert_eq!(
        referring()
            .gardenlet(json!({ "status": { "conditions": waiting } }))
            .told(),
        told("healthy", &[])
    );
    let asked = json!({ "metadata": asked("force-redeploy", NOW) });
    assert_eq!(
        referring().gardenlet(asked).told(),
        told("working", &["operation-pending"])
    );
}

#[test]
fn a_managed_seed_says_what_its_parent_waits_for() {
    let shoot = json!({ "metadata": { "name": "one", "namespace": "garden" }, "spec": { "seedName": "parent" } });
    let parent = |renewed| json!({ "seed": { "metadata": { "name": "parent" }, "status": { "conditions": ready("True", NOW) } }, "lease": lease("parent", renewed) });
    let waits = json!({ "status": { "conditions": [{ "type": "ShootReconciled", "status": "False", "message": "not yet" }] } });
    let mut garden = Garden::silent().managed(waits);
    garden.shoots = vec![shoot];
    garden.others = vec![parent("2026-11-20T00:00:00Z")];
    assert_eq!(
        garden.told(),
        told(
            "down",
            &["gardenlet-silent", "parent-silent", "parent-waits"]
        )
    );
    // Without the shoot the label tells.
    let label = json!({ "metadata": { "labels": { "name.seed.gardener.cloud/parent": "true" } } });
    let mut garden = Garden::silent().managed(json!({})).seed(label);
    garden.others = vec![parent("2026-11-20T00:00:00Z")];
    assert_eq!(
        garden.told(),
        told("down", &["gardenlet-silent", "parent-silent"])
    );
    let mut garden = Garden::silent().managed(json!({}));
    garden.others = vec![parent(NOW)];
    assert_eq!(garden.told(), told("down", &["gardenlet-silent"]));
}

#[test]
fn a_gardenlet_without_seed_has_a_row_of_its_own() {
    let alone = |created: &str, conditions: Value| {
        let gardenlet = json!({ "metadata": { "name": "new", "namespace": "garden", "creationTimestamp": created }, "status": { "conditions": conditions } });
        let mut garden = Garden::healthy();
        garden.gardenlet = Some(gardenlet);
        let report = garden.report();
        let new = row(&report, "new").clone();
        assert_eq!(new["seed"], false);
        let codes = codes(&new).into_iter().map(ToOwned::to_owned).collect();
        (new["verdict"].as_str().unwrap().to_owned(), codes)
    };
    assert_eq!(
        alone("2026-11-20T23:55:00Z", json!([])),
        told("working", &[])
    );
    assert_eq!(
        alone("2026-11-20T23:00:00Z", json!([])),
        told("down", &["seed-not-registered"])
    );
    let failed = json!([{ "type": "SeedRegistered", "status": "False", "message": "no route" }]);
    assert_eq!(
        alone("2026-11-20T23:55:00Z", failed),
        told("down", &["seed-not-registered"])
    );
}

#[test]
fn a_self_hosted_shoots_gardenlet_reports_elsewhere() {
    let name = "self-hosted-shoot-edge";
    let shoot = json!({ "metadata": { "name": "edge", "namespace": "garden" },
        "status": { "conditions": ready("True", NOW), "gardener": { "version": "v1.149.0" } } });
    let gardenlet = json!({ "metadata": { "name": name, "namespace": "garden" } });
    let asked = json!({ "metadata": asked("force-redeploy", NOW) });
    let material = |renewed: &str, patch: Value| {
        let mut gardenlet = gardenlet.clone();
        merge(&mut gardenlet, patch);
        Material {
            gardenlets: Some(vec![typed(gardenlet)]),
            managed_seeds: Some(Vec::new()),
            leases: Some(Vec::new()),
            garden_leases: Some(vec![typed(lease(name, renewed))]),
            shoots: Some(vec![typed(shoot.clone())]),
            garden_version: Some("v1.150.0".to_owned()),
            ..Material::default()
        }
    };
    let healthy = report(&material(NOW, json!({})), 14);
    let healthy = row(&healthy, name);
    assert_eq!(healthy["backing"]["kind"], "selfHosted");
    assert_eq!(healthy["backing"]["shoot"], "edge");
    assert_eq!(healthy["verdict"], "healthy");
    assert_eq!(healthy["version"], "v1.149.0");
    assert_eq!(healthy["gardenletReady"]["status"], "True");
    let silent = report(&material("2026-11-20T00:00:00Z", asked), 14);
    let silent = row(&silent, name);
    assert_eq!(codes(silent), ["gardenlet-silent", "operation-stuck"]);
    let command = silent["command"].as_str().unwrap();
    assert!(command.contains("--shoot-name edge"), "{command}");
}

#[test]
fn secrets_left_behind_are_told_with_who_and_how_to_remove_them() {
    let secret = |created: &str, gardenlet: &str| {
        let run = json!({ "by": "jane", "from": "jane@jump", "target": "x", "since": created, "nonce": "1" });
        json!({ "metadata": { "name": format!("redeploy-{gardenlet}"), "namespace": "garden", "creationTimestamp": created,
            "labels": { "kubectl-gardener/redeploy": gardenlet }, "annotations": { "kubectl-gardener/run": run.to_string() } } })
    };
    let with = |secret: Value| {
        let mut garden = Garden::healthy();
        garden.secrets = vec![secret];
        garden
    };
    let old = with(secret("2026-11-20T23:50:00Z", "one")).report();
    let left = &old["leftovers"][0];
    assert_eq!(left["code"], "leftover-secret");
    assert_eq!(left["by"], "jane (jane@jump)");
    assert_eq!(
        left["command"],
        "kubectl delete secret redeploy-one -n garden --context=live"
    );
    assert_eq!(old["summary"]["warnings"], 1);
    let fresh = with(secret("2026-11-20T23:50:01Z", "one")).report();
    assert_eq!(fresh["leftovers"][0]["code"], "redeploy-running");
    assert_eq!(fresh["leftovers"][0]["command"], Value::Null);
    // Of a Gardenlet that is gone.
    let orphan = with(secret("2026-11-20T23:00:00Z", "gone")).report();
    assert_eq!(orphan["leftovers"][0]["gardenlet"], "gone");
    // What a Gardenlet refers to is in the operator's hands.
    let used = with(secret("2026-11-20T23:00:00Z", "one"))
        .gardenlet(json!({ "spec": { "kubeconfigSecretRef": { "name": "redeploy-one" } } }))
        .report();
    assert_eq!(used["leftovers"], json!([]));
}

#[test]
fn what_cannot_be_read_is_unknown_and_never_wrong() {
    let garden = Garden::healthy();
    let seed = garden.seed.clone();
    let nothing = Material {
        seeds: vec![typed(seed.clone())],
        ..Material::default()
    };
    let told = report(&nothing, 14);
    let one = row(&told, "one");
    assert_eq!(one["backing"]["kind"], "unknown");
    // gardener-controller-manager says that it reports.
    assert_eq!(one["verdict"], "healthy");
    assert_eq!(one["lastHeartbeat"], Value::Null);
    assert_eq!(one["skew"]["state"], "unknown");
    assert_eq!(codes(one), ["backing-unknown"]);

    let mut unknown = seed.clone();
    merge(
        &mut unknown,
        json!({ "status": { "conditions": ready("Unknown", "2026-11-20T00:00:00Z") } }),
    );
    let silent = Material {
        seeds: vec![typed(unknown)],
        ..Material::default()
    };
    let told = report(&silent, 14);
    let one = row(&told, "one");
    assert_eq!(one["verdict"], "down");
    assert_eq!(
        one["command"],
        Value::Null,
        "no command for what is not known"
    );

    let mut mute = seed;
    mute["status"]["conditions"] = json!([]);
    let mute = Material {
        seeds: vec![typed(mute)],
        ..Material::default()
    };
    assert_eq!(row(&report(&mute, 14), "one")["verdict"], "unknown");
}

#[test]
fn every_code_has_a_case_in_this_file() {
    let file = concat!(include_str!("cases.rs"), include_str!("certificates.rs"));
    for row in CODES {
        assert!(file.contains(&format!("\"{}\"", row.id)), "{}", row.id);
    }
}
