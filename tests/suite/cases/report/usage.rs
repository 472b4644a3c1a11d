//! Who uses what: counts, missing versions, profiles that are not there, one profile only.

use kubectl_gardener::domain::versions::finding::{Code, Severity};
use kubectl_gardener::domain::versions::profile::Profile;
use kubectl_gardener::domain::versions::report::{Builder, NextChange, Options};
use snapbox::{assert_data_eq, str};

use super::super::notation::at;
use super::super::profiles::own;
use super::super::world::{World, findings, options};
use super::{base, named, of_profile, report, report_with, rows, shoots};

#[test]
fn pools_without_a_version_of_their_own_count_at_the_shoots() {
    let world = base()
        .pool("a i 1.0.0")
        .pool("b i 1.0.0")
        .pool("c i 1.0.1 {kubelet 1.32.9}");
    let other = base().pool("a i 1.0.1");
    let workerless = base();
    assert_data_eq!(
        rows(&report(options(), &[&world, &other, &workerless])),
        str![[r#"
p kubernetes 1.32.9 supported 0/1
p kubernetes 1.33.4 supported 3/3
p i 1.0.0 supported 1/2
p i 1.0.1 supported 2/2

"#]]
    );
}

#[test]
fn versions_in_use_that_the_profile_lacks_are_missing() {
    let world = World::new("1.31.7", "1.33.4")
        .image("i", "patch", "1.0.0")
        .pool("a i 0.9.0")
        .pool("b gone 5.0.0 {kubelet 1.30.1}");
    assert_data_eq!(
        rows(&report(options(), &[&world])),
        str![[r#"
p kubernetes 1.30.1 missing 0/1
p kubernetes 1.31.7 missing 1/1
p kubernetes 1.33.4 supported 0/0
p gone 5.0.0 missing 1/1
p i 0.9.0 missing 1/1
p i 1.0.0 supported 0/0

"#]]
    );
}

#[test]
fn shoots_and_pools_count_at_the_profile_that_the_shoot_names() {
    let plain = base().pool("a i 1.0.0");
    let of_own = of_profile(plain.clone(), "NamespacedCloudProfile", "own");
    let parent = plain.cloud_profile();
    let own = Profile::of_namespaced(&own("1.33.4@2027-03-31"), Some(&parent));
    let report = report_with(options(), vec![plain.profile(), own], &[&plain, &of_own]);
    assert_data_eq!(
        rows(&report),
        str![[r#"
p kubernetes 1.32.9 supported 0/0
p kubernetes 1.33.4 supported 1/1
p i 1.0.0 supported 1/1
p i 1.0.1 supported 0/0
garden-dev/own kubernetes 1.32.9 supported 0/0
garden-dev/own kubernetes 1.33.4 supported 1/1
garden-dev/own i 1.0.0 supported 1/1
garden-dev/own i 1.0.1 supported 0/0

"#]]
    );
    let dated = report.versions.iter().find(|row| {
        row.profile.namespace.is_some() && row.version == "1.33.4" && row.image.is_none()
    });
    let dated = dated.unwrap();
    assert_eq!(dated.expiration_date, Some(at("2027-03-31")));
    assert_eq!(
        dated.next_change,
        Some(NextChange {
            at: at("2027-03-31"),
            to: "expired".to_owned()
        })
    );
    assert_eq!(report.summary.profiles, 2);
}

#[test]
fn a_profile_that_is_not_there_is_an_error_and_its_versions_are_missing() {
    let world = of_profile(base(), "CloudProfile", "gone");
    let report = report(options(), &[&world]);
    let [shoot] = report.shoots.as_slice() else {
        panic!("one shoot");
    };
    assert_data_eq!(
        findings(shoot, Code::RunWillFail),
        str![[r#"
1.33.4: profile gone was not found: maintenance ends with an error and nothing is updated

"#]]
    );
    assert_eq!(shoot.severity, Some(Severity::Error));
    assert!(shoot.next_run.is_none());
    assert!(rows(&report).contains("gone kubernetes 1.33.4 missing 1/0"));
    // The NamespacedCloudProfile of another namespace is not there either.
    let parent = base().cloud_profile();
    let own = Profile::of_namespaced(&own(""), Some(&parent));
    let elsewhere = of_profile(base(), "NamespacedCloudProfile", "own");
    let elsewhere = named(elsewhere, "garden-prod", "s");
    assert_data_eq!(
        findings(&elsewhere.row_with(vec![own]), Code::RunWillFail),
        str![[r#"
1.33.4: profile garden-prod/own was not found: maintenance ends with an error and nothing is updated

"#]]
    );
}

#[test]
fn a_shoot_that_names_no_profile_is_an_error() {
    let world = base().with(|world| world.shoot.spec.cloud_profile = None);
    assert_data_eq!(
        world.findings(Code::RunWillFail),
        str![[r#"
1.33.4: the shoot names no profile: maintenance ends with an error and nothing is updated

"#]]
    );
    assert_eq!(world.row().profile, None);
}

#[test]
fn shoots_in_deletion_are_counted_and_not_judged() {
    let world = World::new("1.32.9", "1.32.9@past 1.33.4")
        .with(|world| world.shoot.metadata.deletion_timestamp = Some(at("past")));
    let report = report(options(), &[&world]);
    assert!(rows(&report).contains("p kubernetes 1.32.9 expired 1/0"));
    assert_eq!(report.summary.shoots, 1);
    assert_eq!(report.summary.shoots_with_findings, 0);
    assert_eq!(report.summary.worst(), None);
}

#[test]
fn profile_limits_versions_and_shoots_to_one() {
    let plain = base();
    let of_own = named(
        of_profile(base(), "NamespacedCloudProfile", "own"),
        "garden-dev",
        "t",
    );
    let parent = plain.cloud_profile();
    let profiles = || {
        let own = Profile::of_namespaced(&own(""), Some(&parent));
        vec![plain.profile(), own]
    };
    let limited = |profile: &str| {
        let options = Options {
            profile: Some(profile.to_owned()),
            ..options()
        };
        let known = Builder::new(options.clone(), profiles(), [].into()).knows_wanted_profile();
        (known, report_with(options, profiles(), &[&plain, &of_own]))
    };
    for (profile, shoot) in [("p", "garden-dev/s"), ("garden-dev/own", "garden-dev/t")] {
        let (known, report) = limited(profile);
        assert!(known);
        assert_eq!(shoots(&report), [shoot]);
        assert!(rows(&report).lines().all(|row| row.starts_with(profile)));
        assert_eq!((report.summary.profiles, report.summary.shoots), (1, 1));
    }
    let (known, report) = limited("own");
    assert!(!known && report.shoots.is_empty() && report.versions.is_empty());
}

#[test]
fn a_control_plane_of_another_profile_of_the_parent_guards_a_pool() {
    let parent = base().cloud_profile();
    let profiles = || {
        let own = Profile::of_namespaced(&own(""), Some(&parent));
        vec![base().profile(), own]
    };
    let pooled = base().pool("a i 1.0.0 {kubelet 1.32.9}");
    let guard = named(World::new("1.32.9", ""), "garden-dev", "t");
    let of_own = of_profile(guard, "NamespacedCloudProfile", "own");
    // Also where the report is limited to the profile of the pool.
    for profile in [None, Some("p".to_owned())] {
        let options = Options {
            profile,
            ..options()
        };
        let unguarded = |worlds: &[&World]| {
            let report = report_with(options.clone(), profiles(), worlds);
            !findings(&report.shoots[0], Code::UnguardedPoolVersion).is_empty()
        };
        assert!(unguarded(&[&pooled]));
        assert!(!unguarded(&[&pooled, &of_own]));
    }
}

#[test]
fn a_namespaced_profile_that_lists_a_version_guards_a_pool() {
    let parent = base().cloud_profile();
    let pooled = base().pool("a i 1.0.0 {kubelet 1.32.9}");
    let unguarded = |listed: &str| {
        let own = Profile::of_namespaced(&own(listed), Some(&parent));
        let report = report_with(options(), vec![base().profile(), own], &[&pooled]);
        !findings(&report.shoots[0], Code::UnguardedPoolVersion).is_empty()
    };
    assert!(unguarded("1.33.4@2027-03-31"));
    assert!(!unguarded("1.32.9@2027-03-31"));
}
