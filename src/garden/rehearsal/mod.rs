//! Changes of Shoots, rehearsed by the server: it checks and fills in as for a write, and keeps nothing.
//!
//! - [`Garden::shoot`]: a Shoot with every field
//! - [`Garden::rehearse`]: a dry run, and what the server says; every write here has `dryRun=All`
//! - [`Garden::around`]: what Shoots refer to
//! - [`Garden::tree`], [`Garden::rehearse_of`]: the same of objects of other kinds
//! - `refusal`: whether a failure is the server's verdict, or no verdict at all

mod around;
mod object;
mod refusal;
mod send;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::Garden;
use crate::domain::impact::rehearsal::{Answer, Edit, EditKind};
use crate::domain::impact::wish::Made;
use crate::domain::objects::{Object, Shoot};
use crate::error::show;
use crate::order::Order as _;

pub use around::{Around, Seen};

use refusal::Refusal;

/// Requests that are open at the same time.
const IN_FLIGHT: usize = 8;
/// Dry runs of one change, where something in between changes or breaks.
const ATTEMPTS: u32 = 5;
/// The wait before another dry run; later ones double.
const FIRST_WAIT: Duration = Duration::from_millis(200);
/// Why a Shoot that never stands still is not rehearsed.
const RESTLESS: &str = "it changes faster than it can be looked at";

/// A change that was rehearsed: all that telling and applying it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Rehearsed {
    /// The object as it is stored, with uid, resourceVersion and every other field; `null` where there is none yet.
    pub old: Value,
    /// What was sent.
    pub edit: Edit,
    /// The object that it makes of the stored one, before the server fills anything in.
    pub submitted: Value,
    /// What the server says.
    pub answer: Answer,
    /// What the server remarks about it, such as fields that it does not know.
    pub warnings: Vec<String>,
    /// What is not as somebody may think who sends it.
    pub remarks: Vec<String>,
}

impl Garden {
    /// Read a Shoot with every field; none if there is none of that name.
    pub async fn shoot(&self, namespace: &str, name: &str) -> anyhow::Result<Option<Value>> {
        self.tree::<Shoot>(Some(namespace), name).await
    }

    /// Have the server check a change of a Shoot and keep nothing.
    ///
    /// `derive` makes the change of the stored Shoot. What comes back belongs together: where the Shoot changes
    /// between reading and the dry run, both are done again.
    pub async fn rehearse(
        &self,
        namespace: &str,
        name: &str,
        old: Value,
        derive: impl Fn(&Value) -> anyhow::Result<Made>,
    ) -> anyhow::Result<Rehearsed> {
        self.rehearse_of::<Shoot>(Some(namespace), name, old, derive)
            .await
    }

    /// As [`Garden::rehearse`], of an object of any kind.
    pub async fn rehearse_of<K: Object>(
        &self,
        namespace: Option<&str>,
        name: &str,
        mut old: Value,
        derive: impl Fn(&Value) -> anyhow::Result<Made>,
    ) -> anyhow::Result<Rehearsed> {
        let mut made = derive(&old)?;
        let mut wait = FIRST_WAIT;
        let mut attempt = 1;
        let mut said = None;
        loop {
            if let Some(why) = elsewhere(&made.edit, &old) {
                return Ok(rehearsed(old, made, Answer::NotDone(why), Vec::new()));
            }
            let sent = self.dry_run::<K>(namespace, name, &old, &made.edit).await;
            let last = attempt == ATTEMPTS;
            let (answer, warnings) = match sent {
                Ok(sent) if version(&sent.result) != version(&old) => {
                    // Gardenlets report into Shoots all the time: what was read is read again, not guessed.
                    let now = self.again::<K>(namespace, name).await?;
                    let same = derive(&now)?;
                    let fits = same.edit == made.edit && version(&now) == version(&sent.result);
                    (old, made) = (now, same);
                    if fits {
                        (Answer::Accepted(Box::new(sent.result)), sent.warnings)
                    } else if last {
                        // What somebody else did in between is no part of this change.
                        (Answer::NotDone(RESTLESS.to_owned()), Vec::new())
                    } else {
                        attempt += 1;
                        continue;
                    }
                }
                Ok(sent) => (Answer::Accepted(Box::new(sent.result)), sent.warnings),
                Err(Refusal::Verdict(causes)) => (Answer::Rejected(causes), Vec::new()),
                Err(Refusal::Perhaps(causes, _)) if said.as_ref() == Some(&causes) => {
                    (Answer::Rejected(causes), Vec::new())
                }
                Err(Refusal::Perhaps(causes, _)) if !last => {
                    said = Some(causes);
                    attempt += 1;
                    continue;
                }
                Err(Refusal::Changed) if !last => {
                    old = self.again::<K>(namespace, name).await?;
                    made = derive(&old)?;
                    attempt += 1;
                    continue;
                }
                Err(Refusal::MayPass(_)) if !last => {
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                    attempt += 1;
                    continue;
                }
                Err(Refusal::Changed) => (Answer::NotDone(RESTLESS.to_owned()), Vec::new()),
                Err(
                    Refusal::Perhaps(_, error)
                    | Refusal::MayPass(error)
                    | Refusal::NoVerdict(error),
                ) => (Answer::NotDone(reason(&error)), Vec::new()),
            };
            return Ok(rehearsed(old, made, answer, warnings));
        }
    }

