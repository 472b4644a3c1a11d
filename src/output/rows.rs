//! The rows of a table: kept, or made each time they are shown.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::document::Row;

/// The rows of a table.
///
/// Rows of text need several times the memory of what they tell. Where there may be tens of thousands, a table
/// has them made from the report one by one.
#[derive(Clone)]
pub struct Rows(Source);

#[derive(Clone)]
enum Source {
    Kept(Vec<Row>),
    Made {
        count: usize,
        make: Arc<dyn Fn(usize) -> Row + Send + Sync>,
    },
}

impl Rows {
    /// Make rows when they are asked for, each by its position.
    pub fn made(count: usize, make: impl Fn(usize) -> Row + Send + Sync + 'static) -> Self {
        Self(Source::Made {
            count,
            make: Arc::new(make),
        })
    }

    /// Give the number of rows.
    pub fn len(&self) -> usize {
        match &self.0 {
            Source::Kept(rows) => rows.len(),
            Source::Made { count, .. } => *count,
        }
    }

    /// Tell whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Give a row.
    pub fn get(&self, position: usize) -> Cow<'_, Row> {
        match &self.0 {
            Source::Kept(rows) => Cow::Borrowed(&rows[position]),
            Source::Made { make, .. } => Cow::Owned(make(position)),
        }
    }

    /// Walk the rows from top to bottom.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, Row>> {
        (0..self.len()).map(|position| self.get(position))
    }

    /// Add a row.
    pub fn push(&mut self, row: Row) {
        self.extend(std::iter::once(row));
    }
}

impl Extend<Row> for Rows {
    fn extend<I: IntoIterator<Item = Row>>(&mut self, more: I) {
        if let Source::Made { .. } = self.0 {
            self.0 = Source::Kept(self.iter().map(Cow::into_owned).collect());
        }
        if let Source::Kept(rows) = &mut self.0 {
            rows.extend(more);
        }
    }
}

impl FromIterator<Row> for Rows {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        Self(Source::Kept(rows.into_iter().collect()))
    }
}

impl Default for Rows {
    fn default() -> Self {
        Self(Source::Kept(Vec::new()))
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Rows {}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::document::Cell;

    fn row(position: usize) -> Row {
        Row::new([Cell::count(position)])
    }

    #[test]
    fn made_rows_are_those_that_would_be_kept() {
        let mut kept: Rows = (0..3).map(row).collect();
        let mut made = Rows::made(3, row);
        assert_eq!(made, kept);
        assert_ne!(made, Rows::default());
        made.push(row(7));
        kept.push(row(7));
        assert_eq!(made, kept);
        assert_eq!(made.len(), 4);
    }
}
