//! Writing to a garden: every attempt accounted for, every doubt resolved by reading.
//!
//! [`Acting::attempt`] sends one write once and says what may have become of it. [`Acting::settle`] brings
//! one object to where a decision wants it: read, decide, write, and from the start again after a conflict or
//! a lost answer. [`Acting::each`] does something for many targets side by side, [`Acting::warm`] opens the connections
//! that they will need.

mod attempt;
mod audit;
mod each;
mod identity;
mod settle;
mod wait;
mod warm;

use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::Garden;
use crate::interrupt::{Claim, Interrupt};

pub use attempt::{Failure, Happened, Write};
pub use audit::Audit;
pub use identity::{Review, Right};
pub use settle::Settled;
pub use warm::{Warming, impatiently};

/// The field manager of everything that is written.
pub const FIELD_MANAGER: &str = "kubectl-gardener";

/// How far a command that writes goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DryRun {
    /// It writes.
    #[default]
    None,
    /// It shows what it would write, and sends no write.
    Client,
    /// The server checks every write and keeps none.
    Server,
}

impl DryRun {
    /// Tell whether anything is kept.
    pub fn writes(self) -> bool {
        self == Self::None
    }
}

/// How often, how long, and how many at once.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Requests that are open at the same time.
    pub in_flight: usize,
    /// Attempts at one object.
    pub attempts: u32,
    /// The first wait between attempts; later ones double up to `longest`.
    pub first: Duration,
    /// The longest wait that we choose; servers may ask for more.
    pub longest: Duration,
    /// Waiting altogether for one object.
    pub patience: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            in_flight: 16,
            attempts: 12,
            first: Duration::from_millis(250),
            longest: Duration::from_secs(5),
            patience: Duration::from_secs(90),
        }
    }
}

/// A garden that is written to.
pub struct Acting {
    garden: Garden,
    dry_run: DryRun,
    pace: Pace,
    slots: Semaphore,
    audit: Audit,
    interrupt: Interrupt,
    /// Ctrl-C is a word to us, as long as we act.
    _claim: Claim,
}

impl Acting {
    /// Get ready to write. From here on Ctrl-C stops new work instead of the program.
    pub fn new(
        garden: Garden,
        dry_run: DryRun,
        pace: Pace,
        audit: Audit,
        interrupt: &Interrupt,
    ) -> Arc<Self> {
        Arc::new(Self {
            garden,
            dry_run,
            pace,
            slots: Semaphore::new(pace.in_flight.max(1)),
            audit,
            interrupt: interrupt.clone(),
            _claim: interrupt.claim(),
        })
    }

    /// Give the garden, for reading.
    pub fn garden(&self) -> &Garden {
        &self.garden
    }

    /// Tell how far this goes.
    pub fn dry_run(&self) -> DryRun {
        self.dry_run
    }

    /// Give the audit log, to tell it who we are.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// Give the ear for Ctrl-C.
    pub fn interrupt(&self) -> &Interrupt {
        &self.interrupt
    }

    /// Begin to count attempts at something that is repeated outside of [`Acting::settle`].
    pub(in crate::garden) fn patience(&self) -> wait::Patience {
        wait::Patience::new(self.pace)
    }

    /// Do something that sends one request, when it is its turn.
    ///
    /// Whatever reads or writes while others write goes through here: no more requests are open at a time than allowed.
    pub async fn in_turn<R>(&self, doing: impl Future<Output = R>) -> R {
        let _slot = self.slot().await;
        doing.await
    }

    async fn slot(&self) -> Option<SemaphorePermit<'_>> {
        // Nobody closes it.
        self.slots.acquire().await.ok()
    }

    /// Wait for a turn to begin something new, unless there was a Ctrl-C before it came.
    async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        tokio::select! {
            biased;
            () = self.interrupt.heard() => None,
            slot = self.slot() => slot,
        }
    }
}