    /// Have the server check a Shoot that is new, and not make it.
    pub async fn rehearse_new(&self, namespace: &str, name: &str, manifest: &Value) -> Rehearsed {
        let mut said = None;
        let mut wait = FIRST_WAIT;
        let mut attempt = 1;
        let (answer, warnings) = loop {
            let last = attempt == ATTEMPTS;
            attempt += 1;
            match self.dry_create(namespace, name, manifest).await {
                Ok(sent) => break (Answer::Accepted(Box::new(sent.result)), sent.warnings),
                Err(Refusal::Verdict(causes)) => break (Answer::Rejected(causes), Vec::new()),
                Err(Refusal::Perhaps(causes, _)) if said.as_ref() == Some(&causes) => {
                    break (Answer::Rejected(causes), Vec::new());
                }
                Err(Refusal::Perhaps(causes, _)) if !last => said = Some(causes),
                Err(Refusal::MayPass(_)) if !last => {
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
                Err(
                    Refusal::Perhaps(_, error)
                    | Refusal::MayPass(error)
                    | Refusal::NoVerdict(error),
                ) => break (Answer::NotDone(reason(&error)), Vec::new()),
                Err(Refusal::Changed) => {
                    let why = "it has just been made".to_owned();
                    break (Answer::NotDone(why), Vec::new());
                }
            }
        };
        Rehearsed {
            old: Value::Null,
            edit: Edit {
                kind: EditKind::Replace,
                body: manifest.clone(),
            },
            submitted: manifest.clone(),
            answer,
            warnings,
            remarks: Vec::new(),
        }
    }

    async fn again<K: Object>(&self, namespace: Option<&str>, name: &str) -> anyhow::Result<Value> {
        let read = self.tree::<K>(namespace, name).await?;
        read.ok_or_else(|| {
            let of = namespace.map(|namespace| format!("{namespace}/"));
            let (kind, of) = (K::KIND, of.unwrap_or_default());
            anyhow::anyhow!("{kind} {of}{name} has just been deleted")
        })
    }
}

/// Say why in a line: the hint tells which permission is missing.
fn reason(error: &anyhow::Error) -> String {
    let shown = show(error);
    match shown.hints.first() {
        Some(hint) => format!("{}; {hint}", shown.message),
        None => shown.message,
    }
}

fn rehearsed(old: Value, made: Made, answer: Answer, warnings: Vec<String>) -> Rehearsed {
    Rehearsed {
        old,
        edit: made.edit,
        submitted: made.submitted,
        answer,
        warnings,
        remarks: made.remarks,
    }
}

/// Say that a patch is for another version than the stored one: the server would never take it.
fn elsewhere(edit: &Edit, old: &Value) -> Option<String> {
    let named = match edit.kind {
        EditKind::Merge | EditKind::Strategic => version(&edit.body)?,
        EditKind::Json => {
            let mut steps = edit.body.as_array()?.iter().rev();
            let step = steps.find(|step| {
                step["path"] == "/metadata/resourceVersion"
                    && (step["op"] == "add" || step["op"] == "replace")
            })?;
            step["value"].as_str()?
        }
        // Sent with the version that was read.
        EditKind::Replace => return None,
    };
    let stored = version(old)?;
    // An empty one stands for any.
    (!named.is_empty() && named != stored).then(|| {
        format!("the patch is for resourceVersion {named}, and the stored one is {stored}: leave it out, or make the patch anew")
    })
}

fn version(object: &Value) -> Option<&str> {
    object.pointer("/metadata/resourceVersion")?.as_str()
}

/// Do something for each, a few side by side, and give the results in their order.
pub async fn side_by_side<T, R, F>(
    targets: impl IntoIterator<Item = T>,
    act: impl Fn(T) -> F,
) -> anyhow::Result<Vec<R>>
where
    R: Send + 'static,
    F: Future<Output = R> + Send + 'static,
{
    let slots = Arc::new(Semaphore::new(IN_FLIGHT));
    let mut running = JoinSet::new();
    for (index, target) in targets.into_iter().enumerate() {
        let (slots, doing) = (Arc::clone(&slots), act(target));
        running.spawn(async move {
            // Nobody closes it.
            let _slot = slots.acquire_owned().await.ok();
            (index, doing.await)
        });
    }
    let mut results = Vec::with_capacity(running.len());
    while let Some(finished) = running.join_next().await {
        results.push(finished?);
    }
    results.order_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}
