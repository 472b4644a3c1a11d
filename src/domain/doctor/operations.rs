//! Operations that were asked of Shoots and that nobody takes away.
//!
//! The API server takes `reconcile` and `retry` off at once where they apply, controllers take the others off when they begin
//! (`gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration`). One that stays asks for something
//! that does not apply, such as `retry` of a Shoot that has not failed, or is asked of a gardenlet that does not look.
//!
//! A stop and `shoot.gardener.cloud/ignore` keep a gardenlet from beginning something; what runs goes on to its end
//! (`gardener/gardener:pkg/gardenlet/controller/shoot/shoot/helper/infos.go:shouldReconcileNow`).

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::report::{Finding, State};
use crate::domain::annotations::{IGNORE, OPERATION, is_true};
use crate::domain::emergency_stop::shoots::operation::{is_self_hosted, responsible_seed};
use crate::domain::emergency_stop::shoots::waiting::GARDEN;
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
    /// Seed that is responsible for it; none where it runs its control plane itself, which no stop reaches.
    pub seed: Option<String>,
    /// Whether it asks to be ignored.
    pub ignored: bool,
    /// What Gardener does with the Shoot, if it does something: then the request is not forgotten.
    pub working: Option<Work>,
}

/// What Gardener does with a Shoot, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// It is at it: this goes on to its end.
    Running(String),
    /// It has not begun.
    Waiting(String),
}

/// What of a seed decides about the operations of its Shoots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfSeed {
    /// Whether it is stopped.
    pub stopped: bool,
    /// Whether its gardenlet lets Shoots outside namespace `garden` ask to be ignored; absent where its configuration is not known.
    pub respects_overwrite: Option<bool>,
}

impl Asked {
    /// Look at a Shoot.
    pub fn of(shoot: &Shoot) -> Option<Self> {
        let annotations = &shoot.metadata.annotations;
        let operation = annotations.get(OPERATION).filter(|text| !text.is_empty())?;
        let seed = responsible_seed(shoot).filter(|_| !is_self_hosted(shoot));
        let ignored = annotations.get(IGNORE).is_some_and(|text| is_true(text));
        Some(Self {
            namespace: shoot.namespace().to_owned(),
            name: shoot.name().to_owned(),
            operation: operation.clone(),
            seed: seed.map(ToOwned::to_owned),
            ignored,
            working: working(shoot, operation),
        })
    }

    /// Say what keeps its gardenlet from beginning something (`gardener/gardener:pkg/utils/gardener/shoot.go:ShouldIgnoreShoot`).
    fn held(&self, seeds: &BTreeMap<String, OfSeed>) -> Option<String> {
        let name = self.seed.as_deref();
        let seed = name.and_then(|name| seeds.get(name));
        let seed = seed.copied().unwrap_or_default();
        if let (Some(name), true) = (name, seed.stopped) {
            return Some(format!("its seed {name} is stopped"));
        }
        let respects = if self.namespace == GARDEN {
            Some(true)
        } else {
            seed.respects_overwrite
        };
        let why = match (self.ignored, respects) {
            (false, _) | (true, Some(false)) => return None,
            (true, Some(true)) => "its gardenlet is told to ignore it",
            (true, None) => {
                "it asks to be ignored, which its gardenlet does where respectSyncPeriodOverwrite is set"
            }
        };
        Some(why.to_owned())
    }
}

/// Tell what Gardener does with a Shoot.
///
/// Rotations are taken off when they are done, and `force-in-place-update` when no pool waits for its update any more
/// (`gardener/gardener:pkg/gardenlet/controller/shoot/status/reconciler.go`), which is after the last operation.
fn working(shoot: &Shoot, operation: &str) -> Option<Work> {
    if let Some(last) = &shoot.status.last_operation
        && ["Processing", "Pending"].contains(&last.state.as_str())
    {
        let what = if last.operation_type.is_empty() {
            "its last operation"
        } else {
            &last.operation_type
        };
        let state = last.state.to_lowercase();
        let text = format!(
            "Gardener works on it: {what} is {state}, {} %",
            last.progress
        );
        return Some(match last.state.as_str() {
            "Processing" => Work::Running(text),
            _ => Work::Waiting(text),
        });
    }
    let updates = shoot.status.in_place_updates.as_ref()?;
    let pending = updates.pending_worker_updates.as_ref()?;
    let pools: Vec<&str> = (pending.auto_in_place_update.iter())
        .chain(&pending.manual_in_place_update)
        .map(String::as_str)
        .collect();
    (operation == FORCE_IN_PLACE_UPDATE && !pools.is_empty()).then(|| {
        let pools = pools.join(", ");
        // Machines are updated whatever is stopped.
        Work::Running(format!(
            "worker pools wait for their update in place: {pools}"
        ))
    })
}

