//! How `emergency-stop status` looks.

use jiff::Timestamp;

use crate::domain::emergency_stop::holds::HoldReport;
use crate::domain::emergency_stop::shoots::Standing;
use crate::domain::emergency_stop::shoots::attempt::{Attempt, Trigger};
use crate::domain::emergency_stop::status::{
    EmergencyStopStatus, SeedStatus, ShootCounts, ShootStatus, State, UnscheduledShoot,
};
use crate::domain::versions::finding::Severity;
use crate::order::Order as _;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

/// Names that are told in a line of text; more are counted.
const NAMES: usize = 5;

impl Report for EmergencyStopStatus {
    const KIND: &'static str = "EmergencyStopStatus";

    fn document(&self) -> Document {
        let document = Document::new("Emergency stop of seeds").facts(facts(self));
        let document = match &self.shoots {
            None => document.table(seeds(self).main()),
            Some(rows) => document
                .table(seeds(self))
                .heading("Shoots")
                .table(shoots(rows, self.now).main()),
        };
        notes(self, document)
    }
}

fn facts(report: &EmergencyStopStatus) -> Vec<Fact> {
    let summary = &report.summary;
    let count = |label, count: u32, tone| Fact::count(label, count as usize, tone);
    let mut facts = vec![
        Fact::new("at", report.now.strftime("%F %H:%M:%S UTC").to_string()),
        count("seeds", summary.seeds, Tone::Plain),
        count("stopped", summary.stopped, Tone::Strong),
        count("confirmed", summary.confirmed, Tone::Good),
        count("unconfirmed", summary.unconfirmed, Tone::Error),
        count("ineffective", summary.ineffective, Tone::Error),
        count("overdue", summary.overdue, Tone::Warning),
    ];
    if let (Some(stopped), Some(all)) = (summary.shoots_stopped, summary.shoots) {
        facts.push(Fact::new("shoots stopped", format!("{stopped} of {all}")));
    }
    if let Some(draining) = summary.in_flight_stopped {
        facts.push(count("still in flight there", draining, Tone::Warning));
    }
    facts
}

fn seeds(report: &EmergencyStopStatus) -> Table {
    let table = Table::new([
        Column::new("seed"),
        Column::new("state").by_tone(),
        Column::new("since"),
        Column::new("held by"),
        Column::new("until"),
        Column::new("shoots").right(),
        Column::new("in flight").right(),
        Column::new("pending").right(),
        Column::new("new").right(),
        Column::new("deleting").right(),
        Column::new("failed").right(),
        Column::new("oldest reconcile"),
        Column::new("next window"),
        Column::new("value").wide(),
        Column::new("by").wide(),
        Column::new("reason").wide(),
        Column::new("provider").wide(),
        Column::new("region").wide(),
        Column::new("gardenlet").wide(),
        Column::new("heartbeat").wide(),
        Column::new("template").wide(),
        Column::new("error").right().wide(),
        Column::new("ignored").right().wide(),
        Column::new("confined").right().wide(),
        Column::new("rotating").right().wide(),
        Column::new("migrating away").right().wide(),
        Column::new("migrating here").right().wide(),
        Column::new("to restore").right().wide(),
        Column::new("stale retries").right().wide(),
        Column::new("managed seeds").wide(),
    ])
    .empty("No seeds.");
    table.rows(report.seeds.iter().map(|seed| seed_row(seed, report.now)))
}

