//! Changes of a profile, with and without shoots.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Builder;
use super::report::{CloudProfileImpact, Pair, ProfileFinding};
use super::rules::RULES;
use crate::domain::impact::fleet::Around;
use crate::domain::impact::patch;
use crate::domain::impact::pools::Certainty;
use crate::domain::impact::rehearsal::{Answer, Cause};
use crate::domain::impact::rules::Class;
use crate::domain::impact::verdict::Verdict;
use crate::domain::objects::Shoot;
use crate::domain::versions::diff::{self, Documents, Edited, Options};
use crate::domain::versions::facts::Bindings;
use crate::domain::versions::profile::ProfileKey;

fn profile() -> Value {
    json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "CloudProfile",
        "metadata": {"name": "aws"},
        "spec": {
            "type": "aws",
            "kubernetes": {"versions": [{"version": "1.35.2"}, {"version": "1.34.3"}, {"version": "1.34.1"}]},
            "machineImages": [{"name": "gardenlinux", "versions": [
                {"version": "2.0.0", "cri": [{"name": "containerd"}], "architectures": ["amd64"]},
                {"version": "1.0.0", "cri": [{"name": "containerd"}], "architectures": ["amd64"]},
            ]}],
            "machineTypes": [
                {"name": "m5.large", "cpu": "2", "memory": "8Gi"},
                {"name": "m5.xlarge", "cpu": "4", "memory": "16Gi"},
            ],
            "volumeTypes": [{"name": "gp3", "class": "standard", "minSize": "20Gi"}, {"name": "io1", "class": "premium"}],
            "regions": [{"name": "eu", "zones": [{"name": "a"}, {"name": "b"}]}, {"name": "us", "zones": [{"name": "c"}]}],
            "limits": {"maxNodesTotal": 10},
        },
    })
}

fn certificate() -> String {
    let body = "A".repeat(118);
    format!("-----BEGIN CERTIFICATE-----\nMI{body}\n-----END CERTIFICATE-----\n")
}

fn shoot(name: &str, spec: &Value) -> Shoot {
    let mut tree = json!({
        "metadata": {"name": name, "namespace": "garden-shop", "generation": 2},
        "spec": {
            "cloudProfile": {"kind": "CloudProfile", "name": "aws"}, "seedName": "seed", "region": "eu",
            "kubernetes": {"version": "1.34.3"},
            "maintenance": {"autoUpdate": {"kubernetesVersion": true, "machineImageVersion": true},
                "timeWindow": {"begin": "220000+0000", "end": "230000+0000"}},
            "provider": {"type": "aws", "workers": [{
                "name": "a", "minimum": 2, "maximum": 4,
                "machine": {"type": "m5.large", "architecture": "amd64", "image": {"name": "gardenlinux", "version": "2.0.0"}},
                "volume": {"type": "gp3", "size": "50Gi"}, "zones": ["a"],
            }]},
        },
        "status": {"observedGeneration": 2, "seedName": "seed", "lastOperation": {"type": "Reconcile", "state": "Succeeded"}},
    });
    patch::merge(&mut tree["spec"], spec);
    serde_json::from_value(tree).unwrap()
}

fn shoots() -> [Shoot; 3] {
    let other = json!({"provider": {"workers": [{"name": "b", "minimum": 3, "maximum": 3, "machine": {"type": "m5.xlarge"}}]}});
    [
        shoot("one", &json!({})),
        shoot("other", &other),
        shoot("asleep", &json!({"hibernation": {"enabled": true}})),
    ]
}

fn report(new: Value, answer: Option<Answer>, shoots: Option<&[Shoot]>) -> CloudProfileImpact {
    let now = "2026-11-21T12:00:00Z".parse().unwrap();
    let documents = |tree: &Value| Documents {
        plain: vec![serde_json::from_value(tree.clone()).unwrap()],
        namespaced: Vec::new(),
    };
    let edited = Edited::new(&documents(&profile()), None, &documents(&new));
    let until = "2027-02-21T12:00:00Z".parse().unwrap();
    let versions = diff::Builder::new(
        Options { now, until },
        edited,
        Bindings::default(),
        BTreeMap::new(),
    );
    let pair = Pair {
        key: ProfileKey::cloud_profile("aws"),
        old: profile(),
        new,
        answer,
    };
    let around = shoots.map(|_| Around::default());
    let mut builder = Builder::new(now, around, vec![pair], BTreeMap::new(), versions);
    for shoot in shoots.unwrap_or_default() {
        builder.add(shoot);
    }
    builder.finish(Vec::new())
}

/// Merge something into the spec, and report on that with shoots.
fn change(spec: &Value) -> CloudProfileImpact {
    let mut new = profile();
    patch::merge(&mut new["spec"], spec);
    report(new, None, Some(&shoots()))
}

