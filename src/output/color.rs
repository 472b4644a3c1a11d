//! Whether there is colour: decided once from the flag, the environment and the terminal.

use clap::ValueEnum;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On terminals, unless the environment says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColorChoice {
    /// Decide for one stream: <https://no-color.org>, <https://bixense.com/clicolors>.
    pub fn enabled(self, environment: &ColorEnvironment, is_terminal: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => (environment.wish).unwrap_or(is_terminal && !environment.dumb),
        }
    }
}

/// What the environment says about colour and terminals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColorEnvironment {
    /// What `NO_COLOR`, `CLICOLOR_FORCE` and `CLICOLOR` ask for, the earlier one winning.
    pub wish: Option<bool>,
    /// `TERM` is `dumb`: no colour, and no progress that redraws a line.
    pub dumb: bool,
}

impl ColorEnvironment {
    /// Read the variables through a function.
    pub fn new(variable: impl Fn(&str) -> Option<String>) -> Self {
        let filled = |name| variable(name).filter(|value| !value.is_empty());
        let wish = if filled("NO_COLOR").is_some() {
            Some(false)
        } else if filled("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
            Some(true)
        } else {
            filled("CLICOLOR").and_then(|value| (value == "0").then_some(false))
        };
        Self {
            wish,
            dumb: filled("TERM").is_some_and(|value| value == "dumb"),
        }
    }

    /// Read the variables of the process.
    pub fn of_process() -> Self {
        Self::new(|name| Some(std::env::var_os(name)?.to_string_lossy().into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(variables: &[(&str, &str)], is_terminal: bool) -> bool {
        choose(ColorChoice::Auto, variables, is_terminal)
    }

    fn choose(choice: ColorChoice, variables: &[(&str, &str)], is_terminal: bool) -> bool {
        let environment = ColorEnvironment::new(|name| {
            let (_, value) = variables.iter().find(|(key, _)| *key == name)?;
            Some((*value).to_owned())
        });
        choice.enabled(&environment, is_terminal)
    }

    #[test]
    fn terminals_have_colour_and_pipes_have_none() {
        assert!(auto(&[], true));
        assert!(!auto(&[], false));
    }

    #[test]
    fn no_color_counts_unless_it_is_empty() {
        assert!(!auto(&[("NO_COLOR", "1")], true));
        assert!(!auto(&[("NO_COLOR", "0")], true));
        assert!(auto(&[("NO_COLOR", "")], true));
    }

    #[test]
    fn clicolor_force_colours_pipes_unless_it_is_zero() {
        assert!(auto(&[("CLICOLOR_FORCE", "1")], false));
        assert!(!auto(&[("CLICOLOR_FORCE", "0")], false));
        assert!(!auto(&[("CLICOLOR_FORCE", "")], false));
        assert!(auto(&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], false));
    }

    #[test]
    fn no_color_wins_over_clicolor_force() {
        assert!(!auto(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], true));
    }

    #[test]
    fn clicolor_zero_and_dumb_terminals_have_none() {
        assert!(!auto(&[("CLICOLOR", "0")], true));
        assert!(auto(&[("CLICOLOR", "1")], true));
        assert!(!auto(&[("CLICOLOR", "1")], false));
        assert!(!auto(&[("TERM", "dumb")], true));
    }

    #[test]
    fn the_flag_wins_over_everything() {
        assert!(choose(
            ColorChoice::Always,
            &[("NO_COLOR", "1"), ("TERM", "dumb")],
            false
        ));
        assert!(!choose(
            ColorChoice::Never,
            &[("CLICOLOR_FORCE", "1")],
            true
        ));
    }
}