fn seed_row(seed: &SeedStatus, now: Timestamp) -> Row {
    let holds = |of: fn(&HoldReport) -> Option<&str>| Cell::list(seed.holds.iter().filter_map(of));
    let counts = seed.shoots.as_ref();
    let count = |of: fn(&ShootCounts) -> u32, tone| match counts {
        None => Cell::text("?").value("").tone(Tone::Muted),
        Some(counts) => {
            let count = of(counts);
            let tone = if count == 0 { Tone::Muted } else { tone };
            Cell::count(count as usize).tone(tone)
        }
    };
    let when = |at: Option<Timestamp>| Cell::optional(at.map(|at| Cell::when(at, now)));
    let gardenlet = &seed.gardenlet;
    Row::new([
        Cell::text(&seed.name).tone(Tone::Strong),
        state(seed),
        since(seed, now),
        holds(|hold| Some(hold.owner())),
        until(seed, now),
        count(|shoots| shoots.total, Tone::Plain),
        count(|shoots| shoots.in_flight, Tone::Info),
        count(|shoots| shoots.pending, Tone::Warning),
        count(|shoots| shoots.creating, Tone::Plain),
        count(|shoots| shoots.deleting, Tone::Plain),
        count(|shoots| shoots.failed, Tone::Error),
        when(seed.oldest_reconcile),
        when(seed.next_window),
        Cell::optional(
            (seed.value.as_ref()).map(|value| Cell::text(format!("{value:?}")).value(value)),
        ),
        if seed.holds.is_empty() {
            Cell::optional(seed.writer.as_deref())
        } else {
            holds(|hold| Some(&hold.by))
        },
        holds(|hold| hold.reason.as_deref()),
        Cell::text(&seed.provider),
        Cell::text(&seed.region),
        Cell::optional(gardenlet.version.as_deref()),
        when(gardenlet.last_heartbeat),
        Cell::optional(gardenlet.template.as_deref()),
        count(|shoots| shoots.error, Tone::Warning),
        count(|shoots| shoots.ignored, Tone::Plain),
        count(|shoots| shoots.confined, Tone::Plain),
        count(|shoots| shoots.rotating, Tone::Warning),
        count(|shoots| shoots.migrating_away, Tone::Plain),
        count(|shoots| shoots.migrating_towards, Tone::Warning),
        count(|shoots| shoots.restoring, Tone::Error),
        count(|shoots| shoots.stale_retries, Tone::Warning),
        Cell::list(seed.hosted_managed_seeds.iter().flatten()),
    ])
    .named(format!("seed.core.gardener.cloud/{}", seed.name))
}

fn state(seed: &SeedStatus) -> Cell {
    let words = seed.state.words();
    let cell = match seed.state {
        State::Running => Cell::text(words),
        _ if seed.stopped && !seed.effective => {
            Cell::text(format!("{words}, gardenlet too old")).tone(Tone::Error)
        }
        State::Stopped => Cell::text(words).tone(Tone::Good),
        State::Stopping if seed.unconfirmed => {
            Cell::text(format!("{words}, unconfirmed")).tone(Tone::Error)
        }
        State::Stopping | State::Resuming => Cell::text(words).tone(Tone::Info),
        State::Ineffective => {
            let value = seed.value.as_deref().unwrap_or_default();
            Cell::text(format!("{words} {value:?}")).tone(Tone::Error)
        }
    };
    cell.value(words)
}

fn since(seed: &SeedStatus, now: Timestamp) -> Cell {
    match seed.since {
        Some(since) => Cell::when(since, now),
        None if seed.value.is_some() => Cell::text("unknown").value("").tone(Tone::Muted),
        None => Cell::none(),
    }
}

/// The end that comes first.
fn until(seed: &SeedStatus, now: Timestamp) -> Cell {
    let first = seed.holds.iter().filter_map(|hold| hold.until).min();
    let tone = if seed.overdue {
        Tone::Error
    } else {
        Tone::Plain
    };
    Cell::optional(first.map(|until| Cell::when(until, now).tone(tone)))
}

fn findings(report: &EmergencyStopStatus) -> Table {
    let table = Table::new([
        Column::new("severity").by_tone(),
        Column::new("seed"),
        Column::new("code"),
        Column::new("what"),
        Column::new("what to do").whole(),
    ]);
    let mut all: Vec<_> = report
        .seeds
        .iter()
        .flat_map(|seed| {
            seed.findings
                .iter()
                .map(move |finding| (&seed.name, finding))
        })
        .collect();
    all.order_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    table.rows(all.into_iter().map(|(seed, finding)| {
        Row::new([
            Cell::text(finding.severity.name()).tone(match finding.severity {
                Severity::Info => Tone::Info,
                Severity::Warning => Tone::Warning,
                Severity::Error => Tone::Error,
            }),
            Cell::text(seed),
            Cell::text(finding.code.id()),
            Cell::text(&finding.message),
            Cell::optional(finding.advice.as_deref()),
        ])
    }))
}

fn shoots(rows: &[ShootStatus], now: Timestamp) -> Table {
    let table = Table::new([
        Column::new("seed"),
        Column::new("namespace"),
        Column::new("shoot"),
        Column::new("standing").by_tone(),
        Column::new("waits for"),
        Column::new("runs first"),
        Column::new("next attempt unless stopped"),
        Column::new("last update").wide(),
        Column::new("confined").wide(),
        Column::new("stale retry").wide(),
        Column::new("destination").wide(),
    ])
    .empty("No shoot waits for anything.");
    table.rows(rows.iter().map(|row| {
        let waits = row.reason.map(|reason| match &row.destination {
            Some(destination) => format!("migration to {destination}"),
            None => reason.words().to_owned(),
        });
        let yes = |holds: bool| Cell::optional(holds.then_some("yes"));
        Row::new([
            Cell::text(&row.seed),
            Cell::text(&row.namespace),
            Cell::text(&row.name).tone(Tone::Strong),
            Cell::text(row.standing.words()).tone(match row.standing {
                Standing::InFlight => Tone::Info,
                Standing::Pending => Tone::Warning,
                Standing::Failed => Tone::Error,
                Standing::Ignored | Standing::UpToDate => Tone::Plain,
            }),
            Cell::optional(waits),
            Cell::text(row.operation.word()),
            attempt(&row.next_attempt, now),
            Cell::optional(row.last_update.map(|at| Cell::when(at, now))),
            yes(row.confined),
            yes(row.stale_retry),
            Cell::optional(row.destination.as_deref()),
        ])
        .named(format!(
            "shoot.core.gardener.cloud/{}/{}",
            row.namespace, row.name
        ))
    }))
}

