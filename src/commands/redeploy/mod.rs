//! `redeploy`: bring a gardenlet back, never into the wrong cluster, and prove that it worked.

mod act;
mod args;
mod case;
mod managed;
mod offline;
mod plan;
mod preflight;
mod show;
mod target;
mod wait;

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use crate::cli::App;
use crate::commands::acting::ending;
use crate::domain::redeploy::result::{GardenletResult, RedeployResult};
use crate::error::{Outcome, interrupted};
use crate::garden::acting::{Acting, Pace};

pub use args::{ABOUT, Args};

use case::Case;
use plan::Plan;

/// Run the command: state → plan → show → confirm → apply → verify → report.
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    let plan = Plan::new(&args, app)?;
    if app.global.source.landscape.is_some() {
        let result = RedeployResult::new(Box::pin(offline::run(&plan, app)).await?);
        app.answer.print(&result, args.output)?;
        return Ok(ending(result.summary, false));
    }
    let acting = args.acting.begin(app, Pace::default()).await?;
    let notes = plan.passes.notes();
    if !notes.is_empty() {
        acting.audit().note(notes);
    }
    let results = if let Some(operation) = args.operation {
        Box::pin(managed::run(&args, &plan, operation, app, &acting)).await?
    } else {
        redeploy(&plan, app, &acting).await?
    };
    let result = RedeployResult::new(results);
    if let Some(problem) = acting.audit().problem() {
        app.ui.warning(problem);
    }
    app.answer.print(&result, args.output)?;
    Ok(ending(result.summary, acting.interrupt().is_heard()))
}

async fn redeploy(
    plan: &Plan,
    app: &App,
    acting: &Arc<Acting>,
) -> anyhow::Result<Vec<GardenletResult>> {
    let looking = Box::pin(look(plan, app, acting));
    let (world, mut cases) = tokio::select! {
        biased;
        looked = looking => looked?,
        () = acting.interrupt().heard() => return Err(interrupted()),
    };
    show::checklists(&mut cases, app);
    show::reset(&mut cases, plan);
    show::kubectl(&cases, plan, app);
    if acting.interrupt().is_heard() {
        return Err(interrupted());
    }
    show::confirm(&mut cases, plan, app).await?;
    Ok(act::all(cases, plan, &world, app, acting).await)
}

/// Look at everything that there is to look at before anything is asked.
async fn look(
    plan: &Plan,
    app: &App,
    acting: &Arc<Acting>,
) -> anyhow::Result<(preflight::World, Vec<Case>)> {
    let world = preflight::World::read(plan, app, acting).await?;
    let mut reading: Vec<Doing<'_, Case>> = Vec::new();
    for (name, target) in &plan.gardenlets {
        reading.push(Box::pin(Case::read(name, target.clone(), acting)));
    }
    let mut cases = join(reading).await;
    for case in &mut cases {
        target::choose(case, plan, &world, app, acting).await?;
        target::obtain(case, plan, &world, app, acting).await?;
    }
    let mut checking: Vec<Doing<'_, ()>> = Vec::new();
    for case in &mut cases {
        checking.push(Box::pin(preflight::check(case, plan, &world, app, acting)));
    }
    join(checking).await;
    Ok((world, cases))
}

/// Something that is done beside others. Boxed, because the compiler cannot tell that so many borrowed closures are `Send`.
type Doing<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Have several things done side by side, and give what came of them in their order.
async fn join<T: Send>(all: Vec<Doing<'_, T>>) -> Vec<T> {
    let mut running: Vec<_> = all.into_iter().map(|one| (Some(one), None)).collect();
    poll_fn(|context| {
        for (future, result) in &mut running {
            if let Some(one) = future
                && let Poll::Ready(output) = one.as_mut().poll(context)
            {
                *result = Some(output);
                *future = None;
            }
        }
        if running.iter().any(|(future, _)| future.is_some()) {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    })
    .await;
    running
        .into_iter()
        .filter_map(|(_, result)| result)
        .collect()
}
