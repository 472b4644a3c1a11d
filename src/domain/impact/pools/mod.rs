//! What becomes of each worker pool: kept, rolled, updated in place, made or removed.

pub mod key;
mod maintenance;
pub mod node;
pub mod provider;
pub mod zones;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::key::{Data, Part, Rotations};
use self::maintenance::InMaintenance;
use self::node::Restarts;
use self::zones::{ZoneShare, shares};
use super::change::Change;
use super::facts::Facts;
use super::manifest::Manifest;
use super::path::{matches, pool as pool_of};
use super::timing::{When, pending_operations};
use super::tree::Node;
use super::verdict::{MAINTENANCE, OPERATION, is_in_place};
use crate::order::Order as _;

/// What becomes of the nodes of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// They stay.
    None,
    /// Every node is drained and replaced by a new machine.
    Roll,
    /// Every node is drained, updated and kept.
    InPlace,
    /// As `inPlace`, once somebody selects the node.
    ManualInPlace,
    /// The pool is new.
    Create,
    /// The pool goes, with all its nodes.
    Delete,
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    /// As Gardener's own code has it.
    Certain,
    /// Follows from the code, but has not been seen.
    Likely,
    /// The extension of the provider decides.
    Provider,
}

/// What becomes of a pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PoolImpact {
    /// Name of the pool.
    pub name: String,
    /// What becomes of its nodes.
    pub action: Action,
    /// How sure that is.
    pub certainty: Certainty,
    /// Whether the kubelets restart where the nodes are kept.
    pub kubelet_restart: bool,
    /// Other services that restart on nodes that are kept.
    pub services: Vec<String>,
    /// When it becomes of the nodes; where they are kept, when their services restart. Nothing where nothing happens.
    pub when: Option<When>,
    /// Whether maintenance begins it, because an operation is asked for there.
    #[serde(skip)]
    pub(super) in_maintenance: bool,
    /// Whether the extension of the provider decides what becomes of it at once.
    #[serde(skip)]
    pub(super) by_provider: bool,
    /// The fields that make it so.
    pub causes: Vec<String>,
    /// Why nothing happens to the nodes now although it would, such as hibernation.
    pub held_back: Option<String>,
    /// The number of nodes before: from minimum to maximum.
    pub before: Option<Size>,
    /// The number of nodes after: from minimum to maximum.
    pub after: Option<Size>,
    /// How they spread over zones after the change.
    pub zones: Vec<ZoneShare>,
}

/// The size of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Size {
    /// The least number of nodes.
    pub minimum: i64,
    /// The largest number of nodes.
    pub maximum: i64,
}

impl Size {
    fn of(pool: Node<'_>) -> Option<Self> {
        pool.is_set().then(|| Self {
            minimum: pool.get("minimum").int().unwrap_or_default(),
            maximum: pool.get("maximum").int().unwrap_or_default(),
        })
    }
}