/// Change an entry of a list by its place.
fn entry(pointer: &str, value: Value) -> CloudProfileImpact {
    let mut new = profile();
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    new.pointer_mut(parent).unwrap()[field] = value;
    report(new, None, Some(&shoots()))
}

fn only(report: &CloudProfileImpact) -> &ProfileFinding {
    let findings = &report.profiles[0].findings;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    &findings[0]
}

#[test]
fn the_same_profile_twice_changes_nothing_also_with_what_the_server_fills_in() {
    let same = report(profile(), None, Some(&shoots()));
    assert_eq!(
        (same.summary.headline.as_str(), same.summary.worst),
        ("nothing changes", None)
    );
    let filled = entry("/spec/machineTypes/0/usable", json!(true));
    assert!(filled.profiles[0].findings.is_empty());
}

#[test]
fn other_authorities_restart_services_and_renew_no_node() {
    let report = change(&json!({"caBundle": certificate()}));
    let finding = only(&report);
    assert_eq!(
        (finding.class, finding.shoots, finding.pools),
        (Class::NodeServiceRestart, Some(2), Some(2))
    );
    let nodes = finding.nodes.unwrap();
    assert_eq!((nodes.minimum, nodes.maximum), (5, 7));
    assert_eq!(report.shoots.as_ref().unwrap().touched, 2);
    assert!(
        report.summary.headline.starts_with("no pool is renewed"),
        "{}",
        report.summary.headline
    );
}

#[test]
fn limits_only_grow_and_restart_the_autoscaler() {
    let grown = change(&json!({"limits": {"maxNodesTotal": 12}}));
    let finding = only(&grown);
    assert_eq!(
        (finding.class, finding.shoots),
        (Class::ControlPlaneRollout, Some(1))
    );
    let less = change(&json!({"limits": {"maxNodesTotal": 2}}));
    assert_eq!(less.profiles[0].verdict, Verdict::Rejected);
    assert_eq!(
        less.profiles[0].rejections[0].path,
        "spec.limits.maxNodesTotal"
    );
    assert_eq!(less.summary.worst, Some(Class::Rejected));
}

/// Of the cases of limits: the sum of the least sizes of all pools counts.
#[test]
fn a_limit_that_is_new_is_refused_while_larger_shoots_are_there() {
    let mut old = profile();
    old["spec"].as_object_mut().unwrap().remove("limits");
    let now = "2026-11-21T12:00:00Z".parse().unwrap();
    let limited = |limit: i64, around: Option<Around>| {
        let mut new = old.clone();
        new["spec"]["limits"] = json!({"maxNodesTotal": limit});
        let versions = diff::Builder::new(
            Options { now, until: now },
            Edited::default(),
            Bindings::default(),
            BTreeMap::new(),
        );
        let pair = Pair {
            key: ProfileKey::cloud_profile("aws"),
            old: old.clone(),
            new,
            answer: None,
        };
        let looks = around.is_some();
        let mut builder = Builder::new(now, around, vec![pair], BTreeMap::new(), versions);
        if looks {
            builder.add(&shoots()[0]);
        }
        builder.finish(Vec::new()).profiles.remove(0)
    };
    let small = limited(1, Some(Around::default()));
    assert_eq!(
        (small.verdict, small.rejections[0].rule.as_str()),
        (Verdict::Rejected, "profile-nodes-limit")
    );
    assert_eq!(
        limited(2, Some(Around::default())).verdict,
        Verdict::Accepted
    );
    let unseen = limited(1, None);
    assert_eq!(
        (unseen.verdict, unseen.doubts[0].path.as_str()),
        (Verdict::Unknown, "spec.limits.maxNodesTotal")
    );
    assert_eq!(limited(0, None).verdict, Verdict::Rejected);
}

