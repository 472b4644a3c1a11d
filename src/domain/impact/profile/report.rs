//! Changes of profiles, shoot by shoot, and all of it together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::rules::{self, Row, Users};
use super::values;
use crate::domain::emergency_stop::shoots::operation::{is_self_hosted, responsible_seed};
use crate::domain::impact::change::Change;
use crate::domain::impact::fields::{Keys, differences};
use crate::domain::impact::fleet::{Around, Fleet, FleetImpact, add, is_hibernated};
use crate::domain::impact::path::Path;
use crate::domain::impact::pools::{Certainty, Size};
use crate::domain::impact::quantity::Quantity;
use crate::domain::impact::rehearsal::Answer;
use crate::domain::impact::rules::Class;
use crate::domain::impact::values::{Found, is_derived, told};
use crate::domain::impact::verdict::{Doubt, Rejection, Verdict};
use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::Worker;
use crate::domain::versions::diff::{self, DiffCode, DiffFinding, ProfileChange, VersionDiff};
use crate::domain::versions::profile::{ProfileKey, ProfileKind};
use crate::domain::versions::run::Run;
use crate::domain::versions::version::Version;

/// What names the entries of the lists of a profile.
const KEYS: Keys = &[
    ("spec.machineTypes", &["name"]),
    ("spec.volumeTypes", &["name"]),
    ("spec.regions", &["name"]),
    ("spec.regions[*].zones", &["name"]),
    ("spec.regions[*].zones[*].unavailableMachineTypes", &[]),
    ("spec.regions[*].zones[*].unavailableVolumeTypes", &[]),
    ("spec.regions[*].accessRestrictions", &["name"]),
    ("spec.machineCapabilities", &["name"]),
];

/// Above this memory the kubelet evicts by another default
/// (`gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:setDefaultEvictionMemoryAvailable`).
const EVICTION_STEP: &str = "8Gi";

/// What changes of profiles do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CloudProfileImpact {
    /// The instant of the change.
    pub now: Timestamp,
    /// The profiles, in the order of the new manifests.
    pub profiles: Vec<ProfileReport>,
    /// What becomes of versions, as `versions diff` tells it.
    pub versions: VersionsPart,
    /// Shoots that take part with their next reconciliation; absent where none were looked at.
    pub shoots: Option<FleetImpact>,
    /// What could not be read, so that it is not taken into account.
    pub unreadable: Vec<String>,
    /// All in one.
    pub summary: Summary,
}

impl CloudProfileImpact {
    /// The kind in JSON and YAML.
    pub const KIND: &'static str = "CloudProfileImpact";
}

/// What becomes of versions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionsPart {
    /// Until when it looks ahead.
    pub until: Timestamp,
    /// What changes in versions, images and machine types.
    pub changes: Vec<ProfileChange>,
    /// What that means, the worst first.
    pub findings: Vec<DiffFinding>,
    /// Totals.
    pub summary: diff::Summary,
    /// Pools whose nodes are renewed by updates that come with the change, or come sooner.
    pub renewed_pools: u32,
    /// Shoots whose Kubernetes goes to another minor with it, which renews all pools that follow.
    pub renewed_shoots: u32,
}

/// What a change of one profile does, besides versions.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileReport {
    /// The profile.
    pub profile: ProfileKey,
    /// Whether the server takes it.
    pub verdict: Verdict,
    /// Whether the server said so itself, in a dry run.
    pub asked: bool,
    /// Why it is refused.
    pub rejections: Vec<Rejection>,
    /// What could not be told from what is at hand.
    pub doubts: Vec<Doubt>,
    /// What happens, the most severe first.
    pub findings: Vec<ProfileFinding>,
    /// Shoots whose next update is refused, whatever it changes, unless it mends that.
    pub later_rejections: Vec<LaterRejection>,
    /// Changed fields that no rule knows.
    pub unexplained: Vec<String>,
    /// Shoots that refer to it, themselves or through a NamespacedCloudProfile; absent where none were looked at.
    pub shoots: Option<u32>,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileFinding {
    /// The rule that says so.
    pub rule: String,
    /// Its effect.
    pub class: Class,
    /// The field.
    pub path: String,
    /// Its value before.
    pub before: Option<Value>,
    /// Its value after.
    pub after: Option<Value>,
    /// Shoots that it concerns.
    pub shoots: Option<u32>,
    /// Pools of theirs that it concerns.
    pub pools: Option<u32>,
    /// Nodes of these pools, at least and at most.
    pub nodes: Option<Size>,
    /// What happens.
    pub effect: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where Gardener does it.
    pub source: String,
}

