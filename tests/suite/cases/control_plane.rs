//! K01–K31: which version the control plane moves to.

use kubectl_gardener::domain::versions::run::{RunState, Target};

use super::world::{World, describe, fate};

/// Case, version in use, automatic updates, versions of the profile, what a run does.
type Row = (&'static str, &'static str, bool, &'static str, &'static str);

const ON: bool = true;
const OFF: bool = false;

#[rustfmt::skip] // rows as in the reference
const ROWS: &[Row] = &[
    ("K01", "1.0.1", OFF, "1.1.2 1.1.1 1.1.0 1.0.2 1.0.1@past 1.0.0@future 2.0.0", "1.0.2 forced"),
    ("K02", "1.0.0", OFF, "1.1.2 1.1.1 1.1.0 1.0.2:preview 1.0.1 1.0.0@past 2.0.0", "1.0.1 forced"),
    ("K03", "1.0.2", OFF, "1.1.2 1.1.1 1.1.0 1.0.2@past 1.0.1 1.0.0 2.0.0", "1.1.2 forced"),
    ("K04", "1.0.2", ON, "1.1.2 1.1.1 1.1.0 1.0.2@past 1.0.1 1.0.0 2.0.0", "1.1.2 forced"),
    ("K05", "1.0.2", OFF, "1.1.2@past 1.1.1@past 1.1.0@past 1.0.2@past 2.0.0", "1.1.2 forced"),
    ("K06", "1.0.2", OFF, "1.1.2:preview 1.1.1:preview 1.1.0:preview 1.0.2@past 2.0.0", "NextMinorOnlyPreview"),
    ("K07", "1.0.1", ON, "1.1.2 1.0.2 1.0.1", "1.0.2 auto"),
    ("K08", "1.0.1", OFF, "1.1.2 1.0.2 1.0.1@future", "none"),
    ("K09", "1.0.0", ON, "1.1.2 1.1.1 1.1.0 1.0.2", "1.0.2 forced"),
    ("K10", "1.0.2", ON, "1.1.2 1.1.1", "1.1.2 forced"),
    ("K11", "1.1.2", OFF, "1.1.2 2.0.0", "none"),
    ("K12", "1.1.2", OFF, "1.1.2@past 2.0.0", "NoNextMinor"),
    ("K13", "1.30.1", ON, "1.30.1 1.30.2:supported 1.30.3:deprecated", "1.30.2 auto"),
    ("K14", "1.30.1", ON, "1.30.1 1.30.2:deprecated 1.30.3:deprecated", "1.30.3 auto"),
    ("K15", "1.30.1", ON, "1.30.1 1.30.2@past", "none"),
    ("K16", "1.30.1", OFF, "1.30.1@past 1.30.2:deprecated 1.31.5:supported", "1.30.2 forced"),
    ("K17", "1.30.2", OFF, "1.30.2@past 1.31.3:supported 1.31.5:deprecated", "1.31.5 forced"),
    ("K18", "1.30.2", OFF, "1.30.2@past 1.32.0", "NoNextMinor"),
    ("K19", "1.30.2", OFF, "1.31.1 1.32.0", "1.31.1 forced"),
    ("K20", "1.30.2", OFF, "1.30.2@past 1.31.4:supported 1.31.5=[preview@2027-01-01]", "1.31.5 forced"),
    ("K21", "1.30.2", ON, "1.30.2:supported 1.30.4=[preview@2027-01-01]", "1.30.4 auto"),
    ("K22", "1.30.4", OFF, "1.30.4@past 1.30.3", "NoNextMinor"),
    ("K23", "1.32.9", ON, "1.32.9 1.32.10", "1.32.10 auto"),
    ("K24", "1.32.9", OFF, "1.32.9@past 1.33.1:supported@past 1.33.2:preview@past", "1.33.2 forced"),
    ("K26", "1.32.9", ON, "1.32.9:deprecated@future 1.33.4:supported", "none"),
    ("K27", "1.32.5", ON, "1.32.5 1.32.6:supported@past 1.32.7:deprecated@future", "1.32.7 auto"),
    ("K28", "1.32.5", OFF, "1.32.4 1.32.6:preview 1.33.1:preview 1.33.0:deprecated@future", "1.33.0 forced"),
    ("K30", "0.0.5", OFF, "0.0.1:deprecated 0.0.5:deprecated@2012 0.1.1:deprecated 0.1.5:deprecated", "0.1.5 forced"),
];

#[test]
fn k01_to_k30_the_control_plane_moves_to_the_expected_version() {
    for (case, current, auto, offered, expected) in ROWS {
        let world = World::new(current, offered).auto(*auto, false);
        let outcome = world.run("N");
        assert_eq!(fate(&outcome, Target::Kubernetes), *expected, "{case}");
    }
}

#[test]
fn k25_an_expiry_counts_only_after_its_instant() {
    let world = World::new("1.32.5", "1.32.5:deprecated@2026-08-21T12:00:00Z 1.33.4");
    let fate_at = |at| fate(&world.run(at), Target::Kubernetes);
    assert_eq!(fate_at("2026-08-21T12:00:00Z"), "none");
    assert_eq!(fate_at("2026-08-21T12:00:01Z"), "1.33.4 forced");
}

#[test]
fn k29_a_run_asked_for_by_annotation_forces_the_update_and_succeeds() {
    let world = World::new(
        "0.0.1",
        "0.0.1:deprecated@2012 0.0.5:deprecated 0.1.1:deprecated 0.1.5:deprecated",
    )
    .annotated("gardener.cloud/operation", "maintain");
    let next = world.next("N").unwrap();
    assert!(next.asked_for);
    assert_eq!(fate(&next.outcome, Target::Kubernetes), "0.0.5 forced");
    assert_eq!(describe(&next.outcome).state, RunState::Succeeded);
}

#[test]
fn k31_stages_of_a_lifecycle_decide_at_the_instant_of_the_run() {
    let world = World::new(
        "1.32.9",
        "1.32.9=[supported, deprecated@2026-01-01, expired@2026-08-01] \
         1.33.2=[preview, supported@2026-08-20] 1.33.3=[preview, supported@2026-08-22]",
    );
    let fate_at = |at| fate(&world.run(at), Target::Kubernetes);
    assert_eq!(fate_at("N"), "1.33.2 forced");
    assert_eq!(fate_at("2026-08-22T00:00:00Z"), "1.33.2 forced");
    assert_eq!(fate_at("2026-08-22T00:00:01Z"), "1.33.3 forced");
}
