//! I01–I53: which version of its image a pool moves to.

use kubectl_gardener::domain::versions::run::Target;

use super::world::World;

/// Case, strategy, automatic updates, version in use with the pool's attributes, versions of the profile, what
/// one run does, or several in a row.
type Row = (
    &'static str,
    &'static str,
    bool,
    &'static str,
    &'static str,
    &'static str,
);

const ON: bool = true;
const OFF: bool = false;

#[rustfmt::skip] // rows as in the reference
const ROWS: &[Row] = &[
    ("I01", "major", ON, "1.0.0", "1.0.0 1.5.3@future", "1.5.3 auto"),
    ("I02", "major", ON, "1.0.0", "1.0.0 1.0.2 1.5.3", "1.0.2 auto, then 1.5.3 auto"),
    ("I03", "major", ON, "1.0.2", "1.0.2 1.5.3:supported 2.0.0:deprecated", "1.5.3 auto"),
    ("I04", "major", OFF, "1.0.0", "1.0.0@past 1.5.3@future", "1.5.3 forced"),
    ("I05", "major", ON, "1.0.0", "1.1.1 1.0.1", "1.0.1 forced"),
    ("I06", "major", ON, "1.7.2", "1.5.3 1.7.2:deprecated@past", "EndOfLife"),
    ("I07", "major", OFF, "1.0.2", "1.0.2@past 2.0.0@past", "EndOfLife"),
    ("I08", "major", ON, "1.0.0 {arch arm64; type m-arm}", "1.0.0{arch amd64+arm64} 1.5.3 1.1.2{arch arm64} 1.7.1", "1.1.2 auto"),
    ("I09", "patch", ON, "1.0.0", "1.0.0 1.0.2", "1.0.2 auto"),
    ("I10", "patch", OFF, "1.0.0", "1.0.0@past 1.2.1 1.2.0 2.1.0", "1.2.1 forced"),
    ("I11", "patch", ON, "1.0.0", "1.3.1 1.2.5 1.2.4", "1.2.5 forced"),
    ("I12", "patch", OFF, "1.0.0", "1.0.0@past 1.2.4:preview 1.4.1", "1.4.1 forced"),
    ("I13", "patch", OFF, "1.0.0", "1.0.0@past 1.2.5:preview 1.2.4@past 1.4.1", "1.2.4 forced"),
    ("I14", "patch", ON, "1.1.1", "1.1.1 1.2.0", "none"),
    ("I15", "patch", OFF, "1.0.0", "1.0.0@past 2.1.0", "NoHigherMinor"),
    ("I16", "patch", OFF, "1.0.0", "1.0.0@past 1.2.4:preview 1.4.1 1.4.2@past", "1.4.2 forced"),
    ("I17", "patch", OFF, "1.5.3", "1.5.3@past 1.8.0 1.8.5@past", "1.8.0 forced"),
    ("I18", "patch", OFF, "1.5.3", "1.5.3@past 1.8.0 1.8.5@past 2.6.0", "1.8.5 forced"),
    ("I19", "patch", OFF, "1.0.0", "1.0.0@past 1.0.1:deprecated 1.2.0", "1.0.1 forced"),
    ("I20", "minor", ON, "1.0.0", "1.0.0 1.0.6 1.5.1 3.2.5", "1.0.6 auto"),
    ("I21", "minor", ON, "1.0.0", "1.0.0 1.3.0 1.5.1 3.2.5", "1.5.1 auto"),
    ("I22", "minor", OFF, "1.5.9", "1.5.9@past 3.4.9 3.5.9", "3.5.9 forced"),
    ("I23", "minor", OFF, "1.0.0", "1.0.0@past 2.1.1:preview 3.4.1", "3.4.1 forced"),
    ("I24", "minor", OFF, "1.5.9", "1.5.9@past 2.1.1@past 3.5.9", "2.1.1 forced"),
    ("I25", "minor", OFF, "1.5.9", "1.5.9@past 2.0.0@past 2.1.0 4.0.0", "2.1.0 forced"),
    ("I26", "minor", OFF, "934.8.0", "934.8.0@past 934.9.0@past 1096.1.0@past 1148.2.0 1443.3.0", "1096.1.0 forced, then 1148.2.0 forced"),
    ("I27", "minor", ON, "1.0.0", "1.0.0 1.0.1:deprecated 1.2.0:supported", "1.0.1 auto, then 1.2.0 auto"),
    ("I28", "minor", ON, "1.0.0", "1.0.0:deprecated 1.2.0:deprecated 1.1.5:supported 2.0.0", "1.1.5 auto"),
    ("I29", "patch", OFF, "1.0.0", "1.0.0{kub < 1.26} 1.0.1{kub < 1.26} 1.1.0", "1.1.0 forced"),
    ("I30", "patch", OFF, "1.0.0 {arch arm64; type m-arm}", "1.0.0 1.0.1{arch amd64+arm64}", "1.0.1 forced"),
    ("I31", "patch", OFF, "1.0.0", "1.0.0{cri docker} 1.0.1", "1.0.1 forced"),
    ("I32", "patch", OFF, "1.0.0 {in-place}", "1.0.0 1.0.1{inp 1.0.0}", "1.0.1 forced"),
    ("I33", "patch", ON, "1.0.0 {in-place}", "1.0.0{inp} 1.0.1{inp}", "none"),
    ("I34", "patch", ON, "1.0.0 {in-place}", "1.0.0{inp} 1.0.1{inp 1.0.0} 1.0.2{inp 1.0.1}", "1.0.1 auto, then 1.0.2 auto"),
    ("I35", "major", ON, "1.0.0-inplace {in-place}", "1.0.0-inplace{inp} 1.5.3-inplace{inp 1.0.0-inplace} 1.5.3", "1.5.3-inplace auto"),
    ("I36", "major", ON, "1", "1.0.0 1.5.3 1 2", "2 auto"),
    ("I37", "major", ON, "1", "1.0.0 1.5.3 1 2 2.0.1", "2.0.1 auto"),
    ("I38", "patch", ON, "1.7", "1.7 1.8", "none"),
    ("I39", "patch", ON, "1.7.2", "1.7.3 1.8", "1.7.3 forced"),
    ("I40", "major", ON, "1.8", "1.8 1.8.0", "none"),
    ("I41", "major", ON, "1.7.3", "1.7.3 1.8 1.8.0", "1.8 auto"),
    ("I42", "major", ON, "1.0.0 {cri containerd+gvisor}", "1.0.0{cri containerd+gvisor} 1.0.1", "none"),
    ("I43", "major", ON, "1.0.0", "1.0.0 1.0.1{cri other}", "none"),
    ("I49", "major", OFF, "0.0.4 {arch arm64; type m-arm}",
        "0.0.4:deprecated@past{arch arm64} 2.0.0:supported{arch arm64} 2.1.1:deprecated{arch arm64} 3.0.0:deprecated{arch arm64}",
        "2.0.0 forced"),
    ("I50", "minor", OFF, "0.4.1 {arch arm64; type m-arm}",
        "0.4.1@past{arch arm64} 2.0.0:supported{arch arm64} 2.1.1:deprecated{arch arm64} 3.0.0:deprecated{arch arm64}",
        "2.1.1 forced"),
    ("I51", "patch", OFF, "0.3.0", "0.3.0@past 2.0.0 2.1.3 3.0.1", "NoHigherMinor"),
    ("I53", "patch", ON, "1.0.0", "1.0.0 1.0.1=[preview@2027-01-01]", "BLOCKED(R5 a)"),
    // What the table does not say: an unknown strategy is major, and a dead end stays one.
    ("strategy", "other", ON, "1.0.0", "1.0.0 2.0.0", "2.0.0 auto"),
    ("dead end", "patch", OFF, "1.0.0", "1.0.0@past", "NoHigherMinor, then NoHigherMinor"),
    ("all filtered out", "patch", OFF, "1.0.0", "1.0.0{arch arm64}", "AllFilteredOut"),
];

