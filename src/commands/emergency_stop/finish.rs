//! How a run accounts for its seeds and ends.

use jiff::Timestamp;

use crate::cli::App;
use crate::commands::acting::{ending, kubectl};
use crate::domain::accounting::{Decision, TargetOutcome};
use crate::domain::emergency_stop::holds::Change;
use crate::domain::emergency_stop::result::{EmergencyStopResult, SeedResult};
use crate::domain::objects::{Object, Seed};
use crate::error::{Outcome, refused, show};
use crate::garden::acting::Settled;
use crate::output::Format;
use crate::output::views::emergency_stop::ResultView;

/// Say what became of a seed; `note` is said where nothing went wrong.
pub fn seed_result(
    name: &str,
    settled: Settled<Seed>,
    note: Option<String>,
    now: Timestamp,
) -> SeedResult {
    let Settled {
        outcome,
        object,
        error,
    } = settled;
    let message = error.map(|error| show(&error).message).or(note);
    match object {
        Some(seed) => SeedResult::seen(&seed, outcome, message, now),
        None => SeedResult {
            outcome,
            message,
            ..SeedResult::unseen(name, String::new())
        },
    }
}

/// Print the result, and give the exit code: shoots that were to go on count like seeds.
pub fn finish(
    mut result: EmergencyStopResult,
    interrupted: bool,
    format: Format,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    result.sum_up();
    let shoots = result.resumed.iter().flat_map(|resumed| &resumed.shoots);
    let outcomes = result.seeds.iter().map(|seed| seed.outcome);
    let sum = outcomes.chain(shoots.map(|shoot| shoot.outcome)).collect();
    let view = ResultView {
        result: &result,
        now: app.now,
    };
    app.answer.print(&view, format)?;
    Ok(ending(sum, interrupted))
}

/// End after a question that was not answered with yes.
pub fn declined(
    mut result: EmergencyStopResult,
    asked: Vec<Seed>,
    format: Format,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    for seed in asked {
        let message = Some("not confirmed".to_owned());
        result.add(SeedResult::seen(
            &seed,
            TargetOutcome::Refused,
            message,
            app.now,
        ));
    }
    if matches!(format, Format::Json | Format::Yaml) {
        finish(result, false, format, app)?;
    }
    Err(refused("not confirmed, nothing was changed"))
}

/// Print the kubectl commands that do the same.
pub fn show_kubectl(app: &App, seeds: &[Seed], decide: impl Fn(&Seed) -> Change) {
    for seed in seeds {
        if let Decision::Patch(patch) = decide(seed).decision() {
            let patch = patch.to_string();
            let words = [
                "patch",
                "seeds.core.gardener.cloud",
                seed.name(),
                "--type=merge",
                "-p",
                &patch,
            ];
            app.ui.status(kubectl(app, words));
        }
    }
}
