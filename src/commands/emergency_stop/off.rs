//! `emergency-stop off`: the way out of it, only as far as the stop is ours.

use super::targets::Targets;
use crate::cli::App;
use crate::commands::acting::ActingArgs;
use crate::error::{Outcome, refused};
use crate::output::Format;

/// Arguments of `emergency-stop off`.
#[derive(Debug, PartialEq, clap::Args)]
pub struct Args {
    #[command(flatten)]
    targets: Targets,
    /// Lift the holds of others, too; what they were is kept on the seed
    #[arg(long = "override")]
    overriding: bool,
    #[command(flatten)]
    acting: ActingArgs,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(super::FORMATS))]
    output: Format,
}

/// Run the command.
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    args.targets.require()?;
    args.acting.check(app)?;
    Err(refused("not there yet"))
}
