//! How long a command takes and how much memory it needs.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What was measured.
pub struct Measured {
    pub seconds: f64,
    /// Highest resident memory of the process, in kilobytes; known on Linux only.
    pub peak: Option<f64>,
    /// What it printed.
    pub printed: Vec<u8>,
    pub succeeded: bool,
}

impl Measured {
    /// Give the peak in MB, for a table.
    pub fn megabytes(&self) -> String {
        self.peak.map_or("-".to_owned(), |kilobytes| {
            format!("{:.1}", kilobytes / 1000.0)
        })
    }
}

/// Run a command to its end, or give nothing when it is not installed.
pub fn measure(command: &mut Command) -> Option<Measured> {
    command.stdout(Stdio::piped()).stderr(Stdio::inherit());
    let begin = Instant::now();
    let mut child = command.spawn().ok()?;
    let mut out = child.stdout.take()?;
    let printed = std::thread::spawn(move || {
        let mut printed = Vec::new();
        std::io::copy(&mut out, &mut printed).unwrap();
        printed
    });
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    let exit = loop {
        peak = peak_memory(&status).or(peak);
        if let Some(exit) = child.try_wait().unwrap() {
            break exit;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let seconds = begin.elapsed().as_secs_f64();
    Some(Measured {
        seconds,
        peak,
        printed: printed.join().unwrap(),
        succeeded: exit.success(),
    })
}

fn peak_memory(status: &str) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Read a number from the command line.
pub fn option(name: &str) -> Option<usize> {
    let arguments: Vec<String> = std::env::args().collect();
    let position = arguments.iter().position(|argument| argument == name)?;
    arguments.get(position + 1)?.parse().ok()
}
