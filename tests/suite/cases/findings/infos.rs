//! Findings of severity info.

use kubectl_gardener::domain::objects::shoot::{CloudProfileReference, LastMaintenance};
use kubectl_gardener::domain::versions::finding::Code;
use kubectl_gardener::domain::versions::profile::Profile;
use snapbox::{assert_data_eq, str};

use super::super::notation::at;
use super::super::profiles::own;
use super::super::world::{World, findings};
use super::{assert_silent, forced, quiet};

/// What is told of a shoot of the NamespacedCloudProfile `own`, whose status has these versions; of
/// generation 2, of which the status saw `observed`.
fn of_own(status: Option<(&str, i64)>, with_parent: bool, code: Code) -> String {
    let world = quiet().with(|world| {
        world.shoot.spec.cloud_profile = Some(CloudProfileReference {
            kind: Some("NamespacedCloudProfile".to_owned()),
            name: "own".to_owned(),
        });
    });
    let mut own = own("1.33.4@2027-03-31");
    own.metadata.generation = Some(2);
    if let Some((versions, observed)) = status {
        own.status.cloud_profile_spec = Some(World::new("", versions).spec);
        own.status.observed_generation = Some(observed);
    }
    let parent = with_parent.then(|| world.cloud_profile());
    let profile = Profile::of_namespaced(&own, parent.as_ref());
    findings(&world.row_with(vec![profile]), code)
}

