//! What a change of profiles does: what changes, what that means and for whom.

use std::collections::BTreeMap;

use serde::Serialize;

use super::severity;
use crate::domain::versions::diff::{
    CODES, DiffCode, DiffFinding, ProfileChange, ShootDiff, VersionDiff,
};
use crate::domain::versions::finding::Severity;
use crate::domain::versions::judge::minute;
use crate::order::Gather as _;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};
use crate::output::sarif::{self, Level, Location, Rule, SarifLog};

/// Shoots that a SARIF message names; the others are counted.
const NAMED: usize = 5;

/// A diff the way the command line asks for it.
pub struct DiffView<'a> {
    /// The diff.
    pub diff: &'a VersionDiff,
    /// Whether names are told without their namespace, as with `-n`.
    pub one_namespace: bool,
}

impl Serialize for DiffView<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.diff.serialize(serializer)
    }
}

impl Report for VersionDiff {
    const KIND: &'static str = "VersionDiff";

    fn document(&self) -> Document {
        DiffView {
            diff: self,
            one_namespace: false,
        }
        .document()
    }
}

impl Report for DiffView<'_> {
    const KIND: &'static str = VersionDiff::KIND;

    fn document(&self) -> Document {
        let document = Document::new("What this change of profiles does")
            .facts(self.facts())
            .heading("Changes")
            .table(self.changes())
            .heading("What they mean")
            .table(self.findings().main());
        let unreadable = self.diff.unreadable.len();
        if unreadable == 0 {
            return document;
        }
        let text = format!("{unreadable} objects could not be read and are not taken into account");
        document.text(Cell::text(text).tone(Tone::Warning))
    }

    fn sarif(&self) -> Option<SarifLog> {
        Some(self.log())
    }
}

