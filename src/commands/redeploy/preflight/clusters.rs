//! What the kubeconfig, the target cluster and the runtime cluster say.

use jiff::Timestamp;

use super::World;
use crate::cli::App;
use crate::commands::redeploy::case::Case;
use crate::commands::redeploy::plan::Plan;
use crate::commands::redeploy::target::connect;
use crate::credentials::kubeconfig::TargetKubeconfig;
use crate::domain::redeploy::check::Checked;
use crate::domain::redeploy::kubeconfig::judge;
use crate::domain::redeploy::pending::Course;
use crate::domain::redeploy::target::Target;
use crate::domain::redeploy::{cluster, health};
use crate::error::show;
use crate::garden::Garden;
use crate::garden::redeploy::{identity, is_admin, running};

/// P6 to P10, P14 and P15: what the kubeconfig and the clusters say.
pub(super) async fn there(
    case: &Case,
    plan: &Plan,
    world: &World,
    app: &App,
    now: Timestamp,
) -> (Vec<Checked>, Option<Garden>) {
    let seed = case.state.as_ref().and_then(|state| state.seed.as_ref());
    let mut checks = Vec::new();
    if let Some(runtime) = &world.runtime {
        let gardens = runtime.gardens.as_deref().unwrap_or_default();
        let deployment = runtime.operator.as_ref().map(Option::as_ref);
        checks.push(cluster::operator(
            gardens,
            runtime.of_garden(),
            deployment.map_err(String::as_str),
        ));
    } else {
        checks.push(Checked::skipped(
            "P14",
            "the runtime cluster was not named: --runtime-context",
        ));
    }
    let into_runtime = case.target == Some(Target::Runtime);
    let looked_at = match case.course() {
        Course::Ask | Course::ClearAndAsk => true,
        // A reference was checked by whoever made it; that there is none says nothing.
        Course::Retry => into_runtime,
        Course::Follow | Course::Stop => false,
    };
    if !looked_at {
        return (checks, None);
    }
    if into_runtime {
        return runtime(case, plan, world, checks, now).await;
    }
    let Some(kubeconfig) = &case.kubeconfig else {
        for id in ["P6", "P7", "P8", "P9", "P15"] {
            checks.push(Checked::skipped(
                id,
                "there is no kubeconfig in this dry run",
            ));
        }
        return (checks, None);
    };
    let (of_kubeconfig, connected) =
        of_kubeconfig(kubeconfig, &case.directory, plan, world.loopback, app, now).await;
    checks.extend(of_kubeconfig);
    let connected = match connected {
        Ok(connected) => connected,
        Err(Unseen::Useless(why)) => {
            // What blocks is said already.
            checks.extend(["P7", "P8", "P9", "P15"].map(|id| Checked::skipped(id, why.clone())));
            return (checks, None);
        }
        Err(Unseen::Unreachable(why)) => {
            checks.push(cluster::identity(seed, Err(&why)));
            checks.extend(["P9", "P15"].map(|id| Checked::skipped(id, why.clone())));
            return (checks, None);
        }
    };
    let connected = &connected;
    let (who, what, secret) = tokio::join!(
        identity(connected),
        running(connected),
        own_kubeconfig(case, connected)
    );
    let who = who.map_err(|error| show(&error).message);
    checks.push(cluster::identity(
        seed,
        who.as_ref().map(Option::as_deref).map_err(String::as_str),
    ));
    let what = what.map_err(|error| show(&error).message);
    checks.push(cluster::guard(
        &case.name,
        what.as_ref().map_err(String::as_str),
    ));
    checks.push(health::certificate(seed, secret, plan.reset, now));
    (checks, Some(connected.clone()))
}

/// Why a target cluster was not looked at.
enum Unseen {
    /// Its kubeconfig is of no use, which another check says.
    Useless(String),
    /// It does not answer, which P7 says.
    Unreachable(String),
}

/// P6 and P7, and the way to the cluster.
async fn of_kubeconfig(
    kubeconfig: &TargetKubeconfig,
    directory: &std::path::Path,
    plan: &Plan,
    loopback: bool,
    app: &App,
    now: Timestamp,
) -> (Vec<Checked>, Result<Garden, Unseen>) {
    let facts = match kubeconfig.facts() {
        Ok(facts) => facts,
        Err(error) => {
            let checked = Checked::blocked("P6", show(&error).message);
            let why = "not looked at, as P6 blocks".to_owned();
            return (vec![checked], Err(Unseen::Useless(why)));
        }
    };
    let mut checks = judge(&facts, loopback, now);
    let useless = checks
        .iter()
        .cloned()
        .map(|checked| plan.passes.apply(checked))
        .find(|checked| checked.blocks() && checked.id != "P6-loopback");
    if let Some(useless) = useless {
        let why = format!("not looked at, as {} blocks", useless.id);
        return (checks, Err(Unseen::Useless(why)));
    }
    let answer = async {
        let connected = connect(kubeconfig, directory, app).await?;
        let admin = is_admin(&connected).await?;
        anyhow::Ok((connected, admin))
    };
    match answer.await {
        Ok((connected, admin)) => {
            checks.push(cluster::reachable(Ok(admin)));
            (checks, Ok(connected))
        }
        Err(error) => {
            let why = show(&error).message;
            checks.push(cluster::reachable(Err(why.clone())));
            (checks, Err(Unseen::Unreachable(why)))
        }
    }
}

async fn runtime(
    case: &Case,
    plan: &Plan,
    world: &World,
    mut checks: Vec<Checked>,
    now: Timestamp,
) -> (Vec<Checked>, Option<Garden>) {
    let seed = case.state.as_ref().and_then(|state| state.seed.as_ref());
    let Some(runtime) = &world.runtime else {
        checks.push(cluster::runtime(None, Ok(None), plan.yes));
        for id in ["P8", "P9", "P15"] {
            checks.push(Checked::skipped(
                id,
                "the runtime cluster was not named: --runtime-context",
            ));
        }
        return (checks, None);
    };
    let gardens = runtime.gardens.as_deref().map_err(String::as_str);
    checks.push(cluster::runtime(
        Some(gardens),
        runtime.of_garden(),
        plan.yes,
    ));
    let who = runtime.identity.as_ref().map(Option::as_deref);
    checks.push(cluster::identity(seed, who.map_err(String::as_str)));
    let (what, secret) = tokio::join!(
        running(&runtime.cluster),
        own_kubeconfig(case, &runtime.cluster)
    );
    let what = what.map_err(|error| show(&error).message);
    checks.push(cluster::guard(
        &case.name,
        what.as_ref().map_err(String::as_str),
    ));
    checks.push(health::certificate(seed, secret, plan.reset, now));
    (checks, Some(runtime.cluster.clone()))
}

/// Tell whether the gardenlet has a kubeconfig of its own in the target.
async fn own_kubeconfig(case: &Case, cluster: &Garden) -> Option<bool> {
    let (namespace, name) = health::own_kubeconfig(case.gardenlet()?);
    let found = cluster.secret_metadata(&namespace, &name).await.ok()?;
    Some(found.is_some())
}
