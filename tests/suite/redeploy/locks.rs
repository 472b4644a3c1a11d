//! The Secret whose creation is the lock.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Operator, SECRET, World, no};
use crate::api::{Damage, On, Reply};
use crate::patience::Ending as _;

const RUN: &str = "redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json";

/// A Secret under our name, made some minutes ago.
fn left(world: &World, run: &Value, minutes: i64, kubeconfig: &Value) {
    let since = Timestamp::now() - SignedDuration::from_mins(minutes);
    let mut run = run.clone();
    if run.is_object() {
        run["since"] = json!(since);
    }
    world.garden.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": {
        "name": "kubectl-gardener-redeploy-aws", "namespace": "garden", "uid": "left", "creationTimestamp": since,
        "labels": { "kubectl-gardener/redeploy": "aws" }, "annotations": { "kubectl-gardener/run": run.to_string() } },
        "data": { "kubeconfig": STANDARD.encode(kubeconfig.to_string()) } }));
}

/// What was left is gone, and the kubeconfig is the one that was handed over.
fn assert_ours(secret: &Value) {
    assert_ne!(secret["metadata"]["uid"], "left");
    let kubeconfig = STANDARD
        .decode(secret["data"]["kubeconfig"].as_str().unwrap())
        .unwrap();
    let kubeconfig = String::from_utf8(kubeconfig).unwrap();
    assert!(kubeconfig.contains("target-token"), "{kubeconfig}");
}

fn of(by: &str) -> Value {
    json!({ "by": by, "from": "joe@jump", "target": "shoot garden/aws", "nonce": "1" })
}

fn good(world: &World) -> Value {
    world.target.kubeconfig(&json!({ "token": "left-token" }))
}

#[test]
fn case_09_another_run_is_told_with_who_and_since_when() {
    let world = World::new(Operator::Absent);
    left(&world, &of("joe@example.org"), 3, &good(&world));
    let ran = world.run(RUN);
    ran.code(5);
    let message = ran.message();
    assert!(
        message.contains(
            "another run is in progress: joe@example.org (joe@jump) redeploys aws since "
        ),
        "{message}"
    );
    assert_eq!(
        world.writes(),
        ["POST secrets"],
        "the attempt, and nothing else"
    );
    assert_eq!(world.object(SECRET).unwrap()["metadata"]["uid"], "left");
}

#[test]
fn a_secret_that_may_still_be_created_is_never_called_not_created() {
    let world = World::new(Operator::Absent);
    let posts = || On::new("POST", "/namespaces/garden/secrets");
    let mut lost = posts().times(1);
    let mut refused = posts().after(1);
    world.garden.handle(move |seen, _| {
        if seen.query.contains("dryRun") {
            return None;
        }
        let again = refused.matches(seen);
        if lost.matches(seen) {
            // It has not got there, or not yet: a look does not find it.
            return Some(Reply {
                damage: Some(Damage::Reset),
                ..Reply::json(201, &json!({}))
            });
        }
        again.then(|| no(403, "Forbidden", "not any more"))
    });
    let ran = world.run(RUN);
    ran.code(1);
    assert_eq!(ran.one()["outcome"], "unknown", "{}", ran.message());
    let message = ran.message();
    assert!(message.contains("was created is not known"), "{message}");
}

#[test]
fn an_old_leftover_is_taken_up_with_what_was_checked_now() {
    let world = World::new(Operator::Absent);
    left(&world, &of("joe@example.org"), 11, &good(&world));
    let ran = world.run(RUN);
    ran.code(0);
    let secret = world.object(SECRET).unwrap();
    assert_ours(&secret);
    let run = secret["metadata"]["annotations"]["kubectl-gardener/run"]
        .as_str()
        .unwrap();
    assert!(
        run.contains("operator@example.org"),
        "it is ours now: {run}"
    );
    assert!(
        ran.stderr()
            .contains("taken up again from the run of joe@example.org")
    );
}

