//! The script that tells what the changed manifests of a git repository do, as a workflow and pre-commit run it.
#![cfg(target_os = "linux")]

mod around;
mod forms;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::patience::Ending as _;
use serde_json::Value;
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const NOW: &str = "2026-11-21T00:00:00Z";

/// A repository with the manifests of the sample landscape on branch `main`; what is changed is on branch `change`.
struct Repository {
    folder: TempDir,
}

/// What the script answered.
struct Told {
    code: i32,
    out: String,
    err: String,
}

impl Repository {
    /// Give a repository, or nothing where the tools of the script are missing.
    #[expect(
        clippy::print_stderr,
        reason = "as other tests say that they are skipped"
    )]
    fn new() -> Option<Self> {
        let found = |tool: &str| {
            ["/usr/bin", "/bin", "/usr/local/bin"]
                .iter()
                .any(|folder| Path::new(folder).join(tool).exists())
        };
        if let Some(missing) = ["awk", "bash", "git", "jq"]
            .iter()
            .find(|tool| !found(tool))
        {
            eprintln!("skipped: this needs {missing}");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let repository = Self { folder };
        let bin = repository.folder.path().join("bin");
        fs::create_dir(&bin).unwrap();
        let program = env!("CARGO_BIN_EXE_kubectl-gardener");
        symlink(program, bin.join("kubectl-gardener")).unwrap();
        fs::create_dir(repository.path("")).unwrap();
        repository.git("init -q -b main");
        for kind in [
            "shoots",
            "cloudprofiles",
            "namespacedcloudprofiles",
            "projects",
            "seeds",
        ] {
            let from = Path::new(ROOT).join("examples/landscape").join(kind);
            fs::create_dir(repository.path(kind)).unwrap();
            for entry in fs::read_dir(from).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{kind}/{}", entry.file_name().display());
                fs::copy(entry.path(), repository.path(&name)).unwrap();
            }
        }
        repository.commit("base");
        repository.git("checkout -q -b change");
        Some(repository)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("repository").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Start a program where nothing of the developer's reaches it.
    fn start(&self, program: &str, arguments: &[&str]) -> Output {
        let bin = self.folder.path().join("bin");
        Command::new(program)
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            .env(
                "PATH",
                format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display()),
            )
            .env("GIT_AUTHOR_NAME", "test")
            .env("GIT_AUTHOR_EMAIL", "test@example.org")
            .env("GIT_COMMITTER_NAME", "test")
            .env("GIT_COMMITTER_EMAIL", "test@example.org")
            .current_dir(self.path(""))
            .ended()
    }

    fn git(&self, arguments: &str) {
        let arguments: Vec<_> = arguments.split(' ').collect();
        let output = self.start("git", &arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
    }

    fn commit(&self, message: &str) {
        self.git("add --all");
        self.git(&format!("commit -q -m {message}"));
    }

    fn tell(&self, arguments: &str) -> Told {
        let script = format!("{ROOT}/examples/ci/impact-on-changes");
        let mut all = vec![script.as_str(), "--now", NOW];
        all.extend(arguments.split(' '));
        let output = self.start("bash", &all);
        Told {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Change shop-prod, the first of several Shoots in a file, as the example of a merge request does.
    fn change_shop(&self) {
        let next = fs::read_to_string(format!("{ROOT}/examples/shoots-next/shop-prod.yaml"));
        let file = self.read("shoots/commerce.yaml");
        let (_, others) = file.split_once("\n---\n").unwrap();
        self.write(
            "shoots/commerce.yaml",
            &format!("{}\n---\n{others}", next.unwrap().trim_end()),
        );
    }
}

impl Told {
    fn ended(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }

    fn said(&self, text: &str) -> &Self {
        assert!(
            self.out.contains(text),
            "no {text:?} in:\n{}{}",
            self.out,
            self.err
        );
        self
    }
}

#[test]
fn nodes_that_a_change_replaces_are_told_and_fail_the_job_that_asks_for_it() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.change_shop();
    repository.commit("larger-machines");
    let told =
        repository.tell("--base main --fail-on node-roll --markdown ../out.md --sarif ../sarif");
    told.ended(3)
        .said("2 pools with 9 to 23 nodes renewed")
        .said("web   replaced");
    // Others in the file are as they were, and not looked at.
    assert!(!told.out.contains("shop-stage"), "{}", told.out);
    assert_eq!(told.err, "");

    let markdown = repository.read("../out.md");
    assert!(
        markdown.starts_with("# Impact on garden-commerce/shop-prod\n"),
        "{markdown}"
    );

    let sarif = repository.read("../sarif/gardener-shoots.sarif");
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let lines: Vec<_> = repository
        .read("shoots/commerce.yaml")
        .lines()
        .map(str::to_owned)
        .collect();
    let mut marked = Vec::new();
    for result in results {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "shoots/commerce.yaml");
        let line = usize::try_from(place["region"]["startLine"].as_u64().unwrap()).unwrap();
        marked.push(lines[line - 1].trim());
    }
    assert!(marked.contains(&"type: m5.2xlarge"), "{marked:?}");

    // Nobody asked for more than the report.
    repository
        .tell("--base main")
        .ended(0)
        .said("web   replaced");
}