#[test]
fn i01_to_i53_the_image_moves_to_the_expected_version() {
    for (case, strategy, auto, pool, offered, expected) in ROWS {
        let world = World::new("1.30.0", "1.30.0")
            .image("i", strategy, offered)
            .pool(&format!("a i {pool}"))
            .auto(false, *auto);
        let runs = expected.split(", then ").count();
        assert_eq!(
            world.fates(Target::PoolImage("a"), runs),
            *expected,
            "{case}"
        );
    }
}

#[test]
fn i44_a_kubelet_constraint_filters_by_the_kubelet_in_use() {
    let with = |control_plane: &str, pool: &str| {
        World::new(control_plane, "1.25.9 1.26.0")
            .image("i", "major", "1.0.0 1.0.1{kub < 1.26}")
            .pool(pool)
            .auto(false, true)
            .told()
    };
    assert_eq!(with("1.26.0", "a i 1.0.0"), "nothing");
    assert_eq!(with("1.25.9", "a i 1.0.0"), "pool/a/image 1.0.1 auto");
    // The pool's own version counts, not the control plane's.
    let own = with("1.26.0", "a i 1.0.0 {kubelet 1.25.9}");
    assert_eq!(own, "pool/a/image 1.0.1 auto");
}

/// A machine type that needs the capability `disk` to be `fast`.
fn capable(offered: &str) -> World {
    World::new("1.30.0", "1.30.0")
        .capability("architecture", &["amd64"])
        .capability("disk", &["fast", "slow"])
        .image("i", "major", offered)
        .pool("a i 1.0.0")
        .auto(false, true)
        .with(|world| {
            let capabilities = &mut world.spec.machine_types[0].capabilities;
            capabilities.insert("disk".to_owned(), vec!["fast".to_owned()]);
        })
}

#[test]
fn i45_the_highest_version_with_the_capabilities_wins() {
    let world = capable(
        "1.0.0{arch amd64; flavor disk=fast} 1.4.2{arch amd64; flavor disk=slow+fast} \
         1.5.3{arch amd64; flavor disk=slow}",
    );
    assert_eq!(world.told(), "pool/a/image 1.4.2 auto");
    // A version without flavors fits every machine type.
    let world = capable("1.0.0 1.4.2{arch amd64; flavor disk=fast} 1.5.3");
    assert_eq!(world.told(), "pool/a/image 1.5.3 auto");
}

#[test]
fn i46_no_other_version_with_the_capabilities_leaves_the_image() {
    let world = capable("1.0.0{arch amd64; flavor disk=fast} 1.5.3{arch amd64; flavor disk=slow}");
    assert_eq!(world.told(), "nothing");
}
