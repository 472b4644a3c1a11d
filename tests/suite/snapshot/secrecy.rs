//! What nobody has allowed is not in a redacted snapshot, and what is in Secrets is in none.

use kubectl_gardener::domain::redact::Redactor;
use serde_json::{Value, json};

use super::{Served, lines};

/// Fields whose content is secret or a text for people, by kind: none of it may stay.
const SECRET: &[(&str, &[&str])] = &[
    (
        "Shoot",
        &[
            "/spec/provider/infrastructureConfig/networks/vpc/id",
            "/spec/provider/controlPlaneConfig/x",
            "/spec/provider/workers/0/providerConfig/x",
            "/spec/provider/workers/0/machine/image/providerConfig/x",
            "/spec/provider/workers/0/caBundle",
            "/spec/provider/workers/0/annotations/x",
            "/spec/networking/providerConfig/x",
            "/spec/extensions/0/providerConfig/x",
            "/spec/dns/providers/0/domains/include/0",
            "/spec/dns/providers/0/secretName",
            "/spec/monitoring/alerting/emailReceivers/0",
            "/spec/kubernetes/kubeAPIServer/oidcConfig/clientID",
            "/spec/kubernetes/kubeAPIServer/oidcConfig/issuerURL",
            "/spec/kubernetes/kubeAPIServer/oidcConfig/caBundle",
            "/spec/kubernetes/kubeAPIServer/oidcConfig/clientAuthentication/secret",
            "/spec/kubernetes/kubeAPIServer/apiAudiences/0",
            "/spec/kubernetes/kubeAPIServer/serviceAccountConfig/issuer",
            "/spec/kubernetes/kubeAPIServer/serviceAccountConfig/acceptedIssuers/0",
            "/spec/kubernetes/kubeAPIServer/admissionPlugins/0/config/x",
            "/spec/kubernetes/kubeAPIServer/admissionPlugins/0/kubeconfigSecretName",
            "/spec/kubernetes/kubeAPIServer/auditConfig/auditPolicy/configMapRef/name",
            "/spec/addons/nginxIngress/config/x",
            "/spec/addons/nginxIngress/loadBalancerSourceRanges/0",
            "/spec/systemComponents/coreDNS/rewriting/commonSuffixes/0",
            "/spec/accessRestrictions/0/options/x",
            "/spec/resources/0/resourceRef/name",
            "/spec/secretBindingName",
            "/spec/credentialsBindingName",
            "/spec/dns/domain",
            "/status/technicalID",
            "/status/advertisedAddresses/0/url",
            "/status/clientCertificate",
            "/status/lastOperation/description",
            "/status/lastErrors/0/description",
            "/status/lastMaintenance/description",
            "/status/lastMaintenance/failureReason",
            "/status/conditions/0/message",
            "/status/gardener/id",
            "/status/gardener/name",
            "/status/clusterIdentity",
            "/status/credentials/clientID",
            "/spec/kubernetes/kubeAPIServer/encryptionConfig/resources/0",
            "/spec/kubernetes/kubeAPIServer/watchCacheSizes/resources/0/apiGroup",
            "/spec/kubernetes/kubeAPIServer/watchCacheSizes/resources/0/resource",
            "/status/encryptedResources/0",
            "/status/credentials/encryptionAtRest/resources/0",
            "/spec/provider/workers/0/sysctls/kernel.domainname",
            "/spec/provider/workers/0/machineControllerManager/nodeConditions/0",
            "/spec/networking/pods",
            "/status/conditions/0/reason",
            "/status/conditions/0/codes/0",
            "/status/conditions/0/lastUpdateTime",
            "/status/lastOperation/lastUpdateTime",
            "/metadata/creationTimestamp",
        ],
    ),
    (
        "Seed",
        &[
            "/spec/backup/credentialsRef/name",
            "/spec/backup/providerConfig/x",
            "/spec/provider/providerConfig/x",
            "/spec/dns/provider/credentialsRef/name",
            "/spec/dns/defaults/0/credentialsRef/name",
            "/spec/dns/internal/domain",
            "/spec/ingress/domain",
            "/spec/ingress/controller/providerConfig/x",
            "/spec/extensions/0/providerConfig/x",
            "/spec/networks/blockCIDRs/0",
            "/spec/settings/loadBalancerServices/annotations/x",
            "/status/clusterIdentity",
            "/status/lastOperation/description",
            "/status/conditions/0/message",
        ],
    ),
    (
        "CloudProfile",
        &[
            "/spec/caBundle",
            "/spec/providerConfig/machineImages/0/id",
            "/spec/regions/0/labels/x",
        ],
    ),
    (
        "NamespacedCloudProfile",
        &[
            "/spec/caBundle",
            "/spec/providerConfig/x",
            "/spec/parent/name",
            "/status/cloudProfileSpec/caBundle",
            "/status/cloudProfileSpec/providerConfig/x",
        ],
    ),
    (
        "Project",
        &[
            "/spec/description",
            "/spec/purpose",
            "/spec/owner/name",
            "/spec/createdBy/name",
            "/spec/members/0/name",
            "/spec/tolerations/defaults/0/x",
        ],
    ),
    (
        "Gardenlet",
        &[
            "/spec/deployment/helm/ociRepository/repository",
            "/spec/deployment/helm/ociRepository/ref",
            "/spec/deployment/env/0/value",
            "/spec/deployment/imageVectorOverwrite",
            "/spec/config/gardenClientConnection/gardenClusterAddress",
            "/spec/config/gardenClientConnection/gardenClusterCACert",
            "/spec/config/logging/x",
            "/spec/config/seedConfig/spec/dns/x",
            "/spec/config/seedConfig/metadata/annotations/x",
            "/status/conditions/0/message",
        ],
    ),
    (
        "ManagedSeed",
        &[
            "/spec/gardenlet/config/gardenClientConnection/kubeconfig",
            "/spec/gardenlet/deployment/env/0/value",
            "/status/conditions/0/message",
            "/spec/shoot/name",
        ],
    ),
    ("SecretBinding", &["/secretRef/name", "/quotas/0/name"]),
    (
        "CredentialsBinding",
        &["/credentialsRef/name", "/quotas/0/name"],
    ),
    ("Lease", &["/spec/holderIdentity"]),
    ("ConfigMap", &["/data/gardenerAPIServer", "/data/other"]),
    ("Secret", &["/data/kubeconfig", "/stringData/kubeconfig"]),
];

