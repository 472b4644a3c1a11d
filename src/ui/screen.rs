//! The terminal that progress is drawn on.

use std::io;

use console::Term;
use indicatif::TermLike;

/// Stderr, as a terminal that may go away: its window is closed, a connection breaks.
///
/// Progress that cannot be drawn is not worth an end in the middle of the work, which is what indicatif makes of an error.
#[derive(Debug)]
pub(super) struct Screen(Term);

impl Screen {
    pub(super) fn stderr() -> Self {
        // What indicatif itself draws on: each drawing goes out as a whole.
        Self(Term::buffered_stderr())
    }
}

fn drawn(result: io::Result<()>) -> io::Result<()> {
    result.or(Ok(()))
}

impl TermLike for Screen {
    fn width(&self) -> u16 {
        self.0.size().1
    }

    fn height(&self) -> u16 {
        self.0.size().0
    }

    fn move_cursor_up(&self, lines: usize) -> io::Result<()> {
        drawn(self.0.move_cursor_up(lines))
    }

    fn move_cursor_down(&self, lines: usize) -> io::Result<()> {
        drawn(self.0.move_cursor_down(lines))
    }

    fn move_cursor_right(&self, columns: usize) -> io::Result<()> {
        drawn(self.0.move_cursor_right(columns))
    }

    fn move_cursor_left(&self, columns: usize) -> io::Result<()> {
        drawn(self.0.move_cursor_left(columns))
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        drawn(self.0.write_line(text))
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        drawn(self.0.write_str(text))
    }

    fn clear_line(&self) -> io::Result<()> {
        drawn(self.0.clear_line())
    }

    fn flush(&self) -> io::Result<()> {
        drawn(self.0.flush())
    }
}
