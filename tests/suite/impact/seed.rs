//! `impact seed` from the outside: manifests against a landscape, against each other, and against a served garden.

use std::process::Output;

use serde_json::{Value, json as tree};

use super::gardener::{meets_schema, snapshot};
use crate::api::{FakeApi, On, Reply};
use crate::patience::Ending as _;
use crate::versions::{SAMPLE, json, program, stderr, text};

const NEXT: &str = "examples/seeds-next/aws-eu1.yaml";
const OLD: &str = "examples/landscape/seeds/aws-eu1.yaml";

fn run(arguments: &[&str]) -> Output {
    let mut command = program("impact");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.arg("seed").args(arguments).ended()
}

struct Served {
    api: FakeApi,
    _folder: tempfile::TempDir,
    kubeconfig: String,
}

impl Served {
    fn new() -> Self {
        let api = FakeApi::https();
        api.add_directory(SAMPLE.as_ref());
        let folder = tempfile::tempdir().unwrap();
        let kubeconfig = api.kubeconfig_file(folder.path());
        Self {
            kubeconfig: kubeconfig.to_str().unwrap().to_owned(),
            api,
            _folder: folder,
        }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        run(&[&["-f", NEXT, "--kubeconfig", &self.kubeconfig], arguments].concat())
    }
}

#[test]
fn a_change_looks_the_same_in_every_format() {
    let offline = ["-f", NEXT, "--landscape", "examples/landscape"];
    let of = |format| text(&run(&[&offline[..], &["-o", format]].concat()), 0);
    snapshot("seed.txt", &of("table"));
    snapshot("seed-wide.txt", &of("wide"));
    snapshot("seed.md", &of("markdown"));
    snapshot("seed.yaml", &of("yaml"));
    meets_schema(&serde_json::from_str(&of("json")).unwrap());
}

#[test]
fn files_are_compared_without_any_garden() {
    let report = json(&run(&["-f", NEXT, "--old", OLD, "-o", "json"]), 0);
    let seed = &report["seeds"][0];
    assert_eq!(seed["verdict"], "accepted");
    assert!(seed["shoots"].is_null() && seed["findings"][0]["shoots"].is_null());
    meets_schema(&report);
}

#[test]
fn the_server_is_asked_in_a_dry_run_and_nothing_is_written() {
    let served = Served::new();
    let live = json(&served.run(&["-o", "json"]), 0);
    assert_eq!(live["seeds"][0]["asked"], true);
    let files = json(&run(&["-f", NEXT, "--landscape", SAMPLE, "-o", "json"]), 0);
    assert_eq!(live["seeds"][0]["findings"], files["seeds"][0]["findings"]);
    assert_eq!(live["seeds"][0]["shoots"], files["seeds"][0]["shoots"]);
    let writes = served
        .api
        .requests()
        .into_iter()
        .filter(|seen| seen.method != "GET");
    let writes: Vec<_> = writes.collect();
    assert!(
        writes.len() == 1 && writes[0].parameter("dryRun").as_deref() == Some("All"),
        "{writes:?}"
    );
}

fn refusal() -> Reply {
    let status: Value = tree!({
        "apiVersion": "v1", "kind": "Status", "status": "Failure", "reason": "Invalid", "code": 422,
        "message": "Seed.core.gardener.cloud \"aws-eu1\" is invalid: spec.networks.pods: Invalid value",
        "details": {"causes": [{"reason": "FieldValueInvalid", "field": "spec.networks.pods", "message": "field is immutable"}]},
    });
    Reply::json(422, &status)
}

#[test]
fn what_the_server_refuses_is_refused() {
    let served = Served::new();
    served
        .api
        .answer(On::new("PATCH", "/seeds/aws-eu1"), refusal());
    let report = json(&served.run(&["-o", "json", "--fail-on", "rejected"]), 3);
    let seed = &report["seeds"][0];
    assert_eq!(
        (&seed["verdict"], &seed["asked"]),
        (&tree!("rejected"), &tree!(true))
    );
    assert_eq!(seed["rejections"][0]["rule"], "server-verdict");
    assert_eq!(seed["findings"], tree!([]));
    json(&served.run(&["-o", "json"]), 0);
}

