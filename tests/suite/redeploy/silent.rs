//! A gardenlet that was deployed and does not report: how far it is on its way to a certificate.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Operator, World};
use crate::gardenlets::certificates::request;

/// The token of `aws`, whose name Gardener makes of `garden--aws`, and what must never be seen of it.
const TOKEN: &str = "bootstrap-token-6682d5";
const VALUE: &str = "planted0token0va";

fn world() -> World {
    let world = World::new(Operator::Deploys);
    world.change(super::GARDENLET, |gardenlet| {
        gardenlet["spec"]["config"] = json!({ "gardenClientConnection": { "gardenClusterAddress": "https://garden.example.org" } });
    });
    world
}

fn with_token(world: &World, ends: Timestamp) {
    let data = json!({ "expiration": STANDARD.encode(ends.to_string()), "token-secret": STANDARD.encode(VALUE) });
    world.garden.add(json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": TOKEN, "namespace": "kube-system" }, "data": data }));
}

/// Wait in vain, and give what is said about it.
fn in_vain(world: &World) -> String {
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json --timeout 3s -v 9");
    ran.code(6);
    let all = format!("{}{}", ran.stdout(), ran.stderr());
    assert!(
        !all.contains(VALUE) && !all.contains(&STANDARD.encode(VALUE)),
        "{all}"
    );
    let message = ran.message();
    assert!(
        message.contains("the gardenlet does not report"),
        "{message}"
    );
    message
}

#[test]
fn one_that_was_given_a_token_and_never_asked_does_not_reach_the_garden() {
    let world = world();
    with_token(&world, Timestamp::now() + SignedDuration::from_hours(20));
    let message = in_vain(&world);
    assert!(
        message.contains("was given a bootstrap token")
            && message.contains("do not reach the garden's address https://garden.example.org"),
        "{message}"
    );
}

#[test]
fn one_whose_token_ended_or_that_has_none_is_told_what_helps() {
    let ended = world();
    with_token(&ended, Timestamp::now() - SignedDuration::from_mins(5));
    let message = in_vain(&ended);
    assert!(message.contains("its bootstrap token ended"), "{message}");
    let message = in_vain(&world());
    assert!(
        message.contains("there is no bootstrap token") && message.contains("--reset-client-cert"),
        "{message}"
    );
}

#[test]
fn one_whose_request_was_denied_or_lies_about_says_who_has_to_act() {
    let soon = (Timestamp::now() + SignedDuration::from_secs(60)).to_string();
    for (conditions, says) in [
        (
            &[("Denied", "not this one")][..],
            "was denied: not this one",
        ),
        (&[], "gardener-controller-manager approves"),
        (
            &[("Approved", "auto")],
            "kube-controller-manager of the garden signs it",
        ),
    ] {
        let world = world();
        world
            .garden
            .add(request("aws", "seed-csr-1", &soon, conditions));
        let message = in_vain(&world);
        assert!(message.contains(says), "{message}");
    }
}

#[test]
fn who_may_not_look_is_told_so_and_waits_all_the_same() {
    let world = world();
    world.garden.store(|store| {
        store
            .denied
            .insert("list certificatesigningrequests".to_owned());
    });
    let message = in_vain(&world);
    assert!(
        message.contains("certificate requests could not be looked at")
            && message.contains("certificatesigningrequests"),
        "{message}"
    );
}
