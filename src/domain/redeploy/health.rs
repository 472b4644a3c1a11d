//! How a gardenlet is, and what of its Gardenlet must be in order: checks that need no more than what was read.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::check::Checked;
use super::{FORCE_REDEPLOY, OPERATION};
use crate::domain::emergency_stop::is_stopped;
use crate::domain::gardenlets::backing::{Backing, BackingKind, Trouble};
use crate::domain::gardenlets::skew::{SkewState, knows_force_redeploy, skew};
use crate::domain::objects::condition;
use crate::domain::objects::{Gardenlet, Lease, Object, Seed};
use crate::domain::shell;

/// After this long without a heartbeat a gardenlet counts as gone
/// (`gardener/gardener:pkg/apis/config/controllermanager/v1alpha1/defaults.go`).
pub const SILENCE: SignedDuration = SignedDuration::from_secs(40);

/// The condition of a Seed that tells of its gardenlet.
pub const GARDENLET_READY: &str = "GardenletReady";

/// P1: whether gardener-operator is the one who deploys it; else what is right.
pub fn backing(name: &str, backing: &Backing) -> Checked {
    let id = "P1";
    let reason = &backing.reason;
    let command = |trouble| {
        let operation = backing.operation(trouble)?;
        Some(shell::command(backing.command(name, operation)))
    };
    let commands = match (command(Trouble::Silent), command(Trouble::Certificate)) {
        (Some(silent), Some(alive)) => {
            format!(
                "; if it does not report: `{silent}`; if only its certificate is in trouble: `{alive}`"
            )
        }
        _ => String::new(),
    };
    match backing.kind {
        BackingKind::Gardenlet => Checked::ok(id, reason.clone()),
        BackingKind::ManagedSeed => Checked::blocked(
            id,
            format!(
                "the gardenlet of the parent seed deploys it, not gardener-operator: {reason}{commands}"
            ),
        ),
        BackingKind::SelfHosted => Checked::blocked(
            id,
            format!(
                "gardener-operator ignores gardenlets of self-hosted shoots: {reason}{commands}"
            ),
        ),
        BackingKind::Manual => Checked::blocked(
            id,
            format!(
                "gardener-operator does not know it: {reason}; whoever installed it (Helm, GitOps) has to{commands}"
            ),
        ),
        BackingKind::Unknown => Checked::blocked(
            id,
            format!(
                "it is not known what deploys it: {reason}; ask for permission to get gardenlets and managedseeds in namespace garden"
            ),
        ),
    }
}

/// P5: a healthy gardenlet is not redeployed by mistake.
pub fn healthy(seed: Option<&Seed>, lease: Option<&Lease>, now: Timestamp) -> Checked {
    let id = "P5";
    let Some(seed) = seed else {
        return Checked::ok(id, "there is no Seed yet: it never came up");
    };
    let ready = condition::find(&seed.status.conditions, GARDENLET_READY);
    let status = ready.map_or("unknown", |ready| ready.status.as_str());
    let renewed = lease.and_then(|lease| lease.spec.renew_time);
    let stale = renewed.is_none_or(|renewed| now.duration_since(renewed) > SILENCE);
    let lease = match renewed {
        Some(renewed) => format!("last heartbeat {renewed}"),
        None => "no heartbeat".to_owned(),
    };
    if stale || status != "True" {
        return Checked::ok(id, format!("{GARDENLET_READY} is {status}, {lease}"));
    }
    Checked::blocked(
        id,
        format!(
            "it looks healthy: {GARDENLET_READY} is True, {lease}; for a new client certificate alone, `kubectl annotate gardenlet -n garden {} {OPERATION}=renew-kubeconfig` is enough",
            seed.name()
        ),
    )
}

/// P12: a chart that does not fit makes a gardenlet that does not start.
pub fn chart(gardenlet: &Gardenlet, garden: Option<&str>) -> Checked {
    let id = "P12";
    let repository = &gardenlet.spec.deployment.helm.oci_repository;
    let of_reference = repository.reference.as_deref().and_then(|reference| {
        let reference = reference.split('@').next().unwrap_or_default();
        let (_, tag) = reference.rsplit_once(':')?;
        (!tag.contains('/')).then_some(tag)
    });
    let Some(tag) = repository.tag.as_deref().or(of_reference) else {
        return Checked::info(id, "the chart is named without a version");
    };
    let Some(garden) = garden else {
        return Checked::skipped(id, "the version of the garden is not known");
    };
    match skew(Some(tag), Some(garden)).state {
        SkewState::Supported => Checked::ok(id, format!("chart {tag}, garden {garden}")),
        SkewState::TooOld => Checked::warning(
            id,
            format!(
                "chart {tag} is more than two minor versions older than the garden ({garden}): this gardenlet will not start; raise the tag in spec.deployment.helm.ociRepository of the Gardenlet"
            ),
        ),
        SkewState::TooNew => Checked::warning(
            id,
            format!(
                "chart {tag} is newer than the garden ({garden}): this gardenlet will not start; lower the tag in spec.deployment.helm.ociRepository of the Gardenlet"
            ),
        ),
        SkewState::Unknown => Checked::info(
            id,
            format!("chart {tag} cannot be compared with the garden ({garden})"),
        ),
    }
}

