//! The version report against a served landscape, beside what `kubectl get shoots` needs to print the same shoots.
//!
//! ```console
//! cargo bench --bench versions      # 10,000 shoots of 35 KB alone, then 1,000 in turns with kubectl, three rounds
//! cargo bench --bench versions -- --shoots 50000 --beside 2000 --rounds 1
//! ```
//!
//! The server runs in this process, so it shares the machine with what is measured. Peak memory is that of the
//! measured process alone; it is read while the process runs, on Linux only.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may panic"
)]

#[path = "../tests/suite/api/mod.rs"]
#[allow(dead_code, missing_docs, unused_imports, reason = "made for the tests")]
mod api;
mod measure;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api::{FakeApi, Reply};
use measure::option;
use serde_json::json;

/// The page size that both ask for.
const PAGE: usize = 500;

fn main() {
    let shoots = option("--shoots").unwrap_or(10_000);
    let beside = option("--beside").unwrap_or(1_000);
    let rounds = option("--rounds").unwrap_or(3);
    let served = Arc::new(AtomicUsize::new(shoots));
    let api = FakeApi::https();
    serve(&api, &served);
    let folder = tempfile::tempdir().unwrap();
    // kubectl asks for a name and a password where there are no credentials.
    let kubeconfig = api.kubeconfig_file_for(folder.path(), &json!({ "token": "bench" }));

    println!(
        "shoots of {} KB each, pages of {PAGE}\n",
        shoot(0).len() / 1000
    );
    println!(
        "{:<28} {:>8} {:>8} {:>9} {:>11}",
        "", "shoots", "seconds", "peak MB", "printed MB"
    );
    let report = |shoots| {
        let arguments = ["versions", "-o", "json", "--now", "2026-11-21T00:00:00Z"];
        let program = env!("CARGO_BIN_EXE_kubectl-gardener");
        measure(
            "kubectl-gardener versions",
            shoots,
            program,
            &arguments,
            &kubeconfig,
        );
    };
    for _ in 0..rounds {
        report(shoots);
    }
    served.store(beside, Ordering::Relaxed);
    for _ in 0..rounds {
        report(beside);
        let arguments = ["get", "shoots.core.gardener.cloud", "-A", "-o", "json"];
        measure(
            "kubectl get shoots -o json",
            beside,
            "kubectl",
            &arguments,
            &kubeconfig,
        );
    }
}

fn measure(name: &str, shoots: usize, program: &str, arguments: &[&str], kubeconfig: &Path) {
    let mut command = Command::new(program);
    command.args(arguments).arg("--kubeconfig").arg(kubeconfig);
    let Some(measured) = measure::measure(&mut command) else {
        println!("{name:<28} is not installed");
        return;
    };
    let kilobytes = u32::try_from(measured.printed.len() / 1000).unwrap();
    let printed = f64::from(kilobytes) / 1000.0;
    let failed = if measured.succeeded { "" } else { "  FAILED" };
    let (seconds, peak) = (measured.seconds, measured.megabytes());
    println!("{name:<28} {shoots:>8} {seconds:>8.2} {peak:>9} {printed:>11.1}{failed}");
}

/// Serve a profile, and in pages as many shoots as asked for.
fn serve(api: &FakeApi, served: &Arc<AtomicUsize>) {
    let served = Arc::clone(served);
    let version =
        |version: &str, date: Option<&str>| json!({ "version": version, "expirationDate": date });
    api.add(json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "CloudProfile", "metadata": { "name": "bench" },
        "spec": {
            "type": "aws",
            "kubernetes": { "versions": [
                version("1.33.4", Some("2026-11-01T00:00:00Z")), version("1.34.2", Some("2026-12-01T00:00:00Z")), version("1.35.1", None),
            ]},
            "machineImages": [{ "name": "gardenlinux", "updateStrategy": "minor", "versions": [
                { "version": "1877.3.0", "expirationDate": "2026-12-05T00:00:00Z", "architectures": ["amd64"], "cri": [{ "name": "containerd" }] },
                { "version": "1877.9.0", "architectures": ["amd64"], "cri": [{ "name": "containerd" }] },
            ]}],
            "machineTypes": [{ "name": "m5.large", "architecture": "amd64" }],
        },
    }));
    api.handle(|seen, _| discovery(&seen.path).map(|body| Reply::json(200, &body)));
    api.handle(move |seen, _| {
        if !seen.path.ends_with("/shoots") {
            return None;
        }
        let shoots = served.load(Ordering::Relaxed);
        let first: usize = seen.parameter("continue").and_then(|token| token.parse().ok()).unwrap_or(0);
        let end = (first + PAGE).min(shoots);
        let next = if end < shoots { end.to_string() } else { String::new() };
        let mut page = format!(
            r#"{{"kind":"ShootList","apiVersion":"core.gardener.cloud/v1beta1","metadata":{{"resourceVersion":"1","continue":"{next}"}},"items":["#
        );
        for index in first..end {
            if index > first {
                page.push(',');
            }
            page.push_str(&shoot(index));
        }
        page.push_str("]}");
        Some(Reply::text(200, "application/json", &page))
    });
}

