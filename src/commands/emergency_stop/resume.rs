//! The backlog goes on at once: one operation a shoot, not more at a time than the seeds and the garden can bear.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::off::Run;
use crate::cli::App;
use crate::domain::accounting::TargetOutcome;
use crate::domain::emergency_stop::backlog::{Resume, WaitingShoot};
use crate::domain::emergency_stop::result::{Resumed, SeedResult, ShootResult};
use crate::domain::emergency_stop::resuming::{Progress, decide, progress};
use crate::domain::objects::{Object, Shoot};
use crate::error::{WithHint, show, usage};
use crate::garden::acting::Acting;
use crate::order::Gather as _;

/// Time between two looks at a shoot that was triggered.
const LOOK: Duration = Duration::from_secs(5);

/// Flags of letting the backlog go on.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct Resuming {
    /// Let shoots that wait go on at once, instead of when their timers fire
    #[arg(
        long,
        value_name = "WHICH",
        value_enum,
        default_value_t,
        help_heading = "Backlog"
    )]
    resume: Resume,
    /// Shoots that are reconciled at the same time, and on one seed never more than its gardenlet has workers [default: 20]
    #[arg(long, value_name = "N", value_parser = super::at_least_one, help_heading = "Backlog")]
    max_parallel: Option<usize>,
    /// Also shoots that wait for their maintenance window: changes reach them earlier than their owners asked for
    #[arg(long, help_heading = "Backlog")]
    include_confined: bool,
}

impl Resuming {
    /// Refuse flags that need a backlog to go on.
    pub fn check(&self, app: &App) -> anyhow::Result<()> {
        if self.resume == Resume::None && app.global.namespace.is_some() {
            return Err(usage(
                "--namespace is about shoots that go on at once: a stop and its end are for all shoots of a seed",
            ))
            .hint("leave it out, or add --resume pending, failed or all");
        }
        if self.resume == Resume::None && (self.max_parallel.is_some() || self.include_confined) {
            return Err(usage(
                "--max-parallel and --include-confined are about shoots that go on at once",
            ))
            .hint("add --resume pending, failed or all");
        }
        Ok(())
    }
}

impl Resuming {
    /// Tell whether anything is to go on at once.
    pub fn is_asked(&self) -> bool {
        self.resume != Resume::None
    }
}

/// Let the backlog of seeds go on, of those that are free now; all of them where none is named.
pub async fn run(run: &mut Run<'_>, only: Option<&[String]>, app: &App) -> anyhow::Result<()> {
    let (
        Some(backlog),
        Resuming {
            resume,
            max_parallel,
            include_confined,
        },
    ) = (&run.backlog, run.resuming)
    else {
        return Ok(());
    };
    if *resume == Resume::None {
        return Ok(());
    }
    let free = |name: &str| {
        let named = only.is_none_or(|only| only.iter().any(|seed| seed == name));
        named
            && run
                .result
                .seeds
                .iter()
                .any(|seed| seed.name == name && is_free(seed))
    };
    let namespace = app.global.namespace.as_deref();
    let meant = |shoot: &&WaitingShoot| {
        let here = namespace.is_none_or(|namespace| shoot.namespace == namespace);
        here && free(&shoot.seed)
    };
    if let Some(namespace) = namespace {
        app.ui.status(format!(
            "only shoots in namespace {namespace} go on at once, all others when their timers fire"
        ));
    }
    let shoots: Vec<WaitingShoot> = backlog
        .to_resume(*resume, *include_confined)
        .filter(meant)
        .cloned()
        .collect();
    let left_out = backlog.to_resume(*resume, true).filter(meant).count() - shoots.len();
    if left_out > 0 {
        app.ui.status(format!("{left_out} of the backlog wait for their maintenance window; --include-confined lets them go on, too"));
    }
    if !run.scene.dry_run.writes() {
        let would = shoots
            .iter()
            .map(|shoot| shoot_result(shoot, TargetOutcome::Done, None))
            .collect();
        account(run, would);
        return Ok(());
    }
    let throttle = Throttle::new(max_parallel.unwrap_or(20), &shoots, run);
    let progress = app.ui.progress("letting shoots go on");
    progress.total(shoots.len() as u64);
    let deadline = Instant::now() + run.patience();
    let throttle = Arc::new(throttle);
    let results = run
        .scene
        .live()?
        .each(
            shoots,
            move |acting, shoot: WaitingShoot| {
                let throttle = Arc::clone(&throttle);
                async move { throttle.go_on(&acting, &shoot, deadline).await }
            },
            |shoot, error| {
                let message = Some(show(&error).message);
                shoot_result(&shoot, TargetOutcome::Unknown, message)
            },
            |_| progress.advance(1),
        )
        .await;
    account(run, results);
    Ok(())
}

