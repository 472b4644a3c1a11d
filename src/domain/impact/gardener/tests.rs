//! Image vectors of two versions, with and without shoots.
#![expect(
    clippy::needless_pass_by_value,
    reason = "trees are written down where they are handed over"
)]

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::SUPPORTED;
use super::builder::Builder;
use super::compare::{Owner, Pair};
use super::component::Place;
use super::report::{ComponentImpact, GardenerImpact};
use super::vector::ImageVector;
use crate::domain::emergency_stop::gardenlets::Configurations;
use crate::domain::impact::fleet::Around;
use crate::domain::impact::rules::Class;
use crate::domain::objects::{Gardenlet, Seed, Shoot};

fn now() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

fn vector(images: Value) -> ImageVector {
    ImageVector::new(serde_json::from_value(images).unwrap()).unwrap()
}

fn pair(from: Value, to: Value, versions: [&str; 2]) -> Pair {
    let (from, to) = (vector(from), vector(to));
    Pair {
        owner: Owner::of(&to),
        from_name: "before.yaml".to_owned(),
        to_name: "after.yaml".to_owned(),
        from,
        to,
        from_own: versions[0].to_owned(),
        to_own: versions[1].to_owned(),
    }
}

/// An image vector of Gardener with these entries more.
fn gardener(more: Value) -> Value {
    let mut images = json!([
        {"name": "gardener-resource-manager", "repository": "r/grm"},
        {"name": "gardener-node-agent", "repository": "r/node-agent"},
        {"name": "kube-apiserver", "repository": "r/kube-apiserver"},
        {"name": "hyperkube", "repository": "r/hyperkube"},
    ]);
    let all = images.as_array_mut().unwrap();
    all.extend(more.as_array().unwrap().iter().cloned());
    images
}

fn image(name: &str, tag: &str) -> Value {
    json!([{"name": name, "repository": format!("r/{name}"), "tag": tag}])
}

/// Compare two vectors of the same Gardener for all supported versions.
fn components(from: Value, to: Value) -> GardenerImpact {
    let pair = pair(gardener(from), gardener(to), ["v1.149.0", "v1.149.0"]);
    let mut builder = Builder::new(now(), vec![pair], None);
    builder.versions(&SUPPORTED.map(ToOwned::to_owned));
    builder.finish(Vec::new())
}

fn component<'a>(report: &'a GardenerImpact, name: &str, place: Place) -> &'a ComponentImpact {
    let found = report
        .components
        .iter()
        .find(|c| c.name == name && c.place == place);
    found.unwrap_or_else(|| panic!("{name} in {:#?}", report.components))
}

fn places(report: &GardenerImpact) -> Vec<(&str, Place, Class)> {
    let all = report.components.iter();
    all.map(|c| (c.name.as_str(), c.place, c.class)).collect()
}

fn shoot(name: &str, spec: Value) -> Shoot {
    let mut tree = json!({
        "metadata": {"name": name, "namespace": "garden-shop", "generation": 2},
        "spec": {
            "seedName": "seed",
            "kubernetes": {"version": "1.34.1"},
            "maintenance": {"timeWindow": {"begin": "220000+0000", "end": "230000+0000"}},
            "provider": {"workers": [{"name": "a", "minimum": 1, "maximum": 3}]},
        },
        "status": {
            "uid": "1", "observedGeneration": 2, "seedName": "seed", "gardener": {"version": "v1.149.0"},
            "lastOperation": {"type": "Reconcile", "state": "Succeeded", "lastUpdateTime": "2026-11-21T11:30:00Z"},
        },
    });
    crate::domain::impact::patch::merge(&mut tree["spec"], &spec);
    serde_json::from_value(tree).unwrap()
}

fn seed(annotations: Value) -> Seed {
    let tree = json!({
        "metadata": {"name": "seed", "annotations": annotations},
        "status": {"kubernetesVersion": "1.33.2", "gardener": {"version": "v1.149.0"}},
    });
    serde_json::from_value(tree).unwrap()
}

