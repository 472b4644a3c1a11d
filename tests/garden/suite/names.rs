//! Names to complete in a real garden: its servers give lists of metadata of every kind that is named.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::process::Command;

use super::fixture::{directory, kubeconfig, program, with_sample};
use crate::patience::Ending as _;

/// Ask for the candidates of a line until they come in time, which a busy machine may not manage at once.
fn completed(name: &str, line: &str) -> Vec<String> {
    let folder = directory(name);
    let completer = folder.join("kubectl_complete-gardener");
    symlink(program().get_program(), &completer).unwrap();
    for _ in 0..50 {
        let output = Command::new(&completer)
            .args(line.split(' '))
            .env("KUBECONFIG", kubeconfig("garden"))
            .env("XDG_CACHE_HOME", folder.join("cache"))
            .ended();
        let text = String::from_utf8(output.stdout).unwrap();
        let names = text.strip_suffix(":4\n").unwrap();
        if !names.is_empty() {
            return names.lines().map(str::to_owned).collect();
        }
    }
    panic!("`{line}` was never completed");
}

#[test]
fn names_of_every_kind_are_completed() {
    with_sample();
    for (name, line, named) in [
        ("complete-seeds", "emergency-stop on ", "aws-eu1"),
        ("complete-gardenlets", "gardenlets metal", "metal-dc1"),
        ("complete-namespaces", "versions -n ", "garden-commerce"),
        ("complete-profiles", "versions --profile ", "gcp"),
        ("complete-shoots", "impact shoot -n garden-data ", "lake"),
        (
            "complete-targets",
            "redeploy a --target-shoot garden-d",
            "garden-data/lake",
        ),
    ] {
        let names = completed(name, line);
        assert!(names.contains(&named.to_owned()), "{line}: {names:?}");
    }
    let profiles = completed(
        "complete-profiles-of-projects",
        "versions --profile garden-c",
    );
    assert_eq!(profiles, ["garden-commerce/aws-extended"]);
}