/// A check of every later update that shoots do not meet any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LaterRejection {
    /// The rule that says so.
    pub rule: String,
    /// The field of the profile.
    pub path: String,
    /// Why.
    pub reason: String,
    /// How many shoots.
    pub shoots: u32,
    /// Some of them.
    pub examples: Vec<String>,
}

/// All in one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// In one line.
    pub headline: String,
    /// The most severe class; absent where nothing happens.
    pub worst: Option<Class>,
    /// Findings by class.
    pub classes: BTreeMap<String, usize>,
}

/// A profile before and after.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Which one.
    pub key: ProfileKey,
    /// As it is.
    pub old: Value,
    /// As it is to be.
    pub new: Value,
    /// What the server says of it; `None` where none was asked.
    pub answer: Option<Answer>,
}

#[derive(Debug)]
struct Hit {
    change: Change,
    row: &'static Row,
    class: Class,
    effect: String,
    shoots: u32,
    pools: u32,
    nodes: Size,
    later: u32,
    examples: Vec<String>,
}

#[derive(Debug)]
struct Work {
    pair: Pair,
    hits: Vec<Hit>,
    unexplained: Vec<String>,
    /// What the values of changed fields come to.
    values: Found,
    shoots: u32,
}

/// The fields of a NamespacedCloudProfile (`gardener/gardener:pkg/apis/core/v1beta1/types_namespacedcloudprofile.go`).
const OF_NAMESPACED: [&str; 8] = [
    "caBundle",
    "kubernetes",
    "limits",
    "machineImages",
    "machineTypes",
    "parent",
    "providerConfig",
    "volumeTypes",
];

/// The limit of nodes of a shoot.
const LIMIT: &str = "spec.limits.maxNodesTotal";

/// How many shoots are named where many are concerned.
const EXAMPLES: usize = 5;

/// Looks at shoots one by one.
pub struct Builder {
    now: Timestamp,
    around: Option<Around>,
    works: Vec<Work>,
    /// Parents of NamespacedCloudProfiles, by namespace and name.
    parents: BTreeMap<(String, String), String>,
    versions: diff::Builder,
    fleet: Fleet,
}

impl Builder {
    /// Begin with the profiles before and after, and what compares their versions.
    pub fn new(
        now: Timestamp,
        around: Option<Around>,
        pairs: Vec<Pair>,
        parents: BTreeMap<(String, String), String>,
        versions: diff::Builder,
    ) -> Self {
        Self {
            now,
            around,
            works: pairs.into_iter().map(Work::new).collect(),
            parents,
            versions,
            fleet: Fleet::new(false),
        }
    }

    /// Look at a shoot.
    pub fn add(&mut self, shoot: &Shoot) {
        self.versions.add(shoot);
        let namespace = shoot.metadata.namespace.as_deref().unwrap_or_default();
        let Some(key) = ProfileKey::of_shoot(&shoot.spec, namespace) else {
            return;
        };
        let parent = key.namespace.as_ref().and_then(|namespace| {
            let parent = self.parents.get(&(namespace.clone(), key.name.clone()))?;
            Some(ProfileKey::cloud_profile(parent))
        });
        let mut touched = false;
        for work in &mut self.works {
            if work.pair.key == key || Some(&work.pair.key) == parent.as_ref() {
                work.shoots += 1;
                touched |= work.look_at(shoot);
            }
        }
        self.fleet.total.total += 1;
        let Some(around) = &self.around else { return };
        if is_hibernated(shoot) {
            self.fleet.total.hibernated += 1;
        } else if is_self_hosted(shoot) {
            self.fleet.total.self_hosted += 1;
        } else if touched && let Some(seed) = responsible_seed(shoot) {
            self.fleet.count(around, shoot, seed, false, self.now);
        }
    }

