//! Changes of a Seed, with and without shoots.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Builder;
use super::report::{Pair, SeedFinding, SeedReport};
use super::rules::RULES;
use crate::domain::impact::fleet::Around;
use crate::domain::impact::patch;
use crate::domain::impact::rehearsal::{Answer, Cause};
use crate::domain::impact::rules::Class;
use crate::domain::impact::timing::Moment;
use crate::domain::impact::verdict::Verdict;
use crate::domain::objects::Shoot;

fn seed() -> Value {
    json!({
        "metadata": {"name": "seed"},
        "spec": {
            "provider": {"type": "aws", "region": "eu-west-1", "zones": ["a", "b", "c"]},
            "networks": {"nodes": "10.240.0.0/16", "pods": "10.241.128.0/17", "services": "10.241.0.0/17"},
            "ingress": {"domain": "ingress.example.org", "controller": {"kind": "nginx"}},
            "backup": {"provider": "aws", "region": "eu-west-1", "credentialsRef": {"name": "backup"}},
            "dns": {
                "provider": {"type": "aws-route53"},
                "internal": {"type": "aws-route53", "domain": "internal.example.org"},
                "defaults": [{"type": "aws-route53", "domain": "one.example.org"}, {"type": "aws-route53", "domain": "two.example.org"}],
            },
        },
    })
}

fn shoot(name: &str, spec: &Value) -> Shoot {
    let mut tree = json!({
        "metadata": {"name": name, "namespace": "garden-shop", "generation": 2},
        "spec": {
            "seedName": "seed", "kubernetes": {"version": "1.34.1"},
            "dns": {"domain": "shop.one.example.org"},
            "provider": {"workers": [{"name": "a", "minimum": 1, "maximum": 3}]},
        },
        "status": {"observedGeneration": 2, "seedName": "seed", "lastOperation": {"type": "Reconcile", "state": "Succeeded"}},
    });
    patch::merge(&mut tree["spec"], spec);
    serde_json::from_value(tree).unwrap()
}

fn shoots() -> [Shoot; 3] {
    let ha = |kind: &str| json!({"controlPlane": {"highAvailability": {"failureTolerance": {"type": kind}}}});
    [
        shoot("plain", &json!({})),
        shoot("zone", &ha("zone")),
        shoot("asleep", &json!({"hibernation": {"enabled": true}})),
    ]
}

fn report(old: Value, new: Value, answer: Option<Answer>, shoots: Option<&[Shoot]>) -> SeedReport {
    let pair = Pair {
        name: "seed".to_owned(),
        old,
        new,
        answer,
    };
    let around = Around {
        projects: BTreeMap::new(),
        ..Around::default()
    };
    let mut builder = Builder::new(
        "2026-11-21T12:00:00Z".parse().unwrap(),
        shoots.map(|_| around),
        vec![pair],
    );
    for shoot in shoots.unwrap_or_default() {
        builder.add(shoot);
    }
    builder.finish(Vec::new()).seeds.remove(0)
}

/// Set a field, such as `spec.provider.region=x` or `metadata.labels[a.b/c]=d`.
fn set(tree: &mut Value, assignment: &str) {
    let (path, text) = assignment.split_once('=').unwrap();
    let (path, name) = match path.strip_suffix(']').and_then(|path| path.split_once('[')) {
        Some((map, name)) => (map, name),
        None => path.rsplit_once('.').unwrap(),
    };
    let place = path.split('.').fold(tree, |node, field| &mut node[field]);
    place[name] = serde_json::from_str(text).unwrap_or_else(|_| text.into());
}

/// Set fields of the seed, and report on that with shoots.
fn change(assignments: &[&str]) -> SeedReport {
    let mut new = seed();
    for assignment in assignments {
        set(&mut new, assignment);
    }
    report(seed(), new, None, Some(&shoots()))
}

fn only(report: &SeedReport) -> &SeedFinding {
    assert_eq!(report.findings.len(), 1, "{:#?}", report.findings);
    &report.findings[0]
}

fn rejected(report: &SeedReport) -> Vec<(&str, &str)> {
    let all = report.rejections.iter();
    all.map(|rejection| (rejection.path.as_str(), rejection.rule.as_str()))
        .collect()
}

