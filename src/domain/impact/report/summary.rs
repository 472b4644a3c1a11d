//! All of a report in one line and a few numbers.

use std::collections::BTreeMap;

use super::{ControlPlane, Downtime, Finding, Summary};
use crate::domain::impact::Judged;
use crate::domain::impact::effects::in_maintenance;
use crate::domain::impact::pools::{Action, Certainty, PoolImpact};
use crate::domain::impact::rules::Class;
use crate::domain::impact::timing::{Moment, When};
use crate::domain::impact::verdict::Verdict;

/// Make the summary.
pub(super) fn summary(
    judged: &Judged,
    findings: &[Finding],
    control_plane: &ControlPlane,
    unexplained: &[String],
) -> Summary {
    let rolled: Vec<&PoolImpact> = judged
        .pools
        .iter()
        .filter(|pool| {
            let renews = [Action::Roll, Action::InPlace, Action::ManualInPlace];
            renews.contains(&pool.action) && pool.held_back.is_none()
        })
        .collect();
    let nodes = rolled.iter().filter_map(|pool| pool.before);
    let nodes = nodes.fold([0, 0], |sum, size| {
        [sum[0] + size.minimum, sum[1] + size.maximum]
    });
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        *classes.entry(finding.class.id().to_owned()).or_default() += 1;
    }
    let reversible = findings.iter().all(|finding| finding.reversible);
    let worst = match judged.verdict {
        Verdict::Rejected => Some(Class::Rejected),
        _ => findings.iter().map(|finding| finding.class).min(),
    };
    let headline = match judged.verdict {
        Verdict::Rejected => {
            let count = judged.rejections.len();
            format!(
                "rejected: {count} {}",
                if count == 1 { "reason" } else { "reasons" }
            )
        }
        _ if is_new(judged) => {
            let pools = comings_and_goings(judged);
            let parts = std::iter::once("a new Shoot".to_owned()).chain(pools);
            parts.collect::<Vec<_>>().join(", ")
        }
        _ if judged.changes.is_empty() => "nothing changes".to_owned(),
        _ => headline(
            judged,
            findings,
            control_plane,
            unexplained,
            rolled.len(),
            nodes,
            reversible,
        ),
    };
    Summary {
        headline,
        worst,
        classes,
        rolled_pools: rolled.len(),
        rolled_nodes: nodes,
        reversible,
        waived: 0,
    }
}

/// Whether there is no Shoot yet.
pub(in crate::domain::impact) fn is_new(judged: &Judged) -> bool {
    !judged.old.metadata().get("name").is_set()
}

/// Pools with nodes that come or go.
fn comings_and_goings(judged: &Judged) -> Vec<String> {
    let mut parts = Vec::new();
    let sum = |pools: &[&PoolImpact]| {
        let sizes = pools.iter().filter_map(|pool| pool.before.or(pool.after));
        let [minimum, maximum] = sizes.fold([0, 0], |sum, size| {
            [sum[0] + size.minimum, sum[1] + size.maximum]
        });
        let pools = match pools {
            [only] => format!("pool {}", only.name),
            pools => format!("{} pools", pools.len()),
        };
        format!("{pools} with {minimum} to {maximum} nodes")
    };
    let all: Vec<&PoolImpact> = judged.pools.iter().collect();
    match (judged.old.is_hibernated(), judged.new.is_hibernated()) {
        (false, true) if !all.is_empty() => parts.push(format!("{} put to sleep", sum(&all))),
        (true, false) if !all.is_empty() => parts.push(format!("{} woken up", sum(&all))),
        (true, true) => {}
        _ => {
            for (action, done) in [(Action::Delete, "deleted"), (Action::Create, "added")] {
                let pools: Vec<&PoolImpact> = all
                    .iter()
                    .copied()
                    .filter(|pool| pool.action == action)
                    .collect();
                if !pools.is_empty() {
                    parts.push(format!("{} {done}", sum(&pools)));
                }
            }
        }
    }
    parts
}

/// Say when it happens: the most severe, and what an operation does that maintenance starts where that is later or earlier.
fn moments(findings: &[Finding]) -> Option<String> {
    let first = findings.first()?;
    let calm = [Class::Deferred, Class::ConfigOnly, Class::NoEffect];
    let mut moments: Vec<&When> = vec![&first.when];
    let active = || {
        findings
            .iter()
            .filter(|finding| !calm.contains(&finding.class))
    };
    for asked in [true, false] {
        let mut part = active().filter(|finding| (finding.path == in_maintenance()) == asked);
        if let Some(finding) = part.next()
            && active().any(|finding| finding.path == in_maintenance())
            && !moments.contains(&&finding.when)
        {
            moments.push(&finding.when);
        }
    }
    moments.sort_by_key(|when| when.order());
    let texts: Vec<String> = moments.into_iter().map(moment).collect();
    Some(texts.join(", more "))
}

fn moment(when: &When) -> String {
    match when.moment {
        Moment::Now => "now".to_owned(),
        Moment::Window => match when.begin {
            Some(begin) => format!("in the window from {begin}"),
            None => "with maintenance".to_owned(),
        },
        Moment::NextReconcile => "with the next reconciliation".to_owned(),
        Moment::Blocked => "blocked".to_owned(),
        Moment::Unknown => "nobody knows when".to_owned(),
    }
}

fn headline(
    judged: &Judged,
    findings: &[Finding],
    control_plane: &ControlPlane,
    unexplained: &[String],
    pools: usize,
    nodes: [i64; 2],
    reversible: bool,
) -> String {
    let mut parts = comings_and_goings(judged);
    let maybe = judged
        .pools
        .iter()
        .filter(|pool| pool.action != Action::None)
        .any(|pool| pool.certainty == Certainty::Provider);
    if pools > 0 {
        let word = if pools == 1 { "pool" } else { "pools" };
        let sure = if maybe {
            ", depending on the provider"
        } else {
            ""
        };
        parts.push(format!(
            "{pools} {word} with {} to {} nodes renewed{sure}",
            nodes[0], nodes[1]
        ));
    } else if parts.is_empty() {
        parts.push("no pool is renewed".to_owned());
    }
    parts.push(match control_plane.api_downtime {
        Downtime::None => "API stays".to_owned(),
        Downtime::Brief => "API gone for a moment".to_owned(),
        Downtime::Long => "API gone until it wakes up".to_owned(),
        Downtime::Unknown => "API unknown".to_owned(),
    });
    parts.extend(moments(findings));
    parts.push(
        if reversible {
            "reversible"
        } else {
            "not reversible"
        }
        .to_owned(),
    );
    if !unexplained.is_empty() {
        parts.push(format!("{} fields no rule knows", unexplained.len()));
    }
    parts.join(", ")
}
