//! What the next run does, item by item and as a whole.

use jiff::Timestamp;

use super::Judge;
use super::words::{minute, window_text};
use crate::domain::versions::finding::{Code, Finding};
use crate::domain::versions::lifecycle::{DEPRECATED, EXPIRED, UNAVAILABLE, classify};
use crate::domain::versions::next_run::NextRun;
use crate::domain::versions::rejection::Rejection;
use crate::domain::versions::run::{Item, Outcome, Target, Trigger};

impl Judge<'_> {
    /// What the next run does.
    pub(super) fn run(&self, next: &NextRun, found: &mut Vec<Finding>) {
        let outcome = &next.outcome;
        let when = window_text(next);
        for (target, item) in outcome.items() {
            self.planned(target, item, found);
        }
        if let Some(abort) = &outcome.abort {
            let message = format!(
                "{}: image maintenance stops at pool {} without a word in lastMaintenance; the pools after it are not maintained",
                abort.text(),
                abort.pool()
            );
            found.push(Finding::new(
                Code::SilentAbort,
                Some(abort.pool()),
                self.kubernetes_version(),
                message,
            ));
        }
        self.chains(next, found);
        self.rejections(outcome, &when, found);
    }

    /// Where one window is not enough.
    fn chains(&self, next: &NextRun, found: &mut Vec<Finding>) {
        let chains = next.chains(self.shoot, self.facts);
        for chain in chains.iter().filter(|chain| chain.versions.len() > 2) {
            let message = format!(
                "{} goes {} in {} windows, the last one ends {}",
                self.subject(chain.pool.as_deref().filter(|_| chain.is_image)),
                chain.versions.join(" → "),
                chain.versions.len() - 1,
                minute(chain.until)
            );
            found.push(Finding::new(
                Code::MultiHop,
                chain.pool.as_deref(),
                &chain.versions[0],
                message,
            ));
        }
    }

    /// Why the API server rejects the run.
    fn rejections(&self, outcome: &Outcome, when: &str, found: &mut Vec<Finding>) {
        for rejection in &outcome.rejections {
            let (code, pool) = match rejection {
                Rejection::KubeletConstraint { pool, .. } => {
                    (Code::KubeletConstraintDeadlock, pool)
                }
                Rejection::PendingInPlaceUpdate { pool } => (Code::PendingInPlaceBlocks, pool),
                _ => continue,
            };
            let version = self.kubernetes_version();
            found.push(Finding::new(
                code,
                Some(pool),
                version,
                format!("{}: nothing is applied {when}", rejection.text()),
            ));
        }
        if outcome.is_rejected() {
            let reasons: Vec<_> = outcome.rejections.iter().map(Rejection::text).collect();
            let message = format!(
                "the API server rejects the run {when}: {}; {}",
                reasons.join("; "),
                held_back(outcome)
            );
            found.push(Finding::new(
                Code::RunWillFail,
                None,
                self.kubernetes_version(),
                message,
            ));
        }
    }

    /// Name what has a version: Kubernetes, or the machine image of a pool.
    fn subject(&self, pool: Option<&str>) -> String {
        match pool.and_then(|pool| self.image_name(pool)) {
            Some(image) => format!("machine image {image}"),
            None => "Kubernetes".to_owned(),
        }
    }

    /// What the next run does with one version.
    fn planned(&self, target: Target<'_>, item: &Item, found: &mut Vec<Finding>) {
        let image = matches!(target, Target::PoolImage(_));
        let what = self.subject(target.pool().filter(|_| image));
        let mut add =
            |code, message| found.push(Finding::new(code, target.pool(), &item.from, message));
        let outcome = self.next.map(|next| &next.outcome);
        let told = outcome.is_none_or(|outcome| outcome.tells_of(target));
        if let Some(text) = item.dead_end_text().filter(|_| told) {
            add(
                Code::DeadEnd,
                format!("{what}: {text}; maintenance fails in every window"),
            );
        }
        if let Some(Trigger::FilteredOut(filter)) = item.trigger {
            let then = if item.changes() {
                format!("Gardener forces {}", item.to)
            } else {
                "Gardener finds no other".to_owned()
            };
            let message = format!(
                "the profile has {what} {}, but {}; {then}",
                item.from,
                filter.text()
            );
            add(Code::FilteredOutImage, message);
        }
        if !item.changes() {
            return;
        }
        let at = self.next.map_or(self.now, |next| next.at);
        let rejected = outcome.is_some_and(Outcome::is_rejected);
        match self.class_of(target, &item.to, at) {
            Some(class @ (DEPRECATED | EXPIRED)) if !rejected => {
                add(
                    Code::LandsOnDeprecated,
                    format!(
                        "{what} goes from {} to {}, which is {class}",
                        item.from, item.to
                    ),
                );
            }
            Some(UNAVAILABLE) => {
                let then = match target {
                    Target::PoolImage(_) => "the API server rejects that",
                    _ => "it is installed before its time",
                };
                add(
                    Code::UnavailableTarget,
                    format!(
                        "{what} goes from {} to {}, which is not available yet: {then}",
                        item.from, item.to
                    ),
                );
            }
            _ => {}
        }
    }

    fn class_of(&self, target: Target<'_>, version: &str, at: Timestamp) -> Option<&str> {
        let offer = match target {
            Target::PoolImage(pool) => {
                let name = self.image_name(pool)?;
                &self.facts.profile.image_offer(name, version)?.offer
            }
            _ => self.facts.profile.kubernetes_offer(version)?,
        };
        Some(classify(&offer.raw, at))
    }

    pub(super) fn last_maintenance(&self, next: &NextRun, found: &mut Vec<Finding>) {
        let Some(last) = &self.shoot.status.last_maintenance else {
            return;
        };
        let when = last
            .triggered_time
            .map_or(String::new(), |at| format!(" of {}", minute(at)));
        let message = match last.state.as_str() {
            "Failed" if !next.outcome.fails() => {
                format!("lastMaintenance{when} says Failed, but the next run will not fail")
            }
            "Succeeded" if next.outcome.fails() => {
                format!("lastMaintenance{when} says Succeeded, but the next run fails")
            }
            _ => return,
        };
        found.push(Finding::new(
            Code::MisleadingLastMaintenance,
            None,
            self.kubernetes_version(),
            message,
        ));
    }
}

/// Name what a rejected run would have changed.
fn held_back(outcome: &Outcome) -> String {
    let changes: Vec<String> = outcome
        .items()
        .filter(|(_, item)| item.changes())
        .map(|(target, item)| {
            let what = match target {
                Target::Kubernetes => "Kubernetes".to_owned(),
                Target::PoolKubernetes(pool) => format!("Kubernetes of pool {pool}"),
                Target::PoolImage(pool) => format!("image of pool {pool}"),
            };
            format!("{what} {} → {}", item.from, item.to)
        })
        .collect();
    if changes.is_empty() {
        return "there was no version to update".to_owned();
    }
    format!("held back: {}", changes.join(", "))
}
