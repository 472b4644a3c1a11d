//! A run the way reports show it.

use std::borrow::Cow;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::outcome::{Item, Outcome, Trigger};
use crate::domain::versions::rejection::Rejection;

/// The target of a failure that takes the whole run: nothing of it is applied.
pub const UPDATE: &str = "update";

/// Why a version changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Cause {
    /// Automatic updates are configured.
    Auto,
    /// Expired, not in the profile, or (images) filtered out.
    Forced,
    /// Changed by a run that then stopped without a word in `lastMaintenance`.
    Unreported,
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Interval {
    /// Begin.
    pub begin: Timestamp,
    /// End.
    pub end: Timestamp,
}

/// How sure it is that a run happens in its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    /// What causes it holds before the window begins.
    Certain,
    /// What causes it begins to hold inside the window: it may slip to the next one.
    Possible,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub enum RunState {
    /// All is done.
    Succeeded,
    /// Something has no target, or the API server rejects the update.
    Failed,
}

/// What makes a run happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RunTrigger {
    /// The maintenance window.
    Window,
    /// The annotation `gardener.cloud/operation=maintain`.
    Annotation,
}

/// A run of maintenance, as reports show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// The maintenance window as written in the shoot, not clipped to now.
    pub window: Interval,
    /// How sure it is.
    pub certainty: Certainty,
    /// How it ends.
    pub state: RunState,
    /// Whether `lastMaintenance` tells of it.
    pub reported: bool,
    /// What happens to the control plane's version.
    pub kubernetes: Option<VersionChange>,
    /// What happens to pools; only those with a change.
    pub pools: Vec<PoolRun>,
    /// What fails. The target `update` means: the API server rejects everything.
    pub failures: Vec<Failure>,
    /// How often it fails the same way in the windows that follow.
    pub repeats: u32,
    /// What makes it happen.
    pub trigger: RunTrigger,
}

impl Run {
    /// Tell whether another run fails the same way.
    pub fn fails_like(&self, other: &Self) -> bool {
        let kind = |run: &Self| (run.state, run.reported, run.trigger);
        kind(self) == kind(other)
            && self.failures == other.failures
            && self.kubernetes == other.kubernetes
            && self.pools == other.pools
    }

    /// Tell whether it fails because there is no version to update to.
    pub fn is_dead_end(&self) -> bool {
        self.failures.iter().any(|failure| failure.target != UPDATE)
    }

    /// Tell whether a version changes.
    pub fn changes(&self) -> bool {
        self.kubernetes.is_some() || !self.pools.is_empty()
    }

    /// Tell whether a version changes by force.
    pub fn forces(&self) -> bool {
        let kubernetes = |change: &Option<VersionChange>| {
            change.as_ref().is_some_and(|c| c.cause == Cause::Forced)
        };
        let image = |pool: &PoolRun| {
            pool.image
                .as_ref()
                .is_some_and(|c| c.cause == Cause::Forced)
        };
        kubernetes(&self.kubernetes)
            || self
                .pools
                .iter()
                .any(|pool| kubernetes(&pool.kubernetes) || image(pool))
    }
}

/// A change of a Kubernetes version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct VersionChange {
    /// Version before.
    pub from: String,
    /// Version after.
    pub to: String,
    /// Why.
    pub cause: Cause,
}

/// A change of a machine image version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct ImageChange {
    /// Name of the image.
    pub name: String,
    /// Version before.
    pub from: String,
    /// Version after.
    pub to: String,
    /// Why.
    pub cause: Cause,
}

/// What a run does to a pool.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct PoolRun {
    /// Name of the pool.
    pub name: String,
    /// What happens to its own Kubernetes version.
    pub kubernetes: Option<VersionChange>,
    /// What happens to its machine image.
    pub image: Option<ImageChange>,
}

/// Something that fails in a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Failure {
    /// `kubernetes`, `pool/<name>/kubernetes`, `pool/<name>/image` or `update`.
    pub target: String,
    /// Why.
    pub reason: String,
}

impl Outcome {
    /// Describe the run for a report.
    pub fn describe(&self, window: Interval, certainty: Certainty, asked_for: bool) -> Run {
        let rejected = self.is_rejected();
        let change = |item: &Item, cause: Option<Cause>| {
            (!rejected && item.changes()).then(|| VersionChange {
                from: item.from.clone(),
                to: item.to.clone(),
                cause: cause
                    .or(item.trigger.map(Trigger::cause))
                    .unwrap_or(Cause::Auto),
            })
        };
        let unreported = self.abort.is_some().then_some(Cause::Unreported);
        let pools = self.pools.iter().filter_map(|pool| {
            let kubernetes = pool.kubernetes.as_ref().and_then(|item| change(item, None));
            let image = pool.image.as_ref().and_then(|(name, item)| {
                let change = change(item, unreported)?;
                Some(ImageChange {
                    name: name.clone(),
                    from: change.from,
                    to: change.to,
                    cause: change.cause,
                })
            });
            (kubernetes.is_some() || image.is_some()).then(|| PoolRun {
                name: pool.name.clone(),
                kubernetes,
                image,
            })
        });
        let failures = if rejected {
            let reasons: Vec<Cow<'_, str>> = self.rejections.iter().map(Rejection::text).collect();
            vec![Failure {
                target: UPDATE.to_owned(),
                reason: reasons.join("; "),
            }]
        } else {
            let reason = |item: &Item| item.dead_end_text().unwrap_or_default();
            let failing = self.failing_items();
            failing
                .map(|(target, item)| Failure {
                    target: target.text(),
                    reason: reason(item),
                })
                .collect()
        };
        Run {
            window,
            certainty,
            state: if self.fails() {
                RunState::Failed
            } else {
                RunState::Succeeded
            },
            reported: self.reported,
            kubernetes: change(&self.control_plane, None),
            pools: pools.collect(),
            failures,
            repeats: 0,
            trigger: if asked_for {
                RunTrigger::Annotation
            } else {
                RunTrigger::Window
            },
        }
    }
}
