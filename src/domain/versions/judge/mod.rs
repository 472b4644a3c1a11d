//! What is to be told about the versions of one shoot.

mod plan;
mod views;
mod whole;
mod words;

use jiff::{SignedDuration, Timestamp};

use super::facts::Facts;
use super::finding::{Code, Finding};
use super::lifecycle::{PREVIEW, classify, expiry, is_expired};
use super::next_run::NextRun;
use super::profile::{Offer, ProfileKind, Staleness};
use super::run::Target;
use crate::domain::objects::Shoot;
use crate::order::Order as _;

pub use whole::SUPPORTED_MINORS;
pub use words::minute;

/// The look at one shoot.
pub struct Judge<'a> {
    /// The shoot.
    pub shoot: &'a Shoot,
    /// Its profile, and what else runs depend on.
    pub facts: Facts<'a>,
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
        if self.facts.profile.stale == Some(Staleness::NoParent) {
            // Of a profile that is not known nothing can be told but that.
            self.shoot_as_a_whole(&mut found);
            return found;
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
        found.order_by(|a, b| (a.code, &a.pool, &a.version).cmp(&(b.code, &b.pool, &b.version)));
        found.dedup();
        found
    }

    fn in_use(&self) -> Vec<InUse<'a>> {
        let kubernetes = |target, version: &'a str| InUse {
            target,
            label: format!("Kubernetes {version}"),
            version,
            offer: self.facts.profile.kubernetes_offer(version),
        };
        let spec = &self.shoot.spec;
        let mut in_use = vec![kubernetes(Target::Kubernetes, &spec.kubernetes.version)];
        for worker in &spec.provider.workers {
            if let Some(version) = worker.own_version() {
                in_use.push(kubernetes(Target::PoolKubernetes(&worker.name), version));
            }
            if let Some(image) = worker.image() {
                in_use.push(InUse {
                    target: Target::PoolImage(&worker.name),
                    label: format!("machine image {} {}", image.name, image.version),
                    version: &image.version,
                    offer: self
                        .facts
                        .profile
                        .image_offer(&image.name, &image.version)
                        .map(|v| &v.offer),
                });
            }
        }
        in_use
    }

    /// The name of a pool's machine image.
    fn image_name(&self, pool: &str) -> Option<&'a str> {
        let workers = &self.shoot.spec.provider.workers;
        let worker = workers.iter().find(|worker| worker.name == pool)?;
        Some(&worker.machine.image.as_ref()?.name)
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
            .filter(|_| self.facts.profile.key.kind == ProfileKind::NamespacedCloudProfile)
        {
            let message = format!(
                "profile {} gives {label} the date {}, which has no effect: the version has a lifecycle",
                self.facts.profile.key,
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
}
