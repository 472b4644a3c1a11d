//! Gardenlets that gardener-operator does not deploy, and operators that may not.

use serde_json::json;

use super::{GARDENLET, Operator, World};
use crate::api::Address;

fn managed(world: &World) {
    let gardenlet = Address::parse(GARDENLET).unwrap();
    world.garden.store(|store| store.remove(&gardenlet));
    world.garden.add(json!({ "apiVersion": "seedmanagement.gardener.cloud/v1alpha1", "kind": "ManagedSeed", "metadata": { "name": "aws", "namespace": "garden", "generation": 2 },
        "spec": { "shoot": { "name": "aws" } }, "status": { "observedGeneration": 2, "conditions": [{ "type": "SeedRegistered", "status": "True" }] } }));
}

const MANAGED: &str =
    "/apis/seedmanagement.gardener.cloud/v1alpha1/namespaces/garden/managedseeds/aws";

#[test]
fn case_03_a_managed_seed_is_answered_with_the_right_operation() {
    let world = World::new(Operator::Works);
    managed(&world);
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json");
    ran.code(5);
    assert!(
        ran.message()
            .contains("kubectl gardener redeploy aws --operation reconcile"),
        "{}",
        ran.message()
    );
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn the_operation_of_a_managed_seed_is_run_and_waited_for() {
    for operation in ["reconcile", "renew-kubeconfig"] {
        let world = World::new(Operator::Works);
        managed(&world);
        // The parent gardenlet, and the API server that takes `reconcile` off.
        world.garden.handle(|seen, store| {
            if seen.method == "GET" && seen.path.ends_with("/managedseeds/aws") {
                let managed = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
                if managed["metadata"]["annotations"]["gardener.cloud/operation"].is_string() {
                    managed["metadata"]["generation"] = 3.into();
                    managed["metadata"]["annotations"] = json!({});
                    managed["status"]["observedGeneration"] = 3.into();
                }
            }
            if seen.method == "GET" && seen.path.ends_with("/leases/aws") {
                let lease = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
                lease["spec"]["renewTime"] = json!(jiff::Timestamp::now());
                let seed = "/apis/core.gardener.cloud/v1beta1/seeds/aws";
                let seed = store.get_mut(&Address::parse(seed).unwrap()).unwrap();
                seed["status"]["conditions"][0]["status"] = "True".into();
            }
            None
        });
        let ran = world.run(&format!(
            "redeploy aws --operation {operation} --yes -o json"
        ));
        ran.code(0);
        assert_eq!(world.writes(), ["PATCH managedseeds/aws"], "{operation}");
        assert_eq!(ran.one()["outcome"], "done");
    }
}

#[test]
fn a_pending_operation_of_a_managed_seed_is_not_cancelled_by_accident() {
    let world = World::new(Operator::Absent);
    managed(&world);
    world.change(MANAGED, |managed| {
        managed["metadata"]["annotations"] =
            json!({ "gardener.cloud/operation": "renew-kubeconfig" });
    });
    let ran = world.run("redeploy aws --operation reconcile --yes -o json");
    ran.code(5);
    assert!(
        ran.message().contains("renew-kubeconfig is pending"),
        "{}",
        ran.message()
    );
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn an_operation_for_managed_seeds_is_not_for_a_gardenlet() {
    let world = World::new(Operator::Works);
    let ran = world.run("redeploy aws --operation reconcile --yes -o json");
    ran.code(5);
    assert!(
        ran.message().contains("this is a Gardenlet"),
        "{}",
        ran.message()
    );
}

#[test]
fn case_04_and_05_manual_and_self_hosted_ones_are_recognised() {
    let world = World::new(Operator::Works);
    let gardenlet = Address::parse(GARDENLET).unwrap();
    world.garden.store(|store| store.remove(&gardenlet));
    let ran = world.run("redeploy aws --runtime --yes -o json");
    ran.code(5);
    assert!(
        ran.message().contains("rebootstrap-gardenlet.sh"),
        "{}",
        ran.message()
    );
    world.lost("self-hosted-shoot-edge");
    let ran = world.run("redeploy self-hosted-shoot-edge --runtime --yes -o json");
    ran.code(5);
    assert!(ran.message().contains("self-hosted"), "{}", ran.message());
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn what_does_not_exist_is_said_so() {
    let world = World::new(Operator::Works);
    let ran = world.run("redeploy nobody --runtime --yes -o json");
    ran.code(1);
    assert!(
        ran.message()
            .contains("there is no Gardenlet, ManagedSeed or Seed nobody"),
        "{}",
        ran.message()
    );
}

#[test]
fn case_40_rights_that_are_missing_are_named_with_who_has_them() {
    let world = World::new(Operator::Works);
    world.garden.store(|store| {
        for verb in ["create", "get", "delete"] {
            store.denied.insert(format!("{verb} secrets"));
        }
    });
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json");
    ran.code(5);
    let message = ran.message();
    assert!(
        message.starts_with("P4 you may not get secrets, create secrets, delete secrets"),
        "{message}"
    );
    assert!(
        message.contains("gardener.cloud:system:administrators"),
        "{message}"
    );
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn a_gardenlet_that_may_not_be_read_or_patched_is_a_failure_that_says_so() {
    let world = World::new(Operator::Works);
    world
        .garden
        .fail(crate::api::On::get("/gardenlets/aws"), 403);
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json");
    ran.code(1);
    assert!(
        ran.message().contains("cannot get gardenlets garden/aws"),
        "{}",
        ran.message()
    );
    let world = World::new(Operator::Works);
    world.garden.store(|store| {
        store.denied.insert("patch gardenlets".to_owned());
    });
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json");
    ran.code(5);
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn a_healthy_one_is_redeployed_only_by_force() {
    let world = World::new(Operator::Absent);
    world.change("/apis/core.gardener.cloud/v1beta1/seeds/aws", |seed| {
        seed["status"]["conditions"][0]["status"] = "True".into();
    });
    world.change(
        "/apis/coordination.k8s.io/v1/namespaces/gardener-system-seed-lease/leases/aws",
        |lease| {
            lease["spec"]["renewTime"] = json!(jiff::Timestamp::now());
        },
    );
    let run = "redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json";
    let ran = world.run(run);
    ran.code(5);
    assert!(ran.message().contains("it looks healthy") && ran.message().contains("--force"));
    let ran = world.run(&format!("{run} --force"));
    ran.code(0);
    assert_eq!(ran.check("P5"), "warning");
}

#[test]
fn an_old_gardener_is_refused() {
    let world = World::new(Operator::Works);
    let info = "/api/v1/namespaces/gardener-system-public/configmaps/gardener-info";
    world.change(info, |info| {
        info["data"]["gardenerAPIServer"] = "version: v1.118.4\n".into();
    });
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json");
    ran.code(5);
    assert_eq!(ran.check("P19"), "blocked");
}
