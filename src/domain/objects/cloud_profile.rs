//! CloudProfile and NamespacedCloudProfile (`gardener/gardener:pkg/apis/core/v1beta1/types_cloudprofile.go`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::seed::Named;
use super::{Metadata, null_as_default, object};

/// A cluster-scoped profile: what a provider offers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CloudProfile {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// What is offered.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: CloudProfileSpec,
}

object!(
    CloudProfile,
    "core.gardener.cloud",
    "v1beta1",
    "CloudProfile",
    "cloudprofiles",
    false
);

/// A profile of one project, derived from a CloudProfile.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NamespacedCloudProfile {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// The parent and what differs from it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: NamespacedCloudProfileSpec,
    /// What Gardener made of both.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: NamespacedCloudProfileStatus,
}

object!(
    NamespacedCloudProfile,
    "core.gardener.cloud",
    "v1beta1",
    "NamespacedCloudProfile",
    "namespacedcloudprofiles",
    true
);

/// Spec of a [`NamespacedCloudProfile`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NamespacedCloudProfileSpec {
    /// The profile it derives from.
    #[serde(default, deserialize_with = "null_as_default")]
    pub parent: Parent,
    /// Kubernetes versions with dates of their own.
    #[serde(default, deserialize_with = "null_as_default")]
    pub kubernetes: KubernetesSettings,
    /// Machine images of its own, or with dates of their own.
    #[serde(default, deserialize_with = "null_as_default")]
    pub machine_images: Vec<MachineImage>,
    /// Machine types of its own.
    #[serde(default, deserialize_with = "null_as_default")]
    pub machine_types: Vec<MachineType>,
}

/// Status of a [`NamespacedCloudProfile`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NamespacedCloudProfileStatus {
    /// The effective profile; absent until the controller has run.
    pub cloud_profile_spec: Option<CloudProfileSpec>,
    /// The generation that the status reflects.
    pub observed_generation: Option<i64>,
}

/// Reference to the parent of a [`NamespacedCloudProfile`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Parent {
    /// Always `CloudProfile`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub kind: String,
    /// Name of the CloudProfile.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
}

/// Spec of a CloudProfile, and the effective spec of a NamespacedCloudProfile.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CloudProfileSpec {
    /// Provider type.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub provider_type: String,
    /// Kubernetes versions on offer.
    #[serde(default, deserialize_with = "null_as_default")]
    pub kubernetes: KubernetesSettings,
    /// Machine images on offer.
    #[serde(default, deserialize_with = "null_as_default")]
    pub machine_images: Vec<MachineImage>,
    /// Machine types on offer.
    #[serde(default, deserialize_with = "null_as_default")]
    pub machine_types: Vec<MachineType>,
    /// The vocabulary of machine capabilities, empty where capabilities are not used.
    #[serde(default, deserialize_with = "null_as_default")]
    pub machine_capabilities: Vec<CapabilityDefinition>,
    /// Volume types on offer.
    #[serde(default, deserialize_with = "null_as_default")]
    pub volume_types: Vec<VolumeType>,
    /// Regions on offer.
    #[serde(default, deserialize_with = "null_as_default")]
    pub regions: Vec<Region>,
    /// Limits of every shoot.
    #[serde(default, deserialize_with = "null_as_default")]
    pub limits: Limits,
}

/// A volume type.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumeType {
    /// Name of the type.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Whether new pools may use it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub usable: bool,
    /// The least size, a quantity.
    pub min_size: Option<Value>,
}

/// A region.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    /// Name of the region.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Its zones.
    #[serde(default, deserialize_with = "null_as_default")]
    pub zones: Vec<Zone>,
    /// Restrictions of access that it supports.
    #[serde(default, deserialize_with = "null_as_default")]
    pub access_restrictions: Vec<Named>,
}

/// A zone of a region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zone {
    /// Name of the zone.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Machine types that it does not have.
    #[serde(default, deserialize_with = "null_as_default")]
    pub unavailable_machine_types: Vec<String>,
    /// Volume types that it does not have.
    #[serde(default, deserialize_with = "null_as_default")]
    pub unavailable_volume_types: Vec<String>,
}

/// Limits of every shoot of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The most nodes that all pools together may ask for at least.
    pub max_nodes_total: Option<i64>,
}

/// Storage of a machine type.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineStorage {
    /// The volume type that it has.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub storage_type: String,
    /// The least size, a quantity.
    pub min_size: Option<Value>,
}

/// Kubernetes part of a profile.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct KubernetesSettings {
    /// Versions on offer.
    #[serde(default, deserialize_with = "null_as_default")]
    pub versions: Vec<ExpirableVersion>,
}

