//! Who wrote which field, and when (`metadata.managedFields`); servers and dumps may leave it out.

use std::ops::Deref;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::{Metadata, null_as_default};

/// Metadata with the writers of the fields: for the few kinds that are asked who did something.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TracedMetadata {
    /// The metadata.
    #[serde(flatten)]
    pub plain: Metadata,
    /// The writers.
    #[serde(default, deserialize_with = "null_as_default")]
    pub managed_fields: Vec<ManagedFields>,
}

impl Deref for TracedMetadata {
    type Target = Metadata;

    fn deref(&self) -> &Metadata {
        &self.plain
    }
}

/// The fields of one writer.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManagedFields {
    /// Name of the writer, for example `kubectl-annotate`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub manager: String,
    /// When it wrote last.
    pub time: Option<Timestamp>,
    /// The fields.
    #[serde(default, rename = "fieldsV1", deserialize_with = "null_as_default")]
    pub fields: Value,
}

/// Who wrote something last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer<'m> {
    /// Name of the writer: a program, not a person.
    pub manager: &'m str,
    /// When it wrote last; it may have been another of its fields.
    pub time: Option<Timestamp>,
}

impl TracedMetadata {
    /// Give the writer of an annotation, if the server tells.
    pub fn writer_of_annotation(&self, key: &str) -> Option<Writer<'_>> {
        let field = format!("f:{key}");
        let owners = self.managed_fields.iter().filter(|entry| {
            let annotations = &entry.fields["f:metadata"]["f:annotations"];
            annotations.get(&field).is_some()
        });
        owners.max_by_key(|entry| entry.time).map(|entry| Writer {
            manager: &entry.manager,
            time: entry.time,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_last_writer_of_an_annotation_is_found_or_nobody() {
        let metadata: TracedMetadata = serde_json::from_value(json!({
            "name": "aws", "resourceVersion": "7",
            "managedFields": [
                { "manager": "kubectl-annotate", "time": "2026-11-20T10:00:00Z", "fieldsV1": { "f:metadata": { "f:annotations": { ".": {}, "f:a/b": {} } } } },
                { "manager": "gardenlet", "time": "2026-11-21T10:00:00Z", "fieldsV1": { "f:status": {} } },
            ]
        }))
        .unwrap();
        assert_eq!(metadata.name, "aws");
        let writer = metadata.writer_of_annotation("a/b").unwrap();
        assert_eq!(writer.manager, "kubectl-annotate");
        assert_eq!(metadata.writer_of_annotation("a/c"), None);
    }
}
