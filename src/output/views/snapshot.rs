//! What is in a snapshot that was written.

use crate::output::document::{Cell, Column, Document, Fact, Row, Table};

/// A snapshot that was written.
#[derive(Clone, Debug)]
pub struct Written<'w> {
    /// The file.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// How many objects of which kind are in it, in their order.
    pub kinds: Vec<(&'w str, usize)>,
}

impl Written<'_> {
    /// Describe it.
    pub fn document(&self) -> Document {
        let mut table = Table::new([Column::new("kind"), Column::new("objects").right()]);
        for (kind, count) in &self.kinds {
            table.push(Row::from([Cell::text(*kind), Cell::count(*count)]));
        }
        let objects = self.kinds.iter().map(|(_, count)| count).sum();
        Document::new("Snapshot")
            .facts([
                Fact::new("file", Cell::text(&self.file)),
                Fact::new("size", Cell::text(size(self.bytes))),
                Fact::new("objects", Cell::count(objects)),
            ])
            .table(table)
    }
}

/// Give a size as people say it.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 3] = ["KiB", "MiB", "GiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut tenths = bytes * 10 / 1024;
    let mut unit = 0;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(1023), "1023 B");
        assert_eq!(size(1536), "1.5 KiB");
        assert_eq!(size(20 << 20), "20.0 MiB");
        assert_eq!(size(5000 << 30), "5000.0 GiB");
    }
}
