//! Lease: the heartbeat of a gardenlet, in namespace `gardener-system-seed-lease` under the name of its Seed.

use jiff::Timestamp;
use serde::Deserialize;

use super::{Metadata, null_as_default, object};

/// Namespace of the heartbeats (`gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go`).
pub const SEED_LEASE_NAMESPACE: &str = "gardener-system-seed-lease";

/// A heartbeat.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Lease {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: LeaseSpec,
}

object!(Lease, "coordination.k8s.io", "v1", "Lease", "leases", true);

/// Spec of a [`Lease`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeaseSpec {
    /// Who holds it.
    pub holder_identity: Option<String>,
    /// When it was renewed last.
    pub renew_time: Option<Timestamp>,
}
