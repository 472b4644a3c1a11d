//! `--landscape` with a client dry run: as much of the checklist as files can tell.

use super::case::Case;
use super::plan::Plan;
use super::show;
use super::target::from_file;
use crate::cli::App;
use crate::credentials::kubeconfig::TargetKubeconfig;
use crate::domain::accounting::TargetOutcome;
use crate::domain::gardenlets::backing::{self, Look};
use crate::domain::gardenlets::skew::garden_version;
use crate::domain::objects::config_map::{GARDENER_INFO, SYSTEM_PUBLIC_NAMESPACE};
use crate::domain::objects::lease::SEED_LEASE_NAMESPACE;
use crate::domain::objects::{ConfigMap, Gardenlet, Lease, ManagedSeed, Seed};
use crate::domain::redeploy::check::{Checked, sort};
use crate::domain::redeploy::kubeconfig::judge;
use crate::domain::redeploy::pending::decide;
use crate::domain::redeploy::result::GardenletResult;
use crate::domain::redeploy::target::Target;
use crate::domain::redeploy::{GARDEN, health};
use crate::garden::Query;
use crate::garden::redeploy::State;
use crate::garden::source::Source;

/// Go through what can be told of each gardenlet.
pub async fn run(plan: &Plan, app: &App) -> anyhow::Result<Vec<GardenletResult>> {
    let source = Source::open(&app.global.source, &app.global.connection, |_| {}).await?;
    let in_garden = Query {
        namespace: Some(GARDEN.to_owned()),
        ..Query::default()
    };
    let info: Option<ConfigMap> = source
        .get(Some(SYSTEM_PUBLIC_NAMESPACE), GARDENER_INFO)
        .await?;
    let version = info.as_ref().and_then(garden_version);
    let (all, unreadable): (Vec<Gardenlet>, _) = source.collect(&in_garden).await?;
    for problem in source.problems().into_iter().chain(unreadable) {
        app.ui.warning(problem);
    }
    let mut cases = Vec::new();
    for (name, target) in &plan.gardenlets {
        let mut case = Case::new(name, target.clone());
        case.found(state(&source, name).await?);
        check(&mut case, plan, version.as_deref(), &all, app);
        cases.push(case);
    }
    show::checklists(&mut cases, app);
    show::kubectl(&cases, plan, app);
    let results = cases.into_iter().map(|mut case| {
        if !case.is_over() {
            let message = "dry run with files: nothing was changed, clusters were not looked at";
            case.end(TargetOutcome::Done, message);
        }
        case.into_result()
    });
    Ok(results.collect())
}

async fn state(source: &Source, name: &str) -> anyhow::Result<State> {
    let gardenlet: Option<Gardenlet> = source.get(Some(GARDEN), name).await?;
    let managed: Option<ManagedSeed> = source.get(Some(GARDEN), name).await?;
    let seed: Option<Seed> = source.get(None, name).await?;
    let lease: Option<Lease> = source.get(Some(SEED_LEASE_NAMESPACE), name).await?;
    let backing = backing::classify(
        name,
        Look::of(seed.as_ref()),
        Look::of(gardenlet.as_ref()),
        Look::of(managed.as_ref()),
    );
    Ok(State {
        gardenlet,
        managed,
        seed,
        lease,
        backing,
    })
}

fn check(case: &mut Case, plan: &Plan, version: Option<&str>, all: &[Gardenlet], app: &App) {
    let Some(state) = case.state.clone().filter(|_| !case.is_over()) else {
        return;
    };
    let mut checks = vec![health::backing(&case.name, &state.backing)];
    if let Some(gardenlet) = state.gardenlet.filter(|_| !checks[0].blocks()) {
        let decided = decide(&gardenlet, case.wanted().as_ref(), case.situation(plan));
        checks.extend([
            decided.operation.clone(),
            decided.target.clone(),
            health::healthy(state.seed.as_ref(), state.lease.as_ref(), app.now),
            health::chart(&gardenlet, version),
            health::queue(&case.name, all),
            health::stop(state.seed.as_ref()),
            health::knows(version),
        ]);
        case.decided = Some(decided);
        if let Some(Target::Kubeconfig { file, context }) = &case.target {
            let facts = from_file(file)
                .and_then(|bytes| TargetKubeconfig::read(&bytes, context.as_deref()))
                .and_then(|kubeconfig| kubeconfig.facts());
            match facts {
                Ok(facts) => checks.extend(judge(&facts, false, app.now)),
                Err(error) => case.fail(&error),
            }
        }
        let unseen = ["P4", "P7", "P8", "P9", "P11", "P13", "P14", "P15", "P17"];
        checks.extend(unseen.map(|id| Checked::skipped(id, "files do not tell it")));
    }
    case.checks = checks
        .into_iter()
        .map(|checked| plan.passes.apply(checked))
        .collect();
    sort(&mut case.checks);
}
