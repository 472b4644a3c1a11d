//! I47, I48, I52: several pools, and what stops the image step without a word.

use kubectl_gardener::domain::versions::run::{Cause, RunState};

use super::world::{World, describe, told};

#[test]
fn i47_a_missing_image_stops_the_image_step_without_a_word() {
    let world = World::new("1.30.0", "1.30.0")
        .image("i", "major", "1.0.0 1.0.1")
        .pool("a gone 1.0.0")
        .pool("b i 1.0.0")
        .auto(false, true);
    let outcome = world.run("N");
    assert_eq!(told(&outcome), "stops at a");
    assert!(!outcome.reported && !outcome.fails());
}

#[test]
fn i48_pools_before_a_missing_machine_type_are_updated_without_a_word() {
    let world = World::new("1.30.0", "1.30.0")
        .image("i", "major", "1.0.0 1.0.1")
        .pool("a i 1.0.0")
        .pool("b i 1.0.0 {type gone}")
        .pool("c i 1.0.0")
        .auto(false, true);
    let outcome = world.run("N");
    assert_eq!(told(&outcome), "pool/a/image 1.0.1 unreported; stops at b");
    let run = describe(&outcome);
    assert!(!run.reported);
    assert_eq!(
        run.pools[0].image.as_ref().unwrap().cause,
        Cause::Unreported
    );
}

#[test]
fn i48_a_dead_end_before_the_stop_is_not_reported_either() {
    let world = World::new("1.30.0", "1.30.0")
        .image("i", "major", "1.0.0@past")
        .pool("a i 1.0.0")
        .pool("b i 1.0.0 {type gone}");
    let outcome = world.run("N");
    assert_eq!(told(&outcome), "stops at b");
    assert!(!outcome.fails());
}

#[test]
fn the_control_plane_is_maintained_although_the_image_step_stopped() {
    let world = World::new("1.32.9", "1.32.9@past 1.33.4")
        .image("i", "major", "1.0.0")
        .pool("a gone 1.0.0");
    let outcome = world.run("N");
    assert_eq!(told(&outcome), "kubernetes 1.33.4 forced; stops at a");
    assert!(outcome.reported);
}

#[test]
fn i52_a_pool_without_a_target_does_not_hold_back_the_other() {
    let world = World::new("1.30.0", "1.30.0")
        .image("i", "major", "1.0.0@past 1.0.1")
        .image("old", "major", "1.0.0@past")
        .pool("a i 1.0.0")
        .pool("b old 1.0.0");
    let outcome = world.run("N");
    assert_eq!(
        told(&outcome),
        "pool/a/image 1.0.1 forced; pool/b/image EndOfLife"
    );
    assert_eq!(describe(&outcome).state, RunState::Failed);
}

#[test]
fn an_image_in_other_letters_is_found_by_maintenance_and_refused_by_admission() {
    let offered = |name: &str| {
        World::new("1.30.0", "1.30.0")
            .image(name, "major", "1.0.0 1.0.1")
            .pool("a ubuntu 1.0.0")
            .told()
    };
    assert_eq!(offered("ubuntu"), "nothing");
    assert_eq!(offered("Ubuntu"), "BLOCKED(image not in profile a)");
}
