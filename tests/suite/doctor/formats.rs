//! The report on files in every format, as it is where a place for the plugin can be advised.

use std::fs;

use snapbox::{Assert, Data};

use super::files::offline;
use crate::versions::{self, SAMPLE, stderr};

/// Where the program stands, and which version it has, changes.
fn comparable(printed: &str) -> String {
    let program = fs::canonicalize(env!("CARGO_BIN_EXE_kubectl-gardener")).unwrap();
    printed
        .replace(program.to_str().unwrap(), "/opt/kubectl-gardener")
        .replace(SAMPLE, "examples/landscape")
        .replace(env!("CARGO_PKG_VERSION"), "0.0.0")
}

#[test]
fn every_format() {
    for (name, arguments) in [
        ("table.txt", &[][..]),
        ("wide.txt", &["-o", "wide"]),
        ("names.txt", &["-o", "name"]),
        ("report.yaml", &["-o", "yaml"]),
        ("report.md", &["-o", "markdown"]),
        ("report.csv", &["-o", "csv"]),
    ] {
        let output = offline(arguments);
        let mut printed = comparable(&versions::text(&output, 0));
        if name.ends_with("e.txt") {
            // The width of a column is that of the program's path.
            while printed.contains("   ") {
                printed = printed.replace("   ", "  ");
            }
        }
        assert_eq!(stderr(&output), "");
        let path = format!(
            "{}/tests/suite/doctor/snapshots/{name}",
            env!("CARGO_MANIFEST_DIR")
        );
        let file = Data::read_from(path.as_ref(), None).raw();
        Assert::new().action_env("SNAPSHOTS").eq(printed, file);
    }
}
