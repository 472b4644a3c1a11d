//! `--operation`: what is right for a ManagedSeed, whose gardenlet its parent deploys.

use std::sync::Arc;

use jiff::Timestamp;

use super::args::{Args, ManagedOperation};
use super::case::Case;
use super::plan::Plan;
use super::{Doing, join, wait};
use crate::cli::App;
use crate::commands::acting::kubectl;
use crate::domain::accounting::{Decision, TargetOutcome};
use crate::domain::gardenlets::backing::BackingKind;
use crate::domain::objects::{ManagedSeed, Object};
use crate::domain::redeploy::check::{Checked, Passes, sort};
use crate::domain::redeploy::pending::Pending;
use crate::domain::redeploy::result::{GardenletResult, StepName};
use crate::domain::redeploy::steps::{Request, Tracker, Via};
use crate::domain::redeploy::{GARDEN, OPERATION, RECONCILE, RENEW_KUBECONFIG, health};
use crate::garden::acting::{Acting, DryRun};

impl ManagedOperation {
    fn value(self) -> &'static str {
        match self {
            Self::Reconcile => RECONCILE,
            Self::RenewKubeconfig => RENEW_KUBECONFIG,
        }
    }

    fn via(self) -> Via {
        match self {
            Self::Reconcile => Via::Reconcile,
            Self::RenewKubeconfig => Via::Renew,
        }
    }
}

/// Ask it of each ManagedSeed, and wait.
pub async fn run(
    args: &Args,
    plan: &Plan,
    operation: ManagedOperation,
    app: &App,
    acting: &Arc<Acting>,
) -> anyhow::Result<Vec<GardenletResult>> {
    let mut cases = Vec::new();
    for (name, _) in &plan.gardenlets {
        let mut case = Box::pin(Case::read(name, None, acting)).await;
        check(&mut case, args, operation, &plan.passes, app.now);
        cases.push(case);
    }
    super::show::checklists(&mut cases, app);
    let open = || cases.iter().filter(|case| !case.is_over());
    if plan.show_kubectl {
        for case in open() {
            let annotation = format!("{OPERATION}={}", operation.value());
            app.ui.status(kubectl(
                app,
                [
                    "annotate",
                    "managedseed",
                    "-n",
                    GARDEN,
                    &case.name,
                    &annotation,
                ],
            ));
        }
    }
    if open().next().is_some() && plan.dry_run == DryRun::None {
        let names: Vec<&str> = open().map(|case| case.name.as_str()).collect();
        let question = format!(
            "ask the parent gardenlet to {} {}?",
            match operation {
                ManagedOperation::Reconcile => "deploy the gardenlet again of",
                ManagedOperation::RenewKubeconfig =>
                    "deploy the gardenlet again, with a new client certificate, of",
            },
            names.join(", ")
        );
        app.ui.require(&question, plan.yes).await?;
    }
    let mut running: Vec<Doing<'_, GardenletResult>> = Vec::new();
    for case in cases {
        running.push(Box::pin(async move {
            if case.is_over() {
                return case.into_result();
            }
            Box::pin(one(case, plan, operation, app, acting))
                .await
                .into_result()
        }));
    }
    Ok(join(running).await)
}

/// P1 and P2, as far as a ManagedSeed has them.
fn check(
    case: &mut Case,
    args: &Args,
    operation: ManagedOperation,
    passes: &Passes,
    now: Timestamp,
) {
    let Some(state) = case.state.as_ref().filter(|_| case.outcome.is_none()) else {
        return;
    };
    let mut checks = Vec::new();
    if state.backing.kind == BackingKind::ManagedSeed && state.managed.is_some() {
        checks.push(Checked::ok("P1", state.backing.reason.clone()));
    } else {
        let wrong = health::backing(&case.name, &state.backing);
        checks.push(Checked::blocked(
            "P1",
            if wrong.blocks() {
                wrong.message
            } else {
                format!(
                    "--operation is for ManagedSeeds, and this is a Gardenlet ({}): leave it out",
                    state.backing.reason
                )
            },
        ));
    }
    if let Some(managed) = &state.managed {
        checks.push(pending(managed, operation, args));
        checks.push(health::stop(state.seed.as_ref()));
        if operation == ManagedOperation::Reconcile {
            let healthy = health::healthy(state.seed.as_ref(), state.lease.as_ref(), now);
            if healthy.blocks() {
                // Nothing is deployed into a wrong cluster here, so a word is enough.
                checks.push(Checked::info(
                    "P5",
                    "the gardenlet looks healthy; it is deployed again all the same",
                ));
            } else {
                checks.push(healthy);
            }
        }
    }
    case.checks = checks
        .into_iter()
        .map(|checked| passes.apply(checked))
        .collect();
    sort(&mut case.checks);
}

