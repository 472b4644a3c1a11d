//! How the answer looks and ends.

use std::path::PathBuf;

use crate::cli::App;
use crate::domain::impact::report::{ImpactReport, ImpactReportList};
use crate::domain::impact::waive::waive;
use crate::error::Outcome;
use crate::output::views::impact::sarif::log;
use crate::output::{Format, sarif};

use super::FORMATS;
use super::accepted::{Accepted, tell_unused};
use super::level::{Level, level};
use super::place::{Lines, Spot};

/// How the answer looks and ends.
#[derive(Debug, clap::Args)]
pub(super) struct OutputArgs {
    /// End with exit code 3 if something of this class or a more severe one happens: rejected, destructive, node-roll and so on, or unknown
    #[arg(long, value_name = "CLASS", value_parser = level)]
    fail_on: Option<Level>,
    #[command(flatten)]
    accepted: Accepted,
    /// File to keep the change in, for impact apply; needs a garden
    #[arg(long, value_name = "PLAN")]
    pub(super) save: Option<PathBuf>,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

impl OutputArgs {
    /// Tell whether it reads stdin.
    pub(super) fn reads_stdin(&self) -> bool {
        self.accepted.reads_stdin()
    }

    /// Print reports, with what is accepted marked, and say how it ends. `spots` are those of the reports; a list is
    /// printed where several were asked for.
    pub(super) fn finish(
        &self,
        mut items: Vec<ImpactReport>,
        spots: &[Option<Spot>],
        several: bool,
        app: &mut App,
    ) -> anyhow::Result<Outcome> {
        let waivers = self.accepted.read(app)?;
        for item in &mut items {
            item.summary.waived = waive(item, &waivers, app.now);
        }
        tell_unused(&waivers, &items, app);
        let found = self
            .fail_on
            .is_some_and(|level| items.iter().any(|item| level.is_met(item)));
        if self.output == Format::Sarif {
            let lines = Lines::read(spots.iter().map(Option::as_ref));
            let log = log(&items, |index, path| lines.locate(index, path));
            app.answer.write(|out| sarif::write(&log, out))?;
        } else if let ([only], false) = (items.as_slice(), several) {
            app.answer.print(only, self.output)?;
        } else {
            app.answer.print(&ImpactReportList { items }, self.output)?;
        }
        Ok(if found {
            Outcome::Findings
        } else {
            Outcome::Done
        })
    }
}
