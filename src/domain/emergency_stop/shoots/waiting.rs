//! A shoot that is not simply up to date: what it waits for.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::attempt::{Attempt, Timing, Trigger};
use super::operation::{self, Operation};
use super::policy::{Policy, go_duration};
use crate::domain::objects::{Object, Shoot};
use crate::domain::versions::window::Schedule;

/// Annotation that takes a shoot out of its gardenlet's hands.
pub const IGNORE: &str = "shoot.gardener.cloud/ignore";
/// Annotation that asks for a longer sync period.
const SYNC_PERIOD: &str = "shoot.gardener.cloud/sync-period";
/// Namespace of the garden's own project, where [`IGNORE`] always counts.
pub const GARDEN: &str = "garden";

/// Why a shoot waits for more than its regular reconciliation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// It is to be deleted.
    Deletion,
    /// It is to leave for another seed.
    Migration,
    /// It has left its seed and has no control plane until it is restored here.
    Restore,
    /// It is new.
    Creation,
    /// Its spec, or an operation asked for by annotation, has not been looked at.
    SpecChange,
    /// Its last operation did not succeed and is to be repeated.
    Retry,
}

impl Reason {
    /// Say it as tables do.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Deletion => "deletion",
            Self::Migration => "migration to another seed",
            Self::Restore => "restore, no control plane",
            Self::Creation => "creation",
            Self::SpecChange => "spec change",
            Self::Retry => "retry",
        }
    }
}

/// How a shoot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// An operation is under way.
    InFlight,
    /// It waits for something.
    Pending,
    /// It has failed for good: only a person brings it back.
    Failed,
    /// It is to be ignored.
    Ignored,
    /// It waits for its regular reconciliation only.
    UpToDate,
}

impl Standing {
    /// Say it as tables do.
    pub const fn words(self) -> &'static str {
        match self {
            Self::InFlight => "in flight",
            Self::Pending => "pending",
            Self::Failed => "failed",
            Self::Ignored => "ignored",
            Self::UpToDate => "up to date",
        }
    }
}

/// The gardenlet that decides about a shoot.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gardenlet<'g> {
    /// How it times its shoots.
    pub policy: Policy,
    /// Its version; a shoot that failed with another one is tried again.
    pub version: Option<&'g str>,
}

/// A shoot that is not simply up to date; small, because there can be thousands.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not exclude each other"
)]
pub struct Waiting {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// What its gardenlet runs next.
    pub operation: Operation,
    /// State of its last operation; empty without one.
    pub state: String,
    /// The seed that it is to move to.
    pub destination: Option<String>,
    /// Its timer.
    pub timing: Timing,
    /// Its generation has been looked at.
    pub observed: bool,
    /// It never became what its first creation was to make of it.
    pub new: bool,
    /// Since when a failing operation is retried.
    pub retry_since: Option<Timestamp>,
    /// Version of the gardenlet that saw it last.
    pub gardener_version: String,
    /// It asks to be ignored.
    asks_to_be_ignored: bool,
    /// Its deletion needs nothing from the seed any more.
    nothing_to_delete: bool,
}

impl Waiting {
    /// Look at a shoot.
    pub fn of(shoot: &Shoot) -> Self {
        let (metadata, status) = (&shoot.metadata, &shoot.status);
        let last = status.last_operation.as_ref();
        let (last_type, state) =
            last.map_or(("", ""), |last| (&*last.operation_type, &*last.state));
        let annotation = |key: &str| metadata.annotations.get(key).map(String::as_str);
        let maintenance = shoot.spec.maintenance.as_ref();
        let exists = status.uid.as_ref().is_some_and(|uid| !uid.is_empty());
        let deleting = metadata.deletion_timestamp.is_some();
        Self {
            namespace: shoot.namespace().to_owned(),
            name: shoot.name().to_owned(),
            operation: Operation::next(shoot),
            state: state.to_owned(),
            destination: (shoot.spec.seed_name.clone()).filter(|_| operation::is_leaving(shoot)),
            timing: Timing {
                schedule: Schedule::of(shoot),
                confined: maintenance
                    .is_some_and(|spec| spec.confine_spec_update_rollout == Some(true)),
                sync_period: annotation(SYNC_PERIOD).and_then(go_duration),
                in_garden: shoot.namespace() == GARDEN,
                last_update: last.and_then(|last| last.last_update_time),
            },
            observed: metadata.generation.unwrap_or_default()
                == status.observed_generation.unwrap_or_default(),
            new: !deleting && (!exists || (last_type == "Create" && state != "Succeeded")),
            retry_since: status.retry_cycle_start_time,
            gardener_version: (status.gardener.as_ref())
                .map_or_else(String::new, |gardener| gardener.version.clone()),
            asks_to_be_ignored: annotation(IGNORE).is_some_and(is_true),
            nothing_to_delete: !exists || (last_type == "Delete" && state == "Succeeded"),
        }
    }

