//! What became of a plan.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::ImpactPlan;
use crate::domain::accounting::{Accounting, TargetOutcome};
use crate::domain::impact::report::ShootName;

/// What became of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImpactApplyResult {
    /// The Shoot.
    pub shoot: ShootName,
    /// What the plan does, in one line.
    pub headline: String,
    /// When the plan was made.
    pub made_at: Timestamp,
    /// By whom it was made.
    pub made_by: Option<String>,
    /// The incident that it belongs to.
    pub incident: Option<String>,
    /// Nothing was kept: it says what would have been done.
    pub dry_run: bool,
    /// What became of it.
    pub outcome: TargetOutcome,
    /// Why it is not done, or what to know about it.
    pub message: Option<String>,
    /// What has changed since the plan was made, by object and field; the plan is stale then.
    pub stale: Vec<String>,
    /// Generation of the Shoot before.
    pub generation_before: i64,
    /// Generation of the Shoot as it was seen last; null where it was not seen after that.
    pub generation_after: Option<i64>,
    /// Whether the Shoot was read again and is as the plan makes it; null where nothing was written or it could not be read.
    pub verified: Option<bool>,
    /// Fields that are not as the plan makes them, though it was applied.
    pub differing: Vec<String>,
    /// How many became what: one.
    pub summary: Accounting,
}

impl ImpactApplyResult {
    /// The kind in JSON and YAML.
    pub const KIND: &'static str = "ImpactApplyResult";

    /// Begin to account for a plan.
    pub fn of(plan: &ImpactPlan, incident: Option<String>, dry_run: bool) -> Self {
        Self {
            shoot: plan.name(),
            headline: plan.headline.clone(),
            made_at: plan.made.at,
            made_by: plan.made.by.clone(),
            incident,
            dry_run,
            outcome: TargetOutcome::NotTried,
            message: None,
            stale: Vec::new(),
            generation_before: plan.shoot.generation,
            generation_after: None,
            verified: None,
            differing: Vec::new(),
            summary: Accounting::default(),
        }
    }

    /// Say what became of it.
    #[must_use]
    pub fn ended(mut self, outcome: TargetOutcome, message: Option<String>) -> Self {
        self.outcome = outcome;
        self.message = message;
        self.summary = [outcome].into_iter().collect();
        self
    }
}
