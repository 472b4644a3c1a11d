//! P01–P10: Kubernetes versions of pools, and what blocks a run because of them.

use kubectl_gardener::domain::objects::shoot::{InPlaceUpdatesStatus, PendingWorkerUpdates};

use super::world::World;

const IMAGE: &str = "1.0.0";

/// A shoot whose pool `a` has a Kubernetes version of its own.
fn with_pool(current: &str, pool: &str, offered: &str) -> World {
    World::new(current, offered)
        .image("i", "major", IMAGE)
        .pool(&format!("a i {IMAGE} {{kubelet {pool}}}"))
}

#[test]
fn p01_a_pool_is_clamped_to_the_control_plane() {
    let world = with_pool(
        "0.1.1",
        "0.0.5",
        "0.0.1 0.0.5:deprecated@2012 0.1.1:deprecated 0.1.5:deprecated",
    );
    assert_eq!(world.told(), "pool/a/kubernetes 0.1.1 forced");
}

#[test]
fn p02_automatic_updates_move_pool_and_control_plane() {
    let world = with_pool(
        "0.0.1",
        "0.0.1",
        "0.0.1:deprecated 0.0.5:deprecated 0.1.1:deprecated 0.1.5:deprecated",
    )
    .auto(true, false);
    assert_eq!(
        world.told(),
        "kubernetes 0.0.5 auto; pool/a/kubernetes 0.0.5 auto"
    );
}

#[test]
fn p03_pool_and_control_plane_are_forced_in_the_same_run() {
    let world = with_pool(
        "0.0.5",
        "0.0.5",
        "0.0.5:deprecated@2012 0.1.1:deprecated 0.1.5:deprecated",
    );
    assert_eq!(
        world.told(),
        "kubernetes 0.1.5 forced; pool/a/kubernetes 0.1.5 forced"
    );
}

#[test]
fn p04_a_pool_without_a_version_of_its_own_follows_without_a_word() {
    let world = World::new("1.32.9", "1.32.9@past 1.33.4")
        .image("i", "major", IMAGE)
        .pool("a i 1.0.0");
    assert_eq!(world.told(), "kubernetes 1.33.4 forced");
}

#[test]
fn p05_more_than_three_minors_of_skew_block_the_run() {
    let world = with_pool("1.33.9", "1.30.5", "1.30.5 1.33.9@past 1.34.2");
    assert_eq!(world.told(), "BLOCKED(R3 a)");
}

#[test]
fn p06_three_minors_of_skew_are_fine() {
    let world = with_pool("1.33.9", "1.31.0", "1.31.0 1.33.9@past 1.34.2");
    assert_eq!(world.told(), "kubernetes 1.34.2 forced");
}

#[test]
fn p07_a_pool_version_removed_from_the_profile_is_forced_away() {
    let world = with_pool("1.33.4", "1.32.5", "1.32.9 1.33.4");
    assert_eq!(world.told(), "pool/a/kubernetes 1.32.9 forced");
}

#[test]
fn p10_a_pending_in_place_pool_blocks_a_forced_control_plane() {
    let pending = |pools: &[&str]| {
        World::new("1.32.9", "1.32.9@past 1.33.4")
            .image("i", "major", "1.0.0{inp}")
            .pool("a i 1.0.0 {in-place}")
            .with(|world| {
                world.shoot.status.in_place_updates = Some(InPlaceUpdatesStatus {
                    pending_worker_updates: Some(PendingWorkerUpdates {
                        auto_in_place_update: pools.iter().map(ToString::to_string).collect(),
                        manual_in_place_update: Vec::new(),
                    }),
                });
            })
    };
    assert_eq!(pending(&["a"]).told(), "BLOCKED(R7 a)");
    assert_eq!(pending(&["b"]).told(), "kubernetes 1.33.4 forced");
    let forced = pending(&["a"]).annotated("gardener.cloud/operation", "force-in-place-update");
    assert_eq!(forced.told(), "kubernetes 1.33.4 forced");
}

#[test]
fn a_pool_at_a_version_of_its_own_holds_the_pool_back_and_no_other() {
    let world = with_pool("1.33.9", "1.32.9", "1.32.9 1.33.9@past 1.34.2").pool("b i 1.0.0");
    assert_eq!(world.told(), "kubernetes 1.34.2 forced");
}
