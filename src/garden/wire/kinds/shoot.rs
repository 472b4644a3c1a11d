//! Shoot (`gardener/gardener:pkg/apis/core/v1beta1/generated.proto`).

use super::kubelet::settings;
use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::{
    Addons, AutoUpdate, CloudProfileReference, ClusterAutoscaler, Component, ControlPlane, CoreDns,
    CoreDnsAutoscaling, CredentialsRotation, Dashboard, Dns, FailureTolerance, GardenerStatus,
    Hibernation, HighAvailability, InPlaceUpdatesStatus, KubeApiServer, KubeProxy, Kubernetes,
    LastMaintenance, LastOperation, Machine, Maintenance, Networking, NginxIngress, NodeLocalDns,
    PendingWorkerUpdates, Provider, RotationPhase, ShootCredentials, ShootMachineImage, ShootSpec,
    ShootStatus, SystemComponents, TimeWindow, VerticalPodAutoscaler, Volume, Worker,
    WorkerControlPlane, WorkerKubernetes,
};
use crate::garden::wire::field::{Fault, Value};
use crate::garden::wire::message::{Field, bytes, first, message, non_zero, timestamp};

message! {
    Shoot {
        1: metadata,
        2: spec,
        3: status,
    }

    ShootSpec {
        1: addons,
        2: cloud_profile_name,
        3: dns,
        5: hibernation,
        6: kubernetes,
        7: networking,
        8: maintenance,
        10: provider,
        11: purpose,
        12: region,
        13: secret_binding_name,
        14: seed_name,
        19: system_components,
        20: control_plane,
        22: cloud_profile,
        23: credentials_binding_name,
    }

    CloudProfileReference {
        1: kind,
        2: name,
    }

    Hibernation {
        1: enabled,
    }

    Kubernetes {
        2: cluster_autoscaler,
        3: kube_api_server,
        4: kube_controller_manager,
        5: kube_scheduler,
        6: kube_proxy,
        7: kubelet,
        8: version,
        9: vertical_pod_autoscaler,
    }

    VerticalPodAutoscaler {
        1: enabled,
    }

    // KubeProxyConfig
    KubeProxy {
        1: feature_gates as first,
        3: enabled,
    }

    // The addons have the field that they share in a message of its own, which JSON has inline.
    Addons {
        1: kubernetes_dashboard,
        2: nginx_ingress,
    }

    // KubernetesDashboard
    Dashboard {
        2: enabled as first,
    }

    NginxIngress {
        1: enabled as first,
    }

    SystemComponents {
        1: core_dns,
        2: node_local_dns,
    }

    // CoreDNS
    CoreDns {
        1: autoscaling,
    }

    // CoreDNSAutoscaling
    CoreDnsAutoscaling {
        1: mode,
    }

    // NodeLocalDNS
    NodeLocalDns {
        1: enabled,
    }

    Networking {
        1: network_type,
    }

    // DNS
    Dns {
        1: domain,
    }

    ControlPlane {
        1: high_availability,
    }

    HighAvailability {
        1: failure_tolerance,
    }

    FailureTolerance {
        1: tolerance_type,
    }

    // KubeAPIServerConfig; 1 is a KubernetesConfig, which JSON has inline.
    KubeApiServer {
        1: feature_gates as first,
        7: runtime_config,
    }

    // The configurations of all other components begin alike.
    Component {
        1: feature_gates as first,
    }

    ClusterAutoscaler {
        10: ignore_taints,
    }

    Maintenance {
        1: auto_update,
        2: time_window,
        3: confine_spec_update_rollout,
    }

    // MaintenanceAutoUpdate
    AutoUpdate {
        1: kubernetes_version,
        2: machine_image_version,
    }

    // MaintenanceTimeWindow
    TimeWindow {
        1: begin,
        2: end,
    }

    Provider {
        1: provider_type,
        4: workers,
    }

    Worker {
        3: cri,
        4: kubernetes,
        6: name,
        7: machine,
        8: maximum,
        9: minimum,
        14: volume,
        17: zones,
        23: update_strategy,
        24: control_plane,
    }

    Volume {
        2: volume_type,
        3: size,
    }

    Machine {
        1: machine_type,
        2: image,
        3: architecture,
    }

    ShootMachineImage {
        1: name,
        3: version,
    }

    WorkerKubernetes {
        1: kubelet as settings,
        2: version,
    }

    ShootStatus {
        1: conditions,
        3: gardener,
        4: hibernated,
        5: last_operation,
        7: observed_generation as non_zero,
        8: retry_cycle_start_time as timestamp,
        9: seed_name,
        11: uid,
        12: cluster_identity,
        15: credentials,
        17: last_maintenance,
        20: in_place_updates,
    }

    ShootCredentials {
        1: rotation,
    }

    // ShootCredentialsRotation
    CredentialsRotation {
        1: certificate_authorities,
        5: service_account_key,
        6: etcd_encryption_key,
    }

    // CARotation, ServiceAccountKeyRotation and ETCDEncryptionKeyRotation begin alike.
    RotationPhase {
        1: phase,
    }

    LastMaintenance {
        1: description,
        2: triggered_time as timestamp,
        3: state,
        4: failure_reason,
    }

    LastOperation {
        1: description,
        2: last_update_time as timestamp,
        3: progress,
        4: state,
        5: operation_type,
    }

    InPlaceUpdatesStatus {
        1: pending_worker_updates,
    }

    PendingWorkerUpdates {
        1: auto_in_place_update,
        2: manual_in_place_update,
    }

    // Gardener
    GardenerStatus {
        3: version,
    }
}

/// Nothing in it is looked at: that it is there tells enough.
impl Field for WorkerControlPlane {
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault> {
        bytes(value).map(|_| ())
    }
}
