//! Parse, run, report the error, exit.

use std::process::ExitCode;

use clap::Parser;
use jiff::Timestamp;
use kubectl_gardener::cli::{self, App, Cli};
use kubectl_gardener::error::{Outcome, show};
use kubectl_gardener::garden::connection::log;
use kubectl_gardener::output::{Answer, ColorEnvironment};
use kubectl_gardener::ui::Ui;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers; a reader that has gone is no error.
            let _ = error.print();
            let code = if error.use_stderr() {
                Outcome::Usage
            } else {
                Outcome::Done
            };
            return code.code().into();
        }
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
    let outcome = match runtime.block_on(cli::run(cli.command, app)) {
        Ok(outcome) => outcome,
        Err(error) => {
            let shown = show(&error);
            ui.error(&shown);
            shown.outcome
        }
    };
    outcome.code().into()
}
