//! The manual pages.

use std::collections::BTreeMap;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use kubectl_gardener::cli;
use kubectl_gardener::error::Outcome;

pub(super) fn add_pages(
    command: Command,
    parent: Option<&str>,
    pages: &mut BTreeMap<String, String>,
) {
    // `help` has nothing to say that the other pages do not.
    let command = command.mut_subcommands(|command| {
        let hide = command.is_hide_set() || command.get_name() == "help";
        command.hide(hide)
    });
    let name = command.get_display_name().unwrap_or("kubectl-gardener");
    let children: Vec<&Command> = command
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .collect();
    let see: Vec<String> = (parent.into_iter().map(ToOwned::to_owned))
        .chain(
            children
                .iter()
                .filter_map(|c| Some(c.get_display_name()?.to_owned())),
        )
        .collect();
    pages.insert(format!("{name}.1"), page(&command, name, &see));
    for child in children {
        add_pages(child.clone(), Some(name), pages);
    }
}

fn page(command: &Command, name: &str, see: &[String]) -> String {
    let man = Man::new(command.clone())
        .title(name.to_uppercase())
        .source("kubectl-gardener")
        .manual("Gardener for operators");
    let mut text = Vec::new();
    man.render_title(&mut text).unwrap();
    // The empty date is lost without quotes, and what follows takes its place.
    let title = String::from_utf8(text).unwrap();
    let mut text = title
        .replacen(" 1  kubectl-gardener", " 1 \"\" kubectl-gardener", 1)
        .into_bytes();
    man.render_name_section(&mut text).unwrap();
    synopsis(command).to_writer(&mut text).unwrap();
    man.render_description_section(&mut text).unwrap();
    man.render_options_section(&mut text).unwrap();
    if command
        .get_subcommands()
        .any(|command| !command.is_hide_set())
    {
        man.render_subcommands_section(&mut text).unwrap();
    }
    let mut more = Roff::new();
    let help = command.get_after_help().map(ToString::to_string);
    let (examples, notes) = crate::help::sections(help.as_deref().unwrap_or_default());
    assert!(!examples.is_empty(), "{name} has examples");
    more.control("SH", ["EXAMPLES"]).control("nf", []);
    for example in examples {
        more.text([roman(example)]);
    }
    more.control("fi", []);
    if !notes.is_empty() {
        more.control("SH", ["NOTES"]).text([roman(notes)]);
    }
    let reads = command
        .get_arguments()
        .any(|arg| arg.get_id() == "kubeconfig" && !arg.is_hide_set());
    more.control("SH", ["EXIT STATUS"]);
    for outcome in Outcome::ALL {
        // Commands that look at nothing find nothing.
        if reads || outcome.code() <= Outcome::Usage.code() {
            more.control("TP", []);
            more.text([bold(outcome.code().to_string())]);
            more.text([roman(outcome.meaning())]);
        }
    }
    if reads {
        more.control("SH", ["ENVIRONMENT"]);
        for (variable, meaning) in cli::variables() {
            more.control("TP", []);
            more.text([bold(variable)]);
            more.text([roman(meaning)]);
        }
    }
    if !see.is_empty() {
        more.control("SH", ["SEE ALSO"]);
        more.text([roman(
            see.iter()
                .map(|page| format!("{page}(1)"))
                .collect::<Vec<_>>()
                .join(", "),
        )]);
    }
    more.to_writer(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// One line instead of the names of all options, which follow anyway.
fn synopsis(command: &Command) -> Roff {
    let usage = command.clone().render_usage().to_string();
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]).control("nf", []);
    for line in usage.trim_start_matches("Usage: ").lines() {
        roff.text([roman(line.trim())]);
    }
    roff.control("fi", []);
    roff
}
