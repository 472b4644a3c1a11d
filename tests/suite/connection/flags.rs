//! Each connection flag, with kubectl's meaning.

use serde_json::json;

use super::{Machine, args, seed, seeds};
use crate::api::{Authority, FakeApi, kubeconfig};

/// A server with one seed, and a machine whose own kubeconfig leads to it.
fn live() -> (FakeApi, Machine) {
    let api = FakeApi::https();
    api.add(seed("aws"));
    let machine = Machine::new();
    machine.write(
        ".kube/config",
        api.kubeconfig(&json!({ "token": "of-the-file" })),
    );
    (api, machine)
}

#[test]
fn flags_are_accepted_as_kubectl_accepts_them() {
    let parsed = args(&[
        "--kubeconfig=k",
        "--context=a",
        "--cluster=b",
        "--user=c",
        "--as=d",
        "--as-group=e",
        "--as-group=f",
        "--as-uid=g",
        "--token=h",
        "-s",
        "i",
        "--tls-server-name=j",
        "--certificate-authority=k",
        "--client-certificate=l",
        "--client-key=m",
        "--insecure-skip-tls-verify",
        "--request-timeout=1m",
        "--proxy-url=n",
    ]);
    assert_eq!(parsed.as_group, ["e", "f"]);
    assert_eq!(parsed.insecure_skip_tls_verify, Some(true));
    let off = args(&["--insecure-skip-tls-verify=false"]);
    assert_eq!(off.insecure_skip_tls_verify, Some(false));
}

#[tokio::test]
async fn the_home_kubeconfig_is_read_and_the_garden_described() {
    let (api, machine) = live();
    let garden = machine.garden(&[]).await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    assert_eq!(garden.default_namespace(), "garden-dev");
    assert_eq!(
        garden.describe(),
        format!("context live, server {}, user operator", api.url())
    );
    let seen = &api.requests()[0];
    assert_eq!(seen.header("authorization"), Some("Bearer of-the-file"));
    let agent = concat!("kubectl-gardener/", env!("CARGO_PKG_VERSION"));
    assert_eq!(seen.header("user-agent"), Some(agent));
}

#[tokio::test]
async fn the_incident_is_part_of_the_user_agent() {
    let (api, mut machine) = live();
    machine.settings.incident = Some("INC 4711\n".to_owned());
    seeds(&machine.garden(&[]).await).await.unwrap();
    let agent = concat!(
        "kubectl-gardener/",
        env!("CARGO_PKG_VERSION"),
        " incident/INC-4711-"
    );
    assert_eq!(api.requests()[0].header("user-agent"), Some(agent));
}

#[tokio::test]
async fn context_cluster_and_user_are_chosen_by_name() {
    let (api, machine) = live();
    let mut config = api.kubeconfig(&json!({ "token": "one" }));
    let add = |list: &mut serde_json::Value, item| list.as_array_mut().unwrap().push(item);
    add(
        &mut config["users"],
        json!({ "name": "robot", "user": { "token": "two" } }),
    );
    add(
        &mut config["clusters"],
        json!({ "name": "dead", "cluster": { "server": "https://127.0.0.1:1" } }),
    );
    add(
        &mut config["contexts"],
        json!({ "name": "other", "context": { "cluster": "dead", "user": "robot", "namespace": "garden-x" } }),
    );
    let file = machine.write("many.yaml", &config);
    let file = file.to_str().unwrap();
    let garden = machine
        .garden(&[
            "--kubeconfig",
            file,
            "--context",
            "other",
            "--cluster",
            "live-cluster",
        ])
        .await;
    assert_eq!(garden.default_namespace(), "garden-x");
    seeds(&garden).await.unwrap();
    seeds(
        &machine
            .garden(&["--kubeconfig", file, "--user", "robot"])
            .await,
    )
    .await
    .unwrap();
    for seen in api.requests() {
        assert_eq!(seen.header("authorization"), Some("Bearer two"));
    }
}

