//! `versions diff` as its users run it: whom an edit of a profile hits, in every format.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::formats::snapshot;
use super::{SAMPLE, offline, stderr, text};
use crate::api::FakeApi;
use crate::output::{read_csv, schema};

const NEXT: &str = "examples/profiles-next/aws.yaml";
const AWS: &str = "examples/landscape/cloudprofiles/aws.yaml";

/// Edited profiles in a folder of their own.
struct Edit {
    folder: tempfile::TempDir,
}

impl Edit {
    /// Edit a profile of the sample landscape: each text is replaced by the other.
    fn of(profile: &str, edits: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let edit = Self { folder };
        edit.add(profile, edits);
        edit
    }

    fn add(&self, profile: &str, edits: &[(&str, &str)]) {
        let mut yaml = fs::read_to_string(format!("{SAMPLE}/{profile}")).unwrap();
        for (from, to) in edits {
            assert!(yaml.contains(from), "{profile} has no {from:?}");
            yaml = yaml.replace(from, to);
        }
        let name = Path::new(profile).file_name().unwrap();
        fs::write(self.folder.path().join(name), yaml).unwrap();
    }

    fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// What the edit does to the sample landscape.
    fn diff(&self, arguments: &[&str]) -> Value {
        let path = self.path();
        let path = path.to_str().unwrap();
        super::json(
            &offline(&[&["diff", "live", path, "-o", "json"], arguments].concat()),
            0,
        )
    }
}

/// The findings of a diff: `code shoot`, and `code` of those about the edit itself.
fn told(diff: &Value) -> Vec<String> {
    let findings = diff["findings"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings
        .iter()
        .map(|finding| {
            format!("{} {}", text(&finding["code"]), text(&finding["shoot"]))
                .trim_end()
                .to_owned()
        })
        .collect()
}

fn message<'a>(diff: &'a Value, code: &str, shoot: &str) -> &'a str {
    let mut findings = diff["findings"].as_array().unwrap().iter();
    let found =
        findings.find(|f| f["code"] == code && f["shoot"].as_str().unwrap_or_default() == shoot);
    found.unwrap_or_else(|| panic!("{code} {shoot}: {diff:#}"))["message"]
        .as_str()
        .unwrap()
}

#[test]
fn every_format() {
    let live = ["diff", "live", NEXT];
    let with = |format| [&live[..], &["-o", format]].concat();
    snapshot("diff.txt", &live);
    snapshot("diff-wide.txt", &with("wide"));
    snapshot("diff.md", &with("markdown"));
    snapshot("diff.sarif", &with("sarif"));
    let csv = snapshot("diff.csv", &with("csv"));
    let records = read_csv(&csv);
    assert!(
        records
            .iter()
            .all(|record| record.len() == records[0].len())
    );
    for format in ["html", "name", "yaml"] {
        assert!(!text(&offline(&with(format)), 0).is_empty(), "{format}");
    }
}

#[test]
fn json_keeps_to_its_schema_and_yaml_says_the_same() {
    let diff = super::json(&offline(&["diff", "live", NEXT, "-o", "json"]), 0);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/VersionDiff.json");
    let described: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    schema::check(&diff, &described, &described, "$").unwrap();
    let yaml = text(&offline(&["diff", "live", NEXT, "-o", "yaml"]), 0);
    assert_eq!(diff, serde_saphyr::from_str::<Value>(&yaml).unwrap());
}

#[test]
fn a_profile_beside_itself_is_no_change() {
    for old in ["live", AWS] {
        let diff = super::json(&offline(&["diff", old, AWS, "-o", "json"]), 0);
        assert_eq!(diff["changes"], json!([]));
        // A NamespacedCloudProfile whose status is behind is brought up to date by any edit of its parent.
        let live = if old == "live" {
            &["update-later payments"][..]
        } else {
            &[]
        };
        assert_eq!(told(&diff), live);
    }
}