/// P15: whether the gardenlet's client certificate is renewed by the redeployment
/// (`gardener/gardener:pkg/controller/gardenletdeployer/actuator.go:prepareGardenClientConnectionWithBootstrap`).
pub fn certificate(
    seed: Option<&Seed>,
    has_kubeconfig: Option<bool>,
    resets: bool,
    now: Timestamp,
) -> Checked {
    let id = "P15";
    let ends = seed.and_then(|seed| seed.status.client_certificate_expiration_timestamp);
    match (has_kubeconfig, ends) {
        (_, Some(ends)) if ends < now => Checked::ok(
            id,
            format!("its client certificate ended at {ends}: it gets a new one"),
        ),
        (Some(false), _) => Checked::ok(id, "it has no client certificate: it gets one"),
        _ if resets => Checked::ok(
            id,
            "its kubeconfig is removed from the target cluster (--reset-client-cert): it gets a new certificate",
        ),
        (Some(true), ends) => {
            let ends = ends.map_or("has no known end".to_owned(), |ends| {
                format!("ends at {ends}")
            });
            Checked::warning(
                id,
                format!(
                    "it keeps its client certificate, which {ends}; if the garden does not accept that one any more, add --reset-client-cert"
                ),
            )
        }
        (None, _) => Checked::skipped(id, "the target cluster was not looked at"),
    }
}

/// P16: gardener-operator works on one gardenlet at a time.
pub fn queue<'g>(name: &str, all: impl IntoIterator<Item = &'g Gardenlet>) -> Checked {
    let id = "P16";
    let waiting: Vec<&str> = all
        .into_iter()
        .filter(|other| other.name() != name)
        .filter(|other| {
            let operation = other.metadata.annotations.get(OPERATION);
            operation.is_some_and(|operation| operation == FORCE_REDEPLOY)
        })
        .map(Object::name)
        .collect();
    if waiting.is_empty() {
        return Checked::ok(id, "no other redeployment is pending");
    }
    Checked::info(
        id,
        format!(
            "gardener-operator does one at a time, and these wait as well: {}",
            waiting.join(", ")
        ),
    )
}

/// P18: a stopped seed stays stopped.
pub fn stop(seed: Option<&Seed>) -> Checked {
    let id = "P18";
    if !seed.is_some_and(is_stopped) {
        return Checked::ok(id, "no emergency stop");
    }
    Checked::info(
        id,
        "the emergency stop is on: the gardenlet comes back, its shoots stay as they are until it is lifted (kubectl gardener emergency-stop status)",
    )
}

/// P19: before v1.119, nobody acts on the annotation.
pub fn knows(garden: Option<&str>) -> Checked {
    let id = "P19";
    match garden.map(|version| (version, knows_force_redeploy(version))) {
        Some((version, Some(true))) => Checked::ok(id, format!("Gardener {version}")),
        Some((version, Some(false))) => Checked::blocked(
            id,
            format!(
                "Gardener {version} does not know force-redeploy (since v1.119): use hack/usage/rebootstrap-gardenlet.sh of Gardener"
            ),
        ),
        Some((version, None)) => Checked::warning(
            id,
            format!(
                "the version of Gardener is not understood: {version}; force-redeploy needs v1.119"
            ),
        ),
        None => Checked::warning(
            id,
            "the version of Gardener is not known (ConfigMap gardener-system-public/gardener-info); force-redeploy needs v1.119",
        ),
    }
}

/// A Secret that something in a Gardenlet refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// The key that must be in it; any content does when absent.
    pub key: Option<&'static str>,
}

