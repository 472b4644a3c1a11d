//! Whether a gardenlet reports.

use jiff::Timestamp;

use super::Subject;
use crate::domain::gardenlets::backing::Look;
use crate::domain::redeploy::health::SILENCE;

/// Whether a gardenlet reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// It does.
    Alive {
        /// By its Lease, which it renews with its client certificate; else by what the Seed says.
        by_lease: bool,
    },
    /// It does not.
    Silent {
        /// Since when, where that is known.
        since: Option<Timestamp>,
    },
    /// It has never reported anything.
    New,
    /// That cannot be told.
    Unknown,
}

impl Life {
    /// Look at the heartbeat, and where that cannot be read at what gardener-controller-manager made of it.
    pub fn of(subject: &Subject<'_>, now: Timestamp) -> Self {
        let ready = subject.ready();
        match subject.lease {
            Look::Found(lease) => match lease.spec.renew_time {
                Some(renewed) if now.duration_since(renewed) <= SILENCE => {
                    Self::Alive { by_lease: true }
                }
                Some(renewed) => Self::Silent {
                    since: Some(renewed),
                },
                None => Self::Silent { since: None },
            },
            Look::Absent if ready.is_none() => Self::New,
            Look::Absent => Self::Silent { since: None },
            Look::Unread => match ready {
                Some(ready) if ready.status == "Unknown" => Self::Silent {
                    since: ready.last_transition_time,
                },
                Some(_) => Self::Alive { by_lease: false },
                None => Self::Unknown,
            },
        }
    }

    /// Whether it is known not to report.
    pub const fn is_silent(self) -> bool {
        matches!(self, Self::Silent { .. })
    }

    /// Whether it is known to report.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Alive { .. })
    }
}
