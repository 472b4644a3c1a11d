//! Which fields of which kind stay.

use super::rules::Rule::{
    Annotations, Capabilities, Domain, Duration, Finalizer, Flags, Key, Known, Labels, Message,
    Name, Network, Range, Selector, ServerVersion, Time, Word, Writers,
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
    ("apiVersion", Word),
    ("kind", Word),
    ("metadata.annotations", Annotations),
    ("metadata.creationTimestamp", Time),
    ("metadata.deletionTimestamp", Time),
    ("metadata.finalizers[]", Finalizer),
    ("metadata.generation", Word),
    ("metadata.labels", Labels),
    ("metadata.name", Name),
    ("metadata.namespace", Name),
    ("metadata.resourceVersion", Word),
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
    ("type", Word),
];

const OBSERVED: Table = &[("observedGeneration", Word)];

/// `gardener/gardener:pkg/apis/core/v1beta1/types_cloudprofile.go`.
const PROFILE: Table = &[
    ("bastion.machineImage.name", Word),
    ("bastion.machineImage.version", Word),
    ("bastion.machineType.name", Word),
    ("controlPlane.allowZonePinning", Word),
    ("kubernetes.versions[].classification", Word),
    ("kubernetes.versions[].expirationDate", Time),
    ("kubernetes.versions[].lifecycle[].classification", Word),
    ("kubernetes.versions[].lifecycle[].startTime", Time),
    ("kubernetes.versions[].version", Word),
    ("limits.maxNodesTotal", Word),
    ("machineCapabilities[].name", Word),
    ("machineCapabilities[].values[]", Word),
    ("machineImages[].name", Word),
    ("machineImages[].updateStrategy", Word),
    ("machineImages[].versions[].architectures[]", Word),
    (
        "machineImages[].versions[].capabilityFlavors[]",
        Capabilities,
    ),
    ("machineImages[].versions[].classification", Word),
    (
        "machineImages[].versions[].cri[].containerRuntimes[].type",
        Word,
    ),
    ("machineImages[].versions[].cri[].name", Word),
    ("machineImages[].versions[].expirationDate", Time),
    (
        "machineImages[].versions[].inPlaceUpdates.minVersionForUpdate",
        Word,
    ),
    ("machineImages[].versions[].inPlaceUpdates.supported", Word),
    ("machineImages[].versions[].kubeletVersionConstraint", Range),
    (
        "machineImages[].versions[].lifecycle[].classification",
        Word,
    ),
    ("machineImages[].versions[].lifecycle[].startTime", Time),
    ("machineImages[].versions[].version", Word),
    ("machineTypes[].architecture", Word),
    ("machineTypes[].capabilities", Capabilities),
    ("machineTypes[].cpu", Word),
    ("machineTypes[].gpu", Word),
    (
        "machineTypes[].machineControllerManager.machineCreationTimeout",
        Word,
    ),
    ("machineTypes[].memory", Word),
    ("machineTypes[].name", Word),
    ("machineTypes[].storage.class", Word),
    ("machineTypes[].storage.minSize", Word),
    ("machineTypes[].storage.size", Word),
    ("machineTypes[].storage.type", Word),
    ("machineTypes[].usable", Word),
    ("regions[].accessRestrictions[].name", Word),
    ("regions[].labels", Labels),
    ("regions[].name", Word),
    ("regions[].zones[].name", Word),
    ("regions[].zones[].unavailableMachineTypes[]", Word),
    ("regions[].zones[].unavailableVolumeTypes[]", Word),
    ("seedSelector", Selector),
    ("type", Word),
    ("volumeTypes[].class", Word),
    ("volumeTypes[].minSize", Word),
    ("volumeTypes[].name", Word),
    ("volumeTypes[].usable", Word),
];

const PARENT: Table = &[("parent.kind", Word), ("parent.name", Name)];

const PROJECT: Table = &[("spec.namespace", Name), ("status.phase", Word)];

