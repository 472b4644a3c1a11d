//! The impact report in every format, on a merge request for the sample landscape: snapshots to be read.

use std::fs;
use std::path::Path;

use kubectl_gardener::output::{Format, Style, render};
use serde_json::Value;
use snapbox::{Assert, Data};

use super::{change, shoot};
use crate::output::schema;
use crate::patience::Ending as _;
use crate::versions::{json, program, text};

const NEXT: &str = "examples/shoots-next/shop-prod.yaml";
const LANDSCAPE: &str = "examples/landscape";

fn impact(arguments: &[&str]) -> std::process::Output {
    let mut command = program("impact");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.args(arguments).ended()
}

fn with(format: &str) -> Vec<&str> {
    vec!["-f", NEXT, "--landscape", LANDSCAPE, "-o", format]
}

fn snapshot(name: &str, printed: &str) {
    let folder = "tests/suite/impact/snapshots";
    let path = format!("{}/{folder}/{name}", env!("CARGO_MANIFEST_DIR"));
    let file = Data::read_from(path.as_ref(), None).raw();
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(printed.to_owned(), file);
}

#[test]
fn a_merge_request_in_every_format() {
    for (name, format) in [
        ("report.txt", "table"),
        ("report-wide.txt", "wide"),
        ("report.md", "markdown"),
        ("report.sarif", "sarif"),
    ] {
        snapshot(name, &text(&impact(&with(format)), 0));
    }
    let report = json(&impact(&with("json")), 0);
    let yaml = text(&impact(&with("yaml")), 0);
    assert_eq!(report, serde_saphyr::from_str::<Value>(&yaml).unwrap());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/ImpactReport.json");
    let described: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    schema::check(&report, &described, &described, "$").unwrap();
}

#[test]
fn no_line_of_text_is_wider_than_the_terminal() {
    let report = change(
        &shoot(),
        &[
            "spec.kubernetes.version=1.35.0",
            "spec.provider.workers[cpu].labels.x=y",
            "spec.kubernetes.kubeAPIServer.requests.maxMutatingInflight=300",
        ],
    );
    for width in [80, 200] {
        let style = Style {
            width: Some(width),
            ..Style::default()
        };
        for format in [Format::Table, Format::Wide] {
            let page = render(&report, format, &style).unwrap();
            let (_, findings) = page.split_once("\nFindings\n").unwrap();
            for line in findings.lines().filter(|line| line.contains(' ')) {
                let divisible = line.trim().contains(' ');
                assert!(!divisible || line.chars().count() <= width, "{line}");
            }
        }
    }
}

#[test]
fn a_comment_stays_short_however_much_changes() {
    let mut old = shoot();
    let labels: serde_json::Map<String, Value> = (0..200)
        .map(|number| (format!("label-{number}"), "x".into()))
        .collect();
    old["spec"]["provider"]["workers"][0]["taints"] = Value::Array(Vec::new());
    let mut new = old.clone();
    new["spec"]["provider"]["workers"][0]["labels"] = Value::Object(labels);
    let page = render(
        &super::between(&old, &new),
        Format::Markdown,
        &Style::default(),
    )
    .unwrap();
    let open = page.split("<details>").next().unwrap();
    assert!(open.lines().count() < 30, "{open}");
    assert!(
        page.contains("<summary>192 findings, more</summary>"),
        "{page}"
    );
    // What is inside of a fold is Markdown only behind an empty line.
    let folds = page.matches("<details>").count();
    assert_eq!(page.matches("</summary>\n\n").count(), folds);
    assert_eq!(page.matches("\n\n</details>").count(), folds);
}

#[test]
fn a_comment_on_many_shoots_begins_with_a_line_for_each() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let mut shoots = Vec::new();
    for name in ["a", "b", "c"] {
        let mut shoot = shoot();
        shoot["metadata"]["name"] = name.into();
        shoots.push(shoot);
    }
    let list = |items: &[Value]| {
        serde_json::json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
    };
    fs::write(path("old.json"), list(&shoots)).unwrap();
    shoots[1]["spec"]["region"] = "elsewhere".into();
    shoots[2]["spec"]["purpose"] = "production".into();
    fs::write(path("new.json"), list(&shoots)).unwrap();
    let arguments = [
        "-f",
        &path("new.json"),
        "--old",
        &path("old.json"),
        "-o",
        "markdown",
    ];
    let page = text(&impact(&arguments), 0);
    let table: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("| garden-shop/"))
        .collect();
    assert_eq!(table.len(), 3, "{page}");
    assert!(table[1].contains("rejected: 1 reason"), "{page}");
    assert_eq!(
        page.matches("<details><summary>garden-shop/").count(),
        3,
        "{page}"
    );
}

