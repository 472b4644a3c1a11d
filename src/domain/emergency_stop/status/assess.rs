//! One seed: how it stands, and what deserves attention there.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::super::gardenlets::Configurations;
use super::super::holds::{self, HoldReport, Holds};
use super::super::shoots::{Gardenlet, Reason, SeedShoots, Shoots};
use super::super::{STOP, confirmation, is_stopped, value};
use super::about::{about_shoots, about_the_stop};
use super::{CONFIRMATION, GardenletStatus, PendingByReason, SeedStatus, ShootCounts, State};
use crate::domain::objects::{Object, Seed};
use crate::domain::versions::version::Version;
use crate::order::Order as _;

/// What a seed is looked at with.
pub(super) struct Surroundings<'s> {
    pub now: Timestamp,
    pub configurations: &'s Configurations,
    pub heartbeats: &'s BTreeMap<String, Timestamp>,
    pub seeds: &'s BTreeMap<String, Seed>,
    pub shoots: Option<&'s Shoots>,
    /// Seeds with the one value that stops.
    pub stopped: &'s BTreeSet<String>,
    /// Seeds that were registered after all others had been stopped, with the name of that stop.
    pub later: &'s [(String, String)],
    /// Whether ManagedSeeds, and the shoots of namespace `garden` that they run in, could be looked at.
    pub knows_hosts: bool,
}

impl Surroundings<'_> {
    /// Give what decides about the shoots of a seed.
    pub fn gardenlet(&self, seed: &str) -> Gardenlet<'_> {
        self.configurations.gardenlet(seed, self.seeds, self.shoots)
    }
}

/// Assess a seed.
pub(super) fn assess(seed: &Seed, around: &Surroundings<'_>) -> SeedStatus {
    let now = around.now;
    let holds = Holds::of(seed);
    let stopped = is_stopped(seed);
    let confirmation = confirmation(seed);
    let confirmed = match (stopped, confirmation) {
        (true, condition) => Some(condition.is_some()),
        (false, Some(_)) => Some(false),
        (false, None) => None,
    };
    let state = match (stopped, value(seed), confirmed) {
        (true, _, Some(true)) => State::Stopped,
        (true, ..) => State::Stopping,
        (false, Some(_), _) => State::Ineffective,
        (false, None, Some(_)) => State::Resuming,
        (false, None, None) => State::Running,
    };
    let mut reported = holds.report(now);
    let confirmed_at = confirmation.and_then(|condition| condition.last_transition_time);
    if let Some(foreign) = holds::foreign(seed, &holds) {
        let mut foreign = foreign.report(now);
        // The writer's time is that of its last write, perhaps of something else; the condition follows within 30 s.
        foreign.since = [foreign.since, confirmed_at].into_iter().flatten().min();
        reported.push(foreign);
    }
    let since = since(seed, &reported, confirmed_at);
    let old = since.is_none_or(|since| now.duration_since(since) > CONFIRMATION);
    let unconfirmed = state == State::Stopping && old;
    let configurations = around.configurations;
    let gardenlet = GardenletStatus {
        version: version(seed).map(ToOwned::to_owned),
        last_heartbeat: around.heartbeats.get(seed.name()).copied(),
        in_window_only: configurations.in_window_only(seed.name(), around.shoots),
        template: (configurations.template(seed.name())).map(|template| template.value.to_owned()),
    };
    let none = SeedShoots::default();
    let shoots = around
        .shoots
        .map(|shoots| shoots.seed(seed.name()).unwrap_or(&none));
    let decides = around.gardenlet(seed.name());
    let mut status = SeedStatus {
        name: seed.name().to_owned(),
        state,
        stopped,
        value: value(seed).map(ToOwned::to_owned),
        effective: stopped && !is_too_old(version(seed)),
        confirmed,
        unconfirmed,
        since,
        overdue: reported.iter().any(|hold| hold.overdue) && stopped,
        holds: reported,
        writer: (seed.metadata.writer_of_annotation(STOP)).map(|writer| writer.manager.to_owned()),
        provider: seed.spec.provider.provider_type.clone(),
        region: seed.spec.provider.region.clone(),
        gardenlet,
        shoots: shoots.map(|shoots| counts(shoots, now, &decides)),
        oldest_reconcile: shoots.and_then(|shoots| shoots.oldest_reconcile),
        next_window: shoots.and_then(|shoots| shoots.next_window),
        hosted_managed_seeds: (around.shoots.filter(|_| around.knows_hosts)).map(|shoots| {
            configurations
                .hosted(seed.name(), shoots)
                .map(ToOwned::to_owned)
                .collect()
        }),
        findings: Vec::new(),
    };
    let mut findings = about_the_stop(&status, &holds, around);
    if let Some(shoots) = shoots.filter(|_| stopped) {
        findings.extend(about_shoots(&status, shoots, around, &decides));
    }
    findings.order_by_key(|finding| Reverse(finding.severity));
    status.findings = findings;
    status
}

fn since(seed: &Seed, holds: &[HoldReport], confirmed_at: Option<Timestamp>) -> Option<Timestamp> {
    value(seed)?;
    let written = || {
        let writer = seed.metadata.writer_of_annotation(STOP)?;
        writer.time
    };
    let held = holds.iter().filter_map(|hold| hold.since).min();
    held.or_else(|| [confirmed_at, written()].into_iter().flatten().min())
}

fn version(seed: &Seed) -> Option<&str> {
    let gardener = seed.status.gardener.as_ref()?;
    Some(gardener.version.as_str()).filter(|version| !version.is_empty())
}

/// The stop came with v1.126 (`gardener/gardener` pull request 12712).
pub(super) fn is_too_old(version: Option<&str>) -> bool {
    let version = version.and_then(Version::parse);
    version.is_some_and(|version| (version.major, version.minor) < (1, 126))
}

fn counts(shoots: &SeedShoots, now: Timestamp, gardenlet: &Gardenlet<'_>) -> ShootCounts {
    let pending = shoots.pending(gardenlet);
    let of = |reason| pending.get(&reason).copied().unwrap_or_default();
    ShootCounts {
        total: shoots.total,
        in_flight: shoots.in_flight,
        pending: pending.values().sum(),
        pending_by_reason: PendingByReason {
            deletion: of(Reason::Deletion),
            migration: of(Reason::Migration),
            restore: of(Reason::Restore),
            creation: of(Reason::Creation),
            spec_change: of(Reason::SpecChange),
            retry: of(Reason::Retry),
        },
        creating: shoots.creating,
        deleting: shoots.deleting,
        failed: shoots.failed,
        error: shoots.error,
        ignored: shoots.ignored(gardenlet),
        confined: shoots.confined,
        rotating: shoots.rotating,
        migrating_away: shoots.migrating_away,
        migrating_towards: u32::try_from(shoots.arriving.len()).unwrap_or(u32::MAX),
        restoring: shoots.restoring,
        stale_retries: shoots.stale_retries(now, gardenlet),
        purposes: shoots.purposes.clone(),
    }
}
