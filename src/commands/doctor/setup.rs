//! What needs no garden: kubectl, the plugin, its completion, and our variables.

use crate::commands::completion::link::Installed;
use crate::defaults::{PREFIX, SETTINGS};
use crate::domain::doctor::Finding;
use crate::domain::doctor::local::{self, Plugin};
use crate::domain::doctor::variables;
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
    let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.variable).collect();
    let mut set: Vec<(String, String)> = std::env::vars_os()
        .map(|(name, value)| {
            let text = |part: std::ffi::OsString| part.to_string_lossy().into_owned();
            (text(name), text(value))
        })
        .collect();
    set.sort();
    variables::judge(PREFIX, &known, &set)
}
