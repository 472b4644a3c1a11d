//! What waits on seeds that are to be freed.

use jiff::Timestamp;

use crate::domain::emergency_stop::backlog::Backlog;
use crate::output::document::{Cell, Document, Fact, Tone};
use crate::output::time;

/// Describe the backlog, as it is shown before the question.
pub fn backlog(backlog: &Backlog, now: Timestamp) -> Document {
    let count = |label, count: u32, tone| Fact::count(label, count as usize, tone);
    let mut facts = vec![
        count("shoots", backlog.total, Tone::Strong),
        count("in flight", backlog.in_flight, Tone::Info),
        count("pending", backlog.pending, Tone::Warning),
        count("failed", backlog.failed, Tone::Error),
        count("ignored", backlog.ignored, Tone::Plain),
        count("wait for their window", backlog.confined, Tone::Info),
        count(
            "fail with their next error",
            backlog.stale_retries,
            Tone::Error,
        ),
    ];
    let reasons = backlog
        .by_reason
        .iter()
        .map(|(reason, count)| format!("{} {count}", reason.words()));
    if !backlog.by_reason.is_empty() {
        facts.push(Fact::new("pending for", Cell::list(reasons)));
    }
    let mut document = Document::new("What waits").facts(facts);
    if let (Some(first), Some(last)) = (backlog.first, backlog.last) {
        let text = format!(
            "lifting a stop triggers nothing: by themselves the first goes on {} at the earliest, the last {} at the latest",
            when(first, now),
            when(last, now)
        );
        document = document.text(Cell::text(text).tone(Tone::Muted));
    }
    document
}

fn when(at: Timestamp, now: Timestamp) -> String {
    if at <= now {
        "at once".to_owned()
    } else {
        time::relative(at, now)
    }
}
