//! `-o html`: a document as one web page that needs nothing from anywhere.
//!
//! The template escapes every text. Should it ever fail to, the content security policy names the
//! one script and the one style that may run by their hashes, and forbids every request.

use std::io::Write;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value, context};

use super::agenda::{Agenda, Entry};
use super::document::{Block, Cell, Column, Document, Row, Tone};
use super::{sanitize, time};

const TEMPLATE: &str = include_str!("report.html");
const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");
const STYLE_HASH: &str = "sha256-VIsdhSkq3JAcI7zSgf7mo45bQbD/kh3+gu7J4oN56og=";
const SCRIPT_HASH: &str = "sha256-PcqjakITTkCfwk0zgXNkpQLRKQzaa98bUbHKFvqxZFQ=";

/// A toned text up to this long is a badge; a longer one is only coloured.
const BADGE: usize = 24;
/// A fact up to this long is a figure, and printed large.
const FIGURE: usize = 8;
/// A text shorter than this is not broken into lines.
const SHORT: usize = 21;
/// A text from this length on gets room, so that it is not broken into very many lines.
const LONG: usize = 41;

/// Write a document with all columns of its tables.
pub fn write(document: Document, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build()?);
    environment.add_template("report.html", TEMPLATE)?;
    let template = environment.get_template("report.html")?;

    let document = Arc::new(document);
    let mut label = document.title.as_str();
    let mut blocks = Vec::with_capacity(document.blocks.len());
    for (index, block) in document.blocks.iter().enumerate() {
        if let Block::Heading(text) = block {
            label = text;
        }
        blocks.push(describe(&document, index, label));
    }
    let context = context! {
        title => sanitize::line(&document.title),
        generator => concat!("kubectl-gardener ", env!("CARGO_PKG_VERSION")),
        style => STYLE,
        script => SCRIPT,
        style_hash => STYLE_HASH,
        script_hash => SCRIPT_HASH,
        blocks,
    };
    template.render_captured_to(context, &mut *out)?;
    writeln!(out)?;
    Ok(())
}

fn describe(document: &Arc<Document>, index: usize, label: &str) -> Value {
    match &document.blocks[index] {
        Block::Heading(text) => context! { kind => "heading", text => sanitize::line(text) },
        Block::Text(cell) => context! {
            kind => "text",
            text => sanitize::lines(&cell.text),
            tone => class(cell.tone),
        },
        Block::Facts(facts) => {
            let facts: Vec<Value> = (facts.iter())
                .map(|fact| {
                    let text = sanitize::line(&fact.value.text);
                    context! {
                        label => sanitize::line(&fact.label),
                        long => text.chars().count() > FIGURE,
                        text,
                        tone => class(fact.value.tone),
                        time => fact.value.instant().map(time::stamp),
                        key => fact.value.value.as_deref().map(sanitize::line),
                    }
                })
                .collect();
            context! { kind => "facts", facts }
        }
        Block::Agenda(agenda) => agenda_of(agenda),
        // Flattened before: there are none.
        Block::List(_) | Block::Fold(..) => context! { kind => "text", text => "", tone => "" },
        Block::Table(table) => {
            let columns: Vec<Value> = (table.columns.iter())
                .map(|column| context! { name => heading(column), right => column.right })
                .collect();
            context! {
                kind => "table",
                label => sanitize::line(label),
                empty => sanitize::line(&table.empty),
                count => table.rows.len(),
                columns,
                rows => rows(Arc::clone(document), index),
            }
        }
    }
}

/// A calendar: each week with its seven days, each day with what begins on it.
fn agenda_of(agenda: &Agenda) -> Value {
    let entry = |entry: &Entry| {
        let details = entry.details.iter().cloned().chain(entry.repetition());
        let details: Vec<String> = details
            .map(|text| sanitize::line(&text).into_owned())
            .collect();
        context! {
            who => sanitize::line(&entry.who),
            what => sanitize::line(&entry.what),
            hours => entry.hours(),
            key => entry.begin.to_string(),
            tone => class(entry.tone),
            details,
        }
    };
    let weeks = agenda.weeks();
    let weeks = weeks.iter().map(|week| {
        let days = week.days().map(|day| {
            context! {
                name => day.strftime("%a").to_string(),
                date => day.strftime("%-d %b").to_string(),
                entries => week.on(day).map(entry).collect::<Vec<Value>>(),
            }
        });
        context! { name => week.name(), days => days.collect::<Vec<Value>>() }
    });
    context! {
        kind => "agenda",
        empty => sanitize::line(&agenda.empty),
        weeks => weeks.collect::<Vec<Value>>(),
    }
}

/// The rows are described one after the other while the page is written: there may be very many.
fn rows(document: Arc<Document>, index: usize) -> Value {
    Value::make_object_iterable(document, move |document| {
        let Block::Table(table) = &document.blocks[index] else {
            return Box::new(std::iter::empty());
        };
        Box::new(table.rows.iter().map(|row| row_of(&row, &table.columns)))
    })
}

