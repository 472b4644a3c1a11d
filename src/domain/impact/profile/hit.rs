//! Something that a change of a profile does, with what was counted.

use serde_json::Value;

use super::report::{LaterRejection, ProfileFinding};
use super::rules::{Row, Users};
use crate::domain::impact::change::Change;
use crate::domain::impact::fleet::{add, is_hibernated};
use crate::domain::impact::pools::{Certainty, Size};
use crate::domain::impact::quantity::Quantity;
use crate::domain::impact::rules::Class;
use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::Worker;

/// Above this memory the kubelet evicts by another default
/// (`gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:setDefaultEvictionMemoryAvailable`).
const EVICTION_STEP: &str = "8Gi";

/// How many shoots are named where many are concerned.
const EXAMPLES: usize = 5;

/// Something that a change of a profile does, with what was counted.
#[derive(Debug)]
pub(super) struct Hit {
    pub(super) change: Change,
    pub(super) row: &'static Row,
    pub(super) class: Class,
    pub(super) effect: String,
    pub(super) shoots: u32,
    pub(super) pools: u32,
    pub(super) nodes: Size,
    pub(super) later: u32,
    pub(super) examples: Vec<String>,
}

/// Give the name of the entry that a path leads into first.
fn entry(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once('[')?;
    rest.split(']').next()
}

impl Hit {
    pub(super) fn new(change: Change, row: &'static Row) -> Self {
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

    pub(super) fn look_at(&mut self, shoot: &Shoot) -> bool {
        let workers = &shoot.spec.provider.workers;
        let name = entry(&self.change.path).unwrap_or_default();
        let uses = |pool: &&Worker| match self.row.whom {
            Users::MachineType => pool.machine.machine_type == name,
            Users::VolumeType => volume_type(pool) == Some(name),
            Users::Growing => pool.maximum > pool.minimum,
            _ => true,
        };
        let pools: Vec<&Worker> = workers.iter().filter(uses).collect();
        let concerned = match self.row.whom {
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

    pub(super) fn later(&self) -> Option<LaterRejection> {
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

    pub(super) fn finding(self, looked: bool) -> ProfileFinding {
        let of_pools =
            looked && !matches!(self.row.whom, Users::All | Users::Region | Users::Nobody);
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
            waived: false,
            waiver: None,
        }
    }
}

fn volume_type(pool: &Worker) -> Option<&str> {
    pool.volume.as_ref()?.volume_type.as_deref()
}
