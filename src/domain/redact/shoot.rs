//! Which fields of a Shoot stay (`gardener/gardener:pkg/apis/core/v1beta1/types_shoot.go`).
//!
//! Left out are above all the configurations of providers and extensions, which may hold anything, identities and
//! addresses of people, certificates, audit policies, and every text that is meant for people.

use super::known;
use super::rules::Rule::{
    Amount, Apis, CacheSize, Cron, Daytime, Domain, Duration, Flags, Key, Known, Labels, Location,
    Name, Network, Plain, Plugin, Resource, Selector, Several, Sysctls, Time, Version,
};
use super::rules::Table;

/// Conditions of nodes: of Kubernetes, and of its node-problem-detector
/// (`kubernetes/node-problem-detector:config`).
const NODE_CONDITIONS: &[&str] = &[
    "ContainerRuntimeUnhealthy",
    "CorruptDockerOverlay2",
    "DiskPressure",
    "FrequentContainerdRestart",
    "FrequentDockerRestart",
    "FrequentKubeletRestart",
    "FrequentUnregisterNetDevice",
    "KernelDeadlock",
    "KubeletUnhealthy",
    "MemoryPressure",
    "NetworkUnavailable",
    "PIDPressure",
    "ReadonlyFilesystem",
    "Ready",
    "XfsShutdown",
];