/// A version that can expire.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExpirableVersion {
    /// The version as written.
    #[serde(default, deserialize_with = "null_as_default")]
    pub version: String,
    /// When it expires (legacy field).
    pub expiration_date: Option<Timestamp>,
    /// Classification (legacy field), kept verbatim.
    pub classification: Option<String>,
    /// Stages; where present they win over both legacy fields.
    #[serde(default, deserialize_with = "null_as_default")]
    pub lifecycle: Vec<LifecycleStage>,
}

/// One stage of a lifecycle.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LifecycleStage {
    /// Classification from its start on.
    #[serde(default, deserialize_with = "null_as_default")]
    pub classification: String,
    /// Start; absent means since ever.
    pub start_time: Option<Timestamp>,
}

/// A machine image with its versions.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineImage {
    /// Name of the image.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// How far maintenance moves: `patch`, `minor` or `major`.
    pub update_strategy: Option<String>,
    /// Versions on offer.
    #[serde(default, deserialize_with = "null_as_default")]
    pub versions: Vec<MachineImageVersion>,
}

/// A version of a machine image and what it runs on.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "MachineImageVersionFields")]
pub struct MachineImageVersion {
    /// Version, classification and expiry.
    pub expirable: ExpirableVersion,
    /// Container runtimes that it supports.
    pub cri: Vec<Cri>,
    /// Architectures that it supports.
    pub architectures: Vec<String>,
    /// Kubelet versions that it supports; absent means all.
    pub kubelet_version_constraint: Option<String>,
    /// What it can do in place.
    pub in_place_updates: Option<InPlaceUpdates>,
    /// Sets of capabilities that it fits.
    pub capability_flavors: Vec<Capabilities>,
}

/// [`MachineImageVersion`] as the API has it: the version's fields inlined. Read this way, and not with
/// `flatten`, an error names the field.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MachineImageVersionFields {
    #[serde(default, deserialize_with = "null_as_default")]
    version: String,
    expiration_date: Option<Timestamp>,
    classification: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    lifecycle: Vec<LifecycleStage>,
    #[serde(default, deserialize_with = "null_as_default")]
    cri: Vec<Cri>,
    #[serde(default, deserialize_with = "null_as_default")]
    architectures: Vec<String>,
    kubelet_version_constraint: Option<String>,
    in_place_updates: Option<InPlaceUpdates>,
    #[serde(default, deserialize_with = "null_as_default")]
    capability_flavors: Vec<Capabilities>,
}

impl From<MachineImageVersionFields> for MachineImageVersion {
    fn from(fields: MachineImageVersionFields) -> Self {
        Self {
            expirable: ExpirableVersion {
                version: fields.version,
                expiration_date: fields.expiration_date,
                classification: fields.classification,
                lifecycle: fields.lifecycle,
            },
            cri: fields.cri,
            architectures: fields.architectures,
            kubelet_version_constraint: fields.kubelet_version_constraint,
            in_place_updates: fields.in_place_updates,
            capability_flavors: fields.capability_flavors,
        }
    }
}

/// Capability names with their values.
pub type Capabilities = BTreeMap<String, Vec<String>>;

/// A container runtime interface with its container runtimes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cri {
    /// Name, for example `containerd`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Additional runtimes, for example `gvisor`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub container_runtimes: Vec<ContainerRuntime>,
}

/// A container runtime.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ContainerRuntime {
    /// Type of the runtime.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub runtime_type: String,
}

/// What an image version can do in place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InPlaceUpdates {
    /// Whether nodes can be updated to it without being replaced.
    #[serde(default, deserialize_with = "null_as_default")]
    pub supported: bool,
    /// The lowest version from which an update in place is possible.
    pub min_version_for_update: Option<String>,
}

/// A machine type.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineType {
    /// Name of the type.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Architecture.
    pub architecture: Option<String>,
    /// Capabilities; an omitted one means all its values.
    #[serde(default, deserialize_with = "null_as_default")]
    pub capabilities: Capabilities,
    /// Whether new pools may use it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub usable: bool,
    /// Its processors, a quantity.
    pub cpu: Option<Value>,
    /// Its memory, a quantity.
    pub memory: Option<Value>,
    /// Its own storage.
    pub storage: Option<MachineStorage>,
}

/// A capability and its possible values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CapabilityDefinition {
    /// Name of the capability.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// All its values.
    #[serde(default, deserialize_with = "null_as_default")]
    pub values: Vec<String>,
}
