//! What became of the seeds that were to be stopped or freed.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::backlog::Backlog;
use super::guards::{BlastRadius, Finding};
use super::holds::{HoldReport, Holds};
use super::waves::Waves;
use super::{confirmation, is_stopped};
use crate::domain::accounting::{Accounting, TargetOutcome};
use crate::domain::objects::Seed;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// Seeds were to be stopped.
    On,
    /// Stops were to be lifted.
    Off,
}

/// What became of each seed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyStopResult {
    /// What was to be done.
    pub action: Action,
    /// The incident that it belongs to.
    pub incident: Option<String>,
    /// Nothing was kept: it says what would have been done.
    pub dry_run: bool,
    /// The seeds, by name.
    pub seeds: Vec<SeedResult>,
    /// How many became what.
    pub summary: Accounting,
    /// What the stop reaches, where the shoots could be read.
    pub blast_radius: Option<BlastRadius>,
    /// What speaks against it, or must be known.
    pub findings: Vec<Finding>,
    /// What waits on the seeds that were to be freed, where the shoots could be read.
    pub backlog: Option<Backlog>,
    /// How far the waves came, if it was done in waves.
    pub waves: Option<Waves>,
    /// What became of the shoots that were to go on at once.
    pub resumed: Option<Resumed>,
}

/// What became of one seed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeedResult {
    /// Name of the seed.
    pub name: String,
    /// What became of it.
    pub outcome: TargetOutcome,
    /// Whether the stop is in force, as it was seen last; in a dry run, as it would be.
    pub stopped: bool,
    /// Whether its gardenlet has confirmed the stop, as it was seen last; absent where there is nothing to confirm.
    pub confirmed: Option<bool>,
    /// Who holds it, as it was seen last.
    pub holds: Vec<HoldReport>,
    /// Why it is not as asked for, or what else must be known.
    pub message: Option<String>,
}

/// What became of the shoots that were to go on at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Resumed {
    /// The shoots.
    pub shoots: Vec<ShootResult>,
    /// How many became what.
    pub summary: Accounting,
}

/// What became of one shoot.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ShootResult {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// The seed.
    pub seed: String,
    /// The operation that was asked for: `reconcile` or `retry`.
    pub operation: String,
    /// What became of it: `done` when it has succeeded, `timedOut` when it was accepted and has not come to an end.
    pub outcome: TargetOutcome,
    /// Why it is not as asked for.
    pub message: Option<String>,
}

impl SeedResult {
    /// Tell of a seed as it was seen.
    pub fn seen(
        seed: &Seed,
        outcome: TargetOutcome,
        message: Option<String>,
        now: Timestamp,
    ) -> Self {
        let stopped = is_stopped(seed);
        Self {
            name: seed.metadata.name.clone(),
            outcome,
            stopped,
            confirmed: stopped.then(|| confirmation(seed).is_some()),
            holds: Holds::of(seed).report(now),
            message,
        }
    }

    /// Tell of a name without a seed, or of a seed that cannot be read.
    pub fn unseen(name: &str, message: String) -> Self {
        Self {
            name: name.to_owned(),
            outcome: TargetOutcome::Failed,
            stopped: false,
            confirmed: None,
            holds: Vec::new(),
            message: Some(message),
        }
    }
}

impl EmergencyStopResult {
    /// Begin with seeds that nothing can be done about.
    pub fn new(action: Action, incident: Option<String>, missing: Vec<SeedResult>) -> Self {
        let mut result = Self {
            action,
            incident,
            dry_run: false,
            seeds: Vec::new(),
            summary: Accounting::default(),
            blast_radius: None,
            findings: Vec::new(),
            backlog: None,
            waves: None,
            resumed: None,
        };
        for seed in missing {
            result.add(seed);
        }
        result
    }

    /// Account for a seed; what was said of it before is forgotten.
    pub fn add(&mut self, seed: SeedResult) {
        match self
            .seeds
            .binary_search_by(|other| other.name.cmp(&seed.name))
        {
            Ok(index) => self.seeds[index] = seed,
            Err(index) => self.seeds.insert(index, seed),
        }
        self.sum_up();
    }

    /// Count again, after outcomes have changed.
    pub fn sum_up(&mut self) {
        self.summary = self.seeds.iter().map(|seed| seed.outcome).collect();
    }
}
