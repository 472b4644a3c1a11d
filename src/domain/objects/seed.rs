//! Seed (`gardener/gardener:pkg/apis/core/v1beta1/types_seed.go`), as far as its gardenlet and its stop need it.

use jiff::Timestamp;
use serde::Deserialize;

use super::shoot::{GardenerStatus, LastOperation};
use super::{Condition, TracedMetadata, null_as_default, object};

/// A cluster that hosts control planes of shoots.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Seed {
    /// Metadata.
    #[serde(default)]
    pub metadata: TracedMetadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: SeedSpec,
    /// Status.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: SeedStatus,
}

object!(
    Seed,
    "core.gardener.cloud",
    "v1beta1",
    "Seed",
    "seeds",
    false
);

/// Spec of a [`Seed`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SeedSpec {
    /// Where it runs.
    #[serde(default, deserialize_with = "null_as_default")]
    pub provider: SeedProvider,
    /// Settings.
    pub settings: Option<SeedSettings>,
    /// What shoots must tolerate to be scheduled there.
    #[serde(default, deserialize_with = "null_as_default")]
    pub taints: Vec<SeedTaint>,
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

/// Where a seed runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct SeedProvider {
    /// Provider type.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub provider_type: String,
    /// Region.
    #[serde(default, deserialize_with = "null_as_default")]
    pub region: String,
    /// Zones.
    #[serde(default, deserialize_with = "null_as_default")]
    pub zones: Vec<String>,
}

/// Settings of a seed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct SeedSettings {
    /// Scheduling.
    pub scheduling: Option<SeedScheduling>,
}

/// Whether the scheduler considers a seed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct SeedScheduling {
    /// Whether it does.
    #[serde(default, deserialize_with = "null_as_default")]
    pub visible: bool,
}

/// A taint of a seed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct SeedTaint {
    /// Key.
    #[serde(default, deserialize_with = "null_as_default")]
    pub key: String,
    /// Value.
    pub value: Option<String>,
}

/// Status of a [`Seed`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SeedStatus {
    /// Conditions.
    #[serde(default, deserialize_with = "null_as_default")]
    pub conditions: Vec<Condition>,
    /// The gardenlet that is responsible.
    pub gardener: Option<GardenerStatus>,
    /// Kubernetes version of the cluster.
    pub kubernetes_version: Option<String>,
    /// Generation that the gardenlet has seen.
    pub observed_generation: Option<i64>,
    /// Identity of the cluster, set once.
    pub cluster_identity: Option<String>,
    /// When the client certificate of the gardenlet ends.
    pub client_certificate_expiration_timestamp: Option<Timestamp>,
    /// The last operation.
    pub last_operation: Option<LastOperation>,
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
