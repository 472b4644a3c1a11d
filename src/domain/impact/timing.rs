//! When a change takes effect (`gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration`,
//! `pkg/gardenlet/controller/shoot/shoot/helper/infos.go:CalculateControllerInfos`).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::Judged;
use super::facts::Facts;
use super::pools::pending_operations;
use super::rehearsal::Subject;
use super::rules::Timing;
use crate::domain::objects::Shoot;
use crate::domain::versions::window::Schedule;

/// Annotation of a seed that stops all reconciliations.
const EMERGENCY_STOP: &str = "shoot.gardener.cloud/emergency-stop-reconciliations";
/// Annotation of a Shoot that is not to be reconciled.
const IGNORE: &str = "shoot.gardener.cloud/ignore";

/// When something takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Moment {
    /// At once.
    Now,
    /// In the maintenance window.
    Window,
    /// With the next reconciliation.
    NextReconcile,
    /// Not before somebody lifts what stops it.
    Blocked,
    /// Nobody can tell: what may stop it could not be read.
    Unknown,
}

/// When something takes effect, and why then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct When {
    /// When.
    pub moment: Moment,
    /// Begin of the maintenance window, where it waits for it.
    pub begin: Option<Timestamp>,
    /// End of the maintenance window.
    pub end: Option<Timestamp>,
    /// Why then.
    pub reason: String,
}

/// When the kinds of effects of one change come.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    standard: When,
    now: When,
    window: When,
    next: When,
    controller: When,
    /// Whether the change makes the gardenlet reconcile at once.
    pub(super) reconciles: bool,
}

impl Clock {
    pub(super) fn of(judged: &Judged, facts: Facts<'_>) -> Self {
        let (old, new) = (&judged.old, &judged.new);
        let confined = |shoot: &super::manifest::Manifest| {
            shoot
                .spec()
                .at("maintenance.confineSpecUpdateRollout")
                .is_true()
        };
        let toggles = old.is_hibernated() != new.is_hibernated();
        let spec = if confined(new) {
            toggles
        } else {
            old.spec != new.spec
        };
        let operations = pending_operations(old, new);
        let starts = operations.iter().any(|operation| {
            !matches!(
                operation.as_str(),
                "maintain" | "retry" | "force-in-place-update"
            )
        });
        let last = old.status().get("lastOperation");
        let state = last.get("state").words();
        let retry = super::verdict::operations(new, super::verdict::OPERATION);
        let retries = state == "Failed" && retry == ["retry"];
        let bumps = spec || starts || retries;
        let window = window(new, facts.now);
        let blocked = blocked(new, facts).or_else(|| unseen(judged));
        let now = blocked
            .clone()
            .unwrap_or_else(|| moment(Moment::Now, "the gardenlet reconciles at once"));
        let unfinished = confined(new) && last.is_set() && !matches!(state, "Succeeded" | "Failed");
        let standard = match &blocked {
            Some(blocked) => blocked.clone(),
            None if bumps => now.clone(),
            None if unfinished => moment(
                Moment::Now,
                "the last operation has not succeeded and is tried again, with this change",
            ),
            None if confined(new) => When {
                reason: "spec changes wait for the maintenance window".to_owned(),
                ..window.clone()
            },
            None => moment(
                Moment::NextReconcile,
                "nothing makes the gardenlet reconcile before",
            ),
        };
        Self {
            next: if bumps {
                now.clone()
            } else {
                blocked.clone().unwrap_or_else(|| {
                    moment(Moment::NextReconcile, "counts with the next reconciliation")
                })
            },
            controller: moment(Moment::Now, "no reconciliation is needed"),
            reconciles: blocked
                .as_ref()
                .is_none_or(|blocked| blocked.moment == Moment::Unknown)
                && (bumps || (unfinished && old.spec != new.spec)),
            standard,
            now,
            window,
        }
    }

    pub(super) fn at(&self, timing: Timing) -> When {
        match timing {
            Timing::Standard => self.standard.clone(),
            Timing::Now => self.now.clone(),
            Timing::Window => self.window.clone(),
            Timing::NextReconcile => self.next.clone(),
            Timing::Controller => self.controller.clone(),
        }
    }
}

fn moment(moment: Moment, reason: &str) -> When {
    When {
        moment,
        begin: None,
        end: None,
        reason: reason.to_owned(),
    }
}

fn window(shoot: &super::manifest::Manifest, now: Timestamp) -> When {
    let typed = json!({"spec": {"maintenance": shoot.spec().get("maintenance").0}});
    let typed: Shoot = serde_json::from_value(typed).unwrap_or_default();
    let schedule = Schedule::of(&typed);
    let next = schedule.current_or_next(now);
    When {
        moment: Moment::Window,
        begin: (!schedule.always).then_some(next.begin),
        end: (!schedule.always).then_some(next.end),
        reason: "done by maintenance".to_owned(),
    }
}

/// What keeps the gardenlet from reconciling.
fn blocked(shoot: &super::manifest::Manifest, facts: Facts<'_>) -> Option<When> {
    let on =
        |value: Option<&str>| matches!(value, Some("true" | "True" | "TRUE" | "1" | "t" | "T"));
    let seed = facts.seed(shoot);
    let annotation = seed.and_then(|seed| seed.metadata.annotations.get(EMERGENCY_STOP));
    if on(annotation.map(String::as_str)) {
        return Some(moment(
            Moment::Blocked,
            "the seed has an emergency stop: nothing is reconciled until it is lifted",
        ));
    }
    if on(shoot.annotation(IGNORE)) {
        return Some(moment(
            Moment::Blocked,
            "the Shoot is to be ignored, where the gardenlet respects that",
        ));
    }
    None
}

/// A seed that could not be read may be stopped.
fn unseen(judged: &Judged) -> Option<When> {
    let on_a_seed = judged.new.spec().get("seedName").is_set();
    (on_a_seed && judged.origin.lacks(Subject::Seed)).then(|| {
        moment(
            Moment::Unknown,
            "the seed could not be read: it may have an emergency stop",
        )
    })
}
