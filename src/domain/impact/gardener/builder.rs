//! Shoot by shoot: which components of it change. Only counters stay in memory.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::compare::{Owner, Pair, Row};
use super::component::{Place, Use};
use super::report::{FleetImpact, ProjectImpact, SeedImpact};
use super::tables::ASSUMED_ETCD;
use super::traits::{Tolerance, Traits, is_hibernated};
use crate::domain::emergency_stop::gardenlets::Configurations;
use crate::domain::emergency_stop::is_stopped;
use crate::domain::emergency_stop::shoots::operation::{is_self_hosted, responsible_seed};
use crate::domain::emergency_stop::shoots::{Shoots, Waiting};
use crate::domain::impact::pools::Size;
use crate::domain::impact::rules::Class;
use crate::domain::objects::{Object, Seed, Shoot};
use crate::domain::versions::version::Version;

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

/// A component of which images change, with what was counted.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) used: &'static Use,
    pub(super) rows: Vec<Row>,
    pub(super) shoots: u32,
    pub(super) pools: u32,
    pub(super) nodes: Size,
}

/// Looks at shoots one by one.
#[derive(Debug)]
pub struct Builder {
    pub(super) now: Timestamp,
    pub(super) pairs: Vec<Pair>,
    pub(super) groups: Vec<Group>,
    pub(super) unexplained: Vec<String>,
    pub(super) kubernetes: BTreeSet<String>,
    /// Present where a garden is looked at.
    pub(super) fleet: Option<Fleet>,
}

#[derive(Debug, Default)]
pub(super) struct Fleet {
    around: Around,
    pub(super) total: FleetImpact,
    pub(super) seeds: BTreeMap<String, SeedImpact>,
    pub(super) projects: BTreeMap<String, ProjectImpact>,
    /// Shoots by minor of Kubernetes 1.
    pub(super) minors: BTreeMap<u64, u32>,
    /// Seeds whose gardenlet's configuration no object shows.
    pub(super) unknown_seeds: BTreeSet<String>,
}

impl Builder {
    /// Begin with image vectors, and with a garden where one is looked at.
    pub fn new(now: Timestamp, pairs: Vec<Pair>, around: Option<Around>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut unexplained = Vec::new();
        for (index, pair) in pairs.iter().enumerate() {
            let (rows, unknown) = pair.rows(index);
            unexplained.extend(unknown);
            for row in rows {
                let used = row.used;
                let name = name_of(&row);
                match groups.iter_mut().find(|group| {
                    (group.used.place, group.used.class) == (used.place, used.class)
                        && group.rows.first().map(name_of) == Some(name.clone())
                }) {
                    Some(group) => group.rows.push(row),
                    None => groups.push(Group::of(used, vec![row])),
                }
            }
        }
        if let Some(row) = assumed_etcd(&pairs, &groups) {
            groups.push(Group::of(&ASSUMED_ETCD, vec![row]));
        }
        Self {
            now,
            pairs,
            groups,
            unexplained,
            kubernetes: BTreeSet::new(),
            fleet: around.map(|around| Fleet {
                around,
                ..Fleet::default()
            }),
        }
    }

    /// Look at versions of Kubernetes in place of a garden: every seed with every shoot.
    pub fn versions(&mut self, versions: &[String]) {
        for shoot in versions {
            self.kubernetes.insert(shoot.clone());
            for seed in versions {
                for group in &mut self.groups {
                    for row in &mut group.rows {
                        let wanted = row.wanted(Some(seed), shoot, shoot);
                        row.ask(&self.pairs, wanted);
                    }
                }
            }
        }
    }

    /// Look at the seeds: what runs there once for all shoots.
    pub fn seeds(&mut self) {
        let Some(fleet) = &self.fleet else { return };
        for seed in fleet.around.seeds.values() {
            let version = seed.status.kubernetes_version.as_deref();
            for group in &mut self.groups {
                if !group.used.place.is_of_shoots() {
                    for row in &mut group.rows {
                        let wanted = row.wanted(version, "", "");
                        row.ask(&self.pairs, wanted);
                    }
                }
            }
        }
    }

    /// Look at a shoot.
    pub fn add(&mut self, shoot: &Shoot) {
        let Some(fleet) = &mut self.fleet else { return };
        if is_self_hosted(shoot) {
            fleet.total.self_hosted += 1;
            return;
        }
        let Some(name) = responsible_seed(shoot) else {
            fleet.total.unscheduled += 1;
            return;
        };
        fleet.total.total += 1;
        let version = &shoot.spec.kubernetes.version;
        self.kubernetes.insert(version.clone());
        if let Some(version) = Version::parse(version) {
            *fleet.minors.entry(version.minor).or_default() += 1;
        }
        if is_hibernated(shoot) {
            fleet.total.hibernated += 1;
            return;
        }
        let seed = fleet.around.seeds.get(name);
        let seed_version = seed.and_then(|seed| seed.status.kubernetes_version.as_deref());
        let hosts = fleet.around.hosts.as_ref();
        let upgrades = fleet.around.configurations.upgrades_etcd(name, hosts);
        let traits = Traits::of(shoot, upgrades.unwrap_or(false));
        if upgrades.is_none() && !fleet.unknown_seeds.contains(name) {
            fleet.unknown_seeds.insert(name.to_owned());
        }
        let (mut touched, mut etcd) = (false, false);
        for group in &mut self.groups {
            if group.used.place.is_of_shoots() && traits.meets(group.used.needs) {
                let hit = group.look_at(shoot, seed_version, &self.pairs);
                touched |= hit;
                etcd |= hit && group.used.class == Class::EtcdRollout;
            }
        }
        if touched {
            let interrupted = etcd && Tolerance::of(shoot) == Tolerance::None;
            fleet.count(shoot, name, interrupted, self.now);
        }
    }
}

