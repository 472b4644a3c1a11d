//! What Gardener knows by name: feature gates, APIs and admission plugins
//! (`gardener/gardener:pkg/utils/validation/{features,apigroups,admissionplugins}`, v1.150).
//!
//! Which versions know them is in `domain::versions::kubernetes`, where versions differ.

use crate::domain::versions::kubernetes;
use crate::domain::versions::version::Version;

/// Feature gates that all versions treat alike.
const GATES: &[&str] = &[
    "APIResponseCompression",
    "APIServerIdentity",
    "CPUManagerPolicyAlphaOptions",
    "CPUManagerPolicyBetaOptions",
    "CSIVolumeHealth",
    "CloudControllerManagerWebhook",
    "ClusterTrustBundle",
    "ContainerCheckpoint",
    "CrossNamespaceVolumeDataSource",
    "CustomCPUCFSQuotaPeriod",
    "EventedPLEG",
    "GracefulNodeShutdown",
    "GracefulNodeShutdownBasedOnPodPriority",
    "HPAScaleToZero",
    "KubeletInUserNamespace",
    "LocalStorageCapacityIsolationFSQuotaMonitoring",
    "MatchLabelKeysInPodTopologySpread",
    "MaxUnavailableStatefulSet",
    "MemoryQoS",
    "OpenAPIEnums",
    "PodAndContainerStatsFromCRI",
    "PodDeletionCost",
    "QOSReserved",
    "RotateKubeletServerCertificate",
    "StorageVersionAPI",
    "StorageVersionHash",
    "TopologyManagerPolicyAlphaOptions",
    "TopologyManagerPolicyBetaOptions",
    "UnauthenticatedHTTP2DOSMitigation",
    "WatchList",
    "WindowsHostNetwork",
];

