//! What is read of a garden besides its shoots, to tell whom a change of something bigger than a shoot hits.

use std::collections::BTreeMap;

use crate::domain::emergency_stop::gardenlets::Configurations;
use crate::domain::emergency_stop::shoots::{Keep, Shoots};
use crate::domain::impact::gardener::builder::Around;
use crate::domain::impact::rules::Class;
use crate::domain::objects::{Gardenlet, ManagedSeed, Object, Project, Seed, Shoot};
use crate::error::{Outcome, show};
use crate::garden::Query;
use crate::garden::landscape::Known;
use crate::garden::source::Source;
use crate::ui::Ui;

use super::level::Level;

/// Read seeds, the configurations of their gardenlets, and projects. Without the right to read the last two the
/// report is there all the same.
pub(super) async fn around(
    source: &Source,
    unreadable: &mut Vec<String>,
    ui: &Ui,
) -> anyhow::Result<Around> {
    let everything = Query::default();
    let garden = Query {
        namespace: Some("garden".to_owned()),
        label_selector: None,
    };
    let (seeds, gardenlets, managed, projects) = tokio::join!(
        source.collect::<Seed>(&everything),
        optional::<Gardenlet>(
            source,
            ui,
            "when shoots are reconciled is told by default settings"
        ),
        optional::<ManagedSeed>(
            source,
            ui,
            "when shoots are reconciled is told by default settings"
        ),
        optional::<Project>(source, ui, "project names are missing"),
    );
    let (seeds, broken) = seeds?;
    unreadable.extend(broken);
    let mut configurations = Configurations::default();
    for gardenlet in &gardenlets {
        configurations.add_gardenlet(gardenlet);
    }
    for seed in &managed {
        configurations.add_managed_seed(seed);
    }
    let hosts = if managed.is_empty() {
        None
    } else {
        let mut shoots = Shoots::new(jiff::Timestamp::UNIX_EPOCH, Keep::Backlog);
        source
            .fold(&garden, |shoot: &Shoot| shoots.add(shoot))
            .await?;
        Some(shoots)
    };
    let named = |project: Project| Some((project.spec.namespace?, project.metadata.name));
    Ok(Around {
        seeds: by_name(seeds),
        configurations,
        hosts,
        projects: projects.into_iter().filter_map(named).collect(),
    })
}

fn by_name(seeds: Vec<Seed>) -> BTreeMap<String, Seed> {
    let seeds = seeds.into_iter();
    seeds.map(|seed| (seed.name().to_owned(), seed)).collect()
}

async fn optional<K: Known + Clone>(source: &Source, ui: &Ui, lack: &str) -> Vec<K> {
    match source.collect::<K>(&Query::default()).await {
        Ok((objects, _)) => objects,
        Err(error) => {
            let why = show(&error).message;
            ui.warning(format!("{lack}: {why}"));
            Vec::new()
        }
    }
}

/// Say how a report ends whose worst class this is, and that has something that no rule knows.
pub(super) fn outcome(level: Option<Level>, worst: Option<Class>, unknown: bool) -> Outcome {
    let limit = match level {
        None => return Outcome::Done,
        Some(Level::Class(class)) => class,
        Some(Level::Unknown) => Class::UnknownProvider,
    };
    let unknown = unknown && Class::UnknownProvider <= limit;
    if unknown || worst.is_some_and(|worst| worst <= limit) {
        Outcome::Findings
    } else {
        Outcome::Done
    }
}
