//! The way to stdout: buffered, quiet when the reader has gone, loud when the disk is full.

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::AutoStream;
use anyhow::anyhow;

use super::{ColorChoice, ColorEnvironment, Format, Report, Style, terminal};

/// Where answers go.
pub struct Answer {
    out: BufWriter<Watched>,
    style: Style,
}

impl Answer {
    /// Answer on stdout.
    pub fn stdout(color: ColorChoice, environment: &ColorEnvironment) -> Self {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let style = Style {
            color: color.enabled(environment, terminal),
            width: terminal.then(terminal::width).flatten(),
            terminal,
        };
        if style.color {
            // Old Windows consoles need their colours translated.
            Self::new(AutoStream::always(stdout), style)
        } else {
            Self::new(stdout, style)
        }
    }

    /// Answer to any writer.
    pub fn new(writer: impl Write + Send + Sync + 'static, style: Style) -> Self {
        let watched = Watched {
            writer: Box::new(writer),
            error: None,
        };
        Self {
            out: BufWriter::with_capacity(64 * 1024, watched),
            style,
        }
    }

    /// Say how answers look here.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Whether the reader has gone: those who follow something can stop.
    pub fn is_closed(&self) -> bool {
        let error = self.out.get_ref().error.as_ref();
        error.is_some_and(has_gone)
    }

    /// Print a report.
    pub fn print<R: Report>(&mut self, report: &R, format: Format) -> anyhow::Result<()> {
        let style = self.style;
        self.write(|out| super::write(report, format, &style, out))
    }

    /// Print anything else that is the answer, for example a completion script.
    ///
    /// It is delivered when this returns. A reader that has gone is not an error.
    pub fn write(
        &mut self,
        print: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let result = match print(&mut self.out) {
            Ok(()) => self.out.flush().map_err(Into::into),
            error => error,
        };
        if self.is_closed() {
            return Ok(());
        }
        match &self.out.get_ref().error {
            // Formats wrap errors in their own words; what the system said is clearer.
            Some(error) => Err(anyhow!("cannot write the answer: {error}")),
            None => result,
        }
    }
}

/// Whether a write failed because nobody reads any more.
pub fn has_gone(error: &io::Error) -> bool {
    // Of a named pipe, which is what the terminals of git for Windows use, and for which Rust has no kind.
    const PIPE_NOT_CONNECTED: i32 = 233;
    error.kind() == io::ErrorKind::BrokenPipe
        || cfg!(windows) && error.raw_os_error() == Some(PIPE_NOT_CONNECTED)
}

/// A writer that keeps its first error, and takes nothing after it.
struct Watched {
    writer: Box<dyn Write + Send + Sync>,
    error: Option<io::Error>,
}

impl Watched {
    fn watch<T>(&mut self, act: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
        if let Some(error) = &self.error {
            return Err(error.kind().into());
        }
        act(&mut self.writer).inspect_err(|error| {
            if error.kind() != io::ErrorKind::Interrupted {
                self.error = Some(match error.raw_os_error() {
                    Some(code) => io::Error::from_raw_os_error(code),
                    None => io::Error::new(error.kind(), error.to_string()),
                });
            }
        })
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.watch(|writer| writer.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.watch(|writer| writer.flush())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A writer that takes some bytes and then fails.
    struct Failing {
        room: usize,
        kind: io::ErrorKind,
        taken: Arc<Mutex<Vec<u8>>>,
    }

    impl Write for Failing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut taken = self.taken.lock().unwrap();
            let free = self.room.saturating_sub(taken.len()).min(bytes.len());
            if free == 0 {
                return Err(self.kind.into());
            }
            taken.extend_from_slice(&bytes[..free]);
            Ok(free)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn answer(room: usize, kind: io::ErrorKind) -> (Answer, Arc<Mutex<Vec<u8>>>) {
        let taken = Arc::default();
        let writer = Failing {
            room,
            kind,
            taken: Arc::clone(&taken),
        };
        (Answer::new(writer, Style::default()), taken)
    }

    fn fill(answer: &mut Answer) -> anyhow::Result<()> {
        answer.write(|out| Ok(out.write_all(&vec![b'x'; 200_000])?))
    }

    #[test]
    fn a_closed_pipe_is_a_quiet_end() {
        let (mut answer, taken) = answer(100_000, io::ErrorKind::BrokenPipe);
        fill(&mut answer).unwrap();
        assert!(answer.is_closed());
        fill(&mut answer).unwrap();
        assert_eq!(taken.lock().unwrap().len(), 100_000);
    }

    #[test]
    fn a_pipe_closed_before_a_short_answer_is_a_quiet_end() {
        let (mut answer, _) = answer(0, io::ErrorKind::BrokenPipe);
        answer.write(|out| Ok(writeln!(out, "short")?)).unwrap();
        assert!(answer.is_closed());
    }

    #[test]
    fn a_full_disk_is_an_error_even_for_a_short_answer() {
        let (mut answer, _) = answer(0, io::ErrorKind::StorageFull);
        let error = answer.write(|out| Ok(writeln!(out, "short")?)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot write the answer: no storage space"
        );
        assert!(!answer.is_closed());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn dev_full_is_an_error() {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut answer = Answer::new(full, Style::default());
        let error = fill(&mut answer).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot write the answer: No space left on device (os error 28)"
        );
    }

    #[test]
    fn other_failures_keep_their_words_and_a_broken_pipe_elsewhere_is_one() {
        let (mut answer, _) = answer(10, io::ErrorKind::BrokenPipe);
        let elsewhere = io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(answer.write(|_| Err(elsewhere.into())).is_err());
    }
}
