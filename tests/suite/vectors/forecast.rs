//! The forecast against the real maintenance reconciler over 90 days: every window in which something happens.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kubectl_gardener::domain::objects::Object;
use kubectl_gardener::domain::versions::facts::Facts;
use kubectl_gardener::domain::versions::forecast;
use kubectl_gardener::domain::versions::profile::ProfileKey;
use kubectl_gardener::domain::versions::run::{Certainty, RunTrigger};
use kubectl_gardener::domain::versions::window::Schedule;

use super::maintenance::{Case, Seen, bindings, profiles};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A run that happened.
#[derive(Debug)]
struct Recorded {
    seen: Seen,
    /// Whether what it did depends on its minute.
    transition_in_window: bool,
}

/// What happened, by the begin of the window; what was asked for by annotation stands at the instant of the case.
fn recorded(case: &Case) -> BTreeMap<Timestamp, Recorded> {
    let mut windows = BTreeMap::new();
    for run in case.runs.iter().filter(|run| run.is_predicted()) {
        let begin = run.window_begin.unwrap_or(case.now);
        for day in 0..=i32::try_from(run.repeats.unwrap_or(0)).unwrap() {
            let recorded = Recorded {
                seen: Seen::expected(run),
                transition_in_window: run.transition_in_window,
            };
            windows.insert(begin + DAY * day, recorded);
        }
    }
    windows
}

/// What is foretold, in the same form, and how sure it is.
fn foretold(case: &Case, facts: Facts<'_>) -> BTreeMap<Timestamp, (Seen, Certainty)> {
    let mut windows = BTreeMap::new();
    for run in forecast::runs(&case.shoot, facts, case.now, case.until) {
        if run.trigger == RunTrigger::Annotation {
            assert_eq!(run.window.begin, case.now);
        }
        for day in 0..=i32::try_from(run.repeats).unwrap() {
            let begin = run.window.begin + DAY * day;
            // Of a failure that may come a window later only the first window is unsure.
            let certainty = if day == 0 {
                run.certainty
            } else {
                Certainty::Certain
            };
            let before = windows.insert(begin, (Seen::computed(&run), certainty));
            assert!(
                before.is_none(),
                "{}: two runs in the window of {begin}",
                case.id
            );
        }
    }
    windows
}

/// What was recorded around a window whose run depends on its minute: in it and in the next one.
fn around(recorded: &BTreeMap<Timestamp, Recorded>, begin: Timestamp) -> Vec<String> {
    let both = [begin, begin + DAY];
    let seen = both.iter().filter_map(|begin| recorded.get(begin));
    seen.flat_map(|recorded| recorded.seen.parts()).collect()
}

#[test]
fn every_window_agrees_with_the_real_reconciler() {
    let (profiles, bindings) = (profiles(), bindings());
    let cases: Vec<Case> = super::read("maintenance-cases.jsonl.zst");
    let (mut certain, mut possible) = (0, 0);
    let mut wrong = Vec::new();
    for case in &cases {
        let key =
            ProfileKey::of_shoot(&case.shoot.spec, case.shoot.namespace()).expect("a profile");
        let facts = Facts {
            profile: &profiles[&key],
            bindings: Some(&bindings),
        };
        let schedule = Schedule::of(&case.shoot);
        // The recording may end inside its last window, and what slips then is not in it.
        let is_recorded = |begin: Timestamp| schedule.current_or_next(begin).closes < case.until;
        let (recorded, foretold) = (recorded(case), foretold(case, facts));
        let mut disagree = |begin, what: String| {
            wrong.push(format!("{} {key} {begin}: {what}", case.id));
        };
        for (begin, (seen, certainty)) in &foretold {
            let real = recorded.get(begin);
            if *certainty == Certainty::Certain {
                certain += 1;
                // Of an update that comes in any case the minute may decide whether it is forced.
                let same = real.is_some_and(|real| {
                    real.seen == *seen
                        || (real.transition_in_window
                            && real.seen.without_causes() == seen.without_causes())
                });
                if !same && is_recorded(*begin) {
                    disagree(*begin, format!("certain {seen:?}\n  Gardener: {real:?}"));
                }
                continue;
            }
            possible += 1;
            let real = around(&recorded, *begin);
            let missing: Vec<_> = (seen.parts().into_iter())
                .filter(|part| !real.contains(part))
                .collect();
            if !missing.is_empty() && is_recorded(*begin + DAY) {
                disagree(
                    *begin,
                    format!("possible {missing:?}\n  Gardener: {real:?}"),
                );
            }
        }
        // Nothing happens that is not foretold: in its window, or as possible in the one before.
        for (begin, real) in &recorded {
            let slipped = foretold.get(&(*begin - DAY));
            let slipped = slipped.is_some_and(|(_, certainty)| *certainty == Certainty::Possible);
            if !foretold.contains_key(begin) && !slipped {
                disagree(*begin, format!("not foretold\n  Gardener: {real:?}"));
            }
        }
    }
    assert!(
        cases.len() == 2_000 && certain > 50_000 && possible < certain / 100,
        "{} cases, {certain} windows certain, {possible} possible",
        cases.len()
    );
    assert!(
        wrong.is_empty(),
        "{} disagree:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(12)].join("\n")
    );
}
