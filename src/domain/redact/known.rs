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
    "APIServerDown",
    "AllExtensionsReady",
    "BackupBucketsAvailable",
    "BackupBucketsError",
    "BackupBucketsGone",
    "ConditionInitialized",
    "ConditionNotChecked",
    "ConstraintNotChecked",
    "ControlPlaneRunning",
    "ControllerInstallationsRunning",
    "ControllersScaledDown",
    "ControllersScaledDownCheckError",
    "DNSServiceMigration",
    "DeploymentMissing",
    "DeploymentUnhealthy",
    "EmergencyStopShootReconciliationsEnabled",
    "EtcdMissing",
    "EtcdUnhealthy",
    "EveryNodeReady",
    "GardenletReady",
    "GardenletReconciled",
    "HealthzRequestError",
    "HealthzRequestFailed",
    "HealthzRequestSucceeded",
    "KubeletNotReady",
    "KubeletVersionMismatch",
    "MissingControllerInstallationCondition",
    "MissingNodes",
    "NoTunnelDeployed",
    "NodeAgentUnhealthy",
    "NodeUnhealthy",
    "NotAllExtensionsHealthy",
    "ObservabilityComponentsRunning",
    "OperatingSystemConfigOutdated",
    "OutdatedControllerRegistration",
    "ProgressingRolloutStuck",
    "PrometheusHealthCheckDown",
    "PrometheusHealthCheckError",
    "ReconcileFailed",
    "Reconciled",
    "Reconciling",
    "ResourcesProgressing",
    "SeedReadError",
    "SeedStatusUnknown",
    "ShootUsesUnifiedHTTPProxyPort",
    "SomeExtensionsProgressing",
    "SystemComponentsRunning",
    "SystemdUnitsNotReady",
    "TooManyExpiredNodeLeases",
    "TunnelConnectionBroken",
    "VersionParseError",
];

/// Types of conditions and constraints (`gardener/gardener:pkg/apis/{core,seedmanagement}`).
pub(super) const CONDITIONS: &[&str] = &[
    "APIServerAvailable",
    "AutomaticCredentialsRotationPossible",
    "BackupBucketsReady",
    "CACertificateValiditiesAcceptable",
    "CRDsWithProblematicConversionWebhooks",
    "ControlPlaneHealthy",
    "DNSServiceMigrationReady",
    "DestinationEtcdPeersJoined",
    "DestinationKubeAPIServerReady",
    "DualStackNodesMigrationReady",
    "EmergencyStopShootReconciliations",
    "EtcdMigrationComplete",
    "EveryNodeReady",
    "ExtensionsReady",
    "GardenletReady",
    "GardenletReconciled",
    "HibernationPossible",
    "MaintenancePreconditionsSatisfied",
    "ManagedResourcesHonored",
    "ManualInPlaceWorkersUpdated",
    "MigrateDNSRecords",
    "MigrateExtensionsNeededBeforeKubeAPIServer",
    "MigrationCompleted",
    "ObservabilityComponentsHealthy",
    "PreservedFailedMachinesAbsent",
    "ReadyForMigration",
    "SeedRegistered",
    "SeedSystemComponentsHealthy",
    "ShootReconciled",
    "SourceEtcdPreparedForPeerJoin",
    "SourceSeedCleanup",
    "SystemComponentsHealthy",
    "UsesUnifiedHTTPProxyPort",
];

/// States of operations and of maintenance.
pub(super) const STATES: &[&str] = &[
    "Aborted",
    "Error",
    "Failed",
    "Pending",
    "Processing",
    "Succeeded",
];

/// Types of operations.
pub(super) const OPERATION_TYPES: &[&str] = &[
    "Create",
    "Delete",
    "LiveMigrate",
    "Migrate",
    "Reconcile",
    "Restore",
];

/// Phases of projects.
pub(super) const PROJECT_PHASES: &[&str] = &["Failed", "Pending", "Ready", "Terminating"];

/// Phases of rotations.
pub(super) const ROTATION_PHASES: &[&str] = &[
    "Completed",
    "Completing",
    "Prepared",
    "Preparing",
    "PreparingWithoutWorkersRollout",
    "WaitingForWorkersRollout",
];

/// Versions of what is in a snapshot, and of what it refers to.
pub(super) const API_VERSIONS: &[&str] = &[
    "coordination.k8s.io/v1",
    "core.gardener.cloud/v1beta1",
    "kubectl-gardener/v1",
    "security.gardener.cloud/v1alpha1",
    "seedmanagement.gardener.cloud/v1alpha1",
    "v1",
];

