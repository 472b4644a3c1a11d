//! `versions`: what expires, who uses it, and what Gardener will force.

mod diff;
mod forecast;
pub(in crate::commands) mod reading;
mod report;

use clap::Subcommand;

use crate::cli::App;
use crate::error::{Outcome, WithHint, usage};

/// The command with its subcommands; without one it is `report`.
#[derive(Debug, clap::Args)]
pub struct Command {
    #[command(subcommand)]
    command: Option<Sub>,
    #[command(flatten)]
    report: report::Args,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Report versions, their users and the next maintenance run of each shoot (the default)
    Report(report::Args),
    /// Foretell every maintenance run that changes a version or fails
    Forecast(forecast::Args),
    /// Tell whom a change of CloudProfiles hits, when and how
    Diff(diff::Args),
}

/// Run the command.
pub async fn run(command: Command, app: &mut App) -> anyhow::Result<Outcome> {
    match command.command {
        // clap's own check would also refuse global options in this place.
        Some(sub) if command.report != report::Args::without_any() => {
            Err(usage("options of the report stand before the subcommand")).hint(match sub {
                Sub::Report(_) => {
                    "put them behind it: kubectl gardener versions report --by version"
                }
                Sub::Forecast(_) => {
                    "put them behind it: kubectl gardener versions forecast --by week"
                }
                Sub::Diff(_) => {
                    "put them behind it: kubectl gardener versions diff live aws.yaml -o markdown"
                }
            })
        }
        Some(Sub::Report(args)) => report::run(args, app).await,
        Some(Sub::Forecast(args)) => forecast::run(args, app).await,
        Some(Sub::Diff(args)) => diff::run(args, app).await,
        None => report::run(command.report, app).await,
    }
}