/// What is planted, one after the other: a word could pass for a version, others for what is told by its form.
const MARKERS: [&str; 6] = [
    "planted7f3a",
    "Planted by Alice: 7f3a",
    "planted-7f3a.example.org",
    "7f3a%",
    "kubectl-planted7f3a",
    "2026-11-20T10:00:00Z[x-planted7f3a]",
];

/// Put a text into an object, and whatever has to be around it.
fn plant(object: &mut Value, pointer: &str, text: &str) {
    let mut at = object;
    let segments: Vec<&str> = pointer.trim_start_matches('/').split('/').collect();
    for segment in segments {
        at = if let Ok(index) = segment.parse::<usize>() {
            if !at.is_array() {
                *at = json!([]);
            }
            let items = at.as_array_mut().unwrap();
            while items.len() <= index {
                items.push(json!({}));
            }
            &mut items[index]
        } else {
            if !at.is_object() {
                *at = json!({});
            }
            &mut at[segment]
        };
    }
    *at = text.into();
}

fn object(kind: &str) -> Value {
    json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": kind,
        "metadata": { "name": "a", "namespace": "garden-x", "generation": 2 }, "spec": {}, "status": {} })
}

#[track_caller]
fn assert_hidden(redacted: &Value, marker: &str, place: &str) {
    let text = redacted.to_string();
    assert!(
        !text.contains(marker) && !text.contains("7f3a"),
        "{place}: {text}"
    );
}

