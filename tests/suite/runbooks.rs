//! Every command line of the runbooks runs, in its order, on the sample landscape.
//!
//! A block ```` ```console ```` is run here. `kubectl gardener …` is the program, with the sample landscape and its instant
//! added where the line names none. Lines of a runbook share a folder of their own, with `examples` in it. A line ends with
//! `# exit code 3` where that is what it shows. Output below a line is compared; `…` and `...` leave out the rest of a line
//! and lines. A block ```` ```console garden ```` needs a real garden: here it is only parsed.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::documents::{commands_in, ours, shown_is_printed};
use super::help::parses;
use crate::patience::Ending as _;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn runbooks() -> Vec<PathBuf> {
    let folder = Path::new(ROOT).join("docs/runbooks");
    let mut paths: Vec<PathBuf> = (fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    paths
}

/// A folder to run lines in, with a `kubectl` that knows the program.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        symlink(
            Path::new(ROOT).join("examples"),
            folder.path().join("examples"),
        )
        .unwrap();
        let kubectl = folder.path().join("bin/kubectl");
        fs::create_dir(kubectl.parent().unwrap()).unwrap();
        let script = format!(
            "#!/bin/sh\n\
             [ \"$1\" = gardener ] || {{ echo \"kubectl $1 needs a garden\" >&2; exit 97; }}\n\
             shift\n\
             case \" $* \" in\n\
             *' --landscape '*|' version '*|' completion '*) exec '{0}' \"$@\" ;;\n\
             *) exec '{0}' \"$@\" --landscape '{ROOT}/examples/landscape' --now 2026-11-21T00:00:00Z ;;\n\
             esac\n",
            env!("CARGO_BIN_EXE_kubectl-gardener")
        );
        fs::write(&kubectl, script).unwrap();
        fs::set_permissions(&kubectl, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    /// Run a line of a shell, and say what is wrong with what it does.
    fn run(&self, line: &str, shown: &str) -> Result<(), String> {
        let path = std::env::var("PATH").unwrap();
        let bin = self.folder.path().join("bin");
        let output = Command::new("sh")
            .args(["-c", line])
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", format!("{}:{path}", bin.display()))
            .ended();
        let expected = line
            .split_once("# exit code ")
            .map_or(0, |(_, code)| code.trim().parse().unwrap());
        if output.status.code() != Some(expected) {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!(
                "ended with {}, not {expected}: {said}",
                output.status
            ));
        }
        if shown.is_empty() {
            return Ok(());
        }
        shown_is_printed(shown, &String::from_utf8(output.stdout).unwrap())
    }
}

#[test]
fn every_line_of_every_runbook_runs() {
    let mut ran = 0;
    for runbook in runbooks() {
        let desk = Desk::new();
        for (line, shown) in commands_in(&fs::read_to_string(&runbook).unwrap(), "console") {
            desk.run(&line, &shown)
                .unwrap_or_else(|error| panic!("{}: {line}\n{error}", runbook.display()));
            ran += 1;
        }
    }
    assert!(ran > 15, "only {ran} lines");
}

#[test]
fn lines_that_need_a_garden_are_taken_by_the_program() {
    for runbook in runbooks() {
        for (line, _) in commands_in(&fs::read_to_string(&runbook).unwrap(), "console garden") {
            if let Some(words) = ours(&line) {
                parses(&words).unwrap_or_else(|error| panic!("{}: {error}", runbook.display()));
            }
        }
    }
}

#[test]
fn a_line_that_does_not_do_what_is_shown_is_noticed() {
    let desk = Desk::new();
    assert!(desk.run("kubectl gardener version", "").is_ok());
    assert!(
        desk.run(
            "kubectl gardener versions --fail-on error > r.txt   # exit code 3",
            ""
        )
        .is_ok()
    );
    assert!(
        desk.run("test -s r.txt", "").is_ok(),
        "lines share a folder"
    );
    assert!(
        desk.run("kubectl gardener versions --fail-on error", "")
            .is_err()
    );
    assert!(
        desk.run(
            "kubectl gardener versions -n garden-data -o name",
            "something else\n"
        )
        .is_err()
    );
    assert!(desk.run("kubectl get shoots", "").is_err());
    assert!(desk.run("no-such-program", "").is_err());
}
