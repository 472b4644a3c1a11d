//! Parse, run, report the error, exit.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use kubectl_gardener::cli::{self, App, Cli};
use kubectl_gardener::commands::completion::kubectl::{self, Reply};
use kubectl_gardener::commands::completion::live;
use kubectl_gardener::defaults::Defaults;
use kubectl_gardener::error::{Outcome, interrupted, show};
use kubectl_gardener::garden::connection::log;
use kubectl_gardener::interrupt::Interrupt;
use kubectl_gardener::output::{Answer, ColorChoice, ColorEnvironment, has_gone};
use kubectl_gardener::ui::Ui;
use tokio::sync::mpsc;

#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long something that is abandoned may take to let go of what it holds.
const AT_THE_END: Duration = Duration::from_millis(200);

fn main() -> ExitCode {
    let started = Instant::now();
    let line: Vec<_> = std::env::args_os().collect();
    if let Some(words) = kubectl::asked(&line) {
        return complete(started, words);
    }
    let cli = match Cli::read(line, &Defaults::of_process()) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let environment = ColorEnvironment::of_process();
    let ui = Ui::stderr(cli.global.color, &environment, cli.global.verbosity);
    log::start_with(cli.global.verbosity, false, ui.clone());
    let interrupt = Interrupt::default();
    let called = cli.called;
    let app = App {
        now: cli.global.now.unwrap_or_else(Timestamp::now),
        answer: Answer::stdout(cli.global.color, &environment),
        ui: ui.clone(),
        global: cli.global,
        interrupt: interrupt.clone(),
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            ui.error(&show(&anyhow::Error::new(error).context("cannot start")));
            return Outcome::Failed.code().into();
        }
    };
    let result = runtime.block_on(async {
        // On a thread of its own, so that an interruption is heard while a large file is read.
        let mut requests = requests_to_end()?;
        let mut running = tokio::spawn(cli::run(cli.command, app));
        loop {
            tokio::select! {
                finished = &mut running => break finished.unwrap_or_else(|failure| Err(failure.into())),
                Some(()) = requests.recv() => {
                    if !interrupt.tell() {
                        // What it holds goes with it: a draft, a credential plugin. What does not hear is not waited for.
                        running.abort();
                        let _ = tokio::time::timeout(AT_THE_END, &mut running).await;
                        break Err(interrupted());
                    }
                    ui.status("interrupted: nothing new is begun; once more abandons what is under way");
                }
            }
        }
    });
    // What still runs then has nobody to answer to.
    runtime.shutdown_background();
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(error) => {
            let mut shown = show(&error);
            shown.hints.extend(Cli::hint_about_rights(&called, &shown));
            ui.error(&shown);
            shown.outcome
        }
    };
    outcome.code().into()
}

/// Complete the words of kubectl's user. Whoever presses Tab wants no message, and kubectl drops all of an answer that fails.
fn complete(started: Instant, words: &[OsString]) -> ExitCode {
    let mut reply = Reply::to(words);
    if let Some(wanted) = reply.wanted() {
        let names = live::look_up(wanted, words, started);
        reply.add(names);
    }
    let _ = io::stdout().lock().write_all(reply.text().as_bytes());
    ExitCode::SUCCESS
}

/// Hear every Ctrl-C, and what else asks to end: the signal with which everything but a terminal does so and that of a terminal that is
/// gone, on Windows Ctrl-Break and a closed window.
fn requests_to_end() -> io::Result<mpsc::UnboundedReceiver<()>> {
    let (send, receive) = mpsc::unbounded_channel();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
            let (send, mut signals) = (send.clone(), signal(kind)?);
            tokio::spawn(async move {
                while signals.recv().await.is_some() && send.send(()).is_ok() {}
            });
        }
        if hangup_counts() {
            let mut hangups = signal(SignalKind::hangup())?;
            tokio::spawn(async move {
                // Once: the shell tells its jobs of the end, and the system tells them again.
                if hangups.recv().await.is_some() {
                    let _ = send.send(());
                    std::future::pending::<()>().await;
                }
            });
        }
    }
    #[cfg(windows)]
    {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};
        let (mut keys, mut other, mut window) = (ctrl_c()?, ctrl_break()?, ctrl_close()?);
        tokio::spawn(async move {
            loop {
                let heard = tokio::select! {
                    heard = keys.recv() => heard,
                    heard = other.recv() => heard,
                    heard = window.recv() => heard,
                };
                if heard.is_none() || send.send(()).is_err() {
                    break;
                }
            }
        });
    }
    Ok(receive)
}

/// Tell whether the end of the terminal is to end the program: not so behind `nohup`, which has that signal ignored. Only Linux tells.
#[cfg(unix)]
fn hangup_counts() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask & 1 == 0)
}

/// Print what clap has to say: help and version are answers, the rest is wrong usage.
fn refuse(error: &clap::Error) -> ExitCode {
    let printed = error.print();
    let outcome = match printed {
        _ if error.use_stderr() => Outcome::Usage,
        Err(failure) if !has_gone(&failure) => {
            let environment = ColorEnvironment::of_process();
            let failure = anyhow::Error::new(failure).context("cannot write the answer");
            Ui::stderr(ColorChoice::Auto, &environment, 0).error(&show(&failure));
            Outcome::Failed
        }
        _ => Outcome::Done,
    };
    outcome.code().into()
}
