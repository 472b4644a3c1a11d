//! `impact`: what a change of a Shoot does, before it is made.

mod around;
mod cloudprofile;
mod files;
mod fleet;
mod gardener;
mod level;
mod live;
mod name;
mod rules;
mod seed;
mod shoot;

use std::io;

use clap::Subcommand;
use serde_json::Value;

use crate::cli::App;
use crate::domain::impact::facts::{Facts, Surroundings};
use crate::domain::impact::report::{ImpactReport, ImpactReportList, report};
use crate::error::Outcome;
use crate::garden::Garden;
use crate::garden::landscape::Landscape;
use crate::output::Format;

use around::surroundings;
use level::{Level, level};
use live::{Reports, Target};

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact -f new.yaml\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --set spec.kubernetes.version=1.36.3\n  \
    kubectl gardener impact -f new.yaml --old old.yaml --landscape garden.yaml\n  \
    kubectl gardener impact -f new.yaml --landscape garden.yaml --fail-on node-roll -o markdown\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --set spec.kubernetes.version=1.36.3 --landscape examples/landscape --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener impact rules machine-type\n\n\
    Without --old and --landscape the garden is asked: it checks the change in a dry run, which keeps nothing, and its \
    verdict is the answer. That needs the right to patch the Shoot (with --replace: to update it); without it, and \
    with files, the rules answer, what is decided elsewhere is named, and the verdict is unknown then.\n\n\
    A manifest is taken as kubectl apply takes it: what was applied before and is left out now is removed; what the \
    server filled in or somebody else set stays. What was applied before is in an annotation that kubectl apply leaves; \
    without it everything that is left out stays, unless the old Shoot is a plain manifest itself. With --replace \
    whatever is left out is removed, and filled in anew by the server.";

/// Formats of a report.
const FORMATS: &[Format] = &[
    Format::Table,
    Format::Wide,
    Format::Json,
    Format::Yaml,
    Format::Markdown,
];

/// The command with its subcommands.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = false, subcommand_negates_reqs = true)]
pub struct Command {
    #[command(subcommand)]
    sub: Option<Sub>,
    #[command(flatten)]
    files: files::Args,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Tell what a patch of a Shoot would do
    Shoot(shoot::Args),
    /// List the rules, or explain one
    Rules(rules::Args),
    /// Tell what a change of a CloudProfile does to the shoots that refer to it
    Cloudprofile(cloudprofile::Args),
    /// Tell what a change of a Seed does to it and to the shoots that it hosts
    Seed(seed::Args),
    /// Tell what another version of Gardener restarts, for whom and when, by its image vectors
    Gardener(Box<gardener::Args>),
}

/// How the answer looks and ends.
#[derive(Debug, clap::Args)]
struct OutputArgs {
    /// End with exit code 3 if something of this class or a more severe one happens: rejected, destructive, node-roll and so on, or unknown
    #[arg(long, value_name = "CLASS", value_parser = level)]
    fail_on: Option<Level>,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

/// Run the command.
pub async fn run(command: Command, app: &mut App) -> anyhow::Result<Outcome> {
    match command.sub {
        Some(Sub::Rules(args)) => rules::run(&args, app),
        Some(Sub::Shoot(args)) => shoot::run(&args, app).await,
        None => files::run(&command.files, &command.output, app).await,
        Some(Sub::Cloudprofile(args)) => Box::pin(cloudprofile::run(&args, app)).await,
        Some(Sub::Seed(args)) => Box::pin(seed::run(&args, app)).await,
        Some(Sub::Gardener(args)) => Box::pin(gardener::run(&args, app)).await,
    }
}

/// Read the landscape, if one is named.
fn open(app: &App) -> anyhow::Result<Option<Landscape>> {
    let Some(path) = &app.global.source.landscape else {
        return Ok(None);
    };
    let strict = app.global.source.strict;
    let landscape = Landscape::read_with_trees(path, strict, &mut io::stdin().lock())?;
    for problem in landscape.problems() {
        app.ui.warning(problem.to_string());
    }
    Ok(Some(landscape))
}

fn answer(
    pairs: &[(Value, Value)],
    landscape: Option<&Landscape>,
    output: &OutputArgs,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    let around = match landscape {
        Some(landscape) => surroundings(landscape)?,
        None => Surroundings::default(),
    };
    let facts = Facts {
        around: &around,
        now: app.now,
    };
    let items = pairs.iter().map(|(old, new)| report(old, new, facts));
    print(items.collect(), pairs.len() > 1, output, app)
}

/// Ask the garden, and answer.
async fn answer_live(
    garden: &Garden,
    targets: &[Target],
    output: &OutputArgs,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    let looked = live::look(garden, targets).await?;
    let Reports { items, failures } = live::reports(looked, targets, app);
    let incomplete = !failures.is_empty();
    if items.is_empty()
        && let Some(failure) = failures.into_iter().next()
    {
        return Err(failure);
    }
    let outcome = print(items, targets.len() > 1, output, app)?;
    Ok(if incomplete {
        Outcome::Partial
    } else {
        outcome
    })
}

/// Print one report, or a list where several were asked for.
fn print(
    items: Vec<ImpactReport>,
    several: bool,
    output: &OutputArgs,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    let found = output
        .fail_on
        .is_some_and(|level| items.iter().any(|item| level.is_met(item)));
    match items.as_slice() {
        [only] if !several => app.answer.print(only, output.output)?,
        _ => app
            .answer
            .print(&ImpactReportList { items }, output.output)?,
    }
    Ok(if found {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}
