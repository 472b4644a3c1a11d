//! Conditions, as all Gardener objects have them (`gardener/gardener:pkg/apis/core/v1beta1/types_common.go`).

use jiff::Timestamp;
use serde::Deserialize;

use super::null_as_default;

/// One aspect of the state of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// Type, for example `GardenletReady`.
    #[serde(default, deserialize_with = "null_as_default", rename = "type")]
    pub condition_type: String,
    /// `True`, `False`, `Progressing` or `Unknown`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: String,
    /// When the status changed last.
    pub last_transition_time: Option<Timestamp>,
    /// When status, reason, message or codes changed last.
    pub last_update_time: Option<Timestamp>,
    /// Reason in one word.
    #[serde(default, deserialize_with = "null_as_default")]
    pub reason: String,
    /// Message for people.
    #[serde(default, deserialize_with = "null_as_default")]
    pub message: String,
}

impl Condition {
    /// Tell whether the status is `True`.
    pub fn is_true(&self) -> bool {
        self.status == "True"
    }
}

/// Find a condition by its type.
pub fn find<'c>(conditions: &'c [Condition], condition_type: &str) -> Option<&'c Condition> {
    conditions
        .iter()
        .find(|condition| condition.condition_type == condition_type)
}
