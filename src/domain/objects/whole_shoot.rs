//! Shoot, every field of it: for changes that are compared field by field.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Metadata, object};
use crate::erased;

/// A Shoot as the server sends it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WholeShoot {
    /// Metadata.
    pub metadata: Metadata,
    /// All of it, metadata included.
    pub tree: Value,
}

object!(
    WholeShoot,
    "core.gardener.cloud",
    "v1beta1",
    "Shoot",
    "shoots",
    true
);

impl<'de> Deserialize<'de> for WholeShoot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tree = Value::deserialize(deserializer)?;
        let metadata = erased::tree::<Metadata>(&tree["metadata"]).map_err(D::Error::custom)?;
        Ok(Self { metadata, tree })
    }
}
