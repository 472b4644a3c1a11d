//! What waits on seeds that are to be freed, and which of it goes on at once when it is asked for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::gardenlets::Configurations;
use super::shoots::attempt::{Attempt, Trigger};
use super::shoots::{Operation, Reason, Shoots, Standing};
use crate::domain::objects::Seed;

/// What waits on seeds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Backlog {
    /// Shoots on these seeds.
    pub total: u32,
    /// Operations that are under way.
    pub in_flight: u32,
    /// Shoots that wait for more than their regular reconciliation.
    pub pending: u32,
    /// These by what they wait for.
    pub by_reason: BTreeMap<Reason, u32>,
    /// Shoots that only `retry` brings back.
    pub failed: u32,
    /// Shoots that their gardenlets ignore.
    pub ignored: u32,
    /// Waiting shoots that fail for good with their first failing attempt: they were retried for too long.
    pub stale_retries: u32,
    /// Waiting shoots that are tried in their maintenance window only.
    pub confined: u32,
    /// When the first of them goes on by itself, at the earliest.
    pub first: Option<Timestamp>,
    /// When the last of them has gone on by itself, at the latest.
    pub last: Option<Timestamp>,
    /// The shoots that wait and those that have failed.
    pub shoots: Vec<WaitingShoot>,
}

/// A shoot that waits or has failed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingShoot {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// The seed whose gardenlet is responsible.
    pub seed: String,
    /// For what it waits; absent when it has failed.
    pub reason: Option<Reason>,
    /// What is run first.
    pub operation: Operation,
    /// When it goes on by itself.
    pub next: Attempt,
    /// It is tried in its maintenance window only.
    pub confined: bool,
    /// State of its last operation is `Failed`.
    #[serde(skip)]
    failed: bool,
    /// Its gardenlet has never seen it: nothing can be triggered.
    #[serde(skip)]
    unseen: bool,
}

impl Backlog {
    /// Look at the shoots of seeds.
    pub fn of(
        targets: &BTreeSet<String>,
        seeds: &BTreeMap<String, Seed>,
        shoots: &Shoots,
        configurations: &Configurations,
        now: Timestamp,
    ) -> Self {
        let mut backlog = Self::default();
        for name in targets {
            let Some(counted) = shoots.seed(name) else {
                continue;
            };
            let gardenlet = configurations.gardenlet(name, seeds, Some(shoots));
            backlog.total += counted.total;
            backlog.in_flight += counted.in_flight;
            backlog.ignored += counted.ignored(&gardenlet);
            backlog.stale_retries += counted.stale_retries(now, &gardenlet);
            for entry in &counted.entries {
                let standing = entry.standing(&gardenlet);
                let reason = entry.reason(&gardenlet);
                let waits = standing == Standing::Pending;
                if !waits && standing != Standing::Failed {
                    continue;
                }
                let next = entry.next_attempt(now, &gardenlet);
                let confined = entry.timing.waits_for_window(&gardenlet.policy);
                if let Some(reason) = reason.filter(|_| waits) {
                    backlog.pending += 1;
                    *backlog.by_reason.entry(reason).or_default() += 1;
                    backlog.confined += u32::from(confined && next.trigger == Trigger::Window);
                    backlog.first = earliest(backlog.first, next.from);
                    backlog.last = backlog.last.max(next.to);
                } else {
                    backlog.failed += 1;
                }
                backlog.shoots.push(WaitingShoot {
                    namespace: entry.namespace.clone(),
                    name: entry.name.clone(),
                    seed: name.clone(),
                    reason: reason.filter(|_| waits),
                    operation: entry.operation,
                    next,
                    confined,
                    failed: entry.has_failed(),
                    unseen: entry.state.is_empty(),
                });
            }
        }
        backlog
    }

    /// Choose the shoots that go on at once.
    pub fn to_resume(
        &self,
        mode: Resume,
        include_confined: bool,
    ) -> impl Iterator<Item = &WaitingShoot> {
        self.shoots.iter().filter(move |shoot| {
            let wanted = match mode {
                Resume::None => false,
                Resume::Pending => shoot.reason.is_some(),
                Resume::Failed => shoot.reason.is_none(),
                Resume::All => true,
            };
            wanted && !shoot.unseen && (include_confined || !shoot.confined)
        })
    }
}

impl WaitingShoot {
    /// Give the operation that makes its gardenlet try it at once
    /// (`gardener/gardener:pkg/apiserver/registry/core/shoot/strategy.go:mustIncreaseGeneration`).
    pub fn trigger(&self) -> &'static str {
        if self.failed { "retry" } else { "reconcile" }
    }
}

/// Which of the backlog goes on at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Resume {
    /// Nothing: every shoot goes on when its own timer fires
    #[default]
    None,
    /// Shoots that wait for something
    Pending,
    /// Shoots that have failed
    Failed,
    /// Both
    All,
}

fn earliest(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}
