//! Which fields of which kind stay.

use super::rules::Rule::{
    Amount, Annotations, Capabilities, Digest, Domain, Duration, Finalizer, Flags, Key, Known,
    Labels, Message, Name, Network, Plain, Range, Selector, ServerVersion, Time, Version, Writers,
};
use super::rules::Table;
use super::{known, shoot};

/// The tables of a kind, each with the path that it is below.
type Tables = &'static [(&'static str, Table)];

/// All kinds of a snapshot.
pub(super) const KINDS: &[(&str, Tables)] = &[
    ("CloudProfile", &[("", HEAD), ("spec", PROFILE)]),
    (
        "NamespacedCloudProfile",
        &[
            ("", HEAD),
            ("spec", PROFILE),
            ("spec", PARENT),
            ("status", OBSERVED),
            ("status.cloudProfileSpec", PROFILE),
        ],
    ),
    ("Project", &[("", HEAD), ("", PROJECT)]),
    (
        "Seed",
        &[
            ("", HEAD),
            ("", TRACED),
            ("spec", SEED),
            ("status", SEED_STATUS),
            ("status.conditions[]", CONDITION),
            ("status.constraints[]", CONDITION),
        ],
    ),
    (
        "Gardenlet",
        &[
            ("", HEAD),
            ("", TRACED),
            ("spec", GARDENLET),
            ("spec.config", CONFIG),
            ("status", OBSERVED),
            ("status.conditions[]", CONDITION),
        ],
    ),
    (
        "ManagedSeed",
        &[
            ("", HEAD),
            ("", TRACED),
            ("spec", MANAGED_SEED),
            ("spec.gardenlet.config", CONFIG),
            ("status", OBSERVED),
            ("status.conditions[]", CONDITION),
        ],
    ),
    ("Lease", &[("", HEAD), ("spec", LEASE)]),
    ("ConfigMap", &[("", HEAD), ("data", INFO)]),
    ("Secret", &[("", HEAD)]),
    ("SecretBinding", &[("", HEAD), ("", BINDING)]),
    ("CredentialsBinding", &[("", HEAD), ("", BINDING)]),
    (
        "Shoot",
        &[
            ("", HEAD),
            ("spec", shoot::SPEC),
            ("spec.kubernetes.kubelet", shoot::KUBELET),
            ("spec.provider.workers[]", shoot::POOL),
            ("spec.provider.workers[].kubernetes.kubelet", shoot::KUBELET),
            ("status", shoot::STATUS),
            ("status.conditions[]", CONDITION),
            ("status.constraints[]", CONDITION),
        ],
    ),
];

/// Every object.
const HEAD: Table = &[
    ("apiVersion", Known(known::API_VERSIONS)),
    ("kind", Known(known::KINDS)),
    ("metadata.annotations", Annotations),
    ("metadata.creationTimestamp", Time),
    ("metadata.deletionTimestamp", Time),
    ("metadata.finalizers[]", Finalizer),
    ("metadata.generation", Amount),
    ("metadata.labels", Labels),
    ("metadata.name", Name),
    ("metadata.namespace", Name),
    ("metadata.resourceVersion", Amount),
    ("metadata.uid", Name),
];

/// Objects of which reports say who wrote something.
const TRACED: Table = &[("metadata.managedFields", Writers)];

const CONDITION: Table = &[
    ("codes[]", Known(known::CODES)),
    ("lastTransitionTime", Time),
    ("lastUpdateTime", Time),
    ("message", Message),
    ("reason", Known(known::REASONS)),
    ("status", Known(known::STATUS)),
    ("type", Known(known::CONDITIONS)),
];

const OBSERVED: Table = &[("observedGeneration", Plain)];

