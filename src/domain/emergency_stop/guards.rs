//! What a stop reaches, and what speaks against it: asked before it where there is time, told after it where not.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::gardenlets::Configurations;
use super::shoots::Shoots;
use super::{STOPPED, is_stopped};
use crate::domain::objects::{Condition, Seed, condition};

/// The first gardenlet that knows the stop.
const KNOWS: (u64, u64) = (1, 126);

/// What a stop reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BlastRadius {
    /// Seeds that are named.
    pub seeds: usize,
    /// Shoots on them.
    pub shoots: u32,
    /// These shoots by purpose, `none` for those without.
    pub by_purpose: BTreeMap<String, u32>,
    /// Operations that go on: a stop does not end them.
    pub in_flight: u32,
    /// Shoots that were never created to the end.
    pub creating: u32,
    /// Shoots that are to be deleted.
    pub deleting: u32,
    /// Shoots that have failed.
    pub failed: u32,
    /// Shoots on their way to these seeds.
    pub migrations_towards: u32,
    /// Shoots with a rotation of credentials that has begun and is not completed.
    pub rotations_half_done: u32,
    /// Shoots that no stop reaches, in the whole landscape.
    pub self_hosted: usize,
}

/// What speaks against a stop, or must be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// What it is, for programs.
    pub id: &'static str,
    /// The seed that it is about; absent when it is about several.
    pub seed: Option<String>,
    /// Whether it takes `--force` to go on, where the question comes first.
    pub blocks: bool,
    /// What it means.
    pub message: String,
    /// What to do.
    pub advice: String,
}

impl Finding {
    fn new(id: &'static str, seed: Option<&str>, message: String, advice: &str) -> Self {
        Self {
            id,
            seed: seed.map(ToOwned::to_owned),
            blocks: false,
            message,
            advice: advice.to_owned(),
        }
    }

    /// Tell of seeds that came when all were to be stopped.
    pub fn of_new_seeds(names: Vec<String>) -> Self {
        let message = format!(
            "not stopped, registered after the stop began: {}",
            named(names)
        );
        Self::new("new-seed", None, message, "run the same command again")
    }

    /// Tell of stops that nobody is recorded as holding, if there are any.
    pub fn of_strangers(seeds: Vec<String>) -> Option<Self> {
        if seeds.is_empty() {
            return None;
        }
        let message = format!(
            "stopped by other means, without a hold on record: {}",
            named(seeds)
        );
        Some(Self::new(
            "no-hold",
            None,
            message,
            "make sure that nobody else needs the stop",
        ))
    }

    fn blocking(mut self) -> Self {
        self.blocks = true;
        self
    }
}

/// What is known when a stop is weighed.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// All seeds.
    pub seeds: &'f BTreeMap<String, Seed>,
    /// The names of those that are to be stopped.
    pub targets: &'f BTreeSet<String>,
    /// They are all there are.
    pub all: bool,
    /// The shoots, where they could be read.
    pub shoots: Option<&'f Shoots>,
    /// The configurations of the gardenlets.
    pub configurations: &'f Configurations,
}

/// Count what a stop reaches.
pub fn blast_radius(facts: &Facts<'_>) -> Option<BlastRadius> {
    let shoots = facts.shoots?;
    let mut radius = BlastRadius {
        seeds: facts.targets.len(),
        self_hosted: shoots.self_hosted.len(),
        ..BlastRadius::default()
    };
    for counted in facts.targets.iter().filter_map(|seed| shoots.seed(seed)) {
        radius.shoots += counted.total;
        for (purpose, count) in &counted.purposes {
            *radius.by_purpose.entry(purpose.clone()).or_default() += count;
        }
        radius.in_flight += counted.in_flight;
        radius.creating += counted.creating;
        radius.deleting += counted.deleting;
        radius.failed += counted.failed;
        radius.rotations_half_done += counted.rotating;
        radius.migrations_towards += count(counted.arriving.len() as u64) + counted.restoring;
    }
    Some(radius)
}

fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Say what speaks against stopping these seeds.
pub fn against_on(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in facts.targets {
        if let Some(seed) = facts.seeds.get(name) {
            of_gardenlet(name, seed, &mut findings);
        }
        of_template(name, facts, &mut findings);
        of_shoots(name, facts, &mut findings);
    }
    without_seeds(facts, &mut findings);
    if let Some(shoots) = facts.shoots.filter(|shoots| !shoots.self_hosted.is_empty()) {
        let names = named(
            shoots
                .self_hosted
                .iter()
                .map(|(namespace, name)| format!("{namespace}/{name}")),
        );
        let message = format!("self-hosted shoots are not stopped by any seed: {names}");
        let advice = "annotate them with shoot.gardener.cloud/ignore=true if they must stop, too";
        findings.push(Finding::new("self-hosted", None, message, advice));
    }
    findings
}

fn of_gardenlet(name: &str, seed: &Seed, findings: &mut Vec<Finding>) {
    let version = seed
        .status
        .gardener
        .as_ref()
        .map(|gardener| gardener.version.as_str());
    if let Some(version) =
        version.filter(|version| minor(version).is_some_and(|minor| minor < KNOWS))
    {
        let message = format!(
            "the gardenlet of {name} is {version} and does not know the stop, which came with v1.126"
        );
        let advice = "scale its Deployment gardenlet to 0 replicas to stop it";
        findings.push(Finding::new(
            "gardenlet-too-old",
            Some(name),
            message,
            advice,
        ));
    }
    let ready = condition::find(&seed.status.conditions, "GardenletReady");
    if let Some(ready) = ready.filter(|ready| ready.status == "Unknown" || ready.status == "False")
    {
        let message = format!(
            "the gardenlet of {name} does not report (GardenletReady is {}): the stop applies when it returns",
            ready.status
        );
        findings.push(Finding::new(
            "gardenlet-down",
            Some(name),
            message,
            "look at it with kubectl gardener gardenlets",
        ));
    }
}

fn of_template(name: &str, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = facts.configurations.template(name) else {
        return;
    };
    if template.value != STOPPED {
        let message = format!(
            "the seed template in {} {name} sets the stop to {:?}: the next start of the gardenlet ends it",
            template.kind, template.value
        );
        let advice = "remove the annotation from the template, or set it to \"true\" there";
        findings.push(Finding::new("template", Some(name), message, advice));
    }
}

fn of_shoots(name: &str, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Some(shoots) = facts.shoots else {
        return;
    };
    if let Some(counted) = shoots.seed(name) {
        let arriving = counted
            .arriving
            .iter()
            .map(|shoot| format!("{}/{}", shoot.namespace, shoot.name));
        let restoring = counted
            .entries
            .iter()
            .filter(|entry| entry.operation == super::shoots::Operation::Restore)
            .map(|entry| format!("{}/{}", entry.namespace, entry.name));
        let migrating: Vec<String> = arriving.chain(restoring).collect();
        if !migrating.is_empty() {
            let message = format!(
                "{} migrating to {name} and would stay without control plane: {}",
                are(migrating.len()),
                named(migrating)
            );
            let advice = "wait until they have arrived, or point spec.seedName of those that have not left yet back to their seed";
            findings.push(Finding::new("migration", Some(name), message, advice).blocking());
        }
        if counted.rotating > 0 {
            let message = format!(
                "{} on {name} in the middle of a credentials rotation, which would stall",
                are(counted.rotating as usize)
            );
            let advice = "complete the rotations first if there is time";
            findings.push(Finding::new("rotation", Some(name), message, advice).blocking());
        }
    }
    let hosted = named(
        facts
            .configurations
            .hosted(name, shoots)
            .map(ToOwned::to_owned),
    );
    if !hosted.is_empty() {
        let message = format!(
            "seeds that run in shoots of {name}, whose gardenlets are not repaired while it is stopped: {hosted}"
        );
        let advice = "they go on on their own; stop them by name if they must stop, too";
        findings.push(Finding::new("managed-seed", Some(name), message, advice));
    }
}

