//! When a shoot is tried next, if its seed is not stopped by then.
//!
//! Lifting a stop triggers nothing: every shoot goes on when its own timer fires
//! (`gardener/gardener:pkg/gardenlet/controller/shoot/shoot/helper/infos.go:requeueAfter`). When it was skipped last
//! is written nowhere, so the answer is the interval that holds for every moment at which that can have been.

use jiff::{SignedDuration, Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::Serialize;

use super::policy::Policy;
use crate::domain::versions::window::{Occurrence, Schedule};

/// The longest maintenance window (`MaintenanceTimeWindowDurationMaximum`).
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_hours(6);

/// The longest time between two attempts of the scheduler (controller-runtime's back-off).
const BACK_OFF: SignedDuration = SignedDuration::from_secs(1000);

/// What makes a gardenlet try a shoot next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Trigger {
    /// It is under way: a stop does not end it.
    Running,
    /// The sync period of its gardenlet is over.
    Timer,
    /// Its maintenance window.
    Window,
    /// The scheduler's next try to find a seed.
    BackOff,
    /// The stop does not hold it back.
    NotBlocked,
    /// Nothing but a person: it has failed for good.
    Retry,
    /// Nothing while it is to be ignored.
    Ignored,
}

/// When a shoot is tried next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// What makes it happen.
    pub trigger: Trigger,
    /// Not before; absent where it never happens by itself, or is under way.
    pub from: Option<Timestamp>,
    /// Not after, as long as its gardenlet has a free worker.
    pub to: Option<Timestamp>,
}

impl Attempt {
    pub(super) const fn without_time(trigger: Trigger) -> Self {
        Self {
            trigger,
            from: None,
            to: None,
        }
    }

    fn between(trigger: Trigger, from: Timestamp, to: Timestamp) -> Self {
        Self {
            trigger,
            from: Some(from),
            to: Some(to),
        }
    }

    /// Give the attempt of the scheduler.
    pub fn of_scheduler(now: Timestamp) -> Self {
        Self::between(Trigger::BackOff, now, later(now, BACK_OFF))
    }

    pub(super) fn at_once(now: Timestamp) -> Self {
        Self::between(Trigger::NotBlocked, now, now)
    }
}

/// What the timer of a shoot depends on.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Its maintenance window.
    pub schedule: Schedule,
    /// Its spec changes wait for the window.
    pub confined: bool,
    /// The longer sync period that it asks for.
    pub sync_period: Option<SignedDuration>,
    /// Whether its namespace is `garden`, where what shoots ask for is always respected.
    pub in_garden: bool,
    /// When its last operation changed last.
    pub last_update: Option<Timestamp>,
}

impl Timing {
    /// Tell whether it is tried in its window only.
    pub fn waits_for_window(&self, policy: &Policy) -> bool {
        self.confined || policy.in_window_only
    }

    /// Give the time between two tries outside of windows (`SyncPeriodOfShoot`: shorter wishes do not count).
    pub fn period(&self, policy: &Policy) -> SignedDuration {
        let respected = self.in_garden || policy.respect_overwrite;
        let asked = self.sync_period.filter(|_| respected);
        asked.unwrap_or_default().max(policy.sync_period)
    }

    /// Give the interval in which its timer fires that was set at an instant.
    ///
    /// A shoot that was skipped inside its window has the following day's.
    pub fn after_skip(&self, at: Timestamp, policy: &Policy) -> Attempt {
        if self.waits_for_window(policy) {
            let next = next_window(&self.schedule, at);
            Attempt::between(Trigger::Window, next.begin, next.closes)
        } else {
            let fires = later(at, self.period(policy));
            Attempt::between(Trigger::Timer, fires, fires)
        }
    }

    /// Give the interval in which its timer fires, whenever that was set.
    pub fn next(&self, now: Timestamp, policy: &Policy) -> Attempt {
        let latest = self.after_skip(now, policy);
        let from = match latest.trigger {
            // Its own moment in a window that is open may be over, or still to come.
            Trigger::Window if !self.may_come_now(now) => latest.from,
            _ => Some(now),
        };
        Attempt { from, ..latest }
    }

    /// Tell whether its window is open, and it has not been reconciled in it.
    fn may_come_now(&self, now: Timestamp) -> bool {
        let window = &self.schedule.effective;
        let done = self
            .last_update
            .is_some_and(|at| window.contains(at) && now.duration_since(at) <= LONGEST_WINDOW);
        window.contains(now) && !done
    }
}

