//! `-o json` and `-o yaml`: the report itself, exactly, headed by `apiVersion` and `kind`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::{API_VERSION, Report, Style, sanitize};

/// What heads every report for machines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    api_version: &'static str,
    kind: &'static str,
    // A `dyn`, or each report would bring code of its own for each format.
    #[serde(flatten)]
    report: &'a dyn erased_serde::Serialize,
}

impl<'a> Envelope<'a> {
    fn new<R: Report>(report: &'a R) -> Self {
        Self {
            api_version: API_VERSION,
            kind: R::KIND,
            report,
        }
    }
}

/// Write a report as JSON, indented.
pub fn json<R: Report>(report: &R, out: &mut dyn Write) -> anyhow::Result<()> {
    pretty(&Envelope::new(report), out)
}

/// Write any value as JSON, indented.
pub(super) fn pretty(value: &impl Serialize, out: &mut dyn Write) -> anyhow::Result<()> {
    let formatter = Escaping(PrettyFormatter::new());
    let mut serializer = Serializer::with_formatter(&mut *out, formatter);
    value.serialize(&mut serializer)?;
    writeln!(out)?;
    Ok(())
}

/// Write a report as JSON on one line, for those who follow something line by line.
pub fn json_line<R: Report>(report: &R, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Escaping(CompactFormatter));
    Envelope::new(report).serialize(&mut serializer)?;
    writeln!(out)?;
    Ok(())
}

/// Write a report as YAML that readers of YAML 1.1, kubectl among them, understand the same way.
pub fn yaml<R: Report>(report: &R, style: &Style, mut out: &mut dyn Write) -> anyhow::Result<()> {
    // Quoted scalars escape control characters; block scalars print them.
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    let report = Envelope::new(report);
    if style.terminal {
        // Unlike JSON, YAML has no escapes in plain scalars: what reorders or hides text is shown.
        let mut text = Vec::new();
        let mut writer: &mut dyn Write = &mut text;
        serde_saphyr::to_io_writer_with_options(&mut writer, &report, options)?;
        out.write_all(sanitize::lines(&String::from_utf8_lossy(&text)).as_bytes())?;
    } else {
        serde_saphyr::to_io_writer_with_options(&mut out, &report, options)?;
    }
    Ok(())
}

/// JSON whose strings escape, besides what JSON demands, all that could act on a terminal.
///
/// `\u009b` is the same data as the character itself, so this costs programs nothing.
struct Escaping<F>(F);

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest
            .char_indices()
            .find(|(_, c)| sanitize::is_deceptive(*c))
        {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::output::{Document, Format, render};

    /// What YAML 1.1 readers take for something else than a string, and other awkward text.
    const AWKWARD: &[&str] = &[
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "Y",
        "N",
        "Yes",
        "NO",
        "true",
        "false",
        "True",
        "null",
        "Null",
        "~",
        "",
        " ",
        "1.30",
        "1.3",
        "1_000",
        "0x1f",
        "0o17",
        "017",
        "0b11",
        "1e3",
        "-1",
        "+1",
        ".5",
        "5.",
        ".inf",
        "-.inf",
        ".nan",
        "12:30:45",
        "1:20",
        "2026-11-21",
        "2026-11-21T00:00:00Z",
        "=",
        "<<",
        "-",
        "- a",
        "?",
        "? a",
        ": a",
        "a: b",
        "a #b",
        "#a",
        "@a",
        "`a",
        "%a",
        "!a",
        "&a",
        "*a",
        "|",
        ">",
        "[a",
        "]",
        "{a",
        "}",
        ",",
        "'",
        "\"",
        "it's",
        "\"q\"",
        "\\",
        "a\nb",
        "a\n",
        "\n",
        "a\tb",
        "\t",
        " a",
        "a ",
        "a\r\nb",
        "\u{1b}[31m",
        "\u{9b}2J",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{feff}a",
        "\u{200b}",
        "東京 🔥",
        "---",
        "...",
        "--- a",
        "\u{e0041}",
        "\u{7f}",
        "\u{a0}",
        "1,000",
        "0x",
        "1__0",
        "0.",
        "+.inf",
        "190:20:30",
        "685_230.15",
        "0b1010_0111",
        "!!str a",
        "a:",
        "null ",
        "NULL",
        "OFF",
        "oN",
        "2001-12-14 21:59:43.10 -5",
        "a long text that is longer than eighty characters, which some writers fold into several lines, changing it",
    ];

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Strings {
        values: Vec<&'static str>,
        keys: BTreeMap<&'static str, u8>,
        absent: Option<u8>,
    }

    impl Report for Strings {
        const KIND: &'static str = "Strings";

        fn document(&self) -> Document {
            Document::default()
        }
    }

    fn awkward(format: Format) -> String {
        let report = Strings {
            values: AWKWARD.to_vec(),
            keys: AWKWARD.iter().map(|key| (*key, 0)).collect(),
            absent: None,
        };
        render(&report, format, &Style::default()).unwrap()
    }

    fn assert_same(read: &serde_json::Value) {
        assert_eq!(read["values"], serde_json::json!(AWKWARD));
        let keys: Vec<_> = read["keys"].as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), AWKWARD.len());
        assert!(read["absent"].is_null());
    }

    #[test]
    fn json_gives_back_the_same_strings_and_shows_nothing_a_terminal_acts_on() {
        let text = awkward(Format::Json);
        assert!(!text.replace('\n', "").contains(sanitize::is_deceptive));
        assert_same(&serde_json::from_str(&text).unwrap());
    }

    #[test]
    fn yaml_gives_back_the_same_strings_and_holds_no_control_characters() {
        let text = awkward(Format::Yaml);
        assert!(!text.replace('\n', "").contains(char::is_control));
        assert_same(&serde_saphyr::from_str(&text).unwrap());
    }

    /// Plain scalars that YAML 1.1 (<https://yaml.org/type/>) would resolve to another type.
    #[test]
    fn yaml_quotes_what_yaml_1_1_takes_for_something_else() {
        let text = awkward(Format::Yaml);
        for line in text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("- "))
        {
            let first = line.chars().next().unwrap();
            let plain_text = first.is_alphabetic() && line.chars().count() > 3;
            let quoted = matches!(first, '"' | '\'');
            let others = ["\\", "1,000", "0x"]; // no type of YAML 1.1
            assert!(
                quoted || plain_text || others.contains(&line) || !first.is_ascii(),
                "{line}"
            );
        }
    }

    #[test]
    fn yaml_on_a_terminal_shows_what_reorders_text() {
        let report = Strings {
            values: vec!["prod\u{202e}tset"],
            keys: BTreeMap::new(),
            absent: None,
        };
        let terminal = Style {
            terminal: true,
            ..Style::default()
        };
        let text = render(&report, Format::Yaml, &terminal).unwrap();
        assert!(text.contains("prod\\u{202e}tset"));
    }

    #[test]
    fn both_are_headed_by_version_and_kind() {
        assert!(awkward(Format::Json).starts_with(
            "{\n  \"apiVersion\": \"kubectl-gardener/v1\",\n  \"kind\": \"Strings\",\n"
        ));
        assert!(
            awkward(Format::Yaml).starts_with("apiVersion: kubectl-gardener/v1\nkind: Strings\n")
        );
        assert!(awkward(Format::Json).ends_with("}\n"));
        assert!(awkward(Format::Yaml).ends_with('\n'));
    }
}
