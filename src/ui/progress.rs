//! Progress: a line that is drawn again and leaves nothing behind.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::sanitize;

/// What is done sooner needs no progress.
const DELAY: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

/// Something that takes time; dropping it clears its line.
pub struct Progress {
    bar: ProgressBar,
    bars: Option<MultiProgress>,
    done: Arc<Mutex<bool>>,
    /// Wakes the thread that waits for the delay, by being dropped.
    _wake: Option<Sender<()>>,
}

impl Progress {
    pub(super) fn start(bars: Option<MultiProgress>, text: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(style("{spinner} {wide_msg}"));
        bar.set_message(sanitize::line(text).into_owned());
        let done = Arc::new(Mutex::new(false));
        let wake = bars.clone().map(|bars| {
            let (wake, waiting) = mpsc::channel();
            let (bar, done) = (bar.clone(), Arc::clone(&done));
            thread::spawn(move || {
                if waiting.recv_timeout(DELAY) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
                // It may have ended just now: the lock decides who comes first.
                let done = done.lock().unwrap_or_else(PoisonError::into_inner);
                if !*done {
                    bars.add(bar).enable_steady_tick(TICK);
                }
            });
            wake
        });
        Self {
            bar,
            bars,
            done,
            _wake: wake,
        }
    }

    /// Say what is done now.
    pub fn text(&self, text: impl AsRef<str>) {
        let text = sanitize::line(text.as_ref()).into_owned();
        self.bar.set_message(text);
    }

    /// Say how much there is to do, once it is known.
    pub fn total(&self, total: u64) {
        self.bar.set_style(style("{spinner} {msg} {pos}/{len}"));
        self.bar.set_length(total);
    }

    /// Say that some more is done.
    pub fn advance(&self, count: u64) {
        self.bar.inc(count);
    }

    /// Say how much is done.
    pub fn position(&self, count: u64) {
        self.bar.set_position(count);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        *self.done.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bar.finish_and_clear();
        if let Some(bars) = &self.bars {
            bars.remove(&self.bar);
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}