fn pending(managed: &ManagedSeed, operation: ManagedOperation, args: &Args) -> Checked {
    let id = "P2";
    if managed.metadata().deletion_timestamp.is_some() {
        return Checked::blocked(id, "the ManagedSeed is being deleted");
    }
    match Pending::of(&managed.metadata) {
        None => Checked::ok(id, "no operation is pending on the ManagedSeed"),
        Some(pending) if pending.operation == operation.value() => {
            Checked::warning(id, format!("{}: it is asked for again", pending.words()))
        }
        Some(pending) if args.clear_operation => {
            Checked::warning(id, format!("{}; it is replaced", pending.words()))
        }
        // The API server lets `reconcile` cancel another operation without a word; we do not.
        Some(pending) => Checked::blocked(
            id,
            format!(
                "{}; wait for it, or replace it with --clear-operation",
                pending.words()
            ),
        ),
    }
}

async fn one(
    mut case: Case,
    plan: &Plan,
    operation: ManagedOperation,
    app: &App,
    acting: &Arc<Acting>,
) -> Case {
    let Some(managed) = case.state.as_ref().and_then(|state| state.managed.clone()) else {
        return case;
    };
    let value = operation.value();
    let there = managed.metadata.annotations.get(OPERATION).cloned();
    let mut seen = managed;
    if let Some(there) = there.filter(|there| there != value && !there.is_empty()) {
        let cleared = acting
            .settle(
                Some(GARDEN),
                &case.name,
                Some(seen.clone()),
                |now: &ManagedSeed| match now.metadata.annotations.get(OPERATION) {
                    Some(now) if *now == there => Decision::Patch(
                        serde_json::json!({ "metadata": { "annotations": { OPERATION: null } } }),
                    ),
                    Some(other) => {
                        Decision::Refused(format!("operation {other} was asked for meanwhile"))
                    }
                    None => Decision::Already,
                },
            )
            .await;
        match (cleared.error, cleared.object) {
            (None, Some(object)) => seen = object,
            (error, _) => {
                case.fail(&error.unwrap_or_else(|| {
                    anyhow::anyhow!("the pending operation could not be taken off")
                }));
                return case;
            }
        }
    }
    let begun = Timestamp::now();
    let generation = seen.metadata.generation.unwrap_or_default();
    let settled = acting
        .settle(Some(GARDEN), &case.name, Some(seen), |now: &ManagedSeed| {
            // The API server takes `reconcile` off and counts the generation up.
            let bumped = now.metadata.generation.unwrap_or_default() > generation;
            match now.metadata.annotations.get(OPERATION) {
                None if bumped => Decision::Already,
                None => Decision::Patch(
                    serde_json::json!({ "metadata": { "annotations": { OPERATION: value } } }),
                ),
                Some(there) if there == value && bumped => Decision::Already,
                Some(there) if there == value => Decision::Patch(
                    serde_json::json!({ "metadata": { "annotations": { OPERATION: value } } }),
                ),
                Some(there) => {
                    Decision::Refused(format!("operation {there} was asked for meanwhile"))
                }
            }
        })
        .await;
    if let Some(error) = settled.error {
        case.fail(&error);
        case.outcome = Some(settled.outcome);
        return case;
    }
    if plan.dry_run != DryRun::None {
        case.end(TargetOutcome::Done, "dry run: nothing was changed");
        return case;
    }
    if settled.outcome == TargetOutcome::NotTried {
        case.end(TargetOutcome::NotTried, "interrupted before it was begun");
        return case;
    }
    app.ui
        .status(wait::line(&case.name, StepName::Requested.words()));
    let asked = settled.object.unwrap_or_default();
    let request = Request {
        via: operation.via(),
        at: begun,
        seen: Timestamp::now(),
        generation: asked.metadata.generation.unwrap_or(generation + 1),
        secret: None,
        registered_before: None,
    };
    Box::pin(wait::until_proved(
        case,
        Tracker::new(request),
        plan,
        app,
        acting,
        None,
    ))
    .await
}
