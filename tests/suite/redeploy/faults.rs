//! Each write, failing in each way: it is done, or nothing of it is left.

use serde_json::json;

use super::{GARDENLET, Operator, SECRET, World, no};
use crate::api::{Address, Damage, On, Reply};

const RUN: &str = "redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json";

fn creates() -> On {
    On::new("POST", "/secrets")
}

/// The real patch; the dry run before it goes through.
fn patches() -> On {
    On::new("PATCH", "/gardenlets/aws").after(1)
}

fn transient() -> Vec<Reply> {
    vec![
        no(500, "InternalError", "etcd leader changed"),
        no(503, "ServiceUnavailable", "no endpoints"),
        no(504, "Timeout", "too late"),
        no(429, "TooManyRequests", "slow down"),
        no(403, "Forbidden", "not yet ready to handle request"),
        Reply {
            damage: Some(Damage::Reset),
            ..Reply::json(200, &json!({}))
        },
    ]
}

fn assert_asked(world: &World, what: &str) {
    let gardenlet = world.object(GARDENLET).unwrap();
    assert_eq!(
        gardenlet["metadata"]["annotations"]["gardener.cloud/operation"], "force-redeploy",
        "{what}"
    );
    assert_eq!(
        gardenlet["spec"]["kubeconfigSecretRef"]["name"], "kubectl-gardener-redeploy-aws",
        "{what}"
    );
    assert!(world.object(SECRET).is_some(), "{what}");
}

#[test]
fn what_fails_for_a_moment_is_done_again() {
    for on in [creates, patches] {
        for reply in transient() {
            let world = World::new(Operator::Absent);
            let what = format!("{} {:?}", reply.code, reply.damage);
            world.garden.answer(on().times(2), reply);
            world.run(RUN).code(0);
            assert_asked(&world, &what);
        }
    }
}

#[test]
fn a_lost_answer_is_resolved_by_reading_and_nothing_is_written_twice() {
    for (on, write) in [
        (creates(), "POST secrets"),
        (patches(), "PATCH gardenlets/aws"),
    ] {
        for damage in [Damage::Reset, Damage::Truncate] {
            let world = World::new(Operator::Absent);
            let on = match write {
                "POST secrets" => creates(),
                _ => patches(),
            };
            world.garden.damage(on.times(1), damage.clone());
            world.run(RUN).code(0);
            assert_asked(&world, &format!("{write} {damage:?}"));
            let times = world
                .writes()
                .into_iter()
                .filter(|one| one == write)
                .count();
            assert_eq!(times, 1, "{write} {damage:?}");
        }
        drop(on);
    }
}

#[test]
fn case_10_and_11_a_patch_that_does_not_land_leaves_no_secret() {
    for (code, reason, exit) in [
        (403, "Forbidden", 1),
        (422, "Invalid", 1),
        (400, "BadRequest", 1),
    ] {
        let world = World::new(Operator::Absent);
        world
            .garden
            .answer(patches(), no(code, reason, "no, for a reason"));
        let mut command = world.command(RUN);
        command.env("SUITE", "1");
        let ran = world.run(RUN);
        ran.code(exit);
        world.assert_nothing_left();
        let message = ran.message();
        assert!(
            message.contains(
                "the temporary Secret garden/kubectl-gardener-redeploy-aws was removed again"
            ),
            "{code}: {message}"
        );
    }
}

#[test]
fn case_08_somebody_elses_change_in_between_is_kept() {
    let world = World::new(Operator::Absent);
    let mut once = patches().times(1);
    world.garden.handle(move |seen, store| {
        if once.matches(seen) {
            let gardenlet = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
            gardenlet["metadata"]["labels"] = json!({ "theirs": "kept" });
            gardenlet["metadata"]["resourceVersion"] = "9999".into();
        }
        None
    });
    world.run(RUN).code(0);
    assert_asked(&world, "conflict");
    let gardenlet = world.object(GARDENLET).unwrap();
    assert_eq!(gardenlet["metadata"]["labels"]["theirs"], "kept");
}

#[test]
fn somebody_elses_request_in_between_is_not_taken_for_ours() {
    let world = World::new(Operator::Absent);
    let mut once = patches().times(1);
    world.garden.handle(move |seen, store| {
        if once.matches(seen) {
            let gardenlet = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
            gardenlet["metadata"]["annotations"] =
                json!({ "gardener.cloud/operation": "renew-kubeconfig" });
            gardenlet["metadata"]["resourceVersion"] = "9999".into();
        }
        None
    });
    let ran = world.run(RUN);
    ran.code(5);
    assert!(
        ran.message().contains("renew-kubeconfig is pending"),
        "{}",
        ran.message()
    );
    assert_eq!(world.object(SECRET), None);
}

#[test]
fn a_secret_that_cannot_be_removed_is_named_with_the_way_to_remove_it() {
    let world = World::new(Operator::Absent);
    world.garden.answer(patches(), no(422, "Invalid", "no"));
    world.garden.answer(
        On::new("DELETE", "/kubectl-gardener-redeploy-aws"),
        no(403, "Forbidden", "no"),
    );
    let ran = world.run(RUN);
    ran.code(1);
    assert!(
        ran.message()
            .contains("kubectl delete secret -n garden kubectl-gardener-redeploy-aws"),
        "{}",
        ran.message()
    );
}

#[test]
fn a_create_that_is_refused_ends_it_before_the_patch() {
    for (code, reason) in [(403, "Forbidden"), (422, "Invalid")] {
        let world = World::new(Operator::Absent);
        world.garden.answer(creates(), no(code, reason, "no"));
        world.run(RUN).code(1);
        assert_eq!(world.writes(), ["POST secrets"]);
        world.assert_nothing_left();
    }
}