#[test]
fn without_the_right_to_update_the_rules_decide_and_that_is_said() {
    let served = Served::new();
    let message = "seeds.core.gardener.cloud \"aws-eu1\" is forbidden: User \"jane\" cannot patch resource \"seeds\"";
    served.api.answer(
        On::new("PATCH", "/seeds/aws-eu1"),
        Reply::status(403, "Forbidden", message),
    );
    let report = json(&served.run(&["-o", "json"]), 0);
    let seed = &report["seeds"][0];
    assert_eq!(
        (&seed["verdict"], &seed["asked"]),
        (&tree!("unknown"), &tree!(false))
    );
    assert!(
        seed["doubts"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("forbidden"),
        "{seed}"
    );
}

#[test]
fn classes_change_the_exit_code_only_with_fail_on() {
    let code = |more: &[&str]| {
        run(&[&["-f", NEXT, "--landscape", SAMPLE], more].concat())
            .status
            .code()
    };
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--fail-on", "access-impact"]), Some(3));
    assert_eq!(code(&["--fail-on", "api-downtime"]), Some(0));
}

#[test]
fn wrong_use_is_told_apart() {
    let code = |arguments: &[&str]| run(arguments).status.code().unwrap();
    assert_eq!(code(&[]), 2);
    assert_eq!(code(&["-f", "-", "--old", "-"]), 2);
    let none = run(&[
        "-f",
        "examples/landscape/garden.yaml",
        "--landscape",
        SAMPLE,
    ]);
    assert_eq!(none.status.code(), Some(1));
    assert!(stderr(&none).contains("has no Seed"), "{}", stderr(&none));
    let unknown = run(&["-f", NEXT, "--old", "examples/landscape/seeds/aws-eu2.yaml"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        stderr(&unknown).contains("there is no Seed aws-eu1"),
        "{}",
        stderr(&unknown)
    );
}

#[test]
fn a_manifest_is_taken_as_kubectl_apply_takes_it_and_with_replace_as_a_whole() {
    let served = Served::new();
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("part.yaml");
    let text = "apiVersion: core.gardener.cloud/v1beta1\nkind: Seed\nmetadata: {name: aws-eu1}\nspec: {settings: {scheduling: {visible: false}}}\n";
    std::fs::write(&part, text).unwrap();
    let part = ["-f", part.to_str().unwrap(), "-o", "json"];
    let live = ["--kubeconfig", &served.kubeconfig];
    let applied = run(&[&part[..], &live].concat());
    let seed = &json(&applied, 0)["seeds"][0];
    assert_eq!(seed["findings"].as_array().unwrap().len(), 1, "{seed:#}");
    assert_eq!(
        seed["findings"][0]["path"],
        "spec.settings.scheduling.visible"
    );
    let warning = "Seed aws-eu1: the Seed was never applied with kubectl apply: what the manifest leaves out stays";
    assert!(stderr(&applied).contains(warning), "{}", stderr(&applied));
    let replaced = json(&run(&[&part[..], &live, &["--replace"]].concat()), 0);
    assert!(replaced["seeds"][0]["findings"].as_array().unwrap().len() > 3);
    let methods: Vec<String> = (served.api.requests().into_iter())
        .filter(|seen| seen.method != "GET")
        .map(|seen| seen.method)
        .collect();
    assert_eq!(methods, ["PATCH", "PUT"]);
    // From files the old manifest is what was applied: what is left out now goes, which the server would refuse.
    let files = json(&run(&[&part[..], &["--landscape", SAMPLE]].concat()), 0);
    assert_eq!(files["seeds"][0]["verdict"], "rejected");
}

#[test]
fn code_hosts_are_shown_the_lines() {
    let report = json(&run(&["-f", NEXT, "--old", OLD, "-o", "sarif"]), 0);
    let results = report["runs"][0]["results"].as_array().unwrap();
    let of = |rule: &str| {
        results
            .iter()
            .find(|result| result["ruleId"] == rule)
            .unwrap()
    };
    let place = &of("seed-visible")["locations"][0]["physicalLocation"];
    let line = place["region"]["startLine"].as_u64().unwrap();
    let text = std::fs::read_to_string(NEXT).unwrap();
    let line = text.lines().nth(usize::try_from(line).unwrap() - 1);
    assert!(line.unwrap().contains("visible: false"), "{place}");
    let rules = &report["runs"][0]["tool"]["driver"]["rules"];
    assert_eq!(rules.as_array().unwrap().len(), 4, "{rules:#}");
}
