//! Where the Gardener dashboard says something else.

use jiff::Timestamp;

use super::{InUse, Judge};
use crate::domain::versions::dashboard;
use crate::domain::versions::finding::{Code, Finding};
use crate::domain::versions::profile::{Offer, Strategy};
use crate::domain::versions::run::{AutoUpdates, Outcome, Target};
use crate::domain::versions::version::Version;

impl Judge<'_> {
    /// Where the dashboard says something else.
    pub(super) fn dashboard(&self, in_use: &[InUse<'_>], found: &mut Vec<Finding>) {
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
                    "the dashboard says that there is no version to update {} to, but Gardener will update it",
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

    /// What the dashboard shows, and whether Gardener finds a version once this one is expired.
    fn both_views(&self, item: &InUse<'_>, offer: &Offer) -> Option<(dashboard::Shown, bool)> {
        let auto = AutoUpdates::of(self.shoot);
        let shown = match item.target {
            Target::Kubernetes => {
                let offers = &self.facts.profile.kubernetes;
                dashboard::kubernetes(offers, offer, auto.kubernetes, self.now)
            }
            // The dashboard does not know Kubernetes versions of pools.
            Target::PoolKubernetes(_) => return None,
            Target::PoolImage(pool) => {
                let image = self.facts.profile.image(self.image_name(pool)?)?;
                let offers: Vec<&Offer> = image.versions.iter().map(|v| &v.offer).collect();
                let current = &offer.version;
                let within = |v: &Version| match image.strategy {
                    Strategy::Patch => v.same_minor(current),
                    Strategy::Minor => v.major == current.major,
                    Strategy::Major => true,
                };
                dashboard::image(&offers, offer, auto.images, within, self.now)
            }
        };
        Some((shown, self.leads_on(item, offer.raw.expiration_date?)?))
    }

    /// Tell whether a run takes a version that expires at an instant to another one, or finds none. Nothing
    /// is said where something else keeps it from doing either.
    fn leads_on(&self, item: &InUse<'_>, expiry: Timestamp) -> Option<bool> {
        let next = self.next?;
        let changes = |outcome: &Outcome| {
            let planned = outcome.item(item.target)?;
            let told = planned.dead_end.is_some() && outcome.tells_of(item.target);
            let decided = planned.changes() || told;
            (decided && !outcome.is_rejected()).then(|| planned.changes())
        };
        match changes(&next.outcome) {
            None if expiry >= next.at => changes(&self.run_after(expiry).1),
            decided => decided,
        }
    }
}
