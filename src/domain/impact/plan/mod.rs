//! A plan: a change of a Shoot that the server has rehearsed, with all that tells whether it would still do the same.
//!
//! It is stale as soon as the Shoot, its profile or its seed says something else than when it was made ([`ImpactPlan::stale`]).
//! Status, heartbeats and versions that move with them do not count. It holds hashes in place of what the objects say.

mod content;
pub mod result;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::rehearsal::{Answer, Edit};
use super::report::{ImpactReport, ShootName};
use super::verdict::{OPERATION, Verdict};
use crate::domain::hash;

pub use content::Content;

/// A change of a Shoot, to be applied if nothing has changed since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImpactPlan {
    /// When and by whom it was made.
    pub made: Made,
    /// The garden that it is for.
    pub garden: PlanGarden,
    /// The Shoot as it was.
    pub shoot: PlanShoot,
    /// What it was judged against: the profile, its parent, and the seed.
    pub against: Vec<Standing>,
    /// What was rehearsed, and is sent.
    pub edit: Edit,
    /// Whether the server takes it.
    pub verdict: Verdict,
    /// The Shoot as it will be; nothing where the server refuses the change.
    pub result: Option<PlanResult>,
    /// What it does, in one line.
    pub headline: String,
    /// Hash of what it does: pools, control plane, findings and what no rule knows.
    pub impact: String,
}

/// When and by whom a plan was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// When.
    pub at: Timestamp,
    /// Who, in the server's words; null where it does not tell.
    pub by: Option<String>,
    /// The version of this program. Another one may apply the plan if it comes to the same impact.
    pub program: String,
}

/// A garden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanGarden {
    /// The context that was used; it is not compared.
    pub context: Option<String>,
    /// The address of the API server; it is not compared, since a garden may have several.
    pub server: String,
    /// What the garden calls itself (ConfigMap `kube-system/cluster-identity`); null where it could not be read.
    pub identity: Option<String>,
}

/// A Shoot as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanShoot {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Identity: no other Shoot of any garden has it.
    pub uid: String,
    /// Generation of the spec.
    pub generation: i64,
    /// Version that was read; it moves with the status and is not compared.
    pub resource_version: String,
    /// Version of the gardenlet that reconciled it last; it is not compared.
    pub gardener_version: Option<String>,
    /// Hashes by field.
    pub content: Content,
}

/// An object that a change was judged against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Its kind.
    pub kind: String,
    /// Its namespace, where it has one.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// Its identity.
    pub uid: Option<String>,
    /// Version that was read; it moves with the status and is not compared.
    pub resource_version: Option<String>,
    /// Hashes by field.
    pub content: Content,
}

/// A Shoot as it will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanResult {
    /// Generation of the spec.
    pub generation: i64,
    /// Whether anything is another than before.
    pub changes: bool,
    /// Whether the change asks Gardener for an operation: its annotation is gone as soon as it is taken up.
    pub requests: bool,
    /// Hashes by field.
    pub content: Content,
}

/// What a plan is made of.
pub struct Basis<'a> {
    /// When and by whom.
    pub made: Made,
    /// Where.
    pub garden: PlanGarden,
    /// Profile, parent and seed.
    pub against: Vec<Standing>,
    /// The Shoot as it is stored.
    pub old: &'a Value,
    /// What was sent.
    pub edit: &'a Edit,
    /// What the server said.
    pub answer: &'a Answer,
    /// What it does.
    pub report: &'a ImpactReport,
}

impl ImpactPlan {
    /// The kind in JSON.
    pub const KIND: &'static str = "ImpactPlan";

    /// Make a plan; none where the server was not asked or could not tell, with the reason.
    pub fn of(basis: Basis<'_>) -> Result<Self, String> {
        let result = match basis.answer {
            Answer::Accepted(result) => Some(PlanResult::of(basis.old, result)),
            Answer::Rejected(_) => None,
            Answer::NotDone(reason) => return Err(reason.clone()),
        };
        Ok(Self {
            made: basis.made,
            garden: basis.garden,
            shoot: PlanShoot::of(basis.old),
            against: basis.against,
            edit: basis.edit.clone(),
            verdict: basis.report.verdict,
            result,
            headline: basis.report.summary.headline.clone(),
            impact: impact(basis.report),
        })
    }

    /// Give the name of its Shoot.
    pub fn name(&self) -> ShootName {
        ShootName {
            namespace: self.shoot.namespace.clone(),
            name: self.shoot.name.clone(),
        }
    }

    /// Whether the Shoot is as the plan makes it, because of the plan or of somebody who did the same.
    ///
    /// `sent` tells whether this run has sent the change: a request to Gardener leaves nothing behind but a higher
    /// generation, which other things raise as well.
    pub fn is_applied(&self, now: &Value, sent: bool) -> bool {
        let Some(result) = &self.result else {
            return false;
        };
        let shoot = PlanShoot::of(now);
        let same = shoot.uid == self.shoot.uid && result.content.like(now) == result.content;
        let known = sent || !result.requests;
        let is_as_it_was = shoot.is_like(&self.shoot);
        same && known && shoot.generation >= result.generation && (!is_as_it_was || !result.changes)
    }

