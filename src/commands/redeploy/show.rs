//! What is shown before anything is written, and the question.

use super::case::Case;
use super::plan::Plan;
use crate::cli::App;
use crate::commands::acting::kubectl as kubectl_command;
use crate::domain::accounting::TargetOutcome;
use crate::domain::redeploy::check::Checked;
use crate::domain::redeploy::lock::{LABEL, secret_name};
use crate::domain::redeploy::pending::{Course, Reference, clearing, request};
use crate::domain::redeploy::target::Target;
use crate::domain::redeploy::{GARDEN, health};
use crate::domain::shell;
use crate::error::{hinted, refused, show};
use crate::garden::acting::DryRun;
use crate::output::views::redeploy::checklist;

/// Show the checklists, and end what is blocked.
pub fn checklists(cases: &mut [Case], app: &App) {
    for case in cases {
        if !case.checks.is_empty() {
            app.ui.document(&checklist(&case.name, &case.checks));
        }
        let blocked: Vec<&Checked> = case.checks.iter().filter(|check| check.blocks()).collect();
        if case.is_over() {
            continue;
        }
        if let [first, rest @ ..] = blocked.as_slice() {
            let more = if rest.is_empty() {
                String::new()
            } else {
                let ids: Vec<&str> = rest.iter().map(|check| check.id).collect();
                format!("; blocked as well by {}", ids.join(", "))
            };
            let message = format!("{} {}{more}", first.id, first.message);
            case.end(TargetOutcome::Refused, message);
        }
    }
}

/// End what announces more than can be done: the target cluster was not reached, and something is to be removed there.
pub fn reset(cases: &mut [Case], plan: &Plan) {
    // A client dry run mints nothing, so it may not reach the target.
    if !plan.reset || plan.dry_run == DryRun::Client {
        return;
    }
    for case in cases {
        if !case.is_over() && case.cluster.is_none() && case.course() != Course::Follow {
            case.fail(&hinted(
                refused("--reset-client-cert needs access to the target cluster, and there is none"),
                "leave it out, or name a target that is reachable from here (a pending request is replaced with --clear-operation)",
            ));
        }
    }
}

/// Show what would be written, in the words of kubectl.
pub fn kubectl(cases: &[Case], plan: &Plan, app: &App) {
    if !plan.show_kubectl {
        return;
    }
    let writing = |case: &&Case| !case.is_over() && case.course() != Course::Follow;
    for case in cases.iter().filter(writing) {
        let Some(gardenlet) = case.gardenlet() else {
            continue;
        };
        let wanted = case.wanted().unwrap_or_else(|| Reference::of(gardenlet));
        let patch = |patch: serde_json::Value| {
            let mut patch = patch;
            // A version is of one moment; people copy these later.
            if let Some(metadata) = patch["metadata"].as_object_mut() {
                metadata.remove("resourceVersion");
            }
            kubectl_command(
                app,
                [
                    "patch",
                    "gardenlet",
                    "-n",
                    GARDEN,
                    &case.name,
                    "--type=merge",
                    "-p",
                    &patch.to_string(),
                ],
            )
        };
        if case.needs_lock() {
            let name = secret_name(&case.name);
            // Only what is used is handed over, as we do it.
            let (file, context) = match &case.target {
                Some(Target::Kubeconfig { file, context }) if file == "-" => {
                    ("/dev/stdin", context.as_deref())
                }
                Some(Target::Kubeconfig { file, context }) => (file.as_str(), context.as_deref()),
                _ => ("KUBECONFIG-OF-THE-SHOOT", None),
            };
            let mut minify = vec!["kubectl".to_owned(), format!("--kubeconfig={file}")];
            minify.extend(context.map(|context| format!("--context={context}")));
            minify.extend(["config", "view", "--minify", "--flatten", "--raw"].map(str::to_owned));
            let from = "--from-file=kubeconfig=/dev/stdin";
            app.ui.status(format!(
                "{} | {}",
                shell::command(minify),
                kubectl_command(
                    app,
                    ["create", "secret", "generic", "-n", GARDEN, &name, from]
                )
            ));
            let label = format!("{LABEL}={}", case.name);
            app.ui.status(kubectl_command(
                app,
                ["label", "secret", "-n", GARDEN, &name, &label],
            ));
        }
        if plan.reset {
            let (namespace, name) = health::own_kubeconfig(gardenlet);
            app.ui.status(format!(
                "kubectl --kubeconfig=TARGET delete secret -n {namespace} {name}"
            ));
        }
        if case.course() == Course::ClearAndAsk {
            app.ui.status(patch(clearing(gardenlet)));
        }
        app.ui.status(patch(request(gardenlet, &wanted)));
    }
}

/// Ask once for all that is left; with the runtime cluster unseen, the name must be typed.
pub async fn confirm(cases: &mut [Case], plan: &Plan, app: &App) -> anyhow::Result<()> {
    let mut open: Vec<&mut Case> = cases
        .iter_mut()
        .filter(|case| !case.is_over() && case.course() != Course::Follow)
        .collect();
    if open.is_empty() || plan.dry_run != DryRun::None {
        return Ok(());
    }
    for case in &mut open {
        app.ui
            .status(format!("{}: {}", case.name, what(case, plan)));
    }
    if plan.yes {
        return Ok(());
    }
    let mut asked = Vec::new();
    for case in open {
        let unseen = case.target == Some(Target::Runtime)
            && plan.runtime_context.is_none()
            && matches!(
                case.course(),
                Course::Ask | Course::ClearAndAsk | Course::Retry
            );
        if unseen && app.ui.is_interactive() {
            let question = format!(
                "gardener-operator will deploy into its own cluster; type the name of the seed to confirm ({}):",
                case.name
            );
            let answer = app.ui.ask(&question).await?;
            if answer.as_deref() != Some(case.name.as_str()) {
                case.fail(&refused("not confirmed, nothing was changed"));
            }
        } else {
            asked.push(case);
        }
    }
    if asked.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = asked.iter().map(|case| case.name.as_str()).collect();
    let question = format!("redeploy {}?", names.join(", "));
    match app.ui.require(&question, false).await {
        Ok(()) => Ok(()),
        Err(error) if show(&error).outcome == crate::error::Outcome::Refused => {
            for case in asked {
                case.fail(&error);
            }
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Say in one line what is going to happen.
fn what(case: &Case, plan: &Plan) -> String {
    let target = case.repeats.clone().or_else(|| case.target_words());
    let target = target.unwrap_or_else(|| "the target that was asked for".to_owned());
    let mut steps = Vec::new();
    if case.needs_lock() {
        steps.push(format!(
            "a temporary Secret {GARDEN}/{} with the kubeconfig is created",
            secret_name(&case.name)
        ));
    }
    if plan.reset {
        steps.push("the gardenlet's own kubeconfig is removed from the target".to_owned());
    }
    match case.course() {
        Course::ClearAndAsk => steps.push("the pending operation is taken off".to_owned()),
        Course::Retry => steps.push("what is pending is asked for again".to_owned()),
        Course::Follow => steps.push("it was carried out just now and is looked at".to_owned()),
        Course::Ask | Course::Stop => {}
    }
    if matches!(case.course(), Course::Ask | Course::ClearAndAsk) {
        steps.push("gardener-operator is asked to deploy".to_owned());
    }
    if let Some(Target::Secret { name }) = &case.target {
        steps.push(format!("it deletes Secret {GARDEN}/{name} afterwards"));
    }
    format!("into {target}: {}", steps.join(", "))
}