/// Judge a Shoot with an operation; `traced` is what the server tells of its writers, and `seeds` how seeds stand.
///
/// None where it was asked for just now, or by now is done.
pub fn judge(
    asked: &Asked,
    traced: Option<&TracedMetadata>,
    seeds: &BTreeMap<String, OfSeed>,
    now: Timestamp,
    commands: &Commands<'_>,
) -> Option<Finding> {
    let Asked {
        namespace,
        name,
        operation,
        working,
        ..
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
    // What runs goes on to its end, stopped or not; what only waits is held back on purpose.
    let (works, state, why) = match (working, asked.held(seeds)) {
        (Some(Work::Running(working)), Some(held)) => {
            let why =
                format!("{working}, and goes on to its end; nothing new begins, since {held}");
            (true, State::Info, why)
        }
        (Some(Work::Running(working) | Work::Waiting(working)), None) => {
            (true, State::Info, working.clone())
        }
        (_, Some(held)) => (false, State::Info, held),
        (None, None) if since.is_none() => {
            let why = "it may have been asked for just now".to_owned();
            (false, State::Info, why)
        }
        (None, None) => {
            let mut why = "nobody has taken it away".to_owned();
            if asked.ignored {
                why += ", although it asks to be ignored: its gardenlet does that in namespace garden only";
            }
            (false, State::Warning, why)
        }
    };
    let finding = Finding::new("operation-stuck", state, format!("{message}; {why}"))
        .on(format!("shoot {namespace}/{name}"));
    // Whoever takes back what is under way, or was asked for just now, undoes what somebody waits for.
    if works || since.is_none() {
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
        let seed = OfSeed {
            stopped,
            respects_overwrite: None,
        };
        found_on(asked, metadata, seed)
    }

    fn found_on(asked: &Asked, metadata: Option<&TracedMetadata>, seed: OfSeed) -> Option<Finding> {
        let flags = ["--context=live".to_owned()];
        let seeds = BTreeMap::from([("aws".to_owned(), seed)]);
        let now = NOW.parse().unwrap();
        judge(asked, metadata, &seeds, now, &Commands::new(&flags))
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
    fn what_runs_goes_on_where_nothing_new_may_begin_and_what_waits_does_not() {
        let old = traced("2026-11-21T08:00:00Z");
        let of = |state: &str, more: serde_json::Value| {
            let mut shoot = json!({
                "metadata": { "name": "a", "namespace": "garden-x", "annotations": { OPERATION: "rotate-ca-start" } },
                "spec": { "seedName": "aws", "provider": { "workers": [{ "name": "a" }] } },
                "status": { "lastOperation": { "type": "Reconcile", "state": state, "progress": 45 } },
            });
            crate::domain::impact::patch::merge(&mut shoot, &more);
            Asked::of(&serde_json::from_value(shoot).unwrap()).unwrap()
        };
        let stopped = |asked: &Asked| found(asked, Some(&old), true).unwrap();
        let running = stopped(&of("Processing", json!({})));
        assert_eq!((running.state, &running.command), (State::Info, &None));
        assert!(
            running.message.ends_with(
                "; Gardener works on it: Reconcile is processing, 45 %, and goes on to its end; nothing new begins, since its seed aws is stopped"
            ),
            "{}",
            running.message
        );
        let waiting = stopped(&of("Pending", json!({})));
        assert!(
            waiting.message.ends_with("; its seed aws is stopped"),
            "{}",
            waiting.message
        );
        assert!(waiting.command.is_some());

        // The seed that it leaves is responsible for it, and none is where it runs itself.
        let leaving = of(
            "Error",
            json!({ "spec": { "seedName": "gcp" }, "status": { "seedName": "aws" } }),
        );
        assert!(
            stopped(&leaving)
                .message
                .ends_with("its seed aws is stopped")
        );
        let itself =
            json!({ "spec": { "provider": { "workers": [{ "name": "a", "controlPlane": {} }] } } });
        assert_eq!(stopped(&of("Error", itself)).state, State::Warning);

        let ignored = of(
            "Error",
            json!({ "metadata": { "annotations": { IGNORE: "true" } } }),
        );
        let with = |asked: &Asked, respects_overwrite| {
            let seed = OfSeed {
                stopped: false,
                respects_overwrite,
            };
            found_on(asked, Some(&old), seed).unwrap()
        };
        let heeded = with(&ignored, Some(true));
        assert_eq!(heeded.state, State::Info);
        assert!(heeded.message.ends_with("told to ignore it"));
        assert_eq!(with(&ignored, None).state, State::Info);
        let unheeded = with(&ignored, Some(false));
        assert_eq!(unheeded.state, State::Warning);
        assert!(unheeded.message.contains("in namespace garden only"));
        let in_garden = Asked {
            namespace: GARDEN.to_owned(),
            ..ignored
        };
        assert_eq!(with(&in_garden, Some(false)).state, State::Info);
    }

    #[test]
    fn what_was_done_meanwhile_is_no_finding() {
        let mut done = traced("2026-11-21T08:00:00Z");
        done.plain.annotations.clear();
        assert_eq!(found(&asked(), Some(&done), false), None);
        assert_eq!(Asked::of(&Shoot::default()), None);
    }
}
