//! What `on` and `off` make of a seed, decided anew whenever it was read.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Entry, Hold, Holds, Lifted, Owner, foreign};
use crate::domain::accounting::Decision;
use crate::domain::emergency_stop::{HOLDS, STOP, STOPPED, is_stopped, value};
use crate::domain::objects::Seed;

/// A stop that is asked for. It stays the same however often it is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The incident that the hold belongs to; without one it belongs to `by`.
    pub incident: Option<String>,
    /// Why; none leaves what an earlier call has said.
    pub reason: Option<String>,
    /// Who asks.
    pub by: String,
    /// When it was asked for.
    pub since: Timestamp,
    /// When it should be over; none leaves what an earlier call has said.
    pub until: Option<Timestamp>,
}

/// A lifting that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lift {
    /// The incident whose hold goes; without one it is that of `by`.
    pub incident: Option<String>,
    /// Who asks.
    pub by: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// The holds of others go, too, and what they were is kept.
    pub overriding: bool,
    /// In which wave, if in waves.
    pub wave: Option<usize>,
}

/// What is to be done with a seed.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Nothing: it is as asked for.
    Already,
    /// Others hold it.
    Refused(String),
    /// Its annotations become these.
    Write {
        /// Whether the stop is in force afterwards.
        stopped: bool,
        /// What is remembered afterwards.
        holds: Holds,
    },
    /// Only what is remembered changes.
    Remember(Holds),
}

impl Change {
    /// Give it as what the engine carries out: a merge patch of nothing but the two annotations.
    pub fn decision(self) -> Decision {
        match self {
            Self::Already => Decision::Already,
            Self::Refused(reason) => Decision::Refused(reason),
            Self::Write { stopped, holds } => {
                let stop = stopped.then_some(STOPPED);
                annotate(&json!({ STOP: stop, HOLDS: holds.text() }))
            }
            Self::Remember(holds) => annotate(&json!({ HOLDS: holds.text() })),
        }
    }

    /// Carry it out on what was read, for those who only want to know.
    pub fn apply(self, seed: &mut Seed) {
        let Decision::Patch(patch) = self.decision() else {
            return;
        };
        let Some(changes) = patch["metadata"]["annotations"].as_object() else {
            return;
        };
        let annotations = &mut seed.metadata.plain.annotations;
        for (key, value) in changes {
            match value.as_str() {
                Some(text) => annotations.insert(key.clone(), text.to_owned()),
                None => annotations.remove(key),
            };
        }
    }
}

fn annotate(annotations: &Value) -> Decision {
    Decision::Patch(json!({ "metadata": { "annotations": annotations } }))
}

impl Stop {
    /// Give its owner.
    pub fn owner(&self) -> Owner<'_> {
        Owner {
            incident: self.incident.as_deref(),
            by: &self.by,
        }
    }

    fn hold(&self) -> Hold {
        Hold {
            incident: self.incident.clone(),
            reason: self.reason.clone(),
            by: self.by.clone(),
            since: Some(self.since),
            until: self.until,
            ..Hold::default()
        }
    }
}

impl Lift {
    /// Give its owner.
    pub fn owner(&self) -> Owner<'_> {
        Owner {
            incident: self.incident.as_deref(),
            by: &self.by,
        }
    }
}

/// Stop a seed: take a hold, or bring our own up to date.
///
/// A stop that nobody holds is somebody's: it is recorded as a foreign hold before ours is added.
pub fn stop(seed: &Seed, stop: &Stop) -> Change {
    let before = Holds::of(seed);
    let mut entries: Vec<Entry> = foreign(seed, &before)
        .map(Entry::Hold)
        .into_iter()
        .collect();
    // What was lifted is history once it is stopped again.
    entries.extend(
        before
            .entries
            .iter()
            .filter(|entry| !matches!(entry, Entry::Lifted(_)))
            .cloned(),
    );
    let owner = stop.owner();
    let own = entries.iter_mut().find_map(|entry| match entry {
        Entry::Hold(hold) if owner.owns(hold) => Some(hold),
        _ => None,
    });
    match own {
        None => entries.push(Entry::Hold(stop.hold())),
        Some(hold) => {
            if stop.reason.is_some() {
                hold.reason.clone_from(&stop.reason);
            }
            if stop.until.is_some() {
                hold.until = stop.until;
            }
        }
    }
    let holds = Holds { entries };
    if is_stopped(seed) && holds == before {
        return Change::Already;
    }
    Change::Write {
        stopped: true,
        holds,
    }
}

