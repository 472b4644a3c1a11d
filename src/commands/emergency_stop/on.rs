//! `emergency-stop on`: first the patches, then everything else.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::scene::{Scene, Seeds};
use super::targets::Targets;
use super::{Pacing, confirm, finish, verify, wait, weigh};
use crate::cli::{App, length};
use crate::commands::acting::{ActingArgs, one_line};
use crate::domain::accounting::TargetOutcome;
use crate::domain::emergency_stop::guards::{self, Facts, Finding};
use crate::domain::emergency_stop::holds::{self, Holds, Stop};
use crate::domain::emergency_stop::result::{Action, EmergencyStopResult, SeedResult};
use crate::domain::emergency_stop::{is_stopped, value};
use crate::domain::objects::{Object, Seed};
use crate::error::{Outcome, WithHint, usage};
use crate::order::Gather as _;
use crate::output::Format;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener emergency-stop on --all --yes --incident INC-42 --reason etcd-corruption\n  \
    kubectl gardener emergency-stop on aws-eu1 gcp-us1 --incident INC-42 --until 4h --wait\n  \
    kubectl gardener emergency-stop on -l seed.gardener.cloud/provider=aws --wait-drained --timeout 2h\n  \
    kubectl gardener emergency-stop on --all --dry-run --landscape examples/landscape --now 2026-11-21T00:00:00Z";

/// Arguments of `emergency-stop on`.
#[derive(Debug, PartialEq, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    targets: Targets,
    #[command(flatten)]
    stopping: Stopping,
}

/// What is asked for, for whichever seeds.
#[derive(Debug, PartialEq, clap::Args)]
pub struct Stopping {
    /// Why, for those who find the seeds stopped
    #[arg(long, value_name = "TEXT", value_parser = one_line)]
    reason: Option<String>,
    /// When it should be over: an instant, or a length of time such as 4h. It only counts as overdue then
    #[arg(long, value_name = "TIME", value_parser = End::parse, allow_hyphen_values = true)]
    until: Option<End>,
    /// Go ahead although migrations, rotations or the scheduler suffer from it
    #[arg(long)]
    force: bool,
    /// Wait until no operation is under way any more: a stop does not end what runs
    #[arg(long, help_heading = "Waiting")]
    wait_drained: bool,
    #[command(flatten)]
    pacing: Pacing,
    #[command(flatten)]
    acting: ActingArgs,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(super::FORMATS))]
    output: Format,
}

impl Args {
    /// Give the arguments for every seed.
    pub fn everywhere(stopping: Stopping) -> Self {
        Self {
            targets: Targets::all(),
            stopping,
        }
    }
}

/// When a hold should be over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At an instant.
    At(Timestamp),
    /// Some time after it was taken.
    After(jiff::SignedDuration),
}

impl End {
    fn parse(text: &str) -> Result<Self, String> {
        if let Ok(at) = text.parse() {
            return Ok(Self::At(at));
        }
        length(text).map(Self::After).map_err(|_| {
            format!("`{text}` is neither an instant such as 2026-11-21T18:00:00Z nor a length of time such as 4h")
        })
    }

    /// Give the instant.
    pub fn from(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::After(length) => now.saturating_add(length).unwrap_or(Timestamp::MAX),
        }
    }
}

/// Run the command.
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    let Args { targets, stopping } = args;
    targets.require()?;
    if app.global.namespace.is_some() {
        return Err(usage(
            "--namespace has no meaning here: a seed is stopped for all of its shoots",
        ))
        .hint("leave it out");
    }
    let acting = &stopping.acting;
    acting.check(app)?;
    let since = if acting.dry_run.writes() {
        super::now()
    } else {
        // Nothing is kept: it is as if it were then.
        super::in_seconds(app.now)
    };
    let until = stopping.until.map(|end| end.from(since));
    if until.is_some_and(|until| until <= since) {
        return Err(usage("--until is in the past"))
            .hint("name an instant to come, or a length of time such as 4h");
    }
    let hurry = acting.yes && acting.dry_run.writes();
    if !acting.yes && acting.dry_run.writes() {
        // Before anything is asked: nobody is there to see it.
        confirm::ensure_possible(app, "stop the shoot reconciliations of seeds?").await?;
    }
    let scene = Scene::open(acting, &stopping.pacing, app).await?;
    let connections = if targets.seeds.is_empty() {
        usize::MAX
    } else {
        targets.seeds.len()
    };
    let (seeds, caller) = scene
        .begin(app, acting.incident.is_some(), connections)
        .await?;
    let found = targets.find(&seeds)?;
    let stop = Stop {
        incident: acting.incident.clone(),
        reason: stopping.reason.clone(),
        by: caller.name,
        since,
        until,
    };
    let mut run = Run {
        names: found.names(),
        result: EmergencyStopResult::new(Action::On, acting.incident.clone(), found.missing),
        all: targets.all,
        seeds,
        stop,
        scene,
        args: &stopping,
    };
    run.result.dry_run = !run.scene.dry_run.writes();
    let mut free = found.seeds;
    if !hurry {
        run.weigh(app).await?;
        free = run.hold_back(free, app.now);
        let names: Vec<&str> = free.iter().map(Object::name).collect();
        if !names.is_empty() && acting.dry_run.writes() {
            let question = run.question(names.len());
            if !confirm::ask(app, &question).await? {
                return finish::declined(run.result, free, stopping.output, app);
            }
        }
    }
    if acting.show_kubectl {
        let stop = run.stop.clone();
        finish::show_kubectl(app, &free, |seed| holds::stop(seed, &stop));
    }
    run.apply(free, app).await?;
    if run.scene.dry_run.writes() && !run.scene.is_interrupted() {
        run.look_back(hurry, app).await;
        run.wait(app).await?;
    }
    let interrupted = run.scene.is_interrupted();
    finish::finish(run.result, interrupted, stopping.output, app)
}

