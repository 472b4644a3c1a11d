//! `versions forecast` as its users run it: every format, from files and from a served API.

use std::collections::BTreeSet;
use std::fs;

use icalendar::parser::{read_calendar, unfold};
use serde_json::{Value, json};

use super::formats::snapshot;
use super::{NOW, SAMPLE, offline, stderr, text};
use crate::api::FakeApi;
use crate::output::{read_csv, schema};
use crate::patience::Ending as _;

fn forecast(arguments: &[&str]) -> std::process::Output {
    offline(&[&["forecast"], arguments].concat())
}

fn data(arguments: &[&str]) -> Value {
    super::json(&forecast(&[&["-o", "json"], arguments].concat()), 0)
}

fn shoot<'a>(forecast: &'a Value, name: &str) -> &'a Value {
    let mut shoots = forecast["shoots"].as_array().unwrap().iter();
    shoots
        .find(|shoot| shoot["name"] == name)
        .unwrap_or_else(|| panic!("{name}"))
}

fn runs(forecast: &Value) -> impl Iterator<Item = &Value> {
    let shoots = forecast["shoots"].as_array().unwrap().iter();
    shoots.flat_map(|shoot| shoot["runs"].as_array().unwrap())
}

#[test]
fn a_timeline_and_every_grouping() {
    snapshot("forecast.txt", &["forecast"]);
    for by in ["shoot", "week", "version", "profile", "project", "seed"] {
        snapshot(&format!("forecast-by-{by}.txt"), &["forecast", "--by", by]);
    }
}

#[test]
fn documents_for_people_and_spreadsheets() {
    snapshot("forecast-wide.txt", &["forecast", "-o", "wide"]);
    snapshot("forecast.md", &["forecast", "-o", "markdown"]);
    let csv = snapshot("forecast.csv", &["forecast", "-o", "csv"]);
    let records = read_csv(&csv);
    assert!(
        records
            .iter()
            .all(|record| record.len() == records[0].len())
    );
    let page = snapshot(
        "forecast.html",
        &["forecast", "-o", "html", "--only", "forced"],
    );
    assert!(!page.contains("http://") && !page.contains("https://"));
    assert_eq!(page.matches("<ol class=\"week\">").count(), 4);
}

#[test]
fn names_are_those_of_shoots_with_runs() {
    let names = text(&forecast(&["-o", "name", "--only", "dead-end"]), 0);
    let names: Vec<&str> = names.lines().collect();
    assert_eq!(
        names,
        [
            "shoot.core.gardener.cloud/garden-data/analytics",
            "shoot.core.gardener.cloud/garden-data/reports",
            "shoot.core.gardener.cloud/garden-ml/features",
            "shoot.core.gardener.cloud/garden-ml/inference",
        ]
    );
}

#[test]
fn json_keeps_to_its_schema_and_yaml_says_the_same() {
    let forecast_data = data(&[]);
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/schema/VersionForecast.json"
    );
    let described: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    schema::check(&forecast_data, &described, &described, "$").unwrap();
    let yaml = text(&forecast(&["-o", "yaml"]), 0);
    let same: Value = serde_saphyr::from_str(&yaml).unwrap();
    assert_eq!(forecast_data, same);
}

#[test]
fn the_contract_of_the_json_holds() {
    let forecast = data(&[]);
    assert_eq!(forecast["apiVersion"], "kubectl-gardener/v1");
    assert_eq!(forecast["kind"], "VersionForecast");
    assert_eq!(forecast["now"], NOW);
    assert_eq!(forecast["until"], "2027-02-19T00:00:00Z");
    assert_eq!(forecast["shoots"].as_array().unwrap().len(), 41);
    // Two hops in two nights, each an entry; the window is the nominal one.
    let checkout = shoot(&forecast, "checkout");
    assert_eq!(
        checkout["profile"],
        json!({"kind": "CloudProfile", "namespace": null, "name": "aws"})
    );
    let hop = |at: usize| {
        let run = &checkout["runs"][at];
        (run["window"]["begin"].clone(), run["kubernetes"].clone())
    };
    assert_eq!(
        hop(0),
        (
            json!("2026-11-21T00:00:00Z"),
            json!({"from": "1.32.13", "to": "1.33.15", "cause": "forced"})
        )
    );
    assert_eq!(
        hop(1),
        (
            json!("2026-11-22T00:00:00Z"),
            json!({"from": "1.33.15", "to": "1.34.12", "cause": "forced"})
        )
    );
    assert_eq!(checkout["runs"][0]["window"]["end"], "2026-11-21T01:00:00Z");
    // What fails the same way every night is one entry.
    let reports = shoot(&forecast, "reports")["runs"].as_array().unwrap();
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0]["repeats"], 89);
    assert_eq!(reports[0]["state"], "Failed");
    assert_eq!(reports[0]["failures"][0]["target"], "kubernetes");
    // A rejected run changes nothing.
    let pipelines = &shoot(&forecast, "pipelines")["runs"][0];
    assert_eq!(pipelines["failures"][0]["target"], "update");
    assert_eq!(
        (&pipelines["kubernetes"], &pipelines["pools"]),
        (&Value::Null, &json!([]))
    );
    // A rejection ends when its cause does: the image becomes available in February.
    let etl = shoot(&forecast, "etl")["runs"].as_array().unwrap();
    assert_eq!(
        (&etl[0]["repeats"], &etl[1]["state"]),
        (&json!(71), &json!("Succeeded"))
    );
    assert_eq!(etl[1]["window"]["begin"], "2027-02-01T22:00:00Z");
    // What is asked for by annotation begins now.
    let portal = &shoot(&forecast, "portal")["runs"][0];
    assert_eq!(
        (&portal["trigger"], &portal["window"]["begin"]),
        (&json!("annotation"), &json!(NOW))
    );
    // Images that change in silence.
    let exporter = &shoot(&forecast, "exporter")["runs"][0];
    assert_eq!(exporter["pools"][0]["image"]["cause"], "unreported");
    assert_eq!(exporter["reported"], false);
    // Shoots in deletion have no run and nothing to be known.
    let docs = shoot(&forecast, "docs");
    assert_eq!((&docs["runs"], &docs["notes"]), (&json!([]), &json!([])));
}