fn row_of(row: &Row, columns: &[Column]) -> Value {
    let nothing = Cell::none();
    columns
        .iter()
        .enumerate()
        .map(|(index, column)| cell_of(row.cells.get(index).unwrap_or(&nothing), column))
        .collect()
}

fn cell_of(cell: &Cell, column: &Column) -> Value {
    let text = sanitize::line(cell.text.trim());
    let length = text.chars().count();
    let key = if column.by_tone {
        Some(cell.tone.rank().to_string())
    } else {
        (cell.value.as_deref())
            .filter(|value| *value != text)
            .map(|value| sanitize::line(value).into_owned())
    };
    let signal = matches!(
        cell.tone,
        Tone::Good | Tone::Info | Tone::Warning | Tone::Error
    );
    let tone = match class(cell.tone) {
        "" => String::new(),
        tone if signal && length <= BADGE => format!("badge {tone}"),
        tone => tone.to_owned(),
    };
    let time = cell.instant().map(time::stamp);
    let class = match length {
        _ if column.right => "right short",
        0..SHORT => "short",
        LONG.. => "long",
        _ => "medium",
    };
    context! { text, name => heading(column), class, tone, keyed => key.is_some(), key, time }
}

/// Begin the name of a column with a capital.
fn heading(column: &Column) -> String {
    let mut characters = column.name.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}

/// Name the class of a tone in the style sheet.
fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Muted => "muted",
        Tone::Strong => "strong",
        Tone::Good => "good",
        Tone::Info => "info",
        Tone::Warning => "warning",
        Tone::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::document::{Fact, Table};

    fn render(document: Document) -> String {
        let mut bytes = Vec::new();
        write(document, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn hash(text: &str) -> String {
        // Browsers see line feeds, whatever git made of them.
        let text = text.replace("\r\n", "\n");
        let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
        format!("sha256-{}", base64(digest.as_ref()))
    }

    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let mut group = [0; 4];
            group[1..=chunk.len()].copy_from_slice(chunk);
            let bits = u32::from_be_bytes(group);
            for place in 0..4 {
                let digit = (bits >> (18 - 6 * place)) as usize & 63;
                text.push(if place <= chunk.len() {
                    DIGITS[digit].into()
                } else {
                    '='
                });
            }
        }
        text
    }

    #[test]
    fn the_policy_names_the_script_and_the_style_of_the_page() {
        // After a change of report.css or report.js, put the expected values into the constants.
        assert_eq!(STYLE_HASH, hash(STYLE));
        assert_eq!(SCRIPT_HASH, hash(SCRIPT));
    }

    #[test]
    fn scripts_in_data_are_text() {
        let attacks = [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "</td></table></style></title><svg onload=alert(1)>",
            "{{ 7 * 7 }}{% raw %}",
            "javascript:alert(1)",
        ];
        for attack in attacks {
            let cell = Cell::text(attack).value(attack).tone(Tone::Error);
            let other = Cell::text("x").value(attack);
            let mut table = Table::new([Column::new("a"), Column::new("b")]).empty(attack);
            table.push([cell.clone(), other]);
            let page = render(
                Document::new(attack)
                    .heading(attack)
                    .text(cell.clone())
                    .facts([Fact::new(attack, cell)])
                    .table(table)
                    .table(Table::new(["c"]).empty(attack)),
            );
            assert_eq!(page.matches("<script>").count(), 1, "{attack}");
            for tag in ["<img", "<svg", "<b>"] {
                assert!(!page.contains(tag), "{attack}");
            }
            // Quotes end attributes: none of the data's is left.
            let raw = attack.contains(['"', '\'', '<']) && page.contains(attack);
            assert!(!raw, "{attack}");
            assert!(!page.contains("49{% raw"), "{attack}");
        }
    }

    #[test]
    fn nothing_is_loaded_from_anywhere() {
        let page = render(Document::new("x").table(Table::new(["a"])));
        for loader in [
            "src=",
            "href=",
            "url(",
            "@import",
            "//",
            "fetch(",
            "XMLHttpRequest",
        ] {
            let found = page.lines().any(|line| {
                let code = line.trim_start();
                code.contains(loader) && !code.starts_with("//")
            });
            assert!(!found, "{loader}");
        }
        assert!(
            page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'")
        );
    }

    #[test]
    fn what_hides_text_is_shown() {
        let page = render(Document::new("prod\u{202e}tset").text("a\u{0}b\nc"));
        assert!(page.contains("prod\\u{202e}tset"));
        assert!(page.contains("a\\u{0}b\nc"));
    }

    #[test]
    fn ten_thousand_rows_are_written_one_by_one() {
        let mut table = Table::new(["name", "next run"]);
        for index in 0..10_000 {
            table.push([Cell::from(format!("shoot-{index}")), Cell::count(index)]);
        }
        let page = render(Document::new("many").table(table));
        assert_eq!(page.matches("<tr>").count(), 10_001);
    }
}
