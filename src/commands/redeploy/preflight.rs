//! The checklist: everything that can be known before anything is written, looked at side by side.

use std::sync::Arc;

use jiff::Timestamp;

use super::case::Case;
use super::plan::Plan;
use super::target::{connect, other_context};
use super::{Doing, join};
use crate::cli::App;
use crate::credentials::kubeconfig::TargetKubeconfig;
use crate::domain::gardenlets::skew::garden_version;
use crate::domain::objects::cluster::{Deployment, Garden as OperatorGarden};
use crate::domain::objects::config_map::{GARDENER_INFO, SYSTEM_PUBLIC_NAMESPACE};
use crate::domain::objects::{ConfigMap, Gardenlet};
use crate::domain::redeploy::check::Checked;
use crate::domain::redeploy::health::{self, Needed};
use crate::domain::redeploy::kubeconfig::{is_loopback, judge};
use crate::domain::redeploy::pending::Course;
use crate::domain::redeploy::target::Target;
use crate::domain::redeploy::{GARDEN, cluster};
use crate::error::show;
use crate::garden::acting::{Acting, DryRun, Right};
use crate::garden::redeploy::{gardens, identity, is_admin, operator, rehearse, running};
use crate::garden::{Garden, Query};

/// What all gardenlets have in common.
#[derive(Debug)]
pub struct World {
    /// Who we are, as the garden says it.
    pub user: String,
    /// The version of the garden.
    version: Option<String>,
    /// All Gardenlets, for those that wait; none when they may not be listed.
    all: Result<Vec<Gardenlet>, String>,
    /// Whether the garden is on loopback.
    loopback: bool,
    /// The runtime cluster, where it was named.
    runtime: Option<Runtime>,
}

/// What the runtime cluster shows.
#[derive(Debug)]
pub struct Runtime {
    /// The way to it.
    pub cluster: Garden,
    gardens: Result<Vec<OperatorGarden>, String>,
    operator: Result<Option<Deployment>, String>,
    identity: Result<Option<String>, String>,
}

impl World {
    /// Read it, side by side.
    pub async fn read(plan: &Plan, app: &App, acting: &Arc<Acting>) -> anyhow::Result<Self> {
        let garden = acting.garden();
        let mut all = Vec::new();
        let query = Query {
            namespace: Some(GARDEN.to_owned()),
            ..Query::default()
        };
        let listing = garden.fold::<Gardenlet>(&query, |gardenlet| all.push(gardenlet));
        let (user, info, listed, runtime) = tokio::join!(
            garden.user(),
            garden.get::<ConfigMap>(Some(SYSTEM_PUBLIC_NAMESPACE), GARDENER_INFO),
            listing,
            Runtime::read(plan, app),
        );
        let listed = listed.map(|_| ()).map_err(|error| show(&error).message);
        // Older servers do not tell who we are; the kubeconfig does.
        let user = user.unwrap_or_else(|_| {
            let place = garden.place();
            let user = place.acting_as.clone().or_else(|| place.user.clone());
            user.unwrap_or_else(|| "unknown".to_owned())
        });
        acting.audit().identify(&user);
        let host: Option<http::Uri> = garden.place().server.parse().ok();
        Ok(Self {
            user,
            version: info.ok().flatten().as_ref().and_then(garden_version),
            all: listed.map(|()| all),
            loopback: host
                .as_ref()
                .and_then(http::Uri::host)
                .is_some_and(is_loopback),
            runtime: runtime?,
        })
    }

    /// Give the identity of the runtime cluster, where that is known.
    pub fn runtime_identity(&self) -> Option<&str> {
        let runtime = self.runtime.as_ref()?;
        runtime.identity.as_ref().ok()?.as_deref()
    }
}

