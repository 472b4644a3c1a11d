//! A table on a terminal: a row is a line where it fits.
//!
//! Where it does not, prose is folded within its column, and columns that have no room go on below, indented. A command to copy is
//! never folded. Without a terminal every row is one line, however long.

use std::borrow::Cow;
use std::io;

use unicode_width::UnicodeWidthStr;

use super::{GAP, Page, fold};
use crate::order::Order as _;
use crate::output::document::{Cell, Column, Table, Tone};
use crate::output::sanitize;

/// What columns are indented by that go on below.
const INDENT: usize = 4;
/// Prose is not folded to less.
const LEAST: usize = 36;

impl Page<'_> {
    pub(super) fn table(&mut self, table: &Table, wide: bool) -> io::Result<()> {
        if table.rows.is_empty() && !table.empty.is_empty() {
            self.text(&sanitize::line(&table.empty), Tone::Muted)?;
            return writeln!(self.out);
        }
        let columns: Vec<(usize, &Column)> = (table.columns.iter().enumerate())
            .filter(|(_, column)| wide || !column.wide)
            .collect();
        let headings: Vec<String> = (columns.iter())
            .map(|(_, column)| column.name.to_uppercase())
            .collect();
        let mut needs: Vec<Need> = headings.iter().map(|text| Need::of_heading(text)).collect();
        for row in table.rows.iter() {
            for ((index, column), need) in columns.iter().zip(&mut needs) {
                need.add(&shown(row.cells.get(*index)).0, column);
            }
        }
        let lines = lay_out(&needs, self.style.width);
        self.row(&columns, &lines, |position| {
            (Cow::from(&*headings[position]), Tone::Strong)
        })?;
        for row in table.rows.iter() {
            self.row(&columns, &lines, |position| {
                shown(row.cells.get(columns[position].0))
            })?;
        }
        Ok(())
    }

    fn row<'c>(
        &mut self,
        columns: &[(usize, &Column)],
        lines: &[Vec<Place>],
        cell: impl Fn(usize) -> (Cow<'c, str>, Tone),
    ) -> io::Result<()> {
        for (number, line) in lines.iter().enumerate() {
            let cells: Vec<(Cow<'c, str>, Tone)> =
                line.iter().map(|place| cell(place.column)).collect();
            if number > 0 && cells.iter().all(|(text, _)| text == EMPTY) {
                continue;
            }
            let pieces: Vec<Vec<Cow<'_, str>>> = (cells.iter().zip(line))
                .map(|((text, _), place)| {
                    if place.folds {
                        fold(text, Some(place.width))
                    } else {
                        vec![Cow::Borrowed(&**text)]
                    }
                })
                .collect();
            let height = pieces.iter().map(Vec::len).max().unwrap_or_default();
            for level in 0..height {
                // Blanks wait for what comes behind them: no line ends with some.
                let mut blanks = if number > 0 { INDENT } else { 0 };
                for (position, place) in line.iter().enumerate() {
                    if position > 0 {
                        blanks += GAP.len();
                    }
                    let text = pieces[position].get(level).map_or("", |text| &**text);
                    let padding = place.width.saturating_sub(text.width());
                    let right = columns[place.column].1.right;
                    if right {
                        blanks += padding;
                    }
                    if !text.is_empty() {
                        // Colour stays around the text: padding would show underlines and backgrounds.
                        write!(self.out, "{:blanks$}", "")?;
                        self.text(text, cells[position].1)?;
                        blanks = 0;
                    }
                    if !right {
                        blanks += padding;
                    }
                }
                writeln!(self.out)?;
            }
        }
        Ok(())
    }
}

/// What a column shows where there is nothing.
const EMPTY: &str = "-";

/// Give what a cell shows, never blank and without blanks at its ends.
fn shown(cell: Option<&Cell>) -> (Cow<'_, str>, Tone) {
    match cell.filter(|cell| !cell.is_blank()) {
        Some(cell) => (sanitize::line(cell.text.trim()), cell.tone),
        None => (Cow::Borrowed(EMPTY), Tone::Muted),
    }
}

/// How wide a column would like to be, and has to be.
#[derive(Clone, Copy, Debug)]
struct Need {
    natural: usize,
    least: usize,
}

