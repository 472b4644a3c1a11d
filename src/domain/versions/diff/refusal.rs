//! Edits that gardener-apiserver does not take
//! (`gardener/gardener:plugin/pkg/global/resourcereferencemanager/admission.go`, `pkg/api/core/validation/cloudprofile.go`).

use std::collections::BTreeMap;

use super::builder::Builder;
use super::{Change, ChangeType, DiffCode, DiffFinding, ProfileChange};
use crate::domain::versions::lifecycle::{EXPIRED, UNAVAILABLE, classify};
use crate::domain::versions::profile::{Offer, Profile, ProfileKey, ProfileKind};

impl Builder {
    /// Find the edits that the API server does not take.
    pub(super) fn refusals(&mut self) {
        let mut refused = Vec::new();
        for (place, change) in self.changes.iter().enumerate() {
            let subject = change.subject();
            if let Some(shoots) = self.guards.get(&place) {
                let those = if *shoots == 1 {
                    "1 shoot uses it".to_owned()
                } else {
                    format!("{shoots} shoots use it")
                };
                refused.push((place, format!("{subject} cannot be removed while {those}")));
            }
            let listed = change.version.as_ref().is_some_and(|version| {
                let entry = (
                    change.profile.name.clone(),
                    change.image.clone(),
                    version.clone(),
                );
                change.profile.kind == ProfileKind::CloudProfile && self.listed.contains(&entry)
            });
            if change.change == Change::Removed && listed {
                let text =
                    format!("{subject} cannot be removed while a NamespacedCloudProfile lists it");
                refused.push((place, text));
            }
            if self.becomes_unavailable(change) {
                refused.push((place, format!("{subject} cannot become unavailable again")));
            }
            if self.dates_back(change) {
                let text =
                    format!("a NamespacedCloudProfile cannot give {subject} a date in the past");
                refused.push((place, text));
            }
            if self.highest_expires(change) {
                let text =
                    format!("{subject} is the highest of the profile, which must not expire");
                refused.push((place, text));
            }
        }
        self.findings
            .extend(refused.into_iter().map(|(place, message)| DiffFinding {
                code: DiffCode::EditRefused,
                severity: DiffCode::EditRefused.row().severity,
                namespace: None,
                shoot: None,
                pool: None,
                version: self.changes[place].version.clone(),
                message,
                before: None,
                after: None,
                change: Some(place),
            }));
    }

    fn offer<'a>(
        profiles: &'a BTreeMap<ProfileKey, Profile>,
        change: &ProfileChange,
    ) -> Option<&'a Offer> {
        let profile = profiles.get(&change.profile)?;
        let version = change.version.as_deref()?;
        match (change.change_type, &change.image) {
            (ChangeType::MachineImage, Some(image)) => {
                Some(&profile.image_offer(image, version)?.offer)
            }
            (ChangeType::Kubernetes, _) => {
                let mut offers = profile.kubernetes.iter();
                offers.find(|offer| offer.raw.version == version)
            }
            _ => None,
        }
    }

    fn becomes_unavailable(&self, change: &ProfileChange) -> bool {
        let class = |profiles| {
            let offer = Self::offer(profiles, change)?;
            Some(classify(&offer.raw, self.options.now) == UNAVAILABLE)
        };
        class(&self.before) == Some(false) && class(&self.after) == Some(true)
    }

    /// Whether a NamespacedCloudProfile sets a date in the past. One that only gets its parent's back does not.
    fn dates_back(&self, change: &ProfileChange) -> bool {
        let (ChangeType::Kubernetes, Change::Expiry, Some(version)) =
            (change.change_type, change.change, &change.version)
        else {
            return false;
        };
        let own = self
            .after
            .get(&change.profile)
            .is_some_and(|profile| profile.listed.contains(version));
        let date = Self::offer(&self.after, change).and_then(|offer| offer.raw.expiration_date);
        let past = date.is_some_and(|date| date < self.options.now);
        change.profile.kind == ProfileKind::NamespacedCloudProfile && own && past
    }

    fn highest_expires(&self, change: &ProfileChange) -> bool {
        let (ChangeType::Kubernetes, Some(offer)) =
            (change.change_type, Self::offer(&self.after, change))
        else {
            return false;
        };
        let highest = self.after.get(&change.profile).and_then(|profile| {
            profile
                .kubernetes
                .iter()
                .max_by(|a, b| a.version.cmp(&b.version))
        });
        let is_highest = highest.is_some_and(|highest| highest.version == offer.version);
        let ends = match offer.raw.lifecycle.last() {
            Some(stage) => stage.classification == EXPIRED,
            None => offer.raw.expiration_date.is_some(),
        };
        is_highest && ends && change.change != Change::Classification
    }
}
