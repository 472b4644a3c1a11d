//! What a change of profiles does: who is hit, when, and how the forecast changes.
//!
//! `compare` finds what changes in a profile; [`Builder`] foretells every shoot of it before and after, and
//! keeps those for which that is not the same.

mod builder;
mod cause;
mod code;
mod compare;
mod edited;
mod refusal;
mod steps;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::finding::Severity;
use super::judge::minute;
use super::profile::ProfileKey;
use super::run::{Interval, Run};

pub use builder::{Builder, Options};
pub use code::{CODES, DiffCode};
pub use edited::{Documents, Edited};

/// What a change of profiles does.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionDiff {
    /// The instant from which it looks ahead.
    pub now: Timestamp,
    /// Until when it looks ahead.
    pub until: Timestamp,
    /// What changes in the profiles.
    pub changes: Vec<ProfileChange>,
    /// What that means, the worst first.
    pub findings: Vec<DiffFinding>,
    /// The shoots whose forecast changes, before and after.
    pub shoots: Vec<ShootDiff>,
    /// Totals.
    pub summary: Summary,
    /// What could not be read, so that it is not taken into account.
    pub unreadable: Vec<String>,
}

/// Something that changes in a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileChange {
    /// The profile.
    pub profile: ProfileKey,
    /// In what something changes.
    #[serde(rename = "type")]
    pub change_type: ChangeType,
    /// Name of the machine image.
    pub image: Option<String>,
    /// The version; of a machine type its name; absent where an image or a profile changes as a whole.
    pub version: Option<String>,
    /// What happens to it.
    pub change: Change,
    /// How it was.
    pub from: Option<String>,
    /// How it is going to be.
    pub to: Option<String>,
    /// The field of the profile's manifest.
    pub path: String,
    /// Where that stands in the files of NEW.
    pub location: Option<Place>,
    /// Shoots that use it now.
    pub shoots: u32,
    /// Pools that use it now.
    pub pools: u32,
    /// Shoots whose forecast changes with it.
    pub hit: u32,
}

/// In what something changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ChangeType {
    /// A Kubernetes version.
    Kubernetes,
    /// A machine image or one of its versions.
    MachineImage,
    /// A machine type.
    MachineType,
    /// A profile as a whole.
    Profile,
}

/// What happens to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// It comes.
    Added,
    /// It goes.
    Removed,
    /// It expires at another time, or no longer, or from now on.
    Expiry,
    /// It is classified otherwise.
    Classification,
    /// Its stages are others.
    Lifecycle,
    /// The update strategy of an image is another.
    Strategy,
    /// What it runs on, or with, is different.
    Requirements,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The file as it was named.
    pub file: String,
    /// The line, from one.
    pub line: usize,
    /// The column, from one.
    pub column: usize,
}

/// What a change means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiffFinding {
    /// What kind of thing.
    pub code: DiffCode,
    /// How urgent it is.
    pub severity: Severity,
    /// Namespace of the shoot; absent where it is about the edit itself.
    pub namespace: Option<String>,
    /// Name of the shoot.
    pub shoot: Option<String>,
    /// The pool, where it is about one.
    pub pool: Option<String>,
    /// The version in use that it is about.
    pub version: Option<String>,
    /// What it means.
    pub message: String,
    /// The window before the change.
    pub before: Option<Interval>,
    /// The window after the change.
    pub after: Option<Interval>,
    /// Which of the changes it comes from, by its place in the list.
    pub change: Option<usize>,
}

/// A shoot whose forecast changes.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShootDiff {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Project, where it is known.
    pub project: Option<String>,
    /// The profile that it refers to.
    pub profile: Option<ProfileKey>,
    /// The seed that hosts its control plane.
    pub seed: Option<String>,
    /// Severity of the worst finding.
    pub severity: Option<Severity>,
    /// The forecast as things are.
    pub before: Vec<Run>,
    /// The forecast with the change.
    pub after: Vec<Run>,
}

/// Totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Changes of profiles.
    pub changes: u32,
    /// Shoots of the profiles.
    pub shoots: u32,
    /// Shoots whose forecast changes.
    pub shoots_hit: u32,
    /// Findings of severity error.
    pub errors: u32,
    /// Findings of severity warning.
    pub warnings: u32,
    /// Findings of severity info.
    pub infos: u32,
}

impl Summary {
    /// Give the severity of the worst finding.
    pub fn worst(&self) -> Option<Severity> {
        [
            (self.errors, Severity::Error),
            (self.warnings, Severity::Warning),
            (self.infos, Severity::Info),
        ]
        .into_iter()
        .find_map(|(count, severity)| (count > 0).then_some(severity))
    }
}

impl ProfileChange {
    /// Name what changes: `Kubernetes 1.33.15`, `machine image gardenlinux 1877.3.0`, `machine type m5.large`.
    pub fn subject(&self) -> String {
        let version = self.version.as_deref().unwrap_or_default();
        match (self.change_type, &self.image) {
            (ChangeType::Kubernetes, _) => format!("Kubernetes {version}"),
            (ChangeType::MachineType, _) => format!("machine type {version}"),
            (ChangeType::MachineImage, image) => {
                let image = image.as_deref().unwrap_or_default();
                format!("machine image {image} {version}")
                    .trim_end()
                    .to_owned()
            }
            (ChangeType::Profile, _) => format!("profile {}", self.profile),
        }
    }

    /// Say what happens to it.
    pub fn text(&self) -> String {
        let subject = self.subject();
        let when = |text: &'_ Option<String>| {
            let at: Timestamp = text.as_ref()?.parse().ok()?;
            Some(minute(at))
        };
        let (old_date, new_date) = (when(&self.from), when(&self.to));
        let (from, to) = match self.change {
            Change::Expiry => (old_date.as_deref(), new_date.as_deref()),
            _ => (self.from.as_deref(), self.to.as_deref()),
        };
        match (self.change, from, to) {
            (Change::Added, ..) => format!("{subject} is added"),
            (Change::Removed, ..) => format!("{subject} is removed"),
            (Change::Expiry, None, Some(to)) => format!("{subject} gets an expiration date, {to}"),
            (Change::Expiry, Some(from), None) => {
                format!("{subject} no longer expires, it did {from}")
            }
            (Change::Expiry, from, to) => format!(
                "{subject} expires {} instead of {}",
                to.unwrap_or_default(),
                from.unwrap_or_default()
            ),
            (Change::Lifecycle, from, to) => {
                // Most stages begin at midnight, which need not be said.
                let stages =
                    |text: Option<&str>| text.unwrap_or_default().replace("T00:00:00Z", "");
                format!(
                    "{subject} has other stages: {} instead of {}",
                    stages(to),
                    stages(from)
                )
            }
            (Change::Classification, from, to) => format!(
                "{subject} becomes {}, it was {}",
                to.unwrap_or("supported"),
                from.unwrap_or("supported")
            ),
            (Change::Strategy, from, to) => format!(
                "{subject} gets the update strategy {}, it was {}",
                to.unwrap_or_default(),
                from.unwrap_or_default()
            ),
            (Change::Requirements, from, to) => format!(
                "{subject} fits other pools: {} instead of {}",
                to.unwrap_or_default(),
                from.unwrap_or_default()
            ),
        }
    }
}