/// Say where no seed stays that the scheduler would take.
fn without_seeds(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let place = |seed: &Seed| {
        (
            seed.spec.provider.provider_type.clone(),
            seed.spec.provider.region.clone(),
        )
    };
    let mut stopped = BTreeSet::new();
    let mut left = BTreeSet::new();
    for (name, seed) in facts.seeds {
        if !is_schedulable(seed) {
            continue;
        }
        if facts.targets.contains(name) {
            stopped.insert(place(seed));
        } else {
            left.insert(place(seed));
        }
    }
    let without: Vec<String> = stopped
        .difference(&left)
        .map(|(provider, region)| format!("{provider} {region}"))
        .collect();
    if without.is_empty() {
        return;
    }
    let message = format!("no seed takes new shoots any more in {}", named(without));
    let advice = "new shoots there stay pending until a stop is lifted";
    let finding = Finding::new("no-seed-left", None, message, advice);
    // Who stops everything has said so.
    findings.push(if facts.all {
        finding
    } else {
        finding.blocking()
    });
}

/// Tell whether the scheduler would take a seed
/// (`gardener/gardener:pkg/scheduler/controller/shoot/reconciler.go:filterUsableSeeds`).
fn is_schedulable(seed: &Seed) -> bool {
    let visible = seed
        .spec
        .settings
        .as_ref()
        .and_then(|settings| settings.scheduling.as_ref())
        .is_none_or(|scheduling| scheduling.visible);
    let holds = |name: &str| condition::find(&seed.status.conditions, name).map(Condition::is_true);
    let ready = seed.status.last_operation.is_some()
        && holds("GardenletReady") == Some(true)
        && holds("BackupBucketsReady") != Some(false);
    visible && ready && !is_stopped(seed) && seed.metadata.deletion_timestamp.is_none()
}

/// Say what speaks against lifting the stop of these seeds.
pub fn against_off(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in facts.targets {
        if let Some(template) = facts
            .configurations
            .template(name)
            .filter(|template| template.value == STOPPED)
        {
            let message = format!(
                "the seed template in {} {name} sets the stop: the next start of the gardenlet stops it again",
                template.kind
            );
            findings.push(Finding::new(
                "template",
                Some(name),
                message,
                "remove the annotation from the template first",
            ));
        }
    }
    let versions: BTreeSet<&str> = facts
        .targets
        .iter()
        .filter_map(|name| facts.seeds.get(name)?.status.gardener.as_ref())
        .map(|gardener| gardener.version.as_str())
        .collect();
    if versions.len() > 1 {
        let message = format!(
            "the gardenlets differ: {}",
            named(versions.iter().map(ToString::to_string))
        );
        let advice = "make sure that none of them is the one that the stop was for";
        findings.push(Finding::new("versions-differ", None, message, advice));
    }
    if let Some(shoots) = facts.shoots {
        let waiting = shoots
            .unscheduled
            .iter()
            .filter(|shoot| shoot.for_the_stop)
            .count();
        if waiting > 0 {
            let message = format!("{} waiting for a seed because of stops", are(waiting));
            findings.push(Finding::new(
                "unscheduled",
                None,
                message,
                "the scheduler tries again within 17 minutes",
            ));
        }
    }
    findings
}

fn are(count: usize) -> String {
    match count {
        1 => "1 shoot is".to_owned(),
        count => format!("{count} shoots are"),
    }
}

/// Name things, not more than a line can hold.
pub fn named(names: impl IntoIterator<Item = String>) -> String {
    const MOST: usize = 8;
    let names: Vec<String> = names.into_iter().collect();
    let more = names.len().saturating_sub(MOST);
    let shown = names.into_iter().take(MOST).collect::<Vec<_>>().join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}

/// Read major and minor of a version.
fn minor(version: &str) -> Option<(u64, u64)> {
    let mut parts = version.trim_start_matches('v').split(['.', '-', '+']);
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
