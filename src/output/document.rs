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

use jiff::Timestamp;

use super::agenda::Agenda;
use super::rows::Rows;
use super::time;

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

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns from left to right.
    pub columns: Vec<Column>,
    /// The rows from top to bottom.
    pub rows: Rows,
    /// What is said when there are no rows.
    pub empty: String,
    /// The table that `-o csv` and `-o name` print, where a document has several.
    pub main: bool,
}

impl Table {
    /// Start a table with its columns.
    pub fn new<C: Into<Column>>(columns: impl IntoIterator<Item = C>) -> Self {
        Self {
            columns: columns.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// Make it the table that `-o csv` and `-o name` print.
    #[must_use]
    pub fn main(mut self) -> Self {
        self.main = true;
        self
    }

    /// Say what is shown when there are no rows, for example `no shoots found`.
    #[must_use]
    pub fn empty(mut self, text: impl Into<String>) -> Self {
        self.empty = text.into();
        self
    }

    /// Add rows.
    #[must_use]
    pub fn rows<R: Into<Row>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        self.rows.extend(rows.into_iter().map(Into::into));
        self
    }

    /// Have this many rows made whenever they are shown, in place of keeping them: for very many.
    #[must_use]
    pub fn made(
        mut self,
        count: usize,
        make: impl Fn(usize) -> Row + Send + Sync + 'static,
    ) -> Self {
        self.rows = Rows::made(count, make);
        self
    }

    /// Add a row in place.
    pub fn push(&mut self, row: impl Into<Row>) {
        self.rows.push(row.into());
    }
}

/// A column of a table.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Heading in words, for example `next run`; terminals show it in capitals.
    pub name: &'static str,
    /// Shown in `wide`, `csv` and files, left out of `table`.
    pub wide: bool,
    /// Numbers are aligned to the right and sorted as numbers.
    pub right: bool,
    /// Sorted by the tone of its cells, worst first, where a reader can sort: for severities.
    pub by_tone: bool,
    /// Never folded: somebody copies it.
    pub whole: bool,
}

impl Column {
    /// Name a column.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            wide: false,
            right: false,
            by_tone: false,
            whole: false,
        }
    }

    /// Never fold it: it is there to be copied, as commands are.
    #[must_use]
    pub const fn whole(mut self) -> Self {
        self.whole = true;
        self
    }

    /// Leave it out of `table`.
    #[must_use]
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Align it to the right: it holds numbers.
    #[must_use]
    pub const fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// Sort it by tone instead of by text.
    #[must_use]
    pub const fn by_tone(mut self) -> Self {
        self.by_tone = true;
        self
    }
}

impl From<&'static str> for Column {
    fn from(name: &'static str) -> Self {
        Self::new(name)
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// One cell a column; missing ones at the end are empty.
    pub cells: Vec<Cell>,
    /// What `-o name` prints for it, for example `shoot.core.gardener.cloud/x`.
    pub name: Option<String>,
}

impl Row {
    /// Make a row of cells.
    pub fn new(cells: impl IntoIterator<Item = Cell>) -> Self {
        Self {
            cells: cells.into_iter().collect(),
            name: None,
        }
    }

    /// Say what `-o name` prints for it.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl<const N: usize> From<[Cell; N]> for Row {
    fn from(cells: [Cell; N]) -> Self {
        Self::new(cells)
    }
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self::new(cells)
    }
}

/// A piece of text with a meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// For people, for example `in 12d`.
    pub text: String,
    /// For machines, for example `2026-12-03T00:00:00Z`: printed in CSV and sorted by in HTML. Absent: the text.
    pub value: Option<String>,
    /// What it means for the reader.
    pub tone: Tone,
}

impl Cell {
    /// Make a cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Make an empty cell.
    pub fn none() -> Self {
        Self::default()
    }

    /// Make a cell of what may be absent; an absent one is empty.
    pub fn optional<T: Into<Self>>(value: Option<T>) -> Self {
        value.map_or_else(Self::none, Into::into)
    }

    /// Make a cell of a number.
    pub fn count(count: usize) -> Self {
        Self::text(count.to_string())
    }

    /// Make a cell of an instant: `in 12d` or `3h ago` for people, RFC 3339 for machines.
    pub fn when(at: Timestamp, now: Timestamp) -> Self {
        Self::text(time::relative(at, now)).value(at.to_string())
    }

    /// Make a cell of an age: `3d4h` for people, RFC 3339 for machines.
    pub fn age(since: Timestamp, now: Timestamp) -> Self {
        Self::text(time::age(since, now)).value(since.to_string())
    }

    /// Make a cell of several words, separated by `, ` for people and by a blank for machines.
    pub fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Self {
        let mut cell = Self::none();
        let mut value = String::new();
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                cell.text.push_str(", ");
                value.push(' ');
            }
            cell.text.push_str(item.as_ref());
            value.push_str(item.as_ref());
        }
        cell.value(value)
    }

    /// Say what machines read in place of the text.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Say what it means for the reader.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// Give what machines read: the value, else the text.
    pub fn machine(&self) -> &str {
        self.value.as_deref().unwrap_or(&self.text)
    }

    /// Give the instant that an age stands for: files are read later, when `in 12d` says little.
    pub fn instant(&self) -> Option<Timestamp> {
        let value = self.value.as_deref().filter(|value| *value != self.text)?;
        value.parse().ok()
    }

    /// Whether there is nothing to see.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::text(text)
    }
}

/// What a cell means for the reader; renderers make it a colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// Less important.
    Muted,
    /// More important.
    Strong,
    /// All is well.
    Good,
    /// Worth knowing.
    Info,
    /// Worth acting on.
    Warning,
    /// Must be acted on.
    Error,
}

impl Tone {
    /// Order tones, the worst first.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Error => 0,
            Self::Warning => 1,
            Self::Info => 2,
            Self::Strong => 3,
            Self::Plain => 4,
            Self::Muted => 5,
            Self::Good => 6,
        }
    }
}
