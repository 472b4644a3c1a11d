//! M01–M13: what was measured when the real reconciler ran against a real API server.

use kubectl_gardener::domain::objects::shoot::{
    ClusterAutoscaler, Component, InPlaceUpdatesStatus, KubeApiServer, PendingWorkerUpdates,
};

use kubectl_gardener::domain::objects::Object;
use kubectl_gardener::domain::versions::facts::{Bindings, Facts};
use kubectl_gardener::domain::versions::run::run;
use serde_json::{Value, json};

use super::notation::at;
use super::world::{World, told};

/// All tasks that maintenance adds.
const TASKS: &str = "deployInfrastructure,deployDNSRecordInternal,deployDNSRecordExternal,\
                     deployDNSRecordIngress,restartControlPlanePods";

#[test]
fn m01_a_missing_machine_type_in_a_profile_with_capabilities_makes_the_api_server_panic() {
    let plain = World::new("1.32.9", "1.32.9@past 1.33.4")
        .image("i", "major", "1.0.0")
        .pool("a i 1.0.0 {type gone}");
    assert_eq!(plain.told(), "kubernetes 1.33.4 forced; stops at a");
    let capable = plain.capability("architecture", &["amd64"]);
    assert_eq!(capable.told(), "BLOCKED(panic a)");
}

#[test]
fn m02_a_run_without_a_dry_run_can_be_rejected_and_tells_nobody() {
    // Nothing to report: the image step stops, and the real update meets R4 on the unchanged pool.
    let world = World::new("1.32.9", "1.32.9")
        .image("i", "major", "1.0.0{kub < 1.30}")
        .pool("a i 1.0.0 {type gone}");
    let outcome = world.run("N");
    assert_eq!(told(&outcome), "BLOCKED(R4 a)");
    assert!(outcome.fails() && !outcome.reported);
    // So pools that would have been updated silently are not.
    let world = World::new("1.32.9", "1.32.9")
        .image("i", "major", "1.0.0 1.0.1")
        .image("bad", "major", "1.0.0{kub < 1.30}")
        .pool("a i 1.0.0")
        .pool("b bad 1.0.0 {type gone}")
        .auto(false, true);
    let outcome = world.run("N");
    assert_eq!(told(&outcome), "BLOCKED(R4 b)");
    assert!(!outcome.reported);
}

/// A pool whose image in use was narrowed to kubelets that it does not have, and no other image.
fn narrowed(kubernetes: &str) -> World {
    World::new("1.32.9", kubernetes)
        .image("i", "major", "1.0.0{kub < 1.30}")
        .pool("a i 1.0.0")
}

#[test]
fn m03_without_a_last_operation_the_dry_run_of_a_failure_passes() {
    let new = narrowed("1.32.9").with(|world| world.shoot.status.last_operation = None);
    let outcome = new.run("N");
    assert_eq!(told(&outcome), "pool/a/image EndOfLife");
    assert!(outcome.reported);
}

#[test]
fn m04_unchanged_pools_turn_a_failure_into_a_rejection() {
    let outcome = narrowed("1.32.9").run("N");
    assert_eq!(told(&outcome), "BLOCKED(R4 a)");
    assert!(outcome.reported);
    // A Kubernetes update that would have worked is lost with it.
    assert_eq!(
        narrowed("1.32.1 1.32.9@past 1.32.10").told(),
        "BLOCKED(R4 a)"
    );
}

#[test]
fn m04_capabilities_are_checked_on_unchanged_pools() {
    let world = World::new("1.32.9", "1.32.9@past 1.33.4")
        .capability("architecture", &["amd64"])
        .capability("disk", &["fast", "slow"])
        .image("i", "major", "1.0.0{arch amd64; flavor disk=slow}")
        .pool("a i 1.0.0")
        .with(|world| {
            let capabilities = &mut world.spec.machine_types[0].capabilities;
            capabilities.insert("disk".to_owned(), vec!["fast".to_owned()]);
        });
    assert_eq!(world.told(), "BLOCKED(R6 a)");
}

#[test]
fn m05_validation_hides_admission() {
    // R4 of pool a would be admission's word; the skew of pool b is found first.
    let world = World::new("1.33.9", "1.30.5 1.33.9@past 1.34.2")
        .image("i", "major", "1.0.0{kub < 1.34}")
        .pool("a i 1.0.0")
        .pool("b i 1.0.0 {kubelet 1.30.5}");
    assert_eq!(world.told(), "BLOCKED(R3 b)");
}

