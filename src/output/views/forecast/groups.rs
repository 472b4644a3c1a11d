//! The forecast in groups: how much, when first, for whom.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::words::{Kind, changes};
use super::{By, ForecastView, words};
use crate::domain::versions::forecast::ShootForecast;
use crate::domain::versions::run::{Run, RunState};
use crate::domain::versions::version::Version;
use crate::order::Order as _;
use crate::output::agenda;
use crate::output::document::{Cell, Column, Row, Table, Tone};

/// What is counted of a group.
#[derive(Default)]
struct Group<'a> {
    shoots: BTreeSet<(&'a str, &'a str)>,
    forced: usize,
    automatic: usize,
    failing: usize,
    first: Option<Timestamp>,
}

impl<'a> Group<'a> {
    fn add(&mut self, shoot: &'a ShootForecast, run: &Run) {
        self.shoots.insert((&shoot.namespace, &shoot.name));
        self.forced += usize::from(run.forces());
        self.automatic += usize::from(run.changes() && !run.forces());
        self.failing += usize::from(run.state == RunState::Failed);
        self.first = self.first.into_iter().chain([run.window.begin]).min();
    }
}

impl ForecastView<'_> {
    pub(super) fn groups(&self, by: By) -> Table {
        match by {
            By::Shoot => self.by_shoot(),
            By::Version => self.by_version(),
            By::Week => self.count("week", |_, run| {
                let monday = agenda::monday(run.window.begin);
                (monday.to_string(), monday.to_string())
            }),
            By::Profile => self.count("profile", |shoot, _| named(shoot.profile.as_ref())),
            By::Project => self.count("project", |shoot, _| named(shoot.project.as_ref())),
            By::Seed => self.count("seed", |shoot, _| named(shoot.seed.as_ref())),
        }
    }

    fn count(
        &self,
        name: &'static str,
        key: impl Fn(&ShootForecast, &Run) -> (String, String),
    ) -> Table {
        let mut groups: BTreeMap<(String, String), Group<'_>> = BTreeMap::new();
        for (shoot, run) in self.runs() {
            groups.entry(key(shoot, run)).or_default().add(shoot, run);
        }
        let table = Table::new([
            Column::new(name),
            Column::new("shoots").right(),
            Column::new("forced").right(),
            Column::new("automatic").right(),
            Column::new("failing").right(),
            Column::new("first run"),
        ])
        .empty("No run changes a version or fails.");
        table.rows(groups.into_iter().map(|((name, machine), group)| {
            let toned =
                |count, tone| Cell::count(count).tone(if count > 0 { tone } else { Tone::Muted });
            Row::new([
                Cell::text(name).tone(Tone::Strong),
                Cell::count(group.shoots.len()),
                toned(group.forced, Tone::Warning),
                toned(group.automatic, Tone::Info),
                toned(group.failing, Tone::Error),
                Cell::optional(group.first.map(|at| self.when(at))),
            ])
            .named(machine)
        }))
    }

    fn by_shoot(&self) -> Table {
        let table = Table::new([
            Column::new("namespace"),
            Column::new("shoot"),
            Column::new("worst").by_tone(),
            Column::new("runs").right(),
            Column::new("first run"),
            Column::new("last run"),
            Column::new("project").wide(),
            Column::new("profile").wide(),
            Column::new("seed").wide(),
            Column::new("way"),
        ])
        .empty("No run changes a version or fails.");
        let shoots = self.forecast.shoots.iter();
        let shoots = shoots.filter(|shoot| !shoot.runs.is_empty());
        table.rows(shoots.map(|shoot| {
            let worst = shoot.runs.iter().map(Kind::of).max();
            let begins = || shoot.runs.iter().map(|run| run.window.begin);
            Row::new([
                Cell::text(&shoot.namespace),
                Cell::text(&shoot.name).tone(Tone::Strong),
                Cell::optional(worst.map(|kind| Cell::text(kind.name()).tone(kind.tone()))),
                Cell::count(shoot.runs.len()),
                Cell::optional(begins().min().map(|at| self.when(at))),
                Cell::optional(begins().max().map(|at| self.when(at))),
                Cell::optional(shoot.project.as_deref()),
                Cell::optional(shoot.profile.as_ref().map(ToString::to_string)),
                Cell::optional(shoot.seed.as_deref()),
                Cell::text(way(shoot)),
            ])
            .named(self.name(shoot))
        }))
    }

    /// Which versions are left, for which others, by how many.
    fn by_version(&self) -> Table {
        type Key<'a> = (String, &'a str, &'a str, &'a str, &'static str);
        let mut groups: BTreeMap<Key<'_>, (Group<'_>, usize)> = BTreeMap::new();
        for (shoot, run) in self.runs() {
            for change in changes(run) {
                let profile = named(shoot.profile.as_ref()).0;
                let of = change.image.unwrap_or("kubernetes");
                let cause = words::cause(change.cause);
                let key = (profile, of, change.from, change.to, cause);
                let (group, count) = groups.entry(key).or_default();
                group.add(shoot, run);
                *count += 1;
            }
        }
        let table = Table::new([
            Column::new("profile"),
            Column::new("of"),
            Column::new("from"),
            Column::new("to"),
            Column::new("cause"),
            Column::new("shoots").right(),
            Column::new("updates").right(),
            Column::new("first run"),
        ])
        .empty("No run changes a version.");
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.order_by(|((p, of, from, ..), _), ((q, other, than, ..), _)| {
            (p, of)
                .cmp(&(q, other))
                .then_with(|| Version::parse(from).cmp(&Version::parse(than)))
        });
        table.rows(
            groups
                .into_iter()
                .map(|((profile, of, from, to, cause), (group, count))| {
                    let tone = if cause == "auto" {
                        Tone::Info
                    } else {
                        Tone::Warning
                    };
                    let name = format!("{profile}/{of}/{from}");
                    Row::new([
                        Cell::text(profile),
                        Cell::text(of),
                        Cell::text(from).tone(Tone::Strong),
                        Cell::text(to),
                        Cell::text(cause).tone(tone),
                        Cell::count(group.shoots.len()),
                        Cell::count(count),
                        Cell::optional(group.first.map(|at| self.when(at))),
                    ])
                    .named(name)
                }),
        )
    }
}

/// Name a group for people and for machines.
fn named(name: Option<impl ToString>) -> (String, String) {
    let name = name.map_or_else(|| "-".to_owned(), |name| name.to_string());
    (name.clone(), name)
}

/// The way of each version of a shoot: `Kubernetes 1.32.13 → 1.33.15 → 1.34.12`.
fn way(shoot: &ShootForecast) -> String {
    let mut ways: Vec<(String, Vec<&str>)> = Vec::new();
    for change in shoot.runs.iter().flat_map(changes) {
        let what = match (change.pool, change.image) {
            (None, _) => "Kubernetes".to_owned(),
            (Some(pool), None) => format!("{pool} Kubernetes"),
            (Some(pool), Some(image)) => format!("{pool} {image}"),
        };
        match ways.iter_mut().find(|(known, _)| *known == what) {
            Some((_, versions)) => versions.push(change.to),
            None => ways.push((what, vec![change.from, change.to])),
        }
    }
    let ways = ways
        .iter()
        .map(|(what, versions)| format!("{what} {}", versions.join(" → ")));
    let ways: Vec<String> = ways.collect();
    ways.join("; ")
}
