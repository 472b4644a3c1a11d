//! Secrets: their metadata, their keys, and the kubeconfig in one.

use crate::credentials::kubeconfig::Content;
use crate::domain::objects::SecretMetadata;
use crate::erased;
use crate::garden::Garden;

/// Asks for nothing but metadata: what a Secret holds does not even travel.
const METADATA_ONLY: &str =
    "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

impl Garden {
    /// Read who a Secret is, without its content.
    pub async fn secret_metadata(
        &self,
        namespace: &str,
        name: &str,
    ) -> anyhow::Result<Option<SecretMetadata>> {
        let read = self
            .get_bytes::<SecretMetadata>(Some(namespace), name, METADATA_ONLY)
            .await?;
        read.map(|bytes| {
            erased::json(&bytes)
                .map_err(|_| anyhow::anyhow!("Secret {namespace}/{name} cannot be read"))
        })
        .transpose()
    }

    /// Read a Secret with its content.
    pub async fn secret_content(
        &self,
        namespace: &str,
        name: &str,
    ) -> anyhow::Result<Option<Content>> {
        let read = self
            .get_bytes::<SecretMetadata>(Some(namespace), name, "application/json")
            .await?;
        read.map(|bytes| {
            Content::read(bytes)
                .map_err(|error| error.context(format!("cannot read Secret {namespace}/{name}")))
        })
        .transpose()
    }
}
