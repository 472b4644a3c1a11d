//! Where kubeconfigs come from, how several are merged, and what stands in for them in a pod.

use serde_json::json;

use super::{Machine, seed, seeds};
use crate::api::{FakeApi, kubeconfig};

#[tokio::test]
async fn trap_06_missing_files_of_a_list_are_skipped() {
    let api = FakeApi::https();
    api.add(seed("aws"));
    let mut machine = Machine::new();
    let first = machine.write("first.yaml", json!({ "current-context": "live" }));
    let second = machine.write("second.yaml", api.kubeconfig(&json!({ "token": "second" })));
    let third = machine.write(
        "third.yaml",
        kubeconfig(&json!({ "server": "https://127.0.0.1:1" }), &json!({})),
    );
    let missing = machine.path().join("missing.yaml");
    let list = std::env::join_paths([&missing, &first, &missing, &second, &third]).unwrap();
    machine.set("KUBECONFIG", list);
    // The first that names something wins.
    assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap(), ["aws"]);
    assert_eq!(
        api.requests()[0].header("authorization"),
        Some("Bearer second")
    );
}

#[tokio::test]
async fn a_missing_file_that_was_asked_for_is_an_error() {
    let machine = Machine::new();
    let error = machine
        .try_garden(&["--kubeconfig", "missing.yaml"])
        .await
        .unwrap_err();
    assert!(
        error.message.ends_with("missing.yaml does not exist"),
        "{error:?}"
    );
    assert!(!error.hints.is_empty());
}

#[tokio::test]
async fn nothing_at_all_says_what_to_do() {
    let mut machine = Machine::new();
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        error.message.starts_with("no kubeconfig found: "),
        "{error:?}"
    );
    assert!(error.message.contains("config does not exist"), "{error:?}");
    assert!(error.hints[0].contains("--kubeconfig"), "{error:?}");
    machine.set(
        "KUBECONFIG",
        machine.path().join("gone.yaml").into_os_string(),
    );
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        error.message.contains("gone.yaml does not exist"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_kubeconfig_without_a_current_context_lists_its_contexts() {
    let machine = Machine::new();
    let mut config = kubeconfig(&json!({ "server": "https://garden" }), &json!({}));
    config["current-context"] = "".into();
    machine.write(".kube/config", &config);
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        error.message.ends_with("has no current context"),
        "{error:?}"
    );
    assert_eq!(error.hints, ["choose one with --context: live"]);
    config["current-context"] = "deleted".into();
    machine.write(".kube/config", &config);
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        error
            .message
            .starts_with("context deleted does not exist in "),
        "{error:?}"
    );
}

#[tokio::test]
async fn names_that_a_context_refers_to_must_exist() {
    let machine = Machine::new();
    for (list, expected) in [
        ("clusters", "cluster live-cluster does not exist"),
        ("users", "user operator does not exist"),
    ] {
        let mut config = kubeconfig(&json!({ "server": "https://garden" }), &json!({}));
        config[list] = json!([]);
        machine.write(".kube/config", &config);
        let error = machine.try_garden(&[]).await.unwrap_err();
        assert!(error.message.starts_with(expected), "{error:?}");
    }
    let config = kubeconfig(&json!({}), &json!({}));
    machine.write(".kube/config", &config);
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        error.message.contains("cluster live-cluster") && error.message.ends_with("has no server"),
        "{error:?}"
    );
}

#[tokio::test]
async fn broken_kubeconfigs_are_named_without_their_content() {
    let machine = Machine::new();
    machine.write(".kube/config", "users:\n- name: a\n  user: [planted");
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        error.message.starts_with("cannot read kubeconfig "),
        "{error:?}"
    );
    assert!(!format!("{error:?}").contains("planted"), "{error:?}");
    let directory = machine.path().to_str().unwrap().to_owned();
    let error = machine
        .try_garden(&["--kubeconfig", &directory])
        .await
        .unwrap_err();
    assert!(
        error.message.starts_with("cannot read kubeconfig "),
        "{error:?}"
    );
}

#[tokio::test]
async fn files_are_found_next_to_the_kubeconfig_that_names_them() {
    let api = FakeApi::https();
    api.add(seed("aws"));
    api.accept_tokens(&["of-the-file"]);
    let machine = Machine::new();
    machine.write("gardens/ca.crt", api.authority().pem());
    // Editors end files with a newline.
    machine.write("gardens/token", "of-the-file\n");
    let cluster = json!({ "server": api.url(), "certificate-authority": "ca.crt" });
    let file = machine.write(
        "gardens/live.yaml",
        kubeconfig(&cluster, &json!({ "tokenFile": "token" })),
    );
    let garden = machine
        .garden(&["--kubeconfig", file.to_str().unwrap()])
        .await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    std::fs::remove_file(machine.path().join("gardens/token")).unwrap();
    let error = machine
        .try_garden(&["--kubeconfig", file.to_str().unwrap()])
        .await
        .unwrap_err();
    assert!(
        error.message.starts_with("cannot read token file "),
        "{error:?}"
    );
}

#[tokio::test]
async fn trap_07_a_kubeconfig_with_many_comments_works() {
    let api = FakeApi::https();
    api.add(seed("aws"));
    let machine = Machine::new();
    let comments = "# written by a tool\n".repeat(100);
    let config = api.kubeconfig(&json!({}));
    let text = format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: live\nclusters:\n{comments}- name: live-cluster\n  cluster:\n{comments}    server: {}\n    certificate-authority-data: {}\ncontexts: {}\nusers: {}\n",
        api.url(),
        api.authority().data(),
        config["contexts"],
        config["users"],
    );
    machine.write(".kube/config", text);
    assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap(), ["aws"]);
}

#[tokio::test]
async fn trap_10_a_pod_uses_its_service_account_and_no_debugging_variables() {
    let api = FakeApi::https();
    api.add(seed("aws"));
    api.accept_tokens(&["of-the-pod"]);
    let mut machine = Machine::new();
    machine.write("serviceaccount/token", "of-the-pod\n");
    machine.write("serviceaccount/ca.crt", api.authority().pem());
    machine.write("serviceaccount/namespace", "garden-robots\n");
    machine
        .set("KUBERNETES_SERVICE_HOST", "127.0.0.1")
        .set("KUBERNETES_SERVICE_PORT", api.address().port().to_string())
        .set("KUBE_RS_DEBUG_IMPERSONATE_USER", "somebody")
        .set("KUBE_RS_DEBUG_OVERRIDE_URL", "https://127.0.0.1:1");
    let garden = machine.garden(&[]).await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    assert_eq!(garden.default_namespace(), "garden-robots");
    assert!(garden.describe().starts_with("cluster in-cluster, server "));
    assert_eq!(api.requests()[0].header("impersonate-user"), None);
    // A kubeconfig comes first.
    machine.write(
        ".kube/config",
        kubeconfig(&json!({ "server": "https://127.0.0.1:1" }), &json!({})),
    );
    assert!(
        machine
            .garden(&[])
            .await
            .describe()
            .contains("https://127.0.0.1:1")
    );
}

#[tokio::test]
async fn auth_providers_are_refused_with_a_way_out() {
    let machine = Machine::new();
    let user = json!({ "auth-provider": { "name": "oidc", "config": { "id-token": "planted" } } });
    machine.write(
        ".kube/config",
        kubeconfig(&json!({ "server": "https://garden" }), &user),
    );
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(error.message.contains("auth provider oidc"), "{error:?}");
    assert!(!format!("{error:?}").contains("planted"));
}