#[test]
fn m05_r7_to_r13_are_found_together() {
    let world = World::new("1.33.9", "1.33.9@past 1.34.2")
        .image("i", "major", "1.0.0{inp}")
        .pool("a i 1.0.0 {in-place}")
        .with(|world| {
            let spec = &mut world.shoot.spec;
            spec.cloud_profile_name = Some("other".to_owned());
            spec.kubernetes.cluster_autoscaler = Some(ClusterAutoscaler {
                ignore_taints: vec!["t".to_owned()],
            });
            spec.kubernetes.kube_api_server = Some(KubeApiServer {
                feature_gates: [("APIServerTracing".to_owned(), false)].into(),
                runtime_config: [("networking.k8s.io/v1alpha1".to_owned(), true)].into(),
            });
            world.shoot.status.in_place_updates = Some(InPlaceUpdatesStatus {
                pending_worker_updates: Some(PendingWorkerUpdates {
                    auto_in_place_update: Vec::new(),
                    manual_in_place_update: vec!["a".to_owned()],
                }),
            });
        });
    assert_eq!(
        world.told(),
        "BLOCKED(R8 APIServerTracing, R9 networking.k8s.io/v1alpha1, R11, R13, R7 a)"
    );
}

#[test]
fn r8_a_gate_that_is_removed_and_not_locked_is_cleaned_up() {
    // Known until 1.32 and locked to true since 1.31: at 1.33 it is removed, at 1.32 it blocks.
    let with_gate = |offered: &str, current: &str| {
        World::new(current, offered)
            .with(|world| {
                world.shoot.spec.kubernetes.kubelet = Some(Component {
                    feature_gates: [("AppArmor".to_owned(), false)].into(),
                });
            })
            .told()
    };
    assert_eq!(
        with_gate("1.32.9@past 1.33.4", "1.32.9"),
        "kubernetes 1.33.4 forced"
    );
    assert_eq!(
        with_gate("1.31.9@past 1.32.4", "1.31.9"),
        "BLOCKED(R8 AppArmor)"
    );
}

#[test]
fn m06_an_unavailable_image_is_rejected_by_the_rule_for_expired_ones() {
    let world = World::new("1.30.0", "1.30.0")
        .image("i", "major", "1.0.0 1.0.1=[supported@future]")
        .pool("a i 1.0.0")
        .auto(false, true);
    assert_eq!(world.told(), "BLOCKED(R5 a)");
}

#[test]
fn m07_clamping_can_put_a_pool_on_a_preview() {
    let world = World::new("1.33.2", "1.32.9@past 1.33.2:preview 1.33.4")
        .image("i", "major", "1.0.0")
        .pool("a i 1.0.0 {kubelet 1.32.9}");
    let outcome = world.run("N");
    assert_eq!(told(&outcome), "pool/a/kubernetes 1.33.2 forced");
    let item = outcome.pools[0].kubernetes.as_ref().unwrap();
    assert_eq!(item.clamped_from.as_deref(), Some("1.33.4"));
}

#[test]
fn m07_clamping_to_a_version_that_the_profile_lacks_is_rejected() {
    // The control plane has left the profile and finds no target; the pool is clamped to it.
    let world = World::new("1.33.2", "1.32.9@past 1.33.1 1.33.4:preview 1.33.5@past")
        .image("i", "major", "1.0.0")
        .pool("a i 1.0.0 {kubelet 1.32.9}");
    assert_eq!(
        world.told(),
        "kubernetes NoNextMinor; pool/a/kubernetes 1.33.1 forced"
    );
    let world = World::new("1.33.2", "1.32.9@past 1.33.5@past")
        .image("i", "major", "1.0.0")
        .pool("a i 1.0.0 {kubelet 1.32.9}");
    assert_eq!(world.told(), "BLOCKED(R2 a)");
}

#[test]
fn m11_architectures_come_from_flavors_whatever_their_order() {
    let architectures = |flavors: &str| {
        let world = World::new("1.30.0", "1.30.0")
            .capability("architecture", &["amd64", "arm64"])
            .image("i", "major", flavors);
        world.profile().images[0].versions[0].architectures.clone()
    };
    let both = ["amd64", "arm64"];
    let one_each = "1.0.0{flavor architecture=arm64; flavor architecture=amd64}";
    assert_eq!(architectures(one_each), both);
    assert_eq!(architectures("1.0.0{flavor architecture=arm64}"), ["arm64"]);
    // Without flavors it is what the profile defines.
    assert_eq!(architectures("1.0.0"), both);
}

