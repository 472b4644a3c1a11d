//! The feature gates of a shoot, and which of them a version does not know.

use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::{Component, FeatureGates, Worker};
use crate::domain::versions::kubernetes;
use crate::domain::versions::run::{Outcome, PoolPlan};
use crate::domain::versions::version::Version;

/// Tell whether a run removes feature gates that the resulting versions do not know.
pub(in crate::domain::versions) fn removes_gates(shoot: &Shoot, outcome: &Outcome) -> bool {
    let Some(control_plane) = Version::parse(&outcome.control_plane.to) else {
        return false;
    };
    let shared = component_gates(shoot).any(|(_, gates)| has_unknown(gates, &control_plane));
    let pools = shoot.spec.provider.workers.iter().zip(&outcome.pools);
    shared
        || pools.into_iter().any(|(worker, pool)| {
            let version = kubelet_after(pool, &control_plane);
            pool_gates(worker)
                .iter()
                .any(|(gate, _)| !kubernetes::accepts_gate(gate, &version))
        })
}

pub(super) fn has_unknown(gates: &FeatureGates, version: &Version) -> bool {
    gates
        .keys()
        .any(|gate| !kubernetes::accepts_gate(gate, version))
}

/// The feature gates that go with the control plane's version.
pub(super) fn component_gates(
    shoot: &Shoot,
) -> impl Iterator<Item = (&'static str, &FeatureGates)> {
    let kubernetes = &shoot.spec.kubernetes;
    [
        (
            "kubeAPIServer",
            (kubernetes.kube_api_server.as_ref()).map(|c| &c.feature_gates),
        ),
        (
            "kubeControllerManager",
            of(kubernetes.kube_controller_manager.as_ref()),
        ),
        ("kubeScheduler", of(kubernetes.kube_scheduler.as_ref())),
        (
            "kubeProxy",
            (kubernetes.kube_proxy.as_ref()).map(|c| &c.feature_gates),
        ),
        ("kubelet", of(kubernetes.kubelet.as_ref())),
    ]
    .into_iter()
    .filter_map(|(name, gates)| Some((name, gates?)))
}

fn of(component: Option<&Component>) -> Option<&FeatureGates> {
    Some(&component?.feature_gates)
}

/// The feature gates of a pool's own kubelet settings.
pub(super) fn pool_gates(worker: &Worker) -> Vec<(String, bool)> {
    let kubelet = worker
        .kubernetes
        .as_ref()
        .and_then(|kubernetes| kubernetes.kubelet.as_ref());
    let gates = kubelet.and_then(|kubelet| kubelet.get("featureGates")?.as_object());
    let gates = gates.into_iter().flatten();
    gates
        .filter_map(|(name, value)| Some((name.clone(), value.as_bool()?)))
        .collect()
}

/// The kubelet version of a pool after the run.
pub(super) fn kubelet_after(pool: &PoolPlan, control_plane: &Version) -> Version {
    let own = pool
        .kubernetes
        .as_ref()
        .and_then(|item| Version::parse(&item.to));
    own.unwrap_or_else(|| control_plane.clone())
}
