//! `doctor`: what keeps this program from working, and the command that mends it.

mod rbac;

use crate::cli::App;
use crate::error::Outcome;
use crate::output::Format;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener doctor --rbac versions\n  \
    kubectl gardener doctor --rbac emergency-stop on --optional | kubectl apply -f -";

/// Arguments of `doctor`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Print the least ClusterRole and Roles for a command, ready for kubectl apply; -n narrows them to a namespace
    #[arg(long, value_name = "COMMAND", num_args = 1..=3, required = true)]
    rbac: Vec<String>,
    /// Print also what the command can do without
    #[arg(long, requires = "rbac")]
    optional: bool,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", value_parser = Format::one_of(Format::ALL))]
    output: Option<Format>,
}

/// Run the command.
#[expect(clippy::unused_async, reason = "the report asks the garden")]
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    rbac::run(&args.rbac, args.optional, args.output, app)
}
