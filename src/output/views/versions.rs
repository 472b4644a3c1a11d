//! The version report: what is wrong with which shoot, and who uses which version.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;

use super::severity;
use crate::domain::versions::finding::{Finding, Severity};
use crate::domain::versions::judge::minute;
use crate::domain::versions::lifecycle::{DEPRECATED, EXPIRED, PREVIEW, SUPPORTED, UNAVAILABLE};
use crate::domain::versions::report::{ShootRow, VersionReport, VersionRow};
use crate::domain::versions::run::{Certainty, Run, RunState, RunTrigger};
use crate::order::Order as _;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

/// By what the report is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// A row for each shoot
    Shoot,
    /// A row for each version of each profile
    Version,
    /// A row for each profile
    Profile,
    /// A row for each project
    Project,
    /// A row for each seed
    Seed,
}

/// A version report the way the command line asks for it.
#[derive(Clone)]
pub struct VersionsView {
    /// The report; rows are made from it when they are shown.
    pub report: Arc<VersionReport>,
    /// By what it is grouped; without, findings and the versions that matter.
    pub by: Option<By>,
    /// Whether names are told without their namespace, as with `-n`.
    pub one_namespace: bool,
    /// Whether findings of severity info are only counted.
    pub hide_infos: bool,
}

impl Serialize for VersionsView {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.report.serialize(serializer)
    }
}

impl Report for VersionsView {
    const KIND: &'static str = VersionReport::KIND;

    fn document(&self) -> Document {
        let document = Document::new("Versions in this landscape").facts(self.facts());
        let document = match self.by {
            None => document
                .heading("Findings")
                .table(self.findings().main())
                .heading("Versions that expire, are expired or missing, and are in use")
                .table(self.versions(Self::matters)),
            Some(By::Shoot) => document.table(self.shoots().main()),
            Some(By::Version) => document.table(self.versions(|_| true).main()),
            Some(By::Profile) => document.table(self.profiles().main()),
            Some(By::Project) => document.table(
                self.groups("project", |shoot| shoot.project.as_deref())
                    .main(),
            ),
            Some(By::Seed) => {
                document.table(self.groups("seed", |shoot| shoot.seed.as_deref()).main())
            }
        };
        self.notes(document)
    }
}

impl Report for VersionReport {
    const KIND: &'static str = "VersionReport";

    fn document(&self) -> Document {
        VersionsView {
            report: Arc::new(self.clone()),
            by: None,
            one_namespace: false,
            hide_infos: false,
        }
        .document()
    }
}

impl VersionsView {
    fn now(&self) -> Timestamp {
        self.report.now
    }

    fn facts(&self) -> Vec<Fact> {
        let summary = &self.report.summary;
        let count = |label, count: u32, tone| Fact::count(label, count as usize, tone);
        vec![
            Fact::new("at", Cell::text(minute(self.now()))),
            count("shoots", summary.shoots, Tone::Plain),
            count(
                "forced in their next run",
                summary.shoots_forced_next,
                Tone::Warning,
            ),
            count("errors", summary.errors, Tone::Error),
            count("warnings", summary.warnings, Tone::Warning),
            count("infos", summary.infos, Tone::Info),
            count("waived", summary.waived, Tone::Plain),
        ]
    }

    /// What is said below the tables.
    fn notes(&self, mut document: Document) -> Document {
        let infos = self.report.summary.infos;
        if self.by.is_none() && self.hide_infos && infos > 0 {
            let text =
                format!("{infos} findings of severity info are not listed: add --severity info");
            document = document.text(Cell::text(text).tone(Tone::Muted));
        }
        let unreadable = self.report.unreadable.len();
        if unreadable > 0 {
            let text = format!("{unreadable} objects could not be read and are not in this report");
            document = document.text(Cell::text(text).tone(Tone::Warning));
        }
        document
    }

    /// Name a shoot: kubectl's way within a namespace, else with its namespace.
    fn name(&self, shoot: &ShootRow) -> String {
        if self.one_namespace {
            format!("shoot.core.gardener.cloud/{}", shoot.name)
        } else {
            format!(
                "shoot.core.gardener.cloud/{}/{}",
                shoot.namespace, shoot.name
            )
        }
    }

    fn findings(&self) -> Table {
        let table = Table::new([
            Column::new("severity").by_tone(),
            Column::new("namespace"),
            Column::new("shoot"),
            Column::new("pool"),
            Column::new("code"),
            Column::new("version"),
            Column::new("next run"),
            Column::new("project").wide(),
            Column::new("profile").wide(),
            Column::new("seed").wide(),
            Column::new("what"),
        ])
        .empty("No findings.");
        let listed = self.listed();
        let view = self.clone();
        table.made(listed.len(), move |position| {
            let (shoot, finding) = listed[position];
            let shoot = &view.report.shoots[shoot];
            view.finding(shoot, &shoot.findings[finding])
        })
    }

