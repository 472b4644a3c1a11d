//! What needs no garden: kubectl, the plugin, its completion, and our variables.

use std::collections::BTreeSet;

use clap::Command;

use crate::cli;
use crate::commands::completion::link::Installed;
use crate::domain::doctor::Finding;
use crate::domain::doctor::local::{self, Plugin};
use crate::domain::doctor::variables::{self, PREFIX};
use crate::error::show;
use crate::garden::doctor::{kubectl, version_of};

/// Look at it. Programs are asked for their versions, which takes as long as they take.
pub(super) fn look() -> Vec<Finding> {
    let mut findings = match Installed::look() {
        Ok(installed) => of(&installed),
        Err(error) => {
            let why = show(&error).message;
            ["kubectl", "plugin", "completion"]
                .map(|id| Finding::skipped(id, why.clone()))
                .into()
        }
    };
    findings.extend(variables());
    findings
}

fn of(installed: &Installed) -> Vec<Finding> {
    let plugin = match &installed.plugin {
        None => Plugin::Missing,
        Some(path) if installed.same => Plugin::Same(path.display().to_string()),
        Some(path) => Plugin::Other {
            path: path.display().to_string(),
            version: version_of(path),
        },
    };
    vec![
        local::kubectl(&kubectl(&installed.path)),
        local::plugin(&plugin, &installed.program.display().to_string()),
        local::completion(&installed.completion),
    ]
}

fn variables() -> Vec<Finding> {
    let mut known = BTreeSet::new();
    read_by(&cli::command(cli::BIN_NAME), &mut known);
    let explained = cli::ENVIRONMENT
        .iter()
        .flat_map(|(names, _)| names.split(", "));
    known.extend(explained.map(ToOwned::to_owned));
    let known: Vec<&str> = known
        .iter()
        .map(String::as_str)
        .filter(|name| name.starts_with(PREFIX))
        .collect();
    let mut set: Vec<(String, String)> = std::env::vars_os()
        .map(|(name, value)| {
            let text = |part: std::ffi::OsString| part.to_string_lossy().into_owned();
            (text(name), text(value))
        })
        .collect();
    set.sort();
    variables::judge(&known, &set)
}

/// Gather the variables that stand in for options.
fn read_by(command: &Command, known: &mut BTreeSet<String>) {
    let variables = command.get_arguments().filter_map(clap::Arg::get_env);
    known.extend(variables.map(|name| name.to_string_lossy().into_owned()));
    for command in command.get_subcommands() {
        read_by(command, known);
    }
}
