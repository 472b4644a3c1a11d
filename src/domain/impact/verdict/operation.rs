//! Operations by annotation (`gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperation`).

use std::collections::BTreeSet;

use super::Check;
use super::update::is_in_place;
use crate::domain::impact::manifest::Manifest;
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::timing::{changes_generation, has_failed};
use crate::domain::impact::tree::Node;

/// The annotation that asks for an operation now.
pub(in crate::domain::impact) use crate::domain::annotations::OPERATION;
/// The annotation that asks for an operation in the next maintenance.
pub(in crate::domain::impact) const MAINTENANCE: &str = "maintenance.gardener.cloud/operation";

const FORBIDDEN_WHEN_HIBERNATED: [&str; 9] = [
    "rotate-credentials-start",
    "rotate-credentials-start-without-workers-rollout",
    "rotate-credentials-complete",
    "rotate-etcd-encryption-key",
    "rotate-etcd-encryption-key-start",
    "rotate-etcd-encryption-key-complete",
    "rotate-serviceaccount-key-start",
    "rotate-serviceaccount-key-start-without-workers-rollout",
    "rotate-serviceaccount-key-complete",
];

const OTHERS: [&str; 8] = [
    "reconcile",
    "rotate-ca-start",
    "rotate-ca-start-without-workers-rollout",
    "rotate-ca-complete",
    "rotate-observability-credentials",
    "rotate-ssh-keypair",
    "rotate-rollout-workers",
    "rollout-workers",
];

/// Operations that go with no other.
const ALONE: [&str; 3] = ["maintain", "retry", "force-in-place-update"];

/// Operations that do not go with some others in one annotation.
const INCOMPATIBLE: [(&str, &[&str]); 5] = [
    (
        "rotate-credentials-start",
        &[
            "rotate-ca-start-without-workers-rollout",
            "rotate-serviceaccount-key-start-without-workers-rollout",
            "rotate-credentials-start-without-workers-rollout",
        ],
    ),
    (
        "rotate-credentials-start-without-workers-rollout",
        &["rotate-ca-start", "rotate-serviceaccount-key-start"],
    ),
    (
        "rotate-ca-start",
        &["rotate-ca-start-without-workers-rollout"],
    ),
    (
        "rotate-serviceaccount-key-start",
        &["rotate-serviceaccount-key-start-without-workers-rollout"],
    ),
    (
        "rotate-etcd-encryption-key",
        &["rotate-etcd-encryption-key-start"],
    ),
];

/// Rotations of everything, and the operations that they cover: beside them the server drops these.
const COVERED: [(&str, &[&str]); 3] = [
    (
        "rotate-credentials-start",
        &[
            "rotate-ca-start",
            "rotate-serviceaccount-key-start",
            "rotate-etcd-encryption-key",
            "rotate-etcd-encryption-key-start",
            "rotate-observability-credentials",
            "rotate-ssh-keypair",
        ],
    ),
    (
        "rotate-credentials-start-without-workers-rollout",
        &[
            "rotate-ca-start-without-workers-rollout",
            "rotate-serviceaccount-key-start-without-workers-rollout",
            "rotate-etcd-encryption-key",
            "rotate-etcd-encryption-key-start",
            "rotate-observability-credentials",
            "rotate-ssh-keypair",
        ],
    ),
    (
        "rotate-credentials-complete",
        &[
            "rotate-ca-complete",
            "rotate-serviceaccount-key-complete",
            "rotate-etcd-encryption-key-complete",
        ],
    ),
];

/// Give the operations of an annotation, without those that others in it cover.
pub(in crate::domain::impact) fn list(shoot: &Manifest, annotation: &str) -> Vec<String> {
    let mut all = written(shoot, annotation);
    if annotation == OPERATION {
        uncover(&mut all);
    }
    all.retain(|operation| !operation.is_empty());
    all
}

/// Give what stands in an annotation, each once; between two separators that is nothing, which is no operation either.
fn written(shoot: &Manifest, annotation: &str) -> Vec<String> {
    let text = shoot.annotation(annotation).unwrap_or_default();
    if text.is_empty() {
        return Vec::new();
    }
    let unique: BTreeSet<&str> = text.split(';').map(str::trim).collect();
    unique.into_iter().map(ToOwned::to_owned).collect()
}

