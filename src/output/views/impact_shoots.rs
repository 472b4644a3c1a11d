//! The shoots that something bigger than a shoot touches: totals, by seed and by project.

use crate::domain::impact::fleet::FleetImpact;
use crate::domain::impact::pools::Size;
use crate::output::document::{Cell, Column, Fact, Row, Table, Tone};

pub(super) fn nodes(nodes: Size) -> Cell {
    Cell::text(format!("{} to {}", nodes.minimum, nodes.maximum))
}

pub(super) fn totals(shoots: &FleetImpact) -> Vec<Fact> {
    let count = |label: &str, count: u32, tone| Fact::count(label, count as usize, tone);
    vec![
        count("of seeds", shoots.total, Tone::Plain),
        count("take part", shoots.touched, Tone::Plain),
        count("API gone for a moment", shoots.api_interrupted, Tone::Error),
        count(
            "without failure tolerance",
            shoots.without_tolerance,
            Tone::Warning,
        ),
        count("tolerating a node", shoots.node, Tone::Plain),
        count("tolerating a zone", shoots.zone, Tone::Plain),
        count("asleep", shoots.hibernated, Tone::Plain),
        count(
            "self-hosted, not looked at",
            shoots.self_hosted,
            Tone::Warning,
        ),
        count("without seed", shoots.unscheduled, Tone::Warning),
    ]
}

pub(super) fn seeds(now: jiff::Timestamp, shoots: &FleetImpact) -> Table {
    let table = Table::new([
        Column::new("seed"),
        Column::new("gardenlet"),
        Column::new("Kubernetes").wide(),
        Column::new("shoots").right(),
        Column::new("API gone").right(),
        Column::new("without window").right(),
        Column::new("at once").right().wide(),
        Column::new("in windows").right(),
        Column::new("held back").right(),
        Column::new("first window"),
        Column::new("last window ends"),
        Column::new("windows only").wide(),
    ])
    .empty("no shoot takes part");
    let number = |number: u32| Cell::count(number as usize);
    table.rows(shoots.seeds.iter().map(|seed| {
        let interrupted = if seed.api_interrupted > 0 {
            Tone::Error
        } else {
            Tone::Plain
        };
        let when =
            |at: Option<jiff::Timestamp>| at.map_or_else(Cell::none, |at| Cell::when(at, now));
        Row::new([
            Cell::text(&seed.name).tone(Tone::Strong),
            Cell::optional(seed.gardener_version.as_deref()),
            Cell::optional(seed.kubernetes_version.as_deref()),
            number(seed.touched),
            number(seed.api_interrupted).tone(interrupted),
            number(seed.regular),
            number(seed.concurrent),
            number(seed.in_window),
            number(seed.held),
            when(seed.first_window),
            when(seed.last_window),
            Cell::text(match seed.windows_only {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not known",
            }),
        ])
        .named(format!("seed.core.gardener.cloud/{}", seed.name))
    }))
}

pub(super) fn projects(shoots: &FleetImpact) -> Table {
    let table = Table::new([
        Column::new("project"),
        Column::new("shoots").right(),
        Column::new("API gone").right(),
        Column::new("pools").right(),
        Column::new("nodes").right(),
    ]);
    table.rows(shoots.projects.iter().map(|project| {
        Row::new([
            Cell::text(&project.name),
            Cell::count(project.touched as usize),
            Cell::count(project.api_interrupted as usize),
            Cell::count(project.pools as usize),
            nodes(project.nodes),
        ])
    }))
}
