//! How two forecasts of the same shoot differ.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::DiffCode;
use crate::domain::versions::judge::minute;
use crate::domain::versions::run::{Cause, Interval, Run, UPDATE};

/// A difference between two forecasts.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) code: DiffCode,
    pub(super) pool: Option<String>,
    /// Name of the machine image, if it is about one.
    pub(super) image: Option<String>,
    /// The version in use then; absent where a run as a whole is meant.
    pub(super) from: Option<String>,
    /// Where it leads, before and after.
    pub(super) to: Vec<String>,
    pub(super) message: String,
    pub(super) before: Option<Interval>,
    pub(super) after: Option<Interval>,
}

/// An update of one version.
#[derive(Clone, Debug)]
struct Step {
    /// `Kubernetes`, `pool a: Kubernetes`, `pool a: gardenlinux`.
    what: String,
    pool: Option<String>,
    image: Option<String>,
    from: String,
    to: String,
    forced: bool,
    window: Interval,
}

fn steps(runs: &[Run]) -> Vec<Step> {
    let mut steps = Vec::new();
    for run in runs {
        let mut add = |pool: Option<&str>, image: Option<&str>, from: &str, to: &str, cause| {
            let what = match (pool, image) {
                (None, _) => "Kubernetes".to_owned(),
                (Some(pool), None) => format!("Kubernetes of pool {pool}"),
                (Some(pool), Some(image)) => format!("machine image {image} of pool {pool}"),
            };
            steps.push(Step {
                what,
                pool: pool.map(ToOwned::to_owned),
                image: image.map(ToOwned::to_owned),
                from: from.to_owned(),
                to: to.to_owned(),
                forced: cause == Cause::Forced,
                window: run.window,
            });
        };
        if let Some(change) = &run.kubernetes {
            add(None, None, &change.from, &change.to, change.cause);
        }
        for pool in &run.pools {
            let name = Some(pool.name.as_str());
            if let Some(change) = &pool.kubernetes {
                add(name, None, &change.from, &change.to, change.cause);
            }
            if let Some(change) = &pool.image {
                add(
                    name,
                    Some(&change.name),
                    &change.from,
                    &change.to,
                    change.cause,
                );
            }
        }
    }
    steps
}

/// Give every difference between two forecasts.
pub(super) fn differences(before: &[Run], after: &[Run], now: Timestamp) -> Vec<Difference> {
    let mut found = Vec::new();
    let (mut old, mut new) = (steps(before), steps(after));
    // An update is the same one if it leads to the same version, else if it leaves the same.
    let mut pairs = take_pairs(&mut old, &mut new, |a, b| a.to == b.to);
    pairs.extend(take_pairs(&mut old, &mut new, |a, b| a.from == b.from));
    for (old, new) in pairs {
        found.extend(moved(&old, &new, now));
    }
    for new in new {
        let code = if new.forced {
            DiffCode::UpdateForced
        } else {
            DiffCode::UpdateAutomatic
        };
        let verb = if new.forced {
            "is forced"
        } else {
            "is updated"
        };
        let message = format!(
            "{} {verb} from {} to {} {}, new with this change",
            new.what,
            new.from,
            new.to,
            when(new.window, now)
        );
        found.push(difference(code, message, None, Some(&new)));
    }
    for old in old {
        let verb = if old.forced { "forced" } else { "updated" };
        let message = format!(
            "{} is no longer {verb} from {} to {} {}",
            old.what,
            old.from,
            old.to,
            when(old.window, now)
        );
        found.push(difference(DiffCode::UpdateLater, message, Some(&old), None));
    }
    failures(before, after, now, &mut found);
    found
}

/// Take out the updates that belong together.
fn take_pairs(
    old: &mut Vec<Step>,
    new: &mut Vec<Step>,
    same: impl Fn(&Step, &Step) -> bool,
) -> Vec<(Step, Step)> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while at < old.len() {
        let fits = |step: &Step| {
            step.what == old[at].what && step.image == old[at].image && same(&old[at], step)
        };
        match new.iter().position(fits) {
            Some(position) => pairs.push((old.remove(at), new.remove(position))),
            None => at += 1,
        }
    }
    pairs
}

