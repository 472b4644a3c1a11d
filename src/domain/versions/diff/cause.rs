//! Which change of a profile a difference comes from.

use super::builder::Builder;
use super::steps::Difference;
use super::{Change, ChangeType, DiffCode, ProfileChange};
use crate::domain::objects::Shoot;
use crate::domain::versions::profile::{ProfileKey, ProfileKind};

impl Builder {
    /// Find the change that a difference comes from.
    pub(super) fn cause(
        &self,
        key: &ProfileKey,
        parent: &str,
        shoot: &Shoot,
        difference: &Difference,
    ) -> Option<usize> {
        let candidates = || {
            let changes = self.changes.iter().enumerate();
            changes.filter(|(_, change)| concerns(change, key, parent))
        };
        let mut workers = shoot.spec.provider.workers.iter();
        let worker = workers.find(|worker| Some(&worker.name) == difference.pool.as_ref());
        if difference.code == DiffCode::ImageMaintenanceStops {
            // What the pool needs is gone: its machine type, or its image as a whole.
            let worker = worker?;
            let gone = |change: &ProfileChange| match (change.change_type, &change.image) {
                (ChangeType::MachineType, _) => {
                    change.version.as_ref() == Some(&worker.machine.machine_type)
                }
                (ChangeType::MachineImage, Some(image)) => {
                    let used = worker.machine.image.as_ref();
                    change.version.is_none() && used.is_some_and(|used| used.name == *image)
                }
                _ => false,
            };
            let mut removed = candidates().filter(|(_, change)| change.change == Change::Removed);
            return removed
                .find(|(_, change)| gone(change))
                .map(|(place, _)| place);
        }
        let of_image = |name: &str| {
            let of_pool =
                worker.and_then(|worker| Some(worker.machine.image.as_ref()?.name == name));
            difference.image.as_deref() == Some(name)
                || (difference.from.is_none() && of_pool.unwrap_or(true))
        };
        let same_kind = |change: &ProfileChange| match &change.image {
            Some(image) => of_image(image),
            None => change.change_type == ChangeType::Kubernetes && difference.image.is_none(),
        };
        let leaves = |change: &ProfileChange| change.version == difference.from;
        let reaches = |change: &ProfileChange| {
            change
                .version
                .as_ref()
                .is_some_and(|version| difference.to.contains(version))
        };
        let in_use = |change: &ProfileChange| change.shoots + change.pools > 0;
        let first = |wanted: &dyn Fn(&ProfileChange) -> bool| {
            let mut candidates = candidates();
            candidates
                .find(|(_, change)| wanted(change))
                .map(|(place, _)| place)
        };
        let at_source =
            || first(&|change| same_kind(change) && difference.from.is_some() && leaves(change));
        let at_target = || first(&|change| same_kind(change) && reaches(change));
        // What is left makes Gardener insist; what is offered draws automatic updates.
        let drawn = matches!(
            difference.code,
            DiffCode::UpdateAutomatic | DiffCode::UpdateElsewhere
        );
        let nearest = if drawn {
            at_target().or_else(at_source)
        } else {
            at_source().or_else(at_target)
        };
        nearest
            .or_else(|| first(&|change| same_kind(change) && in_use(change)))
            .or_else(|| first(&same_kind))
            .or_else(|| first(&|_| true))
    }
}

/// Whether a change is one of a shoot's profile, or of the one that it derives from.
pub(super) fn concerns(change: &ProfileChange, key: &ProfileKey, parent: &str) -> bool {
    change.profile == *key
        || (change.profile.kind == ProfileKind::CloudProfile && change.profile.name == parent)
}
