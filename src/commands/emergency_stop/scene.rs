//! Where it happens: a garden that is read and written, or a landscape in files of which only a plan is made.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use tokio::time::timeout;

use super::Pacing;
use crate::cli::App;
use crate::commands::acting::ActingArgs;
use crate::domain::accounting::TargetOutcome;
use crate::domain::emergency_stop::gardenlets::Configurations;
use crate::domain::emergency_stop::holds::Change;
use crate::domain::emergency_stop::shoots::{Keep, Shoots};
use crate::domain::objects::{Gardenlet, ManagedSeed, Object, Seed, Shoot};
use crate::error::{interrupted, show};
use crate::garden::acting::{Acting, DryRun, Settled, impatiently};
use crate::garden::source::Source;
use crate::garden::{Folded, Garden, Query};
use crate::ui::Progress;

/// A list of seeds that has not come by then is asked for once more, side by side.
const HURRY: Duration = Duration::from_secs(5);

/// How long the seeds wait for who we are: with an incident it is only told, without one the hold belongs to it.
const WHO: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(20)];

/// Where it happens.
pub struct Scene {
    source: Source,
    acting: Option<Arc<Acting>>,
    pub dry_run: DryRun,
}

/// Who acts.
pub struct Caller {
    pub name: String,
    /// The server says so; otherwise it is what the kubeconfig calls us, and others may be called the same.
    pub certain: bool,
}

/// All seeds, and those that could not be read.
#[derive(Debug, Default)]
pub struct Seeds {
    pub all: BTreeMap<String, Seed>,
    /// Names with reasons; an unnamed one has its reason for a name.
    pub unreadable: BTreeMap<String, String>,
}

impl Seeds {
    fn keep(&mut self, folded: Folded) {
        let mut names = folded.unreadable_names.into_iter();
        for reason in folded.unreadable {
            let name = names.next().unwrap_or_else(|| reason.clone());
            self.unreadable.insert(name, reason);
        }
    }
}

impl Scene {
    /// Connect, or read the landscape.
    pub async fn open(args: &ActingArgs, pacing: &Pacing, app: &App) -> anyhow::Result<Self> {
        args.check(app)?;
        if app.global.source.landscape.is_some() {
            let source = Source::open(&app.global.source, &app.global.connection, |_| {}).await?;
            return Ok(Self {
                source,
                acting: None,
                dry_run: DryRun::Client,
            });
        }
        let acting = args.begin(app, pacing.pace()).await?;
        Ok(Self {
            source: Source::Live(Box::new(acting.garden().clone())),
            acting: Some(acting),
            dry_run: args.dry_run,
        })
    }

    /// Give the garden that is written to, unless there is nothing but files.
    pub fn acting(&self) -> Option<&Arc<Acting>> {
        self.acting.as_ref()
    }

    /// Give what can be written to; only called where something is.
    pub fn live(&self) -> anyhow::Result<&Arc<Acting>> {
        self.acting
            .as_ref()
            .ok_or_else(|| anyhow!("a landscape in files can only be read"))
    }

    /// Tell whether somebody wants it to end.
    pub fn is_interrupted(&self) -> bool {
        self.acting
            .as_ref()
            .is_some_and(|acting| acting.interrupt().is_heard())
    }

    /// Read, until somebody wants it to end.
    pub async fn unless_interrupted<R>(
        &self,
        reading: impl Future<Output = anyhow::Result<R>>,
    ) -> anyhow::Result<R> {
        let Some(acting) = &self.acting else {
            return reading.await;
        };
        tokio::select! {
            read = reading => read,
            () = acting.interrupt().heard() => Err(interrupted()),
        }
    }

    /// Begin: read the seeds, ask who we are, and open the connections that will be needed, all side by side.
    pub async fn begin(
        &self,
        app: &App,
        incident: bool,
        connections: usize,
    ) -> anyhow::Result<(Seeds, Caller)> {
        let Some(acting) = &self.acting else {
            let seeds = self.seeds().await?;
            let caller = Caller {
                name: "the caller".to_owned(),
                certain: true,
            };
            return Ok((seeds, caller));
        };
        let progress = app.ui.progress("reading seeds");
        let asking = {
            let acting = Arc::clone(acting);
            tokio::spawn(async move { acting.ask_who().await })
        };
        let reading = {
            let acting = Arc::clone(acting);
            tokio::spawn(async move {
                let read = || {
                    let acting = Arc::clone(&acting);
                    async move { read_seeds(&acting).await }
                };
                impatiently(&acting, HURRY, 3, read).await
            })
        };
        let warming = self.dry_run.writes().then(|| acting.warm(connections));
        let seeds = self.unless_interrupted(async { reading.await? }).await?;
        if let Some(warming) = warming {
            warming.finish_soon();
        }
        let patience = WHO[usize::from(!incident)];
        let who = self
            .unless_interrupted(async {
                match timeout(patience, asking).await {
                    Ok(said) => Ok(said?),
                    Err(_) => Ok(Err(anyhow!("the server does not say who we are"))),
                }
            })
            .await?;
        drop(progress);
        let certain = who.is_ok();
        let name = who.unwrap_or_else(|error| {
            let place = acting.garden().place();
            let user = place.acting_as.clone().or_else(|| place.user.clone());
            let user = user.unwrap_or_else(|| "unknown".to_owned());
            app.ui.warning(format!(
                "{}: holds are taken as {user}, as the kubeconfig calls us",
                show(&error).message
            ));
            user
        });
        Ok((seeds, Caller { name, certain }))
    }

