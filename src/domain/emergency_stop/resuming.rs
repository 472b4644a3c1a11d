//! Making a gardenlet try a shoot at once, and whether it has come to an end.

use serde_json::json;

use super::shoots::operation::{is_leaving, is_processing};
use crate::domain::accounting::Decision;
use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::OPERATION;

/// Decide about triggering a shoot, by what it is now; `first` is the generation that was seen first.
///
/// A later one says that it was triggered, by us or by somebody else: the server takes the annotation away and counts
/// the generation up in one go (`gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration`).
pub fn decide(shoot: &Shoot, first: Option<i64>) -> Decision {
    if shoot.metadata.generation > first || went_on(shoot) {
        return Decision::Already;
    }
    if let Some(operation) = shoot.metadata.annotations.get(OPERATION) {
        return Decision::Refused(format!("the operation {operation} is asked for already"));
    }
    let failed = shoot
        .status
        .last_operation
        .as_ref()
        .is_some_and(|last| last.state == "Failed");
    let operation = if failed { "retry" } else { "reconcile" };
    Decision::Patch(json!({ "metadata": { "annotations": { OPERATION: operation } } }))
}

/// Tell whether a shoot has gone on by itself: it is under way, or done with all there was to do.
fn went_on(shoot: &Shoot) -> bool {
    let status = &shoot.status;
    let observed = shoot.metadata.generation.unwrap_or_default()
        == status.observed_generation.unwrap_or_default();
    let last = status.last_operation.as_ref();
    let done = last.is_some_and(|last| {
        let brings_up = matches!(
            last.operation_type.as_str(),
            "Create" | "Reconcile" | "Restore"
        );
        brings_up && last.state == "Succeeded"
    });
    let leaves = shoot.metadata.deletion_timestamp.is_some() || is_leaving(shoot);
    observed && (is_processing(last) || (done && !leaves))
}

/// How far a shoot is that was triggered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Its gardenlet has not come to an end.
    UnderWay,
    /// It is as its spec says.
    Succeeded,
    /// It did not work, for good or until the next try.
    Failed(String),
}

/// Say how far a shoot is since it was triggered, which made this its generation.
pub fn progress(shoot: &Shoot, generation: i64) -> Progress {
    let Some(last) = &shoot.status.last_operation else {
        return Progress::UnderWay;
    };
    if shoot.status.observed_generation.unwrap_or_default() < generation {
        return Progress::UnderWay;
    }
    match last.state.as_str() {
        "Succeeded" => Progress::Succeeded,
        "Failed" | "Error" | "Aborted" => {
            let description: String = last.description.chars().take(200).collect();
            Progress::Failed(format!(
                "{} {}: {description}",
                last.operation_type, last.state
            ))
        }
        _ => Progress::UnderWay,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn shoot(generation: i64, observed: i64, last: &Value) -> Shoot {
        serde_json::from_value(json!({
            "metadata": { "name": "s", "namespace": "garden-a", "generation": generation },
            "status": { "observedGeneration": observed, "lastOperation": last },
        }))
        .unwrap()
    }

    fn last(kind: &str, state: &str) -> Value {
        json!({ "type": kind, "state": state, "description": "said" })
    }

    fn asked(operation: &str) -> Decision {
        Decision::Patch(json!({ "metadata": { "annotations": { OPERATION: operation } } }))
    }

    #[test]
    fn what_waits_is_reconciled_and_what_failed_is_retried() {
        for (shoot, operation) in [
            (shoot(4, 3, &last("Reconcile", "Succeeded")), "reconcile"),
            (shoot(4, 3, &last("", "Pending")), "reconcile"),
            (shoot(4, 3, &last("Reconcile", "Processing")), "reconcile"),
            (shoot(3, 3, &last("Create", "Error")), "reconcile"),
            (shoot(3, 3, &last("Migrate", "Succeeded")), "reconcile"),
            (shoot(3, 3, &last("Reconcile", "Failed")), "retry"),
        ] {
            assert_eq!(
                decide(&shoot, shoot.metadata.generation),
                asked(operation),
                "{shoot:?}"
            );
        }
    }

    #[test]
    fn what_went_on_is_left_alone_and_operations_of_others_stay() {
        assert_eq!(
            decide(&shoot(3, 3, &last("Reconcile", "Succeeded")), Some(3)),
            Decision::Already
        );
        assert_eq!(
            decide(&shoot(3, 3, &last("Reconcile", "Processing")), Some(3)),
            Decision::Already
        );
        assert_eq!(
            decide(&shoot(5, 3, &last("Reconcile", "Failed")), Some(4)),
            Decision::Already
        );
        let mut rotating = shoot(4, 3, &last("Reconcile", "Error"));
        rotating
            .metadata
            .annotations
            .insert(OPERATION.to_owned(), "rotate-ssh-keypair".to_owned());
        assert!(
            matches!(decide(&rotating, Some(4)), Decision::Refused(why) if why.contains("rotate-ssh-keypair"))
        );
        let mut deleted = shoot(4, 4, &last("Reconcile", "Succeeded"));
        deleted.metadata.deletion_timestamp = "2026-11-21T12:00:00Z".parse().ok();
        assert_eq!(decide(&deleted, Some(4)), asked("reconcile"));
    }

    #[test]
    fn only_what_was_seen_at_its_new_generation_has_come_to_an_end() {
        assert_eq!(
            progress(&shoot(5, 4, &last("Reconcile", "Succeeded")), 5),
            Progress::UnderWay
        );
        assert_eq!(
            progress(&shoot(5, 5, &last("Reconcile", "Processing")), 5),
            Progress::UnderWay
        );
        assert_eq!(
            progress(&shoot(6, 5, &last("Reconcile", "Succeeded")), 5),
            Progress::Succeeded
        );
        assert!(
            matches!(progress(&shoot(5, 5, &last("Reconcile", "Error")), 5), Progress::Failed(why) if why == "Reconcile Error: said")
        );
    }
}
