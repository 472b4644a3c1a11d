//! `impact` on a served API: the server's word is the verdict, what cannot be asked is told, and nothing is ever kept.

mod around;
mod manifests;
mod refusals;

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::api::{Damage, FakeApi, On, Reply};
use crate::patience::Ending as _;
use crate::versions::{SAMPLE, json as answer, program};

/// A Shoot of the sample landscape with two pools, on a seed.
const SHOOT: &str = "/namespaces/garden-commerce/shoots/shop-prod";
const ROLL: &str = "spec.provider.workers[web].machine.type=m5.2xlarge";

/// A server with the sample landscape, and a kubeconfig for it.
struct Served {
    api: FakeApi,
    folder: TempDir,
}

impl Served {
    fn sample() -> Self {
        let api = FakeApi::https();
        api.add_directory(SAMPLE.as_ref());
        let folder = tempfile::tempdir().unwrap();
        Self { api, folder }
    }

    /// Run the program; whatever it does, it keeps nothing.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = program("impact");
        let kubeconfig = self.api.kubeconfig_file(self.folder.path());
        command.arg("--kubeconfig").arg(kubeconfig).args(arguments);
        let output = command.ended();
        for seen in self.api.requests() {
            let reads = seen.method == "GET";
            assert!(
                reads || seen.parameter("dryRun").as_deref() == Some("All"),
                "{} {}?{}",
                seen.method,
                seen.path,
                seen.query
            );
        }
        output
    }

    /// What a change of the Shoot does.
    fn change(&self, set: &str) -> Output {
        let arguments = ["shoot", "shop-prod", "-n", "garden-commerce", "--set", set];
        self.run(&[&arguments[..], &["-o", "json"]].concat())
    }

    fn refuse(&self, method: &'static str, path: &str, code: u16, status: &Value) {
        let reply = Reply::json(code, status);
        self.api.answer(On::new(method, path), reply);
    }

    fn write(&self, name: &str, tree: &Value) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, tree.to_string()).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// A Shoot as it is stored.
    fn stored(&self, namespace: &str, name: &str) -> Value {
        let path =
            format!("/apis/core.gardener.cloud/v1beta1/namespaces/{namespace}/shoots/{name}");
        let address = crate::api::Address::parse(&path).unwrap();
        self.api
            .store(|store| store.get_mut(&address).unwrap().clone())
    }
}

