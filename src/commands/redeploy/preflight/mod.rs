//! The checklist: everything that can be known before anything is written, looked at side by side.

mod clusters;
mod world;

use std::sync::Arc;

use super::case::Case;
use super::plan::Plan;
use super::{Doing, join};
use crate::cli::App;
use crate::domain::objects::Gardenlet;
use crate::domain::redeploy::check::Checked;
use crate::domain::redeploy::health::{self, Needed};
use crate::domain::redeploy::pending::Course;
use crate::domain::redeploy::target::Target;
use crate::domain::rights::{CommandRights, Rule, find};
use crate::error::show;
use crate::garden::Garden;
use crate::garden::acting::{Acting, DryRun, Right};
use crate::garden::redeploy::{rehearse, rehearse_secret};

pub use world::World;

use clusters::there;

/// Go through the checklist of one gardenlet.
pub async fn check(case: &mut Case, plan: &Plan, world: &World, app: &App, acting: &Arc<Acting>) {
    let Some(state) = case.state.clone().filter(|_| !case.is_over()) else {
        return;
    };
    let now = app.now;
    let first = health::backing(&case.name, &state.backing);
    let (Some(gardenlet), false) = (state.gardenlet.clone(), first.blocks()) else {
        case.checks.push(first);
        return;
    };
    let Some(decided) = case.decided.clone() else {
        case.checks.push(first);
        return;
    };
    let mut checks = vec![
        first,
        decided.operation.clone(),
        case.chosen(&decided),
        health::healthy(state.seed.as_ref(), state.lease.as_ref(), now),
        health::chart(&gardenlet, world.version.as_deref()),
        health::stop(state.seed.as_ref()),
        health::knows(world.version.as_deref()),
        match &world.all {
            Ok(all) => health::queue(&case.name, all),
            Err(why) => Checked::skipped("P16", why.clone()),
        },
    ];
    if matches!(decided.course, Course::Retry | Course::Follow) {
        // It was asked for already, healthy or not.
        checks.retain(|checked| checked.id != "P5");
    }
    let (rights, secrets, rehearsed, there) = tokio::join!(
        rights(case, acting),
        secrets(&gardenlet, acting.garden()),
        rehearsal(case, &gardenlet, plan, world, acting),
        there(case, plan, world, app, now),
    );
    checks.push(rights);
    checks.extend(secrets);
    checks.push(rehearsed);
    let (of_target, connected) = there;
    checks.extend(of_target);
    case.cluster = connected;
    case.checks = checks
        .into_iter()
        .map(|checked| plan.passes.apply(checked))
        .collect();
    crate::domain::redeploy::check::sort(&mut case.checks);
}

/// P4: everything that is needed, asked before it is.
async fn rights(case: &Case, acting: &Arc<Acting>) -> Checked {
    let id = "P4";
    let remote = case.target.as_ref().is_some_and(Target::is_remote);
    let secrets = |verb: &str| {
        if verb == "get" {
            remote
        } else {
            case.needs_lock()
        }
    };
    let needed: Vec<Rule> = find("redeploy")
        .into_iter()
        .flat_map(CommandRights::needed)
        .filter(|rule| rule.on.name != "secrets" || secrets(rule.verb))
        .collect();
    let mut missing = Vec::new();
    let mut asking: Vec<Doing<'_, _>> = Vec::new();
    for rule in &needed {
        asking.push(Box::pin(async move {
            let right = Right::of(rule, None);
            (rule, acting.in_turn(acting.garden().may(&right)).await)
        }));
    }
    let mut problem = None;
    for asked in join(asking).await {
        match asked {
            (rule, Ok(review)) if !review.allowed => {
                missing.push(format!("{} {}", rule.verb, rule.on.name));
            }
            (_, Err(error)) => problem = Some(show(&error).message),
            _ => {}
        }
    }
    if !missing.is_empty() {
        let secrets = missing.iter().any(|right| right.ends_with(" secrets"));
        let role = if secrets {
            "; ClusterRole gardener.cloud:system:administrators has it, gardener.cloud:admin has no secrets"
        } else {
            ""
        };
        return Checked::blocked(
            id,
            format!(
                "you may not {}: ask for it{role}; kubectl gardener doctor --rbac redeploy prints the role",
                missing.join(", ")
            ),
        );
    }
    match problem {
        Some(problem) => Checked::warning(id, format!("could not be asked: {problem}")),
        None => Checked::ok(id, format!("{} rights are granted", needed.len())),
    }
}