/// Tell what becomes of each pool: first those that stay or go, in the old order, then the new ones.
pub(super) fn pools(
    old: &Manifest,
    new: &Manifest,
    changes: &[Change],
    facts: Facts<'_>,
) -> Vec<PoolImpact> {
    let before = Rotations::of(old.status());
    let mut after = before.clone();
    let operations = pending_operations(old, new, facts);
    for operation in &operations {
        after.apply(operation, old.status(), new);
    }
    let maintenance = InMaintenance::of(old, new, facts, &after);
    let asleep = old.is_hibernated() || new.is_hibernated();
    let unscheduled = new.is_unscheduled(old);
    let mut pools = Vec::new();
    for pool in old.pools() {
        let name = pool.get("name").words();
        let now = new.pool(name);
        if !now.is_set() {
            pools.push(plain(pool, Node(None), Action::Delete));
            continue;
        }
        let (a, b) = (key::data(old, pool, &before), key::data(new, now, &after));
        let hashes_differ = a != b || is_in_place(pool) != is_in_place(now);
        let by_operation = rolls_out(&operations, name) && !is_in_place(now);
        let provider = provider::causes(old, new, pool, now);
        let rolls = hashes_differ || by_operation || !provider.is_empty();
        let later = maintenance.renews(now);
        let action = match now.get("updateStrategy").text() {
            _ if !rolls && !later => Action::None,
            Some("AutoInPlaceUpdate") => Action::InPlace,
            Some("ManualInPlaceUpdate") => Action::ManualInPlace,
            _ => Action::Roll,
        };
        let mut impact = plain(pool, now, action);
        impact.causes = causes(name, &a, &b, changes, by_operation);
        impact.by_provider = rolls && !hashes_differ && !by_operation;
        if impact.by_provider {
            // What maintenance does is certain, whatever the provider does before.
            if !later {
                impact.certainty = Certainty::Provider;
            }
            let fields = provider.iter();
            impact.causes = fields
                .map(|field| format!("spec.provider.workers[{name}].{field}"))
                .collect();
        }
        impact.in_maintenance = later && (!rolls || impact.by_provider);
        if later {
            let path = format!("metadata.annotations[{MAINTENANCE}]");
            impact.causes.push(path);
        }
        if unscheduled && !asleep && action != Action::None {
            impact.held_back = Some("no seed yet: there are no nodes".to_owned());
        }
        if new.is_self_hosted() && action != Action::None {
            impact.held_back =
                Some("self-hosted: the gardenlet leaves its nodes to somebody else".to_owned());
        }
        let wakes = impact.in_maintenance && !new.is_hibernated();
        if asleep && action != Action::None && !wakes {
            impact.action = Action::None;
            impact.certainty = Certainty::Certain;
            impact.by_provider = false;
            impact.held_back =
                Some("hibernated: there are no nodes, new ones come with the change".to_owned());
        } else if !asleep && (!rolls || impact.by_provider) {
            let profile = facts.profile(new);
            let restarts = |authorities| node::restarts(old, new, pool, now, profile, authorities);
            let first = restarts(rotates_authorities(&operations));
            let then = maintenance.rotates_authorities() && !later;
            let all = if then { restarts(true) } else { first };
            if action == Action::None {
                let asked = [
                    (first != restarts(false), OPERATION),
                    (all != first, MAINTENANCE),
                ];
                let asked = asked.into_iter().filter(|(restarts, _)| *restarts);
                let paths = asked.map(|(_, name)| format!("metadata.annotations[{name}]"));
                impact.causes.extend(paths);
            }
            impact.in_maintenance |= then && first == Restarts::default();
            impact.kubelet_restart = all.kubelet;
            impact.services = services(all);
        }
        pools.push(impact);
    }
    let added = new
        .pools()
        .filter(|pool| !old.pool(pool.get("name").words()).is_set());
    pools.extend(added.map(|pool| plain(Node(None), pool, Action::Create)));
    pools
}

/// Whether operations replace the nodes of a pool that is rolled.
fn rolls_out(operations: &[String], pool: &str) -> bool {
    operations.iter().any(|operation| {
        let names = operation.strip_prefix("rollout-workers=");
        names.is_some_and(|names| names == "*" || names.split(',').any(|name| name == pool))
    })
}

/// Whether the bundle of certificate authorities changes, which is a file on every node.
fn rotates_authorities(operations: &[String]) -> bool {
    operations.iter().any(|operation| {
        let rest = operation
            .strip_prefix("rotate-ca-")
            .or_else(|| operation.strip_prefix("rotate-credentials-"));
        rest.is_some()
    })
}

fn plain(before: Node<'_>, after: Node<'_>, action: Action) -> PoolImpact {
    let named = if after.is_set() { after } else { before };
    let name = named.get("name").words();
    let causes = match action {
        Action::Create | Action::Delete => vec![format!("spec.provider.workers[{name}]")],
        _ => Vec::new(),
    };
    PoolImpact {
        name: name.to_owned(),
        action,
        certainty: Certainty::Certain,
        kubelet_restart: false,
        services: Vec::new(),
        when: None,
        in_maintenance: false,
        by_provider: false,
        causes,
        held_back: None,
        before: Size::of(before),
        after: Size::of(after),
        zones: if after.is_set() {
            shares(after)
        } else {
            Vec::new()
        },
    }
}

