//! The version report against a served landscape, beside what `kubectl get shoots` needs to print the same shoots.
//!
//! ```console
//! cargo bench --bench versions                          # 10,000 shoots of 35 KB, three rounds in turns
//! cargo bench --bench versions -- --shoots 50000 --rounds 1
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

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use api::{FakeApi, Reply};
use serde_json::json;

/// The page size that both ask for.
const PAGE: usize = 500;

fn main() {
    let shoots = option("--shoots").unwrap_or(10_000);
    let rounds = option("--rounds").unwrap_or(3);
    let api = FakeApi::https();
    serve(&api, shoots);
    let folder = tempfile::tempdir().unwrap();
    let kubeconfig = api.kubeconfig_file(folder.path());

    let report = |command: &mut Command| {
        command.args(["versions", "-o", "json", "--now", "2026-11-21T00:00:00Z"]);
    };
    let list = |command: &mut Command| {
        command.args(["get", "shoots.core.gardener.cloud", "-A", "-o", "json"]);
    };
    println!(
        "{shoots} shoots of {} KB each, pages of {PAGE}, {rounds} rounds\n",
        shoot(0).len() / 1000
    );
    println!(
        "{:<28} {:>8} {:>12} {:>12}",
        "", "seconds", "peak MB", "printed MB"
    );
    for _ in 0..rounds {
        measure(
            "kubectl-gardener versions",
            env!("CARGO_BIN_EXE_kubectl-gardener"),
            &kubeconfig,
            report,
        );
        measure("kubectl get shoots -o json", "kubectl", &kubeconfig, list);
    }
}

/// Read a number from the command line.
fn option(name: &str) -> Option<usize> {
    let arguments: Vec<String> = std::env::args().collect();
    let position = arguments.iter().position(|argument| argument == name)?;
    arguments.get(position + 1)?.parse().ok()
}

fn measure(name: &str, program: &str, kubeconfig: &Path, arguments: impl Fn(&mut Command)) {
    let mut command = Command::new(program);
    arguments(&mut command);
    command
        .arg("--kubeconfig")
        .arg(kubeconfig)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    let begin = Instant::now();
    let Ok(mut child) = command.spawn() else {
        println!("{name:<28} is not installed");
        return;
    };
    let mut out = child.stdout.take().unwrap();
    let printed =
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()).unwrap());
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    let exit = loop {
        peak = peak_memory(&status).or(peak);
        if let Some(exit) = child.try_wait().unwrap() {
            break exit;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let seconds = begin.elapsed().as_secs_f64();
    let peak = peak.map_or("-".to_owned(), |kilobytes| {
        format!("{:.1}", kilobytes / 1000.0)
    });
    let printed = f64::from(u32::try_from(printed.join().unwrap() / 1000).unwrap()) / 1000.0;
    let failed = if exit.success() { "" } else { "  FAILED" };
    println!("{name:<28} {seconds:>8.2} {peak:>12} {printed:>12.1}{failed}");
}

/// The highest resident memory of a process so far, in kilobytes.
fn peak_memory(status: &str) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Serve a profile and as many shoots in pages.
fn serve(api: &FakeApi, shoots: usize) {
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
    api.handle(move |seen, _| {
        if !seen.path.ends_with("/shoots") {
            return None;
        }
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
    for field in 0..460 {
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
