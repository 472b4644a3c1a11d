//! N01–N15: effective profiles, and how a shoot names its profile.

use jiff::Timestamp;
use kubectl_gardener::domain::objects::NamespacedCloudProfile;
use kubectl_gardener::domain::objects::cloud_profile::MachineImage;
use kubectl_gardener::domain::objects::shoot::CloudProfileReference;
use kubectl_gardener::domain::versions::lifecycle::{EXPIRED, classify};
use kubectl_gardener::domain::versions::profile::{
    Profile, ProfileKey, ProfileKind, Staleness, Strategy,
};
use kubectl_gardener::domain::versions::run::run;

use super::notation::{at, image_versions, versions};
use super::world::{World, told};

/// A NamespacedCloudProfile `garden-dev/own` of `p` with these Kubernetes versions.
pub fn own(kubernetes: &str) -> NamespacedCloudProfile {
    let mut own = NamespacedCloudProfile::default();
    own.metadata.namespace = Some("garden-dev".to_owned());
    "own".clone_into(&mut own.metadata.name);
    "p".clone_into(&mut own.spec.parent.name);
    own.spec.kubernetes.versions = versions(kubernetes);
    own
}

/// The same with a machine image.
fn own_image(name: &str, strategy: Option<&str>, versions: &str) -> NamespacedCloudProfile {
    let mut own = own("");
    own.spec.machine_images = vec![MachineImage {
        name: name.to_owned(),
        update_strategy: strategy.map(ToOwned::to_owned),
        versions: image_versions(versions),
    }];
    own
}

fn merged(world: &World, own: &NamespacedCloudProfile) -> Profile {
    Profile::of_namespaced(own, Some(&world.cloud_profile()))
}

/// The versions of a profile with their dates: `1.30.2 1.31.0@2026-08-22T12:00:00Z`.
fn kubernetes(profile: &Profile) -> String {
    let offers = profile.kubernetes.iter();
    let texts: Vec<_> = offers
        .map(|offer| dated(&offer.raw.version, offer.raw.expiration_date))
        .collect();
    texts.join(" ")
}

fn images(profile: &Profile) -> String {
    let images = profile.images.iter().map(|image| {
        let versions = image.versions.iter();
        let versions: Vec<_> = versions
            .map(|v| dated(&v.offer.raw.version, v.offer.raw.expiration_date))
            .collect();
        format!("{} {}: {}", image.name, image.strategy, versions.join(" "))
    });
    images.collect::<Vec<_>>().join("; ")
}

fn dated(version: &str, date: Option<Timestamp>) -> String {
    date.map_or(version.to_owned(), |date| format!("{version}@{date}"))
}

#[test]
fn n01_an_override_sets_the_date_of_the_parents_version() {
    let world = World::new("1.0.0", "1.0.0@past 1.1.0@past 1.2.0");
    // An override without a date, which admission refuses, clears the parent's.
    let profile = merged(&world, &own("1.0.0@future 1.1.0"));
    assert_eq!(
        kubernetes(&profile),
        "1.0.0@2026-08-22T12:00:00Z 1.1.0 1.2.0"
    );
    assert_eq!(profile.key.to_string(), "garden-dev/own");
    assert_eq!(profile.parent, "p");
}

#[test]
fn n01_only_the_date_of_an_override_counts() {
    let world = World::new("1.0.0", "1.0.0:deprecated");
    let profile = merged(&world, &own("1.0.0:preview@future"));
    assert_eq!(classify(&profile.kubernetes[0].raw, at("N")), "deprecated");
}

#[test]
fn n02_a_version_that_the_parent_lacks_is_ignored() {
    let world = World::new("1.0.0", "1.0.0");
    let profile = merged(&world, &own("1.2.3@future"));
    assert_eq!(kubernetes(&profile), "1.0.0");
}

#[test]
fn n03_an_image_version_is_appended_and_a_new_image_too() {
    let world = World::new("1.0.0", "1.0.0").image("i", "major", "1.0.0 1.1.0@past");
    let profile = merged(&world, &own_image("i", None, "1.2.0 1.1.0@future"));
    assert_eq!(
        images(&profile),
        "i major: 1.0.0 1.1.0@2026-08-22T12:00:00Z 1.2.0"
    );
    let profile = merged(
        &world,
        &own_image("new", Some("patch"), "5.0.0{arch arm64}"),
    );
    assert_eq!(
        images(&profile),
        "i major: 1.0.0 1.1.0@2026-08-20T12:00:00Z; new patch: 5.0.0"
    );
    assert_eq!(profile.images[1].versions[0].architectures, ["arm64"]);
}

