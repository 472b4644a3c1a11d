//! SecretBinding and CredentialsBinding
//! (`gardener/gardener:pkg/apis/core/v1beta1/types_secretbinding.go`, `pkg/apis/security/v1alpha1/types_credentialsbinding.go`).

use serde::Deserialize;

use super::{Metadata, null_as_default, object};

/// A reference from a project to a Secret with credentials (legacy).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretBinding {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// The Secret.
    #[serde(default, deserialize_with = "null_as_default")]
    pub secret_ref: Reference,
    /// Quotas that limit its use.
    #[serde(default, deserialize_with = "null_as_default")]
    pub quotas: Vec<Reference>,
    /// Provider types that it is for; several are separated by commas.
    #[serde(default, deserialize_with = "null_as_default")]
    pub provider: BindingProvider,
}

object!(
    SecretBinding,
    "core.gardener.cloud",
    "v1beta1",
    "SecretBinding",
    "secretbindings",
    true
);

/// A reference from a project to credentials.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialsBinding {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// The credentials: a Secret or a WorkloadIdentity.
    #[serde(default, deserialize_with = "null_as_default")]
    pub credentials_ref: Reference,
    /// Quotas that limit its use.
    #[serde(default, deserialize_with = "null_as_default")]
    pub quotas: Vec<Reference>,
    /// Provider types that it is for; several are separated by commas.
    #[serde(default, deserialize_with = "null_as_default")]
    pub provider: BindingProvider,
}

object!(
    CredentialsBinding,
    "security.gardener.cloud",
    "v1alpha1",
    "CredentialsBinding",
    "credentialsbindings",
    true
);

/// A reference to an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// API version, absent where only one kind is possible.
    #[serde(default, deserialize_with = "null_as_default")]
    pub api_version: String,
    /// Kind, absent where only one kind is possible.
    #[serde(default, deserialize_with = "null_as_default")]
    pub kind: String,
    /// Namespace.
    #[serde(default, deserialize_with = "null_as_default")]
    pub namespace: String,
    /// Name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
}

/// Provider types that a binding is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct BindingProvider {
    /// Provider type.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub provider_type: String,
}
