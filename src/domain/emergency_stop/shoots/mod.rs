//! The shoots of each seed, counted one by one: what is under way, what waits for what, what a stop does not reach.
//!
//! Only counters stay in memory, and a small entry for each shoot that is not simply up to date. Seeds and gardenlets
//! may arrive later: what depends on them is asked of the entries at the end.
//!
//! - `operation`: what a gardenlet would run, and whose shoot it is
//! - `policy`: how a gardenlet times its shoots
//! - `attempt`: when a shoot is tried next
//! - `waiting`: a shoot that is not simply up to date

pub mod attempt;
pub mod operation;
pub mod policy;
pub mod waiting;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;

use self::attempt::next_window;
pub use self::operation::Operation;
pub use self::policy::{Policy, Settings};
pub use self::waiting::{Gardenlet, Reason, Standing, Waiting};
use crate::domain::objects::shoot::RotationPhase;
use crate::domain::objects::{Object, Shoot};
use crate::domain::versions::window::Schedule;

/// What the scheduler says when all seeds that would do are stopped
/// (`gardener/gardener:pkg/scheduler/controller/shoot/reconciler.go:filterSeedsWithDisabledShootReconciliations`).
const NO_SEED_ENABLED: &str = "have enabled shoot reconciliations currently";

/// The shoots of all seeds, counted.
#[derive(Clone, Debug)]
pub struct Shoots {
    now: Timestamp,
    keep: Keep,
    seeds: BTreeMap<String, SeedShoots>,
    /// Shoots that wait for a seed.
    pub unscheduled: Vec<Unscheduled>,
    /// Shoots that run their control plane themselves, as namespace and name: no stop reaches them.
    pub self_hosted: Vec<(String, String)>,
    /// The seeds of the shoots in namespace `garden`, by name: ManagedSeeds run in some of them.
    hosts: BTreeMap<String, String>,
}

/// Of which shoots an entry is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// Of those that are not simply up to date.
    #[default]
    Backlog,
    /// Of all.
    All,
}

/// A shoot that waits for a seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unscheduled {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// What the scheduler says.
    pub message: Option<String>,
    /// It finds no seed because those that would do are stopped.
    pub for_the_stop: bool,
}

/// A shoot on its way to a seed, still in the hands of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// The seed that it leaves.
    pub source: String,
    /// Its migration is under way.
    pub in_flight: bool,
}

/// The shoots of one seed, counted; a shoot counts once, at the seed that is responsible for it.
#[derive(Clone, Debug, Default)]
pub struct SeedShoots {
    /// All of them.
    pub total: u32,
    /// An operation is under way.
    pub in_flight: u32,
    /// New: never created to the end, and not to be deleted.
    pub creating: u32,
    /// To be deleted.
    pub deleting: u32,
    /// The last operation failed for good.
    pub failed: u32,
    /// The last operation failed and is retried.
    pub error: u32,
    /// Spec changes wait for the window, and leave no trace in the generation until then.
    pub confined: u32,
    /// A rotation of credentials has begun and is not completed.
    pub rotating: u32,
    /// To leave for another seed, or leaving.
    pub migrating_away: u32,
    /// Left another seed, not restored here yet.
    pub restoring: u32,
    /// By purpose.
    pub purposes: BTreeMap<String, u32>,
    /// On their way here, still in the hands of another seed.
    pub arriving: Vec<Arrival>,
    /// The successful reconciliation that is longest ago.
    pub oldest_reconcile: Option<Timestamp>,
    /// The begin of the next maintenance window of any of them.
    pub next_window: Option<Timestamp>,
    /// Those that are not simply up to date, in the order in which they came.
    pub entries: Vec<Waiting>,
}

impl Shoots {
    /// Begin to count.
    pub fn new(now: Timestamp, keep: Keep) -> Self {
        Self {
            now,
            keep,
            seeds: BTreeMap::new(),
            unscheduled: Vec::new(),
            self_hosted: Vec::new(),
            hosts: BTreeMap::new(),
        }
    }

    /// Count a shoot.
    pub fn add(&mut self, shoot: &Shoot) {
        let (namespace, name) = (shoot.namespace(), shoot.name());
        if operation::is_self_hosted(shoot) {
            let key = (namespace.to_owned(), name.to_owned());
            self.self_hosted.push(key);
            return;
        }
        let Some(responsible) = operation::responsible_seed(shoot) else {
            self.unscheduled.push(Unscheduled::of(shoot));
            return;
        };
        if namespace == waiting::GARDEN {
            self.hosts.insert(name.to_owned(), responsible.to_owned());
        }
        if let Some(destination) =
            (shoot.spec.seed_name.as_ref()).filter(|_| operation::is_leaving(shoot))
        {
            let arrival = Arrival {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
                source: responsible.to_owned(),
                in_flight: operation::is_processing(shoot.status.last_operation.as_ref()),
            };
            self.of_seed(destination).arriving.push(arrival);
        }
        let (now, keep) = (self.now, self.keep);
        self.of_seed(responsible).count(shoot, now, keep);
    }

    fn of_seed(&mut self, seed: &str) -> &mut SeedShoots {
        self.seeds.entry(seed.to_owned()).or_default()
    }

