//! ConfigMap: what a garden says about itself in `gardener-system-public/gardener-info`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Metadata, null_as_default, object};

/// Namespace of what everybody may read of a garden (`gardener/gardener:pkg/apis/core/v1beta1/types.go`).
pub const SYSTEM_PUBLIC_NAMESPACE: &str = "gardener-system-public";
/// ConfigMap there with the version of gardener-apiserver.
pub const GARDENER_INFO: &str = "gardener-info";

/// Named texts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ConfigMap {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// The texts.
    #[serde(default, deserialize_with = "null_as_default")]
    pub data: BTreeMap<String, String>,
}

object!(ConfigMap, "", "v1", "ConfigMap", "configmaps", true);
