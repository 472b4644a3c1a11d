//! SARIF of every command of `impact`, and of `versions diff`, held to the rules of SARIF 2.1.0 and of code hosts.

use std::collections::BTreeSet;

use serde_json::Value;

use super::gardener::snapshot;
use crate::versions::{json, program, text};

const RELEASE: [&str; 12] = [
    "gardener",
    "--from",
    "examples/images/gardener-v1.149.yaml",
    "--to",
    "examples/images/gardener-v1.150.yaml",
    "--from-version",
    "v1.149.0",
    "--to-version",
    "v1.150.0",
    "-o",
    "sarif",
    "--components-only",
];

fn run(command: &str, arguments: &[&str]) -> std::process::Output {
    let mut command = program(command);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.args(arguments).output().unwrap()
}

fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let items = list.as_array().unwrap().iter();
    items.map(|item| item[field].as_str().unwrap()).collect()
}

/// A URI without anything that would have to be escaped, relative or of a file.
fn is_uri(uri: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%:".contains(&byte);
    let relative = !uri.starts_with('/') && !uri.contains(':');
    !uri.is_empty() && uri.bytes().all(plain) && (relative || uri.starts_with("file:///"))
}

/// What the specification asks for, and what a code host needs beside that.
fn keeps_the_rules(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
    let [run] = log["runs"].as_array().unwrap().as_slice() else {
        panic!("one run: {log:#}");
    };
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "kubectl-gardener");
    let home = driver["informationUri"].as_str().unwrap();
    assert!(home.starts_with("https://"), "{home}");
    let rules = texts(&driver["rules"], "id");
    let distinct: BTreeSet<&&str> = rules.iter().collect();
    assert_eq!(distinct.len(), rules.len(), "{rules:?}");
    let levels = ["none", "note", "warning", "error"];
    for rule in driver["rules"].as_array().unwrap() {
        for field in ["shortDescription", "help"] {
            let text = rule[field]["text"].as_str().unwrap();
            assert!(!text.is_empty(), "{rule:#}");
        }
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(levels.contains(&level), "{rule:#}");
    }
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    let mut seen = BTreeSet::new();
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap();
        let rule = rules[usize::try_from(index).unwrap()];
        assert_eq!(result["ruleId"], rule, "{result:#}");
        let level = result["level"].as_str().unwrap();
        assert!(levels.contains(&level), "{result:#}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        // Of two with the same fingerprint a code host shows one.
        let prints = result["partialFingerprints"].as_object().unwrap();
        assert!(!prints.is_empty() && prints.values().all(Value::is_string));
        assert!(
            seen.insert(result["partialFingerprints"].to_string()),
            "{result:#}"
        );
        for location in result["locations"].as_array().unwrap() {
            let name = location["logicalLocations"][0]["fullyQualifiedName"].as_str();
            assert!(!name.unwrap().is_empty());
            let place = &location["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(is_uri(uri), "{uri}");
            assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
            let column = &place["region"]["startColumn"];
            assert!(column.is_null() || column.as_u64().unwrap() > 0);
        }
    }
}

#[test]
fn what_is_written_for_code_hosts_keeps_their_rules() {
    let shoots = "examples/shoots-next/shop-prod.yaml";
    let profiles = "examples/profiles-next/aws.yaml";
    let seeds = "examples/seeds-next/aws-eu1.yaml";
    let on = ["--landscape", "examples/landscape", "-o", "sarif"];
    for (command, arguments) in [
        ("impact", [&["-f", shoots], &on[..]].concat()),
        ("impact", [&["seed", "-f", seeds], &on[..]].concat()),
        (
            "impact",
            [&["cloudprofile", "-f", "examples/profiles-next"], &on[..]].concat(),
        ),
        ("impact", [&RELEASE[..11], &on[..2]].concat()),
        (
            "versions",
            [
                &[
                    "diff",
                    "examples/landscape/cloudprofiles/aws.yaml",
                    profiles,
                ],
                &on[..],
            ]
            .concat(),
        ),
    ] {
        let output = run(command, &arguments);
        let log: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{arguments:?}: {output:?}"));
        keeps_the_rules(&log);
    }
}

#[test]
fn another_version_of_gardener_is_shown_at_the_lines_of_the_new_images() {
    let printed = text(&run("impact", &RELEASE), 0);
    snapshot("gardener.sarif", &printed);
    let log: Value = serde_json::from_str(&printed).unwrap();
    keeps_the_rules(&log);
    let file = std::fs::read_to_string("examples/images/gardener-v1.150.yaml").unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |rule: &str| {
        let result = results.iter().find(|result| result["ruleId"] == rule);
        &result.unwrap()["locations"][0]["physicalLocation"]
    };
    let place = of("gardener-etcd");
    assert_eq!(
        place["artifactLocation"]["uri"],
        "examples/images/gardener-v1.150.yaml"
    );
    let line = usize::try_from(place["region"]["startLine"].as_u64().unwrap()).unwrap();
    assert_eq!(file.lines().nth(line - 1).unwrap(), "- name: etcd-druid");
}

#[test]
fn an_image_that_is_gone_or_not_known_is_shown_in_the_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let vector = |more: &str| {
        format!(
            "images:\n- name: gardenlet\n  repository: registry.example.org/gardenlet\n- name: vpn-server\n  repository: registry.example.org/vpn\n  tag: \"{more}"
        )
    };
    let gone = "- name: coredns\n  repository: registry.example.org/coredns\n  tag: \"1\"\n";
    let new = "- name: nobody-knows\n  repository: registry.example.org/x\n  tag: \"1\"\n";
    std::fs::write(path("old.yaml"), vector(&format!("1\"\n{gone}"))).unwrap();
    std::fs::write(path("new.yaml"), vector(&format!("2\"\n{new}"))).unwrap();
    let (from, to) = (path("old.yaml"), path("new.yaml"));
    let arguments = [
        "gardener",
        "--from",
        &from,
        "--to",
        &to,
        "--components-only",
    ];
    let log = json(
        &run("impact", &[&arguments[..], &["-o", "sarif"]].concat()),
        0,
    );
    keeps_the_rules(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let line = |text: &str| {
        let said = |result: &&Value| result["message"]["text"].as_str().unwrap().contains(text);
        let result = results.iter().find(said);
        let result = result.unwrap_or_else(|| panic!("{text}: {log:#}"));
        let place = &result["locations"][0]["physicalLocation"];
        place["region"]["startLine"].as_u64().unwrap()
    };
    assert_eq!(line("vpn-seed-server"), 4);
    assert_eq!(line("nobody-knows"), 7);
    assert_eq!(line("coredns"), 1, "nothing is left of it");
}