#[tokio::test]
async fn trap_08_unknown_names_are_errors_that_list_what_there_is() {
    let (api, machine) = live();
    for (flag, available) in [
        ("--context", "choose one of: live"),
        ("--cluster", "choose one of: live-cluster"),
        ("--user", "choose one of: operator"),
    ] {
        let error = machine.try_garden(&[flag, "nobody"]).await.unwrap_err();
        let what = flag.trim_start_matches('-');
        assert!(
            error
                .message
                .starts_with(&format!("{what} nobody does not exist in ")),
            "{error:?}"
        );
        assert_eq!(error.hints, [available]);
    }
    assert!(api.requests().is_empty(), "nobody may become anonymous");
}

#[tokio::test]
async fn impersonation_reaches_the_server() {
    let (api, machine) = live();
    let flags = [
        "--as",
        "admin",
        "--as-group",
        "one",
        "--as-group",
        "two",
        "--as-uid",
        "7",
    ];
    let garden = machine.garden(&flags).await;
    seeds(&garden).await.unwrap();
    let seen = &api.requests()[0];
    assert_eq!(seen.header("impersonate-user"), Some("admin"));
    assert_eq!(seen.all("impersonate-group"), ["one", "two"]);
    assert_eq!(seen.header("impersonate-uid"), Some("7"));
    assert!(garden.describe().ends_with(", acting as admin"));
    let error = machine
        .try_garden(&["--as-group", "one"])
        .await
        .unwrap_err();
    assert_eq!(error.outcome.code(), 2);
}

#[tokio::test]
async fn a_token_replaces_the_credentials_of_the_kubeconfig() {
    let (api, machine) = live();
    api.accept_tokens(&["of-the-flag"]);
    let garden = machine.garden(&["--token", "of-the-flag"]).await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    assert!(garden.describe().ends_with(", user given by --token"));
}

#[tokio::test]
async fn a_client_certificate_replaces_them_as_well() {
    let (api, machine) = live();
    api.want_certificate();
    let client = api.authority().client("robot");
    let certificate = machine.write("client.crt", &client.certificate);
    machine.write("client.key", &client.key);
    let flags = [
        "--client-certificate",
        certificate.to_str().unwrap(),
        "--client-key",
        "client.key",
    ];
    seeds(&machine.garden(&flags).await).await.unwrap();
    let seen = &api.requests()[0];
    assert!(seen.certificate);
    assert_eq!(seen.header("authorization"), None);
    let error = machine.try_garden(&flags[..2]).await.unwrap_err();
    assert_eq!(
        error.message,
        "the user has a client certificate but no client key"
    );
    let error = machine
        .try_garden(&["--client-certificate", "no.crt", "--client-key", "no.key"])
        .await
        .unwrap_err();
    assert!(
        error.message.starts_with("cannot read client certificate "),
        "{error:?}"
    );
}

#[tokio::test]
async fn certificates_of_the_kubeconfig_are_used() {
    let (api, machine) = live();
    api.want_certificate();
    let user = api.authority().client("robot").user();
    let file = machine.write("mtls.yaml", api.kubeconfig(&user));
    let garden = machine
        .garden(&["--kubeconfig", file.to_str().unwrap()])
        .await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
}

#[tokio::test]
async fn a_server_needs_no_kubeconfig() {
    let api = FakeApi::https();
    api.add(seed("aws"));
    let machine = Machine::new();
    machine.write("ca.crt", api.authority().pem());
    let url = api.url();
    let flags = [
        "-s",
        &url,
        "--certificate-authority",
        "ca.crt",
        "--token",
        "t",
    ];
    let garden = machine.garden(&flags).await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    assert_eq!(
        garden.describe(),
        format!("server {url}, user given by --token")
    );
    assert_eq!(garden.default_namespace(), "default");
    // Without a scheme, TLS is used when there is something that speaks of it.
    let flags = [
        "-s",
        &api.address().to_string(),
        "--certificate-authority",
        "ca.crt",
    ];
    assert_eq!(seeds(&machine.garden(&flags).await).await.unwrap(), ["aws"]);
}

