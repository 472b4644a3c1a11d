//! `redeploy` where things go wrong: faults on each write, missing rights, wrong clusters, an operator that sleeps, kill -9.

mod faults;
mod guards;
mod killed;
mod secrecy;
mod silent;

use std::process::{Command, Output};

use serde_json::Value;

use super::fixture::{output_of, program, stderr};
use super::seeds::{Lost, Place};

/// A seed in the cluster `seed`, whose gardenlet is lost.
fn lost() -> Lost {
    Lost::new("lost-remote", Place::Remote)
}

/// The command that brings it back, by way of a garden's kubeconfig.
fn command(lost: &Lost, garden: &str, arguments: &[&str]) -> Command {
    let mut command = program();
    command.env("KUBECONFIG", garden);
    command.args(["redeploy", &lost.name, "--yes", "-o", "json"]);
    for (flag, value) in [
        ("--target-kubeconfig", lost.kubeconfig()),
        ("--timeout", "60s"),
    ] {
        if !arguments.contains(&flag) {
            command.args([flag, value]);
        }
    }
    command.args(arguments);
    command
}

fn redeploy(lost: &Lost, garden: &str, arguments: &[&str]) -> Output {
    output_of(&mut command(lost, garden, arguments))
}

/// What became of the one gardenlet; panics unless the program ended with this code.
fn result(output: &Output, code: i32) -> Value {
    let said = stderr(output);
    let answer = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(code), "{said}\n{answer}");
    let result: Value = serde_json::from_slice(&output.stdout).expect(&said);
    assert_eq!(result["kind"], "RedeployResult");
    let gardenlets = result["gardenlets"].as_array().unwrap();
    assert_eq!(gardenlets.len(), 1, "{result:#}");
    gardenlets[0].clone()
}

/// Panic unless it is back, and every step was seen.
fn assert_done(lost: &Lost, output: &Output, what: &str) {
    assert_eq!(
        output.status.code(),
        Some(0),
        "{what}: {}\n{}",
        stderr(output),
        String::from_utf8_lossy(&output.stdout)
    );
    let result = result(output, 0);
    assert_eq!(result["outcome"], "done", "{what}: {result:#}");
    let steps = result["steps"].as_array().unwrap();
    let unseen: Vec<_> = steps.iter().filter(|step| step["at"].is_null()).collect();
    assert!(steps.len() >= 5 && unseen.is_empty(), "{what}: {result:#}");
    lost.assert_back(what);
}

/// The check of an id.
fn check(result: &Value, id: &str) -> Value {
    let checks = result["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["id"] == id);
    check.unwrap_or_else(|| panic!("{id}: {result:#}")).clone()
}
