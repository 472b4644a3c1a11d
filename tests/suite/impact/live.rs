//! `impact` on a served API: the server's word is the verdict, what cannot be asked is told, and nothing is ever kept.

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::api::{Damage, FakeApi, On, Reply};
use crate::versions::{SAMPLE, json as answer, program, stderr, text};

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
        let output = command.output().unwrap();
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
    let offline = answer(&offline.output().unwrap(), 0);
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
fn causes_of_the_server_keep_their_words_and_name_pools() {
    let served = Served::sample();
    let message = "supported values: \"a\", \"b\"; see spec.provider.workers[1]";
    let mut refusal = status(422, "Invalid", "Shoot is invalid");
    refusal["details"] = json!({ "name": "shop-prod", "causes": [
        { "reason": "FieldValueNotSupported", "message": message, "field": "spec.provider.workers[1].machine.type" },
        { "reason": "FieldValueInvalid", "message": "field is immutable", "field": "spec.region" },
        { "reason": "FieldValueForbidden", "message": "because", "field": "" },
    ]});
    served.refuse("PATCH", SHOOT, 422, &refusal);
    let output = served.run(&[
        "shoot",
        "shop-prod",
        "-n",
        "garden-commerce",
        "--set",
        "spec.region=x",
        "-o",
        "json",
        "--fail-on",
        "rejected",
    ]);
    let report = answer(&output, 3);
    assert_eq!(report["verdict"], "rejected");
    assert_eq!(report["pools"], json!([]));
    let rejections = json!([
        { "path": "spec.provider.workers[db].machine.type", "message": message, "rule": "server-verdict" },
        { "path": "spec.region", "message": "field is immutable", "rule": "region" },
        { "path": "", "message": "because", "rule": "server-verdict" },
    ]);
    assert_eq!(report["rejections"], rejections);
}

#[test]
fn admission_refuses_with_a_message_that_is_a_verdict() {
    let served = Served::sample();
    let message = "shoots.core.gardener.cloud \"shop-prod\" is forbidden: spec.provider.workers[0].machine.image: Unsupported value: \"x\"";
    served.refuse("PATCH", SHOOT, 403, &status(403, "Forbidden", message));
    let report = answer(&served.change(ROLL), 0);
    assert_eq!(report["mode"], "live");
    assert_eq!(
        report["rejections"][0]["path"],
        "spec.provider.workers[web].machine.image"
    );
    assert_eq!(
        report["rejections"][0]["message"],
        "Unsupported value: \"x\""
    );
    let denied = "admission webhook \"policy.example\" denied the request: not on a Friday";
    let served = Served::sample();
    served.refuse("PATCH", SHOOT, 400, &status(400, "BadRequest", denied));
    let report = answer(&served.change(ROLL), 0);
    assert_eq!(report["verdict"], "rejected");
    assert_eq!(report["rejections"][0]["message"], denied);
}

#[test]
fn a_plain_error_of_admission_is_a_verdict_when_it_comes_again() {
    let message = "cloud profile reference change is invalid: cannot change from \"a\" to \"b\"";
    let served = Served::sample();
    served.refuse("PATCH", SHOOT, 500, &status(500, "", message));
    let report = answer(&served.change(ROLL), 0);
    assert_eq!(report["verdict"], "rejected");
    assert_eq!(report["rejections"][0]["message"], message);
    // What was only a moment of weakness is none.
    let served = Served::sample();
    let once = On::new("PATCH", SHOOT).times(1);
    let reply = Reply::json(500, &status(500, "", "something broke"));
    served.api.answer(once, reply);
    assert_eq!(answer(&served.change(ROLL), 0)["verdict"], "accepted");
}