/// Spec of a Shoot but for its kubelets and its pools.
pub(super) const SPEC: Table = &[
    ("accessRestrictions[].name", Known(known::RESTRICTIONS)),
    (
        "addons.kubernetesDashboard.authenticationMode",
        Known(known::DASHBOARD),
    ),
    ("addons.kubernetesDashboard.enabled", Plain),
    ("addons.nginxIngress.enabled", Plain),
    (
        "addons.nginxIngress.externalTrafficPolicy",
        Known(known::TRAFFIC),
    ),
    ("cloudProfile.kind", Known(known::KINDS)),
    ("cloudProfile.name", Name),
    ("cloudProfileName", Name),
    (
        "controlPlane.highAvailability.failureTolerance.type",
        Known(known::TOLERANCES),
    ),
    ("controlPlane.zones[]", Name),
    ("credentialsBindingName", Name),
    ("dns.domain", Domain),
    (
        "dns.providers[].credentialsRef.apiVersion",
        Known(known::API_VERSIONS),
    ),
    ("dns.providers[].credentialsRef.kind", Known(known::KINDS)),
    ("dns.providers[].credentialsRef.name", Name),
    ("dns.providers[].primary", Plain),
    ("dns.providers[].secretName", Name),
    ("dns.providers[].type", Known(known::DNS)),
    ("exposureClassName", Name),
    ("extensions[].disabled", Plain),
    ("extensions[].type", Known(known::EXTENSIONS)),
    ("hibernation.enabled", Plain),
    ("hibernation.schedules[].end", Cron),
    ("hibernation.schedules[].location", Location),
    ("hibernation.schedules[].start", Cron),
    ("kubernetes.allowPrivilegedContainers", Plain),
    (
        "kubernetes.clusterAutoscaler.autoscaling.minAllowed.cpu",
        Amount,
    ),
    (
        "kubernetes.clusterAutoscaler.autoscaling.minAllowed.memory",
        Amount,
    ),
    (
        "kubernetes.clusterAutoscaler.emitPerNodeGroupMetrics",
        Plain,
    ),
    (
        "kubernetes.clusterAutoscaler.expander",
        Several(known::EXPANDERS),
    ),
    (
        "kubernetes.clusterAutoscaler.ignoreDaemonsetsUtilization",
        Plain,
    ),
    ("kubernetes.clusterAutoscaler.ignoreTaints[]", Key),
    (
        "kubernetes.clusterAutoscaler.initialNodeGroupBackoffDuration",
        Duration,
    ),
    ("kubernetes.clusterAutoscaler.maxBinpackingTime", Duration),
    ("kubernetes.clusterAutoscaler.maxDrainParallelism", Plain),
    ("kubernetes.clusterAutoscaler.maxEmptyBulkDelete", Plain),
    (
        "kubernetes.clusterAutoscaler.maxGracefulTerminationSeconds",
        Plain,
    ),
    (
        "kubernetes.clusterAutoscaler.maxNodeGroupBackoffDuration",
        Duration,
    ),
    (
        "kubernetes.clusterAutoscaler.maxNodeProvisionTime",
        Duration,
    ),
    (
        "kubernetes.clusterAutoscaler.maxScaleDownParallelism",
        Plain,
    ),
    ("kubernetes.clusterAutoscaler.newPodScaleUpDelay", Duration),
    (
        "kubernetes.clusterAutoscaler.nodeGroupBackoffResetTimeout",
        Duration,
    ),
    (
        "kubernetes.clusterAutoscaler.scaleDownDelayAfterAdd",
        Duration,
    ),
    (
        "kubernetes.clusterAutoscaler.scaleDownDelayAfterDelete",
        Duration,
    ),
    (
        "kubernetes.clusterAutoscaler.scaleDownDelayAfterFailure",
        Duration,
    ),
    (
        "kubernetes.clusterAutoscaler.scaleDownUnneededTime",
        Duration,
    ),
    (
        "kubernetes.clusterAutoscaler.scaleDownUtilizationThreshold",
        Plain,
    ),
    ("kubernetes.clusterAutoscaler.scanInterval", Duration),
    ("kubernetes.clusterAutoscaler.startupTaints[]", Key),
    ("kubernetes.clusterAutoscaler.statusTaints[]", Key),
    ("kubernetes.clusterAutoscaler.verbosity", Plain),
    ("kubernetes.enableStaticTokenKubeconfig", Plain),
    ("kubernetes.etcd.events.autoscaling.minAllowed.cpu", Amount),
    (
        "kubernetes.etcd.events.autoscaling.minAllowed.memory",
        Amount,
    ),
    ("kubernetes.etcd.main.autoscaling.minAllowed.cpu", Amount),
    ("kubernetes.etcd.main.autoscaling.minAllowed.memory", Amount),
    (
        "kubernetes.kubeAPIServer.admissionPlugins[].disabled",
        Plain,
    ),
    ("kubernetes.kubeAPIServer.admissionPlugins[].name", Plugin),
    (
        "kubernetes.kubeAPIServer.auditConfig.auditPolicy.configMapRef.name",
        Name,
    ),
    (
        "kubernetes.kubeAPIServer.autoscaling.minAllowed.cpu",
        Amount,
    ),
    (
        "kubernetes.kubeAPIServer.autoscaling.minAllowed.memory",
        Amount,
    ),
    (
        "kubernetes.kubeAPIServer.defaultNotReadyTolerationSeconds",
        Plain,
    ),
    (
        "kubernetes.kubeAPIServer.defaultUnreachableTolerationSeconds",
        Plain,
    ),
    (
        "kubernetes.kubeAPIServer.enableAnonymousAuthentication",
        Plain,
    ),
    ("kubernetes.kubeAPIServer.enableBasicAuthentication", Plain),
    (
        "kubernetes.kubeAPIServer.encryptionConfig.provider.type",
        Known(known::ENCRYPTION),
    ),
    (
        "kubernetes.kubeAPIServer.encryptionConfig.resources[]",
        Resource,
    ),
    ("kubernetes.kubeAPIServer.eventTTL", Duration),
    ("kubernetes.kubeAPIServer.featureGates", Flags),
    (
        "kubernetes.kubeAPIServer.logging.httpAccessVerbosity",
        Plain,
    ),
    ("kubernetes.kubeAPIServer.logging.verbosity", Plain),
    (
        "kubernetes.kubeAPIServer.requests.maxMutatingInflight",
        Plain,
    ),
    (
        "kubernetes.kubeAPIServer.requests.maxNonMutatingInflight",
        Plain,
    ),
    ("kubernetes.kubeAPIServer.runtimeConfig", Apis),
    (
        "kubernetes.kubeAPIServer.serviceAccountConfig.extendTokenExpiration",
        Plain,
    ),
    (
        "kubernetes.kubeAPIServer.serviceAccountConfig.maxTokenExpiration",
        Duration,
    ),
    (
        "kubernetes.kubeAPIServer.structuredAuthentication.configMapName",
        Name,
    ),
    (
        "kubernetes.kubeAPIServer.structuredAuthorization.configMapName",
        Name,
    ),
    (
        "kubernetes.kubeAPIServer.structuredAuthorization.kubeconfigs[].authorizerName",
        Name,
    ),
    (
        "kubernetes.kubeAPIServer.structuredAuthorization.kubeconfigs[].secretName",
        Name,
    ),
    ("kubernetes.kubeAPIServer.tlsMinVersion", Known(known::TLS)),
    ("kubernetes.kubeAPIServer.watchCacheSizes.default", Plain),
    (
        "kubernetes.kubeAPIServer.watchCacheSizes.resources[]",
        CacheSize,
    ),
    ("kubernetes.kubeControllerManager.featureGates", Flags),
    (
        "kubernetes.kubeControllerManager.horizontalPodAutoscaler.cpuInitializationPeriod",
        Duration,
    ),
    (
        "kubernetes.kubeControllerManager.horizontalPodAutoscaler.downscaleStabilization",
        Duration,
    ),
    (
        "kubernetes.kubeControllerManager.horizontalPodAutoscaler.initialReadinessDelay",
        Duration,
    ),
    (
        "kubernetes.kubeControllerManager.horizontalPodAutoscaler.syncPeriod",
        Duration,
    ),
    (
        "kubernetes.kubeControllerManager.horizontalPodAutoscaler.tolerance",
        Plain,
    ),
    ("kubernetes.kubeControllerManager.nodeCIDRMaskSize", Plain),
    (
        "kubernetes.kubeControllerManager.nodeCIDRMaskSizeIPv6",
        Plain,
    ),
    (
        "kubernetes.kubeControllerManager.nodeMonitorGracePeriod",
        Duration,
    ),
    (
        "kubernetes.kubeControllerManager.podEvictionTimeout",
        Duration,
    ),
    ("kubernetes.kubeProxy.enabled", Plain),
    ("kubernetes.kubeProxy.featureGates", Flags),
    ("kubernetes.kubeProxy.mode", Known(known::PROXY_MODES)),
    ("kubernetes.kubeScheduler.featureGates", Flags),
    ("kubernetes.kubeScheduler.kubeMaxPDVols", Plain),
    (
        "kubernetes.kubeScheduler.profile",
        Known(known::SCHEDULER_PROFILES),
    ),
    ("kubernetes.version", Version),
    (
        "kubernetes.verticalPodAutoscaler.cpuHistogramDecayHalfLife",
        Duration,
    ),
    ("kubernetes.verticalPodAutoscaler.enabled", Plain),
    (
        "kubernetes.verticalPodAutoscaler.evictAfterOOMThreshold",
        Duration,
    ),
    ("kubernetes.verticalPodAutoscaler.evictionRateBurst", Plain),
    ("kubernetes.verticalPodAutoscaler.evictionRateLimit", Plain),
    ("kubernetes.verticalPodAutoscaler.evictionTolerance", Plain),
    ("kubernetes.verticalPodAutoscaler.featureGates", Flags),
    ("kubernetes.verticalPodAutoscaler.maxAllowed.cpu", Amount),
    ("kubernetes.verticalPodAutoscaler.maxAllowed.memory", Amount),
    (
        "kubernetes.verticalPodAutoscaler.memoryAggregationInterval",
        Duration,
    ),
    (
        "kubernetes.verticalPodAutoscaler.memoryAggregationIntervalCount",
        Plain,
    ),
    (
        "kubernetes.verticalPodAutoscaler.memoryHistogramDecayHalfLife",
        Duration,
    ),
    (
        "kubernetes.verticalPodAutoscaler.recommendationLowerBoundCPUPercentile",
        Plain,
    ),
    (
        "kubernetes.verticalPodAutoscaler.recommendationLowerBoundMemoryPercentile",
        Plain,
    ),
    (
        "kubernetes.verticalPodAutoscaler.recommendationMarginFraction",
        Plain,
    ),
    (
        "kubernetes.verticalPodAutoscaler.recommendationUpperBoundCPUPercentile",
        Plain,
    ),
    (
        "kubernetes.verticalPodAutoscaler.recommendationUpperBoundMemoryPercentile",
        Plain,
    ),
    (
        "kubernetes.verticalPodAutoscaler.recommenderInterval",
        Duration,
    ),
    (
        "kubernetes.verticalPodAutoscaler.recommenderUpdateWorkerCount",
        Plain,
    ),
    (
        "kubernetes.verticalPodAutoscaler.targetCPUPercentile",
        Plain,
    ),
    (
        "kubernetes.verticalPodAutoscaler.targetMemoryPercentile",
        Plain,
    ),
    ("kubernetes.verticalPodAutoscaler.updaterInterval", Duration),
    (
        "maintenance.autoRotation.credentials.etcdEncryptionKey.rotationPeriod",
        Duration,
    ),
    (
        "maintenance.autoRotation.credentials.observability.rotationPeriod",
        Duration,
    ),
    (
        "maintenance.autoRotation.credentials.sshKeypair.rotationPeriod",
        Duration,
    ),
    ("maintenance.autoUpdate.kubernetesVersion", Plain),
    ("maintenance.autoUpdate.machineImageVersion", Plain),
    ("maintenance.confineSpecUpdateRollout", Plain),
    ("maintenance.timeWindow.begin", Daytime),
    ("maintenance.timeWindow.end", Daytime),
    ("networking.ipFamilies[]", Known(known::IP_FAMILIES)),
    ("networking.nodes", Network),
    ("networking.pods", Network),
    ("networking.services", Network),
    ("networking.type", Known(known::NETWORKS)),
    ("provider.type", Name),
    ("provider.workersSettings.sshAccess.enabled", Plain),
    ("purpose", Known(known::PURPOSES)),
    ("region", Name),
    ("resources[].name", Name),
    (
        "resources[].resourceRef.apiVersion",
        Known(known::API_VERSIONS),
    ),
    ("resources[].resourceRef.kind", Known(known::KINDS)),
    ("resources[].resourceRef.name", Name),
    ("schedulerName", Name),
    ("secretBindingName", Name),
    ("seedName", Name),
    ("seedSelector", Selector),
    (
        "systemComponents.coreDNS.autoscaling.mode",
        Known(known::DNS_SCALING),
    ),
    (
        "systemComponents.nodeLocalDNS.disableForwardToUpstreamDNS",
        Plain,
    ),
    ("systemComponents.nodeLocalDNS.enabled", Plain),
    ("systemComponents.nodeLocalDNS.forceTCPToClusterDNS", Plain),
    ("systemComponents.nodeLocalDNS.forceTCPToUpstreamDNS", Plain),
    ("tolerations[].key", Key),
    ("tolerations[].value", Name),
];

