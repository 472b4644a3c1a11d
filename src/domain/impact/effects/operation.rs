//! What operations come to that are asked for, now or in the next maintenance.

use super::Effects;
use crate::domain::impact::change::Change;
use crate::domain::impact::pools::Action;
use crate::domain::impact::rules::{Class, Rule};
use crate::domain::impact::timing::has_failed;
use crate::domain::impact::verdict::{MAINTENANCE, OPERATION, is_in_place, operations};

impl<'a> Effects<'a> {
    /// What operations come to that maintenance starts.
    pub(super) fn later(&self) -> Vec<Class> {
        let mut classes = vec![Class::Deferred];
        for operation in operations(&self.judged.new, MAINTENANCE) {
            let Some(rule) = operation_rule(&operation) else {
                continue;
            };
            let waits = operation.ends_with("-without-workers-rollout");
            let in_place = |wanted: bool| {
                let mut pools = self.judged.new.pools();
                pools.any(|pool| is_in_place(pool) == wanted)
            };
            classes.extend(rule.row().classes.iter().filter(|class| match class {
                Class::NodeRoll => !waits && in_place(false),
                Class::NodeInplaceDrain => !waits && in_place(true),
                Class::NodeServiceRestart | Class::KubeletRestart => {
                    in_place(true) || in_place(false)
                }
                Class::ApiDowntime => !self.available,
                Class::ManualActionRequired => self.has_manual_pool(),
                class => !matches!(class, Class::NoEffect | Class::ConfigOnly),
            }));
        }
        classes
    }

    fn has_manual_pool(&self) -> bool {
        let mut pools = self.judged.new.pools();
        pools.any(|pool| pool.get("updateStrategy").text() == Some("ManualInPlaceUpdate"))
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
    pub(super) fn operation(&self, rule: Rule, change: &'a Change) -> Option<Vec<Class>> {
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
        let mut classes = rule.row().classes.to_vec();
        let nodes = self.node_classes(&change.path);
        let asks_nodes = [Class::NodeRoll, Class::NodeInplaceDrain];
        if classes.iter().any(|class| asks_nodes.contains(class)) {
            classes.retain(|class| !asks_nodes.contains(class));
            classes.extend(nodes);
        }
        if rule == Rule::RolloutWorkers {
            if self.rolls_new_pool(mine) {
                return Some(vec![Class::ManualActionRequired]);
            }
            let manual = self.judged.pools.iter();
            let manual = manual.filter(|pool| pool.action == Action::ManualInPlace);
            if manual.count() == 0 {
                classes.retain(|class| *class != Class::ManualActionRequired);
            }
        }
        if rule == Rule::OperationForceInPlace {
            // It only lets the change pass: what that does is told with its fields.
            return Some(vec![Class::ConfigOnly]);
        }
        if self.available {
            classes.retain(|class| *class != Class::ApiDowntime);
        }
        if !self.restarts(&change.path) {
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
        Some(classes)
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
