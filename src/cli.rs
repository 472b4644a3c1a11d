//! The global options and the list of commands.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

use crate::commands;
use crate::defaults::{Defaults, SETTINGS};
use crate::domain::rights;
use crate::error::{Outcome, Shown};
use crate::garden::connection::ConnectionArgs;
use crate::garden::names::Names;
use crate::garden::source::SourceArgs;
use crate::interrupt::Interrupt;
use crate::output::{Answer, ColorChoice};
use crate::ui::Ui;

/// How `kubectl gardener --help` names this program.
pub const BIN_NAME: &str = "kubectl gardener";

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener versions\n  \
    kubectl gardener versions --context my-garden --by project\n  \
    kubectl gardener versions --landscape examples/landscape --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener gardenlets --context my-garden\n  \
    kubectl gardener help versions report";

/// The variables of others that every command looks at, as help and manual explain them.
const CUSTOMARY: &[(&str, &str)] = &[
    (
        "KUBECONFIG",
        "kubeconfig files to merge, separated as in PATH; without it ~/.kube/config",
    ),
    (
        "HTTPS_PROXY, HTTP_PROXY",
        "proxy to an API server with or without TLS; --proxy-url and the kubeconfig's go first",
    ),
    (
        "NO_PROXY",
        "hosts that are reached without HTTPS_PROXY and HTTP_PROXY",
    ),
    ("NO_COLOR", "no colours, if set to something"),
    (
        "CLICOLOR_FORCE",
        "colours even if the output is no terminal, unless 0",
    ),
    ("CLICOLOR", "no colours, if 0"),
    ("TERM", "no colours and no progress, if dumb"),
];

/// Give every variable that commands look at, and what it does.
pub fn variables() -> impl Iterator<Item = (&'static str, &'static str)> {
    let ours = SETTINGS
        .iter()
        .map(|setting| (setting.variable, setting.meaning));
    CUSTOMARY.iter().copied().chain(ours)
}

/// Day-2 operations for Gardener landscapes
///
/// Answers what the operators of a landscape ask in an incident and before a change: which versions
/// expire, who uses them, and what Gardener will force, when.
#[derive(Debug, Parser)]
#[command(
    name = "kubectl-gardener",
    bin_name = BIN_NAME,
    version,
    propagate_version = false,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 110,
    after_help = format!("{EXAMPLES}\n\n{}", exit_codes()),
    after_long_help = format!("{EXAMPLES}\n\n{}\n\n{}", exit_codes(), environment())
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The words of the command, without options.
    #[arg(skip)]
    pub called: String,
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
        value_parser = NonEmptyStringValueParser::new(),
        add = Names::Namespaces,
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
    Versions(Box<commands::versions::Command>),
    /// Tell what a change of a Shoot does, before it is made
    Impact(Box<commands::impact::Command>),
    /// Tell what deployed each gardenlet, how it is, and the command that brings it back
    #[command(visible_alias = "gl")]
    Gardenlets(commands::gardenlets::Args),
    /// Bring a gardenlet back that lost its Deployment or its certificate
    #[command(visible_alias = "force-redeploy", long_about = commands::redeploy::ABOUT)]
    Redeploy(Box<commands::redeploy::Args>),
    /// Stop all shoot reconciliations of seeds in an incident, and lift the stop safely
    EmergencyStop(Box<commands::emergency_stop::Command>),
    /// Tell what keeps this program from working, and the command that mends it
    Doctor(Box<commands::doctor::Args>),
    /// Keep everything that reports need of a garden in one file, to look at it elsewhere or later
    Snapshot(commands::snapshot::Args),
    /// Have kubectl complete commands, flags and names, or print a script for a shell
    Completion(commands::completion::Args),
    /// Print the version of this program
    Version(commands::version::Args),
}

impl Cli {
    /// Parse a command line, the name of the program first.
    pub fn read(
        words: impl IntoIterator<Item = OsString>,
        defaults: &Defaults,
    ) -> Result<Self, clap::Error> {
        let words: Vec<OsString> = words.into_iter().collect();
        let mut command = command(BIN_NAME);
        let plain = command.clone();
        let mut matches = command.try_get_matches_from_mut(&words)?;
        let called = called(&matches);
        if !defaults.is_empty() {
            let mut with = defaults.apply(plain, &called);
            match with.try_get_matches_from_mut(&words) {
                Ok(found) => (matches, command) = (found, with),
                // What looks for such faults, and what a shell runs when it starts, go on without.
                Err(_) if called.starts_with("doctor") || called.starts_with("completion") => {}
                Err(error) => return Err(defaults.explain(error)),
            }
        }
        let mut cli =
            Self::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))?;
        cli.called = called;
        Ok(cli)
    }

    /// Say where the rights of the command stand, for an error that says that one is missing.
    pub fn hint_about_rights(called: &str, error: &Shown) -> Option<String> {
        let forbidden = error.message.contains(": forbidden: user ");
        let rights = rights::find(called).filter(|rights| rights.rules().next().is_some())?;
        forbidden.then(|| {
            let command = rights.command;
            format!("the role that it needs: kubectl gardener doctor --rbac {command}")
        })
    }
}

/// Give the words of the command that is called, without options.
fn called(matches: &clap::ArgMatches) -> String {
    let mut words = Vec::new();
    let mut at = matches;
    while let Some((name, below)) = at.subcommand() {
        words.push(name);
        at = below;
    }
    words.join(" ")
}

/// Describe the command line.
///
/// Commands that look at nothing do not show the options that say where to look. They take them
/// all the same: an alias that sets a context goes on working.
pub fn command(bin_name: &'static str) -> clap::Command {
    let mut command = Cli::command().bin_name(bin_name);
    command.build(); // hands the global options down, which is where they can be hidden
    command.mut_subcommands(|command| {
        if matches!(command.get_name(), "completion" | "version") {
            looking_at_nothing(command)
        } else {
            command
        }
    })
}

fn looking_at_nothing(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| {
            let reads = matches!(
                arg.get_help_heading(),
                Some("Connection" | "Offline" | "Scope")
            );
            let hide = reads || arg.get_id() == "now" || arg.is_hide_set();
            arg.hide(hide)
        })
        .mut_subcommands(looking_at_nothing)
}

fn exit_codes() -> String {
    Outcome::ALL
        .iter()
        .fold("Exit codes:".to_owned(), |mut text, outcome| {
            let _ = write!(text, "\n  {:>3}  {}", outcome.code(), outcome.meaning());
            text
        })
}

fn environment() -> String {
    variables().fold("Environment:".to_owned(), |mut text, (name, meaning)| {
        let _ = write!(text, "\n  {name:<30}  {meaning}");
        text
    })
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
    /// Whether somebody wants it to end.
    pub interrupt: Interrupt,
}

/// Run a command.
pub async fn run(command: Command, mut app: App) -> anyhow::Result<Outcome> {
    match command {
        Command::Impact(command) => Box::pin(commands::impact::run(*command, &mut app)).await,
        Command::Versions(command) => commands::versions::run(*command, &mut app).await,
        Command::Gardenlets(args) => Box::pin(commands::gardenlets::run(args, &mut app)).await,
        Command::Redeploy(args) => Box::pin(commands::redeploy::run(*args, &mut app)).await,
        Command::EmergencyStop(command) => {
            Box::pin(commands::emergency_stop::run(*command, &mut app)).await
        }
        Command::Doctor(args) => Box::pin(commands::doctor::run(*args, &mut app)).await,
        Command::Snapshot(args) => Box::pin(commands::snapshot::run(args, &mut app)).await,
        Command::Completion(args) => commands::completion::run(args, &mut app),
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
