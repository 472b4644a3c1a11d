//! Something that a change of a Seed does, with what was counted.

use serde_json::Value;

use super::report::SeedFinding;
use super::rules::{Reach, Row};
use crate::domain::emergency_stop::{STOP, STOPPED};
use crate::domain::impact::change::Change;
use crate::domain::impact::rules::Class;
use crate::domain::impact::timing::{Moment, When};

/// Something that a change of one Seed does, with what was counted.
#[derive(Debug)]
pub(super) struct Hit {
    pub(super) change: Change,
    pub(super) row: &'static Row,
    pub(super) class: Class,
    pub(super) effect: String,
    pub(super) shoots: u32,
}

impl Hit {
    pub(super) fn new(change: Change, row: &'static Row) -> Self {
        let mut hit = Self {
            class: row.class,
            effect: row.effect.to_owned(),
            change,
            row,
            shoots: 0,
        };
        let after = hit.change.after.as_ref();
        match row.id {
            "seed-stop" if after.and_then(Value::as_str) != Some(STOPPED) => {
                debug_assert!(hit.change.path.contains(STOP));
                (hit.class, hit.effect) = match after {
                    None => (
                        Class::ConfigOnly,
                        "The stop is lifted: every shoot goes on when its own time comes"
                            .to_owned(),
                    ),
                    Some(_) => (
                        Class::NoEffect,
                        "Only true stops anything: this value has no effect".to_owned(),
                    ),
                };
            }
            "seed-vpa" if after.and_then(Value::as_bool) == Some(true) => {
                hit.class = Class::ConfigOnly;
                "The VPA of the seed is deployed: control planes are scaled by its recommendations"
                    .clone_into(&mut hit.effect);
            }
            _ => {}
        }
        hit
    }

    /// Whether shoots that are there notice anything.
    pub(super) fn reaches_shoots(&self) -> bool {
        match self.row.whom.reach {
            Reach::Shoots => true,
            Reach::Seed => self.class <= Class::AccessImpact,
            Reach::NewShoots => false,
        }
    }

    pub(super) fn finding(self, bumps: bool, stopped: bool, interrupts: bool) -> SeedFinding {
        let (class, also) = if self.class == Class::EtcdRollout && interrupts {
            (Class::ApiDowntime, vec![Class::EtcdRollout])
        } else {
            (self.class, Vec::new())
        };
        let (moment, reason) = match self.row.whom.reach {
            Reach::NewShoots => (Moment::Now, "counts for shoots to come"),
            Reach::Seed if bumps => (Moment::Now, "the gardenlet reconciles the Seed at once"),
            Reach::Seed => (
                Moment::NextReconcile,
                "the gardenlet sees it when it reconciles the Seed again",
            ),
            Reach::Shoots if self.row.id == "seed-stop" => (
                Moment::Now,
                "the gardenlet looks at it before each reconciliation",
            ),
            Reach::Shoots if stopped => (
                Moment::Blocked,
                "the seed has an emergency stop: no shoot is reconciled until it is lifted",
            ),
            Reach::Shoots => (
                Moment::NextReconcile,
                "with the next reconciliation of each shoot",
            ),
        };
        SeedFinding {
            rule: self.row.id.to_owned(),
            class,
            also,
            path: self.change.path,
            before: self.change.before,
            after: self.change.after,
            reach: self.row.whom.reach,
            shoots: Some(self.shoots),
            effect: self.effect,
            when: When::of(moment, reason),
            certainty: self.row.certainty,
            source: self.row.source.to_owned(),
            waived: false,
            waiver: None,
        }
    }
}
