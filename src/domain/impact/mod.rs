//! Impact: what a change of a Shoot does, before it is made.
//!
//! - [`manifest`], [`schema`], [`quantity`], [`duration`], [`tree`]: a manifest read as the API server reads it
//! - [`defaults`], `admission`: what the server fills in
//! - [`change`], [`path`]: what differs
//! - [`apply`], [`patch`]: what a manifest or a patch makes of a stored Shoot
//! - [`wish`]: what somebody wants, as a change of a stored Shoot
//! - [`rehearsal`]: what the server says of a change, where it was asked
//! - [`verdict`]: whether the server takes it
//! - [`pools`]: what becomes of each worker pool
//! - [`rules`]: what can happen, as rows; `effects` applies them
//! - [`cron`], [`schedule`]: what schedules of hibernation do at once
//! - [`timing`], `piggyback`, [`report`]: when it happens, what comes along, and all of it together
//! - [`plan`]: a change that was rehearsed, to be applied later if nothing has changed since
//! - [`waive`]: what of it somebody has accepted
//!
//! [`gardener`] is about many Shoots at once: another version of Gardener.

mod admission;
pub mod apply;
pub mod change;
pub mod cron;
pub mod defaults;
pub mod duration;
mod effects;
pub mod facts;
mod fields;
pub mod fleet;
pub mod gardener;
pub mod manifest;
pub mod patch;
pub mod path;
mod piggyback;
pub mod plan;
pub mod pools;
pub mod profile;
pub mod quantity;
pub mod rehearsal;
pub mod report;
pub mod rules;
pub mod schedule;
pub mod schema;
pub mod seed;
pub mod timing;
pub mod tree;
pub mod values;
pub mod verdict;
pub mod waive;
pub mod wish;

use change::Change;
use facts::Facts;
use manifest::Manifest;
use pools::PoolImpact;
use rehearsal::Origin;
use verdict::{Doubt, Rejection, Verdict};

/// A change with the verdict of the API server.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The Shoot before.
    pub old: Manifest,
    /// The Shoot after, with all that the server fills in.
    pub new: Manifest,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is refused.
    pub rejections: Vec<Rejection>,
    /// What could not be told.
    pub doubts: Vec<Doubt>,
    /// What differs.
    pub changes: Vec<Change>,
    /// What becomes of the pools; nothing where the change is refused.
    pub pools: Vec<PoolImpact>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Read both manifests, fill in what the server fills in, and decide. The new one replaces the old one as a whole.
pub fn judge(old: &serde_json::Value, new: &serde_json::Value, facts: Facts<'_>) -> Judged {
    let mut old = Manifest::read(old);
    let mut new = Manifest::read(new);
    defaults::apply(&mut old);
    defaults::apply(&mut new);
    keep_generated(&old, &mut new);
    // What is stored has all of this; a manifest that somebody keeps in a file has not.
    let as_is = old.clone();
    admission::mutate(&as_is, &mut old, facts, &mut Vec::new(), &mut Vec::new());
    admission::canonicalize(&mut old);
    let (verdict, rejections, doubts, changes) = verdict::judge(&old, &mut new, facts);
    let pools = match verdict {
        Verdict::Rejected => Vec::new(),
        _ => pools::pools(&old, &new, &changes, facts),
    };
    Judged {
        old,
        new,
        verdict,
        rejections,
        doubts,
        changes,
        pools,
        origin: Origin::default(),
    }
}

/// Metadata that only the server writes stays, whether a manifest says it or not.
fn keep_generated(old: &Manifest, new: &mut Manifest) {
    if !new.metadata.is_object() {
        new.metadata = serde_json::Value::Object(serde_json::Map::new());
    }
    let serde_json::Value::Object(metadata) = &mut new.metadata else {
        return;
    };
    for field in ["name", "namespace", "deletionTimestamp"] {
        if let Some(value) = old.metadata.get(field) {
            metadata.entry(field).or_insert_with(|| value.clone());
        }
    }
}
