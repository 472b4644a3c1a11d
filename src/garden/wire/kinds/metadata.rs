//! What all objects have (`k8s.io/apimachinery`: `pkg/apis/meta/v1/generated.proto`).

use crate::domain::objects::managed_fields::ManagedFields;
use crate::domain::objects::{Condition, Metadata, TracedMetadata};
use crate::garden::wire::field::{Fault, Value};
use crate::garden::wire::message::{
    self, Field, Message, bytes, json, message, non_empty, non_zero, timestamp,
};

message! {
    // ObjectMeta
    Metadata {
        1: name,
        3: namespace as non_empty,
        5: uid as non_empty,
        6: resource_version as non_empty,
        7: generation as non_zero,
        8: creation_timestamp as timestamp,
        9: deletion_timestamp as timestamp,
        11: labels,
        12: annotations,
    }

    // ManagedFieldsEntry
    ManagedFields {
        1: manager,
        4: time as timestamp,
        7: fields as json,
    }

    // `gardener/gardener:pkg/apis/core/v1beta1`
    Condition {
        1: condition_type,
        2: status,
        3: last_transition_time as timestamp,
        4: last_update_time as timestamp,
        5: reason,
        6: message,
    }
}

/// ObjectMeta once more, with what plain [`Metadata`] skips.
impl Message for TracedMetadata {
    fn field(&mut self, tag: u32, value: Value<'_>) -> Result<(), Fault> {
        match tag {
            17 => self.managed_fields.receive(value),
            _ => self.plain.field(tag, value),
        }
    }
}

impl Field for TracedMetadata {
    fn receive(&mut self, value: Value<'_>) -> Result<(), Fault> {
        message::merge(self, bytes(value)?)
    }
}
