//! What concerns the shoot as a whole: its window, its profile, its Kubernetes minor.

use super::Judge;
use crate::domain::versions::finding::{Code, Finding};
use crate::domain::versions::lifecycle::{EXPIRED, PREVIEW, UNAVAILABLE, classify};
use crate::domain::versions::profile::{Offer, Staleness};
use crate::domain::versions::version::Version;
use crate::domain::versions::window::Schedule;

/// The Kubernetes minors that Gardener 1.150 supports
/// (`gardener/gardener:pkg/utils/validation/kubernetesversion/version.go:SupportedVersions`).
pub const SUPPORTED_MINORS: std::ops::RangeInclusive<u64> = 32..=36;

impl Judge<'_> {
    pub(super) fn shoot_as_a_whole(&self, found: &mut Vec<Finding>) {
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
        match self.facts.profile.stale {
            Some(Staleness::OldGeneration) => add(
                Code::StaleProfileStatus,
                format!(
                    "the status of profile {} is older than its spec; maintenance uses the status",
                    self.facts.profile.key
                ),
            ),
            Some(Staleness::NoStatus) => add(
                Code::StaleProfileStatus,
                format!(
                    "profile {} has no status yet: shown is what parent and spec make; maintenance sees no versions at all",
                    self.facts.profile.key
                ),
            ),
            Some(Staleness::NoParent) => add(
                Code::StaleProfileStatus,
                format!(
                    "profile {} has no status, and its parent {} was not found",
                    self.facts.profile.key, self.facts.profile.parent
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
        let offers = &self.facts.profile.kubernetes;
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
                self.facts.profile.key
            )
        })
    }
}