    /// Make the report.
    pub fn finish(self, unreadable: Vec<String>) -> CloudProfileImpact {
        let looked = self.around.is_some();
        let versions = self.versions.finish(Vec::new());
        let profiles: Vec<ProfileReport> = (self.works.into_iter())
            .map(|work| work.finish(looked, &versions))
            .collect();
        let versions = part(versions);
        let shoots = looked.then(|| self.fleet.finish());
        let summary = summary(&profiles, &versions, shoots.as_ref());
        CloudProfileImpact {
            now: self.now,
            profiles,
            versions,
            shoots,
            unreadable,
            summary,
        }
    }
}

impl Work {
    fn new(mut pair: Pair) -> Self {
        if let Some(Answer::Accepted(stored)) = &pair.answer {
            pair.new = (**stored).clone();
        }
        let (mut hits, mut unexplained) = (Vec::new(), Vec::new());
        let mut changes = Vec::new();
        for (part, pointer) in [("metadata", "labels"), ("metadata", "annotations")] {
            let at = Path::root(part).field(pointer);
            let of = |tree: &Value| tree[part][pointer].clone();
            changes.extend(differences(&of(&pair.old), &of(&pair.new), &at, KEYS));
        }
        let namespaced = pair.key.kind == ProfileKind::NamespacedCloudProfile;
        let (old, new) = (
            offered(&pair.old["spec"], namespaced),
            offered(&pair.new["spec"], namespaced),
        );
        changes.extend(differences(&old, &new, &Path::root("spec"), KEYS));
        let values = values::look(&changes, &pair.old, &pair.new, namespaced);
        for change in changes {
            if rules::is_of_versions(&change.path)
                || change.path.contains("last-applied-configuration")
                || is_derived(&change.path)
            {
                continue;
            }
            match rules::of(&change.path) {
                Some(row) => hits.push(Hit::new(change, row)),
                None => unexplained.push(change.path),
            }
        }
        Self {
            pair,
            hits,
            unexplained,
            values,
            shoots: 0,
        }
    }

    /// Count what a shoot uses, and tell whether its next reconciliation brings something.
    fn look_at(&mut self, shoot: &Shoot) -> bool {
        let mut touched = false;
        for hit in &mut self.hits {
            touched |= hit.look_at(shoot) && hit.class < Class::ConfigOnly;
        }
        touched
    }

    fn finish(mut self, looked: bool, versions: &VersionDiff) -> ProfileReport {
        let mut doubts = Vec::new();
        let mut rejections = std::mem::take(&mut self.values.rejections);
        rejections.extend(self.refusals(versions));
        let mut asked = true;
        let verdict = match self.pair.answer.take() {
            Some(Answer::Accepted(_)) => {
                rejections.clear();
                Verdict::Accepted
            }
            Some(Answer::Rejected(causes)) => {
                rejections = told(causes, &rejections);
                Verdict::Rejected
            }
            answer => {
                asked = false;
                if let Some(Answer::NotDone(reason)) = answer {
                    doubts.push(Doubt {
                        path: "spec".to_owned(),
                        reason,
                    });
                }
                doubts.append(&mut self.values.doubts);
                if !looked && self.hits.iter().any(|hit| self.limits(hit)) {
                    doubts.push(Doubt {
                        path: LIMIT.to_owned(),
                        reason: "whether shoots have more nodes".to_owned(),
                    });
                }
                match (rejections.is_empty(), doubts.is_empty()) {
                    (false, _) => Verdict::Rejected,
                    (true, false) => Verdict::Unknown,
                    (true, true) => Verdict::Accepted,
                }
            }
        };
        let refused = verdict == Verdict::Rejected;
        let hits = if refused { Vec::new() } else { self.hits };
        let later = hits.iter().filter_map(Hit::later).collect();
        let mut findings: Vec<ProfileFinding> =
            (hits.into_iter()).map(|hit| hit.finding(looked)).collect();
        findings.sort_by(|a, b| (a.class, &a.path).cmp(&(b.class, &b.path)));
        ProfileReport {
            profile: self.pair.key,
            verdict,
            asked,
            rejections,
            doubts,
            findings,
            later_rejections: later,
            unexplained: if refused {
                Vec::new()
            } else {
                self.unexplained
            },
            shoots: looked.then_some(self.shoots),
        }
    }

