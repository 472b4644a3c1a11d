//! S01–S15: the next run with its window and certainty, chains, and runs that are blocked.

use jiff::Timestamp;
use kubectl_gardener::domain::objects::shoot::Hibernation;
use kubectl_gardener::domain::versions::finding::Code;
use kubectl_gardener::domain::versions::next_run::NextRun;
use kubectl_gardener::domain::versions::run::Certainty;
use snapbox::{assert_data_eq, str};

use super::notation::at;
use super::world::{World, told};

/// The next run: `08-21 22:00-22:45 certain: kubernetes 1.31.7 forced`, when it can start and what it does.
fn night(next: &NextRun) -> String {
    let text = |at: Timestamp| at.strftime("%m-%d %H:%M").to_string();
    let certainty = match next.certainty {
        Certainty::Certain => "certain",
        Certainty::Possible => "possible",
    };
    format!(
        "{}-{} {certainty}: {}",
        text(next.window.begin),
        next.at.strftime("%H:%M"),
        told(&next.outcome)
    )
}

fn next(world: &World, now: &str) -> String {
    night(&world.next(now).unwrap())
}

/// The nights in which something changes or fails, each run applied before the next.
fn calendar(world: &World, now: &str, until: &str) -> String {
    let mut world = world.clone();
    let profile = world.profile();
    let (mut now, until) = (at(now), at(until));
    let mut nights = String::new();
    while now < until {
        let next = NextRun::of(&world.shoot, &profile, now).unwrap();
        if next.describe().is_some() {
            nights += &night(&next);
            nights.push('\n');
        }
        next.outcome.apply(&mut world.shoot);
        assert!(next.at > now, "the run at {now} does not get on");
        now = next.at;
    }
    nights
}

const OFFERED: &str =
    "1.30.9@2026-08-01 1.31.7@2026-08-10 1.32.5:deprecated@2026-12-31T23:59:59Z 1.33.4:supported";

