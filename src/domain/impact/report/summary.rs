//! All of a report in one line and a few numbers.

use std::collections::BTreeMap;

use super::{ControlPlane, Downtime, Finding, Summary};
use crate::domain::impact::Judged;
use crate::domain::impact::effects::in_maintenance;
use crate::domain::impact::pools::{Action, Certainty, PoolImpact};
use crate::domain::impact::rules::Class;
use crate::domain::impact::timing::{Moment, When};
use crate::domain::impact::verdict::Verdict;
use crate::order::Order as _;

/// Make the summary.
pub(super) fn summary(
    judged: &Judged,
    pools: &[PoolImpact],
    findings: &[Finding],
    control_plane: &ControlPlane,
    unexplained: &[String],
) -> Summary {
    let rolled: Vec<&PoolImpact> = pools
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
            &Moments::of(pools, &rolled, findings),
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

/// When the parts of the first line happen.
struct Moments<'a> {
    /// Pools come, go, sleep or wake up.
    comings: Vec<&'a When>,
    /// Pools are renewed.
    renewals: Vec<&'a When>,
    /// The API is gone.
    downtimes: Vec<&'a When>,
    /// All of these; where there is none, the most severe.
    first: Vec<&'a When>,
    /// What else happens where maintenance starts operations, and what they do.
    others: Vec<&'a When>,
}

impl<'a> Moments<'a> {
    fn of(pools: &'a [PoolImpact], rolled: &[&'a PoolImpact], findings: &'a [Finding]) -> Self {
        let moving = pools
            .iter()
            .filter(|pool| matches!(pool.action, Action::Create | Action::Delete))
            .filter_map(|pool| pool.when.as_ref());
        let sleeping = findings
            .iter()
            .filter(|finding| finding.path == "spec.hibernation.enabled");
        let comings = distinct(moving.chain(sleeping.map(|finding| &finding.when)));
        let renewals = distinct(rolled.iter().filter_map(|pool| pool.when.as_ref()));
        let down = findings.iter().filter(|finding| {
            finding.class == Class::ApiDowntime || finding.also.contains(&Class::ApiDowntime)
        });
        let downtimes = distinct(down.map(|finding| &finding.when));
        let parts = [&comings, &renewals, &downtimes];
        let mut first = distinct(parts.into_iter().flatten().copied());
        if first.is_empty() {
            first.extend(findings.first().map(|finding| &finding.when));
        }
        let calm = [Class::Deferred, Class::ConfigOnly, Class::NoEffect];
        let active = || {
            let mut all = findings.iter();
            std::iter::from_fn(move || all.find(|finding| !calm.contains(&finding.class)))
        };
        let asked = |finding: &&Finding| finding.path == in_maintenance();
        let begun = active().find(asked);
        let beside = active().find(|finding| !asked(finding));
        let others = begun.into_iter().chain(beside.filter(|_| begun.is_some()));
        let mut others = distinct(others.map(|finding| &finding.when));
        others.retain(|when| !first.iter().any(|known| when.is_told_by(known)));
        Self {
            comings,
            renewals,
            downtimes,
            first,
            others,
        }
    }

    /// Say when a part happens, where the parts do not happen together.
    fn at(&self, part: &[&When]) -> String {
        if self.first.len() < 2 || part.is_empty() {
            return String::new();
        }
        let moments: Vec<String> = part.iter().map(|when| moment(when)).collect();
        format!(" {}", moments.join(" and "))
    }

    /// Say when all of it happens, and when the rest does.
    fn closing(&self) -> Vec<String> {
        let mut texts = Vec::new();
        if let [only] = self.first.as_slice() {
            texts.push(moment(only));
        }
        let last = self.first.last().map(|when| when.order());
        texts.extend(self.others.iter().map(|when| {
            let sooner = last.is_some_and(|last| when.order() < last);
            let part = if sooner { "some of it" } else { "more" };
            format!("{part} {}", moment(when))
        }));
        texts
    }
}

/// Give each moment once, the first one first; of a window the one that may have to wait for the next.
fn distinct<'a>(whens: impl Iterator<Item = &'a When>) -> Vec<&'a When> {
    let mut all: Vec<&When> = whens.collect();
    all.order_by_key(|when| (when.order(), when.next.is_none()));
    all.dedup_by(|when, known| when.is_told_by(known));
    all
}

fn moment(when: &When) -> String {
    match when.moment {
        Moment::Now => "now".to_owned(),
        Moment::Window => match when.window() {
            Some(window) => format!("in the {window}"),
            None => "with maintenance".to_owned(),
        },
        Moment::NextReconcile => "with the next reconciliation".to_owned(),
        Moment::Blocked => "blocked".to_owned(),
        Moment::Unknown => "nobody knows when".to_owned(),
    }
}

fn headline(
    judged: &Judged,
    moments: &Moments<'_>,
    control_plane: &ControlPlane,
    unexplained: &[String],
    pools: usize,
    nodes: [i64; 2],
    reversible: bool,
) -> String {
    let mut parts = comings_and_goings(judged);
    for part in &mut parts {
        part.push_str(&moments.at(&moments.comings));
    }
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
            "{pools} {word} with {} to {} nodes renewed{}{sure}",
            nodes[0],
            nodes[1],
            moments.at(&moments.renewals)
        ));
    } else if parts.is_empty() {
        parts.push("no pool is renewed".to_owned());
    }
    let server = match control_plane.api_downtime {
        Downtime::None => "API stays",
        Downtime::Brief => "API gone for a moment",
        Downtime::Long => "API gone until it wakes up",
        Downtime::Unknown => "API unknown",
    };
    parts.push(format!("{server}{}", moments.at(&moments.downtimes)));
    parts.extend(moments.closing());
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
