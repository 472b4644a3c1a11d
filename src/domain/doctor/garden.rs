//! What the reports on gardenlets and on the emergency stop find, as far as it has to be mended, with the command for it.
//!
//! Nothing is judged anew: the reports judge, and here it is chosen and given a command.

use super::report::{Finding, State};
use crate::domain::emergency_stop::STOP;
use crate::domain::emergency_stop::holds::HoldReport;
use crate::domain::emergency_stop::status::EmergencyStopStatus;
use crate::domain::emergency_stop::status::finding::Code as StopCode;
use crate::domain::gardenlets::backing::GARDEN_NAMESPACE;
use crate::domain::gardenlets::command::Commands;
use crate::domain::gardenlets::finding::Code;
use crate::domain::gardenlets::report::{GardenletReport, GardenletRow, Material};

/// What of the report on gardenlets has to be mended: what is left behind.
const LEFT: &[Code] = &[
    Code::OperationStuck,
    Code::RenewKubeconfigStuck,
    Code::ReferenceNotRemoved,
];

/// Take over what of the emergency stop has to be mended; a line for each check that finds nothing.
pub fn stops(status: &EmergencyStopStatus, commands: &Commands<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for seed in &status.seeds {
        // The findings about holds that should be over stand in the order of the holds.
        let mut overdue = seed.holds.iter().filter(|hold| hold.overdue);
        let found = seed.findings.iter().filter_map(|found| {
            let hold = match found.code {
                StopCode::Overdue => overdue.next(),
                _ => None,
            };
            let (id, command, advice) = mending(found.code, &seed.name, hold, commands)?;
            let finding = Finding::new(id, State::from(found.severity), &found.message)
                .on(format!("seed {}", seed.name))
                .run(command);
            Some(match advice {
                Some(advice) => finding.advise(advice),
                None => finding,
            })
        });
        findings.extend(found);
    }
    let seeds = status.seeds.len();
    for (id, all) in [
        ("ineffective-value", "no stop without effect"),
        ("overdue", "no hold that should be over"),
        ("hold-without-stop", "no hold without a stop"),
        ("unreadable-hold", "every hold can be read"),
    ] {
        if !findings.iter().any(|finding| finding.id == id) {
            let message = format!("{all}; seeds: {seeds}");
            findings.push(Finding::ok(id, message));
        }
    }
    findings
}

/// Give the check that a finding belongs to, the command that mends it, and what to do else.
fn mending(
    code: StopCode,
    name: &str,
    hold: Option<&HoldReport>,
    commands: &Commands<'_>,
) -> Option<(&'static str, String, Option<String>)> {
    let off = |more: &[&str]| {
        let words = ["kubectl", "gardener", "emergency-stop", "off", name];
        commands.line(words.iter().chain(more))
    };
    match code {
        StopCode::IneffectiveValue => {
            let annotation = format!("{STOP}-");
            let words = ["kubectl", "annotate", "seed", name, &annotation];
            let on = ["kubectl", "gardener", "emergency-stop", "on", name];
            let advice = format!("to stop it in earnest: {}", commands.line(on));
            Some(("ineffective-value", commands.line(words), Some(advice)))
        }
        StopCode::Overdue => {
            let command = match hold.and_then(|hold| hold.incident.as_deref()) {
                Some(incident) => off(&["--incident", incident]),
                None => off(&[]),
            };
            let advice = "or extend it: kubectl gardener emergency-stop on, with --until";
            Some(("overdue", command, Some(advice.to_owned())))
        }
        StopCode::HoldWithoutStop => Some((
            "hold-without-stop",
            off(&["--override"]),
            Some("or stop it again with kubectl gardener emergency-stop on".to_owned()),
        )),
        StopCode::UnreadableHold => Some(("unreadable-hold", off(&["--override"]), None)),
        StopCode::GardenletTooOld
        | StopCode::Unconfirmed
        | StopCode::GardenletSilent
        | StopCode::RegisteredLater
        | StopCode::MigrationTowards
        | StopCode::RestoreBlocked
        | StopCode::TemplateStops
        | StopCode::TemplateResumes
        | StopCode::HostsManagedSeeds
        | StopCode::StaleRetries => None,
    }
}

/// Take over what operations have left on gardenlets, and gardenlets whose version does not fit.
///
/// What was found before, or could not be looked at, is not told to be well.
pub fn gardenlets(report: &GardenletReport, findings: &mut Vec<Finding>, commands: &Commands<'_>) {
    for row in &report.gardenlets {
        findings.extend(row.findings.iter().filter_map(|found| {
            let wanted = LEFT.contains(&found.code) || found.code == Code::VersionNotSupported;
            wanted.then(|| {
                let finding =
                    Finding::new(found.code.id(), State::from(found.severity), &found.message)
                        .on(format!("gardenlet {}", row.name))
                        .advise(found.code.row().advice);
                match found
                    .command
                    .clone()
                    .or_else(|| reference(found.code, row, commands))
                {
                    Some(command) => finding.run(command),
                    None => finding,
                }
            })
        }));
    }
    for left in &report.leftovers {
        if left.code == Code::LeftoverSecret {
            let finding = Finding::new(left.code.id(), State::from(left.severity), &left.message)
                .on(format!("secret {GARDEN_NAMESPACE}/{}", left.secret))
                .advise(left.code.row().advice);
            findings.push(match &left.command {
                Some(command) => finding.run(command),
                None => finding,
            });
        }
    }
    for (id, all) in [
        (
            "version-not-supported",
            "every gardenlet has a version that the garden takes",
        ),
        ("operation-stuck", "no operation that nobody takes away"),
        (
            "renew-kubeconfig-stuck",
            "no such request to a silent gardenlet",
        ),
        (
            "reference-not-removed",
            "no reference to a Secret that is left",
        ),
        ("leftover-secret", "no Secret is left in namespace garden"),
    ] {
        if !findings.iter().any(|finding| finding.id == id) {
            findings.push(Finding::ok(id, all));
        }
    }
}

/// Name what could not be read, with the checks that suffer from it.
pub fn unseen(material: &Material) -> Vec<Finding> {
    let missing = material.not_looked_at.iter();
    missing
        .flat_map(|missing| {
            let ids: &[&'static str] = if missing.starts_with("Secrets") {
                &["leftover-secret"]
            } else if missing.starts_with("heartbeats") {
                &["renew-kubeconfig-stuck"]
            } else if missing.starts_with("the version") {
                &["gardener-version", "version-not-supported"]
            } else if missing.starts_with("Gardenlets") {
                &["operation-stuck", "reference-not-removed"]
            } else {
                &["operation-stuck"]
            };
            ids.iter().map(move |id| Finding::skipped(id, missing))
        })
        .collect()
}

/// Give the command that takes the reference off, which the report on gardenlets leaves to gardener-operator.
fn reference(code: Code, row: &GardenletRow, commands: &Commands<'_>) -> Option<String> {
    if code != Code::ReferenceNotRemoved {
        return None;
    }
    Some(commands.line([
        "kubectl",
        "patch",
        "gardenlet",
        &row.name,
        "-n",
        GARDEN_NAMESPACE,
        "--type=merge",
        "-p",
        r#"{"spec":{"kubeconfigSecretRef":null}}"#,
    ]))
}
