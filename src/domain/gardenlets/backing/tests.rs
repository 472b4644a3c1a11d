//! Each kind of backing, what tells it, and its commands.

use serde_json::json;

use super::*;

fn seed(labels: &[&str]) -> Seed {
    let labels: BTreeMap<_, _> = labels.iter().map(|label| (*label, "true")).collect();
    serde_json::from_value(json!({ "metadata": { "name": "aws", "labels": labels } })).unwrap()
}

fn managed() -> ManagedSeed {
    let spec = json!({ "shoot": { "name": "aws-shoot" } });
    serde_json::from_value(json!({ "metadata": { "name": "aws" }, "spec": spec })).unwrap()
}

#[test]
fn objects_prove_what_backs_a_seed() {
    let (plain, gardenlet, managed) = (seed(&[]), Gardenlet::default(), managed());
    let seed = Look::Found(&plain);
    let kind = |g, m| {
        let backing = classify("aws", seed, g, m);
        (backing.kind, backing.proven, backing.shoot)
    };
    let (found, found_managed) = (Look::Found(&gardenlet), Look::Found(&managed));
    assert_eq!(
        kind(found, Look::Absent),
        (BackingKind::Gardenlet, true, None)
    );
    assert_eq!(
        kind(found, Look::Unread),
        (BackingKind::Gardenlet, true, None)
    );
    let is_managed = (BackingKind::ManagedSeed, true, Some("aws-shoot".to_owned()));
    assert_eq!(kind(Look::Absent, found_managed), is_managed);
    assert_eq!(kind(Look::Unread, found_managed), is_managed);
    // No API server admits both; the parent gardenlet would deploy it all the same.
    assert_eq!(kind(found, found_managed), is_managed);
    assert_eq!(
        kind(Look::Absent, Look::Absent),
        (BackingKind::Manual, true, None)
    );
}

#[test]
fn labels_tell_what_is_likely_where_managed_seeds_cannot_be_read() {
    let kind = |labels: &[&str], gardenlet| {
        let seed = seed(labels);
        let backing = classify("aws", Look::Found(&seed), gardenlet, Look::Unread);
        assert!(!backing.proven);
        backing.kind
    };
    let own = "name.seed.gardener.cloud/aws";
    let parent = "name.seed.gardener.cloud/parent";
    assert_eq!(kind(&[own], Look::Absent), BackingKind::Manual);
    assert_eq!(kind(&[own], Look::Unread), BackingKind::Unknown);
    assert_eq!(kind(&[own, parent], Look::Absent), BackingKind::ManagedSeed);
    assert_eq!(kind(&[own, parent], Look::Unread), BackingKind::ManagedSeed);
    // kubectl get of an old dump: the own label came later.
    assert_eq!(kind(&[parent], Look::Absent), BackingKind::ManagedSeed);
    assert_eq!(
        kind(&[own, SELF_HOSTED_LABEL], Look::Absent),
        BackingKind::ManagedSeed
    );
}

#[test]
fn without_gardenlets_nothing_is_said_that_may_be_wrong() {
    let plain = seed(&["name.seed.gardener.cloud/aws"]);
    let backing = classify("aws", Look::Found(&plain), Look::Unread, Look::Absent);
    assert_eq!(
        (backing.kind, backing.proven),
        (BackingKind::Unknown, false)
    );
    assert_eq!(backing.operation(Trouble::Silent), None);
    let backing = classify("aws", Look::Absent, Look::Absent, Look::Unread);
    assert_eq!(backing.kind, BackingKind::Unknown);
}

#[test]
fn a_self_hosted_shoot_is_known_by_the_name_of_its_gardenlet() {
    let gardenlet = Gardenlet::default();
    let name = "self-hosted-shoot-edge";
    let backing = classify(name, Look::Absent, Look::Found(&gardenlet), Look::Unread);
    assert_eq!(backing.kind, BackingKind::SelfHosted);
    assert_eq!(backing.shoot.as_deref(), Some("edge"));
}

#[test]
fn each_kind_has_its_operation_and_command() {
    use Operation::{ForceRedeploy, Rebootstrap, Reconcile, RenewKubeconfig};
    let of = |kind, trouble| {
        let backing = Backing {
            shoot: Some("edge".to_owned()),
            ..proven(kind, "")
        };
        let operation = backing.operation(trouble).unwrap();
        (operation, backing.command("x", operation).join(" "))
    };
    let (silent, certificate) = (Trouble::Silent, Trouble::Certificate);
    for (kind, trouble, operation, command) in [
        (
            BackingKind::Gardenlet,
            silent,
            ForceRedeploy,
            "kubectl gardener redeploy x",
        ),
        (
            BackingKind::Gardenlet,
            certificate,
            RenewKubeconfig,
            "kubectl annotate gardenlet x -n garden gardener.cloud/operation=renew-kubeconfig",
        ),
        (
            BackingKind::ManagedSeed,
            silent,
            Reconcile,
            "kubectl gardener redeploy x --operation reconcile",
        ),
        (
            BackingKind::ManagedSeed,
            certificate,
            RenewKubeconfig,
            "kubectl gardener redeploy x --operation renew-kubeconfig",
        ),
        (
            BackingKind::SelfHosted,
            silent,
            Rebootstrap,
            "hack/usage/rebootstrap-gardenlet.sh --garden-kubeconfig GARDEN --shoot-kubeconfig SHOOT --shoot-namespace garden --shoot-name edge",
        ),
        (
            BackingKind::SelfHosted,
            certificate,
            RenewKubeconfig,
            "kubectl annotate gardenlet x -n garden gardener.cloud/operation=renew-kubeconfig",
        ),
        (
            BackingKind::Manual,
            silent,
            Rebootstrap,
            "hack/usage/rebootstrap-gardenlet.sh --garden-kubeconfig GARDEN --seed-kubeconfig SEED --seed-name x",
        ),
        (
            BackingKind::Manual,
            certificate,
            RenewKubeconfig,
            "kubectl annotate seed x gardener.cloud/operation=renew-kubeconfig",
        ),
    ] {
        assert_eq!(of(kind, trouble), (operation, command.to_owned()));
    }
    assert_eq!(
        annotate("gardenlet", "x", None).join(" "),
        "kubectl annotate gardenlet x -n garden gardener.cloud/operation-"
    );
}
