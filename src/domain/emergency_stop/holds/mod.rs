//! Who holds a seed, and why: the list of holds in one annotation beside the stop.
//!
//! The last one out lifts the stop, so nothing in this list may get lost: what we cannot read counts as somebody's
//! hold and is written back as it was.

mod change;
mod text;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use change::{Change, Lift, Stop, forget_wave, lift, lift_again, stop};

use super::{HOLDS, is_stopped};
use crate::domain::objects::Seed;

/// Who is said to hold or to have written, where nobody knows.
pub const UNKNOWN: &str = "unknown";

/// One reason to keep a seed stopped.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hold {
    /// The incident that it belongs to; without one it belongs to its caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who took it, in the server's words; for a foreign hold the program that wrote the stop.
    pub by: String,
    /// When it was taken, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// When it should be over. Nothing happens then, but it counts as overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The stop was there before any hold was: somebody set it by other means.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
    /// What a later version of this program has written beside it.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// What is kept of a stop that was lifted: while a lifting in waves goes on, and where holds of others were overridden.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lifted {
    /// When it was lifted.
    pub lifted: Timestamp,
    /// For which incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// By whom, in the server's words.
    pub by: String,
    /// In which wave, if in waves: it is still to be seen whether the seed stays healthy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wave: Option<usize>,
    /// The holds of others that were overridden.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overridden: Vec<Value>,
}

/// Whose hold it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner<'o> {
    /// The incident; with one, the caller does not matter.
    pub incident: Option<&'o str>,
    /// The caller.
    pub by: &'o str,
}

impl Owner<'_> {
    /// Tell whether a hold is this owner's.
    pub fn owns(&self, hold: &Hold) -> bool {
        match self.incident {
            Some(incident) => hold.incident.as_deref() == Some(incident),
            None => hold.incident.is_none() && !hold.foreign && hold.by == self.by,
        }
    }
}

/// A hold as it is reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HoldReport {
    /// The incident that it belongs to; without one it belongs to `by`.
    pub incident: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who took it, `unknown` where nobody knows.
    pub by: String,
    /// Since when, where that is known.
    pub since: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// Whether it should be over.
    pub overdue: bool,
    /// Whether it stands for a stop that was set by other means.
    pub foreign: bool,
}

impl Hold {
    /// Tell whether it should be over.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// Give it as it is reported.
    pub fn report(&self, now: Timestamp) -> HoldReport {
        HoldReport {
            incident: self.incident.clone(),
            reason: self.reason.clone(),
            by: self.by.clone(),
            since: self.since,
            until: self.until,
            overdue: self.is_overdue(now),
            foreign: self.foreign,
        }
    }
}

impl HoldReport {
    /// Name whose it is, in a word or two.
    pub fn owner(&self) -> &str {
        self.incident.as_deref().unwrap_or(&self.by)
    }
}

/// One entry of the list.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Hold(Hold),
    Lifted(Lifted),
    /// Somebody's, whatever it means.
    Unreadable(Value),
}

/// The holds of a seed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holds {
    entries: Vec<Entry>,
}

impl Holds {
    /// Read the holds of a seed. Whether it is stopped is another question: see [`super::is_stopped`].
    pub fn of(seed: &Seed) -> Self {
        let text = seed.metadata.annotations.get(HOLDS);
        text.map(|text| Self::parse(text)).unwrap_or_default()
    }

    /// Give the holds that can be read.
    pub fn iter(&self) -> impl Iterator<Item = &Hold> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Hold(hold) => Some(hold),
            _ => None,
        })
    }

    /// Give what cannot be read, as it was written: each counts as a hold.
    pub fn unreadable(&self) -> impl Iterator<Item = String> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Unreadable(value) => Some(text::shown(value)),
            _ => None,
        })
    }

    /// Give what is kept of a stop that was lifted.
    pub fn lifted(&self) -> Option<&Lifted> {
        self.entries.iter().find_map(|entry| match entry {
            Entry::Lifted(lifted) => Some(lifted),
            _ => None,
        })
    }

    /// Count the holds, those that cannot be read among them.
    pub fn len(&self) -> usize {
        let is_hold = |entry: &&Entry| !matches!(entry, Entry::Lifted(_));
        self.entries.iter().filter(is_hold).count()
    }

    /// Tell whether nobody holds the seed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Give all holds as they are reported: what cannot be read too, as somebody's hold with its text as the reason.
    pub fn report(&self, now: Timestamp) -> Vec<HoldReport> {
        let readable = self.iter().map(|hold| hold.report(now));
        let unreadable = self.unreadable().map(|text| HoldReport {
            incident: None,
            reason: Some(text),
            by: UNKNOWN.to_owned(),
            since: None,
            until: None,
            overdue: false,
            foreign: true,
        });
        readable.chain(unreadable).collect()
    }
}

/// Give the hold that stands for a stop without one: set by other means, by whoever the server says.
///
/// None when the seed is not stopped, or when somebody holds it.
pub fn foreign(seed: &Seed, holds: &Holds) -> Option<Hold> {
    if !is_stopped(seed) || !holds.is_empty() {
        return None;
    }
    let writer = seed.metadata.writer_of_annotation(super::STOP);
    Some(Hold {
        by: writer
            .as_ref()
            .map_or(UNKNOWN, |writer| writer.manager)
            .to_owned(),
        since: writer.and_then(|writer| writer.time),
        foreign: true,
        ..Hold::default()
    })
}