#[test]
fn fields_with_secrets_or_texts_are_hashed_or_left_out() {
    let redactor = Redactor::new(b"a key");
    for (kind, pointers) in SECRET {
        for marker in MARKERS {
            let mut everything = object(kind);
            for pointer in *pointers {
                let mut one = object(kind);
                plant(&mut one, pointer, marker);
                plant(&mut everything, pointer, marker);
                assert_hidden(
                    &redactor.object(kind, one),
                    marker,
                    &format!("{kind} {pointer}"),
                );
            }
            for pointer in [
                "/metadata/name",
                "/metadata/namespace",
                "/metadata/generateName",
                "/metadata/uid",
                "/metadata/labels/x",
                "/metadata/annotations/x",
                "/metadata/ownerReferences/0/name",
                "/metadata/finalizers/0",
                "/metadata/managedFields/0/manager",
                "/metadata/selfLink",
            ] {
                plant(&mut everything, pointer, marker);
            }
            let annotations = &mut everything["metadata"]["annotations"];
            for key in [
                "kubectl.kubernetes.io/last-applied-configuration",
                "gardener.cloud/operation",
                "gardener.cloud/created-by",
                "shoot.gardener.cloud/emergency-stop-reconciliations",
                "kubectl-gardener/emergency-stop",
                "kubectl-gardener/run",
                "confirmation.gardener.cloud/deletion",
                "shoot.gardener.cloud/ignore",
                "shoot.gardener.cloud/sync-period",
                "shoot.gardener.cloud/tasks",
            ] {
                annotations[key] = marker.into();
            }
            everything["metadata"]["managedFields"] = json!([{ "manager": marker, "time": marker,
                "fieldsV1": { "f:metadata": { "f:annotations": { "f:gardener.cloud/operation": {} } } } }]);
            everything["metadata"]["finalizers"] =
                json!([marker, format!("gardener.cloud/{marker}")]);
            everything["metadata"]["labels"]["shoot.gardener.cloud/status"] = marker.into();
            if *kind == "Shoot" {
                everything["spec"]["kubernetes"]["kubeAPIServer"]["runtimeConfig"] =
                    json!({ marker: true, format!("{marker}/v1"): true });
            }
            everything["metadata"]["labels"][marker] = "true".into();
            everything[marker] = marker.into();
            everything["spec"][marker] = json!({ marker: [marker, { marker: marker }] });
            assert_hidden(&redactor.object(kind, everything), marker, kind);
        }
    }
}

#[test]
fn what_kubectl_applied_last_is_redacted_like_the_object() {
    const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
    let redactor = Redactor::new(b"a key");
    for marker in MARKERS {
        let mut applied = object("Shoot");
        applied["metadata"]["name"] = marker.into();
        applied["metadata"]["annotations"] = json!({ "note": marker, LAST_APPLIED: marker });
        applied["spec"] = json!({ "purpose": "testing", "secretBindingName": marker, "provider": { "infrastructureConfig": { "x": marker } } });
        applied[marker] = marker.into();
        let mut shoot = object("Shoot");
        shoot["metadata"]["annotations"] = json!({ LAST_APPLIED: applied.to_string() });
        let redacted = redactor.object("Shoot", shoot);
        assert_hidden(&redacted, marker, "last applied");
        let applied = redacted["metadata"]["annotations"][LAST_APPLIED]
            .as_str()
            .unwrap();
        let applied: Value = serde_json::from_str(applied).unwrap();
        assert_eq!(applied["metadata"]["name"], redactor.name(marker));
        assert_eq!(applied["spec"]["purpose"], "testing");
    }
}

