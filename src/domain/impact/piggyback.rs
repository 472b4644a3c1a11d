//! What else a reconciliation brings that a change starts: whatever was waiting for one.

use super::Judged;
use super::facts::Facts;
use super::manifest::Manifest;
use super::report::is_new;
use super::rules::Timing;
use super::timing::{Clock, Moment, is_outdated, maintenance_operations, pending_operations};
use super::verdict::{MAINTENANCE, OPERATION, is_since, operations};
use crate::domain::annotations::TASKS;
use crate::domain::versions::version::Version;

/// Say what comes along.
pub(super) fn piggyback(judged: &Judged, clock: &Clock, facts: Facts<'_>) -> Vec<String> {
    let (old, new) = (&judged.old, &judged.new);
    let maintains = maintains(old, new, clock, facts);
    if (!clock.reconciles && !clock.waits && !maintains) || is_new(judged) {
        return Vec::new();
    }
    let mut brings = Vec::new();
    let before = operations(old, OPERATION);
    let asked = pending_operations(old, new, facts);
    for operation in asked.iter().filter(|operation| before.contains(operation)) {
        brings.push(format!(
            "the operation {operation}, which was asked for before"
        ));
    }
    let generation = old.metadata().get("generation").int();
    let observed = old.status().get("observedGeneration").int();
    if generation.is_some() && observed.is_some() && generation != observed {
        brings.push("an earlier change of the spec that is not applied yet".to_owned());
    }
    let confined = old.spec().at("maintenance.confineSpecUpdateRollout");
    if confined.is_true() {
        brings.push(
            "changes of the spec that were stored and wait for the maintenance window".to_owned(),
        );
    }
    brings.extend(gardenlet(old, new, facts));
    let server = new.spec().at("kubernetes.kubeAPIServer");
    let refers = [
        "auditConfig",
        "structuredAuthentication",
        "structuredAuthorization",
    ]
    .iter()
    .any(|block| server.get(block).is_set());
    if refers || new.spec().get("resources").is_set() {
        brings.push(
            "what has changed in the ConfigMaps and Secrets that the Shoot refers to".to_owned(),
        );
    }
    if let Some(tasks) = old.annotation(TASKS).filter(|tasks| !tasks.is_empty()) {
        brings.push(format!("tasks that wait for it: {tasks}"));
    }
    brings.extend(rotations(old, new));
    if !clock.reconciles || maintains {
        let asked = operations(new, MAINTENANCE);
        let before = operations(old, MAINTENANCE);
        let asked = asked.iter().filter(|operation| before.contains(operation));
        brings.extend(asked.map(|operation| {
            format!("the operation {operation}, which maintenance was asked for before")
        }));
        brings.extend(maintenance(new));
    }
    brings
}

/// Whether the change has maintenance start something, or asks for it.
fn maintains(old: &Manifest, new: &Manifest, clock: &Clock, facts: Facts<'_>) -> bool {
    let asks = |shoot: &Manifest| {
        let asked = operations(shoot, OPERATION);
        asked.iter().any(|operation| operation == "maintain")
    };
    let starts = !maintenance_operations(old, new, facts).is_empty();
    clock.at(Timing::Maintenance).moment != Moment::Blocked && (starts || (asks(new) && !asks(old)))
}

/// What maintenance does in any case
/// (`gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:reconcile`).
fn maintenance(new: &Manifest) -> Vec<String> {
    let updates = new.spec().at("maintenance.autoUpdate");
    let mut brings = vec![
        "what maintenance does in any case: infrastructure and DNS records are reconciled, control plane pods restart"
            .to_owned(),
    ];
    if updates.get("kubernetesVersion").is_true() {
        brings.push("a newer patch of Kubernetes, if there is one".to_owned());
    }
    if updates.get("machineImageVersion").is_true() {
        brings.push("newer machine images, if there are any: they roll pools".to_owned());
    }
    brings
}

/// A gardenlet that is not the one that looked at the Shoot last does things its own way.
fn gardenlet(old: &Manifest, new: &Manifest, facts: Facts<'_>) -> Option<String> {
    let seen = old.status().at("gardener.version").text()?;
    let gardenlet = facts
        .seed(new)
        .and_then(|seed| seed.status.gardener.as_ref());
    match gardenlet.filter(|gardener| !gardener.version.is_empty()) {
        Some(gardener) => is_outdated(old, new, facts).then(|| {
            let version = &gardener.version;
            format!("whatever gardenlet {version} does otherwise than {seen}, which was here last")
        }),
        None => Some(format!(
            "whatever a gardenlet newer than {seen} does differently"
        )),
    }
}

/// Rotations that go on by themselves
/// (`gardener/gardener:pkg/gardenlet/controller/shoot/shoot/reconciler.go:updateShootStatusOperationStart`).
fn rotations(old: &Manifest, new: &Manifest) -> Vec<String> {
    let rotations = old.status().at("credentials.rotation");
    let mut brings = Vec::new();
    let waits = ["certificateAuthorities", "serviceAccountKey"]
        .iter()
        .any(|name| {
            rotations
                .get(name)
                .get("pendingWorkersRollouts")
                .items()
                .len()
                > 0
        });
    if waits && new.is_hibernated() {
        brings.push(
            "pools no longer wait for the rollout of a rotation: their nodes come back with the new credentials"
                .to_owned(),
        );
    }
    let prepared = rotations.at("etcdEncryptionKey.phase").text() == Some("Prepared");
    let version = Version::parse(new.spec().at("kubernetes.version").words());
    if prepared && version.is_some_and(|version| is_since(&version, 34)) {
        brings.push(
            "the rotation of the etcd encryption key is completed: kube-apiserver is replaced once more"
                .to_owned(),
        );
    }
    brings
}