/// Give the Secret of the seed's backup, where it is one
/// (`gardener/gardener:pkg/controller/gardenletdeployer/actuator.go:reconcileSeedSecrets`).
pub fn backup_secret(gardenlet: &Gardenlet) -> Option<Needed> {
    let reference = &gardenlet.spec.config["seedConfig"]["spec"]["backup"]["credentialsRef"];
    let text = |field: &str| reference[field].as_str().unwrap_or_default();
    let is_secret = text("apiVersion") == "v1" && text("kind") == "Secret";
    is_secret.then(|| Needed {
        namespace: text("namespace").to_owned(),
        name: text("name").to_owned(),
        key: None,
    })
}

/// Give the Secrets that gardener-operator pulls the chart with.
pub fn chart_secrets(gardenlet: &Gardenlet) -> Vec<Needed> {
    let repository = &gardenlet.spec.deployment.helm.oci_repository;
    [
        (&repository.pull_secret_ref, ".dockerconfigjson"),
        (&repository.ca_bundle_secret_ref, "bundle.crt"),
    ]
    .into_iter()
    .filter_map(|(reference, key)| {
        Some(Needed {
            namespace: super::GARDEN.to_owned(),
            name: reference.as_ref()?.name.clone(),
            key: Some(key),
        })
    })
    .collect()
}

/// Give namespace and name of the Secret in the target that holds the gardenlet's own kubeconfig
/// (`gardener/gardener:charts/gardener/gardenlet`, `gardenClientConnection.kubeconfigSecret`).
pub fn own_kubeconfig(gardenlet: &Gardenlet) -> (String, String) {
    let reference = &gardenlet.spec.config["gardenClientConnection"]["kubeconfigSecret"];
    let text = |field: &str, default: &str| {
        let text = reference[field].as_str().filter(|text| !text.is_empty());
        text.unwrap_or(default).to_owned()
    };
    (
        text("namespace", super::GARDEN),
        text("name", "gardenlet-kubeconfig"),
    )
}

