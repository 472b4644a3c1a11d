//! What the crates that we use ask of those who build and pass on the program.
//!
//! The workflow builds with the oldest Rust and runs cargo-deny; here is what can be told on any machine.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::process::Command;

use serde_json::Value;

/// Ask cargo for all crates of the lock file, those of other systems too.
fn metadata() -> Value {
    let ask = |more: &[&str]| {
        Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["metadata", "--format-version=1", "--locked"])
            .args(more)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo starts")
    };
    // Crates of other systems are not there yet when a machine has built only its own.
    let mut output = ask(&["--offline"]);
    if !output.status.success() {
        output = ask(&[]);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata: {said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text<'a>(package: &'a Value, field: &str) -> &'a str {
    package[field].as_str().unwrap_or_default()
}

fn name(package: &Value) -> String {
    format!("{} {}", text(package, "name"), text(package, "version"))
}

/// Read `1.89` or `1.89.0`.
fn version(text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    parts.resize(3, 0);
    parts
}

#[test]
fn no_dependency_needs_a_newer_rust() {
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let newer: Vec<_> = packages
        .iter()
        .filter(|package| {
            let needed = text(package, "rust_version");
            !needed.is_empty() && version(needed) > ours
        })
        .map(|package| format!("{} needs {}", name(package), text(package, "rust_version")))
        .collect();
    assert!(newer.is_empty(), "{newer:#?}");
}

#[test]
fn every_crate_comes_from_crates_io() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        let source = text(package, "source");
        let good = source.is_empty() && text(package, "name") == "kubectl-gardener"
            || source == "registry+https://github.com/rust-lang/crates.io-index";
        assert!(good, "{} comes from {source}", name(package));
    }
}

#[test]
fn licences_are_those_that_cargo_deny_allows_and_each_allowed_one_is_needed() {
    let allowed = allowed();
    let mut used = HashSet::new();
    let metadata = metadata();
    let linked = reachable(&metadata);
    for package in metadata["packages"].as_array().unwrap() {
        if !linked.contains(text(package, "id")) {
            continue;
        }
        let licence = text(package, "license").replace('/', " OR ");
        let tokens = licence.replace('(', " ( ").replace(')', " ) ");
        let mut tokens = tokens.split_whitespace().peekable();
        let fits = any_of(&mut tokens, &allowed, &mut used);
        assert!(
            fits && tokens.next().is_none(),
            "{}: {licence}",
            name(package)
        );
    }
    let idle: Vec<_> = allowed.iter().filter(|id| !used.contains(*id)).collect();
    assert!(idle.is_empty(), "no crate needs {idle:?}");
}

/// The licences in `.cargo/deny.toml`.
fn allowed() -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/.cargo/deny.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, list) = text.split_once("\nallow = [").expect("a list of licences");
    let (list, _) = list.split_once(']').expect("the list ends");
    let entries = list.split('"').skip(1).step_by(2);
    entries.map(ToOwned::to_owned).collect()
}

/// What the lock file has only for crates that nothing of ours asks for does not count.
fn reachable(metadata: &Value) -> HashSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let nodes: HashMap<&str, &Value> = nodes.iter().map(|node| (text(node, "id"), node)).collect();
    let mut open = vec![metadata["resolve"]["root"].as_str().unwrap()];
    let mut seen = HashSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id.to_owned()) {
            let dependencies = nodes[id]["dependencies"].as_array().unwrap();
            open.extend(dependencies.iter().filter_map(Value::as_str));
        }
    }
    seen
}

type Tokens<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// Evaluate an SPDX expression, noting the licences that it fits by.
fn any_of(tokens: &mut Tokens, allowed: &BTreeSet<String>, used: &mut HashSet<String>) -> bool {
    let mut fits = all_of(tokens, allowed, used);
    while tokens.next_if_eq(&"OR").is_some() {
        fits |= all_of(tokens, allowed, used);
    }
    fits
}

fn all_of(tokens: &mut Tokens, allowed: &BTreeSet<String>, used: &mut HashSet<String>) -> bool {
    let mut fits = one(tokens, allowed, used);
    while tokens.next_if_eq(&"AND").is_some() {
        fits &= one(tokens, allowed, used);
    }
    fits
}

fn one(tokens: &mut Tokens, allowed: &BTreeSet<String>, used: &mut HashSet<String>) -> bool {
    let Some(token) = tokens.next() else {
        return false;
    };
    if token == "(" {
        let fits = any_of(tokens, allowed, used);
        return tokens.next() == Some(")") && fits;
    }
    let mut licence = token.to_owned();
    if tokens.next_if_eq(&"WITH").is_some() {
        licence = format!("{licence} WITH {}", tokens.next().unwrap_or_default());
    }
    let fits = allowed.contains(&licence);
    if fits {
        used.insert(licence);
    }
    fits
}
