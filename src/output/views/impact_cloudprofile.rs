//! What a change of profiles does: profile by profile, then versions, then whom it reaches.

use crate::domain::impact::profile::CloudProfileImpact;
use crate::domain::impact::profile::report::{ProfileFinding, ProfileReport};
use crate::domain::impact::verdict::Verdict;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

use super::impact::{severity_of, tone};
use super::impact_seed::{certainty, doubts, effect, rejections};
use super::impact_shoots::{nodes, projects, seeds, totals};
use super::severity;

/// How many lines about versions are shown; the rest is told by `versions diff`.
const LINES: usize = 12;

impl Report for CloudProfileImpact {
    const KIND: &'static str = Self::KIND;

    fn document(&self) -> Document {
        let worst = self.summary.worst;
        let mut document = Document::new("Impact on profiles").facts([Fact::new(
            "in short",
            Cell::text(&self.summary.headline).tone(worst.map_or(Tone::Plain, tone)),
        )]);
        for profile in &self.profiles {
            document = describe(profile, document);
        }
        document = self.versions(document);
        if let Some(shoots) = &self.shoots {
            document = document
                .heading("Shoots, with their next reconciliation")
                .facts(totals(shoots));
            if shoots.touched > 0 {
                document = document
                    .table(seeds(self.now, shoots))
                    .heading("By project")
                    .table(projects(shoots));
            }
        }
        document
    }
}

impl CloudProfileImpact {
    fn versions(&self, document: Document) -> Document {
        let versions = &self.versions;
        if versions.changes.is_empty() {
            return document;
        }
        let changes = Table::new([
            Column::new("change"),
            Column::new("profile"),
            Column::new("shoots").right(),
            Column::new("pools").right(),
            Column::new("hit").right(),
        ])
        .rows(versions.changes.iter().map(|change| {
            Row::new([
                Cell::text(change.text()),
                Cell::text(change.profile.to_string()),
                Cell::count(change.shoots as usize),
                Cell::count(change.pools as usize),
                Cell::count(change.hit as usize),
            ])
        }));
        let mut document = document.heading("Versions").facts([
            Fact::new("until", Cell::when(versions.until, self.now)),
            Fact::count(
                "pools renewed",
                versions.renewed_pools as usize,
                Tone::Warning,
            ),
            Fact::count(
                "shoots to another minor",
                versions.renewed_shoots as usize,
                Tone::Warning,
            ),
            Fact::count("errors", versions.summary.errors as usize, Tone::Error),
            Fact::count(
                "warnings",
                versions.summary.warnings as usize,
                Tone::Warning,
            ),
        ]);
        document = document.table(changes);
        if !versions.findings.is_empty() {
            let table = Table::new([
                Column::new("severity").by_tone(),
                Column::new("shoot"),
                Column::new("what"),
            ]);
            let rows = versions.findings.iter().take(LINES).map(|finding| {
                let namespace = finding.namespace.as_deref().unwrap_or_default();
                let shoot = finding
                    .shoot
                    .as_ref()
                    .map(|shoot| format!("{namespace}/{shoot}"));
                Row::new([
                    severity(Some(finding.severity)),
                    Cell::optional(shoot),
                    Cell::text(&finding.message),
                ])
            });
            document = document.table(table.rows(rows));
        }
        let more = versions.findings.len().saturating_sub(LINES);
        if more > 0 {
            let text = format!("and {more} more: kubectl gardener versions diff tells all of them");
            document = document.text(Cell::text(text).tone(Tone::Muted));
        }
        document
    }
}

fn describe(profile: &ProfileReport, document: Document) -> Document {
    let (word, word_tone) = match profile.verdict {
        Verdict::Accepted => ("accepted", Tone::Good),
        Verdict::Rejected => ("rejected", Tone::Error),
        Verdict::Unknown => ("unknown", Tone::Warning),
    };
    let by = if profile.asked { "the server" } else { "rules" };
    let mut facts = vec![
        Fact::new("verdict", Cell::text(word).tone(word_tone)),
        Fact::new("decided by", by),
    ];
    if let Some(shoots) = profile.shoots {
        facts.push(Fact::count("shoots", shoots as usize, Tone::Plain));
    }
    let mut document = document
        .heading(format!("Profile {}", profile.profile))
        .facts(facts);
    if !profile.rejections.is_empty() {
        document = document
            .heading("Rejected because")
            .table(rejections(&profile.rejections));
    }
    if !profile.findings.is_empty() {
        document = document.heading("Findings").table(findings(profile));
    }
    if !profile.later_rejections.is_empty() {
        let table = Table::new([
            Column::new("field"),
            Column::new("shoots").right(),
            Column::new("why"),
            Column::new("such as"),
        ]);
        let rows = profile.later_rejections.iter().map(|later| {
            Row::new([
                Cell::text(&later.path).tone(Tone::Strong),
                Cell::count(later.shoots as usize).tone(Tone::Warning),
                Cell::text(&later.reason),
                Cell::list(&later.examples),
            ])
        });
        document = document
            .heading("Later updates that are refused")
            .table(table.rows(rows));
    }
    if !profile.unexplained.is_empty() {
        document = document
            .heading("No rule knows")
            .text(Cell::list(&profile.unexplained));
    }
    if !profile.doubts.is_empty() {
        document = document
            .heading("Whether it is accepted cannot be told from files")
            .table(doubts(&profile.doubts));
    }
    document
}

fn findings(profile: &ProfileReport) -> Table {
    let table = Table::new([
        Column::new("class").by_tone(),
        Column::new("field"),
        Column::new("shoots").right(),
        Column::new("pools").right(),
        Column::new("nodes").right(),
        Column::new("what happens"),
        Column::new("sure").wide(),
        Column::new("rule").wide(),
        Column::new("source").wide(),
    ]);
    table.rows(profile.findings.iter().map(row))
}

fn row(finding: &ProfileFinding) -> Row {
    let count =
        |count: Option<u32>| count.map_or_else(Cell::none, |count| Cell::count(count as usize));
    Row::new([
        severity_of(finding.class, finding.waived),
        Cell::text(&finding.path).tone(Tone::Strong),
        count(finding.shoots),
        count(finding.pools),
        finding.nodes.map_or_else(Cell::none, nodes),
        effect(&finding.effect, finding.waiver.as_ref()),
        Cell::text(certainty(finding.certainty)),
        Cell::text(&finding.rule),
        Cell::text(&finding.source),
    ])
}
