//! The machine: kubectl, the plugin, its completion, and our variables.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::{doctor, found, one, state, text};
use crate::patience::Ending as _;
use crate::versions::json;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kubectl-gardener");

/// A machine with nothing but one folder on its PATH.
struct Machine {
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Put a script there.
    fn script(&self, name: &str, text: &str) {
        fs::write(self.path(name), format!("#!/bin/sh\n{text}\n")).unwrap();
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.path(name), executable).unwrap();
    }

    fn report(&self, variables: &[(&str, &str)]) -> Value {
        let mut command = doctor();
        command.env("PATH", self.folder.path());
        command.envs(variables.iter().copied());
        // There is no garden: what is found here is found all the same.
        json(&command.args(["-o", "json"]).ended(), 1)
    }
}

fn kubectl(version: &str) -> String {
    format!("echo '{{\"clientVersion\": {{\"gitVersion\": \"{version}\"}}}}'")
}

#[test]
fn without_a_kubeconfig_the_machine_is_looked_at_and_the_rest_says_why_not() {
    let report = Machine::new().report(&[]);
    assert_eq!(state(&report, "kubeconfig"), "error");
    for id in ["dns", "rights", "overdue", "clock", "leftover-secret"] {
        let finding = one(&report, id);
        assert_eq!(text(finding, "state"), "skipped");
        assert_eq!(text(finding, "message"), "the garden was not reached");
    }
    assert_eq!(state(&report, "kubectl"), "warning");
    assert_eq!(state(&report, "plugin"), "warning");
    assert_eq!(state(&report, "completion"), "info");
}

#[test]
fn kubectl_is_asked_for_its_version() {
    let machine = Machine::new();
    for (script, expected) in [
        (kubectl("v1.33.1"), "ok"),
        (kubectl("v1.26.0"), "ok"),
        (kubectl("v1.25.9"), "warning"),
        ("echo nonsense".to_owned(), "warning"),
        ("exit 1".to_owned(), "warning"),
    ] {
        machine.script("kubectl", &script);
        let report = machine.report(&[]);
        assert_eq!(state(&report, "kubectl"), expected, "{script}");
    }
}

#[test]
fn the_plugin_is_the_one_that_kubectl_finds_first() {
    let machine = Machine::new();
    symlink(PROGRAM, machine.path("kubectl-gardener")).unwrap();
    assert_eq!(state(&machine.report(&[]), "plugin"), "ok");
    fs::remove_file(machine.path("kubectl-gardener")).unwrap();
    machine.script("kubectl-gardener", "echo kubectl-gardener 0.0.1");
    let report = machine.report(&[]);
    let finding = one(&report, "plugin");
    assert_eq!(text(finding, "state"), "warning");
    assert!(text(finding, "message").contains("(0.0.1)"), "{finding:#}");
    let link = machine.path("kubectl-gardener");
    assert_eq!(finding["command"], Value::Null);
    assert!(text(finding, "advice").contains(link.to_str().unwrap()));
}

#[test]
fn a_plugin_that_is_missing_is_put_into_a_folder_of_the_path() {
    let machine = Machine::new();
    let report = machine.report(&[]);
    let command = text(one(&report, "plugin"), "command");
    let mut shell = std::process::Command::new("/bin/sh");
    assert!(shell.args(["-c", command]).status().unwrap().success());
    assert_eq!(state(&machine.report(&[]), "plugin"), "ok");
}

#[test]
fn what_cannot_be_started_is_passed_over() {
    let machine = Machine::new();
    let other = machine.path("other");
    fs::create_dir(&other).unwrap();
    let path = std::env::join_paths([machine.folder.path(), &other]).unwrap();
    for name in ["kubectl-gardener", "kubectl_complete-gardener"] {
        symlink("/nowhere/kubectl-gardener", machine.path(name)).unwrap();
        symlink(PROGRAM, other.join(name)).unwrap();
    }
    fs::write(machine.path("kubectl"), "").unwrap();
    let mut command = doctor();
    command.env("PATH", path).args(["-o", "json"]);
    let report = json(&command.ended(), 1);
    for id in ["plugin", "completion"] {
        assert_eq!(state(&report, id), "ok", "{:#}", one(&report, id));
    }
    let kubectl = one(&report, "kubectl");
    assert!(
        text(kubectl, "message").contains("not on the PATH"),
        "{kubectl:#}"
    );
}

#[test]
fn the_command_that_is_proposed_has_kubectl_complete() {
    let machine = Machine::new();
    symlink(PROGRAM, machine.path("kubectl-gardener")).unwrap();
    let report = machine.report(&[]);
    let finding = one(&report, "completion");
    assert_eq!(text(finding, "state"), "info");
    let command = text(finding, "command");
    let words = command.strip_prefix("kubectl gardener ").unwrap();
    let mut installing = std::process::Command::new(PROGRAM);
    installing
        .env("PATH", machine.folder.path())
        .args(words.split(' '));
    assert!(installing.status().unwrap().success());
    assert_eq!(state(&machine.report(&[]), "completion"), "ok");
}

#[test]
fn completion_that_leads_nowhere_or_is_somebody_elses_is_told() {
    let machine = Machine::new();
    let link = machine.path("kubectl_complete-gardener");
    symlink(Path::new("kubectl-gardener"), &link).unwrap();
    let report = machine.report(&[]);
    let finding = one(&report, "completion");
    assert_eq!(text(finding, "state"), "warning");
    assert!(text(finding, "message").contains("leads to no program"));
    fs::remove_file(&link).unwrap();
    machine.script("kubectl_complete-gardener", "echo");
    let report = machine.report(&[]);
    let finding = one(&report, "completion");
    assert!(text(finding, "message").contains("is not of this program"));
    assert_eq!(finding["command"], Value::Null);
}

#[test]
fn variables_are_shown_and_misspelled_ones_told_without_their_value() {
    let machine = Machine::new();
    let report = machine.report(&[
        ("KUBECTL_GARDENER_AUDIT_LOG", "/tmp/audit.jsonl"),
        ("KUBECTL_GARDENER_AUDITLOG", "planted-marker"),
    ]);
    let findings = found(&report, "variables");
    assert_eq!(findings.len(), 2);
    assert_eq!(text(findings[0], "subject"), "KUBECTL_GARDENER_AUDIT_LOG");
    assert_eq!(text(findings[0], "message"), "set to /tmp/audit.jsonl");
    assert_eq!(text(findings[1], "state"), "warning");
    assert!(text(findings[1], "advice").contains("KUBECTL_GARDENER_AUDIT_LOG"));
    assert!(!report.to_string().contains("planted-marker"));
}
