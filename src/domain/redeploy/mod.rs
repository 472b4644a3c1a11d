//! Redeploying a gardenlet: what is checked before, what is written, and what proves that it worked.
//!
//! How gardener-operator acts is said at each place, with its source.

pub mod advice;
pub mod check;
pub mod cluster;
pub mod health;
pub mod kubeconfig;
pub mod lock;
pub mod pending;
pub mod result;
pub mod steps;
pub mod target;

pub use crate::domain::annotations::OPERATION;

/// The operation that has gardener-operator deploy a gardenlet again.
pub const FORCE_REDEPLOY: &str = "force-redeploy";

/// The operation that has a living gardenlet get a new client certificate.
pub const RENEW_KUBECONFIG: &str = "renew-kubeconfig";

/// The operation that has an object reconciled; the API server takes it off while writing it.
pub const RECONCILE: &str = "reconcile";

/// The namespace of Gardenlets, ManagedSeeds and their Secrets in the garden, and of the gardenlet in its cluster.
pub const GARDEN: &str = "garden";
