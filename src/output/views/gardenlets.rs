//! The report on gardenlets: a row for each, and what there is to do.

use jiff::Timestamp;

use crate::domain::gardenlets::backing::Backing;
use crate::domain::gardenlets::pending::Pending;
use crate::domain::gardenlets::report::{GardenletReport, GardenletRow, Verdict};
use crate::domain::gardenlets::skew::SkewState;
use crate::domain::versions::finding::Severity;
use crate::order::Order as _;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

impl Report for GardenletReport {
    const KIND: &'static str = "GardenletReport";

    fn document(&self) -> Document {
        let document = Document::new("Gardenlets of this landscape")
            .facts(self.facts())
            .table(self.overview().main());
        let findings = self.findings();
        let document = if findings.rows.is_empty() {
            document
        } else {
            document.heading("Findings").table(findings)
        };
        self.notes(document)
    }
}

impl GardenletReport {
    fn facts(&self) -> Vec<Fact> {
        let summary = &self.summary;
        let count = |label, count: u32, tone| Fact::count(label, count as usize, tone);
        let version = self.garden_version.as_deref().unwrap_or("unknown");
        vec![
            Fact::new("garden", version),
            count("gardenlets", summary.gardenlets, Tone::Plain),
            count("healthy", summary.healthy, Tone::Good),
            count("down", summary.down, Tone::Error),
            count("errors", summary.errors, Tone::Error),
            count("warnings", summary.warnings, Tone::Warning),
            count("infos", summary.infos, Tone::Info),
        ]
    }

    /// What is said below the tables.
    fn notes(&self, mut document: Document) -> Document {
        for missing in &self.not_looked_at {
            let text = format!("not looked at: {missing}");
            document = document.text(Cell::text(text).tone(Tone::Warning));
        }
        let unreadable = self.unreadable.len();
        if unreadable > 0 {
            let text = format!("{unreadable} objects could not be read and are not in this report");
            document = document.text(Cell::text(text).tone(Tone::Warning));
        }
        document
    }

    /// The rows, the worst first; within a verdict by name.
    fn sorted(&self) -> Vec<&GardenletRow> {
        let mut rows: Vec<_> = self.gardenlets.iter().collect();
        rows.order_by_key(|row| std::cmp::Reverse((row.verdict, row.severity)));
        rows
    }

    fn overview(&self) -> Table {
        let table = Table::new([
            Column::new("name"),
            Column::new("verdict").by_tone(),
            Column::new("backing"),
            Column::new("heartbeat"),
            Column::new("ready"),
            Column::new("certificate"),
            Column::new("version"),
            Column::new("skew"),
            Column::new("pending"),
            Column::new("shoot").wide(),
            Column::new("why this backing").wide(),
            Column::new("run").whole(),
        ])
        .empty("No gardenlets.");
        table.rows(self.sorted().into_iter().map(|row| {
            Row::new([
                Cell::text(&row.name).tone(Tone::Strong),
                verdict(row.verdict),
                backing(&row.backing),
                heartbeat(row, self.now),
                ready(row),
                certificate(row, self.now),
                Cell::optional(row.version.as_deref()),
                skew(row),
                pending(&row.pending_operations, self.now),
                Cell::optional(row.backing.shoot.as_deref()),
                Cell::text(&row.backing.reason),
                Cell::optional(row.command.as_deref()),
            ])
            .named(name(row))
        }))
    }

