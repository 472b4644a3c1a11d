//! Help is complete, written in one style, and its examples work.

use std::ffi::OsString;
use std::path::Path;

use clap::Command;
use clap::error::ErrorKind;
use kubectl_gardener::cli::{self, Cli};
use kubectl_gardener::defaults::Defaults;

/// Split the text below the help into its examples and the rest.
pub(crate) fn sections(after_help: &str) -> (Vec<&str>, String) {
    let mut examples = Vec::new();
    let mut rest = Vec::new();
    for paragraph in after_help.split("\n\n") {
        if let Some(lines) = paragraph.strip_prefix("Examples:\n") {
            examples.extend(lines.lines().map(str::trim));
        } else if !paragraph.starts_with("Exit codes:") && !paragraph.starts_with("Environment:") {
            rest.push(paragraph);
        }
    }
    (examples, rest.join("\n\n"))
}

/// Cut the words of our program out of a line of shell.
pub(crate) fn words(line: &str, program: &str) -> Option<Vec<String>> {
    let (_, rest) = line.split_once(program)?;
    let mut words = vec![program.to_owned()];
    let rest = rest
        .split_whitespace()
        .take_while(|word| !["|", ">", "2>", "<", "&&", ";", "#", "\\"].contains(word));
    for word in rest {
        // The end of a substitution: source <(kubectl gardener completion zsh)
        words.push(word.trim_end_matches(')').trim_matches('\'').to_owned());
    }
    Some(words)
}

/// Parse a command line; one that asks for help is as good as any.
pub(crate) fn parses(words: &[String]) -> Result<(), String> {
    match Cli::read(words.iter().map(OsString::from), &Defaults::default()) {
        Ok(_) => Ok(()),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            Ok(())
        }
        Err(error) => Err(format!("{}: {error}", words.join(" "))),
    }
}

/// Visit every command that people see, with its path.
fn each_command(visit: &mut impl FnMut(&str, &Command)) {
    fn walk(command: &Command, path: &str, visit: &mut impl FnMut(&str, &Command)) {
        visit(path, command);
        for child in command.get_subcommands() {
            if !child.is_hide_set() && child.get_name() != "help" {
                walk(child, &format!("{path} {}", child.get_name()), visit);
            }
        }
    }
    walk(&cli::command(cli::BIN_NAME), cli::BIN_NAME, visit);
}

fn in_style(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && !text.trim_end().ends_with('.') && !text.contains('\n')
}

#[test]
fn short_help_is_there_begins_with_a_capital_and_has_no_full_stop() {
    each_command(&mut |path, command| {
        let about = command.get_about().map(ToString::to_string);
        assert!(in_style(&about.unwrap_or_default()), "{path}");
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let help = arg.get_help().map(ToString::to_string);
            assert!(
                in_style(&help.unwrap_or_default()),
                "{path}: {}",
                arg.get_id()
            );
            if !arg.get_action().takes_values() {
                continue;
            }
            for value in arg.get_possible_values() {
                let Some(help) = value.get_help().map(ToString::to_string) else {
                    continue;
                };
                assert!(
                    in_style(&help),
                    "{path}: {} {}",
                    arg.get_id(),
                    value.get_name()
                );
            }
        }
    });
}

#[test]
fn names_of_options_are_kebab_case_and_their_values_are_in_capitals() {
    each_command(&mut |path, command| {
        for arg in command.get_arguments() {
            let long = arg.get_long().unwrap_or("long");
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(long.chars().all(kebab), "{path}: --{long}");
            if !arg.get_action().takes_values() {
                continue;
            }
            for name in arg.get_value_names().unwrap_or_default() {
                assert_eq!(name.to_string(), name.to_uppercase(), "{path}: --{long}");
            }
        }
    });
}

#[test]
fn every_command_has_examples_of_its_own_that_it_takes() {
    each_command(&mut |path, command| {
        let help = command.get_after_help().map(ToString::to_string);
        let help = help.unwrap_or_default();
        let (examples, _) = sections(&help);
        assert!(!examples.is_empty(), "{path} has no examples");
        // The default subcommand shows the examples of the command that it belongs to.
        let own = path.strip_suffix(" report").unwrap_or(path);
        for example in examples {
            assert!(example.contains(own), "{path}: {example}");
            let words = words(example, cli::BIN_NAME).unwrap_or_default();
            parses(&words).unwrap();
        }
    });
}

#[test]
fn examples_with_the_sample_landscape_run() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(project.join("examples/landscape").is_dir());
    let mut ran = 0;
    each_command(&mut |path, command| {
        let help = command.get_after_help().map(ToString::to_string);
        let help = help.unwrap_or_default();
        for example in sections(&help).0 {
            let words = words(example, cli::BIN_NAME).unwrap_or_default();
            if !words.iter().any(|word| word.starts_with("examples/")) {
                continue;
            }
            snapbox::cmd::Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"))
                .args(&words[1..])
                .current_dir(project)
                .assert()
                .success()
                .stderr_eq("");
            ran += 1;
            assert!(
                words.iter().any(|word| word == "--now"),
                "{path}: the answer changes daily"
            );
        }
    });
    assert!(ran > 0, "no example uses the sample landscape");
}

#[test]
fn what_is_no_command_line_of_ours_is_noticed() {
    let of = |line| parses(&words(line, cli::BIN_NAME).unwrap());
    assert!(of("kubectl gardener versions --by moon").is_err());
    assert!(of("kubectl gardener versions --no-such-option").is_err());
    assert!(of("kubectl gardener versions --by seed | head # a comment").is_ok());
    assert!(of("source <(kubectl gardener completion zsh)").is_ok());
    assert_eq!(words("cargo test", cli::BIN_NAME), None);
}
