//! Many shoots that something bigger than a shoot touches: how many, whose they are, and when it reaches them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::pools::Size;
use crate::domain::emergency_stop::gardenlets::Configurations;
use crate::domain::emergency_stop::is_stopped;
use crate::domain::emergency_stop::shoots::{Shoots, Waiting};
use crate::domain::objects::shoot::Worker;
use crate::domain::objects::{Object, Seed, Shoot};

/// What is known besides the shoots.
#[derive(Debug, Default)]
pub struct Around {
    /// The seeds, by name.
    pub seeds: BTreeMap<String, Seed>,
    /// The configurations of their gardenlets.
    pub configurations: Configurations,
    /// The shoots of namespace `garden`, which say what gardenlet a ManagedSeed's settings come from.
    pub hosts: Option<Shoots>,
    /// Projects by namespace.
    pub projects: BTreeMap<String, String>,
}

/// Shoots that take part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FleetImpact {
    /// All of them that a seed of the garden is responsible for.
    pub total: u32,
    /// Awake ones with a component that changes.
    pub touched: u32,
    /// Those of them whose control plane tolerates no loss.
    pub without_tolerance: u32,
    /// Those of them that tolerate the loss of a node.
    pub node: u32,
    /// Those of them that tolerate the loss of a zone.
    pub zone: u32,
    /// Those of them whose API is gone for a moment.
    pub api_interrupted: u32,
    /// Asleep: they take part when they wake up.
    pub hibernated: u32,
    /// Shoots that run their control plane themselves, which are not looked at.
    pub self_hosted: u32,
    /// Shoots that no seed is responsible for yet.
    pub unscheduled: u32,
    /// Pools of the shoots that take part.
    pub pools: u32,
    /// Nodes of these pools, at least and at most.
    pub nodes: Size,
    /// By seed.
    pub seeds: Vec<SeedShoots>,
    /// By project, or by namespace where projects are not known.
    pub projects: Vec<ProjectShoots>,
}

/// Shoots of a seed that take part, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeedShoots {
    /// The seed.
    pub name: String,
    /// Version of its gardenlet now.
    pub gardener_version: Option<String>,
    /// Version of its cluster.
    pub kubernetes_version: Option<String>,
    /// Whether all of its shoots wait for their windows; absent where no object shows its gardenlet's configuration.
    pub windows_only: Option<bool>,
    /// Whether it is stopped.
    pub stopped: bool,
    /// Shoots that take part.
    pub touched: u32,
    /// Those of them whose API is gone for a moment.
    pub api_interrupted: u32,
    /// Reconciled without a window: when a new gardenlet starts, else within its sync period.
    pub regular: u32,
    /// The sync period of its gardenlet, in seconds.
    pub sync_seconds: i64,
    /// Reconciled in their maintenance window.
    pub in_window: u32,
    /// Not reconciled: stopped, to be ignored, or failed for good.
    pub held: u32,
    /// The first window begins.
    pub first_window: Option<Timestamp>,
    /// The last window closes.
    pub last_window: Option<Timestamp>,
    /// Shoots that the gardenlet reconciles at once.
    pub concurrent: u32,
}

/// Shoots of a project that take part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectShoots {
    /// The project, or the namespace where it is not known.
    pub name: String,
    /// Shoots that take part.
    pub touched: u32,
    /// Those of them whose API is gone for a moment.
    pub api_interrupted: u32,
    /// Pools of theirs.
    pub pools: u32,
    /// Nodes of these pools, at least and at most.
    pub nodes: Size,
}

/// Of what a control plane tolerates the loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tolerance {
    /// Of nothing: its etcd has one member.
    None,
    /// Of a node.
    Node,
    /// Of a zone.
    Zone,
}

impl Tolerance {
    /// Look at a shoot.
    pub fn of(shoot: &Shoot) -> Self {
        let control_plane = shoot.spec.control_plane.as_ref();
        let available = control_plane.and_then(|spec| spec.high_availability.as_ref());
        match available.map(|spec| spec.failure_tolerance.tolerance_type.as_str()) {
            None => Self::None,
            Some("zone") => Self::Zone,
            Some(_) => Self::Node,
        }
    }
}

/// Whether a shoot is asleep, or falling asleep: its control plane and its nodes are scaled to none.
pub fn is_hibernated(shoot: &Shoot) -> bool {
    let asked = shoot.spec.hibernation.as_ref();
    asked.is_some_and(|spec| spec.enabled == Some(true))
}

