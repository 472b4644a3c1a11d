//! `doctor` in a real garden: what is planted is found, and the command that it proposes mends it.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{
    OwnGarden, answer, control, directory, kubeconfig, output_of, program, run, stderr,
};

const SEEDS: &str = "/apis/core.gardener.cloud/v1beta1/seeds";

fn found<'r>(report: &'r Value, id: &str) -> Vec<&'r Value> {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().filter(|one| one["id"] == id).collect()
}

/// The finding of a check on something; none where all is well.
fn on<'r>(report: &'r Value, id: &str, subject: &str) -> Option<&'r Value> {
    let found = found(report, id);
    assert!(!found.is_empty(), "{id} is not accounted for: {report:#}");
    found.into_iter().find(|one| one["subject"] == subject)
}

/// Run a proposed command as an operator pastes it; whether that could be done.
fn paste(command: &str, folder: &PathBuf) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if !folders
        .iter()
        .any(|folder| folder.join("kubectl").is_file())
    {
        return false;
    }
    folders.insert(0, folder.clone());
    let path = std::env::join_paths(folders).unwrap();
    // Nobody is there to answer a question of ours.
    let yes = if command.starts_with("kubectl gardener") {
        " --yes"
    } else {
        ""
    };
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{command}{yes}")]);
    shell.env("PATH", path).env("HOME", folder);
    let output = output_of(&mut shell);
    assert!(output.status.success(), "{command}: {}", stderr(&output));
    true
}

#[test]
fn what_is_planted_is_found_and_mended_by_the_command_that_is_proposed() {
    let own = OwnGarden::start("doctor");
    own.apply_sample("doctor", str::to_owned);
    let garden = Cluster::at(own.kubeconfig());
    let folder = directory("doctor-bin");
    symlink(program().get_program(), folder.join("kubectl-gardener")).unwrap();
    let ours = |arguments: &[&str]| run(own.kubeconfig(), arguments);

    // The sample brings a seed with the value True, and a Shoot that nobody maintains.
    let on_until = "emergency-stop on aws-eu1 --incident INC-9 --until 1h --yes";
    let stopped = ours(&on_until.split(' ').collect::<Vec<_>>());
    assert!(stopped.status.success(), "{}", stderr(&stopped));
    let asked = json!({ "metadata": { "annotations": { "gardener.cloud/operation": "renew-garden-access-secrets" } } });
    garden.patch(&format!("{SEEDS}/metal-dc2"), &asked);

    let later = (Timestamp::now() + SignedDuration::from_hours(2)).to_string();
    let doctor = || {
        let mut command = program();
        command.args(["doctor", "-o", "json", "--now", &later, "--kubeconfig"]);
        answer(&output_of(command.arg(own.kubeconfig())), 0)
    };
    let report = doctor();
    let planted = [
        ("ineffective-value", "seed gcp-us1"),
        ("overdue", "seed aws-eu1"),
        ("operation-stuck", "gardenlet metal-dc2"),
        ("operation-stuck", "shoot garden-platform/portal"),
    ];
    for (id, subject) in planted {
        let finding = on(&report, id, subject);
        let finding = finding.unwrap_or_else(|| panic!("{id} {subject}: {report:#}"));
        let command = finding["command"].as_str().unwrap();
        if !paste(command, &folder) {
            return;
        }
    }
    let mended = doctor();
    for (id, subject) in planted {
        assert_eq!(on(&mended, id, subject), None, "{id} {subject}");
    }
    let seed = garden.get(&format!("{SEEDS}/aws-eu1")).unwrap();
    let annotations = &seed["metadata"]["annotations"];
    assert_eq!(
        annotations["shoot.gardener.cloud/emergency-stop-reconciliations"],
        Value::Null
    );
}

#[test]
fn a_real_garden_is_well_on_its_way() {
    let report = answer(&run(kubeconfig("garden"), &["doctor", "-o", "json"]), 0);
    for id in [
        "kubeconfig",
        "dns",
        "tcp",
        "credentials",
        "tls",
        "api",
        "authentication",
        "gardener-api",
        "gardener-version",
        "kubernetes-version",
        "api-versions",
        "rights",
        "clock",
    ] {
        let found = found(&report, id);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0]["state"], "ok", "{:#}", found[0]);
    }
    assert_eq!(report["garden"]["gardenerVersion"], "v1.150.0");
    assert_eq!(report["garden"]["user"], "admin");
    assert!(report["clock"]["uncertaintySeconds"].as_f64().unwrap() < 5.0);
}

#[test]
fn a_viewer_is_told_what_he_may_not_do() {
    let user = json!({ "name": "doctor-viewer", "clusterRoles": ["gardener.cloud:viewer"] });
    let user = control("POST", "/users", &user);
    let viewer = user["kubeconfig"].as_str().unwrap();
    let report = answer(&run(viewer, &["doctor", "-o", "json"]), 0);
    let stop = on(&report, "rights", "emergency-stop on").unwrap();
    assert_eq!(stop["state"], "warning");
    assert_eq!(stop["message"], "fails: you may not patch seeds");
    let granted = found(&report, "rights")[0]["message"].as_str().unwrap();
    assert!(granted.contains("emergency-stop status"), "{granted}");
    let versions = on(&report, "rights", "versions").unwrap();
    assert_eq!(versions["state"], "info", "{versions:#}");
    let secrets = found(&report, "leftover-secret");
    assert_eq!(secrets[0]["state"], "skipped", "{secrets:#?}");
}

#[test]
fn a_cluster_that_is_no_garden_is_recognised() {
    for cluster in ["seed", "runtime"] {
        let report = answer(&run(kubeconfig(cluster), &["doctor", "-o", "json"]), 1);
        let found = found(&report, "gardener-api");
        assert_eq!(found[0]["state"], "error");
        let message = found[0]["message"].as_str().unwrap();
        assert!(message.contains("this is not a garden"), "{message}");
    }
}