#[test]
fn what_did_not_change_is_not_looked_at() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository
        .tell("--base main --fail-on config-only")
        .ended(0)
        .said("no manifest");
    // Neither did what is no manifest of Gardener's, readable or not.
    repository.write("values.yaml", "image: {{ .Values.image }}\n");
    repository.write("README.md", "kind: Shoot\n");
    repository.commit("others");
    repository
        .tell("--base main --fail-on config-only")
        .ended(0)
        .said("no manifest");
    // What the base got meanwhile is not of this change.
    repository.git("checkout -q main");
    repository.change_shop();
    repository.commit("meanwhile");
    repository.git("checkout -q change");
    repository.tell("--base main").ended(0).said("no manifest");
}

#[test]
fn new_deleted_and_moved_manifests_are_told_apart_whatever_their_files_are_called() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.change_shop();
    // A new one behind others in a file, and one in a file of its own.
    let next = repository.read("shoots/commerce.yaml");
    let (shop, _) = next.split_once("\n---\n").unwrap();
    let added = shop.replace("name: shop-prod", "name: shop-new");
    repository.write("shoots/commerce.yaml", &format!("{next}---\n{added}\n"));
    let apart = shop.replace("name: shop-prod", "name: shop-apart");
    repository.write("more shoots/a file with 'blanks' & \"quotes\".yml", &apart);
    // One that is moved and changed.
    let sandbox = repository.read("shoots/sandbox.yaml");
    fs::remove_file(repository.path("shoots/sandbox.yaml")).unwrap();
    let sandbox = sandbox.replace("maximum: ", "maximum: 1");
    repository.write("more shoots/sandbox in another place.yaml", &sandbox);
    // And those that go.
    fs::remove_file(repository.path("shoots/edge.yaml")).unwrap();
    repository.commit("all-at-once");

    let told = repository.tell("--base main --fail-on destructive --sarif ../sarif");
    told.ended(3)
        .said("Shoot garden-commerce/shop-new is new")
        .said("Shoot garden-commerce/shop-apart is new")
        .said("Shoot garden-edge/plant-oslo is no longer there: deleting it destroys its nodes and its data")
        .said("garden-commerce/shop-prod\n")
        .said("garden-sandbox/try-1\n");
    assert!(
        !told.out.contains("garden-sandbox/try-1 is"),
        "{}",
        told.out
    );
    let sarif = repository.read("../sarif/gardener-shoots.sarif");
    assert!(
        sarif.contains("more%20shoots/sandbox%20in%20another%20place.yaml"),
        "{sarif}"
    );
    // Only a rejection is worse than a deletion.
    repository
        .tell("--base main --fail-on rejected -- shoots/edge.yaml")
        .ended(0);
    repository
        .tell("--base main --fail-on destructive -- shoots/edge.yaml")
        .ended(3);
}

