//! What another version of Gardener does: the answer in a line, components, seeds and projects, and what is not in it.

use crate::domain::impact::gardener::component::Place;
use crate::domain::impact::gardener::report::{ComponentImpact, GardenerImpact, ImageChange};
use crate::domain::impact::pools::Certainty;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

use super::impact::tone;
use super::impact_shoots::{nodes, projects, seeds, totals};

impl Report for GardenerImpact {
    const KIND: &'static str = Self::KIND;

    fn document(&self) -> Document {
        let mut document =
            Document::new("Impact of another version of Gardener").facts(self.facts());
        for place in Place::ALL {
            let here = self.components.iter().filter(|c| c.place == place);
            let here: Vec<&ComponentImpact> = here.collect();
            if !here.is_empty() {
                document = document
                    .heading(heading(place))
                    .table(components(&here, self.shoots.is_some()));
            }
        }
        document = document.heading("Worker pools").text(Cell::text(format!(
            "{} pools are renewed: {}",
            self.nodes.renewed, self.nodes.reason
        )));
        if !self.gates.is_empty() {
            document = document.heading("Gardener itself").table(self.gates());
        }
        if let Some(shoots) = &self.shoots {
            document = document
                .heading("Shoots")
                .facts(totals(shoots))
                .table(seeds(self.now, shoots).main());
            if !shoots.projects.is_empty() {
                document = document.heading("By project").table(projects(shoots));
            }
        }
        for (heading, lines) in [
            ("No rule knows these images", &self.unexplained),
            ("Not analysed", &self.not_analysed),
        ] {
            if !lines.is_empty() {
                let table = Table::new([Column::new("what")]);
                let rows = lines.iter().map(|line| Row::new([Cell::text(line)]));
                document = document.heading(heading).table(table.rows(rows));
            }
        }
        document
    }
}

impl GardenerImpact {
    fn facts(&self) -> Vec<Fact> {
        let summary = &self.summary;
        let mut facts = vec![Fact::new(
            "in short",
            Cell::text(&summary.headline).tone(summary.worst.map_or(Tone::Good, tone)),
        )];
        for vector in &self.vectors {
            let label = format!("images of {}", vector.owner.words());
            let version = |version: &Option<String>| match version {
                Some(version) => format!(" ({version})"),
                None => String::new(),
            };
            facts.push(Fact::new(
                label,
                format!(
                    "{}{} to {}{}",
                    vector.from,
                    version(&vector.from_version),
                    vector.to,
                    version(&vector.to_version)
                ),
            ));
        }
        facts.push(Fact::new("Kubernetes", Cell::list(&self.kubernetes)));
        facts
    }

    fn gates(&self) -> Table {
        let table = Table::new([
            Column::new("from"),
            Column::new("class").by_tone(),
            Column::new("shoots").right(),
            Column::new("what is different"),
        ]);
        table.rows(self.gates.iter().map(|gate| {
            Row::new([
                Cell::text(&gate.version),
                Cell::text(gate.class.id()).tone(tone(gate.class)),
                count(gate.shoots),
                Cell::text(&gate.effect),
            ])
        }))
    }
}

const fn heading(place: Place) -> &'static str {
    match place {
        Place::Etcd => "etcd of shoots",
        Place::ControlPlane => "Control planes of shoots",
        Place::Node => "On nodes",
        Place::Shoot => "In shoots",
        Place::Seed => "On seeds, once for all of their shoots",
        Place::Garden => "In the garden",
    }
}

fn count(count: Option<u32>) -> Cell {
    count.map_or_else(Cell::none, |count| Cell::count(count as usize))
}

fn components(components: &[&ComponentImpact], counted: bool) -> Table {
    let on_nodes = components.iter().any(|component| component.nodes.is_some());
    let of_shoots = counted
        && components
            .iter()
            .any(|component| component.shoots.is_some());
    let conditional = components
        .iter()
        .any(|component| component.condition.is_some());
    let mut columns = vec![
        Column::new("component"),
        Column::new("class").by_tone(),
        Column::new("images"),
    ];
    if of_shoots {
        columns.push(Column::new("shoots").right());
    }
    if on_nodes {
        columns.push(Column::new("pools").right());
        columns.push(Column::new("nodes").right());
    }
    if conditional {
        columns.push(Column::new("on shoots"));
    }
    columns.extend([
        Column::new("what happens"),
        Column::new("sure").wide(),
        Column::new("source").wide(),
    ]);
    Table::new(columns).rows(components.iter().map(|component| {
        let mut cells = vec![
            Cell::text(&component.name).tone(Tone::Strong),
            Cell::text(component.class.id()).tone(tone(component.class)),
            Cell::list(component.images.iter().map(image)),
        ];
        if of_shoots {
            cells.push(count(component.shoots));
        }
        if on_nodes {
            cells.push(count(component.pools));
            cells.push(component.nodes.map_or_else(Cell::none, nodes));
        }
        if conditional {
            cells.push(Cell::optional(component.condition.as_deref()));
        }
        cells.extend([
            Cell::text(&component.effect),
            Cell::text(match component.certainty {
                Certainty::Certain => "certain",
                Certainty::Likely => "likely",
                Certainty::Provider => "the extension decides",
            }),
            Cell::text(&component.source),
        ]);
        Row::new(cells)
    }))
}

/// Write a change: tags where the repository stays, everything where it does not.
/// Say how an image changes.
pub(super) fn image(image: &ImageChange) -> String {
    let versions = match &image.kubernetes {
        Some(versions) => format!(" for {}", versions.join(" ")),
        None => String::new(),
    };
    let what = match (&image.from, &image.to) {
        (Some(from), Some(to)) => match (split(from), split(to)) {
            ((old, from), (new, to)) if old == new => format!("{from} to {to}"),
            _ => format!("{from} to {to}"),
        },
        (None, Some(to)) => format!("new {}", split(to).1),
        (Some(from), None) => format!("{} goes", split(from).1),
        (None, None) => String::new(),
    };
    format!("{} {what}{versions}", image.name)
}

/// Split an image into where it is and its tag or digest.
fn split(image: &str) -> (&str, &str) {
    let colon = image.rfind(':').filter(|at| !image[*at..].contains('/'));
    match colon {
        Some(at) => {
            let (repository, tag) = image.split_at(at);
            (repository.trim_end_matches("@sha256"), &tag[1..])
        }
        None => (image, ""),
    }
}
