//! What people see: the program in a terminal of 80 and of 200 columns, with colours, as pictures.
//!
//! The terminal is that of `script`, which every Linux has and others have with other options.
#![cfg(target_os = "linux")]

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::patience::Ending as _;
use snapbox::Data;
use snapbox::data::DataFormat;
use tempfile::TempDir;

const SAMPLE: &str = "--landscape examples/landscape --now 2026-11-21T00:00:00Z";

/// Run the program in a terminal; give all that appears on it. It is a dumb one, so that no progress is drawn on a slow machine.
fn screen(columns: usize, arguments: &str, variables: &[(&str, &str)]) -> String {
    let program = env!("CARGO_BIN_EXE_kubectl-gardener");
    typed(columns, &format!("'{program}' {arguments}"), variables)
}

fn typed(columns: usize, line: &str, variables: &[(&str, &str)]) -> String {
    let line = format!("stty rows 50 cols {columns}; exec {line}");
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .envs([
            ("PATH", "/usr/bin:/bin"),
            ("HOME", "/nowhere"),
            ("TERM", "dumb"),
            ("SHELL", "/bin/sh"),
        ])
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .ended();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{line}: {text}");
    text.replace("\r\n", "\n")
}

fn picture(name: &str, columns: usize, arguments: &str) {
    let seen = screen(columns, &format!("{arguments} --color always"), &[]);
    compare(name, columns, seen);
}

fn compare(name: &str, columns: usize, seen: String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("tests/suite/screens/{name}-{columns}.term.svg"));
    let expected = Data::read_from(&path, Some(DataFormat::TermSvg));
    snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .eq(Data::text(seen), expected);
}

#[test]
fn versions_are_readable_on_a_terminal() {
    for columns in [80, 200] {
        picture(
            "versions",
            columns,
            &format!("versions -n garden-commerce {SAMPLE}"),
        );
    }
    picture(
        "forecast",
        80,
        &format!("versions forecast -n garden-edge {SAMPLE}"),
    );
    picture(
        "diff",
        80,
        &format!("versions diff live examples/profiles-next/aws.yaml {SAMPLE}"),
    );
}

#[test]
fn an_impact_is_readable_on_a_terminal() {
    for columns in [80, 200] {
        let arguments = format!("impact -f examples/shoots-next/shop-prod.yaml {SAMPLE}");
        picture("impact", columns, &arguments);
    }
    let seed = format!("impact seed -f examples/seeds-next/aws-eu1.yaml {SAMPLE}");
    picture("impact-seed", 80, &seed);
}

#[test]
fn gardenlets_are_readable_on_a_terminal() {
    for columns in [80, 200] {
        picture("gardenlets", columns, &format!("gardenlets {SAMPLE}"));
    }
    let redeploy = format!("redeploy metal-dc1 --runtime --dry-run=client {SAMPLE}");
    picture("redeploy", 80, &redeploy);
}

#[test]
fn an_emergency_stop_is_readable_on_a_terminal() {
    for columns in [80, 200] {
        picture(
            "stop-status",
            columns,
            &format!("emergency-stop status {SAMPLE}"),
        );
    }
    let stop = format!("emergency-stop on --all --dry-run --incident INC-42 {SAMPLE}");
    picture("stop-on", 80, &stop);
}

/// A folder for the PATH, always as long as `/tmp/desk-000000`, so that lines break at the same places.
fn desk() -> TempDir {
    let folder = tempfile::Builder::new()
        .prefix("desk-")
        .rand_bytes(6)
        .tempdir_in("/tmp")
        .unwrap();
    let kubectl = folder.path().join("kubectl");
    let script = "#!/bin/sh\necho '{\"clientVersion\": {\"gitVersion\": \"v1.36.2\"}}'\n";
    std::fs::write(&kubectl, script).unwrap();
    std::fs::set_permissions(&kubectl, PermissionsExt::from_mode(0o755)).unwrap();
    let program = env!("CARGO_BIN_EXE_kubectl-gardener");
    symlink(program, folder.path().join("kubectl-gardener")).unwrap();
    folder
}

#[test]
fn what_the_doctor_finds_is_readable_on_a_terminal() {
    let desk = desk();
    let folder = desk.path().to_str().unwrap();
    for columns in [80, 200] {
        let line = format!(
            "env PATH={folder} KUBECTL_GARDENER_OUTPT=json {folder}/kubectl-gardener doctor {SAMPLE} --color always"
        );
        let seen = typed(columns, &line, &[]);
        compare("doctor", columns, seen.replace(folder, "/tmp/desk-000000"));
    }
}

#[test]
fn without_colours_it_is_the_same_text() {
    for command in [
        "versions",
        "gardenlets",
        "emergency-stop status",
        "versions forecast",
    ] {
        let arguments = format!("{command} {SAMPLE}");
        let plain = screen(100, &arguments, &[("NO_COLOR", "1")]);
        let coloured = screen(100, &format!("{arguments} --color always"), &[]);
        assert!(
            coloured.contains('\u{1b}') && !plain.contains('\u{1b}'),
            "{command}"
        );
        let stripped = anstream::adapter::strip_str(&coloured).to_string();
        assert_eq!(stripped, plain, "{command}");
    }
}
