//! `gardenlets`: what deployed each gardenlet, how it is, and the command that brings it back.

pub(in crate::commands) mod gather;

use std::collections::BTreeSet;

use anyhow::anyhow;
use clap::builder::NonEmptyStringValueParser;
use jiff::SignedDuration;

use crate::cli::{App, length};
use crate::commands::taken;
use crate::domain::gardenlets::report::Options;
use crate::domain::versions::finding::Severity;
use crate::error::{Outcome, WithHint, usage};
use crate::garden::names::Names;
use crate::garden::selector::Selector;
use crate::garden::source::Source;
use crate::output::Format;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener gardenlets\n  \
    kubectl gardener gardenlets metal-dc1 -o yaml\n  \
    kubectl gardener gardenlets -l landscape.example.org/stage=live --fail-on error\n  \
    kubectl gardener gardenlets --within 30d -o json > gardenlets.json\n  \
    kubectl gardener gardenlets --landscape examples/landscape --now 2026-11-21T00:00:00Z";

/// Arguments of `gardenlets`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Seeds or Gardenlets to look at, instead of all
    #[arg(value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), add = Names::Gardenlets)]
    names: Vec<String>,
    /// Tell of client certificates that end within this time
    #[arg(long, value_name = "TIME", default_value = "14d", value_parser = length, allow_hyphen_values = true)]
    within: SignedDuration,
    /// End with exit code 3 if there is a finding of this severity or above
    #[arg(long, value_name = "LEVEL", value_enum)]
    fail_on: Option<Severity>,
    /// Look only at seeds with these labels, as with kubectl
    #[arg(short = 'l', long, value_name = "SELECTOR", help_heading = "Scope")]
    selector: Option<String>,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(Format::COMMON))]
    output: Format,
}

/// Run the command.
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    if args.selector.is_some() && !args.names.is_empty() {
        return Err(usage("names and --selector contradict each other"))
            .hint("give one of the two");
    }
    let selector = Selector::parse(args.selector.as_deref().unwrap_or_default())?;
    let progress = app.ui.progress("reading");
    let source = Source::open(&app.global.source, &app.global.connection, |_| ()).await?;
    taken::tell(source.taken(), app);
    let material = Box::pin(gather::gather_with_requests(&source)).await?;
    drop((source, progress));
    for problem in material.not_looked_at.iter().chain(&material.unreadable) {
        app.ui.warning(problem);
    }
    let names = material.names();
    let missing: Vec<&str> = args
        .names
        .iter()
        .map(String::as_str)
        .filter(|name| !names.contains(name))
        .collect();
    if !missing.is_empty() {
        return Err(anyhow!(
            "there is no Seed or Gardenlet {}",
            missing.join(", ")
        ))
        .hint("look at what there is: kubectl gardener gardenlets -o name");
    }

    let wanted: BTreeSet<&str> = args.names.iter().map(String::as_str).collect();
    let options = Options {
        now: app.now,
        within: args.within,
        flags: app.global.connection.for_kubectl(),
    };
    let report = material.report(&options, |name| {
        let labels = material.labels(name);
        (wanted.is_empty() || wanted.contains(name))
            && labels.is_some_and(|labels| selector.matches(labels))
    });
    app.answer.print(&report, args.output)?;
    let found = args
        .fail_on
        .is_some_and(|level| report.summary.worst() >= Some(level));
    Ok(if found {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}
