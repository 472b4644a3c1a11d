//! What a Kubernetes minor no longer accepts: feature gates and API versions, as Gardener's tables have them
//! (`gardener/gardener:pkg/utils/validation/features/featuregates.go`, `pkg/utils/validation/apigroups/apigroups.go`, v1.150).
//!
//! Rows hold minors of Kubernetes 1; what is accepted by every version has no row.

use super::version::Version;

/// A feature gate.
struct Gate {
    name: &'static str,
    /// The first minor that knows it.
    added: Option<u64>,
    /// The first minor that no longer knows it.
    removed: Option<u64>,
    /// The minor from which on it is locked, and to what.
    locked: Option<(u64, bool)>,
}

const fn gate(
    name: &'static str,
    added: Option<u64>,
    removed: Option<u64>,
    locked: Option<(u64, bool)>,
) -> Gate {
    Gate {
        name,
        added,
        removed,
        locked,
    }
}

/// A group and version, or a resource in it.
struct Api {
    name: &'static str,
    /// The first minor that serves it.
    added: Option<u64>,
    /// The first minor that no longer serves it.
    removed: Option<u64>,
}

const fn api(name: &'static str, added: Option<u64>, removed: Option<u64>) -> Api {
    Api {
        name,
        added,
        removed,
    }
}

/// Tell whether a version accepts a feature gate at all; maintenance removes those that it does not.
pub fn accepts_gate(name: &str, version: &Version) -> bool {
    find_gate(name).is_none_or(|gate| in_range(version, gate.added, gate.removed))
}

/// Tell whether some versions treat a feature gate differently from others. What all accept is not known here.
pub fn knows_gate(name: &str) -> bool {
    find_gate(name).is_some()
}

/// Give the value that a feature gate is locked to in a version.
pub fn locked_gate(name: &str, version: &Version) -> Option<bool> {
    let (since, value) = find_gate(name)?.locked?;
    in_range(version, Some(since), None).then_some(value)
}

/// Tell whether a version serves an API group version or resource.
pub fn serves_api(name: &str, version: &Version) -> bool {
    match APIS.binary_search_by_key(&name, |api| api.name) {
        Ok(index) => in_range(version, APIS[index].added, APIS[index].removed),
        Err(_) => true,
    }
}

/// Tell whether some versions serve an API and others do not. What all serve is not known here.
pub fn knows_api(name: &str) -> bool {
    APIS.binary_search_by_key(&name, |api| api.name).is_ok()
}

/// Give the groups, versions and resources that versions treat differently.
pub fn apis() -> impl Iterator<Item = &'static str> {
    APIS.iter().map(|api| api.name)
}

fn find_gate(name: &str) -> Option<&'static Gate> {
    let index = GATES.binary_search_by_key(&name, |gate| gate.name).ok()?;
    Some(&GATES[index])
}

fn in_range(version: &Version, added: Option<u64>, removed: Option<u64>) -> bool {
    let at_least = |minor: u64| (version.major, version.minor) >= (1, minor);
    added.is_none_or(at_least) && !removed.is_some_and(at_least)
}

