//! What is read of a garden besides its shoots, to tell whom a change of something bigger than a shoot hits.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde_json::Value;

use crate::cli::App;
use crate::commands::taken;
use crate::commands::versions::reading;
use crate::domain::emergency_stop::gardenlets::Configurations;
use crate::domain::emergency_stop::shoots::{Keep, Shoots};
use crate::domain::impact::fleet::Around;
use crate::domain::impact::rehearsal::Answer;
use crate::domain::impact::rules::Class;
use crate::domain::impact::wish::Wish;
use crate::domain::objects::{Gardenlet, ManagedSeed, Object, Project, Seed, Shoot};
use crate::error::{Outcome, show, usage};
use crate::garden::landscape::{Known, Landscape, Tree, read_trees};
use crate::garden::source::Source;
use crate::garden::{Garden, Query};
use crate::order::Gather as _;
use crate::ui::{Progress, Ui};

use super::level::Level;
use super::live::misfit;

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
        projects: projects.into_iter().filter_map(named).gather(),
    })
}

fn by_name(seeds: Vec<Seed>) -> BTreeMap<String, Seed> {
    let seeds = seeds.into_iter();
    seeds.map(|seed| (seed.name().to_owned(), seed)).gather()
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

/// Manifests of objects as they are to be, and as they are where a file says so.
pub(super) struct Manifests {
    /// As they are to be.
    pub(super) new: Vec<Tree>,
    /// As they are.
    pub(super) old: Option<Vec<Tree>>,
}

impl Manifests {
    pub(super) fn read(
        new: &str,
        old: Option<&str>,
        kinds: &'static [&'static str],
        app: &App,
    ) -> anyhow::Result<Self> {
        let readers = [Some(new), old, app.global.source.landscape.as_deref()];
        if readers
            .iter()
            .flatten()
            .filter(|path| **path == "-")
            .count()
            > 1
        {
            return Err(usage(
                "only one of --filename, --old and --landscape can read stdin",
            ));
        }
        let mut stdin = io::stdin().lock();
        Ok(Self {
            new: read_trees(new, &mut stdin, kinds)?,
            old: old
                .map(|path| read_trees(path, &mut stdin, kinds))
                .transpose()?,
        })
    }
}

/// Open the landscape with every field of some kinds, or the garden; neither where files are compared with files.
pub(super) async fn open(
    has_old: bool,
    kinds: &'static [&'static str],
    app: &App,
) -> anyhow::Result<Option<(Source, Arc<Progress>)>> {
    let source = &app.global.source;
    if let Some(path) = &source.landscape {
        let mut stdin = io::stdin().lock();
        let landscape = Landscape::read_with_trees_of(path, source.strict, &mut stdin, kinds)?;
        taken::tell(landscape.taken(), app);
        let progress = Arc::new(app.ui.progress("reading"));
        return Ok(Some((Source::Files(Box::new(landscape)), progress)));
    }
    if has_old {
        return Ok(None);
    }
    reading::open(app).await.map(Some)
}

/// Give a text of the metadata of a manifest.
pub(super) fn text<'a>(tree: &'a Value, field: &str) -> &'a str {
    tree["metadata"][field].as_str().unwrap_or_default()
}

/// Find the manifest of an object.
pub(super) fn find(trees: &[Tree], namespace: &str, name: &str) -> Option<Value> {
    let is_it = |tree: &&Tree| {
        text(&tree.value, "name") == name && text(&tree.value, "namespace") == namespace
    };
    trees.iter().find(is_it).map(|tree| tree.value.clone())
}

/// What a manifest makes of an object.
pub(super) struct Meant {
    /// The object as it is.
    pub(super) old: Value,
    /// As it is to be.
    pub(super) new: Value,
    /// What the garden says of it, where one was asked.
    pub(super) answer: Option<Answer>,
    /// What is not as somebody may think.
    pub(super) told: Vec<String>,
}

/// Take a manifest as kubectl apply does, or as kubectl replace does, and have the garden check it where there is one.
pub(super) async fn meant<K: Object>(
    garden: Option<&Garden>,
    old: Value,
    manifest: &Value,
    replace: bool,
) -> anyhow::Result<Meant> {
    let wish = if replace {
        Wish::Replace(manifest.clone())
    } else {
        Wish::Apply(manifest.clone())
    };
    let Some(garden) = garden else {
        let made = wish.of(&old).map_err(misfit)?;
        return Ok(Meant {
            old,
            new: made.submitted,
            answer: None,
            told: made.remarks,
        });
    };
    let namespace = text(&old, "namespace").to_owned();
    let namespace = Some(namespace.as_str()).filter(|_| K::NAMESPACED);
    let name = text(&old, "name").to_owned();
    let derive = |old: &Value| wish.for_server(old).map_err(misfit);
    let rehearsed = garden.rehearse_of::<K>(namespace, &name, old, derive);
    let rehearsed = rehearsed.await?;
    let told = rehearsed.warnings.into_iter().chain(rehearsed.remarks);
    Ok(Meant {
        old: rehearsed.old,
        new: rehearsed.submitted,
        answer: Some(rehearsed.answer),
        told: told.collect(),
    })
}