    /// Give the shoots of a seed; none are a count of zero.
    pub fn seed(&self, name: &str) -> Option<&SeedShoots> {
        self.seeds.get(name)
    }

    /// Walk the seeds that have shoots, by name; it may be one that does not exist any more.
    pub fn seeds(&self) -> impl Iterator<Item = (&str, &SeedShoots)> {
        self.seeds
            .iter()
            .map(|(name, shoots)| (name.as_str(), shoots))
    }

    /// Give the seed that a shoot of namespace `garden` is on: the host of its ManagedSeed.
    pub fn host_of(&self, shoot: &str) -> Option<&str> {
        self.hosts.get(shoot).map(String::as_str)
    }
}

impl SeedShoots {
    fn count(&mut self, shoot: &Shoot, now: Timestamp, keep: Keep) {
        let entry = Waiting::of(shoot);
        let add = |counter: &mut u32, holds: bool| *counter += u32::from(holds);
        add(&mut self.total, true);
        add(&mut self.in_flight, entry.in_flight());
        add(&mut self.creating, entry.new);
        add(
            &mut self.deleting,
            shoot.metadata.deletion_timestamp.is_some(),
        );
        add(&mut self.failed, entry.has_failed());
        add(&mut self.error, entry.state == "Error");
        add(&mut self.confined, entry.timing.confined);
        add(&mut self.rotating, rotates(shoot));
        add(&mut self.migrating_away, entry.destination.is_some());
        add(&mut self.restoring, entry.operation == Operation::Restore);
        let purpose = shoot.spec.purpose.as_deref().unwrap_or("none");
        if let Some(count) = self.purposes.get_mut(purpose) {
            *count += 1;
        } else {
            self.purposes.insert(purpose.to_owned(), 1);
        }
        self.oldest_reconcile = earlier(self.oldest_reconcile, last_reconcile(shoot));
        let schedule = Schedule::of(shoot);
        let window = (!schedule.always).then(|| next_window(&schedule, now).begin);
        self.next_window = earlier(self.next_window, window);

        let interesting =
            entry.standing(&RESPECTS_EVERYTHING) != Standing::UpToDate || entry.has_failed();
        if keep == Keep::All || interesting {
            self.entries.push(entry);
        }
    }

    /// Count what waits for something, by reason.
    pub fn pending(&self, gardenlet: &Gardenlet<'_>) -> BTreeMap<Reason, u32> {
        let mut counts = BTreeMap::new();
        for reason in self
            .entries
            .iter()
            .filter_map(|entry| entry.reason(gardenlet))
        {
            *counts.entry(reason).or_default() += 1;
        }
        counts
    }

    /// Count what its gardenlet ignores.
    pub fn ignored(&self, gardenlet: &Gardenlet<'_>) -> u32 {
        self.tally(|entry| entry.is_ignored(gardenlet))
    }

    /// Count what fails for good with its first failing attempt after a resume.
    pub fn stale_retries(&self, now: Timestamp, gardenlet: &Gardenlet<'_>) -> u32 {
        self.tally(|entry| entry.retries_are_stale(now, gardenlet))
    }

    fn tally(&self, holds: impl Fn(&Waiting) -> bool) -> u32 {
        self.entries
            .iter()
            .fold(0, |sum, entry| sum + u32::from(holds(entry)))
    }
}

/// A gardenlet under which a shoot is up to date only if it is under any.
const RESPECTS_EVERYTHING: Gardenlet<'static> = Gardenlet {
    policy: Policy {
        sync_period: jiff::SignedDuration::ZERO,
        retry_duration: jiff::SignedDuration::ZERO,
        concurrent_syncs: 0,
        in_window_only: false,
        respect_overwrite: true,
    },
    version: None,
};

impl Unscheduled {
    fn of(shoot: &Shoot) -> Self {
        let last = shoot.status.last_operation.as_ref();
        let message = last
            .map(|last| last.description.clone())
            .filter(|said| !said.is_empty());
        Self {
            namespace: shoot.namespace().to_owned(),
            name: shoot.name().to_owned(),
            for_the_stop: message
                .as_ref()
                .is_some_and(|said| said.contains(NO_SEED_ENABLED)),
            message,
        }
    }
}

/// Tell whether a rotation of credentials has begun and is not completed.
fn rotates(shoot: &Shoot) -> bool {
    let credentials = shoot.status.credentials.as_ref();
    let Some(rotation) = credentials.and_then(|credentials| credentials.rotation.as_ref()) else {
        return false;
    };
    let phases = [
        &rotation.certificate_authorities,
        &rotation.service_account_key,
        &rotation.etcd_encryption_key,
    ];
    let open = |phase: &RotationPhase| !matches!(phase.phase.as_str(), "" | "Completed");
    phases.into_iter().flatten().any(open)
}

fn last_reconcile(shoot: &Shoot) -> Option<Timestamp> {
    let last = shoot.status.last_operation.as_ref()?;
    let reconciled = matches!(
        last.operation_type.as_str(),
        "Create" | "Reconcile" | "Restore"
    );
    last.last_update_time
        .filter(|_| reconciled && last.state == "Succeeded")
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
