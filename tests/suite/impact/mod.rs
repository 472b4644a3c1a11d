//! The impact of changes, case by case: numbers are those of the cases that the rules were written from.

mod cases;
mod cloudprofile;
mod command;
mod formats;
mod gardener;
mod live;
mod maintenance;
mod named;
mod operator;
mod plan;
mod properties;
mod rules;
mod sarif;
mod seed;
mod taken_up;
mod waivers;
mod waivers_of_fleets;

use std::collections::BTreeMap;

use kubectl_gardener::domain::impact::facts::{Facts, Surroundings};
use kubectl_gardener::domain::impact::patch;
use kubectl_gardener::domain::impact::report::{ImpactReport, report};
use kubectl_gardener::domain::objects::{CloudProfile, CredentialsBinding, SecretBinding, Seed};
use kubectl_gardener::domain::versions::profile::Profile;
use serde_json::{Value, json};

/// A Shoot as it is meant where nothing else is said: Kubernetes 1.34.1 on AWS, scheduled, not highly available,
/// one pool that is rolled.
pub fn shoot() -> Value {
    json!({
        "apiVersion": "core.gardener.cloud/v1beta1",
        "kind": "Shoot",
        "metadata": {"name": "shop", "namespace": "garden-shop", "generation": 3},
        "spec": {
            "cloudProfile": {"kind": "CloudProfile", "name": "aws"},
            "credentialsBindingName": "aws",
            "dns": {"domain": "shop.example.org"},
            "kubernetes": {
                "version": "1.34.1",
                "verticalPodAutoscaler": {"enabled": true},
            },
            "maintenance": {"timeWindow": {"begin": "220000+0000", "end": "230000+0000"}},
            "networking": {
                "type": "calico", "nodes": "10.250.0.0/16",
                "pods": "100.96.0.0/11", "services": "100.64.0.0/13",
            },
            "provider": {
                "type": "aws",
                "workers": [{
                    "name": "cpu", "minimum": 1, "maximum": 3,
                    "machine": {
                        "type": "m5.large", "architecture": "amd64",
                        "image": {"name": "gardenlinux", "version": "1592.1.0"},
                    },
                    "volume": {"size": "50Gi", "type": "gp3"},
                    "zones": ["a"],
                }],
            },
            "region": "eu-west-1",
            "seedName": "seed",
        },
        "status": {
            "observedGeneration": 3,
            "seedName": "seed",
            "technicalID": "shoot--shop--shop",
            "gardener": {"version": "v1.150.0"},
            "lastOperation": {"type": "Reconcile", "state": "Succeeded", "progress": 100},
            "credentials": {"encryptionAtRest": {"provider": {"type": "aescbc"}}},
        },
    })
}

