//! What a command says of a snapshot is what it says of the garden, to the byte.

use std::process::Output;

use serde_json::json;

use super::{Served, lines};
use crate::patience::{Ending as _, end_of};
use crate::versions::{SAMPLE, stderr};

/// Command lines of every report, without where it looks.
const REPORTS: &[&[&str]] = &[
    &["versions"],
    &["versions", "--by", "project", "-o", "wide"],
    &["versions", "-n", "garden-commerce", "-o", "json"],
    &["versions", "-o", "json"],
    &["versions", "-l", "team=shop", "-o", "json"],
    &["versions", "forecast"],
    &["versions", "forecast", "-o", "json"],
    &[
        "versions",
        "diff",
        "live",
        "examples/profiles-next/aws.yaml",
    ],
    &[
        "versions",
        "diff",
        "live",
        "examples/profiles-next/aws.yaml",
        "-o",
        "json",
    ],
    &["gardenlets"],
    &["gardenlets", "-o", "json"],
    &["emergency-stop", "status", "--shoots"],
    &["emergency-stop", "status", "--shoots=all", "-o", "json"],
    &[
        "emergency-stop",
        "status",
        "-n",
        "garden-commerce",
        "-o",
        "json",
    ],
    &[
        "impact",
        "gardener",
        "--from",
        "examples/images/gardener-v1.149.yaml",
        "--to",
        "examples/images/gardener-v1.150.yaml",
    ],
    &[
        "impact",
        "gardener",
        "--from",
        "examples/images/gardener-v1.149.yaml",
        "--to",
        "examples/images/gardener-v1.150.yaml",
        "-o",
        "json",
    ],
];

/// What the server decides in a dry run is in no file: these are held against the same objects as manifests.
const JUDGED: &[&[&str]] = &[
    &[
        "impact",
        "cloudprofile",
        "-f",
        "examples/profiles-next/aws.yaml",
        "-o",
        "json",
    ],
    &[
        "impact",
        "seed",
        "-f",
        "examples/seeds-next/aws-eu1.yaml",
        "-o",
        "json",
    ],
    &[
        "impact",
        "-f",
        "examples/shoots-next/shop-prod.yaml",
        "-o",
        "json",
    ],
    &[
        "impact",
        "shoot",
        "shop-prod",
        "-n",
        "garden-commerce",
        "--set",
        "spec.kubernetes.version=1.36.3",
        "-o",
        "json",
    ],
];

fn run(served: &Served, arguments: &[&str], landscape: Option<&str>) -> Output {
    let mut command = served.command(arguments[0]);
    command.args(&arguments[1..]);
    if let Some(landscape) = landscape {
        command.args(["--landscape", landscape]);
    }
    command.ended()
}

/// Hold every report of the garden against the same of the snapshot: answer, talk and exit code.
#[track_caller]
fn assert_same(served: &Served, snapshot: &str) {
    for report in REPORTS {
        let live = run(served, report, None);
        let kept = run(served, report, Some(snapshot));
        assert_eq!(stderr(&live), stderr(&kept), "{report:?}");
        assert_eq!(live.status.code(), kept.status.code(), "{report:?}");
        assert_eq!(
            String::from_utf8_lossy(&live.stdout),
            String::from_utf8_lossy(&kept.stdout),
            "{report:?}"
        );
    }
}

#[test]
fn every_report_is_the_same_to_the_byte() {
    let served = Served::sample();
    served.api.add(json!({ "apiVersion": "v1", "kind": "Secret", "data": { "kubeconfig": "planted" },
        "metadata": { "name": "left", "namespace": "garden", "labels": { "kubectl-gardener/redeploy": "metal-dc1" },
            "creationTimestamp": "2026-11-20T20:00:00Z" } }));
    let snapshot = served.take("garden.zst", &[]);
    assert_same(&served, snapshot.to_str().unwrap());
    let with = run(&served, &["gardenlets"], None);
    assert!(String::from_utf8_lossy(&with.stdout).contains("left"));
}

#[test]
fn what_the_rules_judge_is_the_same_as_of_manifests() {
    let served = Served::sample();
    let snapshot = served.take("garden.zst", &[]);
    // As `kubectl get -o json` prints them.
    let dump = served.path("dump.json");
    let items = lines(&snapshot);
    let items = &items[1..items.len() - 1];
    let list = json!({ "apiVersion": "v1", "kind": "List", "items": items });
    std::fs::write(&dump, list.to_string()).unwrap();
    for report in JUDGED {
        let files = run(&served, report, dump.to_str());
        let kept = run(&served, report, snapshot.to_str());
        assert_eq!(files.status.code(), Some(0), "{}", stderr(&files));
        assert_eq!(stderr(&files), stderr(&kept), "{report:?}");
        assert_eq!(
            String::from_utf8_lossy(&files.stdout),
            String::from_utf8_lossy(&kept.stdout),
            "{report:?}"
        );
    }
}