fn uncover(operations: &mut Vec<String>) {
    let covered: Vec<&str> = (COVERED.iter())
        .filter(|(name, _)| operations.iter().any(|operation| operation == name))
        .flat_map(|(_, covered)| covered.iter().copied())
        .collect();
    operations.retain(|operation| !covered.contains(&operation.as_str()));
}

/// Give the operations that are still in the annotation when the server validates it: what it takes up at once is removed by
/// then, unless the spec changes as well
/// (`gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration`).
fn left(old: &Manifest, new: &Manifest) -> Vec<String> {
    let mut all = written(new, OPERATION);
    let never_done = old.has_status() && !old.status().get("lastOperation").is_set();
    if never_done || changes_generation(old, new) {
        return all;
    }
    if has_failed(old) {
        all.retain(|operation| operation != "retry" || new.annotation(OPERATION) != Some("retry"));
        return all;
    }
    uncover(&mut all);
    let ssh = new.spec().at("provider.workersSettings.sshAccess.enabled");
    all.retain(|operation| {
        operation != "reconcile" && (operation != "rotate-ssh-keypair" || ssh.is_true())
    });
    if all == [""] {
        all.clear();
    }
    all
}

/// Whether an operation goes with no other; maintenance adds `reconcile` to what it starts.
pub(in crate::domain::impact) fn is_alone(operation: &str) -> bool {
    ALONE.contains(&operation)
}

pub(super) fn is_forbidden_when_hibernated(operation: &str) -> bool {
    FORBIDDEN_WHEN_HIBERNATED.contains(&operation)
}

fn rolls_pools(operation: &str) -> bool {
    operation.starts_with("rotate-rollout-workers") || operation.starts_with("rollout-workers")
}

impl<'a> Check<'a> {
    pub(super) fn operations(&mut self) {
        let path = |annotation| Path::root("metadata").field("annotations").key(annotation);
        let lists = [
            (path(OPERATION), left(self.old, self.new)),
            (path(MAINTENANCE), written(self.new, MAINTENANCE)),
        ];
        for (path, operations) in &lists {
            for operation in operations {
                let known = FORBIDDEN_WHEN_HIBERNATED.contains(&operation.as_str())
                    || OTHERS.contains(&operation.as_str())
                    || rolls_pools(operation);
                if !known && !ALONE.contains(&operation.as_str()) {
                    self.reject(
                        Rule::OperationUnknown,
                        path,
                        format!("Unsupported value: \"{operation}\""),
                    );
                    return;
                }
                let managed = [
                    self.spec().get("credentialsBindingName"),
                    self.spec().get("secretBindingName"),
                ];
                if self.new.is_self_hosted()
                    && rolls_pools(operation)
                    && managed.iter().all(|binding| !binding.is_set())
                {
                    let message = format!(
                        "operation '{operation}' is not permitted for self-hosted shoot clusters with unmanaged infrastructure"
                    );
                    self.reject(Rule::OperationPools, path, message);
                    return;
                }
                if !known && operations.len() > 1 {
                    self.reject(Rule::OperationConflict, path, format!("operation '{operation}' is not permitted to be run in parallel with other operations"));
                    return;
                }
            }
        }
        let [(path, now), (maintenance_path, later)] = lists;
        if now.iter().any(|operation| later.contains(operation)) {
            self.reject(Rule::OperationConflict, &path, "annotations gardener.cloud/operation and maintenance.gardener.cloud/operation must not have any equal operations");
        }
        for (path, operations) in [(&path, &now), (&maintenance_path, &later)] {
            for operation in operations {
                self.operation(path, operation, operations);
            }
        }
        self.conflicts(&path, &now, &later);
        self.conflicts(&path, &later, &now);
        for operation in &now {
            self.operation_context(&path, operation);
        }
        if !self.old.metadata().get("deletionTimestamp").is_set() {
            for operation in &later {
                self.operation_context(&maintenance_path, operation);
            }
        }
    }

