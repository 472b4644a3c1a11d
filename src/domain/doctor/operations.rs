//! Operations that were asked of Shoots and that nobody takes away.
//!
//! The API server takes `reconcile` and `retry` off at once where they apply, controllers take the others off when they begin
//! (`gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration`). One that stays asks for something
//! that does not apply, such as `retry` of a Shoot that has not failed, or is asked of a gardenlet that does not look.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::report::{Finding, State};
use crate::domain::annotations::{IGNORE, OPERATION, is_true};
use crate::domain::gardenlets::command::Commands;
use crate::domain::gardenlets::pending::STUCK_AFTER;
use crate::domain::objects::{Object, Shoot, TracedMetadata};
use crate::domain::redeploy::pending::Pending;
use crate::domain::versions::judge::minute;

/// Stays until the last pool is updated.
const FORCE_IN_PLACE_UPDATE: &str = "force-in-place-update";

/// A Shoot with an operation that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// The operation.
    pub operation: String,
    /// Seed that is responsible for it.
    pub seed: Option<String>,
    /// Whether the gardenlet is told to ignore it.
    pub ignored: bool,
    /// What Gardener does with the Shoot, if it does something: then the request is not forgotten.
    pub working: Option<String>,
}

impl Asked {
    /// Look at a Shoot.
    pub fn of(shoot: &Shoot) -> Option<Self> {
        let annotations = &shoot.metadata.annotations;
        let operation = annotations.get(OPERATION).filter(|text| !text.is_empty())?;
        Some(Self {
            namespace: shoot.namespace().to_owned(),
            name: shoot.name().to_owned(),
            operation: operation.clone(),
            seed: shoot.spec.seed_name.clone(),
            ignored: annotations.get(IGNORE).is_some_and(|value| is_true(value)),
            working: working(shoot, operation),
        })
    }
}

/// Tell what Gardener does with a Shoot.
///
/// Rotations are taken off when they are done, and `force-in-place-update` when no pool waits for its update any more
/// (`gardener/gardener:pkg/gardenlet/controller/shoot/status/reconciler.go`), which is after the last operation.
fn working(shoot: &Shoot, operation: &str) -> Option<String> {
    if let Some(last) = &shoot.status.last_operation
        && ["Processing", "Pending"].contains(&last.state.as_str())
    {
        let what = if last.operation_type.is_empty() {
            "its last operation"
        } else {
            &last.operation_type
        };
        let state = last.state.to_lowercase();
        return Some(format!(
            "Gardener works on it: {what} is {state}, {} %",
            last.progress
        ));
    }
    let updates = shoot.status.in_place_updates.as_ref()?;
    let pending = updates.pending_worker_updates.as_ref()?;
    let pools: Vec<&str> = (pending.auto_in_place_update.iter())
        .chain(&pending.manual_in_place_update)
        .map(String::as_str)
        .collect();
    (operation == FORCE_IN_PLACE_UPDATE && !pools.is_empty()).then(|| {
        let pools = pools.join(", ");
        format!("worker pools wait for their update in place: {pools}")
    })
}

