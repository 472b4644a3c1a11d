//! What is pending already.

use serde_json::{Value, json};

use super::{GARDENLET, Operator, SECRET, World};

const RUN: &str = "redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json";

fn pending(world: &World, operation: &str, reference: Option<&str>) {
    world.change(GARDENLET, |gardenlet| {
        gardenlet["metadata"]["annotations"] = json!({ "gardener.cloud/operation": operation });
        gardenlet["metadata"]["managedFields"] = json!([{ "manager": "kubectl-annotate", "time": "2026-11-21T02:00:00Z",
            "fieldsV1": { "f:metadata": { "f:annotations": { "f:gardener.cloud/operation": {} } } } }]);
        if let Some(reference) = reference {
            gardenlet["spec"]["kubeconfigSecretRef"] = json!({ "name": reference });
        }
    });
    if let Some(reference) = reference {
        world.garden.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": reference, "namespace": "garden", "uid": "theirs" }, "data": {} }));
    }
}

#[test]
fn case_07_a_second_operator_adds_no_secret_and_asks_again() {
    for arguments in [RUN, "redeploy aws --yes --no-wait -o json"] {
        let world = World::new(Operator::Absent);
        pending(
            &world,
            "force-redeploy",
            Some("kubectl-gardener-redeploy-aws"),
        );
        let ran = world.run(arguments);
        ran.code(0);
        assert_eq!(world.writes(), ["PATCH gardenlets/aws"], "{arguments}");
        assert!(
            ran.stderr().contains("force-redeploy is pending since 2026-11-21T02:00:00Z, asked for with kubectl-annotate"),
            "{}",
            ran.stderr()
        );
    }
    let world = World::new(Operator::Absent);
    pending(
        &world,
        "force-redeploy",
        Some("kubectl-gardener-redeploy-aws"),
    );
    let ran = world.run("redeploy aws -o json");
    ran.code(5);
    assert_eq!(world.writes(), [""; 0], "nobody confirmed it");
}

#[test]
fn case_06_another_operation_is_taken_off_by_a_write_of_its_own() {
    let world = World::new(Operator::Absent);
    pending(&world, "renew-kubeconfig", None);
    let ran = world.run(RUN);
    ran.code(5);
    assert!(
        ran.message().contains("--clear-operation"),
        "{}",
        ran.message()
    );
    assert_eq!(world.writes(), [""; 0]);
    world.run(&format!("{RUN} --clear-operation")).code(0);
    assert_eq!(
        world.writes(),
        [
            "POST secrets",
            "PATCH gardenlets/aws",
            "PATCH gardenlets/aws"
        ]
    );
    let requests = world.garden.requests();
    let patches: Vec<Value> = requests
        .iter()
        .filter(|seen| seen.method == "PATCH" && !seen.query.contains("dryRun"))
        .map(|seen| seen.json()["metadata"]["annotations"]["gardener.cloud/operation"].clone())
        .collect();
    assert_eq!(patches, [Value::Null, "force-redeploy".into()]);
}

#[test]
fn a_request_into_another_cluster_is_not_replaced_by_accident() {
    let world = World::new(Operator::Absent);
    pending(&world, "force-redeploy", None);
    let ran = world.run(RUN);
    ran.code(5);
    assert!(ran.message().starts_with("P3 "), "{}", ran.message());
    world.run(&format!("{RUN} --clear-operation")).code(0);
    assert_eq!(world.writes(), ["POST secrets", "PATCH gardenlets/aws"]);
}

#[test]
fn a_request_whose_secret_is_gone_is_told_and_made_good() {
    let world = World::new(Operator::Absent);
    pending(
        &world,
        "force-redeploy",
        Some("kubectl-gardener-redeploy-aws"),
    );
    let secret = crate::api::Address::parse(SECRET).unwrap();
    world.garden.store(|store| store.remove(&secret));
    let ran = world.run(RUN);
    ran.code(5);
    assert!(ran.message().contains("is gone"), "{}", ran.message());
    world.run(&format!("{RUN} --clear-operation")).code(0);
    assert!(world.object(SECRET).is_some());
}

#[test]
fn case_37_a_gardenlet_in_deletion_is_left_alone() {
    let world = World::new(Operator::Absent);
    world.change(GARDENLET, |gardenlet| {
        gardenlet["metadata"]["deletionTimestamp"] = "2026-11-21T02:00:00Z".into();
    });
    let ran = world.run(RUN);
    ran.code(5);
    assert!(
        ran.message().contains("is being deleted"),
        "{}",
        ran.message()
    );
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn what_was_carried_out_just_now_is_only_looked_at() {
    let world = World::new(Operator::Absent);
    pending(&world, "", Some("kubectl-gardener-redeploy-aws"));
    world.change(GARDENLET, |gardenlet| {
        gardenlet["metadata"]["annotations"] = json!({});
        let now = jiff::Timestamp::now();
        gardenlet["status"]["conditions"] = json!([{ "type": "SeedRegistered", "status": "Progressing", "message": "Waiting for seed registration", "lastTransitionTime": now, "lastUpdateTime": now }]);
    });
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --timeout 1s -o json");
    ran.code(6);
    assert_eq!(world.writes(), [""; 0]);
    let steps = ran.one()["steps"].clone();
    assert_eq!(steps[1]["name"], "annotationRemoved");
    assert!(steps[1]["at"].is_string(), "{steps:#}");
}

#[test]
fn a_reference_without_a_request_is_left_to_the_operator() {
    let world = World::new(Operator::Absent);
    pending(&world, "", Some("kubectl-gardener-redeploy-aws"));
    let ran = world.run(RUN);
    ran.code(5);
    assert!(
        ran.message().contains("is about to remove that"),
        "{}",
        ran.message()
    );
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn a_request_that_is_carried_out_while_it_is_repeated_is_not_asked_for_anew() {
    let world = World::new(Operator::Absent);
    pending(
        &world,
        "force-redeploy",
        Some("kubectl-gardener-redeploy-aws"),
    );
    let mut once = crate::api::On::new("PATCH", "/gardenlets/aws")
        .after(1)
        .times(1);
    world.garden.handle(move |seen, store| {
        if once.matches(seen) {
            let address = crate::api::Address::parse(&seen.path).unwrap();
            let gardenlet = store.get_mut(&address).unwrap();
            let now = jiff::Timestamp::now();
            gardenlet["metadata"]["annotations"] = json!({});
            gardenlet["metadata"]["resourceVersion"] = "9999".into();
            gardenlet["spec"].as_object_mut().unwrap().remove("kubeconfigSecretRef");
            gardenlet["status"]["conditions"] = json!([{ "type": "SeedRegistered", "status": "True", "lastTransitionTime": now, "lastUpdateTime": now }]);
        }
        None
    });
    let ran = world.run("redeploy aws --yes --timeout 1s -o json");
    ran.code(6);
    assert_eq!(
        world.writes(),
        ["PATCH gardenlets/aws"],
        "the one that conflicted"
    );
    let gardenlet = world.object(GARDENLET).unwrap();
    assert_eq!(gardenlet["spec"]["kubeconfigSecretRef"], Value::Null);
}
