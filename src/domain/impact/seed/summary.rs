//! All that a change of a Seed does, in a line.

use std::collections::BTreeMap;

use super::report::{SeedFinding, Summary};
use crate::domain::impact::fleet::FleetImpact;
use crate::domain::impact::rules::Class;
use crate::domain::impact::verdict::{Rejection, Verdict};

/// Say all of it in a line.
pub(super) fn summary(
    verdict: Verdict,
    rejections: &[Rejection],
    findings: &[SeedFinding],
    unexplained: &[String],
    shoots: Option<&FleetImpact>,
) -> Summary {
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        *classes.entry(finding.class.id().to_owned()).or_default() += 1;
    }
    let worst = match verdict {
        Verdict::Rejected => Some(Class::Rejected),
        _ => findings.iter().map(|finding| finding.class).min(),
    };
    let headline = match verdict {
        Verdict::Rejected => match rejections.len() {
            1 => "rejected: 1 reason".to_owned(),
            count => format!("rejected: {count} reasons"),
        },
        _ if findings.is_empty() && unexplained.is_empty() => "nothing changes".to_owned(),
        _ => {
            let mut parts = Vec::new();
            let of = |class: Class| findings.iter().find(|finding| finding.class == class);
            let on = |count: Option<u32>| match (count, shoots) {
                (Some(count), Some(shoots)) => format!(" on {count} of {} shoots", shoots.total),
                _ => String::new(),
            };
            let interrupted = shoots.map(|shoots| shoots.api_interrupted);
            if of(Class::ApiDowntime).is_some() {
                parts.push(format!("API gone for a moment{}", on(interrupted)));
            } else if let Some(access) = of(Class::AccessImpact) {
                parts.push(format!("access changes{}", on(access.shoots)));
            } else {
                parts.push("APIs stay".to_owned());
            }
            if let Some(shoots) = shoots {
                parts.push(match shoots.touched {
                    0 => "no shoot notices".to_owned(),
                    touched => format!("{touched} of {} shoots are touched", shoots.total),
                });
            }
            parts.push("no pool is renewed".to_owned());
            if !unexplained.is_empty() {
                parts.push(format!("{} fields no rule knows", unexplained.len()));
            }
            parts.join(", ")
        }
    };
    Summary {
        headline,
        worst,
        classes,
        waived: 0,
    }
}
