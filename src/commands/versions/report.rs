//! `versions report`: what expires, who uses it, and what the next run of each shoot does.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args as _, FromArgMatches};
use jiff::SignedDuration;

use super::reading::{self, Around, Scope};
use crate::cli::{App, length};
use crate::commands::waivers;
use crate::domain::objects::Shoot;
use crate::domain::versions::finding::Severity;
use crate::domain::versions::report::{Builder, Options};
use crate::domain::waiver::Waivers;
use crate::error::{Outcome, usage};
use crate::output::Format;
use crate::output::views::versions::{By, VersionsView};

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener versions\n  \
    kubectl gardener versions --by version --profile aws\n  \
    kubectl gardener versions -n garden-dev --within 90d -o wide\n  \
    kubectl gardener versions --fail-on error -o json > report.json\n  \
    kubectl gardener versions report --waivers accepted.yaml -o html > report.html\n  \
    kubectl gardener versions --landscape examples/landscape --now 2026-11-21T00:00:00Z";

/// Arguments of `versions report`.
#[derive(Debug, PartialEq, Eq, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Group by this instead of listing findings
    #[arg(long, value_name = "WHAT", value_enum)]
    by: Option<By>,
    /// Warn of versions that expire within this time
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = length, allow_hyphen_values = true)]
    within: SignedDuration,
    /// Show only findings from this severity on [default: info; tables without --by: warning]
    #[arg(long, value_name = "LEVEL", value_enum)]
    severity: Option<Severity>,
    /// End with exit code 3 if there is a finding of this severity or above, shown or not
    #[arg(long, value_name = "LEVEL", value_enum)]
    fail_on: Option<Severity>,
    #[command(flatten)]
    scope: Scope,
    /// File with findings that are accepted: a YAML list of code, target, reason and until
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(Format::COMMON))]
    output: Format,
}

/// Run the command.
pub(super) async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    let waivers = args.read_waivers(app)?;
    let query = args.scope.query(app);
    let namespace = query.namespace.as_deref();
    let (source, progress) = reading::open(app).await?;
    let mut unreadable = source.problems();
    let around = Around::read(&source, namespace, &mut unreadable, &app.ui).await?;
    let options = Options {
        now: app.now,
        within: args.within,
        profile: args.scope.profile.clone(),
        severity: args.severity.unwrap_or(Severity::Info),
        waivers,
    };
    let profiles = around.profiles(&mut unreadable);
    let mut builder =
        Builder::new(options, profiles, around.projects).with_bindings(around.bindings);
    let folded = source
        .fold(&query, |shoot: &Shoot| builder.add(shoot))
        .await?;
    drop((source, progress));
    unreadable.extend(folded.unreadable);
    for problem in &unreadable {
        app.ui.warning(problem);
    }
    args.scope.ensure_known(builder.knows_wanted_profile())?;

    let report = Arc::new(builder.finish(unreadable));
    let view = VersionsView {
        report: Arc::clone(&report),
        by: args.by,
        one_namespace: namespace.is_some(),
        hide_infos: args.severity.is_none() && matches!(args.output, Format::Table | Format::Wide),
    };
    app.answer.print(&view, args.output)?;
    let worst = report.summary.worst();
    let found = args.fail_on.is_some_and(|level| worst >= Some(level));
    Ok(if found {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}

impl Args {
    /// Give the arguments of a command line that has none.
    pub(super) fn without_any() -> Self {
        let command = Self::augment_args(clap::Command::new("report").no_binary_name(true));
        let matches = command.get_matches_from(Vec::<String>::new());
        Self::from_arg_matches(&matches).expect("every argument is optional")
    }

    fn read_waivers(&self, app: &App) -> anyhow::Result<Waivers> {
        let Some(path) = &self.waivers else {
            return Ok(Waivers::default());
        };
        if path.as_os_str() == "-" && app.global.source.reads_stdin() {
            return Err(usage("--landscape and --waivers cannot both read stdin"));
        }
        waivers::read(path, app)
    }
}
