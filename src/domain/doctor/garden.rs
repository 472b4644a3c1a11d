//! What the reports on gardenlets and on the emergency stop find, as far as it has to be mended, with the command for it.
//!
//! Nothing is judged anew: the reports judge, and here it is chosen and given a command.

use super::report::{Finding, State};
use crate::domain::emergency_stop::holds::HoldReport;
use crate::domain::emergency_stop::status::finding::Code as StopCode;
use crate::domain::emergency_stop::status::{EmergencyStopStatus, SeedStatus};
use crate::domain::emergency_stop::{HOLDS, STOP};
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
///
/// `user` is who we are, where that is known: a hold without an incident is lifted by its owner alone.
pub fn stops(
    status: &EmergencyStopStatus,
    user: Option<&str>,
    commands: &Commands<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for seed in &status.seeds {
        // The findings about holds that should be over stand in the order of the holds.
        let mut overdue = seed.holds.iter().filter(|hold| hold.overdue);
        let found = seed.findings.iter().filter_map(|found| {
            let hold = match found.code {
                StopCode::Overdue => overdue.next(),
                _ => None,
            };
            let (id, command, advice) = match found.code {
                StopCode::IneffectiveValue => ineffective(seed, commands),
                StopCode::Overdue => overdue_hold(seed, hold?, user, commands),
                StopCode::HoldWithoutStop => without_stop(seed, commands),
                StopCode::UnreadableHold => unreadable(seed),
                _ => return None,
            };
            let finding = Finding::new(id, State::from(found.severity), &found.message)
                .on(format!("seed {}", seed.name))
                .advise(advice);
            Some(match command {
                Some(command) => finding.run(command),
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

/// The check that a finding belongs to, the command that mends it if any does for sure, and what to do else.
type Mending = (&'static str, Option<String>, String);

/// A hold says that somebody wants the seed stopped: then nothing that takes it, or what is left of the stop, away.
fn ineffective(seed: &SeedStatus, commands: &Commands<'_>) -> Mending {
    let id = "ineffective-value";
    if !seed.holds.is_empty() {
        return (id, Some(stop_again(seed, commands)), held_by(seed));
    }
    let annotation = format!("{STOP}-");
    let words = ["kubectl", "annotate", "seed", &seed.name, &annotation];
    let on = ["kubectl", "gardener", "emergency-stop", "on", &seed.name];
    let advice = format!("to stop it in earnest: {}", commands.line(on));
    (id, Some(commands.line(words)), advice)
}

/// Without an incident, `off` lifts the hold of whoever calls it, which may be another one.
fn overdue_hold(
    seed: &SeedStatus,
    hold: &HoldReport,
    user: Option<&str>,
    commands: &Commands<'_>,
) -> Mending {
    let id = "overdue";
    let extend = "or extend it: kubectl gardener emergency-stop on, with --until";
    if hold.incident.is_some() {
        let command = emergency_stop("off", seed, hold.incident.as_deref(), commands);
        return (id, Some(command), extend.to_owned());
    }
    if !hold.foreign && user == Some(hold.by.as_str()) {
        let command = emergency_stop("off", seed, None, commands);
        return (id, Some(command), extend.to_owned());
    }
    let by = &hold.by;
    let advice = format!(
        "it belongs to {by}, who lifts it with kubectl gardener emergency-stop off, or extends it with on --until: ask {by}"
    );
    (id, None, advice)
}

fn without_stop(seed: &SeedStatus, commands: &Commands<'_>) -> Mending {
    let id = "hold-without-stop";
    if seed.value.is_some() {
        return (id, Some(stop_again(seed, commands)), held_by(seed));
    }
    let name = seed.name.as_str();
    let words = ["kubectl", "gardener", "emergency-stop", "off", name];
    let command = commands.line(words.iter().chain(&["--override"]));
    let advice = "or stop it again with kubectl gardener emergency-stop on";
    (id, Some(command), advice.to_owned())
}

/// Whose hold it is, nobody knows: only somebody who reads it can tell whether it may go.
fn unreadable(seed: &SeedStatus) -> Mending {
    let look = format!("look at the annotation {HOLDS} of the seed, and ask whoever wrote it");
    let advice = if seed.stopped {
        format!("{look}; emergency-stop off --override would lift the stop")
    } else {
        look
    };
    ("unreadable-hold", None, advice)
}

/// Stop a seed for the incident that holds it, if one does.
fn stop_again(seed: &SeedStatus, commands: &Commands<'_>) -> String {
    let incident = seed.holds.iter().find_map(|hold| hold.incident.as_deref());
    emergency_stop("on", seed, incident, commands)
}

fn held_by(seed: &SeedStatus) -> String {
    let owners: Vec<&str> = seed.holds.iter().map(HoldReport::owner).collect();
    let owners = owners.join(", ");
    format!(
        "it is held by {owners}, and goes on all the same: the command stops it; ask them before you lift it"
    )
}

fn emergency_stop(
    action: &str,
    seed: &SeedStatus,
    incident: Option<&str>,
    commands: &Commands<'_>,
) -> String {
    let words = ["kubectl", "gardener", "emergency-stop", action, &seed.name];
    // In one word: incidents may begin with a dash.
    let incident = incident.map(|incident| format!("--incident={incident}"));
    commands.line(words.into_iter().chain(incident.as_deref()))
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