    /// Every finding and every leftover, the worst first.
    fn findings(&self) -> Table {
        let table = Table::new([
            Column::new("severity").by_tone(),
            Column::new("name"),
            Column::new("code"),
            Column::new("what"),
            Column::new("run").whole(),
        ]);
        let of_rows = self.gardenlets.iter().flat_map(|row| {
            let of_row = move |finding| (row.name.as_str(), finding);
            row.findings.iter().map(of_row)
        });
        let of_rows = of_rows.map(|(name, finding)| {
            let cells = [finding.message.as_str(), finding.code.id()];
            (finding.severity, name, cells, finding.command.as_deref())
        });
        let left = self.leftovers.iter().map(|left| {
            let cells = [left.message.as_str(), left.code.id()];
            let name = left.gardenlet.as_str();
            (left.severity, name, cells, left.command.as_deref())
        });
        let mut all: Vec<_> = of_rows.chain(left).collect();
        all.order_by_key(|(severity, ..)| std::cmp::Reverse(*severity));
        table.rows(
            all.into_iter()
                .map(|(level, name, [message, code], command)| {
                    Row::new([
                        severity(level),
                        Cell::text(name).tone(Tone::Strong),
                        Cell::text(code),
                        Cell::text(message),
                        Cell::optional(command),
                    ])
                }),
        )
    }
}

fn name(row: &GardenletRow) -> String {
    if row.seed {
        format!("seed.core.gardener.cloud/{}", row.name)
    } else {
        format!("gardenlet.seedmanagement.gardener.cloud/{}", row.name)
    }
}

fn severity(severity: Severity) -> Cell {
    Cell::text(severity.name()).tone(match severity {
        Severity::Info => Tone::Info,
        Severity::Warning => Tone::Warning,
        Severity::Error => Tone::Error,
    })
}

fn verdict(verdict: Verdict) -> Cell {
    Cell::text(verdict.name()).tone(match verdict {
        Verdict::Healthy => Tone::Good,
        Verdict::Working | Verdict::Unknown => Tone::Info,
        Verdict::Attention => Tone::Warning,
        Verdict::Failing | Verdict::Down => Tone::Error,
    })
}

fn backing(backing: &Backing) -> Cell {
    let name = backing.kind.name();
    // What labels make likely is a guess, and looks like one.
    let text = match (backing.proven, name) {
        (false, "unknown") | (true, _) => name.to_owned(),
        (false, _) => format!("{name}?"),
    };
    Cell::text(text)
}

fn heartbeat(row: &GardenletRow, now: Timestamp) -> Cell {
    let Some(at) = row.last_heartbeat else {
        return Cell::none();
    };
    let tone = if row.verdict == Verdict::Down {
        Tone::Error
    } else {
        Tone::Plain
    };
    Cell::when(at.min(now), now)
        .value(at.to_string())
        .tone(tone)
}

fn ready(row: &GardenletRow) -> Cell {
    let Some(ready) = &row.gardenlet_ready else {
        return Cell::none();
    };
    Cell::text(&ready.status).tone(match ready.status.as_str() {
        "True" => Tone::Good,
        "Progressing" => Tone::Info,
        _ => Tone::Error,
    })
}

fn certificate(row: &GardenletRow, now: Timestamp) -> Cell {
    let Some(end) = row.client_certificate_expiration else {
        return Cell::none();
    };
    let tone = if end <= now { Tone::Error } else { Tone::Plain };
    Cell::when(end, now).tone(tone)
}

fn skew(row: &GardenletRow) -> Cell {
    let text = match (row.skew.state, row.skew.minors_behind) {
        (SkewState::Unknown, _) => return Cell::none(),
        (SkewState::TooNew, _) => "too new".to_owned(),
        (SkewState::TooOld, _) => "too old".to_owned(),
        (SkewState::Supported, None | Some(0)) => "0".to_owned(),
        (SkewState::Supported, Some(behind)) => format!("-{behind}"),
    };
    let tone = match row.skew.state {
        SkewState::TooNew | SkewState::TooOld => Tone::Error,
        SkewState::Supported | SkewState::Unknown => Tone::Plain,
    };
    Cell::text(text).tone(tone)
}

fn pending(operations: &[Pending], now: Timestamp) -> Cell {
    let texts = operations.iter().map(|one| {
        let since = one.since.map(|since| Cell::age(since, now).text);
        match since {
            Some(since) => format!("{} for {since}", one.operation),
            None => one.operation.clone(),
        }
    });
    let texts: Vec<_> = texts.collect();
    let values: Vec<_> = operations
        .iter()
        .map(|one| one.operation.as_str())
        .collect();
    Cell::text(texts.join(", ")).value(values.join(" "))
}
