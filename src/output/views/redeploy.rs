//! A redeployment: the checklist before, and what became of each gardenlet.

use crate::domain::accounting::TargetOutcome;
use crate::domain::redeploy::check::{Checked, State, find};
use crate::domain::redeploy::result::{GardenletResult, RedeployResult};
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

impl Report for RedeployResult {
    const KIND: &'static str = "RedeployResult";

    fn document(&self) -> Document {
        let facts = self
            .summary
            .counts()
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(outcome, count)| Fact::count(outcome.words(), count, tone(outcome)));
        let document = Document::new("Redeployment of gardenlets").facts(facts);
        let mut results = Table::new([
            Column::new("gardenlet"),
            Column::new("outcome").by_tone(),
            Column::new("message"),
        ])
        .empty("no gardenlets")
        .main();
        for gardenlet in &self.gardenlets {
            results.push(
                Row::from([
                    Cell::text(&gardenlet.name).tone(Tone::Strong),
                    Cell::text(gardenlet.outcome.words()).tone(tone(gardenlet.outcome)),
                    Cell::optional(gardenlet.message.as_ref()),
                ])
                .named(format!(
                    "gardenlet.seedmanagement.gardener.cloud/{}",
                    gardenlet.name
                )),
            );
        }
        let document = document.table(results);
        let steps = steps(&self.gardenlets);
        if steps.rows.is_empty() {
            document
        } else {
            document.heading("Steps").table(steps)
        }
    }
}

fn steps(gardenlets: &[GardenletResult]) -> Table {
    let mut table = Table::new([
        Column::new("gardenlet"),
        Column::new("step"),
        Column::new("at"),
    ]);
    let begun = |gardenlet: &&GardenletResult| gardenlet.steps.iter().any(|step| step.at.is_some());
    for gardenlet in gardenlets.iter().filter(begun) {
        for step in &gardenlet.steps {
            let at = match step.at {
                Some(at) => Cell::text(at.strftime("%H:%M:%SZ").to_string()).value(at.to_string()),
                None => Cell::text("not seen").tone(Tone::Muted),
            };
            table.push(Row::from([
                Cell::text(&gardenlet.name),
                Cell::text(step.name.words()),
                at,
            ]));
        }
    }
    table
}

/// Describe the checklist of a gardenlet: what blocks and warns with its reason.
pub fn checklist(name: &str, checks: &[Checked]) -> Document {
    let mut table = Table::new([
        Column::new("check"),
        Column::new("state").by_tone(),
        Column::new("what"),
        Column::new("because"),
    ]);
    for checked in checks {
        let what = find(checked.id).map_or("", |check| check.what);
        table.push(Row::from([
            Cell::text(checked.id),
            Cell::text(checked.state.words()).tone(state(checked.state)),
            Cell::text(what),
            Cell::text(&checked.message),
        ]));
    }
    Document::new("Checklist")
        .heading(format!("Checklist of {name}"))
        .table(table)
}

fn state(state: State) -> Tone {
    match state {
        State::Ok => Tone::Good,
        State::Info => Tone::Info,
        State::Warning => Tone::Warning,
        State::Blocked => Tone::Error,
        State::Skipped => Tone::Muted,
    }
}

fn tone(outcome: TargetOutcome) -> Tone {
    match outcome {
        TargetOutcome::Done | TargetOutcome::Already => Tone::Good,
        TargetOutcome::TimedOut | TargetOutcome::Unknown => Tone::Warning,
        TargetOutcome::Failed | TargetOutcome::Refused => Tone::Error,
        TargetOutcome::NotTried => Tone::Muted,
    }
}
