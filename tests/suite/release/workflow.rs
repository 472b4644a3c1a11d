//! The workflows: what they run is pinned, and they may do no more than they have to.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::{ROOT, Target, yaml};

fn jobs(workflow: &Value) -> impl Iterator<Item = (&String, &Value)> {
    workflow["jobs"].as_object().unwrap().iter()
}

fn steps(job: &Value) -> &[Value] {
    job["steps"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// All workflows, the example for landscapes among them.
fn workflows() -> Vec<(String, String)> {
    [".github/workflows", "examples/ci/github"]
        .iter()
        .flat_map(|folder| fs::read_dir(format!("{ROOT}/{folder}")).unwrap())
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            (path.file_name().unwrap().display().to_string(), text)
        })
        .collect()
}

#[test]
fn every_action_is_pinned_to_a_commit_and_says_its_version() {
    let mut pins = BTreeSet::new();
    for (name, text) in workflows() {
        for line in text.lines() {
            let Some((_, used)) = line.split_once("uses: ") else {
                continue;
            };
            let (action, version) = used.split_once(" # v").unwrap_or((used, ""));
            let (action, commit) = action.split_once('@').unwrap_or((action, ""));
            let hex = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            assert!(hex && version.split('.').count() == 3, "{name}: {line}");
            pins.insert((action.to_owned(), commit.to_owned()));
        }
    }
    let actions: BTreeSet<_> = pins.iter().map(|(action, _)| action).collect();
    assert_eq!(
        actions.len(),
        pins.len(),
        "one action, two commits: {pins:#?}"
    );
}

#[test]
fn what_is_built_is_what_is_packed_and_installed() {
    let workflow = yaml(format!("{ROOT}/.github/workflows/release.yml"));
    let matrix = &workflow["jobs"]["build"]["strategy"]["matrix"]["include"];
    let built: Vec<_> = matrix
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["target"].as_str().unwrap().to_owned())
        .collect();
    let targets: Vec<_> = Target::all()
        .into_iter()
        .map(|target| target.rust)
        .collect();
    assert_eq!(built, targets);
    // Each is run where it was built.
    for entry in matrix.as_array().unwrap() {
        let (target, os) = (
            entry["target"].as_str().unwrap(),
            entry["os"].as_str().unwrap(),
        );
        let fits = match target.rsplit_once('-').unwrap() {
            (_, "musl") => {
                os.starts_with("ubuntu") && os.ends_with("-arm") == target.starts_with("aarch64")
            }
            (_, "darwin") => os.starts_with("macos"),
            _ => os.starts_with("windows"),
        };
        assert!(fits, "{target} on {os}");
    }
}

#[test]
fn only_publishing_may_write_and_it_runs_nothing_of_the_repository() {
    let workflow = yaml(format!("{ROOT}/.github/workflows/release.yml"));
    assert_eq!(
        workflow["on"],
        serde_json::json!({ "push": { "tags": ["v*"] } })
    );
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    for (name, job) in jobs(&workflow) {
        let allowed = job["permissions"].as_object().unwrap();
        let writes = allowed.values().any(|right| right == "write");
        assert_eq!(writes, name == "publish", "{name}");
        assert!(job["timeout-minutes"].is_u64(), "{name}");
        for step in steps(job) {
            let uses = step["uses"].as_str().unwrap_or_default();
            if uses.starts_with("actions/checkout@") {
                assert_ne!(name, "publish");
                assert_eq!(step["with"]["persist-credentials"], false, "{name}");
            }
            // Text of a tag or a branch becomes no command.
            let run = step["run"].as_str().unwrap_or_default();
            assert!(!run.contains("${{"), "{name}: {run}");
        }
    }
    // Nothing is published that was not checked, built and packed.
    let needs = |job: &str| workflow["jobs"][job]["needs"].clone();
    assert_eq!(
        (needs("publish"), needs("pack"), needs("build")),
        ("pack".into(), "build".into(), "check".into())
    );
}

#[test]
fn every_script_that_a_workflow_runs_is_there() {
    let (_, text) = workflows()
        .into_iter()
        .find(|(name, _)| name == "release.yml")
        .unwrap();
    let mut found = 0;
    for word in text.split(|c: char| c.is_whitespace() || "\"()".contains(c)) {
        if let Some(name) = word
            .strip_prefix("release/")
            .filter(|name| !name.is_empty())
        {
            assert!(
                fs::exists(format!("{ROOT}/release/{name}")).unwrap(),
                "{word}"
            );
            found += 1;
        }
    }
    assert!(found > 5, "{found}");
}