fn around(config: Option<Value>, annotations: Value) -> Around {
    let mut configurations = Configurations::default();
    if let Some(config) = config {
        let gardenlet = json!({"metadata": {"name": "seed", "namespace": "garden"}, "spec": {"config": config}});
        let gardenlet: Gardenlet = serde_json::from_value(gardenlet).unwrap();
        configurations.add_gardenlet(&gardenlet);
    }
    Around {
        seeds: BTreeMap::from([("seed".to_owned(), seed(annotations))]),
        configurations,
        hosts: None,
        projects: BTreeMap::from([("garden-shop".to_owned(), "shop".to_owned())]),
    }
}

fn with_shoots(pairs: Vec<Pair>, around: Around, shoots: &[Shoot]) -> GardenerImpact {
    let mut builder = Builder::new(now(), pairs, Some(around));
    builder.seeds();
    for shoot in shoots {
        builder.add(shoot);
    }
    builder.finish(Vec::new())
}

#[test]
fn the_same_vector_twice_changes_nothing() {
    let report = components(image("coredns", "v1"), image("coredns", "v1"));
    assert!(report.components.is_empty() && report.unexplained.is_empty());
    assert_eq!(report.summary.worst, None);
    assert_eq!(report.summary.headline, "no image changes");
}

#[test]
fn a_new_release_replaces_what_is_released_with_it() {
    let same = gardener(json!([]));
    let pair = pair(same.clone(), same, ["v1.149.0", "v1.150.0"]);
    let mut builder = Builder::new(now(), vec![pair], None);
    builder.versions(&["1.34.0".to_owned()]);
    let report = builder.finish(Vec::new());
    assert_eq!(
        places(&report),
        [
            (
                "gardener-node-agent.service",
                Place::Node,
                Class::NodeServiceRestart
            ),
            (
                "gardener-resource-manager",
                Place::ControlPlane,
                Class::ControlPlaneRollout
            ),
            ("gardener-resource-manager", Place::Seed, Class::ConfigOnly),
        ]
    );
    let agent = component(&report, "gardener-node-agent.service", Place::Node);
    assert_eq!(agent.images[0].to.as_deref(), Some("r/node-agent:v1.150.0"));
    assert_eq!(report.nodes.units, ["gardener-node-agent.service"]);
    assert_eq!(report.nodes.renewed, 0);
}

#[test]
fn hyperkube_restarts_kubelets_and_renews_no_node() {
    let moved = json!([{"name": "hyperkube", "repository": "mirror/hyperkube"}]);
    let pair = pair(
        json!([{"name": "kube-apiserver", "repository": "k"}, {"name": "hyperkube", "repository": "r/hyperkube"}]),
        json!([{"name": "kube-apiserver", "repository": "k"}, moved[0]]),
        ["v1.149.0", "v1.149.0"],
    );
    let shoots = [
        shoot("one", json!({})),
        shoot(
            "pinned",
            json!({"provider": {"workers": [
                {"name": "a", "minimum": 2, "maximum": 2, "kubernetes": {"version": "1.33.4"}},
                {"name": "b", "minimum": 3, "maximum": 5},
            ]}}),
        ),
        shoot("workerless", json!({"provider": {"workers": null}})),
    ];
    let report = with_shoots(vec![pair], around(None, json!({})), &shoots);
    let kubelet = component(&report, "kubelet.service", Place::Node);
    assert_eq!(kubelet.class, Class::KubeletRestart);
    assert_eq!(
        (
            kubelet.shoots,
            kubelet.pools,
            kubelet.nodes.map(|nodes| [nodes.minimum, nodes.maximum])
        ),
        (Some(2), Some(3), Some([6, 10]))
    );
    // Only the place of the image differs, whatever the version is.
    assert_eq!(kubelet.images.len(), 1);
    assert_eq!(
        kubelet.images[0].from.as_deref(),
        Some("r/hyperkube:v<version>")
    );
    assert_eq!(report.summary.worst, Some(Class::KubeletRestart));
}

#[test]
fn the_sandbox_image_restarts_containerd() {
    let report = components(
        image("pause-container", "3.9"),
        image("pause-container", "3.10"),
    );
    let containerd = component(&report, "containerd.service", Place::Node);
    assert_eq!(containerd.class, Class::NodeServiceRestart);
    component(&report, "reserve-excess-capacity", Place::Seed);
}

