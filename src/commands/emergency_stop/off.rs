//! `emergency-stop off`: the way out of it, only as far as the stop is ours.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::anyhow;

use super::resume::Resuming;
use super::scene::{Scene, Seeds};
use super::targets::Targets;
use super::waves::{Waving, Wavy};
use super::{Pacing, confirm, finish, resume, verify, wait, waves, weigh};
use crate::cli::App;
use crate::commands::acting::ActingArgs;
use crate::domain::accounting::TargetOutcome;
use crate::domain::emergency_stop::backlog::Backlog;
use crate::domain::emergency_stop::guards::{self, Facts, Finding};
use crate::domain::emergency_stop::holds::{self, Change, Lift};
use crate::domain::emergency_stop::is_stopped;
use crate::domain::emergency_stop::result::{Action, EmergencyStopResult, SeedResult};
use crate::domain::objects::{Object, Seed};
use crate::error::{Outcome, WithHint, refused};
use crate::output::Format;
use crate::output::views::emergency_stop;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener emergency-stop off aws-eu1 --incident INC-42 --wait\n  \
    kubectl gardener emergency-stop off --all --incident INC-42 --waves 10% --soak 10m --resume pending\n  \
    kubectl gardener emergency-stop off --all --incident INC-42 --resume all --max-parallel 50 --yes\n  \
    kubectl gardener emergency-stop off --all --override --dry-run --landscape examples/landscape --now 2026-11-21T00:00:00Z";

/// Arguments of `emergency-stop off`.
#[derive(Debug, PartialEq, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    targets: Targets,
    /// Lift the holds of others, too; what they were is kept on the seed
    #[arg(long = "override")]
    overriding: bool,
    #[command(flatten)]
    waving: Waving,
    #[command(flatten)]
    resuming: Resuming,
    #[command(flatten)]
    pacing: Pacing,
    #[command(flatten)]
    acting: ActingArgs,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(super::FORMATS))]
    output: Format,
}

/// A run, as far as it came.
pub struct Run<'a> {
    pub resuming: &'a Resuming,
    pub pacing: &'a Pacing,
    pub scene: Scene,
    pub seeds: Seeds,
    pub lift: Lift,
    pub backlog: Option<Backlog>,
    /// How many operations each gardenlet can begin.
    pub workers: BTreeMap<String, usize>,
    pub result: EmergencyStopResult,
}

/// Run the command.
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    args.targets.require()?;
    args.waving.check()?;
    args.resuming.check(app)?;
    let acting = &args.acting;
    acting.check(app)?;
    if !acting.yes && acting.dry_run.writes() {
        confirm::ensure_possible(app, "lift the stop of seeds?").await?;
    }
    let scene = Scene::open(acting, &args.pacing, app).await?;
    let (seeds, caller) = scene.begin(app, acting.incident.is_some(), 0).await?;
    if !caller.certain && acting.incident.is_none() && !args.overriding {
        let why = "without an incident a hold belongs to its caller, and the server does not say who we are";
        return Err(refused(why))
            .hint("name the incident with --incident, or lift it whosever it is with --override");
    }
    let found = args.targets.find(&seeds)?;
    let lift = Lift {
        incident: acting.incident.clone(),
        by: caller.name,
        at: super::now(),
        overriding: args.overriding,
        wave: None,
    };
    let result = EmergencyStopResult::new(Action::Off, acting.incident.clone(), found.missing);
    let mut run = Run {
        resuming: &args.resuming,
        pacing: &args.pacing,
        scene,
        seeds,
        lift,
        backlog: None,
        workers: BTreeMap::new(),
        result,
    };
    run.result.dry_run = !run.scene.dry_run.writes();
    let (change, soaking) = run.plan(found.seeds, app);
    let to_free: BTreeSet<String> = change
        .iter()
        .filter(|seed| frees(seed, &run.lift))
        .map(|seed| seed.name().to_owned())
        .collect();
    // What an earlier run has freed may still have to go on.
    let mut weighed = to_free.clone();
    if args.resuming.is_asked() {
        let free = run
            .result
            .seeds
            .iter()
            .filter(|seed| seed.outcome == TargetOutcome::Already);
        weighed.extend(free.map(|seed| seed.name.clone()));
        weighed.extend(soaking.iter().map(|seed| seed.name().to_owned()));
    }
    run.weigh(&weighed, app).await?;
    run.tell_of_strangers(&change, app);
    if !change.is_empty() && acting.dry_run.writes() && !acting.yes {
        let question = question(&change, &to_free);
        if !confirm::ask(app, &question).await? {
            return finish::declined(run.result, change, args.output, app);
        }
    }
    if args.overriding
        && let Some(acting) = run.scene.acting()
    {
        acting.audit().note(vec!["--override".to_owned()]);
    }
    if acting.show_kubectl {
        let lift = run.lift.clone();
        finish::show_kubectl(app, &change, |seed| holds::lift(seed, &lift));
    }
    let writes = run.scene.dry_run.writes();
    if args.waving.is_asked() && writes {
        waves::run(&mut run, Wavy::new(&args.waving, change, soaking), app).await?;
    } else {
        let freed: Vec<String> = soaking.iter().map(|seed| seed.name().to_owned()).collect();
        for seed in &soaking {
            run.account(seed, TargetOutcome::Already, None, app);
        }
        run.free(change, app).await?;
        if writes && !run.scene.is_interrupted() {
            // Nobody looks at their health any more.
            waves::forget(&run, freed, app).await?;
        }
        if writes && !run.scene.is_interrupted() {
            run.verify(app).await;
        }
        if !run.scene.is_interrupted() {
            if args.pacing.wait && writes {
                let deadline = args.pacing.deadline(false);
                wait::until_confirmed(&run.scene, &mut run.result, deadline, app).await?;
            }
            resume::run(&mut run, None, app).await?;
        }
    }
    let interrupted = run.scene.is_interrupted();
    finish::finish(run.result, interrupted, args.output, app)
}

