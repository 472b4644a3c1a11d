//! What a report consists of: headings, text and tables. How it looks is decided by the renderers.

/// A report, described once for every format made for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Title, shown by formats that are files of their own (markdown, html).
    pub title: String,
    /// The parts from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(Cell),
    /// A table.
    Table(Table),
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns from left to right.
    pub columns: Vec<Column>,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
    /// What is said when there are no rows.
    pub empty: String,
    /// The table that `-o csv` and `-o name` print, where a document has several.
    pub main: bool,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Heading in words, for example `next run`; terminals show it in capitals.
    pub name: &'static str,
    /// Shown in `wide`, `csv` and files, left out of `table`.
    pub wide: bool,
    /// Numbers are aligned to the right.
    pub right: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// What `-o name` prints for it, for example `shoot.core.gardener.cloud/x`.
    pub name: Option<String>,
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
