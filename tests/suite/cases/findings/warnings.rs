//! Findings of severity warning.

use kubectl_gardener::domain::versions::finding::Code;
use kubectl_gardener::domain::versions::report::Builder;
use snapbox::{assert_data_eq, str};

use super::super::notation::at;
use super::super::world::{World, findings, options};
use super::{assert_silent, forced, quiet};

#[test]
fn v04_multi_hop() {
    let with = |last: &str| {
        World::new("1.32.9", &format!("1.32.9@past 1.33.4{last} 1.34.2"))
            .image("i", "minor", "1.0.0 1.0.1:deprecated 1.2.0:supported")
            .pool("a i 1.0.0")
            .auto(false, true)
    };
    assert_data_eq!(
        with("@past").findings(Code::MultiHop),
        str![[r#"
1.32.9: Kubernetes goes 1.32.9 → 1.33.4 → 1.34.2 in 2 windows, the last one ends 2026-08-22 22:45 UTC
a 1.0.0: machine image i goes 1.0.0 → 1.0.1 → 1.2.0 in 2 windows, the last one ends 2026-08-22 22:45 UTC

"#]]
    );
    // A stop that lasts is no hop, even if its end is known.
    let near = with(":deprecated@2026-12-31").with(|world| {
        world.spec.machine_images[0].versions.remove(1);
    });
    assert_silent(&near, Code::MultiHop);
}

#[test]
fn v05_lands_on_deprecated() {
    let to = |target: &str| {
        World::new(
            "1.32.9",
            &format!("1.32.9@past 1.33.4{target} 1.33.1:preview"),
        )
        .image("i", "minor", "1.0.0@past 2.0.0@past")
        .pool("a i 1.0.0")
    };
    let world = to(":deprecated");
    assert_data_eq!(
        world.findings(Code::LandsOnDeprecated),
        str![[r#"
1.32.9: Kubernetes goes from 1.32.9 to 1.33.4, which is deprecated
a 1.0.0: machine image i goes from 1.0.0 to 2.0.0, which is expired

"#]]
    );
    // A target that is deprecated the day after is not yet.
    let near = World::new(
        "1.32.9",
        "1.32.9@past 1.33.4=[supported, deprecated@2026-08-22]",
    );
    assert_silent(&near, Code::LandsOnDeprecated);
    // A run that is rejected lands nowhere.
    let rejected = to(":deprecated").image("j", "patch", "1.0.0{kub < 1.33}");
    assert_silent(&rejected.pool("b j 1.0.0"), Code::LandsOnDeprecated);
}

#[test]
fn v06_unavailable_target() {
    let with = |kubernetes: &str, images: &str| {
        World::new("1.32.9", kubernetes)
            .image("i", "patch", images)
            .pool("a i 1.0.0")
            .auto(true, true)
    };
    let world = with(
        "1.32.9 1.32.10=[supported@2027-01-01]",
        "1.0.0 1.0.1=[supported@2027-01-01]",
    );
    assert_data_eq!(
        world.findings(Code::UnavailableTarget),
        str![[r#"
1.32.9: Kubernetes goes from 1.32.9 to 1.32.10, which is not available yet: it is installed before its time
a 1.0.0: machine image i goes from 1.0.0 to 1.0.1, which is not available yet: the API server rejects that

"#]]
    );
    // It is there, but a higher one is chosen; and it may begin before the window closes.
    let near = with(
        "1.32.9 1.32.10=[supported@2027-01-01] 1.32.11",
        "1.0.0 1.0.1=[supported@2026-08-21T22:00:00Z]",
    );
    assert_silent(&near, Code::UnavailableTarget);
}

#[test]
fn v08_filtered_out_image() {
    let with = |images: &str| {
        World::new("1.33.4", "1.33.4")
            .image("i", "patch", images)
            .pool("a i 1.0.0")
    };
    let narrowed = |attributes: &str| with(&format!("1.0.0{attributes} 1.0.1"));
    for (attributes, reason) in [
        (
            "{arch arm64}",
            "it does not support the pool's architecture",
        ),
        (
            "{cri docker}",
            "it does not support the pool's container runtimes",
        ),
        (
            "{kub < 1.30}",
            "its kubelet version constraint excludes the pool's kubelet",
        ),
    ] {
        let told = narrowed(attributes).findings(Code::FilteredOutImage);
        assert!(told.contains(reason), "{attributes}: {told}");
    }
    assert_data_eq!(
        narrowed("{arch arm64}").findings(Code::FilteredOutImage),
        str![[r#"
a 1.0.0: the profile has machine image i 1.0.0, but it does not support the pool's architecture; Gardener forces 1.0.1

"#]]
    );
    assert_data_eq!(
        with("1.0.0{arch arm64}").findings(Code::FilteredOutImage),
        str![[r#"
a 1.0.0: the profile has machine image i 1.0.0, but it does not support the pool's architecture; Gardener finds no other

"#]]
    );
    // Others may be filtered out, as long as the one in use fits.
    let near = with("1.0.0 1.0.1{arch arm64}").auto(false, true);
    assert_silent(&near, Code::FilteredOutImage);
}

#[test]
fn v09_silent_abort() {
    let world = quiet().pool("b i 1.0.0 {type gone}").pool("c gone 1.0.0");
    assert_data_eq!(
        world.findings(Code::SilentAbort),
        str![[r#"
b 1.33.4: the profile does not have machine type gone: image maintenance stops at pool b without a word in lastMaintenance; the pools after it are not maintained

"#]]
    );
    let world = quiet().pool("b gone 1.0.0");
    assert_data_eq!(
        world.findings(Code::SilentAbort),
        str![[r#"
b 1.33.4: the profile does not have machine image gone: image maintenance stops at pool b without a word in lastMaintenance; the pools after it are not maintained

"#]]
    );
    // A version of the image that is gone stops nothing.
    assert_silent(&quiet().pool("b i 0.9.0"), Code::SilentAbort);
}

#[test]
fn v13_preview_with_expiry() {
    let world = World::new("1.33.4", "1.33.4:preview@2027-03-31");
    assert_data_eq!(
        world.findings(Code::PreviewWithExpiry),
        str![[r#"
1.33.4: Kubernetes 1.33.4 is a preview that expires 2027-03-31 00:00 UTC: from then on it can be chosen as forced target

"#]]
    );
    for near in [
        "1.33.4:preview",
        "1.33.4:preview@past 1.34.0",
        "1.33.4:deprecated@2027-03-31",
        "1.33.4=[preview, supported@2027-03-31]",
    ] {
        assert_silent(&World::new("1.33.4", near), Code::PreviewWithExpiry);
    }
}

/// What a report says of the shoot with the pool's own version 1.32.9, with a second shoot beside it.
fn beside(change: impl FnOnce(&mut World)) -> String {
    let world = World::new("1.33.4", "1.32.9 1.33.4")
        .image("i", "patch", "1.0.0")
        .pool("a i 1.0.0 {kubelet 1.32.9}");
    let mut second = World::new("1.32.9", "").with(|world| {
        "t".clone_into(&mut world.shoot.metadata.name);
    });
    change(&mut second);
    let mut builder = Builder::new(options(), vec![world.profile()], [].into());
    builder.add(&world.shoot);
    builder.add(&second.shoot);
    let report = builder.finish(Vec::new());
    findings(&report.shoots[0], Code::UnguardedPoolVersion)
}

#[test]
fn v12_unguarded_pool_version() {
    let on_another_version = |world: &mut World| {
        "1.33.4".clone_into(&mut world.shoot.spec.kubernetes.version);
    };
    assert_data_eq!(
        beside(on_another_version),
        str![[r#"
a 1.32.9: no control plane in view uses Kubernetes 1.32.9, so nothing keeps it from being removed from CloudProfile p; the pool would then be updated by force

"#]]
    );
    // A control plane on the version guards it, but not one in deletion.
    assert_eq!(beside(|_| {}), "");
    let in_deletion =
        |world: &mut World| world.shoot.metadata.deletion_timestamp = Some(at("past"));
    assert_ne!(beside(in_deletion), "");
}

#[test]
fn v12_a_pool_version_that_the_profile_lacks_needs_no_guard() {
    let world = World::new("1.33.4", "1.33.4")
        .image("i", "patch", "1.0.0")
        .pool("a i 1.0.0 {kubelet 1.33.1}");
    assert_silent(&world, Code::UnguardedPoolVersion);
    assert_ne!(world.findings(Code::OrphanedVersion), "");
}

#[test]
fn v20_highest_version_problem() {
    let with = |highest: &str| World::new("1.32.9", &format!("1.32.9 {highest}"));
    let world = with("1.33.4@past 1.33.5:preview 1.33.6=[supported@2027-01-01]");
    assert_data_eq!(
        world.findings(Code::HighestVersionProblem),
        str![[r#"
1.32.9: Kubernetes 1.33, the highest minor of profile p, has only preview, expired or unavailable versions

"#]]
    );
    // A deprecated one is enough, and a minor further away is not this shoot's concern.
    for near in ["1.33.1:deprecated 1.33.5:preview", "1.33.1 1.34.0:preview"] {
        assert_silent(&with(near), Code::HighestVersionProblem);
    }
}

#[test]
fn expires_soon() {
    // Within 30 days, both ends included.
    let on = |date: &str| World::new("1.32.9", &format!("1.32.9@{date} 1.33.4"));
    assert_data_eq!(
        on("N+720h").findings(Code::ExpiresSoon),
        str![[r#"
1.32.9: Kubernetes 1.32.9 expires 2026-09-20 12:00 UTC; Gardener then forces it to 1.33.4 between 2026-09-20 22:00 and 22:45 UTC

"#]]
    );
    assert_silent(&on("N+720h1s"), Code::ExpiresSoon);
    assert_silent(&forced(), Code::ExpiresSoon);
}

#[test]
fn expires_soon_says_what_comes_of_it() {
    let on = |kubernetes: &str| World::new("1.32.9", kubernetes);
    // An automatic update comes first.
    let automatic = on("1.32.9@N+72h 1.32.10").auto(true, false);
    assert_data_eq!(
        automatic.findings(Code::ExpiresSoon),
        str![[r#"
1.32.9: Kubernetes 1.32.9 expires 2026-08-24 12:00 UTC; Gardener updates it to 1.32.10 between 2026-08-21 22:00 and 22:45 UTC

"#]]
    );
    let dead_end = on("1.32.9@N+72h 1.34.0");
    assert_data_eq!(
        dead_end.findings(Code::ExpiresSoon),
        str![[r#"
1.32.9: Kubernetes 1.32.9 expires 2026-08-24 12:00 UTC; Gardener will then find no version to force it to: the profile offers no version of the next minor

"#]]
    );
    let blocked = on("1.32.9@N+72h 1.33.4")
        .image("i", "patch", "1.0.0{kub < 1.33}")
        .pool("a i 1.0.0");
    assert_data_eq!(
        blocked.findings(Code::ExpiresSoon),
        str![[r#"
1.32.9: Kubernetes 1.32.9 expires 2026-08-24 12:00 UTC; Gardener then forces it to 1.33.4 between 2026-08-24 22:00 and 22:45 UTC, which the API server will reject

"#]]
    );
}