/// Counts shoots.
#[derive(Clone, Debug, Default)]
pub(super) struct Fleet {
    pub(super) total: FleetImpact,
    seeds: BTreeMap<String, SeedShoots>,
    projects: BTreeMap<String, ProjectShoots>,
    /// Another version of the gardenlet, which tries failed shoots again.
    new_gardenlet: bool,
}

/// Add the nodes of a pool.
pub(super) fn add(nodes: &mut Size, pool: &Worker) {
    nodes.minimum += i64::from(pool.minimum);
    nodes.maximum += i64::from(pool.maximum);
}

impl Fleet {
    /// Begin to count; another version of the gardenlet tries failed shoots again.
    pub(super) fn new(new_gardenlet: bool) -> Self {
        Self {
            new_gardenlet,
            ..Self::default()
        }
    }

    /// Make the report.
    pub(super) fn finish(self) -> FleetImpact {
        FleetImpact {
            seeds: self.seeds.into_values().collect(),
            projects: self.projects.into_values().collect(),
            ..self.total
        }
    }

    /// Count a shoot of a seed that takes part.
    pub(super) fn count(
        &mut self,
        around: &Around,
        shoot: &Shoot,
        seed_name: &str,
        interrupted: bool,
        now: Timestamp,
    ) {
        let workers = &shoot.spec.provider.workers;
        let pools = u32::try_from(workers.len()).unwrap_or(u32::MAX);
        let total = &mut self.total;
        total.touched += 1;
        total.api_interrupted += u32::from(interrupted);
        match Tolerance::of(shoot) {
            Tolerance::None => total.without_tolerance += 1,
            Tolerance::Node => total.node += 1,
            Tolerance::Zone => total.zone += 1,
        }
        let namespace = shoot.namespace();
        let project = around.projects.get(namespace);
        let project = project.map_or(namespace, String::as_str);
        let project = entry(&mut self.projects, project, |name| ProjectShoots {
            name,
            ..ProjectShoots::default()
        });
        project.touched += 1;
        project.api_interrupted += u32::from(interrupted);
        project.pools += pools;
        total.pools += pools;
        for pool in workers {
            add(&mut total.nodes, pool);
            add(&mut project.nodes, pool);
        }
        self.count_seed(around, shoot, seed_name, interrupted, now);
    }

    fn count_seed(
        &mut self,
        around: &Around,
        shoot: &Shoot,
        name: &str,
        interrupted: bool,
        now: Timestamp,
    ) {
        let seed = around.seeds.get(name);
        let configurations = &around.configurations;
        let hosts = around.hosts.as_ref();
        let mut gardenlet = configurations.gardenlet(name, &around.seeds, hosts);
        let row = entry(&mut self.seeds, name, |name| SeedShoots {
            gardener_version: gardenlet.version.map(ToOwned::to_owned),
            kubernetes_version: seed.and_then(|seed| seed.status.kubernetes_version.clone()),
            windows_only: configurations.in_window_only(&name, hosts),
            stopped: seed.is_some_and(is_stopped),
            concurrent: gardenlet.policy.concurrent_syncs,
            sync_seconds: gardenlet.policy.sync_period.as_secs(),
            name,
            ..SeedShoots::default()
        });
        row.touched += 1;
        row.api_interrupted += u32::from(interrupted);
        if self.new_gardenlet {
            // A shoot that failed under another version of the gardenlet is tried again.
            gardenlet.version = Some("");
        }
        let waiting = Waiting::of(shoot);
        let given_up = waiting.is_given_up(&gardenlet);
        if row.stopped || waiting.is_ignored(&gardenlet) || given_up {
            row.held += 1;
        } else if waiting.timing.waits_for_window(&gardenlet.policy)
            && waiting.observed
            && waiting.state == "Succeeded"
        {
            row.in_window += 1;
            let next = waiting.timing.next(now, &gardenlet.policy);
            row.first_window = [row.first_window, next.from].into_iter().flatten().min();
            row.last_window = row.last_window.max(next.to);
        } else {
            row.regular += 1;
        }
    }
}

fn entry<'a, T>(
    map: &'a mut BTreeMap<String, T>,
    name: &str,
    new: impl FnOnce(String) -> T,
) -> &'a mut T {
    let key = name.to_owned();
    map.entry(key).or_insert_with(|| new(name.to_owned()))
}
