//! What operators read when it does not work.

use serde_json::{Value, json};

use super::{Machine, seed, seeds};
use crate::api::{Authority, FakeApi, On, Reply, kubeconfig};

/// Makes a server's certificate.
type Sign = fn(&Authority, &[&str]) -> crate::api::Identity;

async fn error_of(cluster: &Value, flags: &[&str]) -> kubectl_gardener::error::Shown {
    let mut machine = Machine::new();
    machine.settings.attempts = 2;
    machine.write(".kube/config", kubeconfig(cluster, &json!({})));
    seeds(&machine.garden(flags).await).await.unwrap_err()
}

#[tokio::test]
async fn a_server_without_gardeners_api_is_not_a_garden() {
    for (groups, looks_like) in [
        (vec!["", "apps"], "it looks like a shoot or seed"),
        (
            vec!["", "extensions.gardener.cloud"],
            "it looks like a seed",
        ),
        (
            vec!["operator.gardener.cloud"],
            "it looks like the runtime cluster of a garden",
        ),
    ] {
        let api = FakeApi::https();
        api.serve_groups(&groups);
        let error = error_of(&api.cluster(), &[]).await;
        assert_eq!(
            error.message,
            format!(
                "server {} serves no core.gardener.cloud API: this is not a garden ({looks_like})",
                api.url()
            )
        );
        assert_eq!(
            error.hints,
            ["use the kubeconfig of the (virtual) garden cluster: --kubeconfig / --context"]
        );
        let machine = Machine::new();
        api.kubeconfig_file(machine.path());
        let garden = machine.garden(&["--kubeconfig", "kubeconfig.yaml"]).await;
        assert!(garden.require_gardener().await.is_err());
    }
    let api = FakeApi::https();
    let machine = Machine::new();
    api.kubeconfig_file(machine.path());
    let garden = machine.garden(&["--kubeconfig", "kubeconfig.yaml"]).await;
    garden.require_gardener().await.unwrap();
}

#[tokio::test]
async fn refusals_say_who_may_not_do_what() {
    let api = FakeApi::https();
    let forbidden = Reply::status(
        403,
        "Forbidden",
        "seeds.core.gardener.cloud is forbidden: User \"joe\" cannot list resource \"seeds\" in API group \"core.gardener.cloud\" at the cluster scope",
    );
    api.answer(On::get("/seeds"), forbidden);
    let error = error_of(&api.cluster(), &[]).await;
    assert_eq!(
        error.message,
        "cannot list seeds: forbidden: user joe may not list seeds.core.gardener.cloud in the whole garden"
    );
    let api = FakeApi::https();
    api.accept_tokens(&["other"]);
    let error = error_of(&api.cluster(), &[]).await;
    assert!(
        error
            .message
            .ends_with("does not accept the credentials of user operator (401 unauthorized)"),
        "{error:?}"
    );
}

#[tokio::test]
async fn nobody_listening_and_unknown_names_are_told_apart() {
    let error = error_of(&json!({ "server": "https://127.0.0.1:1" }), &[]).await;
    assert!(error.message.starts_with("cannot list seeds: https://127.0.0.1:1 refused the connection; gave up after 2 attempts"), "{error:?}");
    let error = error_of(&json!({ "server": "https://no-such-host.invalid" }), &[]).await;
    assert!(
        error
            .message
            .contains("the name of https://no-such-host.invalid cannot be resolved"),
        "{error:?}"
    );
}

#[tokio::test]
async fn trap_11_each_reason_for_distrust_has_its_own_text() {
    let names = ["127.0.0.1"];
    let cases: [(Sign, &str); 4] = [
        (
            Authority::server_that_is_an_authority,
            "uses the certificate of an authority as its own",
        ),
        (Authority::expired_server, "has expired"),
        (
            |authority, _| authority.server(&["elsewhere.example"]),
            "is not valid for this name, but for elsewhere.example",
        ),
        (
            |_, names| Authority::new().server(names),
            "is signed by an unknown authority",
        ),
    ];
    for (sign, expected) in cases {
        let authority = Authority::new();
        let identity = sign(&authority, &names);
        let api = FakeApi::https_with(authority, identity);
        let error = error_of(&api.cluster(), &[]).await;
        assert!(error.message.contains(expected), "{error:?}");
        assert!(
            !error.message.contains("attempts"),
            "distrust does not pass: {error:?}"
        );
        assert_eq!(error.hints.len(), 1);
    }
}

#[tokio::test]
async fn schemes_that_do_not_fit_are_recognised() {
    let plain = FakeApi::http();
    let url = plain.url().replace("http:", "https:");
    let error = error_of(
        &json!({ "server": url, "insecure-skip-tls-verify": true }),
        &[],
    )
    .await;
    assert!(error.message.ends_with("does not speak TLS"), "{error:?}");
}

#[tokio::test]
async fn trap_09_a_page_of_a_proxy_is_not_taken_for_an_answer() {
    let html = "<!DOCTYPE html><html><head><title>Please log in</title></head></html>";
    for (code, text) in [
        (200, "200 ok"),
        (302, "302 found"),
        (407, "407 proxy authentication required"),
        (403, "403 forbidden"),
    ] {
        let api = FakeApi::https();
        api.add(seed("aws"));
        api.answer(On::get("/seeds"), Reply::text(code, "text/html", html));
        let error = error_of(&api.cluster(), &[]).await;
        let expected = format!(
            "answered with a web page instead of the Kubernetes API ({text}): \"Please log in\""
        );
        assert!(error.message.ends_with(&expected), "{error:?}");
    }
    let api = FakeApi::https();
    api.answer(On::get("/seeds"), Reply::text(200, "text/plain", "hello"));
    let error = error_of(&api.cluster(), &[]).await;
    assert!(error.message.ends_with("is no list: hello"), "{error:?}");
}
