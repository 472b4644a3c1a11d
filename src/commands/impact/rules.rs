//! `impact rules`: list the rules, or explain one.

use anyhow::anyhow;
use clap::builder::NonEmptyStringValueParser;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::cli::App;
use crate::error::{Outcome, WithHint};
use crate::output::Format;
use crate::output::views::impact::ImpactRules;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact rules\n  \
    kubectl gardener impact rules machine-type\n  \
    kubectl gardener impact rules -o json";

/// Formats of the rules.
const FORMATS: &[Format] = &[
    Format::Table,
    Format::Wide,
    Format::Json,
    Format::Yaml,
    Format::Markdown,
];

/// Arguments of `impact rules`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Name of a rule
    #[arg(value_name = "RULE", value_parser = NonEmptyStringValueParser::new(), add = ArgValueCandidates::new(names))]
    rule: Option<String>,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

/// Give the rules to choose from.
fn names() -> Vec<CompletionCandidate> {
    let rules = ImpactRules::new(None).items.into_iter();
    rules
        .map(|rule| CompletionCandidate::new(rule.id))
        .collect()
}

pub(super) fn run(args: &Args, app: &mut App) -> anyhow::Result<Outcome> {
    let rules = ImpactRules::new(args.rule.as_deref());
    if let Some(rule) = args.rule.as_deref()
        && rules.items.is_empty()
    {
        return Err(anyhow!("there is no rule {rule}"))
            .hint("list them with kubectl gardener impact rules");
    }
    app.answer.print(&rules, args.output)?;
    Ok(Outcome::Done)
}
