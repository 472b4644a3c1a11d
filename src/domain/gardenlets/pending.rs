//! Operations that were asked for and are not done: the annotation on the Seed, its Gardenlet or its ManagedSeed.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::objects::TracedMetadata;
use crate::domain::redeploy;

/// How long an operation may take before it counts as stuck. A redeployment that works takes its request off after a
/// minute; a Seed's is done with its next reconciliation.
pub const STUCK_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// The kind of object that an operation was asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "OperationTarget")]
pub enum Target {
    /// The Seed: its gardenlet does it.
    Seed,
    /// The Gardenlet: gardener-operator does `force-redeploy`, the gardenlet itself `renew-kubeconfig`.
    Gardenlet,
    /// The ManagedSeed: the parent gardenlet does it.
    ManagedSeed,
}

impl Target {
    /// Name the kind.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seed => "Seed",
            Self::Gardenlet => "Gardenlet",
            Self::ManagedSeed => "ManagedSeed",
        }
    }

    /// Name the resource as kubectl takes it.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Gardenlet => "gardenlet",
            Self::ManagedSeed => "managedseed",
        }
    }
}

/// An operation that was asked for and is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    /// The kind of object that it was asked of.
    pub on: Target,
    /// The value of the annotation, for example `force-redeploy`.
    pub operation: String,
    /// The program that asked for it, where the server tells.
    pub manager: Option<String>,
    /// When that program wrote last, where the server tells.
    pub since: Option<Timestamp>,
}

impl Pending {
    /// Read the annotation of an object.
    pub fn of(on: Target, metadata: &TracedMetadata) -> Option<Self> {
        let pending = redeploy::pending::Pending::of(metadata)?;
        Some(Self {
            on,
            operation: pending.operation,
            manager: pending.by,
            since: pending.since,
        })
    }

    /// Whether it should long be done; false where nobody knows since when it waits.
    pub fn is_stuck(&self, now: Timestamp) -> bool {
        self.since
            .is_some_and(|since| now.duration_since(since) > STUCK_AFTER)
    }
}