#[test]
fn m12_the_precision_of_the_version_in_use_counts() {
    let with_minimum = |minimum: &str, current: &str| {
        World::new("1.30.0", "1.30.0")
            .image(
                "i",
                "major",
                &format!("{current}{{inp}} 1.2.0{{inp {minimum}}}"),
            )
            .pool(&format!("a i {current} {{in-place}}"))
            .auto(false, true)
            .told()
    };
    // 1.0.1 is not higher than "1.0", only than "1.0.0".
    assert_eq!(with_minimum("1.0.1", "1.0"), "pool/a/image 1.2.0 auto");
    assert_eq!(with_minimum("1.0.1", "1.0.0"), "nothing");
    assert_eq!(with_minimum("1.1.0", "1.0"), "nothing");
}

#[test]
fn m13_attributes_of_an_image_in_use_can_be_narrowed_by_anyone() {
    #[rustfmt::skip]
    let rows = [
        ("1.0.0{arch arm64} 1.0.1", "", "pool/a/image 1.0.1 forced"),
        ("1.0.0{cri docker} 1.0.1", "", "pool/a/image 1.0.1 forced"),
        ("1.0.0{kub < 1.26} 1.0.1", "", "pool/a/image 1.0.1 forced"),
        ("1.0.0 1.0.1{inp 1.0.0}", " {in-place}", "pool/a/image 1.0.1 forced"),
        // Without another version, only the constraint is checked again.
        ("1.0.0{arch arm64}", "", "pool/a/image EndOfLife"),
        ("1.0.0{cri docker}", "", "pool/a/image EndOfLife"),
        ("1.0.0{kub < 1.26}", "", "BLOCKED(R4 a)"),
        ("1.0.0", " {in-place}", "pool/a/image EndOfLife"),
    ];
    for (offered, attributes, expected) in rows {
        let world = World::new("1.30.0", "1.30.0")
            .image("i", "major", offered)
            .pool(&format!("a i 1.0.0{attributes}"));
        assert_eq!(world.told(), expected, "{offered}");
    }
}

#[test]
fn an_update_that_changes_nothing_at_all_is_not_looked_at() {
    // Neither operation nor tasks to add: admission is not asked, so that R4 stays unseen.
    let silent = World::new("1.32.9", "1.32.9")
        .image("i", "major", "1.0.0{kub < 1.30}")
        .pool("a i 1.0.0 {type gone}")
        .with(|world| world.shoot.status.last_operation = None);
    assert_eq!(silent.clone().told(), "BLOCKED(R4 a)");
    let tasks = silent.annotated("shoot.gardener.cloud/tasks", TASKS);
    assert_eq!(tasks.told(), "stops at a");
}

/// What a run over 1.34 does with a shoot on SecretBinding `sb`, next to the CredentialsBinding that would
/// replace it.
fn with_secret_binding(made: Value) -> String {
    let world = World::new("1.33.9", "1.33.9@past 1.34.2")
        .with(|world| world.shoot.spec.secret_binding_name = Some("sb".to_owned()));
    let namespace = world.shoot.namespace().to_owned();
    let object = |mut object: Value| {
        object["metadata"]["namespace"] = namespace.clone().into();
        object
    };
    let secret = json!({ "metadata": { "name": "sb" }, "secretRef": { "name": "account", "namespace": "x" } });
    let bindings = Bindings::new(
        serde_json::from_value(object(secret)),
        serde_json::from_value(object(made)),
    );
    let profile = world.profile();
    let facts = Facts {
        profile: &profile,
        bindings: Some(&bindings),
    };
    told(&run(&world.shoot, facts, at("N")))
}

#[test]
fn r10_a_secret_binding_is_replaced_unless_the_replacement_is_another() {
    let made = |name: &str, to: &str| {
        json!({
            "metadata": { "name": name },
            "credentialsRef": { "apiVersion": "v1", "kind": "Secret", "name": to, "namespace": "x" },
        })
    };
    let updated = "kubernetes 1.34.2 forced";
    assert_eq!(
        with_secret_binding(made("force-migrated-sb", "other")),
        "BLOCKED(R10 sb)"
    );
    assert_eq!(
        with_secret_binding(made("force-migrated-sb", "account")),
        updated
    );
    assert_eq!(with_secret_binding(made("another", "other")), updated);
    let mut with_quota = made("force-migrated-sb", "account");
    with_quota["quotas"] = json!([{ "name": "q" }]);
    assert_eq!(with_secret_binding(with_quota), "BLOCKED(R10 sb)");
}