/// API groups, versions and resources that all versions serve.
const APIS: &[&str] = &[
    "admissionregistration.k8s.io/v1",
    "admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
    "admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
    "admissionregistration.k8s.io/v1alpha1",
    "admissionregistration.k8s.io/v1alpha1/validatingadmissionpolicies",
    "admissionregistration.k8s.io/v1alpha1/validatingadmissionpolicybindings",
    "admissionregistration.k8s.io/v1beta1",
    "admissionregistration.k8s.io/v1beta1/mutatingwebhookconfigurations",
    "admissionregistration.k8s.io/v1beta1/validatingwebhookconfigurations",
    "apps/v1",
    "apps/v1/controllerrevisions",
    "apps/v1/daemonsets",
    "apps/v1/deployments",
    "apps/v1/replicasets",
    "apps/v1/statefulsets",
    "apps/v1beta1",
    "apps/v1beta1/controllerrevisions",
    "apps/v1beta1/deployments",
    "apps/v1beta1/statefulsets",
    "apps/v1beta2",
    "apps/v1beta2/controllerrevisions",
    "apps/v1beta2/daemonsets",
    "apps/v1beta2/deployments",
    "apps/v1beta2/replicasets",
    "apps/v1beta2/statefulsets",
    "autoscaling/v1",
    "autoscaling/v1/horizontalpodautoscalers",
    "autoscaling/v2",
    "autoscaling/v2/horizontalpodautoscalers",
    "batch/v1",
    "batch/v1/cronjobs",
    "batch/v1/jobs",
    "batch/v1beta1",
    "batch/v1beta1/cronjobs",
    "certificates.k8s.io/v1",
    "certificates.k8s.io/v1/certificatesigningrequests",
    "certificates.k8s.io/v1alpha1",
    "certificates.k8s.io/v1alpha1/clustertrustbundles",
    "certificates.k8s.io/v1beta1",
    "certificates.k8s.io/v1beta1/certificatesigningrequests",
    "coordination.k8s.io/v1",
    "coordination.k8s.io/v1/leases",
    "coordination.k8s.io/v1beta1",
    "coordination.k8s.io/v1beta1/leases",
    "discovery.k8s.io/v1",
    "discovery.k8s.io/v1/endpointslices",
    "discovery.k8s.io/v1beta1",
    "discovery.k8s.io/v1beta1/endpointslices",
    "events.k8s.io/v1",
    "events.k8s.io/v1/events",
    "events.k8s.io/v1beta1",
    "events.k8s.io/v1beta1/events",
    "extensions/v1beta1",
    "extensions/v1beta1/daemonsets",
    "extensions/v1beta1/deployments",
    "extensions/v1beta1/ingresses",
    "extensions/v1beta1/networkpolicies",
    "extensions/v1beta1/replicasets",
    "flowcontrol.apiserver.k8s.io/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1beta1/flowschemas",
    "flowcontrol.apiserver.k8s.io/v1beta1/prioritylevelconfigurations",
    "flowcontrol.apiserver.k8s.io/v1beta2",
    "flowcontrol.apiserver.k8s.io/v1beta2/flowschemas",
    "flowcontrol.apiserver.k8s.io/v1beta2/prioritylevelconfigurations",
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "flowcontrol.apiserver.k8s.io/v1beta3/flowschemas",
    "flowcontrol.apiserver.k8s.io/v1beta3/prioritylevelconfigurations",
    "internal.apiserver.k8s.io/v1alpha1",
    "internal.apiserver.k8s.io/v1alpha1/storageversions",
    "networking.k8s.io/v1",
    "networking.k8s.io/v1/ingressclasses",
    "networking.k8s.io/v1/ingresses",
    "networking.k8s.io/v1/networkpolicies",
    "networking.k8s.io/v1beta1",
    "networking.k8s.io/v1beta1/ingressclasses",
    "networking.k8s.io/v1beta1/ingresses",
    "node.k8s.io/v1",
    "node.k8s.io/v1/runtimeclasses",
    "node.k8s.io/v1alpha1",
    "node.k8s.io/v1alpha1/runtimeclasses",
    "node.k8s.io/v1beta1",
    "node.k8s.io/v1beta1/runtimeclasses",
    "policy/v1",
    "policy/v1/poddisruptionbudgets",
    "policy/v1beta1",
    "policy/v1beta1/poddisruptionbudgets",
    "rbac.authorization.k8s.io/v1",
    "rbac.authorization.k8s.io/v1/clusterrolebindings",
    "rbac.authorization.k8s.io/v1/clusterroles",
    "rbac.authorization.k8s.io/v1/rolebindings",
    "rbac.authorization.k8s.io/v1/roles",
    "rbac.authorization.k8s.io/v1alpha1",
    "rbac.authorization.k8s.io/v1alpha1/clusterrolebindings",
    "rbac.authorization.k8s.io/v1alpha1/clusterroles",
    "rbac.authorization.k8s.io/v1alpha1/rolebindings",
    "rbac.authorization.k8s.io/v1alpha1/roles",
    "rbac.authorization.k8s.io/v1beta1",
    "rbac.authorization.k8s.io/v1beta1/clusterrolebindings",
    "rbac.authorization.k8s.io/v1beta1/clusterroles",
    "rbac.authorization.k8s.io/v1beta1/rolebindings",
    "rbac.authorization.k8s.io/v1beta1/roles",
    "scheduling.k8s.io/v1",
    "scheduling.k8s.io/v1/priorityclasses",
    "scheduling.k8s.io/v1beta1",
    "scheduling.k8s.io/v1beta1/priorityclasses",
    "storage.k8s.io/v1",
    "storage.k8s.io/v1/csidrivers",
    "storage.k8s.io/v1/csinodes",
    "storage.k8s.io/v1/csistoragecapacities",
    "storage.k8s.io/v1/storageclasses",
    "storage.k8s.io/v1/volumeattachments",
    "storage.k8s.io/v1alpha1",
    "storage.k8s.io/v1alpha1/csistoragecapacities",
    "storage.k8s.io/v1alpha1/volumeattachments",
    "storage.k8s.io/v1beta1",
    "storage.k8s.io/v1beta1/csidrivers",
    "storage.k8s.io/v1beta1/csinodes",
    "storage.k8s.io/v1beta1/csistoragecapacities",
    "storage.k8s.io/v1beta1/storageclasses",
    "storage.k8s.io/v1beta1/volumeattachments",
    "v1",
    "v1/componentstatuses",
    "v1/configmaps",
    "v1/endpoints",
    "v1/events",
    "v1/limitranges",
    "v1/namespaces",
    "v1/nodes",
    "v1/persistentvolumeclaims",
    "v1/persistentvolumes",
    "v1/pods",
    "v1/podtemplates",
    "v1/replicationcontrollers",
    "v1/resourcequotas",
    "v1/secrets",
    "v1/serviceaccounts",
    "v1/services",
];

