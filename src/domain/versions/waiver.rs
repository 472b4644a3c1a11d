//! Waivers: findings that somebody has accepted, until a day.

use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::finding::{Code, Finding};

/// A list of waivers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Waivers(pub Vec<Waiver>);

/// A waiver: which findings, why, and until when.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The code.
    #[serde(deserialize_with = "code")]
    pub code: Code,
    /// `NAMESPACE/SHOOT` or `NAMESPACE/SHOOT/POOL`; `*` stands for any text.
    #[serde(deserialize_with = "target")]
    pub target: String,
    /// Why.
    pub reason: String,
    /// When it ends: an instant, or a day (its end, in UTC). Without, it does not end.
    #[serde(default, deserialize_with = "until")]
    pub until: Option<Timestamp>,
}

/// A finding that is waived.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Waived {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Why it is waived.
    pub reason: String,
    /// Until when it is waived.
    pub until: Option<Timestamp>,
}

fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(serde::de::Error::custom)
}

fn target<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parts: Vec<&str> = text.split('/').collect();
    if matches!(parts.len(), 2 | 3) && parts.iter().all(|part| !part.is_empty()) {
        return Ok(text);
    }
    Err(serde::de::Error::custom(format!(
        "{text:?} is not a target: write NAMESPACE/SHOOT or NAMESPACE/SHOOT/POOL"
    )))
}

fn until<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let instant = text.parse::<Timestamp>().ok();
    let end_of_day = || {
        format!("{text}T00:00:00Z")
            .parse::<Timestamp>()
            .ok()
            .map(|at| at + 24.hours())
    };
    let until = instant.or_else(end_of_day);
    until.map(Some).ok_or_else(|| {
        serde::de::Error::custom(format!(
            "{text:?} is not a time: write 2026-12-31 or 2026-12-31T12:00:00Z"
        ))
    })
}

impl Waivers {
    /// Tell the findings of a shoot apart: those that stand, and those that are waived.
    pub fn divide(
        &self,
        findings: Vec<Finding>,
        namespace: &str,
        name: &str,
        now: Timestamp,
    ) -> (Vec<Finding>, Vec<Waived>) {
        let (mut standing, mut aside) = (Vec::new(), Vec::new());
        for finding in findings {
            let covers =
                |waiver: &&Waiver| waiver.is_valid(now) && waiver.covers(&finding, namespace, name);
            match self.0.iter().find(covers) {
                Some(waiver) => aside.push(Waived {
                    finding,
                    reason: waiver.reason.clone(),
                    until: waiver.until,
                }),
                None => standing.push(finding),
            }
        }
        (standing, aside)
    }

    /// Give the waivers that have ended.
    pub fn ended(&self, now: Timestamp) -> impl Iterator<Item = &Waiver> {
        self.0.iter().filter(move |waiver| !waiver.is_valid(now))
    }
}

impl Waiver {
    fn is_valid(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    fn covers(&self, finding: &Finding, namespace: &str, name: &str) -> bool {
        let parts: Vec<&str> = self.target.split('/').collect();
        let pool = match parts.get(2) {
            None => true,
            Some(pattern) => finding
                .pool
                .as_deref()
                .is_some_and(|pool| matches(pattern, pool)),
        };
        finding.code == self.code && matches(parts[0], namespace) && matches(parts[1], name) && pool
    }
}

/// Match a text against a pattern with `*`.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    (0..=text.len()).any(|skip| text.is_char_boundary(skip) && matches(rest, &text[skip..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str) -> Result<Waivers, String> {
        serde_saphyr::from_str(yaml).map_err(|error| error.to_string())
    }

    fn finding(pool: Option<&str>) -> Finding {
        Finding::new(Code::ExpiresSoon, pool, "1.33.1", "")
    }

    #[test]
    fn a_waiver_covers_its_code_and_target_until_its_end() {
        let waivers = read(
            "- {code: expires-soon, target: garden-dev/a*, reason: known, until: 2026-12-01}\n\
             - {code: expires-soon, target: garden-dev/b/pool-1, reason: known}",
        )
        .unwrap();
        let [first, second] = waivers.0.as_slice() else {
            panic!("two waivers");
        };
        assert!(first.covers(&finding(None), "garden-dev", "abc"));
        assert!(!first.covers(&finding(None), "garden-dev", "b"));
        assert!(!first.covers(&finding(None), "garden-prod", "abc"));
        assert!(second.covers(&finding(Some("pool-1")), "garden-dev", "b"));
        assert!(!second.covers(&finding(None), "garden-dev", "b"));
        let end: Timestamp = "2026-12-02T00:00:00Z".parse().unwrap();
        assert!(first.is_valid(end - 1.seconds()));
        assert!(!first.is_valid(end));
        assert!(second.is_valid(end));
    }

    #[test]
    fn wrong_waivers_are_refused_with_the_field() {
        for (yaml, text) in [
            (
                "- {code: V01, target: a/b, reason: r}",
                "no finding has the code",
            ),
            (
                "- {code: dead-end, target: a, reason: r}",
                "NAMESPACE/SHOOT",
            ),
            (
                "- {code: dead-end, target: a/b, reason: r, until: tomorrow}",
                "is not a time",
            ),
            ("- {code: dead-end, target: a/b}", "reason"),
            (
                "- {code: dead-end, target: a/b, reason: r, untill: 2026-12-01}",
                "untill",
            ),
        ] {
            let error = read(yaml).unwrap_err();
            assert!(error.contains(text), "{yaml}: {error}");
        }
    }

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(matches("*", ""));
        assert!(matches("a*c*", "abcd"));
        assert!(!matches("a*c", "abcd"));
    }
}
