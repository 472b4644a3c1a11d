//! Seed (`gardener/gardener:pkg/apis/core/v1beta1/types_seed.go`).

use serde::Deserialize;

use super::{Metadata, object};

/// Annotation that stops all shoot reconciliations of a seed, effective only with the value `true`
/// (`gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go`).
pub const EMERGENCY_STOP: &str = "shoot.gardener.cloud/emergency-stop-reconciliations";

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

impl Seed {
    /// Tell whether the emergency stop is effective.
    pub fn is_stopped(&self) -> bool {
        self.metadata
            .annotations
            .get(EMERGENCY_STOP)
            .is_some_and(|value| value == "true")
    }
}
