//! A plan, and what became of it.

use crate::domain::accounting::TargetOutcome;
use crate::domain::impact::plan::ImpactPlan;
use crate::domain::impact::plan::result::ImpactApplyResult;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Item, Row, Table, Tone};

impl Report for ImpactPlan {
    const KIND: &'static str = Self::KIND;

    fn document(&self) -> Document {
        let shoot = format!("{}/{}", self.shoot.namespace, self.shoot.name);
        Document::new(format!("Plan for {shoot}"))
            .text(Cell::text(&self.headline))
            .facts([
                Fact::new("shoot", shoot),
                Fact::new("made", self.made.at.to_string()),
                Fact::new("by", Cell::optional(self.made.by.as_ref())),
                Fact::new("server", Cell::text(&self.garden.server)),
            ])
    }
}

impl Report for ImpactApplyResult {
    const KIND: &'static str = Self::KIND;

    fn document(&self) -> Document {
        let shoot = format!("{}/{}", self.shoot.namespace, self.shoot.name);
        let table = Table::new([
            Column::new("shoot"),
            Column::new("outcome").by_tone(),
            Column::new("generation"),
            Column::new("verified"),
            Column::new("message"),
        ]);
        let after = self
            .generation_after
            .filter(|after| *after != self.generation_before);
        let generation = match after {
            Some(after) => format!("{} -> {after}", self.generation_before),
            None => self.generation_before.to_string(),
        };
        let row = Row::from([
            Cell::text(shoot).tone(Tone::Strong),
            Cell::text(self.outcome.words()).tone(tone(self.outcome)),
            Cell::text(generation),
            Cell::optional(self.verified.map(|verified| {
                if verified {
                    Cell::text("yes").tone(Tone::Good)
                } else {
                    Cell::text("no").tone(Tone::Warning)
                }
            })),
            Cell::optional(self.message.as_ref()),
        ]);
        let mut document = Document::new("Plan applied").table(table.rows([row]).main());
        for (heading, paths) in [
            ("Changed since the plan was made", &self.stale),
            ("Not as the plan makes it", &self.differing),
        ] {
            if !paths.is_empty() {
                let items = paths.iter().map(|path| Item::new([Cell::text(path)]));
                document = document.heading(heading).list(items);
            }
        }
        let mut facts = vec![Fact::new("plan", Cell::text(&self.headline))];
        if self.dry_run {
            facts.push(Fact::new(
                "dry run",
                Cell::text("nothing was changed").tone(Tone::Warning),
            ));
        }
        document.facts(facts)
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
