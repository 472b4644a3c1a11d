//! Every rule, one row each.

use super::{Class, Row, Timing};

macro_rules! catalogue {
    ($($variant:ident $id:literal [$($class:ident)*] [$($path:literal)*] $effect:literal $reversible:literal $timing:ident $source:literal;)+) => {
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
    TypeMismatch "type-mismatch" [Rejected]
        ["spec.**"]
        "A value that is not of its field's type is not read at all"
        true Standard "gardener/gardener:pkg/apis/core/v1beta1/types_shoot.go";
    DeletionTimestamp "spec-frozen-by-deletion" [Rejected]
        ["spec.**"]
        "Nothing of the spec changes once the Shoot is being deleted"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    RegionImmutable "region" [Rejected]
        ["spec.region"]
        "The region never changes"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    ProviderTypeImmutable "provider-type" [Rejected]
        ["spec.provider.type"]
        "The provider type never changes, and is that of profile and binding"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateProviderUpdate, gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateProviderType";
    NetworkingImmutable "networking-immutable" [Rejected]
        ["spec.networking.type" "spec.networking.pods" "spec.networking.services"]
        "Type, pod and service networks never change once set"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateNetworkingUpdate";
    NetworkingValues "networking-values" [Rejected]
        ["spec.networking.**"]
        "Networks are canonical CIDRs of the right family and do not overlap"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateNetworking, gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateShootNetworks";
    IpFamilies "ip-families" [Rejected]
        ["spec.networking.ipFamilies"]
        "IP families only change from IPv4 to IPv4 and IPv6, or back"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateIPFamiliesUpdate";
    NodeCidrMask "node-cidr-mask" [Rejected]
        ["spec.kubernetes.kubeControllerManager.nodeCIDRMaskSize" "spec.kubernetes.kubeControllerManager.nodeCIDRMaskSizeIPv6"]
        "The size of a node's pod network never changes once set, and fits the IP families"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateKubeControllerManagerUpdate, gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeControllerManager";
    NodeCidrMaskPods "node-cidr-mask-pods" [Rejected]
        ["spec.kubernetes.kubelet.maxPods" "spec.provider.workers[*].kubernetes.kubelet.maxPods"]
        "The pod network of a node must have room for maxPods: 254 with the default mask of 24"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateNodeCIDRMaskWithMaxPod";
    DnsImmutable "dns-immutable" [Rejected]
        ["spec.dns" "spec.dns.domain"]
        "A domain never changes once set"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateDNSUpdate";
    DnsPrimary "dns-primary" [Rejected]
        ["spec.dns.providers"]
        "The primary DNS provider stays, with its type, once a seed is assigned"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateDNSUpdate";
    DnsProviders "dns-providers" [Rejected]
        ["spec.dns.**"]
        "DNS providers have a type and credentials of their own, and at most one is primary"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateDNS";
    SchedulerName "scheduler-name" [Rejected]
        ["spec.schedulerName"]
        "The scheduler never changes, except from nothing to the default one"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    SecretBinding "secret-binding" [Rejected]
        ["spec.secretBindingName"]
        "A SecretBinding never changes; it is only replaced by a CredentialsBinding"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    CredentialsBinding "credentials-binding" [Rejected]
        ["spec.credentialsBindingName"]
        "A CredentialsBinding is never removed, and takes over the same Secret when it replaces a SecretBinding"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate, gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateSecretBindingToCredentialsBindingMigration";
    SeedName "seed-name" [Rejected]
        ["spec.seedName"]
        "The seed is only changed through the binding subresource"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateScheduling";
    SeedSelector "seed-selector" [Rejected]
        ["spec.seedSelector.**"]
        "The seed selector keeps matching the assigned seed"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:Validate";
    SeedDeletion "seed-deletion" [Rejected]
        ["spec.**"]
        "Nothing changes on a seed that is being deleted"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateScheduling";
    Migration "migration-running" [Rejected]
        ["spec.**"]
        "Nothing of the spec changes while the control plane is migrated or restored"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateScheduling";
    WorkerlessSwitch "workerless-switch" [Rejected]
        ["spec.provider.workers"]
        "A Shoot never changes between having workers and having none"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateWorkerUpdate";
    Workerless "workerless-fields" [Rejected]
        ["spec.**"]
        "A Shoot without workers has no settings for nodes and what runs on them"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpec";
    SelfHostedSwitch "self-hosted-switch" [Rejected]
        ["spec.provider.workers[*].controlPlane.**"]
        "A Shoot never changes between self-hosted and hosted, nor its control plane pool"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateProviderUpdate";
    SelfHosted "self-hosted-fields" [Rejected]
        ["spec.**"]
        "A self-hosted Shoot has one control plane pool with one machine, and never hibernates"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateSelfHostedShootControlPlane";
    UpdateStrategy "update-strategy" [Rejected]
        ["spec.provider.workers[*].updateStrategy"]
        "A pool never changes between being rolled and being updated in place"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateProviderUpdate";
    InPlaceImmutable "in-place-immutable" [Rejected]
        ["spec.provider.workers[*].machine.type" "spec.provider.workers[*].machine.image.name" "spec.provider.workers[*].volume.**" "spec.provider.workers[*].cri.name"]
        "Machine type, image name, volume and CRI of a pool that is updated in place never change"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateProviderUpdate";
    InPlaceImageDowngrade "in-place-image-downgrade" [Rejected]
        ["spec.provider.workers[*].machine.image.version"]
        "The image of a pool that is updated in place only goes up"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateMachineImageVersionInPlaceUpdate";
    InPlacePending "in-place-pending" [Rejected]
        ["spec.provider.workers[*].**"]
        "Nothing of a pool changes while an update in place is pending, unless it is forced"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateInPlaceUpdates";
    NodeLocalDnsInPlace "node-local-dns-in-place" [Rejected]
        ["spec.systemComponents.nodeLocalDNS.enabled"]
        "node-local-dns is not switched while a pool that is updated in place is below Kubernetes 1.34 or kube-proxy runs with IPVS"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateNodeLocalDNSUpdate";
    HighAvailabilityImmutable "high-availability" [Rejected]
        ["spec.controlPlane.highAvailability.**"]
        "The failure tolerance never changes once it is set and a seed assigned"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootHAControlPlaneSpecUpdate";
    HighAvailabilityHibernated "high-availability-hibernated" [Rejected]
        ["spec.controlPlane.highAvailability.**"]
        "A control plane does not become highly available while the Shoot is hibernated or waking up"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootHAControlPlaneSpecUpdate";
    HighAvailabilityZones "high-availability-zones" [Rejected]
        ["spec.controlPlane.highAvailability.**"]
        "Failure tolerance of a zone needs a seed with three zones"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateSeedSelectionForMultiZonalShoot";
    ControlPlaneZones "control-plane-zones" [Rejected]
        ["spec.controlPlane.zones"]
        "Zones of the control plane are only dropped, or grow from one to three with failure tolerance of a zone"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateControlPlaneZonesUpdate";
    ForceDeletion "force-deletion" [Rejected]
        ["metadata.annotations[confirmation.gardener.cloud/force-deletion]"]
        "A deletion is only forced where one is running and has failed for certain reasons"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateForceDeletion";
    ManagedIssuer "managed-issuer" [Rejected]
        ["metadata.annotations[authentication.gardener.cloud/issuer]"]
        "A managed issuer is never given up, and goes with no issuer of one's own"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateManagedServiceAccountIssuer";
    Finalizers "finalizers" [Rejected]
        ["metadata.finalizers"]
        "Gardener's finalizer stays until the deletion has succeeded; none is added during it"
        true Standard "gardener/gardener:plugin/pkg/global/finalizerremoval/admission.go";
    VersionStep "kubernetes-version-step" [Rejected]
        ["spec.kubernetes.version"]
        "The Kubernetes version only goes up, at most by one minor"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubernetesVersionUpdate";
    VersionOffer "kubernetes-version-offer" [Rejected]
        ["spec.kubernetes.version" "spec.provider.workers[*].kubernetes.version"]
        "A new Kubernetes version must be in the profile"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateKubernetesVersionConstraints, gardener/gardener:plugin/pkg/shoot/mutator/admission.go:defaultKubernetesVersion";
    WorkerVersionStep "worker-version-step" [Rejected]
        ["spec.provider.workers[*].kubernetes.version"]
        "The version of a pool only goes up; in place at most by one minor"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate";
    WorkerVersionSkew "worker-version-skew" [Rejected]
        ["spec.provider.workers[*].kubernetes.version"]
        "A pool is not ahead of the control plane, nor more than three minors behind"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateWorkerGroupAndControlPlaneKubernetesVersion";
    KubeletConstraint "image-kubelet-constraint" [Rejected]
        ["spec.provider.workers[*].machine.image.**" "spec.kubernetes.version" "spec.provider.workers[*].kubernetes.version"]
        "The machine image must support the kubelet's version"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateKubeletVersion";
    MachineImage "machine-image-offer" [Rejected]
        ["spec.provider.workers[*].machine.image.**"]
        "A new machine image must be in the profile, active, of the pool's architecture, and reachable in place where that is wanted"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMachineImagesConstraints, gardener/gardener:plugin/pkg/shoot/mutator/admission.go:ensureMachineImage";
    MachineType "machine-type-offer" [Rejected]
        ["spec.provider.workers[*].machine.type"]
        "A new machine type must be in the profile, usable, available in all zones, and of the pool's architecture"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMachineTypes";
    Architecture "architecture" [Rejected]
        ["spec.provider.workers[*].machine.architecture"]
        "The architecture is amd64 or arm64"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateArchitecture";
    VolumeType "volume-type-offer" [Rejected]
        ["spec.provider.workers[*].volume.type"]
        "A new volume type must be in the profile, usable and available in all zones"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateVolumeTypes";
    VolumeSize "volume-size-minimum" [Rejected]
        ["spec.provider.workers[*].volume.size"]
        "A volume is not smaller than the profile demands"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateVolumeSize";
    Volumes "volumes" [Rejected]
        ["spec.provider.workers[*].volume.**" "spec.provider.workers[*].dataVolumes[*].**" "spec.provider.workers[*].kubeletDataVolumeName"]
        "Volumes have valid names and sizes in Gi; data volumes need a root volume"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    ReservedCapacity "reserved-capacity" [Rejected]
        ["spec.provider.workers[*].kubernetes.**" "spec.kubernetes.kubelet.kubeReserved.**"]
        "A pool's kubelet does not reserve the whole machine"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateKubeletConfig";
    Zones "zones-offer" [Rejected]
        ["spec.provider.workers[*].zones"]
        "New zones must be in the region, each once"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateZones";
    MaxNodes "max-nodes-total" [Rejected]
        ["spec.provider.workers[*].minimum"]
        "The minima of all pools stay within the limit of the profile"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMaxNodesTotal";
    CloudProfile "cloud-profile" [Rejected]
        ["spec.cloudProfile.**" "spec.cloudProfileName"]
        "The profile only changes within its hierarchy, and still has what is in use"
        true Standard "gardener/gardener:pkg/utils/gardener/cloudprofile.go:ValidateCloudProfileChanges";
    AccessRestrictions "access-restrictions" [Rejected]
        ["spec.accessRestrictions[*].**"]
        "New access restrictions must be supported by region and seed"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateAccessRestrictions";
    Cri "container-runtime-offer" [Rejected]
        ["spec.provider.workers[*].cri.**"]
        "Container runtimes must be supported by the machine image"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateContainerRuntimeInterface, gardener/gardener:pkg/api/core/validation/shoot.go:ValidateCRI";
    SystemPools "system-pools" [Rejected]
        ["spec.provider.workers[*].maximum" "spec.provider.workers[*].systemComponents.allow" "spec.provider.workers"]
        "An active pool must take system components, with room for a node in each of its zones"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateSystemComponentWorkers";
    PoolName "pool-name" [Rejected]
        ["spec.provider.workers[*].name"]
        "Names of pools are unique DNS labels of at most 15 characters"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorkers";
    PoolMachine "pool-machine" [Rejected]
        ["spec.provider.workers[*].machine.**"]
        "A pool has a machine type and an image"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    PoolSize "pool-size" [Rejected]
        ["spec.provider.workers[*].minimum" "spec.provider.workers[*].maximum"]
        "minimum is not above maximum, nor below 0"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    PoolSurge "pool-surge" [Rejected]
        ["spec.provider.workers[*].maxSurge" "spec.provider.workers[*].maxUnavailable"]
        "maxSurge and maxUnavailable are not both 0, and unset for manual updates in place"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    PoolPriority "pool-priority" [Rejected]
        ["spec.provider.workers[*].priority"]
        "The priority is not below -1"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    Labels "labels" [Rejected]
        ["spec.provider.workers[*].labels[*]" "spec.provider.workers[*].annotations[*]" "metadata.labels[*]" "metadata.annotations[*]"]
        "Labels and annotations follow the syntax of Kubernetes"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    Taints "taints" [Rejected]
        ["spec.provider.workers[*].taints[*].**"]
        "Taints are valid, unique and not Gardener's own"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateTaints";
    MachineSettings "machine-settings" [Rejected]
        ["spec.provider.workers[*].machineControllerManager.**"]
        "Settings of the machine controller stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateMachineControllerManagerSettingsOptions";
    PoolAutoscaler "pool-autoscaler-values" [Rejected]
        ["spec.provider.workers[*].clusterAutoscaler.**"]
        "Settings of the autoscaler for a pool stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateClusterAutoscalerOptions";
    CaBundle "ca-bundle-values" [Rejected]
        ["spec.provider.workers[*].caBundle"]
        "A CA bundle is a certificate in PEM"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker";
    Sysctls "sysctl-values" [Rejected]
        ["spec.provider.workers[*].sysctls[*]"]
        "Sysctls have valid keys and values"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateSysctls";
    KubeletValues "kubelet-values" [Rejected]
        ["spec.kubernetes.kubelet.**" "spec.provider.workers[*].kubernetes.kubelet.**"]
        "Settings of the kubelet stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeletConfig";
    ApiServerValues "api-server-values" [Rejected]
        ["spec.kubernetes.kubeAPIServer.**"]
        "Settings of the API server stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeAPIServer";
    AdmissionPlugins "admission-plugin-secrets" [Rejected]
        ["spec.kubernetes.kubeAPIServer.admissionPlugins[*].**"]
        "The Secret with the kubeconfig of an admission plugin is among the resources"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateAdmissionPlugins";
    EncryptionConfig "encryption-config" [Rejected]
        ["spec.kubernetes.kubeAPIServer.encryptionConfig.**"]
        "Encryption changes one thing at a time, when nothing else is rolling out and the Shoot is awake"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateEncryptionConfigUpdate";
    StructuredAuth "structured-auth" [Rejected]
        ["spec.kubernetes.kubeAPIServer.structuredAuthentication.**" "spec.kubernetes.kubeAPIServer.structuredAuthorization.**"]
        "Structured authentication and authorization name a ConfigMap, the latter kubeconfigs too"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeAPIServer";
    ServiceAccounts "service-account-values" [Rejected]
        ["spec.kubernetes.kubeAPIServer.serviceAccountConfig.**"]
        "Issuers are HTTPS URLs, each once; tokens live between 30 and 90 days"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeAPIServer";
    RuntimeConfig "runtime-config" [Rejected]
        ["spec.kubernetes.kubeAPIServer.runtimeConfig[*]"]
        "APIs exist in the Kubernetes version"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeAPIServer";
    FeatureGates "feature-gates" [Rejected]
        ["spec.kubernetes.*.featureGates[*]" "spec.provider.workers[*].kubernetes.kubelet.featureGates[*]"]
        "Feature gates exist in the Kubernetes version and are not locked to the other value"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateFeatureGates";
    RemovedFields "removed-fields" [Rejected]
        ["spec.addons.**" "spec.secretBindingName" "spec.cloudProfileName" "spec.dns.providers" "spec.kubernetes.**"]
        "Fields that a Kubernetes version no longer has must be gone with the upgrade"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpec";
    AutoscalingMinimum "autoscaling-minimum" [Rejected]
        ["spec.kubernetes.etcd.**" "spec.kubernetes.kubeAPIServer.autoscaling.**" "spec.kubernetes.clusterAutoscaler.autoscaling.**"]
        "The least that a component gets is not below Gardener's own floor"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateControlPlaneAutoscaling";
    ControllerManagerValues "controller-manager-values" [Rejected]
        ["spec.kubernetes.kubeControllerManager.**"]
        "Settings of the controller manager stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeControllerManager";
    SchedulerValues "scheduler-values" [Rejected]
        ["spec.kubernetes.kubeScheduler.**"]
        "Settings of the scheduler stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateKubeScheduler";
    ProxyMode "proxy-mode" [Rejected]
        ["spec.kubernetes.kubeProxy.mode"]
        "kube-proxy runs with IPTables, IPVS or NFTables"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateKubeProxy";
    ClusterAutoscalerValues "cluster-autoscaler-values" [Rejected]
        ["spec.kubernetes.clusterAutoscaler.**"]
        "Settings of the cluster autoscaler stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateClusterAutoscaler";
    VerticalValues "vertical-pod-autoscaler-values" [Rejected]
        ["spec.kubernetes.verticalPodAutoscaler.**"]
        "Settings of the vertical pod autoscaler stay in their bounds"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateVerticalPodAutoscaler";
    MaintenanceWindow "maintenance-window-values" [Rejected]
        ["spec.maintenance.timeWindow.**"]
        "A maintenance window lasts 30 minutes to 6 hours"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateMaintenance";
    RotationPeriod "rotation-period" [Rejected]
        ["spec.maintenance.autoRotation.**"]
        "Credentials are rotated after 30 minutes to 90 days, or not at all"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateCredentialAutoRotationPeriod";
    HibernationRotation "hibernation-rotation" [Rejected]
        ["spec.hibernation.enabled"]
        "A Shoot does not hibernate while keys are rotated or a change of encryption is rolling out"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateHibernationUpdate, gardener/gardener:pkg/api/core/validation/shoot.go:ValidateHibernation";
    HibernationConstraint "hibernation-constraint" [Rejected]
        ["spec.hibernation.enabled"]
        "A Shoot does not hibernate while a webhook would keep it from waking up"
        true Standard "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateShootHibernation";
    HibernationSchedule "hibernation-schedule-values" [Rejected]
        ["spec.hibernation.schedules"]
        "Schedules are cron specs, each once, in a known time zone"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateHibernationSchedule";
    Addons "addon-values" [Rejected]
        ["spec.addons.**" "spec.purpose"]
        "Addons only go with purpose evaluation"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateAddons";
    Purpose "purpose-values" [Rejected]
        ["spec.purpose"]
        "The purpose is evaluation, testing, development or production; in namespace garden also infrastructure"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpec";
    Extensions "extension-types" [Rejected]
        ["spec.extensions[*].**"]
        "Types of extensions are unique"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateExtensions";
    Resources "resource-references" [Rejected]
        ["spec.resources[*].**"]
        "Resources are uniquely named Secrets, ConfigMaps or WorkloadIdentities"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateResources";
    Monitoring "monitoring-values" [Rejected]
        ["spec.monitoring.**"]
        "Receivers of alerts are e-mail addresses, each once"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateAlerting";
    Tolerations "toleration-values" [Rejected]
        ["spec.tolerations[*].**"]
        "Tolerations have a key and are unique"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateTolerations";
    CoreDns "core-dns-values" [Rejected]
        ["spec.systemComponents.coreDNS.rewriting.commonSuffixes"]
        "Suffixes for rewriting are DNS names with a dot, each once"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateCoreDNSRewritingCommonSuffixes";
    ExposureClass "exposure-class-values" [Rejected]
        ["spec.exposureClassName"]
        "The name of an exposure class is a DNS name"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpec";
    ManagedSeed "managed-seed" [Rejected]
        ["spec.**"]
        "A Shoot that is a seed keeps its vertical pod autoscaler, node network and registered zones, and has no ingress addon"
        true Standard "gardener/gardener:plugin/pkg/shoot/managedseed/admission.go";
    OperationUnknown "operation-unknown" [Rejected]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Only known operations are taken"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperation";
    OperationConflict "operation-conflict" [Rejected]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Some operations do not go together"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperation";
    OperationVersion "operation-version" [Rejected]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Rotation of the etcd encryption key in two steps ends with Kubernetes 1.34"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperation";
    OperationHibernated "operation-hibernated" [Rejected]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Some operations need an awake Shoot"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperation";
    OperationPhase "operation-phase" [Rejected]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Rotations start and complete only in their phase"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateShootOperationContext";
    OperationPools "operation-pools" [Rejected]
        ["metadata.annotations[gardener.cloud/operation]" "metadata.annotations[maintenance.gardener.cloud/operation]"]
        "Pools to roll are named, exist, and are not updated in place"
        true Standard "gardener/gardener:pkg/api/core/validation/shoot.go:validateOperationRolloutWorkers";
}