/// A worker pool, but for its kubelets.
pub(super) const POOL: Table = &[
    ("clusterAutoscaler.maxNodeProvisionTime", Duration),
    ("clusterAutoscaler.scaleDownGpuUtilizationThreshold", Plain),
    ("clusterAutoscaler.scaleDownUnneededTime", Duration),
    ("clusterAutoscaler.scaleDownUnreadyTime", Duration),
    ("clusterAutoscaler.scaleDownUtilizationThreshold", Plain),
    ("controlPlane.backup.provider", Name),
    ("controlPlane.exposure.extension.type", Name),
    ("cri.containerRuntimes[].type", Known(known::RUNTIMES)),
    ("cri.name", Known(known::RUNTIMES)),
    ("dataVolumes[].encrypted", Plain),
    ("dataVolumes[].name", Name),
    ("dataVolumes[].size", Amount),
    ("dataVolumes[].type", Name),
    ("kubeletDataVolumeName", Name),
    ("kubernetes.version", Version),
    ("labels", Labels),
    ("machine.architecture", Known(known::ARCHITECTURES)),
    ("machine.image.name", Known(known::IMAGES)),
    ("machine.image.version", Version),
    ("machine.type", Name),
    (
        "machineControllerManager.autoPreserveFailedMachineMax",
        Plain,
    ),
    ("machineControllerManager.disableHealthTimeout", Plain),
    ("machineControllerManager.inPlaceUpdateTimeout", Duration),
    ("machineControllerManager.machineCreationTimeout", Duration),
    ("machineControllerManager.machineDrainTimeout", Duration),
    ("machineControllerManager.machineHealthTimeout", Duration),
    ("machineControllerManager.machinePreserveTimeout", Duration),
    ("machineControllerManager.maxEvictRetries", Plain),
    (
        "machineControllerManager.nodeConditions[]",
        Known(NODE_CONDITIONS),
    ),
    ("maxSurge", Amount),
    ("maxUnavailable", Amount),
    ("maximum", Plain),
    ("minimum", Plain),
    ("name", Name),
    ("priority", Plain),
    ("sysctls", Sysctls),
    ("systemComponents.allow", Plain),
    ("taints[].effect", Known(known::TAINT_EFFECTS)),
    ("taints[].key", Key),
    ("taints[].value", Name),
    ("updateStrategy", Known(known::POOL_UPDATES)),
    ("volume.encrypted", Plain),
    ("volume.name", Name),
    ("volume.size", Amount),
    ("volume.type", Name),
    ("zones[]", Name),
];