/// What kubectl asks first: which resources there are.
fn discovery(path: &str) -> Option<serde_json::Value> {
    let version = json!({ "groupVersion": "core.gardener.cloud/v1beta1", "version": "v1beta1" });
    Some(match path {
        "/api" => json!({ "kind": "APIVersions", "versions": ["v1"] }),
        "/api/v1" => json!({ "kind": "APIResourceList", "groupVersion": "v1", "resources": [] }),
        "/apis" => json!({
            "kind": "APIGroupList", "apiVersion": "v1",
            "groups": [{ "name": "core.gardener.cloud", "versions": [version], "preferredVersion": version }],
        }),
        "/apis/core.gardener.cloud/v1beta1" => json!({
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "core.gardener.cloud/v1beta1",
            "resources": [{
                "name": "shoots", "singularName": "shoot", "namespaced": true, "kind": "Shoot", "verbs": ["get", "list"],
            }],
        }),
        _ => return None,
    })
}

/// A shoot of about 35 KB: half of it managedFields, as servers have it.
fn shoot(index: usize) -> String {
    let kubernetes = ["1.33.4", "1.34.2", "1.35.1"][index % 3];
    let pools: Vec<_> = (0..3)
        .map(|pool| {
            json!({
                "name": format!("pool-{pool}"),
                "machine": { "type": "m5.large", "architecture": "amd64", "image": { "name": "gardenlinux", "version": "1877.3.0" } },
                "cri": { "name": "containerd" }, "minimum": 1, "maximum": 9, "maxSurge": 1, "maxUnavailable": 0,
                "labels": { "owner": "team", "cost-center": "4711" }, "zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
                "providerConfig": { "apiVersion": "aws.provider.extensions.gardener.cloud/v1alpha1", "kind": "WorkerConfig", "volume": { "iops": 3000 } },
            })
        })
        .collect();
    let mut fields = String::new();
    for field in 0..490 {
        write!(fields, r#""f:field-{field}":{{".":{{}},"f:value":{{}}}},"#).unwrap();
    }
    let conditions: Vec<_> = (0..30)
        .map(|number| {
            json!({
                "type": format!("Condition{number}"), "status": "True", "reason": "Healthy", "lastUpdateTime": "2026-11-20T00:00:00Z",
                "message": "All is well with this part of the control plane, and has been for a long time. ".repeat(5),
            })
        })
        .collect();
    let spec = json!({
        "cloudProfile": { "kind": "CloudProfile", "name": "bench" }, "purpose": "production", "region": "eu-west-1", "seedName": "aws-eu1",
        "kubernetes": { "version": kubernetes },
        "maintenance": {
            "autoUpdate": { "kubernetesVersion": index.is_multiple_of(2), "machineImageVersion": true },
            "timeWindow": { "begin": "220000+0000", "end": "230000+0000" },
        },
        "provider": { "type": "aws", "workers": pools },
    });
    let status = json!({
        "conditions": conditions, "lastOperation": { "type": "Reconcile", "state": "Succeeded" }, "observedGeneration": 1,
    });
    format!(
        r#"{{"metadata":{{"name":"s{index:06}","namespace":"garden-{:03}","generation":1,"managedFields":[{{"manager":"gardenlet","operation":"Update","apiVersion":"core.gardener.cloud/v1beta1","fieldsType":"FieldsV1","fieldsV1":{{{}"f:last":{{}}}}}}]}},"spec":{spec},"status":{status}}}"#,
        index % 200,
        fields
    )
}