    /// Say what has changed since the plan was made; nothing where it is still good. Each is one field or one object.
    pub fn stale(&self, now: &Value, against: &[Standing]) -> Vec<String> {
        let shoot = PlanShoot::of(now);
        let name = format!("Shoot {}/{}", self.shoot.namespace, self.shoot.name);
        if shoot.uid != self.shoot.uid {
            return vec![format!(
                "{name} is another one: it was deleted and created again, or this is another garden"
            )];
        }
        let differing = self.shoot.content.differing(&shoot.content);
        let mut stale: Vec<String> = differing
            .iter()
            .map(|path| format!("{name}: {path}"))
            .collect();
        if stale.is_empty() && shoot.generation != self.shoot.generation {
            stale.push(format!(
                "{name}: metadata.generation is {} and was {}, though the fields are the same: something was requested, \
                 or changed and taken back",
                shoot.generation, self.shoot.generation
            ));
        }
        for was in &self.against {
            stale.extend(was.changed(against));
        }
        stale
    }

    /// Name the fields in which a rehearsal differs from the one of the plan.
    pub fn differing(&self, old: &Value, result: &Value) -> Vec<String> {
        let now = PlanResult::of(old, result);
        match &self.result {
            Some(was) => was.content.differing(&now.content),
            None => Vec::new(),
        }
    }

    /// Name the fields in which a Shoot differs from what the plan makes of it.
    pub fn missing(&self, now: &Value) -> Vec<String> {
        match &self.result {
            Some(result) => result.content.differing(&result.content.like(now)),
            None => Vec::new(),
        }
    }
}

impl PlanShoot {
    fn of(shoot: &Value) -> Self {
        let text = |pointer: &str| shoot.pointer(pointer).and_then(Value::as_str);
        let words = |pointer: &str| text(pointer).unwrap_or_default().to_owned();
        Self {
            namespace: words("/metadata/namespace"),
            name: words("/metadata/name"),
            uid: words("/metadata/uid"),
            generation: generation(shoot),
            resource_version: words("/metadata/resourceVersion"),
            gardener_version: text("/status/gardener/version").map(ToOwned::to_owned),
            content: Content::of_shoot(shoot),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        self.generation == other.generation && self.content == other.content
    }
}

impl PlanResult {
    fn of(old: &Value, result: &Value) -> Self {
        let metadata = |tree: &Value| {
            ["labels", "annotations", "finalizers", "generation"]
                .map(|field| tree["metadata"][field].clone())
        };
        Self {
            generation: generation(result),
            changes: old["spec"] != result["spec"] || metadata(old) != metadata(result),
            requests: operation_raises(old, result),
            content: Content::of_result(old, result),
        }
    }
}

impl Standing {
    /// Take what an object says.
    pub fn of(kind: &str, object: &Value) -> Self {
        let text = |field: &str| object["metadata"][field].as_str().map(ToOwned::to_owned);
        Self {
            kind: kind.to_owned(),
            namespace: text("namespace"),
            name: text("name").unwrap_or_default(),
            uid: text("uid"),
            resource_version: text("resourceVersion"),
            content: Content::of_surroundings(object),
        }
    }

    fn changed(&self, now: &[Self]) -> Vec<String> {
        let called = match &self.namespace {
            Some(namespace) => format!("{} {namespace}/{}", self.kind, self.name),
            None => format!("{} {}", self.kind, self.name),
        };
        let same = |other: &&Self| {
            (&other.kind, &other.namespace, &other.name)
                == (&self.kind, &self.namespace, &self.name)
        };
        let Some(now) = now.iter().find(same) else {
            return vec![format!("{called} is gone, or cannot be read")];
        };
        if now.uid != self.uid {
            return vec![format!(
                "{called} is another one: it was deleted and created again"
            )];
        }
        let differing = self.content.differing(&now.content);
        differing
            .iter()
            .map(|path| format!("{called}: {path}"))
            .collect()
    }
}

/// Whether a change asks for an operation: the annotation is another afterwards, or was taken up at once, which raises
/// the generation without any change of the spec.
fn operation_raises(old: &Value, result: &Value) -> bool {
    let operation = |shoot: &Value| shoot["metadata"]["annotations"][OPERATION].clone();
    let (before, after) = (operation(old), operation(result));
    (before != after && !after.is_null())
        || (generation(result) > generation(old) && old["spec"] == result["spec"])
}

fn generation(shoot: &Value) -> i64 {
    shoot["metadata"]["generation"].as_i64().unwrap_or_default()
}

/// Keep of each `when` whether it is at once or later.
fn without_instants(mut told: Value) -> Value {
    match &mut told {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| *item = without_instants(item.take())),
        Value::Object(fields) => {
            for (name, value) in fields {
                *value = match name.as_str() {
                    "when" => value.get_mut("moment").map(Value::take).unwrap_or_default(),
                    _ => without_instants(value.take()),
                };
            }
        }
        _ => {}
    }
    told
}

/// Give a hash of what a report says happens, and whether it is at once or later. The instants move with the clock, and what
/// comes along with Gardener's version: they are not part of it, nor is what somebody has accepted.
pub fn impact(report: &ImpactReport) -> String {
    let findings = report.findings.iter().map(|finding| {
        json!([
            finding.rule,
            finding.class,
            finding.also,
            finding.scope,
            finding.path,
            finding.before,
            finding.after,
            finding.certainty,
            finding.reversible,
            finding.when.moment,
        ])
    });
    let told = json!({
        "verdict": report.verdict,
        "rejections": report.rejections,
        "pools": without_instants(json!(report.pools)),
        "controlPlane": without_instants(json!(report.control_plane)),
        "findings": findings.collect::<Vec<Value>>(),
        "unexplained": report.unexplained,
        "ignored": report.ignored,
    });
    format!("{:016x}", hash::stable(&told.to_string()))
}