impl DiffView<'_> {
    fn facts(&self) -> Vec<Fact> {
        let summary = &self.diff.summary;
        let count = |label, count: u32, tone| Fact::count(label, count as usize, tone);
        vec![
            Fact::new("from", Cell::text(minute(self.diff.now))),
            Fact::new("until", Cell::text(minute(self.diff.until))),
            count("changes", summary.changes, Tone::Plain),
            count("shoots of these profiles", summary.shoots, Tone::Plain),
            count("hit", summary.shoots_hit, Tone::Strong),
            count("errors", summary.errors, Tone::Error),
            count("warnings", summary.warnings, Tone::Warning),
            count("infos", summary.infos, Tone::Info),
        ]
    }

    fn changes(&self) -> Table {
        let table = Table::new([
            Column::new("profile"),
            Column::new("change"),
            Column::new("shoots").right(),
            Column::new("pools").right(),
            Column::new("hit").right(),
            Column::new("worst").by_tone(),
            Column::new("where").wide(),
        ])
        .empty("Nothing changes that maintenance could notice.");
        let rows = self.diff.changes.iter().enumerate().map(|(place, change)| {
            let findings = self.diff.findings.iter();
            let of_change = findings.filter(|finding| finding.change == Some(place));
            let worst = of_change.map(|finding| finding.severity).max();
            let location = change.location.as_ref();
            Row::new([
                Cell::text(change.profile.to_string()),
                Cell::text(change.text()),
                Cell::count(change.shoots as usize),
                Cell::count(change.pools as usize),
                Cell::count(change.hit as usize),
                severity(worst),
                Cell::optional(location.map(|at| format!("{}:{}", at.file, at.line))),
            ])
        });
        table.rows(rows)
    }

    fn findings(&self) -> Table {
        let table = Table::new([
            Column::new("severity").by_tone(),
            Column::new("namespace"),
            Column::new("shoot"),
            Column::new("code"),
            Column::new("before").wide(),
            Column::new("after").wide(),
            Column::new("project").wide(),
            Column::new("seed").wide(),
            Column::new("what"),
        ])
        .empty("No shoot's maintenance changes.");
        let of = self.shoots();
        let rows = self.diff.findings.iter().map(|finding| {
            let shoot = of.get(&shoot_of(finding));
            let window = |at: Option<jiff::Timestamp>| {
                Cell::optional(at.map(|at| Cell::when(at, self.diff.now)))
            };
            let row = Row::new([
                severity(Some(finding.severity)),
                Cell::optional(finding.namespace.as_deref()),
                Cell::optional(finding.shoot.as_deref()).tone(Tone::Strong),
                Cell::text(finding.code.id()),
                window(finding.before.map(|window| window.begin)),
                window(finding.after.map(|window| window.begin)),
                Cell::optional(shoot.and_then(|shoot| shoot.project.as_deref())),
                Cell::optional(shoot.and_then(|shoot| shoot.seed.as_deref())),
                Cell::text(&finding.message),
            ]);
            match (&finding.namespace, &finding.shoot) {
                (Some(_), Some(shoot)) if self.one_namespace => {
                    row.named(format!("shoot.core.gardener.cloud/{shoot}"))
                }
                (Some(namespace), Some(shoot)) => {
                    row.named(format!("shoot.core.gardener.cloud/{namespace}/{shoot}"))
                }
                _ => row,
            }
        });
        table.rows(rows)
    }

    fn shoots(&self) -> BTreeMap<(&str, &str), &ShootDiff> {
        let shoots = self.diff.shoots.iter();
        shoots
            .map(|shoot| ((shoot.namespace.as_str(), shoot.name.as_str()), shoot))
            .gather()
    }

    /// One finding for each line and code, with the shoots in its message: a line with five hundred is of no use.
    fn log(&self) -> SarifLog {
        let mut groups: BTreeMap<(DiffCode, Option<usize>), Vec<&DiffFinding>> = BTreeMap::new();
        for finding in &self.diff.findings {
            groups
                .entry((finding.code, finding.change))
                .or_default()
                .push(finding);
        }
        let findings = groups.into_iter().map(|((code, change), findings)| {
            let change = change.and_then(|place| self.diff.changes.get(place));
            sarif::Finding {
                rule: code.id().to_owned(),
                level: level(code.row().severity),
                message: message(code, change, &findings),
                location: change.and_then(location),
                object: change.map_or_else(String::new, object),
                accepted: None,
            }
        });
        SarifLog {
            rules: CODES
                .iter()
                .map(|row| Rule {
                    id: row.id.to_owned(),
                    meaning: row.meaning.to_owned(),
                    advice: row.advice.to_owned(),
                    level: level(row.severity),
                })
                .collect(),
            findings: findings.collect(),
        }
    }
}

fn shoot_of(finding: &DiffFinding) -> (&str, &str) {
    (
        finding.namespace.as_deref().unwrap_or_default(),
        finding.shoot.as_deref().unwrap_or_default(),
    )
}

/// Say what a change means for whom.
fn message(code: DiffCode, change: Option<&ProfileChange>, findings: &[&DiffFinding]) -> String {
    let change = change.map_or_else(String::new, |change| format!("{}: ", change.text()));
    let named = findings
        .iter()
        .take(NAMED)
        .map(|finding| match shoot_of(finding) {
            ("", _) => finding.message.clone(),
            (namespace, shoot) => format!("{namespace}/{shoot}: {}", finding.message),
        });
    let mut lines: Vec<String> = named.collect();
    if findings.len() > NAMED {
        lines.push(format!("and {} more", findings.len() - NAMED));
    }
    let meaning = code.row().meaning;
    format!("{change}{meaning}.\n{}", lines.join("\n"))
}

fn location(change: &ProfileChange) -> Option<Location> {
    let place = change.location.as_ref()?;
    Some(Location {
        file: place.file.clone(),
        line: place.line,
        column: Some(place.column),
    })
}

fn object(change: &ProfileChange) -> String {
    format!(
        "{:?} {} {}",
        change.profile.kind, change.profile, change.path
    )
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Info => Level::Note,
        Severity::Warning => Level::Warning,
        Severity::Error => Level::Error,
    }
}
