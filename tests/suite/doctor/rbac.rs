//! `doctor --rbac`: manifests that are applied as they stand.

use kubectl_gardener::domain::rights::COMMANDS;
use serde_json::Value;

use super::doctor;
use crate::patience::Ending as _;
use crate::versions::{json, stderr, text};

fn documents(text: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(text).unwrap()
}

#[test]
fn every_command_has_manifests_that_are_yaml_and_the_same_in_json() {
    for rights in COMMANDS {
        let words: Vec<&str> = rights.command.split(' ').collect();
        let run = |more: &[&str]| {
            let mut command = doctor();
            command.arg("--rbac").args(&words).args(more);
            command.ended()
        };
        let yaml = text(&run(&["--optional"]), 0);
        let roles = documents(&yaml);
        let roles: Vec<&Value> = roles.iter().filter(|role| !role.is_null()).collect();
        assert_eq!(roles.is_empty(), rights.all().next().is_none(), "{yaml}");
        for role in &roles {
            assert_eq!(role["apiVersion"], "rbac.authorization.k8s.io/v1");
            let named = format!("kubectl-gardener-{}", rights.command.replace(' ', "-"));
            assert_eq!(role["metadata"]["name"], named.as_str());
            let kind = role["kind"].as_str().unwrap();
            let namespaced = role["metadata"]["namespace"].is_string();
            assert_eq!(kind == "Role", namespaced, "{role:#}");
        }
        let list = json(&run(&["--optional", "-o", "json"]), 0);
        assert_eq!(list["kind"], "List");
        let items: Vec<&Value> = list["items"].as_array().unwrap().iter().collect();
        assert_eq!(items, roles);
        // Every binding that is proposed is one of the roles.
        for line in yaml.lines().filter(|line| line.contains("kubectl create")) {
            assert!(line.starts_with("#   kubectl create ") && line.ends_with("--user=USER"));
        }
    }
}

#[test]
fn the_least_role_leaves_out_what_the_command_can_do_without_and_says_so() {
    let output = doctor().args(["--rbac", "gardenlets"]).ended();
    let least = text(&output, 0);
    let roles = documents(&least);
    assert_eq!(roles.len(), 1, "{least}");
    assert_eq!(
        roles[0]["rules"][0]["resources"],
        serde_json::json!(["seeds"])
    );
    assert_eq!(roles[0]["rules"][0]["verbs"], serde_json::json!(["list"]));
    assert!(
        least.contains("#   list secrets in namespace garden: "),
        "{least}"
    );
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_namespace_narrows_what_can_be_narrowed() {
    let output = doctor()
        .args(["--rbac", "versions", "-n", "garden-dev"])
        .output();
    let roles = documents(&text(&output.unwrap(), 0));
    assert_eq!(roles[0]["kind"], "ClusterRole");
    assert_eq!(roles[1]["metadata"]["namespace"], "garden-dev");
}

#[test]
fn a_command_that_there_is_not_is_a_usage_error() {
    let output = doctor().args(["--rbac", "frobnicate"]).ended();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("name one of: versions, "),
        "{}",
        stderr(&output)
    );
    for wrong in [
        &["--rbac", "versions", "--landscape", "/nowhere"][..],
        &["--optional"],
    ] {
        let output = doctor().args(wrong).ended();
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_default_format_of_reports_does_not_keep_roles_from_being_printed() {
    let mut command = doctor();
    command.env("KUBECTL_GARDENER_OUTPUT", "table");
    let output = command.args(["--rbac", "versions"]).ended();
    assert_eq!(documents(&text(&output, 0))[0]["kind"], "ClusterRole");
}

#[test]
fn a_command_that_needs_no_right_says_so() {
    let output = doctor().args(["--rbac", "version"]).ended();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stderr(&output).contains("needs a right"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn every_command_line_of_the_program_has_its_rights_in_the_table() {
    fn walk(command: &clap::Command, path: &str, missing: &mut Vec<String>) {
        for child in command
            .get_subcommands()
            .filter(|child| child.get_name() != "help")
        {
            let path = format!("{path} {}", child.get_name()).trim().to_owned();
            if kubectl_gardener::domain::rights::find(&path).is_none() {
                missing.push(path.clone());
            }
            walk(child, &path, missing);
        }
    }
    let mut missing = Vec::new();
    let program = kubectl_gardener::cli::command("kubectl gardener");
    walk(&program, "", &mut missing);
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn kinds_that_are_watched_are_those_that_are_read_as_a_stream() {
    use kubectl_gardener::domain::objects::{
        CloudProfile, ConfigMap, CredentialsBinding, Gardenlet, Lease, ManagedSeed,
        NamespacedCloudProfile, Object, Project, SecretBinding, SecretMetadata, Seed, Shoot,
    };
    use kubectl_gardener::domain::rights::STREAMED;
    use kubectl_gardener::garden::wire::decoder;
    fn check<K: Object>() {
        let streamed = decoder::<K>().is_some();
        assert_eq!(STREAMED.contains(&K::PLURAL), streamed, "{}", K::PLURAL);
    }
    check::<Shoot>();
    check::<Seed>();
    check::<ManagedSeed>();
    check::<Gardenlet>();
    check::<CloudProfile>();
    check::<NamespacedCloudProfile>();
    check::<Project>();
    check::<SecretBinding>();
    check::<CredentialsBinding>();
    check::<Lease>();
    check::<ConfigMap>();
    check::<SecretMetadata>();
}
