//! The emergency stop: what it reaches, and what became of the seeds.

mod backlog;
mod result;

pub use backlog::backlog;
pub use result::ResultView;

use crate::domain::emergency_stop::guards::BlastRadius;
use crate::output::document::{Cell, Document, Fact, Tone};

/// Describe what a stop reaches, as it is shown before the question.
pub fn blast_radius(radius: &BlastRadius) -> Document {
    Document::new("What the stop reaches").facts(facts(radius))
}

/// Give the numbers of what a stop reaches.
fn facts(radius: &BlastRadius) -> Vec<Fact> {
    let count = |label, count: u32, tone| Fact::count(label, count as usize, tone);
    let purposes = radius
        .by_purpose
        .iter()
        .map(|(purpose, count)| format!("{purpose} {count}"));
    let mut facts = vec![
        Fact::count("seeds", radius.seeds, Tone::Strong),
        count("shoots", radius.shoots, Tone::Strong),
        Fact::new("by purpose", Cell::list(purposes)),
        count("in flight, not stopped", radius.in_flight, Tone::Warning),
        count("creating", radius.creating, Tone::Warning),
        count("deleting", radius.deleting, Tone::Warning),
        count("failed", radius.failed, Tone::Warning),
        count("migrating here", radius.migrations_towards, Tone::Error),
        count(
            "rotating credentials",
            radius.rotations_half_done,
            Tone::Error,
        ),
    ];
    facts.retain(|fact| !fact.value.is_blank());
    facts
}