#[tokio::test]
async fn a_server_flag_replaces_the_address_but_keeps_the_authority() {
    let (api, machine) = live();
    let url = format!("https://localhost:{}/", api.address().port());
    let garden = machine.garden(&["--server", &url]).await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    for wrong in [
        "https://",
        "ftp://garden",
        "https://user:planted@garden",
        "not a url",
    ] {
        let error = machine.try_garden(&["--server", wrong]).await.unwrap_err();
        assert!(
            error.message.starts_with("the server is not a URL"),
            "{error:?}"
        );
        assert!(!format!("{error:?}").contains("planted"));
    }
}

#[tokio::test]
async fn a_path_in_the_servers_address_is_kept() {
    let api = FakeApi::http();
    api.add(seed("aws"));
    let machine = Machine::new();
    let url = format!("{}/garden/", api.url());
    let _ = seeds(&machine.garden(&["-s", &url]).await).await;
    assert_eq!(
        api.requests()[0].path,
        "/garden/apis/core.gardener.cloud/v1beta1/seeds"
    );
}

#[tokio::test]
async fn the_certificate_can_be_checked_for_another_name() {
    let authority = Authority::new();
    let identity = authority.server(&["api.garden.example"]);
    let api = FakeApi::https_with(authority, identity);
    api.add(seed("aws"));
    let machine = Machine::new();
    machine.write(".kube/config", api.kubeconfig(&json!({})));
    assert!(seeds(&machine.garden(&[]).await).await.is_err());
    let garden = machine
        .garden(&["--tls-server-name", "api.garden.example"])
        .await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    // The name of the kubeconfig belongs to the server of the kubeconfig.
    let mut cluster = api.cluster();
    cluster["tls-server-name"] = "api.garden.example".into();
    machine.write(".kube/config", kubeconfig(&cluster, &json!({})));
    assert!(seeds(&machine.garden(&[]).await).await.is_ok());
    assert!(
        seeds(&machine.garden(&["-s", &api.url()]).await)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_check_of_certificates_can_be_skipped_and_contradictions_are_refused() {
    let (api, machine) = live();
    let stranger = Authority::new();
    machine.write("other.crt", stranger.pem());
    let garden = machine
        .garden(&["--certificate-authority", "other.crt"])
        .await;
    assert!(
        seeds(&garden)
            .await
            .unwrap_err()
            .message
            .contains("unknown authority")
    );
    let garden = machine.garden(&["--insecure-skip-tls-verify"]).await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    let both = [
        "--insecure-skip-tls-verify",
        "--certificate-authority",
        "other.crt",
    ];
    assert_eq!(
        machine.try_garden(&both).await.unwrap_err().outcome.code(),
        2
    );
    let mut cluster = api.cluster();
    cluster["insecure-skip-tls-verify"] = true.into();
    machine.write(".kube/config", kubeconfig(&cluster, &json!({})));
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        error.message.contains("skips its check as well"),
        "{error:?}"
    );
    for (content, expected) in [
        ("", "holds no certificate"),
        ("-----BEGIN CERTIFICATE-----\n!", "is not valid PEM"),
    ] {
        machine.write("broken.crt", content);
        let error = machine
            .try_garden(&["--certificate-authority", "broken.crt"])
            .await
            .unwrap_err();
        assert!(error.message.ends_with(expected), "{error:?}");
    }
}

#[tokio::test]
async fn answers_are_compressed_unless_the_kubeconfig_disables_it() {
    let (api, machine) = live();
    for number in 0..100 {
        api.add(seed(&format!("seed-{number:03}")));
    }
    assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap().len(), 101);
    let mut cluster = api.cluster();
    cluster["disable-compression"] = true.into();
    machine.write(".kube/config", kubeconfig(&cluster, &json!({})));
    assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap().len(), 101);
    let requests = api.requests();
    assert_eq!(requests[0].header("accept-encoding"), Some("gzip"));
    assert_eq!(requests[1].header("accept-encoding"), None);
}
