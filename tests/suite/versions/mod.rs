//! `versions report` as its users run it: every format, from files and from a served API.

mod diff;
mod forecast;
mod formats;
mod live;
mod waivers;

use std::path::Path;
use std::process::{Command, Output};

use crate::patience::Ending as _;
use serde_json::Value;

/// The instant at which the sample landscape shows what it is made for.
pub(crate) const NOW: &str = "2026-11-21T00:00:00Z";
pub(crate) const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/landscape");

/// A command with nothing of the developer's surroundings.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
    command.env_clear().env("HOME", "/nowhere");
    // Windows cannot open a socket without it.
    command.envs(std::env::vars().filter(|(name, _)| name.eq_ignore_ascii_case("SystemRoot")));
    command.args([name, "--now", NOW]);
    command
}

fn versions() -> Command {
    program("versions")
}

/// The report on the sample landscape in files.
fn offline(arguments: &[&str]) -> Output {
    let mut command = versions();
    command.args(["--landscape", SAMPLE]).args(arguments);
    command.ended()
}

/// The report on what a kubeconfig leads to.
fn live(kubeconfig: &Path, arguments: &[&str]) -> Output {
    let mut command = versions();
    command.arg("--kubeconfig").arg(kubeconfig).args(arguments);
    command.ended()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The text on stdout; panics unless the program ended with this code.
pub(crate) fn text(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{}", stderr(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The JSON on stdout; panics unless the program ended with this code.
pub(crate) fn json(output: &Output, code: i32) -> Value {
    serde_json::from_str(&text(output, code)).unwrap()
}
