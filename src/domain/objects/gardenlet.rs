//! Gardenlet (`gardener/gardener:pkg/apis/seedmanagement/v1alpha1/types_gardenlet.go`), as far as redeploying it needs it.

use serde::Deserialize;
use serde_json::Value;

use super::{Condition, TracedMetadata, null_as_default, object};

/// The deployment of a gardenlet that gardener-operator begins and the gardenlet itself keeps up to date.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Gardenlet {
    /// Metadata; the name is also that of the Seed.
    #[serde(default)]
    pub metadata: TracedMetadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: GardenletSpec,
    /// Status.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: GardenletStatus,
}

object!(
    Gardenlet,
    "seedmanagement.gardener.cloud",
    "v1alpha1",
    "Gardenlet",
    "gardenlets",
    true
);

/// Spec of a [`Gardenlet`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GardenletSpec {
    /// Deployment parameters.
    #[serde(default, deserialize_with = "null_as_default")]
    pub deployment: GardenletDeployment,
    /// The component's configuration, `GardenletConfiguration`.
    #[serde(default)]
    pub config: Value,
    /// Secret with the kubeconfig of the cluster to deploy to; without it gardener-operator takes its own.
    pub kubeconfig_secret_ref: Option<LocalReference>,
}

/// A name in the same namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct LocalReference {
    /// The name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
}

/// Deployment parameters of a gardenlet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct GardenletDeployment {
    /// The chart.
    #[serde(default, deserialize_with = "null_as_default")]
    pub helm: GardenletHelm,
}

/// The chart of a gardenlet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GardenletHelm {
    /// Where it is.
    #[serde(default, deserialize_with = "null_as_default")]
    pub oci_repository: OciRepository,
}

/// A chart in an OCI registry (`gardener/gardener:pkg/apis/core/v1/types_controllerdeployment.go`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OciRepository {
    /// The whole reference.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The repository.
    pub repository: Option<String>,
    /// The tag.
    pub tag: Option<String>,
    /// The digest.
    pub digest: Option<String>,
    /// Secret in `garden` with the credentials, key `.dockerconfigjson`.
    pub pull_secret_ref: Option<LocalReference>,
    /// Secret in `garden` with the authorities, key `bundle.crt`.
    #[serde(rename = "caBundleSecretRef")]
    pub ca_bundle_secret_ref: Option<LocalReference>,
}

/// Status of a [`Gardenlet`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GardenletStatus {
    /// Conditions.
    #[serde(default, deserialize_with = "null_as_default")]
    pub conditions: Vec<Condition>,
    /// Generation seen by gardener-operator or by the gardenlet: it does not tell which.
    pub observed_generation: Option<i64>,
}
