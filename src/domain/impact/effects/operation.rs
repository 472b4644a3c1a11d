//! What operations come to that are asked for, now or in the next maintenance.

use super::Effects;
use crate::domain::impact::change::Change;
use crate::domain::impact::pools::Action;
use crate::domain::impact::rules::{Class, Rule};
use crate::domain::impact::timing::has_failed;
use crate::domain::impact::verdict::{MAINTENANCE, OPERATION, is_alone, operations};

/// Where maintenance is asked for operations.
pub(in crate::domain::impact) fn in_maintenance() -> String {
    format!("metadata.annotations[{MAINTENANCE}]")
}

impl Effects<'_> {
    /// What asking maintenance for operations comes to, beside what they do.
    pub(super) fn asks_maintenance(&self) -> Vec<Class> {
        let mut classes = vec![Class::Deferred];
        let asked = operations(&self.judged.new, MAINTENANCE);
        if asked.iter().any(|operation| is_alone(operation)) {
            classes.push(Class::ManualActionRequired);
        }
        classes
    }

    /// Whether a pool is to be rolled that comes with the same change: it is not there when the operation starts.
    pub(super) fn rolls_new_pool(&self, operation: &str) -> bool {
        let Some(names) = operation.strip_prefix("rollout-workers=") else {
            return false;
        };
        let mut added = self.judged.pools.iter();
        added.any(|pool| {
            let meant = names == "*" || names.split(',').any(|name| name == pool.name);
            pool.action == Action::Create && meant
        })
    }

    /// Which rules know the operations that are asked for.
    pub(super) fn operation(&self, rule: Rule, change: &Change) -> Option<Vec<Class>> {
        let asked = operations(&self.judged.new, OPERATION);
        if change.after.is_none() {
            return (rule == Rule::OperationReconcile).then(|| vec![Class::NoEffect]);
        }
        let mine = asked
            .iter()
            .find(|operation| operation_rule(operation) == Some(rule))?;
        let failed = has_failed(&self.judged.old);
        if rule == Rule::OperationRetry && !failed {
            return Some(vec![Class::NoEffect]);
        }
        // Whatever begins a failed Shoot anew takes the operation along.
        let alone = [Rule::OperationRetry, Rule::OperationMaintain];
        if failed && !alone.contains(&rule) && !self.operations.contains(mine) {
            return Some(vec![Class::Deferred]);
        }
        if rule == Rule::RolloutWorkers && self.rolls_new_pool(mine) {
            return Some(vec![Class::ManualActionRequired]);
        }
        Some(self.does(rule, &change.path))
    }

    /// What operations do that maintenance starts: the same as at once.
    pub(super) fn later(&self, rule: Rule, change: &Change) -> Option<Vec<Class>> {
        let asked = operations(&self.judged.new, MAINTENANCE);
        let mut mine = asked
            .iter()
            .filter(|operation| operation_rule(operation) == Some(rule))
            .peekable();
        mine.peek()?;
        change.after.as_ref()?;
        if rule == Rule::OperationReconcile {
            return Some(vec![Class::NoEffect]); // maintenance always does
        }
        let before = operations(&self.judged.old, MAINTENANCE);
        if mine.clone().all(|operation| before.contains(operation)) {
            return None;
        }
        if !mine.any(|operation| self.later.contains(operation)) {
            return Some(vec![Class::Deferred]);
        }
        Some(self.does(rule, &change.path))
    }

    /// What an operation does once it is started.
    fn does(&self, rule: Rule, path: &str) -> Vec<Class> {
        let mut classes = rule.row().classes.to_vec();
        let nodes = self.node_classes(path);
        let asks_nodes = [Class::NodeRoll, Class::NodeInplaceDrain];
        if classes.iter().any(|class| asks_nodes.contains(class)) {
            classes.retain(|class| !asks_nodes.contains(class));
            classes.extend(nodes);
        }
        if rule == Rule::RolloutWorkers {
            let manual = self.judged.pools.iter();
            let manual = manual.filter(|pool| pool.action == Action::ManualInPlace);
            if manual.count() == 0 {
                classes.retain(|class| *class != Class::ManualActionRequired);
            }
        }
        if rule == Rule::OperationForceInPlace {
            // It only lets the change pass: what that does is told with its fields.
            return vec![Class::ConfigOnly];
        }
        if self.available {
            classes.retain(|class| *class != Class::ApiDowntime);
        }
        if !self.restarts(path) {
            let restarts = [Class::KubeletRestart, Class::NodeServiceRestart];
            classes.retain(|class| !restarts.contains(class));
        }
        if rule == Rule::RotateSsh {
            let ssh = self
                .judged
                .new
                .spec()
                .at("provider.workersSettings.sshAccess.enabled");
            classes = vec![if ssh.is_true() {
                Class::InfraReconcile
            } else {
                Class::NoEffect
            }];
        }
        classes.retain(|class| *class != Class::NoEffect || rule == Rule::RotateSsh);
        if classes.is_empty() {
            classes.push(Class::NoEffect);
        }
        classes
    }
}

/// The rule that knows an operation.
fn operation_rule(operation: &str) -> Option<Rule> {
    let bare = operation
        .strip_suffix("-without-workers-rollout")
        .unwrap_or(operation);
    Some(match bare {
        "reconcile" => Rule::OperationReconcile,
        "retry" => Rule::OperationRetry,
        "maintain" => Rule::OperationMaintain,
        "force-in-place-update" => Rule::OperationForceInPlace,
        "rotate-ca-start" => Rule::RotateCa,
        "rotate-ca-complete" => Rule::RotateCaComplete,
        "rotate-serviceaccount-key-start" => Rule::RotateServiceAccount,
        "rotate-serviceaccount-key-complete" => Rule::RotateServiceAccountComplete,
        "rotate-etcd-encryption-key"
        | "rotate-etcd-encryption-key-start"
        | "rotate-etcd-encryption-key-complete" => Rule::RotateEtcdKey,
        "rotate-credentials-start" => Rule::RotateAll,
        "rotate-credentials-complete" => Rule::RotateAllComplete,
        "rotate-ssh-keypair" => Rule::RotateSsh,
        "rotate-observability-credentials" => Rule::RotateObservability,
        _ if bare.starts_with("rollout-workers") || bare.starts_with("rotate-rollout-workers") => {
            Rule::RolloutWorkers
        }
        _ => return None,
    })
}