/// P11 and P13: Secrets that the deployment needs.
async fn secrets(gardenlet: &Gardenlet, garden: &Garden) -> Vec<Checked> {
    let (backup, chart) = (
        health::backup_secret(gardenlet),
        health::chart_secrets(gardenlet),
    );
    let backup = async {
        match &backup {
            None => Checked::ok("P11", "the seed's backup needs no Secret"),
            Some(needed) => match problem(needed, garden).await {
                None => Checked::ok(
                    "P11",
                    format!("Secret {}/{} exists", needed.namespace, needed.name),
                ),
                Some(problem) => Checked::blocked(
                    "P11",
                    format!(
                        "{problem}; spec.config.seedConfig.spec.backup.credentialsRef of the Gardenlet names it"
                    ),
                ),
            },
        }
    };
    let chart = async {
        let mut problems = Vec::new();
        for needed in &chart {
            problems.extend(problem(needed, garden).await);
        }
        match (chart.len(), problems.is_empty()) {
            (0, _) => Checked::ok("P13", "the chart needs no Secret"),
            (_, true) => Checked::ok("P13", "they exist with their keys"),
            (_, false) => Checked::blocked(
                "P13",
                format!(
                    "{}; spec.deployment.helm.ociRepository of the Gardenlet names it",
                    problems.join("; ")
                ),
            ),
        }
    };
    let (backup, chart) = tokio::join!(backup, chart);
    vec![backup, chart]
}

async fn problem(needed: &Needed, garden: &Garden) -> Option<String> {
    let Needed {
        namespace,
        name,
        key,
    } = needed;
    let Some(key) = key else {
        return match garden.secret_metadata(namespace, name).await {
            Ok(Some(_)) => None,
            Ok(None) => Some(format!("Secret {namespace}/{name} does not exist")),
            Err(error) => Some(show(&error).message),
        };
    };
    match garden.secret_content(namespace, name).await {
        Ok(Some(content)) if content.keys.contains(*key) => None,
        Ok(Some(_)) => Some(format!("Secret {namespace}/{name} has no key {key}")),
        Ok(None) => Some(format!("Secret {namespace}/{name} does not exist")),
        Err(error) => Some(show(&error).message),
    }
}

/// P17: the server's own word.
async fn rehearsal(
    case: &Case,
    gardenlet: &Gardenlet,
    plan: &Plan,
    world: &World,
    acting: &Arc<Acting>,
) -> Checked {
    let id = "P17";
    let course = case.course();
    if matches!(course, Course::Stop | Course::Follow) {
        return Checked::skipped(id, "nothing would be written");
    }
    if plan.dry_run == DryRun::Client {
        return Checked::skipped(id, "a client dry run sends no write");
    }
    let wanted = case
        .wanted()
        .unwrap_or_else(|| crate::domain::redeploy::pending::Reference::of(gardenlet));
    let secret = async {
        if plan.dry_run == DryRun::Server && case.needs_lock() {
            rehearse_secret(acting, &case.name, &case.run(&world.user)).await?;
        }
        Ok(())
    };
    let patch = rehearse(acting, gardenlet, &wanted, course);
    match tokio::try_join!(secret, patch) {
        Ok(_) if course == Course::ClearAndAsk => {
            Checked::ok(id, "the first of two writes would be accepted")
        }
        Ok(_) => Checked::ok(id, "a dry run of the change was accepted"),
        Err(error) => {
            let shown = show(&error);
            let hints = shown.hints.join("; ");
            Checked::blocked(
                id,
                format!("{}; {hints}", shown.message)
                    .trim_end_matches("; ")
                    .to_owned(),
            )
        }
    }
}
