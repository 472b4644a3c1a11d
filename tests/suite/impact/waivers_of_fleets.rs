//! Waivers of changes of Seeds and profiles: the same file, the same meaning.

use std::fs;
use std::process::Output;

use serde_json::Value;

use super::gardener::meets_schema;
use crate::versions::{json, program, stderr, text};

const SEED: &[&str] = &["seed", "-f", "examples/seeds-next/aws-eu1.yaml"];
const PROFILE: &[&str] = &["cloudprofile", "-f"];

fn run(what: &[&str], waivers: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("waivers.yaml");
    fs::write(&path, waivers).unwrap();
    let mut command = program("impact");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(what);
    command.args(["--landscape", "examples/landscape"]);
    command.arg("--waivers").arg(path).args(more);
    command.output().unwrap()
}

fn findings(object: &Value) -> impl Iterator<Item = &Value> {
    object["findings"].as_array().unwrap().iter()
}

/// Give a waiver for each finding of an object, by rule.
fn all_of(object: &Value, target: &str) -> String {
    let entry = |finding: &Value| {
        let rule = finding["rule"].as_str().unwrap();
        format!("- {{code: {rule}, target: '{target}', reason: agreed, until: 2026-12-12}}\n")
    };
    let mut entries: Vec<String> = findings(object).map(entry).collect();
    entries.sort();
    entries.dedup();
    entries.concat()
}

#[test]
fn what_is_accepted_of_a_seed_stays_and_no_longer_fails() {
    let fail = ["--fail-on", "config-only", "-o", "json"];
    let before = json(&run(SEED, "", &fail), 3);
    let waivers = all_of(&before["seeds"][0], "aws-*");
    let report = json(&run(SEED, &waivers, &fail), 0);
    let seed = &report["seeds"][0];
    assert!(findings(seed).all(|finding| finding["waived"] == true));
    let first = &seed["findings"][0];
    assert_eq!(first["waiver"]["reason"], "agreed");
    assert_eq!(first["waiver"]["until"], "2026-12-13T00:00:00Z");
    assert_eq!(seed["summary"]["waived"], findings(seed).count());
    assert_eq!(
        seed["summary"]["worst"], before["seeds"][0]["summary"]["worst"],
        "it happens all the same"
    );
    meets_schema(&report);
    let table = text(&run(SEED, &waivers, &[]), 0);
    assert!(table.contains("(accepted)"), "{table}");
    let log = json(&run(SEED, &waivers, &["-o", "sarif"]), 0);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let reason = |result: &Value| result["suppressions"][0]["justification"] == "agreed";
    assert!(!results.is_empty() && results.iter().all(reason), "{log:#}");
    // One that is left fails as before.
    let (first, rest) = waivers.split_once('\n').unwrap();
    assert_eq!(run(SEED, rest, &fail).status.code(), Some(3), "{first}");
}

#[test]
fn what_is_accepted_of_a_profile_stays_and_no_longer_fails() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("aws.yaml");
    let old = fs::read_to_string("examples/landscape/cloudprofiles/aws.yaml").unwrap();
    let new = old.replacen("    usable: true", "    usable: false", 1);
    assert_ne!(old, new);
    fs::write(&file, new).unwrap();
    let what = [PROFILE, &[file.to_str().unwrap()]].concat();
    let fail = ["--fail-on", "config-only", "-o", "json"];
    let before = json(&run(&what, "", &fail), 3);
    let waivers = all_of(&before["profiles"][0], "aws");
    let report = json(&run(&what, &waivers, &fail), 0);
    let profile = &report["profiles"][0];
    assert!(findings(profile).all(|finding| finding["waived"] == true));
    assert_eq!(report["summary"]["waived"], findings(profile).count());
    assert_eq!(report["summary"]["worst"], before["summary"]["worst"]);
    meets_schema(&report);
    let own = all_of(&before["profiles"][0], "garden-dev/aws");
    assert_eq!(
        run(&what, &own, &fail).status.code(),
        Some(3),
        "a NamespacedCloudProfile is another one"
    );
}

#[test]
fn waivers_that_have_ended_or_cover_nothing_are_told_of_seeds_too() {
    let waivers = "- {code: seed-ingress, target: aws-eu1, reason: over, until: 2026-11-19}\n\
                   - {code: seed-volume-size, target: aws-eu1, reason: idle}\n\
                   - {code: seed-volume-size, target: other, reason: not looked at}\n\
                   - {code: profile-limits, target: '*', reason: of another command}\n\
                   - {code: machine-type, target: '*/*', reason: of another command}";
    let said = stderr(&run(SEED, waivers, &["--now", "2026-11-21T00:00:00Z"]));
    assert!(
        said.contains("the waiver of seed-ingress for aws-eu1 has ended"),
        "{said}"
    );
    assert!(
        said.contains("the waiver of seed-volume-size for aws-eu1 covers nothing here"),
        "{said}"
    );
    assert_eq!(said.matches("covers nothing").count(), 1, "{said}");
}

#[test]
fn a_refusal_of_a_seed_cannot_be_accepted_and_only_one_reads_stdin() {
    let wrong = "- {code: seed-values, target: aws-eu1, reason: please}";
    let failed = run(SEED, wrong, &[]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(stderr(&failed).contains("cannot be waived"));
    let mut command = program("impact");
    command.args(["seed", "-f", "-", "--waivers", "-"]);
    let failed = command.output().unwrap();
    assert_eq!(failed.status.code(), Some(2));
    assert!(stderr(&failed).contains("--waivers can read stdin"));
}

#[test]
fn what_is_refused_of_a_seed_says_nothing_of_waivers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("aws-eu1.yaml");
    let seed = fs::read_to_string("examples/seeds-next/aws-eu1.yaml").unwrap();
    let wrong = seed.replacen("    region: eu-west-1\n", "    region: ''\n", 1);
    assert_ne!(wrong, seed);
    fs::write(&file, wrong).unwrap();
    let idle = "- {code: seed-volume-size, target: aws-eu1, reason: agreed}";
    let what = ["seed", "-f", file.to_str().unwrap()];
    let output = run(&what, idle, &["-o", "json"]);
    assert_eq!(json(&output, 0)["seeds"][0]["verdict"], "rejected");
    let said = stderr(&output);
    assert!(!said.contains("covers nothing"), "{said}");
}
