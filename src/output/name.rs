//! `-o name`: the names of the main table, one a line, for `xargs`.

use std::collections::HashSet;
use std::io::{self, Write};

use super::{Document, Style, sanitize};

/// Write each name of the main table once, in the order of the rows.
pub fn write(document: &Document, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let rows = document.main_table().map(|table| table.rows.iter());
    let mut seen = HashSet::new();
    let names = rows
        .into_iter()
        .flatten()
        .filter_map(|row| row.into_owned().name);
    for name in names {
        if seen.contains(&name) {
            continue;
        }
        if style.terminal {
            writeln!(out, "{}", sanitize::line(&name))?;
        } else {
            writeln!(out, "{name}")?;
        }
        seen.insert(name);
    }
    Ok(())
}
