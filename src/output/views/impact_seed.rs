//! What a change of Seeds does: the verdict in a line, then what happens, to whom and when.

use crate::domain::impact::pools::Certainty;
use crate::domain::impact::rules::Class;
use crate::domain::impact::seed::Reach;
use crate::domain::impact::seed::report::{SeedFinding, SeedImpact, SeedReport};
use crate::domain::impact::verdict::{Doubt, Rejection, Verdict};
use crate::domain::impact::waive::Acceptance;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

use super::impact::{accepted, severity_of, tone};
use super::impact_shoots::{projects, seeds, totals};

impl Report for SeedImpact {
    const KIND: &'static str = Self::KIND;

    fn document(&self) -> Document {
        let mut document = Document::new("Impact on seeds");
        for seed in &self.seeds {
            document = describe(seed, self, document.heading(format!("Seed {}", seed.name)));
        }
        document
    }
}

fn describe(seed: &SeedReport, report: &SeedImpact, document: Document) -> Document {
    let mut document = document.facts(verdict(
        seed.verdict,
        seed.asked,
        &seed.summary.headline,
        seed.summary.worst,
    ));
    if !seed.rejections.is_empty() {
        document = document
            .heading("Rejected because")
            .table(rejections(&seed.rejections));
    }
    if seed.verdict != Verdict::Rejected {
        document = document.heading("Findings").table(findings(seed));
    }
    if !seed.unexplained.is_empty() {
        document = document
            .heading("No rule knows")
            .text(Cell::list(&seed.unexplained));
    }
    if !seed.doubts.is_empty() {
        document = document
            .heading("Whether it is accepted cannot be told from files")
            .table(doubts(&seed.doubts));
    }
    if let Some(shoots) = &seed.shoots {
        document = document.heading("Shoots").facts(totals(shoots));
        if shoots.touched > 0 {
            document = document
                .table(seeds(report.now, shoots))
                .heading("By project")
                .table(projects(shoots));
        }
    }
    document
}

/// Say in a line whether it is taken, and what comes of it.
pub(super) fn verdict(
    verdict: Verdict,
    asked: bool,
    headline: &str,
    worst: Option<Class>,
) -> Vec<Fact> {
    let (word, word_tone) = match verdict {
        Verdict::Accepted => ("accepted", Tone::Good),
        Verdict::Rejected => ("rejected", Tone::Error),
        Verdict::Unknown => ("unknown", Tone::Warning),
    };
    let by = if asked { "the server" } else { "rules" };
    vec![
        Fact::new("verdict", Cell::text(word).tone(word_tone)),
        Fact::new("decided by", by),
        Fact::new(
            "in short",
            Cell::text(headline).tone(worst.map_or(Tone::Plain, tone)),
        ),
    ]
}

pub(super) fn rejections(rejections: &[Rejection]) -> Table {
    let table = Table::new([
        Column::new("field"),
        Column::new("reason"),
        Column::new("rule"),
    ]);
    table.rows(rejections.iter().map(|rejection| {
        Row::new([
            Cell::text(&rejection.path).tone(Tone::Strong),
            Cell::text(&rejection.message),
            Cell::text(&rejection.rule),
        ])
    }))
}

pub(super) fn doubts(doubts: &[Doubt]) -> Table {
    let table = Table::new([Column::new("field"), Column::new("what decides")]);
    table.rows(
        doubts
            .iter()
            .map(|doubt| Row::new([Cell::text(&doubt.path), Cell::text(&doubt.reason)])),
    )
}

fn findings(seed: &SeedReport) -> Table {
    let table = Table::new([
        Column::new("class").by_tone(),
        Column::new("field"),
        Column::new("shoots").right(),
        Column::new("reaches"),
        Column::new("what happens"),
        Column::new("when"),
        Column::new("sure").wide(),
        Column::new("rule").wide(),
        Column::new("source").wide(),
    ])
    .empty("nothing changes")
    .main();
    table.rows(seed.findings.iter().map(row))
}

fn row(finding: &SeedFinding) -> Row {
    Row::new([
        severity_of(finding.class, finding.waived),
        Cell::text(&finding.path).tone(Tone::Strong),
        finding
            .shoots
            .map_or_else(Cell::none, |count| Cell::count(count as usize)),
        Cell::text(match finding.reach {
            Reach::Seed => "the seed",
            Reach::Shoots => "its shoots",
            Reach::NewShoots => "shoots to come",
        }),
        effect(&finding.effect, finding.waiver.as_ref()),
        Cell::text(&finding.when.reason),
        Cell::text(certainty(finding.certainty)),
        Cell::text(&finding.rule),
        Cell::text(&finding.source),
    ])
}

/// Say what happens, and why somebody has accepted that.
pub(super) fn effect(effect: &str, waiver: Option<&Acceptance>) -> Cell {
    match waiver {
        Some(waiver) => Cell::text(format!("{effect}; {}", accepted(waiver))),
        None => Cell::text(effect),
    }
}

pub(super) const fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        Certainty::Provider => "the provider decides",
    }
}
