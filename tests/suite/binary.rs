//! The program as its users start it: exit codes, streams, and what it says when it is used wrongly.

use std::io::Write as _;
use std::process::{Command as Process, Stdio};

use crate::patience::end_of;
use snapbox::cmd::{Command, OutputAssert};
use snapbox::str;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kubectl-gardener");

/// A landscape with one profile and one shoot.
const LANDSCAPE: &str = "\
apiVersion: core.gardener.cloud/v1beta1
kind: CloudProfile
metadata: {name: aws}
spec:
  type: aws
  kubernetes: {versions: [{version: 1.33.2}, {version: 1.32.5, expirationDate: '2026-10-01T00:00:00Z'}]}
  machineTypes: [{name: m5.large, cpu: '2', gpu: '0', memory: 8Gi}]
  machineImages: [{name: gardenlinux, versions: [{version: 1877.9.0, cri: [{name: containerd}]}]}]
---
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata: {name: shop, namespace: garden-dev}
spec:
  cloudProfile: {kind: CloudProfile, name: aws}
  kubernetes: {version: 1.32.5}
  maintenance:
    autoUpdate: {kubernetesVersion: false, machineImageVersion: false}
    timeWindow: {begin: 220000+0000, end: 230000+0000}
  provider:
    type: aws
    workers:
    - name: main
      machine: {type: m5.large, image: {name: gardenlinux, version: 1877.9.0}}
      cri: {name: containerd}
      minimum: 1
      maximum: 1
";

/// Start the program where no kubeconfig, proxy or colour of the developer's reaches it.
pub(crate) fn program() -> Command {
    Command::new(PROGRAM)
        .env_clear()
        .env("HOME", "/nowhere")
        .envs(std::env::vars().filter(|(name, _)| name.eq_ignore_ascii_case("SystemRoot")))
}

fn run(arguments: &str) -> OutputAssert {
    program().args(arguments.split_whitespace()).assert()
}

/// Report on the landscape above, given on stdin.
fn report(arguments: &str) -> OutputAssert {
    program()
        .args("versions --landscape - --now 2026-11-21T00:00:00Z".split(' '))
        .args(arguments.split_whitespace())
        .stdin(LANDSCAPE)
        .assert()
}

#[test]
fn help_and_version_are_answers() {
    for arguments in [
        "--help",
        "-h",
        "help",
        "help versions report",
        "versions --help",
        "versions report -h",
        "version --help",
        "completion --help",
    ] {
        let output = run(arguments).success().stderr_eq("").get_output().clone();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("Usage: kubectl gardener"), "{arguments}");
        assert!(!text.contains('\u{1b}'), "{arguments}: colours in a pipe");
    }
    run("--version").success().stderr_eq("").stdout_eq(concat!(
        "kubectl-gardener ",
        env!("CARGO_PKG_VERSION"),
        "\n"
    ));
}

#[test]
fn commands_that_look_at_nothing_do_not_show_where_to_look_but_take_it() {
    for command in ["version", "completion"] {
        let output = run(&format!("{command} --help"))
            .success()
            .get_output()
            .clone();
        let text = String::from_utf8(output.stdout).unwrap();
        for option in ["--kubeconfig", "--landscape", "--namespace", "--now"] {
            assert!(!text.contains(option), "{command} shows {option}");
        }
    }
    run("version --context some --namespace some").success();
}

