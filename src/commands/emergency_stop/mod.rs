//! `emergency-stop`: the brake, and the safe way out of it.

mod confirm;
mod finish;
mod health;
mod off;
mod on;
mod resume;
mod scene;
pub(in crate::commands) mod status;
pub(in crate::commands) mod targets;
mod verify;
mod wait;
mod waves;
mod weigh;

use std::time::{Duration, Instant};

use clap::{Args as _, FromArgMatches, Subcommand};

use jiff::Timestamp;

use crate::cli::{App, length};
use crate::error::{Outcome, WithHint, usage};
use crate::garden::acting::Pace;
use crate::output::Format;

/// The formats of the answers.
const FORMATS: &[Format] = &[
    Format::Table,
    Format::Wide,
    Format::Json,
    Format::Yaml,
    Format::Name,
];

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener emergency-stop --all --incident INC-42 --reason etcd-corruption\n  \
    kubectl gardener emergency-stop on aws-eu1 --incident INC-42 --wait\n  \
    kubectl gardener emergency-stop off --all --incident INC-42 --waves 10% --soak 10m";

const ALL_EXAMPLES: &str = "Examples:\n  \
    kubectl gardener emergency-stop all --yes --incident INC-42 --reason etcd-corruption --wait\n  \
    kubectl gardener emergency-stop all --dry-run=server";

/// The command with its subcommands; with `--all` and without one it is `on --all`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Command {
    #[command(subcommand)]
    command: Option<Sub>,
    #[command(flatten)]
    everywhere: Everywhere,
}

/// Stop all seeds without naming a subcommand.
#[derive(Debug, PartialEq, clap::Args)]
struct Everywhere {
    /// Stop every seed: the same as `on --all`
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    stopping: on::Stopping,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Stop the shoot reconciliations of seeds
    On(on::Args),
    /// Lift the stop of seeds, as far as it is ours
    Off(off::Args),
    /// Tell which seeds are stopped, by whom, and what waits for the end of it
    Status(status::Args),
    /// Stop the shoot reconciliations of every seed: the same as `on --all`
    #[command(after_help = ALL_EXAMPLES)]
    All(on::Stopping),
}

/// How many requests at a time, and what is waited for.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct Pacing {
    /// Requests that are open at the same time
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = at_least_one, help_heading = "Acting")]
    max_in_flight: usize,
    /// Wait until each gardenlet has seen it
    #[arg(long, overrides_with = "no_wait", help_heading = "Waiting")]
    wait: bool,
    /// Do not wait, which is the default
    #[arg(long, overrides_with = "wait", help_heading = "Waiting")]
    no_wait: bool,
    /// How long to wait, such as 90s or 1h [default: 2m, and 1h where operations are waited for]
    #[arg(long, value_name = "TIME", value_parser = wait_length, help_heading = "Waiting")]
    timeout: Option<Duration>,
}

impl Pacing {
    fn pace(&self) -> Pace {
        Pace {
            in_flight: self.max_in_flight,
            ..Pace::default()
        }
    }

    /// Give when waiting ends; operations take longer than a gardenlet needs to see something.
    fn deadline(&self, for_operations: bool) -> Instant {
        let default = if for_operations { 3600 } else { 120 };
        Instant::now() + self.timeout.unwrap_or(Duration::from_secs(default))
    }
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("it must be a number from 1 on".to_owned()),
        Ok(number) => Ok(number),
    }
}

/// Parse how long to wait.
fn wait_length(text: &str) -> Result<Duration, String> {
    Duration::try_from(length(text)?).map_err(|error| error.to_string())
}

/// Give the instant of what is written, in seconds as Kubernetes has it.
fn now() -> Timestamp {
    in_seconds(Timestamp::now())
}

/// Leave out fractions of seconds.
fn in_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// Run the command.
pub async fn run(command: Command, app: &mut App) -> anyhow::Result<Outcome> {
    let everywhere = command.everywhere;
    // clap's own check would also refuse global options in this place.
    if command.command.is_some() && everywhere != Everywhere::without_any() {
        return Err(usage(
            "options of the emergency stop stand before the subcommand",
        ))
        .hint("put them behind it: kubectl gardener emergency-stop on --all --yes");
    }
    match command.command {
        Some(Sub::On(args)) => Box::pin(on::run(args, app)).await,
        Some(Sub::Off(args)) => Box::pin(off::run(args, app)).await,
        Some(Sub::Status(args)) => status::run(args, app).await,
        Some(Sub::All(stopping)) => Box::pin(on::run(on::Args::everywhere(stopping), app)).await,
        None if everywhere.all => {
            Box::pin(on::run(on::Args::everywhere(everywhere.stopping), app)).await
        }
        None => Err(usage("say what to do: on, off, status or --all")).hint(
            "kubectl gardener emergency-stop on SEED stops a seed, --all every seed; see --help",
        ),
    }
}

impl Everywhere {
    /// Give the arguments of a command line that has none.
    fn without_any() -> Self {
        let command = Self::augment_args(clap::Command::new("all").no_binary_name(true));
        let matches = command.get_matches_from(Vec::<String>::new());
        Self::from_arg_matches(&matches).expect("every argument is optional")
    }
}
