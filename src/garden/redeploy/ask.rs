//! The one patch that asks for a redeployment: sent, and in doubt found out about.

use anyhow::anyhow;
use secrecy::zeroize::Zeroizing;
use serde_json::json;

use super::lock::Lock;
use crate::domain::objects::{Gardenlet, Object, SecretMetadata};
use crate::domain::redeploy::check::Checked;
use crate::domain::redeploy::lock::{self, Run};
use crate::domain::redeploy::pending::{self, Course, Decided, Reference, Situation, is_asked};
use crate::domain::redeploy::{GARDEN, OPERATION};
use crate::erased;
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
/// A conflict has the decision made again; a lost answer is resolved by reading. One read does not settle it, as a
/// request can be delayed and land after it: until it is seen, a request that was ever in doubt stays in doubt.
pub async fn ask(
    acting: &Acting,
    gardenlet: Gardenlet,
    wanted: &Reference,
    course: Course,
    situation: Situation,
    lock: Option<&Lock>,
) -> Asked {
    let mut ever = false;
    let asked = try_to(
        acting, gardenlet, wanted, course, situation, lock, &mut ever,
    );
    match asked.await {
        Asked::No(error) if ever => Asked::Unknown(error),
        asked => asked,
    }
}

/// `ever` tells afterwards whether any of the requests may have been accepted unseen.
async fn try_to(
    acting: &Acting,
    mut gardenlet: Gardenlet,
    wanted: &Reference,
    course: Course,
    situation: Situation,
    lock: Option<&Lock>,
    ever: &mut bool,
) -> Asked {
    let name = gardenlet.name().to_owned();
    let mut patience = acting.patience();
    let before = gardenlet.metadata.generation;
    let repeated = is_asked(&gardenlet, wanted);
    loop {
        if acting.interrupt().is_heard() {
            return Asked::No(crate::error::interrupted());
        }
        let patch = pending::request(&gardenlet, wanted);
        let write = Write::patch::<Gardenlet>(Some(GARDEN), &name, &patch);
        let failure = match acting.in_turn(acting.attempt(&write)).await {
            Ok(answer) => {
                // Accepted it is; an answer that cannot be read is made up for by reading.
                let now = match erased::json(&answer) {
                    Ok(now) => Some(now),
                    Err(_) => read(acting, &name).await.ok().flatten(),
                };
                return Asked::Yes(Box::new(now.unwrap_or(gardenlet)));
            }
            Err(failure) => failure,
        };
        match failure.happened {
            Happened::Conflict | Happened::Perhaps => {
                let doubt = failure.happened == Happened::Perhaps;
                *ever |= doubt;
                let now = match read(acting, &name).await {
                    Ok(Some(now)) => now,
                    Ok(None) => return Asked::No(anyhow!("the Gardenlet {name} is gone")),
                    Err(error) => return Asked::No(error),
                };
                if *ever && is_ours(&now, wanted, before, repeated, doubt) {
                    return Asked::Yes(Box::new(now));
                }
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

/// Whether a Gardenlet shows a request of ours whose answer was lost.
///
/// `before` and `repeated` tell how it was before the first request, `doubt` whether the last one was in doubt.
fn is_ours(
    now: &Gardenlet,
    wanted: &Reference,
    before: Option<i64>,
    repeated: bool,
    doubt: bool,
) -> bool {
    let bumped = now.metadata.generation > before;
    if is_asked(now, wanted) {
        // What was asked for before us shows only by its generation that it was asked for again.
        return bumped || !repeated;
    }
    // It may even have been carried out already; without a Secret that looks like any other change, which
    // counts only right after a request of ours.
    let told = doubt || *wanted != Reference::Runtime;
    let asked = now.metadata.annotations.contains_key(OPERATION);
    bumped && told && !asked && Reference::of(now) == *wanted
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
    check(acting, &write).await
}

/// Have the server check the Secret as well and keep nothing; there is no kubeconfig in it.
pub async fn rehearse_secret(acting: &Acting, gardenlet: &str, run: &Run) -> anyhow::Result<()> {
    let mut manifest = lock::manifest(gardenlet, run);
    manifest["data"] = json!({ lock::KEY: "" });
    let body = Zeroizing::new(manifest.to_string().into_bytes());
    let name = lock::secret_name(gardenlet);
    let write = Write::create::<SecretMetadata>(Some(GARDEN), &name, body, manifest);
    check(acting, &write).await
}

async fn check(acting: &Acting, write: &Write) -> anyhow::Result<()> {
    let mut patience = acting.patience();
    loop {
        let Err(failure) = acting.in_turn(acting.rehearse(write)).await else {
            return Ok(());
        };
        // Somebody's write in between says nothing against ours, which is decided anew where it is sent.
        if matches!(failure.happened, Happened::Conflict | Happened::Exists) {
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

/// Give a Gardenlet if it refers to that Secret, which is then not to be removed.
pub async fn referring(
    acting: &Acting,
    gardenlet: &str,
    secret: &str,
) -> anyhow::Result<Option<Gardenlet>> {
    let reference = Reference::Secret(secret.to_owned());
    let found = read(acting, gardenlet).await?;
    Ok(found.filter(|found| Reference::of(found) == reference))
}

async fn read(acting: &Acting, name: &str) -> anyhow::Result<Option<Gardenlet>> {
    acting
        .in_turn(acting.garden().get::<Gardenlet>(Some(GARDEN), name))
        .await
}