    fn operation(&mut self, path: &Path, operation: &str, all: &[String]) {
        if operation.starts_with("rotate-etcd-encryption-key-") && self.since(34) {
            self.reject(Rule::OperationVersion, path, format!("for Kubernetes versions >= 1.34, operation '{operation}' is no longer supported, please use 'rotate-etcd-encryption-key' instead"));
        }
        let incompatible = INCOMPATIBLE.iter().find(|(name, _)| *name == operation);
        if let Some((_, others)) = incompatible
            && all.iter().any(|other| others.contains(&other.as_str()))
        {
            let message = format!(
                "operation '{operation}' is not permitted to be run together with {} operations",
                others.join(", ")
            );
            self.reject(Rule::OperationConflict, path, message);
        }
        let hibernated = self.new.is_hibernated() || self.old.status().get("hibernated").is_true();
        if hibernated && (is_forbidden_when_hibernated(operation) || rolls_pools(operation)) {
            self.reject(Rule::OperationHibernated, path, format!("operation '{operation}' is not permitted when shoot is hibernated or is waking up"));
        }
        let set = |node: Node<'a>| node.texts().into_iter().collect::<BTreeSet<&str>>();
        let wanted = set(self
            .spec()
            .at("kubernetes.kubeAPIServer.encryptionConfig.resources"));
        let current = set(self
            .old
            .status()
            .at("credentials.encryptionAtRest.resources"));
        let needs_rest = [
            "rotate-credentials-start",
            "rotate-etcd-encryption-key",
            "rotate-etcd-encryption-key-start",
        ];
        if wanted != current && needs_rest.contains(&operation) {
            self.reject_by_status(Rule::OperationPhase, path, format!("operation '{operation}' is not permitted because a previous encryption configuration change is currently being rolled out"));
        }
    }

    /// Rotations of everything in one annotation exclude single ones in the other.
    fn conflicts(&mut self, path: &Path, all: &[String], single: &[String]) {
        for operation in all {
            let excluded: &[&str] = match operation.as_str() {
                "rotate-credentials-start" | "rotate-credentials-start-without-workers-rollout" => {
                    &[
                        "rotate-ca-start",
                        "rotate-ca-start-without-workers-rollout",
                        "rotate-serviceaccount-key-start",
                        "rotate-serviceaccount-key-start-without-workers-rollout",
                        "rotate-etcd-encryption-key",
                        "rotate-etcd-encryption-key-start",
                    ]
                }
                "rotate-credentials-complete" => &[
                    "rotate-ca-complete",
                    "rotate-serviceaccount-key-complete",
                    "rotate-etcd-encryption-key-complete",
                ],
                _ => &[],
            };
            if let Some(other) = single
                .iter()
                .find(|other| excluded.contains(&other.as_str()))
            {
                let message = format!(
                    "operation '{other}' is not permitted together with '{operation}' in the other annotation"
                );
                self.reject(Rule::OperationConflict, path, message);
            }
        }
    }

    /// Whether a rotation may start.
    pub(super) fn is_ready_for_rotation(&self) -> bool {
        let last = self.old.status().get("lastOperation");
        match last.get("type").words() {
            "Reconcile" => true,
            "Create" | "Restore" => last.get("state").text() == Some("Succeeded"),
            _ => false,
        }
    }