    /// Positions of the findings that are listed, of shoot and within it: the worst first, else in the order of the shoots.
    fn listed(&self) -> Vec<(usize, usize)> {
        let shoots = &self.report.shoots;
        let of = |shoot: usize| (0..shoots[shoot].findings.len()).map(move |at| (shoot, at));
        let severity = |(shoot, at): &(usize, usize)| shoots[*shoot].findings[*at].severity;
        let mut listed: Vec<(usize, usize)> = (0..shoots.len())
            .flat_map(of)
            .filter(|at| !(self.hide_infos && severity(at) == Severity::Info))
            .collect();
        listed.order_by_key(|at| Reverse(severity(at)));
        listed
    }

    fn finding(&self, shoot: &ShootRow, finding: &Finding) -> Row {
        Row::new([
            severity(Some(finding.severity)),
            Cell::text(&shoot.namespace),
            Cell::text(&shoot.name).tone(Tone::Strong),
            Cell::optional(finding.pool.as_deref()),
            Cell::text(finding.code.id()),
            Cell::text(&*finding.version),
            self.next_run(shoot),
            Cell::optional(shoot.project.as_deref()),
            profile(shoot),
            Cell::optional(shoot.seed.as_deref()),
            Cell::text(&*finding.message),
        ])
        .named(self.name(shoot))
    }

    fn shoots(&self) -> Table {
        let table = Table::new([
            Column::new("severity").by_tone(),
            Column::new("namespace"),
            Column::new("shoot"),
            Column::new("kubernetes"),
            Column::new("next run"),
            Column::new("changes"),
            Column::new("errors").right(),
            Column::new("warnings").right(),
            Column::new("infos").right(),
            Column::new("project").wide(),
            Column::new("profile").wide(),
            Column::new("seed").wide(),
            Column::new("codes").wide(),
        ])
        .empty("No shoots.");
        let view = self.clone();
        table.made(self.report.shoots.len(), move |position| {
            view.shoot(&view.report.shoots[position])
        })
    }

    fn shoot(&self, shoot: &ShootRow) -> Row {
        let mut codes: Vec<&str> = shoot
            .findings
            .iter()
            .map(|finding| finding.code.id())
            .collect();
        codes.dedup();
        let [errors, warnings, infos] = tally(std::iter::once(shoot));
        Row::new([
            severity(shoot.severity),
            Cell::text(&shoot.namespace),
            Cell::text(&shoot.name).tone(Tone::Strong),
            Cell::text(&shoot.kubernetes),
            self.next_run(shoot),
            shoot.next_run.as_deref().map_or_else(Cell::none, changes),
            errors,
            warnings,
            infos,
            Cell::optional(shoot.project.as_deref()),
            profile(shoot),
            Cell::optional(shoot.seed.as_deref()),
            Cell::list(codes),
        ])
        .named(self.name(shoot))
    }

    /// Whether a version is worth a row without being asked for: in use, and bound to go or gone.
    fn matters(row: &VersionRow) -> bool {
        let goes = row.expiration_date.is_some()
            || matches!(row.classification.as_str(), "missing" | UNAVAILABLE);
        goes && row.shoots + row.pools > 0
    }

    fn versions(&self, wanted: impl Fn(&VersionRow) -> bool) -> Table {
        let table = Table::new([
            Column::new("profile"),
            Column::new("of"),
            Column::new("version"),
            Column::new("classification").by_tone(),
            Column::new("expires"),
            Column::new("next change"),
            Column::new("shoots").right(),
            Column::new("pools").right(),
        ])
        .empty("No versions.");
        let rows = self
            .report
            .versions
            .iter()
            .filter(|row| wanted(row))
            .map(|row| {
                let next = row.next_change.as_ref().map(|next| {
                    let when = Cell::when(next.at, self.now());
                    let value = format!("{} {}", next.to, when.machine());
                    Cell::text(format!("{} {}", next.to, when.text)).value(value)
                });
                let of = row.image.as_deref().unwrap_or("kubernetes");
                Row::new([
                    Cell::text(row.profile.to_string()),
                    Cell::text(of),
                    Cell::text(&row.version),
                    classification(&row.classification),
                    Cell::optional(row.expiration_date.map(|at| Cell::when(at, self.now()))),
                    Cell::optional(next),
                    Cell::count(row.shoots as usize),
                    Cell::count(row.pools as usize),
                ])
                .named(format!("{}/{of}/{}", row.profile, row.version))
            });
        table.rows(rows)
    }