impl Need {
    fn of_heading(heading: &str) -> Self {
        let width = heading.width();
        Self {
            natural: width,
            least: width,
        }
    }

    fn add(&mut self, text: &str, column: &Column) {
        let width = text.width();
        self.natural = self.natural.max(width);
        let least = if column.whole || width <= LEAST {
            width
        } else {
            let words = text.split_whitespace().map(UnicodeWidthStr::width);
            words.max().unwrap_or_default().max(LEAST)
        };
        self.least = self.least.max(least);
    }
}

/// Where a column is in a line of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    column: usize,
    width: usize,
    folds: bool,
}

/// Give the lines of a row, with the columns in each.
fn lay_out(needs: &[Need], width: Option<usize>) -> Vec<Vec<Place>> {
    let width = width.unwrap_or(usize::MAX);
    let natural = needs.iter().map(|need| need.natural).sum::<usize>()
        + GAP.len() * needs.len().saturating_sub(1);
    let fits = natural <= width;
    let mut lines: Vec<Vec<Place>> = vec![Vec::new()];
    let mut used = 0;
    for (column, need) in needs.iter().enumerate() {
        let needed = if fits { need.natural } else { need.least };
        let line = lines.last().map_or(0, Vec::len);
        if line > 0 && used + GAP.len() + needed > width {
            widen(&mut lines, needs, width.saturating_sub(used));
            lines.push(Vec::new());
            used = INDENT;
        } else if line > 0 {
            used += GAP.len();
        }
        used += needed;
        let place = Place {
            column,
            width: needed,
            folds: needed < need.natural,
        };
        lines.last_mut().expect("there is a first line").push(place);
    }
    widen(&mut lines, needs, width.saturating_sub(used));
    lines
}

