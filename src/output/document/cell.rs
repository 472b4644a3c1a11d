//! A piece of text with a meaning, for people and for machines.

use jiff::Timestamp;

use crate::output::time;

/// A piece of text with a meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// For people, for example `in 12d`.
    pub text: String,
    /// For machines, for example `2026-12-03T00:00:00Z`: printed in CSV and sorted by in HTML. Absent: the text.
    pub value: Option<String>,
    /// What it means for the reader.
    pub tone: Tone,
}

impl Cell {
    /// Make a cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Make an empty cell.
    pub fn none() -> Self {
        Self::default()
    }

    /// Make a cell of what may be absent; an absent one is empty.
    pub fn optional<T: Into<Self>>(value: Option<T>) -> Self {
        value.map_or_else(Self::none, Into::into)
    }

    /// Make a cell of a number.
    pub fn count(count: usize) -> Self {
        Self::text(count.to_string())
    }

    /// Make a cell of an instant: `in 12d` or `3h ago` for people, RFC 3339 for machines.
    pub fn when(at: Timestamp, now: Timestamp) -> Self {
        Self::text(time::relative(at, now)).value(at.to_string())
    }

    /// Make a cell of an age: `3d4h` for people, RFC 3339 for machines.
    pub fn age(since: Timestamp, now: Timestamp) -> Self {
        Self::text(time::age(since, now)).value(since.to_string())
    }

    /// Make a cell of several words, separated by `, ` for people and by a blank for machines.
    pub fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Self {
        let mut cell = Self::none();
        let mut value = String::new();
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                cell.text.push_str(", ");
                value.push(' ');
            }
            cell.text.push_str(item.as_ref());
            value.push_str(item.as_ref());
        }
        cell.value(value)
    }

    /// Say what machines read in place of the text.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Say what it means for the reader.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// Give what machines read: the value, else the text.
    pub fn machine(&self) -> &str {
        self.value.as_deref().unwrap_or(&self.text)
    }

    /// Give the instant that an age stands for: files are read later, when `in 12d` says little.
    pub fn instant(&self) -> Option<Timestamp> {
        let value = self.value.as_deref().filter(|value| *value != self.text)?;
        value.parse().ok()
    }

    /// Whether there is nothing to see.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::text(text)
    }
}

/// What a cell means for the reader; renderers make it a colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// Less important.
    Muted,
    /// More important.
    Strong,
    /// All is well.
    Good,
    /// Worth knowing.
    Info,
    /// Worth acting on.
    Warning,
    /// Must be acted on.
    Error,
}

impl Tone {
    /// Order tones, the worst first.
    pub(in crate::output) fn rank(self) -> u8 {
        match self {
            Self::Error => 0,
            Self::Warning => 1,
            Self::Info => 2,
            Self::Strong => 3,
            Self::Plain => 4,
            Self::Muted => 5,
            Self::Good => 6,
        }
    }
}