/// Settings of kubelets.
pub(super) const KUBELET: Table = &[
    ("containerLogMaxFiles", Plain),
    ("containerLogMaxSize", Amount),
    ("cpuCFSQuota", Plain),
    ("cpuManagerPolicy", Known(known::CPU_MANAGERS)),
    ("evictionHard.imageFSAvailable", Amount),
    ("evictionHard.imageFSInodesFree", Amount),
    ("evictionHard.memoryAvailable", Amount),
    ("evictionHard.nodeFSAvailable", Amount),
    ("evictionHard.nodeFSInodesFree", Amount),
    ("evictionMaxPodGracePeriod", Plain),
    ("evictionMinimumReclaim.imageFSAvailable", Amount),
    ("evictionMinimumReclaim.imageFSInodesFree", Amount),
    ("evictionMinimumReclaim.memoryAvailable", Amount),
    ("evictionMinimumReclaim.nodeFSAvailable", Amount),
    ("evictionMinimumReclaim.nodeFSInodesFree", Amount),
    ("evictionPressureTransitionPeriod", Duration),
    ("evictionSoft.imageFSAvailable", Amount),
    ("evictionSoft.imageFSInodesFree", Amount),
    ("evictionSoft.memoryAvailable", Amount),
    ("evictionSoft.nodeFSAvailable", Amount),
    ("evictionSoft.nodeFSInodesFree", Amount),
    ("evictionSoftGracePeriod.imageFSAvailable", Duration),
    ("evictionSoftGracePeriod.imageFSInodesFree", Duration),
    ("evictionSoftGracePeriod.memoryAvailable", Duration),
    ("evictionSoftGracePeriod.nodeFSAvailable", Duration),
    ("evictionSoftGracePeriod.nodeFSInodesFree", Duration),
    ("failSwapOn", Plain),
    ("featureGates", Flags),
    ("imageGCHighThresholdPercent", Plain),
    ("imageGCLowThresholdPercent", Plain),
    ("imageMaximumGCAge", Duration),
    ("imageMinimumGCAge", Duration),
    (
        "imagePullCredentialsVerificationPolicy",
        Known(known::PULL_CHECKS),
    ),
    ("imagePullProgressDeadline", Duration),
    ("kubeReserved.cpu", Amount),
    ("kubeReserved.ephemeralStorage", Amount),
    ("kubeReserved.memory", Amount),
    ("kubeReserved.pid", Amount),
    ("maxParallelImagePulls", Plain),
    ("maxPods", Plain),
    ("memorySwap.swapBehavior", Known(known::SWAPS)),
    ("podPidsLimit", Plain),
    ("protectKernelDefaults", Plain),
    ("registryBurst", Plain),
    ("registryPullQPS", Plain),
    ("seccompDefault", Plain),
    ("serializeImagePulls", Plain),
    ("singleProcessOOMKill", Plain),
    ("streamingConnectionIdleTimeout", Duration),
    ("systemReserved.cpu", Amount),
    ("systemReserved.ephemeralStorage", Amount),
    ("systemReserved.memory", Amount),
    ("systemReserved.pid", Amount),
];

