//! `gardenlets` as its users run it: what it finds, every format, from files and from a served API.

mod cases;
pub mod certificates;
mod formats;
mod live;

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::patience::Ending as _;
use crate::versions::{SAMPLE, program};

/// The report on the sample landscape in files.
fn offline(arguments: &[&str]) -> Output {
    let mut command = program("gardenlets");
    command.args(["--landscape", SAMPLE]).args(arguments);
    command.ended()
}

/// The report on what a kubeconfig leads to.
fn live(kubeconfig: &Path, arguments: &[&str]) -> Output {
    let mut command = program("gardenlets");
    command.arg("--kubeconfig").arg(kubeconfig).args(arguments);
    command.ended()
}

/// The row of a gardenlet.
fn row<'r>(report: &'r Value, name: &str) -> &'r Value {
    let rows = report["gardenlets"].as_array().unwrap();
    let row = rows.iter().find(|row| row["name"] == name);
    row.unwrap_or_else(|| panic!("{name}: {report:#}"))
}

/// The codes of a row's findings.
fn codes(row: &Value) -> Vec<&str> {
    let findings = row["findings"].as_array().unwrap();
    let codes = findings.iter().map(|finding| finding["code"].as_str());
    codes.map(Option::unwrap).collect()
}
