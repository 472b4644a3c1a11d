//! From a chosen, proved or asked-for target to a kubeconfig in memory.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use secrecy::zeroize::Zeroizing;

use super::case::Case;
use super::plan::Plan;
use super::preflight::World;
use crate::cli::App;
use crate::credentials::kubeconfig::TargetKubeconfig;
use crate::domain::gardenlets::backing::BackingKind;
use crate::domain::objects::{Gardenlet, Object, Shoot};
use crate::domain::redeploy::lock::Run;
use crate::domain::redeploy::pending::{Course, Reference, decide};
use crate::domain::redeploy::target::{ShootIdentity, Target, answered, prove};
use crate::domain::redeploy::{FORCE_REDEPLOY, GARDEN, OPERATION};
use crate::error::{WithHint, hinted, refused};
use crate::garden::acting::{Acting, Audit, DryRun, Pace};
use crate::garden::connection::{ConnectionArgs, Environment, Settings};
use crate::garden::redeploy::mint;
use crate::garden::{Garden, Query};

/// Decide where a gardenlet belongs, when it was not said: by proof, else by asking, else not at all.
pub async fn choose(
    case: &mut Case,
    plan: &Plan,
    world: &World,
    app: &App,
    acting: &Arc<Acting>,
) -> anyhow::Result<()> {
    let Some(state) = case.state.as_ref().filter(|_| !case.is_over()) else {
        return Ok(());
    };
    if case.target.is_some() || state.backing.kind != BackingKind::Gardenlet {
        return Ok(());
    }
    let Some(gardenlet) = &state.gardenlet else {
        return Ok(());
    };
    let operation = gardenlet.metadata.annotations.get(OPERATION);
    let decided = decide(gardenlet, None, case.situation(plan));
    if operation.is_some_and(|operation| operation == FORCE_REDEPLOY)
        || decided.course == Course::Follow
    {
        // It was chosen by whoever asked first.
        return Ok(());
    }
    let identity = state
        .seed
        .as_ref()
        .and_then(|seed| seed.status.cluster_identity.clone());
    let shoots = match &identity {
        Some(_) => shoots(acting).await,
        None => Ok(Vec::new()),
    };
    let shoots = shoots.unwrap_or_else(|error| {
        app.ui.warning(format!(
            "no proof of where {} belongs is looked for among the shoots: {error:#}",
            case.name
        ));
        Vec::new()
    });
    let runtime = world.runtime_identity();
    if let Some(target) = prove(identity.as_deref(), &shoots, runtime) {
        let identity = identity.unwrap_or_default();
        let words = target.words();
        app.ui.status(format!(
            "{}: the identity of its Seed, {identity}, is that of {words}",
            case.name
        ));
        case.proof = Some(format!("by the cluster identity {identity}"));
        case.target = Some(target);
        return Ok(());
    }
    let unproved = match &identity {
        Some(identity) => format!(
            "the cluster identity of its Seed, {identity}, is not that of one shoot in this garden{}",
            if runtime.is_some() {
                " or of the runtime cluster"
            } else {
                ""
            }
        ),
        None => "its Seed tells no cluster identity".to_owned(),
    };
    if !app.ui.is_interactive() {
        let flags = "--target-kubeconfig FILE, --target-shoot NAMESPACE/NAME, --target-secret NAME, or --runtime";
        case.fail(&hinted(
            refused(format!(
                "where the gardenlet belongs is not guessed, and {unproved}"
            )),
            format!("name the target: {flags}"),
        ));
        return Ok(());
    }
    app.ui.status(format!("{}: {unproved}", case.name));
    ask(case, app).await
}

async fn ask(case: &mut Case, app: &App) -> anyhow::Result<()> {
    let question = format!(
        "where does the gardenlet {} belong? (the path of a kubeconfig, `shoot NAMESPACE/NAME`, `secret NAME`, or `runtime`; nothing to leave it)",
        case.name
    );
    loop {
        let answer = app.ui.ask(&question).await?;
        match answered(answer.as_deref().unwrap_or_default()) {
            Ok(Some(target)) => {
                case.target = Some(target);
                return Ok(());
            }
            Ok(None) => {
                case.fail(&refused("no target was named, nothing was changed"));
                return Ok(());
            }
            Err(why) => app.ui.hint(why),
        }
    }
}