#[test]
fn expiring_a_version_forces_its_users_in_the_window_after_the_date() {
    let edit = Edit::of(
        "cloudprofiles/gcp.yaml",
        &[(
            "- version: \"1.35.9\"\n    - version: \"1.34.12\"",
            "- version: \"1.35.9\"\n      expirationDate: 2026-12-24T12:00:00Z\n    - version: \"1.34.12\"",
        )],
    );
    let diff = edit.diff(&[]);
    let change = &diff["changes"][0];
    assert_eq!(
        (&change["change"], &change["from"]),
        (&json!("expiry"), &Value::Null)
    );
    assert_eq!(change["to"], "2026-12-24T12:00:00Z");
    assert!(change["shoots"].as_u64().unwrap() > 0);
    let findings = diff["findings"].as_array().unwrap();
    assert!(
        findings.iter().all(|finding| finding["change"] == 0),
        "{diff:#}"
    );
    assert_eq!(change["hit"], diff["shoots"].as_array().unwrap().len());
}

#[test]
fn another_date_moves_an_update_and_no_date_takes_it_away() {
    let moved = |date| Edit::of("cloudprofiles/aws.yaml", &[("2026-12-10T23:59:59Z", date)]);
    let sooner = moved("2026-12-01T00:00:00Z").diff(&[]);
    assert_eq!(
        message(&sooner, "update-sooner", "inventory"),
        "Kubernetes of pool drivers is forced from 1.34.9 to 1.34.12 sooner, in the window from 2026-12-01 22:00 UTC \
         instead of in the window from 2026-12-11 22:00 UTC"
    );
    let later = moved("2027-01-10T00:00:00Z").diff(&[]);
    assert!(
        message(&later, "update-later", "inventory")
            .contains("later, in the window from 2027-01-10")
    );
    let beyond = moved("2028-01-10T00:00:00Z").diff(&[]);
    assert!(
        message(&beyond, "update-later", "inventory")
            .starts_with("Kubernetes of pool drivers is no longer forced")
    );
    let findings = beyond["findings"].as_array().unwrap();
    let finding = findings.iter().find(|f| f["shoot"] == "inventory").unwrap();
    assert_eq!(
        (&finding["severity"], &finding["after"]),
        (&json!("info"), &Value::Null)
    );
}

#[test]
fn removing_what_is_in_use_is_refused_and_what_only_a_pool_uses_is_not() {
    let without = |version: &str| {
        let yaml = fs::read_to_string(format!("{SAMPLE}/cloudprofiles/aws.yaml")).unwrap();
        let begin = yaml.find(&format!("    - version: \"{version}\"")).unwrap();
        let length = yaml[begin + 1..].find("\n    - ").map(|at| at + 2).unwrap();
        let entry = yaml[begin..begin + length].to_owned();
        let entry = entry.split("    # ").next().unwrap().to_owned();
        Edit::of("cloudprofiles/aws.yaml", &[(&entry, "")])
    };
    let used = without("1.34.7").diff(&[]);
    assert_eq!(
        message(&used, "edit-refused", ""),
        "Kubernetes 1.34.7 cannot be removed while 1 shoot uses it"
    );
    // Nothing guards versions of pools: the edit goes through, and the pool is forced tonight.
    let of_pool = without("1.34.9").diff(&[]);
    assert!(
        told(&of_pool)
            .iter()
            .all(|told| !told.starts_with("edit-refused")),
        "{of_pool:#}"
    );
    assert!(message(&of_pool, "update-sooner", "inventory").contains("2026-11-21 22:00 UTC"));
}

#[test]
fn what_a_namespaced_profile_lists_cannot_be_removed_from_its_parent() {
    let yaml = fs::read_to_string(format!("{SAMPLE}/cloudprofiles/metal.yaml")).unwrap();
    let begin = yaml.find("    - version: \"1.34.8\"").unwrap();
    let end = begin + yaml[begin + 1..].find("    - version:").unwrap() + 1;
    let edit = Edit::of("cloudprofiles/metal.yaml", &[(&yaml[begin..end], "")]);
    let diff = edit.diff(&[]);
    let refused: Vec<&str> = (diff["findings"].as_array().unwrap().iter())
        .filter(|finding| finding["code"] == "edit-refused")
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    assert!(
        refused.contains(
            &"Kubernetes 1.34.8 cannot be removed while a NamespacedCloudProfile lists it"
        ),
        "{refused:?}"
    );
}

