//! Lifting in waves: how many seeds at a time, and whether those of the last wave are healthy.

use std::str::FromStr;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{CONFIRMED, CONFIRMED_IN_DOCUMENTATION, confirmation, is_stopped};
use crate::domain::objects::{Seed, condition};

/// How many seeds at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaveSize {
    /// So many.
    Seeds(usize),
    /// So many of a hundred, at least one.
    Percent(usize),
}

impl FromStr for WaveSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is no size of a wave: write a number such as 5, or a percentage such as 10%"
            )
        };
        let (number, size): (&str, fn(usize) -> Self) = match text.strip_suffix('%') {
            Some(percent) => (percent, Self::Percent),
            None => (text, Self::Seeds),
        };
        let number: usize = number.parse().map_err(|_| wrong())?;
        if number == 0 || (text.ends_with('%') && number > 100) {
            return Err(wrong());
        }
        Ok(size(number))
    }
}

impl WaveSize {
    /// Give the number of seeds in a wave.
    pub fn of(self, seeds: usize) -> usize {
        match self {
            Self::Seeds(count) => count,
            Self::Percent(percent) => (seeds * percent).div_ceil(100).max(1),
        }
    }
}

/// How far the waves came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Waves {
    /// The waves that were begun.
    pub waves: Vec<Wave>,
    /// Why no further wave was begun.
    pub halted: Option<String>,
}

/// One wave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Wave {
    /// Its number; one that was begun by an earlier run keeps that run's.
    pub number: usize,
    /// Its seeds.
    pub seeds: Vec<String>,
    /// Those that did not become healthy, and why.
    pub unhealthy: Vec<Unhealthy>,
}

/// A seed that did not become healthy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unhealthy {
    /// The seed.
    pub seed: String,
    /// Why it does not count as healthy.
    pub reason: String,
}

/// Whether a seed is healthy after its stop was lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// Everything that was said since then is good.
    Healthy,
    /// It has not been said yet.
    NotYet(String),
    /// Something is wrong.
    Unhealthy(String),
}

/// Judge a seed by what was said since its stop was lifted.
///
/// Conditions keep their times while nothing changes, so their age says nothing. But seed care writes all of them at
/// once, and takes away the condition of the stop when it does: after that, the others are fresh. A heartbeat shows
/// that the gardenlet lives; `heartbeat` is none where leases cannot be read.
pub fn health(seed: &Seed, lifted: Timestamp, heartbeat: Option<Timestamp>) -> Health {
    if is_stopped(seed) {
        return Health::Unhealthy("it was stopped again".to_owned());
    }
    if confirmation(seed).is_some() {
        return Health::NotYet(
            "its conditions have not been looked at since the stop was lifted".to_owned(),
        );
    }
    let conditions = &seed.status.conditions;
    let ours = |name: &str| name == CONFIRMED || name == CONFIRMED_IN_DOCUMENTATION;
    let ready = condition::find(conditions, "GardenletReady");
    if ready.is_none() {
        return Health::NotYet("GardenletReady is missing".to_owned());
    }
    for condition in conditions
        .iter()
        .filter(|condition| !ours(&condition.condition_type))
    {
        let said = || {
            format!(
                "{} is {}: {}",
                condition.condition_type, condition.status, condition.message
            )
        };
        match condition.status.as_str() {
            "True" => {}
            "Progressing" => return Health::NotYet(said()),
            _ => return Health::Unhealthy(said()),
        }
    }
    if heartbeat.is_some_and(|beat| beat <= lifted) {
        return Health::NotYet(
            "its gardenlet has not renewed its lease since the stop was lifted".to_owned(),
        );
    }
    Health::Healthy
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::emergency_stop::STOP;

    #[test]
    fn waves_are_numbers_or_percentages_and_never_empty() {
        for (text, seeds, size) in [
            ("5", 200, 5),
            ("10%", 200, 20),
            ("1%", 3, 1),
            ("34%", 3, 2),
            ("100%", 7, 7),
        ] {
            assert_eq!(text.parse::<WaveSize>().unwrap().of(seeds), size, "{text}");
        }
        for wrong in ["", "0", "0%", "101%", "-1", "x", "%", "1.5"] {
            assert!(wrong.parse::<WaveSize>().is_err(), "{wrong}");
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn seed(conditions: &Value) -> Seed {
        let conditions: Vec<Value> = conditions
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, status)| json!({ "type": name, "status": status, "message": "said" }))
            .collect();
        serde_json::from_value(
            json!({ "metadata": { "name": "aws" }, "status": { "conditions": conditions } }),
        )
        .unwrap()
    }

    #[test]
    fn only_what_was_said_since_then_counts() {
        let lifted = at("2026-11-21T12:00:00Z");
        let beat = Some(at("2026-11-21T12:00:02Z"));
        let good =
            seed(&json!({ "GardenletReady": "True", "SeedSystemComponentsHealthy": "True" }));
        assert_eq!(health(&good, lifted, beat), Health::Healthy);
        assert_eq!(health(&good, lifted, None), Health::Healthy);
        assert!(matches!(
            health(&good, lifted, Some(lifted)),
            Health::NotYet(_)
        ));
        for (conditions, verdict) in [
            (
                json!({ "GardenletReady": "True", CONFIRMED: "True", "SeedSystemComponentsHealthy": "False" }),
                "not yet",
            ),
            (json!({ "SeedSystemComponentsHealthy": "True" }), "not yet"),
            (
                json!({ "GardenletReady": "True", "ExtensionsReady": "Progressing" }),
                "not yet",
            ),
            (json!({ "GardenletReady": "Unknown" }), "unhealthy"),
            (
                json!({ "GardenletReady": "True", "SeedSystemComponentsHealthy": "False" }),
                "unhealthy",
            ),
        ] {
            let found = match health(&seed(&conditions), lifted, beat) {
                Health::Healthy => "healthy",
                Health::NotYet(_) => "not yet",
                Health::Unhealthy(_) => "unhealthy",
            };
            assert_eq!(found, verdict, "{conditions}");
        }
        let mut again = good;
        again
            .metadata
            .plain
            .annotations
            .insert(STOP.to_owned(), "true".to_owned());
        assert!(matches!(health(&again, lifted, beat), Health::Unhealthy(_)));
    }
}