    /// Whether shoots are held against a limit of nodes: one that is new, or any of a NamespacedCloudProfile that changes
    /// (`gardener/gardener:plugin/pkg/global/resourcereferencemanager/admission.go:validateShootWorkerLimits`).
    fn limits(&self, hit: &Hit) -> bool {
        let namespaced = self.pair.key.kind == ProfileKind::NamespacedCloudProfile;
        let (before, after) = (&hit.change.before, &hit.change.after);
        hit.change.path == LIMIT && after.is_some() && (before.is_none() || namespaced)
    }

    /// Find what the API server refuses (`gardener/gardener:pkg/api/core/validation/cloudprofile.go`).
    fn refusals(&self, versions: &VersionDiff) -> Vec<Rejection> {
        let key = &self.pair.key;
        let refused = versions.findings.iter().filter_map(|finding| {
            let change = versions.changes.get(finding.change?)?;
            let here = finding.code == DiffCode::EditRefused && change.profile == *key;
            here.then(|| Rejection {
                path: change.path.clone(),
                message: finding.message.clone(),
                rule: "profile-versions".to_owned(),
            })
        });
        let mut rejections: Vec<Rejection> = refused.collect();
        let (old, new) = (&self.pair.old["spec"], &self.pair.new["spec"]);
        let limit = |spec: &Value| spec["limits"]["maxNodesTotal"].as_i64();
        if let (Some(old), Some(new)) = (limit(old), limit(new))
            && new < old
        {
            rejections.push(Rejection {
                path: "spec.limits.maxNodesTotal".to_owned(),
                message: "maxNodesTotal cannot be decreased".to_owned(),
                rule: "profile-nodes-limit".to_owned(),
            });
        }
        let over: u32 = (self.hits.iter())
            .filter(|hit| self.limits(hit))
            .map(|hit| hit.later)
            .sum();
        if over > 0 {
            rejections.push(Rejection {
                path: LIMIT.to_owned(),
                message: format!(
                    "the total minimum node count of all worker pools must not exceed the limit: {over} shoots do"
                ),
                rule: "profile-nodes-limit".to_owned(),
            });
        }
        if key.kind == ProfileKind::NamespacedCloudProfile && old["parent"] != new["parent"] {
            rejections.push(Rejection {
                path: "spec.parent".to_owned(),
                message: "field is immutable".to_owned(),
                rule: "profile-parent".to_owned(),
            });
        }
        rejections
    }
}

/// Fill in what the server fills in: types are usable, and for amd64 where capabilities do not say it.
fn offered(spec: &Value, namespaced: bool) -> Value {
    let mut spec = spec.clone();
    if namespaced && let Value::Object(fields) = &mut spec {
        // What else is written there the server drops.
        fields.retain(|name, _| OF_NAMESPACED.contains(&name.as_str()));
    }
    let capable = spec["machineCapabilities"]
        .as_array()
        .is_some_and(|list| !list.is_empty());
    for list in ["machineTypes", "volumeTypes"] {
        for entry in spec[list].as_array_mut().into_iter().flatten() {
            let Value::Object(fields) = entry else {
                continue;
            };
            fields.entry("usable").or_insert(true.into());
            if list == "machineTypes" && !capable {
                fields.entry("architecture").or_insert("amd64".into());
            }
        }
    }
    spec
}

/// Give the name of the entry that a path leads into first.
fn entry(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once('[')?;
    rest.split(']').next()
}

impl Hit {
    fn new(change: Change, row: &'static Row) -> Self {
        let mut hit = Self {
            class: row.class,
            effect: row.effect.to_owned(),
            change,
            row,
            shoots: 0,
            pools: 0,
            nodes: Size::default(),
            later: 0,
            examples: Vec::new(),
        };
        match row.id {
            "profile-machine-type" if hit.change.before.is_none() => {
                hit.class = Class::ConfigOnly;
                "A new type that pools can choose".clone_into(&mut hit.effect);
            }
            "profile-volume-type" if hit.change.before.is_none() => {
                "A new type that pools can choose".clone_into(&mut hit.effect);
            }
            "profile-region" if hit.change.before.is_none() => {
                "A new region that Shoots can choose".clone_into(&mut hit.effect);
            }
            "profile-machine-type-memory" if hit.crosses_eviction_step() => {
                hit.class = Class::KubeletRestart;
                "Of these pools, those with eviction settings that leave memoryAvailable out get another default: the kubelet restarts there, no node is renewed; the others notice nothing".clone_into(&mut hit.effect);
            }
            _ => {}
        }
        hit
    }

