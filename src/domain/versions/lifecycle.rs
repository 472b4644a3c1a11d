//! What stage a version is in, and when that changes
//! (`gardener/gardener:pkg/api/core/v1beta1/helper/cloudprofile.go:CurrentLifecycleClassification`).

use jiff::Timestamp;

use crate::domain::objects::cloud_profile::{ExpirableVersion, LifecycleStage};
use crate::order::Order as _;

/// No stage has begun yet.
pub const UNAVAILABLE: &str = "unavailable";
/// Never chosen by maintenance.
pub const PREVIEW: &str = "preview";
/// The normal stage, also of a version without any.
pub const SUPPORTED: &str = "supported";
/// Left for a better one where the strategy allows.
pub const DEPRECATED: &str = "deprecated";
/// Maintenance forces an update.
pub const EXPIRED: &str = "expired";

/// The classification of a version at an instant. An unknown legacy classification is kept verbatim.
pub fn classify(version: &ExpirableVersion, at: Timestamp) -> &str {
    if version.lifecycle.is_empty() {
        let expired = version.expiration_date.is_some_and(|date| date < at);
        return if expired {
            EXPIRED
        } else {
            version.classification.as_deref().unwrap_or(SUPPORTED)
        };
    }
    // The order of the list decides, not that of the times.
    let started = |stage: &&LifecycleStage| stage.start_time.is_none_or(|start| start < at);
    version
        .lifecycle
        .iter()
        .rfind(started)
        .map_or(UNAVAILABLE, |stage| &stage.classification)
}

/// Tell whether a version is expired at an instant.
pub fn is_expired(version: &ExpirableVersion, at: Timestamp) -> bool {
    classify(version, at) == EXPIRED
}

/// A change of the classification: it holds for every instant after `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition<'a> {
    /// The instant of the change.
    pub at: Timestamp,
    /// The classification from then on.
    pub to: &'a str,
}

/// Give every instant at which the classification may change, in the order of time.
pub fn instants(version: &ExpirableVersion) -> Vec<Timestamp> {
    let mut instants: Vec<Timestamp> = if version.lifecycle.is_empty() {
        version.expiration_date.into_iter().collect()
    } else {
        version
            .lifecycle
            .iter()
            .filter_map(|stage| stage.start_time)
            .collect()
    };
    instants.order();
    instants.dedup();
    instants
}

/// Give the classification right after an instant.
fn classify_after(version: &ExpirableVersion, at: Timestamp) -> &str {
    classify(version, at + jiff::SignedDuration::from_nanos(1))
}

/// Give the changes of classification still to come: those that hold only after `now`.
pub fn transitions(version: &ExpirableVersion, now: Timestamp) -> Vec<Transition<'_>> {
    let mut current = classify(version, now);
    let mut transitions = Vec::new();
    for at in instants(version).into_iter().filter(|at| *at >= now) {
        let to = classify_after(version, at);
        if to != current {
            transitions.push(Transition { at, to });
            current = to;
        }
    }
    transitions
}

