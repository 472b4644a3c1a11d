//! What is said on stderr: warnings, hints, progress, questions. Answers go to stdout, through `output`.
//!
//! Every text may hold what a cluster says, so all of it is sanitized. A message of several lines is
//! indented below its label: no text can look like a message of its own.

mod confirm;
mod progress;
mod screen;

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use anstream::AutoStream;
use indicatif::{MultiProgress, ProgressDrawTarget};
use tracing_subscriber::fmt::MakeWriter;

use crate::error::Shown;
use crate::output::document::{Document, Tone};
use crate::output::{ColorChoice, ColorEnvironment, Style, sanitize, terminal};
use screen::Screen;

pub use progress::Progress;

/// What there is to talk to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Labels have colours.
    pub color: bool,
    /// Lines can be drawn again: there is progress.
    pub redraws: bool,
    /// Somebody sees the question and can answer it.
    pub interactive: bool,
    /// The level of `-v`.
    pub verbosity: u8,
    /// Columns of the terminal, where there is one.
    pub width: Option<usize>,
}

/// Drawings per second, at most.
const RATE: u8 = 20;

impl Settings {
    fn target(self) -> ProgressDrawTarget {
        if self.redraws {
            ProgressDrawTarget::term_like_with_hz(Box::new(Screen::stderr()), RATE)
        } else {
            ProgressDrawTarget::hidden()
        }
    }
}

/// The way to stderr; its clones talk through the same one.
#[derive(Clone)]
pub struct Ui {
    settings: Settings,
    bars: MultiProgress,
    out: Arc<Mutex<dyn Write + Send>>,
    input: Arc<Mutex<dyn BufRead + Send>>,
}

impl Ui {
    /// Talk on stderr, and ask on stdin if both are terminals.
    pub fn stderr(color: ColorChoice, environment: &ColorEnvironment, verbosity: u8) -> Self {
        let stderr = io::stderr();
        let terminal = stderr.is_terminal();
        let settings = Settings {
            color: color.enabled(environment, terminal),
            redraws: terminal && !environment.dumb,
            interactive: terminal && io::stdin().is_terminal(),
            verbosity,
            width: terminal.then(terminal::width).flatten(),
        };
        let input = BufReader::new(io::stdin());
        if settings.color {
            // Old Windows consoles need their colours translated.
            Self::new(settings, AutoStream::always(stderr), input)
        } else {
            Self::new(settings, stderr, input)
        }
    }

    /// Talk to any writer, and take answers from any reader.
    pub fn new(
        settings: Settings,
        out: impl Write + Send + 'static,
        input: impl BufRead + Send + 'static,
    ) -> Self {
        Self {
            settings,
            bars: MultiProgress::with_draw_target(settings.target()),
            out: Arc::new(Mutex::new(out)),
            input: Arc::new(Mutex::new(input)),
        }
    }

    /// Whether questions can be asked.
    pub fn is_interactive(&self) -> bool {
        self.settings.interactive
    }

    /// Whether lines can be drawn again.
    pub fn redraws(&self) -> bool {
        self.settings.redraws
    }

    /// The level of `-v`.
    pub fn verbosity(&self) -> u8 {
        self.settings.verbosity
    }

    /// Say what is worth acting on, though the program goes on.
    pub fn warning(&self, text: impl AsRef<str>) {
        self.say("warning: ", Tone::Warning, text.as_ref(), Tone::Plain);
    }

    /// Say what to do next.
    pub fn hint(&self, text: impl AsRef<str>) {
        self.say(" hint: ", Tone::Info, text.as_ref(), Tone::Plain);
    }

    /// Say what is done.
    pub fn status(&self, text: impl AsRef<str>) {
        self.say("", Tone::Plain, text.as_ref(), Tone::Plain);
    }

    /// Say what only those want to know who asked for it with `-v`.
    pub fn note(&self, level: u8, text: impl AsRef<str>) {
        if level <= self.settings.verbosity {
            self.say("", Tone::Plain, text.as_ref(), Tone::Muted);
        }
    }

    /// Say why the program ends, with all hints.
    pub fn error(&self, error: &Shown) {
        self.say("error: ", Tone::Error, &error.message, Tone::Plain);
        for hint in &error.hints {
            self.hint(hint);
        }
    }

    /// Show a document, for example the plan before a question.
    pub fn document(&self, document: &Document) {
        let style = Style {
            color: self.settings.color,
            terminal: true,
            width: self.settings.width,
        };
        let mut bytes = Vec::new();
        if terminal::write(document, false, &style, &mut bytes).is_ok() {
            self.print(&bytes);
        }
    }

    /// Show progress from half a second on until the value is dropped; nothing without a terminal.
    pub fn progress(&self, text: impl AsRef<str>) -> Progress {
        let bars = self.settings.redraws.then(|| self.bars.clone());
        Progress::start(bars, text.as_ref())
    }

    /// Clear the progress, for an end that drops nothing.
    pub fn clear(&self) {
        // Nobody can be told that stderr is gone.
        let _ = self.bars.clear();
    }

    fn say(&self, label: &str, label_tone: Tone, text: &str, tone: Tone) {
        let text = sanitize::lines(text.trim_end());
        let mut line = String::new();
        self.paint(label, label_tone, &mut line);
        for (index, part) in text.split('\n').enumerate() {
            if index > 0 {
                line.push('\n');
                line.extend(std::iter::repeat_n(' ', label.len()));
            }
            self.paint(part.trim_end(), tone, &mut line);
        }
        line.push('\n');
        self.print(line.as_bytes());
    }

    fn paint(&self, text: &str, tone: Tone, line: &mut String) {
        if !self.settings.color || tone == Tone::Plain || text.is_empty() {
            line.push_str(text);
            return;
        }
        let ansi = terminal::ansi(tone);
        // The blank after a label and the one before stay without colour.
        let word = text.trim();
        let (before, after) = text.split_once(word).unwrap_or_default();
        // A String takes every write.
        let _ = write!(line, "{before}{ansi}{word}{ansi:#}{after}");
    }

    /// Print whole lines without tearing the progress; stderr that is gone is not worth an error.
    fn print(&self, bytes: &[u8]) {
        self.bars.suspend(|| {
            let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = out.write_all(bytes).and_then(|()| out.flush());
        });
    }
}

/// Logs go between the lines of progress like everything else.
impl<'a> MakeWriter<'a> for Ui {
    type Writer = LogWriter<'a>;

    fn make_writer(&'a self) -> Self::Writer {
        LogWriter(self)
    }
}

/// Where an event of `tracing` is written.
pub struct LogWriter<'a>(&'a Ui);

impl Write for LogWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.print(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
