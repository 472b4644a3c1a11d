//! Shoot (`gardener/gardener:pkg/apis/core/v1beta1/types_shoot.go`), as far as versions and maintenance need it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::cloud_profile::Cri;
use super::{Condition, Metadata, null_as_default, object};

/// Annotation that asks Gardener for an operation.
pub const OPERATION: &str = "gardener.cloud/operation";

/// Feature gates with their values.
pub type FeatureGates = BTreeMap<String, bool>;

/// A Kubernetes cluster managed by Gardener.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Shoot {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: ShootSpec,
    /// Status.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: ShootStatus,
}

object!(
    Shoot,
    "core.gardener.cloud",
    "v1beta1",
    "Shoot",
    "shoots",
    true
);

/// Spec of a [`Shoot`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShootSpec {
    /// Reference to its profile.
    pub cloud_profile: Option<CloudProfileReference>,
    /// Name of its CloudProfile (legacy field).
    pub cloud_profile_name: Option<String>,
    /// Name of its SecretBinding (legacy field).
    pub secret_binding_name: Option<String>,
    /// Name of its CredentialsBinding.
    pub credentials_binding_name: Option<String>,
    /// Purpose.
    pub purpose: Option<String>,
    /// Name of the seed that hosts its control plane.
    pub seed_name: Option<String>,
    /// Hibernation.
    pub hibernation: Option<Hibernation>,
    /// Kubernetes settings.
    #[serde(default, deserialize_with = "null_as_default")]
    pub kubernetes: Kubernetes,
    /// Maintenance settings.
    pub maintenance: Option<Maintenance>,
    /// Provider and worker pools.
    #[serde(default, deserialize_with = "null_as_default")]
    pub provider: Provider,
    /// Region.
    #[serde(default, deserialize_with = "null_as_default")]
    pub region: String,
    /// Control plane.
    pub control_plane: Option<ControlPlane>,
    /// Addons, which Kubernetes 1.35 and later forbid.
    pub addons: Option<Addons>,
    /// System components.
    pub system_components: Option<SystemComponents>,
    /// Networking.
    pub networking: Option<Networking>,
    /// DNS.
    pub dns: Option<Dns>,
}

/// DNS of a shoot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Dns {
    /// Its domain.
    pub domain: Option<String>,
}

/// Networking of a shoot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Networking {
    /// Type of the network extension; none for workerless shoots.
    #[serde(rename = "type")]
    pub network_type: Option<String>,
}

/// Control plane of a shoot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ControlPlane {
    /// High availability.
    pub high_availability: Option<HighAvailability>,
}

/// High availability of a control plane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HighAvailability {
    /// Of what it tolerates the loss.
    #[serde(default, deserialize_with = "null_as_default")]
    pub failure_tolerance: FailureTolerance,
}

/// Of what a control plane tolerates the loss.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct FailureTolerance {
    /// `node` or `zone`.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub tolerance_type: String,
}

/// Addons of a shoot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Addons {
    /// The Kubernetes dashboard.
    pub kubernetes_dashboard: Option<Dashboard>,
    /// The ingress controller.
    pub nginx_ingress: Option<NginxIngress>,
}

/// The addon of the Kubernetes dashboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Dashboard {
    /// Whether it is there.
    #[serde(default, deserialize_with = "null_as_default")]
    pub enabled: bool,
}

/// The addon of the ingress controller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct NginxIngress {
    /// Whether it is there.
    #[serde(default, deserialize_with = "null_as_default")]
    pub enabled: bool,
}

/// System components of a shoot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct SystemComponents {
    /// DNS.
    #[serde(rename = "coreDNS")]
    pub core_dns: Option<CoreDns>,
    /// DNS on each node.
    #[serde(rename = "nodeLocalDNS")]
    pub node_local_dns: Option<NodeLocalDns>,
}

/// Settings of DNS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CoreDns {
    /// How it is scaled.
    pub autoscaling: Option<CoreDnsAutoscaling>,
}

/// How DNS is scaled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CoreDnsAutoscaling {
    /// `horizontal` or `cluster-proportional`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub mode: String,
}

/// Settings of DNS on each node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct NodeLocalDns {
    /// Whether it is there.
    #[serde(default, deserialize_with = "null_as_default")]
    pub enabled: bool,
}

/// Reference from a shoot to a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CloudProfileReference {
    /// `CloudProfile` (also when absent) or `NamespacedCloudProfile`.
    pub kind: Option<String>,
    /// Name of the profile.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
}

/// Hibernation settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Hibernation {
    /// Whether the shoot is to be hibernated.
    pub enabled: Option<bool>,
}

