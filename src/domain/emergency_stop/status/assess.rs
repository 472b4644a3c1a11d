//! One seed: how it stands, and what deserves attention there.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::super::gardenlets::{Configurations, Template};
use super::super::holds::{self, HoldReport, Holds};
use super::super::shoots::{Arrival, Gardenlet, Operation, Reason, SeedShoots, Shoots, Waiting};
use super::super::{STOP, STOPPED, confirmation, is_stopped, value};
use super::finding::{Code, Finding};
use super::{CONFIRMATION, GardenletStatus, PendingByReason, SeedStatus, ShootCounts, State};
use crate::domain::objects::{Object, Seed};
use crate::domain::versions::finding::Severity;
use crate::domain::versions::version::Version;

/// How old a heartbeat may be (gardener-controller-manager's grace).
const HEARTBEAT: SignedDuration = SignedDuration::from_secs(40);

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
    findings.sort_by_key(|finding| Reverse(finding.severity));
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
fn is_too_old(version: Option<&str>) -> bool {
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

fn about_the_stop(seed: &SeedStatus, holds: &Holds, around: &Surroundings<'_>) -> Vec<Finding> {
    let name = &seed.name;
    let mut findings = Vec::new();
    if let Some(value) = seed.value.as_ref().filter(|_| !seed.stopped) {
        let message = format!(
            "annotation present but ineffective (value {value:?}); only \"true\" is honoured"
        );
        let advice = format!(
            "stop it: kubectl gardener emergency-stop on {name}; or remove the annotation: kubectl annotate seed {name} {STOP}-"
        );
        findings
            .push(Finding::new(Code::IneffectiveValue, Severity::Error, message).advise(advice));
    }
    let version = seed.gardenlet.version.as_deref();
    if seed.value.is_some() && is_too_old(version) {
        let message = format!(
            "gardenlet {} does not know the emergency stop, which came with v1.126: it goes on",
            version.unwrap_or_default()
        );
        findings.push(
            Finding::new(Code::GardenletTooOld, Severity::Error, message)
                .advise("scale its Deployment to zero in the seed's cluster to stop it"),
        );
    }
    let heartbeat = seed.gardenlet.last_heartbeat;
    let silent = |last: &Timestamp| around.now.duration_since(*last) > HEARTBEAT;
    if let Some(last) = heartbeat.filter(silent).filter(|_| seed.value.is_some()) {
        let message = format!(
            "no heartbeat of its gardenlet since {last}: what is asked for applies when it returns"
        );
        findings.push(Finding::new(
            Code::GardenletSilent,
            Severity::Warning,
            message,
        ));
    }
    if seed.unconfirmed && seed.effective {
        let message = format!(
            "the gardenlet has not confirmed the stop; version {}, {}",
            version.unwrap_or("unknown"),
            match heartbeat {
                Some(last) if silent(&last) => format!("last heartbeat {last}"),
                Some(_) => "though its heartbeats arrive".to_owned(),
                None => "heartbeat unknown".to_owned(),
            }
        );
        let advice = "see whether its gardenlet runs; in the seed's cluster: kubectl -n garden get deployment gardenlet";
        findings.push(Finding::new(Code::Unconfirmed, Severity::Error, message).advise(advice));
    }
    for hold in seed
        .holds
        .iter()
        .filter(|hold| hold.overdue && seed.stopped)
    {
        let until = hold
            .until
            .map(|until| until.to_string())
            .unwrap_or_default();
        let message = format!("the hold of {} was to end {until}", hold.owner());
        let advice = match &hold.incident {
            Some(incident) => format!(
                "lift it, or extend it with on --until: kubectl gardener emergency-stop off {name} --incident {incident}"
            ),
            None => format!(
                "its owner lifts it, or extends it with on --until: kubectl gardener emergency-stop off {name}"
            ),
        };
        findings.push(Finding::new(Code::Overdue, Severity::Warning, message).advise(advice));
    }
    if !seed.stopped && !holds.is_empty() {
        let owners: Vec<_> = seed.holds.iter().map(HoldReport::owner).collect();
        let message = format!(
            "held by {}, but not stopped: the annotation was removed or changed by other means",
            owners.join(", ")
        );
        findings.push(
            Finding::new(Code::HoldWithoutStop, Severity::Warning, message).advise(format!(
                "stop it again or lift the hold: kubectl gardener emergency-stop on|off {name}"
            )),
        );
    }
    for text in holds.unreadable() {
        let message = format!("a hold cannot be read and counts as somebody's: {text}");
        findings.push(Finding::new(
            Code::UnreadableHold,
            Severity::Warning,
            message,
        ));
    }
    // Where a gardenlet still says that it is stopped, it was, and somebody lifted that.
    let later = around.later.iter().find(|(later, _)| later == name);
    if let Some((_, stop)) = later.filter(|_| seed.state != State::Resuming) {
        let message = format!("seed {name} is not stopped (registered after the stop of {stop})");
        findings.push(
            Finding::new(Code::RegisteredLater, Severity::Error, message)
                .advise(format!("kubectl gardener emergency-stop on {name}")),
        );
    }
    findings.extend(about_the_template(seed, around));
    findings
}

fn about_the_template(seed: &SeedStatus, around: &Surroundings<'_>) -> Option<Finding> {
    let Template { kind, value } = around.configurations.template(&seed.name)?;
    let name = &seed.name;
    let finding = match (value == STOPPED, seed.stopped) {
        (true, true) => Finding::new(
            Code::TemplateStops,
            Severity::Warning,
            format!(
                "the seed template of {kind} {name} sets this annotation: each start of the gardenlet stops the seed again"
            ),
        ),
        (true, false) => Finding::new(
            Code::TemplateStops,
            Severity::Warning,
            format!(
                "the seed template of {kind} {name} sets this annotation: the next start of the gardenlet stops the seed"
            ),
        ),
        (false, true) => Finding::new(
            Code::TemplateResumes,
            Severity::Error,
            format!(
                "the seed template of {kind} {name} sets this annotation to {value:?}: the next start of the gardenlet ends the stop"
            ),
        ),
        (false, false) => return None,
    };
    Some(finding.advise(format!(
        "remove the annotation from spec…seedConfig.metadata.annotations of {kind} {name}"
    )))
}

fn about_shoots(
    seed: &SeedStatus,
    shoots: &SeedShoots,
    around: &Surroundings<'_>,
    gardenlet: &Gardenlet<'_>,
) -> Vec<Finding> {
    let name = &seed.name;
    let arriving = shoots
        .arriving
        .iter()
        .map(|arrival| about_arrival(name, arrival, around.stopped));
    let restores = shoots
        .entries
        .iter()
        .filter(|entry| entry.operation == Operation::Restore && entry.reason(gardenlet).is_some());
    let restores = restores.map(|entry| about_restore(name, entry));
    let mut findings: Vec<_> = arriving.chain(restores).collect();
    if let Some(hosted) = seed
        .hosted_managed_seeds
        .as_ref()
        .filter(|hosted| !hosted.is_empty())
    {
        let message = format!(
            "managed seeds run in its shoots: {}; if one of those breaks, it is not repaired while this seed is stopped",
            hosted.join(", ")
        );
        findings.push(Finding::new(
            Code::HostsManagedSeeds,
            Severity::Warning,
            message,
        ));
    }
    let stale = shoots.stale_retries(around.now, gardenlet);
    if stale > 0 {
        let message = format!(
            "shoots that were retried for so long that their first failing attempt after the stop makes them fail for good: {stale}"
        );
        findings.push(
            Finding::new(Code::StaleRetries, Severity::Warning, message)
                .advise("resume them with the annotation gardener.cloud/operation=reconcile, which begins a new cycle"),
        );
    }
    findings
}

fn about_arrival(seed: &str, arrival: &Arrival, stopped: &BTreeSet<String>) -> Finding {
    let Arrival {
        namespace,
        name,
        source,
        in_flight,
    } = arrival;
    let shoot = format!("shoot {namespace}/{name}");
    let new = |severity, message: String| Finding::new(Code::MigrationTowards, severity, message);
    if *in_flight {
        let message = format!(
            "{shoot} is leaving seed {source} right now for {seed}, which is stopped: its control plane goes down and does not come up"
        );
        new(Severity::Error, message).advise(format!("lift the stop of {seed}"))
    } else if stopped.contains(source) {
        let message = format!(
            "{shoot} is to migrate from seed {source} to {seed}; both are stopped, so its control plane stays where it is"
        );
        new(Severity::Info, message)
            .advise(format!("lift the stop of {seed} before that of {source}"))
    } else {
        let message = format!(
            "{shoot} is to migrate from seed {source} to {seed}, which is stopped: once it has left, its control plane does not come up"
        );
        new(Severity::Error, message).advise(format!(
            "stop {source} before it leaves: kubectl gardener emergency-stop on {source}; or lift the stop of {seed}"
        ))
    }
}

fn about_restore(seed: &str, entry: &Waiting) -> Finding {
    let Waiting {
        namespace, name, ..
    } = entry;
    let lacks = if matches!(entry.state.as_str(), "Succeeded" | "Aborted") {
        "has no control plane"
    } else {
        "may have part of its control plane only"
    };
    let message = format!(
        "shoot {namespace}/{name} {lacks}: migrated off its seed, destination {seed} is stopped"
    );
    Finding::new(Code::RestoreBlocked, Severity::Error, message).advise(format!(
        "lift the stop of {seed}, then: kubectl -n {namespace} annotate shoot {name} gardener.cloud/operation=reconcile"
    ))
}
