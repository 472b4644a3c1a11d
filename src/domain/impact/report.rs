//! The report: verdict, pools, control plane, findings by severity, and what no rule knows.

mod summary;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::effects::{Hit, effects};
use super::facts::Facts;
use super::piggyback::piggyback;
use super::pools::{Action, Certainty, PoolImpact};
use super::rehearsal::{Mode, Subject};
use super::rules::{Class, Rule, Timing};
use super::timing::{Clock, When};
use super::verdict::{Doubt, Rejection, Verdict};
use super::waive::Acceptance;
use super::{Judged, judge};

use crate::order::Order as _;
pub(super) use summary::is_new;
use summary::summary;

/// What a change of a Shoot does.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImpactReport {
    /// The Shoot.
    pub shoot: ShootName,
    /// Who gave the verdict: the server itself, or the rules without it.
    pub mode: Mode,
    /// Why the server was not asked or could not tell, where it was to be asked.
    pub not_rehearsed: Option<String>,
    /// Whether the API server takes the change.
    pub verdict: Verdict,
    /// Why it refuses it.
    pub rejections: Vec<Rejection>,
    /// What could not be told without the server.
    pub doubts: Vec<Doubt>,
    /// What becomes of each worker pool; empty where the change is refused.
    pub pools: Vec<PoolImpact>,
    /// What becomes of the control plane.
    pub control_plane: ControlPlane,
    /// What happens, the most severe first.
    pub findings: Vec<Finding>,
    /// Changed fields that no rule knows.
    pub unexplained: Vec<String>,
    /// Fields of the new manifest that no Shoot has: the server drops them.
    pub ignored: Vec<String>,
    /// What else the same reconciliation brings.
    pub piggyback: Vec<String>,
    /// What could not be read in the garden, and why; what depends on it is not told.
    pub not_looked_at: Vec<String>,
    /// The control planes on it, where the Shoot is a seed and its nodes are drained or go.
    pub hosted: Option<Hosted>,
    /// All in one.
    pub summary: Summary,
}

impl ImpactReport {
    /// The kind in JSON and YAML.
    pub const KIND: &'static str = "ImpactReport";
}

/// Reports of several Shoots, in the order of the new documents.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ImpactReportList {
    /// The reports.
    pub items: Vec<ImpactReport>,
}

impl ImpactReportList {
    /// The kind in JSON and YAML.
    pub const KIND: &'static str = "ImpactReportList";
}

/// Which Shoot.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct ShootName {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
}

/// What becomes of the control plane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlPlane {
    /// Whether and how long the Kubernetes API is gone.
    pub api_downtime: Downtime,
    /// Failure tolerance after the change: `node`, `zone`, or nothing.
    pub failure_tolerance: Option<String>,
    /// Components that are replaced or restart.
    pub components: Vec<Component>,
}

/// How long the Kubernetes API is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Downtime {
    /// Not at all; long-lived connections may be cut.
    None,
    /// For a moment.
    Brief,
    /// Until somebody ends it.
    Long,
    /// Nobody knows: a changed field of the control plane is not known to any rule.
    Unknown,
}

/// A component that is replaced or restarts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// `rollout` where new pods come before old ones go, `restart` where not.
    pub effect: ComponentEffect,
    /// When it first happens.
    pub when: When,
}

/// How a component changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ComponentEffect {
    /// New pods come, old ones go.
    Rollout,
    /// The pods restart.
    Restart,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule that says so.
    pub rule: String,
    /// Its most severe effect.
    pub class: Class,
    /// Its other effects.
    pub also: Vec<Class>,
    /// What it is about: `shoot`, or pools by name.
    pub scope: String,
    /// The pools that it is about.
    pub pools: Vec<String>,
    /// The field.
    pub path: String,
    /// Its value before.
    pub before: Option<Value>,
    /// Its value after.
    pub after: Option<Value>,
    /// What happens.
    pub effect: String,
    /// When it happens.
    pub when: When,
    /// How sure it is.
    pub certainty: Certainty,
    /// Whether it can be changed back.
    pub reversible: bool,
    /// Where Gardener does it.
    pub source: String,
    /// Whether somebody has accepted it: `--fail-on` does not see it.
    pub waived: bool,
    /// Why, and until when.
    pub waiver: Option<Acceptance>,
}

