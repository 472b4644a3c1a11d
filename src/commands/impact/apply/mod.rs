//! `impact apply`: make the change that a plan describes, if nothing has changed since.

mod file;
mod look;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use crate::cli::App;
use crate::commands::acting::{ActingArgs, ending, kubectl};
use crate::domain::accounting::{Decision, TargetOutcome};
use crate::domain::impact::plan::ImpactPlan;
use crate::domain::impact::plan::result::ImpactApplyResult;
use crate::domain::impact::rehearsal::EditKind;
use crate::domain::impact::verdict::Verdict;
use crate::domain::objects::WholeShoot;
use crate::error::{Outcome, WithHint, interrupted, refused, show, usage};
use crate::garden::acting::{Acting, Pace};
use crate::output::{Format, Report};

use super::name::told;
use look::Looked;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact apply plan.json\n  \
    kubectl gardener impact apply plan.json --dry-run=server\n  \
    kubectl gardener impact apply plan.json --yes --audit-log audit.jsonl -o json\n\n\
    A plan is what impact -f and impact shoot write with --save. It is refused with exit code 5 when it is stale: when the Shoot (spec, generation, annotations that a rule knows), \
    its profile or its seed (spec, emergency stop) say something else than when it was made. What has changed is named. \
    A change of a status alone, such as a heartbeat, does not count. It is refused as well in another garden, for a change \
    that the server refuses, and when a rehearsal does not come to the same Shoot and the same impact as before. \
    Applied twice, it is done once; one that asks Gardener for an operation is refused the second time.";

/// Formats of the answer.
const FORMATS: &[Format] = &[Format::Table, Format::Wide, Format::Json, Format::Yaml];

/// Arguments of `impact apply`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The plan that impact --save wrote; - for stdin
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    #[command(flatten)]
    acting: ActingArgs,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

/// Run the command: state → plan → show → confirm → apply → verify → report.
pub(super) async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    if app.global.source.landscape.is_some() {
        return Err(usage("a plan is applied to a garden, not to files"))
            .hint("leave out --landscape");
    }
    let plan = file::read(&args.plan)?;
    let name = told(&plan.name());
    if let Some(asked) = &app.global.namespace
        && *asked != plan.shoot.namespace
    {
        return Err(usage(format!(
            "the plan is for Shoot {name}, and --namespace says {asked}"
        )));
    }
    if plan.verdict == Verdict::Rejected {
        return Err(refused(format!("the server refuses this change of Shoot {name}: {}", plan.headline)))
            .hint("look at the report that the plan was saved with, and make a plan of a change that is accepted");
    }
    let question = format!("apply this change to Shoot {name}?");
    let asks = !args.acting.yes && args.acting.dry_run.writes();
    if asks && !app.ui.is_interactive() {
        // Before anything is asked: nobody is there to answer.
        app.ui.require(&question, false).await?;
    }
    let acting = args.acting.begin(app, Pace::default()).await?;
    if let Ok(user) = acting.garden().user().await {
        acting.audit().identify(&user);
    }
    app.ui.status(format!(
        "plan: of {}{}: {}",
        plan.made.at,
        plan.made
            .by
            .as_ref()
            .map(|by| format!(" by {by}"))
            .unwrap_or_default(),
        plan.headline
    ));
    let result = ImpactApplyResult::of(
        &plan,
        args.acting.incident.clone(),
        !args.acting.dry_run.writes(),
    );
    let run = Run {
        plan,
        args: &args,
        acting: &acting,
        app,
    };
    let looked = tokio::select! {
        biased;
        looked = Box::pin(run.look()) => looked?,
        () = acting.interrupt().heard() => return Err(interrupted()),
    };
    let result = match looked {
        Looked::Ended(ended) => ended.tell(result),
        Looked::Good { report, shoot } => {
            if acting.interrupt().is_heard() {
                return Err(interrupted());
            }
            if asks {
                app.ui.document(&report.document());
            }
            if args.acting.show_kubectl {
                run.show_kubectl();
            }
            if asks && !run.is_confirmed(&question).await? {
                result.ended(
                    TargetOutcome::Refused,
                    Some("not confirmed, nothing was changed".to_owned()),
                )
            } else {
                run.act(result, &shoot).await
            }
        }
    };
    if let Some(problem) = acting.audit().problem() {
        app.ui.warning(problem);
    }
    app.answer.print(&result, args.output)?;
    Ok(ending(result.summary, acting.interrupt().is_heard()))
}

