//! `impact`: what a change of a Shoot does, before it is made.

mod accepted;
mod answer;
mod apply;
mod around;
mod cloudprofile;
mod files;
mod fleet;
mod gardener;
mod level;
mod live;
mod name;
mod place;
mod remarks;
mod rules;
mod save;
mod seed;
mod shoot;

use std::io;

use clap::Subcommand;
use serde_json::Value;

use crate::cli::App;
use crate::commands::taken;
use crate::domain::impact::facts::{Facts, Surroundings};
use crate::domain::impact::report::{ImpactReport, report};
use crate::error::{Outcome, WithHint, usage};
use crate::garden::Garden;
use crate::garden::landscape::Landscape;
use crate::output::Format;
use crate::parallel::in_runs;

use answer::OutputArgs;
use around::surroundings;
use live::{Reports, Target};
use place::Spot;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact -f new.yaml\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --set spec.kubernetes.version=1.36.3\n  \
    kubectl gardener impact -f new.yaml --old old.yaml --landscape garden.yaml\n  \
    kubectl gardener impact -f new.yaml --landscape garden.yaml --fail-on node-roll -o markdown\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --set spec.kubernetes.version=1.36.3 --landscape examples/landscape --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener impact -f new.yaml --save plan.json\n  \
    kubectl gardener impact apply plan.json\n  \
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
    Format::Sarif,
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
    /// Make the change that a plan describes, if nothing has changed since
    Apply(Box<apply::Args>),
    /// List the rules, or explain one
    Rules(rules::Args),
    /// Tell what a change of a CloudProfile does to the shoots that refer to it
    Cloudprofile(cloudprofile::Args),
    /// Tell what a change of a Seed does to it and to the shoots that it hosts
    Seed(seed::Args),
    /// Tell what another version of Gardener restarts, for whom and when, by its image vectors
    Gardener(Box<gardener::Args>),
}

/// Run the command.
pub async fn run(command: Command, app: &mut App) -> anyhow::Result<Outcome> {
    match command.sub {
        Some(Sub::Rules(args)) => rules::run(&args, app),
        Some(Sub::Apply(args)) => Box::pin(apply::run(*args, app)).await,
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
    taken::tell(landscape.taken(), app);
    for problem in landscape.problems() {
        app.ui.warning(problem.to_string());
    }
    Ok(Some(landscape))
}

/// A Shoot as it is and as it is to be.
struct Pair {
    old: Value,
    new: Value,
    /// Where it stands, if it stands in a file.
    spot: Option<Spot>,
}

fn answer(
    pairs: &[Pair],
    landscape: Option<&Landscape>,
    output: &OutputArgs,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    if output.save.is_some() {
        return Err(usage(
            "a plan is saved of what the server has rehearsed, and not of files",
        ))
        .hint("leave out --landscape and --old");
    }
    let around = match landscape {
        Some(landscape) => surroundings(landscape, &app.ui),
        None => Surroundings::default(),
    };
    let facts = Facts {
        around: &around,
        now: app.now,
    };
    let items = judge(pairs, facts);
    let spots: Vec<_> = pairs.iter().map(|pair| pair.spot.clone()).collect();
    output.finish(items, &spots, pairs.len() > 1, app)
}

/// Judge the pairs, on all processors where there are many.
fn judge(pairs: &[Pair], facts: Facts<'_>) -> Vec<ImpactReport> {
    const WORTH_A_THREAD: usize = 50;
    let judged = in_runs(pairs, WORTH_A_THREAD, |pairs| -> Vec<ImpactReport> {
        let reports = pairs.iter().map(|pair| report(&pair.old, &pair.new, facts));
        reports.collect()
    });
    judged.into_iter().flatten().collect()
}

/// Ask the garden, and answer.
async fn answer_live(
    garden: &Garden,
    targets: &[Target],
    output: &OutputArgs,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    if output.save.is_some() && targets.len() != 1 {
        return Err(usage(format!(
            "a plan is for one Shoot, and there are {}",
            targets.len()
        )))
        .hint("save a plan for each with impact -f and one manifest");
    }
    let looked = live::look(garden, targets).await?;
    let Reports {
        items,
        spots,
        rehearsed,
        failures,
    } = live::reports(looked, targets, app);
    let incomplete = !failures.is_empty();
    if items.is_empty()
        && let Some(failure) = failures.into_iter().next()
    {
        return Err(failure);
    }
    if let (Some(path), [report], [rehearsed]) =
        (&output.save, items.as_slice(), rehearsed.as_slice())
    {
        save::save(path, report, rehearsed, garden, app).await?;
    }
    let outcome = output.finish(items, &spots, targets.len() > 1, app)?;
    Ok(if incomplete {
        Outcome::Partial
    } else {
        outcome
    })
}
