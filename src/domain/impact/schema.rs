//! The fields of a Shoot's spec with their types (`gardener/gardener:pkg/apis/core/v1beta1/types_shoot.go`, v1.150).
//!
//! One table says how a manifest is read, which of its fields exist, how two values are compared, and by what the
//! entries of a list are told apart.

use super::path::Segments;
use Kind::{
    Bool, Count, Duration, Flag, Float, Int, IntOrText, List, Map, Object, Quantity, Raw, Text,
    Time,
};

/// The type of a field.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// True, false or absent.
    Bool,
    /// True or false; absent is false.
    Flag,
    /// An integer or absent.
    Int,
    /// An integer; absent is 0.
    Count,
    /// A number.
    Float,
    /// A string.
    Text,
    /// An instant.
    Time,
    /// A quantity of Kubernetes, such as `1Gi`.
    Quantity,
    /// A duration of Go, such as `1h30m`.
    Duration,
    /// An integer or a string, such as `10%`.
    IntOrText,
    /// Whatever an extension wants; read by nobody else.
    Raw,
    /// Fields with their types.
    Object(&'static [Field]),
    /// Entries, told apart by these fields; without any, by their place.
    List(&'static Kind, &'static [&'static str]),
    /// Values by name.
    Map(&'static Kind),
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name in manifests.
    pub name: &'static str,
    /// Type.
    pub kind: Kind,
}

const fn f(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

impl Kind {
    /// Give the type of a field of an object.
    pub fn field(self, name: &str) -> Option<Kind> {
        match self {
            Object(fields) => fields
                .iter()
                .find(|field| field.name == name)
                .map(|field| field.kind),
            Map(kind) => Some(*kind),
            _ => None,
        }
    }
}

/// The spec of a Shoot.
pub const SPEC: Kind = Object(SHOOT_SPEC);

/// Give what tells the entries of the list at a path apart; nothing where there is no such list.
pub fn keys_at(path: &str) -> &'static [&'static str] {
    let mut segments = Segments::of(path);
    let mut kind = (segments.next() == Some("spec")).then_some(SPEC);
    for segment in segments {
        kind = match kind {
            Some(List(below, _)) => Some(*below),
            kind => kind.and_then(|kind| kind.field(segment)),
        };
    }
    match kind {
        Some(List(_, keys)) => keys,
        _ => &[],
    }
}

const TAINT: &[Field] = &[
    f("key", Text),
    f("value", Text),
    f("effect", Text),
    f("timeAdded", Time),
];
const OBJECT_REFERENCE: &[Field] = &[
    f("kind", Text),
    f("namespace", Text),
    f("name", Text),
    f("uid", Text),
    f("apiVersion", Text),
    f("resourceVersion", Text),
    f("fieldPath", Text),
];
const CROSS_VERSION_OBJECT_REFERENCE: &[Field] =
    &[f("kind", Text), f("name", Text), f("apiVersion", Text)];
const LABEL_SELECTOR_REQUIREMENT: &[Field] = &[
    f("key", Text),
    f("operator", Text),
    f("values", List(&Text, &[])),
];
const DNS_EXPOSURE: &[Field] = &[];
const KUBERNETES_DASHBOARD: &[Field] = &[f("enabled", Flag), f("authenticationMode", Text)];
const NGINX_INGRESS: &[Field] = &[
    f("enabled", Flag),
    f("loadBalancerSourceRanges", List(&Text, &[])),
    f("config", Map(&Text)),
    f("externalTrafficPolicy", Text),
];
const ADDONS: &[Field] = &[
    f("kubernetesDashboard", Object(KUBERNETES_DASHBOARD)),
    f("nginxIngress", Object(NGINX_INGRESS)),
];
const DNS_INCLUDE_EXCLUDE: &[Field] = &[
    f("include", List(&Text, &[])),
    f("exclude", List(&Text, &[])),
];
const DNS_PROVIDER: &[Field] = &[
    f("domains", Object(DNS_INCLUDE_EXCLUDE)),
    f("primary", Bool),
    f("secretName", Text),
    f("type", Text),
    f("zones", Object(DNS_INCLUDE_EXCLUDE)),
    f("credentialsRef", Object(CROSS_VERSION_OBJECT_REFERENCE)),
];
const DNS: &[Field] = &[
    f("domain", Text),
    f("providers", List(&Object(DNS_PROVIDER), &[])),
];
const EXTENSION: &[Field] = &[
    f("type", Text),
    f("providerConfig", Raw),
    f("disabled", Bool),
];
const HIBERNATION_SCHEDULE: &[Field] = &[f("start", Text), f("end", Text), f("location", Text)];
const HIBERNATION: &[Field] = &[
    f("enabled", Bool),
    f("schedules", List(&Object(HIBERNATION_SCHEDULE), &[])),
];
const CONTROL_PLANE_AUTOSCALING: &[Field] = &[f("minAllowed", Map(&Quantity))];
const CLUSTER_AUTOSCALER: &[Field] = &[
    f("scaleDownDelayAfterAdd", Duration),
    f("scaleDownDelayAfterDelete", Duration),
    f("scaleDownDelayAfterFailure", Duration),
    f("scaleDownUnneededTime", Duration),
    f("scaleDownUtilizationThreshold", Float),
    f("scanInterval", Duration),
    f("expander", Text),
    f("maxNodeProvisionTime", Duration),
    f("maxGracefulTerminationSeconds", Int),
    f("ignoreTaints", List(&Text, &[])),
    f("newPodScaleUpDelay", Duration),
    f("maxEmptyBulkDelete", Int),
    f("ignoreDaemonsetsUtilization", Bool),
    f("verbosity", Int),
    f("startupTaints", List(&Text, &[])),
    f("statusTaints", List(&Text, &[])),
    f("maxScaleDownParallelism", Int),
    f("maxDrainParallelism", Int),
    f("initialNodeGroupBackoffDuration", Duration),
    f("maxNodeGroupBackoffDuration", Duration),
    f("nodeGroupBackoffResetTimeout", Duration),
    f("emitPerNodeGroupMetrics", Bool),
    f("maxBinpackingTime", Duration),
    f("autoscaling", Object(CONTROL_PLANE_AUTOSCALING)),
];
const ADMISSION_PLUGIN: &[Field] = &[
    f("name", Text),
    f("config", Raw),
    f("disabled", Bool),
    f("kubeconfigSecretName", Text),
];
const AUDIT_POLICY: &[Field] = &[f("configMapRef", Object(OBJECT_REFERENCE))];
const AUDIT_CONFIG: &[Field] = &[f("auditPolicy", Object(AUDIT_POLICY))];
const SERVICE_ACCOUNT_CONFIG: &[Field] = &[
    f("issuer", Text),
    f("extendTokenExpiration", Bool),
    f("maxTokenExpiration", Duration),
    f("acceptedIssuers", List(&Text, &[])),
];
const RESOURCE_WATCH_CACHE_SIZE: &[Field] =
    &[f("apiGroup", Text), f("resource", Text), f("size", Count)];
const WATCH_CACHE_SIZES: &[Field] = &[
    f("default", Int),
    f(
        "resources",
        List(
            &Object(RESOURCE_WATCH_CACHE_SIZE),
            &["apiGroup", "resource"],
        ),
    ),
];
const API_SERVER_REQUESTS: &[Field] = &[
    f("maxNonMutatingInflight", Int),
    f("maxMutatingInflight", Int),
];
const API_SERVER_LOGGING: &[Field] = &[f("verbosity", Int), f("httpAccessVerbosity", Int)];
const ENCRYPTION_PROVIDER: &[Field] = &[f("type", Text)];
const ENCRYPTION_CONFIG: &[Field] = &[
    f("resources", List(&Text, &[])),
    f("provider", Object(ENCRYPTION_PROVIDER)),
];
const STRUCTURED_AUTHENTICATION: &[Field] = &[f("configMapName", Text)];
const AUTHORIZER_KUBECONFIG_REFERENCE: &[Field] =
    &[f("authorizerName", Text), f("secretName", Text)];
const STRUCTURED_AUTHORIZATION: &[Field] = &[
    f("configMapName", Text),
    f(
        "kubeconfigs",
        List(
            &Object(AUTHORIZER_KUBECONFIG_REFERENCE),
            &["authorizerName"],
        ),
    ),
];
const API_SERVER: &[Field] = &[
    f("featureGates", Map(&Flag)),
    f(
        "admissionPlugins",
        List(&Object(ADMISSION_PLUGIN), &["name"]),
    ),
    f("apiAudiences", List(&Text, &[])),
    f("auditConfig", Object(AUDIT_CONFIG)),
    f("runtimeConfig", Map(&Flag)),
    f("serviceAccountConfig", Object(SERVICE_ACCOUNT_CONFIG)),
    f("watchCacheSizes", Object(WATCH_CACHE_SIZES)),
    f("requests", Object(API_SERVER_REQUESTS)),
    f("enableAnonymousAuthentication", Bool),
    f("eventTTL", Duration),
    f("logging", Object(API_SERVER_LOGGING)),
    f("defaultNotReadyTolerationSeconds", Int),
    f("defaultUnreachableTolerationSeconds", Int),
    f("encryptionConfig", Object(ENCRYPTION_CONFIG)),
    f(
        "structuredAuthentication",
        Object(STRUCTURED_AUTHENTICATION),
    ),
    f("structuredAuthorization", Object(STRUCTURED_AUTHORIZATION)),
    f("autoscaling", Object(CONTROL_PLANE_AUTOSCALING)),
    f("tlsMinVersion", Text),
];
const HORIZONTAL_POD_AUTOSCALER_CONFIG: &[Field] = &[
    f("cpuInitializationPeriod", Duration),
    f("downscaleStabilization", Duration),
    f("initialReadinessDelay", Duration),
    f("syncPeriod", Duration),
    f("tolerance", Float),
];
const KUBE_CONTROLLER_MANAGER_CONFIG: &[Field] = &[
    f("featureGates", Map(&Flag)),
    f(
        "horizontalPodAutoscaler",
        Object(HORIZONTAL_POD_AUTOSCALER_CONFIG),
    ),
    f("nodeCIDRMaskSize", Int),
    f("podEvictionTimeout", Duration),
    f("nodeMonitorGracePeriod", Duration),
    f("nodeCIDRMaskSizeIPv6", Int),
];
const KUBE_SCHEDULER_CONFIG: &[Field] = &[
    f("featureGates", Map(&Flag)),
    f("kubeMaxPDVols", Text),
    f("profile", Text),
];
const KUBE_PROXY_CONFIG: &[Field] = &[
    f("featureGates", Map(&Flag)),
    f("mode", Text),
    f("enabled", Bool),
];
const KUBELET_CONFIG_EVICTION: &[Field] = &[
    f("memoryAvailable", Text),
    f("imageFSAvailable", Text),
    f("imageFSInodesFree", Text),
    f("nodeFSAvailable", Text),
    f("nodeFSInodesFree", Text),
];
const KUBELET_CONFIG_EVICTION_MINIMUM_RECLAIM: &[Field] = &[
    f("memoryAvailable", Quantity),
    f("imageFSAvailable", Quantity),
    f("imageFSInodesFree", Quantity),
    f("nodeFSAvailable", Quantity),
    f("nodeFSInodesFree", Quantity),
];
const KUBELET_CONFIG_EVICTION_SOFT_GRACE_PERIOD: &[Field] = &[
    f("memoryAvailable", Duration),
    f("imageFSAvailable", Duration),
    f("imageFSInodesFree", Duration),
    f("nodeFSAvailable", Duration),
    f("nodeFSInodesFree", Duration),
];
const KUBELET_CONFIG_RESERVED: &[Field] = &[
    f("cpu", Quantity),
    f("memory", Quantity),
    f("ephemeralStorage", Quantity),
    f("pid", Quantity),
];
const MEMORY_SWAP_CONFIGURATION: &[Field] = &[f("swapBehavior", Text)];
const KUBELET: &[Field] = &[
    f("featureGates", Map(&Flag)),
    f("cpuCFSQuota", Bool),
    f("cpuManagerPolicy", Text),
    f("evictionHard", Object(KUBELET_CONFIG_EVICTION)),
    f("evictionMaxPodGracePeriod", Int),
    f(
        "evictionMinimumReclaim",
        Object(KUBELET_CONFIG_EVICTION_MINIMUM_RECLAIM),
    ),
    f("evictionPressureTransitionPeriod", Duration),
    f("evictionSoft", Object(KUBELET_CONFIG_EVICTION)),
    f(
        "evictionSoftGracePeriod",
        Object(KUBELET_CONFIG_EVICTION_SOFT_GRACE_PERIOD),
    ),
    f("maxPods", Int),
    f("podPidsLimit", Int),
    f("failSwapOn", Bool),
    f("kubeReserved", Object(KUBELET_CONFIG_RESERVED)),
    f("imageGCHighThresholdPercent", Int),
    f("imageGCLowThresholdPercent", Int),
    f("serializeImagePulls", Bool),
    f("registryPullQPS", Int),
    f("registryBurst", Int),
    f("seccompDefault", Bool),
    f("containerLogMaxSize", Quantity),
    f("containerLogMaxFiles", Int),
    f("protectKernelDefaults", Bool),
    f("streamingConnectionIdleTimeout", Duration),
    f("memorySwap", Object(MEMORY_SWAP_CONFIGURATION)),
    f("maxParallelImagePulls", Int),
    f("imageMinimumGCAge", Duration),
    f("imageMaximumGCAge", Duration),
    f("singleProcessOOMKill", Bool),
    f("imagePullCredentialsVerificationPolicy", Text),
    f("preloadedImagesVerificationAllowlist", List(&Text, &[])),
];
const VERTICAL_POD_AUTOSCALER: &[Field] = &[
    f("enabled", Flag),
    f("evictAfterOOMThreshold", Duration),
    f("evictionRateBurst", Int),
    f("evictionRateLimit", Float),
    f("evictionTolerance", Float),
    f("recommendationMarginFraction", Float),
    f("updaterInterval", Duration),
    f("recommenderInterval", Duration),
    f("targetCPUPercentile", Float),
    f("recommendationLowerBoundCPUPercentile", Float),
    f("recommendationUpperBoundCPUPercentile", Float),
    f("targetMemoryPercentile", Float),
    f("recommendationLowerBoundMemoryPercentile", Float),
    f("recommendationUpperBoundMemoryPercentile", Float),
    f("cpuHistogramDecayHalfLife", Duration),
    f("memoryHistogramDecayHalfLife", Duration),
    f("memoryAggregationInterval", Duration),
    f("memoryAggregationIntervalCount", Int),
    f("featureGates", Map(&Flag)),
    f("maxAllowed", Map(&Quantity)),
    f("recommenderUpdateWorkerCount", Int),
];
const ETCD_MEMBER: &[Field] = &[f("autoscaling", Object(CONTROL_PLANE_AUTOSCALING))];
const ETCD: &[Field] = &[
    f("main", Object(ETCD_MEMBER)),
    f("events", Object(ETCD_MEMBER)),
];
const KUBERNETES: &[Field] = &[
    f("clusterAutoscaler", Object(CLUSTER_AUTOSCALER)),
    f("kubeAPIServer", Object(API_SERVER)),
    f(
        "kubeControllerManager",
        Object(KUBE_CONTROLLER_MANAGER_CONFIG),
    ),
    f("kubeScheduler", Object(KUBE_SCHEDULER_CONFIG)),
    f("kubeProxy", Object(KUBE_PROXY_CONFIG)),
    f("kubelet", Object(KUBELET)),
    f("version", Text),
    f("verticalPodAutoscaler", Object(VERTICAL_POD_AUTOSCALER)),
    f("etcd", Object(ETCD)),
];
const NETWORKING: &[Field] = &[
    f("type", Text),
    f("providerConfig", Raw),
    f("pods", Text),
    f("nodes", Text),
    f("services", Text),
    f("ipFamilies", List(&Text, &[])),
];
const MAINTENANCE_AUTO_UPDATE: &[Field] =
    &[f("kubernetesVersion", Flag), f("machineImageVersion", Bool)];
const MAINTENANCE_TIME_WINDOW: &[Field] = &[f("begin", Text), f("end", Text)];
const MAINTENANCE_ROTATION_CONFIG: &[Field] = &[f("rotationPeriod", Duration)];
const MAINTENANCE_CREDENTIALS_AUTO_ROTATION: &[Field] = &[
    f("observability", Object(MAINTENANCE_ROTATION_CONFIG)),
    f("sshKeypair", Object(MAINTENANCE_ROTATION_CONFIG)),
    f("etcdEncryptionKey", Object(MAINTENANCE_ROTATION_CONFIG)),
];
const MAINTENANCE_AUTO_ROTATION: &[Field] = &[f(
    "credentials",
    Object(MAINTENANCE_CREDENTIALS_AUTO_ROTATION),
)];
const MAINTENANCE: &[Field] = &[
    f("autoUpdate", Object(MAINTENANCE_AUTO_UPDATE)),
    f("timeWindow", Object(MAINTENANCE_TIME_WINDOW)),
    f("confineSpecUpdateRollout", Bool),
    f("autoRotation", Object(MAINTENANCE_AUTO_ROTATION)),
];
const ALERTING: &[Field] = &[f("emailReceivers", List(&Text, &[]))];
const MONITORING: &[Field] = &[f("alerting", Object(ALERTING))];
const CONTAINER_RUNTIME: &[Field] = &[f("type", Text), f("providerConfig", Raw)];
const CRI: &[Field] = &[
    f("name", Text),
    f(
        "containerRuntimes",
        List(&Object(CONTAINER_RUNTIME), &["type"]),
    ),
];
const WORKER_KUBERNETES: &[Field] = &[f("kubelet", Object(KUBELET)), f("version", Text)];
const SHOOT_MACHINE_IMAGE: &[Field] = &[
    f("name", Text),
    f("providerConfig", Raw),
    f("version", Text),
];
const MACHINE: &[Field] = &[
    f("type", Text),
    f("image", Object(SHOOT_MACHINE_IMAGE)),
    f("architecture", Text),
];
const VOLUME: &[Field] = &[
    f("name", Text),
    f("type", Text),
    f("size", Text),
    f("encrypted", Bool),
];
const DATA_VOLUME: &[Field] = &[
    f("name", Text),
    f("type", Text),
    f("size", Text),
    f("encrypted", Bool),
];
const WORKER_SYSTEM_COMPONENTS: &[Field] = &[f("allow", Flag)];
const MACHINE_CONTROLLER_MANAGER_SETTINGS: &[Field] = &[
    f("machineDrainTimeout", Duration),
    f("machineHealthTimeout", Duration),
    f("machineCreationTimeout", Duration),
    f("maxEvictRetries", Int),
    f("nodeConditions", List(&Text, &[])),
    f("inPlaceUpdateTimeout", Duration),
    f("disableHealthTimeout", Bool),
    f("machinePreserveTimeout", Duration),
    f("autoPreserveFailedMachineMax", Int),
];
const CLUSTER_AUTOSCALER_OPTIONS: &[Field] = &[
    f("scaleDownUtilizationThreshold", Float),
    f("scaleDownGpuUtilizationThreshold", Float),
    f("scaleDownUnneededTime", Duration),
    f("scaleDownUnreadyTime", Duration),
    f("maxNodeProvisionTime", Duration),
];
const BACKUP: &[Field] = &[
    f("provider", Text),
    f("providerConfig", Raw),
    f("region", Text),
    f("credentialsRef", Object(OBJECT_REFERENCE)),
];
const EXTENSION_EXPOSURE: &[Field] = &[f("type", Text), f("providerConfig", Raw)];
const EXPOSURE: &[Field] = &[
    f("extension", Object(EXTENSION_EXPOSURE)),
    f("dns", Object(DNS_EXPOSURE)),
];
const WORKER_CONTROL_PLANE: &[Field] =
    &[f("backup", Object(BACKUP)), f("exposure", Object(EXPOSURE))];
const WORKER: &[Field] = &[
    f("annotations", Map(&Text)),
    f("caBundle", Text),
    f("cri", Object(CRI)),
    f("kubernetes", Object(WORKER_KUBERNETES)),
    f("labels", Map(&Text)),
    f("name", Text),
    f("machine", Object(MACHINE)),
    f("maximum", Count),
    f("minimum", Count),
    f("maxSurge", IntOrText),
    f("maxUnavailable", IntOrText),
    f("providerConfig", Raw),
    f("taints", List(&Object(TAINT), &["key", "effect"])),
    f("volume", Object(VOLUME)),
    f("dataVolumes", List(&Object(DATA_VOLUME), &["name"])),
    f("kubeletDataVolumeName", Text),
    f("zones", List(&Text, &[])),
    f("systemComponents", Object(WORKER_SYSTEM_COMPONENTS)),
    f(
        "machineControllerManager",
        Object(MACHINE_CONTROLLER_MANAGER_SETTINGS),
    ),
    f("sysctls", Map(&Text)),
    f("clusterAutoscaler", Object(CLUSTER_AUTOSCALER_OPTIONS)),
    f("priority", Int),
    f("updateStrategy", Text),
    f("controlPlane", Object(WORKER_CONTROL_PLANE)),
];
const SSH_ACCESS: &[Field] = &[f("enabled", Flag)];
const WORKERS_SETTINGS: &[Field] = &[f("sshAccess", Object(SSH_ACCESS))];
const PROVIDER: &[Field] = &[
    f("type", Text),
    f("controlPlaneConfig", Raw),
    f("infrastructureConfig", Raw),
    f("workers", List(&Object(WORKER), &["name"])),
    f("workersSettings", Object(WORKERS_SETTINGS)),
];
const SEED_SELECTOR: &[Field] = &[
    f("matchLabels", Map(&Text)),
    f(
        "matchExpressions",
        List(&Object(LABEL_SELECTOR_REQUIREMENT), &[]),
    ),
    f("providerTypes", List(&Text, &[])),
];
const NAMED_RESOURCE_REFERENCE: &[Field] = &[
    f("name", Text),
    f("resourceRef", Object(CROSS_VERSION_OBJECT_REFERENCE)),
];
const TOLERATION: &[Field] = &[f("key", Text), f("value", Text)];
const CORE_DNS_AUTOSCALING: &[Field] = &[f("mode", Text)];
const CORE_DNS_REWRITING: &[Field] = &[f("commonSuffixes", List(&Text, &[]))];
const CORE_DNS: &[Field] = &[
    f("autoscaling", Object(CORE_DNS_AUTOSCALING)),
    f("rewriting", Object(CORE_DNS_REWRITING)),
];
const NODE_LOCAL_DNS: &[Field] = &[
    f("enabled", Flag),
    f("forceTCPToClusterDNS", Bool),
    f("forceTCPToUpstreamDNS", Bool),
    f("disableForwardToUpstreamDNS", Bool),
];
const SYSTEM_COMPONENTS: &[Field] = &[
    f("coreDNS", Object(CORE_DNS)),
    f("nodeLocalDNS", Object(NODE_LOCAL_DNS)),
];
const FAILURE_TOLERANCE: &[Field] = &[f("type", Text)];
const HIGH_AVAILABILITY: &[Field] = &[f("failureTolerance", Object(FAILURE_TOLERANCE))];
const CONTROL_PLANE: &[Field] = &[
    f("highAvailability", Object(HIGH_AVAILABILITY)),
    f("zones", List(&Text, &[])),
];
const CLOUD_PROFILE_REFERENCE: &[Field] = &[f("kind", Text), f("name", Text)];
const ACCESS_RESTRICTION_WITH_OPTIONS: &[Field] = &[f("name", Text), f("options", Map(&Text))];
const SHOOT_SPEC: &[Field] = &[
    f("addons", Object(ADDONS)),
    f("cloudProfileName", Text),
    f("dns", Object(DNS)),
    f("extensions", List(&Object(EXTENSION), &["type"])),
    f("hibernation", Object(HIBERNATION)),
    f("kubernetes", Object(KUBERNETES)),
    f("networking", Object(NETWORKING)),
    f("maintenance", Object(MAINTENANCE)),
    f("monitoring", Object(MONITORING)),
    f("provider", Object(PROVIDER)),
    f("purpose", Text),
    f("region", Text),
    f("secretBindingName", Text),
    f("seedName", Text),
    f("seedSelector", Object(SEED_SELECTOR)),
    f(
        "resources",
        List(&Object(NAMED_RESOURCE_REFERENCE), &["name"]),
    ),
    f("tolerations", List(&Object(TOLERATION), &["key", "value"])),
    f("exposureClassName", Text),
    f("systemComponents", Object(SYSTEM_COMPONENTS)),
    f("controlPlane", Object(CONTROL_PLANE)),
    f("schedulerName", Text),
    f("cloudProfile", Object(CLOUD_PROFILE_REFERENCE)),
    f("credentialsBindingName", Text),
    f(
        "accessRestrictions",
        List(&Object(ACCESS_RESTRICTION_WITH_OPTIONS), &["name"]),
    ),
];
