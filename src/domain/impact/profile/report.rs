//! What is told of changes of profiles.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::summary::worst;
use crate::domain::impact::fleet::FleetImpact;
use crate::domain::impact::pools::{Certainty, Size};
use crate::domain::impact::rehearsal::Answer;
use crate::domain::impact::rules::Class;
use crate::domain::impact::verdict::{Doubt, Rejection, Verdict};
use crate::domain::impact::waive::{Acceptance, waive};
use crate::domain::versions::diff::{self, DiffFinding, ProfileChange};
use crate::domain::versions::profile::ProfileKey;
use crate::domain::waiver::Waivers;

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

    /// Mark what is accepted.
    pub fn waive(&mut self, waivers: &Waivers) {
        let profiles = self.profiles.iter_mut();
        let counts = profiles.map(|profile| waive(profile, waivers, self.now));
        self.summary.waived = counts.sum();
    }

    /// Give the most severe class of what nobody has accepted.
    pub fn worst_standing(&self) -> Option<Class> {
        worst(&self.profiles, &self.versions, |finding| !finding.waived)
    }
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
    /// Whether somebody has accepted it: `--fail-on` does not see it.
    pub waived: bool,
    /// Why, and until when.
    pub waiver: Option<Acceptance>,
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
    /// Findings that somebody has accepted; they are counted above as well.
    pub waived: usize,
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