/// Give when the version expires or expired: since when it is expired, or when it will be.
pub fn expiry(version: &ExpirableVersion, now: Timestamp) -> Option<Timestamp> {
    if !is_expired(version, now) {
        return transitions(version, now)
            .into_iter()
            .find(|t| t.to == EXPIRED)
            .map(|t| t.at);
    }
    if version.lifecycle.is_empty() {
        return version.expiration_date;
    }
    let started = |stage: &&LifecycleStage| stage.start_time.is_none_or(|start| start < now);
    version.lifecycle.iter().rfind(started)?.start_time
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, ToSpan};

    use super::*;

    fn now() -> Timestamp {
        "2026-08-21T12:00:00Z".parse().unwrap()
    }

    /// Reads `preview@+3h`, `@-1d`, `deprecated` (legacy) or `[preview, supported@+3h]` (lifecycle).
    fn version(text: &str) -> ExpirableVersion {
        let when = |text: &str| -> Timestamp {
            match text {
                "N" => now(),
                _ if text.starts_with(['+', '-']) => {
                    now()
                        + text
                            .trim_start_matches('+')
                            .parse::<SignedDuration>()
                            .unwrap()
                }
                _ => format!("{text}T00:00:00Z").parse().unwrap(),
            }
        };
        let stage = |text: &str| match text.trim().split_once('@') {
            Some((class, start)) => (class.to_owned(), Some(when(start))),
            None => (text.trim().to_owned(), None),
        };
        if let Some(stages) = text
            .strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'))
        {
            let stage = |text| {
                let (classification, start_time) = stage(text);
                LifecycleStage {
                    classification,
                    start_time,
                }
            };
            return ExpirableVersion {
                lifecycle: stages.split(',').map(stage).collect(),
                ..Default::default()
            };
        }
        let (classification, expiration_date) = stage(text);
        ExpirableVersion {
            classification: Some(classification).filter(|text| !text.is_empty()),
            expiration_date,
            ..Default::default()
        }
    }

    #[test]
    fn c01_to_c21_classification() {
        let cases = [
            ("C01", "", SUPPORTED),
            ("C02", "supported", SUPPORTED),
            ("C03", "preview", PREVIEW),
            ("C04", "deprecated", DEPRECATED),
            ("C05", "@-24h", EXPIRED),
            ("C06", "@+24h", SUPPORTED),
            ("C07", "@N", SUPPORTED),
            ("C09", "preview@-24h", EXPIRED),
            ("C10", "preview@+3h", PREVIEW),
            ("C11", "deprecated@+24h", DEPRECATED),
            ("C12", "[supported@+3h]", UNAVAILABLE),
            ("C13", "[preview@-1h, supported@+3h]", PREVIEW),
            (
                "C14",
                "[preview@-3h, supported@-1h, deprecated@+5h, expired@+8h]",
                SUPPORTED,
            ),
            (
                "C15",
                "[supported@-4h, deprecated@-3h, expired@-1h]",
                EXPIRED,
            ),
            ("C16", "[preview, supported@+3h]", PREVIEW),
            ("C17", "[supported@N]", UNAVAILABLE),
            (
                "C18",
                "[supported, deprecated@2026-05-01, expired@2026-05-01]",
                EXPIRED,
            ),
            ("C19", "[supported@2026-01-01, preview@2025-01-01]", PREVIEW),
            ("C21", "foo", "foo"),
        ];
        for (case, text, expected) in cases {
            assert_eq!(classify(&version(text), now()), expected, "{case}: {text}");
        }
    }

    #[test]
    fn c08_a_version_expires_one_nanosecond_after_its_date() {
        assert!(is_expired(
            &version("@N"),
            now() + SignedDuration::from_nanos(1)
        ));
    }

    #[test]
    fn c20_a_lifecycle_beats_an_expiration_date() {
        let mut both = version("[supported]");
        both.expiration_date = Some(now() - 24.hours());
        assert_eq!(classify(&both, now()), SUPPORTED);
    }

    #[test]
    fn c22_an_empty_lifecycle_leaves_the_legacy_fields() {
        assert_eq!(classify(&version("deprecated"), now()), DEPRECATED);
    }

    #[test]
    fn c23_the_next_transition_is_the_earliest_to_come() {
        let next = |text| {
            transitions(&version(text), now())
                .first()
                .map(|t| (t.at, t.to.to_owned()))
        };
        assert_eq!(
            next("@+120h"),
            Some((now() + 120.hours(), EXPIRED.to_owned()))
        );
        assert_eq!(
            next("[preview, supported@+48h]"),
            Some((now() + 48.hours(), SUPPORTED.to_owned()))
        );
        assert_eq!(next("@-1h"), None);
        assert_eq!(next("@N"), Some((now(), EXPIRED.to_owned())));
        assert_eq!(next("[supported@-1h]"), None);
    }

    #[test]
    fn expiry_is_known_before_and_after() {
        let since = |text| expiry(&version(text), now());
        assert_eq!(since("@-24h"), Some(now() - 24.hours()));
        assert_eq!(since("@+24h"), Some(now() + 24.hours()));
        assert_eq!(since("[supported, expired@-1h]"), Some(now() - 1.hours()));
        assert_eq!(
            since("[supported, deprecated@+1h, expired@+2h]"),
            Some(now() + 2.hours())
        );
        assert_eq!(since("[expired]"), None);
        assert_eq!(since("preview"), None);
    }
}