#[test]
fn an_old_leftover_of_no_use_is_replaced() {
    let world = World::new(Operator::Absent);
    let elsewhere = json!({ "as": "boss", "token": "x" });
    let bad = world.target.kubeconfig(&elsewhere);
    left(&world, &of("joe@example.org"), 11, &bad);
    world.run(RUN).code(0);
    let secret = world.object(SECRET).unwrap();
    assert_ne!(secret["metadata"]["uid"], "left");
    let wrong = World::new(Operator::Absent);
    // P8: the cluster of another seed.
    left(
        &wrong,
        &of("joe@example.org"),
        11,
        &wrong.runtime.kubeconfig(&json!({ "token": "x" })),
    );
    wrong.run(RUN).code(0);
    assert_ne!(wrong.object(SECRET).unwrap()["metadata"]["uid"], "left");
}

#[test]
fn what_is_not_ours_is_never_touched() {
    let world = World::new(Operator::Absent);
    world.garden.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "kubectl-gardener-redeploy-aws", "namespace": "garden", "uid": "foreign" } }));
    let ran = world.run(RUN);
    ran.code(5);
    assert!(ran.message().contains("never touched"), "{}", ran.message());
    assert_eq!(world.object(SECRET).unwrap()["metadata"]["uid"], "foreign");
    assert_eq!(world.writes(), ["POST secrets"]);
}

#[test]
fn the_same_command_run_again_completes_what_was_killed_in_between() {
    let world = World::new(Operator::Absent);
    // Killed right after the Secret: the patch never comes.
    let _ = world.command(RUN).ended();
    let secret = world.object(SECRET).unwrap();
    let world = World::new(Operator::Absent);
    let run: Value = serde_json::from_str(
        secret["metadata"]["annotations"]["kubectl-gardener/run"]
            .as_str()
            .unwrap(),
    )
    .unwrap();
    let mut run = run;
    let target = run["target"].as_str().unwrap();
    let file = target.rsplit('/').next().unwrap().to_owned();
    assert_eq!(file, "target.yaml");
    run["target"] = format!(
        "the cluster of kubeconfig {}",
        world.directory.path().join("target.yaml").display()
    )
    .into();
    left(&world, &run, 1, &good(&world));
    let ran = world.run(RUN);
    ran.code(0);
    assert!(
        ran.stderr().contains("taken up again from your own run"),
        "{}",
        ran.stderr()
    );
    assert_ours(&world.object(SECRET).unwrap());
}

#[test]
fn a_leftover_is_not_replaced_while_a_pending_request_needs_it() {
    let world = World::new(Operator::Absent);
    left(&world, &of("joe@example.org"), 11, &good(&world));
    let mut created = crate::api::On::new("POST", "/secrets").times(1);
    world.garden.first(move |seen, store| {
        if created.matches(seen) {
            let address = crate::api::Address::parse(super::GARDENLET).unwrap();
            let gardenlet = store.get_mut(&address).unwrap();
            gardenlet["metadata"]["annotations"] =
                json!({ "gardener.cloud/operation": "force-redeploy" });
            gardenlet["metadata"]["resourceVersion"] = "9999".into();
            gardenlet["spec"]["kubeconfigSecretRef"] =
                json!({ "name": "kubectl-gardener-redeploy-aws" });
        }
        None
    });
    let ran = world.run(RUN);
    ran.code(5);
    assert!(
        ran.message().contains("a pending request needs Secret"),
        "{}",
        ran.message()
    );
    assert_eq!(world.object(SECRET).unwrap()["metadata"]["uid"], "left");
    // Taken off first when that is wanted.
    world.run(&format!("{RUN} --clear-operation")).code(0);
    let secret = world.object(SECRET).unwrap();
    assert_ours(&secret);
    let gardenlet = world.object(super::GARDENLET).unwrap();
    let operation = &gardenlet["metadata"]["annotations"]["gardener.cloud/operation"];
    assert_eq!(*operation, "force-redeploy");
}