/// Kubernetes settings of a shoot.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kubernetes {
    /// Version of the control plane.
    #[serde(default, deserialize_with = "null_as_default")]
    pub version: String,
    /// Settings of the API server.
    #[serde(rename = "kubeAPIServer")]
    pub kube_api_server: Option<KubeApiServer>,
    /// Settings of the controller manager.
    pub kube_controller_manager: Option<Component>,
    /// Settings of the scheduler.
    pub kube_scheduler: Option<Component>,
    /// Settings of the proxy.
    pub kube_proxy: Option<KubeProxy>,
    /// Settings of the kubelets.
    pub kubelet: Option<Component>,
    /// Settings of the cluster autoscaler.
    pub cluster_autoscaler: Option<ClusterAutoscaler>,
    /// Settings of the vertical pod autoscaler.
    pub vertical_pod_autoscaler: Option<VerticalPodAutoscaler>,
}

/// Settings of the proxy.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KubeProxy {
    /// Feature gates.
    #[serde(default, deserialize_with = "null_as_default")]
    pub feature_gates: FeatureGates,
    /// Whether it is there; true when absent.
    pub enabled: Option<bool>,
}

/// Settings of the vertical pod autoscaler.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct VerticalPodAutoscaler {
    /// Whether it is there.
    #[serde(default, deserialize_with = "null_as_default")]
    pub enabled: bool,
}

/// The part of the API server's settings that a version can rule out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KubeApiServer {
    /// Feature gates.
    #[serde(default, deserialize_with = "null_as_default")]
    pub feature_gates: FeatureGates,
    /// API groups and versions switched on or off.
    #[serde(default, deserialize_with = "null_as_default")]
    pub runtime_config: BTreeMap<String, bool>,
}

/// The part of a component's settings that a version can rule out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Component {
    /// Feature gates.
    #[serde(default, deserialize_with = "null_as_default")]
    pub feature_gates: FeatureGates,
}

/// The part of the cluster autoscaler's settings that a version can rule out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClusterAutoscaler {
    /// Taints to ignore; forbidden from Kubernetes 1.32 on.
    #[serde(default, deserialize_with = "null_as_default")]
    pub ignore_taints: Vec<String>,
}

/// Maintenance settings.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Maintenance {
    /// What is updated without being forced.
    pub auto_update: Option<AutoUpdate>,
    /// When maintenance runs.
    pub time_window: Option<TimeWindow>,
    /// Whether spec changes wait for the window.
    pub confine_spec_update_rollout: Option<bool>,
}

/// What is updated without being forced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AutoUpdate {
    /// Patch versions of Kubernetes.
    #[serde(default, deserialize_with = "null_as_default")]
    pub kubernetes_version: bool,
    /// Machine images, true when absent.
    pub machine_image_version: Option<bool>,
}

/// Maintenance window as written: `HHMMSS+ZZZZ`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct TimeWindow {
    /// Begin.
    #[serde(default, deserialize_with = "null_as_default")]
    pub begin: String,
    /// End.
    #[serde(default, deserialize_with = "null_as_default")]
    pub end: String,
}

/// Provider and worker pools.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Provider {
    /// Provider type.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub provider_type: String,
    /// Worker pools, none for workerless shoots.
    #[serde(default, deserialize_with = "null_as_default")]
    pub workers: Vec<Worker>,
}

/// A worker pool.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Worker {
    /// Name of the pool.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Machine type and image.
    #[serde(default, deserialize_with = "null_as_default")]
    pub machine: Machine,
    /// Container runtime; absent means containerd.
    pub cri: Option<Cri>,
    /// Kubernetes settings of the pool.
    pub kubernetes: Option<WorkerKubernetes>,
    /// How nodes are updated; absent means `AutoRollingUpdate`.
    pub update_strategy: Option<String>,
    /// Present where the pool runs the shoot's own control plane.
    pub control_plane: Option<WorkerControlPlane>,
    /// The least number of nodes.
    #[serde(default, deserialize_with = "null_as_default")]
    pub minimum: i32,
    /// The greatest number of nodes.
    #[serde(default, deserialize_with = "null_as_default")]
    pub maximum: i32,
    /// Zones.
    #[serde(default, deserialize_with = "null_as_default")]
    pub zones: Vec<String>,
    /// Root volume of each node.
    pub volume: Option<Volume>,
}

/// Root volume of each node of a pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Volume {
    /// Volume type.
    #[serde(rename = "type")]
    pub volume_type: Option<String>,
    /// Size, a quantity.
    #[serde(default, deserialize_with = "null_as_default")]
    pub size: String,
}

/// What a pool with the shoot's own control plane is told; that it is there says all that we need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct WorkerControlPlane {}

