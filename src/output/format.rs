//! The names of the formats, as `-o` takes them.

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::error::{WithHint, usage};

/// A format of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, ValueEnum)]
pub enum Format {
    /// A table
    #[default]
    Table,
    /// A table with all columns
    Wide,
    /// JSON, for programs
    Json,
    /// YAML, for programs
    Yaml,
    /// Names only, one a line
    Name,
    /// Markdown, for issues and merge requests
    #[value(alias = "md")]
    Markdown,
    /// Comma-separated values of the main table, for spreadsheets
    Csv,
    /// A web page in one file
    Html,
    /// Findings with the lines of a file, for code scanning in merge requests
    Sarif,
    /// A calendar, for calendar programs that subscribe to it
    Ics,
}

impl Format {
    /// All formats, in the order in which help names them.
    pub const ALL: &'static [Self] = &[
        Self::Table,
        Self::Wide,
        Self::Json,
        Self::Yaml,
        Self::Name,
        Self::Markdown,
        Self::Csv,
        Self::Html,
        Self::Sarif,
        Self::Ics,
    ];

    /// The formats that every report can be printed in.
    pub const COMMON: &'static [Self] = &[
        Self::Table,
        Self::Wide,
        Self::Json,
        Self::Yaml,
        Self::Name,
        Self::Markdown,
        Self::Csv,
        Self::Html,
    ];

    /// Give its name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Wide => "wide",
            Self::Json => "json",
            Self::Yaml => "yaml",
            Self::Name => "name",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Sarif => "sarif",
            Self::Ics => "ics",
        }
    }

    /// Refuse a format that a command cannot give, naming those that it can.
    pub fn ensure(self, supported: &[Self]) -> anyhow::Result<()> {
        if supported.contains(&self) {
            return Ok(());
        }
        let names: Vec<_> = supported.iter().map(|format| format.as_str()).collect();
        Err(usage(format!("cannot print this as {}", self.as_str())))
            .hint(format!("use -o {}", names.join("|")))
    }

    /// Parse an argument that takes only some formats: clap names them in help and errors.
    pub fn one_of(supported: &'static [Self]) -> impl TypedValueParser<Value = Self> {
        PossibleValuesParser::new(supported.iter().filter_map(ValueEnum::to_possible_value))
            .try_map(|name| <Self as ValueEnum>::from_str(&name, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Outcome, show};

    #[test]
    fn names_are_those_of_the_command_line() {
        let named: Vec<_> = Format::value_variants()
            .iter()
            .filter_map(|f| Some(f.to_possible_value()?.get_name().to_owned()))
            .collect();
        let listed: Vec<_> = Format::ALL.iter().map(|f| f.as_str()).collect();
        assert_eq!(named, listed);
    }

    #[test]
    fn a_format_that_does_not_fit_is_a_usage_error_naming_those_that_do() {
        let error = Format::Csv.ensure(&[Format::Table, Format::Json]);
        let shown = show(&error.unwrap_err());
        assert_eq!(shown.outcome, Outcome::Usage);
        assert_eq!(shown.message, "cannot print this as csv");
        assert_eq!(shown.hints, ["use -o table|json"]);
        assert!(Format::Json.ensure(&[Format::Table, Format::Json]).is_ok());
    }

    #[test]
    fn an_argument_can_take_some_formats_only() {
        let parse = |value: &str| {
            clap::Command::new("x")
                .arg(
                    clap::arg!(-o <FORMAT>)
                        .value_parser(Format::one_of(&[Format::Table, Format::Markdown])),
                )
                .try_get_matches_from(["x", "-o", value])
                .map(|m| *m.get_one::<Format>("FORMAT").unwrap())
        };
        assert_eq!(parse("md").unwrap(), Format::Markdown);
        let error = parse("csv").unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("table, markdown"), "{error}");
    }
}
