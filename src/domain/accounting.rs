//! What became of each target of a command that writes, and the sum of it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::impact::rehearsal::Edit;

/// What became of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum TargetOutcome {
    /// It was changed; in a dry run, it would be.
    Done,
    /// It was as asked for before.
    Already,
    /// It could not be changed.
    Failed,
    /// It was not begun.
    NotTried,
    /// A request was sent, and nobody could say what became of it.
    Unknown,
    /// A guard refused to change it.
    Refused,
    /// The request was accepted, waiting for its effect timed out.
    TimedOut,
}

impl TargetOutcome {
    /// Say it as tables do.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Already => "already",
            Self::Failed => "failed",
            Self::NotTried => "not tried",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::TimedOut => "timed out",
        }
    }
}

/// How many targets became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Accounting {
    /// Changed.
    pub done: usize,
    /// As asked for before.
    pub already: usize,
    /// Could not be changed.
    pub failed: usize,
    /// Not begun.
    pub not_tried: usize,
    /// Perhaps changed.
    pub unknown: usize,
    /// Refused by a guard.
    pub refused: usize,
    /// Accepted, but not confirmed in time.
    pub timed_out: usize,
}

impl FromIterator<TargetOutcome> for Accounting {
    fn from_iter<I: IntoIterator<Item = TargetOutcome>>(outcomes: I) -> Self {
        let mut sum = Self::default();
        for outcome in outcomes {
            *sum.count_mut(outcome) += 1;
        }
        sum
    }
}

impl Accounting {
    fn count_mut(&mut self, outcome: TargetOutcome) -> &mut usize {
        match outcome {
            TargetOutcome::Done => &mut self.done,
            TargetOutcome::Already => &mut self.already,
            TargetOutcome::Failed => &mut self.failed,
            TargetOutcome::NotTried => &mut self.not_tried,
            TargetOutcome::Unknown => &mut self.unknown,
            TargetOutcome::Refused => &mut self.refused,
            TargetOutcome::TimedOut => &mut self.timed_out,
        }
    }

    /// Give each outcome with its number, in the order in which they are told.
    pub fn counts(self) -> [(TargetOutcome, usize); 7] {
        use TargetOutcome::{Already, Done, Failed, NotTried, Refused, TimedOut, Unknown};
        let mut sum = self;
        [Done, Already, TimedOut, Refused, Failed, NotTried, Unknown]
            .map(|outcome| (outcome, *sum.count_mut(outcome)))
    }

    /// Say the numbers in one line, without those that are zero.
    pub fn words(self) -> String {
        let counts = self.counts().into_iter().filter(|(_, count)| *count > 0);
        let words: Vec<String> = counts
            .map(|(outcome, count)| format!("{count} {}", outcome.words()))
            .collect();
        if words.is_empty() {
            "no targets".to_owned()
        } else {
            words.join(", ")
        }
    }
}

/// What is to be done with an object, decided anew whenever it was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// It is as asked for.
    Already,
    /// A guard refuses, with the reason.
    Refused(String),
    /// This JSON merge patch makes it so. The version that was read is added where it is sent.
    Patch(serde_json::Value),
    /// This change makes it so, sent as it is meant. The version that was read is added as well.
    Edit(Box<Edit>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_counted_once_and_zeroes_are_not_said() {
        use TargetOutcome::{Already, Done, Failed, NotTried, Refused, TimedOut, Unknown};
        let sum: Accounting = [Done, Done, Already, Failed].into_iter().collect();
        assert_eq!(sum.words(), "2 done, 1 already, 1 failed");
        let all: Accounting = [Done, Already, Failed, NotTried, Unknown, Refused, TimedOut]
            .into_iter()
            .collect();
        assert!(all.counts().iter().all(|(_, count)| *count == 1));
        assert_eq!(Accounting::default().words(), "no targets");
    }
}
