//! `impact cloudprofile` from the outside: manifests against a landscape, against each other, and a served garden.

use std::fs;
use std::process::Output;

use serde_json::json as tree;

use super::gardener::{meets_schema, snapshot};
use crate::api::{FakeApi, On, Reply};
use crate::patience::Ending as _;
use crate::versions::{SAMPLE, json, program, stderr, text};

const NEXT: &str = "examples/profiles-next/aws.yaml";
const OLD: &str = "examples/landscape/cloudprofiles/aws.yaml";

fn run(arguments: &[&str]) -> Output {
    let mut command = program("impact");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.arg("cloudprofile").args(arguments).ended()
}

/// The profile `aws` of the landscape with another bundle and a least size of volumes.
fn stricter(folder: &tempfile::TempDir) -> String {
    let text = fs::read_to_string(OLD).unwrap();
    let text = text.replacen(
        "spec:\n",
        &format!("spec:\n  caBundle: {}\n", certificate()),
        1,
    );
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

/// What looks like a certificate, in quotes.
fn certificate() -> String {
    let body = "A".repeat(118);
    format!("\"-----BEGIN CERTIFICATE-----\\nMI{body}\\n-----END CERTIFICATE-----\"")
}

#[test]
fn a_profile_is_taken_as_kubectl_apply_takes_it_and_code_hosts_are_shown_the_lines() {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("part.yaml");
    let text = "apiVersion: core.gardener.cloud/v1beta1\nkind: CloudProfile\nmetadata: {name: aws, uid: x}\nspec:\n  machineTypes:\n  - name: m5.large\n    usable: false\n";
    std::fs::write(&part, text).unwrap();
    let old = std::fs::read_to_string(OLD).unwrap();
    let stored = folder.path().join("old.yaml");
    std::fs::write(
        &stored,
        old.replacen("  name: aws\n", "  name: aws\n  uid: x\n", 1),
    )
    .unwrap();
    let files = [
        "-f",
        part.to_str().unwrap(),
        "--old",
        stored.to_str().unwrap(),
    ];
    let report = json(&run(&[&files[..], &["-o", "json"]].concat()), 0);
    let findings = &report["profiles"][0]["findings"];
    assert_eq!(findings.as_array().unwrap().len(), 1, "{findings:#}");
    assert_eq!(findings[0]["path"], "spec.machineTypes[m5.large].usable");
    let replaced = json(
        &run(&[&files[..], &["-o", "json", "--replace"]].concat()),
        0,
    );
    assert_eq!(replaced["profiles"][0]["verdict"], "rejected");
    let log = json(&run(&[&files[..], &["-o", "sarif"]].concat()), 0);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "profile-machine-type-usable");
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startLine"], 7, "{result:#}");
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
        .ended();
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
fn the_servers_reasons_name_entries_and_have_their_lines() {
    let api = FakeApi::https();
    api.add_directory(SAMPLE.as_ref());
    let status = tree!({
        "apiVersion": "v1", "kind": "Status", "status": "Failure", "reason": "Invalid", "code": 422,
        "message": "CloudProfile.core.gardener.cloud \"aws\" is invalid",
        "details": {"causes": [{"reason": "FieldValueInvalid", "field": "spec.machineTypes[1].cpu", "message": "must be greater than or equal to 0"}]},
    });
    let refuse = || {
        let on = On::new("PATCH", "/cloudprofiles/aws");
        api.answer(on, Reply::json(422, &status));
    };
    let folder = tempfile::tempdir().unwrap();
    let kubeconfig = api.kubeconfig_file(folder.path());
    let new = stricter(&folder);
    let live = |format| {
        refuse();
        let kubeconfig = kubeconfig.to_str().unwrap();
        json(
            &run(&["-f", &new, "--kubeconfig", kubeconfig, "-o", format]),
            0,
        )
    };
    let text = std::fs::read_to_string(&new).unwrap();
    let types = text.split_once("machineTypes:").unwrap().1;
    let second = types.split("- name: ").nth(2).unwrap();
    let name = second.lines().next().unwrap();
    let path = format!("spec.machineTypes[{name}].cpu");
    let report = live("json");
    assert_eq!(report["profiles"][0]["rejections"][0]["path"], *path);
    let result = &live("sarif")["runs"][0]["results"][0];
    let region = &result["locations"][0]["physicalLocation"]["region"];
    let number = usize::try_from(region["startLine"].as_u64().unwrap()).unwrap();
    let found = text.lines().nth(number - 1).unwrap();
    assert!(found.trim_start().starts_with("cpu:"), "{found}");
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
