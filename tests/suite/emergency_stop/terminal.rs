//! A terminal that goes away in the middle: a window is closed, a connection breaks.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::Scene;
use crate::api::{Damage, On};
use crate::patience::until;

/// `script` of util-linux makes the terminal, and with its end the system tells everybody in it.
#[test]
fn what_is_under_way_is_finished_and_accounted_for() {
    let scene = Scene::with(["aws", "gcp"]);
    // Long enough that progress is being drawn.
    let late = Damage::Late(Duration::from_secs(2));
    scene.api.damage(On::new("PATCH", ""), late);
    let answer = scene.directory.path().join("answer.json");
    let line = format!(
        "exec {} emergency-stop on --all --yes --max-in-flight 1 --incident INC-1 -o json --kubeconfig {} > {}",
        env!("CARGO_BIN_EXE_kubectl-gardener"),
        scene.kubeconfig.display(),
        answer.display()
    );
    let mut terminal = Command::new("script")
        .args(["--quiet", "--command", &line, "/dev/null"])
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    scene
        .api
        .wait_for(|seen| seen.iter().any(|request| request.method == "PATCH"));
    // The first drawings come after half a second.
    std::thread::sleep(Duration::from_millis(800));
    terminal.kill().unwrap();
    terminal.wait().unwrap();
    let read = || -> Option<Value> { serde_json::from_slice(&fs::read(&answer).ok()?).ok() };
    until("the account of a run whose terminal is gone", || {
        read().is_some()
    });
    let account = read().unwrap();
    assert_eq!(account["summary"]["done"], 1, "{account:#}");
    assert_eq!(account["summary"]["notTried"], 1, "{account:#}");
    assert_ne!(scene.is_stopped("aws"), scene.is_stopped("gcp"));
}
