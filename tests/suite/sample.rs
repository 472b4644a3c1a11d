//! The sample landscape is what its README says.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::patience::Ending as _;
use kubectl_gardener::domain::objects::{
    CloudProfile, NamespacedCloudProfile, Project, Seed, Shoot,
};
use kubectl_gardener::domain::versions::finding::CODES;
use kubectl_gardener::garden::Query;
use kubectl_gardener::garden::landscape::{Known, Landscape};
use serde_json::Value;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/landscape");
const BEFORE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/profiles-before");
const README: &str = include_str!("../../examples/landscape/README.md");

fn read(path: &str) -> Landscape {
    Landscape::read(path, true, &mut std::io::empty()).unwrap()
}

fn names<K: Known>(landscape: &Landscape) -> Vec<String> {
    let mut names = Vec::new();
    landscape
        .fold(&Query::default(), |object: &K| {
            names.push(object.name().to_owned());
        })
        .unwrap();
    names
}

/// The codes of each shoot's findings, as the program reports them.
fn reported() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"))
        .args(["versions", "--landscape", SAMPLE])
        .args(["--now", "2026-11-21T00:00:00Z", "-o", "json"])
        .ended();
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let codes = |shoot: &Value| {
        let findings = shoot["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|finding| text(&finding["code"]))
            .collect()
    };
    let shoots = report["shoots"].as_array().unwrap();
    shoots
        .iter()
        .map(|shoot| {
            let name = format!("{}/{}", text(&shoot["namespace"]), text(&shoot["name"]));
            (name, codes(shoot))
        })
        .collect()
}

/// The codes of each shoot, as the README's table has them.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let quoted = |cell: &str| -> Vec<String> {
        let parts = cell.split('`').skip(1).step_by(2);
        parts.map(str::to_owned).collect()
    };
    README
        .lines()
        .filter(|line| line.starts_with("| `garden"))
        .filter_map(|line| {
            let mut cells = line.split('|').skip(1);
            let shoot = quoted(cells.next()?).pop()?;
            Some((shoot, quoted(cells.next()?).into_iter().collect()))
        })
        .filter(|(shoot, _): &(String, _)| shoot.contains('/'))
        .collect()
}

#[test]
fn the_sample_landscape_is_read_without_a_problem() {
    let landscape = read(SAMPLE);
    assert_eq!(names::<CloudProfile>(&landscape), ["aws", "gcp", "metal"]);
    assert_eq!(
        names::<NamespacedCloudProfile>(&landscape),
        ["aws-extended", "metal-long-life"]
    );
    assert_eq!(names::<Seed>(&landscape).len(), 6);
    assert_eq!(names::<Project>(&landscape).len(), 7);
    assert_eq!(names::<Shoot>(&landscape).len(), 41);
    assert_eq!(
        names::<CloudProfile>(&read(BEFORE)),
        ["aws", "gcp", "metal"]
    );
}

#[test]
fn every_shoot_of_the_sample_has_the_findings_that_the_readme_says() {
    assert_eq!(reported(), documented());
}

#[test]
fn every_code_occurs_in_the_sample() {
    let reported = reported();
    let missing: Vec<_> = CODES
        .iter()
        .map(|row| row.id)
        .filter(|code| !reported.values().any(|codes| codes.contains(*code)))
        .collect();
    assert_eq!(missing, [""; 0]);
}
