//! ManagedSeed and Gardenlet (`gardener/gardener:pkg/apis/seedmanagement/v1alpha1/generated.proto`).

use crate::domain::objects::gardenlet::{
    GardenletDeployment, GardenletHelm, GardenletSpec, GardenletStatus, LocalReference,
    OciRepository,
};
use crate::domain::objects::managed_seed::{
    ManagedSeedGardenlet, ManagedSeedShoot, ManagedSeedSpec, ManagedSeedStatus,
};
use crate::domain::objects::{Gardenlet, ManagedSeed};
use crate::garden::wire::message::{json, message, non_zero};

message! {
    ManagedSeed {
        1: metadata,
        2: spec,
        3: status,
    }

    ManagedSeedSpec {
        1: shoot,
        3: gardenlet,
    }

    // Shoot
    ManagedSeedShoot {
        1: name,
    }

    // GardenletConfig
    ManagedSeedGardenlet {
        2: config as json,
        4: merge_with_parent,
    }

    ManagedSeedStatus {
        1: conditions,
        2: observed_generation as non_zero,
    }

    Gardenlet {
        1: metadata,
        2: spec,
        3: status,
    }

    GardenletSpec {
        1: deployment,
        2: config as json,
        3: kubeconfig_secret_ref,
    }

    // LocalObjectReference
    LocalReference {
        1: name,
    }

    // GardenletSelfDeployment
    GardenletDeployment {
        2: helm,
    }

    GardenletHelm {
        1: oci_repository,
    }

    // `pkg/apis/core/v1/generated.proto`
    OciRepository {
        1: reference,
        2: repository,
        3: tag,
        4: digest,
        5: pull_secret_ref,
        6: ca_bundle_secret_ref,
    }

    GardenletStatus {
        1: conditions,
        2: observed_generation as non_zero,
    }
}
