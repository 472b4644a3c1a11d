//! Everything that `doctor` looks at, with permanent names.

use schemars::JsonSchema;
use serde::Serialize;

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "DoctorTopic")]
pub enum Topic {
    /// The way to the garden.
    Connection,
    /// Versions of Gardener and Kubernetes.
    Versions,
    /// What the user may do.
    Rights,
    /// What is stopped without effect, or held for too long.
    Seeds,
    /// What operations have left behind.
    Leftovers,
    /// The clock of this machine.
    Clock,
    /// How this program is installed and set up.
    Setup,
}

impl Topic {
    /// Say it as tables do.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Versions => "versions",
            Self::Rights => "rights",
            Self::Seeds => "seeds",
            Self::Leftovers => "leftovers",
            Self::Clock => "clock",
            Self::Setup => "setup",
        }
    }
}

/// Something that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, which is permanent.
    pub id: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// What it looks at, and what it means.
    pub what: &'static str,
    /// What mends it.
    pub advice: &'static str,
}

const fn row(id: &'static str, topic: Topic, what: &'static str, advice: &'static str) -> Check {
    Check {
        id,
        topic,
        what,
        advice,
    }
}

/// All checks, in the order in which they are shown.
pub const CHECKS: &[Check] = &[
    row(
        "kubeconfig",
        Topic::Connection,
        "there is a kubeconfig, and its context leads to a server and a user",
        "name it with --kubeconfig or KUBECONFIG, and the context with --context",
    ),
    row(
        "dns",
        Topic::Connection,
        "the name of the server, or of the proxy to it, is known",
        "check the server's address, network and VPN",
    ),
    row(
        "tcp",
        Topic::Connection,
        "the server, or the proxy to it, accepts connections",
        "check network, VPN, firewall and proxy",
    ),
    row(
        "credentials",
        Topic::Connection,
        "the credentials can be had: credential plugin, token file, client certificate",
        "log in again, or correct the user of the kubeconfig",
    ),
    row(
        "tls",
        Topic::Connection,
        "the connection is encrypted, and the server is the one that it should be",
        "correct certificate-authority-data in the kubeconfig, or --certificate-authority",
    ),
    row(
        "api",
        Topic::Connection,
        "the server answers as an API server",
        "check the server's address and the proxy; -v 9 shows what is answered",
    ),
    row(
        "authentication",
        Topic::Connection,
        "the server accepts the credentials, and says as whom",
        "log in again, or choose another user with --context, --user or --token",
    ),
    row(
        "gardener-api",
        Topic::Connection,
        "the server is a garden: it serves Gardener's API. One that does not is the cluster of a seed, a shoot or the operator",
        "use the kubeconfig of the (virtual) garden cluster",
    ),
    row(
        "gardener-version",
        Topic::Versions,
        "how the garden's version stands to the Gardener that this program knows",
        "update kubectl-gardener, or the garden",
    ),
    row(
        "kubernetes-version",
        Topic::Versions,
        "how the version of the garden's API server stands to the Kubernetes that this program knows",
        "update kubectl-gardener",
    ),
    row(
        "api-versions",
        Topic::Versions,
        "each version of an API that this program asks for is served",
        "update kubectl-gardener, or check that the garden has the component that serves it",
    ),
    row(
        "version-not-supported",
        Topic::Versions,
        "a gardenlet is newer than the garden or more than two minors older: it does not start any more",
        "deploy a version that fits",
    ),
    row(
        "rights",
        Topic::Rights,
        "what the user may do, for each command: without a right that it needs it fails, without one that adds to it something is missing",
        "have somebody apply and bind the roles that doctor --rbac prints",
    ),
    row(
        "ineffective-value",
        Topic::Seeds,
        "the annotation of the emergency stop has a value that Gardener does not look for, such as True: the seed is not stopped",
        "stop the seed in earnest with emergency-stop on, or, where nobody holds it, remove the annotation with the command",
    ),
    row(
        "overdue",
        Topic::Seeds,
        "a hold of the emergency stop should be over",
        "lift it with the command, or extend it with emergency-stop on --until; without an incident only its owner can, so there is no command for others",
    ),
    row(
        "hold-without-stop",
        Topic::Seeds,
        "holds are recorded on a seed that is not stopped: the annotation was taken away by other means",
        "stop the seed again, or, where nothing is left of the stop, lift the hold with the command",
    ),
    row(
        "unreadable-hold",
        Topic::Seeds,
        "a hold cannot be read and counts as somebody's",
        "read the annotation and ask whoever wrote it; emergency-stop off --override lifts a stop that may still be needed, so there is no command",
    ),
    row(
        "operation-stuck",
        Topic::Leftovers,
        "an operation was asked of a Seed, Gardenlet, ManagedSeed or Shoot more than ten minutes ago, and nobody has taken it away. On a seed it blocks the rotation of the garden's credentials for all",
        "find out why nobody does it; the command takes the request back, and is there only where nobody works on it and its age is known",
    ),
    row(
        "renew-kubeconfig-stuck",
        Topic::Leftovers,
        "renew-kubeconfig was asked of a gardenlet that does not report: it keeps the API server from taking force-redeploy",
        "take the request back with the command",
    ),
    row(
        "reference-not-removed",
        Topic::Leftovers,
        "a Gardenlet still refers to the Secret of a redeployment that is over",
        "check gardener-operator; the command takes the reference off",
    ),
    row(
        "leftover-secret",
        Topic::Leftovers,
        "a redeployment that was interrupted left its Secret behind, with a kubeconfig of the target cluster",
        "run the same redeployment again, which takes it up, or delete it with the command",
    ),
    row(
        "clock",
        Topic::Clock,
        "how far this machine's clock is from the server's: heartbeats and times to come are told by this one",
        "set the clock",
    ),
    row(
        "kubectl",
        Topic::Setup,
        "kubectl is on the PATH, in a version that has its plugins complete words",
        "install kubectl 1.26 or newer",
    ),
    row(
        "plugin",
        Topic::Setup,
        "kubectl finds this very program under the name kubectl-gardener",
        "put it into a folder of the PATH, before what has the same name",
    ),
    row(
        "completion",
        Topic::Setup,
        "kubectl completes the words of kubectl gardener",
        "run kubectl gardener completion install",
    ),
    row(
        "variables",
        Topic::Setup,
        "which variables KUBECTL_GARDENER_* are set, and whether this program knows them and their values",
        "correct the name or the value, or unset it",
    ),
];

/// Find a check.
pub fn find(id: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::gardenlets::finding::CODES;

    #[test]
    fn names_are_unique_and_topics_stand_together() {
        for (index, check) in CHECKS.iter().enumerate() {
            let first = CHECKS.iter().position(|other| other.id == check.id);
            assert_eq!(first, Some(index), "{}", check.id);
        }
        assert!(CHECKS.is_sorted_by_key(|check| check.topic));
    }

    #[test]
    fn codes_of_other_reports_mean_the_same_here() {
        for id in [
            "version-not-supported",
            "operation-stuck",
            "renew-kubeconfig-stuck",
            "reference-not-removed",
            "leftover-secret",
        ] {
            assert!(CODES.iter().any(|code| code.id == id) && find(id).is_some());
        }
    }
}
