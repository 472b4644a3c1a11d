//! The report of the doctor: what deserves attention first, then all checks.

use crate::domain::doctor::report::{DoctorReport, Finding, State};
use crate::order::Order as _;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

impl Report for DoctorReport {
    const KIND: &'static str = "DoctorReport";

    fn document(&self) -> Document {
        let (open, well): (Vec<&Finding>, Vec<&Finding>) =
            (self.findings.iter()).partition(|finding| finding.state.severity().is_some());
        let document = Document::new("What the doctor found").facts(self.facts());
        let document = document
            .heading("Findings")
            .table(findings(&open).empty("Nothing to mend.").main());
        document
            .heading("Well, or not looked at")
            .table(others(&well))
    }
}

impl DoctorReport {
    fn facts(&self) -> Vec<Fact> {
        let garden = &self.garden;
        let mut facts = Vec::new();
        let mut add = |label, text: Option<&String>| {
            if let Some(text) = text {
                facts.push(Fact::new(label, Cell::text(text)));
            }
        };
        add("context", garden.context.as_ref());
        add("server", garden.server.as_ref());
        add("user", garden.user.as_ref());
        add("landscape", self.landscape.as_ref());
        let summary = &self.summary;
        let count = |label, count: u32, tone| Fact::count(label, count as usize, tone);
        facts.extend([
            count("errors", summary.errors, Tone::Error),
            count("warnings", summary.warnings, Tone::Warning),
            count("infos", summary.infos, Tone::Info),
            count("ok", summary.ok, Tone::Good),
            count("skipped", summary.skipped, Tone::Plain),
        ]);
        facts
    }
}

/// What deserves attention, the worst first.
fn findings(findings: &[&Finding]) -> Table {
    let table = Table::new([
        Column::new("state").by_tone(),
        Column::new("check"),
        Column::new("on"),
        Column::new("what"),
        Column::new("or").wide(),
        Column::new("run").whole(),
    ]);
    let mut sorted = findings.to_vec();
    sorted.order_by_key(|finding| std::cmp::Reverse(finding.state.severity()));
    table.rows(sorted.into_iter().map(|finding| {
        let (advice, command) = (finding.advice.as_deref(), finding.command.as_deref());
        // Without a command the words are all there is.
        let what = match advice.filter(|_| command.is_none()) {
            Some(advice) => format!("{}; {advice}", finding.message),
            None => finding.message.clone(),
        };
        let name = match &finding.subject {
            Some(subject) => format!("{}/{}", finding.id, subject.replace(' ', "/")),
            None => finding.id.to_owned(),
        };
        Row::new([
            state(finding.state),
            Cell::text(finding.id).tone(Tone::Strong),
            Cell::optional(finding.subject.as_deref()),
            Cell::text(what),
            Cell::optional(advice.filter(|_| command.is_some())),
            Cell::optional(command),
        ])
        .named(name)
    }))
}

/// Everything else, in the order of the checks; what was not looked at for the same reason stands in one row.
fn others(findings: &[&Finding]) -> Table {
    let table = Table::new([
        Column::new("state").by_tone(),
        Column::new("what"),
        Column::new("check"),
    ]);
    let mut rows: Vec<(State, String, Vec<&str>)> = Vec::new();
    for finding in findings {
        let text = match &finding.subject {
            Some(subject) => format!("{subject}: {}", finding.message),
            None => finding.message.clone(),
        };
        let skipped = finding.state == State::Skipped;
        let same = |row: &&mut (State, String, Vec<&str>)| row.0 == State::Skipped && row.1 == text;
        match rows.iter_mut().find(same).filter(|_| skipped) {
            Some((.., checks)) => checks.push(finding.id),
            None => rows.push((finding.state, text, vec![finding.id])),
        }
    }
    table.rows(
        rows.into_iter()
            .map(|(of, text, checks)| Row::new([state(of), Cell::text(text), Cell::list(checks)])),
    )
}

fn state(state: State) -> Cell {
    Cell::text(state.name()).tone(match state {
        State::Ok => Tone::Good,
        State::Info => Tone::Info,
        State::Warning => Tone::Warning,
        State::Error => Tone::Error,
        State::Skipped => Tone::Muted,
    })
}
