//! What is to be told about the versions of one shoot.

use jiff::{SignedDuration, Timestamp};

use super::dashboard;
use super::finding::{Code, Finding};
use super::lifecycle::{DEPRECATED, EXPIRED, PREVIEW, UNAVAILABLE, classify, expiry, is_expired};
use super::next_run::NextRun;
use super::profile::{Offer, Profile, ProfileKind, Staleness, Strategy};
use super::rejection::Rejection;
use super::run::{Abort, Item, Outcome, Target, Trigger, run};
use super::select::kubernetes as select_kubernetes;
use super::version::Version;
use super::window::Schedule;
use crate::domain::objects::Shoot;

/// The Kubernetes minors that Gardener 1.150 supports
/// (`gardener/gardener:pkg/utils/validation/kubernetesversion/version.go:SupportedVersions`).
pub const SUPPORTED_MINORS: std::ops::RangeInclusive<u64> = 32..=36;

/// The look at one shoot.
pub struct Judge<'a> {
    /// The shoot.
    pub shoot: &'a Shoot,
    /// Its profile.
    pub profile: &'a Profile,
    /// Its next run; none in deletion.
    pub next: Option<&'a NextRun>,
    /// The instant of the look.
    pub now: Timestamp,
    /// How far ahead an expiry is worth a warning.
    pub within: SignedDuration,
}

/// A version in use.
struct InUse<'a> {
    target: Target<'a>,
    /// How it is called in messages: `Kubernetes 1.32.9`, `machine image ubuntu 22.4`.
    label: String,
    version: &'a str,
    offer: Option<&'a Offer>,
}

