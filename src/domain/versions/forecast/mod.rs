//! The forecast: what maintenance does to each shoot, run by run.
//!
//! [`runs`] follows one shoot through its windows; [`Builder`] folds shoots one by one and keeps nothing of them but
//! what the forecast shows.

mod builder;
mod note;
mod simulation;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::finding::Severity;
use super::profile::ProfileKey;
use super::run::{Run, RunState};

pub use builder::{Around, Builder};
pub use note::{Note, NoteCode, Stopped};
pub use simulation::runs;

/// What the forecast looks at.
#[derive(Clone, Debug)]
pub struct Options {
    /// The instant from which it looks ahead.
    pub now: Timestamp,
    /// Until when: windows that begin before it count.
    pub until: Timestamp,
    /// Only this profile: `name`, or `namespace/name` of a NamespacedCloudProfile.
    pub profile: Option<String>,
    /// Only runs of these kinds; none given, all runs.
    pub only: Vec<Only>,
}

/// A kind of run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Only {
    /// Runs that change a version by force
    Forced,
    /// Runs that fail, wholly or in part
    Failing,
    /// Runs that fail because there is no version to update to
    DeadEnd,
}

impl Only {
    fn includes(self, run: &Run) -> bool {
        match self {
            Self::Forced => run.forces(),
            Self::Failing => run.state == RunState::Failed,
            Self::DeadEnd => run.is_dead_end(),
        }
    }
}

/// What maintenance does to all shoots, run by run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionForecast {
    /// The instant from which it looks ahead.
    pub now: Timestamp,
    /// Until when it looks ahead.
    pub until: Timestamp,
    /// Every shoot; with `--only` those with such a run.
    pub shoots: Vec<ShootForecast>,
    /// Totals, of everything that was looked at.
    pub summary: Summary,
    /// What could not be read, so that the forecast does not show it.
    pub unreadable: Vec<String>,
}

/// What maintenance does to a shoot.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShootForecast {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Project, where it is known.
    pub project: Option<String>,
    /// The profile that it refers to.
    pub profile: Option<ProfileKey>,
    /// The seed that hosts its control plane.
    pub seed: Option<String>,
    /// Every run that changes a version or fails, in the order of time.
    pub runs: Vec<Run>,
    /// What else is to be known: what keeps the nodes from following, and why the forecast may be wrong.
    pub notes: Vec<Note>,
}

/// Totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Shoots looked at.
    pub shoots: u32,
    /// Shoots with at least one run that changes a version or fails.
    pub shoots_with_runs: u32,
    /// Runs, repetitions left out.
    pub runs: u32,
    /// Runs that change a version by force.
    pub forced: u32,
    /// Runs that change versions, none of them by force.
    pub automatic: u32,
    /// Runs that fail, wholly or in part.
    pub failing: u32,
    /// Runs that fail because there is no version to update to.
    pub dead_ends: u32,
    /// Runs that may slip to a later window.
    pub possible: u32,
}

impl Summary {
    pub(super) fn count(&mut self, runs: &[Run]) {
        self.shoots += 1;
        self.shoots_with_runs += u32::from(!runs.is_empty());
        for run in runs {
            let forced = run.forces();
            self.runs += 1;
            self.forced += u32::from(forced);
            self.automatic += u32::from(run.changes() && !forced);
            self.failing += u32::from(run.state == RunState::Failed);
            self.dead_ends += u32::from(run.is_dead_end());
            self.possible += u32::from(run.certainty == super::run::Certainty::Possible);
        }
    }

    /// Give the severity of the worst run: one that fails is an error, a forced update a warning.
    pub fn worst(&self) -> Option<Severity> {
        [
            (self.failing, Severity::Error),
            (self.forced, Severity::Warning),
            (self.runs, Severity::Info),
        ]
        .into_iter()
        .find_map(|(count, severity)| (count > 0).then_some(severity))
    }
}
