//! `impact cloudprofile` from the outside: manifests against a landscape, against each other, and a served garden.

use std::fs;
use std::process::Output;

use serde_json::json as tree;

use super::gardener::{meets_schema, snapshot};
use crate::api::FakeApi;
use crate::versions::{SAMPLE, json, program, stderr, text};

const NEXT: &str = "examples/profiles-next/aws.yaml";
const OLD: &str = "examples/landscape/cloudprofiles/aws.yaml";

fn run(arguments: &[&str]) -> Output {
    let mut command = program("impact");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
        .arg("cloudprofile")
        .args(arguments)
        .output()
        .unwrap()
}

/// The profile `aws` of the landscape with another bundle and a least size of volumes.
fn stricter(folder: &tempfile::TempDir) -> String {
    let text = fs::read_to_string(OLD).unwrap();
    let text = text.replacen("spec:\n", "spec:\n  caBundle: certificate\n", 1);
    let text = text.replacen("- name: gp3\n", "- name: gp3\n    minSize: 60Gi\n", 1);
    let (text, _) = text.split_once("\nstatus:").unwrap();
    let path = folder.path().join("aws.yaml");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_change_looks_the_same_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let new = stricter(&folder);
    let of = |format| {
        text(
            &run(&[
                "-f",
                &new,
                "--landscape",
                "examples/landscape",
                "-o",
                format,
            ]),
            0,
        )
    };
    snapshot("cloudprofile.txt", &of("table"));
    snapshot("cloudprofile-wide.txt", &of("wide"));
    snapshot("cloudprofile.md", &of("markdown"));
    snapshot("cloudprofile.yaml", &of("yaml"));
    meets_schema(&serde_json::from_str(&of("json")).unwrap());
    let versions = text(&run(&["-f", NEXT, "--landscape", "examples/landscape"]), 0);
    snapshot("cloudprofile-versions.txt", &versions);
}

#[test]
fn files_are_compared_without_any_garden() {
    let report = json(&run(&["-f", NEXT, "--old", OLD, "-o", "json"]), 0);
    assert!(report["shoots"].is_null() && report["profiles"][0]["shoots"].is_null());
    assert_eq!(report["versions"]["changes"].as_array().unwrap().len(), 5);
    meets_schema(&report);
}

#[test]
fn versions_are_those_of_their_own_comparison() {
    let report = json(&run(&["-f", NEXT, "--landscape", SAMPLE, "-o", "json"]), 0);
    let mut diff = program("versions");
    diff.current_dir(env!("CARGO_MANIFEST_DIR"));
    let diff = diff
        .args(["diff", "live", NEXT, "--landscape", SAMPLE, "-o", "json"])
        .output()
        .unwrap();
    let diff = json(&diff, 0);
    assert_eq!(report["versions"]["findings"], diff["findings"]);
    assert_eq!(report["versions"]["summary"], diff["summary"]);
}

#[test]
fn a_served_garden_is_asked_and_keeps_nothing() {
    let api = FakeApi::https();
    api.add_directory(SAMPLE.as_ref());
    let folder = tempfile::tempdir().unwrap();
    let kubeconfig = api.kubeconfig_file(folder.path());
    let new = stricter(&folder);
    let live = json(
        &run(&[
            "-f",
            &new,
            "--kubeconfig",
            kubeconfig.to_str().unwrap(),
            "-o",
            "json",
        ]),
        0,
    );
    assert_eq!(
        (
            &live["profiles"][0]["asked"],
            &live["profiles"][0]["verdict"]
        ),
        (&tree!(true), &tree!("accepted"))
    );
    let files = json(&run(&["-f", &new, "--landscape", SAMPLE, "-o", "json"]), 0);
    assert_eq!(
        live["profiles"][0]["findings"],
        files["profiles"][0]["findings"]
    );
    assert_eq!(live["shoots"], files["shoots"]);
    let writes: Vec<_> = api
        .requests()
        .into_iter()
        .filter(|seen| seen.method != "GET")
        .collect();
    assert!(
        writes.len() == 1 && writes[0].parameter("dryRun").as_deref() == Some("All"),
        "{writes:?}"
    );
}

#[test]
fn classes_change_the_exit_code_only_with_fail_on() {
    let folder = tempfile::tempdir().unwrap();
    let new = stricter(&folder);
    let code = |more: &[&str]| {
        run(&[&["-f", &new, "--landscape", SAMPLE], more].concat())
            .status
            .code()
    };
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--fail-on", "node-service-restart"]), Some(3));
    assert_eq!(code(&["--fail-on", "node-roll"]), Some(0));
    let refused = ["-f", NEXT, "--landscape", SAMPLE, "--fail-on", "rejected"];
    assert_eq!(run(&refused).status.code(), Some(3));
}

#[test]
fn wrong_use_is_told_apart() {
    let code = |arguments: &[&str]| run(arguments).status.code().unwrap();
    assert_eq!(code(&[]), 2);
    assert_eq!(code(&["-f", "-", "--old", "-"]), 2);
    let unknown = run(&[
        "-f",
        NEXT,
        "--old",
        "examples/landscape/cloudprofiles/gcp.yaml",
    ]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        stderr(&unknown).contains("there is no profile aws"),
        "{}",
        stderr(&unknown)
    );
}
