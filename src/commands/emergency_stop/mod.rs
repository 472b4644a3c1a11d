//! `emergency-stop`: the brake, and the safe way out of it.

mod off;
mod on;
mod status;
mod targets;

use clap::{Args as _, FromArgMatches, Subcommand};

use crate::cli::App;
use crate::error::{Outcome, WithHint, usage};
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
    kubectl gardener emergency-stop --all --incident INC-42 --reason \"etcd corrupts data\"\n  \
    kubectl gardener emergency-stop on aws-eu1 --incident INC-42 --wait\n  \
    kubectl gardener emergency-stop off --all --incident INC-42 --waves 10% --soak 10m";

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
    All(on::Stopping),
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
        Some(Sub::On(args)) => on::run(args, app).await,
        Some(Sub::Off(args)) => off::run(args, app).await,
        Some(Sub::Status(args)) => status::run(args, app).await,
        Some(Sub::All(stopping)) => on::run(on::Args::everywhere(stopping), app).await,
        None if everywhere.all => on::run(on::Args::everywhere(everywhere.stopping), app).await,
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
