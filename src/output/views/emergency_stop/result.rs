//! What became of the seeds, and of the shoots that were to go on.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::accounting::{Accounting, TargetOutcome};
use crate::domain::emergency_stop::holds::HoldReport;
use crate::domain::emergency_stop::result::{Action, EmergencyStopResult, Resumed, SeedResult};
use crate::domain::emergency_stop::waves::Waves;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

/// A result with the instant at which it is shown.
pub struct ResultView<'r> {
    /// The result.
    pub result: &'r EmergencyStopResult,
    /// The instant that counts as now.
    pub now: Timestamp,
}

impl Serialize for ResultView<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.result.serialize(serializer)
    }
}

impl Report for EmergencyStopResult {
    const KIND: &'static str = "EmergencyStopResult";

    fn document(&self) -> Document {
        ResultView {
            result: self,
            now: Timestamp::UNIX_EPOCH,
        }
        .document()
    }
}

impl Report for ResultView<'_> {
    const KIND: &'static str = EmergencyStopResult::KIND;

    fn document(&self) -> Document {
        let result = self.result;
        let title = match result.action {
            Action::On => "Emergency stop",
            Action::Off => "End of the emergency stop",
        };
        let mut document = Document::new(title);
        if result.dry_run {
            // Otherwise it was told before the question, or as warnings.
            document = plan(document, result, self.now);
        }
        document = document.table(self.seeds().main());
        if let Some(resumed) = &result.resumed {
            document = document
                .heading("Shoots that were to go on")
                .table(shoots(resumed));
            document = document.facts(sum("shoots", resumed.summary));
        }
        if let Some(waves) = &result.waves {
            document = told(document, waves);
        }
        let mut facts = sum("seeds", result.summary);
        if result.dry_run {
            facts.push(Fact::new(
                "dry run",
                Cell::text("nothing was changed").tone(Tone::Warning),
            ));
        }
        document.facts(facts)
    }
}

impl ResultView<'_> {
    fn seeds(&self) -> Table {
        let columns = [
            Column::new("seed"),
            Column::new("outcome").by_tone(),
            Column::new("stopped"),
            Column::new("confirmed"),
            Column::new("held by"),
            Column::new("reasons").wide(),
            Column::new("since").wide(),
            Column::new("message"),
        ];
        Table::new(columns)
            .empty("no seeds")
            .rows(self.result.seeds.iter().map(|seed| self.row(seed)))
    }

    fn row(&self, seed: &SeedResult) -> Row {
        let reasons = seed.holds.iter().filter_map(|hold| hold.reason.as_deref());
        let since = seed.holds.iter().filter_map(|hold| hold.since).min();
        let confirmed = match seed.confirmed {
            Some(true) => Cell::text("yes").tone(Tone::Good),
            Some(false) => Cell::text("not yet"),
            None => Cell::none(),
        };
        Row::new([
            Cell::text(&seed.name),
            outcome(seed.outcome),
            Cell::text(if seed.stopped { "yes" } else { "no" }),
            confirmed,
            Cell::list(seed.holds.iter().map(HoldReport::owner)),
            Cell::list(reasons),
            since.map_or_else(Cell::none, |since| Cell::age(since, self.now)),
            Cell::optional(seed.message.as_ref()),
        ])
        .named(format!("seed.core.gardener.cloud/{}", seed.name))
    }
}

/// Describe what a dry run has found out.
fn plan(mut document: Document, result: &EmergencyStopResult, now: Timestamp) -> Document {
    let before = [
        result.blast_radius.as_ref().map(super::blast_radius),
        result
            .backlog
            .as_ref()
            .map(|backlog| super::backlog(backlog, now)),
    ];
    for described in before.into_iter().flatten() {
        document = document.heading(described.title);
        document.blocks.extend(described.blocks);
    }
    for finding in &result.findings {
        let tone = if finding.blocks {
            Tone::Error
        } else {
            Tone::Warning
        };
        let text = format!("{}: {}", finding.message, finding.advice);
        document = document.text(Cell::text(text).tone(tone));
    }
    document.heading("Seeds")
}

fn shoots(resumed: &Resumed) -> Table {
    let columns = ["shoot", "seed", "operation", "outcome", "message"].map(Column::new);
    Table::new(columns)
        .empty("none of the backlog was to go on")
        .rows(resumed.shoots.iter().map(|shoot| {
            Row::new([
                Cell::text(format!("{}/{}", shoot.namespace, shoot.name)),
                Cell::text(&shoot.seed),
                Cell::text(&shoot.operation),
                outcome(shoot.outcome),
                Cell::optional(shoot.message.as_ref()),
            ])
        }))
}

fn told(mut document: Document, waves: &Waves) -> Document {
    for wave in &waves.waves {
        for unhealthy in &wave.unhealthy {
            let text = format!(
                "wave {}: {} is not healthy: {}",
                wave.number, unhealthy.seed, unhealthy.reason
            );
            document = document.text(Cell::text(text).tone(Tone::Error));
        }
    }
    match &waves.halted {
        Some(why) => document.text(Cell::text(format!("halted: {why}")).tone(Tone::Error)),
        None => document,
    }
}

fn outcome(outcome: TargetOutcome) -> Cell {
    let tone = match outcome {
        TargetOutcome::Done => Tone::Good,
        TargetOutcome::Already => Tone::Plain,
        TargetOutcome::Refused | TargetOutcome::TimedOut | TargetOutcome::NotTried => Tone::Warning,
        TargetOutcome::Failed | TargetOutcome::Unknown => Tone::Error,
    };
    Cell::text(outcome.words()).tone(tone)
}

fn sum(what: &str, sum: Accounting) -> Vec<Fact> {
    let total = sum.counts().iter().map(|(_, count)| count).sum();
    let mut facts = vec![Fact::count(what, total, Tone::Plain)];
    for (became, count) in sum.counts() {
        if count > 0 {
            facts.push(Fact::new(
                became.words(),
                Cell {
                    text: count.to_string(),
                    ..outcome(became)
                },
            ));
        }
    }
    facts
}
