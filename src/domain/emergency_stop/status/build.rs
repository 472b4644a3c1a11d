//! All seeds together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::super::gardenlets::Configurations;
use super::super::holds::Holds;
use super::super::is_stopped;
use super::super::shoots::attempt::Attempt;
use super::super::shoots::{Shoots, Waiting};
use super::assess::{Surroundings, assess};
use super::{
    EmergencyStopStatus, LookedAt, SeedStatus, ShootName, ShootStatus, Summary, UnscheduledShoot,
};
use crate::domain::objects::{Object, Seed};
use crate::order::Order as _;

/// What the report is made of.
#[derive(Debug)]
pub struct Inputs<'i> {
    /// The instant of the look.
    pub now: Timestamp,
    /// All seeds of the garden: what is told of one depends on others.
    pub seeds: &'i BTreeMap<String, Seed>,
    /// Names of the seeds to report.
    pub wanted: &'i BTreeSet<String>,
    /// Configurations of gardenlets, as far as they may be looked at.
    pub configurations: &'i Configurations,
    /// The last heartbeats of gardenlets, by seed.
    pub heartbeats: &'i BTreeMap<String, Timestamp>,
    /// The shoots, where they may be listed.
    pub shoots: Option<&'i Shoots>,
    /// Report the shoots one by one.
    pub each_shoot: bool,
    /// What could be looked at.
    pub looked_at: LookedAt,
    /// Whether the shoots of namespace `garden` are among the shoots.
    pub garden_included: bool,
    /// What could not be read.
    pub unreadable: Vec<String>,
}

/// Make the report.
pub fn status(inputs: Inputs<'_>) -> EmergencyStopStatus {
    let stopped = inputs.seeds.values().filter(|seed| is_stopped(seed));
    let stopped: BTreeSet<String> = stopped.map(|seed| seed.name().to_owned()).collect();
    let later = registered_later(inputs.seeds);
    let around = Surroundings {
        now: inputs.now,
        configurations: inputs.configurations,
        heartbeats: inputs.heartbeats,
        seeds: inputs.seeds,
        shoots: inputs.shoots,
        stopped: &stopped,
        later: &later,
        knows_hosts: inputs.looked_at.managed_seeds
            && inputs.looked_at.shoots
            && inputs.garden_included,
    };
    let wanted: Vec<&Seed> = (inputs.seeds.values())
        .filter(|seed| inputs.wanted.contains(seed.name()))
        .collect();
    let seeds: Vec<_> = wanted.iter().map(|seed| assess(seed, &around)).collect();
    let each_shoot = inputs.shoots.filter(|_| inputs.each_shoot);
    EmergencyStopStatus {
        now: inputs.now,
        summary: sum(&seeds, inputs.shoots.is_some()),
        seeds,
        shoots: each_shoot.map(|shoots| drill(&wanted, shoots, &around)),
        unscheduled: inputs.shoots.map(|shoots| unscheduled(shoots, inputs.now)),
        self_hosted: inputs.shoots.map(|shoots| {
            let names = shoots.self_hosted.iter();
            names
                .map(|(namespace, name)| ShootName {
                    namespace: namespace.clone(),
                    name: name.clone(),
                })
                .collect()
        }),
        looked_at: inputs.looked_at,
        unreadable: inputs.unreadable,
    }
}

/// Find the seeds that were registered after a stop of all seeds, each with the name of that stop.
///
/// A stop counts as one of all seeds if it holds every seed that was there before it ended, and more than one.
fn registered_later(seeds: &BTreeMap<String, Seed>) -> Vec<(String, String)> {
    let mut stops: BTreeMap<String, BTreeMap<&str, Timestamp>> = BTreeMap::new();
    for seed in seeds.values().filter(|seed| is_stopped(seed)) {
        for hold in Holds::of(seed).iter().filter(|hold| !hold.foreign) {
            if let Some(since) = hold.since {
                let name = hold.incident.as_ref().unwrap_or(&hold.by);
                let held = stops.entry(name.clone()).or_default();
                held.insert(seed.name(), since);
            }
        }
    }
    let mut later = Vec::new();
    for (stop, held) in stops {
        let Some(last) = held.values().max().copied().filter(|_| held.len() > 1) else {
            continue;
        };
        let created = |seed: &Seed| seed.metadata.creation_timestamp;
        let (new, old): (Vec<_>, Vec<_>) = seeds
            .values()
            .partition(|seed| created(seed).is_some_and(|at| at > last));
        let of_all = old.iter().all(|seed| held.contains_key(seed.name()));
        let running = new.into_iter().filter(|seed| !is_stopped(seed));
        if of_all {
            later.extend(running.map(|seed| (seed.name().to_owned(), stop.clone())));
        }
    }
    later
}