/// Status of a Shoot, but for its conditions.
pub(super) const STATUS: Table = &[
    ("clusterIdentity", Name),
    (
        "credentials.encryptionAtRest.provider.type",
        Known(known::ENCRYPTION),
    ),
    ("credentials.encryptionAtRest.resources[]", Resource),
    (
        "credentials.rotation.certificateAuthorities.lastCompletionTime",
        Time,
    ),
    (
        "credentials.rotation.certificateAuthorities.lastCompletionTriggeredTime",
        Time,
    ),
    (
        "credentials.rotation.certificateAuthorities.lastInitiationFinishedTime",
        Time,
    ),
    (
        "credentials.rotation.certificateAuthorities.lastInitiationTime",
        Time,
    ),
    (
        "credentials.rotation.certificateAuthorities.pendingWorkersRollouts[].lastInitiationTime",
        Time,
    ),
    (
        "credentials.rotation.certificateAuthorities.pendingWorkersRollouts[].name",
        Name,
    ),
    (
        "credentials.rotation.certificateAuthorities.phase",
        Known(known::ROTATION_PHASES),
    ),
    (
        "credentials.rotation.etcdEncryptionKey.autoCompleteAfterPrepared",
        Plain,
    ),
    (
        "credentials.rotation.etcdEncryptionKey.lastCompletionTime",
        Time,
    ),
    (
        "credentials.rotation.etcdEncryptionKey.lastCompletionTriggeredTime",
        Time,
    ),
    (
        "credentials.rotation.etcdEncryptionKey.lastInitiationFinishedTime",
        Time,
    ),
    (
        "credentials.rotation.etcdEncryptionKey.lastInitiationTime",
        Time,
    ),
    (
        "credentials.rotation.etcdEncryptionKey.phase",
        Known(known::ROTATION_PHASES),
    ),
    ("credentials.rotation.kubeconfig.lastCompletionTime", Time),
    ("credentials.rotation.kubeconfig.lastInitiationTime", Time),
    (
        "credentials.rotation.observability.lastCompletionTime",
        Time,
    ),
    (
        "credentials.rotation.observability.lastInitiationTime",
        Time,
    ),
    (
        "credentials.rotation.serviceAccountKey.lastCompletionTime",
        Time,
    ),
    (
        "credentials.rotation.serviceAccountKey.lastCompletionTriggeredTime",
        Time,
    ),
    (
        "credentials.rotation.serviceAccountKey.lastInitiationFinishedTime",
        Time,
    ),
    (
        "credentials.rotation.serviceAccountKey.lastInitiationTime",
        Time,
    ),
    (
        "credentials.rotation.serviceAccountKey.pendingWorkersRollouts[].lastInitiationTime",
        Time,
    ),
    (
        "credentials.rotation.serviceAccountKey.pendingWorkersRollouts[].name",
        Name,
    ),
    (
        "credentials.rotation.serviceAccountKey.phase",
        Known(known::ROTATION_PHASES),
    ),
    ("credentials.rotation.sshKeypair.lastCompletionTime", Time),
    ("credentials.rotation.sshKeypair.lastInitiationTime", Time),
    ("encryptedResources[]", Resource),
    ("gardener.version", Version),
    ("hibernated", Plain),
    (
        "inPlaceUpdates.pendingWorkerUpdates.autoInPlaceUpdate[]",
        Name,
    ),
    (
        "inPlaceUpdates.pendingWorkerUpdates.manualInPlaceUpdate[]",
        Name,
    ),
    ("lastHibernationTriggerTime", Time),
    ("lastMaintenance.state", Known(known::STATES)),
    ("lastMaintenance.triggeredTime", Time),
    ("lastOperation.lastUpdateTime", Time),
    ("lastOperation.progress", Plain),
    ("lastOperation.state", Known(known::STATES)),
    ("lastOperation.type", Known(known::OPERATION_TYPES)),
    (
        "manualWorkerPoolRollout.pendingWorkersRollouts[].lastInitiationTime",
        Time,
    ),
    (
        "manualWorkerPoolRollout.pendingWorkersRollouts[].name",
        Name,
    ),
    ("migrationStartTime", Time),
    ("networking.nodes[]", Network),
    ("networking.pods[]", Network),
    ("networking.services[]", Network),
    ("observedGeneration", Plain),
    ("retryCycleStartTime", Time),
    ("seedName", Name),
    ("uid", Name),
];