/// Give the first window that begins at an instant or later (`RandomDurationUntilNext`).
pub fn next_window(schedule: &Schedule, at: Timestamp) -> Occurrence {
    let occurrence = schedule.current_or_next(at);
    if occurrence.begin < at {
        schedule.after(&occurrence)
    } else {
        occurrence
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    // Only a period of centuries cannot be added.
    at.checked_add(by).unwrap_or(at + 24.hours())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::objects::Shoot;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn timing(begin: &str, end: &str) -> Timing {
        let shoot: Shoot = serde_json::from_value(serde_json::json!({
            "spec": { "maintenance": { "timeWindow": { "begin": begin, "end": end } } }
        }))
        .unwrap();
        Timing {
            schedule: Schedule::of(&shoot),
            confined: true,
            sync_period: None,
            in_garden: false,
            last_update: None,
        }
    }

    fn window(from: &str, to: &str) -> Attempt {
        Attempt::between(Trigger::Window, at(from), at(to))
    }

    #[test]
    fn without_confinement_it_is_at_most_one_sync_period() {
        let now = at("2026-11-21T12:00:00Z");
        let mut timing = Timing {
            confined: false,
            sync_period: Some(SignedDuration::from_hours(6)),
            ..timing("220000+0000", "230000+0000")
        };
        let policy = Policy::default();
        let hour = Attempt::between(Trigger::Timer, now, at("2026-11-21T13:00:00Z"));
        assert_eq!(timing.next(now, &policy), hour);
        timing.in_garden = true;
        assert_eq!(
            timing.next(now, &policy).to,
            Some(at("2026-11-21T18:00:00Z"))
        );
        // A shorter wish than the gardenlet's own period does not count.
        timing.sync_period = Some(SignedDuration::from_mins(1));
        assert_eq!(timing.next(now, &policy), hour);
    }

    /// Scenario 26.
    #[test]
    fn windows_across_midnight_and_with_offsets_close_15_minutes_early() {
        let policy = Policy::default();
        let midnight = timing("230000+0000", "010000+0000");
        assert_eq!(
            midnight.next(at("2026-11-21T12:00:00Z"), &policy),
            window("2026-11-21T23:00:00Z", "2026-11-22T00:45:00Z")
        );
        let offset = timing("013000+0530", "033000+0530");
        assert_eq!(
            offset.next(at("2026-11-21T12:00:00Z"), &policy),
            window("2026-11-21T20:00:00Z", "2026-11-21T21:45:00Z")
        );
    }

    /// Scenario 27.
    #[test]
    fn a_shoot_skipped_inside_its_window_comes_the_next_day() {
        let policy = Policy::default();
        let evening = timing("220000+0000", "230000+0000");
        let tomorrow = window("2026-11-22T22:00:00Z", "2026-11-22T22:45:00Z");
        assert_eq!(
            evening.after_skip(at("2026-11-21T22:10:00Z"), &policy),
            tomorrow
        );
        // In the quarter of an hour after it closed nothing begins either.
        assert_eq!(evening.next(at("2026-11-21T22:50:00Z"), &policy), tomorrow);
        // Before it is skipped, its own moment can still come.
        let inside = at("2026-11-21T22:10:00Z");
        assert_eq!(evening.next(inside, &policy).from, Some(inside));
        assert_eq!(evening.next(inside, &policy).to, tomorrow.to);
        // Unless it was reconciled in this window before the stop.
        let done = Timing {
            last_update: Some(at("2026-11-21T22:05:00Z")),
            ..evening
        };
        assert_eq!(done.next(inside, &policy), tomorrow);
        // Across midnight the window that is open began yesterday.
        let midnight = timing("230000+0000", "010000+0000");
        assert_eq!(
            midnight.after_skip(at("2026-11-22T00:10:00Z"), &policy),
            window("2026-11-22T23:00:00Z", "2026-11-23T00:45:00Z")
        );
    }

    #[test]
    fn a_confined_shoot_without_window_waits_for_tomorrow() {
        let always = timing("", "");
        assert_eq!(
            always.after_skip(at("2026-11-21T12:00:00Z"), &Policy::default()),
            window("2026-11-22T00:00:00Z", "2026-11-22T23:59:59Z")
        );
    }

    proptest! {
        /// Whenever it was skipped last, its timer fires within the interval.
        #[test]
        fn the_interval_holds_for_every_moment_of_the_last_skip(
            begin in 0_u32..24, length in 30_u32..360, now in 0_i64..200_000, ago in 0_i64..86_400, confined: bool,
        ) {
            let minutes = begin * 60 + length;
            let text = |minutes: u32| format!("{:02}{:02}00+0000", minutes / 60 % 24, minutes % 60);
            let timing = Timing { confined, ..timing(&text(begin * 60), &text(minutes)) };
            let policy = Policy::default();
            let now = Timestamp::from_second(1_800_000_000 + now).unwrap();
            let skipped = now - SignedDuration::from_secs(ago);
            let fires = timing.after_skip(skipped, &policy);
            // What fired before now was skipped again, so it was not the last skip.
            prop_assume!(fires.to.unwrap() >= now);
            let next = timing.next(now, &policy);
            prop_assert!(next.from.unwrap() <= fires.from.unwrap().max(now), "{next:?} {fires:?}");
            prop_assert!(next.to.unwrap() >= fires.to.unwrap(), "{next:?} {fires:?}");
        }
    }
}