/// Give the seed that a gardenlet's configuration is for; none where it says none.
pub fn configured_seed(configuration: &Value) -> Option<&str> {
    configuration["seedConfig"]["metadata"]["name"].as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::gardenlets::backing::{Look, classify};
    use crate::domain::redeploy::check::State;

    fn now() -> Timestamp {
        "2026-11-21T03:00:00Z".parse().unwrap()
    }

    fn seed(ready: &str, certificate: Option<&str>) -> Seed {
        serde_json::from_value(json!({ "metadata": { "name": "aws" }, "status": {
            "conditions": [{ "type": "GardenletReady", "status": ready }],
            "clientCertificateExpirationTimestamp": certificate } }))
        .unwrap()
    }

    fn lease(renewed: &str) -> Lease {
        serde_json::from_value(json!({ "spec": { "renewTime": renewed } })).unwrap()
    }

    #[test]
    fn p5_only_a_gardenlet_that_reports_and_is_ready_is_healthy() {
        let (fresh, stale) = (lease("2026-11-21T02:59:20Z"), lease("2026-11-21T02:59:19Z"));
        for (ready, lease, expected) in [
            ("True", Some(&fresh), State::Blocked),
            ("True", Some(&stale), State::Ok),
            ("True", None, State::Ok),
            ("Unknown", Some(&fresh), State::Ok),
            ("False", Some(&fresh), State::Ok),
        ] {
            let checked = healthy(Some(&seed(ready, None)), lease, now());
            assert_eq!(checked.state, expected, "{ready} {lease:?}");
        }
        assert_eq!(healthy(None, None, now()).state, State::Ok);
    }

    #[test]
    fn case_03_04_05_others_than_gardenlets_are_answered_with_what_is_right() {
        let (managed, gardenlet) = (
            serde_json::from_value(json!({})).unwrap(),
            Gardenlet::default(),
        );
        let check = |name: &str, gardenlet, managed| {
            backing(name, &classify(name, Look::Absent, gardenlet, managed))
        };
        let checked = check("aws", Look::Absent, Look::Found(&managed));
        assert!(
            checked.blocks()
                && checked
                    .message
                    .contains("redeploy aws --operation reconcile")
        );
        let checked = check("aws", Look::Absent, Look::Absent);
        assert!(checked.blocks() && checked.message.contains("rebootstrap-gardenlet.sh"));
        let name = "self-hosted-shoot-edge";
        let checked = check(name, Look::Found(&gardenlet), Look::Absent);
        assert!(checked.blocks() && checked.message.contains("renew-kubeconfig"));
        let checked = check("aws", Look::Found(&gardenlet), Look::Absent);
        assert_eq!(checked.state, State::Ok);
    }

    #[test]
    fn p12_the_tag_of_the_chart_is_compared_wherever_it_stands() {
        let of = |repository: Value| {
            let object =
                json!({ "spec": { "deployment": { "helm": { "ociRepository": repository } } } });
            chart(&serde_json::from_value(object).unwrap(), Some("v1.150.0")).state
        };
        assert_eq!(of(json!({ "tag": "v1.150.0" })), State::Ok);
        assert_eq!(of(json!({ "tag": "v1.147.0" })), State::Warning);
        assert_eq!(
            of(json!({ "ref": "reg:5000/charts/gardenlet:v1.151.0" })),
            State::Warning
        );
        assert_eq!(
            of(json!({ "ref": "reg:5000/charts/gardenlet:v1.149.0@sha256:ab" })),
            State::Ok
        );
        assert_eq!(
            of(json!({ "ref": "reg:5000/charts/gardenlet@sha256:ab" })),
            State::Info
        );
        assert_eq!(of(json!({ "tag": "latest" })), State::Info);
    }

    #[test]
    fn case_35_and_36_whether_the_certificate_is_renewed_is_said_before() {
        let expired = seed("Unknown", Some("2026-11-21T02:59:59Z"));
        let valid = seed("Unknown", Some("2026-12-21T00:00:00Z"));
        let state = |seed: &Seed, has, resets| certificate(Some(seed), has, resets, now()).state;
        assert_eq!(state(&expired, Some(true), false), State::Ok);
        assert_eq!(state(&valid, Some(true), false), State::Warning);
        assert_eq!(state(&valid, Some(true), true), State::Ok);
        assert_eq!(state(&valid, Some(false), false), State::Ok);
        assert_eq!(state(&valid, None, false), State::Skipped);
    }

    #[test]
    fn p16_others_that_wait_are_named() {
        let waiting = |name: &str, operation: &str| -> Gardenlet {
            serde_json::from_value(
                json!({ "metadata": { "name": name, "annotations": { OPERATION: operation } } }),
            )
            .unwrap()
        };
        let all = [
            waiting("aws", FORCE_REDEPLOY),
            waiting("gcp", FORCE_REDEPLOY),
            waiting("azure", "renew-kubeconfig"),
        ];
        let checked = queue("aws", &all);
        assert_eq!(checked.state, State::Info);
        assert!(checked.message.ends_with(": gcp"), "{}", checked.message);
        assert_eq!(queue("gcp", &all[1..]).state, State::Ok);
    }

    #[test]
    fn p11_and_p13_secrets_are_found_where_gardener_looks_for_them() {
        let gardenlet: Gardenlet = serde_json::from_value(json!({ "spec": {
            "config": { "seedConfig": { "spec": { "backup": { "credentialsRef": { "apiVersion": "v1", "kind": "Secret", "namespace": "garden", "name": "backup" } } } } },
            "deployment": { "helm": { "ociRepository": { "pullSecretRef": { "name": "pull" }, "caBundleSecretRef": { "name": "ca" } } } } } })).unwrap();
        assert_eq!(backup_secret(&gardenlet).unwrap().name, "backup");
        let names: Vec<_> = chart_secrets(&gardenlet)
            .into_iter()
            .map(|needed| (needed.name, needed.key.unwrap()))
            .collect();
        assert_eq!(
            names,
            [
                ("pull".to_owned(), ".dockerconfigjson"),
                ("ca".to_owned(), "bundle.crt")
            ]
        );
        assert_eq!(backup_secret(&Gardenlet::default()), None);
        let identity: Gardenlet = serde_json::from_value(json!({ "spec": { "config": { "seedConfig": { "spec": { "backup": { "credentialsRef": { "apiVersion": "security.gardener.cloud/v1alpha1", "kind": "WorkloadIdentity", "name": "backup" } } } } } } })).unwrap();
        assert_eq!(backup_secret(&identity), None);
    }

    #[test]
    fn p19_an_old_gardener_is_found() {
        assert!(knows(Some("v1.118.0")).blocks());
        assert_eq!(knows(Some("v1.119.0")).state, State::Ok);
        assert_eq!(knows(Some("custom")).state, State::Warning);
        assert_eq!(knows(None).state, State::Warning);
    }

    #[test]
    fn p18_only_an_effective_stop_is_told() {
        let with = |value: &str| -> Seed {
            serde_json::from_value(json!({ "metadata": { "annotations": { crate::domain::emergency_stop::STOP: value } } }))
                .unwrap()
        };
        assert_eq!(stop(Some(&with("true"))).state, State::Info);
        assert_eq!(stop(Some(&with("True"))).state, State::Ok);
        assert_eq!(stop(None).state, State::Ok);
    }
}
