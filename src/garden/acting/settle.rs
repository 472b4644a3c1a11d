//! One object, brought to where a decision wants it.

use std::time::Duration;

use anyhow::anyhow;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::wait::Patience;
use super::{Acting, DryRun, Failure, Happened, Write};
use crate::domain::accounting::{Decision, TargetOutcome};
use crate::domain::objects::Object;
use crate::error::{hinted, show};

/// What became of one object.
#[derive(Debug)]
pub struct Settled<K> {
    /// What became of it.
    pub outcome: TargetOutcome,
    /// The object as it was seen last; in a dry run without the change.
    pub object: Option<K>,
    /// Why it is not as asked for.
    pub error: Option<anyhow::Error>,
}

impl<K> Settled<K> {
    /// Give what is known of an object whose treatment broke off.
    pub fn broken(object: Option<K>, error: anyhow::Error) -> Self {
        Self {
            outcome: TargetOutcome::Unknown,
            object,
            error: Some(error),
        }
    }
}

/// How far it is.
struct Course<K> {
    /// The object as the next decision sees it; none when it must be read first.
    seen: Option<K>,
    /// The object as it was seen before it had to be read again.
    before: Option<K>,
    /// The last write may have been done.
    doubt: bool,
    /// An earlier write was in doubt, and may have been done after it was looked for.
    doubted: bool,
    /// The version that it was for: as long as the object has it, that write can still arrive.
    lingers: Option<String>,
    patience: Patience,
    /// Why the last attempt led nowhere.
    last: Option<anyhow::Error>,
}

/// An attempt that led nowhere yet.
struct Stumble {
    failure: Failure,
    wrote: bool,
}

impl Stumble {
    fn reading(failure: Failure) -> Self {
        Self {
            failure,
            wrote: false,
        }
    }

    fn writing(failure: Failure) -> Self {
        Self {
            failure,
            wrote: true,
        }
    }
}

impl<K: Object> Course<K> {
    /// Give the version of the object as it was seen last.
    fn version(&self) -> Option<String> {
        let seen = self.seen.as_ref()?;
        seen.metadata().resource_version.clone()
    }

    /// End without knowing more than now.
    fn give_up(self) -> Settled<K> {
        let outcome = match (self.doubt || self.lingers.is_some(), &self.last) {
            (true, _) => TargetOutcome::Unknown,
            (false, Some(_)) => TargetOutcome::Failed,
            (false, None) => TargetOutcome::NotTried,
        };
        Settled {
            outcome,
            object: self.seen.or(self.before),
            error: self.last,
        }
    }

    /// Have it read again before the next decision.
    fn look_again(&mut self) {
        self.before = self.seen.take().or(self.before.take());
    }

    fn end(self, outcome: TargetOutcome) -> Settled<K> {
        Settled {
            outcome,
            object: self.seen,
            error: None,
        }
    }
}

impl Acting {
    /// Bring an object to where `decide` wants it.
    ///
    /// `seen` saves the first reading. Every patch holds the version that the decision was made on, so nobody's
    /// change in between is lost: conflicts and lost answers lead to reading and deciding again.
    pub async fn settle<K>(
        &self,
        namespace: Option<&str>,
        name: &str,
        seen: Option<K>,
        decide: impl Fn(&K) -> Decision,
    ) -> Settled<K>
    where
        K: Object + DeserializeOwned,
    {
        let mut course = Course {
            seen,
            before: None,
            doubt: false,
            doubted: false,
            lingers: None,
            patience: Patience::new(self.pace),
            last: None,
        };
        loop {
            let Stumble { failure, wrote } =
                match self.step(namespace, name, &mut course, &decide).await {
                    Ok(Some(TargetOutcome::Refused)) => {
                        return Settled {
                            outcome: TargetOutcome::Refused,
                            object: course.seen,
                            error: course.last,
                        };
                    }
                    Ok(Some(outcome)) => return course.end(outcome),
                    Ok(None) => return course.give_up(),
                    Err(stumble) => stumble,
                };
            let Failure {
                happened,
                asked,
                error,
                ..
            } = failure;
            course.last = Some(error);
            match happened {
                Happened::Conflict => course.look_again(),
                Happened::Perhaps => {
                    // A read that fails says nothing about the write before it.
                    course.doubt |= wrote;
                    if wrote {
                        course.lingers = course.version();
                    }
                    course.look_again();
                }
                Happened::NotYet => {}
                Happened::Missing => {
                    // Nothing that was seen before is true of it any more.
                    (course.seen, course.before, course.lingers) = (None, None, None);
                    return course.give_up();
                }
                Happened::Exists | Happened::Refused => return course.give_up(),
            }
            let Some(wait) = course.patience.next(asked) else {
                let tried = course.patience.words();
                course.last = course.last.map(|error| told_with(&error, &tried));
                return course.give_up();
            };
            let wait = if happened == Happened::Conflict && asked.is_none() {
                wait.min(self.pace.first)
            } else {
                wait
            };
            self.pause(wait, !course.doubt || asked.is_none()).await;
            let stop = self.interrupt.is_heard() && !course.doubt;
            if stop || self.interrupt.is_heard_twice() {
                return course.give_up();
            }
        }
    }