async fn shoots(acting: &Acting) -> anyhow::Result<Vec<ShootIdentity>> {
    let mut found = Vec::new();
    let everywhere = Query::default();
    let reading = acting.garden().fold::<Shoot>(&everywhere, |shoot: Shoot| {
        if let Some(identity) = &shoot.status.cluster_identity {
            found.push(ShootIdentity {
                namespace: shoot.namespace().to_owned(),
                name: shoot.name().to_owned(),
                identity: identity.clone(),
            });
        }
    });
    acting.in_turn(reading).await?;
    Ok(found)
}

/// Get the target's kubeconfig into memory: from a file, a Secret, or minted.
pub async fn obtain(
    case: &mut Case,
    plan: &Plan,
    app: &App,
    acting: &Arc<Acting>,
) -> anyhow::Result<()> {
    let wanted = case.wanted();
    let Some(gardenlet) = case.gardenlet().filter(|_| !case.is_over()).cloned() else {
        return Ok(());
    };
    if case
        .state
        .as_ref()
        .is_some_and(|state| state.backing.kind != BackingKind::Gardenlet)
    {
        return Ok(());
    }
    let decided = decide(&gardenlet, wanted.as_ref(), case.situation(plan));
    let course = decided.course;
    case.decided = Some(decided);
    if course == Course::Stop || course == Course::Follow {
        // Nothing is minted or read for what will not be done.
        return Ok(());
    }
    if course == Course::Retry {
        return retry(case, &gardenlet, acting).await;
    }
    let Some(target) = case.target.clone() else {
        return Ok(());
    };
    match read(case, &target, plan, app, acting).await {
        Ok(kubeconfig) => case.kubeconfig = kubeconfig,
        Err(error) => {
            let shown = crate::error::show(&error);
            if shown.outcome == crate::error::Outcome::Interrupted {
                return Err(error);
            }
            case.fail(&error);
        }
    }
    Ok(())
}

/// A request that is pending brings its target along, unless its Secret is gone.
async fn retry(case: &mut Case, gardenlet: &Gardenlet, acting: &Arc<Acting>) -> anyhow::Result<()> {
    let Reference::Secret(name) = Reference::of(gardenlet) else {
        return Ok(());
    };
    let there = acting
        .in_turn(acting.garden().secret_metadata(GARDEN, &name))
        .await;
    match there {
        Ok(Some(secret)) => {
            if let (Some(run), Some(decided)) = (Run::of(&secret.metadata), &mut case.decided) {
                let message = &mut decided.operation.message;
                *message = format!("{message}; it is the request of {}", run.who());
            }
        }
        Ok(None) => case.fail(&hinted(
            refused(format!(
                "a redeployment is pending, and the Secret {GARDEN}/{name} that it needs is gone"
            )),
            "hand a kubeconfig over again: name the target and add --clear-operation",
        )),
        // It may not be looked at, which P4 says.
        Err(_) => {}
    }
    Ok(())
}