#[test]
fn texts_within_annotations_of_ours_are_hashed_or_left_out() {
    let redactor = Redactor::new(b"a key");
    for marker in MARKERS {
        let mut seed = object("Seed");
        let hold = json!([{ "incident": marker, "reason": marker, "by": marker, "since": "2026-11-20T10:00:00Z", "until": marker, "note": marker }, marker, { "lifted": "2026-11-20T10:00:00Z", "of": marker }]);
        seed["metadata"]["annotations"]["kubectl-gardener/emergency-stop"] =
            hold.to_string().into();
        seed["metadata"]["annotations"]["gardener.cloud/operation"] =
            format!("rollout-workers={marker}").into();
        let run = json!({ "by": marker, "from": marker, "target": marker, "since": "2026-11-20T10:00:00Z", "nonce": marker });
        seed["metadata"]["annotations"]["kubectl-gardener/run"] = run.to_string().into();
        let redacted = redactor.object("Seed", seed);
        let annotations = &redacted["metadata"]["annotations"];
        // `until` is a word there, and no time.
        let hold = annotations["kubectl-gardener/emergency-stop"]
            .as_str()
            .unwrap();
        let hold: Value = serde_json::from_str(hold).unwrap();
        assert_eq!(hold[0]["since"], "2026-11-20T10:00:00Z");
        assert!(hold[0]["reason"].is_null() && hold[0]["note"].is_null());
        assert_eq!(hold[0]["by"], redactor.name(marker));
        let operation = annotations["gardener.cloud/operation"].as_str().unwrap();
        assert!(operation.starts_with("rollout-workers=h"), "{operation}");
        assert_hidden(&redacted, marker, "annotations");
    }
}

/// Plant a text at every place of an object: every field, every item, and beside every field.
fn riddle(value: &mut Value, marker: &str) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(|value| riddle(value, marker));
            fields.insert(marker.to_owned(), marker.into());
            fields.insert(
                "unknown".to_owned(),
                json!({ "x": [marker], "y": { marker: true } }),
            );
        }
        Value::Array(items) => {
            for item in items.iter_mut() {
                riddle(item, marker);
            }
            items.push(marker.into());
        }
        Value::String(text) => marker.clone_into(text),
        _ => {}
    }
}

#[test]
fn a_text_stays_nowhere_in_any_object_of_the_sample() {
    let served = Served::sample();
    let snapshot = served.take("plain.zst", &[]);
    let redactor = Redactor::new(b"a key");
    let mut seen = std::collections::BTreeSet::new();
    for line in lines(&snapshot) {
        let kind = line["kind"].as_str().unwrap().to_owned();
        for marker in MARKERS {
            let mut line = line.clone();
            riddle(&mut line, marker);
            assert_hidden(&redactor.object(&kind, line), marker, &kind);
        }
        seen.insert(kind);
    }
    assert!(seen.len() > 8, "{seen:?}");
}

#[test]
fn what_is_in_secrets_is_in_no_snapshot() {
    let served = Served::sample();
    let marker = "planted-secret-marker";
    served.api.add(json!({ "apiVersion": "v1", "kind": "Secret", "data": { "kubeconfig": marker },
        "metadata": { "name": "left", "namespace": "garden", "labels": { "kubectl-gardener/redeploy": "metal-dc1", "other": marker },
            "annotations": { "kubectl.kubernetes.io/last-applied-configuration": marker },
            "managedFields": [{ "manager": marker }], "creationTimestamp": "2026-11-20T20:00:00Z" } }));
    let snapshot = served.take("plain.zst", &[]);
    let lines = lines(&snapshot);
    let secret = lines
        .iter()
        .find(|line| line["kind"] == "SecretMetadata")
        .unwrap();
    assert_eq!(secret["apiVersion"], "kubectl-gardener/v1");
    assert_eq!(secret["metadata"]["name"], "left");
    assert!(!serde_json::to_string(&lines).unwrap().contains(marker));
    let asked = served.api.requests();
    let asked = asked
        .iter()
        .find(|seen| seen.path.ends_with("/secrets"))
        .unwrap();
    assert!(
        asked
            .header("accept")
            .unwrap()
            .contains("as=PartialObjectMetadataList")
    );
}
