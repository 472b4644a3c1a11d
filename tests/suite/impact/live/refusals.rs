//! What the server says no to, and what it says nothing about.

use serde_json::json;

use super::{ROLL, SHOOT, Served, forbidden, status};
use crate::api::{On, Reply};
use crate::versions::{json as answer, stderr, text};

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
fn a_gateway_that_says_no_is_not_the_server() {
    let page = "<html><head><title>Blocked by policy</title></head></html>";
    for (code, reply, wanted) in [
        (
            403,
            Reply::text(403, "text/html", page),
            "Blocked by policy",
        ),
        (
            403,
            Reply::json(403, &json!({ "error": "forbidden" })),
            "forbidden",
        ),
        (
            400,
            Reply::text(400, "text/plain", "bad request"),
            "bad request",
        ),
    ] {
        let served = Served::sample();
        served.api.answer(On::new("PATCH", SHOOT), reply);
        let report = answer(&served.change(ROLL), 0);
        assert_eq!(report["verdict"], "accepted", "{code} {wanted}: {report:#}");
        assert_eq!(report["mode"], "offline");
        let why = report["notRehearsed"].as_str().unwrap();
        assert!(why.contains(wanted), "{why}");
    }
}

/// The server says no more than "an error in our request": why it does not fit is told here.
#[test]
fn a_json_patch_that_does_not_fit_is_refused_with_the_step_that_does_not() {
    let served = Served::sample();
    let message = "the server rejected our request due to an error in our request";
    served.refuse("PATCH", SHOOT, 422, &status(422, "Invalid", message));
    let patch = r#"[{"op":"test","path":"/spec/purpose","value":"nonsense"}]"#;
    let shoot = ["shoot", "shop-prod", "-n", "garden-commerce", "-o", "json"];
    let output = served.run(&[&shoot[..], &["--type", "json", "--patch", patch]].concat());
    let report = answer(&output, 0);
    assert_eq!(report["verdict"], "rejected");
    assert_eq!(report["rejections"][0]["message"], message);
    let said = stderr(&output);
    assert!(said.contains("the patch does not fit: "), "{said}");
    assert!(said.contains("/spec/purpose"), "{said}");
}

/// What the stored configurations look like is not in what is read: the generation tells.
#[test]
fn a_generation_that_rises_without_a_change_is_the_order_of_keys() {
    let served = Served::sample();
    let mut sorted = served.stored("garden-commerce", "shop-prod");
    let generation = sorted["metadata"]["generation"].as_i64().unwrap();
    sorted["metadata"]["generation"] = (generation + 1).into();
    sorted["metadata"]["labels"]["a"] = "b".into();
    let reply = |shoot: &serde_json::Value| Reply::json(200, shoot);
    let ask = |served: &Served| {
        let set = "metadata.labels[a]=b";
        answer(&served.change(set), 0)
    };
    served.api.answer(On::new("PATCH", SHOOT), reply(&sorted));
    let report = ask(&served);
    let finding = &report["findings"][0];
    assert_eq!(
        (
            &finding["rule"],
            &finding["class"],
            &finding["when"]["moment"]
        ),
        (
            &json!("raw-key-order"),
            &json!("CONFIG_ONLY"),
            &json!("now")
        )
    );
    assert_eq!(report["summary"]["rolledPools"], 0);
    let tasks = "shoot.gardener.cloud/tasks";
    sorted["metadata"]["annotations"][tasks] = "deployInfrastructure".into();
    let served = Served::sample();
    served.api.answer(On::new("PATCH", SHOOT), reply(&sorted));
    assert_eq!(ask(&served)["findings"][0]["class"], "INFRA_RECONCILE");
    // A label alone does not.
    sorted["metadata"]["generation"] = generation.into();
    let served = Served::sample();
    served.api.answer(On::new("PATCH", SHOOT), reply(&sorted));
    let rules = ask(&served)["findings"].to_string();
    assert!(!rules.contains("raw-key-order"), "{rules}");
}
