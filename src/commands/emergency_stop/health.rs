//! How the seeds of a wave are: what their conditions, their gardenlets and the shoots that went on say since then.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::off::Run;
use crate::cli::App;
use crate::domain::accounting::TargetOutcome;
use crate::domain::emergency_stop::guards::named;
use crate::domain::emergency_stop::waves::{Health, health};
use crate::domain::objects::lease::SEED_LEASE_NAMESPACE;
use crate::domain::objects::{Lease, Object};
use crate::error::show;
use crate::garden::Query;

/// Look at the health of the seeds of a wave.
pub async fn look(
    run: &Run<'_>,
    names: &[String],
    lifted: Timestamp,
    app: &App,
) -> BTreeMap<String, Health> {
    let seeds = run.scene.seeds().await;
    let beats = heartbeats(run, names).await;
    let mut verdicts = BTreeMap::new();
    for name in names {
        let verdict = match (&seeds, &beats) {
            (Err(error), _) => Health::NotYet(show(error).message),
            (Ok(seeds), beats) => match (seeds.all.get(name), beats) {
                (None, _) => Health::Unhealthy("it is gone".to_owned()),
                (Some(seed), Ok(beats)) => {
                    // No lease at all is no heartbeat.
                    let beat = beats.get(name).copied().unwrap_or(Timestamp::MIN);
                    failing(run, name).unwrap_or_else(|| health(seed, lifted, Some(beat)))
                }
                (Some(seed), Err(why)) => {
                    app.ui
                        .note(1, format!("heartbeats are not looked at: {why}"));
                    failing(run, name).unwrap_or_else(|| health(seed, lifted, None))
                }
            },
        };
        verdicts.insert(name.clone(), verdict);
    }
    verdicts
}

/// Say that shoots which were to go on have failed on a seed.
fn failing(run: &Run<'_>, seed: &str) -> Option<Health> {
    let resumed = run.result.resumed.as_ref()?;
    let failed: Vec<String> = resumed
        .shoots
        .iter()
        .filter(|shoot| shoot.seed == seed && shoot.outcome == TargetOutcome::Failed)
        .map(|shoot| format!("{}/{}", shoot.namespace, shoot.name))
        .collect();
    (!failed.is_empty()).then(|| Health::Unhealthy(format!("shoots failed: {}", named(failed))))
}

/// Read when the gardenlets were heard last; where that may not be read, why.
async fn heartbeats(
    run: &Run<'_>,
    names: &[String],
) -> Result<BTreeMap<String, Timestamp>, String> {
    let Some(acting) = run.scene.acting() else {
        return Ok(BTreeMap::new());
    };
    let query = Query {
        namespace: Some(SEED_LEASE_NAMESPACE.to_owned()),
        ..Query::default()
    };
    let mut beats = BTreeMap::new();
    let reading = acting.garden().fold(&query, |lease: Lease| {
        if let Some(at) = lease
            .spec
            .renew_time
            .filter(|_| names.iter().any(|name| name == lease.name()))
        {
            beats.insert(lease.name().to_owned(), at);
        }
    });
    acting
        .in_turn(reading)
        .await
        .map_err(|error| show(&error).message)?;
    Ok(beats)
}
