//! What Gardener will do with a version, and when, in words.

use jiff::Timestamp;

use super::{InUse, Judge};
use crate::domain::versions::next_run::NextRun;
use crate::domain::versions::run::{Certainty, Item, Outcome, Target, Trigger, run};
use crate::domain::versions::window::{Occurrence, Schedule};

impl Judge<'_> {
    /// Say what the next run does with a version.
    pub(super) fn what_next(&self, item: &InUse<'_>) -> String {
        let Some(next) = self.next else {
            return "nothing happens".to_owned();
        };
        let when = window_text(next);
        let outcome = &next.outcome;
        let Some(planned) = outcome.item(item.target) else {
            return "nothing happens".to_owned();
        };
        if let Some(dead_end) = planned.dead_end {
            return format!(
                "Gardener finds no version to force it to ({}) and tries again in every window",
                dead_end.text()
            );
        }
        if !planned.changes() {
            return nothing(outcome, item);
        }
        let forced = if planned.trigger.is_some_and(Trigger::is_forced) {
            "forces"
        } else {
            "updates"
        };
        let to = &planned.to;
        if outcome.is_rejected() {
            return format!(
                "Gardener {forced} it to {to} {when}, which the API server will reject"
            );
        }
        format!("Gardener {forced} it to {to} {when}")
    }

    /// Compute the first run that finds a version expired, if nothing changes before.
    pub(super) fn run_after(&self, expiry: Timestamp) -> (Occurrence, Outcome) {
        let window = Schedule::of(self.shoot).current_or_next(expiry.max(self.now));
        (window, run(self.shoot, self.facts, window.closes))
    }

    /// Say what happens to a version that is going to expire.
    pub(super) fn after_expiry(&self, item: &InUse<'_>, at: Timestamp) -> String {
        let Some(next) = self.next else {
            return "nothing happens".to_owned();
        };
        let planned = next.outcome.item(item.target);
        if planned.is_some_and(Item::changes) && !next.outcome.is_rejected() {
            return self.what_next(item);
        }
        let (window, outcome) = self.run_after(at);
        let when = between(window.begin.max(at), window.closes);
        match outcome.item(item.target) {
            Some(Item {
                dead_end: Some(dead_end),
                ..
            }) => {
                format!(
                    "Gardener will then find no version to force it to: {}",
                    dead_end.text()
                )
            }
            Some(planned) if planned.changes() => {
                let rejected = if outcome.is_rejected() {
                    ", which the API server will reject"
                } else {
                    ""
                };
                format!("Gardener then forces it to {} {when}{rejected}", planned.to)
            }
            _ => nothing(&outcome, item),
        }
    }
}

/// Say that nothing happens to a version, and why if that is not obvious.
fn nothing(outcome: &Outcome, item: &InUse<'_>) -> String {
    match &outcome.abort {
        Some(abort) if matches!(item.target, Target::PoolImage(_)) => {
            format!("nothing happens, because {}", abort.text())
        }
        _ => "nothing happens".to_owned(),
    }
}

/// Say when the next run is.
pub(super) fn window_text(next: &NextRun) -> String {
    if next.asked_for {
        return "now, as the maintain annotation asks".to_owned();
    }
    let when = between(next.since, next.at);
    match next.certainty {
        Certainty::Certain => when,
        Certainty::Possible => format!("{when}, or in a later window"),
    }
}

/// Write an instant to the minute, in UTC.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Write a span of time; the day is said once.
fn between(begin: Timestamp, end: Timestamp) -> String {
    let (from, to) = (minute(begin), minute(end));
    match (from.split_once(' '), to.split_once(' ')) {
        (Some((day, time)), Some((same, end))) if day == same => {
            let time = time.trim_end_matches(" UTC");
            format!("between {day} {time} and {end}")
        }
        _ => format!("between {from} and {to}"),
    }
}
