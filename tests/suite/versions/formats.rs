//! Every format on the sample landscape: snapshots to be read, and what each format promises.

use snapbox::{Assert, Data};

use super::{json, offline, text};
use crate::output::schema;
use crate::patience::Ending as _;

/// Compare an answer with its snapshot in `tests/suite/versions/snapshots`.
pub(super) fn snapshot(name: &str, arguments: &[&str]) -> String {
    let printed = text(&offline(arguments), 0);
    let path = format!(
        "{}/tests/suite/versions/snapshots/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    let file = Data::read_from(path.as_ref(), None).raw();
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(printed.clone(), file);
    printed
}

#[test]
fn table() {
    snapshot("findings.txt", &[]);
    snapshot("findings-info.txt", &["--severity", "info", "-o", "wide"]);
}

#[test]
fn every_grouping() {
    for by in ["shoot", "version", "profile", "project", "seed"] {
        snapshot(&format!("by-{by}.txt"), &["--by", by]);
    }
}

#[test]
fn names_lead_back_to_the_shoots() {
    let all = snapshot("names.txt", &["-o", "name"]);
    assert!(
        all.lines()
            .all(|line| line.starts_with("shoot.core.gardener.cloud/garden"))
    );
    let one = text(&offline(&["-o", "name", "-n", "garden-data"]), 0);
    assert!(
        one.lines()
            .any(|line| line == "shoot.core.gardener.cloud/lake"),
        "{one}"
    );
}

#[test]
fn documents_for_people() {
    snapshot("report.md", &["-o", "markdown"]);
    snapshot("report.csv", &["-o", "csv"]);
    let page = snapshot("report.html", &["-o", "html", "--by", "project"]);
    assert!(
        !page.contains("http://") && !page.contains("https://"),
        "the page loads nothing"
    );
}

#[test]
fn json_keeps_to_its_schema_and_yaml_says_the_same() {
    let report = json(&offline(&["-o", "json"]), 0);
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/schema/VersionReport.json"
    );
    let described: serde_json::Value =
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    schema::check(&report, &described, &described, "$").unwrap();
    assert_eq!(report["apiVersion"], "kubectl-gardener/v1");
    assert_eq!(report["kind"], "VersionReport");
    assert_eq!(report["now"], super::NOW);

    let yaml = text(&offline(&["-o", "yaml"]), 0);
    let same: serde_json::Value = serde_saphyr::from_str(&yaml).unwrap();
    assert_eq!(report, same);
}

#[test]
fn the_contract_of_the_json_holds() {
    let report = json(&offline(&["-o", "json"]), 0);
    let shoot = |name: &str| {
        let shoots = report["shoots"].as_array().unwrap();
        shoots
            .iter()
            .find(|shoot| shoot["name"] == name)
            .unwrap_or_else(|| panic!("{name}"))
            .clone()
    };
    // The window is the nominal one, not clipped to now, and closes 15 minutes before its end.
    let checkout = shoot("checkout");
    assert_eq!(checkout["severity"], "error");
    assert_eq!(checkout["nextRun"]["kubernetes"]["cause"], "forced");
    assert_eq!(checkout["nextRun"]["trigger"], "window");
    assert_eq!(checkout["nextRun"]["repeats"], 0);
    assert!(checkout["nextRun"]["window"]["begin"].as_str().unwrap() <= super::NOW);
    // What is asked for by annotation begins now.
    let portal = shoot("portal");
    assert_eq!(portal["nextRun"]["trigger"], "annotation");
    assert_eq!(portal["nextRun"]["window"]["begin"], super::NOW);
    // A rejected run changes nothing.
    let pipelines = shoot("pipelines");
    assert_eq!(pipelines["nextRun"]["state"], "Failed");
    assert_eq!(pipelines["nextRun"]["kubernetes"], serde_json::Value::Null);
    assert_eq!(pipelines["nextRun"]["pools"], serde_json::json!([]));
    assert_eq!(pipelines["nextRun"]["failures"][0]["target"], "update");
    // Nothing to do is no run, nothing to tell is no severity.
    let quiet = shoot("vault");
    assert_eq!(quiet["nextRun"], serde_json::Value::Null);
    assert_eq!(quiet["severity"], serde_json::Value::Null);
    // A version in use that its profile lacks is missing.
    let versions = report["versions"].as_array().unwrap();
    let missing: Vec<_> = versions
        .iter()
        .filter(|row| row["classification"] == "missing")
        .collect();
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert_eq!(missing[0]["version"], "1.34.5");
    assert_eq!(missing[0]["pools"], 1);
}

#[test]
fn nothing_to_report_is_valid_in_each_format() {
    let nothing = ["-l", "does-not=exist"];
    for format in ["table", "wide", "name", "markdown", "csv", "html", "yaml"] {
        let printed = text(&offline(&[&nothing[..], &["-o", format]].concat()), 0);
        assert_eq!(printed.is_empty(), format == "name", "{format}: {printed}");
    }
    let report = json(&offline(&[&nothing[..], &["-o", "json"]].concat()), 0);
    assert_eq!(report["shoots"], serde_json::json!([]));
    assert_eq!(report["summary"]["errors"], 0);
}

#[test]
fn filters_narrow_what_is_shown_and_not_what_fails() {
    let errors = json(&offline(&["-o", "json", "--severity", "error"]), 0);
    let shoots = errors["shoots"].as_array().unwrap();
    assert!(!shoots.is_empty() && shoots.iter().all(|shoot| shoot["severity"] == "error"));
    // The totals are those of everything that was looked at.
    assert!(errors["summary"]["warnings"].as_u64().unwrap() > 0);
    let only = [
        "-o",
        "json",
        "--severity",
        "error",
        "--profile",
        "metal",
        "--fail-on",
        "warning",
    ];
    let metal = json(&offline(&only), 3);
    let profiles = metal["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["profile"]["name"]);
    assert!(profiles.into_iter().all(|name| name == "metal"));
}

#[test]
fn an_unknown_profile_is_an_error_that_says_how_to_name_one() {
    let output = offline(&["--profile", "azure"]);
    assert_eq!(output.status.code(), Some(1));
    let said = super::stderr(&output);
    assert!(
        said.contains("there is no profile azure") && said.contains("NAMESPACE/NAME"),
        "{said}"
    );
}

#[test]
fn hostile_names_do_no_harm_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "\\u001b[31mred\\u001b[0m\\u202e<script>|x\\n";
    std::fs::write(
        folder.path().join("evil.json"),
        format!(
            r#"{{"apiVersion":"core.gardener.cloud/v1beta1","kind":"Shoot","metadata":{{"name":"{evil}","namespace":"garden-x"}},
                "spec":{{"cloudProfile":{{"name":"nowhere"}},"kubernetes":{{"version":"{evil}"}},"provider":{{"type":"x"}}}}}}"#
        ),
    )
    .unwrap();
    for format in ["table", "wide", "markdown", "html"] {
        let mut command = super::versions();
        command
            .arg("--landscape")
            .arg(folder.path())
            .args(["-o", format, "--color", "never"]);
        let printed = text(&command.ended(), 0);
        assert!(
            !printed.contains(['\u{1b}', '\u{202e}']),
            "{format}: {printed}"
        );
        assert!(
            !printed.contains("<script>|x") || format != "html",
            "{format}: {printed}"
        );
    }
}
