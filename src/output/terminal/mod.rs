//! `-o table` and `-o wide`: columns as kubectl prints them.
//!
//! Where there is no terminal nothing is wrapped or cut, no line ends with blanks, and an empty cell is a `-`, so that `awk` and
//! `cut` count columns as people do. Everything is data and passes through [`sanitize`].

mod agenda;
mod table;

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Ansi};
use unicode_width::UnicodeWidthStr;

use crate::output::document::{Block, Cell, Document, Fact, Item, Tone};
use crate::output::{Style, sanitize};

const GAP: &str = "  ";
/// Text is not folded to less.
const NARROW: usize = 20;

/// Write a document; `wide` shows all columns.
pub fn write(
    document: &Document,
    wide: bool,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { style, out };
    page.blocks(&document.blocks, wide)
}

/// Ask how many columns the terminal has that stdout or stderr is.
pub fn width() -> Option<usize> {
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size()?;
    Some(columns.into())
}

/// Give the escape sequences of a tone.
pub fn ansi(tone: Tone) -> Ansi {
    let plain = Ansi::new();
    match tone {
        Tone::Plain => plain,
        Tone::Muted => plain.dimmed(),
        Tone::Strong => plain.bold(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Info => AnsiColor::Cyan.on_default(),
        Tone::Warning => AnsiColor::Yellow.on_default(),
        Tone::Error => AnsiColor::Red.on_default().bold(),
    }
}

struct Page<'a> {
    style: &'a Style,
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn blocks(&mut self, blocks: &[Block], wide: bool) -> io::Result<()> {
        let mut previous: Option<&Block> = None;
        for block in blocks {
            if previous.is_some_and(|before| !matches!(before, Block::Heading(_))) {
                writeln!(self.out)?;
            }
            match block {
                Block::Heading(text) => self.heading(text)?,
                Block::Text(cell) => self.paragraph(cell)?,
                Block::Facts(facts) => self.facts(facts)?,
                Block::Table(table) => self.table(table, wide)?,
                Block::Agenda(agenda) => self.agenda(agenda)?,
                Block::List(items) => self.list(items, wide)?,
                Block::Fold(summary, folded) => {
                    self.heading(summary)?;
                    self.blocks(folded, wide)?;
                }
            }
            previous = Some(block);
        }
        Ok(())
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        self.text(&sanitize::line(text), Tone::Strong)?;
        writeln!(self.out)
    }

    fn list(&mut self, items: &[Item], wide: bool) -> io::Result<()> {
        for item in items {
            for (index, cell) in item.head.iter().enumerate() {
                if index > 0 {
                    self.out.write_all(GAP.as_bytes())?;
                }
                self.text(&sanitize::line(&cell.text), cell.tone)?;
            }
            writeln!(self.out)?;
            for line in item.lines.iter().filter(|line| wide || !line.wide) {
                let text = format!("{GAP}{}", sanitize::line(&line.cell.text));
                for folded in fold(&text, self.style.width) {
                    self.text(&folded, line.cell.tone)?;
                    writeln!(self.out)?;
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        if !self.style.color || tone == Tone::Plain {
            return self.out.write_all(text.as_bytes());
        }
        let ansi = ansi(tone);
        write!(self.out, "{ansi}{text}{ansi:#}")
    }

    /// Fold a paragraph at blanks; its own line breaks stay.
    fn paragraph(&mut self, cell: &Cell) -> io::Result<()> {
        let text = sanitize::lines(&cell.text);
        for line in text.lines() {
            for folded in fold(line, self.style.width) {
                self.text(&folded, cell.tone)?;
                writeln!(self.out)?;
            }
        }
        Ok(())
    }

    fn facts(&mut self, facts: &[Fact]) -> io::Result<()> {
        let mut used = 0;
        for fact in facts {
            let (label, value) = (
                sanitize::line(&fact.label),
                sanitize::line(&fact.value.text),
            );
            let needed = label.width() + 2 + value.width();
            if used > 0 {
                let full = self
                    .style
                    .width
                    .is_some_and(|width| used + 2 + needed > width);
                self.out
                    .write_all(if full { b"\n" } else { GAP.as_bytes() })?;
                used = if full { 0 } else { used + 2 };
            }
            self.text(&label, Tone::Muted)?;
            self.out.write_all(b": ")?;
            // Longer than a line by itself: it goes on below its beginning.
            let before = label.width() + 2;
            let room = (self.style.width).map(|width| width.saturating_sub(before).max(NARROW));
            for (index, piece) in fold(&value, room).iter().enumerate() {
                if index > 0 {
                    write!(self.out, "\n{:before$}", "")?;
                }
                self.text(piece, fact.value.tone)?;
            }
            used += needed;
        }
        writeln!(self.out)
    }
}

/// Break a line at blanks, keeping its indentation.
fn fold(line: &str, width: Option<usize>) -> Vec<Cow<'_, str>> {
    let line = line.trim_end();
    let Some(width) = width.filter(|width| line.width() > *width) else {
        return vec![Cow::Borrowed(line)];
    };
    let indent = &line[..line.len() - line.trim_start().len()];
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split_whitespace() {
        if current.is_empty() {
            current = format!("{indent}{word}");
        } else if current.width() + 1 + word.width() <= width {
            current.push(' ');
            current.push_str(word);
        } else {
            lines.push(Cow::Owned(current));
            current = format!("{indent}{word}");
        }
    }
    lines.push(Cow::Owned(current));
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(super) fn render(document: &Document, wide: bool, style: Style) -> String {
        let mut bytes = Vec::new();
        write(document, wide, &style, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn paragraphs_fold_at_blanks_and_keep_their_indentation() {
        assert_eq!(fold("  one two three", Some(9)), ["  one two", "  three"]);
        assert_eq!(fold("one two", None), ["one two"]);
        assert_eq!(fold("indivisible", Some(4)), ["indivisible"]);
    }

    #[test]
    fn facts_break_between_facts() {
        let facts = ["shoots", "errors", "warnings"].map(|name| Fact::new(name, Cell::count(3)));
        let document = Document::new("").facts(facts);
        let folded = Style {
            width: Some(22),
            ..Style::default()
        };
        assert_eq!(
            render(&document, false, Style::default()),
            "shoots: 3  errors: 3  warnings: 3\n"
        );
        assert_eq!(
            render(&document, false, folded),
            "shoots: 3  errors: 3\nwarnings: 3\n"
        );
        let long = Document::new("").facts([
            Fact::new("by", "production 31, testing 1, evaluation 5"),
            Fact::new("all", "37"),
        ]);
        assert_eq!(
            render(&long, false, folded),
            "by: production 31,\n    testing 1,\n    evaluation 5\nall: 37\n"
        );
    }

    proptest! {
        #[test]
        fn folded_lines_fit_unless_a_word_does_not(text in "[a-z ]{0,60}", width in 10_usize..40) {
            let text = text.trim();
            for line in fold(text, Some(width)) {
                prop_assert!(line.width() <= width || !line.contains(' '));
            }
        }
    }
}
