//! Waiting with an end: whatever does not come is named, and does not hold up all tests.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take: several times what it takes on a machine with other things to do.
const PATIENCE: Duration = Duration::from_secs(180);

/// Do something beside everything else; panics, naming what it is, when it has not come to an end in time.
#[cfg_attr(
    windows,
    allow(dead_code, reason = "what waits so uses signals or a terminal")
)]
pub fn within<T: Send + 'static>(what: &str, act: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let _ = sender.send(act());
    });
    match receiver.recv_timeout(PATIENCE) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            panic!("waited {} s in vain: {what}", PATIENCE.as_secs())
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("it broke off: {what}"),
    }
}

/// Wait until something holds; panics, naming what it is, when it does not in time.
#[cfg_attr(
    windows,
    allow(dead_code, reason = "what waits so uses signals or a terminal")
)]
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !holds() {
        let waits = begin.elapsed() < PATIENCE;
        assert!(waits, "waited {} s in vain: {what}", PATIENCE.as_secs());
        thread::sleep(Duration::from_millis(5));
    }
}

/// A command that is run to its end.
pub trait Ending {
    /// Run it, with nothing on stdin; panics with what it said when it does not end in time.
    fn ended(&mut self) -> Output;
}

impl Ending for Command {
    fn ended(&mut self) -> Output {
        let child = self
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{self:?}: {error}"));
        end_of(child, &format!("the end of {self:?}"))
    }
}

/// Wait for the end of a command that runs, and give what came through its pipes.
pub fn end_of(mut child: Child, what: &str) -> Output {
    drop(child.stdin.take());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (stdout, stderr) = (stdout.map(read_all), stderr.map(read_all));
    let all = |pipe: Option<Reading>| pipe.map(|pipe| pipe()).unwrap_or_default();
    let Some(status) = status_of(&mut child) else {
        let said = [all(stderr), all(stdout)].concat();
        panic!(
            "waited {} s in vain: {what}: {}",
            PATIENCE.as_secs(),
            String::from_utf8_lossy(&said)
        );
    };
    Output {
        status,
        stdout: all(stdout),
        stderr: all(stderr),
    }
}

/// Wait for the end of a command; one that does not end in time is killed.
fn status_of(child: &mut Child) -> Option<ExitStatus> {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(2));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

/// Gives what came through a pipe.
type Reading = Box<dyn FnOnce() -> Vec<u8>>;

/// Read a pipe beside everything else. Whoever else holds it open is not waited for.
fn read_all(mut pipe: impl Read + Send + 'static) -> Reading {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut all = Vec::new();
        let _ = pipe.read_to_end(&mut all);
        let _ = sender.send(all);
    });
    Box::new(move || {
        let all = receiver.recv_timeout(Duration::from_secs(5));
        all.unwrap_or_default()
    })
}