#[test]
fn v10_shadowed_override() {
    let both = "1.33.4=[supported]@2027-03-31";
    let told = of_own(Some((both, 2)), true, Code::ShadowedOverride);
    assert_data_eq!(
        told,
        str![[r#"
1.33.4: profile garden-dev/own gives Kubernetes 1.33.4 the date 2027-03-31 00:00 UTC, which has no effect: the version has a lifecycle

"#]]
    );
    for near in ["1.33.4=[supported]", "1.33.4@2027-03-31"] {
        let told = of_own(Some((near, 2)), true, Code::ShadowedOverride);
        assert_eq!(told, "", "{near}");
    }
    // A CloudProfile cannot have both.
    assert_silent(&World::new("1.33.4", both), Code::ShadowedOverride);
}

#[test]
fn v11_stale_profile_status() {
    let stale = |status, with_parent| of_own(status, with_parent, Code::StaleProfileStatus);
    assert_data_eq!(
        stale(Some(("1.33.4", 1)), true),
        str![[r#"
1.33.4: the status of profile garden-dev/own is older than its spec; maintenance uses the status

"#]]
    );
    assert_data_eq!(
        stale(None, true),
        str![[r#"
1.33.4: profile garden-dev/own has no status yet: shown is what parent and spec make; maintenance sees no versions at all

"#]]
    );
    assert_data_eq!(
        stale(None, false),
        str![[r#"
1.33.4: profile garden-dev/own has no status, and its parent p was not found

"#]]
    );
    assert_eq!(stale(Some(("1.33.4", 2)), true), "");
}

#[test]
fn v14_dashboard_differs() {
    let world = World::new("1.32.9", "1.32.9@N+23h 1.33.4");
    assert_data_eq!(
        world.findings(Code::DashboardDiffers),
        str![[r#"
1.32.9: the dashboard shows Kubernetes 1.32.9 as expired already, which it is not yet

"#]]
    );
    let near = World::new("1.32.9", "1.32.9@N+24h 1.33.4");
    assert_silent(&near, Code::DashboardDiffers);
}

#[test]
fn v14_what_the_next_run_does_is_what_gardener_does() {
    // The way opens, or closes, between now and the run.
    let opens = "1.32.9@past 1.32.10=[preview,supported@N+3h] 1.33.4:preview";
    let closes = "1.32.9@past 1.32.10@N+3h";
    for (offers, change) in [(opens, true), (closes, false)] {
        let world = World::new("1.32.9", offers);
        assert_eq!(
            world.next("N").unwrap().outcome.changes(),
            change,
            "{offers}"
        );
        let said = world.findings(Code::DashboardDiffers);
        assert!(!said.contains("finds no version") || !change, "{said}");
        assert!(!said.contains("will update it") || change, "{said}");
    }
}

#[test]
fn v14_the_dashboard_judges_ways_on_differently() {
    let to = |target: &str| World::new("1.32.9", &format!("1.32.9@N+72h {target}"));
    // It takes a deprecated version for no way, and a version two minors up for one.
    assert_data_eq!(
        to("1.33.4:deprecated").findings(Code::DashboardDiffers),
        str![[r#"
1.32.9: the dashboard says that there is no version to update Kubernetes 1.32.9 to, but Gardener will update it

"#]]
    );
    assert_data_eq!(
        to("1.33.4:preview 1.34.0").findings(Code::DashboardDiffers),
        str![[r#"
1.32.9: the dashboard announces a forced update of Kubernetes 1.32.9, but Gardener finds no version to force it to

"#]]
    );
    let image = World::new("1.33.4", "1.33.4")
        .image("i", "major", "1.0.0@N+72h 2.0.0{arch arm64}")
        .pool("a i 1.0.0");
    assert_data_eq!(
        image.findings(Code::DashboardDiffers),
        str![[r#"
a 1.0.0: the dashboard announces a forced update of machine image i 1.0.0, but Gardener finds no version to force it to

"#]]
    );
    // Both see the way, and both see none.
    for near in ["1.33.4", "1.33.4:preview"] {
        assert_silent(&to(near), Code::DashboardDiffers);
    }
    // Where the image step stops, nothing is forced, whatever the dashboard says.
    let stopped = World::new("1.33.4", "1.33.4")
        .image("i", "major", "1.0.0@N+72h")
        .pool("a i 1.0.0 {type gone}");
    assert_silent(&stopped, Code::DashboardDiffers);
}

fn after(state: &str, world: World) -> World {
    world.with(|world| {
        world.shoot.status.last_maintenance = Some(LastMaintenance {
            state: state.to_owned(),
            triggered_time: Some(at("past")),
            ..LastMaintenance::default()
        });
    })
}

#[test]
fn v15_misleading_last_maintenance() {
    let failing = || World::new("1.32.9", "1.32.9@past 1.34.0");
    let told = |world: World| world.findings(Code::MisleadingLastMaintenance);
    assert_data_eq!(
        told(after("Failed", quiet())),
        str![[r#"
1.33.4: lastMaintenance of 2026-08-20 12:00 UTC says Failed, but the next run will not fail

"#]]
    );
    assert_data_eq!(
        told(after("Succeeded", failing())),
        str![[r#"
1.32.9: lastMaintenance of 2026-08-20 12:00 UTC says Succeeded, but the next run fails

"#]]
    );
    for near in [
        after("Failed", failing()),
        after("Succeeded", forced()),
        after("Processing", failing()),
        failing(),
    ] {
        assert_silent(&near, Code::MisleadingLastMaintenance);
    }
}

#[test]
fn v16_lifecycle_with_legacy_tools() {
    let world = World::new(
        "1.33.4",
        "1.33.4=[preview, supported@2026-01-01, deprecated@2026-08-01, expired@2027-08-01]",
    );
    assert_data_eq!(
        world.findings(Code::LifecycleWithLegacyTools),
        str![[r#"
1.33.4: Kubernetes 1.33.4 is deprecated by its lifecycle, which the dashboard ignores

"#]]
    );
    // Only versions in use count.
    let near = World::new("1.33.4", "1.33.4:deprecated@2027-08-01 1.34.0=[preview]");
    assert_silent(&near, Code::LifecycleWithLegacyTools);
}

#[test]
fn v17_unsupported_minor() {
    let on = |minor: &str| World::new(&format!("1.{minor}.0"), &format!("1.{minor}.0"));
    assert_data_eq!(
        on("31").findings(Code::UnsupportedMinor),
        str![[r#"
1.31.0: Kubernetes 1.31 is in use; Gardener 1.150 supports 1.32 to 1.36

"#]]
    );
    assert_ne!(on("37").findings(Code::UnsupportedMinor), "");
    for near in ["32", "36"] {
        assert_silent(&on(near), Code::UnsupportedMinor);
    }
    // That the profile offers a minor is nothing to tell of a shoot that stays where it is.
    let near = World::new("1.36.2", "1.36.2 1.37.0");
    assert_silent(&near, Code::UnsupportedMinor);
}

#[test]
fn v18_always_window() {
    let missing = quiet().with(|world| {
        world.shoot.spec.maintenance.as_mut().unwrap().time_window = None;
    });
    assert_data_eq!(
        missing.findings(Code::AlwaysWindow),
        str![[r#"
1.33.4: spec.maintenance.timeWindow is missing: maintenance can happen at any time

"#]]
    );
    let unreadable = quiet().window("220000Z", "230000Z");
    assert_data_eq!(
        unreadable.findings(Code::AlwaysWindow),
        str![[r#"
1.33.4: spec.maintenance.timeWindow "220000Z"–"230000Z" cannot be read: maintenance can happen at any time

"#]]
    );
    // A window of nearly a day is one, whatever the API server thinks of it.
    let near = quiet().window("000000+0000", "235959+0000");
    assert_silent(&near, Code::AlwaysWindow);
}