#[test]
fn without_a_command_the_help_is_a_usage_error() {
    run("").code(2).stdout_eq("").stderr_eq(str![[r#"
Day-2 operations for Gardener landscapes

Usage: kubectl gardener [OPTIONS] <COMMAND>
...
"#]]);
}

#[test]
fn an_unknown_command_is_a_usage_error() {
    run("frobnicate").code(2).stdout_eq("").stderr_eq(str![[r#"
error: unrecognized subcommand 'frobnicate'

Usage: kubectl gardener [OPTIONS] <COMMAND>

For more information, try '--help'.

"#]]);
}

#[test]
fn a_mistyped_option_is_answered_with_a_similar_one() {
    run("versions --profle aws")
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: unexpected argument '--profle' found

  tip: a similar argument exists: '--profile'
...
"#]]);
}

#[test]
fn an_unknown_format_is_answered_with_those_that_there_are() {
    run("versions -o foo")
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: invalid value 'foo' for '--output <FORMAT>'
  [possible values: table, wide, json, yaml, name, markdown, csv, html]

For more information, try '--help'.

"#]]);
}

#[test]
fn times_that_are_none_are_answered_with_how_to_write_them() {
    run("versions --now foo").code(2).stdout_eq("").stderr_eq(str![[r#"
error: invalid value 'foo' for '--now <RFC3339>': `foo` is no instant: write it like 2026-11-21T00:00:00Z

For more information, try '--help'.

"#]]);
    run("versions --within -1d")
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: invalid value '-1d' for '--within <TIME>': `-1d` is negative: write it like 30d, 2w or 12h

For more information, try '--help'.

"#]]);
}

#[test]
fn strict_needs_a_landscape() {
    run("versions --strict")
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: the following required arguments were not provided:
  --landscape <PATH>

Usage: kubectl gardener versions --landscape <PATH> --strict

For more information, try '--help'.

"#]]);
}

#[test]
fn an_empty_name_is_a_usage_error_and_not_a_report_about_nothing() {
    for option in ["--namespace", "--profile", "--landscape", "--context"] {
        let empty = program().args(["versions", option, ""]).assert();
        let output = empty.code(2).stdout_eq("").get_output().clone();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(
            text.contains(&format!("a value is required for '{option}")),
            "{text}"
        );
    }
}

#[test]
fn two_readers_of_stdin_are_a_usage_error() {
    report("--waivers -")
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: --landscape and --waivers cannot both read stdin

"#]]);
}

#[test]
fn options_stand_behind_the_subcommand_but_global_ones_anywhere() {
    run("versions --by seed report")
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: options of the report stand before the subcommand
 hint: put them behind it: kubectl gardener versions report --by version

"#]]);
    report("report -o name")
        .success()
        .stderr_eq("")
        .stdout_eq(str![[r#"
shoot.core.gardener.cloud/garden-dev/shop

"#]]);
}

#[test]
fn a_landscape_that_is_not_there_is_an_error() {
    run("versions --landscape no/such/folder")
        .code(1)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: landscape no/such/folder does not exist
 hint: give a directory, a file, or - for stdin

"#]]);
}

#[test]
fn without_cluster_and_landscape_the_hint_names_both_ways() {
    run("versions").code(1).stdout_eq("").stderr_eq(str![[r#"
error: no kubeconfig found: [..] does not exist
 hint: name the garden's kubeconfig with --kubeconfig or KUBECONFIG, or read files with --landscape

"#]]);
}

#[test]
fn findings_change_the_exit_code_only_when_asked_to() {
    report("").code(0).stderr_eq("");
    report("--fail-on error").code(3).stderr_eq("");
    report("--fail-on error -o json").code(3).stderr_eq("");
    // Its control plane is the only user of the expired version; without shoots there is no finding.
    report("--fail-on info -n garden-other")
        .code(0)
        .stderr_eq("");
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let colored = |command: Command| {
        let command = command
            .args(["versions", "--landscape", "-"])
            .stdin(LANDSCAPE);
        let output = command.assert().success().get_output().clone();
        output.stdout.contains(&0x1b)
    };
    assert!(!colored(program()));
    assert!(colored(program().env("CLICOLOR_FORCE", "1")));
    assert!(!colored(
        program().env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")
    ));
    assert!(colored(
        program().env("NO_COLOR", "1").args(["--color", "always"])
    ));
    assert!(!colored(
        program()
            .env("CLICOLOR_FORCE", "1")
            .args(["--color", "never"])
    ));
}

#[test]
fn a_reader_that_has_gone_is_a_quiet_end() {
    for arguments in [
        "--help",
        "completion bash",
        "version",
        "versions --landscape - -o html",
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut child = Process::new(PROGRAM)
            .args(arguments.split(' '))
            .stdin(Stdio::piped())
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Those who read no landscape may be gone by now.
        let _ = stdin.write_all(LANDSCAPE.as_bytes());
        drop(stdin);
        let output = end_of(child, arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            (output.status.code(), &*stderr),
            (Some(0), ""),
            "{arguments}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    for arguments in ["--help", "--version", "completion bash", "version -o json"] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let child = Process::new(PROGRAM)
            .args(arguments.split(' '))
            .stdin(Stdio::null())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = end_of(child, arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments}");
        assert_eq!(
            stderr, "error: cannot write the answer: No space left on device (os error 28)\n",
            "{arguments}"
        );
    }
}

/// Load the committed script and complete with it.
#[cfg(target_os = "linux")]
#[test]
fn the_bash_script_completes() {
    let script =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/kubectl-gardener.bash");
    let ask = r#"
        source "$1"
        complete -p kubectl-gardener
        COMP_WORDS=(kubectl-gardener versions --by '') COMP_CWORD=3
        _kubectl__gardener kubectl-gardener '' --by
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    Command::new("bash")
        .args(["--norc", "-euc", ask, "bash"])
        .arg(script)
        .assert()
        .success()
        .stderr_eq("")
        .stdout_eq(str![[r#"
complete [..] kubectl-gardener
shoot
version
profile
project
seed

"#]]);
}
