//! The codes of what a change of profiles means: permanent, each with its severity and its meaning.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::versions::finding::Severity;

/// What a change of profiles means for a shoot. The names in data are permanent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is explained by its row in CODES")]
pub enum DiffCode {
    EditRefused,
    ProfileRemoved,
    FailureBegins,
    UpdateForced,
    UpdateSooner,
    ImageMaintenanceStops,
    UpdateAutomatic,
    UpdateElsewhere,
    UpdateLater,
    FailureEnds,
}

/// What is known about a code.
pub struct Row {
    /// The code.
    pub code: DiffCode,
    /// The permanent name.
    pub id: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

/// Every code, the most severe first.
pub const CODES: &[Row] = &[
    Row {
        code: DiffCode::EditRefused,
        id: "edit-refused",
        severity: Severity::Error,
        meaning: "gardener-apiserver refuses the edit of the profile",
        advice: "keep what is in use or listed by a NamespacedCloudProfile, and let it expire instead of removing it",
    },
    Row {
        code: DiffCode::ProfileRemoved,
        id: "profile-removed",
        severity: Severity::Error,
        meaning: "a profile goes that a shoot refers to",
        advice: "keep the profile until no shoot refers to it",
    },
    Row {
        code: DiffCode::FailureBegins,
        id: "failure-begins",
        severity: Severity::Error,
        meaning: "maintenance of a shoot fails, or fails sooner, because of the change",
        advice: "offer a version to go on with before this one goes, or move the shoot first",
    },
    Row {
        code: DiffCode::UpdateForced,
        id: "update-forced",
        severity: Severity::Warning,
        meaning: "Gardener forces an update that it would not have forced in the time looked at",
        advice: "tell the owners of the shoot, or choose a later date",
    },
    Row {
        code: DiffCode::UpdateSooner,
        id: "update-sooner",
        severity: Severity::Warning,
        meaning: "an update comes in an earlier window",
        advice: "tell the owners of the shoot, or choose a later date",
    },
    Row {
        code: DiffCode::ImageMaintenanceStops,
        id: "image-maintenance-stops",
        severity: Severity::Warning,
        meaning: "the machine images of a shoot are no longer maintained, and nothing tells of it",
        advice: "keep the machine type or image until no pool uses it",
    },
    Row {
        code: DiffCode::UpdateAutomatic,
        id: "update-automatic",
        severity: Severity::Info,
        meaning: "an automatic update comes that did not come before",
        advice: "nothing, if that is what the change is for",
    },
    Row {
        code: DiffCode::UpdateElsewhere,
        id: "update-elsewhere",
        severity: Severity::Info,
        meaning: "an update leads to another version",
        advice: "nothing, if that is what the change is for",
    },
    Row {
        code: DiffCode::UpdateLater,
        id: "update-later",
        severity: Severity::Info,
        meaning: "an update comes in a later window, or not at all in the time looked at",
        advice: "nothing, if that is what the change is for",
    },
    Row {
        code: DiffCode::FailureEnds,
        id: "failure-ends",
        severity: Severity::Info,
        meaning: "maintenance of a shoot no longer fails",
        advice: "nothing",
    },
];

impl DiffCode {
    /// Give what is known about it.
    pub fn row(self) -> &'static Row {
        // The rows stand in the order of the enum; a test holds them to it.
        &CODES[self as usize]
    }

    /// Give its permanent name.
    pub fn id(self) -> &'static str {
        self.row().id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_its_row_and_the_worst_come_first() {
        for (index, row) in CODES.iter().enumerate() {
            assert_eq!(row.code as usize, index, "{}", row.id);
            assert_eq!(serde_json::to_value(row.code).unwrap(), row.id);
        }
        let mut pairs = CODES.windows(2);
        assert!(pairs.all(|pair| pair[0].severity >= pair[1].severity));
    }
}