/// The control planes on a seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hosted {
    /// The seed.
    pub seed: String,
    /// Shoots without failure tolerance: their API is gone for a moment when a node goes.
    pub without_tolerance: usize,
    /// Shoots that tolerate the loss of a node.
    pub node: usize,
    /// Shoots that tolerate the loss of a zone.
    pub zone: usize,
}

/// All in one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// In one line.
    pub headline: String,
    /// The most severe class; nothing where nothing happens.
    pub worst: Option<Class>,
    /// Findings by class.
    pub classes: BTreeMap<String, usize>,
    /// Pools whose nodes are all replaced, or drained and updated.
    pub rolled_pools: usize,
    /// Nodes in these pools: from minimum to maximum.
    pub rolled_nodes: [i64; 2],
    /// Whether all of it can be changed back.
    pub reversible: bool,
    /// Findings that somebody has accepted; they are counted above as well.
    pub waived: usize,
}

/// Judge a change and tell what it does.
pub fn report(old: &Value, new: &Value, facts: Facts<'_>) -> ImpactReport {
    from(&judge(old, new, facts), facts)
}

/// Tell what a judged change does.
pub fn from(judged: &Judged, facts: Facts<'_>) -> ImpactReport {
    let metadata = judged.new.metadata();
    let shoot = ShootName {
        namespace: metadata.get("namespace").words().to_owned(),
        name: metadata.get("name").words().to_owned(),
    };
    let clock = Clock::of(judged, facts);
    let refused = judged.verdict == Verdict::Rejected;
    let (hits, unexplained) = if refused {
        (Vec::new(), Vec::new())
    } else {
        effects(judged, facts)
    };
    let pools = pools(judged, &clock);
    let mut findings: Vec<Finding> = hits.iter().map(|hit| finding(hit, &clock)).collect();
    findings.order_by(|a, b| (a.class, &a.path, &a.rule).cmp(&(b.class, &b.path, &b.rule)));
    let control_plane = control_plane(judged, &hits, &unexplained, &clock);
    let piggyback = if refused {
        Vec::new()
    } else {
        piggyback(judged, &clock, facts)
    };
    let summary = summary(judged, &pools, &findings, &control_plane, &unexplained);
    // What runs on the nodes is hit where they are drained or go.
    let drains = hits.iter().flat_map(|hit| &hit.classes).any(|class| {
        matches!(
            class,
            Class::NodeRoll | Class::NodeInplaceDrain | Class::NodeScaleDown | Class::Destructive
        )
    });
    ImpactReport {
        hosted: drains.then(|| hosted(judged, facts)).flatten(),
        shoot,
        mode: judged.origin.mode,
        not_rehearsed: judged.origin.not_rehearsed.clone(),
        verdict: judged.verdict,
        rejections: judged.rejections.clone(),
        doubts: if refused {
            Vec::new()
        } else {
            judged.doubts.clone()
        },
        pools,
        control_plane,
        findings,
        unexplained,
        ignored: judged.new.unknown.clone(),
        piggyback,
        not_looked_at: judged
            .origin
            .unread
            .iter()
            .map(|unread| unread.reason.clone())
            .collect(),
        summary,
    }
}

/// Give the pools with when it becomes of them: what an operation does that is asked for at once comes with it, also where
/// changes of the spec wait.
fn pools(judged: &Judged, clock: &Clock) -> Vec<PoolImpact> {
    let mut pools = judged.pools.clone();
    for pool in &mut pools {
        let quiet =
            pool.action == Action::None && !pool.kubelet_restart && pool.services.is_empty();
        if quiet || pool.held_back.is_some() {
            continue;
        }
        let timing = if pool.in_maintenance {
            Timing::Maintenance
        } else {
            Timing::Standard
        };
        if timing == Timing::Maintenance && clock.passed && pool.certainty == Certainty::Certain {
            pool.certainty = Certainty::Likely;
        }
        pool.when = Some(clock.at(timing));
    }
    pools
}