/// `gardener/gardener:pkg/apis/core/v1beta1/types_cloudprofile.go`.
const PROFILE: Table = &[
    ("bastion.machineImage.name", Known(known::IMAGES)),
    ("bastion.machineImage.version", Version),
    ("bastion.machineType.name", Name),
    ("controlPlane.allowZonePinning", Plain),
    (
        "kubernetes.versions[].classification",
        Known(known::CLASSIFICATIONS),
    ),
    ("kubernetes.versions[].expirationDate", Time),
    (
        "kubernetes.versions[].lifecycle[].classification",
        Known(known::CLASSIFICATIONS),
    ),
    ("kubernetes.versions[].lifecycle[].startTime", Time),
    ("kubernetes.versions[].version", Version),
    ("limits.maxNodesTotal", Plain),
    ("machineCapabilities[].name", Known(known::CAPABILITIES)),
    ("machineCapabilities[].values[]", Known(known::CAPABILITIES)),
    ("machineImages[].name", Known(known::IMAGES)),
    (
        "machineImages[].updateStrategy",
        Known(known::IMAGE_UPDATES),
    ),
    (
        "machineImages[].versions[].architectures[]",
        Known(known::ARCHITECTURES),
    ),
    (
        "machineImages[].versions[].capabilityFlavors[]",
        Capabilities,
    ),
    (
        "machineImages[].versions[].classification",
        Known(known::CLASSIFICATIONS),
    ),
    (
        "machineImages[].versions[].cri[].containerRuntimes[].type",
        Known(known::RUNTIMES),
    ),
    (
        "machineImages[].versions[].cri[].name",
        Known(known::RUNTIMES),
    ),
    ("machineImages[].versions[].expirationDate", Time),
    (
        "machineImages[].versions[].inPlaceUpdates.minVersionForUpdate",
        Version,
    ),
    ("machineImages[].versions[].inPlaceUpdates.supported", Plain),
    ("machineImages[].versions[].kubeletVersionConstraint", Range),
    (
        "machineImages[].versions[].lifecycle[].classification",
        Known(known::CLASSIFICATIONS),
    ),
    ("machineImages[].versions[].lifecycle[].startTime", Time),
    ("machineImages[].versions[].version", Version),
    ("machineTypes[].architecture", Known(known::ARCHITECTURES)),
    ("machineTypes[].capabilities", Capabilities),
    ("machineTypes[].cpu", Amount),
    ("machineTypes[].gpu", Amount),
    (
        "machineTypes[].machineControllerManager.machineCreationTimeout",
        Duration,
    ),
    ("machineTypes[].memory", Amount),
    ("machineTypes[].name", Name),
    ("machineTypes[].storage.class", Known(known::CLASSES)),
    ("machineTypes[].storage.minSize", Amount),
    ("machineTypes[].storage.size", Amount),
    ("machineTypes[].storage.type", Name),
    ("machineTypes[].usable", Plain),
    (
        "regions[].accessRestrictions[].name",
        Known(known::RESTRICTIONS),
    ),
    ("regions[].labels", Labels),
    ("regions[].name", Name),
    ("regions[].zones[].name", Name),
    ("regions[].zones[].unavailableMachineTypes[]", Name),
    ("regions[].zones[].unavailableVolumeTypes[]", Name),
    ("seedSelector", Selector),
    ("type", Name),
    ("volumeTypes[].class", Known(known::CLASSES)),
    ("volumeTypes[].minSize", Amount),
    ("volumeTypes[].name", Name),
    ("volumeTypes[].usable", Plain),
];

const PARENT: Table = &[("parent.kind", Known(known::KINDS)), ("parent.name", Name)];

const PROJECT: Table = &[
    ("spec.namespace", Name),
    ("status.phase", Known(known::PROJECT_PHASES)),
];

