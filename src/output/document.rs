//! What a report consists of: headings, facts, text and tables. How it looks is decided by the renderers.
//!
//! ```
//! use kubectl_gardener::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};
//! # let now = jiff::Timestamp::UNIX_EPOCH;
//!
//! let mut shoots = Table::new([
//!     Column::new("name"),
//!     Column::new("severity").by_tone(),
//!     Column::new("expires").wide(),
//! ])
//! .empty("no shoots found")
//! .main();
//! shoots.push(
//!     Row::from([
//!         Cell::text("prod").tone(Tone::Strong),
//!         Cell::text("error").tone(Tone::Error),
//!         Cell::when(now, now),
//!     ])
//!     .named("shoot.core.gardener.cloud/prod"),
//! );
//! let document = Document::new("Versions in use")
//!     .facts([Fact::count("errors", 1, Tone::Error)])
//!     .heading("Shoots")
//!     .table(shoots);
//! # assert_eq!(document.blocks.len(), 3);
//! ```

mod cell;
mod table;

use super::agenda::Agenda;

pub use cell::{Cell, Tone};
pub use table::{Column, Row, Table};

/// A report, described once for every format made for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Title, shown by formats that are files of their own (markdown, html).
    pub title: String,
    /// The parts from top to bottom.
    pub blocks: Vec<Block>,
}

impl Document {
    /// Start an empty document.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            blocks: Vec::new(),
        }
    }

    /// Add a heading.
    #[must_use]
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.block(Block::Heading(text.into()))
    }

    /// Add a paragraph.
    #[must_use]
    pub fn text(self, text: impl Into<Cell>) -> Self {
        self.block(Block::Text(text.into()))
    }

    /// Add the numbers that sum the report up.
    #[must_use]
    pub fn facts(self, facts: impl IntoIterator<Item = Fact>) -> Self {
        self.block(Block::Facts(facts.into_iter().collect()))
    }

    /// Add a table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        self.block(Block::Table(table))
    }

    /// Add an agenda.
    #[must_use]
    pub fn agenda(self, agenda: Agenda) -> Self {
        self.block(Block::Agenda(agenda))
    }

    /// Add a list.
    #[must_use]
    pub fn list(self, items: impl IntoIterator<Item = Item>) -> Self {
        self.block(Block::List(items.into_iter().collect()))
    }

    /// Add what only some readers want to see.
    #[must_use]
    pub fn fold(self, summary: impl Into<String>, folded: Self) -> Self {
        self.block(Block::Fold(summary.into(), folded.blocks))
    }

    /// Give the document without folds and lists, for formats that have none: headings and paragraphs.
    #[must_use]
    pub fn flat(self) -> Self {
        let mut blocks = Vec::with_capacity(self.blocks.len());
        flatten(self.blocks, &mut blocks);
        Self { blocks, ..self }
    }

    /// Add any block.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Find the table that `-o csv` and `-o name` print: the one marked as main, else the first.
    pub fn main_table(&self) -> Option<&Table> {
        self.tables().find(|t| t.main).or(self.tables().next())
    }

    /// Walk the tables from top to bottom.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}

fn flatten(blocks: Vec<Block>, flat: &mut Vec<Block>) {
    for block in blocks {
        match block {
            Block::Fold(summary, folded) => {
                flat.push(Block::Heading(summary));
                flatten(folded, flat);
            }
            Block::List(items) => flat.extend(items.into_iter().map(|item| {
                let head: Vec<&str> = item.head.iter().map(|cell| cell.text.as_str()).collect();
                let lines = item.lines.iter().map(|line| line.cell.text.as_str());
                let text = std::iter::once(head.join("  ").as_str())
                    .chain(lines)
                    .collect::<Vec<_>>()
                    .join("\n");
                Block::Text(Cell::text(text))
            })),
            other => flat.push(other),
        }
    }
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(Cell),
    /// What sums the report up: a line on terminals, tiles in HTML.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// What happens when.
    Agenda(Agenda),
    /// What is too long for a table.
    List(Vec<Item>),
    /// What only some readers want to see, under a line that says what it is. Terminals show it.
    Fold(String, Vec<Block>),
}

/// An entry of a list: what it is, and what there is to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub head: Vec<Cell>,
    /// What there is to say, a line each.
    pub lines: Vec<Line>,
}

/// A line of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The text.
    pub cell: Cell,
    /// Left out of `table`.
    pub wide: bool,
}

impl Item {
    /// Say what it is.
    pub fn new(head: impl IntoIterator<Item = Cell>) -> Self {
        Self {
            head: head.into_iter().collect(),
            lines: Vec::new(),
        }
    }

    /// Add a line.
    #[must_use]
    pub fn line(mut self, cell: impl Into<Cell>) -> Self {
        let cell = cell.into();
        self.lines.push(Line { cell, wide: false });
        self
    }

    /// Add a line that `table` leaves out.
    #[must_use]
    pub fn wide(mut self, cell: impl Into<Cell>) -> Self {
        let cell = cell.into();
        self.lines.push(Line { cell, wide: true });
        self
    }
}

/// One number (or word) that sums a report up, for example `errors: 3`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// What it is, for example `errors`.
    pub label: String,
    /// How many, or which.
    pub value: Cell,
}

impl Fact {
    /// Name a number.
    pub fn new(label: impl Into<String>, value: impl Into<Cell>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }

    /// Count something; the tone applies only when there is any, so that `errors: 0` does not alarm.
    pub fn count(label: impl Into<String>, count: usize, tone: Tone) -> Self {
        let tone = if count == 0 { Tone::Plain } else { tone };
        Self::new(label, Cell::count(count).tone(tone))
    }
}
