//! The next run of maintenance: in the current window while it can still act, else in the next one.

use jiff::{SignedDuration, Timestamp};

use super::concern::Concern;
use super::facts::Facts;
use super::run::{Certainty, Interval, Item, Outcome, Run, Target, is_asked_for, run};
use super::window::{Occurrence, Schedule};
use crate::domain::objects::Shoot;

/// How many windows in a row are looked at for a chain of updates.
const LONGEST_CHAIN: usize = 24;

/// The next run of a shoot.
#[derive(Clone, Debug)]
pub struct NextRun {
    /// What it does, also where that is nothing.
    pub outcome: Outcome,
    /// What a run at another instant of the window does instead.
    pub alternatives: Vec<Outcome>,
    /// In which window.
    pub window: Interval,
    /// Whether it depends on a transition inside the window.
    pub certainty: Certainty,
    /// Whether the `maintain` annotation asks for it.
    pub asked_for: bool,
    /// The windows after it begin here.
    pub(super) occurrence: Occurrence,
    /// The instant from which on a run in the window does this.
    pub since: Timestamp,
    /// The last instant of a run in the window, for which the outcome was computed.
    pub at: Timestamp,
}

impl NextRun {
    /// Compute the next run; shoots in deletion have none.
    pub fn of<'a>(shoot: &Shoot, facts: impl Into<Facts<'a>>, now: Timestamp) -> Option<Self> {
        let facts = facts.into();
        if shoot.metadata.deletion_timestamp.is_some() {
            return None;
        }
        let occurrence = Schedule::of(shoot).current_or_next(now);
        if is_asked_for(shoot) {
            return Some(Self {
                outcome: run(shoot, facts, now),
                window: Interval {
                    begin: now,
                    end: now,
                },
                certainty: Certainty::Certain,
                alternatives: Vec::new(),
                asked_for: true,
                occurrence,
                since: now,
                at: now,
            });
        }
        Some(Self::within(shoot, facts, occurrence, now))
    }

    /// Compute the run of one window, whether a run was asked for or not.
    pub fn within<'a>(
        shoot: &Shoot,
        facts: impl Into<Facts<'a>>,
        occurrence: Occurrence,
        now: Timestamp,
    ) -> Self {
        let facts = facts.into();
        // The run happens at any instant of the window; what it does changes only at transitions, and
        // mostly there is none.
        let concern = Concern::of(facts.profile, &shoot.spec);
        let mut instants: Vec<Timestamp> = facts
            .profile
            .transitions_for(&concern, occurrence.begin)
            .take_while(|at| *at < occurrence.closes)
            .map(|at| at + SignedDuration::from_nanos(1))
            .collect();
        instants.dedup();
        if !instants.is_empty() {
            instants.insert(0, occurrence.begin);
        }
        let mut outcomes: Vec<Outcome> = instants.iter().map(|at| run(shoot, facts, *at)).collect();
        let late = run(shoot, facts, occurrence.closes);
        let differs = outcomes
            .iter()
            .rposition(|outcome| !outcome.does_the_same_as(&late));
        let (outcome, since) = match differs {
            None => (late.clone(), occurrence.begin),
            // Where the end of the window does nothing, what a run before it does is still to be told.
            Some(_) if !late.changes() && !late.fails() => (
                run(shoot, facts, occurrence.begin.max(now)),
                occurrence.begin,
            ),
            Some(last) => (
                late.clone(),
                instants.get(last + 1).copied().unwrap_or(occurrence.closes),
            ),
        };
        outcomes.push(late);
        outcomes.retain(|other| !other.does_the_same_as(&outcome));
        Self {
            outcome,
            alternatives: outcomes,
            window: Interval {
                begin: occurrence.begin,
                end: occurrence.end,
            },
            certainty: if differs.is_none() {
                Certainty::Certain
            } else {
                Certainty::Possible
            },
            asked_for: false,
            occurrence,
            since,
            at: occurrence.closes,
        }
    }

    /// Describe it, unless it changes nothing.
    pub fn describe(&self) -> Option<Run> {
        let matters = self.outcome.changes() || self.outcome.fails();
        matters.then(|| {
            self.outcome
                .describe(self.window, self.certainty, self.asked_for)
        })
    }

    /// Give, for every version that changes in this run, the versions of the runs in the windows right
    /// after it: more than one means that one window is not enough.
    pub fn chains<'a>(&self, shoot: &Shoot, facts: impl Into<Facts<'a>>) -> Vec<Chain> {
        let facts = facts.into();
        let mut chains: Vec<Chain> = Vec::new();
        if !self.outcome.changes() {
            return chains;
        }
        let schedule = Schedule::of(shoot);
        let mut shoot = shoot.clone();
        let mut outcome = self.outcome.clone();
        let mut occurrence = self.occurrence;
        for _ in 0..LONGEST_CHAIN {
            let mut goes_on = false;
            // A rejected run takes nothing further.
            for (target, item) in outcome.items().filter(|(_, item)| item.changes()) {
                goes_on |=
                    outcome.changes() && extend(&mut chains, target, item, occurrence.closes);
            }
            if !goes_on {
                break;
            }
            outcome.apply(&mut shoot);
            shoot
                .metadata
                .annotations
                .remove(crate::domain::objects::shoot::OPERATION);
            if !self.asked_for || chains.iter().any(|chain| chain.versions.len() > 2) {
                occurrence = schedule.after(&occurrence);
            }
            outcome = run(&shoot, facts, occurrence.closes);
        }
        chains
    }
}

/// The versions through which something goes, one a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The pool, if it is one's.
    pub pool: Option<String>,
    /// Whether it is a machine image.
    pub is_image: bool,
    /// The versions, the one in use first.
    pub versions: Vec<String>,
    /// When the last window closes for runs.
    pub until: Timestamp,
}

/// Add a change to the chain that it continues.
fn extend(chains: &mut Vec<Chain>, target: Target<'_>, item: &Item, until: Timestamp) -> bool {
    let is_image = matches!(target, Target::PoolImage(_));
    let pool = target.pool();
    let known = chains
        .iter_mut()
        .find(|chain| chain.pool.as_deref() == pool && chain.is_image == is_image);
    match known {
        Some(chain) if chain.versions.last() == Some(&item.from) => {
            chain.versions.push(item.to.clone());
            chain.until = until;
        }
        Some(_) => return false,
        None => chains.push(Chain {
            pool: pool.map(ToOwned::to_owned),
            is_image,
            versions: vec![item.from.clone(), item.to.clone()],
            until,
        }),
    }
    true
}