/// Judge a Shoot with an operation; `traced` is what the server tells of its writers, and `stopped` how its seed stands.
///
/// None where it was asked for just now, or by now is done.
pub fn judge(
    asked: &Asked,
    traced: Option<&TracedMetadata>,
    stopped: &BTreeMap<String, bool>,
    now: Timestamp,
    commands: &Commands<'_>,
) -> Option<Finding> {
    let Asked {
        namespace,
        name,
        operation,
        seed,
        ignored,
        working,
    } = asked;
    let pending = match traced {
        Some(metadata) => Some(Pending::of(metadata)?),
        None => None,
    };
    let since = pending.as_ref().and_then(|pending| pending.since);
    if since.is_some_and(|since| now.duration_since(since) <= STUCK_AFTER) {
        return None;
    }
    let mut message = format!("{operation} was asked of it");
    if let Some(by) = pending.as_ref().and_then(|pending| pending.by.as_deref()) {
        message = format!("{message} by {by}");
    }
    message = match since {
        Some(since) => format!("{message} at {}", minute(since)),
        None => format!("{message}, since when is not known"),
    };
    let held = seed
        .as_ref()
        .filter(|seed| stopped.get(*seed) == Some(&true));
    // A stop holds it back on purpose, and an ignored Shoot is looked at by nobody.
    let (state, why) = match (held, working) {
        (Some(seed), _) => (State::Info, format!("its seed {seed} is stopped")),
        (None, _) if *ignored => (State::Info, "its gardenlet is told to ignore it".to_owned()),
        (None, Some(working)) => (State::Info, working.clone()),
        (None, None) if since.is_none() => (
            State::Info,
            "it may have been asked for just now".to_owned(),
        ),
        (None, None) => (State::Warning, "nobody has taken it away".to_owned()),
    };
    let finding = Finding::new("operation-stuck", state, format!("{message}; {why}"))
        .on(format!("shoot {namespace}/{name}"));
    // Whoever takes back what is under way, or was asked for just now, undoes what somebody waits for.
    if working.is_some() || since.is_none() {
        return Some(finding);
    }
    let annotation = format!("{OPERATION}-");
    let take_back = commands.line([
        "kubectl",
        "annotate",
        "shoot",
        name,
        "-n",
        namespace,
        &annotation,
    ]);
    Some(finding.run(take_back))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: &str = "2026-11-21T10:00:00Z";

    fn traced(time: &str) -> TracedMetadata {
        serde_json::from_value(json!({
            "name": "a", "namespace": "garden-x", "annotations": { OPERATION: "retry" },
            "managedFields": [{ "manager": "kubectl-annotate", "time": time,
                "fieldsV1": { "f:metadata": { "f:annotations": { format!("f:{OPERATION}"): {} } } } }],
        }))
        .unwrap()
    }

    fn asked() -> Asked {
        let shoot: Shoot = serde_json::from_value(json!({
            "metadata": { "name": "a", "namespace": "garden-x", "annotations": { OPERATION: "retry" } },
            "spec": { "seedName": "aws" },
        }))
        .unwrap();
        Asked::of(&shoot).unwrap()
    }

    fn found(asked: &Asked, metadata: Option<&TracedMetadata>, stopped: bool) -> Option<Finding> {
        let flags = ["--context=live".to_owned()];
        let stopped = BTreeMap::from([("aws".to_owned(), stopped)]);
        let now = NOW.parse().unwrap();
        judge(asked, metadata, &stopped, now, &Commands::new(&flags))
    }

    #[test]
    fn an_operation_is_left_behind_after_ten_minutes() {
        let old = traced("2026-11-21T09:49:59Z");
        let finding = found(&asked(), Some(&old), false).unwrap();
        assert_eq!(finding.state, State::Warning);
        assert_eq!(finding.subject.as_deref(), Some("shoot garden-x/a"));
        assert_eq!(
            finding.command.as_deref(),
            Some("kubectl annotate shoot a -n garden-x gardener.cloud/operation- --context=live")
        );
        assert!(
            finding.message.contains("by kubectl-annotate"),
            "{}",
            finding.message
        );
        let new = traced("2026-11-21T09:50:00Z");
        assert_eq!(found(&asked(), Some(&new), false), None);
    }

    #[test]
    fn what_is_held_back_on_purpose_or_of_unknown_age_is_worth_knowing_only() {
        let old = traced("2026-11-21T08:00:00Z");
        let stopped = found(&asked(), Some(&old), true).unwrap();
        assert_eq!(stopped.state, State::Info);
        assert!(stopped.message.ends_with("its seed aws is stopped"));
        let ignored = Asked {
            ignored: true,
            ..asked()
        };
        assert_eq!(
            found(&ignored, Some(&old), false).unwrap().state,
            State::Info
        );
        let unknown = found(&asked(), None, false).unwrap();
        assert_eq!((unknown.state, unknown.command), (State::Info, None));
    }

    #[test]
    fn what_gardener_works_on_is_left_to_it() {
        let with = |operation: &str, status: serde_json::Value| {
            let shoot: Shoot = serde_json::from_value(json!({
                "metadata": { "name": "a", "namespace": "garden-x", "annotations": { OPERATION: operation } },
                "spec": { "seedName": "aws" }, "status": status,
            }))
            .unwrap();
            let old = traced("2026-11-21T08:00:00Z");
            found(&Asked::of(&shoot).unwrap(), Some(&old), false).unwrap()
        };
        let last = |state: &str| json!({ "lastOperation": { "type": "Reconcile", "state": state, "progress": 45 } });
        let pending = json!({ "lastOperation": { "type": "Reconcile", "state": "Succeeded" },
            "inPlaceUpdates": { "pendingWorkerUpdates": { "manualInPlaceUpdate": ["pool-a"] } } });
        for (operation, status, why) in [
            (
                "rotate-ca-start",
                last("Processing"),
                "Reconcile is processing, 45 %",
            ),
            (
                "rotate-ca-start",
                last("Pending"),
                "Reconcile is pending, 45 %",
            ),
            (
                "force-in-place-update",
                pending.clone(),
                "update in place: pool-a",
            ),
        ] {
            let finding = with(operation, status);
            assert_eq!((finding.state, &finding.command), (State::Info, &None));
            assert!(finding.message.ends_with(why), "{}", finding.message);
        }
        for (operation, status) in [
            ("rotate-ca-start", last("Succeeded")),
            ("rotate-ca-start", last("Error")),
            ("retry", pending),
            (
                "force-in-place-update",
                json!({ "inPlaceUpdates": { "pendingWorkerUpdates": {} } }),
            ),
        ] {
            let finding = with(operation, status);
            assert_eq!(finding.state, State::Warning, "{operation}");
            assert!(finding.command.is_some());
        }
    }

    #[test]
    fn what_was_done_meanwhile_is_no_finding() {
        let mut done = traced("2026-11-21T08:00:00Z");
        done.plain.annotations.clear();
        assert_eq!(found(&asked(), Some(&done), false), None);
        assert_eq!(Asked::of(&Shoot::default()), None);
    }
}