fn services(restarts: Restarts) -> Vec<String> {
    let all = [
        (restarts.containerd, "containerd"),
        (restarts.node_agent, "gardener-node-agent"),
        (restarts.sysctl, "systemd-sysctl"),
        (restarts.ssh, "sshd-ensurer"),
        (restarts.logging, "opentelemetry-collector"),
    ];
    let restarted = all.into_iter().filter(|(restarts, _)| *restarts);
    restarted.map(|(_, name)| name.to_owned()).collect()
}

/// The fields behind the parts of the data that differ.
fn causes(
    pool: &str,
    before: &Data,
    after: &Data,
    changes: &[Change],
    by_operation: bool,
) -> Vec<String> {
    let find = |data: &Data, part: Part| {
        data.iter()
            .find(|(p, _)| *p == part)
            .map(|(_, text)| text.clone())
    };
    let mut parts: Vec<Part> = before.iter().chain(after).map(|(part, _)| *part).collect();
    parts.order();
    parts.dedup();
    let mut causes = Vec::new();
    if by_operation {
        causes.push(format!("metadata.annotations[{OPERATION}]"));
    }
    for part in parts {
        if find(before, part) == find(after, part) {
            continue;
        }
        let patterns: &[&str] = match part {
            Part::Version | Part::NodeLocalDns => &["kubernetes.version"],
            Part::MachineType => &["machine.type"],
            Part::Image => &["machine.image.name", "machine.image.version"],
            Part::VolumeSize | Part::VolumeType => &["volume.**"],
            Part::Cri => &["cri.name"],
            Part::CaRotation | Part::ServiceAccountRotation => &[],
            Part::KubeReserved => &["kubernetes.kubelet.kubeReserved.**"],
            Part::EvictionHard => &["kubernetes.kubelet.evictionHard.**"],
            Part::CpuManager => &["kubernetes.kubelet.cpuManagerPolicy"],
        };
        let global: &[&str] = match part {
            Part::Version => &["spec.kubernetes.version"],
            Part::NodeLocalDns => &[
                "spec.systemComponents.nodeLocalDNS.enabled",
                "spec.kubernetes.kubeProxy.mode",
                "spec.kubernetes.kubeProxy.enabled",
                "spec.kubernetes.version",
            ],
            Part::KubeReserved => &["spec.kubernetes.kubelet.kubeReserved.**"],
            Part::EvictionHard => &["spec.kubernetes.kubelet.evictionHard.**"],
            Part::CpuManager => &["spec.kubernetes.kubelet.cpuManagerPolicy"],
            Part::CaRotation | Part::ServiceAccountRotation => {
                &["metadata.annotations[gardener.cloud/operation]"]
            }
            _ => &[],
        };
        let count = causes.len();
        for change in changes {
            let own = pool_of(&change.path) == Some(pool)
                && patterns.iter().any(|pattern| {
                    matches(&format!("spec.provider.workers[*].{pattern}"), &change.path)
                });
            let shared = global.iter().any(|pattern| matches(pattern, &change.path));
            if (own || shared) && !causes.contains(&change.path) {
                causes.push(change.path.clone());
            }
        }
        if causes.len() == count {
            // Settings of a pool's own kubelets replace the global ones as a whole.
            let path = match part {
                Part::CaRotation | Part::ServiceAccountRotation => {
                    format!("metadata.annotations[{OPERATION}]")
                }
                _ => format!("spec.provider.workers[{pool}].kubernetes.kubelet"),
            };
            if !causes.contains(&path) {
                causes.push(path);
            }
        }
    }
    causes
}