    fn phase(&self, rotation: &str) -> &'a str {
        let rotations = self.old.status().at("credentials.rotation");
        rotations.get(rotation).get("phase").words()
    }

    fn operation_context(&mut self, path: &Path, operation: &str) {
        const ALL: [&str; 3] = [
            "certificateAuthorities",
            "serviceAccountKey",
            "etcdEncryptionKey",
        ];
        let bare = operation
            .strip_suffix("-without-workers-rollout")
            .unwrap_or(operation);
        let (starts, completes, rotations): (bool, bool, &[&str]) = match bare {
            "rotate-credentials-start" => (true, false, &ALL),
            "rotate-credentials-complete" if self.since(34) => (false, true, &ALL[..2]),
            "rotate-credentials-complete" => (false, true, &ALL),
            "rotate-ca-start" => (true, false, &ALL[..1]),
            "rotate-ca-complete" => (false, true, &ALL[..1]),
            "rotate-serviceaccount-key-start" => (true, false, &ALL[1..2]),
            "rotate-serviceaccount-key-complete" => (false, true, &ALL[1..2]),
            "rotate-etcd-encryption-key" | "rotate-etcd-encryption-key-start" => {
                (true, false, &ALL[2..])
            }
            "rotate-etcd-encryption-key-complete" => (false, true, &ALL[2..]),
            _ => (false, false, &[]),
        };
        if starts && !self.is_ready_for_rotation() {
            self.reject_by_status(Rule::OperationPhase, path, format!("cannot start {operation} if shoot was not yet created successfully or is not ready for reconciliation"));
        }
        for rotation in rotations {
            let phase = self.phase(rotation);
            if starts && !matches!(phase, "" | "Completed") {
                self.reject(Rule::OperationPhase, path, format!("cannot start {operation} if .status.credentials.rotation.{rotation}.phase is not 'Completed'"));
            }
            if completes && phase != "Prepared" {
                self.reject_by_status(Rule::OperationPhase, path, format!("cannot complete {operation} if .status.credentials.rotation.{rotation}.phase is not 'Prepared'"));
            }
        }
        let touches_nodes = rotations
            .iter()
            .any(|rotation| *rotation != "etcdEncryptionKey");
        if starts && touches_nodes {
            let pending = self.old.status().at("inPlaceUpdates.pendingWorkerUpdates");
            for list in ["autoInPlaceUpdate", "manualInPlaceUpdate"] {
                if pending.get(list).items().len() > 0 {
                    self.reject(Rule::OperationPhase, path, format!("cannot start {operation} if status.inPlaceUpdates.pendingWorkerUpdates.{list} is not empty"));
                }
            }
        }
        if operation.starts_with("rotate-rollout-workers") {
            let waiting = ["certificateAuthorities", "serviceAccountKey"]
                .iter()
                .any(|rotation| self.phase(rotation) == "WaitingForWorkersRollout");
            if !waiting {
                self.reject_by_status(Rule::OperationPhase, path, "either .status.credentials.rotation.certificateAuthorities.phase or .status.credentials.rotation.serviceAccountKey.phase must be in 'WaitingForWorkersRollout' in order to trigger workers rollout");
            }
            self.operation_pools(path, operation, "rotate-rollout-workers", false);
        } else if operation.starts_with("rollout-workers") {
            self.operation_pools(path, operation, "rollout-workers", true);
        }
    }

    fn operation_pools(&mut self, path: &Path, operation: &str, prefix: &str, all: bool) {
        let names = operation.strip_prefix(prefix).unwrap_or_default();
        let names =
            names
                .strip_prefix('=')
                .unwrap_or(if names.is_empty() { operation } else { names });
        let mut names: Vec<&str> = names.split(',').collect();
        if names.contains(&"") {
            self.reject(
                Rule::OperationPools,
                path,
                format!(
                    "must provide at least one pool name via {prefix}=<poolName1>[,<poolName2>,...]"
                ),
            );
        }
        if all && names == ["*"] {
            names = self
                .new
                .pools()
                .map(|pool| pool.get("name").words())
                .collect();
        }
        if all && names.contains(&"*") {
            self.reject(
                Rule::OperationPools,
                path,
                "if '*' is provided, no other pool names are allowed",
            );
        }
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                self.reject(
                    Rule::OperationPools,
                    path,
                    format!("pool name {name} was specified multiple times"),
                );
            }
            let pool = self.new.pool(name);
            if !pool.is_set() {
                self.reject(
                    Rule::OperationPools,
                    path,
                    format!("worker pool name {name} does not exist in .spec.provider.workers[]"),
                );
            } else if all && is_in_place(pool) {
                self.reject(Rule::OperationPools, path, format!("worker pool {name} is using in-place update strategy; manual worker pool rollout is not supported for such pools"));
            }
        }
    }
}