#[test]
fn n03_an_override_that_describes_a_version_replaces_the_parents() {
    let world = World::new("1.0.0", "1.0.0").image("i", "major", "1.0.0{kub < 1.26}");
    let kept = merged(&world, &own_image("i", None, "1.0.0@future"));
    assert!(kept.images[0].versions[0].kubelet.is_some());
    for complete in [
        "1.0.0@future{arch arm64}",
        "1.0.0@future{cri containerd}",
        "1.0.0@future{flavor a=1}",
        "1.0.0:deprecated@future",
    ] {
        let replaced = merged(&world, &own_image("i", None, complete));
        assert!(
            replaced.images[0].versions[0].kubelet.is_none(),
            "{complete}"
        );
    }
}

#[test]
fn n04_an_override_of_the_strategy_keeps_the_parents_versions() {
    let world = World::new("1.0.0", "1.0.0").image("i", "major", "1.0.0 1.1.0");
    let profile = merged(&world, &own_image("i", Some("minor"), ""));
    assert_eq!(images(&profile), "i minor: 1.0.0 1.1.0");
    assert_eq!(profile.images[0].strategy, Strategy::Minor);
}

#[test]
fn n09_a_lifecycle_of_the_parent_voids_the_override() {
    let world = World::new("1.31.0", "1.31.0=[supported, expired@past]");
    let mut own = own("1.31.0@future");
    let by_merge = merged(&world, &own);
    // What Gardener's status holds after the parent was converted.
    own.status.cloud_profile_spec =
        Some(World::new("", "1.31.0=[supported, expired@past]@future").spec);
    for profile in [by_merge, merged(&world, &own)] {
        let raw = &profile.kubernetes[0].raw;
        assert_eq!(raw.expiration_date, Some(at("future")));
        assert_eq!(classify(raw, at("N")), EXPIRED);
    }
}

#[test]
fn the_status_of_a_profile_is_what_counts_and_it_can_be_stale() {
    let world = World::new("1.0.0", "1.0.0");
    let mut own = own("1.0.0@future");
    assert_eq!(merged(&world, &own).stale, Some(Staleness::NoStatus));
    assert_eq!(
        Profile::of_namespaced(&own, None).stale,
        Some(Staleness::NoParent)
    );
    own.status.cloud_profile_spec = Some(World::new("", "9.9.9").spec);
    own.metadata.generation = Some(2);
    for (observed, stale) in [(2, None), (1, Some(Staleness::OldGeneration))] {
        own.status.observed_generation = Some(observed);
        let profile = merged(&world, &own);
        assert_eq!(profile.stale, stale);
        assert_eq!(kubernetes(&profile), "9.9.9");
    }
}

#[test]
fn n12_n14_maintenance_may_move_to_an_expired_version() {
    let world = World::new("1.30.9", "1.30.9@past 1.31.7@past")
        .image("i", "minor", "1.0.0@past 2.0.0@past")
        .pool("a i 1.0.0");
    assert_eq!(
        world.told(),
        "kubernetes 1.31.7 forced; pool/a/image 2.0.0 forced"
    );
}

#[test]
fn n15_a_reference_without_a_kind_means_a_cloud_profile() {
    let key = |reference: Option<(Option<&str>, &str)>, legacy: Option<&str>| {
        let mut spec = World::new("1.0.0", "1.0.0").shoot.spec;
        spec.cloud_profile = reference.map(|(kind, name)| CloudProfileReference {
            kind: kind.map(ToOwned::to_owned),
            name: name.to_owned(),
        });
        spec.cloud_profile_name = legacy.map(ToOwned::to_owned);
        ProfileKey::of_shoot(&spec, "garden-dev")
    };
    let plain = Some(ProfileKey::cloud_profile("p"));
    assert_eq!(key(Some((None, "p")), None), plain);
    assert_eq!(key(Some((Some(""), "p")), None), plain);
    assert_eq!(key(Some((Some("CloudProfile"), "p")), None), plain);
    assert_eq!(key(None, Some("p")), plain);
    // The reference wins over the legacy field.
    assert_eq!(key(Some((None, "p")), Some("q")), plain);
    assert_eq!(key(None, Some("")), None);
    assert_eq!(key(None, None), None);
    let own = key(Some((Some("NamespacedCloudProfile"), "own")), Some("p")).unwrap();
    assert_eq!(own.kind, ProfileKind::NamespacedCloudProfile);
    assert_eq!(own.namespace.as_deref(), Some("garden-dev"));
}

#[test]
fn s14_an_override_keeps_its_shoots_from_being_forced() {
    let world = World::new("1.30.9", "1.30.9@2026-08-01 1.31.7");
    let extended = merged(&world, &own("1.30.9@2026-12-31T23:59:59Z"));
    assert_eq!(world.told(), "kubernetes 1.31.7 forced");
    let at_night = |text| told(&run(&world.shoot, &extended, at(text)));
    assert_eq!(at_night("N"), "nothing");
    assert_eq!(at_night("2026-12-31T22:45:00Z"), "nothing");
    assert_eq!(at_night("2027-01-01T22:00:00Z"), "kubernetes 1.31.7 forced");
}
