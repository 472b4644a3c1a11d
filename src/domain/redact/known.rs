//! Words to which Gardener gives a meaning (`gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go`).

/// Operations that an annotation asks for.
pub(super) const OPERATIONS: &[&str] = &[
    "force-in-place-update",
    "force-redeploy",
    "keepalive",
    "maintain",
    "migrate",
    "reconcile",
    "renew",
    "renew-garden-access-secrets",
    "renew-kubeconfig",
    "renew-workload-identity-tokens",
    "restore",
    "retry",
    "rollout-workers",
    "rotate-ca-complete",
    "rotate-ca-start",
    "rotate-ca-start-without-workers-rollout",
    "rotate-credentials-complete",
    "rotate-credentials-start",
    "rotate-credentials-start-without-workers-rollout",
    "rotate-etcd-encryption-key",
    "rotate-etcd-encryption-key-complete",
    "rotate-etcd-encryption-key-start",
    "rotate-observability-credentials",
    "rotate-rollout-workers",
    "rotate-serviceaccount-key-complete",
    "rotate-serviceaccount-key-start",
    "rotate-serviceaccount-key-start-without-workers-rollout",
    "rotate-ssh-keypair",
    "wait-for-state",
];

/// Tasks that a gardenlet does besides.
pub(super) const TASKS: &[&str] = &[
    "deployDNSRecordExternal",
    "deployDNSRecordIngress",
    "deployDNSRecordInternal",
    "deployInfrastructure",
    "restartControlPlanePods",
    "restartCoreAddons",
    "updateGardenerNodeAgentSecretName",
];

/// Programs that write annotations of gardens.
pub(super) const PROGRAMS: &[&str] = &[
    "Mozilla",
    "gardener-admission-controller",
    "gardener-apiserver",
    "gardener-controller-manager",
    "gardener-dashboard",
    "gardener-operator",
    "gardener-scheduler",
    "gardenlet",
    "kube-apiserver",
    "kube-controller-manager",
    "kubectl",
    "kubectl-annotate",
    "kubectl-client-side-apply",
    "kubectl-create",
    "kubectl-edit",
    "kubectl-gardener",
    "kubectl-last-applied",
    "kubectl-patch",
    "kubectl-replace",
];

/// Finalizers.
pub(super) const FINALIZERS: &[&str] = &[
    "core.gardener.cloud/controllerdeployment",
    "core.gardener.cloud/controllerregistration",
    "core.gardener.cloud/shootstate",
    "gardener",
    "gardener.cloud/credentialsbinding",
    "gardener.cloud/gardener",
    "gardener.cloud/operator",
    "gardener.cloud/reference-protection",
    "gardener.cloud/secretbinding",
];

/// How well a shoot is (`gardener/gardener:pkg/utils/gardener/shoot_status.go`).
pub(super) const HEALTH: &[&str] = &["healthy", "progressing", "unhealthy", "unknown"];

/// Codes of errors.
pub(super) const CODES: &[&str] = &[
    "ERR_CLEANUP_CLUSTER_RESOURCES",
    "ERR_CONFIGURATION_PROBLEM",
    "ERR_INFRA_DEPENDENCIES",
    "ERR_INFRA_QUOTA_EXCEEDED",
    "ERR_INFRA_RATE_LIMITS_EXCEEDED",
    "ERR_INFRA_RESOURCES_DEPLETED",
    "ERR_INFRA_UNAUTHENTICATED",
    "ERR_INFRA_UNAUTHORIZED",
    "ERR_PROBLEMATIC_WEBHOOK",
    "ERR_RETRYABLE_CONFIGURATION_PROBLEM",
    "ERR_RETRYABLE_INFRA_DEPENDENCIES",
];

/// Whether a condition holds.
pub(super) const STATUS: &[&str] = &["False", "Progressing", "True", "Unknown"];

/// Why it does or does not (`gardener/gardener:pkg/gardenlet/controller`); extensions have reasons of their own.
pub(super) const REASONS: &[&str] = &[
    "APIServerAvailable",
    "AllExtensionsReady",
    "BackupBucketsAvailable",
    "BackupBucketsError",
    "ConditionInitialized",
    "ControlPlaneRunning",
    "DeploymentMissing",
    "DeploymentUnhealthy",
    "EtcdMissing",
    "EtcdUnhealthy",
    "EveryNodeReady",
    "GardenletReady",
    "HealthzRequestError",
    "HealthzRequestFailed",
    "HealthzRequestSucceeded",
    "KubeletNotReady",
    "NodeAgentUnhealthy",
    "NodeUnhealthy",
    "NotAllExtensionsHealthy",
    "ObservabilityComponentsRunning",
    "OperatingSystemConfigOutdated",
    "PrometheusHealthCheckError",
    "Reconciled",
    "ResourcesProgressing",
    "SeedReadError",
    "SeedStatusUnknown",
    "SomeExtensionsProgressing",
    "SystemComponentsRunning",
    "SystemdUnitsNotReady",
];
