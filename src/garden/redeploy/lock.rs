//! The Secret whose creation is the lock: created, found, replaced, removed. Never overwritten.

use std::fmt;

use anyhow::anyhow;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::referring;
use crate::credentials::kubeconfig::{Content, TargetKubeconfig};
use crate::domain::objects::{Metadata, SecretMetadata};
use crate::domain::redeploy::GARDEN;
use crate::domain::redeploy::lock::{self, Held, Run, secret_name};
use crate::domain::redeploy::pending::Pending;
use crate::error::{hinted, refused, show};
use crate::garden::acting::{Acting, Happened, Write};

/// Nobody can say whether something was written.
#[derive(Debug)]
pub struct InDoubt(String);

impl fmt::Display for InDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InDoubt {}

/// The Secret that is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Its name.
    pub name: String,
    /// Its uid.
    pub uid: Option<String>,
    /// Its version, as we left it.
    version: Option<String>,
    /// What tells this run's from another's.
    nonce: String,
}

/// How it became ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locked {
    /// It was created.
    Created(Lock),
    /// It replaces what was left by a run that did not get on.
    TakenOver(Lock, String),
}

impl Locked {
    fn new(lock: Lock, left: Option<String>) -> Self {
        match left {
            Some(left) => Self::TakenOver(lock, left),
            None => Self::Created(lock),
        }
    }

    /// Give the lock, however it was got.
    pub fn into_lock(self) -> Lock {
        match self {
            Self::Created(lock) | Self::TakenOver(lock, _) => lock,
        }
    }
}

/// Create the Secret of a Gardenlet, or take over what a run left behind.
///
/// What was left is replaced, never used: it may hold the kubeconfig of another cluster. `clear` tells whether a
/// pending request that needs it may be taken off.
pub async fn lock(
    acting: &Acting,
    gardenlet: &str,
    kubeconfig: &TargetKubeconfig,
    run: &Run,
    clear: bool,
) -> anyhow::Result<Locked> {
    let name = secret_name(gardenlet);
    let manifest = lock::manifest(gardenlet, run);
    let mut shown = manifest.clone();
    shown["data"] = json!({ lock::KEY: "<masked>" });
    let mut patience = acting.patience();
    // Whether one that is ours may have been left by this very run.
    let mut doubt = false;
    // Whose Secret was removed to make room.
    let mut left = None;
    loop {
        if acting.interrupt().is_heard() && !doubt {
            return Err(crate::error::interrupted());
        }
        let body = kubeconfig.into_secret(&manifest)?;
        let write = Write::create::<SecretMetadata>(Some(GARDEN), &name, body, shown.clone());
        let failure = match acting.in_turn(acting.attempt(&write)).await {
            Ok(answer) => {
                let created = Content::read(answer).ok().map(|content| content.metadata);
                return Ok(Locked::new(of(&name, created.as_ref(), run), left));
            }
            Err(failure) => failure,
        };
        match failure.happened {
            Happened::Exists | Happened::Conflict | Happened::Perhaps => {
                doubt |= failure.happened == Happened::Perhaps;
                let found = acting.garden().secret_content(GARDEN, &name).await;
                let found = match found {
                    Err(error) if doubt => return Err(in_doubt(&name, &error)),
                    found => found?,
                };
                if let Some(found) = found {
                    match existing(acting, gardenlet, &found.metadata, run, clear).await? {
                        Existing::Ours(lock) => return Ok(Locked::new(lock, left)),
                        Existing::Removed(of) => left = Some(of),
                    }
                }
            }
            Happened::NotYet => {}
            // One that was lost before can still arrive.
            Happened::Missing | Happened::Refused if doubt => {
                return Err(in_doubt(&name, &failure.error));
            }
            Happened::Missing | Happened::Refused => return Err(failure.error),
        }
        let Some(wait) = patience.next(failure.asked) else {
            return Err(if doubt {
                in_doubt(&name, &failure.error)
            } else {
                failure.error
            });
        };
        acting.pause(wait, !doubt).await;
    }
}

fn in_doubt(secret: &str, error: &anyhow::Error) -> anyhow::Error {
    let why = show(error).message;
    InDoubt(format!(
        "whether Secret {GARDEN}/{secret} was created is not known: {why}; run the same command again"
    ))
    .into()
}

/// What became of what existed under our name.
enum Existing {
    /// This very run created it.
    Ours(Lock),
    /// It was left by that run and is gone.
    Removed(String),
}