/// Kinds of what is in a snapshot, and of what it refers to.
pub(super) const KINDS: &[&str] = &[
    "CloudProfile",
    "ConfigMap",
    "CredentialsBinding",
    "Gardenlet",
    "InternalSecret",
    "Lease",
    "ManagedSeed",
    "NamespacedCloudProfile",
    "Project",
    "Quota",
    "Secret",
    "SecretBinding",
    "SecretMetadata",
    "Seed",
    "Shoot",
    "WorkloadIdentity",
];

/// Stages of versions.
pub(super) const CLASSIFICATIONS: &[&str] = &[
    "deprecated",
    "expired",
    "preview",
    "supported",
    "unavailable",
];

/// How far images are updated.
pub(super) const IMAGE_UPDATES: &[&str] = &["major", "minor", "patch"];

/// How pools are updated.
pub(super) const POOL_UPDATES: &[&str] = &[
    "AutoInPlaceUpdate",
    "AutoRollingUpdate",
    "ManualInPlaceUpdate",
];

/// Architectures of machines.
pub(super) const ARCHITECTURES: &[&str] = &["amd64", "arm64"];

/// What Gardener itself asks machines for, and their architectures.
pub(super) const CAPABILITIES: &[&str] = &["amd64", "architecture", "arm64"];

/// Operating systems of Gardener's extensions (`gardener/gardener:extensions/README.md`).
pub(super) const IMAGES: &[&str] = &[
    "coreos",
    "flatcar",
    "gardenlinux",
    "k3os",
    "memoryone-chost",
    "memoryone-gardenlinux",
    "suse-chost",
    "suse-jeos",
    "ubuntu",
];

/// What runs containers.
pub(super) const RUNTIMES: &[&str] = &["containerd", "docker", "gvisor", "kata-containers"];

/// Networks of Gardener's extensions.
pub(super) const NETWORKS: &[&str] = &["calico", "cilium"];

/// Providers of DNS that Gardener's extension knows (`gardener/external-dns-management`).
pub(super) const DNS: &[&str] = &[
    "alicloud-dns",
    "aws-route53",
    "azure-dns",
    "azure-private-dns",
    "cloudflare-dns",
    "google-clouddns",
    "infoblox-dns",
    "local",
    "netlify-dns",
    "openstack-designate",
    "powerdns",
    "remote",
    "rfc2136",
    "unmanaged",
];

/// Extensions of the community (`gardener/gardener:extensions/README.md`).
pub(super) const EXTENSIONS: &[&str] = &[
    "acl",
    "audit",
    "auditing",
    "envoy-gateway",
    "image-rewriter",
    "registry-cache",
    "registry-mirror",
    "shoot-auditlog-service",
    "shoot-cert-service",
    "shoot-dns-service",
    "shoot-falco-service",
    "shoot-flux",
    "shoot-lakom-service",
    "shoot-networking-filter",
    "shoot-networking-problemdetector",
    "shoot-oidc-service",
    "shoot-rsyslog-relp",
    "shoot-traefik",
];

/// Classes of volumes.
pub(super) const CLASSES: &[&str] = &["premium", "standard"];

/// What a seed's volumes are for.
pub(super) const VOLUME_PURPOSES: &[&str] = &["etcd-main"];

/// Access restrictions that Gardener's documentation names.
pub(super) const RESTRICTIONS: &[&str] = &["eu-access-only"];

/// What serves a seed's ingress.
pub(super) const INGRESS: &[&str] = &["nginx", "traefik"];

/// Families of addresses.
pub(super) const IP_FAMILIES: &[&str] = &["IPv4", "IPv6"];

/// Where traffic from outside goes.
pub(super) const TRAFFIC: &[&str] = &["Cluster", "Local"];

/// How strictly zones are chosen.
pub(super) const ZONE_SELECTION: &[&str] = &["Enforce", "Prefer"];

/// How gardenlets get in.
pub(super) const BOOTSTRAP: &[&str] = &["BootstrapToken", "None", "ServiceAccount"];

/// How one logs in to a dashboard.
pub(super) const DASHBOARD: &[&str] = &["basic", "token"];

/// What a control plane stands.
pub(super) const TOLERANCES: &[&str] = &["node", "zone"];

/// How the cluster autoscaler chooses.
pub(super) const EXPANDERS: &[&str] = &[
    "least-nodes",
    "least-waste",
    "most-pods",
    "priority",
    "random",
];

/// How etcd is encrypted.
pub(super) const ENCRYPTION: &[&str] = &["aescbc", "aesgcm", "secretbox"];

/// Versions of TLS.
pub(super) const TLS: &[&str] = &[
    "VersionTLS10",
    "VersionTLS11",
    "VersionTLS12",
    "VersionTLS13",
];