#[test]
fn the_same_seed_twice_changes_nothing_also_with_what_the_server_fills_in() {
    let same = report(seed(), seed(), None, Some(&shoots()));
    assert_eq!(
        (same.verdict, same.summary.worst),
        (Verdict::Accepted, None)
    );
    assert_eq!(same.summary.headline, "nothing changes");
    let mut explicit = seed();
    explicit["spec"]["settings"] = json!({
        "scheduling": {"visible": true},
        "dependencyWatchdog": {"weeder": {"enabled": true}},
        "excessCapacityReservation": {"configs": [{"resources": {"memory": "6Gi", "cpu": "2"}}]},
    });
    let same = report(explicit, seed(), None, Some(&shoots()));
    assert!(same.findings.is_empty(), "{:#?}", same.findings);
}

#[test]
fn what_is_immutable_is_refused() {
    for (assignment, rule) in [
        ("spec.networks.pods=10.0.0.0/8", "seed-networks-immutable"),
        (
            "spec.networks.services=10.0.0.0/8",
            "seed-networks-immutable",
        ),
        ("spec.networks.nodes=10.0.0.0/8", "seed-networks-immutable"),
        (
            "spec.ingress.domain=other.example.org",
            "seed-ingress-domain",
        ),
        ("spec.backup.provider=gcp", "seed-backup-immutable"),
        ("spec.backup.region=eu-west-2", "seed-backup-immutable"),
        ("spec.backup=null", "seed-backup-immutable"),
        ("spec.dns.defaults=null", "seed-default-domains-removed"),
    ] {
        let report = change(&[assignment]);
        let path = assignment.split('=').next().unwrap();
        assert_eq!(rejected(&report), [(path, rule)], "{assignment}");
        assert_eq!(report.summary.worst, Some(Class::Rejected));
        assert!(report.findings.is_empty());
    }
}

#[test]
fn zones_and_domains_can_go_while_no_shoot_is_there() {
    let mut new = seed();
    new["spec"]["provider"]["zones"] = json!(["a", "b"]);
    new["spec"]["dns"]["internal"]["domain"] = json!("other.example.org");
    new["spec"]["dns"]["defaults"]
        .as_array_mut()
        .unwrap()
        .remove(0);
    let used = report(seed(), new.clone(), None, Some(&shoots()));
    let rules: Vec<&str> = rejected(&used).into_iter().map(|(_, rule)| rule).collect();
    assert_eq!(
        rules,
        [
            "seed-zones-used",
            "seed-internal-domain",
            "seed-default-domains-used"
        ]
    );
    let free = report(seed(), new.clone(), None, Some(&[]));
    assert_eq!(free.verdict, Verdict::Accepted);
    // Without a garden nobody knows whether there are shoots.
    let unknown = report(seed(), new, None, None);
    assert_eq!(
        (unknown.verdict, unknown.doubts.len()),
        (Verdict::Unknown, 3)
    );
    assert!(unknown.shoots.is_none());
}