#[test]
fn s01_a_chain_lands_on_expired_and_deprecated_versions_one_a_night() {
    let world = World::new("1.30.9", OFFERED);
    assert_data_eq!(
        calendar(&world, "N", "2027-02-01"),
        str![[r#"
08-21 22:00-22:45 certain: kubernetes 1.31.7 forced
08-22 22:00-22:45 certain: kubernetes 1.32.5 forced
01-01 22:00-22:45 certain: kubernetes 1.33.4 forced

"#]]
    );
    let next = world.next("N").unwrap();
    let chains = next.chains(&world.shoot, &world.profile());
    assert_eq!(chains.len(), 1);
    assert_eq!(chains[0].versions, ["1.30.9", "1.31.7", "1.32.5"]);
    assert_eq!(chains[0].until, at("2026-08-22T22:45:00Z"));
}

#[test]
fn s02_an_expiry_inside_the_window_is_possible_first_and_certain_a_day_later() {
    let world = World::new("1.30.9", "1.30.9@2026-09-01T22:20:00Z 1.31.7");
    let day = "2026-09-01T12:00:00Z";
    assert_eq!(
        next(&world, day),
        "09-01 22:00-22:45 possible: kubernetes 1.31.7 forced"
    );
    // Had the run of that night been too early, the next one is certain.
    assert_eq!(
        next(&world, "2026-09-02T12:00:00Z"),
        "09-02 22:00-22:45 certain: kubernetes 1.31.7 forced"
    );
    // Once the expiry is past, that night's run may have been before it.
    assert_eq!(
        next(&world, "2026-09-01T22:20:01Z"),
        "09-01 22:00-22:45 possible: kubernetes 1.31.7 forced"
    );
    assert_eq!(
        next(&world, "2026-08-31T12:00:00Z"),
        "08-31 22:00-22:45 certain: nothing"
    );
}

#[test]
fn s03_an_expiry_at_the_effective_end_is_for_the_next_night() {
    let world = World::new("1.30.9", "1.30.9@2026-09-01T22:45:00Z 1.31.7");
    assert_data_eq!(
        calendar(&world, "2026-09-01T12:00:00Z", "2026-09-05"),
        str![[r#"
09-02 22:00-22:45 certain: kubernetes 1.31.7 forced

"#]]
    );
}

#[test]
fn s04_inside_the_window_the_run_may_still_come() {
    let world = World::new("1.30.9", "1.30.9@2026-07-01 1.31.7");
    assert_eq!(
        next(&world, "2026-08-21T22:10:00Z"),
        "08-21 22:00-22:45 certain: kubernetes 1.31.7 forced"
    );
    // The last quarter of an hour is too late.
    assert_eq!(
        next(&world, "2026-08-21T22:45:00Z"),
        "08-22 22:00-22:45 certain: kubernetes 1.31.7 forced"
    );
}

#[test]
fn s05_a_dead_end_repeats_until_a_preview_is_supported() {
    let world = World::new(
        "1.32.9",
        "1.32.9@2026-07-01 1.33.2=[preview, supported@2026-10-01T00:00:00Z]",
    );
    let nights = calendar(&world, "N", "2026-10-03");
    let dead = nights
        .lines()
        .filter(|line| line.ends_with("certain: kubernetes NextMinorOnlyPreview"));
    assert_eq!(dead.count(), 41); // from 08-21 to 09-30
    assert!(nights.ends_with(
        "09-30 22:00-22:45 certain: kubernetes NextMinorOnlyPreview\n\
         10-01 22:00-22:45 certain: kubernetes 1.33.2 forced\n"
    ));
}

/// A control plane that is forced from 1.30.9 to 1.31.2.
fn forced(images: &str) -> World {
    World::new("1.30.9", "1.30.9@past 1.31.2")
        .image("i", "patch", images)
        .pool("a i 1.0.0")
}

#[test]
fn s06_a_kubelet_constraint_blocks_the_control_plane_every_night() {
    let world = forced("1.0.0{kub < 1.31}");
    assert_data_eq!(
        calendar(&world, "N", "2026-08-22T22:45:00Z"),
        str![[r#"
08-21 22:00-22:45 certain: BLOCKED(R4 a)
08-22 22:00-22:45 certain: BLOCKED(R4 a)

"#]]
    );
}

#[test]
fn s07_an_image_for_both_kubelets_resolves_it_in_one_run() {
    let world = forced("1.0.0{kub < 1.31} 1.0.1").auto(false, true);
    assert_eq!(
        world.told(),
        "kubernetes 1.31.2 forced; pool/a/image 1.0.1 auto"
    );
}

#[test]
fn s08_an_image_for_the_new_kubelet_only_does_not_help() {
    let world = forced("1.0.0{kub < 1.31} 1.0.1{kub >= 1.31}").auto(false, true);
    assert_eq!(world.told(), "BLOCKED(R4 a)");
}

#[test]
fn s09_an_unavailable_image_target_blocks_the_control_plane_too() {
    let world = forced("1.0.0 1.0.1=[preview@2027-01-01]").auto(false, true);
    assert_eq!(world.told(), "BLOCKED(R5 a)");
    // Without the image it goes through.
    assert_eq!(forced("1.0.0").told(), "kubernetes 1.31.2 forced");
}

#[test]
fn s10_a_deprecated_patch_comes_before_a_supported_minor() {
    let world = World::new("1.30.0", "1.30.0")
        .image("i", "minor", "1.0.0 1.0.1:deprecated 1.2.0:supported")
        .pool("a i 1.0.0")
        .auto(false, true);
    assert_data_eq!(
        calendar(&world, "N", "2026-08-25"),
        str![[r#"
08-21 22:00-22:45 certain: pool/a/image 1.0.1 auto
08-22 22:00-22:45 certain: pool/a/image 1.2.0 auto

"#]]
    );
}

#[test]
fn s11_hibernation_changes_nothing() {
    let awake = World::new("1.30.9", OFFERED);
    let asleep = awake.clone().with(|world| {
        world.shoot.spec.hibernation = Some(Hibernation {
            enabled: Some(true),
        });
        world.shoot.status.hibernated = true;
    });
    let nights = calendar(&asleep, "N", "2026-09-01");
    assert_eq!(nights.lines().count(), 2);
    assert_eq!(nights, calendar(&awake, "N", "2026-09-01"));
}

#[test]
fn s12_a_shoot_in_deletion_has_no_run_and_no_finding() {
    let world = World::new("1.30.9", OFFERED);
    assert!(!world.row().findings.is_empty());
    let world = world.with(|world| world.shoot.metadata.deletion_timestamp = Some(at("past")));
    assert!(world.next("N").is_none());
    let row = world.row();
    assert!(row.findings.is_empty() && row.next_run.is_none() && row.severity.is_none());
}

#[test]
fn s13_a_window_over_midnight_belongs_to_the_night_in_which_it_begins() {
    let world = World::new("1.30.9", "1.30.9@2026-09-01T00:00:00Z 1.31.7")
        .window("233000+0000", "003000+0000");
    assert_eq!(
        next(&world, "2026-08-31T12:00:00Z"),
        "08-31 23:30-00:15 possible: kubernetes 1.31.7 forced"
    );
    assert_eq!(
        next(&world, "2026-09-01T12:00:00Z"),
        "09-01 23:30-00:15 certain: kubernetes 1.31.7 forced"
    );
    // After midnight the window that began yesterday is still open.
    assert_eq!(
        next(&world, "2026-09-01T00:10:00Z"),
        "08-31 23:30-00:15 possible: kubernetes 1.31.7 forced"
    );
}

#[test]
fn s15_a_minor_that_gardener_does_not_support_is_forced_all_the_same() {
    let world = World::new("1.36.2", "1.36.2@past 1.37.0");
    assert_eq!(world.told(), "kubernetes 1.37.0 forced");
    assert_data_eq!(
        world.findings(Code::UnsupportedMinor),
        str![[r#"
1.36.2: the next run moves to Kubernetes 1.37; Gardener 1.150 supports 1.32 to 1.36

"#]]
    );
}

#[test]
fn a_reason_that_changes_inside_the_window_leaves_the_same_update_certain() {
    let world = World::new("1.30.9", "1.30.9@2026-08-21T22:10:00Z 1.30.10 1.31.7").with(|world| {
        let maintenance = world.shoot.spec.maintenance.get_or_insert_default();
        maintenance
            .auto_update
            .get_or_insert_default()
            .kubernetes_version = true;
    });
    assert_eq!(
        next(&world, "N"),
        "08-21 22:00-22:45 certain: kubernetes 1.30.10 forced"
    );
}

#[test]
fn a_way_that_is_open_only_in_the_middle_of_the_window_is_possible() {
    let world = World::new(
        "1.30.9",
        "1.30.9@2026-08-20T22:10:00Z \
         1.30.10=[preview,supported@2026-08-21T22:10:00Z,expired@2026-08-21T22:30:00Z] 1.31.7:preview",
    );
    let next = world.next("N").unwrap();
    assert_eq!(next.certainty, Certainty::Possible);
}

#[test]
fn a_chain_ends_before_a_run_that_is_rejected() {
    let world = World::new("1.30.9", "1.30.9@past 1.31.7@past 1.32.5")
        .image("i", "patch", "1.0.0{kub < 1.32}")
        .pool("a i 1.0.0");
    let next = world.next("N").unwrap();
    let chains = next.chains(&world.shoot, &world.profile());
    assert_eq!(chains.len(), 1);
    assert_eq!(chains[0].versions, ["1.30.9", "1.31.7"]);
    assert_eq!(world.findings(Code::MultiHop), "");
}
