//! What an operator's message means and what to do about it.
//!
//! The messages are those of `gardener/gardener:pkg/controller/gardenletdeployer/actuator.go`.

/// What to make of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// A part of the message that tells it from others.
    pub says: &'static str,
    /// What it means and what to do.
    pub advice: &'static str,
    /// Whether trying again cannot help: somebody has to do something first.
    pub hopeless: bool,
}

const fn row(says: &'static str, hopeless: bool, advice: &'static str) -> Advice {
    Advice {
        says,
        advice,
        hopeless,
    }
}

/// What is known of the messages; the first that fits counts.
pub const ADVICE: &[Advice] = &[
    row(
        "found existing gardenlet deployment with ConfigMap",
        true,
        "the target cluster already runs the gardenlet of another seed: this is the wrong cluster; check the kubeconfig and cancel the request",
    ),
    row(
        "failed reading garden/gardenlet deployment",
        false,
        "gardener-operator may not read Deployments in the target cluster: use a kubeconfig with cluster-admin",
    ),
    row(
        "failed to decode gardenlet configuration",
        true,
        "the ConfigMap of the gardenlet in the target cluster cannot be read: delete Deployment garden/gardenlet there and run this again",
    ),
    row(
        "ConfigMap: ",
        true,
        "the gardenlet's Deployment is in the target cluster, its ConfigMap is not: delete Deployment garden/gardenlet there and run this again",
    ),
    row(
        "error discovering kubernetes version",
        false,
        "gardener-operator cannot talk to the target cluster with this kubeconfig: check that the address can be reached from the runtime cluster, the authority, and that the credentials have not ended",
    ),
    row(
        "the secret does not contain a field with name 'kubeconfig'",
        true,
        "the Secret has no key kubeconfig: run this again with --target-kubeconfig",
    ),
    row(
        "the secret's field 'kubeconfig' is empty",
        true,
        "the Secret's key kubeconfig is empty: run this again with --target-kubeconfig",
    ),
    row(
        "failed pulling Helm chart",
        false,
        "gardener-operator could not pull the chart: check registry, tag and credentials in spec.deployment.helm.ociRepository of the Gardenlet",
    ),
    row(
        "failed to apply manifests",
        false,
        "the target cluster refused objects of the chart: use a kubeconfig with cluster-admin, and look at the webhooks there",
    ),
    row(
        "the configured backup secret does not exist",
        true,
        "create the Secret that spec.config.seedConfig.spec.backup.credentialsRef of the Gardenlet names",
    ),
    row(
        "could not read seed",
        false,
        "gardener-operator could not read the Seed: check that gardener-apiserver is available",
    ),
];

/// Find what is known of a message.
pub fn find(message: &str) -> Option<&'static Advice> {
    ADVICE.iter().find(|advice| message.contains(advice.says))
}

/// What to do when nobody picks the request up.
pub const NOT_PICKED_UP: &str = "gardener-operator has not picked up the request: check in the runtime cluster that it runs (kubectl get deployment -n garden gardener-operator) and that the Garden is reconciled (kubectl get garden); it does one gardenlet at a time";

/// What to do when it was deployed and does not report.
pub const NOT_ALIVE: &str = "deployed, but the gardenlet does not report: look at its pods and their logs in namespace garden of the target cluster; it needs the garden's address, a client certificate (kubectl get csr in the garden), and a version that fits";

/// What to do when the parent gardenlet does not pick a request up.
pub const PARENT_DOES_NOT: &str = "the parent gardenlet has not picked up the request: check that the parent seed's gardenlet is alive (kubectl gardener gardenlets), and that the shoot below is reconciled";

/// What to make of a gardenlet that lives while its condition does not say so.
pub const STALE_CONDITION: &str = "the gardenlet is alive; gardener-operator was probably restarted meanwhile, and the condition SeedRegistered is stale and harmless";

/// What to do when what was handed over stays.
pub const KEPT: &str = "the gardenlet is alive, what was handed over for it is still there: a tool that owns the Gardenlet (GitOps) may put spec.kubeconfigSecretRef back again and again; take it out there";

/// What to do when a request vanished before it was carried out.
pub const CANCELLED: &str = "the operation was taken off before gardener-operator carried it out, by somebody or by a tool that owns the Gardenlet; nothing was deployed; run this again";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_the_operator_are_recognised() {
        for (message, hopeless, word) in [
            (
                "error discovering kubernetes version \"https://x\": dial tcp: timeout",
                false,
                "cannot talk",
            ),
            (
                "found existing gardenlet deployment with ConfigMap gardenlet-configmap-1 which uses seed name \"gcp\" - this seed name doesn't match to \"aws\"",
                true,
                "wrong cluster",
            ),
            (
                "failed reading garden/gardenlet-configmap-2 ConfigMap: configmaps \"gardenlet-configmap-2\" not found",
                true,
                "delete Deployment",
            ),
            (
                "failed pulling Helm chart from OCI repository: 401",
                false,
                "registry",
            ),
            (
                "could not reconcile: the configured backup secret does not exist: garden/backup",
                true,
                "backup",
            ),
        ] {
            let advice = find(message).expect(message);
            assert_eq!(advice.hopeless, hopeless, "{message}");
            assert!(advice.advice.contains(word), "{message}: {advice:?}");
        }
        assert_eq!(find("Waiting for seed registration"), None);
    }

    #[test]
    fn each_row_can_be_reached() {
        for row in ADVICE {
            assert_eq!(find(row.says), Some(row), "{}", row.says);
        }
    }
}
