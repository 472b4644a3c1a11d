//! `-o markdown`: a document for issues and merge requests, as GitHub and GitLab read it.
//!
//! Text from a cluster makes no links, images, HTML or mentions there.

use std::io::{self, Write};

use super::agenda::{self, Agenda};
use super::document::{Block, Cell, Document, Item, Table, Tone};
use super::{sanitize, time};

/// Write a document with all columns of its tables.
pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", escape(&document.title))?;
    write_blocks(&document.blocks, out)
}

fn write_blocks(blocks: &[Block], out: &mut dyn Write) -> io::Result<()> {
    for block in blocks {
        writeln!(out)?;
        match block {
            Block::Heading(text) => writeln!(out, "## {}", escape(text))?,
            Block::Text(cell) => writeln!(out, "{}", toned(cell))?,
            Block::Facts(facts) => {
                for fact in facts {
                    writeln!(out, "- {}: {}", escape(&fact.label), toned(&fact.value))?;
                }
            }
            Block::Table(table) => write_table(table, out)?,
            Block::Agenda(agenda) => write_agenda(agenda, out)?,
            Block::List(items) => write_list(items, out)?,
            Block::Fold(summary, folded) => {
                // Without an empty line behind it, what is inside would be HTML to the reader.
                writeln!(out, "<details><summary>{}</summary>", html(summary))?;
                write_blocks(folded, out)?;
                writeln!(out, "\n</details>")?;
            }
        }
    }
    Ok(())
}

fn write_list(items: &[Item], out: &mut dyn Write) -> io::Result<()> {
    for item in items {
        let head: Vec<String> = item.head.iter().map(toned).collect();
        writeln!(out, "- {}", head.join(", "))?;
        for line in &item.lines {
            writeln!(out, "  - {}", toned(&line.cell))?;
        }
    }
    Ok(())
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if table.rows.is_empty() && !table.empty.is_empty() {
        return writeln!(out, "{}", escape(&table.empty));
    }
    for column in &table.columns {
        write!(out, "| {} ", escape(column.name))?;
    }
    writeln!(out, "|")?;
    for column in &table.columns {
        out.write_all(if column.right { b"| ---: " } else { b"| --- " })?;
    }
    writeln!(out, "|")?;
    for row in table.rows.iter() {
        for index in 0..table.columns.len() {
            write!(
                out,
                "| {} ",
                row.cells.get(index).map(toned).unwrap_or_default()
            )?;
        }
        writeln!(out, "|")?;
    }
    Ok(())
}

fn write_agenda(agenda: &Agenda, out: &mut dyn Write) -> io::Result<()> {
    if agenda.entries.is_empty() {
        return writeln!(out, "{}", escape(&agenda.empty));
    }
    for (index, week) in agenda.weeks().iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "### {}\n", escape(&week.name()))?;
        for entry in &week.entries {
            let day = agenda::date(entry.begin).strftime("%a %-d %b");
            let what = toned(&Cell::text(&entry.what).tone(entry.tone));
            let who = escape(&entry.who);
            writeln!(out, "- {day} {}, {who}: {what}", entry.hours())?;
            for detail in entry.details.iter().cloned().chain(entry.repetition()) {
                writeln!(out, "  - {}", escape(&detail))?;
            }
        }
    }
    Ok(())
}

/// There are no colours in Markdown: what stands out is bold.
fn toned(cell: &Cell) -> String {
    let mut text = escape(&cell.text);
    if let Some(at) = cell.instant() {
        text = format!("{} ({text})", time::stamp(at));
    }
    match cell.tone {
        Tone::Strong | Tone::Warning | Tone::Error if !cell.is_blank() => format!("**{text}**"),
        _ => text,
    }
}

/// Escape text so that it is shown as it is, on one line.
fn escape(text: &str) -> String {
    let text = text.trim();
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let starts_word = !before.is_some_and(|b: char| b.is_alphanumeric() || b == '_');
        match c {
            '\n' => escaped.push_str("<br>"),
            // Each of them begins something: emphasis, links, code, tables, HTML, maths.
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => escaped.extend(['\\', c]),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // A bare address becomes a link, unless it is interrupted.
            ':' if after.starts_with("//") => escaped.push_str("\\:"),
            '.' if ends_in_www(&escaped) => escaped.push_str("\\."),
            // A mention would send mail to whoever has that name.
            '@' if after.starts_with(char::is_alphanumeric) => escaped.push_str("@<!-- -->"),
            // Headings and lists at the beginning of a line, and links to issues.
            '#' if starts_word => escaped.push_str("\\#"),
            '+' | '-' if before.is_none() => escaped.extend(['\\', c]),
            '.' | ')' if !escaped.is_empty() && escaped.bytes().all(|b| b.is_ascii_digit()) => {
                if after.starts_with(' ') || after.is_empty() {
                    escaped.push('\\');
                }
                escaped.push(c);
            }
            _ if sanitize::is_deceptive(c) => {
                escaped.push_str(&sanitize::line(c.encode_utf8(&mut [0; 4])).replace('\\', "\\\\"));
            }
            _ => escaped.push(c),
        }
        before = Some(c);
        rest = after;
    }
    escaped
}

/// Escape text inside of HTML, where Markdown has no meaning.
fn html(text: &str) -> String {
    let text = sanitize::line(text.trim());
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn ends_in_www(text: &str) -> bool {
    text.len() >= 3 && text.is_char_boundary(text.len() - 3) && {
        text[text.len() - 3..].eq_ignore_ascii_case("www")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_in_its_cell() {
        assert_eq!(escape("a|b"), "a\\|b");
        assert_eq!(escape("a\nb"), "a<br>b");
        assert_eq!(escape("a\\|b"), "a\\\\\\|b");
    }

    #[test]
    fn html_is_shown_instead_of_made() {
        assert_eq!(
            escape("<img src=x onerror=alert(1)>&amp;"),
            "&lt;img src=x onerror=alert(1)&gt;&amp;amp;"
        );
    }

    #[test]
    fn links_and_images_are_not_made() {
        assert_eq!(escape("![x](http://a.b)"), "!\\[x\\](http\\://a.b)");
        assert_eq!(escape("see WWW.a.b"), "see WWW\\.a.b");
    }

    #[test]
    fn code_and_emphasis_are_not_made() {
        assert_eq!(escape("`a` *b* _c_ ~d~"), "\\`a\\` \\*b\\* \\_c\\_ \\~d\\~");
    }

    #[test]
    fn nobody_is_mentioned() {
        assert_eq!(escape("ask @alice"), "ask @<!-- -->alice");
        assert_eq!(escape("a @ b"), "a @ b");
    }

    #[test]
    fn blocks_do_not_begin_in_text() {
        assert_eq!(escape("# a"), "\\# a");
        assert_eq!(escape("- a"), "\\- a");
        assert_eq!(escape("1. a"), "1\\. a");
        assert_eq!(escape("1.30.2"), "1.30.2");
    }

    #[test]
    fn a_fold_is_html_outside_and_markdown_inside() {
        let folded = Document::default().text("a_b");
        let document = Document::new("t").fold("1 <x> & a_b", folded);
        let mut page = Vec::new();
        write(&document, &mut page).unwrap();
        assert_eq!(
            String::from_utf8(page).unwrap(),
            "# t\n\n<details><summary>1 &lt;x&gt; &amp; a_b</summary>\n\na\\_b\n\n</details>\n"
        );
    }

    #[test]
    fn what_hides_text_is_shown() {
        assert_eq!(escape("a\u{202e}b\u{1b}"), "a\\\\u{202e}b\\\\u{1b}");
    }
}
