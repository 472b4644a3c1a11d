//! Variables of the environment that stand in for options.

use std::ffi::OsString;

use kubectl_gardener::cli::Cli;
use kubectl_gardener::defaults::{Defaults, PREFIX, SETTINGS};
use snapbox::cmd::OutputAssert;
use snapbox::str;

use super::binary::program;

const SAMPLE: &str =
    "versions -n garden-commerce --landscape examples/landscape --now 2026-11-21T00:00:00Z";

fn run(arguments: &str, variables: &[(&str, &str)]) -> OutputAssert {
    program()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .envs(variables.iter().copied())
        .args(arguments.split_whitespace())
        .assert()
}

fn answer(arguments: &str, variables: &[(&str, &str)]) -> String {
    let output = run(arguments, variables).success().get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_output_is_that_of_the_environment_unless_an_option_says_otherwise() {
    let json = [("KUBECTL_GARDENER_OUTPUT", "json")];
    assert!(answer(SAMPLE, &json).starts_with('{'));
    assert!(answer(&format!("{SAMPLE} -o name"), &json).starts_with("shoot"));
    // Every command has JSON, so a script can rely on it.
    assert!(answer("version", &json).starts_with('{'));
}

#[test]
fn a_format_that_a_command_does_not_have_is_no_reason_to_refuse() {
    let plain = answer(SAMPLE, &[]);
    for format in ["sarif", "ics"] {
        let with = answer(SAMPLE, &[("KUBECTL_GARDENER_OUTPUT", format)]);
        assert_eq!(with, plain, "{format}");
    }
    assert_eq!(answer(SAMPLE, &[("KUBECTL_GARDENER_OUTPUT", "")]), plain);
}

#[test]
fn the_colour_of_the_environment_goes_before_what_is_customary() {
    let always = [("KUBECTL_GARDENER_COLOR", "always"), ("NO_COLOR", "1")];
    assert!(answer(SAMPLE, &always).contains('\u{1b}'));
    assert!(!answer(&format!("{SAMPLE} --color never"), &always).contains('\u{1b}'));
}

#[test]
fn a_wrong_value_is_refused_and_named_where_it_counts() {
    run(SAMPLE, &[("KUBECTL_GARDENER_OUTPUT", "xml")])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: invalid value 'xml' for '--output <FORMAT>'
  [possible values: table, wide, json, yaml, name, markdown, csv, html]

  tip: the environment says so: KUBECTL_GARDENER_OUTPUT

For more information, try '--help'.

"#]]);
    let none = [("KUBECTL_GARDENER_MAX_IN_FLIGHT", "none")];
    run(SAMPLE, &none).success();
    let stop = "emergency-stop on --all --dry-run --landscape examples/landscape";
    let refused = run(stop, &none).code(2).get_output().clone();
    let text = String::from_utf8(refused.stderr).unwrap();
    assert!(text.contains("KUBECTL_GARDENER_MAX_IN_FLIGHT"), "{text}");
    // What the command line says itself is its own fault.
    let refused = run(&format!("{stop} --max-in-flight zero"), &none).code(2);
    let text = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(!text.contains("KUBECTL_GARDENER"), "{text}");
}

#[test]
fn a_bare_command_and_help_are_what_they_are_without() {
    let all: Vec<_> = SETTINGS
        .iter()
        .map(|setting| (setting.variable, "always"))
        .collect();
    assert_eq!(answer("--version", &all), answer("--version", &[]));
    run("", &all).code(2);
    run("versions --help", &all).success();
}

#[test]
fn every_variable_stands_in_for_an_option_that_is_there() {
    let lines = [
        ("--output", "versions", "yaml"),
        ("--color", "version", "never"),
        ("--output", "versions report", "json"),
        ("--output", "versions diff live new.yaml", "json"),
        ("--output", "emergency-stop status", "json"),
        ("--output", "emergency-stop all", "json"),
        ("--color", "emergency-stop off aws", "never"),
        ("--max-in-flight", "emergency-stop --all", "3"),
        ("--max-in-flight", "emergency-stop on aws", "3"),
        ("--audit-log", "redeploy aws", "audit.jsonl"),
        ("--audit-log", "emergency-stop off aws", "audit.jsonl"),
        ("--audit-log", "impact apply plan.json", "audit.jsonl"),
    ];
    for setting in SETTINGS {
        assert!(setting.variable.starts_with(PREFIX));
        assert!(lines.iter().any(|(option, ..)| *option == setting.option));
    }
    for (option, line, value) in lines {
        let setting = SETTINGS
            .iter()
            .find(|setting| setting.option == option)
            .unwrap();
        let words = |line: &str| {
            let words = format!("kubectl-gardener {line}");
            words
                .split(' ')
                .map(OsString::from)
                .collect::<Vec<OsString>>()
        };
        let defaults = Defaults::new(|name| (name == setting.variable).then(|| value.into()));
        let by_variable = Cli::read(words(line), &defaults).unwrap();
        let by_option = Cli::read(
            words(&format!("{line} {option} {value}")),
            &Defaults::default(),
        );
        assert_eq!(
            format!("{by_variable:?}"),
            format!("{:?}", by_option.unwrap())
        );
        let without = Cli::read(words(line), &Defaults::default()).unwrap();
        assert_ne!(format!("{by_variable:?}"), format!("{without:?}"));
    }
}

#[test]
fn every_command_goes_on_with_every_variable() {
    let all = [
        ("KUBECTL_GARDENER_OUTPUT", "json"),
        ("KUBECTL_GARDENER_COLOR", "never"),
        ("KUBECTL_GARDENER_MAX_IN_FLIGHT", "4"),
        ("KUBECTL_GARDENER_AUDIT_LOG", "/nowhere/audit.jsonl"),
    ];
    let sample = "--landscape examples/landscape --now 2026-11-21T00:00:00Z";
    for command in [
        "versions",
        "versions report",
        "versions forecast",
        "versions diff live examples/profiles-next/aws.yaml",
        "gardenlets",
        "emergency-stop --all --dry-run",
        "emergency-stop all --dry-run",
        "emergency-stop on --all --dry-run",
        "emergency-stop off gcp-eu1 --yes --override --dry-run",
        "emergency-stop status",
        "redeploy metal-dc1 --runtime --dry-run",
        "impact -f examples/shoots-next/shop-prod.yaml",
        "impact shoot shop-prod -n garden-commerce --set spec.purpose=testing",
        "impact seed -f examples/seeds-next/aws-eu1.yaml",
        "impact cloudprofile -f examples/profiles-next/aws.yaml",
        "impact rules",
        "doctor",
        "version",
    ] {
        let text = answer(&format!("{command} {sample}"), &all);
        assert!(text.starts_with('{'), "{command}: {text}");
    }
    // The value is a format there, and what is called is a file here.
    assert!(answer("completion bash", &all).contains("kubectl-gardener"));
}

#[test]
fn a_wrong_value_keeps_neither_the_doctor_nor_a_shell_from_starting() {
    for (variable, value) in [
        ("KUBECTL_GARDENER_OUTPUT", "xml"),
        ("KUBECTL_GARDENER_COLOR", "blue"),
    ] {
        let set = [(variable, value)];
        answer(
            "doctor --landscape examples/landscape --now 2026-11-21T00:00:00Z",
            &set,
        );
        answer("completion bash", &set);
    }
}

#[test]
fn nothing_is_written_before_an_answer_that_cannot_be_printed_is_refused() {
    for format in ["sarif", "ics"] {
        run(&format!("redeploy aws --yes --runtime -o {format}"), &[])
            .code(2)
            .stdout_eq("");
    }
}