    fn crosses_eviction_step(&self) -> bool {
        let step = Quantity::parse(EVICTION_STEP);
        let above = |value: &Option<Value>| {
            let quantity = Quantity::parse(value.as_ref()?.as_str()?)?;
            Some(quantity > step?)
        };
        above(&self.change.before) != above(&self.change.after)
    }

    fn look_at(&mut self, shoot: &Shoot) -> bool {
        let workers = &shoot.spec.provider.workers;
        let name = entry(&self.change.path).unwrap_or_default();
        let uses = |pool: &&Worker| match self.row.users {
            Users::MachineType => pool.machine.machine_type == name,
            Users::VolumeType => volume_type(pool) == Some(name),
            Users::Growing => pool.maximum > pool.minimum,
            _ => true,
        };
        let pools: Vec<&Worker> = workers.iter().filter(uses).collect();
        let concerned = match self.row.users {
            Users::Nobody => false,
            Users::All => true,
            Users::Region => shoot.spec.region == name,
            Users::Pools | Users::Growing | Users::MachineType | Users::VolumeType => {
                !pools.is_empty()
            }
        };
        if !concerned {
            return false;
        }
        // Asleep it has no nodes and no control plane that could notice, but it is checked like any other.
        if !is_hibernated(shoot) || self.class >= Class::ConfigOnly {
            self.shoots += 1;
            self.pools += u32::try_from(pools.len()).unwrap_or(u32::MAX);
            for pool in &pools {
                add(&mut self.nodes, pool);
            }
        }
        if self.refuses(shoot, &pools) {
            self.later += 1;
            if self.examples.len() < EXAMPLES {
                let namespace = shoot.metadata.namespace.as_deref().unwrap_or_default();
                self.examples
                    .push(format!("{namespace}/{}", shoot.metadata.name));
            }
        }
        true
    }

    /// Whether every later update of a shoot is refused by the new value.
    fn refuses(&self, shoot: &Shoot, pools: &[&Worker]) -> bool {
        let after = self.change.after.as_ref();
        match self.row.id {
            "profile-max-nodes" => {
                let workers = shoot.spec.provider.workers.iter();
                let minimum: i64 = workers.map(|pool| i64::from(pool.minimum)).sum();
                after
                    .and_then(Value::as_i64)
                    .is_some_and(|limit| minimum > limit)
            }
            "profile-volume-type-size" => {
                let least = after.and_then(Value::as_str).and_then(Quantity::parse);
                pools.iter().any(|pool| {
                    let size = pool
                        .volume
                        .as_ref()
                        .and_then(|volume| Quantity::parse(&volume.size));
                    matches!((&size, &least), (Some(size), Some(least)) if size < least)
                })
            }
            _ => false,
        }
    }

    fn later(&self) -> Option<LaterRejection> {
        (self.later > 0).then(|| LaterRejection {
            rule: self.row.id.to_owned(),
            path: self.change.path.clone(),
            reason: match self.row.id {
                "profile-max-nodes" => {
                    "their pools ask for more nodes at least than the limit allows"
                }
                _ => "a volume of theirs is smaller than the new least size",
            }
            .to_owned(),
            shoots: self.later,
            examples: self.examples.clone(),
        })
    }

    fn finding(self, looked: bool) -> ProfileFinding {
        let of_pools =
            looked && !matches!(self.row.users, Users::All | Users::Region | Users::Nobody);
        ProfileFinding {
            rule: self.row.id.to_owned(),
            class: self.class,
            path: self.change.path,
            before: self.change.before,
            after: self.change.after,
            shoots: looked.then_some(self.shoots),
            pools: of_pools.then_some(self.pools),
            nodes: of_pools.then_some(self.nodes),
            effect: self.effect,
            certainty: match (self.row.id, self.class) {
                ("profile-machine-type-memory", Class::KubeletRestart) => Certainty::Likely,
                _ => self.row.certainty,
            },
            source: self.row.source.to_owned(),
        }
    }
}

fn volume_type(pool: &Worker) -> Option<&str> {
    pool.volume.as_ref()?.volume_type.as_deref()
}