/// Tell whether the stop of a seed is known to be gone.
fn is_free(seed: &SeedResult) -> bool {
    let accepted = matches!(seed.outcome, TargetOutcome::Done | TargetOutcome::Already);
    accepted && !seed.stopped
}

fn account(run: &mut Run<'_>, mut results: Vec<ShootResult>) {
    let resumed = run.result.resumed.get_or_insert_with(Resumed::default);
    resumed.shoots.append(&mut results);
    resumed.summary = resumed.shoots.iter().map(|shoot| shoot.outcome).collect();
}

fn shoot_result(
    shoot: &WaitingShoot,
    outcome: TargetOutcome,
    message: Option<String>,
) -> ShootResult {
    ShootResult {
        namespace: shoot.namespace.clone(),
        name: shoot.name.clone(),
        seed: shoot.seed.clone(),
        operation: shoot.trigger().to_owned(),
        outcome,
        message,
    }
}

/// How many shoots are reconciled at the same time: altogether, and on each seed.
struct Throttle {
    altogether: Semaphore,
    on_seed: BTreeMap<String, Semaphore>,
}

impl Throttle {
    fn new(altogether: usize, shoots: &[WaitingShoot], run: &Run<'_>) -> Self {
        let workers = |seed: &str| run.workers.get(seed).copied().unwrap_or(20).max(1);
        let on_seed = shoots
            .iter()
            .map(|shoot| (shoot.seed.clone(), Semaphore::new(workers(&shoot.seed))))
            .gather();
        Self {
            altogether: Semaphore::new(altogether),
            on_seed,
        }
    }

    /// Trigger a shoot when it is its turn, and follow it to its end: so long it takes the place of another.
    async fn go_on(&self, acting: &Acting, shoot: &WaitingShoot, deadline: Instant) -> ShootResult {
        let result = |outcome, message| shoot_result(shoot, outcome, message);
        let place = async {
            // First the place on the seed: who waits for it must not keep one from the others.
            let seed = match self.on_seed.get(&shoot.seed) {
                Some(seed) => seed.acquire().await.ok(),
                None => None,
            };
            (seed, self.altogether.acquire().await.ok())
        };
        let turn = tokio::time::timeout_at(deadline.into(), place);
        let _place = tokio::select! {
            biased;
            () = acting.interrupt().heard() => return result(TargetOutcome::NotTried, None),
            place = turn => match place {
                Ok(place) => place,
                Err(_) => return result(TargetOutcome::NotTried, Some("there was no time left".to_owned())),
            },
        };
        let first = OnceLock::new();
        let settled = acting
            .settle::<Shoot>(Some(&shoot.namespace), &shoot.name, None, |seen| {
                decide(seen, *first.get_or_init(|| seen.metadata.generation))
            })
            .await;
        let message = settled.error.map(|error| show(&error).message);
        let generation = settled
            .object
            .as_ref()
            .and_then(|seen| seen.metadata().generation);
        let (TargetOutcome::Done, Some(generation)) = (settled.outcome, generation) else {
            return result(settled.outcome, message);
        };
        let (outcome, message) = follow(acting, shoot, generation, deadline).await;
        result(outcome, message)
    }
}

/// Look at a shoot until its operation has come to an end.
async fn follow(
    acting: &Acting,
    shoot: &WaitingShoot,
    generation: i64,
    deadline: Instant,
) -> (TargetOutcome, Option<String>) {
    let abandoned = || {
        let why = "it was triggered and is not followed any more".to_owned();
        (TargetOutcome::TimedOut, Some(why))
    };
    loop {
        let reading = acting.in_turn(
            acting
                .garden()
                .get::<Shoot>(Some(&shoot.namespace), &shoot.name),
        );
        let read = tokio::select! {
            read = reading => read,
            () = acting.interrupt().heard() => return abandoned(),
        };
        match read.map(|seen| seen.as_ref().map(|seen| progress(seen, generation))) {
            Ok(None) => return (TargetOutcome::Done, Some("it is gone".to_owned())),
            Ok(Some(Progress::Succeeded)) => return (TargetOutcome::Done, None),
            Ok(Some(Progress::Failed(why))) => return (TargetOutcome::Failed, Some(why)),
            Ok(Some(Progress::UnderWay)) | Err(_) => {}
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return (
                TargetOutcome::TimedOut,
                Some("it was triggered and has not come to an end".to_owned()),
            );
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK.min(left)) => {}
            () = acting.interrupt().heard() => return abandoned(),
        }
    }
}