    /// Tell whether an operation is under way.
    pub fn in_flight(&self) -> bool {
        self.state == "Processing"
    }

    /// Tell whether its last operation failed for good, whether or not something brings it back.
    pub fn has_failed(&self) -> bool {
        self.state == "Failed"
    }

    /// Tell whether its gardenlet ignores it.
    pub fn is_ignored(&self, gardenlet: &Gardenlet<'_>) -> bool {
        let respected = self.timing.in_garden || gardenlet.policy.respect_overwrite;
        respected && self.asks_to_be_ignored
    }

    /// Tell whether nothing but a person brings it back
    /// (`gardener/gardener:pkg/utils/gardener/shoot.go:IsShootFailedAndUpToDate`).
    pub fn is_given_up(&self, gardenlet: &Gardenlet<'_>) -> bool {
        let same = gardenlet
            .version
            .is_none_or(|version| version == self.gardener_version);
        self.has_failed() && self.observed && same
    }

    /// Say for what it waits, besides its regular reconciliation; what is under way does not wait.
    pub fn reason(&self, gardenlet: &Gardenlet<'_>) -> Option<Reason> {
        let runs = self.in_flight() && self.observed;
        if runs || self.is_ignored(gardenlet) || self.is_given_up(gardenlet) {
            return None;
        }
        match self.operation {
            Operation::Delete => Some(Reason::Deletion),
            Operation::Migrate => Some(Reason::Migration),
            Operation::Restore => Some(Reason::Restore),
            Operation::Create => Some(Reason::Creation),
            Operation::Reconcile if self.new => Some(Reason::Creation),
            Operation::Reconcile if !self.observed => Some(Reason::SpecChange),
            Operation::Reconcile => (self.state != "Succeeded").then_some(Reason::Retry),
        }
    }

    /// Say how it stands.
    pub fn standing(&self, gardenlet: &Gardenlet<'_>) -> Standing {
        if self.in_flight() {
            Standing::InFlight
        } else if self.is_ignored(gardenlet) {
            Standing::Ignored
        } else if self.is_given_up(gardenlet) {
            Standing::Failed
        } else if self.reason(gardenlet).is_some() {
            Standing::Pending
        } else {
            Standing::UpToDate
        }
    }

    /// Tell whether its first failing attempt after a resume makes it fail for good: the cycle of its retries went on
    /// ageing while it was skipped. A new generation or gardenlet begins a new cycle
    /// (`updateShootStatusOperationStart`).
    pub fn retries_are_stale(&self, now: Timestamp, gardenlet: &Gardenlet<'_>) -> bool {
        let old = |since| now.duration_since(since) > gardenlet.policy.retry_duration;
        let goes_on = gardenlet
            .version
            .is_none_or(|version| version == self.gardener_version);
        self.retry_since.is_some_and(old)
            && goes_on
            && self.observed
            && self.standing(gardenlet) == Standing::Pending
    }

    /// Say when it is tried next, if its seed is not stopped by then.
    pub fn next_attempt(&self, now: Timestamp, gardenlet: &Gardenlet<'_>) -> Attempt {
        match self.standing(gardenlet) {
            Standing::InFlight => Attempt::without_time(Trigger::Running),
            Standing::Ignored => Attempt::without_time(Trigger::Ignored),
            Standing::Failed => Attempt::without_time(Trigger::Retry),
            _ if self.operation == Operation::Delete && self.nothing_to_delete => {
                Attempt::at_once(now)
            }
            Standing::Pending | Standing::UpToDate => self.timing.next(now, &gardenlet.policy),
        }
    }
}

/// Read a boolean as Go's `strconv.ParseBool` does.
fn is_true(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "true" | "TRUE" | "True")
}