/// Name a component; what an extension runs is not known by another name than its image's.
pub(super) fn name_of(row: &Row) -> String {
    if row.used.image == "*" {
        row.image.clone()
    } else {
        row.used.component.to_owned()
    }
}

/// Without the image vectors of etcd-druid: take it that another minor of it brings other images.
fn assumed_etcd(pairs: &[Pair], groups: &[Group]) -> Option<Row> {
    if pairs.iter().any(|pair| pair.owner == Owner::EtcdDruid) {
        return None;
    }
    let druid = groups
        .iter()
        .flat_map(|group| &group.rows)
        .find(|row| row.image == "etcd-druid")?;
    let minor = |vector: &super::vector::ImageVector| {
        let source = vector.sources().iter().find(|s| s.name == "etcd-druid")?;
        Version::parse(source.tag.as_deref()?)
    };
    let pair = pairs.get(druid.pair)?;
    let same = match (minor(&pair.from), minor(&pair.to)) {
        (Some(from), Some(to)) => from.same_minor(&to),
        _ => false,
    };
    (!same).then(|| Row {
        used: &ASSUMED_ETCD,
        ..druid.clone()
    })
}

impl Group {
    fn of(used: &'static Use, rows: Vec<Row>) -> Self {
        Self {
            used,
            rows,
            shoots: 0,
            pools: 0,
            nodes: Size::default(),
        }
    }

    /// Tell whether an image of it changes for a shoot, and count that.
    fn look_at(&mut self, shoot: &Shoot, seed: Option<&str>, pairs: &[Pair]) -> bool {
        let version = &shoot.spec.kubernetes.version;
        let mut hit = false;
        if shoot.spec.provider.workers.is_empty() {
            for row in &mut self.rows {
                let wanted = row.wanted(seed, version, version);
                hit |= row.ask(pairs, wanted);
            }
        }
        for pool in &shoot.spec.provider.workers {
            let mut changes = false;
            for row in &mut self.rows {
                let wanted = row.wanted(seed, version, pool.own_version().unwrap_or(version));
                changes |= row.ask(pairs, wanted);
            }
            if changes && self.used.place == Place::Node {
                self.pools += 1;
                add(&mut self.nodes, pool.minimum, pool.maximum);
            }
            hit |= changes;
        }
        self.shoots += u32::from(hit);
        hit
    }

    /// Whether anything was found.
    pub(super) fn is_hit(&self) -> bool {
        let found = self.rows.iter().flat_map(|row| row.found.values());
        found.flatten().next().is_some()
    }
}

fn add(nodes: &mut Size, minimum: i32, maximum: i32) {
    nodes.minimum += i64::from(minimum);
    nodes.maximum += i64::from(maximum);
}

impl Fleet {
    fn count(&mut self, shoot: &Shoot, seed_name: &str, interrupted: bool, now: Timestamp) {
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
        let project = self.around.projects.get(namespace);
        let project = project.map_or(namespace, String::as_str);
        let project = entry(&mut self.projects, project, |name| ProjectImpact {
            name,
            ..ProjectImpact::default()
        });
        project.touched += 1;
        project.api_interrupted += u32::from(interrupted);
        project.pools += pools;
        total.pools += pools;
        for pool in workers {
            add(&mut total.nodes, pool.minimum, pool.maximum);
            add(&mut project.nodes, pool.minimum, pool.maximum);
        }
        self.count_seed(shoot, seed_name, interrupted, now);
    }

    fn count_seed(&mut self, shoot: &Shoot, name: &str, interrupted: bool, now: Timestamp) {
        let seed = self.around.seeds.get(name);
        let configurations = &self.around.configurations;
        let hosts = self.around.hosts.as_ref();
        let mut gardenlet = configurations.gardenlet(name, &self.around.seeds, hosts);
        let row = entry(&mut self.seeds, name, |name| SeedImpact {
            gardener_version: gardenlet.version.map(ToOwned::to_owned),
            kubernetes_version: seed.and_then(|seed| seed.status.kubernetes_version.clone()),
            windows_only: configurations.in_window_only(&name, hosts),
            stopped: seed.is_some_and(is_stopped),
            concurrent: gardenlet.policy.concurrent_syncs,
            name,
            ..SeedImpact::default()
        });
        row.touched += 1;
        row.api_interrupted += u32::from(interrupted);
        // A shoot that failed under another version of the gardenlet is tried again.
        gardenlet.version = Some("");
        let waiting = Waiting::of(shoot);
        if row.stopped || waiting.is_ignored(&gardenlet) {
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
            row.at_start += 1;
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