/// Give the updates of runs that renew nodes: a pool, or the shoot as a whole, and where it leads.
fn renewals(runs: &[Run]) -> BTreeSet<(Option<&str>, &str)> {
    let minor = |from: &str, to: &str| match (Version::parse(from), Version::parse(to)) {
        (Some(from), Some(to)) => !from.same_minor(&to),
        _ => true,
    };
    let mut found = BTreeSet::new();
    for run in runs {
        if let Some(change) = run
            .kubernetes
            .as_ref()
            .filter(|change| minor(&change.from, &change.to))
        {
            found.insert((None, change.to.as_str()));
        }
        for pool in &run.pools {
            let image = pool.image.as_ref().map(|image| image.to.as_str());
            let kubernetes = pool
                .kubernetes
                .as_ref()
                .filter(|change| minor(&change.from, &change.to));
            let kubernetes = kubernetes.map(|change| change.to.as_str());
            found.extend(
                image
                    .into_iter()
                    .chain(kubernetes)
                    .map(|to| (Some(pool.name.as_str()), to)),
            );
        }
    }
    found
}

fn part(versions: VersionDiff) -> VersionsPart {
    let (mut pools, mut shoots) = (0, 0);
    for shoot in &versions.shoots {
        let before = renewals(&shoot.before);
        let new: Vec<_> = renewals(&shoot.after)
            .into_iter()
            .filter(|update| !before.contains(update))
            .collect();
        let names: BTreeSet<_> = new.iter().filter_map(|(pool, _)| *pool).collect();
        pools += u32::try_from(names.len()).unwrap_or(u32::MAX);
        shoots += u32::from(new.iter().any(|(pool, _)| pool.is_none()));
    }
    VersionsPart {
        until: versions.until,
        changes: versions.changes,
        findings: versions.findings,
        summary: versions.summary,
        renewed_pools: pools,
        renewed_shoots: shoots,
    }
}

fn summary(
    profiles: &[ProfileReport],
    versions: &VersionsPart,
    shoots: Option<&FleetImpact>,
) -> Summary {
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    let findings = || profiles.iter().flat_map(|profile| &profile.findings);
    for finding in findings() {
        *classes.entry(finding.class.id().to_owned()).or_default() += 1;
    }
    let refused = profiles
        .iter()
        .filter(|profile| profile.verdict == Verdict::Rejected)
        .count();
    let renews = versions.renewed_pools > 0 || versions.renewed_shoots > 0;
    let worst = findings()
        .map(|finding| finding.class)
        .chain((refused > 0).then_some(Class::Rejected))
        .chain((renews && refused == 0).then_some(Class::NodeRoll))
        .min();
    let changes = findings().next().is_some() || !versions.changes.is_empty();
    let mut parts = Vec::new();
    if refused > 0 {
        parts.push(format!(
            "{refused} of {} profiles are rejected",
            profiles.len()
        ));
    } else if !changes {
        parts.push("nothing changes".to_owned());
    } else {
        parts.push(match (versions.renewed_pools, versions.renewed_shoots) {
            (0, 0) => "no pool is renewed".to_owned(),
            (pools, 0) => format!("{pools} pools are renewed by updates that it brings"),
            (0, shoots) => format!("{shoots} shoots go to another minor with it"),
            (pools, shoots) => format!("{pools} pools are renewed by updates that it brings, {shoots} shoots go to another minor"),
        });
        if let Some(shoots) = shoots {
            parts.push(match shoots.touched {
                0 => "no shoot notices at its next reconciliation".to_owned(),
                touched => format!(
                    "{touched} of {} shoots are touched by their next reconciliation",
                    shoots.total
                ),
            });
        }
        let later: u32 = profiles
            .iter()
            .flat_map(|p| &p.later_rejections)
            .map(|later| later.shoots)
            .sum();
        if later > 0 {
            parts.push(format!("later updates of {later} shoots are refused"));
        }
        let unknown: usize = profiles
            .iter()
            .map(|profile| profile.unexplained.len())
            .sum();
        if unknown > 0 {
            parts.push(format!("{unknown} fields no rule knows"));
        }
    }
    Summary {
        headline: parts.join(", "),
        worst,
        classes,
    }
}
