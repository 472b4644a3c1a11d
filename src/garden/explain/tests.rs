use serde_json::json;

use super::*;
use crate::domain::objects::{Seed, Shoot};
use crate::error::{Shown, show};

fn place() -> Place {
    Place {
        context: Some("live".to_owned()),
        cluster: Some("live".to_owned()),
        server: "https://api.garden.example.com".to_owned(),
        user: Some("joe".to_owned()),
        acting_as: None,
    }
}

fn shown(status: serde_json::Value, doing: &Doing) -> Shown {
    let status: Status = serde_json::from_value(status).unwrap();
    show(&explain(kube::Error::Api(status.boxed()), doing, &place()))
}

#[test]
fn forbidden_names_verb_resource_and_user_and_how_to_check() {
    let status = json!({ "code": 403, "reason": "Forbidden", "message":
        "shoots.core.gardener.cloud is forbidden: User \"joe@example.com\" cannot list resource \"shoots\" in API group \"core.gardener.cloud\" at the cluster scope" });
    let shown = shown(status, &Doing::new::<Shoot>("list", None, None));
    assert_eq!(
        shown.message,
        "cannot list shoots: forbidden: user joe@example.com may not list shoots.core.gardener.cloud in the whole garden"
    );
    assert_eq!(
        shown.hints,
        [
            "ask for permission to list shoots.core.gardener.cloud; check with `kubectl auth can-i list shoots.core.gardener.cloud -A`"
        ]
    );
}

#[test]
fn a_refused_impersonation_is_not_taken_for_a_refused_list() {
    let status = json!({ "code": 403, "message":
        "users \"boss\" is forbidden: User \"joe\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope" });
    let shown = shown(status, &Doing::new::<Shoot>("list", None, None));
    assert_eq!(
        shown.message,
        "cannot list shoots: forbidden: user joe may not impersonate users"
    );
    assert!(shown.hints[0].contains("--as"), "{shown:?}");
}

#[test]
fn forbidden_by_admission_keeps_its_reason() {
    let status = json!({ "code": 403, "message": "seeds.core.gardener.cloud \"a\" is forbidden: seed is in use" });
    let shown = shown(status, &Doing::new::<Seed>("delete", None, Some("a")));
    assert!(
        shown
            .message
            .ends_with("forbidden: seeds.core.gardener.cloud \"a\" is forbidden: seed is in use")
    );
}

#[test]
fn not_found_tells_objects_from_resources() {
    let patch = Doing::new::<Seed>("patch", None, Some("aws-eu1"));
    let object =
        json!({ "code": 404, "message": "x", "details": { "name": "aws-eu1", "kind": "seeds" } });
    assert_eq!(
        shown(object, &patch).message,
        "cannot patch seeds aws-eu1: not found"
    );
    let resource = json!({ "code": 404, "message": "404 page not found" });
    assert_eq!(
        shown(resource, &patch).message,
        "cannot patch seeds aws-eu1: https://api.garden.example.com serves no seeds.core.gardener.cloud"
    );
}

#[test]
fn invalid_objects_name_each_field() {
    let status = json!({ "code": 422, "message": "Shoot \"a\" is invalid: [x, y]", "details": { "causes": [
        { "field": "spec.kubernetes.version", "message": "Unsupported value: \"1.2\"" },
        { "field": "spec.region", "message": "Required value" },
    ] } });
    assert_eq!(
        shown(
            status,
            &Doing::new::<Shoot>("patch", Some("garden-a"), Some("a"))
        )
        .message,
        "cannot patch shoots garden-a/a: spec.kubernetes.version: Unsupported value: \"1.2\"; spec.region: Required value"
    );
}

#[test]
fn trap_09_web_pages_of_proxies_are_recognised_and_nothing_is_dumped() {
    let html = "<!DOCTYPE html>\n<html><head><TITLE>Sign in\u{1b}[31m</TITLE></head>";
    let status = json!({ "code": 503, "message": html, "reason": "Failed to parse error data" });
    let shown = shown(status, &Doing::new::<Shoot>("list", None, None));
    assert_eq!(
        shown.message,
        "cannot list shoots: https://api.garden.example.com answered with a web page instead of the Kubernetes API (503 service unavailable): \"Sign in[31m\""
    );
    for code in [400, 401, 403, 404, 409, 410, 418, 422, 429, 500, 503] {
        let status = json!({ "code": code, "message": "something" });
        let text = self::shown(status, &Doing::new::<Shoot>("list", None, None)).message;
        assert!(
            !text.contains("Status {") && !text.contains("Some("),
            "{text}"
        );
    }
}

#[test]
fn an_unreadable_answer_repeats_no_value() {
    let error = serde_json::from_str::<u8>("\"planted\"").unwrap_err();
    let error = explain(
        kube::Error::SerdeError(error),
        &Doing::new::<Shoot>("list", None, None),
        &place(),
    );
    assert!(!show(&error).message.contains("planted"));
}
