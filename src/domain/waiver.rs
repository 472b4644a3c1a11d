//! Waivers: findings that somebody has accepted, until a day.
//!
//! One file serves every command that finds something: codes of `versions`, rules of `impact`.

use jiff::civil::date;
use jiff::fmt::temporal::Pieces;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Deserializer};

use super::impact::rules::{Class, Rule};
use super::versions::finding::Code;

/// A list of waivers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Waivers(pub Vec<Waiver>);

/// A waiver: which findings, why, and until when.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The code of a finding of `versions`, or the name of a rule of `impact`.
    #[serde(deserialize_with = "code")]
    pub code: String,
    /// `NAMESPACE/SHOOT` or `NAMESPACE/SHOOT/POOL`; `*` stands for any text.
    #[serde(deserialize_with = "target")]
    pub target: String,
    /// Why.
    pub reason: String,
    /// When it ends: an instant, or a day (its end, in UTC). Without, it does not end.
    #[serde(default, deserialize_with = "until")]
    pub until: Option<Timestamp>,
}

fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match (text.parse::<Code>(), Rule::named(&text)) {
        (Ok(_), _) => Ok(text),
        // Nobody here can accept what the server refuses.
        (_, Some(rule)) if rule.row().classes == [Class::Rejected] => Err(
            serde::de::Error::custom(format!("{text} is a rejection, which cannot be waived")),
        ),
        (_, Some(_)) => Ok(text),
        (Err(error), None) => Err(serde::de::Error::custom(format!(
            "{error}, and the rules that `impact rules` lists"
        ))),
    }
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
            .map(|at| at.checked_add(24.hours()).unwrap_or(Timestamp::MAX))
    };
    let until = instant
        .or_else(end_of_day)
        .or_else(|| is_last(&text).then_some(Timestamp::MAX));
    until.map(Some).ok_or_else(|| {
        serde::de::Error::custom(format!(
            "{text:?} is not a time: write 2026-12-31 or 2026-12-31T12:00:00Z"
        ))
    })
}

/// Tell whether a time is one of the last hours that can be written, which nothing here can count.
fn is_last(text: &str) -> bool {
    Pieces::parse(text).is_ok_and(|pieces| {
        let is_whole = pieces.time().is_some() == pieces.offset().is_some();
        is_whole && pieces.date() >= date(9999, 12, 30)
    })
}

impl Waivers {
    /// Find the waiver of a finding of a shoot. `pools` are those that it is about, if any: a waiver for
    /// pools covers what is about no others.
    pub fn covering(
        &self,
        code: &str,
        (namespace, name): (&str, &str),
        pools: &[&str],
        now: Timestamp,
    ) -> Option<&Waiver> {
        self.0.iter().find(|waiver| {
            waiver.code == code
                && waiver.is_valid(now)
                && waiver.is_about(namespace, name)
                && waiver.covers_pools(pools)
        })
    }

    /// Give the waivers that have ended.
    pub fn ended(&self, now: Timestamp) -> impl Iterator<Item = &Waiver> {
        self.0.iter().filter(move |waiver| !waiver.is_valid(now))
    }
}

impl Waiver {
    /// Tell whether it has not ended.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Tell whether it is for this shoot, or pools of it.
    pub fn is_about(&self, namespace: &str, name: &str) -> bool {
        let mut parts = self.target.split('/');
        let mut is = |text: &str| parts.next().is_some_and(|pattern| matches(pattern, text));
        is(namespace) && is(name)
    }

    fn covers_pools(&self, pools: &[&str]) -> bool {
        match self.target.split('/').nth(2) {
            None => true,
            Some(pattern) => !pools.is_empty() && pools.iter().all(|pool| matches(pattern, pool)),
        }
    }
}

/// Match a text against a pattern with `*`.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut wanted, mut at) = (0, 0);
    // The last star and how far it reaches: taking more of the text for an earlier one would not help.
    let mut star = None;
    while at < text.len() {
        match (pattern.get(wanted), star) {
            (Some(b'*'), _) => {
                star = Some((wanted, at));
                wanted += 1;
            }
            (Some(byte), _) if *byte == text[at] => {
                wanted += 1;
                at += 1;
            }
            (_, Some((place, reach))) => {
                star = Some((place, reach + 1));
                (wanted, at) = (place + 1, reach + 1);
            }
            (_, None) => return false,
        }
    }
    pattern[wanted..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::impact::rules::RULES;
    use crate::domain::versions::finding::CODES;

    fn read(yaml: &str) -> Result<Waivers, String> {
        serde_saphyr::from_str(yaml).map_err(|error| error.to_string())
    }

    #[test]
    fn a_waiver_covers_its_code_and_target_until_its_end() {
        let waivers = read(
            "- {code: expires-soon, target: garden-dev/a*, reason: known, until: 2026-12-01}\n\
             - {code: expires-soon, target: garden-dev/b/pool-1, reason: known}",
        )
        .unwrap();
        let covered = |shoot: (&str, &str), pools: &[&str]| {
            let now = "2026-11-21T00:00:00Z".parse().unwrap();
            let waiver = waivers.covering("expires-soon", shoot, pools, now);
            waiver.map(|waiver| waiver.target.as_str())
        };
        assert_eq!(covered(("garden-dev", "abc"), &[]), Some("garden-dev/a*"));
        assert_eq!(covered(("garden-prod", "abc"), &[]), None);
        assert_eq!(
            covered(("garden-dev", "b"), &["pool-1"]),
            Some("garden-dev/b/pool-1")
        );
        assert_eq!(covered(("garden-dev", "b"), &[]), None);
        assert_eq!(
            covered(("garden-dev", "b"), &["pool-1", "pool-2"]),
            None,
            "it is about another pool too"
        );
        let [first, second] = waivers.0.as_slice() else {
            panic!("two waivers");
        };
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
                "- {code: region, target: a/b, reason: r}",
                "cannot be waived",
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
    fn codes_and_rules_are_told_apart_by_their_names() {
        let rules = RULES.iter().filter(|row| row.classes != [Class::Rejected]);
        for rule in rules {
            assert!(CODES.iter().all(|row| row.id != rule.id), "{}", rule.id);
        }
    }

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(matches("*", ""));
        assert!(matches("a*c*", "abcd"));
        assert!(!matches("a*c", "abcd"));
        assert!(matches("*b*b", "abab") && matches("a**", "a") && matches("*ö", "aöö"));
        assert!(!matches("ab", "a") && !matches("a", "ab") && !matches("*b*b", "ab"));
        // Every star tried at every place would take for ever.
        let stars = format!("{}b", "*a".repeat(50));
        assert!(!matches(&stars, &"a".repeat(1000)));
    }

    #[test]
    fn the_last_days_that_can_be_written_are_as_good_as_no_end() {
        for last in [
            "9999-12-30",
            "9999-12-31",
            "9999-12-31T23:59:59Z",
            "9999-12-31T00:00:00+01:00",
        ] {
            let yaml = format!("- {{code: dead-end, target: a/b, reason: r, until: {last}}}");
            let until = read(&yaml).unwrap().0[0].until;
            assert_eq!(until, Some(Timestamp::MAX), "{last}");
        }
        for wrong in ["9999-12-32", "9999-12-31T23:59:59"] {
            let yaml = format!("- {{code: dead-end, target: a/b, reason: r, until: {wrong}}}");
            assert!(
                read(&yaml).unwrap_err().contains("is not a time"),
                "{wrong}"
            );
        }
    }
}
