//! CloudProfile and NamespacedCloudProfile (`gardener/gardener:pkg/apis/core/v1beta1/generated.proto`).

use crate::domain::objects::cloud_profile::{
    CapabilityDefinition, ContainerRuntime, Cri, ExpirableVersion, InPlaceUpdates,
    KubernetesSettings, LifecycleStage, Limits, MachineImage, MachineImageVersion, MachineStorage,
    MachineType, NamespacedCloudProfileSpec, NamespacedCloudProfileStatus, Parent, Region,
    VolumeType, Zone,
};
use crate::domain::objects::{CloudProfile, CloudProfileSpec, NamespacedCloudProfile};
use crate::garden::wire::message::{
    first, list_of_maps, map_of_firsts, message, non_zero, quantity, timestamp,
};

message! {
    CloudProfile {
        1: metadata,
        2: spec,
    }

    CloudProfileSpec {
        2: kubernetes,
        3: machine_images,
        4: machine_types,
        6: regions,
        8: provider_type,
        9: volume_types,
        11: limits,
        12: machine_capabilities,
    }

    NamespacedCloudProfile {
        1: metadata,
        2: spec,
        3: status,
    }

    NamespacedCloudProfileSpec {
        2: kubernetes,
        3: machine_images,
        4: machine_types,
        7: parent,
    }

    NamespacedCloudProfileStatus {
        1: cloud_profile_spec,
        2: observed_generation as non_zero,
    }

    // CloudProfileReference
    Parent {
        1: kind,
        2: name,
    }

    KubernetesSettings {
        1: versions,
    }

    ExpirableVersion {
        1: version,
        2: expiration_date as timestamp,
        3: classification,
        4: lifecycle,
    }

    LifecycleStage {
        1: classification,
        2: start_time as timestamp,
    }

    MachineImage {
        1: name,
        2: versions,
        3: update_strategy,
    }

    // 1 is inline in JSON.
    MachineImageVersion {
        1: expirable,
        2: cri,
        3: architectures,
        4: kubelet_version_constraint,
        5: in_place_updates,
        6: capability_flavors as list_of_maps,
    }

    Cri {
        1: name,
        2: container_runtimes,
    }

    ContainerRuntime {
        1: runtime_type,
    }

    InPlaceUpdates {
        1: supported,
        2: min_version_for_update,
    }

    MachineType {
        1: cpu as quantity,
        3: memory as quantity,
        4: name,
        5: storage,
        6: usable,
        7: architecture,
        8: capabilities as map_of_firsts,
    }

    // MachineTypeStorage
    MachineStorage {
        3: storage_type,
        4: min_size as quantity,
    }

    VolumeType {
        2: name,
        3: usable,
        4: min_size as quantity,
    }

    Region {
        1: name,
        2: zones,
        4: access_restrictions,
    }

    // AvailabilityZone
    Zone {
        1: name,
        2: unavailable_machine_types,
        3: unavailable_volume_types,
    }

    Limits {
        1: max_nodes_total,
    }

    CapabilityDefinition {
        1: name,
        2: values as first,
    }
}
