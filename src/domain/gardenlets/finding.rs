//! The codes of what the report on gardenlets finds: permanent, each with its severity and its meaning.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::versions::finding::Severity;

/// A kind of finding. The names in data are permanent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "GardenletFindingCode")]
#[allow(missing_docs, reason = "each is explained by its row in CODES")]
pub enum Code {
    GardenletSilent,
    CertificateExpired,
    SeedNotRegistered,
    RedeployFailing,
    VersionNotSupported,
    ParentSilent,
    ParentWaits,
    CertificateNotRenewed,
    CertificateNotIssued,
    GardenletNotReady,
    OperationStuck,
    RenewKubeconfigStuck,
    ReferenceNotRemoved,
    LeftoverSecret,
    CertificateEndsSoon,
    CertificateDateStale,
    OperationPending,
    RedeployRunning,
    VersionAtLimit,
    BackingUnknown,
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
        code: Code::GardenletSilent,
        id: "gardenlet-silent",
        severity: Severity::Error,
        meaning: "no heartbeat for more than 40 seconds: nothing is reconciled on this seed",
        advice: "run the command of the row: it is the operation that is right for what deploys this gardenlet",
    },
    Row {
        code: Code::CertificateExpired,
        id: "certificate-expired",
        severity: Severity::Error,
        meaning: "the gardenlet does not report and its client certificate has ended: it cannot come back without a new one",
        advice: "run the command of the row: a redeployment gives it a new certificate as well",
    },
    Row {
        code: Code::SeedNotRegistered,
        id: "seed-not-registered",
        severity: Severity::Error,
        meaning: "there is a Gardenlet, and its gardenlet has never registered the Seed",
        advice: "look at the message of gardener-operator; until the Seed is there it tries again by itself",
    },
    Row {
        code: Code::RedeployFailing,
        id: "redeploy-failing",
        severity: Severity::Error,
        meaning: "gardener-operator could not deploy the gardenlet; it tries again, with growing pauses of up to a quarter of an hour",
        advice: "remove the cause that the message names and redeploy again, which retries at once",
    },
    Row {
        code: Code::VersionNotSupported,
        id: "version-not-supported",
        severity: Severity::Error,
        meaning: "the gardenlet is newer than the garden or more than two minors older: it refuses to start when it starts the next time",
        advice: "deploy a version that fits: for a Gardenlet in spec.deployment.helm.ociRepository",
    },
    Row {
        code: Code::ParentSilent,
        id: "parent-silent",
        severity: Severity::Warning,
        meaning: "the gardenlet of the parent seed, which deploys this one, does not report either",
        advice: "bring the parent's gardenlet back first",
    },
    Row {
        code: Code::ParentWaits,
        id: "parent-waits",
        severity: Severity::Warning,
        meaning: "the parent gardenlet deploys this one only after the ManagedSeed's shoot was reconciled",
        advice: "look at the last operation of the shoot, and at an emergency stop of its seed",
    },
    Row {
        code: Code::CertificateNotRenewed,
        id: "certificate-not-renewed",
        severity: Severity::Warning,
        meaning: "the client certificate ends within three days: a gardenlet renews one of 30 days 3 to 9 days before its end",
        advice: "run the command of the row, which renews it now, and read the gardenlet's log",
    },
    Row {
        code: Code::CertificateNotIssued,
        id: "certificate-not-issued",
        severity: Severity::Warning,
        meaning: "the gardenlet has asked for a client certificate and does not get it; seen in a garden only, not in files",
        advice: "gardener-controller-manager approves the request (kubectl get csr), kube-controller-manager of the garden signs it: look at whichever did not",
    },
    Row {
        code: Code::GardenletNotReady,
        id: "gardenlet-not-ready",
        severity: Severity::Warning,
        meaning: "the gardenlet reports, but condition GardenletReady of the Seed is not True for more than ten minutes",
        advice: "look at the message of the condition",
    },
    Row {
        code: Code::OperationStuck,
        id: "operation-stuck",
        severity: Severity::Warning,
        meaning: "an operation was asked for more than ten minutes ago and is still there; it also blocks the rotation of the garden's credentials for all seeds",
        advice: "find out why nobody does it; the command of the row takes the request back",
    },
    Row {
        code: Code::RenewKubeconfigStuck,
        id: "renew-kubeconfig-stuck",
        severity: Severity::Warning,
        meaning: "renew-kubeconfig was asked of a gardenlet that does not report: nobody will do it, and the API server refuses force-redeploy until it is taken back",
        advice: "run the command of the row",
    },
    Row {
        code: Code::ReferenceNotRemoved,
        id: "reference-not-removed",
        severity: Severity::Warning,
        meaning: "spec.kubeconfigSecretRef is still set although no redeployment is under way: gardener-operator does not clean up, or a GitOps tool puts it back",
        advice: "check gardener-operator; take the field and the Secret out of what a GitOps tool applies",
    },
    Row {
        code: Code::LeftoverSecret,
        id: "leftover-secret",
        severity: Severity::Warning,
        meaning: "a redeployment that was interrupted left its Secret behind, with a kubeconfig of the target cluster",
        advice: "run the same redeployment again, which takes it up, or delete it with the command of the row",
    },
    Row {
        code: Code::CertificateEndsSoon,
        id: "certificate-ends-soon",
        severity: Severity::Info,
        meaning: "the client certificate ends within --within; a gardenlet that reports renews it by itself in time",
        advice: "nothing, unless it becomes certificate-not-renewed",
    },
    Row {
        code: Code::CertificateDateStale,
        id: "certificate-date-stale",
        severity: Severity::Info,
        meaning: "by the Seed's status the client certificate has ended, but the gardenlet reports: the date is written only when it reconciles its Seed",
        advice: "look whether the gardenlet reconciles its Seed",
    },
    Row {
        code: Code::OperationPending,
        id: "operation-pending",
        severity: Severity::Info,
        meaning: "an operation was asked for and is not done yet",
        advice: "wait: the API server refuses another one until then",
    },
    Row {
        code: Code::RedeployRunning,
        id: "redeploy-running",
        severity: Severity::Info,
        meaning: "somebody redeploys this gardenlet right now",
        advice: "talk to them before you do anything",
    },
    Row {
        code: Code::VersionAtLimit,
        id: "version-at-limit",
        severity: Severity::Info,
        meaning: "the gardenlet is two minors older than the garden: after the garden's next minor it does not start any more",
        advice: "update the gardenlet before the garden",
    },
    Row {
        code: Code::BackingUnknown,
        id: "backing-unknown",
        severity: Severity::Info,
        meaning: "what deploys the gardenlet is not known, because Gardenlets or ManagedSeeds could not be read",
        advice: "get the right to list gardenlets and managedseeds in namespace garden",
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

/// Something to tell about a gardenlet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "GardenletFinding")]
pub struct Finding {
    /// What kind of thing.
    pub code: Code,
    /// How urgent it is.
    pub severity: Severity,
    /// What it means for this gardenlet.
    pub message: String,
    /// The command that mends it, for a shell; words in capitals are to be filled in.
    pub command: Option<String>,
}

impl Finding {
    /// Build a finding.
    pub fn new(code: Code, message: impl Into<String>, command: Option<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            command,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::versions::finding::CODES as VERSIONS;

    #[test]
    fn each_code_has_its_row_and_a_name_of_its_own() {
        for (index, row) in CODES.iter().enumerate() {
            assert_eq!(row.code as usize, index, "{}", row.id);
            assert_eq!(serde_json::to_value(row.code).unwrap(), row.id);
            let same = VERSIONS.iter().any(|other| other.id == row.id);
            assert!(!same, "{} is a finding of the version report", row.id);
        }
    }

    #[test]
    fn codes_are_sorted_by_severity() {
        assert!(
            CODES
                .windows(2)
                .all(|pair| pair[0].severity >= pair[1].severity)
        );
    }
}
