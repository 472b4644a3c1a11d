//! `-o csv`: the main table as RFC 4180, with the values for machines.
//!
//! Spreadsheets run cells that begin like a formula; such a cell gets a leading `'`, which they hide.
//! Plain numbers do not: `-5` is no formula. Programs that need every value exactly read JSON.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Document, Style, sanitize};

/// Write the main table with a header; records end with CRLF as the RFC asks.
pub fn write(document: &Document, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let Some(table) = document.main_table() else {
        return Ok(());
    };
    record(table.columns.iter().map(|column| column.name), style, out)?;
    for row in table.rows.iter() {
        let cells = (0..table.columns.len())
            .map(|index| row.cells.get(index).map_or("", |cell| cell.machine()));
        record(cells, style, out)?;
    }
    Ok(())
}

fn record<'a>(
    fields: impl Iterator<Item = &'a str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (index, value) in fields.enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        let value = if style.terminal {
            sanitize::line(value)
        } else {
            Cow::Borrowed(value)
        };
        out.write_all(field(&value).as_bytes())?;
    }
    out.write_all(b"\r\n")
}

fn field(value: &str) -> Cow<'_, str> {
    let guard = if is_formula(value) { "'" } else { "" };
    let quoted = value.contains([',', '"', '\n', '\r'])
        // Some readers trim fields that are not quoted.
        || value.starts_with([' ', '\t'])
        || value.ends_with([' ', '\t']);
    if quoted {
        Cow::Owned(format!("\"{guard}{}\"", value.replace('"', "\"\"")))
    } else if guard.is_empty() {
        Cow::Borrowed(value)
    } else {
        Cow::Owned(format!("{guard}{value}"))
    }
}

/// Whether a spreadsheet would run it: <https://owasp.org/www-community/attacks/CSV_Injection>.
fn is_formula(value: &str) -> bool {
    // Blanks before it do not stop them; the full-width forms count in Japanese spreadsheets.
    let starts = value
        .trim_start_matches([' ', '\u{a0}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    starts && !is_number(value)
}

fn is_number(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused() {
        for (value, written) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            (" =1", "\"' =1\""),
            (
                "=HYPERLINK(\"x\",\"y\")",
                "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"",
            ),
        ] {
            assert_eq!(field(value), written, "{value:?}");
        }
    }

    #[test]
    fn numbers_versions_and_times_are_not_formulas() {
        for value in ["-5", "-0.5", "1.30.2", "2026-11-21T00:00:00Z", "<none>", ""] {
            assert_eq!(field(value), value);
        }
        assert_eq!(field("-1.2.3"), "'-1.2.3");
        assert_eq!(field("-"), "'-");
    }

    #[test]
    fn separators_quotes_and_breaks_are_quoted() {
        assert_eq!(field("a,b"), "\"a,b\"");
        assert_eq!(field("say \"hi\""), "\"say \"\"hi\"\"\"");
        assert_eq!(field("two\nlines"), "\"two\nlines\"");
        assert_eq!(field(" padded"), "\" padded\"");
    }
}
