//! Credential plugins: run once, told the right things, renewed when refused.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use super::{Machine, seed, seeds};
use crate::api::FakeApi;

/// A plugin that notes each run and prints what stands in the file `answer`.
struct Plugin<'m> {
    machine: &'m Machine,
}

impl<'m> Plugin<'m> {
    fn new(machine: &'m Machine, status: &Value) -> Self {
        let script = machine.write(
            "bin/login",
            "#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho \"$KUBERNETES_EXEC_INFO|$1|$EXTRA\" >> runs\necho 'please log in' >&2\ncat answer\n",
        );
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
        let plugin = Self { machine };
        plugin.answers(status);
        plugin
    }

    fn answers(&self, status: &Value) {
        let answer = json!({ "apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": status });
        self.machine.write("bin/answer", answer);
    }

    fn runs(&self) -> Vec<String> {
        let runs = std::fs::read_to_string(self.machine.path().join("bin/runs"));
        runs.unwrap_or_default()
            .lines()
            .map(ToOwned::to_owned)
            .collect()
    }

    fn user() -> Value {
        json!({ "exec": {
            "apiVersion": "client.authentication.k8s.io/v1",
            "command": "../bin/login",
            "args": ["get-client-certificate"],
            "env": [{ "name": "EXTRA", "value": "garden" }],
            "interactiveMode": "IfAvailable",
            "provideClusterInfo": true,
        } })
    }
}

fn live(user: &Value) -> (FakeApi, Machine) {
    let api = FakeApi::https();
    api.add(seed("aws"));
    let machine = Machine::new();
    machine.write(".kube/config", api.kubeconfig(user));
    (api, machine)
}

#[tokio::test]
async fn trap_01_exec_plugin_runs_once() {
    let (api, machine) = live(&Plugin::user());
    api.accept_tokens(&["minted"]);
    let plugin = Plugin::new(&machine, &json!({ "token": "minted" }));
    let garden = machine.garden(&[]).await;
    for _ in 0..3 {
        assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    }
    let runs = plugin.runs();
    assert_eq!(runs.len(), 1, "{runs:?}");
    let (info, rest) = runs[0].split_once('|').unwrap();
    assert_eq!(rest, "get-client-certificate|garden");
    let info: Value = serde_json::from_str(info).unwrap();
    assert_eq!(info["spec"]["interactive"], false);
    assert_eq!(info["spec"]["cluster"]["server"], api.url());
    assert_eq!(
        info["spec"]["cluster"]["certificate-authority-data"],
        api.authority().data()
    );
}

#[tokio::test]
async fn trap_01_exec_plugin_runs_once_for_client_certificates() {
    let (api, machine) = live(&Plugin::user());
    api.want_certificate();
    let client = api.authority().client("robot");
    let status =
        json!({ "clientCertificateData": client.certificate, "clientKeyData": client.key });
    let plugin = Plugin::new(&machine, &status);
    assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap(), ["aws"]);
    assert_eq!(plugin.runs().len(), 1);
}

#[tokio::test]
async fn refused_credentials_are_renewed_once_for_all_who_wait() {
    let (api, machine) = live(&Plugin::user());
    api.accept_tokens(&["first"]);
    let plugin = Plugin::new(&machine, &json!({ "token": "first" }));
    let garden = machine.garden(&[]).await;
    seeds(&garden).await.unwrap();
    api.accept_tokens(&["second"]);
    plugin.answers(&json!({ "token": "second" }));
    let (one, two) = tokio::join!(seeds(&garden), seeds(&garden));
    assert_eq!((one.unwrap().len(), two.unwrap().len()), (1, 1));
    assert_eq!(plugin.runs().len(), 2);
    // A plugin that has nothing better to offer is not asked forever.
    api.accept_tokens(&["third"]);
    let error = seeds(&garden).await.unwrap_err();
    assert!(
        error
            .message
            .contains("does not accept the credentials of user operator (401 unauthorized)"),
        "{error:?}"
    );
    assert_eq!(plugin.runs().len(), 3);
}

