//! Tables: columns with their properties, rows with their names.

use super::Cell;
use crate::output::rows::Rows;

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