#[rustfmt::skip]
const GATES: &[Gate] = &[
    gate("APIListChunking", None, Some(33), Some((29, true))),
    gate("APIPriorityAndFairness", None, Some(31), Some((29, true))),
    gate("APIServerTracing", None, None, Some((34, true))),
    gate("APIServingWithRoutine", Some(30), None, None),
    gate("AdmissionWebhookMatchConditions", None, Some(33), Some((30, true))),
    gate("AggregatedDiscoveryEndpoint", None, Some(33), Some((30, true))),
    gate("AggregatedDiscoveryRemoveBetaType", Some(33), None, Some((35, true))),
    gate("AllAlpha", Some(17), None, None),
    gate("AllBeta", Some(17), None, None),
    gate("AllowDNSOnlyNodeCSR", Some(31), None, None),
    gate("AllowInsecureKubeletCertificateSigningRequests", Some(31), None, None),
    gate("AllowOverwriteTerminationGracePeriodSeconds", Some(32), None, Some((35, false))),
    gate("AllowParsingUserUIDFromCertAuth", Some(33), None, None),
    gate("AllowServiceExternalIPs", Some(36), None, None),
    gate("AllowServiceLBStatusOnNonLB", Some(29), Some(35), Some((32, false))),
    gate("AllowUnsafeMalformedObjectDeletion", Some(32), None, None),
    gate("AnonymousAuthConfigurableEndpoints", Some(31), None, Some((34, true))),
    gate("AnyVolumeDataSource", None, None, Some((33, true))),
    gate("AppArmor", None, Some(33), Some((31, true))),
    gate("AppArmorFields", Some(30), Some(33), Some((31, true))),
    gate("AuthorizeNodeWithSelectors", Some(31), None, Some((34, true))),
    gate("AuthorizePodWebsocketUpgradeCreatePermission", Some(35), None, None),
    gate("AuthorizeWithSelectors", Some(31), None, Some((34, true))),
    gate("BtreeWatchCache", Some(32), None, Some((33, true))),
    gate("CBORServingAndStorage", Some(32), None, None),
    gate("CPUManager", None, Some(33), Some((26, true))),
    gate("CPUManagerPolicyOptions", None, None, Some((33, true))),
    gate("CRDObservedGenerationTracking", Some(35), None, None),
    gate("CRDValidationRatcheting", Some(28), None, Some((33, true))),
    gate("CRIListStreaming", Some(36), None, None),
    gate("CSIMigrationPortworx", None, Some(36), Some((33, true))),
    gate("CSIMigrationRBD", None, Some(31), None),
    gate("CSINodeExpandSecret", None, Some(31), Some((29, true))),
    gate("CSIServiceAccountTokenSecrets", Some(35), None, Some((36, true))),
    gate("ChangeContainerStatusOnKubeletRestart", Some(35), None, None),
    gate("ClearingNominatedNodeNameAfterBinding", Some(34), None, None),
    gate("CloudControllerManagerWatchBasedRoutesReconciliation", Some(35), None, None),
    gate("CloudDualStackNodeIPs", None, Some(32), Some((30, true))),
    gate("ClusterTrustBundleProjection", Some(29), None, None),
    gate("ComponentFlagz", Some(32), None, None),
    gate("ComponentSLIs", None, Some(35), None),
    gate("ComponentStatusz", Some(32), None, None),
    gate("ConcurrentWatchObjectDecode", Some(31), None, None),
    gate("ConsistentHTTPGetHandlers", Some(26), Some(31), Some((30, true))),
    gate("ConsistentListFromCache", Some(28), None, Some((34, true))),
    gate("ConstrainedImpersonation", Some(35), None, None),
    gate("ContainerRestartRules", Some(34), None, None),
    gate("ContainerStopSignals", Some(33), None, None),
    gate("ContextualLogging", None, None, Some((30, true))),
    gate("ControllerManagerReleaseLeaderElectionLockOnExit", Some(36), None, None),
    gate("CoordinatedLeaderElection", Some(31), None, None),
    gate("CronJobsScheduledAnnotation", Some(28), Some(35), Some((32, true))),
    gate("CustomResourceFieldSelectors", Some(30), None, Some((32, true))),
    gate("CustomResourceValidationExpressions", None, Some(31), Some((29, true))),
    gate("DRAAdminAccess", Some(32), None, Some((36, true))),
    gate("DRAConsumableCapacity", Some(34), None, None),
    gate("DRAControlPlaneController", Some(26), Some(32), None),
    gate("DRADeviceBindingConditions", Some(34), None, None),
    gate("DRADeviceTaintRules", Some(35), None, None),
    gate("DRADeviceTaints", Some(33), None, None),
    gate("DRAExtendedResource", Some(34), None, None),
    gate("DRAListTypeAttributes", Some(36), None, None),
    gate("DRANodeAllocatableResources", Some(36), None, None),
    gate("DRAPartitionableDevices", Some(33), None, None),
    gate("DRAPrioritizedList", Some(33), None, None),
    gate("DRAResourceClaimDeviceStatus", Some(32), None, None),
    gate("DRAResourceClaimGranularStatusAuthorization", Some(36), None, None),
    gate("DRAResourcePoolStatus", Some(36), None, None),
    gate("DRASchedulerFilterTimeout", Some(34), None, None),
    gate("DRAWorkloadResourceClaims", Some(36), None, None),
    gate("DeclarativeValidation", Some(33), None, Some((36, true))),
    gate("DeclarativeValidationBeta", Some(36), None, None),
    gate("DeclarativeValidationTakeover", Some(33), None, None),
    gate("DefaultHostNetworkHostPortsInPodTemplates", Some(28), Some(31), None),
    gate("DeploymentReplicaSetTerminatingReplicas", Some(33), None, None),
    gate("DetectCacheInconsistency", Some(34), None, None),
    gate("DevicePluginCDIDevices", Some(28), Some(34), Some((31, true))),
    gate("DisableAllocatorDualWrite", Some(31), None, Some((35, true))),
    gate("DisableCPUQuotaWithExclusiveCPUs", Some(33), None, None),
    gate("DisableCloudProviders", None, Some(33), Some((31, true))),
    gate("DisableKubeletCloudCredentialProviders", None, Some(33), Some((31, true))),
    gate("DisableNodeKubeProxyVersion", Some(29), None, Some((36, true))),
    gate("DynamicResourceAllocation", None, None, Some((35, true))),
    gate("EfficientWatchResumption", None, Some(33), Some((24, true))),
    gate("ElasticIndexedJob", None, Some(34), Some((31, true))),
    gate("EnvFiles", Some(34), None, None),
    gate("ExecProbeTimeout", None, None, Some((35, true))),
    gate("ExtendWebSocketsToKubelet", Some(36), None, None),
    gate("ExternalServiceAccountTokenSigner", Some(32), None, Some((36, true))),
    gate("GangScheduling", Some(35), None, None),
    gate("GenericWorkload", Some(35), None, None),
    gate("GitRepoVolumeDriver", Some(33), None, Some((36, false))),
    gate("HPAConfigurableTolerance", Some(33), None, None),
    gate("HPAContainerMetrics", Some(20), Some(32), Some((30, true))),
    gate("HonorPVReclaimPolicy", None, Some(36), Some((33, true))),
    gate("HostnameOverride", Some(34), None, None),
    gate("ImageMaximumGCAge", Some(29), None, Some((35, true))),
    gate("ImageVolume", Some(31), None, Some((36, true))),
    gate("ImageVolumeWithDigest", Some(36), None, None),
    gate("InPlacePodLevelResourcesVerticalScaling", Some(35), None, None),
    gate("InPlacePodVerticalScaling", Some(27), None, Some((35, true))),
    gate("InPlacePodVerticalScalingAllocatedStatus", Some(32), Some(36), None),
    gate("InPlacePodVerticalScalingExclusiveCPUs", Some(32), None, None),
    gate("InPlacePodVerticalScalingExclusiveMemory", Some(34), None, None),
    gate("InPlacePodVerticalScalingInitContainers", Some(36), None, None),
    gate("InTreePluginAWSUnregister", None, Some(31), None),
    gate("InTreePluginAzureDiskUnregister", None, Some(31), None),
    gate("InTreePluginAzureFileUnregister", None, Some(31), None),
    gate("InTreePluginGCEUnregister", None, Some(31), None),
    gate("InTreePluginOpenStackUnregister", None, Some(31), None),
    gate("InTreePluginPortworxUnregister", None, Some(36), None),
    gate("InTreePluginRBDUnregister", None, Some(31), None),
    gate("InTreePluginvSphereUnregister", None, Some(31), None),
    gate("InformerResourceVersion", Some(30), None, None),
    gate("JobBackoffLimitPerIndex", Some(28), None, Some((33, true))),
    gate("JobManagedBy", Some(30), None, Some((35, true))),
    gate("JobPodFailurePolicy", None, Some(33), Some((31, true))),
    gate("JobPodReplacementPolicy", Some(28), None, Some((34, true))),
    gate("JobReadyPods", None, Some(31), Some((29, true))),
    gate("JobSuccessPolicy", Some(30), None, Some((33, true))),
    gate("KMSv1", Some(28), None, None),
    gate("KMSv2", Some(25), Some(32), Some((29, true))),
    gate("KMSv2KDF", Some(28), Some(32), Some((29, true))),
    gate("KubeProxyDrainingTerminatingNodes", Some(28), Some(33), Some((31, true))),
    gate("KubeletCgroupDriverFromCRI", Some(28), None, Some((34, true))),
    gate("KubeletCrashLoopBackOffMax", Some(32), None, None),
    gate("KubeletEnsureSecretPulledImages", Some(33), None, None),
    gate("KubeletFineGrainedAuthz", Some(32), None, Some((36, true))),
    gate("KubeletPSI", Some(33), None, Some((36, true))),
    gate("KubeletPodResourcesDynamicResources", None, None, Some((36, true))),
    gate("KubeletPodResourcesGet", None, None, Some((36, true))),
    gate("KubeletPodResourcesListUseActivePods", Some(34), None, None),
    gate("KubeletRegistrationGetOnExistsOnly", Some(32), None, None),
    gate("KubeletSeparateDiskGC", Some(29), None, None),
    gate("KubeletServiceAccountTokenForCredentialProviders", Some(33), None, None),
    gate("KubeletTracing", None, None, Some((34, true))),
    gate("LegacyServiceAccountTokenCleanUp", Some(28), Some(32), Some((30, true))),
    gate("LegacySidecarContainers", Some(33), Some(34), None),
    gate("ListFromCacheSnapshot", Some(33), None, None),
    gate("LoadBalancerIPMode", Some(29), Some(35), Some((32, true))),
    gate("LogarithmicScaleDown", None, None, Some((31, true))),
    gate("ManifestBasedAdmissionControlConfig", Some(36), None, None),
    gate("MatchLabelKeysInPodAffinity", Some(29), None, Some((33, true))),
    gate("MatchLabelKeysInPodTopologySpreadSelectorMerge", Some(34), None, None),
    gate("MemoryManager", Some(21), Some(36), Some((32, true))),
    gate("MinDomainsInPodTopologySpread", Some(24), Some(32), Some((30, true))),
    gate("MultiCIDRServiceAllocator", None, None, Some((34, true))),
    gate("MutableCSINodeAllocatableCount", Some(33), None, Some((36, true))),
    gate("MutablePVNodeAffinity", Some(35), None, None),
    gate("MutablePodResourcesForSuspendedJobs", Some(35), None, None),
    gate("MutableSchedulingDirectivesForSuspendedJobs", Some(35), None, None),
    gate("MutatingAdmissionPolicy", Some(30), None, None),
    gate("NFTablesProxyMode", Some(29), None, Some((33, true))),
    gate("NativeHistograms", Some(36), None, None),
    gate("NewVolumeManagerReconstruction", Some(25), Some(32), Some((30, true))),
    gate("NodeDeclaredFeatures", Some(35), None, None),
    gate("NodeInclusionPolicyInPodTopologySpread", None, None, Some((33, true))),
    gate("NodeLogQuery", None, None, Some((36, true))),
    gate("NodeOutOfServiceVolumeDetach", Some(24), Some(32), Some((28, true))),
    gate("NodeSwap", None, None, Some((34, true))),
    gate("NominatedNodeNameForExpectation", Some(34), None, None),
    gate("OpportunisticBatching", Some(35), None, None),
    gate("OrderedNamespaceDeletion", Some(33), None, Some((34, true))),
    gate("PDBUnhealthyPodEvictionPolicy", None, Some(33), Some((31, true))),
    gate("PLEGOnDemandRelist", Some(36), None, None),
    gate("PersistentVolumeClaimUnusedSinceTime", Some(36), None, None),
    gate("PersistentVolumeLastPhaseTransitionTime", Some(28), Some(33), Some((31, true))),
    gate("PodCertificateRequest", Some(34), None, None),
    gate("PodDisruptionConditions", None, Some(34), Some((31, true))),
    gate("PodHostIPs", Some(28), Some(32), Some((30, true))),
    gate("PodIndexLabel", Some(28), Some(35), Some((32, true))),
    gate("PodLevelResourceManagers", Some(36), None, None),
    gate("PodLevelResources", Some(32), None, None),
    gate("PodLifecycleSleepAction", Some(29), None, Some((34, true))),
    gate("PodLifecycleSleepActionAllowZero", Some(32), None, Some((34, true))),
    gate("PodLogsQuerySplitStreams", Some(32), None, None),
    gate("PodObservedGenerationTracking", Some(33), None, Some((35, true))),
    gate("PodReadyToStartContainersCondition", Some(28), None, None),
    gate("PodSchedulingReadiness", None, None, Some((30, true))),
    gate("PodTopologyLabelsAdmission", Some(33), None, None),
    gate("PodsAPI", Some(36), None, None),
    gate("PortForwardWebsockets", Some(30), None, None),
    gate("PreferAlignCpusByUncoreCache", Some(32), None, None),
    gate("PreferSameTrafficDistribution", Some(33), None, Some((35, true))),
    gate("PreventStaticPodAPIReferences", Some(34), None, None),
    gate("ProbeHostPodSecurityStandards", Some(34), Some(35), Some((34, true))),
    gate("ProcMountType", None, None, Some((36, true))),
    gate("ReadWriteOncePod", None, Some(31), Some((29, true))),
    gate("RecoverVolumeExpansionFailure", Some(28), None, Some((34, true))),
    gate("RecursiveReadOnlyMounts", Some(30), None, Some((33, true))),
    gate("ReduceDefaultCrashLoopBackOffDecay", Some(33), None, None),
    gate("RelaxedDNSSearchValidation", Some(32), None, Some((34, true))),
    gate("RelaxedEnvironmentVariableValidation", Some(30), None, Some((34, true))),
    gate("RelaxedServiceNameValidation", Some(34), None, None),
    gate("ReloadKubeletClientCAFile", Some(36), None, None),
    gate("ReloadKubeletServerCertificateFile", Some(31), None, None),
    gate("RemainingItemCount", None, Some(33), Some((29, true))),
    gate("RemoteRequestHeaderUID", Some(32), None, None),
    gate("ResilientWatchCacheInitialization", Some(31), None, Some((34, true))),
    gate("ResourceHealthStatus", Some(31), None, None),
    gate("ResourceHealthStatusMessage", Some(36), None, None),
    gate("RestartAllContainersOnContainerExits", Some(35), None, None),
    gate("RetryGenerateName", Some(30), None, Some((32, true))),
    gate("RuntimeClassInImageCriApi", Some(29), None, None),
    gate("SELinuxChangePolicy", Some(32), None, Some((36, true))),
    gate("SELinuxMount", Some(30), None, None),
    gate("SELinuxMountReadWriteOncePod", None, None, Some((29, true))),
    gate("SchedulerAsyncAPICalls", Some(34), None, None),
    gate("SchedulerAsyncPreemption", Some(32), None, None),
    gate("SchedulerPopFromBackoffQ", Some(33), None, None),
    gate("SchedulerQueueingHints", Some(28), None, Some((34, true))),
    gate("SeparateCacheWatchRPC", Some(28), None, Some((36, false))),
    gate("SeparateTaintEvictionController", Some(29), None, Some((34, true))),
    gate("ServerSideApply", Some(14), Some(32), Some((22, true))),
    gate("ServerSideFieldValidation", Some(23), Some(32), Some((27, true))),
    gate("ServiceAccountNodeAudienceRestriction", Some(32), None, None),
    gate("ServiceAccountTokenJTI", Some(29), None, Some((32, true))),
    gate("ServiceAccountTokenNodeBinding", Some(29), None, Some((33, true))),
    gate("ServiceAccountTokenNodeBindingValidation", Some(29), None, Some((32, true))),
    gate("ServiceAccountTokenPodNodeInfo", Some(29), None, Some((32, true))),
    gate("ServiceCIDRStatusFieldWiping", Some(36), None, None),
    gate("ServiceNodePortStaticSubrange", None, Some(31), Some((29, true))),
    gate("ServiceTrafficDistribution", Some(30), Some(36), Some((33, true))),
    gate("ShardedListAndWatch", Some(36), None, None),
    gate("SidecarContainers", Some(28), None, Some((33, true))),
    gate("SizeBasedListCostEstimate", Some(34), None, None),
    gate("SizeMemoryBackedVolumes", Some(20), Some(35), Some((32, true))),
    gate("SkipReadOnlyValidationGCE", Some(28), Some(31), None),
    gate("StableLoadBalancerNodeSet", None, Some(32), Some((30, true))),
    gate("StaleControllerConsistencyDaemonSet", Some(36), None, None),
    gate("StaleControllerConsistencyJob", Some(36), None, None),
    gate("StaleControllerConsistencyReplicaSet", Some(36), None, None),
    gate("StaleControllerConsistencyStatefulSet", Some(36), None, None),
    gate("StatefulSetAutoDeletePVC", Some(23), Some(35), Some((32, true))),
    gate("StatefulSetStartOrdinal", None, Some(34), Some((31, true))),
    gate("StorageCapacityScoring", Some(33), None, None),
    gate("StorageNamespaceIndex", Some(30), None, None),
    gate("StorageVersionMigrator", Some(30), None, None),
    gate("StreamingCollectionEncodingToJSON", Some(33), None, Some((34, true))),
    gate("StreamingCollectionEncodingToProtobuf", Some(33), None, Some((34, true))),
    gate("StrictCostEnforcementForVAP", Some(30), Some(35), Some((32, true))),
    gate("StrictCostEnforcementForWebhooks", Some(30), Some(35), Some((32, true))),
    gate("StrictIPCIDRValidation", Some(33), None, None),
    gate("StructuredAuthenticationConfiguration", Some(29), None, Some((34, true))),
    gate("StructuredAuthenticationConfigurationEgressSelector", Some(34), None, None),
    gate("StructuredAuthenticationConfigurationJWKSMetrics", Some(35), None, None),
    gate("StructuredAuthorizationConfiguration", Some(29), Some(36), Some((32, true))),
    gate("SupplementalGroupsPolicy", Some(31), None, Some((35, true))),
    gate("SystemdWatchdog", Some(32), None, Some((35, true))),
    gate("TaintTolerationComparisonOperators", Some(35), None, None),
    gate("TokenRequestServiceAccountUIDValidation", Some(34), None, None),
    gate("TopologyAwareHints", None, Some(36), Some((33, true))),
    gate("TopologyAwareWorkloadScheduling", Some(36), None, None),
    gate("TopologyManagerPolicyOptions", None, None, Some((32, true))),
    gate("TranslateStreamCloseWebsocketRequests", Some(29), None, None),
    gate("UnknownVersionInteroperabilityProxy", Some(28), None, None),
    gate("UserNamespacesHostNetworkSupport", Some(35), None, None),
    gate("UserNamespacesPodSecurityStandards", Some(29), Some(35), None),
    gate("UserNamespacesSupport", Some(28), None, Some((36, true))),
    gate("ValidatingAdmissionPolicy", None, Some(32), Some((30, true))),
    gate("VolumeAttributesClass", Some(29), None, Some((36, true))),
    gate("VolumeCapacityPriority", None, Some(33), None),
    gate("VolumeLimitScaling", Some(35), None, None),
    gate("WatchBookmark", None, Some(33), Some((17, true))),
    gate("WatchCacheInitializationPostStartHook", Some(31), None, None),
    gate("WatchFromStorageWithoutResourceVersion", None, Some(36), Some((33, false))),
    gate("WatchListClient", Some(30), None, None),
    gate("WinDSR", None, None, Some((34, true))),
    gate("WinOverlay", None, None, Some((34, true))),
    gate("WindowsCPUAndMemoryAffinity", Some(32), None, None),
    gate("WindowsGracefulNodeShutdown", Some(32), None, None),
    gate("WorkloadAwarePreemption", Some(36), None, None),
    gate("WorkloadWithJob", Some(36), None, None),
    gate("ZeroLimitedNominalConcurrencyShares", Some(29), Some(32), Some((30, true))),
];