#[test]
fn a_manifest_that_cannot_be_read_is_a_failure_that_names_the_place() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let file = repository.read("shoots/data.yaml");
    let broken = file.replacen("spec:\n", "spec: oops\nbefore:\n", 1);
    let line = broken
        .lines()
        .position(|line| line == "spec: oops")
        .unwrap()
        + 1;
    repository.write("shoots/data.yaml", &broken);
    repository.commit("broken");
    let told = repository.tell("--base main");
    told.ended(1);
    let place = format!(
        "shoots/data.yaml, document 1, line {line}: Shoot garden-data/warehouse: spec: expected an object"
    );
    assert!(told.err.contains(&place), "no {place:?} in:\n{}", told.err);
    assert!(
        told.err
            .ends_with("error: nothing is judged until every changed manifest can be read\n")
    );

    // Mending it is no failure.
    repository.write("shoots/data.yaml", &file);
    repository.commit("mended");
    let told = repository.tell("--base HEAD~1");
    told.ended(0).said("Shoot garden-data/warehouse is new");
    assert!(
        told.err
            .contains("shoots/data.yaml could not be read before"),
        "{}",
        told.err
    );
}

#[test]
fn an_edit_of_a_profile_tells_whom_it_hits() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let next = format!("{ROOT}/examples/profiles-next/aws.yaml");
    fs::copy(next, repository.path("cloudprofiles/aws.yaml")).unwrap();
    let seed = format!("{ROOT}/examples/seeds-next/aws-eu1.yaml");
    fs::copy(seed, repository.path("seeds/aws-eu1.yaml")).unwrap();
    repository.commit("profile");
    let told =
        repository.tell("--base main --versions error --sarif ../sarif --markdown ../out.md");
    told.ended(3)
        .said("Kubernetes 1.32.13 cannot be removed while 1 shoot uses it")
        .said("Profile aws\nverdict: rejected")
        .said("Seed aws-eu1\nverdict: accepted");
    let sarif = repository.read("../sarif/gardener-versions.sarif");
    assert!(
        sarif.contains("\"uri\": \"cloudprofiles/aws.yaml\""),
        "{sarif}"
    );
    for (file, manifest) in [
        ("cloudprofiles", "cloudprofiles/aws.yaml"),
        ("seeds", "seeds/aws-eu1.yaml"),
    ] {
        let sarif = repository.read(&format!("../sarif/gardener-{file}.sarif"));
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        assert!(!results.is_empty(), "{file}");
        for result in results {
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            assert_eq!(place["uri"], manifest);
        }
    }
    repository.tell("--base main --fail-on rejected").ended(3);
    repository.tell("--base main").ended(0);

    fs::remove_file(repository.path("cloudprofiles/gcp.yaml")).unwrap();
    repository.commit("deleted");
    repository
        .tell("--base HEAD~1 --versions error")
        .ended(3)
        .said("CloudProfile gcp is no longer there")
        .said("profile gcp is removed");
}

#[test]
fn before_a_commit_what_is_staged_is_judged() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.change_shop();
    repository
        .tell("--staged --fail-on node-roll")
        .ended(0)
        .said("no manifest");
    repository.git("add --all");
    repository.write("shoots/commerce.yaml", "broken: [");
    repository
        .tell("--staged --fail-on node-roll")
        .ended(3)
        .said("web   replaced");
    // What was agreed on.
    let waivers = format!("{ROOT}/examples/shoots-next/waivers.yaml");
    let agreed = format!("--staged --fail-on node-roll --waivers {waivers}");
    repository.tell(&agreed).ended(3);
}

#[test]
fn what_was_asked_wrongly_is_said() {
    let Some(repository) = Repository::new() else {
        return;
    };
    for (arguments, said) in [
        (
            "--base nowhere",
            "error: there is no revision nowhere here\n",
        ),
        (
            "--head HEAD",
            "error: name the revision to compare with: --base, or --staged\n",
        ),
        ("--base", "error: --base needs a value\n"),
        ("--what", "error: there is no option --what: [..]\n"),
    ] {
        let told = repository.tell(arguments);
        told.ended(1);
        snapbox::assert_data_eq!(told.err, said.to_owned());
    }
}
