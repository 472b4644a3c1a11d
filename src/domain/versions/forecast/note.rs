//! What else is to be known of a shoot whose runs are foretold.
//!
//! Maintenance changes the spec of every shoot that is not being deleted, whatever state it is in. What differs is
//! when, and whether, nodes and control plane follow.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::annotations::{IGNORE, is_true};
use crate::domain::emergency_stop::is_stopped;
use crate::domain::objects::{Object, Seed, Shoot};
use crate::domain::versions::profile::{Profile, ProfileKey, Staleness};
use crate::domain::versions::run::Abort;
use crate::domain::versions::window::Schedule;

/// Something else to know about a shoot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// What kind of thing.
    pub code: NoteCode,
    /// What it means for the forecast.
    pub message: String,
}

/// What kind of thing there is to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteCode {
    /// The seed is stopped: nothing is rolled out until the stop is lifted.
    SeedStopped,
    /// The shoot is ignored: nothing is rolled out until it is not.
    Ignored,
    /// The shoot is hibernated: nodes follow when it wakes up.
    Hibernated,
    /// Changes of the spec are confined to the maintenance window.
    Confined,
    /// The last operation failed.
    LastOperationFailed,
    /// Pools whose nodes are updated by hand.
    ManualInPlace,
    /// Machine images of some pools are not maintained, and nothing tells of it.
    ImageMaintenanceStops,
    /// There is no readable window: maintenance can happen at any time.
    AlwaysWindow,
    /// The profile's status does not show what its spec says.
    ProfileStale,
    /// The profile is not known, so nothing can be foretold.
    ProfileUnknown,
}

/// The seeds that are stopped.
#[derive(Clone, Debug, Default)]
pub struct Stopped(BTreeSet<String>);

impl Stopped {
    /// Find the stopped ones among all seeds.
    pub fn among<'a>(seeds: impl IntoIterator<Item = &'a Seed>) -> Self {
        let seeds = seeds.into_iter().filter(|seed| is_stopped(seed));
        Self(seeds.map(|seed| seed.name().to_owned()).collect())
    }
}

impl Note {
    fn new(code: NoteCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// Tell whether it is why nothing is foretold.
    pub fn hides_runs(&self) -> bool {
        matches!(
            self.code,
            NoteCode::ProfileUnknown | NoteCode::ImageMaintenanceStops
        )
    }
}

/// Give what is to be known of a shoot.
pub(super) fn notes(
    shoot: &Shoot,
    key: Option<&ProfileKey>,
    profile: Option<&Profile>,
    stopped: &Stopped,
    abort: Option<&Abort>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    if shoot.metadata.deletion_timestamp.is_some() {
        return notes; // it is not maintained any more
    }
    rollout(shoot, stopped, &mut notes);
    if let Some(abort) = abort {
        notes.push(Note::new(
            NoteCode::ImageMaintenanceStops,
            format!(
                "{}: machine images of pool {} and of the pools after it stay as they are, expired or not, and nothing \
                 tells of it",
                abort.text(),
                abort.pool()
            ),
        ));
    }
    if Schedule::of(shoot).always {
        notes.push(Note::new(
            NoteCode::AlwaysWindow,
            "no maintenance window that can be read: runs come at any time of the day",
        ));
    }
    match (profile, key) {
        (None, Some(key)) => notes.push(Note::new(
            NoteCode::ProfileUnknown,
            format!(
                "profile {key} was not found: maintenance ends with an error and changes nothing"
            ),
        )),
        (None, None) => notes.push(Note::new(
            NoteCode::ProfileUnknown,
            "the shoot names no profile: maintenance ends with an error and changes nothing",
        )),
        (Some(profile), _) => notes.extend(staleness(profile)),
    }
    notes
}

/// What keeps nodes and control plane from following the spec.
fn rollout(shoot: &Shoot, stopped: &Stopped, notes: &mut Vec<Note>) {
    let spec = &shoot.spec;
    if let Some(seed) = spec
        .seed_name
        .as_ref()
        .filter(|seed| stopped.0.contains(*seed))
    {
        notes.push(Note::new(
            NoteCode::SeedStopped,
            format!(
                "seed {seed} is stopped: maintenance changes the spec all the same, control plane and nodes follow when \
                 the stop is lifted, in one step however many updates there were"
            ),
        ));
    }
    let ignored = shoot.metadata.annotations.get(IGNORE);
    if ignored.is_some_and(|value| is_true(value)) {
        notes.push(Note::new(
            NoteCode::Ignored,
            "the shoot is ignored: maintenance changes the spec all the same, nothing is rolled out while the gardenlet \
             leaves it alone",
        ));
    }
    let asked = spec.hibernation.as_ref().and_then(|h| h.enabled);
    if asked == Some(true) || shoot.status.hibernated {
        notes.push(Note::new(
            NoteCode::Hibernated,
            "hibernated: maintenance changes the spec all the same, nodes come with it when the shoot wakes up",
        ));
    }
    let maintenance = spec.maintenance.as_ref();
    if maintenance.and_then(|m| m.confine_spec_update_rollout) == Some(true) {
        notes.push(Note::new(
            NoteCode::Confined,
            "rollout is confined to the window: each run also rolls out what was changed since the last one",
        ));
    }
    let failed = shoot.status.last_operation.as_ref();
    if failed.is_some_and(|operation| operation.state == "Failed") {
        notes.push(Note::new(
            NoteCode::LastOperationFailed,
            "its last operation failed: maintenance changes the spec all the same, and with that Gardener tries again",
        ));
    }
    let by_hand = spec.provider.workers.iter();
    let by_hand = by_hand.filter(|w| w.update_strategy.as_deref() == Some("ManualInPlaceUpdate"));
    let pools: Vec<&str> = by_hand.map(|worker| worker.name.as_str()).collect();
    if !pools.is_empty() {
        notes.push(Note::new(
            NoteCode::ManualInPlace,
            format!(
                "nodes of pool {} stay as they are until somebody updates them in place, and until then further changes \
                 of the pool are rejected",
                pools.join(", ")
            ),
        ));
    }
}

fn staleness(profile: &Profile) -> Option<Note> {
    let key = &profile.key;
    Some(match profile.stale? {
        Staleness::OldGeneration => Note::new(
            NoteCode::ProfileStale,
            format!("the status of profile {key}, which counts here, is older than its spec"),
        ),
        Staleness::NoStatus => Note::new(
            NoteCode::ProfileStale,
            format!("profile {key} has no status yet: foretold is what parent and spec will make"),
        ),
        Staleness::NoParent => Note::new(
            NoteCode::ProfileUnknown,
            format!(
                "profile {key} has no status and its parent {} was not found: nothing can be foretold",
                profile.parent
            ),
        ),
    })
}
