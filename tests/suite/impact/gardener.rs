//! `impact gardener` from the outside: image vectors of two releases, with and without a garden.

use std::fs;
use std::process::Output;

use serde_json::Value;
use snapbox::{Assert, Data};

use crate::api::{FakeApi, On};
use crate::output::schema;
use crate::patience::Ending as _;
use crate::versions::{SAMPLE, json, program, stderr, text};

const OLD: &str = "examples/images/gardener-v1.149.yaml";
const NEW: &str = "examples/images/gardener-v1.150.yaml";
const OLD_DRUID: &str = "examples/images/etcd-druid-v0.37.yaml";
const NEW_DRUID: &str = "examples/images/etcd-druid-v0.38.yaml";

fn run(arguments: &[&str]) -> Output {
    let mut command = program("impact");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.arg("gardener").args(arguments).ended()
}

fn release(more: &[&str]) -> Output {
    let versions = [
        "--from",
        OLD,
        "--to",
        NEW,
        "--from-version",
        "v1.149.0",
        "--to-version",
        "v1.150.0",
    ];
    run(&[&versions, more].concat())
}

fn component<'a>(report: &'a Value, name: &str) -> &'a Value {
    let all = report["components"].as_array().unwrap();
    all.iter()
        .find(|component| component["name"] == name)
        .unwrap()
}

/// Compare an answer with its snapshot.
pub(super) fn snapshot(name: &str, printed: &str) {
    let path = format!(
        "{}/tests/suite/impact/snapshots/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    let file = Data::read_from(path.as_ref(), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(printed, file);
}

/// Check an answer against the schema of its kind.
pub(super) fn meets_schema(report: &Value) {
    let path = format!(
        "{}/docs/schema/{}.json",
        env!("CARGO_MANIFEST_DIR"),
        report["kind"].as_str().unwrap()
    );
    let described: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    schema::check(report, &described, &described, "$").unwrap();
}

#[test]
fn a_release_looks_the_same_in_every_format() {
    let druid = [
        "--from",
        OLD_DRUID,
        "--to",
        NEW_DRUID,
        "--landscape",
        "examples/landscape",
    ];
    let of = |format| text(&release(&[&druid[..], &["-o", format]].concat()), 0);
    snapshot("gardener.txt", &of("table"));
    snapshot("gardener-wide.txt", &of("wide"));
    snapshot("gardener.md", &of("markdown"));
    snapshot("gardener.yaml", &of("yaml"));
    snapshot(
        "gardener-components.txt",
        &text(&release(&["--components-only"]), 0),
    );
    meets_schema(&serde_json::from_str(&of("json")).unwrap());
}

#[test]
fn the_images_of_etcd_decide_whether_it_restarts() {
    let only = ["--components-only", "-o", "json"];
    let assumed = json(&release(&only), 0);
    assert_eq!(
        component(&assumed, "etcd-main, etcd-events")["certainty"],
        "likely"
    );
    // etcd-druid v0.38 brings other next images only, which need a feature gate.
    let known = json(
        &release(&[&only[..], &["--from", OLD_DRUID, "--to", NEW_DRUID]].concat()),
        0,
    );
    let etcd = component(&known, "etcd-main, etcd-events (next)");
    assert!(
        etcd["condition"]
            .as_str()
            .unwrap()
            .contains("UpgradeEtcdVersion")
    );
    let names = known["components"].as_array().unwrap().iter();
    assert!(
        names
            .map(|c| &c["name"])
            .all(|name| name != "etcd-main, etcd-events")
    );
}

#[test]
fn a_served_garden_and_the_same_in_files_are_one_report() {
    let api = FakeApi::https();
    api.add_directory(SAMPLE.as_ref());
    let folder = tempfile::tempdir().unwrap();
    let kubeconfig = api.kubeconfig_file(folder.path());
    let kubeconfig = kubeconfig.to_str().unwrap();
    let live = json(&release(&["--kubeconfig", kubeconfig, "-o", "json"]), 0);
    let files = json(&release(&["--landscape", SAMPLE, "-o", "json"]), 0);
    assert_eq!(live, files);
    assert_eq!(live["shoots"]["total"], 41);
}

#[test]
fn who_may_not_read_projects_and_gardenlets_still_gets_a_report() {
    let api = FakeApi::https();
    api.add_directory(SAMPLE.as_ref());
    for plural in ["/projects", "/gardenlets", "/managedseeds"] {
        api.fail(On::get(plural), 403);
    }
    let folder = tempfile::tempdir().unwrap();
    let kubeconfig = api.kubeconfig_file(folder.path());
    let output = release(&["--kubeconfig", kubeconfig.to_str().unwrap(), "-o", "json"]);
    let report = json(&output, 0);
    assert_eq!(report["shoots"]["projects"][0]["name"], "garden");
    assert!(
        stderr(&output).contains("project names are missing"),
        "{}",
        stderr(&output)
    );
    let seeds = report["shoots"]["seeds"].as_array().unwrap();
    assert!(seeds.iter().all(|seed| seed["windowsOnly"].is_null()));
}

#[test]
fn classes_change_the_exit_code_only_with_fail_on() {
    let only = |more: &[&str]| {
        release(&[&["--components-only"], more].concat())
            .status
            .code()
    };
    assert_eq!(only(&[]), Some(0));
    assert_eq!(only(&["--fail-on", "api-downtime"]), Some(3));
    assert_eq!(only(&["--fail-on", "destructive"]), Some(0));
    let same = [
        "--from",
        OLD,
        "--to",
        OLD,
        "--components-only",
        "--fail-on",
        "no-effect",
    ];
    assert_eq!(run(&same).status.code(), Some(0));
}

#[test]
fn the_scope_narrows_shoots() {
    let report = json(
        &release(&["--landscape", SAMPLE, "-n", "garden-ml", "-o", "json"]),
        0,
    );
    let projects = report["shoots"]["projects"].as_array().unwrap();
    assert!(projects.len() == 1 && projects[0]["name"] == "ml");
    let all = json(
        &release(&["--landscape", SAMPLE, "-n", "garden-ml", "-A", "-o", "json"]),
        0,
    );
    assert_eq!(all["shoots"]["total"], 41);
}

#[test]
fn overwrites_change_what_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mirror = write(
        "mirror.yaml",
        "images:\n- name: hyperkube\n  repository: mirror.example.org/hyperkube\n",
    );
    let report = |more: &[&str]| {
        let same = [
            "--from",
            NEW,
            "--to",
            NEW,
            "--components-only",
            "-o",
            "json",
        ];
        json(&run(&[&same, more].concat()), 0)
    };
    let moved = report(&["--to-overwrite", &mirror]);
    assert_eq!(
        component(&moved, "kubelet.service")["class"],
        "KUBELET_RESTART"
    );
    assert_eq!(
        report(&["--overwrite", &mirror])["components"],
        serde_json::json!([])
    );
    let back = report(&["--from-overwrite", &mirror]);
    assert_eq!(back["summary"]["worst"], "KUBELET_RESTART");

    let inner = "components:\n- name: etcd-druid\n  imageVectorOverwrite: |\n    images:\n    - name: etcd-wrapper\n      tag: v9\n";
    let components = write("components.yaml", inner);
    let druid = [
        "--from",
        NEW_DRUID,
        "--to",
        NEW_DRUID,
        "--to-overwrite",
        &components,
    ];
    assert_eq!(report(&druid)["summary"]["worst"], "API_DOWNTIME");
    let alone = run(&[
        "--from",
        NEW,
        "--to",
        NEW,
        "--components-only",
        "--to-overwrite",
        &components,
    ]);
    assert_eq!(alone.status.code(), Some(1));
    assert!(stderr(&alone).contains("etcd-druid"), "{}", stderr(&alone));
}

