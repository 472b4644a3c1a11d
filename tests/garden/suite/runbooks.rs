//! Every line of a runbook that needs a real garden runs, section by section, as an operator pastes it.
//!
//! A block ```` ```console garden ```` is run here by a shell, in a folder that the lines of a section share. A line ends with
//! `# exit code 3` where that is what it shows. Variables are the test's. `kubectl gardener` is found by kubectl itself, as a
//! plugin; without kubectl on the `PATH` its own commands are left out, and those of the plugin run all the same.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{control, directory, kubeconfig, with_sample};
use super::seeds::{Lost, Place};

/// The blocks that need a garden.
const BLOCK: &str = "```console garden";

/// The lines of a runbook, by the heading of their section.
pub fn sections(runbook: &str) -> BTreeMap<String, Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/runbooks");
    let text = fs::read_to_string(path.join(runbook)).unwrap();
    let (mut heading, mut runs) = (String::new(), false);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut heading);
        } else if line.starts_with("```") {
            runs = line == BLOCK;
        } else if let (true, Some(command)) = (runs, line.strip_prefix("$ ")) {
            let lines = found.entry(heading.clone()).or_default();
            lines.push(command.to_owned());
        }
    }
    found
}

/// Where lines are run.
pub struct Desk {
    folder: PathBuf,
    has_kubectl: bool,
    variables: Vec<(String, String)>,
}

impl Desk {
    /// Make a desk with a name that no other test uses, and these variables.
    pub fn new(name: &str, variables: &[(&str, &str)]) -> Self {
        let folder = directory(name);
        let bin = folder.join("bin");
        fs::create_dir_all(&bin).unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
        let _ = symlink(program, bin.join("kubectl-gardener"));
        let path = std::env::var("PATH").unwrap();
        let has_kubectl = std::env::split_paths(&path).any(|path| path.join("kubectl").exists());
        if !has_kubectl {
            let script =
                "#!/bin/sh\n[ \"$1\" = gardener ] && shift && exec kubectl-gardener \"$@\"\n";
            fs::write(bin.join("kubectl"), script).unwrap();
            fs::set_permissions(bin.join("kubectl"), fs::Permissions::from_mode(0o755)).unwrap();
        }
        let mut all = vec![
            ("HOME", folder.to_str().unwrap().to_owned()),
            ("KUBECONFIG", kubeconfig("garden").to_owned()),
            ("PATH", format!("{}:{path}", bin.display())),
        ];
        all.extend(
            variables
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        let variables = all
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        Self {
            has_kubectl,
            variables: variables.collect(),
            folder,
        }
    }

    /// Run a line; panics unless it ends as it says.
    pub fn run(&self, line: &str) {
        if !self.has_kubectl && !line.contains("kubectl gardener") {
            return;
        }
        let output = Command::new("sh")
            .args(["-euc", line])
            .current_dir(&self.folder)
            .env_clear()
            .envs(self.variables.iter().cloned())
            .output()
            .unwrap();
        let expected = line
            .split_once("# exit code ")
            .map_or(0, |(_, code)| code.trim().parse().unwrap());
        assert_eq!(
            output.status.code(),
            Some(expected),
            "{line}\n{}{}",
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

/// Take the lines of the section whose heading begins like this, so that none is run twice or forgotten.
fn take(sections: &mut BTreeMap<String, Vec<String>>, number: &str) -> Vec<String> {
    let heading = sections.keys().find(|heading| heading.starts_with(number));
    let heading = heading.expect(number).clone();
    sections.remove(&heading).unwrap()
}

#[test]
fn every_line_of_the_runbook_on_redeploying_works() {
    let mut sections = sections("redeploy.md");
    let mut lost = Lost::new("runbook-remote", Place::Remote);
    lost.reports_when_deployed();
    let desk = Desk::new(
        "runbook-redeploy",
        &[
            ("GARDENLET", &lost.name),
            ("TARGET", lost.kubeconfig()),
            ("OTHER", kubeconfig("runtime")),
            ("MANUAL", "metal-dc2"),
        ],
    );
    for number in ["1.", "2.", "5.", "6."] {
        for line in take(&mut sections, number) {
            // As those find it who need the line.
            let is_redeployment = line.contains("--yes") && line.contains("$TARGET");
            if is_redeployment && !line.contains("--clear-operation") {
                lost.lose();
            }
            desk.run(&line);
            if is_redeployment {
                lost.assert_back(&line);
            }
        }
    }
    lost.assert_nothing_left("the end of the runbook");
    drop(lost);

    let mut local = Lost::new("runbook-local", Place::Runtime);
    local.reports_when_deployed();
    let desk = Desk::new("runbook-local", &[("LOCAL", &local.name)]);
    for line in take(&mut sections, "3.") {
        desk.run(&line);
        local.assert_back(&line);
    }
    drop(local);

    let managed = Managed::new("runbook-managed");
    let desk = Desk::new("runbook-managed", &[("MANAGED", managed.name)]);
    for line in take(&mut sections, "4.") {
        let before = managed.look();
        desk.run(&line);
        let after = managed.look();
        let asked = line.contains("--operation");
        let bumped = before["metadata"]["generation"] != after["metadata"]["generation"];
        assert_eq!(asked, bumped, "{line}: {after:#}");
    }
    let annotation = &managed.look()["metadata"]["annotations"]["gardener.cloud/operation"];
    assert_eq!(
        annotation, "renew-kubeconfig",
        "its parent gardenlet does not run"
    );
    assert!(sections.is_empty(), "not run: {sections:?}");
}

/// A managed seed of its own: the one of the sample is left as it is.
struct Managed {
    name: &'static str,
    garden: Cluster,
}

impl Managed {
    /// Put Shoot, ManagedSeed and Seed into the garden; the gardenlet does not report.
    fn new(name: &'static str) -> Self {
        with_sample();
        let sample = super::fixture::sample();
        let renamed = |path: &str| {
            let text = fs::read_to_string(sample.join(path)).unwrap();
            text.replace("aws-eu2", name)
        };
        let folder = directory(&format!("{name}-objects"));
        for path in [
            "shoots/garden.yaml",
            "managedseeds/aws-eu2.yaml",
            "seeds/aws-eu2.yaml",
        ] {
            fs::write(folder.join(path.replace('/', "-")), renamed(path)).unwrap();
        }
        let body = json!({ "directory": folder, "references": true, "exact": false });
        let applied = control("POST", "/apply", &body);
        assert_eq!(applied["errors"], json!([]), "{applied:#}");
        Self {
            name,
            garden: Cluster::of("garden"),
        }
    }

    fn look(&self) -> Value {
        let path = "/apis/seedmanagement.gardener.cloud/v1alpha1/namespaces/garden/managedseeds";
        self.garden.get(&format!("{path}/{}", self.name)).unwrap()
    }
}
