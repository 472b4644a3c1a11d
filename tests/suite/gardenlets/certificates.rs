//! What gardenlets ask certificates for, and what becomes of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kubectl_gardener::domain::gardenlets::report::Material;
use serde_json::{Value, json};

use super::cases::report;
use super::{codes, row};

/// A request as the gardenlet of a seed makes it.
pub fn request(seed: &str, name: &str, at: &str, conditions: &[(&str, &str)]) -> Value {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    for (kind, text) in [
        (
            rcgen::DnType::OrganizationName,
            "gardener.cloud:system:seeds".to_owned(),
        ),
        (
            rcgen::DnType::CommonName,
            format!("gardener.cloud:system:seed:{seed}"),
        ),
    ] {
        params.distinguished_name.push(kind, text);
    }
    let key = rcgen::KeyPair::generate().unwrap();
    let pem = params.serialize_request(&key).unwrap().pem().unwrap();
    let conditions: Vec<Value> = conditions
        .iter()
        .map(|(what, why)| json!({ "type": what, "status": "True", "message": why }))
        .collect();
    json!({
        "apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest",
        "metadata": { "name": name, "creationTimestamp": at },
        "spec": { "request": STANDARD.encode(pem), "signerName": "kubernetes.io/kube-apiserver-client", "username": "system:bootstrap:abcdef" },
        "status": { "conditions": conditions },
    })
}

/// The codes and the message for a seed whose gardenlet reports, and has made these requests.
fn told(requests: Vec<Value>) -> (Vec<String>, String) {
    let now = crate::versions::NOW;
    let seed = json!({ "metadata": { "name": "one" }, "status": { "conditions": [{ "type": "GardenletReady", "status": "True" }] } });
    let gardenlet = json!({ "metadata": { "name": "one", "namespace": "garden" } });
    let lease = json!({ "metadata": { "name": "one" }, "spec": { "renewTime": now } });
    let material = Material {
        seeds: vec![serde_json::from_value(seed).unwrap()],
        gardenlets: Some(vec![serde_json::from_value(gardenlet).unwrap()]),
        managed_seeds: Some(Vec::new()),
        leases: Some(vec![serde_json::from_value(lease).unwrap()]),
        certificate_requests: requests
            .into_iter()
            .map(|request| serde_json::from_value(request).unwrap())
            .collect(),
        ..Material::default()
    };
    let report = report(&material, 14);
    let one = row(&report, "one");
    let message = one["findings"][0]["message"].as_str().unwrap_or_default();
    let codes = codes(one).into_iter().map(str::to_owned).collect();
    (codes, message.to_owned())
}

#[test]
fn a_certificate_that_was_asked_for_and_is_not_given_is_told_after_ten_minutes() {
    let (codes, message) = told(vec![request(
        "one",
        "seed-csr-a",
        "2026-11-20T23:49:59Z",
        &[],
    )]);
    assert_eq!(codes, ["certificate-not-issued"]);
    assert!(
        message.contains("gardener-controller-manager approves"),
        "{message}"
    );
    let approved = [("Approved", "auto")];
    let (codes, message) = told(vec![request(
        "one",
        "seed-csr-a",
        "2026-11-20T23:49:59Z",
        &approved,
    )]);
    assert_eq!(codes, ["certificate-not-issued"]);
    assert!(message.contains("kube-controller-manager"), "{message}");
    // Ten minutes are given, and somebody else's is none of its.
    for request in [
        request("one", "seed-csr-a", "2026-11-20T23:50:00Z", &[]),
        request("two", "seed-csr-a", "2026-11-20T20:00:00Z", &[]),
    ] {
        assert_eq!(told(vec![request]).0, [""; 0]);
    }
}

#[test]
fn a_certificate_that_was_denied_is_told_at_once_until_another_is_asked_for() {
    let denied = request(
        "one",
        "seed-csr-a",
        "2026-11-20T23:59:00Z",
        &[("Denied", "not you")],
    );
    let (codes, message) = told(vec![denied.clone()]);
    assert_eq!(codes, ["certificate-not-issued"]);
    assert!(message.ends_with("was denied: not you"), "{message}");
    let again = request("one", "seed-csr-b", "2026-11-20T23:59:30Z", &[]);
    assert_eq!(told(vec![denied, again]).0, [""; 0]);
}