#[test]
fn values_that_nobody_has_looked_at_leave_it_open() {
    for (spec, verdict) in [
        (json!({"provider": {"region": ""}}), Verdict::Rejected),
        (json!({"provider": {"type": "gcp"}}), Verdict::Unknown),
        (
            json!({"provider": {"zones": ["a", "a", "b", "c"]}}),
            Verdict::Rejected,
        ),
        (json!({"dns": {"provider": null}}), Verdict::Rejected),
        (json!({"taints": [{"key": "a"}]}), Verdict::Accepted),
        (json!({"taints": [{"key": ""}]}), Verdict::Rejected),
        (
            json!({"taints": [{"key": "a"}, {"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}),
            Verdict::Accepted,
        ),
        (
            json!({"taints": [{"key": "a", "value": "1"}, {"key": "a", "value": "1"}]}),
            Verdict::Rejected,
        ),
        (
            json!({"settings": {"verticalPodAutoscaler": {"featureGates": {"Nonsense": true}}}}),
            Verdict::Unknown,
        ),
        (
            json!({"volume": {"minimumSize": "20Gi"}}),
            Verdict::Accepted,
        ),
        (json!({"volume": {"minimumSize": "-1"}}), Verdict::Rejected),
        (json!({"extensions": [{"type": "x"}]}), Verdict::Unknown),
        (
            json!({"settings": {"zoneSelection": {"mode": "Always"}}}),
            Verdict::Rejected,
        ),
        (
            json!({"settings": {"loadBalancerServices": {"zones": [{"name": "z"}]}}}),
            Verdict::Rejected,
        ),
        (
            json!({"settings": {"loadBalancerServices": {"annotations": {"a/b/c": "x"}}}}),
            Verdict::Rejected,
        ),
        (json!({"future": 1}), Verdict::Unknown),
    ] {
        let mut new = seed();
        patch::merge(&mut new["spec"], &spec);
        let report = report(seed(), new, None, Some(&[]));
        assert_eq!(report.verdict, verdict, "{spec}: {:?}", report.doubts);
    }
}

#[test]
fn operations_are_known_and_not_written_over() {
    let with = |operation: &str| {
        let mut seed = seed();
        seed["metadata"]["annotations"] = json!({"gardener.cloud/operation": operation});
        seed
    };
    let verdict = |old, new| report(old, new, None, Some(&[])).verdict;
    assert_eq!(verdict(seed(), with("reconcile")), Verdict::Accepted);
    assert_eq!(verdict(seed(), with("rest")), Verdict::Rejected);
    let twice = verdict(with("reconcile"), with("renew-kubeconfig"));
    assert_eq!(twice, Verdict::Rejected);
    // The server takes it up by removing it.
    let answer = Answer::Accepted(Box::new(seed()));
    let live = report(seed(), with("reconcile"), Some(answer), Some(&[]));
    assert_eq!(live.findings[0].rule, "seed-operation");
}

#[test]
fn a_domain_that_no_shoot_has_can_go() {
    let mut new = seed();
    new["spec"]["dns"]["defaults"].as_array_mut().unwrap().pop();
    let report = report(seed(), new, None, Some(&shoots()));
    assert_eq!(report.verdict, Verdict::Accepted);
    assert_eq!(only(&report).path, "spec.dns.defaults[two.example.org]");
}

#[test]
fn the_first_backup_restarts_etcd() {
    let mut old = seed();
    old["spec"].as_object_mut().unwrap().remove("backup");
    let report = report(old, seed(), None, Some(&shoots()));
    let backup = only(&report);
    assert_eq!(
        (backup.path.as_str(), backup.class),
        ("spec.backup", Class::ApiDowntime)
    );
    assert_eq!(backup.also, [Class::EtcdRollout]);
    let shoots = report.shoots.as_ref().unwrap();
    assert_eq!(
        (
            shoots.total,
            shoots.touched,
            shoots.api_interrupted,
            shoots.hibernated
        ),
        (3, 2, 1, 1)
    );
    assert!(
        report
            .summary
            .headline
            .contains("API gone for a moment on 1 of 3 shoots")
    );
}

#[test]
fn other_credentials_of_the_backup_restart_nothing() {
    let report = change(&["spec.backup.credentialsRef.name=other"]);
    assert_eq!(only(&report).class, Class::AccessImpact);
    assert_eq!(report.verdict, Verdict::Unknown);
    assert_eq!(report.shoots.as_ref().unwrap().api_interrupted, 0);
}

#[test]
fn gateways_of_zones_matter_to_control_planes_in_one_zone() {
    let report = change(&["spec.settings.loadBalancerServices.zonalIngress.enabled=false"]);
    let finding = only(&report);
    assert_eq!(
        (finding.class, finding.shoots),
        (Class::AccessImpact, Some(1))
    );
    assert_eq!(finding.when.moment, Moment::NextReconcile);
    // They begin with the second zone.
    let mut single = seed();
    single["spec"]["provider"]["zones"] = json!(["a"]);
    let wider = self::report(single, seed(), None, Some(&shoots()));
    assert!(
        wider
            .findings
            .iter()
            .any(|finding| finding.rule == "seed-zonal-ingress")
    );
    // A third zone changes nothing about that.
    let mut two = seed();
    two["spec"]["provider"]["zones"] = json!(["b", "a"]);
    let third = self::report(two, seed(), None, Some(&shoots()));
    assert_eq!(only(&third).rule, "seed-zones");
}

#[test]
fn topology_matters_to_control_planes_over_zones_and_needs_them() {
    let report = change(&["spec.settings.topologyAwareRouting.enabled=true"]);
    assert_eq!(
        (only(&report).class, only(&report).shoots),
        (Class::ConfigOnly, Some(1))
    );
    let mut one = seed();
    one["spec"]["provider"]["zones"] = json!(["a"]);
    let mut new = one.clone();
    new["spec"]["settings"] = json!({"topologyAwareRouting": {"enabled": true}});
    let refused = self::report(one, new, None, Some(&[]));
    assert_eq!(rejected(&refused)[0].1, "seed-needs-zones");
}

#[test]
fn load_balancers_depend_on_the_provider_and_concern_everybody() {
    let report = change(&["spec.settings.loadBalancerServices.externalTrafficPolicy=Local"]);
    let finding = only(&report);
    assert_eq!(
        (finding.class, finding.shoots),
        (Class::AccessImpact, Some(2))
    );
    assert_eq!(
        finding.certainty,
        crate::domain::impact::pools::Certainty::Provider
    );
}

#[test]
fn what_is_for_shoots_to_come_leaves_those_that_are_there() {
    for assignment in [
        "spec.settings.scheduling.visible=false",
        "spec.networks.shootDefaults.pods=100.96.0.0/11",
        "metadata.labels[stage]=live",
        "spec.volume.minimumSize=20Gi",
    ] {
        let report = change(&[assignment]);
        assert_eq!(only(&report).class, Class::ConfigOnly, "{assignment}");
        assert_eq!(report.shoots.as_ref().unwrap().touched, 0, "{assignment}");
    }
}

#[test]
fn only_true_stops_reconciliations() {
    let stop = "metadata.annotations[shoot.gardener.cloud/emergency-stop-reconciliations]";
    let class = |value: &str| only(&change(&[&format!("{stop}={value}")])).class;
    let mut stopped = seed();
    stopped["metadata"]["annotations"] =
        json!({"shoot.gardener.cloud/emergency-stop-reconciliations": "true"});
    assert_eq!(
        only(&report(seed(), stopped.clone(), None, Some(&shoots()))).class,
        Class::Deferred
    );
    assert_eq!(
        only(&report(stopped, seed(), None, Some(&shoots()))).class,
        Class::ConfigOnly
    );
    assert_eq!(class("yes"), Class::NoEffect);
}

#[test]
fn fields_that_no_rule_knows_are_named() {
    let report = change(&["spec.future.field=1"]);
    assert_eq!(report.unexplained, ["spec.future.field"]);
    assert!(report.summary.headline.contains("1 fields no rule knows"));
}

#[test]
fn what_the_server_says_goes_first() {
    let causes = vec![Cause {
        field: "spec.networks.pods".to_owned(),
        message: "field is immutable".to_owned(),
    }];
    let mut new = seed();
    new["spec"]["networks"]["pods"] = json!("10.0.0.0/8");
    let refused = report(
        seed(),
        new.clone(),
        Some(Answer::Rejected(causes)),
        Some(&shoots()),
    );
    assert!(refused.asked);
    assert_eq!(
        rejected(&refused),
        [("spec.networks.pods", "seed-networks-immutable")]
    );
    // It takes what the rules would refuse: then they are behind.
    let taken = report(
        seed(),
        new.clone(),
        Some(Answer::Accepted(Box::new(new.clone()))),
        Some(&shoots()),
    );
    assert_eq!(taken.verdict, Verdict::Accepted);
    // It does not answer: the rules decide, and that is said.
    let alone = report(
        seed(),
        new,
        Some(Answer::NotDone("not allowed".to_owned())),
        Some(&shoots()),
    );
    assert_eq!((alone.verdict, alone.asked), (Verdict::Rejected, false));
}

#[test]
fn rules_have_names_of_their_own_and_are_sentences() {
    let mut names: Vec<&str> = RULES.iter().map(|row| row.id).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
    for row in RULES {
        assert!(
            row.id.starts_with("seed-") && row.source.starts_with("gardener/"),
            "{}",
            row.id
        );
        assert!(
            row.effect.starts_with(char::is_alphabetic) && !row.effect.ends_with('.'),
            "{}",
            row.id
        );
    }
}