/// APIs that must stay on where there are nodes.
const REQUIRED: &[&str] = &[
    "admissionregistration.k8s.io/v1",
    "admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
    "admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
    "apps/v1",
    "autoscaling/v2/horizontalpodautoscalers",
    "certificates.k8s.io/v1/certificatesigningrequests",
    "coordination.k8s.io/v1/leases",
    "discovery.k8s.io/v1/endpointslices",
    "events.k8s.io/v1/events",
    "networking.k8s.io/v1",
    "node.k8s.io/v1/runtimeclasses",
    "policy/v1/poddisruptionbudgets",
    "rbac.authorization.k8s.io/v1",
    "scheduling.k8s.io/v1/priorityclasses",
    "storage.k8s.io/v1",
    "v1",
];

/// APIs that must stay on where there are none.
const REQUIRED_WITHOUT_NODES: &[&str] = &[
    "discovery.k8s.io/v1/endpointslices",
    "events.k8s.io/v1/events",
    "networking.k8s.io/v1",
    "rbac.authorization.k8s.io/v1",
    "v1",
];

/// An admission plugin.
pub(super) struct Plugin {
    name: &'static str,
    /// The first minor that has it.
    added: Option<u64>,
    /// The first minor that no longer has it.
    removed: Option<u64>,
    /// Whether it cannot be switched off.
    pub(super) required: bool,
    /// Whether it can be configured.
    pub(super) configurable: bool,
}

const fn plugin(
    name: &'static str,
    added: Option<u64>,
    removed: Option<u64>,
    required: bool,
    configurable: bool,
) -> Plugin {
    Plugin {
        name,
        added,
        removed,
        required,
        configurable,
    }
}

/// Admission plugins, by name.
const PLUGINS: &[Plugin] = &[
    plugin("AlwaysAdmit", None, None, false, false),
    plugin("AlwaysDeny", None, None, false, false),
    plugin("AlwaysPullImages", None, None, false, false),
    plugin("CertificateApproval", None, None, false, false),
    plugin("CertificateSigning", None, None, false, false),
    plugin("CertificateSubjectRestriction", None, None, false, false),
    plugin("ClusterTrustBundleAttest", None, None, false, false),
    plugin("DefaultIngressClass", None, None, false, false),
    plugin("DefaultStorageClass", None, None, false, false),
    plugin("DefaultTolerationSeconds", None, None, false, false),
    plugin("DenyServiceExternalIPs", None, None, false, false),
    plugin("EventRateLimit", None, None, false, true),
    plugin("ExtendedResourceToleration", None, None, false, false),
    plugin("ImagePolicyWebhook", None, None, false, true),
    plugin("JobValidation", Some(36), None, false, false),
    plugin("LimitPodHardAntiAffinityTopology", None, None, false, false),
    plugin("LimitRanger", None, None, false, false),
    plugin("MutatingAdmissionPolicy", Some(32), None, false, false),
    plugin("MutatingAdmissionWebhook", None, None, true, true),
    plugin("NamespaceAutoProvision", None, None, false, false),
    plugin("NamespaceExists", None, None, false, false),
    plugin("NamespaceLifecycle", None, None, true, false),
    plugin("NodeDeclaredFeatureValidator", Some(35), None, false, false),
    plugin("NodeRestriction", None, None, true, false),
    plugin(
        "OwnerReferencesPermissionEnforcement",
        None,
        None,
        false,
        false,
    ),
    plugin("PersistentVolumeClaimResize", None, None, false, false),
    plugin("PersistentVolumeLabel", None, Some(31), false, false),
    plugin("PodGroupProtection", Some(36), None, false, false),
    plugin("PodGroupWorkloadExists", Some(36), None, false, false),
    plugin("PodNodeSelector", None, None, false, true),
    plugin("PodResizeValidator", Some(36), None, false, false),
    plugin("PodSecurity", None, None, true, true),
    plugin("PodTolerationRestriction", None, None, false, true),
    plugin("PodTopologyLabels", Some(33), None, false, false),
    plugin("Priority", None, None, true, false),
    plugin("ResourceQuota", None, None, false, true),
    plugin("RuntimeClass", None, None, false, false),
    plugin("ServiceAccount", None, None, false, false),
    plugin("StorageObjectInUseProtection", None, None, true, false),
    plugin("TaintNodesByCondition", None, None, false, false),
    plugin("ValidatingAdmissionPolicy", None, None, false, false),
    plugin("ValidatingAdmissionWebhook", None, None, true, true),
];