/// Judge what exists under our name, and remove what was left.
async fn existing(
    acting: &Acting,
    gardenlet: &str,
    found: &Metadata,
    run: &Run,
    clear: bool,
) -> anyhow::Result<Existing> {
    let name = secret_name(gardenlet);
    let lock = of(&name, Some(found), run);
    let left = match lock::judge(found, gardenlet, run, Timestamp::now()) {
        Held::Created => return Ok(Existing::Ours(lock)),
        Held::Foreign => {
            return Err(hinted(
                refused(format!(
                    "Secret {GARDEN}/{name} exists and is not of this program: it is never touched"
                )),
                format!(
                    "find out whose it is: kubectl get secret -n {GARDEN} {name} --show-labels"
                ),
            ));
        }
        Held::Busy { by, since } => {
            return Err(hinted(
                refused(format!(
                    "another run is in progress: {by} redeploys {gardenlet} since {since}"
                )),
                "talk to them; a run that did not end by itself can be taken up ten minutes after it began",
            ));
        }
        Held::Repeated { since } => format!("your own run of {since}"),
        Held::Leftover { by, since } => match since {
            Some(since) => format!("the run of {by} of {since}"),
            None => format!("the run of {by}"),
        },
    };
    let pending = referring(acting, gardenlet, &name).await?;
    if let Some(pending) = pending.filter(|now| Pending::of(&now.metadata).is_some()) {
        if !clear {
            return Err(hinted(
                refused(format!(
                    "a pending request needs Secret {GARDEN}/{name}: it is not replaced"
                )),
                "leave out the target to ask for the same again, or replace it with --clear-operation",
            ));
        }
        super::clear(acting, pending).await?;
    }
    // Where somebody was faster, creating it fails again and it is judged anew.
    give_up(acting, &lock).await?;
    Ok(Existing::Removed(left))
}

/// Remove the Secret, unless it is no longer ours.
pub async fn unlock(acting: &Acting, lock: &Lock) -> anyhow::Result<()> {
    let removing = async {
        if give_up(acting, lock).await? != Removed::Changed {
            return Ok(());
        }
        // A label that somebody put on it does not make it theirs.
        let found = acting.garden().secret_metadata(GARDEN, &lock.name);
        let Some(found) = acting.in_turn(found).await? else {
            return Ok(());
        };
        let ours = Run::of(&found.metadata).is_some_and(|run| run.nonce == lock.nonce);
        let Some(uid) = found
            .metadata
            .uid
            .filter(|uid| ours && lock.uid.as_ref() == Some(uid))
        else {
            return Err(anyhow!("it is another one by now, and is left"));
        };
        delete(acting, GARDEN, &lock.name, &json!({ "uid": uid }))
            .await
            .map(|_| ())
    };
    removing.await.map_err(|error: anyhow::Error| {
        hinted(
            anyhow!(
                "the temporary Secret {GARDEN}/{} could not be removed: {}",
                lock.name,
                show(&error).message
            ),
            format!(
                "run the same command again, or remove it: kubectl delete secret -n {GARDEN} {}",
                lock.name
            ),
        )
    })
}

/// What became of a removal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Removed {
    /// It was there, and is gone.
    Gone,
    /// There was none.
    Missing,
    /// It is another than the one that was to be removed.
    Changed,
}

async fn give_up(acting: &Acting, lock: &Lock) -> anyhow::Result<Removed> {
    let mut preconditions = json!({});
    if let Some(uid) = &lock.uid {
        preconditions["uid"] = uid.as_str().into();
    }
    if let Some(version) = &lock.version {
        preconditions["resourceVersion"] = version.as_str().into();
    }
    delete(acting, GARDEN, &lock.name, &preconditions).await
}

/// Remove a Secret, and tell whether there was one.
pub async fn remove(acting: &Acting, namespace: &str, name: &str) -> anyhow::Result<bool> {
    let removed = delete(acting, namespace, name, &json!({})).await?;
    Ok(removed == Removed::Gone)
}

async fn delete(
    acting: &Acting,
    namespace: &str,
    name: &str,
    preconditions: &Value,
) -> anyhow::Result<Removed> {
    let options =
        json!({ "apiVersion": "v1", "kind": "DeleteOptions", "preconditions": preconditions });
    let write = Write::delete::<SecretMetadata>(Some(namespace), name, &options);
    let mut patience = acting.patience();
    let mut doubt = false;
    loop {
        let Err(failure) = acting.in_turn(acting.attempt(&write)).await else {
            return Ok(Removed::Gone);
        };
        match failure.happened {
            Happened::Missing if doubt => return Ok(Removed::Gone),
            Happened::Missing => return Ok(Removed::Missing),
            Happened::Conflict => return Ok(Removed::Changed),
            Happened::Perhaps => doubt = true,
            Happened::NotYet => {}
            Happened::Exists | Happened::Refused => return Err(failure.error),
        }
        let Some(wait) = patience.next(failure.asked) else {
            return Err(failure.error);
        };
        acting.pause(wait, false).await;
        if acting.interrupt().is_heard_twice() {
            return Err(failure.error);
        }
    }
}

fn of(name: &str, metadata: Option<&Metadata>, run: &Run) -> Lock {
    Lock {
        name: name.to_owned(),
        uid: metadata.and_then(|metadata| metadata.uid.clone()),
        version: metadata.and_then(|metadata| metadata.resource_version.clone()),
        nonce: run.nonce.clone(),
    }
}
