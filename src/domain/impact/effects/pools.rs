//! What becomes of pools and their numbers of nodes, as classes of effects.

use serde_json::Value;

use super::Effects;
use crate::domain::impact::change::Change;
use crate::domain::impact::manifest::Manifest;
use crate::domain::impact::path::pool as pool_of;
use crate::domain::impact::pools::{Action, PoolImpact, key, zones};
use crate::domain::impact::rules::{Class, Rule};

impl Effects<'_> {
    /// What a row says, without the autoscaler where none runs.
    pub(super) fn resized(&self, rule: Rule, applies: bool) -> Option<Vec<Class>> {
        let mut classes = applies.then(|| rule.row().classes.to_vec())?;
        if !self.autoscaled() {
            classes.retain(|class| *class != Class::ControlPlaneRollout);
        } else if rule == Rule::PoolMinimumDown && is_autoscaled(&self.judged.new) {
            // The autoscaler removes nodes once it finds them idle.
            classes.retain(|class| *class != Class::NodeScaleDown);
        }
        if classes.is_empty() {
            classes.push(Class::ConfigOnly);
        }
        Some(classes)
    }

    pub(super) fn pool_version(&self, path: &str, nodes: Vec<Class>) -> Vec<Class> {
        let name = pool_of(path).unwrap_or_default();
        let (old, new) = (&self.judged.old, &self.judged.new);
        let before = key::version(old, old.pool(name));
        let now = key::version(new, new.pool(name));
        if before == now {
            return vec![Class::ConfigOnly];
        }
        let mut classes = vec![Class::Irreversible];
        classes.extend(self.proxy());
        if nodes.is_empty() {
            classes.push(Class::KubeletRestart);
        }
        classes.extend(nodes);
        classes
    }

    pub(super) fn zones(&self, rule: Rule, change: &Change) -> Option<Vec<Class>> {
        let list = |value: &Option<Value>| {
            let list = value.as_ref().and_then(Value::as_array);
            list.cloned().unwrap_or_default()
        };
        let (before, after) = (list(&change.before), list(&change.after));
        let appended = after.starts_with(&before);
        if appended != (rule == Rule::ZonesAppended) {
            return None;
        }
        if !appended {
            let removed = before.iter().any(|zone| !after.contains(zone));
            let first = if removed {
                Class::Destructive
            } else {
                Class::UnknownProvider
            };
            return Some(self.with_autoscaler(first));
        }
        let name = pool_of(&change.path)?;
        let old = zones::shares(self.judged.old.pool(name));
        let new = zones::shares(self.judged.new.pool(name));
        // Nodes beyond the new maximum go; without an autoscaler there are as many as the minimum says.
        let autoscaled = is_autoscaled(&self.judged.new);
        let shrinks = old.iter().any(|share| {
            let now = new.iter().find(|now| now.zone == share.zone);
            now.is_none_or(|now| {
                if autoscaled {
                    now.maximum < share.maximum
                } else {
                    now.minimum < share.minimum
                }
            })
        });
        let nodes = if shrinks {
            Class::NodeScaleDown
        } else {
            Class::NodeScaleUp
        };
        Some(self.with_autoscaler(nodes))
    }

    pub(super) fn with_autoscaler(&self, class: Class) -> Vec<Class> {
        let mut classes = vec![class];
        if self.autoscaled() {
            classes.push(Class::ControlPlaneRollout);
        }
        classes
    }

    /// The class of what becomes of a pool.
    pub(super) fn class_of(&self, pool: &PoolImpact) -> Class {
        match pool.action {
            _ if pool.held_back.is_some() && !self.self_hosted => Class::Deferred,
            Action::Roll => Class::NodeRoll,
            Action::InPlace | Action::ManualInPlace => Class::NodeInplaceDrain,
            Action::Create => Class::NodeScaleUp,
            Action::Delete => Class::Destructive,
            Action::None => Class::NoEffect,
        }
    }

    pub(super) fn node_classes(&self, path: &str) -> Vec<Class> {
        let causing = self.causing(path).into_iter();
        let mut classes: Vec<Class> = causing.map(|pool| self.class_of(pool)).collect();
        let manual = self
            .causing(path)
            .iter()
            .any(|pool| pool.action == Action::ManualInPlace);
        if manual {
            classes.push(Class::ManualActionRequired);
        }
        classes
    }
}

/// Whether a Shoot has a cluster autoscaler
/// (`gardener/gardener:pkg/api/core/v1beta1/helper/shoot.go:ShootWantsClusterAutoscaler`).
pub(super) fn is_autoscaled(shoot: &Manifest) -> bool {
    let mut pools = shoot.pools();
    pools.any(|pool| pool.get("maximum").int() > pool.get("minimum").int())
}
