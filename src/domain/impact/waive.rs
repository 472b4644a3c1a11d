//! Findings that somebody has accepted. A rejection is none: the server refuses it whatever we say.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::profile::{self, report::ProfileFinding, report::ProfileReport};
use super::report::{Finding, ImpactReport};
use super::rules::Rule;
use super::seed::{self, report::SeedFinding, report::SeedReport};
use super::verdict::Verdict;
use crate::domain::waiver::{Target, Waiver, Waivers};

/// Why a finding is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Acceptance {
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// Something that happens, and that somebody can accept.
pub trait Acceptable {
    /// The rule that says so.
    fn rule(&self) -> &str;

    /// The pools that it is about, if any.
    fn pools(&self) -> &[String] {
        &[]
    }

    /// Mark it as accepted.
    fn accept(&mut self, acceptance: Acceptance);
}

/// What is told of one object.
pub trait Waivable {
    /// Something that happens to it.
    type Finding: Acceptable;

    /// The object.
    fn target(&self) -> Target<'_>;

    /// What is decided: of a change that is refused, nothing happens.
    fn verdict(&self) -> Verdict;

    /// What happens.
    fn findings(&self) -> &[Self::Finding];

    /// What happens, to be marked.
    fn findings_mut(&mut self) -> &mut [Self::Finding];

    /// Whether a rule is about objects of this kind.
    fn is_rule(code: &str) -> bool;
}

/// Mark the findings that are accepted, and count them. They stay, since they happen all the same.
pub fn waive<R: Waivable>(report: &mut R, waivers: &Waivers, now: Timestamp) -> usize {
    let target = report.target();
    let accepted: Vec<Option<Acceptance>> = report
        .findings()
        .iter()
        .map(|finding| {
            let waiver = waivers.covering(finding.rule(), target, &pools(finding), now)?;
            Some(Acceptance {
                reason: waiver.reason.clone(),
                until: waiver.until,
            })
        })
        .collect();
    let mut count = 0;
    for (finding, acceptance) in report.findings_mut().iter_mut().zip(accepted) {
        if let Some(acceptance) = acceptance {
            finding.accept(acceptance);
            count += 1;
        }
    }
    count
}

fn pools(finding: &impl Acceptable) -> Vec<&str> {
    finding.pools().iter().map(String::as_str).collect()
}

/// Give the waivers of rules for objects that were looked at, which cover nothing there. Of a change that is refused nobody
/// can tell what they would have covered.
pub fn unused<'a, R: Waivable>(
    waivers: &'a Waivers,
    reports: &[R],
    now: Timestamp,
) -> Vec<&'a Waiver> {
    let is_used = |waiver: &Waiver| {
        let alone = Waivers(vec![waiver.clone()]);
        reports.iter().any(|report| {
            let mut findings = report.findings().iter();
            findings.any(|finding| {
                let covering =
                    alone.covering(finding.rule(), report.target(), &pools(finding), now);
                covering.is_some()
            })
        })
    };
    let looked_at = |waiver: &Waiver| {
        let mut reports = reports.iter();
        reports
            .any(|report| report.verdict() != Verdict::Rejected && waiver.is_about(report.target()))
    };
    let rules = waivers.0.iter().filter(|waiver| R::is_rule(&waiver.code));
    rules
        .filter(|waiver| waiver.is_valid(now) && looked_at(waiver) && !is_used(waiver))
        .collect()
}

impl Acceptable for Finding {
    fn rule(&self) -> &str {
        &self.rule
    }

    fn pools(&self) -> &[String] {
        &self.pools
    }

    fn accept(&mut self, acceptance: Acceptance) {
        self.waived = true;
        self.waiver = Some(acceptance);
    }
}

impl Acceptable for SeedFinding {
    fn rule(&self) -> &str {
        &self.rule
    }

    fn accept(&mut self, acceptance: Acceptance) {
        self.waived = true;
        self.waiver = Some(acceptance);
    }
}

impl Acceptable for ProfileFinding {
    fn rule(&self) -> &str {
        &self.rule
    }

    fn accept(&mut self, acceptance: Acceptance) {
        self.waived = true;
        self.waiver = Some(acceptance);
    }
}

impl Waivable for ImpactReport {
    type Finding = Finding;

    fn target(&self) -> Target<'_> {
        Target {
            namespace: Some(&self.shoot.namespace),
            name: &self.shoot.name,
        }
    }

    fn verdict(&self) -> Verdict {
        self.verdict
    }

    fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn findings_mut(&mut self) -> &mut [Finding] {
        &mut self.findings
    }

    fn is_rule(code: &str) -> bool {
        Rule::named(code).is_some()
    }
}

impl Waivable for SeedReport {
    type Finding = SeedFinding;

    fn target(&self) -> Target<'_> {
        Target {
            namespace: None,
            name: &self.name,
        }
    }

    fn verdict(&self) -> Verdict {
        self.verdict
    }

    fn findings(&self) -> &[SeedFinding] {
        &self.findings
    }

    fn findings_mut(&mut self) -> &mut [SeedFinding] {
        &mut self.findings
    }

    fn is_rule(code: &str) -> bool {
        seed::rules::named(code).is_some()
    }
}

impl Waivable for ProfileReport {
    type Finding = ProfileFinding;

    fn target(&self) -> Target<'_> {
        Target {
            namespace: self.profile.namespace.as_deref(),
            name: &self.profile.name,
        }
    }

    fn verdict(&self) -> Verdict {
        self.verdict
    }

    fn findings(&self) -> &[ProfileFinding] {
        &self.findings
    }

    fn findings_mut(&mut self) -> &mut [ProfileFinding] {
        &mut self.findings
    }

    fn is_rule(code: &str) -> bool {
        profile::rules::named(code).is_some()
    }
}
