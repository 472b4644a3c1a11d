//! What `emergency-stop status` reports: every seed, whether it is stopped and by whom, and what that does to its shoots.
//!
//! - `assess`: one seed
//! - `about`: what is worth saying of it
//! - `finding`: what deserves attention, and what to do about it
//! - `build`: all seeds together

mod about;
mod assess;
mod build;
pub mod finding;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

pub use self::build::{Inputs, status};
use self::finding::Finding;
use super::holds::HoldReport;
use super::shoots::attempt::Attempt;
use super::shoots::{Operation, Reason, Standing};

/// How long a gardenlet may take to confirm: seed care looks every 30 s.
pub const CONFIRMATION: jiff::SignedDuration = jiff::SignedDuration::from_secs(90);

/// The seeds of a garden, and how far their shoots are stopped.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyStopStatus {
    /// The instant of the look.
    pub now: Timestamp,
    /// The seeds that were asked for, by name.
    pub seeds: Vec<SeedStatus>,
    /// With `--shoots`, the shoots of these seeds that are not simply up to date, or all of them; else absent.
    pub shoots: Option<Vec<ShootStatus>>,
    /// Shoots that wait for a seed; absent where shoots may not be listed.
    pub unscheduled: Option<Vec<UnscheduledShoot>>,
    /// Shoots that run their control plane themselves: no stop reaches them. Absent where shoots may not be listed.
    pub self_hosted: Option<Vec<ShootName>>,
    /// Totals over the seeds that were asked for.
    pub summary: Summary,
    /// What could be looked at.
    pub looked_at: LookedAt,
    /// What could not be read, so that the report does not show it.
    pub unreadable: Vec<String>,
}

impl EmergencyStopStatus {
    /// Tell whether another look shows the same but for the time that has passed.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let timeless = |report: &Self| {
            let mut report = report.clone();
            report.now = Timestamp::UNIX_EPOCH;
            for seed in &mut report.seeds {
                seed.gardenlet.last_heartbeat = None;
            }
            let shoots = report.shoots.iter_mut().flatten();
            let attempts = shoots.map(|shoot| &mut shoot.next_attempt);
            let waiting = report.unscheduled.iter_mut().flatten();
            for attempt in attempts.chain(waiting.map(|shoot| &mut shoot.next_attempt)) {
                (attempt.from, attempt.to) = (None, None);
            }
            report
        };
        timeless(self) == timeless(other)
    }
}

/// How a seed stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "EmergencyStopState")]
pub enum State {
    /// Not stopped.
    Running,
    /// Stopped, and its gardenlet has not confirmed it.
    Stopping,
    /// Stopped, and its gardenlet has confirmed it.
    Stopped,
    /// Somebody tried to stop it, without effect.
    Ineffective,
    /// Not stopped any more, and its gardenlet still says that it is.
    Resuming,
}

impl State {
    /// Say it as tables do.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Stopping => "stopping",
            Self::Stopped => "stopped",
            Self::Ineffective => "ineffective",
            Self::Resuming => "resuming",
        }
    }
}

/// A seed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the published fields")]
pub struct SeedStatus {
    /// Name.
    pub name: String,
    /// How it stands, in one word.
    pub state: State,
    /// Whether the annotation has the one value that Gardener looks for.
    pub stopped: bool,
    /// The value of the annotation, whatever it is.
    pub value: Option<String>,
    /// Whether the annotation has an effect: its value is the right one, and the gardenlet knows it.
    pub effective: bool,
    /// Whether the gardenlet has seen the stop, or with `false` on a seed that is not stopped, has not seen its end yet.
    /// Absent where there is nothing to confirm.
    pub confirmed: Option<bool>,
    /// Not confirmed although there was time enough (90 s).
    pub unconfirmed: bool,
    /// Since when it is stopped, or somebody tried to: from the holds, else what the server and the gardenlet tell.
    pub since: Option<Timestamp>,
    /// Who holds it. A stop without a hold shows as a foreign one.
    pub holds: Vec<HoldReport>,
    /// Whether a hold should be over.
    pub overdue: bool,
    /// The program that wrote the annotation last, where the server tells.
    pub writer: Option<String>,
    /// Provider type.
    pub provider: String,
    /// Region.
    pub region: String,
    /// Its gardenlet.
    pub gardenlet: GardenletStatus,
    /// Its shoots; absent where they may not be listed.
    pub shoots: Option<ShootCounts>,
    /// The successful reconciliation that is longest ago.
    pub oldest_reconcile: Option<Timestamp>,
    /// The begin of the next maintenance window of any of its shoots.
    pub next_window: Option<Timestamp>,
    /// Managed seeds whose cluster is a shoot of this seed; absent where that is not known.
    pub hosted_managed_seeds: Option<Vec<String>>,
    /// What deserves attention, the worst first.
    pub findings: Vec<Finding>,
}

