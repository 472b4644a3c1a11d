//! When a change takes effect (`gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration`,
//! `pkg/gardenlet/controller/shoot/shoot/helper/infos.go:CalculateControllerInfos`).

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::Judged;
use super::change::Change;
use super::facts::Facts;
use super::manifest::Manifest;
use super::rehearsal::Subject;
use super::rules::Timing;
use super::schema::{Kind, SPEC};
use super::tree::Node;
use super::verdict::{MAINTENANCE, OPERATION, is_alone, operations};
use super::when::within;
use crate::domain::annotations::{IGNORE, is_true};
use crate::domain::emergency_stop::is_stopped;
use crate::domain::objects::Shoot;
use crate::domain::versions::window::Schedule;
use crate::erased;

pub use super::when::{Moment, When};

/// The longest that a maintenance window can be
/// (`gardener/gardener:pkg/apis/core/v1beta1/types_shoot.go:MaintenanceTimeWindowDurationMaximum`).
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_hours(6);

/// Namespace whose Shoots are ignored whenever they ask for it.
const GARDEN: &str = "garden";

/// Why nobody can tell when a Shoot is reconciled that asks to be ignored.
const IGNORED: &str =
    "the Shoot is to be ignored, which a gardenlet respects only with respectSyncPeriodOverwrite";

/// Annotation of a Shoot whose deletion is to be forced.
const FORCE_DELETION: &str = "confirmation.gardener.cloud/force-deletion";

/// When the kinds of effects of one change come.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    standard: When,
    now: When,
    window: When,
    maintenance: When,
    next: When,
    controller: When,
    /// Whether the change makes the gardenlet reconcile at once.
    pub(super) reconciles: bool,
    /// Whether the change waits for maintenance.
    pub(super) waits: bool,
    /// Whether maintenance may have run in this window already: then what it is asked for waits for the next one.
    pub(super) passed: bool,
}

impl Clock {
    pub(super) fn of(judged: &Judged, facts: Facts<'_>) -> Self {
        let (old, new) = (&judged.old, &judged.new);
        let bumps = bumps(old, new, facts) || judged.changes.iter().any(Change::is_order);
        let window = window(new, facts.now);
        let state = State::of(old, new, facts);
        let blocked = blocked(new, facts)
            .or_else(|| unscheduled(old, new))
            .or_else(|| unseen(judged));
        let again = || {
            When::of(
                Moment::Now,
                "the last operation has not succeeded and is tried again, with this change",
            )
        };
        let now = if !bumps && state == State::Failed {
            next(state, facts, old, new)
        } else {
            When::of(Moment::Now, "the gardenlet reconciles at once")
        };
        let counts = match state {
            _ if bumps => now.clone(),
            State::Unfinished => again(),
            _ => next(state, facts, old, new),
        };
        let standard = if is_confined(new) && !bumps && state != State::Unfinished {
            let reason = if state == State::Failed {
                "spec changes wait for the maintenance window, which tries the failed operation again"
            } else {
                "spec changes wait for the maintenance window"
            };
            When {
                reason: reason.to_owned(),
                ..free(old, new, facts.now)
            }
        } else {
            counts.clone()
        };
        let maintenance = maintenance(&window, old, new, facts);
        let passed = maintenance.moment == Moment::Window && may_have_run(&window, old, new);
        let held = |free| held(blocked.as_ref(), free);
        let standard = held(standard);
        Self {
            next: held(counts),
            maintenance: held(maintenance),
            passed,
            controller: When::of(Moment::Now, "no reconciliation is needed"),
            reconciles: blocked
                .as_ref()
                .is_none_or(|blocked| blocked.moment == Moment::Unknown)
                && (bumps || state == State::Unfinished),
            waits: standard.moment == Moment::Window && !is_same(old.spec(), new.spec(), SPEC),
            standard,
            now: held(now),
            window,
        }
    }

    pub(super) fn at(&self, timing: Timing) -> When {
        match timing {
            Timing::Standard => self.standard.clone(),
            Timing::Now => self.now.clone(),
            Timing::Window => self.window.clone(),
            Timing::Maintenance => self.maintenance.clone(),
            Timing::NextReconcile => self.next.clone(),
            Timing::Controller => self.controller.clone(),
        }
    }
}

/// Where the last operation has come to
/// (`infos.go:CalculateControllerInfos`, `pkg/utils/gardener/shoot.go:IsShootFailedAndUpToDate`).
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It has succeeded, for the spec as it is.
    Done,
    /// It runs, has failed and is tried again, or another one is due.
    Unfinished,
    /// It has failed for good: only a change of the spec, `retry` or another gardenlet begins anew.
    Failed,
}

impl State {
    fn of(old: &Manifest, new: &Manifest, facts: Facts<'_>) -> Self {
        let last = old.status().get("lastOperation");
        if !last.is_set() {
            // Nothing is known, or nothing was ever done: then a seed is all that is missing.
            return Self::Done;
        }
        let generation = old.metadata().get("generation").int();
        let observed = old.status().get("observedGeneration").int();
        let behind = generation.is_some() && observed.is_some() && generation != observed;
        match last.get("state").words() {
            "Succeeded" if !behind => Self::Done,
            "Failed" if !behind && !is_outdated(old, new, facts) => Self::Failed,
            _ => Self::Unfinished,
        }
    }
}

