//! The codes of findings: permanent, each with its severity and its meaning.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

/// How urgent a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Something will happen that deserves a look.
    Warning,
    /// Something is wrong now, or will fail.
    Error,
}

impl Severity {
    /// Give the name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A kind of finding. The names in data are permanent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "FindingCode")]
#[allow(missing_docs, reason = "each is explained by its row in CODES")]
pub enum Code {
    ExpiredInUse,
    OrphanedVersion,
    DeadEnd,
    RunWillFail,
    KubeletConstraintDeadlock,
    PendingInPlaceBlocks,
    MultiHop,
    LandsOnDeprecated,
    UnavailableTarget,
    FilteredOutImage,
    SilentAbort,
    PreviewWithExpiry,
    UnguardedPoolVersion,
    HighestVersionProblem,
    ExpiresSoon,
    ShadowedOverride,
    StaleProfileStatus,
    DashboardDiffers,
    MisleadingLastMaintenance,
    LifecycleWithLegacyTools,
    UnsupportedMinor,
    AlwaysWindow,
}

/// What is known about a code.
pub struct Row {
    /// The code.
    pub code: Code,
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
        code: Code::ExpiredInUse,
        id: "expired-in-use",
        severity: Severity::Error,
        meaning: "a version in use is expired: Gardener forces an update in the next maintenance window",
        advice: "update before the window, or announce the forced update",
    },
    Row {
        code: Code::OrphanedVersion,
        id: "orphaned-version",
        severity: Severity::Error,
        meaning: "a version in use is not in the shoot's profile: Gardener forces an update in the next maintenance window",
        advice: "put the version back into the profile, or announce the forced update",
    },
    Row {
        code: Code::DeadEnd,
        id: "dead-end",
        severity: Severity::Error,
        meaning: "Gardener insists on an update and finds no version to update to: maintenance fails in every window",
        advice: "offer a version that follows, or move the shoot by hand",
    },
    Row {
        code: Code::RunWillFail,
        id: "run-will-fail",
        severity: Severity::Error,
        meaning: "the API server will reject the next maintenance run as a whole: nothing of it is applied",
        advice: "change what the message names; until then no update of this shoot happens",
    },
    Row {
        code: Code::KubeletConstraintDeadlock,
        id: "kubelet-constraint-deadlock",
        severity: Severity::Error,
        meaning: "a pool's machine image does not support the kubelet version that maintenance would bring: every run is rejected",
        advice: "update the pool's image by hand to one that supports both, or correct the constraint",
    },
    Row {
        code: Code::PendingInPlaceBlocks,
        id: "pending-in-place-blocks",
        severity: Severity::Error,
        meaning: "a pool with an unfinished in-place update must not change: every run that would change it is rejected",
        advice: "finish the in-place update of the pool's nodes",
    },
    Row {
        code: Code::MultiHop,
        id: "multi-hop",
        severity: Severity::Warning,
        meaning: "one window is not enough: an update in each of several windows follows",
        advice: "update in one step by hand if the disruptions matter",
    },
    Row {
        code: Code::LandsOnDeprecated,
        id: "lands-on-deprecated",
        severity: Severity::Warning,
        meaning: "the next run moves to a version that is deprecated or already expired",
        advice: "offer a better version of the same minor, or expect a further update",
    },
    Row {
        code: Code::UnavailableTarget,
        id: "unavailable-target",
        severity: Severity::Warning,
        meaning: "the next run chooses a version that is not available yet: Kubernetes is installed early, images are rejected",
        advice: "remove the version from the profile until it may be used",
    },
    Row {
        code: Code::FilteredOutImage,
        id: "filtered-out-image",
        severity: Severity::Warning,
        meaning: "the profile has the machine image in use, but the pool no longer fits it: Gardener replaces it by force",
        advice: "correct the image's architectures, CRI, flavors, constraint or in-place settings in the profile",
    },
    Row {
        code: Code::SilentAbort,
        id: "silent-abort",
        severity: Severity::Warning,
        meaning: "the machine type or image of a pool is missing in the profile: image maintenance stops without a word",
        advice: "put the machine type or image back into the profile, or change the pool",
    },
    Row {
        code: Code::PreviewWithExpiry,
        id: "preview-with-expiry",
        severity: Severity::Warning,
        meaning: "a preview version in use has an expiration date: once expired it can be chosen as forced target",
        advice: "remove the version from the profile instead of letting a preview expire",
    },
    Row {
        code: Code::UnguardedPoolVersion,
        id: "unguarded-pool-version",
        severity: Severity::Warning,
        meaning: "no control plane guards the Kubernetes version of a pool: nothing prevents its removal from the profile",
        advice: "keep the version in the profile until the pool has left it",
    },
    Row {
        code: Code::HighestVersionProblem,
        id: "highest-version-problem",
        severity: Severity::Warning,
        meaning: "the highest minor of the profile has no version that maintenance could move to without an expired one",
        advice: "offer a supported version of the highest minor",
    },
    Row {
        code: Code::ExpiresSoon,
        id: "expires-soon",
        severity: Severity::Warning,
        meaning: "a version in use expires soon",
        advice: "plan the update, or extend the date in the profile",
    },
    Row {
        code: Code::ShadowedOverride,
        id: "shadowed-override",
        severity: Severity::Info,
        meaning: "a NamespacedCloudProfile sets a date for a version that has a lifecycle: the date has no effect",
        advice: "ask the landscape's operators to change the lifecycle, or remove the override",
    },
    Row {
        code: Code::StaleProfileStatus,
        id: "stale-profile-status",
        severity: Severity::Info,
        meaning: "the status of a NamespacedCloudProfile does not show what its spec says: maintenance uses the status",
        advice: "look at gardener-controller-manager: it has not processed the profile yet",
    },
    Row {
        code: Code::DashboardDiffers,
        id: "dashboard-differs",
        severity: Severity::Info,
        meaning: "the Gardener dashboard says something else about a version",
        advice: "believe this report; tell users who ask",
    },
    Row {
        code: Code::MisleadingLastMaintenance,
        id: "misleading-last-maintenance",
        severity: Severity::Info,
        meaning: "status.lastMaintenance does not say how things stand now",
        advice: "look at what the next run does instead",
    },
    Row {
        code: Code::LifecycleWithLegacyTools,
        id: "lifecycle-with-legacy-tools",
        severity: Severity::Info,
        meaning: "a version in use has a lifecycle, which the dashboard ignores: it shows neither class nor end",
        advice: "tell users the dates yourself",
    },
    Row {
        code: Code::UnsupportedMinor,
        id: "unsupported-minor",
        severity: Severity::Info,
        meaning: "a Kubernetes minor is not in the list that Gardener supports",
        advice: "update Gardener first, or take the minor out of the profile",
    },
    Row {
        code: Code::AlwaysWindow,
        id: "always-window",
        severity: Severity::Info,
        meaning: "the maintenance window is missing or cannot be read: maintenance can happen at any time",
        advice: "set spec.maintenance.timeWindow",
    },
];

