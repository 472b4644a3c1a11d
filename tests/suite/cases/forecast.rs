//! S01–S14 run by run: the forecast of a quarter, and what its certainty means.

use jiff::Timestamp;
use kubectl_gardener::domain::objects::shoot::{Hibernation, OPERATION};
use kubectl_gardener::domain::versions::forecast;
use kubectl_gardener::domain::versions::run::{Certainty, Run, RunState, RunTrigger};
use snapbox::{assert_data_eq, str};

use super::notation::at;
use super::world::World;

/// A run in a line: `08-21 22:00-23:00 certain: kubernetes 1.30.9 → 1.31.7 Forced`.
fn line(run: &Run) -> String {
    let time = |at: Timestamp, format: &str| at.strftime(format).to_string();
    let mut parts = Vec::new();
    if let Some(c) = &run.kubernetes {
        parts.push(format!("kubernetes {} → {} {:?}", c.from, c.to, c.cause));
    }
    for pool in &run.pools {
        if let Some(c) = &pool.kubernetes {
            parts.push(format!(
                "{} kubernetes {} → {} {:?}",
                pool.name, c.from, c.to, c.cause
            ));
        }
        if let Some(c) = &pool.image {
            parts.push(format!(
                "{} {} {} → {} {:?}",
                pool.name, c.name, c.from, c.to, c.cause
            ));
        }
    }
    parts.extend(
        run.failures
            .iter()
            .map(|failure| format!("{} fails", failure.target)),
    );
    if run.repeats > 0 {
        parts.push(format!("{} more", run.repeats));
    }
    let certainty = match run.certainty {
        Certainty::Certain => "certain",
        Certainty::Possible => "possible",
    };
    assert_eq!(run.state == RunState::Failed, !run.failures.is_empty());
    format!(
        "{}-{} {certainty}: {}\n",
        time(run.window.begin, "%m-%d %H:%M"),
        time(run.window.end, "%H:%M"),
        parts.join("; ")
    )
}

fn runs(world: &World, now: &str, until: &str) -> Vec<Run> {
    forecast::runs(&world.shoot, &world.profile(), at(now), at(until))
}

fn foretold(world: &World, until: &str) -> String {
    runs(world, "N", until).iter().map(line).collect()
}

const OFFERED: &str =
    "1.30.9@2026-08-01 1.31.7@2026-08-10 1.32.5:deprecated@2026-12-31T23:59:59Z 1.33.4:supported";

