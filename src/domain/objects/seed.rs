//! Seed (`gardener/gardener:pkg/apis/core/v1beta1/types_seed.go`).

use serde::Deserialize;

use super::{Metadata, null_as_default, object};

/// A cluster that hosts control planes of shoots.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Seed {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: SeedSpec,
}

object!(
    Seed,
    "core.gardener.cloud",
    "v1beta1",
    "Seed",
    "seeds",
    false
);

/// Spec of a [`Seed`], as far as it decides what its shoots may be.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SeedSpec {
    /// Provider, with the zones of its nodes.
    #[serde(default, deserialize_with = "null_as_default")]
    pub provider: SeedProvider,
    /// Networks.
    #[serde(default, deserialize_with = "null_as_default")]
    pub networks: SeedNetworks,
    /// Domains.
    #[serde(default, deserialize_with = "null_as_default")]
    pub dns: SeedDns,
    /// Restrictions of access that it supports.
    #[serde(default, deserialize_with = "null_as_default")]
    pub access_restrictions: Vec<Named>,
}

/// Provider of a [`Seed`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct SeedProvider {
    /// Provider type.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub provider_type: String,
    /// Zones.
    #[serde(default, deserialize_with = "null_as_default")]
    pub zones: Vec<String>,
}

/// Networks of a [`Seed`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SeedNetworks {
    /// What shoots get that do not say anything themselves.
    #[serde(default, deserialize_with = "null_as_default")]
    pub shoot_defaults: ShootNetworks,
}

/// Networks that a [`Seed`] gives its shoots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ShootNetworks {
    /// Of pods.
    pub pods: Option<String>,
    /// Of services.
    pub services: Option<String>,
}

/// Domains of a [`Seed`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct SeedDns {
    /// Domains from which shoots get one of their own.
    #[serde(default, deserialize_with = "null_as_default")]
    pub defaults: Vec<DefaultDomain>,
}

/// A domain from which shoots get one of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct DefaultDomain {
    /// The domain.
    #[serde(default, deserialize_with = "null_as_default")]
    pub domain: String,
}

/// An entry of which only the name counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// Its name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
}