fn attempt(attempt: &Attempt, now: Timestamp) -> Cell {
    let (Some(from), Some(to)) = (attempt.from, attempt.to) else {
        return Cell::text(match attempt.trigger {
            Trigger::Running => "is running",
            Trigger::Ignored => "never, ignored",
            _ => "never by itself: needs retry",
        });
    };
    let value = format!("{from}/{to}");
    if attempt.trigger == Trigger::NotBlocked {
        return Cell::text("now, stopped or not").value(value);
    }
    let (from, to) = (instant(from, now), instant(to, from.max(now)));
    let why = match attempt.trigger {
        Trigger::Window => ", in its window",
        Trigger::BackOff => ", by the scheduler",
        _ => "",
    };
    Cell::text(format!("{from} to {to} UTC{why}")).value(value)
}

/// Say an instant to the minute, with its day where that is another one.
fn instant(at: Timestamp, beside: Timestamp) -> String {
    let day = |at: Timestamp| at.strftime("%F").to_string();
    if at == beside {
        "now".to_owned()
    } else if day(at) == day(beside) {
        at.strftime("%H:%M").to_string()
    } else {
        at.strftime("%F %H:%M").to_string()
    }
}

fn unscheduled<'u>(shoots: impl Iterator<Item = &'u UnscheduledShoot>, now: Timestamp) -> Table {
    let table = Table::new([
        Column::new("namespace"),
        Column::new("shoot"),
        Column::new("next attempt"),
        Column::new("what the scheduler says"),
    ]);
    table.rows(shoots.map(|shoot| {
        Row::new([
            Cell::text(&shoot.namespace),
            Cell::text(&shoot.name).tone(Tone::Strong),
            attempt(&shoot.next_attempt, now),
            Cell::optional(shoot.message.as_deref()),
        ])
        .named(format!(
            "shoot.core.gardener.cloud/{}/{}",
            shoot.namespace, shoot.name
        ))
    }))
}

/// What is said below the tables.
fn notes(report: &EmergencyStopStatus, mut document: Document) -> Document {
    let found = findings(report);
    if !found.rows.is_empty() {
        document = document.heading("What needs attention").table(found);
    }
    let waiting = || {
        let all = report.unscheduled.iter().flatten();
        all.filter(|shoot| shoot.for_the_stop || report.shoots.is_some())
    };
    if waiting().next().is_some() {
        document = document
            .heading("Shoots without a seed")
            .table(unscheduled(waiting(), report.now));
    }
    let muted = |text: String| Cell::text(text).tone(Tone::Muted);
    if report.summary.stopped > 0 {
        document = document.text(muted(
            "A stop keeps new operations of shoots from starting, nothing else: what is in flight goes on, and so do maintenance of specs, care, extensions and the seeds themselves."
                .to_owned(),
        ));
        let self_hosted = report.self_hosted.as_deref().unwrap_or_default();
        if !self_hosted.is_empty() {
            let first = self_hosted.iter().take(NAMES);
            let names: Vec<_> = first
                .map(|shoot| format!("{}/{}", shoot.namespace, shoot.name))
                .collect();
            let more = self_hosted.len() - names.len();
            let more = if more == 0 {
                String::new()
            } else {
                format!(" and {more} more")
            };
            document = document.text(muted(format!(
                "No stop reaches self-hosted shoots: {}{more}. In namespace garden the annotation shoot.gardener.cloud/ignore=true does.",
                names.join(", ")
            )));
        }
    }
    if !report.looked_at.shoots {
        let text = "Shoots could not be listed: their numbers are unknown.";
        document = document.text(Cell::text(text).tone(Tone::Warning));
    }
    if !report.unreadable.is_empty() {
        let text = format!(
            "{} objects could not be read and are not in this report.",
            report.unreadable.len()
        );
        document = document.text(Cell::text(text).tone(Tone::Warning));
    }
    document
}