/// The gardenlet of a seed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GardenletStatus {
    /// Its version.
    pub version: Option<String>,
    /// Its last heartbeat.
    pub last_heartbeat: Option<Timestamp>,
    /// Whether it reconciles in maintenance windows only; absent where its configuration is not known.
    pub in_window_only: Option<bool>,
    /// The value that its configuration gives the annotation at each of its starts.
    pub template: Option<String>,
}

/// The shoots of a seed, each counted at the seed that is responsible for its next operation. A shoot can be in
/// several of these numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShootCounts {
    /// All of them.
    pub total: u32,
    /// An operation is under way; a stop does not end it.
    pub in_flight: u32,
    /// Wait for more than their regular reconciliation: the sum of `pendingByReason`.
    pub pending: u32,
    /// For what they wait, each counted once.
    pub pending_by_reason: PendingByReason,
    /// New: not created to the end yet.
    pub creating: u32,
    /// To be deleted.
    pub deleting: u32,
    /// Failed for good.
    pub failed: u32,
    /// The last operation failed and is retried.
    pub error: u32,
    /// Ignored by their gardenlet.
    pub ignored: u32,
    /// Confine changes of their spec to their window: what changed there is not among `pending`.
    pub confined: u32,
    /// A rotation of credentials has begun and is not completed.
    pub rotating: u32,
    /// To leave for another seed, or leaving.
    pub migrating_away: u32,
    /// On their way to this seed, still counted at another one.
    pub migrating_towards: u32,
    /// Left their seed and are not restored here: they have no control plane, or part of one.
    pub restoring: u32,
    /// Retried for so long that the first failing attempt after a resume makes them fail for good.
    pub stale_retries: u32,
    /// By purpose.
    pub purposes: std::collections::BTreeMap<String, u32>,
}

/// For what shoots wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PendingByReason {
    /// To be deleted.
    pub deletion: u32,
    /// To leave for another seed.
    pub migration: u32,
    /// To get their control plane back.
    pub restore: u32,
    /// To be created.
    pub creation: u32,
    /// A change that was not looked at.
    pub spec_change: u32,
    /// To be tried again.
    pub retry: u32,
}

/// A shoot of a seed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShootStatus {
    /// The seed that is responsible for its next operation.
    pub seed: String,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// How it stands.
    pub standing: Standing,
    /// For what it waits.
    pub reason: Option<Reason>,
    /// What runs first.
    pub operation: Operation,
    /// When it is tried next, if its seed is not stopped by then.
    pub next_attempt: Attempt,
    /// Whether changes of its spec are confined to its window.
    pub confined: bool,
    /// Whether its first failing attempt makes it fail for good.
    pub stale_retry: bool,
    /// The seed that it is to move to.
    pub destination: Option<String>,
    /// When its last operation changed last.
    pub last_update: Option<Timestamp>,
}

/// A shoot that waits for a seed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnscheduledShoot {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Whether that is because the seeds that would do are stopped.
    pub for_the_stop: bool,
    /// What the scheduler says.
    pub message: Option<String>,
    /// When the scheduler tries again.
    pub next_attempt: Attempt,
}

/// The name of a shoot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShootName {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
}

/// Totals; what shoots count is absent where they may not be listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Seeds.
    pub seeds: u32,
    /// Seeds with the one value that stops.
    pub stopped: u32,
    /// Stopped seeds whose gardenlet has confirmed.
    pub confirmed: u32,
    /// Stopped seeds whose gardenlet should have confirmed.
    pub unconfirmed: u32,
    /// Seeds with an annotation without effect.
    pub ineffective: u32,
    /// Seeds with a hold that should be over.
    pub overdue: u32,
    /// Shoots.
    pub shoots: Option<u32>,
    /// Shoots on stopped seeds.
    pub shoots_stopped: Option<u32>,
    /// Operations under way.
    pub in_flight: Option<u32>,
    /// Operations under way on stopped seeds: they drain.
    pub in_flight_stopped: Option<u32>,
    /// Shoots that wait for something.
    pub pending: Option<u32>,
    /// Shoots that failed for good.
    pub failed: Option<u32>,
}

/// What could be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a right of its own")]
pub struct LookedAt {
    /// Shoots.
    pub shoots: bool,
    /// Configurations of gardenlets.
    pub gardenlets: bool,
    /// ManagedSeeds.
    pub managed_seeds: bool,
    /// Heartbeats.
    pub leases: bool,
}
