//! The metadata of Secrets. What is in them is not asked for.

use serde::Deserialize;

use super::{Metadata, Object};

/// A Secret without its content.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct SecretMetadata {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
}

impl Object for SecretMetadata {
    const GROUP: &'static str = "";
    const VERSION: &'static str = "v1";
    const KIND: &'static str = "Secret";
    const PLURAL: &'static str = "secrets";
    const NAMESPACED: bool = true;
    const METADATA_ONLY: bool = true;

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
