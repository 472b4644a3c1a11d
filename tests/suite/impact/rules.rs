//! Two cases for every rule, in `rules/<rule>`: `fires.yaml`, where it speaks, and `nearly.yaml`, where it nearly does.
//!
//! Every case is held against every rule: `rules/recorded.txt` says which speak. `SNAPSHOTS=overwrite cargo test`
//! writes it; without it the two are compared.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use kubectl_gardener::domain::impact::patch;
use kubectl_gardener::domain::impact::report::ImpactReport;
use kubectl_gardener::domain::impact::rules::RULES;
use serde::Deserialize;
use serde_json::Value;

use super::{between, shoot};

/// Rules that no change of a Shoot makes speak, and why they are there.
const SILENT: [(&str, &str); 4] = [
    (
        "raw-key-order",
        "only the answer of a server shows it: what is read here has no order of keys",
    ),
    (
        "cri-name",
        "containerd is the only valid value; part of the key all the same",
    ),
    (
        "server-verdict",
        "only the server of a garden says it; from files the verdict is open",
    ),
    (
        "scheduler-name-set",
        "defaulting names the default scheduler before and after",
    ),
];

/// A change of the Shoot that is meant where nothing else is said.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    /// A merge patch that makes the Shoot before.
    #[serde(default)]
    shoot: Option<Value>,
    /// Assignments that make the Shoot before.
    #[serde(default)]
    given: Vec<String>,
    /// Assignments that make the Shoot after.
    #[serde(default)]
    set: Vec<String>,
    /// A merge patch that makes the Shoot after.
    #[serde(default)]
    patch: Option<Value>,
    /// A merge patch of the pool after.
    #[serde(default)]
    pool: Option<Value>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/impact/rules")
}

/// Report on a case.
pub(super) fn report(text: &str) -> Result<ImpactReport, String> {
    let case: Case = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
    let mut old = shoot();
    if let Some(patch) = &case.shoot {
        patch::merge(&mut old, patch);
    }
    for assignment in &case.given {
        patch::set(&mut old, assignment)?;
    }
    let mut new = old.clone();
    for assignment in &case.set {
        patch::set(&mut new, assignment)?;
    }
    if let Some(patch) = &case.patch {
        patch::merge(&mut new, patch);
    }
    if let Some(patch) = &case.pool {
        patch::merge(&mut new["spec"]["provider"]["workers"][0], patch);
    }
    Ok(between(&old, &new))
}

/// Give the verdict and the rules that speak.
fn judge(text: &str) -> Result<(String, BTreeSet<String>), String> {
    let report = report(text)?;
    let said = report.findings.into_iter().map(|finding| finding.rule);
    let refused = report.rejections.into_iter().map(|reason| reason.rule);
    let verdict = serde_json::to_value(report.verdict).unwrap();
    let unexplained = report
        .unexplained
        .into_iter()
        .map(|path| format!("?{path}"));
    Ok((
        verdict.as_str().unwrap().to_owned(),
        said.chain(refused).chain(unexplained).collect(),
    ))
}

#[test]
fn every_rule_speaks_where_it_has_to_and_nowhere_else() {
    let (mut recorded, mut wrong) = (String::new(), Vec::new());
    for row in RULES {
        for (name, speaks) in [("fires", true), ("nearly", false)] {
            let path = folder().join(row.id).join(format!("{name}.yaml"));
            let silent = SILENT.iter().any(|(rule, _)| *rule == row.id) && speaks;
            let Ok(text) = fs::read_to_string(&path) else {
                if !silent {
                    wrong.push(format!("{}: there is no {name}.yaml", row.id));
                }
                continue;
            };
            let (verdict, rules) = match judge(&text) {
                Ok(judged) => judged,
                Err(fault) => {
                    wrong.push(format!("{}/{name}: {fault}", row.id));
                    continue;
                }
            };
            if rules.contains(row.id) != speaks || silent {
                wrong.push(format!("{}/{name}: {verdict} {rules:?}", row.id));
            }
            let rules: Vec<String> = rules.into_iter().collect();
            let rules = rules.join(" ");
            writeln!(recorded, "{}/{name}: {verdict}: {rules}", row.id).unwrap();
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let path = folder().join("recorded.txt");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(&path, &recorded).unwrap();
    }
    let present = fs::read_to_string(&path).unwrap_or_default();
    for (wanted, found) in present.lines().zip(recorded.lines()) {
        assert_eq!(
            found, wanted,
            "refresh with `SNAPSHOTS=overwrite cargo test`, then read the diff"
        );
    }
    assert_eq!(present.lines().count(), recorded.lines().count());
}

#[test]
fn there_is_no_folder_without_a_rule() {
    let rules: BTreeSet<&str> = RULES.iter().map(|row| row.id).collect();
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let known = rules.contains(name.as_str()) || name == "recorded.txt";
        assert!(known, "{name} is no rule");
    }
}