impl<'a> Judge<'a> {
    /// Give all findings, the most severe first.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.shoot.metadata.deletion_timestamp.is_some() {
            return found; // it is not maintained any more
        }
        let in_use = self.in_use();
        for item in &in_use {
            self.lifecycle(item, &mut found);
            self.profile_entry(item, &mut found);
        }
        if let Some(next) = self.next {
            self.run(next, &mut found);
            self.last_maintenance(next, &mut found);
        }
        self.dashboard(&in_use, &mut found);
        self.shoot_as_a_whole(&mut found);
        found.sort_by(|a, b| (a.code, &a.pool, &a.version).cmp(&(b.code, &b.pool, &b.version)));
        found.dedup();
        found
    }

    fn in_use(&self) -> Vec<InUse<'a>> {
        let kubernetes = |target, version: &'a str| InUse {
            target,
            label: format!("Kubernetes {version}"),
            version,
            offer: self.profile.kubernetes_offer(version),
        };
        let spec = &self.shoot.spec;
        let mut in_use = vec![kubernetes(Target::Kubernetes, &spec.kubernetes.version)];
        for worker in &spec.provider.workers {
            if let Some(version) = worker.own_version() {
                in_use.push(kubernetes(Target::PoolKubernetes(&worker.name), version));
            }
            if let Some(image) = &worker.machine.image {
                in_use.push(InUse {
                    target: Target::PoolImage(&worker.name),
                    label: format!("machine image {} {}", image.name, image.version),
                    version: &image.version,
                    offer: self
                        .profile
                        .image_offer(&image.name, &image.version)
                        .map(|v| &v.offer),
                });
            }
        }
        in_use
    }

    fn kubernetes_version(&self) -> &'a str {
        &self.shoot.spec.kubernetes.version
    }

    /// Where the version in use stands in its life.
    fn lifecycle(&self, item: &InUse<'_>, found: &mut Vec<Finding>) {
        let label = &item.label;
        let mut add = |code, message: String| {
            found.push(Finding::new(
                code,
                item.target.pool(),
                item.version,
                message,
            ));
        };
        let Some(offer) = item.offer else {
            let message = format!("{label} is not in the profile; {}", self.what_next(item));
            return add(Code::OrphanedVersion, message);
        };
        if is_expired(&offer.raw, self.now) {
            let since = expiry(&offer.raw, self.now)
                .map_or(String::new(), |at| format!(" since {}", minute(at)));
            return add(
                Code::ExpiredInUse,
                format!("{label} is expired{since}; {}", self.what_next(item)),
            );
        }
        let Some(at) = expiry(&offer.raw, self.now) else {
            return;
        };
        if at <= self.now + self.within {
            let message = format!(
                "{label} expires {}; {}",
                minute(at),
                self.after_expiry(item, at)
            );
            add(Code::ExpiresSoon, message);
        }
        if classify(&offer.raw, self.now) == PREVIEW {
            add(
                Code::PreviewWithExpiry,
                format!(
                    "{label} is a preview that expires {}: from then on it can be chosen as forced target",
                    minute(at)
                ),
            );
        }
    }

    /// What is odd about the profile's entry of the version in use.
    fn profile_entry(&self, item: &InUse<'_>, found: &mut Vec<Finding>) {
        let label = &item.label;
        let Some(offer) = item.offer.filter(|offer| !offer.raw.lifecycle.is_empty()) else {
            return;
        };
        if let Some(date) = offer
            .raw
            .expiration_date
            .filter(|_| self.profile.key.kind == ProfileKind::NamespacedCloudProfile)
        {
            let message = format!(
                "profile {} gives {label} the date {}, which has no effect: the version has a lifecycle",
                self.profile.key,
                minute(date)
            );
            found.push(Finding::new(
                Code::ShadowedOverride,
                item.target.pool(),
                item.version,
                message,
            ));
        }
        let message = format!(
            "{label} is {} by its lifecycle, which the dashboard ignores",
            classify(&offer.raw, self.now)
        );
        found.push(Finding::new(
            Code::LifecycleWithLegacyTools,
            item.target.pool(),
            item.version,
            message,
        ));
    }

    /// Say what the next run does with a version.
    fn what_next(&self, item: &InUse<'_>) -> String {
        let Some(next) = self.next else {
            return "nothing happens".to_owned();
        };
        let when = window_text(next);
        let outcome = &next.outcome;
        let Some((_, planned)) = outcome.items().find(|(target, _)| *target == item.target) else {
            return "nothing happens".to_owned();
        };
        if let Some(dead_end) = planned.dead_end {
            return format!(
                "Gardener finds no version to force it to ({}) and tries again in every window",
                dead_end.text()
            );
        }
        if !planned.changes() {
            return match &outcome.abort {
                Some(abort) if matches!(item.target, Target::PoolImage(_)) => {
                    format!("nothing happens, because {}", abort_text(abort))
                }
                _ => "nothing happens".to_owned(),
            };
        }
        let forced = if planned.trigger.is_some_and(Trigger::is_forced) {
            "forces"
        } else {
            "updates"
        };
        let to = &planned.to;
        if outcome.is_rejected() {
            return format!(
                "Gardener {forced} it to {to} {when}, which the API server will reject"
            );
        }
        format!("Gardener {forced} it to {to} {when}")
    }

    /// Say what happens to a version that is going to expire.
    fn after_expiry(&self, item: &InUse<'_>, at: Timestamp) -> String {
        let Some(next) = self.next else {
            return "nothing happens".to_owned();
        };
        let planned = |outcome: &Outcome| {
            let found = outcome.items().find(|(target, _)| *target == item.target);
            found.map(|(_, planned)| planned.clone())
        };
        if planned(&next.outcome).is_some_and(|planned| planned.changes())
            && !next.outcome.is_rejected()
        {
            return self.what_next(item);
        }
        let schedule = Schedule::of(self.shoot);
        let window = schedule.current_or_next(at.max(self.now));
        let outcome = run(self.shoot, self.profile, window.closes);
        let when = format!(
            "between {} and {}",
            minute(window.begin.max(at)),
            minute(window.closes)
        );
        match planned(&outcome) {
            Some(Item {
                dead_end: Some(dead_end),
                ..
            }) => {
                format!(
                    "Gardener will then find no version to force it to: {}",
                    dead_end.text()
                )
            }
            Some(planned) if planned.changes() => {
                let rejected = if outcome.is_rejected() {
                    ", which the API server will reject"
                } else {
                    ""
                };
                format!("Gardener then forces it to {} {when}{rejected}", planned.to)
            }
            _ => "Gardener then leaves it".to_owned(),
        }
    }

    /// What the next run does.
    fn run(&self, next: &NextRun, found: &mut Vec<Finding>) {
        let outcome = &next.outcome;
        let when = window_text(next);
        for (target, item) in outcome.items() {
            self.planned(target, item, found);
        }
        if let Some(abort) = &outcome.abort {
            let message = format!(
                "{}: image maintenance stops at pool {} without a word in lastMaintenance; the pools after it are not maintained",
                abort_text(abort),
                abort.pool()
            );
            found.push(Finding::new(
                Code::SilentAbort,
                Some(abort.pool()),
                self.kubernetes_version(),
                message,
            ));
        }
        for chain in next
            .chains(self.shoot, self.profile)
            .iter()
            .filter(|chain| chain.versions.len() > 2)
        {
            let message = format!(
                "{} goes {} in {} windows, the last one ends {}",
                if chain.is_image {
                    "the machine image"
                } else {
                    "Kubernetes"
                },
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

    /// What the next run does with one version.
    fn planned(&self, target: Target<'_>, item: &Item, found: &mut Vec<Finding>) {
        let what = match target {
            Target::PoolImage(_) => "machine image",
            _ => "Kubernetes",
        };
        let mut add =
            |code, message| found.push(Finding::new(code, target.pool(), &item.from, message));
        let outcome = self.next.map(|next| &next.outcome);
        // Of an image step that stops, no failure is told.
        let stopped = outcome.is_some_and(|outcome| outcome.abort.is_some());
        let silent = stopped && matches!(target, Target::PoolImage(_));
        if let Some(text) = item.dead_end_text().filter(|_| !silent) {
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
                let worker = self
                    .shoot
                    .spec
                    .provider
                    .workers
                    .iter()
                    .find(|worker| worker.name == pool)?;
                let name = &worker.machine.image.as_ref()?.name;
                &self.profile.image_offer(name, version)?.offer
            }
            _ => self.profile.kubernetes_offer(version)?,
        };
        Some(classify(&offer.raw, at))
    }

    fn last_maintenance(&self, next: &NextRun, found: &mut Vec<Finding>) {
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

    /// Where the dashboard says something else.
    fn dashboard(&self, in_use: &[InUse<'_>], found: &mut Vec<Finding>) {
        for item in in_use {
            let Some(offer) = item.offer.filter(|offer| offer.raw.lifecycle.is_empty()) else {
                continue;
            };
            let mut add = |message| {
                found.push(Finding::new(
                    Code::DashboardDiffers,
                    item.target.pool(),
                    item.version,
                    message,
                ));
            };
            if dashboard::shows_expired_early(offer, self.now) {
                add(format!(
                    "the dashboard shows {} as expired already, which it is not yet",
                    item.label
                ));
            }
            let Some((shown, leads_on)) = self.both_views(item, offer) else {
                continue;
            };
            match (shown, leads_on) {
                (dashboard::Shown::Error, true) => add(format!(
                    "the dashboard says that there is no version to update {} to, but Gardener will force it to one",
                    item.label
                )),
                (dashboard::Shown::Warning, false) => add(format!(
                    "the dashboard announces a forced update of {}, but Gardener finds no version to force it to",
                    item.label
                )),
                _ => {}
            }
        }
    }

    /// What the dashboard shows, and whether a forced update would find a version.
    fn both_views(&self, item: &InUse<'_>, offer: &Offer) -> Option<(dashboard::Shown, bool)> {
        let settings = self
            .shoot
            .spec
            .maintenance
            .as_ref()
            .and_then(|m| m.auto_update.as_ref());
        match item.target {
            Target::Kubernetes => {
                let auto = settings.is_none_or(|settings| settings.kubernetes_version);
                let shown = dashboard::kubernetes(&self.profile.kubernetes, offer, auto, self.now);
                let forced = select_kubernetes(self.profile, item.version, true, self.now);
                Some((shown, forced.is_ok()))
            }
            // The dashboard does not know Kubernetes versions of pools.
            Target::PoolKubernetes(_) => None,
            Target::PoolImage(pool) => {
                let auto = settings
                    .and_then(|settings| settings.machine_image_version)
                    .unwrap_or(true);
                let worker = self
                    .shoot
                    .spec
                    .provider
                    .workers
                    .iter()
                    .find(|worker| worker.name == pool)?;
                let image = self.profile.image(&worker.machine.image.as_ref()?.name)?;
                let offers: Vec<&Offer> = image.versions.iter().map(|v| &v.offer).collect();
                let current = &offer.version;
                let within = |v: &Version| match image.strategy {
                    Strategy::Patch => v.same_minor(current),
                    Strategy::Minor => v.major == current.major,
                    Strategy::Major => true,
                };
                let shown = dashboard::image(&offers, offer, auto, within, self.now);
                let after = offer.raw.expiration_date?.max(self.now) + SignedDuration::from_secs(1);
                let outcome = run(self.shoot, self.profile, after);
                let (_, planned) = outcome.items().find(|(target, _)| *target == item.target)?;
                Some((shown, planned.changes()))
            }
        }
    }

    fn shoot_as_a_whole(&self, found: &mut Vec<Finding>) {
        let version = self.kubernetes_version();
        let mut add =
            |code, message: String| found.push(Finding::new(code, None, version, message));
        if Schedule::of(self.shoot).always {
            let window = self
                .shoot
                .spec
                .maintenance
                .as_ref()
                .and_then(|m| m.time_window.as_ref());
            let what = window.map_or(
                "spec.maintenance.timeWindow is missing".to_owned(),
                |window| {
                    format!(
                        "spec.maintenance.timeWindow {:?}–{:?} cannot be read",
                        window.begin, window.end
                    )
                },
            );
            add(
                Code::AlwaysWindow,
                format!("{what}: maintenance can happen at any time"),
            );
        }
        match self.profile.stale {
            Some(Staleness::OldGeneration) => add(
                Code::StaleProfileStatus,
                format!(
                    "the status of profile {} is older than its spec; maintenance uses the status",
                    self.profile.key
                ),
            ),
            Some(Staleness::NoStatus) => add(
                Code::StaleProfileStatus,
                format!(
                    "profile {} has no status yet: shown is what parent and spec make; maintenance sees no versions at all",
                    self.profile.key
                ),
            ),
            Some(Staleness::NoParent) => add(
                Code::StaleProfileStatus,
                format!(
                    "profile {} has no status, and its parent {} was not found",
                    self.profile.key, self.profile.parent
                ),
            ),
            None => {}
        }
        if let Some(message) = self.unsupported_minor() {
            add(Code::UnsupportedMinor, message);
        }
        if let Some(message) = self.highest_minor() {
            add(Code::HighestVersionProblem, message);
        }
    }

    fn unsupported_minor(&self) -> Option<String> {
        let unsupported = |text: &str| {
            let version = Version::parse(text)?;
            let supported = version.major == 1 && SUPPORTED_MINORS.contains(&version.minor);
            (!supported).then(|| version.minor_text())
        };
        let (first, last) = (SUPPORTED_MINORS.start(), SUPPORTED_MINORS.end());
        let supported = format!("Gardener 1.150 supports 1.{first} to 1.{last}");
        if let Some(minor) = unsupported(self.kubernetes_version()) {
            return Some(format!("Kubernetes {minor} is in use; {supported}"));
        }
        let planned = &self.next?.outcome.control_plane;
        let minor = unsupported(&planned.to).filter(|_| planned.changes())?;
        Some(format!(
            "the next run moves to Kubernetes {minor}; {supported}"
        ))
    }

    /// Whether the way on leads to a minor with nothing but previews and expired versions.
    fn highest_minor(&self) -> Option<String> {
        let current = Version::parse(self.kubernetes_version())?;
        let offers = &self.profile.kubernetes;
        let highest = offers.iter().max_by(|a, b| a.version.cmp(&b.version))?;
        let near =
            current.major == highest.version.major && current.minor + 1 >= highest.version.minor;
        let usable = |offer: &Offer| {
            !matches!(
                classify(&offer.raw, self.now),
                PREVIEW | EXPIRED | UNAVAILABLE
            )
        };
        let has_usable = offers
            .iter()
            .any(|offer| offer.version.same_minor(&highest.version) && usable(offer));
        (near && !has_usable).then(|| {
            format!(
                "Kubernetes {}, the highest minor of profile {}, has only preview, expired or unavailable versions",
                highest.version.minor_text(),
                self.profile.key
            )
        })
    }
}

fn abort_text(abort: &Abort) -> String {
    match abort {
        Abort::MachineType { name, .. } => format!("the profile does not have machine type {name}"),
        Abort::Image { name, .. } => format!("the profile does not have machine image {name}"),
        Abort::Version { version, .. } => {
            format!("Kubernetes version {version:?} cannot be parsed")
        }
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

/// Say when the next run is.
fn window_text(next: &NextRun) -> String {
    if next.asked_for {
        return "now, as the maintain annotation asks".to_owned();
    }
    format!(
        "between {} and {}",
        minute(next.window.begin),
        minute(next.at)
    )
}

/// Write an instant to the minute, in UTC.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