#[test]
fn values_that_nobody_has_looked_at_leave_it_open() {
    for (spec, verdict) in [
        (json!({"machineTypes": []}), Verdict::Rejected),
        (json!({"type": ""}), Verdict::Rejected),
        (json!({"caBundle": "none"}), Verdict::Rejected),
        (json!({"caBundle": certificate()}), Verdict::Accepted),
        (json!({"bastion": {}}), Verdict::Rejected),
        (
            json!({"bastion": {"machineType": {"name": "m5.large"}}}),
            Verdict::Unknown,
        ),
        (
            json!({"seedSelector": {"matchLabels": {"a b": "c"}}}),
            Verdict::Rejected,
        ),
        (
            json!({"seedSelector": {"matchLabels": {"a": "c"}}}),
            Verdict::Accepted,
        ),
        (json!({"future": 1}), Verdict::Unknown),
    ] {
        let report = change(&spec);
        assert_eq!(report.profiles[0].verdict, verdict, "{spec}");
    }
    for (pointer, value, verdict) in [
        ("/spec/machineTypes/0/memory", "-1Gi", Verdict::Rejected),
        (
            "/spec/machineTypes/0/architecture",
            "sparc",
            Verdict::Rejected,
        ),
        (
            "/spec/machineTypes/0/architecture",
            "arm64",
            Verdict::Accepted,
        ),
        ("/spec/machineTypes/1/name", "m5.large", Verdict::Rejected),
        ("/spec/volumeTypes/1/class", "", Verdict::Rejected),
        ("/spec/volumeTypes/1/class", "a/b", Verdict::Rejected),
        ("/spec/volumeTypes/1/name", "a b", Verdict::Rejected),
        ("/spec/machineTypes/1/name", "a/b", Verdict::Rejected),
        (
            "/spec/kubernetes/versions/0/classification",
            "expired",
            Verdict::Rejected,
        ),
        (
            "/spec/machineImages/0/versions/1/classification",
            "expired",
            Verdict::Rejected,
        ),
        ("/spec/regions/1/name", "eu", Verdict::Rejected),
        ("/spec/regions/1/zones/0/name", "", Verdict::Rejected),
        (
            "/spec/kubernetes/versions/0/classification",
            "best",
            Verdict::Rejected,
        ),
        (
            "/spec/kubernetes/versions/0/classification",
            "supported",
            Verdict::Accepted,
        ),
        (
            "/spec/machineImages/0/versions/0/kubeletVersionConstraint",
            "< 1.36",
            Verdict::Unknown,
        ),
        (
            "/spec/machineImages/0/updateStrategy",
            "always",
            Verdict::Rejected,
        ),
    ] {
        let report = entry(pointer, json!(value));
        assert_eq!(report.profiles[0].verdict, verdict, "{pointer}={value}");
    }
}

/// What has expired is no longer supported.
#[test]
fn of_a_minor_only_one_version_is_supported_at_a_time() {
    let supported = |first: &str, second: &str| {
        let version = |version: &str, until: &str| {
            let mut version = json!({"version": version, "classification": "supported"});
            if !until.is_empty() {
                version["expirationDate"] = until.into();
            }
            version
        };
        let versions =
            json!([{"version": "1.35.2"}, version("1.34.3", first), version("1.34.1", second)]);
        change(&json!({"kubernetes": {"versions": versions}})).profiles[0].verdict
    };
    let (past, future) = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    assert_eq!(supported(past, past), Verdict::Accepted);
    assert_eq!(supported("", past), Verdict::Rejected);
    assert_eq!(supported(past, future), Verdict::Rejected);
    assert_eq!(supported("", ""), Verdict::Rejected);
}

#[test]
fn memory_matters_to_kubelets_where_it_crosses_a_step() {
    let over = entry("/spec/machineTypes/0/memory", json!("9Gi"));
    assert_eq!(
        (only(&over).class, only(&over).certainty),
        (Class::KubeletRestart, Certainty::Likely)
    );
    let below = entry("/spec/machineTypes/0/memory", json!("7Gi"));
    assert_eq!(
        (only(&below).class, only(&below).shoots),
        (Class::ConfigOnly, Some(2))
    );
    let above = entry("/spec/machineTypes/1/memory", json!("32Gi"));
    assert_eq!(
        (only(&above).class, only(&above).shoots),
        (Class::ConfigOnly, Some(1))
    );
}

#[test]
fn a_machine_type_that_goes_leaves_pools_without_maintenance() {
    let report =
        change(&json!({"machineTypes": [{"name": "m5.xlarge", "cpu": "4", "memory": "16Gi"}]}));
    let finding = only(&report);
    assert_eq!(
        (finding.class, finding.path.as_str()),
        (Class::ManualActionRequired, "spec.machineTypes[m5.large]")
    );
    assert_eq!(finding.shoots, Some(1));
    let usable = entry("/spec/machineTypes/0/usable", json!(false));
    assert_eq!(only(&usable).class, Class::ConfigOnly);
}

#[test]
fn least_sizes_of_volumes_are_checked_at_the_next_update() {
    let report = entry("/spec/volumeTypes/0/minSize", json!("60Gi"));
    let later = &report.profiles[0].later_rejections[0];
    assert_eq!(
        (later.shoots, later.path.as_str()),
        (2, "spec.volumeTypes[gp3].minSize")
    );
    assert!(
        report
            .summary
            .headline
            .contains("later updates of 2 shoots are refused")
    );
    let small = entry("/spec/volumeTypes/0/minSize", json!("40Gi"));
    assert!(small.profiles[0].later_rejections.is_empty());
}

