//! Lifting in waves: some seeds, time to show what happens, a look at their health, and on or not.
//!
//! How far it is stands on the seeds themselves: those to come are still held, those that were freed say so until they
//! were seen healthy. The same command begun again goes on from there.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::off::Run;
use super::{health, resume, wait};
use crate::cli::{App, length};
use crate::domain::accounting::TargetOutcome;
use crate::domain::emergency_stop::guards::named;
use crate::domain::emergency_stop::holds::{Holds, forget_wave};
use crate::domain::emergency_stop::waves::{Health, Unhealthy, Wave, WaveSize, Waves};
use crate::domain::objects::{Object, Seed};
use crate::error::{WithHint, show, usage};

/// Time between two looks at the health of a wave.
const LOOK: Duration = Duration::from_secs(5);

/// Flags of lifting in waves.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct Waving {
    /// Lift the stop of so many seeds at a time, and go on only while they are healthy: 5, or 10%
    #[arg(long, value_name = "SIZE", value_parser = str::parse::<WaveSize>, help_heading = "Waves")]
    waves: Option<WaveSize>,
    /// Time that a wave has to show what happens [default: 5m]
    #[arg(long, value_name = "TIME", value_parser = length, help_heading = "Waves")]
    soak: Option<SignedDuration>,
    /// Go on although so many seeds are not healthy [default: 0]
    #[arg(long, value_name = "N", help_heading = "Waves")]
    max_failed: Option<usize>,
}

impl Waving {
    /// Refuse flags that need waves, and have none.
    pub fn check(&self) -> anyhow::Result<()> {
        if self.waves.is_none() && (self.soak.is_some() || self.max_failed.is_some()) {
            return Err(usage("--soak and --max-failed are about waves"))
                .hint("add --waves, for example --waves 10%");
        }
        Ok(())
    }

    /// Tell whether it is done in waves.
    pub fn is_asked(&self) -> bool {
        self.waves.is_some()
    }
}

/// The seeds still to be freed, and those of a wave that an earlier run has begun.
pub struct Wavy {
    size: usize,
    soak: SignedDuration,
    max_failed: usize,
    to_come: Vec<Seed>,
    /// By the number of their wave.
    soaking: BTreeMap<usize, Vec<Seed>>,
}

impl Wavy {
    /// Sort what there is to do.
    pub fn new(waving: &Waving, to_come: Vec<Seed>, soaking: Vec<Seed>) -> Self {
        let mut by_wave = BTreeMap::<usize, Vec<Seed>>::new();
        for seed in soaking {
            let wave = Holds::of(&seed).lifted().and_then(|lifted| lifted.wave);
            by_wave.entry(wave.unwrap_or(1)).or_default().push(seed);
        }
        let size = waving.waves.unwrap_or(WaveSize::Percent(100));
        let count = to_come.len() + by_wave.values().map(Vec::len).sum::<usize>();
        Self {
            size: size.of(count),
            soak: waving.soak.unwrap_or(SignedDuration::from_mins(5)),
            max_failed: waving.max_failed.unwrap_or(0),
            to_come,
            soaking: by_wave,
        }
    }
}

/// Free the seeds wave by wave.
pub async fn run(run: &mut Run<'_>, plan: Wavy, app: &App) -> anyhow::Result<()> {
    let Wavy {
        size,
        soak,
        max_failed,
        mut to_come,
        soaking,
    } = plan;
    let total = to_come.len().div_ceil(size) + soaking.len();
    let mut told = Waves::default();
    let mut number = soaking.keys().last().copied().unwrap_or(0);
    let mut failed = 0;
    // What an earlier run has freed is seen healthy first.
    let mut earlier = soaking.into_iter();
    while told.halted.is_none() {
        let (wave, lifted) = if let Some((number, seeds)) = earlier.next() {
            take_up(run, number, &seeds, app)
        } else if to_come.is_empty() {
            break;
        } else {
            number += 1;
            let seeds = to_come.drain(..size.min(to_come.len())).collect();
            begin(run, number, seeds, app).await?
        };
        if !run.scene.is_interrupted() {
            resume::run(run, Some(&wave.seeds), app).await?;
        }
        let wave = soak_and_look(run, wave, lifted, soak, total, app).await?;
        failed += wave.unhealthy.len();
        if run.scene.is_interrupted() {
            told.halted = Some("interrupted".to_owned());
        } else if failed > max_failed {
            let ill = wave
                .unhealthy
                .iter()
                .map(|unhealthy| unhealthy.seed.clone());
            let ill = named(ill);
            told.halted = Some(format!(
                "{failed} of the seeds that were freed are not healthy, {max_failed} are allowed; not healthy: {ill}"
            ));
        }
        told.waves.push(wave);
    }
    if let Some(why) = &told.halted {
        // Those of an earlier run that were not looked at any more are free all the same.
        for seed in earlier.flat_map(|(_, seeds)| seeds) {
            let message = format!("its stop was lifted by an earlier run; halted: {why}");
            run.account(&seed, TargetOutcome::Already, Some(message), app);
        }
        for seed in to_come {
            let message = format!("halted before its wave: {why}");
            run.account(&seed, TargetOutcome::NotTried, Some(message), app);
        }
        app.ui.warning(format!("halted: {why}"));
        app.ui.hint(
            "the same command goes on from here; a seed that was freed is stopped again with emergency-stop on",
        );
    } else {
        // What was free before is not part of any wave, and may have to go on as well.
        let already = run.result.seeds.iter();
        let already = already.filter(|seed| seed.outcome == TargetOutcome::Already);
        let names: Vec<String> = already.map(|seed| seed.name.clone()).collect();
        let in_waves: Vec<&String> = told.waves.iter().flat_map(|wave| &wave.seeds).collect();
        let names: Vec<String> = names
            .into_iter()
            .filter(|name| !in_waves.contains(&name))
            .collect();
        resume::run(run, Some(&names), app).await?;
    }
    run.result.waves = Some(told);
    Ok(())
}

