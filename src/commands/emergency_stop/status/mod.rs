//! `emergency-stop status`: which seeds are stopped, by whom, and what that holds back.

pub(in crate::commands) mod reading;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::anyhow;
use clap::ValueEnum;
use jiff::SignedDuration;

use self::reading::{Look, Reading};
use super::targets::Targets;
use crate::cli::{App, length};
use crate::commands::taken;
use crate::domain::emergency_stop::shoots::Keep;
use crate::domain::emergency_stop::status::EmergencyStopStatus;
use crate::domain::objects::{Object, Seed};
use crate::error::{Outcome, WithHint, usage};
use crate::garden::selector::Selector;
use crate::garden::source::Source;
use crate::output::Format;

/// The formats of the answer.
const FORMATS: &[Format] = &[
    Format::Table,
    Format::Wide,
    Format::Json,
    Format::Yaml,
    Format::Name,
    Format::Markdown,
    Format::Csv,
];

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener emergency-stop status\n  \
    kubectl gardener emergency-stop status aws-eu1 --shoots\n  \
    kubectl gardener emergency-stop status -l seed.gardener.cloud/provider=aws -o wide\n  \
    kubectl gardener emergency-stop status --fail-on overdue,ineffective,unconfirmed\n  \
    kubectl gardener emergency-stop status -o json | jq '.summary.inFlightStopped'\n  \
    kubectl gardener emergency-stop status --watch --interval 10s\n  \
    kubectl gardener emergency-stop status --landscape examples/landscape --now 2026-11-21T00:00:00Z";

/// Arguments of `emergency-stop status`.
#[derive(Debug, PartialEq, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    targets: Targets,
    /// List shoots one by one, with what they wait for and when they are tried next
    #[arg(
        long,
        value_name = "WHICH",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "backlog"
    )]
    shoots: Option<Which>,
    /// End with exit code 3 if any of the seeds is in one of these ways
    #[arg(long, value_name = "WHAT", value_enum, value_delimiter = ',')]
    fail_on: Vec<FailOn>,
    /// Go on looking, and show what has changed, until Ctrl-C
    #[arg(short, long, conflicts_with = "fail_on")]
    watch: bool,
    /// Time between two looks
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = interval, requires = "watch")]
    interval: SignedDuration,
    /// Count shoots of all namespaces, which is the default
    #[arg(short = 'A', long, help_heading = "Scope")]
    all_namespaces: bool,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

/// Which shoots are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Those that are not simply up to date
    Backlog,
    /// All of them
    All,
}

/// What is worth an exit code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A hold should be over
    Overdue,
    /// Somebody tried to stop it, without effect
    Ineffective,
    /// Its gardenlet has not confirmed the stop within 90 s
    Unconfirmed,
}

impl FailOn {
    fn is_met(self, report: &EmergencyStopStatus) -> bool {
        let summary = &report.summary;
        let count = match self {
            Self::Overdue => summary.overdue,
            Self::Ineffective => summary.ineffective,
            Self::Unconfirmed => summary.unconfirmed,
        };
        count > 0
    }
}

/// Parse the time between two looks.
fn interval(text: &str) -> Result<SignedDuration, String> {
    let length = length(text)?;
    if length < SignedDuration::from_secs(1) {
        return Err("looking more than once a second helps nobody".to_owned());
    }
    Ok(length)
}

/// Run the command.
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    args.targets.check()?;
    if args.watch {
        args.output.ensure(watch::FORMATS)?;
        if app.global.source.landscape.is_some() {
            return Err(usage(
                "a landscape in files does not change: --watch has nothing to wait for",
            ))
            .hint("leave out --watch, or --landscape");
        }
    }
    // Only the first look takes so long that it needs one: the source lives on while others follow.
    let progress = Arc::new(Mutex::new(Some(app.ui.progress("reading"))));
    let bar = Arc::clone(&progress);
    let source = Source::open(&app.global.source, &app.global.connection, move |read| {
        let bar = bar.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = &*bar {
            bar.text(format!("{} {} read", read.objects, read.plural));
        }
    })
    .await?;
    taken::tell(source.taken(), app);
    for (kind, count) in source.ignored() {
        app.ui.note(1, format!("ignored {count} of kind {kind}"));
    }
    let reading = Reading {
        source: &source,
        namespace: (app.global.namespace.clone()).filter(|_| !args.all_namespaces),
        keep: match args.shoots {
            Some(Which::All) => Keep::All,
            _ => Keep::Backlog,
        },
        each_shoot: args.shoots.is_some(),
        targets: &args.targets,
        also: &|_| (),
    };
    let look = reading.look(app.now).await?;
    progress
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    look.warn(&app.ui);
    if args.watch {
        return watch::follow(&reading, look, &args, app).await;
    }
    let Look {
        report, incomplete, ..
    } = look;
    drop(source);
    app.answer.print(&report, args.output)?;
    Ok(if incomplete {
        Outcome::Failed
    } else if args.fail_on.iter().any(|what| what.is_met(&report)) {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}

/// Choose the seeds that are meant; a name without a seed is an error.
fn wanted(targets: &Targets, seeds: &BTreeMap<String, Seed>) -> anyhow::Result<BTreeSet<String>> {
    let unknown = targets.seeds.iter().find(|name| !seeds.contains_key(*name));
    if let Some(unknown) = unknown {
        return Err(anyhow!("there is no seed {unknown}"))
            .hint("see which there are: kubectl gardener emergency-stop status");
    }
    if !targets.seeds.is_empty() {
        return Ok(targets.seeds.iter().cloned().collect());
    }
    let selector = Selector::parse(targets.selector.as_deref().unwrap_or_default())?;
    let selected = seeds
        .values()
        .filter(|seed| selector.matches(&seed.metadata.labels));
    Ok(selected.map(|seed| seed.name().to_owned()).collect())
}