#[test]
fn versions_of_kubernetes_can_be_named() {
    let more = [
        "--components-only",
        "--kubernetes",
        "1.34.2,1.35.1",
        "-o",
        "json",
    ];
    let report = json(&release(&more), 0);
    assert_eq!(
        report["kubernetes"],
        serde_json::json!(["1.34.2", "1.35.1"])
    );
}

#[test]
fn wrong_use_is_told_apart() {
    let code = |arguments: &[&str]| run(arguments).status.code().unwrap();
    assert_eq!(code(&["--from", OLD]), 2);
    assert_eq!(
        code(&[
            "--from",
            OLD,
            "--from",
            OLD,
            "--to",
            NEW,
            "--components-only"
        ]),
        2
    );
    assert_eq!(
        code(&[
            "--from",
            OLD,
            "--to",
            NEW,
            "--components-only",
            "--landscape",
            SAMPLE
        ]),
        2
    );
    assert_eq!(code(&["--from", "-", "--to", "-", "--components-only"]), 2);
    assert_eq!(
        code(&["--from", OLD, "--to", NEW, "--kubernetes", "1.34"]),
        2
    );
    assert_eq!(
        code(&[
            "--from",
            OLD,
            "--to",
            NEW,
            "--components-only",
            "--to-version",
            "next"
        ]),
        2
    );
    let twice = [
        "--from",
        OLD,
        "--to",
        NEW,
        "--from",
        OLD,
        "--to",
        NEW,
        "--components-only",
    ];
    assert_eq!(code(&twice), 2);
    let mixed = run(&["--from", OLD, "--to", NEW_DRUID, "--components-only"]);
    assert_eq!(mixed.status.code(), Some(1));
    assert!(stderr(&mixed).contains("etcd-druid"), "{}", stderr(&mixed));
    let none = run(&[
        "--from",
        "examples/landscape/garden.yaml",
        "--to",
        NEW,
        "--components-only",
    ]);
    assert_eq!(none.status.code(), Some(1));
    assert!(stderr(&none).contains("has no images"), "{}", stderr(&none));
}