#[rustfmt::skip]
const APIS: &[Api] = &[
    api("admissionregistration.k8s.io/v1/mutatingadmissionpolicies", Some(36), None),
    api("admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings", Some(36), None),
    api("admissionregistration.k8s.io/v1/validatingadmissionpolicies", Some(30), None),
    api("admissionregistration.k8s.io/v1/validatingadmissionpolicybindings", Some(30), None),
    api("admissionregistration.k8s.io/v1alpha1/mutatingadmissionpolicies", Some(32), None),
    api("admissionregistration.k8s.io/v1alpha1/mutatingadmissionpolicybindings", Some(32), None),
    api("admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicies", Some(34), None),
    api("admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicybindings", Some(34), None),
    api("admissionregistration.k8s.io/v1beta1/validatingadmissionpolicies", Some(28), None),
    api("admissionregistration.k8s.io/v1beta1/validatingadmissionpolicybindings", Some(28), None),
    api("autoscaling/v2beta1", None, Some(36)),
    api("autoscaling/v2beta1/horizontalpodautoscalers", None, Some(36)),
    api("autoscaling/v2beta2", None, Some(36)),
    api("autoscaling/v2beta2/horizontalpodautoscalers", None, Some(36)),
    api("certificates.k8s.io/v1alpha1/podcertificaterequests", Some(34), Some(35)),
    api("certificates.k8s.io/v1beta1/clustertrustbundles", Some(33), None),
    api("certificates.k8s.io/v1beta1/podcertificaterequests", Some(35), None),
    api("coordination.k8s.io/v1alpha1", Some(31), Some(32)),
    api("coordination.k8s.io/v1alpha1/leasecandidates", Some(31), Some(32)),
    api("coordination.k8s.io/v1alpha2", Some(32), None),
    api("coordination.k8s.io/v1alpha2/leasecandidates", Some(32), None),
    api("coordination.k8s.io/v1beta1/leasecandidates", Some(33), None),
    api("flowcontrol.apiserver.k8s.io/v1", Some(29), None),
    api("flowcontrol.apiserver.k8s.io/v1/flowschemas", Some(29), None),
    api("flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations", Some(29), None),
    api("networking.k8s.io/v1/ipaddresses", Some(33), None),
    api("networking.k8s.io/v1/servicecidrs", Some(33), None),
    api("networking.k8s.io/v1alpha1", None, Some(34)),
    api("networking.k8s.io/v1alpha1/ipaddresses", None, Some(34)),
    api("networking.k8s.io/v1alpha1/servicecidrs", Some(29), Some(34)),
    api("networking.k8s.io/v1beta1/ipaddresses", None, Some(31)),
    api("networking.k8s.io/v1beta1/servicecidrs", None, Some(31)),
    api("resource.k8s.io/v1", Some(34), None),
    api("resource.k8s.io/v1/deviceclasses", Some(34), None),
    api("resource.k8s.io/v1/resourceclaims", Some(34), None),
    api("resource.k8s.io/v1/resourceclaimtemplates", Some(34), None),
    api("resource.k8s.io/v1/resourceslices", Some(34), None),
    api("resource.k8s.io/v1alpha2", None, Some(31)),
    api("resource.k8s.io/v1alpha2/podschedulingcontexts", None, Some(31)),
    api("resource.k8s.io/v1alpha2/resourceclaimparameters", Some(30), Some(31)),
    api("resource.k8s.io/v1alpha2/resourceclaims", None, Some(31)),
    api("resource.k8s.io/v1alpha2/resourceclaimtemplates", None, Some(31)),
    api("resource.k8s.io/v1alpha2/resourceclasses", None, Some(31)),
    api("resource.k8s.io/v1alpha2/resourceclassparameters", Some(30), Some(31)),
    api("resource.k8s.io/v1alpha2/resourceslices", Some(30), Some(31)),
    api("resource.k8s.io/v1alpha3", Some(31), None),
    api("resource.k8s.io/v1alpha3/deviceclasses", Some(31), Some(34)),
    api("resource.k8s.io/v1alpha3/devicetaintrules", Some(33), None),
    api("resource.k8s.io/v1alpha3/podschedulingcontexts", Some(31), Some(32)),
    api("resource.k8s.io/v1alpha3/resourceclaims", Some(31), Some(34)),
    api("resource.k8s.io/v1alpha3/resourceclaimtemplates", Some(31), Some(34)),
    api("resource.k8s.io/v1alpha3/resourcepoolstatusrequests", Some(36), None),
    api("resource.k8s.io/v1alpha3/resourceslices", Some(31), Some(34)),
    api("resource.k8s.io/v1beta1", Some(32), None),
    api("resource.k8s.io/v1beta1/deviceclasses", Some(32), None),
    api("resource.k8s.io/v1beta1/resourceclaims", Some(32), None),
    api("resource.k8s.io/v1beta1/resourceclaimtemplates", Some(32), None),
    api("resource.k8s.io/v1beta1/resourceslices", Some(32), None),
    api("resource.k8s.io/v1beta2", Some(33), None),
    api("resource.k8s.io/v1beta2/deviceclasses", Some(33), None),
    api("resource.k8s.io/v1beta2/devicetaintrules", Some(36), None),
    api("resource.k8s.io/v1beta2/resourceclaims", Some(33), None),
    api("resource.k8s.io/v1beta2/resourceclaimtemplates", Some(33), None),
    api("resource.k8s.io/v1beta2/resourceslices", Some(33), None),
    api("scheduling.k8s.io/v1alpha1", None, Some(36)),
    api("scheduling.k8s.io/v1alpha1/priorityclasses", None, Some(36)),
    api("scheduling.k8s.io/v1alpha1/workloads", Some(35), Some(36)),
    api("scheduling.k8s.io/v1alpha2", Some(36), None),
    api("scheduling.k8s.io/v1alpha2/podgroups", Some(36), None),
    api("scheduling.k8s.io/v1alpha2/workloads", Some(36), None),
    api("storage.k8s.io/v1/volumeattributesclasses", Some(34), None),
    api("storage.k8s.io/v1alpha1/volumeattributesclasses", Some(29), None),
    api("storage.k8s.io/v1beta1/volumeattributesclasses", Some(31), None),
    api("storagemigration.k8s.io/v1alpha1", Some(30), Some(35)),
    api("storagemigration.k8s.io/v1alpha1/storageversionmigrations", Some(30), Some(35)),
    api("storagemigration.k8s.io/v1beta1", Some(35), None),
    api("storagemigration.k8s.io/v1beta1/storageversionmigrations", Some(35), None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_unique_for_the_search() {
        assert!(GATES.windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(APIS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn ranges_include_their_first_and_exclude_their_last_minor() {
        let v = |text| Version::parse(text).unwrap();
        assert!(serves_api("autoscaling/v2beta2", &v("1.35.9")));
        assert!(!serves_api("autoscaling/v2beta2", &v("1.36.0")));
        assert!(serves_api("apps/v1", &v("1.36.0")));
        assert!(accepts_gate("APIListChunking", &v("1.32.9")));
        assert!(!accepts_gate("APIListChunking", &v("1.33.0")));
        assert_eq!(locked_gate("APIServerTracing", &v("1.33.9")), None);
        assert_eq!(locked_gate("APIServerTracing", &v("1.34.0")), Some(true));
    }
}
