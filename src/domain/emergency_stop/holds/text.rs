//! The list of holds as text, in both directions: whatever was there comes back out.

use serde_json::{Value, json};

use super::{Entry, Hold, Holds, Lifted};
use crate::erased;

/// The field under which text that is no list is kept.
const UNREADABLE: &str = "unreadable";

impl Holds {
    /// Read the annotation. Everything is kept: what is no hold that we know counts as one.
    pub fn parse(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::default();
        }
        let entries = match serde_json::from_str(text) {
            Ok(Value::Array(items)) => items.into_iter().map(entry).collect(),
            Ok(other) => vec![Entry::Unreadable(other)],
            Err(_) => vec![Entry::Unreadable(json!({ UNREADABLE: text }))],
        };
        Self { entries }
    }

    /// Give the annotation, or none when there is nothing to remember.
    pub fn text(&self) -> Option<String> {
        if self.entries.is_empty() {
            return None;
        }
        let items = self.entries.iter().map(value).collect();
        Some(Value::Array(items).to_string())
    }
}

fn entry(item: Value) -> Entry {
    if let Ok(lifted) = erased::tree::<Lifted>(&item) {
        return Entry::Lifted(lifted);
    }
    match erased::tree::<Hold>(&item) {
        Ok(hold) => Entry::Hold(hold),
        Err(_) => Entry::Unreadable(item),
    }
}

/// Give an entry as JSON; none of the types has anything that JSON cannot hold.
pub(super) fn value(entry: &Entry) -> Value {
    match entry {
        Entry::Hold(hold) => serde_json::to_value(hold).unwrap_or_default(),
        Entry::Lifted(lifted) => serde_json::to_value(lifted).unwrap_or_default(),
        Entry::Unreadable(value) => value.clone(),
    }
}

/// Show what cannot be read.
pub(super) fn shown(value: &Value) -> String {
    match &value[UNREADABLE] {
        Value::String(text) => text.clone(),
        _ => value.to_string(),
    }
}
