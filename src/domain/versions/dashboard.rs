//! What the Gardener dashboard says of a version, where it judges differently
//! (`gardener/dashboard:frontend/src/composables/helper.js`, `useShootMessages`).
//!
//! It knows dates only, no lifecycles, counts in whole days, and looks at other targets than maintenance.

use jiff::Timestamp;

use super::lifecycle::SUPPORTED;
use super::profile::Offer;
use super::version::Version;

/// Days before the expiry from which on the dashboard warns.
const WARNING_DAYS: i64 = 30;

/// What the dashboard shows for a version in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing.
    Nothing,
    /// A regular update in the next window.
    Info,
    /// A forced update after the date.
    Warning,
    /// No version to update to.
    Error,
}

/// What the dashboard makes of an offer.
struct Seen<'a> {
    offer: &'a Offer,
    /// Whole days left, none without a date.
    days: Option<i64>,
}

impl<'a> Seen<'a> {
    fn of(offer: &'a Offer, now: Timestamp) -> Self {
        let days = |date: Timestamp| date.duration_since(now).as_secs().div_euclid(24 * 3600);
        Self {
            offer,
            days: offer.raw.expiration_date.map(days),
        }
    }

    fn is_expired(&self) -> bool {
        self.days.is_some_and(|days| days <= 0)
    }

    fn warns(&self) -> bool {
        self.days.is_some_and(|days| days <= WARNING_DAYS)
    }

    fn is_supported(&self) -> bool {
        let class = self
            .offer
            .raw
            .classification
            .as_deref()
            .unwrap_or(SUPPORTED);
        class == SUPPORTED && !self.is_expired()
    }
}

/// Tell whether the dashboard shows a version as expired that is not: it does in the last 24 hours.
pub fn shows_expired_early(offer: &Offer, now: Timestamp) -> bool {
    let left = offer.raw.expiration_date.is_some_and(|date| date >= now);
    offer.raw.lifecycle.is_empty() && left && Seen::of(offer, now).is_expired()
}

/// Give what the dashboard shows for the control plane's version.
pub fn kubernetes(offers: &[Offer], current: &Offer, auto: bool, now: Timestamp) -> Shown {
    let c = &current.version;
    let seen: Vec<Seen<'_>> = offers.iter().map(|offer| Seen::of(offer, now)).collect();
    let patch = seen.iter().any(|seen| {
        seen.is_supported() && seen.offer.version.same_minor(c) && seen.offer.version > *c
    });
    // The major is not compared.
    let next_exists = seen
        .iter()
        .any(|seen| seen.offer.version.minor == c.minor + 1);
    let higher = seen
        .iter()
        .any(|seen| seen.is_supported() && seen.offer.version.minor > c.minor);
    judge(
        &Seen::of(current, now),
        auto && patch,
        patch || (next_exists && higher),
    )
}

/// Give what the dashboard shows for a machine image version; `within` is the reach of the strategy.
pub fn image(
    offers: &[&Offer],
    current: &Offer,
    auto: bool,
    within: impl Fn(&Version) -> bool,
    now: Timestamp,
) -> Shown {
    let higher = |reach: &dyn Fn(&Version) -> bool| {
        offers.iter().any(|offer| {
            Seen::of(offer, now).is_supported()
                && offer.version > current.version
                && reach(&offer.version)
        })
    };
    judge(
        &Seen::of(current, now),
        auto && higher(&within),
        higher(&|_| true),
    )
}

fn judge(current: &Seen<'_>, auto_update: bool, update_available: bool) -> Shown {
    match (current.warns(), auto_update, update_available) {
        (false, true, _) => Shown::Info,
        (false, false, _) => Shown::Nothing,
        (true, _, true) => Shown::Warning,
        (true, _, false) => Shown::Error,
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::domain::objects::cloud_profile::ExpirableVersion;

    fn now() -> Timestamp {
        "2024-01-01T00:00:00Z".parse().unwrap()
    }

    fn offer(version: &str, class: &str, date: &str) -> Offer {
        let date = (!date.is_empty()).then(|| format!("{date}T00:00:00Z").parse().unwrap());
        Offer {
            raw: ExpirableVersion {
                version: version.to_owned(),
                classification: (!class.is_empty()).then(|| class.to_owned()),
                expiration_date: date,
                ..Default::default()
            },
            version: Version::parse(version).unwrap(),
        }
    }

    fn shown(offers: &[Offer], auto: bool) -> Shown {
        kubernetes(offers, &offers[0], auto, now())
    }

    #[test]
    fn d01_a_patch_with_auto_update_is_an_info() {
        let offers = [
            offer("1.16.4", "", "2024-04-12"),
            offer("1.16.5", "supported", ""),
        ];
        assert_eq!(shown(&offers, true), Shown::Info);
    }

    #[test]
    fn d02_d03_an_expiry_with_a_way_out_is_a_warning() {
        let d02 = [
            offer("1.16.2", "supported", "2024-01-15"),
            offer("1.16.5", "supported", ""),
        ];
        let d03 = [
            offer("1.17.0", "supported", "2024-01-15"),
            offer("1.18.1", "supported", ""),
        ];
        for auto in [true, false] {
            assert_eq!(shown(&d02, auto), Shown::Warning);
            assert_eq!(shown(&d03, auto), Shown::Warning);
        }
    }

    #[test]
    fn d04_only_a_deprecated_patch_is_an_error_there_though_gardener_forces_it() {
        let offers = [
            offer("1.18.0", "supported", "2024-01-15"),
            offer("1.18.1", "deprecated", ""),
        ];
        assert_eq!(shown(&offers, false), Shown::Error);
    }

    #[test]
    fn d05_deprecated_without_a_date_shows_nothing() {
        let offers = [
            offer("1.16.0", "deprecated", ""),
            offer("1.16.5", "supported", ""),
        ];
        assert_eq!(shown(&offers, false), Shown::Nothing);
    }

    #[test]
    fn d06_a_deprecated_next_minor_counts_with_any_supported_higher_one() {
        let offers = [
            offer("1.14.0", "supported", "2024-01-15"),
            offer("1.15.0", "deprecated", ""),
            offer("1.16.5", "supported", ""),
        ];
        assert_eq!(shown(&offers, true), Shown::Warning);
    }

    #[test]
    fn d07_an_expired_version_is_a_warning_with_a_way_out() {
        let offers = [
            offer("1.16.1", "supported", "2023-03-15"),
            offer("1.16.5", "supported", ""),
        ];
        assert_eq!(shown(&offers, false), Shown::Warning);
    }

    #[test]
    fn d08_the_last_day_shows_as_expired() {
        let mut last_day = offer("1.16.1", "supported", "");
        last_day.raw.expiration_date = Some(now() + 12.hours());
        assert!(shows_expired_early(&last_day, now()));
        last_day.raw.expiration_date = Some(now() + 25.hours());
        assert!(!shows_expired_early(&last_day, now()));
        last_day.raw.expiration_date = Some(now() - 1.hours());
        assert!(!shows_expired_early(&last_day, now()));
    }

    #[test]
    fn d09_the_warning_begins_below_31_days() {
        let mut offers = [offer("1.16.1", "supported", "")];
        offers[0].raw.expiration_date = Some(now() + (30 * 24 + 23).hours());
        assert_eq!(shown(&offers, false), Shown::Error);
        offers[0].raw.expiration_date = Some(now() + (31 * 24).hours());
        assert_eq!(shown(&offers, false), Shown::Nothing);
    }
}