#[test]
fn the_highest_version_must_not_expire_and_none_becomes_unavailable_again() {
    let highest = Edit::of(
        "cloudprofiles/aws.yaml",
        &[(
            "- version: \"1.36.3\"\n",
            "- version: \"1.36.3\"\n      expirationDate: 2027-12-31T00:00:00Z\n",
        )],
    );
    assert!(message(&highest.diff(&[]), "edit-refused", "").contains("must not expire"));
    let back = Edit::of(
        "cloudprofiles/metal.yaml",
        &[(
            "startTime: 2026-08-01T00:00:00Z\n      - classification: supported\n        startTime: 2026-09-01T00:00:00Z",
            "startTime: 2027-01-01T00:00:00Z\n      - classification: supported\n        startTime: 2027-01-01T00:00:00Z",
        )],
    );
    assert!(
        message(&back.diff(&[]), "edit-refused", "").contains("cannot become unavailable again")
    );
}

#[test]
fn a_version_that_follows_ends_a_dead_end() {
    let edit = Edit::of(
        "cloudprofiles/gcp.yaml",
        &[(
            "    - version: \"1.32.13\"",
            "    - version: \"1.33.15\"\n    - version: \"1.32.13\"",
        )],
    );
    let diff = edit.diff(&[]);
    assert!(message(&diff, "failure-ends", "reports").contains("no longer"));
    assert!(message(&diff, "update-forced", "reports").contains("from 1.32.13 to 1.33.15"));
}

#[test]
fn taking_away_what_follows_makes_maintenance_fail() {
    let edit = Edit::of(
        "cloudprofiles/gcp.yaml",
        &[
            (
                "- version: \"1.35.9\"\n    - version",
                "- version: \"1.35.9\"\n      classification: preview\n    - version",
            ),
            (
                "- classification: supported\n        startTime: 2027-01-10",
                "- classification: preview\n        startTime: 2026-01-10",
            ),
        ],
    );
    let diff = edit.diff(&[]);
    let failing = message(&diff, "failure-begins", "lake");
    assert!(
        failing.contains("only preview versions of the next minor"),
        "{failing}"
    );
    let changes = diff["changes"].as_array().unwrap();
    assert!(
        changes
            .iter()
            .any(|change| change["change"] == "classification")
    );
    let output = offline(&[
        "diff",
        "live",
        edit.path().to_str().unwrap(),
        "--fail-on",
        "error",
    ]);
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn taking_out_a_machine_type_stops_image_maintenance_in_silence() {
    let yaml = fs::read_to_string(format!("{SAMPLE}/cloudprofiles/gcp.yaml")).unwrap();
    let edit = Edit::of(
        "cloudprofiles/gcp.yaml",
        &[("name: n2-standard-4", "name: n2-standard-5")],
    );
    assert!(yaml.contains("name: n2-standard-4"));
    let diff = edit.diff(&[]);
    let stopped = told(&diff)
        .into_iter()
        .filter(|told| told.starts_with("image-maintenance-stops"));
    assert!(stopped.count() > 3, "{:?}", told(&diff));
    let findings = diff["findings"].as_array().unwrap();
    for finding in findings
        .iter()
        .filter(|f| f["code"] == "image-maintenance-stops")
    {
        let change =
            &diff["changes"][usize::try_from(finding["change"].as_u64().unwrap()).unwrap()];
        assert_eq!(
            (&change["type"], &change["change"]),
            (&json!("machineType"), &json!("removed"))
        );
        assert_eq!(change["version"], "n2-standard-4");
    }
}

#[test]
fn files_are_compared_with_each_other_too_and_several_at_once() {
    // The profiles were tidied in autumn: what did that do?
    let output = offline(&[
        "diff",
        "examples/profiles-before",
        "examples/landscape/cloudprofiles",
        "-o",
        "json",
    ]);
    let diff = super::json(&output, 0);
    let profiles: std::collections::BTreeSet<_> = (diff["changes"].as_array().unwrap().iter())
        .map(|change| change["profile"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        profiles.into_iter().collect::<Vec<_>>(),
        ["aws", "gcp", "metal"]
    );
    let hit = told(&diff);
    for expected in [
        "update-forced loyalty",
        "update-forced search",
        "image-maintenance-stops exporter",
    ] {
        assert!(hit.contains(&expected.to_owned()), "{expected}: {hit:?}");
    }
}

#[test]
fn a_namespaced_profile_is_an_edit_of_its_own_shoots_only() {
    let edit = Edit::of(
        "namespacedcloudprofiles/garden-commerce.yaml",
        &[("2027-03-31T23:59:59Z", "2026-12-05T23:59:59Z")],
    );
    let diff = edit.diff(&[]);
    let shoots = diff["shoots"].as_array().unwrap();
    assert!(
        shoots
            .iter()
            .all(|shoot| shoot["profile"]["kind"] == "NamespacedCloudProfile"),
        "{diff:#}"
    );
    assert!(message(&diff, "update-later", "payments").contains("2026-12-06"));
}

#[test]
fn n08_a_namespaced_profile_cannot_be_given_a_date_in_the_past() {
    let edit = Edit::of(
        "namespacedcloudprofiles/garden-commerce.yaml",
        &[("2027-03-31T23:59:59Z", "2026-11-20T23:59:59Z")],
    );
    let diff = edit.diff(&[]);
    assert!(
        message(&diff, "edit-refused", "").contains("a date in the past"),
        "{diff:#}"
    );
}

#[test]
fn a_profile_that_is_removed_leaves_its_shoots_without_one() {
    let before = Edit::of("cloudprofiles/gcp.yaml", &[]);
    before.add("cloudprofiles/metal.yaml", &[]);
    let after = Edit::of("cloudprofiles/gcp.yaml", &[]);
    let (before, after) = (before.path(), after.path());
    let output = offline(&[
        "diff",
        before.to_str().unwrap(),
        after.to_str().unwrap(),
        "-o",
        "json",
    ]);
    let diff = super::json(&output, 0);
    assert!(message(&diff, "profile-removed", "plant-oslo").contains("profile metal"));
}

#[test]
fn sarif_points_at_the_lines_of_the_manifest() {
    let log = super::json(&offline(&["diff", "live", NEXT, "-o", "sarif"]), 0);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let yaml = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(NEXT)).unwrap();
    let lines: Vec<&str> = yaml.lines().collect();
    let line = |rule: &str| {
        let result = results
            .iter()
            .find(|result| result["ruleId"] == rule)
            .unwrap();
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], NEXT);
        let line = place["region"]["startLine"].as_u64().unwrap();
        lines[usize::try_from(line).unwrap() - 1].trim()
    };
    assert_eq!(
        line("update-forced"),
        "expirationDate: 2027-01-31T23:59:59Z"
    );
    assert_eq!(line("update-automatic"), "- version: \"1.36.4\"");
    assert_eq!(line("edit-refused"), "versions:");
    // Rules are declared once, and every result refers to one of them.
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn a_served_garden_and_the_same_in_files_are_one_diff() {
    let api = FakeApi::https();
    api.add_directory(SAMPLE.as_ref());
    let folder = tempfile::tempdir().unwrap();
    let kubeconfig = api.kubeconfig_file(folder.path());
    let arguments = ["diff", "live", NEXT, "-o", "json"];
    let live = super::json(&super::live(&kubeconfig, &arguments), 0);
    assert_eq!(live, super::json(&offline(&arguments), 0));
}

