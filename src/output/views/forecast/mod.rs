//! The forecast: a timeline for people, a row for each run or change for spreadsheets, an event for each run for calendars.

mod groups;
mod words;

use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;

use crate::domain::versions::forecast::{Note, ShootForecast, VersionForecast};
use crate::domain::versions::judge::minute;
use crate::domain::versions::run::{Certainty, Run, RunTrigger};
use crate::order::Order as _;
use crate::output::agenda::{Agenda, Entry};
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};
use crate::output::ics::{Calendar, Event};
use crate::output::{Format, Report, sanitize};

pub use words::{Kind, changes};

/// By what the forecast is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// A row for each shoot with a run
    Shoot,
    /// A row for each week
    Week,
    /// A row for each version that is left, and where it leads
    Version,
    /// A row for each profile
    Profile,
    /// A row for each project
    Project,
    /// A row for each seed
    Seed,
}

/// A forecast the way the command line asks for it.
pub struct ForecastView<'a> {
    /// The forecast.
    pub forecast: &'a VersionForecast,
    /// By what it is grouped; without, a timeline.
    pub by: Option<By>,
    /// The format: a timeline is for those who look, a table for those who count.
    pub format: Format,
    /// Whether names are told without their namespace, as with `-n`.
    pub one_namespace: bool,
}

impl Serialize for ForecastView<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.forecast.serialize(serializer)
    }
}

impl Report for VersionForecast {
    const KIND: &'static str = "VersionForecast";

    fn document(&self) -> Document {
        ForecastView {
            forecast: self,
            by: None,
            format: Format::Html,
            one_namespace: false,
        }
        .document()
    }
}

impl Report for ForecastView<'_> {
    const KIND: &'static str = VersionForecast::KIND;

    fn document(&self) -> Document {
        let document = Document::new("Maintenance to come").facts(self.facts());
        let document = match (self.by, self.format) {
            (Some(by), _) => document.table(self.groups(by).main()),
            (None, Format::Table) => document.agenda(self.agenda()),
            (None, Format::Html) => document
                .heading("Calendar")
                .agenda(self.agenda())
                .heading("Runs")
                .table(self.table().main()),
            (None, Format::Csv) => document.table(self.changes().main()),
            (None, _) => document.heading("Runs").table(self.table().main()),
        };
        self.notes(document)
    }

    fn calendar(&self) -> Option<Calendar> {
        let events = self.runs().map(|(shoot, run)| self.event(shoot, run));
        let mut events: Vec<Event> = events.collect();
        events.order_by(|a, b| (a.begin, &a.identity).cmp(&(b.begin, &b.identity)));
        number(&mut events);
        Some(Calendar {
            name: "Gardener maintenance".to_owned(),
            now: self.now(),
            events,
        })
    }
}

/// Tell runs apart that are called the same: failures that come back for another reason.
fn number(events: &mut [Event]) {
    let mut seen = std::collections::HashMap::new();
    for event in events {
        let count = seen.entry(event.identity.clone()).or_insert(0_u32);
        *count += 1;
        if *count > 1 {
            event.identity = format!("{} {count}", event.identity);
        }
    }
}