#[test]
fn s01_a_chain_is_one_run_a_night_and_goes_on_when_its_end_expires() {
    assert_data_eq!(
        foretold(&World::new("1.30.9", OFFERED), "2027-02-01"),
        str![[r#"
08-21 22:00-23:00 certain: kubernetes 1.30.9 → 1.31.7 Forced
08-22 22:00-23:00 certain: kubernetes 1.31.7 → 1.32.5 Forced
01-01 22:00-23:00 certain: kubernetes 1.32.5 → 1.33.4 Forced

"#]]
    );
}

#[test]
fn s02_an_expiry_inside_the_window_is_possible_and_what_is_far_from_it_certain_again() {
    let world = World::new(
        "1.30.9",
        "1.30.9@2026-09-01T22:20:00Z 1.31.7@2026-10-01 1.32.5",
    );
    // A night later or not: by October the shoot is on 1.31.7.
    assert_data_eq!(
        foretold(&world, "2026-11-01"),
        str![[r#"
09-01 22:00-23:00 possible: kubernetes 1.30.9 → 1.31.7 Forced
10-01 22:00-23:00 certain: kubernetes 1.31.7 → 1.32.5 Forced

"#]]
    );
}

#[test]
fn what_follows_from_a_possible_run_is_possible() {
    let world = World::new(
        "1.30.9",
        "1.30.9@2026-09-01T22:20:00Z 1.31.7@2026-08-10 1.32.5",
    );
    assert_data_eq!(
        foretold(&world, "2026-11-01"),
        str![[r#"
09-01 22:00-23:00 possible: kubernetes 1.30.9 → 1.31.7 Forced
09-02 22:00-23:00 possible: kubernetes 1.31.7 → 1.32.5 Forced

"#]]
    );
}

#[test]
fn a_choice_that_depends_on_the_minute_is_never_certain_again() {
    // Automatic updates take what is there at the minute of the run: 1.30.3, or 1.30.4 once it is a preview no more.
    // Both stay for good, and what happens to the next minor depends on which.
    let world = World::new(
        "1.30.1",
        "1.30.1 1.30.3:deprecated@2026-12-01 1.30.4=[preview,supported@2026-08-21T22:20:00Z,preview@2026-08-21T22:30:00Z] 1.31.2",
    )
    .auto(true, true);
    let runs = runs(&world, "N", "2027-01-01");
    assert!(
        runs.iter().all(|run| run.certainty == Certainty::Possible),
        "{runs:?}"
    );
    assert!(runs.len() > 1);
}

#[test]
fn s03_an_expiry_at_the_effective_end_is_for_the_next_night() {
    let world = World::new("1.30.9", "1.30.9@2026-09-01T22:45:00Z 1.31.7");
    assert_data_eq!(
        foretold(&world, "2026-10-01"),
        str![[r#"
09-02 22:00-23:00 certain: kubernetes 1.30.9 → 1.31.7 Forced

"#]]
    );
}

#[test]
fn s04_the_last_quarter_of_an_hour_of_a_window_is_no_time_to_begin() {
    let world = World::new("1.30.9", "1.30.9@2026-07-01 1.31.7");
    let first = |now: &str| line(&runs(&world, now, "2026-10-01")[0]);
    assert!(first("2026-08-21T22:44:59Z").starts_with("08-21 22:00"));
    assert!(first("2026-08-21T22:45:00Z").starts_with("08-22 22:00"));
}

#[test]
fn s05_a_dead_end_is_one_entry_until_its_preview_is_supported() {
    let world = World::new(
        "1.32.9",
        "1.32.9@2026-07-01 1.33.2=[preview,supported@2026-10-01T00:00:00Z]",
    );
    assert_data_eq!(
        foretold(&world, "2026-11-19"),
        str![[r#"
08-21 22:00-23:00 certain: kubernetes fails; 40 more
10-01 22:00-23:00 certain: kubernetes 1.32.9 → 1.33.2 Forced

"#]]
    );
    // Cut short, the repetitions are cut as well: windows that begin before the end count.
    assert_eq!(runs(&world, "N", "2026-08-24T22:00:01Z")[0].repeats, 3);
    assert_eq!(runs(&world, "N", "2026-08-24T22:00:00Z")[0].repeats, 2);
}

/// A control plane that is forced from 1.30.9 to 1.31.2.
fn forced(images: &str) -> World {
    World::new("1.30.9", "1.30.9@past 1.31.2")
        .image("i", "patch", images)
        .pool("a i 1.0.0")
}

#[test]
fn s06_s08_a_deadlock_repeats_and_nothing_is_applied() {
    for world in [
        forced("1.0.0{kub < 1.31}"),
        forced("1.0.0{kub < 1.31} 1.0.1{kub >= 1.31}").auto(false, true),
    ] {
        assert_data_eq!(
            foretold(&world, "2026-11-19"),
            str![[r#"
08-21 22:00-23:00 certain: update fails; 89 more

"#]]
        );
    }
}

#[test]
fn s07_an_image_for_both_kubelets_comes_in_the_same_run() {
    assert_data_eq!(
        foretold(
            &forced("1.0.0{kub < 1.31} 1.0.1").auto(false, true),
            "2026-11-19"
        ),
        str![[r#"
08-21 22:00-23:00 certain: kubernetes 1.30.9 → 1.31.2 Forced; a i 1.0.0 → 1.0.1 Auto

"#]]
    );
}

#[test]
fn s09_an_image_that_is_not_available_blocks_until_it_is() {
    let world = forced("1.0.0 1.0.1=[supported@2026-09-10]").auto(false, true);
    assert_data_eq!(
        foretold(&world, "2026-11-19"),
        str![[r#"
08-21 22:00-23:00 certain: update fails; 19 more
09-10 22:00-23:00 certain: kubernetes 1.30.9 → 1.31.2 Forced; a i 1.0.0 → 1.0.1 Auto

"#]]
    );
}

#[test]
fn s10_an_image_goes_by_way_of_a_deprecated_patch() {
    let world = World::new("1.30.0", "1.30.0")
        .image("i", "minor", "1.0.0 1.0.1:deprecated 1.2.0:supported")
        .pool("a i 1.0.0")
        .auto(false, true);
    assert_data_eq!(
        foretold(&world, "2026-11-19"),
        str![[r#"
08-21 22:00-23:00 certain: a i 1.0.0 → 1.0.1 Auto
08-22 22:00-23:00 certain: a i 1.0.1 → 1.2.0 Auto

"#]]
    );
}

#[test]
fn a_run_that_changes_one_pool_and_finds_nothing_for_another_is_not_its_repetition() {
    let world = World::new("1.30.0", "1.30.0")
        .image("i", "major", "1.0.0@past 1.1.0")
        .image("j", "major", "2.0.0@past")
        .pool("a i 1.0.0")
        .pool("b j 2.0.0");
    assert_data_eq!(
        foretold(&world, "2026-09-01"),
        str![[r#"
08-21 22:00-23:00 certain: a i 1.0.0 → 1.1.0 Forced; pool/b/image fails
08-22 22:00-23:00 certain: pool/b/image fails; 9 more

"#]]
    );
}

#[test]
fn s11_s12_hibernation_changes_nothing_and_deletion_ends_it() {
    let awake = World::new("1.30.9", OFFERED);
    let asleep = awake.clone().with(|world| {
        world.shoot.spec.hibernation = Some(Hibernation {
            enabled: Some(true),
        });
    });
    assert_eq!(
        foretold(&awake, "2027-02-01"),
        foretold(&asleep, "2027-02-01")
    );
    let leaving = awake.with(|world| world.shoot.metadata.deletion_timestamp = Some(at("past")));
    assert_eq!(foretold(&leaving, "2027-02-01"), "");
}

#[test]
fn s13_a_window_over_midnight_is_the_one_of_the_evening() {
    let world = World::new("1.30.9", "1.30.9@2026-09-01T00:00:00Z 1.31.7")
        .window("233000+0000", "003000+0000");
    assert_data_eq!(
        foretold(&world, "2026-10-01"),
        str![[r#"
08-31 23:30-00:30 possible: kubernetes 1.30.9 → 1.31.7 Forced

"#]]
    );
}

#[test]
fn s14_another_date_is_another_night() {
    let of = |date: &str| {
        let world = World::new("1.30.9", &format!("1.30.9@{date} 1.31.7"));
        foretold(&world, "2027-02-01")
    };
    assert_eq!(
        of("past"),
        "08-21 22:00-23:00 certain: kubernetes 1.30.9 → 1.31.7 Forced\n"
    );
    assert_eq!(
        of("2026-12-31T23:59:59Z"),
        "01-01 22:00-23:00 certain: kubernetes 1.30.9 → 1.31.7 Forced\n"
    );
}

#[test]
fn what_is_asked_for_by_annotation_comes_now_and_once() {
    let world = World::new("1.30.9", OFFERED).with(|world| {
        let annotations = &mut world.shoot.metadata.annotations;
        annotations.insert(OPERATION.to_owned(), "maintain".to_owned());
    });
    let runs = runs(&world, "N", "2026-09-01");
    let told: String = runs.iter().map(line).collect();
    assert_data_eq!(
        told,
        str![[r#"
08-21 12:00-12:00 certain: kubernetes 1.30.9 → 1.31.7 Forced
08-21 22:00-23:00 certain: kubernetes 1.31.7 → 1.32.5 Forced

"#]]
    );
    let triggers: Vec<RunTrigger> = runs.iter().map(|run| run.trigger).collect();
    assert_eq!(triggers, [RunTrigger::Annotation, RunTrigger::Window]);
}

#[test]
fn windows_begin_before_the_end_or_do_not_count() {
    let world = World::new("1.30.9", "1.30.9@2026-07-01 1.31.7");
    assert_eq!(runs(&world, "N", "2026-08-21T22:00:00Z"), []);
    assert_eq!(runs(&world, "N", "2026-08-21T22:00:01Z").len(), 1);
}

#[test]
fn transitions_of_other_minors_and_images_are_passed_over() {
    // What cannot matter to the shoot neither moves nor splits its one dead end.
    let world = World::new(
        "1.30.9",
        "1.30.9@2026-07-01 1.32.1@2026-09-01 1.33.1@2026-10-01",
    )
    .image("other", "minor", "1.0.0@2026-09-05 1.1.0@2026-09-15");
    assert_data_eq!(
        foretold(&world, "2026-11-19"),
        str![[r#"
08-21 22:00-23:00 certain: kubernetes fails; 89 more

"#]]
    );
}
