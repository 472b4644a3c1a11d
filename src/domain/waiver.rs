//! Waivers: findings that somebody has accepted, until a day.
//!
//! One file serves every command that finds something: codes of `versions`, rules of `impact`.

use jiff::civil::date;
use jiff::fmt::temporal::Pieces;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Deserializer};

use super::impact::rules::{Class, Rule};
use super::impact::{profile, seed};
use super::versions::finding::Code;

/// A list of waivers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Waivers(pub Vec<Waiver>);

/// A waiver: which findings, why, and until when.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Waiver {
    /// The code of a finding of `versions`, or the name of a rule of `impact`.
    pub code: String,
    /// What the finding is about; `*` stands for any text. `NAMESPACE/SHOOT` or `NAMESPACE/SHOOT/POOL`, of Seeds and
    /// CloudProfiles their name, `NAMESPACE/NAME` of a NamespacedCloudProfile.
    pub target: String,
    /// Why.
    pub reason: String,
    /// When it ends: an instant, or a day (its end, in UTC). Without, it does not end.
    pub until: Option<Timestamp>,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// The namespace, of kinds that are in one.
    pub namespace: Option<&'a str>,
    /// The name.
    pub name: &'a str,
}

/// A waiver as it stands in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(deserialize_with = "code")]
    code: String,
    target: String,
    reason: String,
    #[serde(default, deserialize_with = "until")]
    until: Option<Timestamp>,
}

impl TryFrom<Written> for Waiver {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written {
            code,
            target,
            reason,
            until,
        } = written;
        let parts: Vec<&str> = target.split('/').collect();
        // What a target looks like depends on the kind of object that the code is about.
        let (fits, forms) = if seed::rules::named(&code).is_some() {
            (parts.len() == 1, "the name of a Seed")
        } else if profile::rules::named(&code).is_some() {
            let forms = "the name of a CloudProfile, or NAMESPACE/NAME of a NamespacedCloudProfile";
            (matches!(parts.len(), 1 | 2), forms)
        } else {
            let forms = "NAMESPACE/SHOOT or NAMESPACE/SHOOT/POOL";
            (matches!(parts.len(), 2 | 3), forms)
        };
        if fits && parts.iter().all(|part| !part.is_empty()) {
            return Ok(Self {
                code,
                target,
                reason,
                until,
            });
        }
        Err(format!(
            "{target:?} is not a target of {code}: write {forms}"
        ))
    }
}

fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let mut refusals = seed::REFUSALS.iter().chain(profile::REFUSALS);
    let rejects = refusals.any(|refusal| refusal.id == text)
        || Rule::named(&text).is_some_and(|rule| rule.row().classes == [Class::Rejected]);
    // Nobody here can accept what the server refuses.
    if rejects {
        let error = format!("{text} is a rejection, which cannot be waived");
        return Err(serde::de::Error::custom(error));
    }
    let is_rule = Rule::named(&text).is_some()
        || seed::rules::named(&text).is_some()
        || profile::rules::named(&text).is_some();
    match text.parse::<Code>() {
        Err(error) if !is_rule => Err(serde::de::Error::custom(format!(
            "{error}, and the rules that `impact rules` lists"
        ))),
        _ => Ok(text),
    }
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
    /// Find the waiver of a finding. `pools` are those that it is about, if any: a waiver for pools covers what is about
    /// no others.
    pub fn covering(
        &self,
        code: &str,
        target: Target<'_>,
        pools: &[&str],
        now: Timestamp,
    ) -> Option<&Waiver> {
        self.0.iter().find(|waiver| {
            waiver.code == code
                && waiver.is_valid(now)
                && waiver.is_about(target)
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

    /// Tell whether it is for this object, or pools of it.
    pub fn is_about(&self, target: Target<'_>) -> bool {
        let parts: Vec<&str> = self.target.split('/').collect();
        match (target.namespace, parts.as_slice()) {
            (None, [name]) => matches(name, target.name),
            (Some(in_it), [namespace, name] | [namespace, name, _]) => {
                matches(namespace, in_it) && matches(name, target.name)
            }
            _ => false,
        }
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
            let target = Target {
                namespace: Some(shoot.0),
                name: shoot.1,
            };
            let waiver = waivers.covering("expires-soon", target, pools, now);
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
                "- {code: dead-end, target: a/, reason: r}",
                "NAMESPACE/SHOOT",
            ),
            (
                "- {code: seed-zones, target: a/b, reason: r}",
                "the name of a Seed",
            ),
            (
                "- {code: profile-limits, target: a/b/c, reason: r}",
                "NAMESPACE/NAME of a NamespacedCloudProfile",
            ),
            (
                "- {code: seed-values, target: a, reason: r}",
                "cannot be waived",
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
    fn kinds_are_told_apart_by_what_they_are_called() {
        let waivers = read(
            "- {code: seed-zones, target: aws-*, reason: r}\n\
             - {code: profile-limits, target: '*', reason: r}\n\
             - {code: profile-limits, target: garden-*/own, reason: r}",
        )
        .unwrap();
        let about = |namespace, name| {
            let target = Target { namespace, name };
            let all = waivers.0.iter().map(|waiver| waiver.is_about(target));
            all.collect::<Vec<_>>()
        };
        assert_eq!(about(None, "aws-eu1"), [true, true, false]);
        assert_eq!(about(None, "own"), [false, true, false]);
        assert_eq!(about(Some("garden-dev"), "own"), [false, false, true]);
        assert_eq!(about(Some("dev"), "own"), [false, false, false]);
    }

    #[test]
    fn codes_and_rules_are_told_apart_by_their_names() {
        let rules = RULES.iter().filter(|row| row.classes != [Class::Rejected]);
        let names = rules.map(|row| row.id);
        let seeds = seed::RULES.iter().map(|row| row.id);
        let profiles = profile::RULES.iter().map(|row| row.id);
        let mut seen = std::collections::BTreeSet::new();
        for name in names.chain(seeds).chain(profiles) {
            assert!(CODES.iter().all(|row| row.id != name), "{name}");
            assert!(seen.insert(name), "{name}");
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
