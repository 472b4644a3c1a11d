//! A gardenlet that is deployed and never reports: the operator's real bootstrap token, and a request made as it makes one.

use std::process::Stdio;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{command, lost, redeploy, result};
use crate::cluster::Cluster;
use crate::fixture::{answer, kubeconfig, run};
use crate::patience::{end_of, until};

const REQUESTS: &str = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

/// Ask for a certificate of the gardenlet of a seed.
fn ask(garden: &Cluster, seed: &str, name: &str) {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    let common = format!("gardener.cloud:system:seed:{seed}");
    for (kind, text) in [
        (
            rcgen::DnType::OrganizationName,
            "gardener.cloud:system:seeds".to_owned(),
        ),
        (rcgen::DnType::CommonName, common),
    ] {
        params.distinguished_name.push(kind, text);
    }
    let key = rcgen::KeyPair::generate().unwrap();
    let pem = params.serialize_request(&key).unwrap().pem().unwrap();
    let request = json!({ "apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": { "name": name },
        "spec": { "request": STANDARD.encode(pem), "signerName": "kubernetes.io/kube-apiserver-client",
            "usages": ["digital signature", "key encipherment", "client auth"] } });
    garden.create(REQUESTS, &request);
}

fn message(result: &Value) -> String {
    result["message"].as_str().unwrap().to_owned()
}

#[test]
fn it_is_told_how_far_a_gardenlet_is_that_never_reports() {
    let lost = lost();
    let garden = Cluster::of("garden");
    // The operator gave it a token, and nobody runs that could use it.
    let output = redeploy(&lost, kubeconfig("garden"), &["--timeout", "8s"]);
    let late = message(&result(&output, 6));
    assert!(
        late.contains("it was given a bootstrap token until ")
            && late.contains("has not asked for a certificate"),
        "{late}"
    );
    lost.lose();
    // It asks, and is denied.
    let child = command(&lost, kubeconfig("garden"), &["--timeout", "12s"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until("the Deployment of a gardenlet", || lost.is_deployed());
    let name = "seed-csr-of-a-test";
    ask(&garden, &lost.name, name);
    let denied = json!({ "status": { "conditions": [{ "type": "Denied", "status": "True", "reason": "Test", "message": "not this one" }] } });
    garden.patch(&format!("{REQUESTS}/{name}/approval"), &denied);
    let late = message(&result(&end_of(child, "redeploy"), 6));
    assert!(late.contains("was denied: not this one"), "{late}");
    // So says the report.
    let report = run(
        kubeconfig("garden"),
        &["gardenlets", &lost.name, "-o", "json"],
    );
    let report = answer(&report, 0);
    garden.delete(&format!("{REQUESTS}/{name}"));
    let findings = report["gardenlets"][0]["findings"].as_array().unwrap();
    let found = findings
        .iter()
        .find(|finding| finding["code"] == "certificate-not-issued");
    let found = found.unwrap_or_else(|| panic!("{report:#}"));
    assert!(
        found["message"].as_str().unwrap().contains("not this one"),
        "{found}"
    );
}