fn finding(hit: &Hit<'_>, clock: &Clock) -> Finding {
    let row = hit.rule.row();
    let class = hit.classes.first().copied().unwrap_or(Class::NoEffect);
    Finding {
        rule: row.id.to_owned(),
        class,
        also: hit.classes.iter().skip(1).copied().collect(),
        scope: match hit.pools.as_slice() {
            [] => "shoot".to_owned(),
            [pool] => format!("pool {pool}"),
            pools => format!("pools {}", pools.join(", ")),
        },
        pools: hit.pools.clone(),
        path: hit.path.clone(),
        before: hit.before.cloned(),
        after: hit.after.cloned(),
        effect: match class {
            _ if hit.left => format!(
                "Stored; gardenlets up to 1.150 reconcile only the backups of self-hosted Shoots. In general: {}",
                lower(row.effect)
            ),
            Class::NoEffect if row.classes != [Class::NoEffect] => {
                format!("Nothing happens here. In general: {}", lower(row.effect))
            }
            Class::ConfigOnly if row.classes != [Class::ConfigOnly] => {
                format!("Nothing restarts here. In general: {}", lower(row.effect))
            }
            Class::Deferred if !row.classes.contains(&Class::Deferred) => {
                format!(
                    "Takes effect once nodes and control plane run: {}",
                    lower(row.effect)
                )
            }
            _ => row.effect.to_owned(),
        },
        when: clock.at(hit.timing),
        certainty: match hit.certainty {
            Certainty::Certain if hit.timing == Timing::Maintenance && clock.passed => {
                Certainty::Likely
            }
            certainty => certainty,
        },
        reversible: !hit.classes.contains(&Class::Irreversible)
            && (row.reversible || !hit.classes.iter().any(|class| is_final(*class))),
        source: row.source.to_owned(),
        waived: false,
        waiver: None,
    }
}

/// Begin a sentence in its middle, unless it begins with a name.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() && !text.starts_with("AWS") => {
            format!("{}{}", first.to_lowercase(), chars.as_str())
        }
        _ => text.to_owned(),
    }
}

/// Whether a class is one that nobody takes back, by what it does.
fn is_final(class: Class) -> bool {
    !matches!(class, Class::NoEffect | Class::ConfigOnly)
}

fn control_plane(
    judged: &Judged,
    hits: &[Hit<'_>],
    unexplained: &[String],
    clock: &Clock,
) -> ControlPlane {
    let mut components: Vec<Component> = Vec::new();
    let mut downtime = Downtime::None;
    for hit in hits {
        let touches = hit.classes.iter().any(|class| {
            matches!(
                class,
                Class::ControlPlaneRollout
                    | Class::EtcdRollout
                    | Class::SystemComponentRollout
                    | Class::ApiDowntime
                    | Class::Destructive
                    | Class::InfraReconcile
            )
        });
        if touches {
            let row = hit.rule.row();
            components.extend(row.components.iter().map(|name| Component {
                name: (*name).to_owned(),
                effect: if name.starts_with("etcd") || hit.rule == Rule::Hibernate {
                    ComponentEffect::Restart
                } else {
                    ComponentEffect::Rollout
                },
                when: clock.at(hit.timing),
            }));
        }
        if hit.classes.contains(&Class::ApiDowntime) {
            let long = matches!(hit.rule, Rule::Hibernate | Rule::HibernationSchedules);
            downtime = downtime.max(if long {
                Downtime::Long
            } else {
                Downtime::Brief
            });
        }
    }
    // Each once, with the first time that it happens.
    components.order_by(|a, b| {
        let order = (&a.name, a.effect).cmp(&(&b.name, b.effect));
        order.then_with(|| a.when.order().cmp(&b.when.order()))
    });
    components.dedup_by(|next, first| (&next.name, next.effect) == (&first.name, first.effect));
    let blind = |path: &String| {
        path.starts_with("spec.kubernetes") || path.starts_with("spec.controlPlane")
    };
    if downtime == Downtime::None && unexplained.iter().any(blind) {
        downtime = Downtime::Unknown;
    }
    let tolerance = judged
        .new
        .spec()
        .at("controlPlane.highAvailability.failureTolerance.type");
    ControlPlane {
        api_downtime: downtime,
        failure_tolerance: tolerance.text().map(ToOwned::to_owned),
        components,
    }
}

fn hosted(judged: &Judged, facts: Facts<'_>) -> Option<Hosted> {
    let seed = facts.managed_seed(&judged.new)?;
    if judged.origin.lacks(Subject::Hosted) {
        return None;
    }
    let shoots = facts.around.hosted.get(seed);
    let count = |tolerance: &str| {
        let count = shoots.and_then(|shoots| shoots.get(tolerance));
        count.copied().unwrap_or_default()
    };
    Some(Hosted {
        seed: seed.to_owned(),
        without_tolerance: count(""),
        node: count("node"),
        zone: count("zone"),
    })
}