/// `gardener/gardener:pkg/apis/core/v1beta1/types_seed.go`.
const SEED: Table = &[
    ("accessRestrictions[].name", Word),
    ("backup.provider", Word),
    ("backup.region", Word),
    ("dns.defaults[].domain", Domain),
    ("dns.defaults[].type", Word),
    ("dns.internal.domain", Domain),
    ("dns.internal.type", Word),
    ("dns.provider.type", Word),
    ("extensions[].type", Word),
    ("ingress.controller.kind", Word),
    ("ingress.domain", Domain),
    ("networks.ipFamilies[]", Word),
    ("networks.nodes", Network),
    ("networks.pods", Network),
    ("networks.services", Network),
    ("networks.shootDefaults.pods", Network),
    ("networks.shootDefaults.services", Network),
    ("provider.region", Word),
    ("provider.type", Word),
    ("provider.zones[]", Word),
    ("settings.dependencyWatchdog.endpoint.enabled", Word),
    ("settings.dependencyWatchdog.probe.enabled", Word),
    ("settings.dependencyWatchdog.prober.enabled", Word),
    ("settings.dependencyWatchdog.weeder.enabled", Word),
    ("settings.excessCapacityReservation.enabled", Word),
    ("settings.loadBalancerServices.class", Word),
    ("settings.loadBalancerServices.externalTrafficPolicy", Word),
    ("settings.loadBalancerServices.proxyProtocol.allowed", Word),
    ("settings.loadBalancerServices.zonalIngress.enabled", Word),
    (
        "settings.loadBalancerServices.zones[].externalTrafficPolicy",
        Word,
    ),
    ("settings.loadBalancerServices.zones[].name", Word),
    (
        "settings.loadBalancerServices.zones[].proxyProtocol.allowed",
        Word,
    ),
    ("settings.ownerChecks.enabled", Word),
    ("settings.persistentVolumeClaimAutoscaler.enabled", Word),
    ("settings.scheduling.visible", Word),
    ("settings.shootDNS.enabled", Word),
    ("settings.topologyAwareRouting.enabled", Word),
    ("settings.verticalPodAutoscaler.enabled", Word),
    ("settings.verticalPodAutoscaler.featureGates", Flags),
    ("settings.verticalPodAutoscaler.maxAllowed.cpu", Word),
    ("settings.verticalPodAutoscaler.maxAllowed.memory", Word),
    ("settings.zoneSelection.mode", Word),
    ("taints[].key", Key),
    ("taints[].value", Name),
    ("volume.minimumSize", Word),
    ("volume.providers[].name", Word),
    ("volume.providers[].purpose", Word),
];

const SEED_STATUS: Table = &[
    ("allocatable.shoots", Word),
    ("capacity.shoots", Word),
    ("clientCertificateExpirationTimestamp", Time),
    ("clusterIdentity", Name),
    ("gardener.version", Word),
    ("kubernetesVersion", Word),
    ("lastOperation.lastUpdateTime", Time),
    ("lastOperation.progress", Word),
    ("lastOperation.state", Word),
    ("lastOperation.type", Word),
    ("observedGeneration", Word),
];

/// `gardener/gardener:pkg/apis/seedmanagement/v1alpha1/types_gardenlet.go`; registries are addresses.
const GARDENLET: Table = &[
    ("deployment.helm.ociRepository.digest", Word),
    ("deployment.helm.ociRepository.tag", Word),
    ("kubeconfigSecretRef.name", Name),
];

/// Of a GardenletConfiguration what decides when shoots are reconciled, and whether its seed is stopped.
const CONFIG: Table = &[
    ("controllers.shoot.concurrentSyncs", Word),
    ("controllers.shoot.reconcileInMaintenanceOnly", Word),
    ("controllers.shoot.respectSyncPeriodOverwrite", Word),
    ("controllers.shoot.retryDuration", Duration),
    ("controllers.shoot.syncPeriod", Duration),
    ("etcdConfig.featureGates", Flags),
    ("featureGates", Flags),
    ("seedConfig.metadata.annotations", Annotations),
];

const MANAGED_SEED: Table = &[
    ("gardenlet.bootstrap", Word),
    ("gardenlet.mergeWithParent", Word),
    ("shoot.name", Name),
];

const LEASE: Table = &[
    ("holderIdentity", Name),
    ("leaseDurationSeconds", Word),
    ("renewTime", Time),
];

const INFO: Table = &[("gardenerAPIServer", ServerVersion)];

const BINDING: Table = &[
    ("credentialsRef.apiVersion", Word),
    ("credentialsRef.kind", Word),
    ("credentialsRef.name", Name),
    ("credentialsRef.namespace", Name),
    ("provider.type", Word),
    ("quotas[].apiVersion", Word),
    ("quotas[].kind", Word),
    ("quotas[].name", Name),
    ("quotas[].namespace", Name),
    ("secretRef.name", Name),
    ("secretRef.namespace", Name),
];