async fn read(
    case: &mut Case,
    target: &Target,
    plan: &Plan,
    app: &App,
    acting: &Arc<Acting>,
) -> anyhow::Result<Option<TargetKubeconfig>> {
    let (bytes, context, ends) = match target {
        Target::Runtime => return Ok(None),
        Target::Kubeconfig { file, context } => {
            case.directory = Path::new(file)
                .parent()
                .map(Path::to_owned)
                .unwrap_or_default();
            (from_file(file)?, context.as_deref(), None)
        }
        Target::Secret { name } => {
            let content = acting
                .in_turn(acting.garden().secret_content(GARDEN, name))
                .await?
                .with_context(|| format!("Secret {GARDEN}/{name} does not exist"))
                .hint("kubectl get secret -n garden lists them")?;
            let bytes = content
                .kubeconfig
                .with_context(|| format!("Secret {GARDEN}/{name} has no key kubeconfig"))?;
            (bytes, None, None)
        }
        Target::Shoot {
            namespace,
            name,
            garden_context,
        } => {
            if plan.dry_run == DryRun::Client {
                app.ui.status(format!(
                    "{}: no kubeconfig of shoot {namespace}/{name} is minted in a dry run",
                    case.name
                ));
                return Ok(None);
            }
            let other = match garden_context {
                Some(context) => Some(other_garden(context, plan, app).await?),
                None => None,
            };
            let place = other.as_ref().unwrap_or(acting);
            let seconds = plan.expiration;
            app.ui
                .require(
                    &format!("mint an admin kubeconfig of shoot {namespace}/{name} for {} minutes in the garden {}?", seconds / 60, place.garden().describe()),
                    plan.yes,
                )
                .await?;
            let minted = mint(place, namespace, name, seconds).await?;
            match minted.ends {
                Some(ends) => app.ui.status(format!(
                    "{}: minted an admin kubeconfig of shoot {namespace}/{name}, which ends at {ends}",
                    case.name
                )),
                None => app.ui.status(format!(
                    "{}: minted an admin kubeconfig of shoot {namespace}/{name}",
                    case.name
                )),
            }
            (minted.kubeconfig, None, minted.ends)
        }
    };
    TargetKubeconfig::read(&bytes, context)
        .with_context(|| format!("cannot use {}", target.words()))
        .map(|kubeconfig| Some(kubeconfig.until(ends)))
}

pub fn from_file(file: &str) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    use std::io::Read as _;
    if file == "-" {
        let mut bytes = Zeroizing::new(Vec::with_capacity(1 << 16));
        std::io::stdin()
            .read_to_end(&mut bytes)
            .context("cannot read the target's kubeconfig from stdin")?;
        if bytes.is_empty() {
            return Err(anyhow!("there is no kubeconfig on stdin"));
        }
        return Ok(bytes);
    }
    let bytes = std::fs::read(file)
        .with_context(|| format!("cannot read the target's kubeconfig {file}"))
        .hint("name an existing file with --target-kubeconfig")?;
    Ok(Zeroizing::new(bytes))
}

/// Connect to another context of the same kubeconfig files.
pub async fn other_context(context: &str, app: &App) -> anyhow::Result<Garden> {
    let connection = &app.global.connection;
    let args = ConnectionArgs {
        kubeconfig: connection.kubeconfig.clone(),
        context: Some(context.to_owned()),
        request_timeout: connection.request_timeout,
        proxy_url: connection.proxy_url.clone(),
        ..ConnectionArgs::default()
    };
    Garden::connect_with(&args, &Environment::of_process(), Settings::default()).await
}

async fn other_garden(context: &str, plan: &Plan, app: &App) -> anyhow::Result<Arc<Acting>> {
    let garden = other_context(context, app).await?;
    garden.require_gardener().await?;
    also(garden, app, plan)
}

/// Write somewhere else as well, with the same audit log.
pub fn also(place: Garden, app: &App, plan: &Plan) -> anyhow::Result<Arc<Acting>> {
    let audit = Audit::open(
        plan.audit_log.as_deref(),
        place.place(),
        plan.incident.as_deref(),
    )?;
    Ok(Acting::new(
        place,
        plan.dry_run,
        Pace::default(),
        audit,
        &app.interrupt,
    ))
}

/// Connect to the target cluster with its kubeconfig, which stays in memory.
pub async fn connect(
    kubeconfig: &TargetKubeconfig,
    directory: &Path,
    app: &App,
) -> anyhow::Result<Garden> {
    let args = ConnectionArgs {
        request_timeout: app.global.connection.request_timeout,
        ..ConnectionArgs::default()
    };
    // A cluster that is not reachable from here is told soon: gardener-operator may reach it.
    let settings = Settings {
        attempts: 3,
        ..Settings::default()
    };
    Garden::connect_in_memory(
        kubeconfig.config(),
        directory,
        &args,
        &Environment::of_process(),
        settings,
    )
    .await
}
