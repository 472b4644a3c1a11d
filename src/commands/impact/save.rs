//! `--save`: keep what the server rehearsed as a plan.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};

use crate::cli::App;
use crate::domain::impact::plan::{Basis, ImpactPlan, Made, PlanGarden};
use crate::domain::impact::report::ImpactReport;
use crate::domain::impact::verdict::Verdict;
use crate::error::WithHint;
use crate::garden::Garden;
use crate::garden::rehearsal::Rehearsed;
use crate::output::{Format, Style, render};

/// Make a plan of one rehearsal and write it.
pub(super) async fn save(
    path: &Path,
    report: &ImpactReport,
    rehearsed: &Rehearsed,
    garden: &Garden,
    app: &App,
) -> anyhow::Result<()> {
    if rehearsed.old.is_null() {
        return Err(anyhow!(
            "there is nothing to save: the Shoot is not there yet"
        ))
        .hint("make it with kubectl create");
    }
    let standings = garden.standings(&rehearsed.old).await;
    for unread in standings.missing.iter().chain(&standings.unread) {
        app.ui
            .warning(format!("the plan will not notice changes of it: {unread}"));
    }
    let plan = ImpactPlan::of(Basis {
        made: Made {
            at: app.now,
            by: garden.user().await.ok(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        },
        garden: whereabouts(garden).await,
        against: standings.found,
        old: &rehearsed.old,
        edit: &rehearsed.edit,
        answer: &rehearsed.answer,
        report,
    });
    let plan = plan
        .map_err(|reason| {
            anyhow!("there is nothing to save: the server has not rehearsed the change: {reason}")
        })
        .hint("a plan needs the right to patch the Shoot, as applying it does")?;
    write(path, &plan)?;
    let name = path.display();
    app.ui.status(format!("plan saved: {name}"));
    if plan.verdict == Verdict::Rejected {
        app.ui.warning(
            "the server refuses this change: the plan is a record of that, and cannot be applied",
        );
    } else {
        app.ui.hint(format!(
            "apply it with kubectl gardener impact apply {name}"
        ));
    }
    Ok(())
}

/// Say which garden this is.
pub(super) async fn whereabouts(garden: &Garden) -> PlanGarden {
    let place = garden.place();
    PlanGarden {
        context: place.context.clone(),
        server: place.server.clone(),
        identity: garden
            .identity()
            .await
            .ok()
            .flatten()
            .filter(|identity| !identity.is_empty()),
    }
}

fn write(path: &Path, plan: &ImpactPlan) -> anyhow::Result<()> {
    let text = render(plan, Format::Json, &Style::default())?;
    fs::write(path, text).with_context(|| format!("cannot write the plan {}", path.display()))
}
