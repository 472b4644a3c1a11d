//! Shoots of a running garden: read, changed in a dry run of the server, and what both refer to.

use anyhow::anyhow;
use serde_json::Value;

use crate::cli::App;
use crate::domain::impact::facts::Facts;
use crate::domain::impact::rehearsal::{self, Answer};
use crate::domain::impact::report::{self, ImpactReport, ShootName};
use crate::domain::impact::wish::{Made, Misfit, Wish};
use crate::error::{WithHint, show, usage};
use crate::garden::Garden;
use crate::garden::connection::{Environment, Settings};
use crate::garden::rehearsal::{Around, Rehearsed, side_by_side};

use super::place::Spot;
use super::remarks::Remarks;

/// What somebody wants of a Shoot of the garden.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The Shoot.
    pub(super) name: ShootName,
    /// What is wanted.
    pub(super) wish: Wish,
    /// Where the manifest stands, where there is one in a file.
    pub(super) spot: Option<Spot>,
}

/// What was found of one target.
pub(super) type Found = anyhow::Result<Rehearsed>;

/// What was found of all, in the order of the targets, with what they refer to.
pub(super) struct Looked {
    pub(super) found: Vec<Found>,
    pub(super) around: Around,
}

/// Get ready to talk to the garden.
pub(super) async fn connect(app: &App) -> anyhow::Result<Garden> {
    let environment = Environment::of_process();
    let connection = &app.global.connection;
    Garden::connect_with(connection, &environment, Settings::default()).await
}

/// Fill in the namespace of a Shoot: that of `-n`, else that of the context.
pub(super) fn complete(
    mut name: ShootName,
    garden: &Garden,
    app: &App,
) -> anyhow::Result<ShootName> {
    if name.name.is_empty() {
        return Err(usage("a Shoot in the manifest has no name"));
    }
    match &app.global.namespace {
        Some(asked) if !name.namespace.is_empty() && name.namespace != *asked => {
            return Err(usage(format!(
                "Shoot {} is in namespace {}, and --namespace says {asked}",
                name.name, name.namespace
            )));
        }
        Some(asked) => name.namespace.clone_from(asked),
        None if name.namespace.is_empty() => {
            garden.default_namespace().clone_into(&mut name.namespace);
        }
        None => {}
    }
    Ok(name)
}

/// Read the Shoots, and then side by side: the dry runs, and what the Shoots refer to.
pub(super) async fn look(garden: &Garden, targets: &[Target]) -> anyhow::Result<Looked> {
    let read = side_by_side(targets.to_vec(), |target| {
        let garden = garden.clone();
        async move { read(&garden, &target).await }
    })
    .await?;
    let pairs: Vec<(Value, Value)> = read.iter().flatten().cloned().collect();
    let shoots: Vec<&Value> = pairs.iter().flat_map(|(old, new)| [old, new]).collect();
    let olds = read.into_iter().map(|read| read.map(|(old, _)| old));
    let rehearsals = side_by_side(targets.iter().cloned().zip(olds), |(target, old)| {
        let garden = garden.clone();
        async move { rehearse(&garden, target, old?).await }
    });
    let (found, around) = tokio::join!(rehearsals, garden.around(&shoots));
    let (found, mut around) = (found?, around?);
    let told = |found: &Found| {
        found
            .as_ref()
            .is_ok_and(|found| !matches!(found.answer, Answer::NotDone(_)))
    };
    if !found.iter().all(told) {
        garden.complete(&mut around, &shoots).await?;
    }
    Ok(Looked { found, around })
}

async fn read(garden: &Garden, target: &Target) -> anyhow::Result<(Value, Value)> {
    let ShootName { namespace, name } = &target.name;
    let Some(old) = garden.shoot(namespace, name).await? else {
        if let Wish::Apply(manifest) = &target.wish {
            let mut manifest = manifest.clone();
            manifest["metadata"]["namespace"] = namespace.as_str().into();
            return Ok((Value::Null, manifest));
        }
        return Err(anyhow!(
            "there is no Shoot {namespace}/{name} in the garden"
        ))
        .hint("look at what there is: kubectl get shoots -A");
    };
    let made = made(target, &old)?;
    Ok((old, made.submitted))
}

async fn rehearse(garden: &Garden, target: Target, old: Value) -> Found {
    let ShootName { namespace, name } = &target.name;
    if let (Value::Null, Wish::Apply(manifest)) = (&old, &target.wish) {
        return Ok(garden.rehearse_new(namespace, name, manifest).await);
    }
    garden
        .rehearse(namespace, name, old, |old| made(&target, old))
        .await
}

fn made(target: &Target, old: &Value) -> anyhow::Result<Made> {
    target.wish.for_server(old).map_err(misfit)
}

/// Say that a wish does not fit.
pub(super) fn misfit(misfit: Misfit) -> anyhow::Error {
    match misfit {
        Misfit::Patch(fault) => anyhow!("the patch cannot be applied: {fault}"),
        Misfit::Set(fault) => usage(fault),
    }
}

/// Tell what comes of each target; those that failed are told on stderr.
pub(super) fn reports(looked: Looked, targets: &[Target], app: &App) -> Reports {
    let Looked { found, around } = looked;
    let facts = Facts {
        around: &around.surroundings,
        now: app.now,
    };
    let mut reports = Reports::default();
    let mut remarks = Remarks::default();
    for (found, target) in found.into_iter().zip(targets) {
        match found {
            Ok(found) => {
                for warning in found.warnings.iter().chain(&found.remarks) {
                    remarks.add(&target.name, warning);
                }
                let unread = around.unread.clone();
                let (old, new) = (&found.old, &found.submitted);
                let judged = rehearsal::judge(old, new, &found.answer, unread, facts);
                reports.items.push(report::from(&judged, facts));
                reports.spots.push(target.spot.clone());
                reports.rehearsed.push(found);
            }
            Err(error) => reports.failures.push(error),
        }
    }
    remarks.tell(app);
    // Where nothing else is told, the command ends with the first.
    let ends = usize::from(reports.items.is_empty());
    for failure in reports.failures.iter().skip(ends) {
        app.ui.warning(show(failure).message);
    }
    reports
}

/// Reports, and what could not be looked at.
#[derive(Default)]
pub(super) struct Reports {
    pub(super) items: Vec<ImpactReport>,
    /// Where their manifests stand.
    pub(super) spots: Vec<Option<Spot>>,
    /// What they tell of.
    pub(super) rehearsed: Vec<Rehearsed>,
    pub(super) failures: Vec<anyhow::Error>,
}