/// The text of the line that a result of this rule points at.
fn pointed_at(log: &Value, rule: &str, file: &str, text: &str) -> String {
    let results = log["runs"][0]["results"].as_array().unwrap();
    let found = results.iter().find(|result| result["ruleId"] == rule);
    let place = &found.expect(rule)["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], file);
    let line = place["region"]["startLine"].as_u64().unwrap();
    let lines: Vec<&str> = text.lines().collect();
    lines[usize::try_from(line).unwrap() - 1].trim().to_owned()
}

#[test]
fn sarif_points_at_the_lines_of_the_new_manifest() {
    let log = json(&impact(&with("sarif")), 0);
    let yaml = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(NEXT)).unwrap();
    let line = |rule: &str| pointed_at(&log, rule, NEXT, &yaml);
    assert_eq!(line("machine-type"), "type: m5.2xlarge");
    assert_eq!(line("kubernetes-minor"), "version: \"1.36.3\"");
    assert_eq!(line("api-server-requests"), "maxMutatingInflight: 300");
    assert_eq!(line("pool-maximum-raised"), "maximum: 6");
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn sarif_of_a_patch_points_at_what_it_changes() {
    let file = "examples/landscape/shoots/commerce.yaml";
    let arguments = [
        "shoot",
        "shop-prod",
        "-n",
        "garden-commerce",
        "--landscape",
        LANDSCAPE,
        "-o",
        "sarif",
        "--set",
        "spec.provider.workers[db].machine.type=m5.large",
        "--set",
        "spec.region=eu-central-1",
    ];
    let yaml = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let log = json(&impact(&arguments), 0);
    assert_eq!(pointed_at(&log, "region", file, &yaml), "region: eu-west-1");
    assert_eq!(log["runs"][0]["results"][0]["level"], "error");
    let log = json(&impact(&arguments[..10]), 0);
    assert_eq!(
        pointed_at(&log, "machine-type", file, &yaml),
        "type: m5.2xlarge"
    );
}

#[test]
fn sarif_tells_what_is_accepted_removed_unknown_and_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let next = Path::new(env!("CARGO_MANIFEST_DIR")).join(NEXT);
    let old = fs::read_to_string(next)
        .unwrap()
        .replace("m5.2xlarge", "m5.large");
    let new = old.replace("spec:\n", "spec:\n  nonsense: true\n");
    let new = new.replacen("m5.large", "m6i.large", 1);
    let old = old.replacen(
        "      labels:",
        "      annotations:\n        a: b\n      labels:",
        1,
    );
    fs::write(path("old.yaml"), old).unwrap();
    fs::write(path("new.yaml"), new).unwrap();
    fs::write(
        path("waivers.yaml"),
        "- {code: machine-type, target: '*/*', reason: agreed}",
    )
    .unwrap();
    let arguments = [
        "-f",
        &path("new.yaml"),
        "--old",
        &path("old.yaml"),
        "--waivers",
        &path("waivers.yaml"),
        "-o",
        "sarif",
    ];
    let log = json(&impact(&arguments), 0);
    let text = fs::read_to_string(path("new.yaml")).unwrap();
    // On Windows a path begins with a drive, and has the other slashes.
    let slashes = path("new.yaml").replace('\\', "/");
    let file = format!("file:///{}", slashes.trim_start_matches('/'));
    let line = |rule: &str| pointed_at(&log, rule, &file, &text);
    assert_eq!(line("machine-type"), "type: m6i.large");
    assert_eq!(
        line("worker-annotations"),
        "- name: web",
        "what is gone is shown where it was"
    );
    assert_eq!(line("no-such-field"), "nonsense: true");
    let results = log["runs"][0]["results"].as_array().unwrap();
    for result in results {
        let accepted = result["suppressions"][0]["justification"] == "agreed";
        assert_eq!(accepted, result["ruleId"] == "machine-type", "{result}");
    }
    assert!(
        results.iter().any(|result| result["ruleId"] == "undecided"),
        "{log:#}"
    );
}
