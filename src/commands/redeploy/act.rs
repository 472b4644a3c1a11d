//! Secret first, then the one patch, then the proof; and back again where the patch does not land.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::case::Case;
use super::plan::Plan;
use super::preflight::World;
use super::{Doing, join, target, wait};
use crate::cli::App;
use crate::domain::accounting::TargetOutcome;
use crate::domain::objects::{Gardenlet, Object, condition};
use crate::domain::redeploy::pending::{Course, Reference};
use crate::domain::redeploy::result::{GardenletResult, Step, StepName};
use crate::domain::redeploy::steps::{Handed, Request, SEED_REGISTERED, Tracker, Via};
use crate::domain::redeploy::{GARDEN, health};
use crate::error::{interrupted, show};
use crate::garden::acting::{Acting, DryRun, FIELD_MANAGER};
use crate::garden::redeploy::{Asked, Lock, ask, clear, lock, referring, remove, unlock};

/// What the operator's one worker can do at a time: whoever asks next waits until it is free.
pub type Turn = Option<OwnedSemaphorePermit>;

/// Do all that are left, in their order, and account for every one.
pub async fn all(
    cases: Vec<Case>,
    plan: &Plan,
    world: &World,
    app: &App,
    acting: &Arc<Acting>,
) -> Vec<GardenletResult> {
    let worker = Arc::new(Semaphore::new(1));
    let mut running: Vec<Doing<'_, GardenletResult>> = Vec::new();
    for case in cases {
        let worker = Arc::clone(&worker);
        running.push(Box::pin(async move {
            if case.is_over() {
                return case.into_result();
            }
            let turn = tokio::select! {
                turn = worker.acquire_owned() => turn.ok(),
                () = acting.interrupt().heard() => None,
            };
            Box::pin(one(case, plan, world, app, acting, turn))
                .await
                .into_result()
        }));
    }
    join(running).await
}

async fn one(
    mut case: Case,
    plan: &Plan,
    world: &World,
    app: &App,
    acting: &Arc<Acting>,
    turn: Turn,
) -> Case {
    let Some(gardenlet) = case.gardenlet().cloned() else {
        return case;
    };
    if acting.interrupt().is_heard() {
        case.end(TargetOutcome::NotTried, "interrupted before it was begun");
        return case;
    }
    let wanted = case.wanted().unwrap_or_else(|| Reference::of(&gardenlet));
    if plan.dry_run != DryRun::None {
        case.outcome = Some(TargetOutcome::Done);
        case.message = Some("dry run: nothing was changed".to_owned());
        let handed = handed(&wanted, None);
        case.steps = unreached(handed);
        return case;
    }
    if case.course() == Course::Follow {
        return follow(case, &gardenlet, &wanted, plan, app, acting, turn).await;
    }
    let begun = Timestamp::now();
    let held = match begin(&case, &gardenlet, plan, world, app, acting).await {
        Ok(held) => held,
        Err(error) => {
            case.fail(&error);
            return case;
        }
    };
    let gardenlet = match before(&mut case, gardenlet, plan, app, acting).await {
        Ok(gardenlet) => gardenlet,
        Err(error) => {
            case.fail(&error);
            case.own_up();
            give_back(&mut case, held.as_ref(), acting).await;
            return case;
        }
    };
    let registered_before = registered(&gardenlet);
    let situation = case.situation(plan);
    let asked = ask(
        acting,
        gardenlet,
        &wanted,
        case.course(),
        situation,
        held.as_ref(),
    );
    match asked.await {
        Asked::No(error) => {
            case.fail(&error);
            case.own_up();
            give_back(&mut case, held.as_ref(), acting).await;
            case
        }
        Asked::Overtaken(now) => follow(case, &now, &wanted, plan, app, acting, turn).await,
        Asked::Unknown(error) => {
            let secret = held
                .as_ref()
                .map(|held| format!("; Secret {GARDEN}/{} is left for it", held.name));
            case.end(
                TargetOutcome::Unknown,
                format!("the request was sent, and whether it was accepted is not known: {}{}; run the same command again", show(&error).message, secret.unwrap_or_default()),
            );
            case.own_up();
            case
        }
        Asked::Yes(asked) => {
            app.ui
                .status(wait::line(&case.name, StepName::Requested.words()));
            let request = Request {
                via: Via::Gardenlet,
                at: accepted_at(&asked).unwrap_or(begun),
                seen: Timestamp::now(),
                generation: asked.metadata.generation.unwrap_or_default(),
                secret: handed(&wanted, held.and_then(|held| held.uid)),
                registered_before,
            };
            let proved = wait::until_proved(case, Tracker::new(request), plan, app, acting, turn);
            Box::pin(proved).await
        }
    }
}