fn status(code: u16, reason: &str, message: &str) -> Value {
    json!({ "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "code": code, "message": message })
}

fn forbidden(verb: &str, resource: &str) -> Value {
    let message = format!(
        "{resource}.core.gardener.cloud \"x\" is forbidden: User \"jane\" cannot {verb} resource \"{resource}\" in API group \"core.gardener.cloud\""
    );
    status(403, "Forbidden", &message)
}

#[test]
fn the_answer_of_the_server_is_told_like_that_from_files() {
    let served = Served::sample();
    let output = served.change(ROLL);
    let live = answer(&output, 0);
    assert_eq!(live["mode"], "live");
    assert_eq!(live["notRehearsed"], Value::Null);
    assert_eq!(live["verdict"], "accepted");
    let mut offline = program("impact");
    offline.args(["shoot", "shop-prod", "-n", "garden-commerce", "--set", ROLL]);
    offline.args(["--landscape", SAMPLE, "-o", "json"]);
    let offline = answer(&offline.ended(), 0);
    assert_eq!(offline["mode"], "offline");
    for field in [
        "pools",
        "findings",
        "controlPlane",
        "unexplained",
        "summary",
    ] {
        assert_eq!(live[field], offline[field], "{field}");
    }
    // One read of each, and one dry run.
    let mut paths: Vec<String> = served
        .api
        .requests()
        .iter()
        .map(|seen| format!("{} {}", seen.method, seen.path.rsplit('/').next().unwrap()))
        .collect();
    paths.sort();
    assert_eq!(
        paths,
        ["GET aws", "GET aws-eu1", "GET shop-prod", "PATCH shop-prod"]
    );
}

#[test]
fn what_the_server_fills_in_counts() {
    let served = Served::sample();
    let mut result = served.stored("garden-commerce", "shop-prod");
    result["spec"]["provider"]["workers"][0]["machine"]["image"]["version"] = "1877.9.2".into();
    served
        .api
        .answer(On::new("PATCH", SHOOT), Reply::json(200, &result));
    let report = answer(&served.change("spec.purpose=production"), 0);
    assert_eq!(report["pools"][0]["action"], "roll");
    let causes = &report["pools"][0]["causes"];
    assert_eq!(
        causes,
        &json!(["spec.provider.workers[web].machine.image.version"])
    );
}

#[test]
fn a_change_in_between_is_read_again() {
    let conflict = status(409, "Conflict", "the object has been modified");
    let served = Served::sample();
    let once = On::new("PATCH", SHOOT).times(1);
    served.api.answer(once, Reply::json(409, &conflict));
    let report = answer(&served.change(ROLL), 0);
    assert_eq!(report["mode"], "live");
    assert_eq!(served.api.count(SHOOT), 4);
    // Somebody makes the change that is asked for between reading and dry run: then nothing is left to do.
    let served = Served::sample();
    let mut first = true;
    let address = format!("/apis/core.gardener.cloud/v1beta1{SHOOT}");
    let address = crate::api::Address::parse(&address).unwrap();
    served.api.handle(move |seen, store| {
        if seen.method == "PATCH" && std::mem::take(&mut first) {
            let shoot = store.get_mut(&address)?;
            shoot["spec"]["provider"]["workers"][0]["machine"]["type"] = "m5.2xlarge".into();
            shoot["metadata"]["resourceVersion"] = "9999".into();
        }
        None
    });
    let report = answer(&served.change(ROLL), 0);
    assert_eq!(report["findings"], json!([]), "{report:#}");
    assert_eq!(report["summary"]["headline"], "nothing changes");
    // One that never stands still is judged without the server.
    let served = Served::sample();
    served.refuse("PATCH", SHOOT, 409, &conflict);
    let report = answer(&served.change(ROLL), 0);
    assert_eq!(report["mode"], "offline");
    assert!(
        report["notRehearsed"]
            .as_str()
            .unwrap()
            .contains("changes faster")
    );
}

#[test]
fn a_server_that_does_not_answer_is_not_waited_for_again_and_again() {
    let served = Served::sample();
    served.api.damage(On::new("PATCH", SHOOT), Damage::Silence);
    let arguments = [
        "shoot",
        "shop-prod",
        "-n",
        "garden-commerce",
        "--set",
        ROLL,
        "-o",
        "json",
        "--request-timeout",
        "1s",
    ];
    let report = answer(&served.run(&arguments), 0);
    assert_eq!(report["mode"], "offline");
    let sent = served.api.requests();
    let sent = sent.iter().filter(|seen| seen.method == "PATCH").count();
    assert_eq!(sent, 1, "{}", report["notRehearsed"]);
}

#[test]
fn broken_answers_are_asked_for_again() {
    for damage in [Damage::Reset, Damage::Truncate] {
        let served = Served::sample();
        served.api.damage(On::new("PATCH", SHOOT).times(1), damage);
        assert_eq!(answer(&served.change(ROLL), 0)["mode"], "live");
    }
    let served = Served::sample();
    served.api.fail(On::new("PATCH", SHOOT).times(2), 503);
    assert_eq!(answer(&served.change(ROLL), 0)["mode"], "live");
}

#[test]
fn what_the_server_keeps_up_to_date_by_itself_is_no_finding() {
    let served = Served::sample();
    let mut result = served.stored("garden-commerce", "shop-prod");
    result["spec"]["provider"]["workersSettings"] = json!({ "sshAccess": { "enabled": false } });
    result["metadata"]["annotations"]["shoot.gardener.cloud/tasks"] = "deployInfrastructure".into();
    result["metadata"]["labels"]["extensions.extensions.gardener.cloud/x"] = "true".into();
    served
        .api
        .answer(On::new("PATCH", SHOOT), Reply::json(200, &result));
    let report = answer(
        &served.change("spec.provider.workersSettings.sshAccess.enabled=false"),
        0,
    );
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{report:#}");
    // Somebody who asks for tasks is told of them.
    let tasks = "metadata.annotations[shoot.gardener.cloud/tasks]";
    let report = answer(&served.change(&format!("{tasks}=deployInfrastructure")), 0);
    let findings = report["findings"].as_array().unwrap();
    assert!(
        findings.iter().any(|finding| finding["path"] == tasks),
        "{report:#}"
    );
}

#[test]
fn what_somebody_else_does_in_between_is_no_part_of_the_change() {
    let served = Served::sample();
    let address = format!("/apis/core.gardener.cloud/v1beta1{SHOOT}");
    let address = crate::api::Address::parse(&address).unwrap();
    let mut moves = 0;
    served.api.handle(move |seen, store| {
        if seen.path.ends_with(SHOOT) {
            moves += 1;
            let shoot = store.get_mut(&address)?;
            shoot["spec"]["provider"]["workers"][1]["maximum"] = (10 + moves).into();
            shoot["metadata"]["resourceVersion"] = (9000 + moves).to_string().into();
        }
        None
    });
    let report = answer(&served.change(ROLL), 0);
    assert_eq!(report["mode"], "offline");
    let why = report["notRehearsed"].as_str().unwrap();
    assert!(why.contains("changes faster"), "{why}");
    let paths: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| &finding["path"])
        .collect();
    assert_eq!(paths, ["spec.provider.workers[web].machine.type"]);
}

#[test]
fn a_patch_for_another_version_is_told_at_once() {
    let merge = json!({ "metadata": { "resourceVersion": "1" }, "spec": { "purpose": "testing" } });
    let json = json!([
        { "op": "replace", "path": "/metadata/resourceVersion", "value": "1" },
        { "op": "replace", "path": "/spec/purpose", "value": "testing" },
    ]);
    for (kind, patch) in [("merge", merge), ("json", json)] {
        let served = Served::sample();
        let patch = patch.to_string();
        let arguments = [
            "shoot",
            "shop-prod",
            "-n",
            "garden-commerce",
            "--type",
            kind,
            "--patch",
            &patch,
            "-o",
            "json",
        ];
        let report = answer(&served.run(&arguments), 0);
        let why = report["notRehearsed"].as_str().unwrap();
        assert!(
            why.contains("for resourceVersion 1, and the stored one is"),
            "{why}"
        );
        assert!(
            served
                .api
                .requests()
                .iter()
                .all(|seen| seen.method == "GET")
        );
    }
}
