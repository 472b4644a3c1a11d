//! `emergency-stop on`: first the patches, then everything else.

use jiff::Timestamp;

use super::targets::Targets;
use crate::cli::{App, length};
use crate::commands::acting::{ActingArgs, one_line};
use crate::error::{Outcome, refused};
use crate::output::Format;

/// Arguments of `emergency-stop on`.
#[derive(Debug, PartialEq, clap::Args)]
pub struct Args {
    #[command(flatten)]
    targets: Targets,
    #[command(flatten)]
    stopping: Stopping,
}

/// What is asked for, for whichever seeds.
#[derive(Debug, PartialEq, clap::Args)]
pub struct Stopping {
    /// Why, for those who find the seeds stopped
    #[arg(long, value_name = "TEXT", value_parser = one_line)]
    reason: Option<String>,
    /// When it should be over: an instant, or a length of time such as 4h. It only counts as overdue then
    #[arg(long, value_name = "TIME", value_parser = End::parse, allow_hyphen_values = true)]
    until: Option<End>,
    #[command(flatten)]
    acting: ActingArgs,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(super::FORMATS))]
    output: Format,
}

impl Args {
    /// Give the arguments for every seed.
    pub fn everywhere(stopping: Stopping) -> Self {
        Self {
            targets: Targets::all(),
            stopping,
        }
    }
}

/// When a hold should be over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At an instant.
    At(Timestamp),
    /// Some time after it was taken.
    After(jiff::SignedDuration),
}

impl End {
    fn parse(text: &str) -> Result<Self, String> {
        if let Ok(at) = text.parse() {
            return Ok(Self::At(at));
        }
        length(text).map(Self::After).map_err(|_| {
            format!("`{text}` is neither an instant such as 2026-11-21T18:00:00Z nor a length of time such as 4h")
        })
    }

    /// Give the instant.
    pub fn from(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::After(length) => now.saturating_add(length).unwrap_or(Timestamp::MAX),
        }
    }
}

/// Run the command.
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    args.targets.require()?;
    args.stopping.acting.check(app)?;
    Err(refused("not there yet"))
}
