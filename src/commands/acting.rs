//! What commands that write have in common: their flags, the way to the garden, and how they end.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ArgAction;

use crate::cli::App;
use crate::domain::accounting::Accounting;
use crate::error::{Outcome, WithHint, usage};
use crate::garden::Garden;
use crate::garden::acting::{Acting, Audit, DryRun, Pace};
use crate::garden::connection::{Environment, Settings};
use crate::garden::names::Names;
use crate::output::shell;

/// Flags of every command that writes.
#[derive(Clone, Debug, Default, PartialEq, clap::Args)]
pub struct ActingArgs {
    /// Show what would be done: client sends no write, server has every write checked and keeps none
    #[arg(
        long,
        value_name = "WHERE",
        value_enum,
        default_value = "none",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "client",
        help_heading = "Acting"
    )]
    pub dry_run: DryRun,
    /// Go ahead without being asked
    #[arg(short, long, action = ArgAction::SetTrue, help_heading = "Acting")]
    pub yes: bool,
    /// Print the kubectl commands that do the same
    #[arg(long, help_heading = "Acting")]
    pub show_kubectl: bool,
    /// Incident that this belongs to, also for the user agent and the audit log
    #[arg(long, value_name = "ID", value_parser = one_line, add = Names::Incidents, help_heading = "Acting")]
    pub incident: Option<String>,
    /// File to append a line of JSON to before and after each write
    #[arg(long, value_name = "FILE", help_heading = "Acting")]
    pub audit_log: Option<PathBuf>,
}

/// Parse a text that stays on one line wherever it is shown.
pub fn one_line(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("it has characters that are not for a line of text".to_owned());
    }
    Ok(text.trim().to_owned())
}

impl ActingArgs {
    /// Refuse a landscape in files, unless nothing is sent.
    pub fn check(&self, app: &App) -> anyhow::Result<()> {
        if app.global.source.landscape.is_some() && self.dry_run != DryRun::Client {
            return Err(usage(
                "--landscape can only be read, and this command writes",
            ))
            .hint("add --dry-run=client to see what it would do");
        }
        Ok(())
    }

    /// Connect, open the audit log, and say which garden is written to. Nothing is sent yet.
    pub async fn begin(&self, app: &App, pace: Pace) -> anyhow::Result<Arc<Acting>> {
        self.check(app)?;
        let settings = Settings {
            incident: self.incident.clone(),
            ..Settings::default()
        };
        let environment = Environment::of_process();
        let garden = Garden::connect_with(&app.global.connection, &environment, settings).await?;
        let audit = Audit::open(
            self.audit_log
                .as_deref()
                .filter(|_| self.dry_run != DryRun::Client),
            garden.place(),
            self.incident.as_deref(),
        )?;
        app.ui.status(format!("garden: {}", garden.describe()));
        Ok(Acting::new(
            garden,
            self.dry_run,
            pace,
            audit,
            &app.interrupt,
        ))
    }
}

/// Give a kubectl command with the connection flags of this run.
pub fn kubectl<S: AsRef<str>>(app: &App, words: impl IntoIterator<Item = S>) -> String {
    let flags = app.global.connection.for_kubectl();
    let words = words.into_iter().map(|word| word.as_ref().to_owned());
    shell::command(["kubectl".to_owned()].into_iter().chain(flags).chain(words))
}

/// Decide how a command ends that accounted for every target.
pub fn ending(sum: Accounting, interrupted: bool) -> Outcome {
    let as_asked = sum.done + sum.already;
    let accepted = as_asked + sum.timed_out;
    let open = sum.failed + sum.not_tried + sum.unknown;
    if interrupted {
        Outcome::Interrupted
    } else if accepted == 0 && sum.refused > 0 && open == 0 {
        Outcome::Refused
    } else if accepted == 0 && open > 0 {
        Outcome::Failed
    } else if open + sum.refused > 0 {
        Outcome::Partial
    } else if sum.timed_out > 0 {
        Outcome::TimedOut
    } else {
        Outcome::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_have_the_published_precedence() {
        let sum = |done, already, failed, unknown, refused, timed_out| Accounting {
            done,
            already,
            failed,
            not_tried: 0,
            unknown,
            refused,
            timed_out,
        };
        for (sum, expected) in [
            (sum(0, 0, 0, 0, 0, 0), Outcome::Done),
            (sum(2, 1, 0, 0, 0, 0), Outcome::Done),
            (sum(0, 2, 0, 0, 0, 0), Outcome::Done),
            (sum(0, 0, 0, 0, 2, 0), Outcome::Refused),
            (sum(0, 0, 1, 0, 0, 0), Outcome::Failed),
            (sum(0, 0, 0, 1, 0, 0), Outcome::Failed),
            (sum(0, 0, 1, 0, 1, 0), Outcome::Failed),
            (sum(1, 0, 1, 0, 0, 0), Outcome::Partial),
            (sum(0, 1, 0, 0, 1, 0), Outcome::Partial),
            (sum(0, 0, 1, 0, 0, 1), Outcome::Partial),
            (sum(1, 0, 0, 0, 0, 1), Outcome::TimedOut),
            (sum(0, 0, 0, 0, 0, 1), Outcome::TimedOut),
        ] {
            assert_eq!(ending(sum, false), expected, "{sum:?}");
            assert_eq!(ending(sum, true), Outcome::Interrupted);
        }
        let not_tried = Accounting {
            not_tried: 3,
            ..Accounting::default()
        };
        assert_eq!(ending(not_tried, false), Outcome::Failed);
    }

    #[test]
    fn incidents_stay_on_one_line() {
        assert_eq!(one_line(" INC-42 "), Ok("INC-42".to_owned()));
        assert!(one_line("").is_err() && one_line("a\nb").is_err());
    }
}