#[test]
fn versions_of_kubernetes_decide_who_takes_part() {
    let autoscaler = |newest: &str| {
        json!([
            {"name": "cluster-autoscaler", "repository": "ca", "tag": newest, "targetVersion": ">= 1.35"},
            {"name": "cluster-autoscaler", "repository": "ca", "tag": "v1.34.3", "targetVersion": "< 1.35"},
        ])
    };
    let report = components(autoscaler("v1.35.1"), autoscaler("v1.35.2"));
    let change = &component(&report, "cluster-autoscaler", Place::ControlPlane).images[0];
    assert_eq!(change.kubernetes.as_deref().unwrap(), ["1.35.0", "1.36.0"]);

    let pair = || {
        pair(
            gardener(autoscaler("v1.35.1")),
            gardener(autoscaler("v1.35.2")),
            ["v1.149.0", "v1.149.0"],
        )
    };
    let newer = shoot("newer", json!({"kubernetes": {"version": "1.35.4"}}));
    let older = shoot("older", json!({}));
    let fixed = shoot(
        "fixed",
        json!({
            "kubernetes": {"version": "1.35.4"}, "provider": {"workers": [{"name": "a", "minimum": 2, "maximum": 2}]},
        }),
    );
    let report = with_shoots(
        vec![pair()],
        around(None, json!({})),
        &[newer, older.clone(), fixed],
    );
    assert_eq!(
        component(&report, "cluster-autoscaler", Place::ControlPlane).shoots,
        Some(1)
    );
    assert_eq!(report.shoots.as_ref().unwrap().touched, 1);
    // A component that no shoot has is none.
    let report = with_shoots(vec![pair()], around(None, json!({})), &[older]);
    assert!(report.components.is_empty());
}

#[test]
fn the_vpn_of_highly_available_control_planes_is_in_the_api_server() {
    let pair = pair(
        gardener(image("vpn-client", "1")),
        gardener(image("vpn-client", "2")),
        ["v1.149.0", "v1.149.0"],
    );
    let ha = json!({"controlPlane": {"highAvailability": {"failureTolerance": {"type": "node"}}}});
    let report = with_shoots(
        vec![pair],
        around(None, json!({})),
        &[shoot("ha", ha), shoot("plain", json!({}))],
    );
    assert_eq!(
        component(&report, "kube-apiserver", Place::ControlPlane).shoots,
        Some(1)
    );
    assert_eq!(
        component(&report, "vpn-shoot", Place::Shoot).shoots,
        Some(2)
    );
}

fn druid(wrapper: &str, next: &str) -> Value {
    json!([
        {"name": "etcd-wrapper", "repository": "w", "tag": wrapper},
        {"name": "etcd-wrapper-next", "repository": "w", "tag": next},
    ])
}

#[test]
fn etcd_restarts_where_its_own_images_change() {
    let ha = json!({"controlPlane": {"highAvailability": {"failureTolerance": {"type": "zone"}}}});
    let shoots = [
        shoot("single", json!({})),
        shoot("three", ha),
        shoot("asleep", json!({"hibernation": {"enabled": true}})),
    ];
    let changed = || pair(druid("v1", "v3"), druid("v2", "v3"), ["", ""]);
    let report = with_shoots(vec![changed()], around(None, json!({})), &shoots);
    let etcd = component(&report, "etcd-main, etcd-events", Place::Etcd);
    assert_eq!(
        (etcd.class, etcd.also.as_slice()),
        (Class::ApiDowntime, &[Class::EtcdRollout][..])
    );
    let fleet = report.shoots.unwrap();
    assert_eq!(
        (fleet.touched, fleet.api_interrupted, fleet.hibernated),
        (2, 1, 1)
    );
    assert_eq!((fleet.without_tolerance, fleet.node, fleet.zone), (1, 0, 1));
    assert!(
        report
            .summary
            .headline
            .contains("API gone for a moment on 1 of 3 shoots"),
        "{}",
        report.summary.headline
    );
    // With three members the API stays.
    let report = with_shoots(vec![changed()], around(None, json!({})), &shoots[1..]);
    assert_eq!(report.summary.worst, Some(Class::EtcdRollout));
}

