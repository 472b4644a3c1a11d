//! V01–V20 and the codes without a number: where each finding is told, in its words, and where it nearly is.

mod errors;
mod infos;
mod warnings;

use kubectl_gardener::domain::versions::finding::{CODES, Code};

use super::world::World;

/// A control plane that is forced from 1.32.9 to 1.33.4, and an image that stays.
fn forced() -> World {
    World::new("1.32.9", "1.32.9@past 1.33.4")
        .image("i", "patch", "1.0.0")
        .pool("a i 1.0.0")
}

/// A shoot about which there is nothing to tell.
fn quiet() -> World {
    World::new("1.33.4", "1.33.4")
        .image("i", "patch", "1.0.0")
        .pool("a i 1.0.0")
}

/// Panic if a finding of this code is told.
#[track_caller]
fn assert_silent(world: &World, code: Code) {
    assert_eq!(world.findings(code), "", "{}", code.id());
}

#[test]
fn nothing_is_told_of_a_shoot_in_order() {
    let row = quiet().row();
    assert!(row.findings.is_empty(), "{:?}", row.findings);
    assert_eq!((row.severity, row.next_run), (None, None));
}

#[test]
fn codes_and_severities_are_the_published_ones() {
    let told: Vec<(&str, &str)> = CODES
        .iter()
        .map(|row| (row.id, row.severity.name()))
        .collect();
    assert_eq!(
        told,
        [
            ("expired-in-use", "error"),
            ("orphaned-version", "error"),
            ("dead-end", "error"),
            ("run-will-fail", "error"),
            ("kubelet-constraint-deadlock", "error"),
            ("pending-in-place-blocks", "error"),
            ("multi-hop", "warning"),
            ("lands-on-deprecated", "warning"),
            ("unavailable-target", "warning"),
            ("filtered-out-image", "warning"),
            ("silent-abort", "warning"),
            ("preview-with-expiry", "warning"),
            ("unguarded-pool-version", "warning"),
            ("highest-version-problem", "warning"),
            ("expires-soon", "warning"),
            ("shadowed-override", "info"),
            ("stale-profile-status", "info"),
            ("dashboard-differs", "info"),
            ("misleading-last-maintenance", "info"),
            ("lifecycle-with-legacy-tools", "info"),
            ("unsupported-minor", "info"),
            ("always-window", "info"),
        ]
    );
}
