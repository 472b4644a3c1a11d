//! What else a run changes in the shoot: annotations, which decide whether admission looks at it.

use super::outcome::Outcome;
use crate::domain::annotations::{OPERATION, TASKS, is_true};
use crate::domain::objects::Shoot;
use crate::domain::versions::rejection;

/// Annotation with the operations that wait for the next maintenance.
const MAINTENANCE_OPERATION: &str = "maintenance.gardener.cloud/operation";

/// Annotation on failed shoots whose next maintenance is to retry.
const NEEDS_RETRY: &str = "maintenance.shoot.gardener.cloud/needs-retry-operation";

/// The tasks that every run adds; the last one by default.
const ADDED_TASKS: [&str; 5] = [
    "deployInfrastructure",
    "deployDNSRecordInternal",
    "deployDNSRecordExternal",
    "deployDNSRecordIngress",
    "restartControlPlanePods",
];

/// Give the operations asked for by an annotation.
fn operations<'a>(shoot: &'a Shoot, annotation: &str) -> Vec<&'a str> {
    let value = shoot
        .metadata
        .annotations
        .get(annotation)
        .map_or("", String::as_str);
    value
        .split(';')
        .filter(|operation| !operation.is_empty())
        .collect()
}

/// Tell whether maintenance was asked for by annotation.
pub fn is_asked_for(shoot: &Shoot) -> bool {
    operations(shoot, OPERATION).contains(&"maintain")
}

fn has_failed(shoot: &Shoot) -> bool {
    shoot
        .status
        .last_operation
        .as_ref()
        .is_some_and(|operation| operation.state == "Failed")
}

/// Tell whether a run has more to report than versions: queued operations, removed feature gates.
pub(super) fn has_operations(shoot: &Shoot, outcome: &Outcome) -> bool {
    let queued = shoot.status.last_operation.is_some()
        && !has_failed(shoot)
        && operations(shoot, MAINTENANCE_OPERATION)
            .iter()
            .any(|operation| *operation != "reconcile");
    queued || rejection::removes_gates(shoot, outcome)
}

/// Tell whether the update changes the metadata, which makes admission look at the whole shoot.
pub(super) fn touches_metadata(shoot: &Shoot, dry_run: bool) -> bool {
    let retry = shoot
        .metadata
        .annotations
        .get(NEEDS_RETRY)
        .is_some_and(|value| is_true(value));
    let operation = match &shoot.status.last_operation {
        None => false,
        Some(_) if has_failed(shoot) => retry,
        Some(_) => true,
    };
    let tasks = || {
        let tasks = shoot
            .metadata
            .annotations
            .get(TASKS)
            .map_or("", String::as_str);
        let tasks: Vec<&str> = tasks.split(',').collect();
        ADDED_TASKS.iter().any(|task| !tasks.contains(task))
    };
    is_asked_for(shoot) || operation || (!dry_run && tasks())
}