    /// Read the seeds.
    pub async fn seeds(&self) -> anyhow::Result<Seeds> {
        if let Some(acting) = &self.acting {
            return self.unless_interrupted(read_seeds(acting)).await;
        }
        let mut seeds = Seeds::default();
        let folded = self
            .source
            .fold(&Query::default(), |seed: &Seed| {
                seeds.all.insert(seed.name().to_owned(), seed.clone());
            })
            .await?;
        seeds.keep(folded);
        Ok(seeds)
    }

    /// Count the shoots of all seeds.
    pub async fn shoots(&self, app: &App, progress: &Progress) -> anyhow::Result<Shoots> {
        let mut shoots = Shoots::new(app.now, Keep::Backlog);
        let folded = self
            .read(&mut |shoot: &Shoot| {
                shoots.add(shoot);
                progress.advance(1);
            })
            .await?;
        for problem in folded.unreadable {
            app.ui.warning(format!("not counted: {problem}"));
        }
        Ok(shoots)
    }

    /// Read what the gardenlets are configured with; what cannot be read is told.
    pub async fn configurations(&self, app: &App) -> Configurations {
        let mut configurations = Configurations::default();
        let (mut gardenlets, mut seeds) = (Vec::new(), Vec::new());
        let (mut keep_gardenlet, mut keep_seed) = (
            |gardenlet: &Gardenlet| gardenlets.push(gardenlet.clone()),
            |seed: &ManagedSeed| seeds.push(seed.clone()),
        );
        let (read, read_managed) =
            tokio::join!(self.read(&mut keep_gardenlet), self.read(&mut keep_seed));
        for gardenlet in &gardenlets {
            configurations.add_gardenlet(gardenlet);
        }
        for seed in &seeds {
            configurations.add_managed_seed(seed);
        }
        for error in [read, read_managed].into_iter().filter_map(Result::err) {
            let why = show(&error).message;
            app.ui
                .warning(format!("seed templates are not checked: {why}"));
        }
        configurations
    }

    /// Read the objects of a kind, when it is its turn.
    async fn read<K>(&self, each: &mut (dyn FnMut(&K) + Send)) -> anyhow::Result<Folded>
    where
        K: crate::garden::landscape::Known,
    {
        let query = Query::default();
        // On the heap: several of them run side by side.
        let reading = Box::pin(self.source.fold(&query, |object: &K| each(object)));
        match &self.acting {
            Some(acting) => self.unless_interrupted(acting.in_turn(reading)).await,
            None => reading.await,
        }
    }

    /// Bring each seed to where `decide` wants it, all side by side; in a client dry run, say where that would be.
    ///
    /// `decide` sees a seed as it was at first, and as it is.
    pub async fn apply(
        &self,
        seeds: Vec<Seed>,
        decide: impl Fn(&Seed, &Seed) -> Change + Clone + Send + Sync + 'static,
        progress: &Progress,
    ) -> anyhow::Result<Vec<(String, Settled<Seed>)>> {
        progress.total(seeds.len() as u64);
        if self.dry_run == DryRun::Client {
            return Ok(seeds
                .into_iter()
                .map(|seed| foresee(seed, &decide))
                .collect());
        }
        Ok(self
            .live()?
            .each(
                seeds,
                move |acting, seed: Seed| {
                    let decide = decide.clone();
                    async move {
                        let name = seed.name().to_owned();
                        let settled = acting
                            .settle(None, &name, Some(seed.clone()), |now| {
                                decide(&seed, now).decision()
                            })
                            .await;
                        (name, settled)
                    }
                },
                |seed, error| (seed.name().to_owned(), Settled::broken(Some(seed), error)),
                |_| progress.advance(1),
            )
            .await)
    }
}

async fn read_seeds(acting: &Arc<Acting>) -> anyhow::Result<Seeds> {
    let mut seeds = Seeds::default();
    let garden: &Garden = acting.garden();
    let folded = acting
        .in_turn(garden.fold(&Query::default(), |seed: Seed| {
            seeds.all.insert(seed.name().to_owned(), seed);
        }))
        .await?;
    seeds.keep(folded);
    Ok(seeds)
}

/// Say what a decision would make of a seed.
fn foresee(mut seed: Seed, decide: &impl Fn(&Seed, &Seed) -> Change) -> (String, Settled<Seed>) {
    let (outcome, error) = match decide(&seed, &seed) {
        Change::Already => (TargetOutcome::Already, None),
        Change::Refused(reason) => (TargetOutcome::Refused, Some(anyhow!(reason))),
        change => {
            change.apply(&mut seed);
            (TargetOutcome::Done, None)
        }
    };
    let settled = Settled {
        outcome,
        object: Some(seed.clone()),
        error,
    };
    (seed.name().to_owned(), settled)
}
