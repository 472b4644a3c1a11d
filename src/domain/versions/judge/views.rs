//! Where the Gardener dashboard says something else.

use jiff::SignedDuration;

use super::{InUse, Judge};
use crate::domain::versions::dashboard;
use crate::domain::versions::finding::{Code, Finding};
use crate::domain::versions::profile::{Offer, Strategy};
use crate::domain::versions::run::{Target, run};
use crate::domain::versions::select::kubernetes as select_kubernetes;
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
                let shown =
                    dashboard::kubernetes(&self.facts.profile.kubernetes, offer, auto, self.now);
                let forced = select_kubernetes(self.facts.profile, item.version, true, self.now);
                Some((shown, forced.is_ok()))
            }
            // The dashboard does not know Kubernetes versions of pools.
            Target::PoolKubernetes(_) => None,
            Target::PoolImage(pool) => {
                let auto = settings
                    .and_then(|settings| settings.machine_image_version)
                    .unwrap_or(true);
                let image = self.facts.profile.image(self.image_name(pool)?)?;
                let offers: Vec<&Offer> = image.versions.iter().map(|v| &v.offer).collect();
                let current = &offer.version;
                let within = |v: &Version| match image.strategy {
                    Strategy::Patch => v.same_minor(current),
                    Strategy::Minor => v.major == current.major,
                    Strategy::Major => true,
                };
                let shown = dashboard::image(&offers, offer, auto, within, self.now);
                let after = offer.raw.expiration_date?.max(self.now) + SignedDuration::from_secs(1);
                let outcome = run(self.shoot, self.facts, after);
                let (_, planned) = outcome.items().find(|(target, _)| *target == item.target)?;
                Some((shown, planned.changes()))
            }
        }
    }
}