    fn profiles(&self) -> Table {
        let classes = [
            SUPPORTED,
            DEPRECATED,
            PREVIEW,
            UNAVAILABLE,
            EXPIRED,
            "missing",
        ];
        let table = Table::new(
            std::iter::once(Column::new("profile"))
                .chain(classes.map(|class| Column::new(class).right()))
                .chain(
                    ["shoots", "errors", "warnings", "infos"].map(|name| Column::new(name).right()),
                ),
        )
        .empty("No profiles.");
        let mut profiles: BTreeMap<_, [usize; 6]> = BTreeMap::new();
        for row in &self.report.versions {
            let counts = profiles.entry(&row.profile).or_default();
            if let Some(index) = classes
                .iter()
                .position(|class| *class == row.classification)
            {
                counts[index] += 1;
            }
        }
        table.rows(profiles.into_iter().map(|(key, counts)| {
            let shoots = || {
                self.report
                    .shoots
                    .iter()
                    .filter(|shoot| shoot.profile.as_ref() == Some(key))
            };
            let mut cells = vec![Cell::text(key.to_string())];
            cells.extend(counts.map(Cell::count));
            cells.push(Cell::count(shoots().count()));
            cells.extend(tally(shoots()));
            Row::new(cells).named(key.to_string())
        }))
    }

    fn groups<'a>(
        &'a self,
        name: &'static str,
        of: impl Fn(&'a ShootRow) -> Option<&'a str>,
    ) -> Table {
        let table = Table::new([
            Column::new(name),
            Column::new("shoots").right(),
            Column::new("forced next").right(),
            Column::new("errors").right(),
            Column::new("warnings").right(),
            Column::new("infos").right(),
            Column::new("first run"),
        ])
        .empty("No shoots.");
        let mut groups: BTreeMap<&str, Vec<&ShootRow>> = BTreeMap::new();
        for shoot in &self.report.shoots {
            groups
                .entry(of(shoot).unwrap_or("-"))
                .or_default()
                .push(shoot);
        }
        table.rows(groups.into_iter().map(|(group, shoots)| {
            let forced = shoots
                .iter()
                .filter(|shoot| shoot.next_run.as_ref().is_some_and(|run| run.forces()));
            let [errors, warnings, infos] = tally(shoots.iter().copied());
            let first = shoots
                .iter()
                .filter_map(|shoot| shoot.next_run.as_ref())
                .map(|run| run.window.begin)
                .min();
            Row::new([
                Cell::text(group).tone(Tone::Strong),
                Cell::count(shoots.len()),
                Cell::count(forced.count()),
                errors,
                warnings,
                infos,
                Cell::optional(first.map(|at| self.begin(at))),
            ])
            .named(group)
        }))
    }

    /// When a run begins; one whose window is open is due now.
    fn begin(&self, at: Timestamp) -> Cell {
        if at <= self.now() {
            Cell::text("now").value(at.to_string()).tone(Tone::Strong)
        } else {
            Cell::when(at, self.now())
        }
    }

    fn next_run(&self, shoot: &ShootRow) -> Cell {
        let Some(run) = &shoot.next_run else {
            return Cell::none();
        };
        let when = self.begin(run.window.begin);
        match (run.trigger, run.state) {
            (RunTrigger::Annotation, _) => {
                Cell::text("now (annotation)").value(run.window.begin.to_string())
            }
            (_, RunState::Failed) => Cell {
                text: format!("{} fails", when.text),
                tone: Tone::Error,
                ..when
            },
            _ if run.certainty == Certainty::Possible => Cell {
                text: format!("{} possible", when.text),
                ..when
            },
            _ => when,
        }
    }
}

fn classification(class: &str) -> Cell {
    Cell::text(class).tone(match class {
        SUPPORTED => Tone::Good,
        DEPRECATED => Tone::Warning,
        EXPIRED | "missing" => Tone::Error,
        PREVIEW | UNAVAILABLE => Tone::Info,
        _ => Tone::Plain,
    })
}

fn profile(shoot: &ShootRow) -> Cell {
    Cell::optional(shoot.profile.as_ref().map(ToString::to_string))
}

/// Count errors, warnings and infos.
fn tally<'a>(shoots: impl Iterator<Item = &'a ShootRow>) -> [Cell; 3] {
    let mut counts = [0; 3];
    for finding in shoots.flat_map(|shoot| &shoot.findings) {
        counts[match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info => 2,
        }] += 1;
    }
    let tones = [Tone::Error, Tone::Warning, Tone::Info];
    let mut tones = tones.into_iter();
    counts.map(|count| {
        let tone = tones.next().filter(|_| count > 0).unwrap_or(Tone::Muted);
        Cell::count(count).tone(tone)
    })
}

/// Say what a run changes.
fn changes(run: &Run) -> Cell {
    let mut parts = Vec::new();
    if let Some(change) = &run.kubernetes {
        parts.push(format!("kubernetes {} → {}", change.from, change.to));
    }
    for pool in &run.pools {
        if let Some(change) = &pool.kubernetes {
            parts.push(format!(
                "{} kubelet {} → {}",
                pool.name, change.from, change.to
            ));
        }
        if let Some(change) = &pool.image {
            parts.push(format!(
                "{} {} {} → {}",
                pool.name, change.name, change.from, change.to
            ));
        }
    }
    Cell::list(parts)
}