impl Code {
    /// Give what is known about it.
    pub fn row(self) -> &'static Row {
        // The rows stand in the order of the enum; a test holds them to it.
        &CODES[self as usize]
    }

    /// Give its severity.
    pub fn severity(self) -> Severity {
        self.row().severity
    }

    /// Give its permanent name.
    pub fn id(self) -> &'static str {
        self.row().id
    }
}

impl FromStr for Code {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let row = CODES.iter().find(|row| row.id == text);
        row.map(|row| row.code).ok_or_else(|| {
            let ids: Vec<_> = CODES.iter().map(|row| row.id).collect();
            format!(
                "no finding has the code {text:?}; there are {}",
                ids.join(", ")
            )
        })
    }
}

/// Something to tell about a shoot.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// What kind of thing.
    pub code: Code,
    /// How urgent it is.
    pub severity: Severity,
    /// The pool, where it is about one.
    pub pool: Option<Arc<str>>,
    /// The version that it is about; the control plane's where it is about the shoot as a whole.
    pub version: Arc<str>,
    /// What it means for this shoot, and what Gardener will do.
    pub message: Arc<str>,
}

impl Finding {
    /// Build a finding.
    pub fn new(
        code: Code,
        pool: Option<&str>,
        version: &str,
        message: impl Into<Arc<str>>,
    ) -> Self {
        Self {
            code,
            severity: code.severity(),
            pool: pool.map(Arc::from),
            version: version.into(),
            message: message.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_sorted_by_severity() {
        let ids: std::collections::BTreeSet<_> = CODES.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), CODES.len());
        assert!(
            ids.iter()
                .all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        );
        assert!(
            CODES
                .windows(2)
                .all(|pair| pair[0].severity >= pair[1].severity)
        );
    }

    #[test]
    fn each_code_has_its_row() {
        for (index, row) in CODES.iter().enumerate() {
            assert_eq!(row.code as usize, index, "{}", row.id);
            assert_eq!(serde_json::to_value(row.code).unwrap(), row.id);
        }
    }

    #[test]
    fn names_lead_back_to_their_code() {
        assert_eq!("dead-end".parse(), Ok(Code::DeadEnd));
        assert_eq!("always-window".parse(), Ok(Code::AlwaysWindow));
        assert!("V01".parse::<Code>().is_err());
    }
}
