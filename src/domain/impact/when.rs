//! A time at which something takes effect, as it is told.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::versions::window::{Occurrence, Schedule};

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
    /// Whether this window is open now.
    pub open: bool,
    /// Begin of the window after that, where it may have to wait for it: maintenance runs once in each.
    pub next: Option<Timestamp>,
    /// Why then.
    pub reason: String,
}

impl When {
    /// Make a time that is in no window.
    pub(super) fn of(moment: Moment, reason: &str) -> Self {
        Self {
            moment,
            begin: None,
            end: None,
            open: false,
            next: None,
            reason: reason.to_owned(),
        }
    }

    /// Give what puts it in order: what nobody can tell, or nobody begins, comes last.
    pub(super) fn order(&self) -> (u8, Option<Timestamp>) {
        (self.moment.order(), self.begin)
    }

    /// Whether what happens then is told where the other time is: at the same moment, or in a window that may as well be the next.
    pub(super) fn is_told_by(&self, other: &Self) -> bool {
        self.order() == other.order() && (self.next.is_none() || self.next == other.next)
    }

    /// Say which window it waits for, with both of its ends; of an open one only the end is still to come.
    pub fn window(&self) -> Option<String> {
        let (begin, end) = (self.begin?, self.end?);
        Some(match (self.open, self.next) {
            (false, _) => format!("window from {begin} to {end}"),
            (true, None) => format!("open window until {end}"),
            (true, Some(next)) => format!("open window until {end} or the next from {next}"),
        })
    }
}

impl Moment {
    fn order(self) -> u8 {
        match self {
            Self::Now => 0,
            Self::NextReconcile => 1,
            Self::Window => 2,
            Self::Unknown => 3,
            Self::Blocked => 4,
        }
    }
}

/// Give the time of what is done in a window; without times of its own it is open all day.
pub(super) fn within(schedule: &Schedule, window: Occurrence, now: Timestamp) -> When {
    When {
        begin: (!schedule.always).then_some(window.begin),
        end: (!schedule.always).then_some(window.end),
        open: !schedule.always && window.begin <= now,
        ..When::of(Moment::Window, "done by maintenance")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_window_are_told_and_of_an_open_one_what_is_still_to_come() {
        let at = |text: &str| Some(text.parse().unwrap());
        let closed = When {
            begin: at("2026-11-21T22:00:00Z"),
            end: at("2026-11-21T23:00:00Z"),
            ..When::of(Moment::Window, "")
        };
        let open = When {
            open: true,
            ..closed.clone()
        };
        let perhaps_over = When {
            next: at("2026-11-22T22:00:00Z"),
            ..open.clone()
        };
        let told = [&closed, &open, &perhaps_over].map(|when| when.window().unwrap());
        assert_eq!(
            told,
            [
                "window from 2026-11-21T22:00:00Z to 2026-11-21T23:00:00Z",
                "open window until 2026-11-21T23:00:00Z",
                "open window until 2026-11-21T23:00:00Z or the next from 2026-11-22T22:00:00Z",
            ]
        );
        assert_eq!(When::of(Moment::Window, "").window(), None);
    }
}