#[test]
fn the_next_images_of_etcd_count_where_the_feature_gate_is_on() {
    let next = || pair(druid("v1", "v2"), druid("v1", "v3"), ["", ""]);
    let gate = |on: bool| Some(json!({"etcdConfig": {"featureGates": {"UpgradeEtcdVersion": on}}}));
    let touched = |config| {
        let report = with_shoots(
            vec![next()],
            around(config, json!({})),
            &[shoot("single", json!({}))],
        );
        (
            report.shoots.unwrap().api_interrupted,
            report
                .not_analysed
                .iter()
                .any(|text| text.contains("of seed,")),
        )
    };
    assert_eq!(touched(gate(true)), (1, false));
    assert_eq!(touched(gate(false)), (0, false));
    // Nobody knows: it is off by itself, and that is said.
    assert_eq!(touched(None), (0, true));
}

#[test]
fn without_the_images_of_etcd_another_minor_of_druid_is_taken_to_restart_it() {
    let druid = |tag| gardener(image("etcd-druid", tag));
    let assumed = |to| {
        let report = components(image("etcd-druid", "v0.37.1"), image("etcd-druid", to));
        report.components.iter().any(|c| c.place == Place::Etcd)
    };
    assert!(assumed("v0.38.1") && !assumed("v0.37.2"));
    // With its own vectors nothing is taken to be.
    let own = pair(self::druid("v1", "v2"), self::druid("v1", "v2"), ["", ""]);
    let gardener = pair(druid("v0.37.1"), druid("v0.38.1"), ["v1.149.0", "v1.149.0"]);
    let mut builder = Builder::new(now(), vec![gardener, own], None);
    builder.versions(&["1.34.0".to_owned()]);
    let report = builder.finish(Vec::new());
    assert!(report.components.iter().all(|c| c.place != Place::Etcd));
}

#[test]
fn shoots_follow_at_the_start_of_the_gardenlet_or_in_their_windows() {
    let pairs = || {
        vec![pair(
            gardener(image("coredns", "1")),
            gardener(image("coredns", "2")),
            ["v1.149.0", "v1.149.0"],
        )]
    };
    let confined = json!({"maintenance": {"confineSpecUpdateRollout": true}});
    let shoots = [shoot("free", json!({})), shoot("confined", confined)];
    let of = |around| {
        let mut shoots = with_shoots(pairs(), around, &shoots).shoots.unwrap();
        let seed = shoots.seeds.remove(0);
        (
            seed.regular,
            seed.in_window,
            seed.held,
            seed.first_window.map(|at| at.to_string()),
        )
    };
    let window = Some("2026-11-21T22:00:00Z".to_owned());
    assert_eq!(of(around(None, json!({}))), (1, 1, 0, window.clone()));
    let only = json!({"controllers": {"shoot": {"reconcileInMaintenanceOnly": true}}});
    assert_eq!(of(around(Some(only), json!({}))), (0, 2, 0, window));
    let stop = json!({"shoot.gardener.cloud/emergency-stop-reconciliations": "true"});
    assert_eq!(of(around(None, stop)), (0, 0, 2, None));
}

#[test]
fn a_failed_shoot_is_tried_again_by_a_new_gardenlet() {
    let mut failed = shoot("failed", json!({}));
    failed.status.last_operation.as_mut().unwrap().state = "Failed".to_owned();
    let pairs = vec![pair(
        gardener(image("coredns", "1")),
        gardener(image("coredns", "2")),
        ["v1.149.0", "v1.150.0"],
    )];
    let shoots = with_shoots(pairs, around(None, json!({})), &[failed])
        .shoots
        .unwrap();
    assert_eq!((shoots.seeds[0].regular, shoots.seeds[0].held), (1, 0));
}

#[test]
fn images_of_nobody_are_named() {
    let report = components(image("new-thing", "1"), image("new-thing", "2"));
    assert_eq!(report.unexplained, ["new-thing"]);
    assert!(report.summary.headline.contains("1 image no rule knows"));
}