/// Whether the seed's gardenlet is another one than that which looked at the Shoot last.
pub(super) fn is_outdated(old: &Manifest, new: &Manifest, facts: Facts<'_>) -> bool {
    let seen = old.status().at("gardener.version").text();
    let current = facts
        .seed(new)
        .and_then(|seed| seed.status.gardener.as_ref());
    match (seen, current) {
        (Some(seen), Some(gardener)) => !gardener.version.is_empty() && gardener.version != seen,
        _ => false,
    }
}

fn is_confined(shoot: &Manifest) -> bool {
    let confined = shoot.spec().at("maintenance.confineSpecUpdateRollout");
    confined.is_true()
}

/// Whether the change raises the generation, which the gardenlet follows at once.
fn bumps(old: &Manifest, new: &Manifest, facts: Facts<'_>) -> bool {
    if changes_generation(old, new) {
        return true;
    }
    if has_failed(old) {
        return new.annotation(OPERATION) == Some("retry");
    }
    let ssh = new.spec().at("provider.workersSettings.sshAccess.enabled");
    pending_operations(old, new, facts)
        .iter()
        .any(|operation| match operation.as_str() {
            "maintain" | "retry" | "force-in-place-update" => false,
            "rotate-ssh-keypair" => ssh.is_true(),
            _ => true,
        })
}

/// Whether the generation is raised whatever the operations are: by the spec, or by a forced deletion.
pub(super) fn changes_generation(old: &Manifest, new: &Manifest) -> bool {
    let spec = if is_confined(new) {
        old.is_hibernated() != new.is_hibernated()
    } else {
        !is_same(old.spec(), new.spec(), SPEC)
    };
    let forced = |shoot: &Manifest| shoot.annotation(FORCE_DELETION).is_some_and(is_true);
    spec || (!forced(old) && forced(new))
}

/// Whether the last operation has failed for good.
pub(super) fn has_failed(old: &Manifest) -> bool {
    old.status().at("lastOperation.state").text() == Some("Failed")
}

/// Give the operations that the next reconciliation starts: of a failed Shoot only where something else begins anew
/// (`reconciler.go:updateShootStatusOperationStart`).
pub(super) fn pending_operations(old: &Manifest, new: &Manifest, facts: Facts<'_>) -> Vec<String> {
    let created = old.has_status() && !old.status().get("lastOperation").is_set();
    let begins = !has_failed(old)
        || changes_generation(old, new)
        || State::of(old, new, facts) == State::Unfinished;
    if created || !begins {
        return Vec::new();
    }
    operations(new, OPERATION)
}

/// Whether a Shoot that has failed for good is not begun anew by the change.
pub(super) fn stays_failed(old: &Manifest, new: &Manifest, facts: Facts<'_>) -> bool {
    State::of(old, new, facts) == State::Failed && !bumps(old, new, facts)
}

/// Give the operations that the next maintenance starts because the change asks for them
/// (`pkg/controllermanager/controller/shoot/maintenance/reconciler.go:maintainOperation`).
pub(super) fn maintenance_operations(
    old: &Manifest,
    new: &Manifest,
    facts: Facts<'_>,
) -> Vec<String> {
    let asked = operations(new, MAINTENANCE);
    if stays_failed(old, new, facts) || asked.iter().any(|operation| is_alone(operation)) {
        return Vec::new();
    }
    let before = operations(old, MAINTENANCE);
    let mut asked = asked;
    asked.retain(|operation| !before.contains(operation));
    asked
}

/// Whether two values mean the same to the API server: quantities by value, however they are written
/// (`kubernetes/apimachinery:pkg/api/equality`).
fn is_same(old: Node<'_>, new: Node<'_>, kind: Kind) -> bool {
    if old == new {
        return true;
    }
    match kind {
        Kind::Quantity => {
            let (old, new) = (old.quantity(), new.quantity());
            old.is_some() && old == new
        }
        Kind::Object(fields) if old.is_set() && new.is_set() => fields
            .iter()
            .all(|field| is_same(old.get(field.name), new.get(field.name), field.kind)),
        Kind::Map(kind) => {
            let names = old.entries().chain(new.entries());
            names
                .map(|(name, _)| name)
                .all(|name| is_same(old.get(name), new.get(name), *kind))
        }
        Kind::List(kind, _) if old.items().len() == new.items().len() => {
            let mut items = old.items().zip(new.items());
            items.all(|(old, new)| is_same(old, new, *kind))
        }
        _ => false,
    }
}

/// When something counts that starts no reconciliation itself.
fn next(state: State, facts: Facts<'_>, old: &Manifest, new: &Manifest) -> When {
    if state == State::Failed {
        return When::of(
            Moment::Blocked,
            "the Shoot has failed: only a change of its spec, the operation retry or another gardenlet begins anew",
        );
    }
    if is_confined(new) {
        return When {
            moment: Moment::NextReconcile,
            reason: "counts with the next reconciliation, at the latest in the maintenance window"
                .to_owned(),
            ..free(old, new, facts.now)
        };
    }
    When::of(Moment::NextReconcile, "counts with the next reconciliation")
}

