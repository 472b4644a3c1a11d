//! `doctor`: what keeps this program from working, and the command that mends it.

mod live;
mod rbac;
mod setup;
mod state;

use std::time::Duration;

use jiff::Timestamp;

use crate::cli::App;
use crate::commands::taken;
use crate::domain::doctor::checks::find;
use crate::domain::doctor::report::{Garden, Program, Summary};
use crate::domain::doctor::{DoctorReport, Finding, versions};
use crate::domain::versions::finding::Severity;
use crate::domain::versions::judge::SUPPORTED_MINORS;
use crate::error::{Outcome, show, usage};
use crate::garden::connection::RequestTimeout;
use crate::garden::doctor::Limits;
use crate::garden::landscape::Landscape;
use crate::garden::source::Source;
use crate::output::Format;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener doctor\n  \
    kubectl gardener doctor --context my-garden --fail-on warning\n  \
    kubectl gardener doctor -o json | jq -r '.findings[] | select(.command) | .command'\n  \
    kubectl gardener doctor --landscape examples/landscape --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener doctor --rbac emergency-stop on\n  \
    kubectl gardener doctor --rbac versions --optional | kubectl apply -f -\n\n\
    Nothing is changed. Whatever cannot be looked at is named with the reason, and ends the command with exit code 1 only \
    where it is the garden itself. What each check means: docs/doctor.md; which command needs which right: docs/rights.md.";

/// The formats of the report.
const FORMATS: &[Format] = &[
    Format::Table,
    Format::Wide,
    Format::Json,
    Format::Yaml,
    Format::Name,
    Format::Markdown,
    Format::Csv,
];

/// Arguments of `doctor`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Print the least ClusterRole and Roles for a command, ready for kubectl apply; -n narrows them to a namespace
    #[arg(long, value_name = "COMMAND", num_args = 1..=3)]
    rbac: Vec<String>,
    /// Print also what the command can do without
    #[arg(long, requires = "rbac")]
    optional: bool,
    /// End with exit code 3 if there is a finding of this severity or above
    #[arg(long, value_name = "LEVEL", value_enum, conflicts_with = "rbac")]
    fail_on: Option<Severity>,
    /// Format of the answer [default: table, with --rbac yaml]
    #[arg(short, long, value_name = "FORMAT", value_parser = Format::one_of(FORMATS))]
    output: Option<Format>,
}

/// Run the command.
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    if !args.rbac.is_empty() {
        if app.global.source.landscape.is_some() {
            return Err(usage("--rbac reads no landscape: leave it out"));
        }
        return rbac::run(&args.rbac, args.optional, args.output, app);
    }
    let setup = tokio::task::spawn_blocking(setup::look);
    let mut report = empty(app);
    let seen = match &app.global.source.landscape {
        Some(path) => {
            let landscape =
                Landscape::read(path, app.global.source.strict, &mut std::io::stdin().lock())?;
            report.landscape = Some(path.clone());
            let source = Source::Files(Box::new(landscape));
            taken::tell(source.taken(), app);
            state::look(&source, &mut report, app).await;
            true
        }
        None => live::look(&mut report, limits(app), app).await,
    };
    report.findings.extend(setup.await?);
    let unseen = match (&report.landscape, seen) {
        (Some(_), _) => "files are read, and no garden is asked",
        (None, true) => "the garden does not tell",
        (None, false) => "the garden was not reached",
    };
    report.finish(unseen);
    app.answer
        .print(&report, args.output.unwrap_or(Format::Table))?;
    Ok(if !seen {
        Outcome::Failed
    } else if (args.fail_on).is_some_and(|level| report.worst() >= Some(level)) {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}

fn empty(app: &App) -> DoctorReport {
    DoctorReport {
        // Parts of a second say nothing here.
        now: Timestamp::from_second(app.now.as_second()).unwrap_or(app.now),
        program: Program {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            gardener: versions::GARDENER.to_owned(),
            kubernetes_minors: SUPPORTED_MINORS.map(|minor| format!("1.{minor}")).collect(),
        },
        garden: Garden::default(),
        landscape: None,
        findings: Vec::new(),
        rights: None,
        clock: None,
        summary: Summary::default(),
    }
}

/// No step takes longer than one attempt of a request may.
fn limits(app: &App) -> Limits {
    let asked = match app.global.connection.request_timeout {
        Some(RequestTimeout(Some(asked))) => asked.max(Duration::from_millis(100)),
        _ => return Limits::default(),
    };
    Limits {
        step: asked,
        credentials: asked,
    }
}

/// Say that checks could not be made, for one reason.
fn skipped(ids: &[&'static str], error: &anyhow::Error) -> Vec<Finding> {
    let why = show(error).message;
    ids.iter()
        .filter_map(|id| find(id))
        .map(|check| Finding::skipped(check.id, why.clone()))
        .collect()
}
