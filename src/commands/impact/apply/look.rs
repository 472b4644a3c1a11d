//! Whether a plan is still good: the same garden, the same objects, and a rehearsal that comes to the same.

use std::fmt::Write as _;

use anyhow::anyhow;
use serde_json::Value;

use super::{Run, generation};
use crate::commands::impact::live::{self, Reports, Target};
use crate::commands::impact::name::told;
use crate::commands::impact::save::whereabouts;
use crate::domain::accounting::TargetOutcome;
use crate::domain::impact::plan::impact;
use crate::domain::impact::plan::result::ImpactApplyResult;
use crate::domain::impact::rehearsal::{Answer, Edit, EditKind};
use crate::domain::impact::report::ImpactReport;
use crate::domain::impact::wish::{PatchKind, Wish};

/// What a plan was found to be.
pub(super) enum Looked {
    /// It is not applied.
    Ended(Ended),
    /// It would do what it says.
    Good {
        /// What it does.
        report: Box<ImpactReport>,
        /// The Shoot as it is.
        shoot: Box<Value>,
    },
}

/// Why a plan is not applied.
pub(super) struct Ended {
    outcome: TargetOutcome,
    message: String,
    stale: Vec<String>,
    now: Option<Value>,
}

impl Ended {
    fn because(outcome: TargetOutcome, message: impl Into<String>) -> Looked {
        Looked::Ended(Self {
            outcome,
            message: message.into(),
            stale: Vec::new(),
            now: None,
        })
    }

    pub(super) fn tell(self, mut result: ImpactApplyResult) -> ImpactApplyResult {
        result.stale = self.stale;
        result.generation_after = self.now.as_ref().and_then(generation);
        result.ended(self.outcome, Some(self.message))
    }
}

impl Run<'_> {
    /// See whether the plan is still good: the same garden, the same objects, and a rehearsal that comes to the same.
    pub(super) async fn look(&self) -> anyhow::Result<Looked> {
        let plan = &self.plan;
        let garden = self.acting.garden();
        let here = whereabouts(garden).await;
        if let (Some(here), Some(there)) = (&here.identity, &plan.garden.identity)
            && here != there
        {
            return Ok(Ended::because(
                TargetOutcome::Refused,
                format!("this is the garden {here}, and the plan is for the garden {there}"),
            ));
        }
        let name = told(&plan.name());
        let Some(now) = garden
            .shoot(&plan.shoot.namespace, &plan.shoot.name)
            .await?
        else {
            return Ok(Ended::because(
                TargetOutcome::Refused,
                format!(
                    "there is no Shoot {name} in this garden; the plan was made at {}",
                    plan.garden.server
                ),
            ));
        };
        if plan.is_applied(&now, false) {
            return Ok(Looked::Ended(Ended {
                now: Some(now),
                stale: Vec::new(),
                outcome: TargetOutcome::Already,
                message: "the Shoot is as the plan makes it".to_owned(),
            }));
        }
        let standings = garden.standings(&now).await;
        let stale = plan.stale(&now, &standings.found);
        if !stale.is_empty() {
            let mut message = self.outdated(&stale, &now);
            for unread in &standings.unread {
                let _ = write!(message, " ({unread})"); // writing to a String does not fail
            }
            return Ok(Looked::Ended(Ended {
                outcome: TargetOutcome::Refused,
                message,
                stale,
                now: Some(now),
            }));
        }
        self.rehearse().await
    }

    /// Say that something has changed.
    pub(super) fn outdated(&self, stale: &[String], now: &Value) -> String {
        const SHOWN: usize = 5;
        let mut text = format!(
            "the plan is stale: {}",
            stale[..stale.len().min(SHOWN)].join("; ")
        );
        if stale.len() > SHOWN {
            let _ = write!(text, "; and {} more", stale.len() - SHOWN); // writing to a String does not fail
        }
        let result = self.plan.result.as_ref();
        if result.is_some_and(|result| generation(now) >= Some(result.generation)) {
            text.push_str("; it may have been applied before");
        }
        text.push_str("; make a new one");
        text
    }

    async fn rehearse(&self) -> anyhow::Result<Looked> {
        let plan = &self.plan;
        let target = Target {
            name: plan.name(),
            wish: wish(&plan.edit),
            spot: None,
        };
        let targets = [target];
        let looked = live::look(self.acting.garden(), &targets).await?;
        let Reports {
            items,
            rehearsed,
            failures,
            ..
        } = live::reports(looked, &targets, self.app);
        if let Some(failure) = failures.into_iter().next() {
            return Err(failure);
        }
        let (Some(report), Some(found)) = (items.into_iter().next(), rehearsed.into_iter().next())
        else {
            return Err(anyhow!("the change could not be rehearsed"));
        };
        let stop = |message: String| Ok(Ended::because(TargetOutcome::Refused, message));
        match &found.answer {
            Answer::NotDone(reason) => Ok(Ended::because(
                TargetOutcome::Failed,
                format!("the server could not rehearse the change: {reason}"),
            )),
            Answer::Rejected(causes) => {
                let causes: Vec<String> = causes
                    .iter()
                    .map(|cause| {
                        format!("{} {}", cause.field, cause.message)
                            .trim()
                            .to_owned()
                    })
                    .collect();
                stop(format!(
                    "the server refuses the change now: {}",
                    causes.join("; ")
                ))
            }
            Answer::Accepted(now) => {
                let differing = plan.differing(&found.old, now);
                if !differing.is_empty() {
                    return stop(format!(
                        "a rehearsal comes to another Shoot than that of the plan: {}; make a new one",
                        differing.join(", ")
                    ));
                }
                if impact(&report) != plan.impact {
                    let by = &plan.made.program;
                    let other = if *by == env!("CARGO_PKG_VERSION") {
                        String::new()
                    } else {
                        format!(" (it was made by version {by} of this program)")
                    };
                    return stop(format!(
                        "the same change does something else now{other}: it was \"{}\", and is \"{}\"; make a new plan",
                        plan.headline, report.summary.headline
                    ));
                }
                Ok(Looked::Good {
                    report: Box::new(report),
                    shoot: Box::new(found.old),
                })
            }
        }
    }
}

/// What the plan wants, as it was rehearsed.
fn wish(edit: &Edit) -> Wish {
    let kind = match edit.kind {
        EditKind::Merge => PatchKind::Merge,
        EditKind::Json => PatchKind::Json,
        EditKind::Strategic => PatchKind::Strategic,
        EditKind::Replace => return Wish::Replace(edit.body.clone()),
    };
    Wish::Patch {
        patch: Some((kind, edit.body.clone())),
        set: Vec::new(),
    }
}