fn window(shoot: &Manifest, now: Timestamp) -> When {
    let schedule = schedule(shoot);
    within(&schedule, schedule.current_or_next(now), now)
}

/// The window in which the gardenlet reconciles next: each has one reconciliation
/// (`pkg/utils/gardener/shoot.go:LastReconciliationDuringThisTimeWindow`).
fn free(old: &Manifest, new: &Manifest, now: Timestamp) -> When {
    let schedule = schedule(new);
    let current = schedule.current_or_next(now);
    let last = old.status().at("lastOperation.lastUpdateTime").text();
    let last = last.and_then(|text| text.parse::<Timestamp>().ok());
    let taken = last.is_some_and(|last| {
        current.begin <= now
            && schedule.effective.contains(last)
            && now.duration_since(last) <= LONGEST_WINDOW
    });
    if taken && !schedule.always {
        let next = schedule.after(&current);
        return within(&schedule, next, now);
    }
    within(&schedule, current, now)
}

fn schedule(shoot: &Manifest) -> Schedule {
    let typed = json!({"spec": {"maintenance": shoot.spec().get("maintenance").0}});
    let typed: Shoot = erased::tree(&typed).unwrap_or_default();
    Schedule::of(&typed)
}

/// When maintenance starts operations.
fn maintenance(window: &When, old: &Manifest, new: &Manifest, facts: Facts<'_>) -> When {
    let asked = operations(new, OPERATION);
    if stays_failed(old, new, facts) {
        let reason = "the Shoot has failed: maintenance starts operations only of others";
        return When::of(Moment::Blocked, reason);
    }
    if asked.iter().any(|operation| operation == "maintain") {
        return When::of(Moment::Now, "maintenance is asked for at once");
    }
    if !may_have_run(window, old, new) {
        return When {
            reason: "started by maintenance".to_owned(),
            ..window.clone()
        };
    }
    let schedule = schedule(new);
    let current = schedule.current_or_next(facts.now);
    When {
        reason: "started by maintenance: in the next window if it has already run in this one"
            .to_owned(),
        next: Some(schedule.after(&current).begin),
        ..window.clone()
    }
}

/// Whether the window is open: maintenance runs once in it, at a random time, and again only where its times change
/// (`pkg/controllermanager/controller/shoot/maintenance/add.go:ShootPredicate`).
fn may_have_run(window: &When, old: &Manifest, new: &Manifest) -> bool {
    let times = |shoot: &Manifest| shoot.spec().at("maintenance.timeWindow").0.cloned();
    window.open && times(old) == times(new)
}

/// Put off what is kept from happening; where that depends on the gardenlet, say what is else.
fn held(blocked: Option<&When>, free: When) -> When {
    let Some(blocked) = blocked else { return free };
    if blocked.reason != IGNORED || blocked.moment != Moment::Unknown {
        return blocked.clone();
    }
    let other = match free.moment {
        Moment::Blocked => return free,
        Moment::Now => "it is at once".to_owned(),
        Moment::NextReconcile => "it counts with the next reconciliation".to_owned(),
        Moment::Window => match free.window() {
            Some(window) => format!("it is done in the {window}"),
            None => "it is done with maintenance".to_owned(),
        },
        Moment::Unknown => free.reason,
    };
    When {
        reason: format!("{IGNORED}; else {other}"),
        ..blocked.clone()
    }
}

/// Without a seed there is no gardenlet.
fn unscheduled(old: &Manifest, new: &Manifest) -> Option<When> {
    new.is_unscheduled(old).then(|| {
        let reason = "the Shoot has no seed yet: it is made with this change";
        When::of(Moment::NextReconcile, reason)
    })
}

/// What keeps the gardenlet from reconciling.
fn blocked(shoot: &Manifest, facts: Facts<'_>) -> Option<When> {
    if facts.seed(shoot).is_some_and(is_stopped) {
        return Some(When::of(
            Moment::Blocked,
            "the seed has an emergency stop: nothing is reconciled until it is lifted",
        ));
    }
    if !shoot.annotation(IGNORE).is_some_and(is_true) {
        return None;
    }
    // `pkg/utils/gardener/shoot.go:ShouldIgnoreShoot`, `RespectShootSyncPeriodOverwrite`
    Some(
        if shoot.metadata().get("namespace").text() == Some(GARDEN) {
            When::of(Moment::Blocked, "the Shoot is to be ignored")
        } else {
            When::of(Moment::Unknown, IGNORED)
        },
    )
}

/// A seed that could not be read may be stopped.
fn unseen(judged: &Judged) -> Option<When> {
    let on_a_seed = judged.new.spec().get("seedName").is_set();
    (on_a_seed && judged.origin.lacks(Subject::Seed)).then(|| {
        When::of(
            Moment::Unknown,
            "the seed could not be read: it may have an emergency stop",
        )
    })
}
