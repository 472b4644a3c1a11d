//! `doctor` as its users run it: on files, on a served API, and about the machine that it runs on.

mod files;
#[cfg(unix)]
mod formats;
mod live;
mod rbac;
mod reference;
#[cfg(unix)]
mod setup;

use std::process::Command;

use serde_json::Value;

use crate::versions::program;

fn doctor() -> Command {
    program("doctor")
}

/// The findings of a check.
fn found<'r>(report: &'r Value, id: &str) -> Vec<&'r Value> {
    let all = report["findings"].as_array().unwrap();
    let found: Vec<&Value> = all.iter().filter(|finding| finding["id"] == id).collect();
    assert!(!found.is_empty(), "{id} is not accounted for: {report:#}");
    found
}

/// The one finding of a check.
fn one<'r>(report: &'r Value, id: &str) -> &'r Value {
    let found = found(report, id);
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0]
}

/// The state of the one finding of a check.
fn state<'r>(report: &'r Value, id: &str) -> &'r str {
    one(report, id)["state"].as_str().unwrap()
}

fn text<'r>(finding: &'r Value, field: &str) -> &'r str {
    finding[field].as_str().unwrap_or_default()
}