#[test]
fn where_the_server_cannot_be_asked_the_rules_answer_and_say_so() {
    let webhook =
        "Internal error occurred: failed calling webhook \"x\": context deadline exceeded";
    let blind = "admission webhook \"x\" does not support dry run";
    for (code, refusal, wanted) in [
        (
            403,
            forbidden("patch", "shoots"),
            "permission to patch shoots",
        ),
        (
            500,
            status(500, "InternalError", webhook),
            "failed calling webhook",
        ),
        (
            400,
            status(400, "BadRequest", blind),
            "does not support dry run",
        ),
        (405, status(405, "MethodNotAllowed", "no"), "patch shoots"),
    ] {
        let served = Served::sample();
        served.refuse("PATCH", SHOOT, code, &refusal);
        let report = answer(&served.change(ROLL), 0);
        assert_eq!(report["mode"], "offline", "{code}");
        let why = report["notRehearsed"].as_str().unwrap();
        assert!(why.contains(wanted), "{why}");
        assert_eq!(report["verdict"], "accepted", "{code}: {report:#}");
        assert_eq!(report["pools"][0]["action"], "roll");
        // What nobody could rehearse is not sent again and again.
        let sent = served.api.requests();
        assert_eq!(sent.iter().filter(|seen| seen.method == "PATCH").count(), 1);
        let table = text(
            &served.run(&["shoot", "shop-prod", "-n", "garden-commerce", "--set", ROLL]),
            0,
        );
        assert!(table.contains("rules"), "{table}");
    }
}

#[test]
fn without_the_server_what_cannot_be_read_leaves_the_verdict_open() {
    let served = Served::sample();
    served.refuse("PATCH", SHOOT, 403, &forbidden("patch", "shoots"));
    served.refuse(
        "GET",
        "/cloudprofiles/aws",
        403,
        &forbidden("get", "cloudprofiles"),
    );
    let output = served.run(&[
        "shoot",
        "shop-prod",
        "-n",
        "garden-commerce",
        "--set",
        ROLL,
        "-o",
        "json",
        "--fail-on",
        "unknown",
    ]);
    let report = answer(&output, 3);
    assert_eq!(report["verdict"], "unknown");
    let reasons = report["doubts"].to_string();
    assert!(reasons.contains("cloudprofiles"), "{reasons}");
}

#[test]
fn what_cannot_be_read_is_named_and_makes_nothing_up() {
    for (path, resource) in [
        ("/cloudprofiles/aws", "cloudprofiles"),
        ("/seeds/aws-eu1", "seeds"),
    ] {
        let served = Served::sample();
        served.refuse("GET", path, 403, &forbidden("get", resource));
        let report = answer(&served.change(ROLL), 0);
        assert_eq!(report["mode"], "live");
        assert_eq!(report["verdict"], "accepted");
        let missing = report["notLookedAt"][0].as_str().unwrap();
        assert!(missing.contains(&format!("get {resource}")), "{missing}");
        let moment = &report["findings"][0]["when"]["moment"];
        let wanted = if resource == "seeds" {
            "unknown"
        } else {
            "now"
        };
        assert_eq!(moment, wanted);
        let arguments = ["shoot", "shop-prod", "-n", "garden-commerce", "--set", ROLL];
        let table = text(&served.run(&arguments), 0);
        assert!(
            table.contains(&format!("may not get {resource}")),
            "{table}"
        );
    }
    let served = Served::sample();
    let address = "/apis/core.gardener.cloud/v1beta1/seeds/aws-eu1";
    let address = crate::api::Address::parse(address).unwrap();
    served.api.store(|store| {
        let seed = store.get_mut(&address).unwrap();
        seed["metadata"]["annotations"]["shoot.gardener.cloud/emergency-stop-reconciliations"] =
            "true".into();
    });
    let report = answer(&served.change(ROLL), 0);
    assert_eq!(report["findings"][0]["when"]["moment"], "blocked");
}

/// A Shoot in `garden` that is a seed with three shoots on it.
fn with_seed(served: &Served) {
    let mut seed = super::shoot();
    seed["metadata"] = json!({ "name": "infra", "namespace": "garden" });
    seed["spec"]["cloudProfile"]["name"] = "aws".into();
    seed["spec"]["seedName"] = "aws-eu1".into();
    served.api.add(seed);
    served.api.add(json!({
        "apiVersion": "seedmanagement.gardener.cloud/v1alpha1", "kind": "ManagedSeed",
        "metadata": { "name": "managed", "namespace": "garden" }, "spec": { "shoot": { "name": "infra" } },
    }));
    for (name, tolerance) in [("a", ""), ("b", "zone"), ("c", "node")] {
        let mut shoot = super::shoot();
        shoot["metadata"] = json!({ "name": name, "namespace": "garden-x", "labels": { "name.seed.gardener.cloud/managed": "true" } });
        shoot["spec"]["seedName"] = "managed".into();
        if !tolerance.is_empty() {
            shoot["spec"]["controlPlane"] =
                json!({ "highAvailability": { "failureTolerance": { "type": tolerance } } });
        }
        served.api.add(shoot);
    }
}

