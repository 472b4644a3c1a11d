//! ManagedSeed (`gardener/gardener:pkg/apis/seedmanagement/v1alpha1/types_managedseed.go`).

use serde::Deserialize;
use serde_json::Value;

use super::{Condition, TracedMetadata, null_as_default, object};

/// A shoot that is a seed: its gardenlet is deployed by the gardenlet of the shoot's own seed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ManagedSeed {
    /// Metadata; the name is also that of the Seed.
    #[serde(default)]
    pub metadata: TracedMetadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: ManagedSeedSpec,
    /// Status.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: ManagedSeedStatus,
}

object!(
    ManagedSeed,
    "seedmanagement.gardener.cloud",
    "v1alpha1",
    "ManagedSeed",
    "managedseeds",
    true
);

/// Spec of a [`ManagedSeed`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ManagedSeedSpec {
    /// The shoot, in the same namespace.
    pub shoot: Option<ManagedSeedShoot>,
    /// The gardenlet.
    #[serde(default, deserialize_with = "null_as_default")]
    pub gardenlet: ManagedSeedGardenlet,
}

/// The shoot of a ManagedSeed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ManagedSeedShoot {
    /// Name of the shoot.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
}

/// The gardenlet of a ManagedSeed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManagedSeedGardenlet {
    /// Whether the configuration of the gardenlet that deploys it fills in what is not set; absent means it does.
    pub merge_with_parent: Option<bool>,
    /// The component's configuration, `GardenletConfiguration`.
    #[serde(default)]
    pub config: Value,
}

/// Status of a [`ManagedSeed`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManagedSeedStatus {
    /// Conditions.
    #[serde(default, deserialize_with = "null_as_default")]
    pub conditions: Vec<Condition>,
    /// Generation seen by the parent gardenlet.
    pub observed_generation: Option<i64>,
}