/// What the Shoot refers to.
pub fn surroundings() -> Surroundings {
    let image = |version: &str, more: Value| {
        let mut image = json!({
            "version": version, "architectures": ["amd64", "arm64"],
            "cri": [{"name": "containerd", "containerRuntimes": [{"type": "gvisor"}]}],
        });
        patch::merge(&mut image, &more);
        image
    };
    let profile = |provider: &str| -> CloudProfile {
        let tree = json!({
        "metadata": {"name": provider},
        "spec": {
            "type": provider,
            "kubernetes": {"versions": [
                {"version": "1.30.9"}, {"version": "1.31.1"}, {"version": "1.32.5"},
                {"version": "1.33.1"}, {"version": "1.33.4"}, {"version": "1.33.9"},
                {"version": "1.34.1"}, {"version": "1.34.3", "classification": "supported"},
                {"version": "1.35.0"}, {"version": "1.36.0"},
                {"version": "1.34.5", "classification": "deprecated", "expirationDate": "2026-01-01T00:00:00Z"},
            ]},
            "machineImages": [
                {"name": "gardenlinux", "versions": [
                    image("1443.0.0", json!({"expirationDate": "2026-01-01T00:00:00Z", "classification": "deprecated"})),
                    image("1592.0.0", json!({"inPlaceUpdates": {"supported": true, "minVersionForUpdate": "1592.0.0"}})),
                    image("1592.1.0", json!({"inPlaceUpdates": {"supported": true, "minVersionForUpdate": "1592.0.0"}})),
                    image("1592.2.0", json!({"inPlaceUpdates": {"supported": true, "minVersionForUpdate": "1592.1.0"}})),
                    image("1592.3.0", json!({"inPlaceUpdates": {"supported": true, "minVersionForUpdate": "1592.2.0"}})),
                    image("1700.0.0", json!({"kubeletVersionConstraint": "< 1.35"})),
                    image("1800.0.0", json!({"expirationDate": "2026-01-01T00:00:00Z", "classification": "deprecated"})),
                ]},
                {"name": "ubuntu", "versions": [
                    image("22.4.0", json!({})), image("24.4.0", json!({"classification": "supported"})),
                ]},
            ],
            "machineTypes": [
                {"name": "m5.large", "cpu": "2", "memory": "8Gi", "architecture": "amd64", "usable": true},
                {"name": "m5.xlarge", "cpu": "4", "memory": "16Gi", "architecture": "amd64", "usable": true},
                {"name": "m6g.large", "cpu": "2", "memory": "8Gi", "architecture": "arm64", "usable": true},
            ],
            "volumeTypes": [{"name": "gp3", "usable": true}, {"name": "io1", "usable": true, "minSize": "50Gi"}],
            "regions": [{"name": "eu-west-1", "accessRestrictions": [{"name": "a"}], "zones": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}],
            "limits": {"maxNodesTotal": 20},
        },
        });
        serde_json::from_value(tree).unwrap()
    };
    let seed = |name: &str, zones: &[&str], annotations: Value| -> Seed {
        let tree = json!({
            "metadata": {"name": name, "annotations": annotations},
            "spec": {"provider": {"type": "aws", "zones": zones}, "accessRestrictions": [{"name": "a"}]},
        });
        serde_json::from_value(tree).unwrap()
    };
    let reference =
        json!({"apiVersion": "v1", "kind": "Secret", "name": "aws", "namespace": "garden-shop"});
    let credentials: CredentialsBinding = serde_json::from_value(json!({
        "metadata": {"name": "aws", "namespace": "garden-shop"},
        "provider": {"type": "aws"}, "credentialsRef": reference,
    }))
    .unwrap();
    let secret: SecretBinding = serde_json::from_value(json!({
        "metadata": {"name": "aws", "namespace": "garden-shop"},
        "provider": {"type": "aws"}, "secretRef": reference,
    }))
    .unwrap();
    let mut other = credentials.clone();
    "other".clone_into(&mut other.metadata.name);
    let leaving = json!({
        "metadata": {"name": "leaving", "deletionTimestamp": "2026-11-20T00:00:00Z"},
        "spec": {"provider": {"type": "aws", "zones": ["a", "b", "c"]}},
    });
    let stop = json!({"shoot.gardener.cloud/emergency-stop-reconciliations": "true"});
    Surroundings {
        profiles: ["aws", "azure", "gcp", "openstack", "other"]
            .map(|provider| Profile::of(&profile(provider)))
            .into(),
        seeds: vec![
            seed("seed", &["a", "b", "c"], json!({})),
            seed("stopped", &["a", "b", "c"], stop),
            seed("small", &["a", "b"], json!({})),
            serde_json::from_value(leaving).unwrap(),
        ],
        secret_bindings: vec![secret],
        credentials_bindings: vec![credentials, other],
        managed_seeds: Some(BTreeMap::from([("shop".to_owned(), "shop".to_owned())])),
        hosted: BTreeMap::from([("shop".to_owned(), BTreeMap::from([(String::new(), 2)]))]),
        projects: BTreeMap::from([("garden-shop".to_owned(), "shop".to_owned())]),
    }
}

/// Report what assignments to a Shoot do.
pub fn change(old: &Value, assignments: &[&str]) -> ImpactReport {
    let mut new = old.clone();
    for assignment in assignments {
        patch::set(&mut new, assignment).unwrap_or_else(|fault| panic!("{fault}"));
    }
    between(old, &new)
}

/// Report what lies between two Shoots.
pub fn between(old: &Value, new: &Value) -> ImpactReport {
    let around = surroundings();
    let facts = Facts {
        around: &around,
        now: "2026-11-21T12:00:00Z".parse().unwrap(),
    };
    report(old, new, facts)
}