/// Share the room that is left in the last line among its prose, as far as that needs it.
fn widen(lines: &mut [Vec<Place>], needs: &[Need], mut room: usize) {
    let line = lines.last_mut().expect("there is a first line");
    let mut folding: Vec<&mut Place> = line.iter_mut().filter(|place| place.folds).collect();
    folding.order_by_key(|place| needs[place.column].natural - place.width);
    let mut left = folding.len();
    for place in folding {
        let wanted = needs[place.column].natural - place.width;
        let given = wanted.min(room / left);
        place.width += given;
        place.folds = given < wanted;
        room -= given;
        left -= 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::output::Style;
    use crate::output::document::Document;
    use crate::output::terminal::tests::render;

    fn at_width(table: &Table, width: usize) -> String {
        let style = Style {
            width: Some(width),
            ..Style::default()
        };
        render(&Document::new("").table(table.clone()), true, style)
    }

    fn findings() -> Table {
        let mut table = Table::new([
            Column::new("severity"),
            Column::new("shoot"),
            Column::new("pools").right(),
            Column::new("what"),
            Column::new("run").whole(),
        ]);
        table.push([
            Cell::from("error"),
            Cell::from("checkout"),
            Cell::count(3),
            Cell::from("Kubernetes 1.32.13 is expired since August; Gardener forces it to 1.33.15"),
            Cell::from("kubectl gardener impact shoot checkout"),
        ]);
        table.push([
            Cell::from("info"),
            Cell::from("mail"),
            Cell::count(12),
            Cell::from("nothing"),
            Cell::none(),
        ]);
        table
    }

    #[test]
    fn a_row_is_a_line_where_it_fits_or_where_there_is_no_terminal() {
        let lines = "\
SEVERITY  SHOOT     POOLS  WHAT                                                                       RUN
error     checkout      3  Kubernetes 1.32.13 is expired since August; Gardener forces it to 1.33.15  kubectl gardener impact shoot checkout
info      mail         12  nothing                                                                    -
";
        assert_eq!(at_width(&findings(), 141), lines);
        assert_eq!(
            render(&Document::new("").table(findings()), true, Style::default()),
            lines
        );
    }

    #[test]
    fn prose_folds_within_its_column_and_a_command_stays_whole() {
        snapbox::assert_data_eq!(
            at_width(&findings(), 110),
            snapbox::str![[r"
SEVERITY  SHOOT     POOLS  WHAT                                         RUN
error     checkout      3  Kubernetes 1.32.13 is expired since August;  kubectl gardener impact shoot checkout
                           Gardener forces it to 1.33.15
info      mail         12  nothing                                      -

"]]
        );
    }

    #[test]
    fn columns_without_room_go_on_below_and_blank_ones_are_left_out_there() {
        snapbox::assert_data_eq!(
            at_width(&findings(), 64),
            snapbox::str![[r"
SEVERITY  SHOOT     POOLS  WHAT
    RUN
error     checkout      3  Kubernetes 1.32.13 is expired since
                           August; Gardener forces it to 1.33.15
    kubectl gardener impact shoot checkout
info      mail         12  nothing

"]]
        );
    }

    fn table() -> impl Strategy<Value = Table> {
        let text = prop_oneof![
            ".{0,12}",
            "[a-z]{0,8}",
            "[東京🔥é\u{301}\u{200d}\u{202e} \t\n-]{0,6}",
            any::<String>()
        ];
        let column = (any::<bool>(), any::<bool>());
        (1_usize..6).prop_flat_map(move |count| {
            let columns = prop::collection::vec(column, count);
            let row = prop::collection::vec(text.clone(), 0..=count);
            (columns, prop::collection::vec(row, 1..6)).prop_map(|(columns, rows)| Table {
                columns: (columns.into_iter())
                    .map(|(right, wide)| {
                        let mut column = Column::new("heading");
                        column.right = right;
                        column.wide = wide;
                        column
                    })
                    .collect(),
                rows: rows
                    .into_iter()
                    .map(|cells| cells.into_iter().map(Cell::from).collect::<Vec<_>>().into())
                    .collect(),
                ..Table::default()
            })
        })
    }

    proptest! {
        #[test]
        fn columns_begin_and_end_at_the_same_place_in_each_row(table in table()) {
            let rendered = render(&Document::new("").table(table.clone()), true, Style::default());
            let lines: Vec<_> = rendered.split_terminator('\n').collect();
            prop_assert_eq!(lines.len(), table.rows.len() + 1);

            let cells = |row: usize| -> Vec<String> {
                (0..table.columns.len())
                    .map(|index| match row {
                        0 => "HEADING".to_owned(),
                        _ => shown(table.rows.get(row - 1).cells.get(index)).0.into_owned(),
                    })
                    .collect()
            };
            let all: Vec<_> = (0..lines.len()).map(cells).collect();
            let widths: Vec<usize> = (0..table.columns.len())
                .map(|index| all.iter().map(|row| row[index].width()).max().unwrap())
                .collect();
            for (line, cells) in lines.iter().zip(&all) {
                let mut rest = *line;
                for (index, cell) in cells.iter().enumerate() {
                    let blanks = widths[index] - cell.width();
                    let (before, after) = if table.columns[index].right { (blanks, 0) } else { (0, blanks) };
                    rest = rest.strip_prefix(&" ".repeat(before)).unwrap();
                    rest = rest.strip_prefix(cell.as_str()).unwrap();
                    if index + 1 < cells.len() {
                        rest = rest.strip_prefix(&" ".repeat(after + GAP.len())).unwrap();
                    }
                }
                prop_assert_eq!(rest, "");
                prop_assert_eq!(line.trim_end(), *line);
                prop_assert!(!line.contains(sanitize::is_deceptive));
            }
        }

        #[test]
        fn colour_changes_nothing_but_colour(table in table()) {
            let document = Document::new("title").heading("h").table(table);
            let plain = render(&document, false, Style::default());
            let coloured = render(&document, false, Style { color: true, ..Style::default() });
            prop_assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
        }

        #[test]
        fn nothing_is_lost_and_lines_fit_at_every_width(table in table(), width in 20_usize..160) {
            let plain = render(&Document::new("").table(table.clone()), true, Style::default());
            let folded = at_width(&table, width);
            let mut words: Vec<&str> = plain.split_whitespace().filter(|word| *word != EMPTY).collect();
            let mut kept: Vec<&str> = folded.split_whitespace().filter(|word| *word != EMPTY).collect();
            words.sort_unstable();
            kept.sort_unstable();
            prop_assert_eq!(words, kept);
            for line in folded.lines() {
                let alone = line.trim_start().width() <= LEAST || !line.trim_start().contains(GAP);
                prop_assert!(line.width() <= width || alone, "{width}: {line}");
                prop_assert_eq!(line.trim_end(), line);
            }
        }
    }
}
