//! Who may connect how, and what is said to those who may not.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::fixture::{
    NOW, answer, control, directory, kubeconfig, names, program, run, server, stderr, with_sample,
};
use crate::patience::Ending as _;

const REPORT: [&str; 5] = ["versions", "-o", "json", "--now", NOW];

/// What an operator with read access needs.
fn viewer_rules() -> Value {
    json!([{
        "apiGroups": ["core.gardener.cloud"],
        "resources": ["shoots", "cloudprofiles", "namespacedcloudprofiles", "projects", "seeds"],
        "verbs": ["get", "list"],
    }])
}

/// A kubeconfig with the garden's address and certificate authority, and no user.
fn without_user(name: &str) -> String {
    let yaml = fs::read_to_string(kubeconfig("garden")).unwrap();
    let mut config: Value = serde_saphyr::from_str(&yaml).unwrap();
    config["users"][0]["user"] = json!({});
    let path = directory(name).join("kubeconfig");
    fs::write(&path, config.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_client_certificate_opens_the_garden() {
    with_sample();
    let user = control(
        "POST",
        "/users",
        &json!({ "name": "viewer-certificate", "rules": viewer_rules() }),
    );
    let report = answer(&run(user["kubeconfig"].as_str().unwrap(), &REPORT), 0);
    assert!(names(&report).len() > 30);
}

#[test]
fn flags_take_the_place_of_a_kubeconfig() {
    with_sample();
    let user = control(
        "POST",
        "/users",
        &json!({ "name": "viewer-flags", "rules": viewer_rules() }),
    );
    let yaml = fs::read_to_string(kubeconfig("garden")).unwrap();
    let config: Value = serde_saphyr::from_str(&yaml).unwrap();
    let folder = directory("flags");
    let authority = folder.join("ca.crt");
    let cluster = &config["clusters"][0]["cluster"];
    let data = cluster["certificate-authority-data"]
        .as_str()
        .expect("the authority's certificate");
    fs::write(&authority, BASE64_STANDARD.decode(data).unwrap()).unwrap();
    let file = |key: &str| {
        let value = user[key].as_str().unwrap();
        if value.starts_with("-----") {
            let path = folder.join(key);
            fs::write(&path, value).unwrap();
            path
        } else {
            value.into()
        }
    };
    let output = program()
        .args(REPORT)
        .args(["--server", server(), "--certificate-authority"])
        .arg(&authority)
        .arg("--client-certificate")
        .arg(file("clientCertificate"))
        .arg("--client-key")
        .arg(file("clientKey"))
        .ended();
    assert!(names(&answer(&output, 0)).len() > 30);
}

#[test]
fn a_token_opens_the_garden_and_is_never_shown() {
    with_sample();
    let user = control(
        "POST",
        "/users",
        &json!({ "serviceAccount": "default/viewer-token", "rules": viewer_rules() }),
    );
    let token = user["token"].as_str().unwrap();
    let output = run(
        &without_user("token"),
        &[&REPORT[..], &["--token", token, "-v", "9"]].concat(),
    );
    assert!(names(&answer(&output, 0)).len() > 30);
    let said = stderr(&output);
    assert!(
        said.contains("/apis/core.gardener.cloud/v1beta1/shoots"),
        "{said}"
    );
    assert!(
        !said.contains(token) && !said.contains(&token[token.len() - 40..]),
        "the token was shown"
    );
}

#[test]
fn an_exec_plugin_is_run_once() {
    with_sample();
    let user = control(
        "POST",
        "/users",
        &json!({ "serviceAccount": "default/viewer-exec", "rules": viewer_rules() }),
    );
    let folder = directory("exec");
    let plugin = folder.join("login");
    let credential = json!({
        "apiVersion": "client.authentication.k8s.io/v1",
        "kind": "ExecCredential",
        "status": { "token": user["token"] },
    });
    fs::write(
        &plugin,
        format!(
            "#!/bin/sh\necho run >>'{}'\ncat <<'EOF'\n{credential}\nEOF\n",
            folder.join("runs").display()
        ),
    )
    .unwrap();
    fs::set_permissions(&plugin, fs::Permissions::from_mode(0o755)).unwrap();
    let path = without_user("exec");
    let mut config: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    config["users"][0]["user"] = json!({ "exec": {
        "apiVersion": "client.authentication.k8s.io/v1",
        "command": plugin,
        "interactiveMode": "Never",
    }});
    fs::write(&path, config.to_string()).unwrap();
    assert!(names(&answer(&run(&path, &REPORT), 0)).len() > 30);
    assert_eq!(fs::read_to_string(folder.join("runs")).unwrap(), "run\n");
}

#[test]
fn impersonation_with_few_rights_names_what_is_missing() {
    with_sample();
    control(
        "POST",
        "/users",
        &json!({ "name": "jane", "rules": [{
            "apiGroups": ["core.gardener.cloud"], "resources": ["cloudprofiles"], "verbs": ["list"],
        }]}),
    );
    let output = run(
        kubeconfig("garden"),
        &[&REPORT[..], &["--as", "jane"]].concat(),
    );
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("forbidden") && said.contains("jane"),
        "{said}"
    );
    assert!(said.contains("hint:"), "{said}");
}

#[test]
fn a_group_that_is_acted_as_lends_its_rights() {
    with_sample();
    let arguments = [
        &REPORT[..],
        &["--as", "operator", "--as-group", "system:masters"],
    ]
    .concat();
    assert!(names(&answer(&run(kubeconfig("garden"), &arguments), 0)).len() > 30);
}

#[test]
fn a_cluster_that_is_no_garden_is_refused_with_a_way_out() {
    let output = run(kubeconfig("seed"), &REPORT);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("core.gardener.cloud") && said.contains("hint:"),
        "{said}"
    );
}

#[test]
fn a_wrong_token_is_told_apart_from_missing_rights() {
    let output = run(
        &without_user("wrong"),
        &[&REPORT[..], &["--token", "planted-token"]].concat(),
    );
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(!said.contains("planted-token"), "{said}");
    assert!(
        said.contains("401") || said.contains("credentials"),
        "{said}"
    );
}
