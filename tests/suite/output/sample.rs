//! A report as a command would make it, with what real and hostile clusters put into their names.

use jiff::Timestamp;
use kubectl_gardener::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};
use kubectl_gardener::output::{Format, Report, Style, render};
use schemars::JsonSchema;
use serde::Serialize;

/// A report on shoots, for tests.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sample {
    /// The instant that the report is about.
    pub(crate) now: Timestamp,
    /// The shoots.
    pub(crate) shoots: Vec<Shoot>,
}

/// A shoot with its worst finding.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shoot {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// The seed; null while the shoot is not scheduled.
    pub(crate) seed: Option<String>,
    pub(crate) version: String,
    pub(crate) pools: u32,
    pub(crate) severity: Option<Severity>,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) message: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Severity {
    Info,
    Warning,
    Error,
}

impl Severity {
    fn cell(self) -> Cell {
        match self {
            Self::Info => Cell::text("info").tone(Tone::Info),
            Self::Warning => Cell::text("warning").tone(Tone::Warning),
            Self::Error => Cell::text("error").tone(Tone::Error),
        }
    }
}

impl Report for Sample {
    const KIND: &'static str = "Sample";

    fn document(&self) -> Document {
        let rows = self.shoots.iter().map(|shoot| {
            Row::from([
                Cell::text(&shoot.namespace),
                Cell::text(&shoot.name).tone(Tone::Strong),
                Cell::optional(shoot.seed.as_ref()),
                Cell::text(&shoot.version),
                Cell::count(shoot.pools as usize),
                Cell::optional(shoot.severity.map(Severity::cell)),
                Cell::optional(shoot.expires.map(|at| Cell::when(at, self.now))),
                Cell::text(&shoot.message),
            ])
            .named(format!("shoot.core.gardener.cloud/{}", shoot.name))
        });
        let errors = (self.shoots.iter())
            .filter(|shoot| matches!(shoot.severity, Some(Severity::Error)))
            .count();
        Document::new("Sample of shoots")
            .facts([
                Fact::count("shoots", self.shoots.len(), Tone::Plain),
                Fact::count("errors", errors, Tone::Error),
            ])
            .heading("Shoots")
            .table(
                Table::new([
                    Column::new("namespace"),
                    Column::new("name"),
                    Column::new("seed").wide(),
                    Column::new("version"),
                    Column::new("pools").right(),
                    Column::new("severity").by_tone(),
                    Column::new("expires"),
                    Column::new("message"),
                ])
                .rows(rows)
                .empty("no shoots found")
                .main(),
            )
            .heading("Next")
            .text("Update what expires first.")
    }
}

/// Shoots that are ordinary, wide, and hostile.
pub(crate) fn sample() -> Sample {
    let shoot = |namespace: &str, name: &str, version: &str, message: &str| Shoot {
        namespace: namespace.into(),
        name: name.into(),
        seed: Some("aws-eu1".into()),
        version: version.into(),
        pools: 2,
        severity: None,
        expires: None,
        message: message.into(),
    };
    let at = |text: &str| Some(text.parse().expect("a time"));
    Sample {
        now: "2026-11-21T00:00:00Z".parse().expect("a time"),
        shoots: vec![
            Shoot {
                severity: Some(Severity::Error),
                expires: at("2026-11-17T20:00:00Z"),
                ..shoot(
                    "garden-core",
                    "prod",
                    "1.30",
                    "expired, forced in the next window",
                )
            },
            Shoot {
                severity: Some(Severity::Warning),
                expires: at("2026-12-03T00:00:00Z"),
                pools: 12,
                seed: None,
                ..shoot("garden-東京", "火🔥", "1.31.4", "expires soon")
            },
            Shoot {
                severity: Some(Severity::Info),
                ..shoot("garden-x", "plain", "1.32.9", "")
            },
            shoot(
                "yes",
                "\u{1b}[2Jevil\u{202e}",
                "=1+1",
                "<script>alert('x')</script> | [a](https://b) `c`\n@team \"q\", r\t{{ 1 }}",
            ),
        ],
    }
}

/// The same without shoots.
pub(crate) fn empty() -> Sample {
    Sample {
        shoots: Vec::new(),
        ..sample()
    }
}

/// Render as into a pipe.
pub(crate) fn plain(report: &Sample, format: Format) -> String {
    render(report, format, &Style::default()).expect("reports render")
}