impl Runtime {
    async fn read(plan: &Plan, app: &App) -> anyhow::Result<Option<Self>> {
        let Some(context) = &plan.runtime_context else {
            return Ok(None);
        };
        let cluster = other_context(context, app).await?;
        app.ui
            .status(format!("runtime cluster: {}", cluster.describe()));
        let (gardens, operator, identity) =
            tokio::join!(gardens(&cluster), operator(&cluster), identity(&cluster));
        Ok(Some(Self {
            gardens: gardens.map_err(|error| show(&error).message),
            operator: operator.map_err(|error| show(&error).message),
            identity: identity.map_err(|error| show(&error).message),
            cluster,
        }))
    }
}

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
        decided.target.clone(),
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
        rehearsal(case, &gardenlet, plan, acting),
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
    let right = |verb, group, resource, namespace: Option<&str>| Right {
        verb,
        group,
        resource,
        namespace: namespace.map(ToOwned::to_owned),
        name: None,
    };
    let seedmanagement = "seedmanagement.gardener.cloud";
    let mut needed = vec![
        right("get", seedmanagement, "gardenlets", Some(GARDEN)),
        right("patch", seedmanagement, "gardenlets", Some(GARDEN)),
        right("get", "core.gardener.cloud", "seeds", None),
        right(
            "get",
            "coordination.k8s.io",
            "leases",
            Some("gardener-system-seed-lease"),
        ),
    ];
    let remote = case.target.as_ref().is_some_and(Target::is_remote);
    if remote {
        needed.push(right("get", "", "secrets", Some(GARDEN)));
    }
    if case.needs_lock() {
        for verb in ["create", "delete", "patch"] {
            needed.push(right(verb, "", "secrets", Some(GARDEN)));
        }
    }
    let mut missing = Vec::new();
    let mut asking: Vec<Doing<'_, _>> = Vec::new();
    for right in &needed {
        asking.push(Box::pin(async move {
            (right, acting.in_turn(acting.garden().may(right)).await)
        }));
    }
    let mut problem = None;
    for asked in join(asking).await {
        match asked {
            (right, Ok(review)) if !review.allowed => {
                missing.push(format!("{} {}", right.verb, right.resource));
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
                "you may not {} in namespace {GARDEN}: ask for it{role}",
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
    match rehearse(acting, gardenlet, &wanted, course).await {
        Ok(()) if course == Course::ClearAndAsk => {
            Checked::ok(id, "the first of two writes would be accepted")
        }
        Ok(()) => Checked::ok(id, "a dry run of the change was accepted"),
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

/// P6 to P10, P14 and P15: what the kubeconfig and the clusters say.
async fn there(
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
            deployment.map_err(String::as_str),
        ));
    } else {
        checks.push(Checked::skipped(
            "P14",
            "the runtime cluster was not named: --runtime-context",
        ));
    }
    if !matches!(case.course(), Course::Ask | Course::ClearAndAsk) {
        return (checks, None);
    }
    if case.target == Some(Target::Runtime) {
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

impl Unseen {
    fn why(&self) -> &str {
        match self {
            Self::Useless(why) | Self::Unreachable(why) => why,
        }
    }
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
        checks.push(cluster::runtime(None, plan.yes));
        for id in ["P8", "P9", "P15"] {
            checks.push(Checked::skipped(
                id,
                "the runtime cluster was not named: --runtime-context",
            ));
        }
        return (checks, None);
    };
    let gardens = runtime.gardens.as_deref().map_err(String::as_str);
    checks.push(cluster::runtime(Some(gardens), plan.yes));
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

/// P6 and P8 on a kubeconfig that a run left behind: it is used only if both are as good as ours.
pub async fn check_left(
    kubeconfig: TargetKubeconfig,
    case: &Case,
    plan: &Plan,
    world: &World,
    app: &App,
) -> Result<(), String> {
    let seed = case.state.as_ref().and_then(|state| state.seed.as_ref());
    let nowhere = std::path::Path::new("");
    let (mut checks, connected) = of_kubeconfig(
        &kubeconfig,
        nowhere,
        plan,
        world.loopback,
        app,
        Timestamp::now(),
    )
    .await;
    let who = match &connected {
        Ok(connected) => identity(connected)
            .await
            .map_err(|error| show(&error).message),
        Err(unseen) => Err(unseen.why().to_owned()),
    };
    checks.push(cluster::identity(
        seed,
        who.as_ref().map(Option::as_deref).map_err(String::as_str),
    ));
    let blocked = checks
        .into_iter()
        .map(|checked| plan.passes.apply(checked))
        .find(Checked::blocks);
    match blocked {
        Some(blocked) => Err(blocked.message),
        None => Ok(()),
    }
}
