//! The way to a garden, what we may do there, and what is wrong in it.

use std::time::Duration;

use anyhow::anyhow;
use tokio::time::timeout;

use super::{skipped, state};
use crate::cli::App;
use crate::domain::doctor::{DoctorReport, rights};
use crate::domain::rights::{COMMANDS, Granted, judge};
use crate::garden::Garden;
use crate::garden::acting::Right;
use crate::garden::connection::{Environment, Settings};
use crate::garden::doctor::{Limits, reach, review};
use crate::garden::source::Source;

/// How long reading everything may take; a list that goes on arriving is not given up before.
const READING: Duration = Duration::from_secs(180);

/// Look at it; whether the garden could be looked at.
pub(super) async fn look(report: &mut DoctorReport, limits: Limits, app: &App) -> bool {
    let progress = app.ui.progress("reaching the garden");
    let settings = Settings {
        attempts: 2,
        patience: Duration::from_secs(5),
        idle_timeout: Duration::from_secs(20),
        connect_timeout: limits.step,
        ..Settings::default()
    };
    let environment = Environment::of_process();
    let reached = reach(&app.global.connection, &environment, settings, limits).await;
    report.findings.extend(reached.findings);
    report.clock = reached.clock;
    if let Some(place) = reached.place {
        report.garden.context = place.context;
        report.garden.server = Some(place.server);
    }
    report.garden.user = reached.user;
    report.garden.kubernetes_version = reached.kubernetes;
    let Some(garden) = reached.garden else {
        return false;
    };
    progress.text("asking what may be done, and reading seeds and shoots");
    let source = Source::Live(Box::new(garden.clone()));
    let (granted, seen) = tokio::join!(
        timeout(READING, granted(&garden, app)),
        timeout(READING, state::look(&source, report, app)),
    );
    let granted = granted.unwrap_or_else(|_| Err(late()));
    let may_list_seeds = match &granted {
        Ok((granted, may)) => {
            report.findings.extend(rights::judge(granted));
            *may
        }
        Err(error) => {
            report.findings.extend(skipped(&["rights"], error));
            None
        }
    };
    report.rights = granted.ok().map(|(granted, _)| granted);
    // Who may not look at seeds is told so with the rights; whoever may, and cannot, has a garden that fails.
    let Ok(seen) = seen else {
        let late = skipped(&["operation-stuck"], &late());
        report.findings.extend(late);
        return false;
    };
    seen || may_list_seeds == Some(false)
}

fn late() -> anyhow::Error {
    anyhow!("it took longer than {} s", READING.as_secs())
}

/// Ask what may be done with each command, and whether seeds may be listed.
async fn granted(garden: &Garden, app: &App) -> anyhow::Result<(Vec<Granted>, Option<bool>)> {
    let namespace = app.global.namespace.as_deref();
    let reviewed = review(garden, namespace).await?;
    let said = |right: &Right| {
        let found = reviewed.iter().find(|(asked, _)| asked == right);
        found.and_then(|(_, allowed)| *allowed)
    };
    let commands = COMMANDS
        .iter()
        .filter(|rights| rights.rules().next().is_some());
    let granted =
        commands.map(|rights| judge(rights, namespace, |rule| said(&Right::of(rule, namespace))));
    let seeds = reviewed
        .iter()
        .find(|(right, _)| (right.verb, right.resource) == ("list", "seeds"));
    Ok((granted.collect(), seeds.and_then(|(_, allowed)| *allowed)))
}