/// Lift a seed's stop as far as it is ours: the last hold takes the stop with it.
pub fn lift(seed: &Seed, lift: &Lift) -> Change {
    let before = Holds::of(seed);
    let owner = lift.owner();
    let is_own = |entry: &Entry| matches!(entry, Entry::Hold(hold) if owner.owns(hold));
    let (own, others): (Vec<Entry>, Vec<Entry>) = before
        .entries
        .iter()
        .filter(|entry| !matches!(entry, Entry::Lifted(_)))
        .cloned()
        .partition(is_own);
    let stopped = is_stopped(seed);
    if !stopped {
        return lift_nothing(seed, lift, &own, others);
    }
    if own.is_empty() && !others.is_empty() && !lift.overriding {
        return Change::Refused(held_by(&others));
    }
    if !others.is_empty() && !lift.overriding {
        return Change::Write {
            stopped: true,
            holds: Holds { entries: others },
        };
    }
    Change::Write {
        stopped: false,
        holds: record(lift, &others),
    }
}

/// Lift a seed's stop, looking at it once more: where our hold was there at `first` and is gone, nothing is refused.
///
/// The answer to giving it up may have been lost, or another caller has done it for the same incident.
pub fn lift_again(first: &Seed, seed: &Seed, wanted: &Lift) -> Change {
    let owner = wanted.owner();
    let holds = |seed: &Seed| Holds::of(seed).iter().any(|hold| owner.owns(hold));
    match lift(seed, wanted) {
        Change::Refused(_) if holds(first) => Change::Already,
        change => change,
    }
}

/// The stop is gone already, by other means; our own hold and, if we may, what has no effect go with it.
fn lift_nothing(seed: &Seed, lift: &Lift, own: &[Entry], others: Vec<Entry>) -> Change {
    if lift.overriding && (value(seed).is_some() || !others.is_empty()) {
        return Change::Write {
            stopped: false,
            holds: record(lift, &others),
        };
    }
    if own.is_empty() {
        return Change::Already;
    }
    Change::Remember(Holds { entries: others })
}

/// Keep what must be remembered of a lifting: whose holds were overridden, and the wave.
fn record(lift: &Lift, overridden: &[Entry]) -> Holds {
    if overridden.is_empty() && lift.wave.is_none() {
        return Holds::default();
    }
    let lifted = Lifted {
        lifted: lift.at,
        incident: lift.incident.clone(),
        by: lift.by.clone(),
        wave: lift.wave,
        overridden: overridden.iter().map(super::text::value).collect(),
    };
    Holds {
        entries: vec![Entry::Lifted(lifted)],
    }
}

/// Forget that a seed was lifted in a wave, once it is known to be healthy; overridden holds are remembered.
pub fn forget_wave(seed: &Seed) -> Change {
    let mut holds = Holds::of(seed);
    let before = holds.clone();
    for entry in &mut holds.entries {
        if let Entry::Lifted(lifted) = entry {
            lifted.wave = None;
        }
    }
    holds
        .entries
        .retain(|entry| !matches!(entry, Entry::Lifted(lifted) if lifted.overridden.is_empty()));
    if holds == before {
        return Change::Already;
    }
    Change::Remember(holds)
}

fn held_by(others: &[Entry]) -> String {
    let names: Vec<String> = others
        .iter()
        .map(|entry| match entry {
            Entry::Hold(hold) => match &hold.incident {
                Some(incident) => format!("{incident} ({})", hold.by),
                None if hold.foreign => format!("a stop set by {}", hold.by),
                None => hold.by.clone(),
            },
            Entry::Lifted(_) => String::new(),
            Entry::Unreadable(value) => format!(
                "an entry that cannot be read: {}",
                super::text::shown(value)
            ),
        })
        .collect();
    format!("held by {}", names.join(", "))
}