fn drill(seeds: &[&Seed], shoots: &Shoots, around: &Surroundings<'_>) -> Vec<ShootStatus> {
    let mut rows = Vec::new();
    for seed in seeds {
        let gardenlet = around.gardenlet(seed.name());
        let Some(shoots) = shoots.seed(seed.name()) else {
            continue;
        };
        let row = |entry: &Waiting| ShootStatus {
            seed: seed.name().to_owned(),
            namespace: entry.namespace.clone(),
            name: entry.name.clone(),
            standing: entry.standing(&gardenlet),
            reason: entry.reason(&gardenlet),
            operation: entry.operation,
            next_attempt: entry.next_attempt(around.now, &gardenlet),
            confined: entry.timing.confined,
            stale_retry: entry.retries_are_stale(around.now, &gardenlet),
            destination: entry.destination.clone(),
            last_update: entry.timing.last_update,
        };
        rows.extend(shoots.entries.iter().map(row));
    }
    rows.order_by(|one, other| {
        let key = |row: &ShootStatus| (row.seed.clone(), row.namespace.clone(), row.name.clone());
        key(one).cmp(&key(other))
    });
    rows
}

fn unscheduled(shoots: &Shoots, now: Timestamp) -> Vec<UnscheduledShoot> {
    let shoots = shoots.unscheduled.iter();
    shoots
        .map(|shoot| UnscheduledShoot {
            namespace: shoot.namespace.clone(),
            name: shoot.name.clone(),
            for_the_stop: shoot.for_the_stop,
            message: shoot.message.clone(),
            next_attempt: Attempt::of_scheduler(now),
        })
        .collect()
}

fn sum(seeds: &[SeedStatus], known: bool) -> Summary {
    let count = |holds: &dyn Fn(&SeedStatus) -> bool| {
        seeds
            .iter()
            .fold(0, |sum, seed| sum + u32::from(holds(seed)))
    };
    let shoots = |of: &dyn Fn(&SeedStatus) -> u32| known.then(|| seeds.iter().map(of).sum());
    let counted = |seed: &SeedStatus, of: fn(&super::ShootCounts) -> u32| {
        seed.shoots.as_ref().map(of).unwrap_or_default()
    };
    let on_stopped = |seed: &SeedStatus, of| {
        if seed.stopped { counted(seed, of) } else { 0 }
    };
    Summary {
        seeds: count(&|_| true),
        stopped: count(&|seed| seed.stopped),
        confirmed: count(&|seed| seed.stopped && seed.confirmed == Some(true)),
        unconfirmed: count(&|seed| seed.unconfirmed),
        ineffective: count(&SeedStatus::is_ineffective),
        overdue: count(&|seed| seed.overdue),
        shoots: shoots(&|seed| counted(seed, |shoots| shoots.total)),
        shoots_stopped: shoots(&|seed| on_stopped(seed, |shoots| shoots.total)),
        in_flight: shoots(&|seed| counted(seed, |shoots| shoots.in_flight)),
        in_flight_stopped: shoots(&|seed| on_stopped(seed, |shoots| shoots.in_flight)),
        pending: shoots(&|seed| counted(seed, |shoots| shoots.pending)),
        failed: shoots(&|seed| counted(seed, |shoots| shoots.failed)),
    }
}

impl SeedStatus {
    /// Tell whether somebody tried to stop it without effect.
    pub fn is_ineffective(&self) -> bool {
        self.value.is_some() && !self.effective
    }
}