/// Modes of kube-proxy.
pub(super) const PROXY_MODES: &[&str] = &["IPTables", "IPVS", "NFTables"];

/// Profiles of kube-scheduler.
pub(super) const SCHEDULER_PROFILES: &[&str] = &["balanced", "bin-packing"];

/// Purposes of shoots.
pub(super) const PURPOSES: &[&str] = &[
    "development",
    "evaluation",
    "infrastructure",
    "production",
    "testing",
];

/// How CoreDNS is scaled.
pub(super) const DNS_SCALING: &[&str] = &["cluster-proportional", "horizontal"];

/// Effects of taints.
pub(super) const TAINT_EFFECTS: &[&str] = &["NoExecute", "NoSchedule", "PreferNoSchedule"];

/// How kubelets deal out processors.
pub(super) const CPU_MANAGERS: &[&str] = &["none", "static"];

/// How kubelets check who may use an image.
pub(super) const PULL_CHECKS: &[&str] = &[
    "AlwaysVerify",
    "NeverVerify",
    "NeverVerifyAllowlistedImages",
    "NeverVerifyPreloadedImages",
];

/// How kubelets swap.
pub(super) const SWAPS: &[&str] = &["LimitedSwap", "NoSwap", "UnlimitedSwap"];

/// Operators of selectors.
pub(super) const OPERATORS: &[&str] = &["DoesNotExist", "Exists", "In", "NotIn"];

/// Feature gates of gardenlets, etcd-druid and the vertical pod autoscaler (`gardener/gardener:pkg/features`); those of Kubernetes are in its tables.
pub(super) const GATES: &[&str] = &[
    "CPUStartupBoost",
    "CloudProfileCapabilities",
    "CredentialsRotationWithoutWorkersRollout",
    "CustomDNSServerInNodeLocalDNS",
    "DefaultSeccompProfile",
    "DisableNginxIngressInSeed",
    "DisableNginxIngressInShoot",
    "DoNotCopyBackupCredentials",
    "InPlaceNodeUpdates",
    "InPlaceOrRecreate",
    "IstioTLSTermination",
    "LiveControlPlaneMigration",
    "NewWorkerPoolHash",
    "NodeAgentAuthorizer",
    "OpenTelemetryCollector",
    "PerVPAConfig",
    "PrometheusHealthChecks",
    "RemoveAPIServerProxyLegacyPort",
    "RemoveHTTPProxyLegacyPort",
    "RemoveVali",
    "ShootCredentialsBinding",
    "UpgradeEtcdVersion",
    "UseEtcdWrapper",
    "VPAInPlaceUpdates",
    "VPNBondingModeRoundRobin",
    "VersionClassificationLifecycle",
    "VictoriaLogsBackend",
];

/// Words behind the numbers of a version.
pub(super) const PRERELEASES: &[&str] = &[
    "alpha", "amd64", "arm64", "beta", "dev", "pre", "preview", "rc",
];

/// Kernel settings that are often made; others become a hash behind their area.
pub(super) const SYSCTLS: &[&str] = &[
    "fs.aio-max-nr",
    "fs.file-max",
    "fs.inotify.max_queued_events",
    "fs.inotify.max_user_instances",
    "fs.inotify.max_user_watches",
    "fs.nr_open",
    "kernel.keys.maxkeys",
    "kernel.msgmax",
    "kernel.panic",
    "kernel.panic_on_oops",
    "kernel.pid_max",
    "kernel.sem",
    "kernel.shm_rmid_forced",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
    "kernel.softlockup_panic",
    "kernel.threads-max",
    "net.core.netdev_max_backlog",
    "net.core.rmem_default",
    "net.core.rmem_max",
    "net.core.somaxconn",
    "net.core.wmem_default",
    "net.core.wmem_max",
    "net.ipv4.conf.all.rp_filter",
    "net.ipv4.ip_forward",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.neigh.default.gc_thresh1",
    "net.ipv4.neigh.default.gc_thresh2",
    "net.ipv4.neigh.default.gc_thresh3",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_max_syn_backlog",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_tw_reuse",
    "net.ipv4.tcp_wmem",
    "net.ipv6.conf.all.forwarding",
    "net.netfilter.nf_conntrack_max",
    "vm.dirty_background_ratio",
    "vm.dirty_ratio",
    "vm.max_map_count",
    "vm.min_free_kbytes",
    "vm.nr_hugepages",
    "vm.overcommit_memory",
    "vm.overcommit_ratio",
    "vm.panic_on_oom",
    "vm.swappiness",
];
