//! Parse, run, report the error, exit.

use std::io;
use std::process::ExitCode;

use jiff::Timestamp;
use kubectl_gardener::cli::{self, App, Cli};
use kubectl_gardener::error::{Outcome, interrupted, show};
use kubectl_gardener::garden::connection::log;
use kubectl_gardener::output::{Answer, ColorChoice, ColorEnvironment};
use kubectl_gardener::ui::Ui;

fn main() -> ExitCode {
    let cli = match Cli::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let environment = ColorEnvironment::of_process();
    let ui = Ui::stderr(cli.global.color, &environment, cli.global.verbosity);
    log::start_with(cli.global.verbosity, false, ui.clone());
    let app = App {
        now: cli.global.now.unwrap_or_else(Timestamp::now),
        answer: Answer::stdout(cli.global.color, &environment),
        ui: ui.clone(),
        global: cli.global,
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
        let running = tokio::spawn(cli::run(cli.command, app));
        tokio::select! {
            finished = running => finished.unwrap_or_else(|failure| Err(failure.into())),
            Ok(()) = tokio::signal::ctrl_c() => Err(interrupted()),
        }
    });
    // What still runs then has nobody to answer to.
    runtime.shutdown_background();
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(error) => {
            let shown = show(&error);
            ui.error(&shown);
            shown.outcome
        }
    };
    outcome.code().into()
}

/// Print what clap has to say: help and version are answers, the rest is wrong usage.
fn refuse(error: &clap::Error) -> ExitCode {
    let printed = error.print();
    let outcome = match printed {
        _ if error.use_stderr() => Outcome::Usage,
        Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe => {
            let environment = ColorEnvironment::of_process();
            let failure = anyhow::Error::new(failure).context("cannot write the answer");
            Ui::stderr(ColorChoice::Auto, &environment, 0).error(&show(&failure));
            Outcome::Failed
        }
        _ => Outcome::Done,
    };
    outcome.code().into()
}