/// Look at what somebody asked for and the operator has just carried out.
async fn follow(
    case: Case,
    gardenlet: &Gardenlet,
    wanted: &Reference,
    plan: &Plan,
    app: &App,
    acting: &Arc<Acting>,
    turn: Turn,
) -> Case {
    let registered = condition::find(&gardenlet.status.conditions, SEED_REGISTERED);
    let since = registered.and_then(|registered| registered.last_transition_time);
    let request = Request {
        via: Via::Gardenlet,
        at: since.unwrap_or(Timestamp::UNIX_EPOCH),
        seen: Timestamp::now(),
        generation: gardenlet.status.observed_generation.unwrap_or_default(),
        secret: handed(wanted, None),
        registered_before: None,
    };
    let proved = wait::until_proved(case, Tracker::new(request), plan, app, acting, turn);
    Box::pin(proved).await
}

/// Create or take over the Secret, where one is needed.
async fn begin(
    case: &Case,
    gardenlet: &Gardenlet,
    plan: &Plan,
    world: &World,
    app: &App,
    acting: &Arc<Acting>,
) -> anyhow::Result<Option<Lock>> {
    let Some(kubeconfig) = case.kubeconfig.as_ref().filter(|_| case.needs_lock()) else {
        return Ok(None);
    };
    let run = case.run(&world.user);
    let locked = lock(acting, gardenlet.name(), kubeconfig, &run, plan.clear).await?;
    let name = &case.name;
    match &locked {
        crate::garden::redeploy::Locked::Created(lock) => app.ui.status(wait::line(
            name,
            &format!("Secret {GARDEN}/{} created", lock.name),
        )),
        crate::garden::redeploy::Locked::TakenOver(lock, of) => app.ui.status(wait::line(
            name,
            &format!(
                "Secret {GARDEN}/{} taken up again from {of}, with the kubeconfig that was checked",
                lock.name
            ),
        )),
    }
    Ok(Some(locked.into_lock()))
}

/// What must be done before the patch and after everything was checked.
async fn before(
    case: &mut Case,
    gardenlet: Gardenlet,
    plan: &Plan,
    app: &App,
    acting: &Arc<Acting>,
) -> anyhow::Result<Gardenlet> {
    if acting.interrupt().is_heard() {
        return Err(interrupted());
    }
    if plan.reset
        && let Some(cluster) = &case.cluster
    {
        let there = target::also(cluster.clone(), app, plan).await?;
        let (namespace, name) = health::own_kubeconfig(&gardenlet);
        if remove(&there, &namespace, &name).await? {
            app.ui.status(wait::line(
                &case.name,
                &format!("Secret {namespace}/{name} removed from the target cluster"),
            ));
            case.removed = Some(format!(
                "Secret {namespace}/{name} was removed from the target cluster"
            ));
        }
    }
    if case.course() == Course::ClearAndAsk {
        return clear(acting, gardenlet).await;
    }
    Ok(gardenlet)
}

/// Remove the Secret again: nobody asked for what it is for.
async fn give_back(case: &mut Case, held: Option<&Lock>, acting: &Arc<Acting>) {
    let Some(held) = held else { return };
    let said = case.message.take().unwrap_or_default();
    let left = match referring(acting, &case.name, &held.name).await {
        Ok(None) => None,
        Ok(Some(_)) => Some("the Gardenlet refers to it".to_owned()),
        Err(error) => Some(format!(
            "whether the Gardenlet refers to it is not known: {}",
            show(&error).message
        )),
    };
    if let Some(why) = left {
        case.message = Some(format!(
            "{said}; the temporary Secret {GARDEN}/{} is left, because {why}; run the same command again",
            held.name
        ));
        return;
    }
    let removed = match unlock(acting, held).await {
        Ok(()) => format!(
            "the temporary Secret {GARDEN}/{} was removed again",
            held.name
        ),
        Err(error) => {
            let shown = show(&error);
            format!("{} ({})", shown.message, shown.hints.join("; "))
        }
    };
    case.message = Some(format!("{said}; {removed}"));
}

/// Give what was handed over to the operator.
fn handed(wanted: &Reference, uid: Option<String>) -> Option<Handed> {
    match wanted {
        Reference::Secret(name) => Some(Handed {
            name: name.clone(),
            uid,
        }),
        Reference::Runtime => None,
    }
}

fn unreached(secret: Option<Handed>) -> Vec<Step> {
    let tracker = Tracker::new(Request {
        via: Via::Gardenlet,
        at: Timestamp::UNIX_EPOCH,
        seen: Timestamp::UNIX_EPOCH,
        generation: 0,
        secret,
        registered_before: None,
    });
    let steps = tracker.steps().iter();
    steps.map(|step| Step { at: None, ..*step }).collect()
}

fn registered(gardenlet: &Gardenlet) -> Option<String> {
    condition::find(&gardenlet.status.conditions, SEED_REGISTERED)
        .map(|condition| condition.status.clone())
}

/// When the server accepted our patch, by its own clock.
fn accepted_at(gardenlet: &Gardenlet) -> Option<Timestamp> {
    let entries = gardenlet.metadata.managed_fields.iter();
    entries
        .filter(|entry| entry.manager == FIELD_MANAGER)
        .filter_map(|entry| entry.time)
        .max()
}
