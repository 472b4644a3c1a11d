//! What is wrong in a garden, or in a landscape in files: the reports on gardenlets and on the emergency stop tell, and
//! Shoots with operations that nobody takes away.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::SignedDuration;

use super::skipped;
use crate::cli::App;
use crate::commands::emergency_stop::status::reading::Reading;
use crate::commands::emergency_stop::targets::Targets;
use crate::commands::gardenlets::gather::gather;
use crate::domain::doctor::operations::{self, Asked, OfSeed};
use crate::domain::doctor::{DoctorReport, Finding, garden, versions};
use crate::domain::emergency_stop::shoots::Keep;
use crate::domain::gardenlets::command::Commands;
use crate::domain::gardenlets::report::Options;
use crate::domain::objects::{Shoot, TracedShoot};
use crate::garden::rehearsal::side_by_side;
use crate::garden::source::Source;
use crate::order::Order as _;

/// Shoots with operations that are asked for their writers; more are told without.
const TRACED: usize = 200;

/// How a Shoot was traced: not at all, gone by now, or with its writers.
type Traced = Option<Option<TracedShoot>>;

/// Look at it; whether seeds could be read.
pub(super) async fn look(source: &Source, report: &mut DoctorReport, app: &App) -> bool {
    let asked = Mutex::new(Vec::new());
    let also = |shoot: &Shoot| {
        if let Some(operation) = Asked::of(shoot) {
            let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.push(operation);
        }
    };
    let targets = Targets::default();
    let reading = Reading {
        source,
        namespace: None,
        keep: Keep::Backlog,
        each_shoot: false,
        targets: &targets,
        also: &also,
    };
    let (stops, material) = tokio::join!(Box::pin(reading.look(app.now)), Box::pin(gather(source)));
    let flags = app.global.connection.for_kubectl();
    let commands = Commands::new(&flags);
    let mut of_seeds = BTreeMap::new();
    let mut seen = true;
    let mut found = Vec::new();
    if !source.is_complete() {
        let why = "Secrets are not looked for in files";
        found.push(Finding::skipped("leftover-secret", why));
    }
    match stops {
        Ok(look) => {
            let user = report.garden.user.as_deref();
            found.extend(garden::stops(&look.report, user, &commands));
            let seeds = look.report.seeds.iter();
            of_seeds.extend(seeds.map(|seed| {
                let of_seed = OfSeed {
                    stopped: seed.stopped,
                    respects_overwrite: look.respects_overwrite.get(&seed.name).copied(),
                };
                (seed.name.clone(), of_seed)
            }));
            if !look.report.looked_at.shoots {
                let why = look.warnings.iter().map(|(warning, _)| warning.as_str());
                let why = why.filter(|warning| warning.contains("shoots"));
                let why = why.collect::<Vec<_>>().join("; ");
                found.push(Finding::skipped("operation-stuck", why).on("Shoots"));
            }
            for problem in &look.report.unreadable {
                app.ui.warning(problem);
            }
        }
        Err(error) => {
            let ids = [
                "ineffective-value",
                "overdue",
                "hold-without-stop",
                "unreadable-hold",
            ];
            found.extend(skipped(&ids, &error));
            seen = false;
        }
    }
    let asked = asked.into_inner().unwrap_or_else(PoisonError::into_inner);
    let operations = of_shoots(asked, source, &of_seeds, &commands, app).await;
    match material {
        Ok(material) => {
            let options = Options {
                now: app.now,
                within: SignedDuration::ZERO,
                flags: flags.clone(),
            };
            let gardenlets = material.report(&options, |_| true);
            if let Some(version) = &material.garden_version {
                found.push(versions::gardener(version));
                report.garden.gardener_version = Some(version.clone());
            }
            found.extend(garden::unseen(&material));
            found.extend(operations);
            garden::gardenlets(&gardenlets, &mut found, &commands);
        }
        Err(error) => {
            let ids = [
                "version-not-supported",
                "renew-kubeconfig-stuck",
                "reference-not-removed",
                "leftover-secret",
            ];
            found.extend(skipped(&ids, &error));
            found.extend(operations);
            seen = false;
        }
    }
    report.findings.extend(found);
    seen
}

/// Find out since when operations wait on Shoots, and judge them.
async fn of_shoots(
    asked: Vec<Asked>,
    source: &Source,
    of_seeds: &BTreeMap<String, OfSeed>,
    commands: &Commands<'_>,
    app: &App,
) -> Vec<Finding> {
    let traced: Vec<Traced> = match source {
        Source::Files(_) => Vec::new(),
        Source::Live(garden) => {
            let wanted: Vec<Asked> = asked.iter().take(TRACED).cloned().collect();
            let traced = side_by_side(wanted, |asked| {
                let garden = garden.clone();
                async move {
                    let namespace = Some(asked.namespace.as_str());
                    garden.get::<TracedShoot>(namespace, &asked.name).await.ok()
                }
            });
            traced.await.unwrap_or_default()
        }
    };
    let mut traced = traced.into_iter();
    let mut findings: Vec<Finding> = asked
        .iter()
        .filter_map(|asked| {
            let traced = traced.next().flatten();
            if matches!(traced, Some(None)) {
                return None;
            }
            let traced = traced.flatten();
            let metadata = traced.as_ref().map(|shoot| &shoot.metadata);
            operations::judge(asked, metadata, of_seeds, app.now, commands)
        })
        .collect();
    findings.order_by(|one, other| one.subject.cmp(&other.subject));
    findings
}
