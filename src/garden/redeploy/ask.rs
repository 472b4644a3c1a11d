//! The one patch that asks for a redeployment: sent, and in doubt found out about.

use anyhow::anyhow;

use super::lock::Lock;
use crate::domain::objects::{Gardenlet, Object};
use crate::domain::redeploy::GARDEN;
use crate::domain::redeploy::check::Checked;
use crate::domain::redeploy::pending::{self, Course, Decided, Reference, Situation, is_asked};
use crate::error::refused;
use crate::garden::acting::{Acting, Happened, Write};

/// What became of it.
#[derive(Debug)]
pub enum Asked {
    /// It is asked for; the Gardenlet as it was then.
    Yes(Box<Gardenlet>),
    /// It was to be asked for again, and was carried out meanwhile.
    Overtaken(Box<Gardenlet>),
    /// It is not, for this reason.
    No(anyhow::Error),
    /// Nobody could say.
    Unknown(anyhow::Error),
}

/// Ask: annotation and reference in one patch, on the version that the decision was made on.
///
/// A conflict has the decision made again; a lost answer is resolved by reading.
pub async fn ask(
    acting: &Acting,
    mut gardenlet: Gardenlet,
    wanted: &Reference,
    course: Course,
    situation: Situation,
    lock: Option<&Lock>,
) -> Asked {
    let name = gardenlet.name().to_owned();
    let mut patience = acting.patience();
    let mut doubt = false;
    loop {
        if acting.interrupt().is_heard() && !doubt {
            return Asked::No(crate::error::interrupted());
        }
        let before = gardenlet.metadata.generation;
        let patch = pending::request(&gardenlet, wanted);
        let write = Write::patch::<Gardenlet>(Some(GARDEN), &name, &patch);
        let failure = match acting.in_turn(acting.attempt(&write)).await {
            Ok(answer) => {
                // Accepted it is; an answer that cannot be read is made up for by reading.
                let now = match serde_json::from_slice(&answer) {
                    Ok(now) => Some(now),
                    Err(_) => read(acting, &name).await.ok().flatten(),
                };
                return Asked::Yes(Box::new(now.unwrap_or(gardenlet)));
            }
            Err(failure) => failure,
        };
        match failure.happened {
            Happened::Conflict | Happened::Perhaps => {
                doubt = failure.happened == Happened::Perhaps;
                let now = match read(acting, &name).await {
                    Ok(Some(now)) => now,
                    Ok(None) => return Asked::No(anyhow!("the Gardenlet {name} is gone")),
                    Err(error) if doubt => return Asked::Unknown(error),
                    Err(error) => return Asked::No(error),
                };
                // It may even have been carried out already.
                let bumped = now.metadata.generation > before;
                if doubt && bumped && (is_asked(&now, wanted) || Reference::of(&now) == *wanted) {
                    return Asked::Yes(Box::new(now));
                }
                doubt = false;
                if let Some(lock) = lock
                    && let Ok(false) = is_there(acting, lock).await
                {
                    return Asked::No(refused(format!(
                        "Secret {GARDEN}/{} vanished meanwhile; run the same command again",
                        lock.name
                    )));
                }
                let Decided {
                    course: now_course,
                    operation,
                    target,
                    pending,
                } = pending::decide(&now, Some(wanted), situation);
                if course == Course::Retry && !matches!(now_course, Course::Retry | Course::Stop) {
                    // Whatever was handed over for it may be gone: nothing is asked anew on its behalf.
                    return Asked::Overtaken(Box::new(now));
                }
                match now_course {
                    Course::Ask => gardenlet = now,
                    Course::Retry if course == Course::Retry => gardenlet = now,
                    Course::Retry => {
                        let by = pending.map(|pending| pending.words()).unwrap_or_default();
                        return Asked::No(refused(format!(
                            "somebody else asked for it meanwhile: {by}"
                        )));
                    }
                    Course::ClearAndAsk | Course::Follow | Course::Stop => {
                        let blocked = [operation, target].into_iter().find(Checked::blocks);
                        let why = blocked.map_or(
                            "somebody else had it deployed meanwhile".to_owned(),
                            |check| check.message,
                        );
                        return Asked::No(refused(why));
                    }
                }
            }
            Happened::NotYet => {}
            Happened::Exists | Happened::Missing | Happened::Refused => {
                return Asked::No(failure.error);
            }
        }
        let Some(wait) = patience.next(failure.asked) else {
            return Asked::No(failure.error);
        };
        acting.pause(wait, true).await;
    }
}

/// Take off the operation that is pending; gives the Gardenlet without it.
pub async fn clear(acting: &Acting, gardenlet: Gardenlet) -> anyhow::Result<Gardenlet> {
    use crate::domain::accounting::Decision;
    let name = gardenlet.name().to_owned();
    let operation = gardenlet
        .metadata
        .annotations
        .get(crate::domain::redeploy::OPERATION)
        .cloned();
    let settled = acting
        .settle(Some(GARDEN), &name, Some(gardenlet), |now: &Gardenlet| {
            let there = now
                .metadata
                .annotations
                .get(crate::domain::redeploy::OPERATION);
            match there {
                None if now.spec.kubeconfig_secret_ref.is_none() => Decision::Already,
                None if operation.is_none() => Decision::Patch(pending::clearing(now)),
                None => Decision::Already,
                Some(there) if Some(there) == operation.as_ref() => {
                    Decision::Patch(pending::clearing(now))
                }
                Some(there) => {
                    Decision::Refused(format!("operation {there} was asked for meanwhile"))
                }
            }
        })
        .await;
    match (settled.object, settled.error) {
        (Some(gardenlet), None) => Ok(gardenlet),
        (_, error) => {
            Err(error.unwrap_or_else(|| anyhow!("the pending operation could not be taken off")))
        }
    }
}

/// P17: have the server check the patch and keep nothing.
pub async fn rehearse(
    acting: &Acting,
    gardenlet: &Gardenlet,
    wanted: &Reference,
    course: Course,
) -> anyhow::Result<()> {
    let patch = if course == Course::ClearAndAsk {
        pending::clearing(gardenlet)
    } else {
        pending::request(gardenlet, wanted)
    };
    let write = Write::patch::<Gardenlet>(Some(GARDEN), gardenlet.name(), &patch);
    let mut patience = acting.patience();
    loop {
        let Err(failure) = acting.in_turn(acting.rehearse(&write)).await else {
            return Ok(());
        };
        // Somebody's write in between says nothing against ours, which is decided anew where it is sent.
        if failure.happened == Happened::Conflict {
            return Ok(());
        }
        let again = matches!(failure.happened, Happened::NotYet | Happened::Perhaps);
        let Some(wait) = patience.next(failure.asked).filter(|_| again) else {
            return Err(failure.error);
        };
        acting.pause(wait, true).await;
    }
}

async fn is_there(acting: &Acting, lock: &Lock) -> anyhow::Result<bool> {
    let found = acting.garden().secret_metadata(GARDEN, &lock.name);
    let found = acting.in_turn(found).await?;
    Ok(found.is_some_and(|found| lock.uid.is_none() || found.metadata.uid == lock.uid))
}

async fn read(acting: &Acting, name: &str) -> anyhow::Result<Option<Gardenlet>> {
    acting
        .in_turn(acting.garden().get::<Gardenlet>(Some(GARDEN), name))
        .await
}