struct Run<'a> {
    plan: ImpactPlan,
    args: &'a Args,
    acting: &'a Arc<Acting>,
    app: &'a App,
}

impl Run<'_> {
    /// Ask, unless a Ctrl-C came in between.
    async fn is_confirmed(&self, question: &str) -> anyhow::Result<bool> {
        tokio::select! {
            biased;
            () = self.acting.interrupt().heard() => Err(interrupted()),
            answer = self.app.ui.confirm(question) => answer,
        }
    }

    fn show_kubectl(&self) {
        let (plan, app) = (&self.plan, self.app);
        let (namespace, name) = (&plan.shoot.namespace, &plan.shoot.name);
        let kind = match plan.edit.kind {
            EditKind::Merge => "merge",
            EditKind::Json => "json",
            EditKind::Strategic => "strategic",
            EditKind::Replace => {
                let words = ["replace", "-n", namespace, "-f", "-"];
                app.ui.status(format!(
                    "{}  # with .edit.body of the plan on stdin",
                    kubectl(app, words)
                ));
                return;
            }
        };
        let body = plan.edit.body.to_string();
        let words = [
            "patch", "shoot", name, "-n", namespace, "--type", kind, "-p", &body,
        ];
        app.ui.status(kubectl(app, words));
    }

    /// Send the change, with the version that was read; once more where only the status has moved meanwhile.
    async fn act(&self, mut result: ImpactApplyResult, shoot: &Value) -> ImpactApplyResult {
        let plan = &self.plan;
        // A question may have been open for long.
        let standings = tokio::select! {
            biased;
            standings = self.acting.garden().standings(shoot) => standings,
            () = self.acting.interrupt().heard() => return result.ended(TargetOutcome::NotTried, None),
        };
        let against = standings.found;
        let (namespace, name) = (plan.shoot.namespace.as_str(), plan.shoot.name.as_str());
        let sent = AtomicBool::new(false);
        let settled = self
            .acting
            .settle::<WholeShoot>(Some(namespace), name, None, |shoot| {
                if plan.is_applied(&shoot.tree, sent.load(Ordering::Relaxed)) {
                    return Decision::Already;
                }
                let stale = plan.stale(&shoot.tree, &against);
                if stale.is_empty() {
                    sent.store(true, Ordering::Relaxed);
                    Decision::Edit(Box::new(plan.edit.clone()))
                } else {
                    Decision::Refused(self.outdated(&stale, &shoot.tree))
                }
            })
            .await;
        let message = settled.error.as_ref().map(|error| {
            let shown = show(error);
            let hints = shown.hints.iter().map(|hint| format!(" ({hint})"));
            format!("{}{}", shown.message, hints.collect::<String>())
        });
        let seen = settled.object.map(|shoot| shoot.tree);
        if settled.outcome == TargetOutcome::Refused
            && let Some(seen) = &seen
        {
            result.stale = plan.stale(seen, &against);
        }
        result.generation_after = seen.as_ref().and_then(generation);
        let wrote = settled.outcome == TargetOutcome::Done && self.args.acting.dry_run.writes();
        let message = if wrote {
            self.verify(&mut result).await
        } else {
            message
        };
        result.ended(settled.outcome, message)
    }

    /// Read the Shoot again, and see whether it is as the plan makes it.
    async fn verify(&self, result: &mut ImpactApplyResult) -> Option<String> {
        let shoot = &self.plan.shoot;
        let read = self
            .acting
            .garden()
            .shoot(&shoot.namespace, &shoot.name)
            .await;
        let now = match read {
            Ok(Some(now)) => now,
            Ok(None) => {
                result.verified = Some(false);
                return Some("it was applied, and the Shoot is gone now".to_owned());
            }
            Err(error) => {
                let reason = show(&error).message;
                return Some(format!(
                    "it was applied, and could not be read again: {reason}"
                ));
            }
        };
        result.generation_after = generation(&now);
        result.differing = self.plan.missing(&now);
        result.verified = Some(result.differing.is_empty());
        if result.differing.is_empty() {
            return None;
        }
        Some(format!(
            "it was applied, and somebody has changed the Shoot since: {}",
            result.differing.join(", ")
        ))
    }
}

fn generation(shoot: &Value) -> Option<i64> {
    shoot["metadata"]["generation"].as_i64()
}
