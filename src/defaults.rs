//! Defaults of options that the environment sets. There is no configuration file.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, ValueEnum};

use crate::output::Format;

/// What the names of our variables begin with.
pub const PREFIX: &str = "KUBECTL_GARDENER_";

/// A variable that takes the place of an option that is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub variable: &'static str,
    /// The option as it is written.
    pub option: &'static str,
    /// What it does.
    pub meaning: &'static str,
}

/// All of them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        variable: "KUBECTL_GARDENER_OUTPUT",
        option: "--output",
        meaning: "format of answers without -o, for the commands that have it",
    },
    Setting {
        variable: "KUBECTL_GARDENER_COLOR",
        option: "--color",
        meaning: "auto, always or never without --color; goes before NO_COLOR and the like",
    },
    Setting {
        variable: "KUBECTL_GARDENER_MAX_IN_FLIGHT",
        option: "--max-in-flight",
        meaning: "requests that are open at the same time without --max-in-flight",
    },
    Setting {
        variable: "KUBECTL_GARDENER_AUDIT_LOG",
        option: "--audit-log",
        meaning: "file for a line of JSON before and after each write without --audit-log",
    },
];

/// The defaults that the environment sets.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    set: Vec<(Setting, OsString)>,
}

impl Defaults {
    /// Read the variables through a function; an empty one counts as none.
    pub fn new(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = SETTINGS.iter().filter_map(|setting| {
            let value = variable(setting.variable).filter(|value| !value.is_empty())?;
            Some((*setting, value))
        });
        Self { set: set.collect() }
    }

    /// Read the variables of the process.
    pub fn of_process() -> Self {
        Self::new(|name| std::env::var_os(name))
    }

    /// Whether none is set.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Make them the defaults of the subcommand that is called, given by its words, and of the options of every command.
    ///
    /// The commands above it take some of the same options, for use without a subcommand: those are not given.
    #[must_use]
    pub fn apply(&self, command: Command, called: &str) -> Command {
        let (next, below) = called.split_once(' ').unwrap_or((called, ""));
        let is_called = next.is_empty();
        let command = command.mut_args(|arg| match self.of(&arg) {
            Some(value) if is_called || arg.is_global_set() => arg.default_value(value.clone()),
            _ => arg,
        });
        if is_called {
            return command;
        }
        command.mut_subcommand(next, |command| self.apply(command, below))
    }

    /// Give the value for an option, unless it is a format that the command does not have.
    fn of(&self, arg: &Arg) -> Option<&OsString> {
        let long = arg.get_long()?;
        let (_, value) = (self.set.iter())
            .find(|(setting, _)| setting.option.strip_prefix("--") == Some(long))?;
        if long != "output" {
            return Some(value);
        }
        let word = value.to_string_lossy();
        let takes = arg.get_possible_values();
        let is_format_elsewhere = Format::from_str(&word, true).is_ok();
        let fits = takes.iter().any(|format| format.matches(&word, true));
        // What is a format nowhere is handed on, for clap to refuse. `snapshot -o` takes a file.
        (!takes.is_empty() && (fits || !is_format_elsewhere)).then_some(value)
    }

    /// Tell where a value comes from that is on no command line.
    #[must_use]
    pub fn explain(&self, mut error: clap::Error) -> clap::Error {
        let (Some(ContextValue::String(option)), Some(ContextValue::String(wrong))) = (
            error.get(ContextKind::InvalidArg),
            error.get(ContextKind::InvalidValue),
        ) else {
            return error;
        };
        let of_option = |setting: &Setting| option.split([' ', '=']).next() == Some(setting.option);
        let found = self
            .set
            .iter()
            .find(|(setting, value)| of_option(setting) && value.to_string_lossy() == *wrong);
        if let Some((setting, _)) = found {
            let tip = format!("the environment says so: {}", setting.variable);
            let tips = vec![tip.into()];
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(tips));
            // What resembles it is no advice for somebody who did not write it here.
            error.remove(ContextKind::SuggestedValue);
        }
        error
    }
}