/// Tell of an update that comes at another time, or leads somewhere else.
fn moved(old: &Step, new: &Step, now: Timestamp) -> Option<Difference> {
    let (code, how) = match new.window.begin.cmp(&old.window.begin) {
        std::cmp::Ordering::Less => (DiffCode::UpdateSooner, "sooner, "),
        std::cmp::Ordering::Greater => (DiffCode::UpdateLater, "later, "),
        std::cmp::Ordering::Equal if old.to != new.to => (DiffCode::UpdateElsewhere, ""),
        std::cmp::Ordering::Equal => return None,
    };
    let verb = if new.forced {
        "is forced"
    } else {
        "is updated"
    };
    let mut message = format!(
        "{} {verb} from {} to {} {how}{}",
        new.what,
        new.from,
        new.to,
        when(new.window, now)
    );
    if old.window != new.window {
        let _ = write!(message, " instead of {}", when(old.window, now)); // a String takes every write
    }
    if old.to != new.to {
        let _ = write!(message, ", instead of to {}", old.to);
    }
    Some(difference(code, message, Some(old), Some(new)))
}

fn difference(
    code: DiffCode,
    message: String,
    old: Option<&Step>,
    new: Option<&Step>,
) -> Difference {
    let (before, after) = (old.map(|step| step.window), new.map(|step| step.window));
    let steps = || new.into_iter().chain(old);
    Difference {
        code,
        pool: steps().find_map(|step| step.pool.clone()),
        image: steps().find_map(|step| step.image.clone()),
        from: steps().map(|step| step.from.clone()).next(),
        to: steps().map(|step| step.to.clone()).collect(),
        message,
        before,
        after,
    }
}

/// Compare what fails, by its target: the first time counts.
fn failures(before: &[Run], after: &[Run], now: Timestamp, found: &mut Vec<Difference>) {
    let first = |runs: &[Run]| {
        let mut first: Vec<(String, String, Interval)> = Vec::new();
        for run in runs {
            for failure in &run.failures {
                if !first.iter().any(|(target, ..)| *target == failure.target) {
                    first.push((failure.target.clone(), failure.reason.clone(), run.window));
                }
            }
        }
        first
    };
    let (old, new) = (first(before), first(after));
    let of = |target: &str| match target.split('/').collect::<Vec<_>>().as_slice() {
        ["pool", pool, what] => (
            Some((*pool).to_owned()),
            format!("maintenance of pool {pool}'s {what} fails"),
        ),
        [UPDATE] => (None, "the API server rejects the whole run".to_owned()),
        _ => (None, "maintenance of Kubernetes fails".to_owned()),
    };
    for (target, reason, window) in &new {
        let known = old.iter().find(|(other, ..)| other == target);
        let instead = match known {
            Some((_, _, before)) if before.begin <= window.begin => continue,
            Some((_, _, before)) => format!(" instead of {}", when(*before, now)),
            None => String::new(),
        };
        let (pool, what) = of(target);
        found.push(Difference {
            code: DiffCode::FailureBegins,
            pool,
            image: None,
            from: None,
            to: Vec::new(),
            message: format!("{what} {}{instead}: {reason}", when(*window, now)),
            before: known.map(|(_, _, window)| *window),
            after: Some(*window),
        });
    }
    for (target, _, window) in &old {
        if new.iter().any(|(other, ..)| other == target) {
            continue;
        }
        let (pool, what) = of(target);
        found.push(Difference {
            code: DiffCode::FailureEnds,
            pool,
            image: None,
            from: None,
            to: Vec::new(),
            message: format!("no longer: {what} {}", when(*window, now)),
            before: Some(*window),
            after: None,
        });
    }
}

/// Say when a window is.
fn when(window: Interval, now: Timestamp) -> String {
    if window.begin == window.end {
        return "now, as its annotation asks".to_owned();
    }
    if window.begin <= now {
        return format!(
            "in the window that is open now, since {}",
            minute(window.begin)
        );
    }
    format!("in the window from {}", minute(window.begin))
}