#[test]
fn regions_and_zones_that_go_leave_shoots_where_they_are() {
    let report = change(&json!({"regions": [{"name": "eu", "zones": [{"name": "a"}]}]}));
    let findings = &report.profiles[0].findings;
    let found: Vec<_> = findings
        .iter()
        .map(|f| (f.path.as_str(), f.class, f.shoots))
        .collect();
    assert_eq!(
        found,
        [
            ("spec.regions[eu].zones[b]", Class::ConfigOnly, Some(3)),
            ("spec.regions[us]", Class::ConfigOnly, Some(0))
        ]
    );
    assert_eq!(report.shoots.unwrap().touched, 0);
}

#[test]
fn what_the_provider_reads_is_not_claimed_to_be_known() {
    let report = change(&json!({"providerConfig": {"machineImages": []}, "caBundle": null}));
    assert!(
        report.profiles[0].findings.is_empty(),
        "an empty list is as good as none"
    );
    let report = change(&json!({"providerConfig": {"kind": "CloudProfileConfig"}}));
    assert_eq!(
        (only(&report).class, only(&report).certainty),
        (Class::UnknownProvider, Certainty::Provider)
    );
    assert_eq!(report.profiles[0].verdict, Verdict::Unknown);
}

#[test]
fn versions_come_from_their_own_comparison() {
    let mut new = profile();
    new["spec"]["machineImages"][0]["versions"] = json!([
        {"version": "2.1.0", "cri": [{"name": "containerd"}], "architectures": ["amd64"]},
        {"version": "2.0.0", "cri": [{"name": "containerd"}], "architectures": ["amd64"]},
        {"version": "1.0.0", "cri": [{"name": "containerd"}], "architectures": ["amd64"]},
    ]);
    let image = report(new, None, Some(&shoots()[..1]));
    assert!(image.profiles[0].findings.is_empty());
    assert_eq!(
        (image.versions.changes.len(), image.versions.renewed_pools),
        (1, 1)
    );
    assert_eq!(image.summary.worst, Some(Class::NodeRoll));
    // A new patch renews no node.
    let mut patched = profile();
    patched["spec"]["kubernetes"]["versions"]
        .as_array_mut()
        .unwrap()
        .push(json!({"version": "1.34.9"}));
    let kubernetes = report(patched, None, Some(&shoots()[..1]));
    assert_eq!(
        (
            kubernetes.versions.changes.len(),
            kubernetes.versions.renewed_pools
        ),
        (1, 0)
    );
    // What a shoot uses cannot go.
    let mut gone = profile();
    gone["spec"]["kubernetes"]["versions"]
        .as_array_mut()
        .unwrap()
        .remove(1);
    let gone = report(gone, None, Some(&shoots()[..1]));
    assert_eq!(gone.profiles[0].rejections[0].rule, "profile-versions");
}

#[test]
fn what_the_server_says_goes_first() {
    let causes = vec![Cause {
        field: "spec.regions".to_owned(),
        message: "must not be empty".to_owned(),
    }];
    let refused = report(profile(), Some(Answer::Rejected(causes)), Some(&shoots()));
    assert_eq!(
        (refused.profiles[0].verdict, refused.profiles[0].asked),
        (Verdict::Rejected, true)
    );
    assert_eq!(refused.profiles[0].rejections[0].rule, "server-verdict");
    let mut new = profile();
    new["spec"]["limits"]["maxNodesTotal"] = json!(1);
    let taken = report(
        new.clone(),
        Some(Answer::Accepted(Box::new(new))),
        Some(&shoots()),
    );
    assert_eq!(taken.profiles[0].verdict, Verdict::Accepted);
}

#[test]
fn without_a_garden_nothing_is_counted() {
    let mut new = profile();
    new["spec"]["caBundle"] = json!(certificate());
    let report = report(new, None, None);
    assert!(
        report.shoots.is_none()
            && report.profiles[0].shoots.is_none()
            && only(&report).shoots.is_none()
    );
}

#[test]
fn fields_that_no_rule_knows_are_named() {
    let report = change(&json!({"future": 1}));
    assert_eq!(report.profiles[0].unexplained, ["spec.future"]);
}

#[test]
fn rules_have_names_of_their_own_and_are_sentences() {
    let mut names: Vec<&str> = RULES.iter().map(|row| row.id).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
    for row in RULES {
        assert!(
            row.id.starts_with("profile-") && row.source.starts_with("gardener/"),
            "{}",
            row.id
        );
        assert!(
            row.effect.starts_with(char::is_uppercase) && !row.effect.ends_with('.'),
            "{}",
            row.id
        );
    }
}
