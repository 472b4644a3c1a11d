//! All that changes of profiles do, in a line.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{ProfileFinding, ProfileReport, Summary, VersionsPart};
use crate::domain::impact::fleet::FleetImpact;
use crate::domain::impact::rules::Class;
use crate::domain::impact::verdict::Verdict;
use crate::domain::versions::diff::VersionDiff;
use crate::domain::versions::run::Run;
use crate::domain::versions::version::Version;

/// Give the updates of runs that renew nodes: a pool, or the shoot as a whole, and where it leads.
fn renewals(runs: &[Run]) -> BTreeSet<(Option<&str>, &str)> {
    let minor = |from: &str, to: &str| match (Version::parse(from), Version::parse(to)) {
        (Some(from), Some(to)) => !from.same_minor(&to),
        _ => true,
    };
    let mut found = BTreeSet::new();
    for run in runs {
        if let Some(change) = run
            .kubernetes
            .as_ref()
            .filter(|change| minor(&change.from, &change.to))
        {
            found.insert((None, change.to.as_str()));
        }
        for pool in &run.pools {
            let image = pool.image.as_ref().map(|image| image.to.as_str());
            let kubernetes = pool
                .kubernetes
                .as_ref()
                .filter(|change| minor(&change.from, &change.to));
            let kubernetes = kubernetes.map(|change| change.to.as_str());
            found.extend(
                image
                    .into_iter()
                    .chain(kubernetes)
                    .map(|to| (Some(pool.name.as_str()), to)),
            );
        }
    }
    found
}

pub(super) fn part(versions: VersionDiff) -> VersionsPart {
    let (mut pools, mut shoots) = (0, 0);
    for shoot in &versions.shoots {
        let before = renewals(&shoot.before);
        let new: Vec<_> = renewals(&shoot.after)
            .into_iter()
            .filter(|update| !before.contains(update))
            .collect();
        let names: BTreeSet<_> = new.iter().filter_map(|(pool, _)| *pool).collect();
        pools += u32::try_from(names.len()).unwrap_or(u32::MAX);
        shoots += u32::from(new.iter().any(|(pool, _)| pool.is_none()));
    }
    VersionsPart {
        until: versions.until,
        changes: versions.changes,
        findings: versions.findings,
        summary: versions.summary,
        renewed_pools: pools,
        renewed_shoots: shoots,
    }
}

/// Give the most severe class, of findings that count.
pub(super) fn worst(
    profiles: &[ProfileReport],
    versions: &VersionsPart,
    counts: impl Fn(&ProfileFinding) -> bool,
) -> Option<Class> {
    let refused = (profiles.iter()).any(|profile| profile.verdict == Verdict::Rejected);
    let renews = versions.renewed_pools > 0 || versions.renewed_shoots > 0;
    let findings = profiles.iter().flat_map(|profile| &profile.findings);
    findings
        .filter(|finding| counts(finding))
        .map(|finding| finding.class)
        .chain(refused.then_some(Class::Rejected))
        .chain((renews && !refused).then_some(Class::NodeRoll))
        .min()
}

pub(super) fn summary(
    profiles: &[ProfileReport],
    versions: &VersionsPart,
    shoots: Option<&FleetImpact>,
) -> Summary {
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    let findings = || profiles.iter().flat_map(|profile| &profile.findings);
    for finding in findings() {
        *classes.entry(finding.class.id().to_owned()).or_default() += 1;
    }
    let refused = profiles
        .iter()
        .filter(|profile| profile.verdict == Verdict::Rejected)
        .count();
    let changes = findings().next().is_some() || !versions.changes.is_empty();
    let mut parts = Vec::new();
    if refused > 0 {
        parts.push(format!(
            "{refused} of {} profiles are rejected",
            profiles.len()
        ));
    } else if !changes {
        parts.push("nothing changes".to_owned());
    } else {
        parts.push(match (versions.renewed_pools, versions.renewed_shoots) {
            (0, 0) => "no pool is renewed".to_owned(),
            (pools, 0) => format!("{pools} pools are renewed by updates that it brings"),
            (0, shoots) => format!("{shoots} shoots go to another minor with it"),
            (pools, shoots) => format!("{pools} pools are renewed by updates that it brings, {shoots} shoots go to another minor"),
        });
        if let Some(shoots) = shoots {
            parts.push(match shoots.touched {
                0 => "no shoot notices at its next reconciliation".to_owned(),
                touched => format!(
                    "{touched} of {} shoots are touched by their next reconciliation",
                    shoots.total
                ),
            });
        }
        let later: u32 = profiles
            .iter()
            .flat_map(|p| &p.later_rejections)
            .map(|later| later.shoots)
            .sum();
        if later > 0 {
            parts.push(format!("later updates of {later} shoots are refused"));
        }
        let unknown: usize = profiles
            .iter()
            .map(|profile| profile.unexplained.len())
            .sum();
        if unknown > 0 {
            parts.push(format!("{unknown} fields no rule knows"));
        }
    }
    Summary {
        headline: parts.join(", "),
        worst: worst(profiles, versions, |_| true),
        classes,
        waived: 0,
    }
}
