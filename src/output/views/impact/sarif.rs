//! The impact report for code scanners: each finding at the line of the manifest that causes it.

use super::{change, name, tone, when, whole};
use crate::domain::impact::report::{Finding, ImpactReport};
use crate::domain::impact::rules::{Class, RULES};
use crate::domain::impact::verdict::Verdict;
use crate::output::document::Tone;
use crate::output::sarif::{Finding as Entry, Level, Location, Rule, SarifLog};

/// What is found without a rule of the catalogue: id, meaning, advice, level.
const OTHERS: [(&str, &str, &str, Level); 3] = [
    (
        "no-rule",
        "No rule knows what a change of this field does",
        "look it up in Gardener's documentation, and try it on a Shoot that nobody needs",
        Level::Warning,
    ),
    (
        "undecided",
        "Whether the change is accepted is decided by something that cannot be looked at here",
        "ask the server with a dry run: kubectl gardener impact without --landscape",
        Level::Note,
    ),
    (
        "no-such-field",
        "No Shoot has this field: the server drops it",
        "remove it, or correct its name",
        Level::Warning,
    ),
];

/// Describe reports. `locate` gives where a field of the report of this index stands, if it stands in a file.
pub fn log(reports: &[ImpactReport], locate: impl Fn(usize, &str) -> Option<Location>) -> SarifLog {
    let mut findings = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        let entry = |rule: &str, level: Level, path: &str, message: String| Entry {
            rule: rule.to_owned(),
            level,
            message,
            location: locate(index, path),
            object: format!("Shoot {} {path}", name(report))
                .trim_end()
                .to_owned(),
            accepted: None,
        };
        findings.extend(report.rejections.iter().map(|rejection| {
            let message = format!(
                "rejected: {}: {}",
                whole(&rejection.path),
                rejection.message
            );
            entry(&rejection.rule, Level::Error, &rejection.path, message)
        }));
        findings.extend(report.findings.iter().map(|finding| Entry {
            accepted: finding.waiver.as_ref().map(|waiver| waiver.reason.clone()),
            ..entry(
                &finding.rule,
                level(finding.class),
                &finding.path,
                message(finding),
            )
        }));
        let doubts: Vec<(&str, &str)> = match report.verdict {
            Verdict::Rejected => Vec::new(),
            _ => report
                .doubts
                .iter()
                .map(|doubt| (doubt.path.as_str(), doubt.reason.as_str()))
                .collect(),
        };
        let plain = |paths: &'_ [String]| {
            paths
                .iter()
                .map(|path| (path.clone(), String::new()))
                .collect::<Vec<_>>()
        };
        let doubts = doubts
            .into_iter()
            .map(|(path, reason)| (path.to_owned(), format!(": {reason}")))
            .collect();
        let lists = [plain(&report.unexplained), doubts, plain(&report.ignored)];
        for ((rule, meaning, _, level), list) in OTHERS.iter().zip(lists) {
            findings.extend(list.iter().map(|(path, more)| {
                entry(
                    rule,
                    *level,
                    path,
                    format!("{}: {meaning}{more}", whole(path)),
                )
            }));
        }
    }
    SarifLog {
        rules: rules(&findings),
        findings,
    }
}

/// The rules of these findings, in the order of the catalogue: a code host shows them all.
fn rules(findings: &[Entry]) -> Vec<Rule> {
    let catalogue = RULES.iter().map(|row| Rule {
        id: row.id.to_owned(),
        meaning: row.effect.to_owned(),
        advice: format!("Gardener does it in {}", row.source),
        level: row
            .classes
            .iter()
            .min()
            .map_or(Level::Note, |class| level(*class)),
    });
    let others = OTHERS.iter().map(|(id, meaning, advice, level)| Rule {
        id: (*id).to_owned(),
        meaning: (*meaning).to_owned(),
        advice: (*advice).to_owned(),
        level: *level,
    });
    let found = |rule: &Rule| findings.iter().any(|finding| finding.rule == rule.id);
    catalogue.chain(others).filter(found).collect()
}

fn level(class: Class) -> Level {
    match tone(class) {
        Tone::Error => Level::Error,
        Tone::Warning => Level::Warning,
        _ => Level::Note,
    }
}

fn message(finding: &Finding) -> String {
    let mut text = format!(
        "{} ({}): {}: {}\n{}.\nWhen: {}.",
        finding.class.id(),
        finding.scope,
        finding.path,
        change(finding),
        finding.effect,
        when(finding).text
    );
    if !finding.reversible {
        text.push_str(" It cannot be changed back.");
    }
    text
}