/// `gardener/gardener:pkg/apis/core/v1beta1/types_seed.go`.
const SEED: Table = &[
    ("accessRestrictions[].name", Known(known::RESTRICTIONS)),
    ("backup.provider", Name),
    ("backup.region", Name),
    ("dns.defaults[].domain", Domain),
    ("dns.defaults[].type", Known(known::DNS)),
    ("dns.internal.domain", Domain),
    ("dns.internal.type", Known(known::DNS)),
    ("dns.provider.type", Known(known::DNS)),
    ("extensions[].type", Known(known::EXTENSIONS)),
    ("ingress.controller.kind", Known(known::INGRESS)),
    ("ingress.domain", Domain),
    ("networks.ipFamilies[]", Known(known::IP_FAMILIES)),
    ("networks.nodes", Network),
    ("networks.pods", Network),
    ("networks.services", Network),
    ("networks.shootDefaults.pods", Network),
    ("networks.shootDefaults.services", Network),
    ("provider.region", Name),
    ("provider.type", Name),
    ("provider.zones[]", Name),
    ("settings.dependencyWatchdog.endpoint.enabled", Plain),
    ("settings.dependencyWatchdog.probe.enabled", Plain),
    ("settings.dependencyWatchdog.prober.enabled", Plain),
    ("settings.dependencyWatchdog.weeder.enabled", Plain),
    ("settings.excessCapacityReservation.enabled", Plain),
    ("settings.loadBalancerServices.class", Name),
    (
        "settings.loadBalancerServices.externalTrafficPolicy",
        Known(known::TRAFFIC),
    ),
    ("settings.loadBalancerServices.proxyProtocol.allowed", Plain),
    ("settings.loadBalancerServices.zonalIngress.enabled", Plain),
    (
        "settings.loadBalancerServices.zones[].externalTrafficPolicy",
        Known(known::TRAFFIC),
    ),
    ("settings.loadBalancerServices.zones[].name", Name),
    (
        "settings.loadBalancerServices.zones[].proxyProtocol.allowed",
        Plain,
    ),
    ("settings.ownerChecks.enabled", Plain),
    ("settings.persistentVolumeClaimAutoscaler.enabled", Plain),
    ("settings.scheduling.visible", Plain),
    ("settings.shootDNS.enabled", Plain),
    ("settings.topologyAwareRouting.enabled", Plain),
    ("settings.verticalPodAutoscaler.enabled", Plain),
    ("settings.verticalPodAutoscaler.featureGates", Flags),
    ("settings.verticalPodAutoscaler.maxAllowed.cpu", Amount),
    ("settings.verticalPodAutoscaler.maxAllowed.memory", Amount),
    ("settings.zoneSelection.mode", Known(known::ZONE_SELECTION)),
    ("taints[].key", Key),
    ("taints[].value", Name),
    ("volume.minimumSize", Amount),
    ("volume.providers[].name", Name),
    ("volume.providers[].purpose", Known(known::VOLUME_PURPOSES)),
];

const SEED_STATUS: Table = &[
    ("allocatable.shoots", Amount),
    ("capacity.shoots", Amount),
    ("clientCertificateExpirationTimestamp", Time),
    ("clusterIdentity", Name),
    ("gardener.version", Version),
    ("kubernetesVersion", Version),
    ("lastOperation.lastUpdateTime", Time),
    ("lastOperation.progress", Plain),
    ("lastOperation.state", Known(known::STATES)),
    ("lastOperation.type", Known(known::OPERATION_TYPES)),
    ("observedGeneration", Plain),
];

/// `gardener/gardener:pkg/apis/seedmanagement/v1alpha1/types_gardenlet.go`; registries are addresses.
const GARDENLET: Table = &[
    ("deployment.helm.ociRepository.digest", Digest),
    ("deployment.helm.ociRepository.tag", Version),
    ("kubeconfigSecretRef.name", Name),
];

/// Of a GardenletConfiguration what decides when shoots are reconciled, and whether its seed is stopped.
const CONFIG: Table = &[
    ("controllers.shoot.concurrentSyncs", Plain),
    ("controllers.shoot.reconcileInMaintenanceOnly", Plain),
    ("controllers.shoot.respectSyncPeriodOverwrite", Plain),
    ("controllers.shoot.retryDuration", Duration),
    ("controllers.shoot.syncPeriod", Duration),
    ("etcdConfig.featureGates", Flags),
    ("featureGates", Flags),
    ("seedConfig.metadata.annotations", Annotations),
];

const MANAGED_SEED: Table = &[
    ("gardenlet.bootstrap", Known(known::BOOTSTRAP)),
    ("gardenlet.mergeWithParent", Plain),
    ("shoot.name", Name),
];

const LEASE: Table = &[
    ("holderIdentity", Name),
    ("leaseDurationSeconds", Plain),
    ("renewTime", Time),
];

const INFO: Table = &[("gardenerAPIServer", ServerVersion)];

const BINDING: Table = &[
    ("credentialsRef.apiVersion", Known(known::API_VERSIONS)),
    ("credentialsRef.kind", Known(known::KINDS)),
    ("credentialsRef.name", Name),
    ("credentialsRef.namespace", Name),
    ("provider.type", Name),
    ("quotas[].apiVersion", Known(known::API_VERSIONS)),
    ("quotas[].kind", Known(known::KINDS)),
    ("quotas[].name", Name),
    ("quotas[].namespace", Name),
    ("secretRef.name", Name),
    ("secretRef.namespace", Name),
];