/// A run, as far as it came.
struct Run<'a> {
    args: &'a Stopping,
    scene: Scene,
    seeds: Seeds,
    names: BTreeSet<String>,
    all: bool,
    stop: Stop,
    result: EmergencyStopResult,
}

impl Run<'_> {
    /// Look at what the stop reaches and what speaks against it, and tell.
    async fn weigh(&mut self, app: &App) -> anyhow::Result<()> {
        let read = weigh::read(&self.scene, app).await?;
        self.tell(&read, app);
        Ok(())
    }

    fn tell(&mut self, read: &weigh::Read, app: &App) {
        let facts = Facts {
            seeds: &self.seeds.all,
            targets: &self.names,
            all: self.all,
            shoots: read.shoots.as_ref(),
            configurations: &read.configurations,
        };
        let radius = guards::blast_radius(&facts);
        let findings = guards::against_on(&facts);
        if !self.result.dry_run {
            weigh::tell(app, radius.as_ref(), &findings);
        }
        self.result.blast_radius = radius;
        self.result.findings.extend(findings);
    }

    /// Look at what the server holds now, and in a hurry only now at what it means, side by side.
    async fn look_back(&mut self, hurry: bool, app: &App) {
        let weighing = async {
            if hurry {
                weigh::read(&self.scene, app).await.ok()
            } else {
                None
            }
        };
        let (seeds, read) = tokio::join!(self.scene.seeds(), weighing);
        if let Ok(seeds) = seeds {
            self.verify(&seeds, app);
        }
        if let Some(read) = read {
            self.tell(&read, app);
        }
    }

    /// Keep back the seeds that a guard is against.
    fn hold_back(&mut self, seeds: Vec<Seed>, now: Timestamp) -> Vec<Seed> {
        if self.args.force || self.args.acting.yes {
            return seeds;
        }
        let mut free = Vec::new();
        for seed in seeds {
            let against = self.result.findings.iter().find(|finding| {
                finding.blocks
                    && finding
                        .seed
                        .as_deref()
                        .is_none_or(|name| name == seed.name())
            });
            match against {
                // What is stopped already takes no harm from a further hold.
                Some(finding) if !is_stopped(&seed) => {
                    let message = format!("{}; --force goes ahead", finding.message);
                    let refused =
                        SeedResult::seen(&seed, TargetOutcome::Refused, Some(message), now);
                    self.result.add(refused);
                }
                _ => free.push(seed),
            }
        }
        free
    }

    fn question(&self, count: usize) -> String {
        let seeds = if count == 1 {
            "1 seed".to_owned()
        } else {
            format!("{count} seeds")
        };
        let shoots = match &self.result.blast_radius {
            Some(radius) => format!(" with {} shoots", radius.shoots),
            None => String::new(),
        };
        format!("stop the shoot reconciliations of {seeds}{shoots}?")
    }

    async fn apply(&mut self, free: Vec<Seed>, app: &App) -> anyhow::Result<()> {
        let values: BTreeMap<String, String> = free
            .iter()
            .filter(|seed| !is_stopped(seed))
            .filter_map(|seed| Some((seed.name().to_owned(), value(seed)?.to_owned())))
            .gather();
        let stop = self.stop.clone();
        let progress = app.ui.progress("stopping seeds");
        let applied = self
            .scene
            .apply(free, move |_, seed| holds::stop(seed, &stop), &progress)
            .await?;
        for (name, settled) in applied {
            let ineffective = values
                .get(&name)
                .filter(|_| settled.outcome == TargetOutcome::Done);
            let note = ineffective
                .map(|value| format!("its value {value:?} had no effect, only \"true\" has"));
            self.result
                .add(finish::seed_result(&name, settled, note, app.now));
        }
        Ok(())
    }

    /// Hold the result against what the server holds, and find seeds that came in between.
    fn verify(&mut self, seeds: &Seeds, app: &App) {
        let owner = self.stop.owner();
        verify::compare(&mut self.result, seeds, app, |seed| {
            is_stopped(seed) && Holds::of(seed).iter().any(|hold| owner.owns(hold))
        });
        let new: Vec<String> = (seeds.all.iter())
            .filter(|(name, seed)| self.all && !self.names.contains(*name) && !is_stopped(seed))
            .map(|(name, _)| name.clone())
            .collect();
        if !new.is_empty() {
            let finding = Finding::of_new_seeds(new);
            weigh::warn(app, std::slice::from_ref(&finding));
            self.result.findings.push(finding);
        }
    }

    async fn wait(&mut self, app: &App) -> anyhow::Result<()> {
        let pacing = &self.args.pacing;
        if pacing.wait || self.args.wait_drained {
            wait::until_confirmed(&self.scene, &mut self.result, pacing.deadline(false), app)
                .await?;
        }
        if self.args.wait_drained {
            wait::until_drained(&self.scene, &mut self.result, pacing.deadline(true), app).await?;
        }
        Ok(())
    }
}
