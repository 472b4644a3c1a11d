//! `impact seed`: what a change of Seeds does.

use anyhow::anyhow;
use clap::builder::NonEmptyStringValueParser;

use crate::cli::App;
use crate::domain::impact::seed::Builder;
use crate::domain::impact::seed::report::Pair;
use crate::domain::impact::verdict::Verdict;
use crate::domain::objects::{Object, Seed, Shoot};
use crate::error::{Outcome, WithHint};
use crate::garden::Query;
use crate::garden::source::Source;
use crate::output::views::impact::sarif::log_seeds;
use crate::output::{Format, sarif};

use super::FORMATS;
use super::accepted::{Accepted, tell_unused};
use super::fleet::{self, Manifests, outcome};
use super::level::{Level, level};
use super::place::{Lines, Spot};

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact seed -f seeds/aws-eu1.yaml\n  \
    kubectl gardener impact seed -f examples/seeds-next/aws-eu1.yaml --landscape examples/landscape --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener impact seed -f new.yaml --old old.yaml --fail-on access-impact -o markdown\n\n\
    The manifest is taken as kubectl apply takes it, and the garden is asked in a dry run. Offline the rules decide; \
    with --old and without --landscape nothing else is looked at, shoots neither.";

/// The kind that is read in full.
const KINDS: &[&str] = &[Seed::KIND];

/// Arguments of `impact seed`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The Seeds as they are to be: a file, a directory, or - for stdin
    #[arg(short, long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath, required = true, value_parser = NonEmptyStringValueParser::new())]
    filename: String,
    /// The Seeds as they are, instead of those in the garden or the landscape
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath, value_parser = NonEmptyStringValueParser::new())]
    old: Option<String>,
    /// Take the manifests as kubectl replace does: what they leave out is removed. Without it, as kubectl apply does
    #[arg(long)]
    replace: bool,
    /// End with exit code 3 if something of this class or a more severe one happens: rejected, access-impact and so on, or unknown
    #[arg(long, value_name = "CLASS", value_parser = level)]
    fail_on: Option<Level>,
    #[command(flatten)]
    accepted: Accepted,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

pub(super) async fn run(args: &Args, app: &mut App) -> anyhow::Result<Outcome> {
    let manifests = Manifests::read(
        &args.filename,
        args.old.as_deref(),
        &args.accepted,
        KINDS,
        app,
    )?;
    let waivers = args.accepted.read(app)?;
    let mut unreadable = Vec::new();
    let opened = fleet::open(args.old.is_some(), KINDS, app).await?;
    let (mut pairs, mut spots) = (Vec::new(), Vec::new());
    for manifest in &manifests.new {
        let name = fleet::text(&manifest.value, "name");
        let old = match (&manifests.old, &opened) {
            (Some(old), _) => fleet::find(old, "", name),
            (None, Some((Source::Live(garden), _))) => garden.tree::<Seed>(None, name).await?,
            (None, Some((Source::Files(landscape), _))) => fleet::find(landscape.trees(), "", name),
            (None, None) => None,
        };
        let old = old
            .ok_or_else(|| {
                anyhow!(
                    "{}: there is no Seed {name} to compare with",
                    manifest.place
                )
            })
            .hint("there must be a Seed of the same name before; a new Seed cannot be judged")?;
        let garden = match &opened {
            Some((Source::Live(garden), _)) if manifests.old.is_none() => Some(&**garden),
            _ => None,
        };
        let meant = fleet::meant::<Seed>(garden, old, &manifest.value, args.replace).await?;
        for text in &meant.told {
            app.ui.warning(format!("Seed {name}: {text}"));
        }
        pairs.push(Pair {
            name: name.to_owned(),
            old: meant.old,
            new: meant.new,
            answer: meant.answer,
        });
        spots.push(Spot::of(manifest));
    }
    let builder = match opened {
        None => Builder::new(app.now, None, pairs),
        Some((source, progress)) => {
            unreadable.extend(source.problems());
            let around = fleet::around(&source, &mut unreadable, &app.ui).await?;
            let mut builder = Builder::new(app.now, Some(around), pairs);
            let folded = source
                .fold(&Query::default(), |shoot: &Shoot| builder.add(shoot))
                .await?;
            drop((source, progress));
            unreadable.extend(folded.unreadable);
            builder
        }
    };
    for problem in &unreadable {
        app.ui.warning(problem);
    }
    let mut report = builder.finish(unreadable);
    report.waive(&waivers);
    tell_unused(&waivers, &report.seeds, app);
    if args.output == Format::Sarif {
        let lines = Lines::read(&spots);
        let log = log_seeds(&report.seeds, |index, path| lines.locate(index, path));
        app.answer.write(|out| sarif::write(&log, out))?;
    } else {
        app.answer.print(&report, args.output)?;
    }
    let unknown = report
        .seeds
        .iter()
        .any(|seed| seed.verdict == Verdict::Unknown || !seed.unexplained.is_empty());
    Ok(outcome(args.fail_on, report.worst_standing(), unknown))
}
