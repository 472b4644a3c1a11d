//! What became of each gardenlet: the answer of the command.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::check::Checked;
use crate::domain::accounting::{Accounting, TargetOutcome};

/// What became of the gardenlets.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RedeployResult {
    /// Each gardenlet that was named, in that order.
    pub gardenlets: Vec<GardenletResult>,
    /// How many became what.
    pub summary: Accounting,
}

impl RedeployResult {
    /// Sum up what became of each.
    pub fn new(gardenlets: Vec<GardenletResult>) -> Self {
        let summary = gardenlets.iter().map(|result| result.outcome).collect();
        Self {
            gardenlets,
            summary,
        }
    }
}

/// What became of one gardenlet.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GardenletResult {
    /// Its name, which is also that of the Seed.
    pub name: String,
    /// What became of it.
    pub outcome: TargetOutcome,
    /// Why it is not done, or what to know about it.
    pub message: Option<String>,
    /// The checks before, in the order of the checklist.
    pub checks: Vec<Checked>,
    /// The steps that prove it, in their order.
    pub steps: Vec<Step>,
}

/// A step of a redeployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Which one.
    pub name: StepName,
    /// When it was seen; null when it was not.
    pub at: Option<Timestamp>,
}

/// The steps, in the order in which they are expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum StepName {
    /// The request was accepted by the API server.
    Requested,
    /// The operation was taken off: it was carried out.
    AnnotationRemoved,
    /// The condition `SeedRegistered` is `True` since the request.
    SeedRegistered,
    /// The Secret with the target's kubeconfig is gone.
    SecretDeleted,
    /// The Gardenlet refers to no Secret any more.
    ReferenceRemoved,
    /// The gardenlet renewed its lease after the request.
    LeaseRenewed,
    /// The Seed's condition `GardenletReady` is `True`, by a gardenlet that is alive.
    GardenletReady,
}

impl StepName {
    /// Say it as it is told while it happens.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::AnnotationRemoved => "deployed: the operation was taken off",
            Self::SeedRegistered => "SeedRegistered is True",
            Self::SecretDeleted => "the temporary Secret is gone",
            Self::ReferenceRemoved => "the reference to it is gone",
            Self::LeaseRenewed => "the gardenlet renews its lease",
            Self::GardenletReady => "GardenletReady is True",
        }
    }
}
