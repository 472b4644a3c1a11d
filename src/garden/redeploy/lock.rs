//! The Secret whose creation is the lock: created, found, taken over, removed. Never overwritten.

use std::fmt;
use std::pin::Pin;

use anyhow::anyhow;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::credentials::kubeconfig::{Content, TargetKubeconfig};
use crate::domain::objects::{Metadata, SecretMetadata};
use crate::domain::redeploy::GARDEN;
use crate::domain::redeploy::lock::{self, Held, Run, secret_name};
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
}

/// How it became ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locked {
    /// It was created.
    Created(Lock),
    /// It was left by a run that did not get on; what is in it was checked again.
    TakenOver(Lock, String),
}

impl Locked {
    /// Give the lock, however it was got.
    pub fn into_lock(self) -> Lock {
        match self {
            Self::Created(lock) | Self::TakenOver(lock, _) => lock,
        }
    }
}

/// Judges a kubeconfig that was left; the error says what is wrong with it.
pub type Check<'a> = &'a (
        dyn Fn(TargetKubeconfig) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>
            + Sync
    );

/// Create the Secret of a Gardenlet, or take over what a run left behind.
///
/// `check` judges the kubeconfig of one that was left: an error in it has the Secret replaced.
pub async fn lock(
    acting: &Acting,
    gardenlet: &str,
    kubeconfig: &TargetKubeconfig,
    run: &Run,
    check: Check<'_>,
) -> anyhow::Result<Locked> {
    let name = secret_name(gardenlet);
    let manifest = lock::manifest(gardenlet, run);
    let mut shown = manifest.clone();
    shown["data"] = json!({ lock::KEY: "<masked>" });
    let mut patience = acting.patience();
    // Whether one that is ours may have been left by this very run.
    let mut doubt = false;
    loop {
        if acting.interrupt().is_heard() && !doubt {
            return Err(crate::error::interrupted());
        }
        let body = kubeconfig.into_secret(&manifest)?;
        let write = Write::create::<SecretMetadata>(Some(GARDEN), &name, body, shown.clone());
        let failure = match acting.in_turn(acting.attempt(&write)).await {
            Ok(answer) => {
                let created = Content::read(answer).ok().map(|content| content.metadata);
                return Ok(Locked::Created(of(&name, created.as_ref())));
            }
            Err(failure) => failure,
        };
        match failure.happened {
            Happened::Exists | Happened::Conflict | Happened::Perhaps => {
                doubt |= failure.happened == Happened::Perhaps;
                let found = acting.garden().secret_content(GARDEN, &name).await;
                let found = match found {
                    Err(error) if doubt => {
                        let why = show(&error).message;
                        return Err(InDoubt(format!("whether Secret {GARDEN}/{name} was created is not known: {why}; run the same command again")).into());
                    }
                    found => found?,
                };
                if let Some(found) = found
                    && let Some(locked) = existing(acting, gardenlet, found, run, check).await?
                {
                    return Ok(locked);
                }
            }
            Happened::NotYet => {}
            Happened::Missing | Happened::Refused => return Err(failure.error),
        }
        let Some(wait) = patience.next(failure.asked) else {
            return Err(failure.error);
        };
        acting.pause(wait, !doubt).await;
    }
}

/// Judge what exists under our name; none when it was removed and can be created.
async fn existing(
    acting: &Acting,
    gardenlet: &str,
    found: Content,
    run: &Run,
    check: Check<'_>,
) -> anyhow::Result<Option<Locked>> {
    let name = secret_name(gardenlet);
    let lock = of(&name, Some(&found.metadata));
    let left = match lock::judge(&found.metadata, gardenlet, run, Timestamp::now()) {
        Held::Created => return Ok(Some(Locked::Created(lock))),
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
    let usable = match &found.kubeconfig {
        None => Err("it holds no kubeconfig".to_owned()),
        Some(bytes) => match TargetKubeconfig::read(bytes, None) {
            Ok(kubeconfig) => check(kubeconfig).await,
            Err(error) => Err(show(&error).message),
        },
    };
    if usable.is_err() {
        // Its content is of no use to anybody; ours was checked.
        give_up(acting, &lock).await?;
        return Ok(None);
    }
    let patch = lock::take_over(run, lock.version.as_deref());
    let write = Write::patch::<SecretMetadata>(Some(GARDEN), &name, &patch);
    match acting.in_turn(acting.attempt(&write)).await {
        Ok(answer) => {
            let taken = Content::read(answer).ok().map(|content| content.metadata);
            let lock = taken.map_or(lock, |taken| of(&name, Some(&taken)));
            Ok(Some(Locked::TakenOver(lock, left)))
        }
        // Somebody else was faster, or nobody knows: looking again tells.
        Err(failure)
            if matches!(
                failure.happened,
                Happened::Conflict | Happened::Missing | Happened::Perhaps | Happened::NotYet
            ) =>
        {
            Ok(None)
        }
        Err(failure) => Err(failure.error),
    }
}

/// Remove the Secret, unless it is no longer the one that we left.
pub async fn unlock(acting: &Acting, lock: &Lock) -> anyhow::Result<()> {
    give_up(acting, lock).await.map_err(|error| {
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

async fn give_up(acting: &Acting, lock: &Lock) -> anyhow::Result<()> {
    let mut preconditions = json!({});
    if let Some(uid) = &lock.uid {
        preconditions["uid"] = uid.as_str().into();
    }
    if let Some(version) = &lock.version {
        preconditions["resourceVersion"] = version.as_str().into();
    }
    // One that is gone, or somebody else's by now, is none of ours.
    delete(acting, GARDEN, &lock.name, &preconditions)
        .await
        .map(|_| ())
}

/// Remove a Secret, and tell whether there was one.
pub async fn remove(acting: &Acting, namespace: &str, name: &str) -> anyhow::Result<bool> {
    delete(acting, namespace, name, &json!({})).await
}

async fn delete(
    acting: &Acting,
    namespace: &str,
    name: &str,
    preconditions: &Value,
) -> anyhow::Result<bool> {
    let options =
        json!({ "apiVersion": "v1", "kind": "DeleteOptions", "preconditions": preconditions });
    let write = Write::delete::<SecretMetadata>(Some(namespace), name, &options);
    let mut patience = acting.patience();
    let mut doubt = false;
    loop {
        let Err(failure) = acting.in_turn(acting.attempt(&write)).await else {
            return Ok(true);
        };
        match failure.happened {
            Happened::Missing | Happened::Conflict => return Ok(doubt),
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

fn of(name: &str, metadata: Option<&Metadata>) -> Lock {
    Lock {
        name: name.to_owned(),
        uid: metadata.and_then(|metadata| metadata.uid.clone()),
        version: metadata.and_then(|metadata| metadata.resource_version.clone()),
    }
}
