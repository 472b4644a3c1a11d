//! The global options and the list of commands.

use clap::{ArgAction, Parser, Subcommand};
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

use crate::commands;
use crate::error::Outcome;
use crate::garden::connection::ConnectionArgs;
use crate::garden::source::SourceArgs;
use crate::output::{Answer, ColorChoice};
use crate::ui::Ui;

/// Day-2 operations for Gardener landscapes
///
/// Answers what the operators of a landscape ask in an incident and before a change: which versions
/// expire, who uses them, and what Gardener will force, when.
#[derive(Debug, Parser)]
#[command(
    name = "kubectl-gardener",
    bin_name = "kubectl gardener",
    version,
    propagate_version = false,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 110,
    after_help = "Exit codes: 0 done or nothing to report, 1 failed, 2 wrong usage, 3 findings at or above --fail-on,\n\
                  4 some targets done and some not, 5 refused by a guard, 6 timed out while waiting, 130 interrupted."
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, clap::Args)]
pub struct Global {
    /// Where the objects come from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Which garden, and as whom.
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// Namespace (of a project) to look at, instead of all
    #[arg(
        short,
        long,
        global = true,
        value_name = "NAME",
        help_heading = "Scope"
    )]
    pub namespace: Option<String>,
    /// Instant to take for now, such as 2026-11-21T00:00:00Z
    #[arg(long, global = true, value_name = "RFC3339", value_parser = instant, help_heading = "Global")]
    pub now: Option<Timestamp>,
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        help_heading = "Global"
    )]
    pub color: ColorChoice,
    /// How much to tell of what is done, 0 to 9 as with kubectl
    #[arg(
        short = 'v',
        long = "v",
        global = true,
        value_name = "LEVEL",
        default_value_t = 0,
        action = ArgAction::Set,
        value_parser = clap::value_parser!(u8).range(0..=9),
        help_heading = "Global"
    )]
    pub verbosity: u8,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tell which versions expire, who uses them and what Gardener will force, when
    Versions(commands::versions::Command),
    /// Print a script that completes commands and flags in a shell
    Completion(commands::completion::Args),
    /// Print the version of this program
    Version(commands::version::Args),
}

/// What a command works with.
pub struct App {
    /// The options of every command.
    pub global: Global,
    /// The instant that counts as now.
    pub now: Timestamp,
    /// What is said on stderr.
    pub ui: Ui,
    /// Where the answer goes.
    pub answer: Answer,
}

/// Run a command.
pub async fn run(command: Command, mut app: App) -> anyhow::Result<Outcome> {
    match command {
        Command::Versions(command) => commands::versions::run(command, &mut app).await,
        Command::Completion(args) => commands::completion::run(&args, &mut app),
        Command::Version(args) => commands::version::run(&args, &mut app),
    }
}

/// Parse an instant.
pub fn instant(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is no instant: write it like 2026-11-21T00:00:00Z"))
}

/// Parse a length of time: `30d`, `2w`, `12h`. A day has 24 hours.
pub fn length(text: &str) -> Result<SignedDuration, String> {
    let wrong = || format!("`{text}` is no length of time: write it like 30d, 2w or 12h");
    let span: Span = text.parse().map_err(|_| wrong())?;
    let length = span
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|_| wrong())?;
    if length.is_negative() {
        return Err(format!(
            "`{text}` is negative: write it like 30d, 2w or 12h"
        ));
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn lengths_have_days_of_24_hours() {
        assert_eq!(length("30d"), Ok(SignedDuration::from_hours(720)));
        assert_eq!(length("2w"), Ok(SignedDuration::from_hours(336)));
        assert_eq!(length("90m"), Ok(SignedDuration::from_mins(90)));
        for wrong in ["", "30", "-1d", "soon", "1mo"] {
            assert!(length(wrong).is_err(), "{wrong}");
        }
    }
}
