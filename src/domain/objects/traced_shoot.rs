//! Shoot, as far as it is asked who has annotated it, and when.

use serde::Deserialize;

use super::{TracedMetadata, object};

/// A Shoot with the writers of its fields.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct TracedShoot {
    /// Metadata.
    #[serde(default)]
    pub metadata: TracedMetadata,
}

object!(
    TracedShoot,
    "core.gardener.cloud",
    "v1beta1",
    "Shoot",
    "shoots",
    true
);
