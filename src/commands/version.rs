//! `version`: which program this is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::App;
use crate::domain::doctor::versions::GARDENER;
use crate::domain::versions::judge::SUPPORTED_MINORS;
use crate::error::Outcome;
use crate::output::document::{Cell, Document, Fact};
use crate::output::{Format, Report};

/// Arguments of `version`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  kubectl gardener version\n  kubectl gardener version -o json")]
pub struct Args {
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

const FORMATS: &[Format] = &[Format::Table, Format::Json, Format::Yaml];

/// Which program this is, and for which Gardener it was made.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProgramVersion {
    /// Version of this program.
    pub version: &'static str,
    /// The Gardener whose behaviour it knows.
    pub gardener: &'static str,
    /// The Kubernetes minors that this Gardener supports.
    pub kubernetes_minors: Vec<String>,
}

impl Report for ProgramVersion {
    const KIND: &'static str = "ProgramVersion";

    fn document(&self) -> Document {
        Document::new("kubectl-gardener").facts([
            Fact::new("kubectl-gardener", Cell::text(self.version)),
            Fact::new("knows Gardener", Cell::text(self.gardener)),
            Fact::new("with Kubernetes", Cell::list(&self.kubernetes_minors)),
        ])
    }
}

/// Print the version.
pub fn run(args: &Args, app: &mut App) -> anyhow::Result<Outcome> {
    let version = ProgramVersion {
        version: env!("CARGO_PKG_VERSION"),
        gardener: GARDENER,
        kubernetes_minors: SUPPORTED_MINORS.map(|minor| format!("1.{minor}")).collect(),
    };
    app.answer.print(&version, args.output)?;
    Ok(Outcome::Done)
}
