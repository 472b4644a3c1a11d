//! Findings that somebody has accepted. A rejection is none: the server refuses it whatever we say.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::report::ImpactReport;
use super::rules::Rule;
use crate::domain::waiver::{Waiver, Waivers};

/// Why a finding is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Acceptance {
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// Mark the findings that are accepted. They stay, since they happen all the same.
pub fn waive(report: &mut ImpactReport, waivers: &Waivers, now: Timestamp) {
    let shoot = (report.shoot.namespace.as_str(), report.shoot.name.as_str());
    for finding in &mut report.findings {
        let pools: Vec<&str> = finding.pools.iter().map(String::as_str).collect();
        if let Some(waiver) = waivers.covering(&finding.rule, shoot, &pools, now) {
            finding.waived = true;
            finding.waiver = Some(Acceptance {
                reason: waiver.reason.clone(),
                until: waiver.until,
            });
        }
    }
    let waived = report.findings.iter().filter(|finding| finding.waived);
    report.summary.waived = waived.count();
}

/// Give the waivers of rules for Shoots that were looked at, which cover nothing there.
pub fn unused<'a>(
    waivers: &'a Waivers,
    reports: &[ImpactReport],
    now: Timestamp,
) -> Vec<&'a Waiver> {
    let is_used = |waiver: &Waiver| {
        let alone = Waivers(vec![waiver.clone()]);
        reports.iter().any(|report| {
            let shoot = (report.shoot.namespace.as_str(), report.shoot.name.as_str());
            report.findings.iter().any(|finding| {
                let pools: Vec<&str> = finding.pools.iter().map(String::as_str).collect();
                alone.covering(&finding.rule, shoot, &pools, now).is_some()
            })
        })
    };
    let looked_at = |waiver: &Waiver| {
        let shoots = reports.iter().map(|report| &report.shoot);
        shoots
            .into_iter()
            .any(|shoot| waiver.is_about(&shoot.namespace, &shoot.name))
    };
    let rules = waivers
        .0
        .iter()
        .filter(|waiver| Rule::named(&waiver.code).is_some());
    rules
        .filter(|waiver| waiver.is_valid(now) && looked_at(waiver) && !is_used(waiver))
        .collect()
}
