//! Errors with hints, and the published exit codes.
//!
//! `anyhow` carries errors from the commands outwards. Where the knowledge of what to do next is,
//! a hint is attached; `main` prints message, causes and hints once.

use std::error::Error as StdError;
use std::fmt;

/// How a command ended: the published exit codes, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or nothing to report.
    Done,
    /// Could not look, or could not do it.
    Failed,
    /// The command line is wrong.
    Usage,
    /// Findings at or above `--fail-on`.
    Findings,
    /// Some targets are done, some are not.
    Partial,
    /// A guard refused: no confirmation, another incident's hold, wrong cluster, stale plan.
    Refused,
    /// The request was accepted, waiting for its effect timed out.
    TimedOut,
    /// Interrupted by the user.
    Interrupted,
}

impl Outcome {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 8] = [
        Self::Done,
        Self::Failed,
        Self::Usage,
        Self::Findings,
        Self::Partial,
        Self::Refused,
        Self::TimedOut,
        Self::Interrupted,
    ];

    /// Say what it means, as help, manual and README do.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done, or nothing to report",
            Self::Failed => "could not look, or could not do it",
            Self::Usage => "the command line is wrong",
            Self::Findings => "findings at or above --fail-on",
            Self::Partial => "some targets are done, some are not",
            Self::Refused => "a guard refused: no confirmation, wrong cluster, stale plan",
            Self::TimedOut => "accepted, but waiting for the effect timed out",
            Self::Interrupted => "interrupted",
        }
    }

    /// Give the exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Findings => 3,
            Self::Partial => 4,
            Self::Refused => 5,
            Self::TimedOut => 6,
            Self::Interrupted => 130,
        }
    }
}

/// An error that ends the program with another code than 1.
#[derive(Debug)]
pub struct Ended {
    /// The code it ends with.
    pub outcome: Outcome,
    message: String,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Ended {}

/// Build a usage error (exit code 2).
pub fn usage(message: impl Into<String>) -> anyhow::Error {
    Ended {
        outcome: Outcome::Usage,
        message: message.into(),
    }
    .into()
}

/// Build a refusal by a guard (exit code 5).
pub fn refused(message: impl Into<String>) -> anyhow::Error {
    Ended {
        outcome: Outcome::Refused,
        message: message.into(),
    }
    .into()
}

/// Build the end that the user asked for with Ctrl-C (exit code 130).
pub fn interrupted() -> anyhow::Error {
    Ended {
        outcome: Outcome::Interrupted,
        message: "interrupted".into(),
    }
    .into()
}

/// An error with a hint: shown like the error itself, the hint on a line of its own.
#[derive(Debug)]
struct Hinted {
    error: anyhow::Error,
    hint: String,
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl StdError for Hinted {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

/// Attach what to do next to an error.
pub trait WithHint<T> {
    /// Add an imperative hint, shown below the message.
    fn hint(self, hint: impl Into<String>) -> anyhow::Result<T>;
    /// As [`WithHint::hint`], with the text made only when there is an error.
    fn with_hint<S: Into<String>>(self, hint: impl FnOnce() -> S) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> WithHint<T> for Result<T, E> {
    fn hint(self, hint: impl Into<String>) -> anyhow::Result<T> {
        self.with_hint(|| hint)
    }

    fn with_hint<S: Into<String>>(self, hint: impl FnOnce() -> S) -> anyhow::Result<T> {
        self.map_err(|error| hinted(error.into(), hint()))
    }
}

/// Attach a hint to an error value.
pub fn hinted(error: anyhow::Error, hint: impl Into<String>) -> anyhow::Error {
    Hinted {
        error,
        hint: hint.into(),
    }
    .into()
}

/// What is shown of an error: its message with the causes, and the hints found on the way.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    /// Message and causes, joined by `: `; a cause that the text before it already says is left out.
    pub message: String,
    /// The hints, outermost first.
    pub hints: Vec<String>,
    /// The exit code that the error asks for.
    pub outcome: Outcome,
}

/// Flatten an error into what is shown.
pub fn show(error: &anyhow::Error) -> Shown {
    let mut shown = Shown {
        message: String::new(),
        hints: Vec::new(),
        outcome: Outcome::Failed,
    };
    collect(error, &mut shown);
    shown
}

/// Find what kind of error it is below contexts and hints.
pub fn find<E: StdError + 'static>(error: &anyhow::Error) -> Option<&E> {
    error.chain().find_map(|link| {
        if let Some(hinted) = link.downcast_ref::<Hinted>() {
            return find(&hinted.error);
        }
        link.downcast_ref::<E>()
    })
}

fn collect(error: &anyhow::Error, shown: &mut Shown) {
    for link in error.chain() {
        if let Some(hinted) = link.downcast_ref::<Hinted>() {
            shown.hints.push(hinted.hint.clone());
            collect(&hinted.error, shown);
            return; // its own chain has just been walked
        }
        if let Some(ended) = link.downcast_ref::<Ended>() {
            shown.outcome = ended.outcome;
        }
        let text = link.to_string();
        if shown.message.is_empty() {
            shown.message = text;
        } else if !shown.message.contains(text.trim()) {
            shown.message.push_str(": ");
            shown.message.push_str(text.trim());
        }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    #[test]
    fn hints_below_contexts_are_found_and_texts_said_once() {
        let error = Err::<(), _>(anyhow!("forbidden"))
            .hint("ask for permission to patch seeds")
            .context("cannot patch seed aws-eu1: forbidden")
            .hint("or use another context")
            .unwrap_err();
        let shown = show(&error);
        assert_eq!(shown.message, "cannot patch seed aws-eu1: forbidden");
        assert_eq!(
            shown.hints,
            [
                "or use another context",
                "ask for permission to patch seeds"
            ]
        );
        assert_eq!(shown.outcome, Outcome::Failed);
    }

    #[test]
    fn usage_keeps_its_code_below_a_hint() {
        let error = Err::<(), _>(usage("two readers of stdin"))
            .hint("give one of them a file")
            .unwrap_err();
        assert_eq!(show(&error).outcome, Outcome::Usage);
    }

    #[test]
    fn an_error_is_found_below_hints_and_contexts() {
        let error = Err::<(), _>(refused("stale"))
            .hint("look again")
            .context("cannot apply")
            .hint("or do not")
            .unwrap_err();
        let ended: &Ended = find(&error).unwrap();
        assert_eq!(ended.outcome, Outcome::Refused);
        assert!(find::<std::io::Error>(&error).is_none());
    }

    #[test]
    fn codes_are_the_published_ones() {
        let codes = Outcome::ALL.map(Outcome::code);
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 130]);
    }
}
