//! Shoot, as far as it is a control plane on a seed.

use serde::Deserialize;

use super::{Metadata, null_as_default, object};

/// A shoot with the seed that its control plane is on, and what it tolerates.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct HostedShoot {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: HostedShootSpec,
}

object!(
    HostedShoot,
    "core.gardener.cloud",
    "v1beta1",
    "Shoot",
    "shoots",
    true
);

/// Spec of a [`HostedShoot`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostedShootSpec {
    /// Name of the seed.
    pub seed_name: Option<String>,
    /// The control plane.
    #[serde(default, deserialize_with = "null_as_default")]
    pub control_plane: ControlPlane,
}

/// Settings of a control plane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ControlPlane {
    /// High availability.
    #[serde(default, deserialize_with = "null_as_default")]
    pub high_availability: HighAvailability,
}

/// High availability of a control plane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HighAvailability {
    /// What it tolerates.
    #[serde(default, deserialize_with = "null_as_default")]
    pub failure_tolerance: FailureTolerance,
}

/// What a control plane tolerates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct FailureTolerance {
    /// The loss of a `node` or a `zone`; nothing when empty.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub tolerance: String,
}

impl HostedShoot {
    /// Give what its control plane tolerates: `node`, `zone`, or nothing.
    pub fn tolerance(&self) -> &str {
        let available = &self.spec.control_plane.high_availability;
        &available.failure_tolerance.tolerance
    }
}