#[test]
fn objects_that_cannot_be_read_are_named_as_the_garden_names_them() {
    let served = Served::sample();
    let shoot = |namespace: &str, labels: serde_json::Value| {
        json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
            "metadata": { "name": "broken", "namespace": namespace, "labels": labels },
            "spec": { "provider": { "type": "aws", "workers": "none" } } })
    };
    served.api.add(shoot("garden-data", json!(null)));
    served
        .api
        .add(shoot("garden-commerce", json!({ "team": "shop" })));
    served.api.add(
        json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed",
        "metadata": { "name": "broken" }, "status": { "conditions": 7 } }),
    );
    let snapshot = served.take("garden.zst", &[]);
    assert_same(&served, snapshot.to_str().unwrap());
    let strict = served
        .command("versions")
        .args(["--strict", "--landscape"])
        .arg(&snapshot)
        .ended();
    assert_eq!(strict.status.code(), Some(1));
    assert!(
        stderr(&strict).contains("garden-data/broken"),
        "{}",
        stderr(&strict)
    );
}

#[test]
fn objects_keep_the_order_of_the_server() {
    // Bytes of `namespace/name` decide: a dash comes before the slash.
    let served = Served::sample();
    for namespace in ["garden-data", "garden-data-b", "garden-data0"] {
        served.api.add(json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
            "metadata": { "name": "a", "namespace": namespace }, "spec": { "provider": { "workers": 1 } } }));
        served.api.add(json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
            "metadata": { "name": "b", "namespace": namespace }, "spec": { "cloudProfileName": "aws" } }));
    }
    let snapshot = served.take("garden.zst", &[]);
    assert_same(&served, snapshot.to_str().unwrap());
}

#[test]
fn pages_and_one_answer_are_one_file() {
    let served = Served::sample();
    let one = served.take("one.zst", &[]);
    served.api.expire(crate::api::Expiry::StartsOver, 1);
    let other = served.take("other.zst", &[]);
    assert_eq!(std::fs::read(one).unwrap(), std::fs::read(other).unwrap());
}

#[test]
fn the_head_says_what_it_is_and_the_end_what_is_in_it() {
    let served = Served::sample();
    let snapshot = served.take("garden.zst", &[]);
    let lines = lines(&snapshot);
    let (head, end) = (&lines[0], &lines[lines.len() - 1]);
    assert_eq!(head["apiVersion"], "kubectl-gardener/v1");
    assert_eq!(head["kind"], "Snapshot");
    assert_eq!(head["takenAt"], "2026-11-21T00:00:00Z");
    assert_eq!(head["program"], env!("CARGO_PKG_VERSION"));
    assert_eq!(head["redacted"], false);
    assert_eq!(head["garden"]["context"], "live");
    assert_eq!(head["garden"]["server"], served.api.url());
    assert_eq!(end["kind"], "SnapshotEnd");
    assert_eq!(end["objects"], lines.len() - 2);
    for line in &lines[1..lines.len() - 1] {
        assert!(
            line["apiVersion"].is_string() && line["kind"].is_string(),
            "{line}"
        );
        assert!(line["metadata"]["name"].is_string(), "{line}");
    }
}

#[test]
fn stdin_and_lines_that_are_not_compressed_are_read_as_well() {
    use std::io::Write;
    let served = Served::sample();
    let snapshot = served.take("garden.zst", &[]);
    let expected = run(&served, &["versions", "-o", "json"], None).stdout;
    let packed = std::fs::read(&snapshot).unwrap();
    let plain = zstd::decode_all(packed.as_slice()).unwrap();
    for bytes in [packed, plain] {
        let mut child = served
            .command("versions")
            .args(["-o", "json", "--landscape", "-"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(&bytes).unwrap();
        assert_eq!(
            end_of(child, "versions of a snapshot on stdin").stdout,
            expected
        );
    }
}

#[test]
fn manifests_that_are_compressed_are_read_like_others() {
    let served = Served::empty();
    let yaml = std::fs::read(format!("{SAMPLE}/cloudprofiles/aws.yaml")).unwrap();
    let path = served.path("shoots.yaml.zst");
    std::fs::write(&path, zstd::encode_all(yaml.as_slice(), 3).unwrap()).unwrap();
    let plain = served.path("shoots.yaml");
    std::fs::write(&plain, yaml).unwrap();
    let packed = run(&served, &["versions", "-o", "json"], path.to_str());
    let plain = run(&served, &["versions", "-o", "json"], plain.to_str());
    assert_eq!(packed.status.code(), Some(0), "{}", stderr(&packed));
    assert_eq!(packed.stdout, plain.stdout);
}

#[test]
fn an_old_snapshot_says_so_unless_the_clock_is_set() {
    let served = Served::sample();
    let program = || std::process::Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
    let snapshot = served.path("old.zst");
    let mut command = program();
    command.args(["snapshot", "--now", "2020-01-01T00:00:00Z", "--kubeconfig"]);
    command.arg(served.api.kubeconfig_file(served.folder.path()));
    let taken = command.arg("-o").arg(&snapshot).ended();
    assert_eq!(taken.status.code(), Some(0), "{}", stderr(&taken));
    let next = "examples/shoots-next/shop-prod.yaml";
    for report in [
        &["versions"][..],
        &["gardenlets"],
        &["emergency-stop", "status"],
        &["impact", "-f", next],
    ] {
        let kept = run(&served, report, snapshot.to_str());
        assert_eq!(stderr(&kept), "", "{report:?}");
        let mut command = program();
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(report);
        let said = stderr(&command.arg("--landscape").arg(&snapshot).ended());
        assert!(
            said.contains("warning: the snapshot is "),
            "{report:?}: {said}"
        );
        assert!(
            said.contains("--now 2020-01-01T00:00:00Z"),
            "{report:?}: {said}"
        );
    }
}