impl ForecastView<'_> {
    fn now(&self) -> Timestamp {
        self.forecast.now
    }

    fn runs(&self) -> impl Iterator<Item = (&ShootForecast, &Run)> {
        let shoots = self.forecast.shoots.iter();
        shoots.flat_map(|shoot| shoot.runs.iter().map(move |run| (shoot, run)))
    }

    fn facts(&self) -> Vec<Fact> {
        let summary = &self.forecast.summary;
        let count = |label, count: u32, tone| Fact::count(label, count as usize, tone);
        let shown = self.runs().count();
        let narrowed =
            (shown < summary.runs as usize).then(|| Fact::new("runs shown", Cell::count(shown)));
        let mut facts = vec![
            Fact::new("from", Cell::text(minute(self.now()))),
            Fact::new("until", Cell::text(minute(self.forecast.until))),
            count("shoots", summary.shoots, Tone::Plain),
            count("with runs", summary.shoots_with_runs, Tone::Plain),
            count("forced", summary.forced, Tone::Warning),
            count("automatic", summary.automatic, Tone::Info),
            count("failing", summary.failing, Tone::Error),
            count("dead ends", summary.dead_ends, Tone::Error),
            count("possible", summary.possible, Tone::Plain),
        ];
        facts.extend(narrowed);
        facts
    }

    /// Name a shoot for people.
    fn who(&self, shoot: &ShootForecast) -> String {
        if self.one_namespace {
            shoot.name.clone()
        } else {
            format!("{}/{}", shoot.namespace, shoot.name)
        }
    }

    /// Name a shoot for `-o name`.
    fn name(&self, shoot: &ShootForecast) -> String {
        format!("shoot.core.gardener.cloud/{}", self.who(shoot))
    }

    fn agenda(&self) -> Agenda {
        let entry = |(shoot, run): (&ShootForecast, &Run)| {
            let kind = Kind::of(run);
            Entry {
                who: self.who(shoot),
                group: shoot.namespace.clone(),
                begin: run.window.begin,
                end: run.window.end,
                repeats: run.repeats,
                what: kind.text(run),
                details: words::details(run),
                tone: kind.tone(),
                mark: kind.mark(run.certainty),
            }
        };
        Agenda {
            begin: self.now(),
            end: self.forecast.until,
            entries: self.runs().map(entry).collect(),
            empty: "No run changes a version or fails.".to_owned(),
            legend: vec![
                ('F', "forced"),
                ('A', "automatic"),
                ('!', "fails"),
                ('-', "fails again"),
                ('f', "a ? may be a window later"),
            ],
        }
    }

    /// A row for each run.
    fn table(&self) -> Table {
        let table = Table::new([
            Column::new("window"),
            Column::new("namespace"),
            Column::new("shoot"),
            Column::new("what").by_tone(),
            Column::new("certainty"),
            Column::new("repeats").right(),
            Column::new("project").wide(),
            Column::new("profile").wide(),
            Column::new("seed").wide(),
            Column::new("changes"),
        ])
        .empty("No run changes a version or fails.");
        let mut runs: Vec<_> = self.runs().collect();
        runs.order_by_key(|(_, run)| run.window.begin);
        table.rows(runs.into_iter().map(|(shoot, run)| {
            let kind = Kind::of(run);
            Row::new([
                self.window(run),
                Cell::text(&shoot.namespace),
                Cell::text(&shoot.name).tone(Tone::Strong),
                Cell::text(kind.name()).tone(kind.tone()),
                Cell::text(words::certainty(run.certainty)),
                if run.repeats == 0 {
                    Cell::none()
                } else {
                    Cell::count(run.repeats as usize)
                },
                Cell::optional(shoot.project.as_deref()),
                Cell::optional(shoot.profile.as_ref().map(ToString::to_string)),
                Cell::optional(shoot.seed.as_deref()),
                Cell::text(words::details(run).join("; ")),
            ])
            .named(self.name(shoot))
        }))
    }

    /// A row for each change and each failure, for spreadsheets.
    fn changes(&self) -> Table {
        let table = Table::new([
            "begin",
            "end",
            "certainty",
            "trigger",
            "namespace",
            "shoot",
            "project",
            "profile",
            "seed",
            "target",
            "image",
            "from",
            "to",
            "cause",
            "repeats",
            "reported",
            "failure",
        ]);
        let mut runs: Vec<_> = self.runs().collect();
        runs.order_by_key(|(_, run)| run.window.begin);
        table.rows(runs.into_iter().flat_map(|(shoot, run)| {
            let trigger = match run.trigger {
                RunTrigger::Window => "window",
                RunTrigger::Annotation => "annotation",
            };
            let row = move |target: &str, what: [&str; 5]| {
                let [image, from, to, cause, failure] = what;
                Row::new([
                    Cell::text(run.window.begin.to_string()),
                    Cell::text(run.window.end.to_string()),
                    Cell::text(words::certainty(run.certainty)),
                    Cell::text(trigger),
                    Cell::text(&shoot.namespace),
                    Cell::text(&shoot.name),
                    Cell::optional(shoot.project.as_deref()),
                    Cell::optional(shoot.profile.as_ref().map(ToString::to_string)),
                    Cell::optional(shoot.seed.as_deref()),
                    Cell::text(target),
                    Cell::text(image),
                    Cell::text(from),
                    Cell::text(to),
                    Cell::text(cause),
                    Cell::count(run.repeats as usize),
                    Cell::text(run.reported.to_string()),
                    Cell::text(failure),
                ])
            };
            let changed = changes(run).map(move |change| {
                let image = change.image.unwrap_or_default();
                let cause = words::cause(change.cause);
                row(&change.target, [image, change.from, change.to, cause, ""])
            });
            let failed = run
                .failures
                .iter()
                .map(move |failure| row(&failure.target, ["", "", "", "", &failure.reason]));
            changed.chain(failed)
        }))
    }

    /// What is said below: what to know of the shoots that are told of, and what could not be read.
    fn notes(&self, mut document: Document) -> Document {
        // By what is said: a stopped seed has many shoots.
        let mut notes: Vec<(&str, Vec<String>)> = Vec::new();
        for shoot in &self.forecast.shoots {
            // Where nothing is foretold although something ought to happen, that is to be said.
            let tells = !shoot.runs.is_empty() || shoot.notes.iter().any(Note::hides_runs);
            for note in shoot.notes.iter().filter(|_| tells) {
                match notes.iter_mut().find(|(text, _)| *text == note.message) {
                    Some((_, shoots)) => shoots.push(self.who(shoot)),
                    None => notes.push((&note.message, vec![self.who(shoot)])),
                }
            }
        }
        if self.by.is_none() && !notes.is_empty() {
            document = document.heading("To know");
            document =
                match self.format {
                    // Folded to the width, as the timeline is.
                    Format::Table => {
                        let lines = notes.iter();
                        let lines = lines.map(|(text, shoots)| {
                            // The line breaks are ours: names must not bring any.
                            let shoots = shoots.join(", ");
                            format!("{}:\n  {}", sanitize::line(text), sanitize::line(&shoots))
                        });
                        document.text(lines.collect::<Vec<_>>().join("\n"))
                    }
                    _ => {
                        document.table(Table::new(["note", "shoots"]).rows(notes.into_iter().map(
                            |(text, shoots)| Row::new([Cell::text(text), Cell::list(shoots)]),
                        )))
                    }
                };
        }
        let unreadable = self.forecast.unreadable.len();
        if unreadable > 0 {
            let text =
                format!("{unreadable} objects could not be read and are not in this forecast");
            document = document.text(Cell::text(text).tone(Tone::Warning));
        }
        document
    }

    /// A window with day and hours; machines get an ISO 8601 interval.
    fn window(&self, run: &Run) -> Cell {
        let (begin, end) = (run.window.begin, run.window.end);
        let cell = Cell::text(words::window(begin, end)).value(format!("{begin}/{end}"));
        if begin <= self.now() {
            return cell.tone(Tone::Strong);
        }
        cell
    }

    /// When a window begins; one that is open is now.
    fn when(&self, at: Timestamp) -> Cell {
        if at <= self.now() {
            return Cell::text("now").value(at.to_string()).tone(Tone::Strong);
        }
        Cell::when(at, self.now())
    }

    fn event(&self, shoot: &ShootForecast, run: &Run) -> Event {
        let kind = Kind::of(run);
        let who = self.who(shoot);
        let mut lines = words::details(run);
        let mut summary = format!("{who}: {}", kind.text(run));
        if run.changes() {
            // Enough to know from a look at the calendar; the rest is in the description.
            let more = if lines.len() > 1 { " and more" } else { "" };
            summary = format!("{summary}, {}{more}", lines[0]);
        }
        if run.repeats > 0 {
            lines.push(format!("The same in the {} windows after it.", run.repeats));
        }
        if run.certainty == Certainty::Possible {
            lines.push("Possible: it may come in a later window.".to_owned());
        }
        lines.extend(shoot.notes.iter().map(|note| note.message.clone()));
        Event {
            identity: format!(
                "{}/{} {}",
                shoot.namespace,
                shoot.name,
                words::identity(run)
            ),
            begin: run.window.begin,
            end: run.window.end,
            summary,
            description: lines.join("\n"),
            categories: vec![kind.name().to_owned()],
            tentative: run.certainty == Certainty::Possible,
        }
    }
}