#[test]
fn the_control_planes_on_a_managed_seed_are_counted_or_not_told() {
    let arguments = [
        "shoot",
        "infra",
        "-n",
        "garden",
        "--set",
        "spec.purpose=infrastructure",
        "-o",
        "json",
    ];
    let served = Served::sample();
    with_seed(&served);
    let report = answer(&served.run(&arguments), 0);
    let hosted = &report["hosted"];
    assert_eq!(
        (&hosted["seed"], &hosted["withoutTolerance"]),
        (&json!("managed"), &json!(1))
    );
    assert_eq!((&hosted["node"], &hosted["zone"]), (&json!(1), &json!(1)));
    for (path, right) in [
        ("/shoots", "list shoots"),
        ("/managedseeds", "list managedseeds"),
    ] {
        let served = Served::sample();
        with_seed(&served);
        let resource = path.trim_start_matches('/');
        served.refuse("GET", path, 403, &forbidden("list", resource));
        let report = answer(&served.run(&arguments), 0);
        assert_eq!(report["hosted"], Value::Null);
        let missing = report["notLookedAt"][0].as_str().unwrap();
        assert!(missing.contains(right), "{missing}");
    }
}

#[test]
fn a_shoot_that_cannot_be_read_is_an_error_with_a_hint() {
    let served = Served::sample();
    let output = served.run(&["shoot", "nobody", "-n", "garden-commerce", "--set", ROLL]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("no Shoot garden-commerce/nobody"),
        "{}",
        stderr(&output)
    );
    served.refuse("GET", SHOOT, 403, &forbidden("get", "shoots"));
    let output = served.change(ROLL);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("may not get shoots") && said.contains("hint:"),
        "{said}"
    );
    let mut command = program("impact");
    let nowhere = json!({ "apiVersion": "v1", "kind": "Config", "current-context": "c",
        "clusters": [{ "name": "c", "cluster": { "server": "http://127.0.0.1:9" } }],
        "contexts": [{ "name": "c", "context": { "cluster": "c" } }] });
    let kubeconfig = served.write("nowhere.yaml", &nowhere);
    command.args([
        "--kubeconfig",
        &kubeconfig,
        "shoot",
        "a",
        "-n",
        "b",
        "--set",
        ROLL,
    ]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("127.0.0.1:9"),
        "{}",
        stderr(&output)
    );
    assert!(output.stdout.is_empty());
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
fn documents_are_told_in_their_order_and_one_that_fails_hides_no_other() {
    let served = Served::sample();
    let mut first = served.stored("garden-commerce", "shop-prod");
    first["spec"]["purpose"] = "development".into();
    let mut second = served.stored("garden-commerce", "shop-stage");
    second["spec"]["region"] = "elsewhere".into();
    let mut missing = first.clone();
    missing["metadata"]["name"] = "nobody".into();
    let list = |items: &[&Value]| json!({ "apiVersion": "v1", "kind": "List", "items": items });
    let file = served.write("new.json", &list(&[&second, &first]));
    let report = answer(&served.run(&["-f", &file, "-o", "json"]), 0);
    let names: Vec<&str> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["shoot"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["shop-stage", "shop-prod"]);
    let file = served.write("more.json", &list(&[&missing, &first]));
    let output = served.run(&["-f", &file, "-o", "json"]);
    let report = answer(&output, 4);
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
    assert_eq!(report["items"][0]["shoot"]["name"], "shop-prod");
    assert!(
        stderr(&output).contains("garden-commerce/nobody"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_manifest_is_sent_as_apply_and_replace_send_it() {
    let served = Served::sample();
    let stored = served.stored("garden-commerce", "shop-prod");
    let mut last =
        json!({ "metadata": { "name": "shop-prod" }, "spec": { "purpose": "production" } });
    last["spec"]["kubernetes"] = json!({ "version": stored["spec"]["kubernetes"]["version"] });
    let mut annotated = stored.clone();
    annotated["metadata"]["annotations"]["kubectl.kubernetes.io/last-applied-configuration"] =
        last.to_string().into();
    served.api.add(annotated);
    let manifest = json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
        "metadata": { "name": "shop-prod", "namespace": "garden-commerce", "resourceVersion": "1" },
        "spec": { "hibernation": { "enabled": true } } });
    let file = served.write("new.json", &manifest);
    let sent = |arguments: &[&str]| {
        let before = served.api.requests().len();
        let output = served.run(&[&["-f", &file, "-o", "json"], arguments].concat());
        let said = stderr(&output);
        assert!(
            said.contains("because of metadata.resourceVersion"),
            "{said}"
        );
        let mut requests = served.api.requests().split_off(before).into_iter();
        let sent = requests.find(|seen| seen.method != "GET").unwrap();
        (sent.method.clone(), sent.json())
    };
    let (method, body) = sent(&[]);
    assert_eq!(method, "PATCH");
    assert_eq!(
        body,
        json!({ "spec": { "purpose": null, "kubernetes": null, "hibernation": { "enabled": true } } })
    );
    let (method, body) = sent(&["--replace"]);
    assert_eq!(method, "PUT");
    assert_eq!(body["spec"], manifest["spec"]);
    assert_ne!(body["metadata"]["resourceVersion"], "1");
}

#[test]
fn patches_are_sent_as_they_are_with_their_kind() {
    for (kind, patch, content_type) in [
        (
            "merge",
            r#"{"spec":{"purpose":"development"}}"#,
            "application/merge-patch+json",
        ),
        (
            "json",
            r#"[{"op":"replace","path":"/spec/purpose","value":"development"}]"#,
            "application/json-patch+json",
        ),
        (
            "strategic",
            r#"{"spec":{"purpose":"development"}}"#,
            "application/strategic-merge-patch+json",
        ),
    ] {
        let served = Served::sample();
        let mut result = served.stored("garden-commerce", "shop-prod");
        result["spec"]["purpose"] = "development".into();
        served
            .api
            .answer(On::new("PATCH", SHOOT), Reply::json(200, &result));
        let arguments = [
            "shoot",
            "shop-prod",
            "-n",
            "garden-commerce",
            "-o",
            "json",
            "--patch",
            patch,
            "--type",
            kind,
        ];
        let report = answer(&served.run(&arguments), 0);
        assert_eq!(report["findings"][0]["path"], "spec.purpose", "{kind}");
        let requests = served.api.requests();
        let sent = requests.iter().find(|seen| seen.method == "PATCH").unwrap();
        assert_eq!(sent.header("content-type"), Some(content_type));
        assert_eq!(sent.json(), serde_json::from_str::<Value>(patch).unwrap());
        // Offline it comes to the same.
        let mut offline = program("impact");
        offline.args(arguments).args(["--landscape", SAMPLE]);
        let offline = answer(&offline.output().unwrap(), 0);
        assert_eq!(offline["findings"], report["findings"], "{kind}");
    }
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
fn what_the_server_remarks_is_passed_on() {
    let served = Served::sample();
    let result = served.stored("garden-commerce", "shop-prod");
    let reply =
        Reply::json(200, &result).header("warning", r#"299 - "unknown field \"spec.foo\"""#);
    served.api.answer(On::new("PATCH", SHOOT), reply);
    let output = served.change("spec.purpose=production");
    assert!(
        stderr(&output).contains("unknown field \"spec.foo\""),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_namespace_that_contradicts_the_manifest_is_refused() {
    let served = Served::sample();
    let manifest = served.stored("garden-commerce", "shop-prod");
    let file = served.write("new.json", &manifest);
    let output = served.run(&["-f", &file, "-n", "garden-data"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(served.api.requests().len(), 0);
}
