//! What makes the API server reject the update of a maintenance run.
//!
//! Two stages: API validation ("is invalid") comes first and hides admission ("is forbidden"), which looks
//! only at updates that change spec or metadata.

mod check;
mod gates;

use std::borrow::Cow;

use super::select::Filter;

pub(super) use check::check;
pub(super) use gates::removes_gates;

/// Why an update is rejected; the numbers are those of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// R2: the pool's new Kubernetes version is not in the profile.
    NotInProfile {
        /// The pool.
        pool: String,
        /// The version.
        version: String,
    },
    /// R3: the pool would be ahead of the control plane, or more than three minors behind it.
    Skew {
        /// The pool.
        pool: String,
        /// Its version.
        pool_version: String,
        /// The control plane's version.
        control_plane: String,
    },
    /// R4: the image excludes the resulting kubelet version.
    KubeletConstraint {
        /// The pool.
        pool: String,
        /// Image and version.
        image: String,
        /// The kubelet version.
        kubelet: String,
        /// The constraint.
        constraint: String,
    },
    /// The new version's image is not in the profile under the shoot's name: letter case counts.
    ImageNotInProfile {
        /// The pool.
        pool: String,
        /// Image and version.
        image: String,
    },
    /// R5: the new image version is not available yet, or is expired and lower than the old one.
    ImageNotActive {
        /// The pool.
        pool: String,
        /// Image and version.
        image: String,
    },
    /// R6: the image does not fit the pool.
    ImageDoesNotFit {
        /// The pool.
        pool: String,
        /// Image and version.
        image: String,
        /// Why.
        filter: Filter,
    },
    /// R7: the pool has a pending in-place update and must not change.
    PendingInPlaceUpdate {
        /// The pool.
        pool: String,
    },
    /// R8: a feature gate is locked to the other value.
    LockedFeatureGate {
        /// Where it is set.
        path: String,
        /// Its name.
        gate: String,
        /// The Kubernetes version.
        version: String,
    },
    /// R9: an API is not served by the version.
    RuntimeConfig {
        /// The API.
        api: String,
        /// The Kubernetes version.
        version: String,
    },
    /// R10: the SecretBinding, forbidden from Kubernetes 1.34 on, cannot be replaced by a CredentialsBinding.
    SecretBinding {
        /// Its name.
        name: String,
    },
    /// R11: `cloudProfileName` differs from the profile, which Kubernetes 1.34 forbids.
    CloudProfileName {
        /// The Kubernetes version.
        version: String,
    },
    /// R13: `ignoreTaints` of the cluster autoscaler is forbidden from Kubernetes 1.32 on.
    IgnoreTaints {
        /// The Kubernetes version.
        version: String,
    },
    /// gardener-apiserver panics: a machine type in use is missing in a profile with capabilities.
    ApiServerPanics {
        /// The pool.
        pool: String,
        /// The machine type.
        machine_type: String,
    },
}

impl Rejection {
    /// Say it in words.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::NotInProfile { pool, version } => {
                format!("the profile does not have Kubernetes {version}, which pool {pool} would get").into()
            }
            Self::Skew {
                pool,
                pool_version,
                control_plane,
            } => format!(
                "pool {pool} would be on Kubernetes {pool_version} with a control plane on {control_plane}: \
                 a pool must not be ahead of it, nor more than three minors behind"
            )
            .into(),
            Self::KubeletConstraint {
                pool,
                image,
                kubelet,
                constraint,
            } => format!("machine image {image} of pool {pool} does not support kubelet {kubelet}, only {constraint}").into(),
            Self::ImageNotInProfile { pool, image } => {
                format!("the profile does not have machine image {image}, which pool {pool} would get: letter case counts").into()
            }
            Self::ImageNotActive { pool, image } => {
                format!("machine image {image} for pool {pool} is not available yet").into()
            }
            Self::ImageDoesNotFit { pool, image, filter } => {
                format!("machine image {image} does not fit pool {pool}: {}", filter.text()).into()
            }
            Self::PendingInPlaceUpdate { pool } => {
                format!("pool {pool} has a pending in-place update and must not change before it is done").into()
            }
            Self::LockedFeatureGate { path, gate, version } => {
                format!("{path}: feature gate {gate} is locked to the other value in Kubernetes {version}").into()
            }
            Self::RuntimeConfig { api, version } => format!(
                "spec.kubernetes.kubeAPIServer.runtimeConfig: API {api} is not served by Kubernetes {version}"
            )
            .into(),
            Self::SecretBinding { name } => format!(
                "spec.secretBindingName is forbidden from Kubernetes 1.34 on, and CredentialsBinding force-migrated-{name}, \
                 which would replace it, refers to another Secret or other quotas"
            )
            .into(),
            Self::CloudProfileName { version } => format!(
                "spec.cloudProfileName differs from spec.cloudProfile, which is forbidden from Kubernetes 1.34 on ({version})"
            )
            .into(),
            Self::IgnoreTaints { version } => format!(
                "spec.kubernetes.clusterAutoscaler.ignoreTaints is forbidden from Kubernetes 1.32 on ({version})"
            )
            .into(),
            Self::ApiServerPanics { pool, machine_type } => format!(
                "machine type {machine_type} of pool {pool} is missing in a profile with machineCapabilities: \
                 gardener-apiserver panics on every update of the shoot"
            )
            .into(),
        }
    }
}
