//! No secret in anything that is said, at any verbosity; what is said follows `-v`.
//!
//! What a process writes to stderr is looked at from outside: the test starts itself again.

use std::process::Command;

use http::Request;
use kubectl_gardener::domain::objects::Seed;
use kubectl_gardener::error::show;
use kubectl_gardener::garden::connection::{ConnectionArgs, log};
use kubectl_gardener::garden::explain::Doing;
use kubectl_gardener::garden::{Garden, Query};
use serde_json::json;

use super::{Machine, seed};
use crate::api::{FakeApi, On, Reply};
use crate::patience::Ending as _;

const VERBOSITY: &str = "SUITE_VERBOSITY";
const MARKER: &str = "planted-marker";

/// The process that is looked at: reads seeds and a Secret, asks for a kubeconfig, creates a Secret.
#[test]
fn child() {
    let Ok(verbosity) = std::env::var(VERBOSITY) else {
        return;
    };
    log::start(verbosity.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let args = ConnectionArgs {
            as_user: Some("boss".to_owned()),
            ..ConnectionArgs::default()
        };
        let garden = match Garden::connect(&args).await {
            Ok(garden) => garden,
            Err(error) => return eprintln!("error: {:?}", show(&error)),
        };
        if let Err(error) = garden.fold::<Seed>(&Query::default(), |_| {}).await {
            eprintln!("error: {:?}", show(&error));
        }
        for (method, path) in [
            ("GET", "/api/v1/namespaces/garden/secrets/one"),
            ("POST", "/api/v1/namespaces/garden/secrets"),
            (
                "POST",
                "/apis/core.gardener.cloud/v1beta1/namespaces/a/shoots/b/adminkubeconfig",
            ),
        ] {
            let body = json!({ "data": { "kubeconfig": MARKER } }).to_string();
            let request = Request::builder()
                .method(method)
                .uri(path)
                .body(body.into_bytes())
                .unwrap();
            // A type that the answer does not have: kube would log the answer.
            let result = garden.client().request::<u8>(request).await;
            let doing = Doing::new::<Seed>("get", None, Some("one"));
            eprintln!(
                "error: {:?}",
                show(&garden.explain(result.unwrap_err(), &doing))
            );
        }
    });
}

fn stderr_at(verbosity: u8, machine: &Machine) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "connection::secrecy::child",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(VERBOSITY, verbosity.to_string())
        .env("KUBECONFIG", machine.path().join("config"))
        .env_remove("HTTPS_PROXY")
        .env_remove("https_proxy")
        .env("RUST_BACKTRACE", "1")
        .ended();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stderr).unwrap();
    let all = format!("{text}{}", String::from_utf8_lossy(&output.stdout));
    assert!(!all.contains(MARKER), "-v {verbosity}: {text}");
    text
}

/// A server whose every secret, and whose client's every secret, carries the marker.
fn planted() -> (FakeApi, Machine) {
    let api = FakeApi::https();
    for number in 0..30 {
        api.add(seed(&format!("seed-{number}")));
    }
    let secret = json!({ "kind": "Secret", "data": { "kubeconfig": MARKER } });
    api.answer(
        On::get("/secrets/one"),
        Reply::json(200, &secret).header("set-cookie", MARKER),
    );
    api.answer(On::new("POST", "/secrets"), Reply::json(500, &secret));
    api.answer(
        On::new("POST", "/adminkubeconfig"),
        Reply::json(201, &secret),
    );
    let machine = Machine::new();
    machine.write("config", api.kubeconfig(&json!({ "token": MARKER })));
    (api, machine)
}

#[test]
fn trap_05_no_secret_is_said_at_any_verbosity() {
    let (api, machine) = planted();
    for verbosity in 0..=9 {
        let text = stderr_at(verbosity, &machine);
        assert!(!text.contains('\u{1b}'), "no colours in a pipe");
        assert_eq!(
            text.contains("using context live, server "),
            verbosity >= 1,
            "-v {verbosity}: {text}"
        );
        let request = format!(
            "GET {}/apis/core.gardener.cloud/v1beta1/seeds?limit=500 200 OK in ",
            api.url()
        );
        assert_eq!(
            text.contains(&request),
            verbosity >= 6,
            "-v {verbosity}: {text}"
        );
        assert_eq!(
            text.contains("authorization: <masked>"),
            verbosity >= 7,
            "-v {verbosity}: {text}"
        );
        assert_eq!(
            text.contains("set-cookie: <masked>"),
            verbosity >= 7,
            "-v {verbosity}: {text}"
        );
        assert_eq!(
            text.contains("impersonate-user: boss"),
            verbosity >= 7,
            "-v {verbosity}: {text}"
        );
        assert_eq!(
            text.contains("\"kind\":\"SeedList\""),
            verbosity >= 8,
            "-v {verbosity}: {text}"
        );
        assert_eq!(
            text.contains("[cut, "),
            verbosity == 8,
            "-v {verbosity}: {text}"
        );
        assert_eq!(
            text.contains("not shown: it may carry secrets"),
            verbosity >= 8,
            "-v {verbosity}: {text}"
        );
    }
}

#[test]
fn waits_are_said_at_v_1() {
    let (api, machine) = planted();
    api.fail(On::get("/seeds").times(1), 503);
    let text = stderr_at(1, &machine);
    assert!(
        text.contains("/seeds: 503 Service Unavailable; attempt 2 of 5 in "),
        "{text}"
    );
}

#[test]
fn a_broken_kubeconfig_is_reported_without_its_secrets() {
    let machine = Machine::new();
    for text in [
        format!("users:\n- name: a\n  user: {{ token: [{MARKER}] }}"),
        format!("users: {MARKER}"),
        format!("users:\n- name: a\n  user:\n    token: \"{MARKER}\n"),
    ] {
        machine.write("config", text);
        let text = stderr_at(9, &machine);
        assert!(text.contains("cannot read kubeconfig"), "{text}");
    }
}
