//! Changes of profiles, shoot by shoot, and all of it together.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::hit::Hit;
use super::report::{CloudProfileImpact, Pair, ProfileFinding, ProfileReport};
use super::rules;
use super::summary::{part, summary};
use super::values;
use crate::domain::emergency_stop::shoots::operation::{is_self_hosted, responsible_seed};
use crate::domain::impact::fields::{Keys, differences};
use crate::domain::impact::fleet::{Around, Fleet, is_hibernated};
use crate::domain::impact::path::Path;
use crate::domain::impact::rehearsal::Answer;
use crate::domain::impact::rules::Class;
use crate::domain::impact::values::{Decided, Found, decide, is_derived};
use crate::domain::impact::verdict::{Doubt, Rejection, Verdict};
use crate::domain::objects::Shoot;
use crate::domain::versions::diff::{self, DiffCode, VersionDiff};
use crate::domain::versions::profile::{ProfileKey, ProfileKind};
use crate::order::Order as _;

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

#[derive(Debug)]
struct Work {
    pair: Pair,
    hits: Vec<Hit>,
    unexplained: Vec<String>,
    /// What the values of changed fields come to.
    values: Found,
    shoots: u32,
}

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
            works: (pairs.into_iter())
                .map(|pair| Work::new(pair, now))
                .collect(),
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
    fn new(mut pair: Pair, now: Timestamp) -> Self {
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
        let values = values::look(&changes, &pair.old, &pair.new, namespaced, now);
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
        let mut foreseen = std::mem::take(&mut self.values.rejections);
        foreseen.extend(self.refusals(versions));
        let mut unsure = std::mem::take(&mut self.values.doubts);
        if !looked && self.hits.iter().any(|hit| self.limits(hit)) {
            unsure.push(Doubt {
                path: LIMIT.to_owned(),
                reason: "whether shoots have more nodes".to_owned(),
            });
        }
        let Decided {
            verdict,
            asked,
            rejections,
            doubts,
        } = decide(self.pair.answer.take(), foreseen, Vec::new(), unsure);
        let refused = verdict == Verdict::Rejected;
        let hits = if refused { Vec::new() } else { self.hits };
        let later = hits.iter().filter_map(Hit::later).collect();
        let mut findings: Vec<ProfileFinding> =
            (hits.into_iter()).map(|hit| hit.finding(looked)).collect();
        findings.order_by(|a, b| (a.class, &a.path).cmp(&(b.class, &b.path)));
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
