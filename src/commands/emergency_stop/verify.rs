//! A last look at what the server holds: doubts end, and what somebody else has changed in between is told.

use super::scene::Seeds;
use crate::cli::App;
use crate::domain::accounting::TargetOutcome;
use crate::domain::emergency_stop::result::{EmergencyStopResult, SeedResult};
use crate::domain::objects::Seed;

/// Hold the result against the seeds as they are now; `as_asked` tells whether one is.
pub fn compare(
    result: &mut EmergencyStopResult,
    seeds: &Seeds,
    app: &App,
    as_asked: impl Fn(&Seed) -> bool,
) {
    for told in &mut result.seeds {
        let Some(seed) = seeds.all.get(&told.name) else {
            continue;
        };
        let done = matches!(told.outcome, TargetOutcome::Done | TargetOutcome::Already);
        let (outcome, message) = match as_asked(seed) {
            // A write without an answer was done after all.
            true if told.outcome == TargetOutcome::Unknown => (TargetOutcome::Done, None),
            false if done => {
                let message = "somebody else has changed it back since".to_owned();
                (TargetOutcome::Failed, Some(message))
            }
            _ => (told.outcome, told.message.take()),
        };
        *told = SeedResult::seen(seed, outcome, message, app.now);
    }
    result.sum_up();
}