/// Tell whether the stop of a seed goes.
fn frees(seed: &Seed, lift: &Lift) -> bool {
    matches!(
        holds::lift(seed, lift),
        Change::Write { stopped: false, .. }
    ) && is_stopped(seed)
}

fn question(change: &[Seed], to_free: &BTreeSet<String>) -> String {
    let seeds = |count: usize| {
        if count == 1 {
            "1 seed".to_owned()
        } else {
            format!("{count} seeds")
        }
    };
    let only_holds = change.len() - to_free.len();
    match (to_free.len(), only_holds) {
        (freed, 0) => format!("lift the stop of {}?", seeds(freed)),
        (0, held) => format!(
            "give up the hold on {}, which others keep stopped?",
            seeds(held)
        ),
        (freed, held) => format!(
            "lift the stop of {}, and give up the hold on {} that others keep stopped?",
            seeds(freed),
            seeds(held)
        ),
    }
}

impl Run<'_> {
    /// Sort the seeds: those that change, and those that an earlier run in waves has freed and not seen healthy yet.
    /// The others are accounted for at once.
    fn plan(&mut self, seeds: Vec<Seed>, app: &App) -> (Vec<Seed>, Vec<Seed>) {
        let (mut change, mut soaking) = (Vec::new(), Vec::new());
        for seed in seeds {
            match holds::lift(&seed, &self.lift) {
                Change::Already if self.soaks(&seed) => soaking.push(seed),
                Change::Already => {
                    self.account(&seed, TargetOutcome::Already, without_effect(&seed), app);
                }
                Change::Refused(reason) => {
                    let message = format!("{reason}; --override lifts it all the same");
                    self.account(&seed, TargetOutcome::Refused, Some(message), app);
                }
                _ => change.push(seed),
            }
        }
        (change, soaking)
    }

    /// Tell whether an earlier run of the same owner has freed a seed in a wave, and not seen it healthy.
    fn soaks(&self, seed: &Seed) -> bool {
        let holds = holds::Holds::of(seed);
        let owner = self.lift.owner();
        holds.lifted().is_some_and(|lifted| {
            let same = match owner.incident {
                Some(incident) => lifted.incident.as_deref() == Some(incident),
                None => lifted.incident.is_none() && lifted.by == owner.by,
            };
            lifted.wave.is_some() && same
        })
    }

    pub fn account(
        &mut self,
        seed: &Seed,
        outcome: TargetOutcome,
        message: Option<String>,
        app: &App,
    ) {
        self.result
            .add(SeedResult::seen(seed, outcome, message, app.now));
    }

    /// Look at what waits on the seeds that are to be freed, and tell.
    async fn weigh(&mut self, targets: &BTreeSet<String>, app: &App) -> anyhow::Result<()> {
        if targets.is_empty() {
            return Ok(());
        }
        let read = weigh::read(&self.scene, app).await?;
        if self.resuming.is_asked() && read.shoots.is_none() {
            // Better now than after half of what was asked for.
            return Err(anyhow!(
                "what waits for the end of the stop cannot be looked at, so it could not go on; nothing was changed"
            ))
            .hint("get the right to list shoots, or leave out --resume to lift the stop alone");
        }
        let facts = Facts {
            seeds: &self.seeds.all,
            targets,
            all: false,
            shoots: read.shoots.as_ref(),
            configurations: &read.configurations,
        };
        self.result.findings.extend(guards::against_off(&facts));
        if let Some(shoots) = &read.shoots {
            let backlog = Backlog::of(
                targets,
                &self.seeds.all,
                shoots,
                &read.configurations,
                app.now,
            );
            if !self.result.dry_run {
                app.ui.document(&emergency_stop::backlog(&backlog, app.now));
            }
            for name in targets {
                let gardenlet = read
                    .configurations
                    .gardenlet(name, &self.seeds.all, Some(shoots));
                let busy = shoots.seed(name).map_or(0, |counted| counted.in_flight);
                let workers = gardenlet
                    .policy
                    .concurrent_syncs
                    .saturating_sub(busy)
                    .max(1);
                self.workers.insert(name.clone(), workers as usize);
            }
            self.backlog = Some(backlog.clone());
            self.result.backlog = Some(backlog);
        }
        if !self.result.dry_run {
            weigh::warn(app, &self.result.findings);
        }
        Ok(())
    }

    /// Tell of stops that nobody is recorded as holding: whoever goes on lifts a stranger's.
    fn tell_of_strangers(&mut self, change: &[Seed], app: &App) {
        let strange = change.iter().filter_map(|seed| {
            let hold = holds::foreign(seed, &holds::Holds::of(seed))?;
            Some(format!("{} (by {})", seed.name(), hold.by))
        });
        let Some(finding) = Finding::of_strangers(strange.collect()) else {
            return;
        };
        if !self.result.dry_run {
            weigh::warn(app, std::slice::from_ref(&finding));
        }
        self.result.findings.push(finding);
    }

    /// Lift the stop of seeds, all side by side.
    pub async fn free(&mut self, seeds: Vec<Seed>, app: &App) -> anyhow::Result<()> {
        let lift = self.lift.clone();
        let progress = app.ui.progress("lifting the stop");
        let applied = self
            .scene
            .apply(
                seeds,
                move |first, seed| holds::lift_again(first, seed, &lift),
                &progress,
            )
            .await?;
        drop(progress);
        for (name, settled) in applied {
            let kept = settled
                .object
                .as_ref()
                .filter(|seed| settled.outcome == TargetOutcome::Done && is_stopped(seed));
            let note = kept.map(|_| "others keep it stopped".to_owned());
            let result = finish::seed_result(&name, settled, note, app.now);
            if result.outcome == TargetOutcome::Done && result.stopped {
                let owners: Vec<String> = result
                    .holds
                    .iter()
                    .map(|hold| hold.owner().to_owned())
                    .collect();
                app.ui.warning(format!(
                    "{name} stays stopped: it is held by {}",
                    guards::named(owners)
                ));
            }
            self.result.add(result);
        }
        Ok(())
    }

    /// Look once more at what the server holds.
    pub async fn verify(&mut self, app: &App) {
        let Ok(seeds) = self.scene.seeds().await else {
            return;
        };
        let owner = self.lift.owner();
        verify::compare(&mut self.result, &seeds, app, |seed| {
            let holds = holds::Holds::of(seed);
            let ours = holds.iter().any(|hold| owner.owns(hold));
            !(ours || (is_stopped(seed) && holds.is_empty()))
        });
    }

    /// Give the longest time that operations are waited for.
    pub fn patience(&self) -> Duration {
        self.pacing.timeout.unwrap_or(Duration::from_secs(3600))
    }
}

fn without_effect(seed: &Seed) -> Option<String> {
    let value = crate::domain::emergency_stop::value(seed)?;
    Some(format!(
        "its value {value:?} has no effect, only \"true\" has"
    ))
}
