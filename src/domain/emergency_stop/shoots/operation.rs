//! What a gardenlet would do with a shoot, and which gardenlet.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::{LastOperation, OPERATION};

/// An operation that a gardenlet runs for a shoot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Operation {
    /// Make its control plane for the first time.
    Create,
    /// Bring it to what its spec says.
    Reconcile,
    /// Take its control plane out of the seed, for another one.
    Migrate,
    /// Bring its control plane up in the seed that it migrates to.
    Restore,
    /// Delete it.
    Delete,
}

impl Operation {
    /// Say it in one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Reconcile => "reconcile",
            Self::Migrate => "migrate",
            Self::Restore => "restore",
            Self::Delete => "delete",
        }
    }

    /// Give the operation that its gardenlet runs next, whatever holds it back.
    ///
    /// Deletion goes first, as in `gardener/gardener:pkg/gardenlet/controller/shoot/shoot/reconciler.go:Reconcile`; the rest is
    /// `helper/helper.go:ComputeOperationType` there and in `pkg/api/core/v1beta1/helper/common.go`.
    pub fn next(shoot: &Shoot) -> Self {
        if shoot.metadata.deletion_timestamp.is_some() {
            return Self::Delete;
        }
        if is_leaving(shoot) {
            return Self::Migrate;
        }
        let asked = shoot.metadata.annotations.get(OPERATION);
        let asked = asked.map_or("", String::as_str);
        let Some(last) = &shoot.status.last_operation else {
            return match asked {
                "migrate" => Self::Migrate,
                "restore" => Self::Restore,
                _ => Self::Create,
            };
        };
        match (last.operation_type.as_str(), last.state.as_str()) {
            ("Migrate", "Succeeded" | "Aborted") => Self::Restore,
            _ if asked == "migrate" => Self::Migrate,
            _ if asked == "restore" => Self::Restore,
            (_, "Succeeded") => Self::Reconcile,
            ("Create", _) => Self::Create,
            ("Migrate", _) => Self::Migrate,
            ("Restore", _) => Self::Restore,
            // Also the empty type that a stopped seed gives a new shoot: its first run is no creation.
            _ => Self::Reconcile,
        }
    }
}

/// Give the seed whose gardenlet runs the next operation; none while it is not scheduled.
///
/// `gardener/gardener:pkg/utils/gardener/migration.go:GetResponsibleSeedName`.
pub fn responsible_seed(shoot: &Shoot) -> Option<&str> {
    let wanted = name(shoot.spec.seed_name.as_ref())?;
    Some(name(shoot.status.seed_name.as_ref()).unwrap_or(wanted))
}

/// Tell whether a shoot is to move to another seed and has not left its own yet.
pub fn is_leaving(shoot: &Shoot) -> bool {
    let wanted = name(shoot.spec.seed_name.as_ref());
    wanted.is_some() && responsible_seed(shoot) != wanted
}

/// Tell whether a shoot runs its control plane itself, so that no seed's switch applies
/// (`gardener/gardener:pkg/api/core/v1beta1/helper/shoot.go:IsShootSelfHosted`).
pub fn is_self_hosted(shoot: &Shoot) -> bool {
    let workers = &shoot.spec.provider.workers;
    workers.iter().any(|worker| worker.control_plane.is_some())
}

/// Tell whether an operation is under way.
pub fn is_processing(last: Option<&LastOperation>) -> bool {
    last.is_some_and(|last| last.state == "Processing")
}

fn name(name: Option<&String>) -> Option<&str> {
    name.map(String::as_str).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shoot(value: serde_json::Value) -> Shoot {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn the_next_operation_is_the_one_that_gardenlet_computes() {
        let with = |kind: &str, state: &str| json!({ "status": { "lastOperation": { "type": kind, "state": state } } });
        for (value, expected) in [
            (json!({}), Operation::Create),
            (with("Create", "Error"), Operation::Create),
            (with("Create", "Succeeded"), Operation::Reconcile),
            (with("Reconcile", "Failed"), Operation::Reconcile),
            (with("Migrate", "Error"), Operation::Migrate),
            (with("Migrate", "Succeeded"), Operation::Restore),
            (with("Migrate", "Aborted"), Operation::Restore),
            (with("Restore", "Pending"), Operation::Restore),
            (with("Restore", "Succeeded"), Operation::Reconcile),
            (
                json!({ "metadata": { "annotations": { OPERATION: "restore" } } }),
                Operation::Restore,
            ),
            (
                json!({ "spec": { "seedName": "b" }, "status": { "seedName": "a" } }),
                Operation::Migrate,
            ),
            (
                json!({ "metadata": { "deletionTimestamp": "2026-11-21T00:00:00Z" }, "spec": { "seedName": "b" }, "status": { "seedName": "a" } }),
                Operation::Delete,
            ),
        ] {
            assert_eq!(Operation::next(&shoot(value.clone())), expected, "{value}");
        }
    }

    /// Scenario 11: what a stopped seed writes for a new shoot.
    #[test]
    fn an_operation_of_empty_type_and_null_time_is_read_and_runs_as_reconcile() {
        let shoot = shoot(
            json!({ "status": { "lastOperation": { "type": "", "state": "Pending", "description": "", "lastUpdateTime": null } } }),
        );
        assert_eq!(Operation::next(&shoot), Operation::Reconcile);
        assert_eq!(shoot.status.last_operation.unwrap().last_update_time, None);
    }

    #[test]
    fn who_is_responsible_is_gardeners_rule() {
        let of = |spec: Option<&str>, status: Option<&str>| {
            let shoot =
                shoot(json!({ "spec": { "seedName": spec }, "status": { "seedName": status } }));
            responsible_seed(&shoot).map(ToOwned::to_owned)
        };
        assert_eq!(of(None, None), None);
        assert_eq!(of(None, Some("a")), None);
        assert_eq!(of(Some("a"), None).as_deref(), Some("a"));
        assert_eq!(of(Some("a"), Some("a")).as_deref(), Some("a"));
        assert_eq!(of(Some("b"), Some("a")).as_deref(), Some("a"));
    }
}
