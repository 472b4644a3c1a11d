//! Waiting for gardenlets: until they have seen a stop or its end, and until nothing is under way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::scene::Scene;
use crate::cli::App;
use crate::domain::accounting::TargetOutcome;
use crate::domain::emergency_stop::confirmation;
use crate::domain::emergency_stop::result::{Action, EmergencyStopResult, SeedResult};
use crate::domain::emergency_stop::shoots::operation::is_processing;
use crate::domain::objects::{Object, Seed, Shoot};
use crate::error::show;
use crate::garden::acting::Acting;

/// Time between two looks at the seeds: seed care comes every 30 seconds.
const LOOK: Duration = Duration::from_secs(2);

/// Time between two looks at shoots that are under way.
const LOOK_AT_SHOOTS: Duration = Duration::from_secs(5);

/// Tell whether a seed was accepted, so that there is something to wait for.
fn is_accepted(result: &SeedResult) -> bool {
    matches!(result.outcome, TargetOutcome::Done | TargetOutcome::Already)
}

/// Sleep, unless it is time to end: false then.
pub async fn pause(scene: &Scene, length: Duration, deadline: Instant) -> bool {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return false;
    }
    let Some(acting) = scene.acting() else {
        return false;
    };
    tokio::select! {
        () = tokio::time::sleep(length.min(left)) => true,
        () = acting.interrupt().heard() => false,
    }
}

/// Wait until the gardenlets have seen the stop, or that it is gone.
pub async fn until_confirmed(
    scene: &Scene,
    result: &mut EmergencyStopResult,
    deadline: Instant,
    app: &App,
) -> anyhow::Result<()> {
    let progress = app.ui.progress("waiting for the gardenlets");
    let on = result.action == Action::On;
    let total = result.seeds.iter().filter(|seed| is_accepted(seed)).count();
    progress.total(total as u64);
    let mut open: BTreeSet<String> = result
        .seeds
        .iter()
        // A seed that others still hold keeps its condition.
        .filter(|seed| is_accepted(seed) && seed.stopped == on)
        .map(|seed| seed.name.clone())
        .collect();
    let mut last: BTreeMap<String, Seed> = BTreeMap::new();
    while !open.is_empty() {
        match scene.seeds().await {
            Ok(seeds) => last = seeds.all,
            Err(_) if scene.is_interrupted() => return Ok(()),
            // The next look may do better; what was done is accounted for in any case.
            Err(error) => app.ui.note(1, show(&error).message),
        }
        for name in open.clone() {
            let Some(seed) = last.get(&name) else {
                continue;
            };
            if confirmation(seed).is_some() == on {
                open.remove(&name);
                note(result, seed, on, app);
            }
        }
        progress.position((total - open.len()) as u64);
        if !open.is_empty() && !pause(scene, LOOK, deadline).await {
            break;
        }
    }
    if scene.is_interrupted() {
        return Ok(());
    }
    for name in open {
        let message = last.get(&name).map_or_else(
            || "the gardenlet has not confirmed it, and the seed is gone".to_owned(),
            |seed| unconfirmed(seed, on),
        );
        if let Some(seed) = result.seeds.iter_mut().find(|seed| seed.name == name) {
            seed.outcome = TargetOutcome::TimedOut;
            seed.message = Some(message);
        }
    }
    result.sum_up();
    Ok(())
}

fn note(result: &mut EmergencyStopResult, seed: &Seed, on: bool, app: &App) {
    let Some(known) = result
        .seeds
        .iter_mut()
        .find(|known| known.name == seed.name())
    else {
        return;
    };
    let (outcome, message) = (known.outcome, known.message.take());
    *known = SeedResult::seen(seed, outcome, message, app.now);
    if known.stopped != on {
        known.outcome = TargetOutcome::Failed;
        known.message = Some("somebody has changed it since".to_owned());
    }
}

/// Say what is known of a gardenlet that has not confirmed.
fn unconfirmed(seed: &Seed, on: bool) -> String {
    let version = seed
        .status
        .gardener
        .as_ref()
        .map_or("unknown", |gardener| &gardener.version);
    let conditions = &seed.status.conditions;
    let ready = crate::domain::objects::condition::find(conditions, "GardenletReady");
    let ready = ready.map_or("missing", |ready| &ready.status);
    let what = if on {
        "the stop"
    } else {
        "that the stop is gone"
    };
    format!("the gardenlet has not confirmed {what} (version {version}, GardenletReady {ready})")
}

/// Wait until no operation is under way on the seeds.
///
/// Only operations that run already can run on a stopped seed: they are listed once, and then looked at one by one.
pub async fn until_drained(
    scene: &Scene,
    result: &mut EmergencyStopResult,
    deadline: Instant,
    app: &App,
) -> anyhow::Result<()> {
    let progress = app.ui.progress("waiting for operations");
    let names: BTreeSet<String> = result
        .seeds
        .iter()
        .filter(|seed| is_accepted(seed) || seed.outcome == TargetOutcome::TimedOut)
        .map(|seed| seed.name.clone())
        .collect();
    let shoots = match scene.shoots(app, &progress).await {
        Ok(shoots) => shoots,
        Err(_) if scene.is_interrupted() => return Ok(()),
        Err(error) => {
            let message = format!("operations cannot be looked at: {}", show(&error).message);
            time_out(result, &names, &message);
            return Ok(());
        }
    };
    let mut running: Vec<(String, String, String)> = Vec::new();
    for seed in &names {
        let entries = shoots
            .seed(seed)
            .into_iter()
            .flat_map(|counted| &counted.entries);
        let processing = entries.filter(|entry| entry.in_flight());
        running.extend(
            processing.map(|entry| (seed.clone(), entry.namespace.clone(), entry.name.clone())),
        );
    }
    let total = running.len();
    progress.total(total as u64);
    while !running.is_empty() {
        if !pause(scene, LOOK_AT_SHOOTS, deadline).await {
            break;
        }
        let looked = scene
            .live()?
            .each(
                running.clone(),
                |acting, (_, namespace, name)| async move { runs(&acting, &namespace, &name).await },
                |_| {},
            )
            .await?;
        let mut looked = looked.into_iter();
        running.retain(|_| looked.next().unwrap_or(true));
        progress.position((total - running.len()) as u64);
    }
    if scene.is_interrupted() {
        return Ok(());
    }
    for seed in &mut result.seeds {
        let still = running
            .iter()
            .filter(|(name, ..)| *name == seed.name)
            .count();
        if still > 0 {
            seed.outcome = TargetOutcome::TimedOut;
            seed.message = Some(match still {
                1 => "1 operation that began before the stop is still running".to_owned(),
                count => format!("{count} operations that began before the stop are still running"),
            });
        }
    }
    result.sum_up();
    Ok(())
}

/// Say of seeds that were accepted why it is not known how it ends.
fn time_out(result: &mut EmergencyStopResult, names: &BTreeSet<String>, message: &str) {
    for seed in result
        .seeds
        .iter_mut()
        .filter(|seed| names.contains(&seed.name))
    {
        seed.outcome = TargetOutcome::TimedOut;
        seed.message = Some(message.to_owned());
    }
    result.sum_up();
}

/// Tell whether an operation is under way; what cannot be read may be.
async fn runs(acting: &Arc<Acting>, namespace: &str, name: &str) -> bool {
    let read = acting
        .in_turn(acting.garden().get::<Shoot>(Some(namespace), name))
        .await;
    match read {
        Ok(Some(shoot)) => is_processing(shoot.status.last_operation.as_ref()),
        Ok(None) => false,
        Err(_) => true,
    }
}
