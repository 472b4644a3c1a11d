//! Every format on the sample landscape: snapshots to be read, and what each format promises.

use snapbox::{Assert, Data};

use super::{codes, offline, row};
use crate::output::schema;
use crate::patience::Ending as _;
use crate::versions::{json, program, stderr, text};

/// Compare an answer with its snapshot in `tests/suite/gardenlets/snapshots`.
fn snapshot(name: &str, arguments: &[&str]) -> String {
    let printed = text(&offline(arguments), 0);
    let path = format!(
        "{}/tests/suite/gardenlets/snapshots/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    let file = Data::read_from(path.as_ref(), None).raw();
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(printed.clone(), file);
    printed
}

#[test]
fn every_format() {
    snapshot("table.txt", &[]);
    snapshot("wide.txt", &["-o", "wide"]);
    snapshot("names.txt", &["-o", "name"]);
    snapshot("report.yaml", &["-o", "yaml"]);
    snapshot("report.md", &["-o", "markdown"]);
    snapshot("report.csv", &["-o", "csv"]);
    let page = snapshot("report.html", &["-o", "html"]);
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
        "/docs/schema/GardenletReport.json"
    );
    let described = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    schema::check(&report, &described, &described, "$").unwrap();
    assert_eq!(report["kind"], "GardenletReport");
    let yaml = text(&offline(&["-o", "yaml"]), 0);
    let same: serde_json::Value = serde_saphyr::from_str(&yaml).unwrap();
    assert_eq!(report, same);
}

#[test]
fn the_sample_has_one_of_each_backing_and_one_that_is_down() {
    let report = json(&offline(&["-o", "json"]), 0);
    for (name, kind, verdict) in [
        ("aws-eu1", "gardenlet", "healthy"),
        ("aws-eu2", "managedSeed", "healthy"),
        ("metal-dc1", "gardenlet", "down"),
        ("metal-dc2", "manual", "healthy"),
    ] {
        let row = row(&report, name);
        assert_eq!(row["backing"]["kind"], kind, "{name}");
        assert_eq!(row["verdict"], verdict, "{name}");
    }
    let broken = row(&report, "metal-dc1");
    assert_eq!(codes(broken), ["gardenlet-silent", "certificate-expired"]);
    assert_eq!(broken["command"], "kubectl gardener redeploy metal-dc1");
}

#[test]
fn names_and_labels_narrow_what_is_shown_and_what_fails() {
    let names = |arguments: &[&str]| text(&offline(&[arguments, &["-o", "name"]].concat()), 0);
    assert_eq!(
        names(&["metal-dc2", "aws-eu1"]),
        "seed.core.gardener.cloud/aws-eu1\nseed.core.gardener.cloud/metal-dc2\n"
    );
    assert_eq!(
        names(&["-l", "name.seed.gardener.cloud/aws-eu1"]),
        "seed.core.gardener.cloud/aws-eu2\n"
    );
    let code = |arguments: &[&str]| offline(arguments).status.code();
    assert_eq!(code(&["--fail-on", "error"]), Some(3));
    assert_eq!(code(&["aws-eu1", "--fail-on", "info"]), Some(0));
    assert_eq!(
        code(&["aws-eu1", "--fail-on", "info", "--within", "200d"]),
        Some(3)
    );
    assert_eq!(
        code(&["aws-eu1", "--fail-on", "warning", "--within", "200d"]),
        Some(0)
    );
}

#[test]
fn a_name_that_is_none_is_an_error_and_two_ways_to_choose_are_wrong_usage() {
    let output = offline(&["aws-eu1", "moon"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("there is no Seed or Gardenlet moon"),
        "{said}"
    );
    assert_eq!(offline(&["aws-eu1", "-l", "a=b"]).status.code(), Some(2));
    assert_eq!(offline(&["-l", "a in"]).status.code(), Some(2));
}

#[test]
fn nothing_to_report_is_valid_in_each_format() {
    let nothing = ["-l", "does-not=exist"];
    for format in ["table", "wide", "name", "markdown", "csv", "html", "yaml"] {
        let printed = text(&offline(&[&nothing[..], &["-o", format]].concat()), 0);
        assert_eq!(printed.is_empty(), format == "name", "{format}: {printed}");
    }
    let report = json(&offline(&[&nothing[..], &["-o", "json"]].concat()), 0);
    assert_eq!(report["gardenlets"], serde_json::json!([]));
}

#[test]
fn files_without_a_kind_say_so_and_guess_only_what_labels_tell() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/landscape/seeds");
    for name in ["aws-eu2.yaml", "metal-dc2.yaml"] {
        std::fs::copy(format!("{seeds}/{name}"), folder.path().join(name)).unwrap();
    }
    let mut command = program("gardenlets");
    command.arg("--landscape").arg(folder.path());
    let output = command.args(["-o", "json"]).ended();
    let report = json(&output, 0);
    let said = stderr(&output);
    assert!(
        said.contains("ManagedSeeds: what deploys a seed: there are none in the files"),
        "{said}"
    );
    let managed = &row(&report, "aws-eu2")["backing"];
    assert_eq!(
        (&managed["kind"], &managed["proven"]),
        (&"managedSeed".into(), &false.into())
    );
    assert_eq!(row(&report, "metal-dc2")["backing"]["kind"], "unknown");
    assert_eq!(report["notLookedAt"].as_array().unwrap().len(), 3);
}

#[test]
fn hostile_names_do_no_harm_in_a_shell_or_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "\\u001b[31mx$(reboot)'\\u202e<script>";
    let seed = format!(
        r#"{{"apiVersion":"core.gardener.cloud/v1beta1","kind":"Seed","metadata":{{"name":"{evil}"}},"status":{{"conditions":[{{"type":"GardenletReady","status":"Unknown"}}]}}}}"#
    );
    let gardenlet = format!(
        r#"{{"apiVersion":"seedmanagement.gardener.cloud/v1alpha1","kind":"Gardenlet","metadata":{{"name":"{evil}","namespace":"garden"}}}}"#
    );
    std::fs::write(folder.path().join("a.json"), seed + "\n" + &gardenlet).unwrap();
    for format in ["table", "wide", "markdown", "html"] {
        let mut command = program("gardenlets");
        command.arg("--landscape").arg(folder.path());
        let output = command.args(["-o", format, "--color", "never"]).ended();
        let printed = text(&output, 0);
        assert!(
            !printed.contains(['\u{1b}', '\u{202e}']),
            "{format}: {printed}"
        );
        assert!(
            !printed.contains("<script>'") || format != "html",
            "{format}"
        );
    }
    let mut command = program("gardenlets");
    command.arg("--landscape").arg(folder.path());
    let report = json(&command.args(["-o", "json"]).ended(), 0);
    let command = report["gardenlets"][0]["command"].as_str().unwrap();
    assert_eq!(
        command,
        "kubectl gardener redeploy '\u{1b}[31mx$(reboot)'\\''\u{202e}<script>'"
    );
}