#[tokio::test]
async fn a_login_may_take_longer_than_a_request() {
    let (api, machine) = live(&Plugin::user());
    api.accept_tokens(&["first"]);
    let plugin = Plugin::new(&machine, &json!({ "token": "first" }));
    let garden = machine.garden(&["--request-timeout", "300ms"]).await;
    seeds(&garden).await.unwrap();
    api.accept_tokens(&["second"]);
    plugin.answers(&json!({ "token": "second" }));
    let script = machine.path().join("bin/login");
    let slow = std::fs::read_to_string(&script)
        .unwrap()
        .replace("cat answer", "sleep 1; cat answer");
    std::fs::write(&script, slow).unwrap();
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    assert_eq!(plugin.runs().len(), 2);
}

#[tokio::test]
async fn a_renewal_that_fails_says_why_with_its_hint() {
    let (api, machine) = live(&Plugin::user());
    api.accept_tokens(&["first"]);
    let _plugin = Plugin::new(&machine, &json!({ "token": "first" }));
    let garden = machine.garden(&[]).await;
    seeds(&garden).await.unwrap();
    api.accept_tokens(&["second"]);
    std::fs::remove_file(machine.path().join("bin/login")).unwrap();
    let error = seeds(&garden).await.unwrap_err();
    assert!(
        error
            .message
            .starts_with("cannot list seeds: credential plugin "),
        "{error:?}"
    );
    assert!(error.message.ends_with("login was not found"), "{error:?}");
    assert!(error.hints[0].starts_with("install "), "{error:?}");
}

#[tokio::test]
async fn credentials_that_end_are_renewed_before_but_not_for_each_request() {
    let (api, machine) = live(&Plugin::user());
    api.accept_tokens(&["first"]);
    let plugin = Plugin::new(
        &machine,
        &json!({ "token": "first", "expirationTimestamp": "2001-01-01T00:00:00Z" }),
    );
    let garden = machine.garden(&[]).await;
    seeds(&garden).await.unwrap();
    seeds(&garden).await.unwrap();
    assert_eq!(plugin.runs().len(), 1);
}

#[tokio::test]
async fn a_plugin_that_fails_is_named_without_its_output() {
    let (_api, machine) = live(&Plugin::user());
    let script = machine.write("bin/login", "#!/bin/sh\necho planted\nexit 3\n");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        error.message.ends_with("login failed with exit code 3"),
        "{error:?}"
    );
    machine.write("bin/login", "#!/bin/sh\necho planted\n");
    let other = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        other
            .message
            .contains("gave no credential: its output is no ExecCredential"),
        "{other:?}"
    );
    for error in [error, other] {
        assert!(!format!("{error:?}").contains("planted"), "{error:?}");
    }
}

#[tokio::test]
async fn a_token_on_the_command_line_spares_the_plugin() {
    let (api, machine) = live(&Plugin::user());
    api.accept_tokens(&["mine"]);
    let plugin = Plugin::new(&machine, &json!({ "token": "other" }));
    assert_eq!(
        seeds(&machine.garden(&["--token", "mine"]).await)
            .await
            .unwrap(),
        ["aws"]
    );
    assert!(plugin.runs().is_empty());
}

#[tokio::test]
async fn trap_02_a_plugin_that_must_ask_needs_a_terminal() {
    let mut user = Plugin::user();
    user["exec"]["interactiveMode"] = "Always".into();
    let (_api, machine) = live(&user);
    let plugin = Plugin::new(&machine, &json!({ "token": "t" }));
    let error = machine.try_garden(&[]).await.unwrap_err();
    assert!(
        error
            .message
            .contains("must ask the user, but stdin is not a terminal"),
        "{error:?}"
    );
    assert!(plugin.runs().is_empty());
}