#[test]
fn the_scope_narrows_shoots_and_not_what_guards() {
    let arguments = ["diff", "live", NEXT, "-o", "json", "-n", "garden-ml"];
    let diff = super::json(&offline(&arguments), 0);
    let shoots = diff["shoots"].as_array().unwrap();
    assert!(!shoots.is_empty() && shoots.iter().all(|shoot| shoot["namespace"] == "garden-ml"));
    let profile = [
        "diff",
        "live",
        NEXT,
        "-o",
        "json",
        "--profile",
        "garden-commerce/aws-extended",
    ];
    assert_eq!(
        super::json(&offline(&profile), 0)["shoots"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn wrong_use_is_told_apart() {
    let code = |arguments: &[&str]| {
        offline(&[&["diff"], arguments].concat())
            .status
            .code()
            .unwrap()
    };
    assert_eq!(code(&["live"]), 2);
    assert_eq!(code(&["-", "-"]), 2);
    assert_eq!(code(&["live", NEXT, "-o", "ics"]), 2);
    assert_eq!(code(&["live", "no-such-file.yaml"]), 1);
    let no_profile = offline(&["diff", "live", "examples/landscape/shoots/ml.yaml"]);
    assert_eq!(no_profile.status.code(), Some(1));
    let said = stderr(&no_profile);
    assert!(
        said.contains("has no CloudProfile") && said.contains("hint:"),
        "{said}"
    );
}
