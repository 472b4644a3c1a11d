//! `-o name`: the names of the main table, one a line, for `xargs`.

use std::collections::HashSet;
use std::io::{self, Write};

use super::{Document, Style, sanitize};

/// Write each name of the main table once, in the order of the rows.
pub fn write(document: &Document, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let rows = document.main_table().map_or(&[][..], |table| &table.rows);
    let mut seen = HashSet::new();
    for name in rows.iter().filter_map(|row| row.name.as_deref()) {
        if !seen.insert(name) {
            continue;
        }
        if style.terminal {
            writeln!(out, "{}", sanitize::line(name))?;
        } else {
            writeln!(out, "{name}")?;
        }
    }
    Ok(())
}
