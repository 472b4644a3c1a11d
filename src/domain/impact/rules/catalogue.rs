//! Every rule, one row each.

use super::{Class, Row, Timing};

macro_rules! catalogue {
    ($($variant:ident $id:literal [$($class:ident)*] [$($component:literal)*] [$($path:literal)*] $effect:literal $reversible:literal $timing:ident $source:literal;)+) => {
        /// A rule; [`RULES`] says what it is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $effect] $variant,)+
        }

        /// Every rule, one row each: reasons for a rejection first, then effects.
        pub const RULES: &[Row] = &[
            $(Row {
                rule: Rule::$variant,
                id: $id,
                classes: &[$(Class::$class),*],
                components: &[$($component),*],
                paths: &[$($path),*],
                effect: $effect,
                reversible: $reversible,
                timing: Timing::$timing,
                source: $source,
            },)+
        ];
    };
}

catalogue! {
    ServerVerdict "server-verdict" [Rejected] []
        ["**"]
        "The server itself refuses the change in a dry run, for a reason that no other rule has: its own message says it"
        true Standard "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:ValidateUpdate";
    TypeMismatch "type-mismatch" [Rejected] []
        ["spec.**"]
        "A value that is not of its field's type is not read at all"
        true Standard "gardener/gardener:pkg/apis/core/v1beta1/types_shoot.go";
    DeletionTimestamp "spec-frozen-by-deletion" [Rejected] []
        ["spec.**"]
        "Nothing of the spec changes once the Shoot is being deleted"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    RegionImmutable "region" [Rejected] []
        ["spec.region"]
        "The region never changes"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    ProviderTypeImmutable "provider-type" [Rejected] []
        ["spec.provider.type"]
        "The provider type never changes, and is that of profile and binding"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateProviderUpdate, gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateProviderType";
    NetworkingImmutable "networking-immutable" [Rejected] []
        ["spec.networking.type" "spec.networking.pods" "spec.networking.services"]
        "Type, pod and service networks never change once set"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateNetworkingUpdate";
    NetworkingValues "networking-values" [Rejected] []
        ["spec.networking.**"]
        "Networks are canonical CIDRs of the right family and do not overlap"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateNetworking, gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateShootNetworks";
    IpFamilies "ip-families" [Rejected] []
        ["spec.networking.ipFamilies"]
        "IP families only change from IPv4 to IPv4 and IPv6, or back"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateIPFamiliesUpdate";
    NodeCidrMask "node-cidr-mask" [Rejected] []
        ["spec.kubernetes.kubeControllerManager.nodeCIDRMaskSize" "spec.kubernetes.kubeControllerManager.nodeCIDRMaskSizeIPv6"]
        "The size of a node's pod network never changes once set, and fits the IP families"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateKubeControllerManagerUpdate, gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeControllerManager";
    NodeCidrMaskPods "node-cidr-mask-pods" [Rejected] []
        ["spec.kubernetes.kubelet.maxPods" "spec.provider.workers[*].kubernetes.kubelet.maxPods"]
        "The pod network of a node must have room for maxPods: 254 with the default mask of 24"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateNodeCIDRMaskWithMaxPod";
    DnsImmutable "dns-immutable" [Rejected] []
        ["spec.dns" "spec.dns.domain"]
        "A domain never changes once set"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateDNSUpdate";
    DnsPrimary "dns-primary" [Rejected] []
        ["spec.dns.providers"]
        "The primary DNS provider stays, with its type, once a seed is assigned"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateDNSUpdate";
    DnsProviders "dns-providers" [Rejected] []
        ["spec.dns.**"]
        "DNS providers have a type and credentials of their own, and at most one is primary"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateDNS";
    SchedulerName "scheduler-name" [Rejected] []
        ["spec.schedulerName"]
        "The scheduler never changes, except from nothing to the default one"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    SecretBinding "secret-binding" [Rejected] []
        ["spec.secretBindingName"]
        "A SecretBinding never changes; it is only replaced by a CredentialsBinding"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    CredentialsBinding "credentials-binding" [Rejected] []
        ["spec.credentialsBindingName"]
        "A CredentialsBinding is never removed, and takes over the same Secret when it replaces a SecretBinding"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate, gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateSecretBindingToCredentialsBindingMigration";
    SeedName "seed-name" [Rejected] []
        ["spec.seedName"]
        "The seed is only changed through the binding subresource"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateScheduling";
    SeedSelector "seed-selector" [Rejected] []
        ["spec.seedSelector.**"]
        "The seed selector keeps matching the assigned seed"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:Validate";
    SeedDeletion "seed-deletion" [Rejected] []
        ["spec.**"]
        "Nothing changes on a seed that is being deleted"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateScheduling";
    Migration "migration-running" [Rejected] []
        ["spec.**"]
        "Nothing of the spec changes while the control plane is migrated or restored"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateScheduling";
    WorkerlessSwitch "workerless-switch" [Rejected] []
        ["spec.provider.workers"]
        "A Shoot never changes between having workers and having none"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateWorkerUpdate";
    Workerless "workerless-fields" [Rejected] []
        ["spec.**"]
        "A Shoot without workers has no settings for nodes and what runs on them"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpec";
    SelfHostedSwitch "self-hosted-switch" [Rejected] []
        ["spec.provider.workers[*].controlPlane.**"]
        "A Shoot never changes between self-hosted and hosted, nor its control plane pool"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateProviderUpdate";
    SelfHosted "self-hosted-fields" [Rejected] []
        ["spec.**"]
        "A self-hosted Shoot has one control plane pool with one machine, and never hibernates"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateSelfHostedShootControlPlane";
    UpdateStrategy "update-strategy" [Rejected] []
        ["spec.provider.workers[*].updateStrategy"]
        "A pool never changes between being rolled and being updated in place"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateProviderUpdate";
    InPlaceImmutable "in-place-immutable" [Rejected] []
        ["spec.provider.workers[*].machine.type" "spec.provider.workers[*].machine.image.name" "spec.provider.workers[*].volume.**" "spec.provider.workers[*].cri.name"]
        "Machine type, image name, volume and CRI of a pool that is updated in place never change"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateProviderUpdate";
    InPlaceImageDowngrade "in-place-image-downgrade" [Rejected] []
        ["spec.provider.workers[*].machine.image.version"]
        "The image of a pool that is updated in place only goes up"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateMachineImageVersionInPlaceUpdate";
    InPlacePending "in-place-pending" [Rejected] []
        ["spec.provider.workers[*].**"]
        "Nothing of a pool changes while an update in place is pending, unless it is forced"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateInPlaceUpdates";
    NodeLocalDnsInPlace "node-local-dns-in-place" [Rejected] []
        ["spec.systemComponents.nodeLocalDNS.enabled"]
        "node-local-dns is not switched while a pool that is updated in place is below Kubernetes 1.34 or kube-proxy runs with IPVS"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateNodeLocalDNSUpdate";
    HighAvailabilityImmutable "high-availability" [Rejected] []
        ["spec.controlPlane.highAvailability.**"]
        "The failure tolerance never changes once it is set and a seed assigned"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootHAControlPlaneSpecUpdate";
    HighAvailabilityHibernated "high-availability-hibernated" [Rejected] []
        ["spec.controlPlane.highAvailability.**"]
        "A control plane does not become highly available while the Shoot is hibernated or waking up"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootHAControlPlaneSpecUpdate";
    HighAvailabilityZones "high-availability-zones" [Rejected] []
        ["spec.controlPlane.highAvailability.**"]
        "Failure tolerance of a zone needs a seed with three zones"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateSeedSelectionForMultiZonalShoot";
    ControlPlaneZones "control-plane-zones" [Rejected] []
        ["spec.controlPlane.zones"]
        "Zones of the control plane are only dropped, or grow from one to three with failure tolerance of a zone"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateControlPlaneZonesUpdate";
    ForceDeletion "force-deletion" [Rejected] []
        ["metadata.annotations[confirmation.gardener.cloud/force-deletion]"]
        "A deletion is only forced where one is running and has failed for certain reasons"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateForceDeletion";
    ManagedIssuer "managed-issuer" [Rejected] []
        ["metadata.annotations[authentication.gardener.cloud/issuer]"]
        "A managed issuer is never given up, and goes with no issuer of one's own"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateManagedServiceAccountIssuer";
    Finalizers "finalizers" [Rejected] []
        ["metadata.finalizers"]
        "Gardener's finalizer stays until the deletion has succeeded; none is added during it"
        true Standard "gardener/gardener:plugin/pkg/global/finalizerremoval/admission.go";
    VersionStep "kubernetes-version-step" [Rejected] []
        ["spec.kubernetes.version"]
        "The Kubernetes version only goes up, at most by one minor"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubernetesVersionUpdate";
    VersionOffer "kubernetes-version-offer" [Rejected] []
        ["spec.kubernetes.version" "spec.provider.workers[*].kubernetes.version"]
        "A new Kubernetes version must be in the profile"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateKubernetesVersionConstraints, gardener/gardener:plugin/pkg/shoot/mutator/admission.go:defaultKubernetesVersion";
    WorkerVersionStep "worker-version-step" [Rejected] []
        ["spec.provider.workers[*].kubernetes.version"]
        "The version of a pool only goes up; in place at most by one minor"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    WorkerVersionSkew "worker-version-skew" [Rejected] []
        ["spec.provider.workers[*].kubernetes.version"]
        "A pool is not ahead of the control plane, nor more than three minors behind"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateWorkerGroupAndControlPlaneKubernetesVersion";
    KubeletConstraint "image-kubelet-constraint" [Rejected] []
        ["spec.provider.workers[*].machine.image.**" "spec.kubernetes.version" "spec.provider.workers[*].kubernetes.version"]
        "The machine image must support the kubelet's version"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateKubeletVersion";
    MachineImage "machine-image-offer" [Rejected] []
        ["spec.provider.workers[*].machine.image.**"]
        "A new machine image must be in the profile, active, of the pool's architecture, and reachable in place where that is wanted"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMachineImagesConstraints, gardener/gardener:plugin/pkg/shoot/mutator/admission.go:ensureMachineImage";
    MachineType "machine-type-offer" [Rejected] []
        ["spec.provider.workers[*].machine.type"]
        "A new machine type must be in the profile, usable, available in all zones, and of the pool's architecture"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMachineTypes";
    Architecture "architecture" [Rejected] []
        ["spec.provider.workers[*].machine.architecture"]
        "The architecture is amd64 or arm64"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateArchitecture";
    VolumeType "volume-type-offer" [Rejected] []
        ["spec.provider.workers[*].volume.type"]
        "A new volume type must be in the profile, usable and available in all zones"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateVolumeTypes";
    VolumeSize "volume-size-minimum" [Rejected] []
        ["spec.provider.workers[*].volume.size"]
        "A volume is not smaller than the profile demands"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateVolumeSize";
    Volumes "volumes" [Rejected] []
        ["spec.provider.workers[*].volume.**" "spec.provider.workers[*].dataVolumes[*].**" "spec.provider.workers[*].kubeletDataVolumeName"]
        "Volumes have valid names and sizes in Gi; data volumes need a root volume"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    ReservedCapacity "reserved-capacity" [Rejected] []
        ["spec.provider.workers[*].kubernetes.**" "spec.kubernetes.kubelet.kubeReserved.**"]
        "A pool's kubelet does not reserve the whole machine"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateKubeletConfig";
    Zones "zones-offer" [Rejected] []
        ["spec.provider.workers[*].zones"]
        "New zones must be in the region, each once"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateZones";
    MaxNodes "max-nodes-total" [Rejected] []
        ["spec.provider.workers[*].minimum"]
        "The minima of all pools stay within the limit of the profile"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMaxNodesTotal";
    CloudProfile "cloud-profile" [Rejected] []
        ["spec.cloudProfile.**" "spec.cloudProfileName"]
        "The profile only changes within its hierarchy, and still has what is in use"
        true Standard "gardener/gardener:pkg/utils/gardener/cloudprofile.go:ValidateCloudProfileChanges";
    AccessRestrictions "access-restrictions" [Rejected] []
        ["spec.accessRestrictions[*].**"]
        "New access restrictions must be supported by region and seed"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateAccessRestrictions";
    Cri "container-runtime-offer" [Rejected] []
        ["spec.provider.workers[*].cri.**"]
        "Container runtimes must be supported by the machine image"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateContainerRuntimeInterface, gardener/gardener:pkg/api/core/validation/shoot.go:ValidateCRI";
    SystemPools "system-pools" [Rejected] []
        ["spec.provider.workers[*].maximum" "spec.provider.workers[*].systemComponents.allow" "spec.provider.workers"]
        "An active pool must take system components, with room for a node in each of its zones"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateSystemComponentWorkers";
    PoolName "pool-name" [Rejected] []
        ["spec.provider.workers[*].name"]
        "Names of pools are unique DNS labels of at most 15 characters"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorkers";
    PoolMachine "pool-machine" [Rejected] []
        ["spec.provider.workers[*].machine.**"]
        "A pool has a machine type and an image"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    PoolSize "pool-size" [Rejected] []
        ["spec.provider.workers[*].minimum" "spec.provider.workers[*].maximum"]
        "minimum is not above maximum, nor below 0"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    PoolSurge "pool-surge" [Rejected] []
        ["spec.provider.workers[*].maxSurge" "spec.provider.workers[*].maxUnavailable"]
        "maxSurge and maxUnavailable are not both 0, and unset for manual updates in place"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    PoolPriority "pool-priority" [Rejected] []
        ["spec.provider.workers[*].priority"]
        "The priority is not below -1"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    Labels "labels" [Rejected] []
        ["spec.provider.workers[*].labels[*]" "spec.provider.workers[*].annotations[*]" "metadata.labels[*]" "metadata.annotations[*]"]
        "Labels and annotations follow the syntax of Kubernetes"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    Taints "taints" [Rejected] []
        ["spec.provider.workers[*].taints[*].**"]
        "Taints are valid, unique and not Gardener's own"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateTaints";
    MachineSettings "machine-settings" [Rejected] []
        ["spec.provider.workers[*].machineControllerManager.**"]
        "Settings of the machine controller stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateMachineControllerManagerSettingsOptions";
    PoolAutoscaler "pool-autoscaler-values" [Rejected] []
        ["spec.provider.workers[*].clusterAutoscaler.**"]
        "Settings of the autoscaler for a pool stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateClusterAutoscalerOptions";
    CaBundle "ca-bundle-values" [Rejected] []
        ["spec.provider.workers[*].caBundle"]
        "A CA bundle is a certificate in PEM"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    Sysctls "sysctl-values" [Rejected] []
        ["spec.provider.workers[*].sysctls[*]"]
        "Sysctls have valid keys and values"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateSysctls";
    KubeletValues "kubelet-values" [Rejected] []
        ["spec.kubernetes.kubelet.**" "spec.provider.workers[*].kubernetes.kubelet.**"]
        "Settings of the kubelet stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeletConfig";
    ApiServerValues "api-server-values" [Rejected] []
        ["spec.kubernetes.kubeAPIServer.**"]
        "Settings of the API server stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeAPIServer";
    AdmissionPlugins "admission-plugin-secrets" [Rejected] []
        ["spec.kubernetes.kubeAPIServer.admissionPlugins[*].**"]
        "The Secret with the kubeconfig of an admission plugin is among the resources"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateAdmissionPlugins";
    AdmissionPluginValues "admission-plugin-values" [Rejected] []
        ["spec.kubernetes.kubeAPIServer.admissionPlugins[*].**"]
        "Admission plugins exist in the Kubernetes version; required ones stay on, and few take a configuration or a kubeconfig"
        true Standard "gardener/gardener:pkg/utils/validation/admissionplugins/admissionplugins.go:ValidateAdmissionPlugins";
    EncryptionConfig "encryption-config" [Rejected] []
        ["spec.kubernetes.kubeAPIServer.encryptionConfig.**"]
        "Encryption changes one thing at a time, when nothing else is rolling out and the Shoot is awake"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateEncryptionConfigUpdate";
    StructuredAuth "structured-auth" [Rejected] []
        ["spec.kubernetes.kubeAPIServer.structuredAuthentication.**" "spec.kubernetes.kubeAPIServer.structuredAuthorization.**"]
        "Structured authentication and authorization name a ConfigMap, the latter kubeconfigs too"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeAPIServer";
    ServiceAccounts "service-account-values" [Rejected] []
        ["spec.kubernetes.kubeAPIServer.serviceAccountConfig.**"]
        "Issuers are HTTPS URLs, each once; tokens live between 30 and 90 days"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeAPIServer";
    RuntimeConfig "runtime-config" [Rejected] []
        ["spec.kubernetes.kubeAPIServer.runtimeConfig[*]"]
        "APIs exist in the Kubernetes version, and those that Gardener needs stay on"
        true Standard "gardener/gardener:pkg/utils/validation/apigroups/apigroups.go:ValidateAPIGroupVersions";
    FeatureGates "feature-gates" [Rejected] []
        ["spec.kubernetes.*.featureGates[*]" "spec.provider.workers[*].kubernetes.kubelet.featureGates[*]"]
        "Feature gates exist in the Kubernetes version and are not locked to the other value"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateFeatureGates";
    RemovedFields "removed-fields" [Rejected] []
        ["spec.addons.**" "spec.secretBindingName" "spec.cloudProfileName" "spec.dns.providers" "spec.kubernetes.**"]
        "Fields that a Kubernetes version no longer has must be gone with the upgrade"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpec";
    AutoscalingMinimum "autoscaling-minimum" [Rejected] []
        ["spec.kubernetes.etcd.**" "spec.kubernetes.kubeAPIServer.autoscaling.**" "spec.kubernetes.clusterAutoscaler.autoscaling.**"]
        "The least that a component gets is not below Gardener's own floor"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateControlPlaneAutoscaling";
    ControllerManagerValues "controller-manager-values" [Rejected] []
        ["spec.kubernetes.kubeControllerManager.**"]
        "Settings of the controller manager stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeControllerManager";
    SchedulerValues "scheduler-values" [Rejected] []
        ["spec.kubernetes.kubeScheduler.**"]
        "Settings of the scheduler stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateKubeScheduler";
    ProxyMode "proxy-mode" [Rejected] []
        ["spec.kubernetes.kubeProxy.mode"]
        "kube-proxy runs with IPTables, IPVS or NFTables"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateKubeProxy";
    ClusterAutoscalerValues "cluster-autoscaler-values" [Rejected] []
        ["spec.kubernetes.clusterAutoscaler.**"]
        "Settings of the cluster autoscaler stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateClusterAutoscaler";
    VerticalValues "vertical-pod-autoscaler-values" [Rejected] []
        ["spec.kubernetes.verticalPodAutoscaler.**"]
        "Settings of the vertical pod autoscaler stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateVerticalPodAutoscaler";
    MaintenanceWindow "maintenance-window-values" [Rejected] []
        ["spec.maintenance.timeWindow.**"]
        "A maintenance window lasts 30 minutes to 6 hours"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateMaintenance";
    RotationPeriod "rotation-period" [Rejected] []
        ["spec.maintenance.autoRotation.**"]
        "Credentials are rotated after 30 minutes to 90 days, or not at all"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateCredentialAutoRotationPeriod";
    HibernationRotation "hibernation-rotation" [Rejected] []
        ["spec.hibernation.enabled"]
        "A Shoot does not hibernate while keys are rotated or a change of encryption is rolling out"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateHibernationUpdate, gardener/gardener:pkg/api/core/validation/shoot.go:ValidateHibernation";
    HibernationConstraint "hibernation-constraint" [Rejected] []
        ["spec.hibernation.enabled"]
        "A Shoot does not hibernate while a webhook would keep it from waking up"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateShootHibernation";
    HibernationSchedule "hibernation-schedule-values" [Rejected] []
        ["spec.hibernation.schedules"]
        "Schedules are cron specs, each once, in a known time zone"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateHibernationSchedule";
    Addons "addon-values" [Rejected] []
        ["spec.addons.**" "spec.purpose"]
        "Addons only go with purpose evaluation"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateAddons";
    Purpose "purpose-values" [Rejected] []
        ["spec.purpose"]
        "The purpose is evaluation, testing, development or production; in namespace garden also infrastructure"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpec";
    Extensions "extension-types" [Rejected] []
        ["spec.extensions[*].**"]
        "Types of extensions are unique"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateExtensions";
    Resources "resource-references" [Rejected] []
        ["spec.resources[*].**"]
        "Resources are uniquely named Secrets, ConfigMaps or WorkloadIdentities"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateResources";
    Monitoring "monitoring-values" [Rejected] []
        ["spec.monitoring.**"]
        "Receivers of alerts are e-mail addresses, each once"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateAlerting";
    Tolerations "toleration-values" [Rejected] []
        ["spec.tolerations[*].**"]
        "Tolerations have a key and are unique"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateTolerations";
    CoreDns "core-dns-values" [Rejected] []
        ["spec.systemComponents.coreDNS.rewriting.commonSuffixes"]
        "Suffixes for rewriting are DNS names with a dot, each once"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateCoreDNSRewritingCommonSuffixes";
    ExposureClass "exposure-class-values" [Rejected] []
        ["spec.exposureClassName"]
        "The name of an exposure class is a DNS name"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpec";
    ManagedSeed "managed-seed" [Rejected] []
        ["spec.**"]
        "A Shoot that is a seed keeps its vertical pod autoscaler, node network and registered zones, and has no ingress addon"
        true Standard "gardener/gardener:plugin/pkg/shoot/managedseed/admission.go";
    OperationUnknown "operation-unknown" [Rejected] []
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Only known operations are taken"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperation";
    OperationConflict "operation-conflict" [Rejected] []
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Some operations do not go together"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperation";
    OperationVersion "operation-version" [Rejected] []
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Rotation of the etcd encryption key in two steps ends with Kubernetes 1.34"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperation";
    OperationHibernated "operation-hibernated" [Rejected] []
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Some operations need an awake Shoot"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperation";
    OperationPhase "operation-phase" [Rejected] []
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Rotations start and complete only in their phase"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperationContext";
    OperationPools "operation-pools" [Rejected] []
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Pools to roll are named, exist, and are not updated in place"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateOperationRolloutWorkers";
    MachineTypeRolls "machine-type" [NodeRoll NodeInplaceDrain] []
        ["spec.provider.workers[*].machine.type"]
        "Every node of the pool is replaced; data on nodes is lost"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key";
    MachineImageRolls "machine-image" [Irreversible NodeRoll NodeInplaceDrain] []
        ["spec.provider.workers[*].machine.image.name" "spec.provider.workers[*].machine.image.version"]
        "Every node of the pool gets the other image: replaced, or updated and usually rebooted in place, where versions only go up"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key";
    VolumeRolls "volume" [NodeRoll] []
        ["spec.provider.workers[*].volume.size" "spec.provider.workers[*].volume.type" "spec.provider.workers[*].volume"]
        "Every node of the pool is replaced with another root volume; any other spelling of the size counts"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key";
    VolumeName "volume-name" [NoEffect] []
        ["spec.provider.workers[*].volume.name"]
        "The name of a root volume is not part of what rolls a pool"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key";
    VolumeEncrypted "volume-encrypted" [NodeRoll ConfigOnly] []
        ["spec.provider.workers[*].volume.encrypted"]
        "AWS replaces every node; GCP, Azure and OpenStack only use it for new ones"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/machines.go:WorkerPoolHash";
    DataVolumes "data-volumes" [NodeRoll ConfigOnly] []
        ["spec.provider.workers[*].dataVolumes[*].**"]
        "Most providers replace every node; data volumes come back empty"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/machines.go:WorkerPoolHash";
    WorkerProviderConfig "worker-provider-config" [NodeRoll ConfigOnly] []
        ["spec.provider.workers[*].providerConfig"]
        "The provider decides whether nodes are replaced: AWS below Kubernetes 1.34, GCP and Azure below 1.35 by any byte, later by selected fields"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/machines.go:WorkerPoolHash";
    CriName "cri-name" [NodeRoll] []
        ["spec.provider.workers[*].cri.name"]
        "The container runtime interface is containerd; another one would replace every node"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key";
    KubeletKey "kubelet-reserved" [NodeRoll NodeInplaceDrain NoEffect] []
        ["spec.kubernetes.kubelet.kubeReserved.**" "spec.kubernetes.kubelet.evictionHard.**" "spec.kubernetes.kubelet.cpuManagerPolicy" "spec.provider.workers[*].kubernetes.kubelet.kubeReserved.**" "spec.provider.workers[*].kubernetes.kubelet.evictionHard.**" "spec.provider.workers[*].kubernetes.kubelet.cpuManagerPolicy"]
        "Every node of the pools that use it is replaced, or drained and updated in place; pools with kubelet settings of their own use none of the global ones"
        true Standard "gardener/gardener:pkg/utils/gardener/shoot.go:CalculateDataStringForKubeletConfiguration";
    KubeletBlock "kubelet-block" [NodeRoll NodeInplaceDrain] []
        ["spec.provider.workers[*].kubernetes.kubelet"]
        "Kubelet settings of a pool replace the global ones as a whole: reservations, hard evictions and CPU manager policy are lost unless repeated"
        true Standard "gardener/gardener:pkg/api/core/v1beta1/helper/shoot.go:CalculateEffectiveKubeletConfiguration";
    PoolVersion "worker-version" [Irreversible NodeRoll NodeInplaceDrain KubeletRestart SystemComponentRollout] ["kube-proxy"]
        ["spec.provider.workers[*].kubernetes.version"]
        "Another minor replaces every node of the pool; a patch swaps the kubelet and restarts it. With its own version a pool no longer follows the control plane"
        false Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key";
    VersionMinor "kubernetes-minor" [Irreversible NodeRoll NodeInplaceDrain ControlPlaneRollout SystemComponentRollout] ["kube-apiserver" "kube-controller-manager" "kube-scheduler" "kube-proxy" "cluster-autoscaler"]
        ["spec.kubernetes.version"]
        "The control plane is replaced first, then every node of pools without a version of their own"
        false Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key, gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubernetesVersionUpdate";
    VersionPatch "kubernetes-patch" [Irreversible KubeletRestart ControlPlaneRollout SystemComponentRollout] ["kube-apiserver" "kube-controller-manager" "kube-scheduler" "kube-proxy"]
        ["spec.kubernetes.version"]
        "The control plane is replaced; kubelets of pools without a version of their own are swapped and restart"
        false Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/kubelet:Config";
    KubeletSettings "kubelet-settings" [KubeletRestart NoEffect] []
        ["spec.kubernetes.kubelet.**" "spec.provider.workers[*].kubernetes.kubelet.**"]
        "The kubelets of the pools that use it restart; pods keep running. A value that Gardener sets anyway restarts nothing"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/kubelet:Config";
    KubeletConstants "kubelet-constants" [NoEffect] []
        ["spec.kubernetes.kubelet.imageMinimumGCAge" "spec.kubernetes.kubelet.imageMaximumGCAge" "spec.provider.workers[*].kubernetes.kubelet.imageMinimumGCAge" "spec.provider.workers[*].kubernetes.kubelet.imageMaximumGCAge"]
        "Gardener always writes 2m and 0s"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/kubelet:Config";
    PoolAdded "pool-added" [NodeScaleUp ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.provider.workers[*]"]
        "The nodes of the new pool are created"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:deployMachineDeployment";
    PoolRemoved "pool-removed" [Destructive ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.provider.workers[*]"]
        "All nodes of the pool are drained and deleted once the others are healthy; data on them is lost, zonal volumes may find no node"
        false Standard "gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:cleanupMachineDeployments";
    PoolMinimumUp "pool-minimum-raised" [NodeScaleUp ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.provider.workers[*].minimum"]
        "Nodes are added where a zone has fewer than its share"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:deployMachineDeployment";
    PoolMinimumDown "pool-minimum-lowered" [NodeScaleDown ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.provider.workers[*].minimum"]
        "The autoscaler may remove nodes later; without an autoscaler they are removed at once"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:deployMachineDeployment";
    PoolMaximumDown "pool-maximum-lowered" [NodeScaleDown ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.provider.workers[*].maximum"]
        "Nodes beyond the maximum are drained and deleted at once"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:deployMachineDeployment";
    PoolMaximumUp "pool-maximum-raised" [ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.provider.workers[*].maximum"]
        "The autoscaler may add nodes later"
        true Standard "gardener/gardener:pkg/component/autoscaling/clusterautoscaler/cluster_autoscaler.go:computeCommand";
    PoolSurgeChange "pool-surge-change" [ConfigOnly] []
        ["spec.provider.workers[*].maxSurge" "spec.provider.workers[*].maxUnavailable"]
        "Used by the next roll"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/machines.go:DistributePositiveIntOrPercent";
    WorkerLabels "worker-labels" [KubeletRestart NoEffect] []
        ["spec.provider.workers[*].labels[*]"]
        "Labels are set on existing nodes; the kubelet restarts, unless it must not set the label itself"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/kubelet:nodeLabelFlags";
    WorkerAnnotations "worker-annotations" [ConfigOnly] []
        ["spec.provider.workers[*].annotations[*]"]
        "Annotations are set on existing nodes"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:deployMachineDeployment";
    WorkerTaints "worker-taints" [KubeletRestart] []
        ["spec.provider.workers[*].taints[*].**"]
        "Taints are set on existing nodes, NoExecute evicts pods; the kubelet restarts"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/kubelet:Config";
    CaBundleChange "ca-bundle" [NodeServiceRestart] []
        ["spec.provider.workers[*].caBundle"]
        "containerd, kubelet and gardener-node-agent restart; pulling images fails where the CA was needed"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components:rootcertificates";
    ZonesAppended "zones-appended" [NodeScaleDown NodeScaleUp ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.provider.workers[*].zones"]
        "New zones get their share of minimum, maximum and surge, taken from the others: nodes there may be drained. Most providers never let a zone go again"
        false Standard "gardener/gardener:extensions/pkg/controller/worker/machines.go:DistributeOverZones";
    ZonesOther "zones-changed" [Destructive ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.provider.workers[*].zones"]
        "Zones that go lose their nodes, and zonal volumes their place; most providers refuse anything but appending"
        false Standard "gardener/gardener:extensions/pkg/controller/worker/machines.go:DistributeOverZones";
    ArchitectureChange "architecture-change" [ConfigOnly] []
        ["spec.provider.workers[*].machine.architecture"]
        "Not part of what rolls a pool: only new machines follow"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMachineType";
    ImageProviderConfig "image-provider-config" [UnknownProvider] []
        ["spec.provider.workers[*].machine.image.providerConfig"]
        "Passed to the extension of the operating system, which changes files and units in place"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:deploy";
    SystemComponentsAllow "system-components-allow" [KubeletRestart] []
        ["spec.provider.workers[*].systemComponents.allow"]
        "The label of the nodes changes and the kubelet restarts; running system pods stay"
        true Standard "gardener/gardener:pkg/utils/gardener/shoot.go:NodeLabelsForWorkerPool";
    ContainerRuntimes "container-runtimes" [KubeletRestart] []
        ["spec.provider.workers[*].cri.containerRuntimes[*].**"]
        "The runtime is installed or removed by its extension, labels change and the kubelet restarts; pods of a removed runtime break"
        true Standard "gardener/gardener:pkg/utils/gardener/shoot.go:NodeLabelsForWorkerPool";
    KubeletDataVolume "kubelet-data-volume" [NodeServiceRestart] []
        ["spec.provider.workers[*].kubeletDataVolumeName"]
        "A mount for the kubelet's data is made on running nodes: its state may be lost"
        false Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components:varlibkubeletmount";
    SysctlChange "sysctls" [NodeServiceRestart NoEffect] []
        ["spec.provider.workers[*].sysctls[*]"]
        "systemd-sysctl restarts and sets the value; a removed key keeps its value until the next boot"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components:kernelconfig";
    MachineSettingsChange "machine-controller-settings" [ConfigOnly] []
        ["spec.provider.workers[*].machineControllerManager.**"]
        "Changes how later drains and health checks go; shorter timeouts evict harder"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:deployMachineDeployment";
    PreserveFailed "preserve-failed-machines" [ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.provider.workers[*].machineControllerManager.autoPreserveFailedMachineMax"]
        "The autoscaler restarts where a pool begins or ends to keep failed machines"
        true Standard "gardener/gardener:pkg/component/autoscaling/clusterautoscaler/cluster_autoscaler.go:computeCommand";
    PoolAutoscalerChange "pool-autoscaler" [ConfigOnly] []
        ["spec.provider.workers[*].clusterAutoscaler.**"]
        "The autoscaler follows it from now on"
        true Standard "gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:deployMachineDeployment";
    PriorityChange "pool-priority-change" [ControlPlaneRollout ConfigOnly] ["cluster-autoscaler"]
        ["spec.provider.workers[*].priority"]
        "The first priority of all pools changes the expander and restarts the autoscaler; later ones only change its ConfigMap"
        true Standard "gardener/gardener:pkg/component/autoscaling/clusterautoscaler/cluster_autoscaler.go:generatePriorityExpanderConfigMap";
    StrategyInPlace "strategy-in-place" [ConfigOnly] []
        ["spec.provider.workers[*].updateStrategy"]
        "Counts for the next update. A machine type or volume changed along with it reaches new machines only"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateProviderUpdate";
    WorkerControlPlane "worker-control-plane" [UnknownProvider] []
        ["spec.provider.workers[*].controlPlane.**"]
        "Self-hosted Shoots are not modelled"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorkerControlPlane";
    SshAccess "ssh-access" [InfraReconcile NodeServiceRestart] []
        ["spec.provider.workersSettings.sshAccess.enabled"]
        "sshd is switched on nodes, open connections are cut; the infrastructure is reconciled"
        true Standard "gardener/gardener:plugin/pkg/shoot/mutator/admission.go:addMetadataAnnotations";
    InfrastructureConfig "infrastructure-config" [InfraReconcile] []
        ["spec.provider.infrastructureConfig"]
        "The infrastructure is reconciled at once; what that does is up to the provider"
        true Standard "gardener/gardener:plugin/pkg/shoot/mutator/admission.go:addMetadataAnnotations";
    ControlPlaneConfig "control-plane-config" [ControlPlaneRollout] ["cloud-controller-manager" "csi-controller"]
        ["spec.provider.controlPlaneConfig"]
        "The provider's own control plane components are reconciled"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/controlplane.go:DeployControlPlane";
    FeatureGatesApi "api-server-feature-gates" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.featureGates[*]"]
        "kube-apiserver is replaced without a gap"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    AdmissionPluginsChange "admission-plugins" [AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.admissionPlugins[*].**"]
        "kube-apiserver is replaced; workload may be refused from then on"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    ApiAudiences "api-audiences" [AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.apiAudiences"]
        "kube-apiserver is replaced; tokens for an audience that went are refused"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    AuditPolicy "audit-policy" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.auditConfig.**"]
        "kube-apiserver is replaced"
        true Standard "gardener/gardener:pkg/component/shared/kubeapiserver.go:computeAuditConfig";
    RuntimeConfigChange "runtime-config-change" [ControlPlaneRollout] ["kube-apiserver" "kube-controller-manager"]
        ["spec.kubernetes.kubeAPIServer.runtimeConfig[*]"]
        "kube-apiserver and kube-controller-manager are replaced; objects of an API that is off cannot be reached"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go, gardener/gardener:pkg/component/kubernetes/controllermanager/controllermanager.go";
    Issuer "service-account-issuer" [AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.serviceAccountConfig.issuer"]
        "kube-apiserver is replaced; tokens of the old issuer are refused unless it stays among the accepted ones"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/kubeapiserver.go:computeKubeAPIServerServiceAccountConfig";
    AcceptedIssuers "accepted-issuers" [AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.serviceAccountConfig.acceptedIssuers"]
        "kube-apiserver is replaced; tokens of an issuer that went are refused"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/kubeapiserver.go:computeKubeAPIServerServiceAccountConfig";
    TokenLifetime "token-lifetime" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.serviceAccountConfig.extendTokenExpiration" "spec.kubernetes.kubeAPIServer.serviceAccountConfig.maxTokenExpiration"]
        "kube-apiserver is replaced; new tokens live as long as said"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/kubeapiserver.go:computeKubeAPIServerServiceAccountConfig";
    WatchCache "watch-cache-resources" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.watchCacheSizes.resources[*].**"]
        "kube-apiserver is replaced"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    WatchCacheDefault "watch-cache-default" [NoEffect] []
        ["spec.kubernetes.kubeAPIServer.watchCacheSizes.default"]
        "Gardener does not pass it on"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    ApiRequests "api-server-requests" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.requests.**"]
        "kube-apiserver is replaced"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    AnonymousAuth "anonymous-authentication" [AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.enableAnonymousAuthentication"]
        "kube-apiserver is replaced; anonymous requests are let in or kept out"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    EventTtl "event-ttl" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.eventTTL"]
        "kube-apiserver is replaced"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    ApiLogging "api-server-logging" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.logging.**"]
        "kube-apiserver is replaced"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    DefaultTolerations "default-tolerations" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.defaultNotReadyTolerationSeconds" "spec.kubernetes.kubeAPIServer.defaultUnreachableTolerationSeconds"]
        "kube-apiserver is replaced; only pods created later get it"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    EncryptionResources "encryption-resources" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.encryptionConfig.resources"]
        "kube-apiserver is replaced, all objects of the resources are rewritten and etcd is saved in full; where one goes, kube-apiserver is replaced twice"
        true Standard "gardener/gardener:pkg/utils/gardener/secretsrotation/etcd.go";
    EncryptionProvider "encryption-provider" [ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.encryptionConfig.provider.type"]
        "The etcd encryption key is rotated: kube-apiserver is replaced three times and all encrypted objects are rewritten"
        true Standard "gardener/gardener:pkg/utils/gardener/secretsrotation/etcd.go";
    Authentication "structured-authentication" [AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.structuredAuthentication.**"]
        "kube-apiserver is replaced; users may be locked out"
        true Standard "gardener/gardener:pkg/component/shared/kubeapiserver.go:computeAuthenticationConfig";
    Authorization "structured-authorization" [AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.structuredAuthorization.**"]
        "kube-apiserver is replaced; a failing webhook can lock everybody out"
        true Standard "gardener/gardener:pkg/component/shared/kubeapiserver.go:computeAuthorizationConfig";
    ApiAutoscaling "api-server-autoscaling" [ConfigOnly] []
        ["spec.kubernetes.kubeAPIServer.autoscaling.**"]
        "Only the autoscaler's bounds change; pods may be resized later"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/kubeapiserver.go:computeKubeAPIServerAutoscalingConfig";
    TlsVersion "tls-minimum-version" [AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["spec.kubernetes.kubeAPIServer.tlsMinVersion"]
        "kube-apiserver is replaced; old clients may no longer connect"
        true Standard "gardener/gardener:pkg/component/kubernetes/apiserver/apiserver.go";
    ManagerFeatureGates "controller-manager-feature-gates" [ControlPlaneRollout] ["kube-controller-manager"]
        ["spec.kubernetes.kubeControllerManager.featureGates[*]"]
        "kube-controller-manager is replaced"
        true Standard "gardener/gardener:pkg/component/kubernetes/controllermanager/controllermanager.go";
    ManagerAutoscaler "horizontal-pod-autoscaler" [ControlPlaneRollout] ["kube-controller-manager"]
        ["spec.kubernetes.kubeControllerManager.horizontalPodAutoscaler.**"]
        "kube-controller-manager is replaced; workload scales otherwise"
        true Standard "gardener/gardener:pkg/component/kubernetes/controllermanager/controllermanager.go";
    MaskIpv6 "node-cidr-mask-ipv6" [ControlPlaneRollout] ["kube-controller-manager"]
        ["spec.kubernetes.kubeControllerManager.nodeCIDRMaskSizeIPv6"]
        "kube-controller-manager is replaced; the mask never changes again"
        false Standard "gardener/gardener:pkg/component/kubernetes/controllermanager/controllermanager.go";
    MonitorPeriod "node-monitor-grace-period" [KubeletRestart ControlPlaneRollout] ["kube-controller-manager"]
        ["spec.kubernetes.kubeControllerManager.nodeMonitorGracePeriod"]
        "kube-controller-manager is replaced; below 46s the kubelets of all pools restart too"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/kubelet:calcKubeletHTTP2Timeouts";
    EvictionTimeout "pod-eviction-timeout" [NoEffect] []
        ["spec.kubernetes.kubeControllerManager.podEvictionTimeout"]
        "Gardener does not pass it on"
        true Standard "gardener/gardener:pkg/component/kubernetes/controllermanager/controllermanager.go";
    SchedulerChange "scheduler-settings" [ControlPlaneRollout] ["kube-scheduler"]
        ["spec.kubernetes.kubeScheduler.featureGates[*]" "spec.kubernetes.kubeScheduler.profile"]
        "kube-scheduler is replaced; running pods stay where they are"
        true Standard "gardener/gardener:pkg/component/kubernetes/scheduler/scheduler.go";
    SchedulerVolumes "scheduler-volumes" [NoEffect] []
        ["spec.kubernetes.kubeScheduler.kubeMaxPDVols"]
        "Gardener does not pass it on"
        true Standard "gardener/gardener:pkg/component/kubernetes/scheduler/scheduler.go";
    AutoscalerChange "cluster-autoscaler" [ControlPlaneRollout] ["cluster-autoscaler"]
        ["spec.kubernetes.clusterAutoscaler.**"]
        "The autoscaler is replaced, where one runs; lower thresholds can remove nodes soon"
        true Standard "gardener/gardener:pkg/component/autoscaling/clusterautoscaler/cluster_autoscaler.go:computeCommand";
    AutoscalerMinimum "cluster-autoscaler-minimum" [ConfigOnly] []
        ["spec.kubernetes.clusterAutoscaler.autoscaling.**"]
        "Only the bounds for the autoscaler's own size change"
        true Standard "gardener/gardener:pkg/component/autoscaling/clusterautoscaler/cluster_autoscaler.go:computeCommand";
    VerticalEnabled "vertical-pod-autoscaler" [SystemComponentRollout ControlPlaneRollout] ["vpa-recommender" "vpa-updater" "vpa-admission-controller"]
        ["spec.kubernetes.verticalPodAutoscaler.enabled"]
        "The vertical pod autoscaler is deployed or removed; workload with VerticalPodAutoscaler objects may be evicted"
        true Standard "gardener/gardener:pkg/component/autoscaling/vpa";
    VerticalChange "vertical-pod-autoscaler-settings" [ControlPlaneRollout] ["vpa-recommender" "vpa-updater" "vpa-admission-controller"]
        ["spec.kubernetes.verticalPodAutoscaler.**"]
        "The vertical pod autoscaler's components are replaced"
        true Standard "gardener/gardener:pkg/component/autoscaling/vpa";
    EtcdMain "etcd-main-minimum" [ApiDowntime EtcdRollout ConfigOnly] ["etcd-main"]
        ["spec.kubernetes.etcd.main.**"]
        "Above cpu 150m or memory 500M etcd restarts: without high availability the API is gone for a moment. Below, only bounds change"
        true Standard "gardener/gardener:pkg/component/etcd/etcd/etcd.go:computeETCDContainerResources";
    EtcdEvents "etcd-events-minimum" [EtcdRollout ConfigOnly] ["etcd-events"]
        ["spec.kubernetes.etcd.events.**"]
        "Above cpu 30m or memory 150M etcd for events restarts. Below, only bounds change"
        true Standard "gardener/gardener:pkg/component/etcd/etcd/etcd.go:computeETCDContainerResources";
    HighAvailability "high-availability-enabled" [Irreversible ApiDowntime EtcdRollout ControlPlaneRollout] ["etcd-main" "etcd-events" "kube-apiserver"]
        ["spec.controlPlane.highAvailability.**" "spec.controlPlane.zones"]
        "etcd grows to three members and the control plane to several replicas: the API is gone for a moment, and there is no way back"
        false Standard "gardener/gardener:pkg/gardenlet/operation/botanist/etcd.go:DeployEtcd";
    ZonesCleared "control-plane-zones-cleared" [ConfigOnly] []
        ["spec.controlPlane.zones"]
        "The control plane is no longer bound to its zones, which cannot be set again"
        false Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateControlPlaneZonesUpdate";
    ProxyChange "kube-proxy-mode" [NodeRoll SystemComponentRollout] ["kube-proxy"]
        ["spec.kubernetes.kubeProxy.mode"]
        "kube-proxy is replaced and cleans up the rules of the old mode: services falter. To or from IPVS with node-local-dns nodes of pools from 1.34 on are replaced"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key, gardener/gardener:pkg/component/kubernetes/proxy:resources.go";
    ProxyEnabled "kube-proxy-enabled" [NodeRoll NodeServiceRestart SystemComponentRollout] ["kube-proxy"]
        ["spec.kubernetes.kubeProxy.enabled"]
        "kube-proxy is added or removed: without it services only work where the network takes over; kernel parameters of nodes change"
        true Standard "gardener/gardener:pkg/component/kubernetes/proxy:resources.go, gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components:kernelconfig";
    ProxyGates "kube-proxy-feature-gates" [SystemComponentRollout] ["kube-proxy"]
        ["spec.kubernetes.kubeProxy.featureGates[*]"]
        "kube-proxy is replaced"
        true Standard "gardener/gardener:pkg/component/kubernetes/proxy:resources.go";
    Hibernate "hibernate" [Destructive ApiDowntime] ["kube-apiserver" "kube-controller-manager" "etcd-main" "etcd-events"]
        ["spec.hibernation.enabled"]
        "All nodes are deleted by force, all workload stops, the API is gone until the Shoot wakes up; volumes and etcd data stay"
        true Now "gardener/gardener:pkg/gardenlet/operation/botanist/controlplane.go:HibernateControlPlane";
    WakeUp "wake-up" [NodeScaleUp InfraReconcile] ["kube-apiserver" "kube-controller-manager" "etcd-main" "etcd-events"]
        ["spec.hibernation.enabled"]
        "The control plane comes back, and new nodes up to the minimum of each pool; what was changed meanwhile is in them"
        true Now "gardener/gardener:plugin/pkg/shoot/mutator/admission.go:addMetadataAnnotations, gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:deployMachineDeployment";
    HibernationSame "hibernation-unset" [NoEffect] []
        ["spec.hibernation.enabled"]
        "Unset is the same as false"
        true Standard "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration";
    HibernationSchedules "hibernation-schedules" [Destructive ApiDowntime NodeScaleUp ConfigOnly] []
        ["spec.hibernation.schedules"]
        "The Shoot hibernates or wakes up at these times; one that passed within the last two hours fires at once"
        true Controller "gardener/gardener:pkg/controllermanager/controller/shoot/hibernation/reconciler.go:getScheduleWithMostRecentTime";
    WindowChange "maintenance-window" [ConfigOnly] []
        ["spec.maintenance.timeWindow.**"]
        "Maintenance runs at another time; left out of a manifest that replaces the Shoot, the window is chosen at random"
        true Controller "gardener/gardener:pkg/gardenlet/operation/botanist/etcd.go:DeployEtcd";
    AutoUpdateKubernetes "auto-update-kubernetes" [ConfigOnly] []
        ["spec.maintenance.autoUpdate.kubernetesVersion"]
        "Patch versions are taken in the window, or no longer; expired versions are left all the same"
        true Window "gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:maintainKubernetesVersion";
    AutoUpdateImages "auto-update-images" [ConfigOnly] []
        ["spec.maintenance.autoUpdate.machineImageVersion"]
        "Image versions are taken in the window, or no longer: that rolls pools. Expired ones are left all the same"
        true Window "gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:maintainMachineImages";
    ConfineOn "confine-rollout" [Deferred] []
        ["spec.maintenance.confineSpecUpdateRollout"]
        "This change and later ones are stored and wait for the maintenance window"
        true Window "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration";
    ConfineOff "release-rollout" [ConfigOnly] []
        ["spec.maintenance.confineSpecUpdateRollout"]
        "All changes that waited for the window are applied at once"
        true Now "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration";
    AutoRotation "auto-rotation" [ConfigOnly] []
        ["spec.maintenance.autoRotation.**"]
        "Credentials are rotated in the window once their time has come"
        true Window "gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:computeCredentialsToRotationResults";
    NginxOn "nginx-ingress-enabled" [SystemComponentRollout] []
        ["spec.addons.nginxIngress.**"]
        "The ingress addon is deployed with a load balancer"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/nginxingress.go";
    NginxOff "nginx-ingress-disabled" [Destructive SystemComponentRollout] []
        ["spec.addons.nginxIngress.**"]
        "The ingress addon and its load balancer go: ingress traffic stops, the address is lost"
        false Standard "gardener/gardener:pkg/gardenlet/operation/botanist/nginxingress.go";
    NginxChange "nginx-ingress-settings" [SystemComponentRollout] []
        ["spec.addons.nginxIngress.**"]
        "The ingress addon is replaced"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/nginxingress.go";
    Dashboard "kubernetes-dashboard" [SystemComponentRollout] []
        ["spec.addons.kubernetesDashboard.**" "spec.addons"]
        "The dashboard is deployed or removed"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/kubernetesdashboard.go";
    DomainSet "dns-domain" [Irreversible ControlPlaneRollout] ["kube-apiserver"]
        ["spec.dns.domain"]
        "The Shoot gets a domain, which never changes again; the certificate of kube-apiserver gains the name"
        false Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateDNSUpdate";
    DnsProvidersChange "dns-provider-settings" [InfraReconcile] []
        ["spec.dns.providers" "spec.dns"]
        "DNS records are reconciled with the new credentials"
        true Standard "gardener/gardener:plugin/pkg/shoot/mutator/admission.go:addMetadataAnnotations";
    Exposure "exposure-class" [ApiDowntime ControlPlaneRollout] ["kube-apiserver-exposure"]
        ["spec.exposureClassName"]
        "The API moves to another ingress gateway: its address changes, clients follow as fast as DNS lets them"
        true Standard "gardener/gardener:pkg/gardenlet/operation/istio_config.go";
    AlertReceivers "alert-receivers" [ConfigOnly] ["alertmanager"]
        ["spec.monitoring.**"]
        "Alertmanager is deployed, removed or configured anew"
        true Standard "gardener/gardener:pkg/component/observability/monitoring/alertmanager";
    PurposeTesting "purpose-testing" [Destructive NodeServiceRestart] ["prometheus" "vali"]
        ["spec.purpose"]
        "Monitoring and logging are removed with their history; log shippers leave the nodes"
        false Standard "gardener/gardener:docs/usage/shoot/shoot_purposes.md";
    PurposeFromTesting "purpose-from-testing" [NodeServiceRestart ControlPlaneRollout] ["prometheus" "vali"]
        ["spec.purpose"]
        "Monitoring and logging are deployed; log shippers come to the nodes"
        true Standard "gardener/gardener:docs/usage/shoot/shoot_purposes.md";
    PurposeOther "purpose" [ConfigOnly] []
        ["spec.purpose"]
        "Changes when etcd may be resized by eviction; where the gardenlet collects logs of nodes for some purposes only, log shippers come or go"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/etcd.go:getEvictionRequirement, gardener/gardener:pkg/gardenlet/operation/botanist/logging.go:isShootNodeLoggingEnabled";
    NodesNetwork "networking-nodes" [ControlPlaneRollout] ["vpn-seed-server" "vpn-shoot"]
        ["spec.networking.nodes"]
        "The VPN is configured anew; the infrastructure only follows with the next maintenance"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateShootNetworks";
    NetworksSet "networking-set" [Irreversible] []
        ["spec.networking.pods" "spec.networking.services"]
        "A network is set, which never changes again"
        false Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateNetworkingUpdate";
    DualStack "dual-stack" [Irreversible ManualActionRequired InfraReconcile ControlPlaneRollout] ["kube-apiserver" "kube-controller-manager" "vpn-seed-server"]
        ["spec.networking.ipFamilies"]
        "Infrastructure and control plane become dual-stack at once, nodes only when they are rolled the next time: roll them by the operation rollout-workers. There is no way back"
        false Standard "gardener/gardener:pkg/gardenlet/operation/botanist/dualstackmigration.go";
    SingleStack "single-stack" [ManualActionRequired ControlPlaneRollout] ["kube-apiserver" "kube-controller-manager"]
        ["spec.networking.ipFamilies"]
        "The control plane goes back to one IP family; nodes must be rolled by hand"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateIPFamiliesUpdate";
    NetworkConfig "networking-provider-config" [UnknownProvider SystemComponentRollout] []
        ["spec.networking.providerConfig"]
        "The network extension reconciles: its DaemonSets are usually replaced, pod traffic may falter"
        true Standard "gardener/gardener:pkg/component/extensions/network";
    CoreDnsMode "core-dns-autoscaling" [SystemComponentRollout] ["coredns"]
        ["spec.systemComponents.coreDNS.autoscaling.mode"]
        "Another autoscaler takes over CoreDNS"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateCoreDNS";
    CoreDnsRewriting "core-dns-rewriting" [SystemComponentRollout] ["coredns"]
        ["spec.systemComponents.coreDNS.rewriting.commonSuffixes"]
        "CoreDNS is configured anew; names resolve otherwise"
        true Standard "gardener/gardener:pkg/component/networking/coredns";
    NodeLocalDns "node-local-dns" [NodeRoll KubeletRestart SystemComponentRollout] ["node-local-dns"]
        ["spec.systemComponents.nodeLocalDNS.enabled"]
        "node-local-dns is deployed or removed. Pools below 1.34, or with IPVS all, are rolled; otherwise the kubelets restart"
        true Standard "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key, gardener/gardener:pkg/gardenlet/operation/botanist/nodelocaldns.go:ReconcileNodeLocalDNS";
    NodeLocalDnsSettings "node-local-dns-settings" [SystemComponentRollout NoEffect] ["node-local-dns"]
        ["spec.systemComponents.nodeLocalDNS.forceTCPToClusterDNS" "spec.systemComponents.nodeLocalDNS.forceTCPToUpstreamDNS" "spec.systemComponents.nodeLocalDNS.disableForwardToUpstreamDNS"]
        "node-local-dns is replaced on every node, where it runs"
        true Standard "gardener/gardener:pkg/gardenlet/operation/botanist/nodelocaldns.go:nodelocaldns";
    BindingMigration "credentials-migration" [Irreversible] []
        ["spec.secretBindingName"]
        "The Shoot uses a CredentialsBinding from now on; the way back is closed"
        false Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateSecretBindingToCredentialsBindingMigration";
    BindingChange "credentials-change" [AccessImpact ControlPlaneRollout] ["machine-controller-manager" "cloud-controller-manager"]
        ["spec.credentialsBindingName"]
        "Everything that talks to the provider uses other credentials: of another account, the infrastructure breaks"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateCredentialsBindingChange";
    ProfileChange "cloud-profile-change" [ConfigOnly] []
        ["spec.cloudProfile.**" "spec.cloudProfileName"]
        "Other versions and machine types are on offer; nothing restarts"
        true Standard "gardener/gardener:pkg/utils/gardener/cloudprofile.go:ValidateCloudProfileChanges";
    ExtensionAdded "extension-added" [UnknownProvider] []
        ["spec.extensions[*]"]
        "The extension starts to work on the Shoot"
        true Standard "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler_reconcile.go";
    ExtensionRemoved "extension-removed" [UnknownProvider] []
        ["spec.extensions[*]" "spec.extensions[*].disabled"]
        "The extension stops: what it managed, such as certificates or DNS entries, is no longer managed"
        true Standard "gardener/gardener:pkg/utils/gardener/controllerregistration.go";
    ExtensionConfig "extension-config" [UnknownProvider] []
        ["spec.extensions[*].providerConfig"]
        "The extension reconciles with another configuration"
        true Standard "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler_reconcile.go";
    ResourcesChange "resources" [ConfigOnly] []
        ["spec.resources[*].**"]
        "The objects are copied to the control plane; who uses them reconciles"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateResources";
    SeedSelectorChange "seed-selector-change" [ConfigOnly] []
        ["spec.seedSelector.**"]
        "Counts where a seed is chosen"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:Validate";
    TolerationsChange "tolerations" [ConfigOnly] []
        ["spec.tolerations[*].**"]
        "Counts where a seed is chosen; later migrations may be refused"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateScheduling";
    RestrictionsChange "access-restrictions-change" [ConfigOnly] []
        ["spec.accessRestrictions[*].**"]
        "Counts where a seed is chosen, and for extensions that look at it"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateAccessRestrictions";
    SchedulerNameSet "scheduler-name-set" [NoEffect] []
        ["spec.schedulerName"]
        "The default scheduler was meant anyway"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    LabelsChange "metadata-labels" [NoEffect] []
        ["metadata.labels[*]" "metadata.finalizers"]
        "Nothing is reconciled"
        true Standard "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration";
    AnnotationOther "metadata-annotations" [NoEffect] []
        ["metadata.annotations[*]"]
        "No annotation that Gardener is known to act on"
        true Standard "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration";
    RawOrder "raw-key-order" [InfraReconcile ConfigOnly] []
        ["spec"]
        "Nothing but the order of keys in a configuration of an extension changes, as strategic patches and server-side apply sort them: the generation rises and the Shoot is reconciled at once, no node is renewed"
        true Now "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration";
    OperationReconcile "operation-reconcile" [ConfigOnly] []
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Everything that is pending is applied at once"
        true Now "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration";
    OperationRetry "operation-retry" [ConfigOnly] []
        ["metadata.annotations[gardener.cloud/operation]"]
        "A failed Shoot is tried again, with everything that is pending; others ignore it"
        true Now "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration";
    OperationMaintain "operation-maintain" [ControlPlaneRollout] ["kube-controller-manager" "kube-scheduler" "cluster-autoscaler" "machine-controller-manager"]
        ["metadata.annotations[gardener.cloud/operation]"]
        "Maintenance runs now, with the operations that it was asked for: versions may be updated, which can roll pools, and control plane pods restart"
        true Controller "gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:Reconcile";
    OperationForceInPlace "operation-force-in-place-update" [ConfigOnly] []
        ["metadata.annotations[gardener.cloud/operation]"]
        "Pools with a pending update in place may be changed"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateInPlaceUpdates";
    RotateCa "operation-rotate-ca" [ApiDowntime NodeRoll NodeInplaceDrain NodeServiceRestart KubeletRestart ControlPlaneRollout EtcdRollout] ["etcd-main" "etcd-events" "kube-apiserver" "kube-controller-manager" "kube-scheduler"]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "New certificate authorities: etcd and most of the control plane restart and every node is replaced; left for later, its services restart"
        false Now "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler.go";
    RotateCaComplete "operation-rotate-ca-complete" [ApiDowntime NodeServiceRestart KubeletRestart ControlPlaneRollout EtcdRollout AccessImpact] ["etcd-main" "etcd-events" "kube-apiserver" "kube-controller-manager" "kube-scheduler"]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "The old certificate authorities go: kubeconfigs that trust only them stop working; etcd, most of the control plane and the services of nodes restart"
        false Now "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler.go";
    RotateServiceAccount "operation-rotate-serviceaccount-key" [NodeRoll NodeInplaceDrain ControlPlaneRollout] ["kube-apiserver" "kube-controller-manager"]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "A new key signs tokens: the control plane rolls and every node is replaced, unless that is left for later"
        false Now "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler.go";
    RotateServiceAccountComplete "operation-rotate-serviceaccount-key-complete" [AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "The old key goes: tokens that it signed stop working"
        false Now "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler.go";
    RotateEtcdKey "operation-rotate-etcd-encryption-key" [ControlPlaneRollout] ["kube-apiserver"]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "kube-apiserver is replaced up to three times and all encrypted objects are rewritten"
        false Now "gardener/gardener:pkg/utils/gardener/secretsrotation/etcd.go";
    RotateAll "operation-rotate-credentials" [ApiDowntime NodeRoll NodeInplaceDrain NodeServiceRestart KubeletRestart ControlPlaneRollout EtcdRollout InfraReconcile] ["etcd-main" "etcd-events" "kube-apiserver" "kube-controller-manager" "kube-scheduler"]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "All credentials are rotated: etcd and the control plane restart and every node is replaced; left for later, its services restart"
        false Now "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler.go";
    RotateAllComplete "operation-rotate-credentials-complete" [ApiDowntime NodeServiceRestart KubeletRestart ControlPlaneRollout EtcdRollout AccessImpact] ["etcd-main" "etcd-events" "kube-apiserver" "kube-controller-manager" "kube-scheduler"]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "All old credentials go: kubeconfigs and tokens that rest on them stop working; etcd, the control plane and the services of nodes restart"
        false Now "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler.go";
    RotateSsh "operation-rotate-ssh-keypair" [InfraReconcile NoEffect] []
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Nodes get another SSH key next to the old one; without SSH access the operation is dropped"
        false Now "gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration";
    RotateObservability "operation-rotate-observability-credentials" [AccessImpact] ["prometheus" "plutono"]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Passwords of monitoring change"
        false Now "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler.go";
    RolloutWorkers "operation-rollout-workers" [NodeRoll ManualActionRequired] []
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Every node of the named pools is replaced. With a pool that comes with the same change, nothing is reconciled before the operation is taken back"
        true Now "gardener/gardener:extensions/pkg/controller/worker/genericactuator/actuator_reconcile.go:deployMachineDeployments";
    OperationLater "operation-in-maintenance" [Deferred ManualActionRequired] []
        ["metadata.annotations[maintenance.gardener.cloud/operation]"]
        "The operation is started by the next maintenance run, and can be taken back until then. With maintain, retry or force-in-place-update every run fails, until it is taken back"
        true Maintenance "gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:Reconcile";
    NeedsRetry "retry-in-maintenance" [Deferred] []
        ["metadata.annotations[maintenance.shoot.gardener.cloud/needs-retry-operation]"]
        "The Shoot has failed and its changes are confined: maintenance tries it again, with all of them"
        true Window "gardener/gardener:plugin/pkg/shoot/mutator/admission.go:addMetadataAnnotations, gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:Reconcile";
    DeletionConfirmed "deletion-confirmed" [ConfigOnly] []
        ["metadata.annotations[confirmation.gardener.cloud/deletion]"]
        "The Shoot may be deleted from now on"
        true Standard "gardener/gardener:plugin/pkg/global/deletionconfirmation/admission.go";
    ForceDelete "deletion-forced" [Destructive] []
        ["metadata.annotations[confirmation.gardener.cloud/force-deletion]"]
        "The deletion goes on without cleaning up: resources at the provider may stay behind"
        false Now "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateForceDeletion";
    Ignored "reconciliation-ignored" [Deferred] []
        ["metadata.annotations[shoot.gardener.cloud/ignore]"]
        "The Shoot is no longer reconciled, or is again; only where the gardenlet respects it or in namespace garden"
        true NextReconcile "gardener/gardener:pkg/utils/gardener/shoot.go:ShouldIgnoreShoot";
    AnnotationTasks "reconcile-tasks" [ConfigOnly] []
        ["metadata.annotations[shoot.gardener.cloud/tasks]" "metadata.annotations[shoot.gardener.cloud/sync-period]" "metadata.annotations[shoot.gardener.cloud/skip-readiness]"]
        "Counts with the next reconciliation"
        true NextReconcile "gardener/gardener:pkg/gardenlet/controller/shoot/shoot:reconciler.go";
    NodeDelay "node-agent-delay" [ConfigOnly] []
        ["metadata.annotations[shoot.gardener.cloud/cloud-config-execution-max-delay-seconds]"]
        "Changes on nodes are spread over this time, at most 1800 seconds; anything but an integer makes every reconciliation fail"
        true NextReconcile "gardener/gardener:pkg/gardenlet/operation/shoot/shoot.go";
    ManagedIssuerSet "managed-issuer-enabled" [Irreversible AccessImpact ControlPlaneRollout] ["kube-apiserver"]
        ["metadata.annotations[authentication.gardener.cloud/issuer]"]
        "Tokens get a managed issuer, for good"
        false NextReconcile "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateManagedServiceAccountIssuer";
    ControlPlaneAnnotations "control-plane-annotations" [ControlPlaneRollout] ["kube-apiserver" "vpn-seed-server"]
        ["metadata.annotations[alpha.control-plane.scaling.shoot.gardener.cloud/scale-down-disabled]" "metadata.annotations[alpha.control-plane.shoot.gardener.cloud/high-availability-vpn]" "metadata.annotations[alpha.control-plane.shoot.gardener.cloud/vpn-vpa-update-disabled]" "metadata.annotations[alpha.control-plane.shoot.gardener.cloud/vpn-auto-mtu]" "metadata.annotations[shoot.gardener.cloud/disable-istio-tls-termination]"]
        "Parts of the control plane are made anew"
        true NextReconcile "gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go";
    SniInjector "sni-pod-injector" [ConfigOnly] []
        ["metadata.annotations[alpha.featuregates.shoot.gardener.cloud/apiserver-sni-pod-injector]"]
        "The address of the API is no longer put into pods, or is again"
        true NextReconcile "gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go";
    Expiration "expiration" [Destructive] []
        ["metadata.annotations[shoot.gardener.cloud/expiration-timestamp]"]
        "The Shoot is deleted by itself at that time"
        false Controller "gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go";
    LiveMigration "live-migration" [ConfigOnly] []
        ["metadata.annotations[migration.gardener.cloud/live-migrate]" "metadata.annotations[migration.gardener.cloud/inter-region-distance-threshold]" "metadata.annotations[migration.gardener.cloud/allow-distant-regions]"]
        "Counts for the next migration of the control plane"
        true NextReconcile "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateLiveMigrationPrerequisites";
}