#[test]
fn a_removal_whose_answer_is_lost_is_no_problem() {
    let world = World::new(Operator::Absent);
    world.garden.answer(patches(), no(422, "Invalid", "no"));
    world.garden.damage(
        On::new("DELETE", "/kubectl-gardener-redeploy-aws").times(1),
        Damage::Reset,
    );
    let ran = world.run(RUN);
    ran.code(1);
    world.assert_nothing_left();
    assert!(ran.message().contains("was removed again"));
}

#[test]
fn looking_goes_on_when_the_garden_does_not_answer_for_a_while() {
    let world = World::new(Operator::Works);
    let looks = On::get("/leases/aws").after(1).times(5);
    world
        .garden
        .answer(looks, no(503, "ServiceUnavailable", "no endpoints"));
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json");
    ran.code(0);
    assert_eq!(ran.one()["outcome"], "done");
}

#[test]
fn what_nobody_can_find_out_is_unknown_and_named() {
    let world = World::new(Operator::Absent);
    world.garden.damage(creates().times(1), Damage::Reset);
    world.garden.answer(
        On::get("/secrets/kubectl-gardener-redeploy-aws"),
        no(403, "Forbidden", "no"),
    );
    let ran = world.run(RUN);
    ran.code(1);
    assert_eq!(ran.one()["outcome"], "unknown");
    assert!(
        ran.message()
            .contains("kubectl-gardener-redeploy-aws was created is not known"),
        "{}",
        ran.message()
    );

    let world = World::new(Operator::Absent);
    world.garden.damage(patches().times(1), Damage::Reset);
    let read_again = On::get("/gardenlets/aws").after(1);
    world.garden.answer(read_again, no(403, "Forbidden", "no"));
    let ran = world.run(RUN);
    ran.code(1);
    assert_eq!(ran.one()["outcome"], "unknown");
    assert!(
        ran.message()
            .contains("kubectl-gardener-redeploy-aws is left for it"),
        "{}",
        ran.message()
    );
    assert!(world.object(SECRET).is_some(), "it may be in use");
}

#[test]
fn a_request_that_lands_after_it_was_looked_for_is_still_ours() {
    let world = World::new(Operator::Absent);
    let mut real = patches();
    let mut late = None;
    world.garden.first(move |seen, store| {
        if !real.matches(seen) {
            return None;
        }
        if let Some(late) = late.take() {
            store.answer(&late);
            return None;
        }
        late = Some(seen.clone());
        Some(Reply {
            damage: Some(Damage::Reset),
            ..Reply::json(200, &json!({}))
        })
    });
    let ran = world.run(RUN);
    ran.code(0);
    assert_asked(&world, "it landed late");
    assert_eq!(
        world.writes(),
        [
            "POST secrets",
            "PATCH gardenlets/aws",
            "PATCH gardenlets/aws"
        ],
        "the second met the first"
    );
}

#[test]
fn a_request_that_was_ever_in_doubt_keeps_its_secret() {
    let world = World::new(Operator::Absent);
    world.garden.answer(
        patches().times(1),
        Reply {
            damage: Some(Damage::Reset),
            ..Reply::json(200, &json!({}))
        },
    );
    world.garden.answer(patches(), no(422, "Invalid", "no"));
    let ran = world.run(RUN);
    ran.code(1);
    assert_eq!(ran.one()["outcome"], "unknown");
    assert!(world.object(SECRET).is_some(), "it may still be asked for");
    // A gateway that gave up says nothing about the server behind it.
    let world = World::new(Operator::Absent);
    world
        .garden
        .answer(patches(), no(503, "ServiceUnavailable", "no endpoints"));
    let ran = world.run(RUN);
    ran.code(1);
    assert_eq!(ran.one()["outcome"], "unknown");
    assert!(world.object(SECRET).is_some(), "it may still be asked for");
}

#[test]
fn a_secret_that_the_gardenlet_refers_to_is_not_removed() {
    let world = World::new(Operator::Absent);
    let mut real = patches();
    world.garden.first(move |seen, store| {
        if !real.matches(seen) {
            return None;
        }
        let gardenlet = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
        gardenlet["spec"]["kubeconfigSecretRef"] =
            json!({ "name": "kubectl-gardener-redeploy-aws" });
        Some(no(422, "Invalid", "no"))
    });
    let ran = world.run(RUN);
    ran.code(1);
    assert!(world.object(SECRET).is_some());
    assert!(
        ran.message().contains("the Gardenlet refers to it"),
        "{}",
        ran.message()
    );
}

#[test]
fn a_secret_that_somebody_changed_is_removed_only_while_it_is_ours() {
    for ours in [true, false] {
        let world = World::new(Operator::Absent);
        let mut real = patches();
        world.garden.first(move |seen, store| {
            if !real.matches(seen) {
                return None;
            }
            let secret = store.get_mut(&Address::parse(SECRET).unwrap()).unwrap();
            secret["metadata"]["resourceVersion"] = "9999".into();
            if !ours {
                secret["metadata"]["uid"] = "theirs".into();
            }
            Some(no(422, "Invalid", "no"))
        });
        let ran = world.run(RUN);
        ran.code(1);
        assert_eq!(world.object(SECRET).is_none(), ours);
        let says = if ours { "was removed again" } else { "is left" };
        assert!(ran.message().contains(says), "{}", ran.message());
    }
}