    /// Wait, unless nobody wants to any more.
    pub(in crate::garden) async fn pause(&self, wait: Duration, may_be_cut: bool) {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = self.interrupt.heard(), if may_be_cut => {}
            () = self.interrupt.heard_twice() => {}
        }
    }

    /// Read if need be, decide, and write once; nothing when a Ctrl-C came before it began.
    async fn step<K>(
        &self,
        namespace: Option<&str>,
        name: &str,
        course: &mut Course<K>,
        decide: &impl Fn(&K) -> Decision,
    ) -> Result<Option<TargetOutcome>, Stumble>
    where
        K: Object + DeserializeOwned,
    {
        if course.seen.is_none() {
            // A doubt is resolved even after a Ctrl-C.
            let slot = if course.doubt {
                self.slot().await
            } else {
                self.turn().await
            };
            if slot.is_none() {
                return Ok(None);
            }
            let read = self.read_once(namespace, name).await;
            course.seen = Some(read.map_err(Stumble::reading)?);
            if course.lingers != course.version() {
                course.lingers = None;
            }
        }
        let Some(object) = &course.seen else {
            return Ok(None);
        };
        course.doubted |= std::mem::take(&mut course.doubt);
        let metadata = object.metadata();
        let version = metadata.resource_version.as_deref();
        let write = match decide(object) {
            Decision::Already if course.doubted => return Ok(Some(TargetOutcome::Done)),
            Decision::Already => return Ok(Some(TargetOutcome::Already)),
            Decision::Refused(reason) => {
                course.last = Some(anyhow!(reason));
                return Ok(Some(TargetOutcome::Refused));
            }
            Decision::Patch(patch) => {
                Write::patch::<K>(namespace, name, &with_version(patch, version))
            }
            Decision::Edit(edit) => Write::edit::<K>(namespace, name, &edit, metadata),
        };
        if self.dry_run == DryRun::Client {
            return Ok(Some(TargetOutcome::Done));
        }
        let Some(_slot) = self.turn().await else {
            return Ok(None);
        };
        let answer = self.attempt(&write).await.map_err(Stumble::writing)?;
        // Accepted it is in any case; but what it is now must be read if the answer does not tell.
        let object = self.decode(&answer, write.doing()).map_err(|failure| {
            Stumble::writing(Failure {
                happened: Happened::Perhaps,
                ..failure
            })
        })?;
        course.seen = Some(object);
        Ok(Some(TargetOutcome::Done))
    }
}

/// Add the version that was read, so that the server refuses the patch for any other.
fn with_version(mut patch: Value, version: Option<&str>) -> Value {
    if let Some(version) = version {
        patch["metadata"]["resourceVersion"] = version.into();
    }
    patch
}

/// Add what was tried to the message of an error, and keep its hints.
fn told_with(error: &anyhow::Error, tried: &str) -> anyhow::Error {
    let shown = show(error);
    let error = anyhow!("{}{tried}", shown.message);
    shown.hints.into_iter().rev().fold(error, hinted)
}
