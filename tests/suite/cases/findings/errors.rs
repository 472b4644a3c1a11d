//! Findings of severity error.

use kubectl_gardener::domain::objects::shoot::{InPlaceUpdatesStatus, PendingWorkerUpdates};
use kubectl_gardener::domain::versions::finding::Code;
use snapbox::{assert_data_eq, str};

use super::super::world::World;
use super::{assert_silent, forced};

#[test]
fn v01_expired_in_use() {
    let world = forced().with(|world| {
        let version = &mut world.spec.machine_images[0].versions[0];
        version.expirable.expiration_date = world.spec.kubernetes.versions[0].expiration_date;
    });
    assert_data_eq!(
        world.findings(Code::ExpiredInUse),
        str![[r#"
1.32.9: Kubernetes 1.32.9 is expired since 2026-08-20 12:00 UTC; Gardener forces it to 1.33.4 between 2026-08-21 22:00 and 22:45 UTC
a 1.0.0: machine image i 1.0.0 is expired since 2026-08-20 12:00 UTC; Gardener finds no version to force it to (the image has no usable version of a higher minor) and tries again in every window

"#]]
    );
    // Not yet at the instant of the date.
    assert_silent(&World::new("1.32.9", "1.32.9@N 1.33.4"), Code::ExpiredInUse);
}

#[test]
fn v01_says_when_the_api_server_will_refuse_or_the_annotation_hurries() {
    let blocked = forced()
        .image("j", "patch", "1.0.0{kub < 1.33}")
        .pool("b j 1.0.0");
    assert_data_eq!(
        blocked.findings(Code::ExpiredInUse),
        str![[r#"
1.32.9: Kubernetes 1.32.9 is expired since 2026-08-20 12:00 UTC; Gardener forces it to 1.33.4 between 2026-08-21 22:00 and 22:45 UTC, which the API server will reject

"#]]
    );
    let asked_for = forced().annotated("gardener.cloud/operation", "maintain");
    assert_data_eq!(
        asked_for.findings(Code::ExpiredInUse),
        str![[r#"
1.32.9: Kubernetes 1.32.9 is expired since 2026-08-20 12:00 UTC; Gardener forces it to 1.33.4 now, as the maintain annotation asks

"#]]
    );
}

#[test]
fn v02_orphaned_version() {
    let world = World::new("1.32.9", "1.33.4")
        .image("i", "patch", "1.1.0")
        .image("other", "patch", "1.0.0")
        .pool("a i 1.0.0 {kubelet 1.32.8}")
        .pool("b other 1.0.0");
    assert_data_eq!(
        world.findings(Code::OrphanedVersion),
        str![[r#"
1.32.9: Kubernetes 1.32.9 is not in the profile; Gardener forces it to 1.33.4 between 2026-08-21 22:00 and 22:45 UTC
a 1.0.0: machine image i 1.0.0 is not in the profile; Gardener forces it to 1.1.0 between 2026-08-21 22:00 and 22:45 UTC
a 1.32.8: Kubernetes 1.32.8 is not in the profile; Gardener forces it to 1.33.4 between 2026-08-21 22:00 and 22:45 UTC

"#]]
    );
    // An expired version is still there.
    assert_silent(&forced(), Code::OrphanedVersion);
}

#[test]
fn v02_an_image_that_is_gone_is_orphaned_and_nothing_happens() {
    let world = World::new("1.33.4", "1.33.4")
        .image("i", "patch", "1.0.0")
        .pool("a gone 1.0.0");
    assert_data_eq!(
        world.findings(Code::OrphanedVersion),
        str![[r#"
a 1.0.0: machine image gone 1.0.0 is not in the profile; nothing happens, because the profile does not have machine image gone

"#]]
    );
}

#[test]
fn v03_dead_end() {
    let world = World::new("1.32.9", "1.32.9@past 1.34.0")
        .image("i", "major", "1.0.0@past")
        .pool("a i 1.0.0 {kubelet 1.32.9}");
    assert_data_eq!(
        world.findings(Code::DeadEnd),
        str![[r#"
1.32.9: Kubernetes: no suitable version higher than 1.32.9: the profile offers no version of the next minor; maintenance fails in every window
a 1.0.0: machine image i: no suitable version higher than 1.0.0: the update strategy is major and no higher version is usable: the image is at its end of life; maintenance fails in every window
a 1.32.9: Kubernetes: no suitable version higher than 1.32.9: the profile offers no version of the next minor; maintenance fails in every window

"#]]
    );
    assert_data_eq!(
        world.findings(Code::ExpiredInUse),
        str![[r#"
1.32.9: Kubernetes 1.32.9 is expired since 2026-08-20 12:00 UTC; Gardener finds no version to force it to (the profile offers no version of the next minor) and tries again in every window
a 1.0.0: machine image i 1.0.0 is expired since 2026-08-20 12:00 UTC; Gardener finds no version to force it to (the update strategy is major and no higher version is usable: the image is at its end of life) and tries again in every window
a 1.32.9: Kubernetes 1.32.9 is expired since 2026-08-20 12:00 UTC; Gardener finds no version to force it to (the profile offers no version of the next minor) and tries again in every window

"#]]
    );
    // Nobody insists on an automatic update.
    let automatic = World::new("1.32.9", "1.32.9 1.34.0").auto(true, true);
    assert_silent(&automatic, Code::DeadEnd);
}

#[test]
fn v03_says_that_there_are_only_previews() {
    let world = World::new("1.32.9", "1.32.9@past 1.33.1:preview");
    assert_data_eq!(
        world.findings(Code::DeadEnd),
        str![[r#"
1.32.9: Kubernetes: no suitable version higher than 1.32.9: the profile offers only preview versions of the next minor; maintenance fails in every window

"#]]
    );
}

#[test]
fn v03_is_not_told_of_an_image_step_that_stops() {
    let with_type = |name: &str| {
        World::new("1.33.4", "1.33.4")
            .image("i", "patch", "1.0.0@past")
            .pool("a i 1.0.0")
            .pool(&format!("b i 1.0.0 {{type {name}}}"))
    };
    // Nothing fails then: the failures up to there are thrown away.
    assert_silent(&with_type("gone"), Code::DeadEnd);
    assert_ne!(with_type("m").findings(Code::DeadEnd), "");
}

#[test]
fn run_will_fail() {
    let with_pool = |kubelet: &str, offered: &str| {
        World::new("1.35.2", offered)
            .image("i", "patch", "1.0.0")
            .pool(&format!("a i 1.0.0 {{kubelet {kubelet}}}"))
    };
    let skewed = with_pool("1.32.9", "1.32.9 1.35.2@past 1.36.0");
    assert_data_eq!(
        skewed.findings(Code::RunWillFail),
        str![[r#"
1.35.2: the API server rejects the run between 2026-08-21 22:00 and 22:45 UTC: pool a would be on Kubernetes 1.32.9 with a control plane on 1.36.0: a pool must not be ahead of it, nor more than three minors behind; held back: Kubernetes 1.35.2 → 1.36.0

"#]]
    );
    // Three minors of skew are fine.
    let near = with_pool("1.33.4", "1.33.4 1.35.2@past 1.36.0");
    assert_silent(&near, Code::RunWillFail);
}

#[test]
fn run_will_fail_tells_every_reason_and_every_update_held_back() {
    let world = World::new("1.32.9", "1.32.9@past 1.33.4")
        .image("i", "patch", "1.0.0{kub < 1.33} 1.0.1{kub < 1.33}")
        .image("j", "patch", "1.0.0 1.0.1=[supported@2027-01-01]")
        .pool("a i 1.0.0 {kubelet 1.32.9}")
        .pool("b j 1.0.0")
        .auto(false, true);
    assert_data_eq!(
        world.findings(Code::RunWillFail),
        str![[r#"
1.32.9: the API server rejects the run between 2026-08-21 22:00 and 22:45 UTC: machine image i 1.0.1 of pool a does not support kubelet 1.33.4, only < 1.33; machine image j 1.0.1 for pool b is not available yet; held back: Kubernetes 1.32.9 → 1.33.4, Kubernetes of pool a 1.32.9 → 1.33.4, image of pool a 1.0.0 → 1.0.1, image of pool b 1.0.0 → 1.0.1

"#]]
    );
}

#[test]
fn run_will_fail_without_any_update_held_back() {
    let world = World::new("1.33.4", "1.33.4")
        .image("i", "patch", "1.0.0{kub < 1.30}")
        .pool("a i 1.0.0");
    assert_data_eq!(
        world.findings(Code::RunWillFail),
        str![[r#"
1.33.4: the API server rejects the run between 2026-08-21 22:00 and 22:45 UTC: machine image i 1.0.0 of pool a does not support kubelet 1.33.4, only < 1.30; there was no version to update

"#]]
    );
}

#[test]
fn v07_kubelet_constraint_deadlock() {
    let with_images = |images: &str| {
        World::new("1.32.9", "1.32.9@past 1.33.4")
            .image("i", "patch", images)
            .pool("a i 1.0.0")
            .auto(false, true)
    };
    let world = with_images("1.0.0{kub < 1.33}");
    assert_data_eq!(
        world.findings(Code::KubeletConstraintDeadlock),
        str![[r#"
a 1.32.9: machine image i 1.0.0 of pool a does not support kubelet 1.33.4, only < 1.33: nothing is applied between 2026-08-21 22:00 and 22:45 UTC

"#]]
    );
    // An image that supports both kubelets resolves it in the same run.
    let near = with_images("1.0.0{kub < 1.33} 1.0.1");
    assert_silent(&near, Code::KubeletConstraintDeadlock);
}

#[test]
fn v19_pending_in_place_blocks() {
    let pending = |offered: &str| {
        World::new("1.32.9", offered)
            .image("i", "patch", "1.0.0{inp}")
            .pool("a i 1.0.0 {in-place}")
            .with(|world| {
                world.shoot.status.in_place_updates = Some(InPlaceUpdatesStatus {
                    pending_worker_updates: Some(PendingWorkerUpdates {
                        auto_in_place_update: vec!["a".to_owned()],
                        manual_in_place_update: Vec::new(),
                    }),
                });
            })
    };
    let world = pending("1.32.9@past 1.33.4");
    assert_data_eq!(
        world.findings(Code::PendingInPlaceBlocks),
        str![[r#"
a 1.32.9: pool a has a pending in-place update and must not change before it is done: nothing is applied between 2026-08-21 22:00 and 22:45 UTC

"#]]
    );
    // Nothing would change the pool.
    assert_silent(&pending("1.32.9 1.33.4"), Code::PendingInPlaceBlocks);
}