#[test]
fn an_extension_decides_about_images_that_are_not_known() {
    let provider = |csi: &str, other: &str| {
        json!([
            {"name": "csi-driver", "repository": "c", "tag": csi},
            {"name": "something", "repository": "s", "tag": other, "architectures": ["arm64"]},
        ])
    };
    let pair = pair(provider("1", "1"), provider("2", "2"), ["", ""]);
    assert_eq!(pair.owner, Owner::Extension);
    let report = with_shoots(
        vec![pair],
        around(None, json!({})),
        &[shoot("one", json!({}))],
    );
    assert_eq!(
        places(&report),
        [
            (
                "csi-driver-controller, csi-driver-node",
                Place::Shoot,
                Class::SystemComponentRollout
            ),
            ("something", Place::Shoot, Class::UnknownProvider),
        ]
    );
}

#[test]
fn an_image_that_comes_or_goes_is_told() {
    let report = components(json!([]), image("coredns", "1"));
    let coredns = &component(&report, "coredns", Place::Shoot).images[0];
    assert_eq!(
        (coredns.from.as_deref(), coredns.to.as_deref()),
        (None, Some("r/coredns:1"))
    );
    let report = components(image("coredns", "1"), json!([]));
    assert_eq!(
        component(&report, "coredns", Place::Shoot).images[0].to,
        None
    );
}

#[test]
fn shoots_too_old_for_the_new_gardener_are_counted() {
    let same = || gardener(json!([]));
    let pairs = vec![pair(same(), same(), ["v1.141.0", "v1.142.0"])];
    let old = shoot("old", json!({"kubernetes": {"version": "1.31.14"}}));
    let report = with_shoots(
        pairs,
        around(None, json!({})),
        &[old, shoot("new", json!({}))],
    );
    let gate = report
        .gates
        .iter()
        .find(|gate| gate.shoots.is_some())
        .unwrap();
    assert_eq!(
        (gate.shoots, gate.class),
        (Some(1), Class::ManualActionRequired)
    );
}

/// The names in `gardener/gardener:imagevector/containers.go` at v1.150.0.
const NAMES: &str = "gardener-apiserver gardener-admission-controller gardener-controller-manager gardener-scheduler gardenlet gardener-resource-manager gardener-node-agent gardenadm gardener-discovery-server gardener-dashboard terminal-controller-manager pause-container etcd-druid etcd etcd-backup-restore dependency-watchdog nginx-ingress-controller ingress-default-backend hyperkube kube-apiserver kube-controller-manager kube-scheduler kube-proxy machine-controller-manager cluster-autoscaler vpn-server opentelemetry-operator opentelemetry-collector victoria-logs prometheus-operator alertmanager prometheus configmap-reloader cortex kube-state-metrics gardener-metrics-exporter node-exporter plutono plutono-data-refresher blackbox-exporter metrics-server perses perses-operator victoria-operator vpn-client coredns node-local-dns coredns-config-adapter node-problem-detector kubernetes-dashboard kubernetes-dashboard-metrics-scraper alpine-conntrack alpine-iptables fluent-operator fluent-bit fluent-bit-plugin-installer fluent-bit-plugin vali vali-curator kube-rbac-proxy valitail telegraf event-logger tune2fs vpa-admission-controller vpa-recommender vpa-updater cluster-proportional-autoscaler pvc-autoscaler istio-proxy istio-istiod istio-basic-auth-server envoy-proxy apiserver-proxy-sidecar";

#[test]
fn every_image_of_gardener_belongs_to_a_component_and_every_row_to_an_image() {
    for name in NAMES.split_whitespace() {
        let known = Owner::Gardener.uses().iter().any(|used| used.is_for(name));
        assert!(known, "{name}");
    }
    for used in Owner::Gardener.uses() {
        assert!(
            NAMES.split_whitespace().any(|name| used.is_for(name)),
            "{}",
            used.image
        );
    }
}

#[test]
fn components_say_what_happens_and_where_that_is_written() {
    for owner in [Owner::Gardener, Owner::EtcdDruid, Owner::Extension] {
        for used in owner.uses() {
            assert!(
                used.effect.starts_with(char::is_uppercase) && !used.effect.ends_with('.'),
                "{}",
                used.effect
            );
            let source = used.source.starts_with("gardener/") || used.source == "the extension";
            assert!(source, "{}", used.source);
        }
    }
}
