//! What needs no garden: kubectl, the plugin, its completion, and our variables.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::commands::completion::link::Installed;
use crate::defaults::{PREFIX, SETTINGS};
use crate::domain::doctor::Finding;
use crate::domain::doctor::local::{self, Plugin};
use crate::domain::doctor::variables;
use crate::error::show;
use crate::garden::doctor::{kubectl, version_of};
use crate::order::Order as _;
use crate::output::{ColorChoice, Format};

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
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let free = free(&installed.path, home.as_deref());
    let free = free.map(|free| free.display().to_string());
    let program = installed.program.display().to_string();
    vec![
        local::kubectl(&kubectl(&installed.path)),
        local::plugin(&plugin, &program, free.as_deref()),
        local::completion(&installed.completion),
    ]
}

/// Choose where on the PATH the plugin can be put, with nothing there that would be lost: best below the home directory, or
/// where an administrator puts programs, and else in the first folder.
fn free(path: &[PathBuf], home: Option<&Path>) -> Option<PathBuf> {
    if !cfg!(unix) {
        return None;
    }
    let worse = |folder: &Path| {
        let own = home.is_some_and(|home| folder.starts_with(home));
        if own {
            0
        } else {
            1 + u8::from(folder != Path::new("/usr/local/bin"))
        }
    };
    path.iter()
        .filter(|folder| folder.is_dir())
        .map(|folder| {
            (
                worse(folder),
                folder.join(format!("kubectl-gardener{EXE_SUFFIX}")),
            )
        })
        .filter(|(_, name)| name.symlink_metadata().is_err())
        .min_by_key(|(worse, _)| *worse)
        .map(|(_, name)| name)
}

/// Say what a variable takes, where that is not this value.
fn takes(variable: &str, value: &str) -> Option<String> {
    match variable {
        "KUBECTL_GARDENER_OUTPUT" if Format::from_str(value, true).is_err() => {
            let all = Format::value_variants().iter();
            let names: Vec<&str> = all.map(|format| format.as_str()).collect();
            Some(format!("one of: {}", names.join(", ")))
        }
        "KUBECTL_GARDENER_COLOR" if ColorChoice::from_str(value, false).is_err() => {
            Some("auto, always or never".to_owned())
        }
        "KUBECTL_GARDENER_MAX_IN_FLIGHT"
            if !value.parse().is_ok_and(|number: usize| number > 0) =>
        {
            Some("a number, 1 or more".to_owned())
        }
        _ => None,
    }
}

fn variables() -> Vec<Finding> {
    let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.variable).collect();
    let mut set: Vec<(String, String)> = std::env::vars_os()
        .map(|(name, value)| {
            let text = |part: std::ffi::OsString| part.to_string_lossy().into_owned();
            (text(name), text(value))
        })
        .collect();
    set.order();
    variables::judge(PREFIX, &known, &set, takes)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn values_that_no_command_takes_are_told() {
        for (name, wrong, right) in [
            ("KUBECTL_GARDENER_OUTPUT", "xml", "JSON"),
            ("KUBECTL_GARDENER_COLOR", "sometimes", "never"),
            ("KUBECTL_GARDENER_MAX_IN_FLIGHT", "0", "8"),
            ("KUBECTL_GARDENER_MAX_IN_FLIGHT", "many", "1"),
        ] {
            assert!(takes(name, wrong).is_some(), "{wrong}");
            assert_eq!(takes(name, right), None, "{right}");
        }
        assert_eq!(takes("KUBECTL_GARDENER_AUDIT_LOG", "anything"), None);
    }

    #[test]
    fn the_plugin_is_put_where_nothing_would_be_lost() {
        let root = tempfile::tempdir().unwrap();
        let [system, home] = ["bin", "home"].map(|name| root.path().join(name));
        let own = home.join("bin");
        std::fs::create_dir(&system).unwrap();
        std::fs::create_dir_all(&own).unwrap();
        let path = [root.path().join("missing"), system.clone(), own.clone()];
        let name = "kubectl-gardener";
        assert_eq!(free(&path, Some(&home)), Some(own.join(name)));
        assert_eq!(free(&path, None), Some(system.join(name)));
        std::os::unix::fs::symlink("/nowhere", own.join(name)).unwrap();
        assert_eq!(free(&path, Some(&home)), Some(system.join(name)));
        std::fs::write(system.join(name), "").unwrap();
        assert_eq!(free(&path, Some(&home)), None);
    }
}
