//! Seed (`gardener/gardener:pkg/apis/core/v1beta1/types_seed.go`).

use serde::Deserialize;

use super::{Metadata, object};

/// A cluster that hosts control planes of shoots.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Seed {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
}

object!(
    Seed,
    "core.gardener.cloud",
    "v1beta1",
    "Seed",
    "seeds",
    false
);
