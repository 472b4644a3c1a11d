//! One shoot through all its windows.
//!
//! A run happens at any instant of its window, and with a transition inside the window that instant decides. So the
//! shoot is followed in every state in which it can be; mostly there is only one. The first of them is the one in which
//! everything happens as early as it can: its runs are told. They are certain where all states agree.

use jiff::Timestamp;

use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::OPERATION;
use crate::domain::versions::concern::Concern;
use crate::domain::versions::facts::Facts;
use crate::domain::versions::next_run::NextRun;
use crate::domain::versions::run::{Certainty, Run};
use crate::domain::versions::window::{Occurrence, Schedule};

/// More states than this are not followed: from then on nothing is certain.
const STATES: usize = 8;

/// Give every run until an instant that changes a version or fails, in the order of time.
///
/// Windows that begin before `until` count. A run that fails window after window the same way is one entry.
pub fn runs<'a>(
    shoot: &Shoot,
    facts: impl Into<Facts<'a>>,
    now: Timestamp,
    until: Timestamp,
) -> Vec<Run> {
    let facts = facts.into();
    let Some(first) = NextRun::of(shoot, facts, now) else {
        return Vec::new();
    };
    let mut simulation = Simulation {
        facts,
        now,
        states: vec![shoot.clone()],
        too_many: false,
        runs: Vec::new(),
        fails_on: false,
    };
    let schedule = Schedule::of(shoot);
    let mut occurrence = first.occurrence;
    if first.asked_for {
        simulation.asked_for(&first);
    }
    while occurrence.begin < until {
        let next = if simulation.window(occurrence) {
            Some(schedule.after(&occurrence))
        } else {
            // Until the next transition every window is like this one.
            let transition = simulation.next_transition(occurrence.closes);
            transition.map(|at| schedule.open_after(&occurrence, at))
        };
        let end = next.map_or(until, |next| next.begin.min(until));
        simulation.repeat(schedule.after(&occurrence), end);
        match next {
            Some(next) => occurrence = next,
            None => break,
        }
    }
    simulation.runs
}

struct Simulation<'a> {
    facts: Facts<'a>,
    now: Timestamp,
    /// The states in which the shoot can be, first the one that is told.
    states: Vec<Shoot>,
    /// Whether there were more states than are followed.
    too_many: bool,
    runs: Vec<Run>,
    /// Whether the last window ended with the failure that was told last, and changed nothing.
    fails_on: bool,
}

impl Simulation<'_> {
    /// Do the run that the annotation asks for.
    fn asked_for(&mut self, run: &NextRun) {
        self.runs.extend(run.describe());
        let Some(shoot) = self.states.first_mut() else {
            return;
        };
        run.outcome.apply(shoot);
        // A run that ends with an error leaves the annotation where it is.
        if run.outcome.reported || !run.outcome.is_rejected() {
            shoot.metadata.annotations.remove(OPERATION);
        }
    }

    /// Do the runs of one window, and tell whether a state of the shoot has changed.
    fn window(&mut self, occurrence: Occurrence) -> bool {
        let each: Vec<NextRun> = self
            .states
            .iter()
            .map(|shoot| NextRun::within(shoot, self.facts, occurrence, self.now))
            .collect();
        let Some((told, others)) = each.split_first() else {
            return false;
        };
        let agrees = |other: &NextRun| {
            other.alternatives.is_empty() && other.outcome.makes_the_steps_of(&told.outcome)
        };
        let certain = !self.too_many && told.alternatives.is_empty() && others.iter().all(agrees);
        self.tell(told, certain);
        if let [shoot] = self.states.as_mut_slice()
            && told.alternatives.is_empty()
        {
            told.outcome.apply(shoot);
            return told.outcome.changes();
        }
        let mut after: Vec<Shoot> = Vec::new();
        for (shoot, run) in self.states.iter().zip(&each) {
            for outcome in std::iter::once(&run.outcome).chain(&run.alternatives) {
                let mut shoot = shoot.clone();
                outcome.apply(&mut shoot);
                if !after.contains(&shoot) {
                    after.push(shoot);
                }
            }
        }
        if after.len() > STATES {
            after.truncate(STATES);
            self.too_many = true;
        }
        let changed = after != self.states;
        self.states = after;
        changed
    }

    fn tell(&mut self, run: &NextRun, certain: bool) {
        let described = run.describe().map(|mut described| {
            described.certainty = if certain {
                Certainty::Certain
            } else {
                Certainty::Possible
            };
            described
        });
        // A failure that a transition inside the window ends does not go on.
        let to_the_end = run.alternatives.is_empty() || run.since > run.window.begin;
        let goes_on = run.outcome.fails() && !run.outcome.changes() && to_the_end;
        let failed_on = std::mem::replace(&mut self.fails_on, goes_on);
        let Some(described) = described else { return };
        match self.runs.last_mut() {
            Some(last) if failed_on && last.fails_like(&described) => last.repeats += 1,
            _ => self.runs.push(described),
        }
    }

    /// Count the windows in between in which the failure that was told last repeats.
    fn repeat(&mut self, first: Occurrence, end: Timestamp) {
        if let Some(last) = self.runs.last_mut().filter(|_| self.fails_on)
            && first.begin < end
        {
            let seconds = end.duration_since(first.begin).unsigned_abs().as_secs();
            last.repeats += u32::try_from(seconds.div_ceil(24 * 3600)).unwrap_or(u32::MAX);
        }
    }

    /// Give the next instant at which a run may do something else.
    fn next_transition(&self, from: Timestamp) -> Option<Timestamp> {
        let next = |shoot: &Shoot| {
            let concern = Concern::of(self.facts.profile, &shoot.spec);
            self.facts.profile.transitions_for(&concern, from).next()
        };
        self.states.iter().filter_map(next).min()
    }
}
