//! Manifests and patches: what is sent for them.

use serde_json::{Value, json};

use super::{SHOOT, Served, forbidden, status};
use crate::api::{On, Reply};
use crate::patience::Ending as _;
use crate::versions::{SAMPLE, json as answer, program, stderr};

#[test]
fn documents_are_told_in_their_order_and_one_that_fails_hides_no_other() {
    let served = Served::sample();
    let mut first = served.stored("garden-commerce", "shop-prod");
    first["spec"]["purpose"] = "development".into();
    let mut second = served.stored("garden-commerce", "shop-stage");
    second["spec"]["region"] = "elsewhere".into();
    let mut missing = first.clone();
    missing["metadata"]["name"] = "nobody".into();
    served.refuse("GET", "/shoots/nobody", 403, &forbidden("get", "shoots"));
    let list = |items: &[&Value]| json!({ "apiVersion": "v1", "kind": "List", "items": items });
    let file = served.write("new.json", &list(&[&second, &first]));
    let output = served.run(&["-f", &file, "-o", "json"]);
    assert_eq!(stderr(&output), "", "a manifest that leaves nothing out");
    let report = answer(&output, 0);
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
fn a_new_shoot_is_checked_and_not_made() {
    let served = Served::sample();
    let mut manifest = crate::impact::shoot();
    manifest["metadata"] = json!({ "name": "fresh", "namespace": "garden-commerce" });
    let file = served.write("new.json", &manifest);
    let run = || served.run(&["-f", &file, "-o", "json"]);
    let report = answer(&run(), 0);
    assert_eq!(report["verdict"], "accepted");
    assert_eq!(report["pools"][0]["action"], "create");
    assert_eq!(
        report["summary"]["headline"],
        "a new Shoot, pool cpu with 1 to 3 nodes added"
    );
    assert_eq!(
        (&report["findings"], &report["unexplained"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(report["piggyback"], json!([]));
    // There is none now either.
    assert_eq!(answer(&run(), 0)["pools"][0]["action"], "create");
    let output = served.run(&["-f", &file, "--replace"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no Shoot garden-commerce/fresh"));
    // Its creation is no change that could be kept for later.
    let plan = served.folder.path().join("plan.json");
    let output = served.run(&["-f", &file, "--save", plan.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("not there yet") && !plan.exists());
    let shoots = "/namespaces/garden-commerce/shoots";
    let mut refusal = status(422, "Invalid", "Shoot is invalid");
    refusal["details"] =
        json!({ "causes": [{ "message": "no", "field": "spec.provider.workers[0].zones" }] });
    served.refuse("POST", shoots, 422, &refusal);
    let rejected = answer(&run(), 0);
    assert_eq!(rejected["verdict"], "rejected");
    assert_eq!(
        rejected["rejections"][0]["path"],
        "spec.provider.workers[cpu].zones"
    );
    let served = Served::sample();
    served.refuse("POST", shoots, 403, &forbidden("create", "shoots"));
    let file = served.write("new.json", &manifest);
    let unknown = answer(&served.run(&["-f", &file, "-o", "json"]), 0);
    assert_eq!(unknown["verdict"], "unknown");
    assert!(
        unknown["notRehearsed"]
            .as_str()
            .unwrap()
            .contains("create shoots")
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
        let offline = answer(&offline.ended(), 0);
        assert_eq!(offline["findings"], report["findings"], "{kind}");
    }
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

#[test]
fn when_nothing_can_be_looked_at_every_reason_is_told() {
    let served = Served::sample();
    let manifests = json!({ "apiVersion": "v1", "kind": "List", "items": [
        served.stored("garden-commerce", "shop-prod"),
        served.stored("garden-commerce", "shop-stage"),
    ]});
    let file = served.write("new.json", &manifests);
    served.refuse("GET", "/shoots/shop-prod", 403, &forbidden("get", "shoots"));
    served.refuse(
        "GET",
        "/shoots/shop-stage",
        403,
        &forbidden("get", "shoots"),
    );
    let output = served.run(&["-f", &file]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for name in ["shop-prod:", "shop-stage:"] {
        assert_eq!(
            said.matches(&format!("garden-commerce/{name}")).count(),
            1,
            "{said}"
        );
    }
}
