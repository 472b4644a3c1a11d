//! Kubernetes' own objects and the Garden, as far as redeploying a gardenlet looks at them.

use serde::Deserialize;

use super::{Condition, Metadata, null_as_default, object, shoot::LastOperation};

/// A namespace.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Namespace {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
}

object!(Namespace, "", "v1", "Namespace", "namespaces", false);

/// A Deployment.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Deployment {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: DeploymentSpec,
    /// Status.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: DeploymentStatus,
}

object!(Deployment, "apps", "v1", "Deployment", "deployments", true);

/// Spec of a [`Deployment`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct DeploymentSpec {
    /// Its pods.
    #[serde(default, deserialize_with = "null_as_default")]
    pub template: PodTemplate,
}

/// Pods of a [`Deployment`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PodTemplate {
    /// Their spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: PodSpec,
}

/// Spec of pods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PodSpec {
    /// Volumes.
    #[serde(default, deserialize_with = "null_as_default")]
    pub volumes: Vec<Volume>,
}

/// A volume of pods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Volume {
    /// Name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// The ConfigMap that it shows.
    pub config_map: Option<super::gardenlet::LocalReference>,
}

/// Status of a [`Deployment`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeploymentStatus {
    /// Pods that are available.
    #[serde(default, deserialize_with = "null_as_default")]
    pub available_replicas: i64,
    /// Conditions.
    #[serde(default, deserialize_with = "null_as_default")]
    pub conditions: Vec<Condition>,
}

/// The Garden that gardener-operator takes care of, in the runtime cluster
/// (`gardener/gardener:pkg/apis/operator/v1alpha1/types_garden.go`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Garden {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: GardenSpec,
    /// Status.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: GardenStatus,
}

object!(
    Garden,
    "operator.gardener.cloud",
    "v1alpha1",
    "Garden",
    "gardens",
    false
);

impl Garden {
    /// Give the identity of the virtual garden that it is for; it is immutable.
    pub fn identity(&self) -> &str {
        &self.spec.virtual_cluster.gardener.cluster_identity
    }
}

/// Spec of a [`Garden`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GardenSpec {
    /// The virtual garden.
    #[serde(default, deserialize_with = "null_as_default")]
    pub virtual_cluster: VirtualCluster,
}

/// The virtual garden of a [`Garden`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct VirtualCluster {
    /// Gardener in it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub gardener: VirtualGardener,
}

/// Gardener in the virtual garden of a [`Garden`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualGardener {
    /// What gardener-apiserver puts into ConfigMap `kube-system/cluster-identity` of the virtual garden.
    #[serde(default, deserialize_with = "null_as_default")]
    pub cluster_identity: String,
}

/// Status of a [`Garden`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GardenStatus {
    /// The last operation.
    pub last_operation: Option<LastOperation>,
}
