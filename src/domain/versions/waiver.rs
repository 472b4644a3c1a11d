//! Findings of `versions` that are waived.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::finding::Finding;
use crate::domain::waiver::{Target, Waivers};

/// A finding that is waived.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Waived {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Why it is waived.
    pub reason: String,
    /// Until when it is waived.
    pub until: Option<Timestamp>,
}

/// Tell the findings of a shoot apart: those that stand, and those that are waived.
pub fn divide(
    waivers: &Waivers,
    findings: Vec<Finding>,
    (namespace, name): (&str, &str),
    now: Timestamp,
) -> (Vec<Finding>, Vec<Waived>) {
    let shoot = Target {
        namespace: Some(namespace),
        name,
    };
    let (mut standing, mut aside) = (Vec::new(), Vec::new());
    for finding in findings {
        let pools: Vec<&str> = finding.pool.as_deref().into_iter().collect();
        match waivers.covering(finding.code.id(), shoot, &pools, now) {
            Some(waiver) => aside.push(Waived {
                reason: waiver.reason.clone(),
                until: waiver.until,
                finding,
            }),
            None => standing.push(finding),
        }
    }
    (standing, aside)
}