impl Worker {
    /// Tell whether nodes are updated in place (automatically or by hand).
    pub fn is_in_place(&self) -> bool {
        matches!(
            self.update_strategy.as_deref(),
            Some("AutoInPlaceUpdate" | "ManualInPlaceUpdate")
        )
    }

    /// Give the pool's machine image, unless the API server still has to fill in its version.
    pub fn image(&self) -> Option<&ShootMachineImage> {
        let image = self.machine.image.as_ref()?;
        (!image.version.is_empty()).then_some(image)
    }

    /// Give the pool's own Kubernetes version, if it has one.
    pub fn own_version(&self) -> Option<&str> {
        self.kubernetes
            .as_ref()?
            .version
            .as_deref()
            .filter(|version| !version.is_empty())
    }
}

/// Machine type and image of a pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Machine {
    /// Machine type.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub machine_type: String,
    /// Machine image.
    pub image: Option<ShootMachineImage>,
    /// Architecture; absent means amd64.
    pub architecture: Option<String>,
}

/// Machine image of a pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ShootMachineImage {
    /// Name of the image.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Version of the image.
    #[serde(default, deserialize_with = "null_as_default")]
    pub version: String,
}

/// Kubernetes settings of a pool.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct WorkerKubernetes {
    /// Version of its kubelets; absent means the control plane's.
    pub version: Option<String>,
    /// Settings of its kubelets, compared as a whole where a pending in-place update forbids a change.
    pub kubelet: Option<Value>,
}

/// Status of a [`Shoot`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShootStatus {
    /// The last maintenance that did or failed something.
    pub last_maintenance: Option<LastMaintenance>,
    /// Conditions.
    #[serde(default, deserialize_with = "null_as_default")]
    pub conditions: Vec<Condition>,
    /// The last operation.
    pub last_operation: Option<LastOperation>,
    /// In-place updates under way.
    pub in_place_updates: Option<InPlaceUpdatesStatus>,
    /// The Gardener that handles the shoot.
    pub gardener: Option<GardenerStatus>,
    /// Whether the shoot is hibernated.
    #[serde(default, deserialize_with = "null_as_default")]
    pub hibernated: bool,
    /// Name of the seed that hosts the control plane now; another than the spec's while it migrates.
    pub seed_name: Option<String>,
    /// Identity of its cluster.
    pub cluster_identity: Option<String>,
    /// Set once its creation has begun.
    pub uid: Option<String>,
    /// Generation that the gardenlet has reconciled.
    pub observed_generation: Option<i64>,
    /// Since when a failing operation is retried.
    pub retry_cycle_start_time: Option<Timestamp>,
    /// Credentials.
    pub credentials: Option<ShootCredentials>,
}

/// Credentials of a shoot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ShootCredentials {
    /// Their rotations.
    pub rotation: Option<CredentialsRotation>,
}

/// Rotations of a shoot's credentials, each with its phase.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialsRotation {
    /// Authorities.
    pub certificate_authorities: Option<RotationPhase>,
    /// Key that signs tokens of service accounts.
    pub service_account_key: Option<RotationPhase>,
    /// Key that encrypts in etcd.
    #[serde(rename = "etcdEncryptionKey")]
    pub etcd_encryption_key: Option<RotationPhase>,
}

/// How far a rotation is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct RotationPhase {
    /// `Preparing`, `Prepared`, `Completing`, `Completed` and others; empty before the first.
    #[serde(default, deserialize_with = "null_as_default")]
    pub phase: String,
}

/// The last maintenance that did or failed something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastMaintenance {
    /// What was done.
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    /// `Succeeded`, `Failed` or `Processing`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub state: String,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// When it ran.
    pub triggered_time: Option<Timestamp>,
}

/// The last operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastOperation {
    /// Type, for example `Reconcile`.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub operation_type: String,
    /// State, for example `Succeeded`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub state: String,
    /// Progress in percent.
    #[serde(default, deserialize_with = "null_as_default")]
    pub progress: i32,
    /// What happens or has happened.
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    /// When it changed last.
    pub last_update_time: Option<Timestamp>,
}

/// In-place updates under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InPlaceUpdatesStatus {
    /// Pools whose nodes are still to be updated.
    pub pending_worker_updates: Option<PendingWorkerUpdates>,
}

/// Pools whose nodes are still to be updated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingWorkerUpdates {
    /// Pools updated automatically.
    #[serde(default, deserialize_with = "null_as_default")]
    pub auto_in_place_update: Vec<String>,
    /// Pools updated by hand.
    #[serde(default, deserialize_with = "null_as_default")]
    pub manual_in_place_update: Vec<String>,
}

/// The Gardener that handles the shoot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct GardenerStatus {
    /// Version of the gardenlet.
    #[serde(default, deserialize_with = "null_as_default")]
    pub version: String,
}
