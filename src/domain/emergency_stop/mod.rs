//! The emergency stop of shoot reconciliations: one annotation on a Seed that gardenlet and scheduler look at.
//!
//! `gardener/gardener:pkg/api/core/v1beta1/helper/seed.go:HasShootReconciliationsDisabledAnnotation`. Who holds a
//! seed, and why, is ours to remember: [`holds`]. What it reaches is counted in [`shoots`].

pub mod backlog;
pub mod gardenlets;
pub mod guards;
pub mod holds;
pub mod result;
pub mod resuming;
pub mod shoots;
pub mod status;
pub mod waves;

use crate::domain::objects::{Condition, Seed, condition};

/// The annotation that stops the shoot reconciliations of a seed.
pub const STOP: &str = "shoot.gardener.cloud/emergency-stop-reconciliations";

/// The only value of [`STOP`] that has an effect.
pub const STOPPED: &str = "true";

/// The annotation that remembers who holds a seed: see [`holds::Holds`].
pub const HOLDS: &str = "kubectl-gardener/emergency-stop";

/// The condition with which seed care confirms that a gardenlet has seen the stop.
pub const CONFIRMED: &str = "EmergencyStopShootReconciliations";

/// How Gardener's documentation calls [`CONFIRMED`]; no code is known to write it.
pub const CONFIRMED_IN_DOCUMENTATION: &str = "SeedDisabledShootReconciliations";

/// Give the value of the stop annotation, effective or not.
pub fn value(seed: &Seed) -> Option<&str> {
    seed.metadata.annotations.get(STOP).map(String::as_str)
}

/// Tell whether the stop is in force: `True`, `1` and `yes` have no effect.
pub fn is_stopped(seed: &Seed) -> bool {
    value(seed) == Some(STOPPED)
}

/// Give the condition that says that the gardenlet has seen the stop, by whichever name.
///
/// Its presence counts, not its status: v1.126.0 and v1.126.1 wrote `False`. But `Unknown` may appear without any
/// stop, when seed care cannot look (`gardener/gardener:pkg/gardenlet/controller/seed/care/health.go`).
pub fn confirmation(seed: &Seed) -> Option<&Condition> {
    [CONFIRMED, CONFIRMED_IN_DOCUMENTATION]
        .iter()
        .find_map(|name| condition::find(&seed.status.conditions, name))
        .filter(|condition| condition.status != "Unknown")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn seed(annotation: Option<&str>, condition: Option<(&str, &str)>) -> Seed {
        let conditions: Vec<_> = condition
            .iter()
            .map(|(name, status)| json!({ "type": name, "status": status }))
            .collect();
        let mut seed =
            json!({ "metadata": { "name": "aws" }, "status": { "conditions": conditions } });
        if let Some(value) = annotation {
            seed["metadata"]["annotations"] = json!({ STOP: value });
        }
        serde_json::from_value(seed).unwrap()
    }

    #[test]
    fn only_the_exact_value_stops() {
        assert!(is_stopped(&seed(Some("true"), None)));
        for without_effect in ["True", "TRUE", "1", "yes", "", " true", "true ", "false"] {
            assert!(
                !is_stopped(&seed(Some(without_effect), None)),
                "{without_effect:?}"
            );
        }
        assert!(!is_stopped(&seed(None, None)));
    }

    #[test]
    fn either_name_confirms_and_unknown_does_not() {
        for (name, status, confirmed) in [
            (CONFIRMED, "True", true),
            (CONFIRMED, "False", true),
            (CONFIRMED_IN_DOCUMENTATION, "True", true),
            (CONFIRMED, "Unknown", false),
            ("GardenletReady", "True", false),
        ] {
            let seed = seed(Some("true"), Some((name, status)));
            assert_eq!(confirmation(&seed).is_some(), confirmed, "{name}={status}");
        }
    }
}