/// Go on with a wave that an earlier run has freed.
fn take_up(run: &mut Run<'_>, number: usize, seeds: &[Seed], app: &App) -> (Wave, Timestamp) {
    let lifted = seeds
        .iter()
        .filter_map(|seed| Some(Holds::of(seed).lifted()?.lifted))
        .max();
    for seed in seeds {
        let message = Some("its stop was lifted by an earlier run".to_owned());
        run.account(seed, TargetOutcome::Already, message, app);
    }
    let wave = Wave {
        number,
        seeds: seeds.iter().map(|seed| seed.name().to_owned()).collect(),
        unhealthy: Vec::new(),
    };
    (wave, lifted.unwrap_or_else(super::now))
}

/// Free the seeds of the next wave.
async fn begin(
    run: &mut Run<'_>,
    number: usize,
    seeds: Vec<Seed>,
    app: &App,
) -> anyhow::Result<(Wave, Timestamp)> {
    let names: Vec<String> = seeds.iter().map(|seed| seed.name().to_owned()).collect();
    let shown = named(names.iter().cloned());
    app.ui
        .status(format!("wave {number}: lifting the stop of {shown}"));
    let lifted = super::now();
    run.lift.wave = Some(number);
    run.lift.at = lifted;
    run.free(seeds, app).await?;
    // Only those that are free now can show what happens.
    let freed = run.result.seeds.iter().filter(|seed| {
        !seed.stopped && seed.outcome == TargetOutcome::Done && names.contains(&seed.name)
    });
    let wave = Wave {
        number,
        seeds: freed.map(|seed| seed.name.clone()).collect(),
        unhealthy: Vec::new(),
    };
    Ok((wave, lifted))
}

/// Give a wave its time, then look until it is healthy, something is wrong, or it takes too long.
async fn soak_and_look(
    run: &mut Run<'_>,
    mut wave: Wave,
    lifted: Timestamp,
    soak: SignedDuration,
    total: usize,
    app: &App,
) -> anyhow::Result<Wave> {
    if wave.seeds.is_empty() {
        return Ok(wave);
    }
    let progress = app
        .ui
        .progress(format!("wave {} of {total}: soaking", wave.number));
    let ends = lifted.saturating_add(soak).unwrap_or(lifted);
    let left = Duration::try_from(ends.duration_since(Timestamp::now())).unwrap_or_default();
    if !left.is_zero() {
        wait::pause(&run.scene, left, Instant::now() + left + LOOK).await;
    }
    let deadline = run.pacing.deadline(false);
    progress.text(format!(
        "wave {} of {total}: looking at the health",
        wave.number
    ));
    loop {
        if run.scene.is_interrupted() {
            return Ok(wave);
        }
        let last = Instant::now() >= deadline;
        let verdicts = health::look(run, &wave.seeds, lifted, app).await;
        let open = |health: &Health| matches!(health, Health::NotYet(_));
        if last || !verdicts.values().any(open) {
            for (seed, verdict) in verdicts {
                match verdict {
                    Health::Healthy => {}
                    Health::NotYet(reason) | Health::Unhealthy(reason) => {
                        wave.unhealthy.push(Unhealthy { seed, reason });
                    }
                }
            }
            break;
        }
        wait::pause(&run.scene, LOOK, deadline).await;
    }
    drop(progress);
    judge(run, &wave, app).await?;
    Ok(wave)
}

/// Put the verdict on record: healthy seeds forget their wave, the others are told.
async fn judge(run: &mut Run<'_>, wave: &Wave, app: &App) -> anyhow::Result<()> {
    for unhealthy in &wave.unhealthy {
        if let Some(result) = run
            .result
            .seeds
            .iter_mut()
            .find(|seed| seed.name == unhealthy.seed)
        {
            result.outcome = TargetOutcome::TimedOut;
            result.message = Some(format!(
                "its stop is lifted, but it is not healthy: {}",
                unhealthy.reason
            ));
        }
    }
    run.result.sum_up();
    let healthy = |name: &&String| {
        !wave
            .unhealthy
            .iter()
            .any(|unhealthy| unhealthy.seed == **name)
    };
    let names = wave.seeds.iter().filter(healthy).cloned().collect();
    forget(run, names, app).await
}

/// Have seeds forget the wave that they were freed in.
pub async fn forget(run: &Run<'_>, names: Vec<String>, app: &App) -> anyhow::Result<()> {
    let settled = run
        .scene
        .live()?
        .each(
            names,
            |acting, name| async move {
                acting
                    .settle::<Seed>(None, &name, None, |seed| forget_wave(seed).decision())
                    .await
            },
            |_| {},
        )
        .await?;
    for error in settled.into_iter().filter_map(|settled| settled.error) {
        let why = show(&error).message;
        app.ui.warning(format!(
            "a seed that was freed is looked at once more by the next run in waves: {why}"
        ));
    }
    Ok(())
}
