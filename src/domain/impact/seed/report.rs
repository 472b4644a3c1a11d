//! What is told of changes of Seeds.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::rules::Reach;
use crate::domain::impact::fleet::FleetImpact;
use crate::domain::impact::pools::Certainty;
use crate::domain::impact::rehearsal::Answer;
use crate::domain::impact::rules::Class;
use crate::domain::impact::timing::When;
use crate::domain::impact::verdict::{Doubt, Rejection, Verdict};
use crate::domain::impact::waive::{Acceptance, waive};
use crate::domain::waiver::Waivers;

/// What changes of Seeds do.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeedImpact {
    /// The instant of the change.
    pub now: Timestamp,
    /// The Seeds, in the order of the new manifests.
    pub seeds: Vec<SeedReport>,
    /// What could not be read, so that it is not taken into account.
    pub unreadable: Vec<String>,
}

impl SeedImpact {
    /// The kind in JSON and YAML.
    pub const KIND: &'static str = "SeedImpact";

    /// Mark what is accepted.
    pub fn waive(&mut self, waivers: &Waivers) {
        for seed in &mut self.seeds {
            seed.summary.waived = waive(seed, waivers, self.now);
        }
    }

    /// Give the most severe class of what nobody has accepted.
    pub fn worst_standing(&self) -> Option<Class> {
        let mut standing: Vec<Class> = Vec::new();
        for seed in &self.seeds {
            let findings = seed.findings.iter().filter(|finding| !finding.waived);
            standing.extend(findings.map(|finding| finding.class));
            standing.extend((seed.verdict == Verdict::Rejected).then_some(Class::Rejected));
        }
        standing.into_iter().min()
    }
}

/// What a change of one Seed does.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeedReport {
    /// The Seed.
    pub name: String,
    /// Whether the server takes it.
    pub verdict: Verdict,
    /// Whether the server said so itself, in a dry run.
    pub asked: bool,
    /// Why it is refused.
    pub rejections: Vec<Rejection>,
    /// What could not be told from what is at hand.
    pub doubts: Vec<Doubt>,
    /// What happens, the most severe first.
    pub findings: Vec<SeedFinding>,
    /// Changed fields that no rule knows.
    pub unexplained: Vec<String>,
    /// All shoots of the seed, and of them those that the change reaches; absent where none were looked at.
    pub shoots: Option<FleetImpact>,
    /// All in one.
    pub summary: Summary,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeedFinding {
    /// The rule that says so.
    pub rule: String,
    /// Its most severe effect.
    pub class: Class,
    /// Its other effects.
    pub also: Vec<Class>,
    /// The field.
    pub path: String,
    /// Its value before.
    pub before: Option<Value>,
    /// Its value after.
    pub after: Option<Value>,
    /// Whom it reaches.
    pub reach: Reach,
    /// Shoots of the seed that it concerns, awake ones; absent where none were looked at.
    pub shoots: Option<u32>,
    /// What happens.
    pub effect: String,
    /// When it happens.
    pub when: When,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where Gardener does it.
    pub source: String,
    /// Whether somebody has accepted it: `--fail-on` does not see it.
    pub waived: bool,
    /// Why, and until when.
    pub waiver: Option<Acceptance>,
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

/// A Seed before and after.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Its name.
    pub name: String,
    /// As it is.
    pub old: Value,
    /// As it is to be.
    pub new: Value,
    /// What the server says of it; `None` where none was asked.
    pub answer: Option<Answer>,
}