#[test]
fn what_keeps_nodes_from_following_is_told() {
    let forecast = data(&[]);
    let codes = |name: &str| -> Vec<String> {
        let notes = shoot(&forecast, name)["notes"].as_array().unwrap();
        notes
            .iter()
            .map(|note| note["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(codes("lake"), ["seed-stopped"]);
    assert_eq!(codes("gateway"), [""; 0], "True stops no seed");
    assert_eq!(codes("notebooks"), ["hibernated"]);
    assert_eq!(codes("registry"), ["confined"]);
    assert_eq!(codes("scanner"), ["last-operation-failed"]);
    assert_eq!(codes("plant-lyon"), ["manual-in-place"]);
    assert_eq!(codes("mail"), ["seed-stopped", "always-window"]);
    assert_eq!(codes("payments"), ["profile-stale"]);
    // The stop changes nothing of what maintenance does to the spec.
    assert_eq!(shoot(&forecast, "lake")["runs"][0]["state"], "Succeeded");
}

#[test]
fn an_unknown_profile_leaves_a_note_instead_of_silence() {
    let folder = tempfile::tempdir().unwrap();
    let shoot = json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
        "metadata": {"name": "lost", "namespace": "garden-x", "annotations": {"shoot.gardener.cloud/ignore": "true"}},
        "spec": {"cloudProfile": {"name": "nowhere"}, "kubernetes": {"version": "1.34.0"}, "provider": {"type": "x"},
            "maintenance": {"timeWindow": {"begin": "220000+0000", "end": "230000+0000"}}},
    });
    fs::write(folder.path().join("shoot.json"), shoot.to_string()).unwrap();
    let mut command = super::versions();
    command
        .arg("--landscape")
        .arg(folder.path())
        .arg("forecast");
    let printed = text(&command.ended(), 0);
    assert!(
        printed.contains("profile nowhere was not found"),
        "{printed}"
    );
    assert!(printed.contains("the shoot is ignored"), "{printed}");
}

#[test]
fn only_and_for_narrow_and_the_totals_stay() {
    let all = data(&[]);
    for (only, wanted) in [
        ("forced", "forced"),
        ("failing", "failing"),
        ("dead-end", "deadEnds"),
    ] {
        let some = data(&["--only", only]);
        assert_eq!(some["summary"], all["summary"]);
        assert_eq!(json!(runs(&some).count()), all["summary"][wanted], "{only}");
    }
    let both = data(&["--only", "forced,failing"]);
    assert!(runs(&both).count() < runs(&all).count());
    let week = data(&["--for", "7d"]);
    assert!(runs(&week).all(|run| run["window"]["begin"].as_str().unwrap() < "2026-11-28"));
    assert_eq!(shoot(&week, "reports")["runs"][0]["repeats"], 6);
    let nothing = data(&["--for", "0s"]);
    // What is asked for by annotation does not wait for a window; one that begins at the end does not count.
    assert_eq!(runs(&nothing).count(), 1);
}

#[test]
fn fail_on_counts_runs_by_what_they_do() {
    let code = |arguments: &[&str]| forecast(arguments).status.code().unwrap();
    assert_eq!(code(&["--fail-on", "error"]), 3);
    assert_eq!(code(&["--fail-on", "error", "-l", "does-not=exist"]), 0);
    assert_eq!(code(&["--fail-on", "error", "-n", "garden-commerce"]), 0);
    assert_eq!(code(&["--fail-on", "warning", "-n", "garden-commerce"]), 3);
    assert_eq!(code(&["--fail-on", "info", "-n", "garden-platform"]), 3);
    assert_eq!(code(&["--fail-on", "warning", "-n", "garden-platform"]), 0);
    // Shown or not.
    assert_eq!(code(&["--fail-on", "error", "--only", "forced"]), 3);
}

#[test]
fn nothing_to_foretell_is_valid_in_each_format() {
    let nothing = ["-l", "does-not=exist"];
    for format in [
        "table", "wide", "name", "markdown", "csv", "html", "yaml", "ics",
    ] {
        let printed = text(&forecast(&[&nothing[..], &["-o", format]].concat()), 0);
        assert_eq!(printed.is_empty(), format == "name", "{format}: {printed}");
    }
    assert_eq!(data(&nothing)["shoots"], json!([]));
    assert!(text(&forecast(&nothing), 0).contains("No run changes a version or fails."));
}

#[test]
fn wrong_words_are_usage_errors() {
    for wrong in [
        &["--for", "-1d"][..],
        &["--for", "soon"],
        &["--only", "bad"],
        &["-o", "sarif"],
        &["--for", "9999999w"],
    ] {
        assert_eq!(forecast(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let output = forecast(&["--profile", "azure"]);
    assert!(stderr(&output).contains("there is no profile azure"));
    let before = offline(&["--by", "shoot", "forecast"]);
    assert_eq!(before.status.code(), Some(2));
    assert!(
        stderr(&before).contains("versions forecast --by week"),
        "{}",
        stderr(&before)
    );
}

#[test]
fn a_served_landscape_and_the_same_in_files_are_one_forecast() {
    let api = FakeApi::https();
    api.add_directory(SAMPLE.as_ref());
    let folder = tempfile::tempdir().unwrap();
    let kubeconfig = api.kubeconfig_file(folder.path());
    for arguments in [
        &[][..],
        &["-n", "garden-data"],
        &["--profile", "garden-edge/metal-long-life"],
        &["--only", "failing", "--for", "30d"],
    ] {
        let arguments = [&["forecast", "-o", "json"], arguments].concat();
        let live = super::json(&super::live(&kubeconfig, &arguments), 0);
        assert_eq!(live, super::json(&offline(&arguments), 0), "{arguments:?}");
    }
}

#[test]
fn who_may_not_list_seeds_is_told_that_stops_are_not_known() {
    let api = FakeApi::https();
    api.add_directory(SAMPLE.as_ref());
    api.answer(
        crate::api::On::get("/seeds"),
        crate::api::Reply::status(403, "Forbidden", "seeds is forbidden"),
    );
    let folder = tempfile::tempdir().unwrap();
    let kubeconfig = api.kubeconfig_file(folder.path());
    let output = super::live(&kubeconfig, &["forecast", "-o", "json"]);
    assert!(stderr(&output).contains("it is not known which seeds are stopped"));
    let forecast = super::json(&output, 0);
    assert_eq!(shoot(&forecast, "lake")["notes"], json!([]));
}

/// A property of an event, as the independent parser reads it.
fn property(event: &icalendar::parser::Component<'_>, name: &str) -> String {
    let found = event.find_prop(name);
    found.unwrap_or_else(|| panic!("{name}")).val.to_string()
}

fn events(ics: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let unfolded = unfold(ics);
    let calendar = read_calendar(&unfolded).expect("an iCalendar file");
    assert_eq!(
        calendar
            .properties
            .iter()
            .filter(|p| p.name == "VERSION")
            .count(),
        1
    );
    let events = calendar.components.iter();
    events
        .map(|event| {
            assert_eq!(event.name, "VEVENT");
            let names = [
                "UID",
                "DTSTAMP",
                "DTSTART",
                "SUMMARY",
                "STATUS",
                "DESCRIPTION",
            ];
            names
                .map(|name| (name.to_owned(), property(event, name)))
                .into()
        })
        .collect()
}

#[test]
fn the_calendar_has_an_event_for_each_run() {
    let ics = snapshot("forecast.ics", &["forecast", "-o", "ics"]);
    assert!(
        ics.split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n'))
    );
    let events = events(&ics);
    assert_eq!(events.len(), runs(&data(&[])).count());
    let uids: BTreeSet<&String> = events.iter().map(|event| &event["UID"]).collect();
    assert_eq!(uids.len(), events.len(), "a UID stands for one event");
    assert!(
        events
            .iter()
            .all(|event| event["DTSTAMP"] == "20261121T000000Z")
    );
    let hop = events
        .iter()
        .find(|event| event["SUMMARY"].contains("checkout"))
        .unwrap();
    assert_eq!(hop["DTSTART"], "20261121T000000Z");
    assert!(
        hop["DESCRIPTION"].contains("Kubernetes 1.32.13 → 1.33.15"),
        "{hop:?}"
    );
}

#[test]
fn an_event_keeps_its_uid_when_a_date_in_the_profile_moves_it() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &str, change: &dyn Fn(String) -> String| {
        let text = fs::read_to_string(format!("{SAMPLE}/{from}")).unwrap();
        fs::write(folder.path().join(from.replace('/', "-")), change(text)).unwrap();
    };
    let calendar = |date: &str, now: &str| {
        let moved = |text: String| text.replace("2026-12-10T23:59:59Z", date);
        copy("cloudprofiles/aws.yaml", &moved);
        copy("shoots/commerce.yaml", &|text| text);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
        command.args([
            "versions",
            "forecast",
            "-o",
            "ics",
            "--now",
            now,
            "--landscape",
        ]);
        let output = command.arg(folder.path()).ended();
        let events = events(&text(&output, 0));
        let inventory = events
            .into_iter()
            .find(|event| event["SUMMARY"].contains("inventory"));
        inventory.unwrap()
    };
    let planned = calendar("2026-12-10T23:59:59Z", NOW);
    let moved = calendar("2026-12-20T23:59:59Z", "2026-11-25T00:00:00Z");
    assert_eq!(planned["DTSTART"], "20261211T220000Z");
    assert_eq!(moved["DTSTART"], "20261221T220000Z");
    assert_eq!(planned["UID"], moved["UID"]);
    assert!(moved["DTSTAMP"] > planned["DTSTAMP"]);
}

#[test]
fn hostile_names_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "\u{1b}[31mred\u{1b}[0m\u{202e}<script>|x\nEND:VCALENDAR,;";
    let mut objects = vec![json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "CloudProfile", "metadata": {"name": "p"},
        "spec": {"type": "x", "kubernetes": {"versions": [
            {"version": "1.33.1", "expirationDate": "2026-11-01T00:00:00Z"}, {"version": "1.34.1"}]}},
    })];
    for profile in ["p", evil] {
        objects.push(json!({
            "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
            "metadata": {"name": format!("{profile}{evil}"), "namespace": evil},
            "spec": {"cloudProfile": {"name": profile}, "kubernetes": {"version": "1.33.1"}, "provider": {"type": "x"},
                "seedName": evil, "hibernation": {"enabled": true}},
        }));
    }
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects});
    fs::write(folder.path().join("evil.json"), list.to_string()).unwrap();
    for format in ["table", "wide", "markdown", "html", "ics"] {
        let mut command = super::versions();
        command.arg("--landscape").arg(folder.path());
        command.args(["forecast", "-o", format, "--color", "never"]);
        let printed = text(&command.ended(), 0);
        assert!(
            !printed.contains(['\u{1b}', '\u{202e}']),
            "{format}: {printed}"
        );
        assert!(
            !printed.contains("<script>|x") || format != "html",
            "{format}: {printed}"
        );
        if format == "ics" {
            assert_eq!(events(&printed).len(), 1);
        }
        if format == "table" {
            let fakes = printed
                .lines()
                .filter(|line| line.starts_with("END:VCALENDAR"));
            assert_eq!(fakes.count(), 0, "{printed}");
        }
    }
}

#[test]
fn the_page_is_made_for_phones_too() {
    let page = text(&forecast(&["-o", "html"]), 0);
    assert!(
        page.contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
    );
    // Below this width a week is a list of its days, and days without a run are left out.
    assert!(page.contains("@media screen and (max-width: 1100px)"));
    assert!(page.contains(".week { display: block; }"));
    assert!(page.contains(".week .free { display: none; }"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_timeline_fits_the_terminal() {
    use unicode_width::UnicodeWidthStr;

    for width in [60, 80, 132] {
        // script gives the program a terminal; stty gives that a width.
        let program = env!("CARGO_BIN_EXE_kubectl-gardener");
        let line = format!(
            "stty rows 40 cols {width}; {program} versions forecast --landscape {SAMPLE} --now {NOW} --color never 2>/dev/null"
        );
        let output = std::process::Command::new("script")
            .args(["-qec", &line, "/dev/null"])
            .stdin(std::process::Stdio::null())
            .output();
        let Ok(output) = output else { return };
        let printed = text(&output, 0);
        assert!(printed.contains("garden-commerce/checkout"), "{printed}");
        for line in printed.lines() {
            let line = line.trim_end_matches('\r');
            assert!(line.width() <= width, "{width}: {line}");
        }
    }
}
