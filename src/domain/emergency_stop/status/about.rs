//! What deserves attention on one seed, and what to do about it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::super::gardenlets::Template;
use super::super::holds::{HoldReport, Holds};
use super::super::shoots::{Arrival, Gardenlet, Operation, SeedShoots, Waiting};
use super::super::{STOP, STOPPED};
use super::assess::{Surroundings, is_too_old};
use super::finding::{Code, Finding};
use super::{SeedStatus, State};
use crate::domain::versions::finding::Severity;

/// How old a heartbeat may be (gardener-controller-manager's grace).
const HEARTBEAT: SignedDuration = SignedDuration::from_secs(40);

/// Tell what deserves attention about the stop itself.
pub(super) fn about_the_stop(
    seed: &SeedStatus,
    holds: &Holds,
    around: &Surroundings<'_>,
) -> Vec<Finding> {
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

/// Tell what deserves attention about the shoots of a stopped seed.
pub(super) fn about_shoots(
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
