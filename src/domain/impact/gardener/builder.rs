//! Shoot by shoot: which components of it change. Only counters stay in memory.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::compare::{Owner, Pair, Row};
use super::component::{Place, Use};
use super::tables::ASSUMED_ETCD;
use super::traits::Traits;
use crate::domain::emergency_stop::shoots::operation::{is_self_hosted, responsible_seed};
use crate::domain::impact::fleet::{Around, Fleet, Tolerance, add, is_hibernated};
use crate::domain::impact::pools::Size;
use crate::domain::impact::rules::Class;
use crate::domain::objects::Shoot;
use crate::domain::versions::version::Version;

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
    pub(super) around: Option<Around>,
    pub(super) fleet: Fleet,
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
            around,
            fleet: Fleet::new(true),
            minors: BTreeMap::new(),
            unknown_seeds: BTreeSet::new(),
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
        let Some(around) = &self.around else { return };
        for seed in around.seeds.values() {
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
        let Some(around) = &self.around else { return };
        let fleet = &mut self.fleet;
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
            *self.minors.entry(version.minor).or_default() += 1;
        }
        if is_hibernated(shoot) {
            fleet.total.hibernated += 1;
            return;
        }
        let seed = around.seeds.get(name);
        let seed_version = seed.and_then(|seed| seed.status.kubernetes_version.as_deref());
        let hosts = around.hosts.as_ref();
        let upgrades = around.configurations.upgrades_etcd(name, hosts);
        let traits = Traits::of(shoot, upgrades.unwrap_or(false));
        if upgrades.is_none() && !self.unknown_seeds.contains(name) {
            self.unknown_seeds.insert(name.to_owned());
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
            fleet.count(around, shoot, name, interrupted, self.now);
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
                add(&mut self.nodes, pool);
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
