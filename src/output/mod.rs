//! How things look: one description of a report, rendered in every format.

pub mod document;

use serde::Serialize;

use document::Document;

/// A report says what it contains, never how it looks.
pub trait Report: Serialize {
    /// With apiVersion the head of the JSON and YAML output.
    const KIND: &'static str;

    /// Describe it for people.
    fn document(&self) -> Document;
}
