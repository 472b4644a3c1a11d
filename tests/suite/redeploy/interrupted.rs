//! Ctrl-C, at each moment.

use std::process::{Child, Command, Stdio};

use super::{GARDENLET, Operator, Ran, SECRET, World};
use crate::api::{Damage, On};
use crate::patience::end_of;

fn start(world: &World, arguments: &str) -> Child {
    world
        .command(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn interrupt(child: &Child) {
    let id = child.id().to_string();
    let done = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(done.success());
}

#[test]
fn case_29_while_waiting_it_says_how_to_go_on_and_how_to_take_it_back() {
    let world = World::new(Operator::Absent);
    let child = start(
        &world,
        "redeploy aws --target-kubeconfig TARGET --yes -o json",
    );
    world.garden.wait_for(|seen| {
        let asked = seen
            .iter()
            .position(|seen| seen.method == "PATCH" && !seen.query.contains("dryRun"));
        asked.is_some_and(|asked| {
            seen[asked..]
                .iter()
                .any(|seen| seen.path.ends_with("/leases/aws"))
        })
    });
    interrupt(&child);
    let ran = Ran(end_of(child, "redeploy after Ctrl-C"));
    ran.code(130);
    let message = ran.message();
    assert!(message.contains("run the same command again"), "{message}");
    assert!(
        message.contains("patch gardenlet -n garden aws"),
        "{message}"
    );
    assert!(
        message.contains("delete secret -n garden kubectl-gardener-redeploy-aws"),
        "{message}"
    );
    assert!(
        world.object(SECRET).is_some(),
        "it is in the operator's hands"
    );
    // The same command again takes it up.
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes --no-wait -o json");
    ran.code(0);
    assert!(ran.stderr().contains("is pending"));
}

#[test]
fn between_secret_and_patch_the_secret_is_removed_again() {
    let world = World::new(Operator::Absent);
    // The Secret is created, its answer is late: Ctrl-C comes in between.
    let late = Damage::Late(std::time::Duration::from_millis(600));
    world.garden.damage(On::new("POST", "/secrets"), late);
    let child = start(
        &world,
        "redeploy aws --target-kubeconfig TARGET --yes -o json",
    );
    world.garden.wait_for(|seen| {
        seen.iter()
            .any(|seen| seen.method == "POST" && seen.path.ends_with("/secrets"))
    });
    interrupt(&child);
    let ran = Ran(end_of(child, "redeploy after Ctrl-C"));
    ran.code(130);
    assert_eq!(ran.one()["outcome"], "notTried");
    world.assert_nothing_left();
    let generation = world.object(GARDENLET).unwrap()["metadata"]["generation"].clone();
    assert_eq!(generation, 3);
}

#[test]
fn while_it_is_looked_at_nothing_more_is_begun() {
    let world = World::new(Operator::Absent);
    let late = Damage::Late(std::time::Duration::from_millis(1500));
    world.garden.damage(On::get("/gardenlets/aws"), late);
    let child = start(
        &world,
        "redeploy aws --target-kubeconfig TARGET --yes -o json",
    );
    let looks = |path: &str| world.garden.count(path);
    world.garden.wait_for(|seen| {
        seen.iter()
            .any(|seen| seen.path.ends_with("/gardenlets/aws"))
    });
    interrupt(&child);
    let ran = Ran(end_of(child, "redeploy after Ctrl-C"));
    ran.code(130);
    assert_eq!(world.writes(), [""; 0]);
    let reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    assert_eq!(looks(reviews), 0, "the checklist was not begun");
}
