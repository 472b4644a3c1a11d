//! How things look: one description of a report, rendered in every format.
//!
//! A view describes its report as a [`Document`]; each format is one file here. `json` and `yaml`
//! print the report itself, exactly; the others print its description.

pub mod agenda;
pub mod answer;
pub mod color;
pub mod csv;
pub mod document;
mod format;
pub mod html;
pub mod ics;
pub mod machine;
pub mod manifests;
pub mod markdown;
pub mod name;
pub mod rows;
pub mod sanitize;
pub mod sarif;
pub mod schema;
pub mod terminal;
pub mod time;
pub mod views;

use std::io::Write;

use serde::Serialize;

pub use answer::{Answer, has_gone};
pub use color::{ColorChoice, ColorEnvironment};
pub use document::Document;
pub use format::Format;
pub use ics::Calendar;
pub use sarif::SarifLog;

use crate::error::usage;

pub use crate::domain::shell;

/// The version of everything that is printed for machines; changes only add.
pub const API_VERSION: &str = "kubectl-gardener/v1";

/// A report says what it contains, never how it looks.
pub trait Report: Serialize {
    /// With apiVersion the head of the JSON and YAML output.
    const KIND: &'static str;

    /// Describe it for people.
    fn document(&self) -> Document;

    /// Describe it for a comment on a merge request, where it has to be short.
    fn comment(&self) -> Document {
        self.document()
    }

    /// Give its findings for code scanners, where it has any with a place in a file.
    fn sarif(&self) -> Option<SarifLog> {
        None
    }

    /// Give its events for calendars, where it tells of times to come.
    fn calendar(&self) -> Option<Calendar> {
        None
    }
}

/// Where an answer goes, as far as it changes how the answer looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Tones become colours.
    pub color: bool,
    /// Paragraphs are folded to this many columns; tables never are.
    pub width: Option<usize>,
    /// Somebody looks at it: `yaml`, `csv` and `name` escape what a terminal would act on.
    pub terminal: bool,
}

/// Write a report in a format.
pub fn write<R: Report>(
    report: &R,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match format {
        Format::Json => machine::json(report, out),
        Format::Yaml => machine::yaml(report, style, out),
        Format::Table => Ok(terminal::write(&report.document(), false, style, out)?),
        Format::Wide => Ok(terminal::write(&report.document(), true, style, out)?),
        Format::Markdown => Ok(markdown::write(&report.comment(), out)?),
        Format::Name => Ok(name::write(&report.document(), style, out)?),
        Format::Csv => Ok(csv::write(&report.document(), style, out)?),
        Format::Html => html::write(report.document().flat(), out),
        Format::Sarif => sarif::write(&report.sarif().ok_or_else(|| cannot(format))?, out),
        Format::Ics => Ok(ics::write(
            &report.calendar().ok_or_else(|| cannot(format))?,
            out,
        )?),
    }
}

/// Commands name the formats that they can give, so that this is an error of ours.
fn cannot(format: Format) -> anyhow::Error {
    usage(format!("cannot print this as {}", format.as_str()))
}

/// Render a report in a format, in memory.
pub fn render<R: Report>(report: &R, format: Format, style: &Style) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    write(report, format, style, &mut bytes)?;
    Ok(String::from_utf8(bytes)?)
}