/// Whether there is a feature gate of this name.
pub fn is_gate(name: &str) -> bool {
    kubernetes::knows_gate(name) || GATES.binary_search(&name).is_ok()
}

/// Whether there is an admission plugin of this name.
pub fn is_plugin(name: &str) -> bool {
    PLUGINS.iter().any(|plugin| plugin.name == name)
}

/// Give all API groups, versions and resources: `apps/v1`, `apps/v1/deployments`, `v1/pods`.
pub fn apis() -> impl Iterator<Item = &'static str> {
    APIS.iter().copied().chain(kubernetes::apis())
}

/// Whether there is an API of this name: `apps/v1`, `apps/v1/deployments`, `v1/pods`.
pub(super) fn is_api(name: &str) -> bool {
    kubernetes::knows_api(name) || APIS.binary_search(&name).is_ok()
}

/// Give the API that must stay on and that goes with this one.
pub(super) fn required_api(name: &str, workerless: bool) -> Option<&'static str> {
    let required = if workerless {
        REQUIRED_WITHOUT_NODES
    } else {
        REQUIRED
    };
    let parts: Vec<&str> = name.split('/').collect();
    let group = match parts.as_slice() {
        ["v1", _] => "v1".to_owned(),
        [group, version, _] => format!("{group}/{version}"),
        _ => {
            // A whole version goes with all of its resources.
            let below = format!("{name}/");
            let goes = |api: &&&str| **api == name || api.starts_with(&below);
            return required.iter().find(goes).copied();
        }
    };
    let goes = |api: &&&str| **api == name || **api == group;
    required.iter().find(goes).copied()
}

/// Find an admission plugin, and whether a version has it.
pub(super) fn find_plugin(name: &str, version: &Version) -> Option<(&'static Plugin, bool)> {
    let plugin = PLUGINS.iter().find(|plugin| plugin.name == name)?;
    let at_least = |minor: u64| (version.major, version.minor) >= (1, minor);
    let has = plugin.added.is_none_or(at_least) && !plugin.removed.is_some_and(at_least);
    Some((plugin, has))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_so_that_they_are_found() {
        assert!(GATES.is_sorted() && APIS.is_sorted());
        assert!(is_gate("MatchLabelKeysInPodTopologySpread") && !is_gate("DoesNotExist"));
        assert!(is_api("apps/v1") && is_api("v1/pods") && !is_api("apps/v3"));
    }

    #[test]
    fn what_must_stay_on_goes_neither_alone_nor_with_others() {
        assert_eq!(required_api("apps/v1", false), Some("apps/v1"));
        assert_eq!(required_api("apps/v1/deployments", false), Some("apps/v1"));
        assert_eq!(required_api("apps/v1", true), None);
        let below = Some("coordination.k8s.io/v1/leases");
        assert_eq!(required_api("coordination.k8s.io/v1", false), below);
        assert_eq!(required_api("batch/v1", false), None);
        assert_eq!(required_api("v1/pods", true), Some("v1"));
    }
}
