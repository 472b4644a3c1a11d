//! `versions forecast`: every coming maintenance run.

use jiff::SignedDuration;

use super::reading::{self, Around, Scope};
use crate::cli::{App, length};
use crate::domain::objects::Shoot;
use crate::domain::versions::finding::Severity;
use crate::domain::versions::forecast::{self, Builder, Only, Options};
use crate::error::{Outcome, usage};
use crate::output::Format;
use crate::output::views::forecast::{By, ForecastView};

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener versions forecast\n  \
    kubectl gardener versions forecast --for 30d --only forced,failing\n  \
    kubectl gardener versions forecast --by week\n  \
    kubectl gardener versions forecast -n garden-dev -o ics > maintenance.ics\n  \
    kubectl gardener versions forecast -o html > quarter.html\n  \
    kubectl gardener versions forecast --landscape examples/landscape --now 2026-11-21T00:00:00Z";

/// The formats of a forecast: the common ones and the calendar.
const FORMATS: &[Format] = &[
    Format::Table,
    Format::Wide,
    Format::Json,
    Format::Yaml,
    Format::Name,
    Format::Markdown,
    Format::Csv,
    Format::Html,
    Format::Ics,
];

/// Arguments of `versions forecast`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// How far to look ahead
    #[arg(long = "for", value_name = "TIME", default_value = "90d", value_parser = length, allow_hyphen_values = true)]
    length: SignedDuration,
    /// Tell only of runs of these kinds
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    only: Vec<Only>,
    /// Group by this instead of showing a timeline
    #[arg(long, value_name = "WHAT", value_enum)]
    by: Option<By>,
    /// End with exit code 3 if there is a run that fails (error), forces (warning) or does anything (info), shown or not
    #[arg(long, value_name = "LEVEL", value_enum)]
    fail_on: Option<Severity>,
    #[command(flatten)]
    scope: Scope,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

pub(super) async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    let until = app.now.checked_add(args.length);
    let until = until.map_err(|_| usage("--for reaches beyond the end of time"))?;
    let query = args.scope.query(app);
    let namespace = query.namespace.as_deref();
    let (source, progress) = reading::open(app).await?;
    let mut unreadable = source.problems();
    let around = Around::read(&source, namespace, &mut unreadable, &app.ui).await?;
    let stopped = reading::stopped(&source, &app.ui).await;
    let options = Options {
        now: app.now,
        until,
        profile: args.scope.profile.clone(),
        only: args.only,
    };
    let known = forecast::Around {
        profiles: around.profiles(&mut unreadable),
        projects: around.projects,
        bindings: around.bindings,
        stopped,
    };
    let mut builder = Builder::new(options, known);
    let folded = source
        .fold(&query, |shoot: &Shoot| builder.add(shoot))
        .await?;
    drop((source, progress));
    unreadable.extend(folded.unreadable);
    for problem in &unreadable {
        app.ui.warning(problem);
    }
    args.scope.ensure_known(builder.knows_wanted_profile())?;

    let forecast = builder.finish(unreadable);
    let view = ForecastView {
        forecast: &forecast,
        by: args.by,
        format: args.output,
        one_namespace: namespace.is_some(),
    };
    app.answer.print(&view, args.output)?;
    let worst = forecast.summary.worst();
    let found = args.fail_on.is_some_and(|level| worst >= Some(level));
    Ok(if found {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}
