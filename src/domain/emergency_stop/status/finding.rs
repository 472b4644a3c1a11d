//! What deserves attention on a seed, in words, with what to do about it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::versions::finding::Severity;

/// A kind of finding. The names in data are permanent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "EmergencyStopFindingCode")]
pub enum Code {
    /// The annotation has a value that Gardener does not look for.
    IneffectiveValue,
    /// The gardenlet is older than the emergency stop.
    GardenletTooOld,
    /// The gardenlet has not confirmed the stop in time.
    Unconfirmed,
    /// The gardenlet sends no heartbeats: what was asked for applies when it returns.
    GardenletSilent,
    /// A hold should be over.
    Overdue,
    /// Holds are recorded, but the seed is not stopped.
    HoldWithoutStop,
    /// A hold cannot be read.
    UnreadableHold,
    /// All seeds were stopped before this one was registered.
    RegisteredLater,
    /// A shoot is about to lose its control plane: it moves here, and cannot be restored.
    MigrationTowards,
    /// A shoot has no control plane: it moved here, and cannot be restored.
    RestoreBlocked,
    /// The seed's template sets the stop at each start of the gardenlet.
    TemplateStops,
    /// The seed's template ends the stop at the next start of the gardenlet.
    TemplateResumes,
    /// Managed seeds depend on shoots of this seed.
    HostsManagedSeeds,
    /// Shoots fail for good with their first failing attempt after the stop.
    StaleRetries,
}

impl Code {
    /// Give the name that data uses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::IneffectiveValue => "ineffective-value",
            Self::GardenletTooOld => "gardenlet-too-old",
            Self::Unconfirmed => "unconfirmed",
            Self::GardenletSilent => "gardenlet-silent",
            Self::Overdue => "overdue",
            Self::HoldWithoutStop => "hold-without-stop",
            Self::UnreadableHold => "unreadable-hold",
            Self::RegisteredLater => "registered-later",
            Self::MigrationTowards => "migration-towards",
            Self::RestoreBlocked => "restore-blocked",
            Self::TemplateStops => "template-stops",
            Self::TemplateResumes => "template-resumes",
            Self::HostsManagedSeeds => "hosts-managed-seeds",
            Self::StaleRetries => "stale-retries",
        }
    }
}

/// Something that deserves attention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "EmergencyStopFinding")]
pub struct Finding {
    /// What it is; permanent.
    pub code: Code,
    /// How urgent it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl Finding {
    pub(super) fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            advice: None,
        }
    }

    pub(super) fn advise(self, advice: impl Into<String>) -> Self {
        Self {
            advice: Some(advice.into()),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_names_in_data() {
        for code in [Code::IneffectiveValue, Code::RestoreBlocked, Code::Overdue] {
            assert_eq!(serde_json::to_value(code).unwrap(), code.id());
        }
    }
}
