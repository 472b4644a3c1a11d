//! Cases that say more than a row of the tables does: each is named by its number.

use std::collections::BTreeMap;

use kubectl_gardener::domain::impact::facts::Facts;
use kubectl_gardener::domain::impact::manifest::Manifest;
use kubectl_gardener::domain::impact::patch;
use kubectl_gardener::domain::impact::pools::key::{self, Rotations};
use kubectl_gardener::domain::impact::pools::zones::{share, share_of};
use kubectl_gardener::domain::impact::report::{ImpactReport, report};
use kubectl_gardener::domain::impact::wish::{PatchKind, Wish};
use kubectl_gardener::domain::impact::{defaults, timing::Moment};
use serde_json::{Value, json};

use super::cases::hold;
use super::{between, change, shoot, surroundings};

const POOL: &str = "spec.provider.workers[cpu]";

/// A Shoot of a provider and a Kubernetes version whose pool has a configuration for the provider.
fn of(provider: &str, version: &str, config: &Value) -> Value {
    let mut shoot = shoot();
    shoot["spec"]["provider"]["type"] = provider.into();
    shoot["spec"]["cloudProfile"]["name"] = provider.into();
    shoot["spec"]["kubernetes"]["version"] = version.into();
    if !config.is_null() {
        shoot["spec"]["provider"]["workers"][0]["providerConfig"] = config.clone();
    }
    shoot
}

/// Whether the pool rolls where its configuration for the provider changes so.
fn rolls(provider: &str, version: &str, before: &Value, after: &Value) -> bool {
    let report = between(
        &of(provider, version, before),
        &of(provider, version, after),
    );
    let pool = serde_json::to_value(&report.pools[0]).unwrap();
    match pool["action"].as_str().unwrap() {
        "roll" => {
            assert_eq!(pool["certainty"], "provider", "{report:?}");
            true
        }
        action => {
            assert_eq!((action, &pool["certainty"]), ("none", &json!("certain")));
            false
        }
    }
}

fn meets(report: &ImpactReport, wanted: &[&str]) {
    for wanted in wanted {
        assert!(super::cases::meets(report, wanted), "{wanted}: {report:#?}");
    }
}

#[test]
fn case_10_a_configuration_for_the_provider_is_not_in_gardeners_own_key() {
    let data = |config: Value| {
        let mut shoot = Manifest::read(&of("aws", "1.34.1", &config));
        defaults::apply(&mut shoot);
        key::data(&shoot, shoot.pool("cpu"), &Rotations::default())
    };
    let old = data(json!({"volume": {"iops": 1}}));
    assert_eq!(old, data(json!({"volume": {"iops": 2}})));
    assert_eq!(old, data(json!(null)));
}

#[test]
fn case_19_another_minor_of_a_pool_rolls_it() {
    hold(&[(
        19,
        r#"{"spec":{"provider":{"workers":[{"name":"cpu","minimum":1,"maximum":3,"kubernetes":{"version":"1.33.9"},"machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}},"zones":["a"]}]}}}"#,
        &["spec.provider.workers[cpu].kubernetes.version=1.34.1"],
        &[
            "accepted",
            "cpu:roll",
            "@worker-version",
            "IRREVERSIBLE",
            "SYSTEM_COMPONENT_ROLLOUT",
        ],
    )]);
}

#[test]
fn case_36_aws_below_1_34_counts_every_default_that_is_written() {
    let config = json!({"volume": {"iops": 100}});
    let more =
        json!({"volume": {"iops": 100}, "instanceMetadataOptions": null, "kind": "WorkerConfig"});
    assert!(rolls("aws", "1.33.1", &config, &more));
    assert!(!rolls("aws", "1.34.1", &config, &more));
}

#[test]
fn case_37_aws_from_1_34_on_counts_selected_fields() {
    let base = json!({
        "cpuOptions": {"coreCount": 2, "threadsPerCore": 1},
        "networkInterfaces": [{"type": "efa", "description": "a"}],
        "dataVolumes": [{"name": "a", "iops": 1}],
    });
    for (patch, wanted) in [
        (json!({"cpuOptions": {"amdSevSnp": "enabled"}}), false),
        (
            json!({"networkInterfaces": [{"type": "efa", "description": "b"}]}),
            false,
        ),
        (
            json!({"apiVersion": "aws.provider.extensions.gardener.cloud/v1alpha1"}),
            false,
        ),
        (
            json!({"networkInterfaces": [{"type": "efa-only", "description": "a"}]}),
            true,
        ),
        (json!({"cpuOptions": {"coreCount": 4}}), true),
        (json!({"dataVolumes": [{"name": "a", "iops": 2}]}), true),
        (json!({"placement": {"tenancy": "dedicated"}}), true),
    ] {
        let mut changed = base.clone();
        patch::merge(&mut changed, &patch);
        assert_eq!(rolls("aws", "1.34.1", &base, &changed), wanted, "{patch}");
        assert!(rolls("aws", "1.33.1", &base, &changed), "{patch}");
    }
}

#[test]
fn case_38_gcp_selects_from_1_35_on() {
    let (before, after) = (json!({"x": 1}), json!({"x": 2}));
    assert!(rolls("gcp", "1.34.1", &before, &after));
    assert!(!rolls("gcp", "1.35.0", &before, &after));
    assert!(rolls("azure", "1.34.1", &before, &after));
    assert!(!rolls("azure", "1.35.0", &before, &after));
    let (before, after) = (
        json!({"minCpuPlatform": "a"}),
        json!({"minCpuPlatform": "b"}),
    );
    assert!(rolls("gcp", "1.35.0", &before, &after));
}

#[test]
fn case_39_virtual_capacity_never_rolls() {
    let with = json!({"nodeTemplate": {"virtualCapacity": {"example.org/a": "1"}}, "x": 1});
    let more = json!({"nodeTemplate": {"virtualCapacity": {"example.org/a": "2"}}, "x": 1});
    for provider in ["aws", "gcp", "azure", "openstack"] {
        for version in ["1.33.1", "1.35.0"] {
            assert!(
                !rolls(provider, version, &json!({"x": 1}), &with),
                "{provider} {version}"
            );
            assert!(
                !rolls(provider, version, &with, &more),
                "{provider} {version}"
            );
        }
    }
}

#[test]
fn case_41_openstack_counts_labels_that_say_so() {
    let label = |value: &str, rolling: bool| json!({"machineLabels": [{"name": "a", "value": value, "triggerRollingOnUpdate": rolling}]});
    assert!(rolls(
        "openstack",
        "1.34.1",
        &label("a", true),
        &label("b", true)
    ));
    assert!(rolls(
        "openstack",
        "1.34.1",
        &label("a", false),
        &label("a", true)
    ));
    assert!(!rolls(
        "openstack",
        "1.34.1",
        &label("a", false),
        &label("b", false)
    ));
}

#[test]
fn case_42_a_ca_bundle_restarts_services_and_rolls_nothing() {
    let bundle = format!(
        "-----BEGIN CERTIFICATE-----\nMI{}\n-----END CERTIFICATE-----\n",
        "A".repeat(198)
    );
    let mut new = shoot();
    new["spec"]["provider"]["workers"][0]["caBundle"] = bundle.into();
    let report = between(&shoot(), &new);
    meets(
        &report,
        &[
            "accepted",
            "cpu:kubelet",
            "cpu:none",
            "NODE_SERVICE_RESTART",
            "!NODE_ROLL",
        ],
    );
    let services = [
        "containerd",
        "gardener-node-agent",
        "opentelemetry-collector",
    ];
    assert_eq!(report.pools[0].services, services);
}

#[test]
fn case_45_and_46_sizes_and_percentages_spread_over_zones() {
    let sizes: Vec<i64> = (0..3).map(|zone| share(zone, 10, 3)).collect();
    assert_eq!(sizes, [4, 3, 3]);
    let parts: Vec<_> = (0..2)
        .filter_map(|zone| share_of(zone, "50%", 2, 5))
        .collect();
    assert_eq!(parts, ["60%", "40%"]);
}

#[test]
fn case_61_an_update_in_place_takes_no_two_minors() {
    hold(&[(
        61,
        r#"{"spec":{"provider":{"workers":[{"name":"cpu","minimum":1,"maximum":3,"updateStrategy":"AutoInPlaceUpdate","kubernetes":{"version":"1.32.5"},"machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}},"zones":["a"]}]}}}"#,
        &["spec.provider.workers[cpu].kubernetes.version=1.34.1"],
        &["rejected", "@worker-version-step"],
    )]);
}

#[test]
fn case_68_a_configuration_for_the_provider_stays_where_nodes_are_updated_in_place() {
    // The server leaves it to the provider's admission, so that it is not called rejected.
    let mut old = of("aws", "1.34.1", &json!({"volume": {"iops": 1}}));
    old["spec"]["provider"]["workers"][0]["updateStrategy"] = "AutoInPlaceUpdate".into();
    let report = change(
        &old,
        &[r#"spec.provider.workers[cpu].providerConfig={"volume":{"iops":2}}"#],
    );
    meets(&report, &["unknown", "cpu:none", "!NODE_INPLACE_DRAIN"]);
    assert!(
        report
            .doubts
            .iter()
            .any(|doubt| doubt.reason.contains("in place")),
        "{report:#?}"
    );
}

/// A Shoot of Kubernetes 1.35 whose pool has a version of its own.
fn behind(version: &str) -> Value {
    let mut shoot = shoot();
    shoot["spec"]["kubernetes"]["version"] = "1.35.0".into();
    shoot["spec"]["provider"]["workers"][0]["kubernetes"] = json!({"version": version});
    shoot
}

#[test]
fn case_76_a_pool_may_be_three_minors_behind() {
    let mut old = behind("1.32.5");
    old["spec"]["kubernetes"]["version"] = "1.34.3".into();
    let report = change(&old, &["spec.kubernetes.version=1.35.0"]);
    meets(
        &report,
        &["accepted", "cpu:quiet", "@kubernetes-minor", "!NODE_ROLL"],
    );
}

#[test]
fn case_77_a_pool_is_never_four_minors_behind() {
    let report = change(&behind("1.32.5"), &["spec.kubernetes.version=1.36.0"]);
    meets(&report, &["rejected", "@worker-version-skew"]);
}

#[test]
fn case_79_a_pool_that_follows_again_rolls_once() {
    let report = change(
        &behind("1.33.4"),
        &["spec.provider.workers[cpu].kubernetes=null"],
    );
    meets(
        &report,
        &["accepted", "cpu:roll", "@worker-version", "IRREVERSIBLE"],
    );
}

#[test]
fn case_81_a_new_pool_takes_no_expired_version() {
    let mut old = shoot();
    old["spec"]["kubernetes"]["version"] = "1.35.0".into();
    let pool = |version: &str| {
        json!({
            "name": "new", "minimum": 1, "maximum": 1, "zones": ["a"], "kubernetes": {"version": version},
            "machine": {"type": "m5.large", "image": {"name": "gardenlinux", "version": "1592.1.0"}},
        })
    };
    let add = |version: &str| {
        let mut new = old.clone();
        let pools = new["spec"]["provider"]["workers"].as_array_mut().unwrap();
        pools.push(pool(version));
        between(&old, &new)
    };
    meets(&add("1.34.5"), &["rejected", "@kubernetes-version-offer"]);
    meets(&add("1.34.3"), &["accepted", "new:create", "@pool-added"]);
}

#[test]
fn case_110_the_mode_of_kube_proxy_may_change() {
    hold(&[(
        110,
        "",
        &["spec.kubernetes.kubeProxy.mode=NFTables"],
        &[
            "accepted",
            "cpu:quiet",
            "@kube-proxy-mode",
            "SYSTEM_COMPONENT_ROLLOUT",
            "!NODE_ROLL",
        ],
    )]);
}

#[test]
fn case_114_without_an_ipv6_mask_there_is_a_way_back_to_ipv4() {
    // With nodes there is always a mask, which case 115 is about; without there is none.
    let mut old = shoot();
    for block in ["networking", "provider"] {
        let fields = old["spec"][block].as_object_mut().unwrap();
        fields.retain(|field, _| {
            ["services", "ipFamilies"].contains(&field.as_str())
                || block == "provider" && field == "type"
        });
    }
    old["spec"]["networking"]["ipFamilies"] = json!(["IPv4", "IPv6"]);
    let spec = old["spec"].as_object_mut().unwrap();
    spec.remove("credentialsBindingName");
    spec["kubernetes"]
        .as_object_mut()
        .unwrap()
        .remove("verticalPodAutoscaler");
    let back = change(&old, &[r#"spec.networking.ipFamilies=["IPv4"]"#]);
    meets(
        &back,
        &["accepted", "@single-stack", "!MANUAL_ACTION_REQUIRED"],
    );
    let mut new = old.clone();
    new["spec"]["networking"]["ipFamilies"] = json!(["IPv4"]);
    let there = between(&new, &old);
    meets(
        &there,
        &[
            "accepted",
            "@dual-stack",
            "!IRREVERSIBLE",
            "!INFRA_RECONCILE",
        ],
    );
}

#[test]
fn case_118_a_dns_provider_may_get_another_secret() {
    hold(&[(
        118,
        r#"{"spec":{"dns":{"providers":[{"type":"aws-route53","primary":true,"secretName":"a","credentialsRef":{"apiVersion":"v1","kind":"Secret","name":"a"}}]}}}"#,
        &[r#"spec.dns.providers=[{"type":"aws-route53","primary":true,"secretName":"b"}]"#],
        // Whether there is such a Secret only the server knows.
        &["unknown", "@dns-provider-settings", "INFRA_RECONCILE"],
    )]);
}

#[test]
fn case_124_zones_are_not_put_in_another_order() {
    let mut old = shoot();
    old["spec"]["provider"]["workers"][0]["zones"] = json!(["a", "b"]);
    let report = change(&old, &[r#"spec.provider.workers[cpu].zones=["b","a"]"#]);
    // The server leaves it to the provider's admission, so that it is not called rejected.
    meets(&report, &["unknown", "@zones-changed", "!DESTRUCTIVE"]);
    assert!(
        report.doubts[0].reason.contains("lets zones be appended"),
        "{report:#?}"
    );
}

fn confined() -> Value {
    let mut shoot = shoot();
    shoot["spec"]["maintenance"]["confineSpecUpdateRollout"] = true.into();
    shoot
}

#[test]
fn case_137_hibernation_takes_along_what_was_confined() {
    let report = change(&confined(), &["spec.hibernation.enabled=true"]);
    meets(
        &report,
        &[
            "accepted",
            "when:now",
            "@hibernate",
            "brings:stored and wait for the maintenance window",
        ],
    );
}

#[test]
fn case_138_a_failed_shoot_is_tried_again_by_maintenance() {
    let mut old = confined();
    old["status"]["lastOperation"]["state"] = "Failed".into();
    let report = change(&old, &["spec.provider.workers[cpu].machine.type=m5.xlarge"]);
    meets(
        &report,
        &[
            "accepted",
            "cpu:roll",
            "@retry-in-maintenance",
            "DEFERRED",
            "when:window",
        ],
    );
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.when.moment == Moment::Window)
    );
    // Not confined it begins anew at once.
    old["spec"]["maintenance"]["confineSpecUpdateRollout"] = false.into();
    let report = change(&old, &["spec.provider.workers[cpu].machine.type=m5.xlarge"]);
    meets(&report, &["accepted", "when:now", "!@retry-in-maintenance"]);
}

const QUIET: &str =
    "metadata.annotations[alpha.control-plane.shoot.gardener.cloud/vpn-auto-mtu]=true";

#[test]
fn case_139_what_raises_no_generation_waits_for_the_window() {
    let report = change(&confined(), &[QUIET]);
    meets(&report, &["accepted", "when:nextReconcile"]);
    assert!(report.findings[0].when.begin.is_some());
    assert_eq!(report.piggyback, [""; 0]);
}

#[test]
fn case_140_a_raised_generation_is_followed_at_once() {
    // Whether the gardenlet reconciles only in maintenance does not matter.
    meets(
        &change(&shoot(), &["spec.kubernetes.kubeAPIServer.eventTTL=2h"]),
        &["accepted", "when:now"],
    );
    let mut behind = confined();
    behind["metadata"]["generation"] = 4.into();
    meets(
        &change(&behind, &[QUIET]),
        &["accepted", "when:now", "brings:not applied yet"],
    );
}

#[test]
fn case_141_an_operation_that_did_not_succeed_takes_confined_changes_along() {
    let mut old = confined();
    old["status"]["lastOperation"]["state"] = "Error".into();
    meets(&change(&old, &[QUIET]), &["accepted", "when:now"]);
}

#[test]
fn case_142_nothing_happens_to_a_failed_shoot() {
    let mut old = shoot();
    old["status"]["lastOperation"]["state"] = "Failed".into();
    meets(&change(&old, &[QUIET]), &["accepted", "when:blocked"]);
    let operation = "metadata.annotations[gardener.cloud/operation]";
    let reconcile = format!("{operation}=reconcile");
    meets(
        &change(&old, &[QUIET, &reconcile]),
        &["accepted", "when:blocked", "DEFERRED"],
    );
    let retry = format!("{operation}=retry");
    meets(&change(&old, &[QUIET, &retry]), &["accepted", "when:now"]);
}

#[test]
fn case_143_another_gardenlet_tries_a_failed_shoot_again() {
    let mut old = shoot();
    old["status"]["lastOperation"]["state"] = "Failed".into();
    old["status"]["gardener"]["version"] = "v1.149.0".into();
    let mut around = surroundings();
    let status = json!({"gardener": {"name": "a", "id": "a", "version": "v1.150.0"}});
    around.seeds[0].status = serde_json::from_value(status).unwrap();
    let mut new = old.clone();
    patch::set(&mut new, QUIET).unwrap();
    let facts = Facts {
        around: &around,
        now: "2026-11-21T12:00:00Z".parse().unwrap(),
    };
    let report = report(&old, &new, facts);
    meets(
        &report,
        &["accepted", "when:now", "brings:gardenlet v1.150.0"],
    );
}

#[test]
fn case_159_hibernation_ends_the_wait_of_pools_for_a_rotation() {
    let mut old = shoot();
    old["status"]["credentials"]["rotation"] = json!({"certificateAuthorities": {
        "phase": "WaitingForWorkersRollout", "lastInitiationTime": "2026-11-01T00:00:00Z",
        "pendingWorkersRollouts": [{"name": "cpu"}],
    }});
    let report = change(&old, &["spec.hibernation.enabled=true"]);
    meets(
        &report,
        &[
            "accepted",
            "@hibernate",
            "brings:come back with the new credentials",
        ],
    );
}

#[test]
fn a_rotation_that_rolls_no_pool_restarts_what_trusts_the_authorities() {
    let mut counted = BTreeMap::new();
    for operation in [
        "rotate-ca-start-without-workers-rollout",
        "rotate-ca-complete",
        "rotate-ssh-keypair",
    ] {
        let mut old = shoot();
        if operation.ends_with("complete") {
            old["status"]["credentials"]["rotation"] =
                json!({"certificateAuthorities": {"phase": "Prepared"}});
        }
        let assignment = format!("metadata.annotations[gardener.cloud/operation]={operation}");
        let report = change(&old, &[&assignment]);
        let pool = &report.pools[0];
        counted.insert(operation, (pool.kubelet_restart, pool.services.len()));
    }
    let wanted = [
        ("rotate-ca-complete", (true, 3)),
        ("rotate-ca-start-without-workers-rollout", (true, 3)),
        ("rotate-ssh-keypair", (false, 0)),
    ];
    assert_eq!(counted, BTreeMap::from(wanted));
}

#[test]
fn a_quantity_of_another_spelling_rolls_with_whatever_reconciles_next() {
    let mut old = shoot();
    let reserved = json!({"cpu": "80m", "memory": "1Gi", "pid": "20k"});
    old["spec"]["kubernetes"]["kubelet"] = json!({"kubeReserved": reserved});
    let mut new = old.clone();
    new["spec"]["kubernetes"]["kubelet"]["kubeReserved"]["memory"] = "1073741824".into();
    let report = between(&old, &new);
    meets(&report, &["accepted", "cpu:roll", "when:nextReconcile"]);
}

#[test]
fn a_schedule_whose_time_has_just_passed_fires_at_once() {
    // It is Saturday, noon.
    for (start, wanted) in [
        (
            "0 11 * * *",
            &["DESTRUCTIVE", "API_DOWNTIME", "api:long"][..],
        ),
        ("0 9 * * *", &["CONFIG_ONLY", "!DESTRUCTIVE", "api:none"]),
        ("0 11 * * 1-5", &["CONFIG_ONLY", "!DESTRUCTIVE", "api:none"]),
    ] {
        let schedules = json!([{"start": start, "location": "UTC"}]);
        let report = change(
            &shoot(),
            &[&format!("spec.hibernation.schedules={schedules}")],
        );
        meets(&report, &["accepted", "@hibernation-schedules"]);
        meets(&report, wanted);
    }
}

#[test]
fn nothing_happens_to_a_shoot_without_a_seed() {
    let mut old = shoot();
    old["spec"].as_object_mut().unwrap().remove("seedName");
    old["status"] = json!({});
    let report = change(
        &old,
        &[
            &format!("{POOL}.machine.type=m5.xlarge"),
            "spec.kubernetes.etcd.main.autoscaling.minAllowed.memory=2Gi",
        ],
    );
    meets(
        &report,
        &[
            "accepted",
            "cpu:roll",
            "api:none",
            "DEFERRED",
            "!NODE_ROLL",
            "when:nextReconcile",
        ],
    );
}

/// What somebody keeps in a file: nothing that only the server writes.
fn kept(shoot: &Value) -> Value {
    let mut kept = shoot.clone();
    kept.as_object_mut().unwrap().remove("status");
    kept["metadata"]
        .as_object_mut()
        .unwrap()
        .remove("generation");
    kept["spec"].as_object_mut().unwrap().remove("seedName");
    kept
}

#[test]
fn manifests_that_are_kept_in_files_are_not_held_to_what_only_the_server_knows() {
    let old = kept(&shoot());
    for (assignment, wanted) in [
        // It may run, so this is what it comes to.
        (
            "spec.provider.workers[cpu].machine.type=m5.xlarge",
            &["accepted", "cpu:roll", "NODE_ROLL", "when:now"][..],
        ),
        (
            "spec.controlPlane.highAvailability.failureTolerance.type=node",
            &["accepted", "IRREVERSIBLE", "api:brief"],
        ),
        (
            "metadata.annotations[gardener.cloud/operation]=rotate-ca-start",
            &["unknown", "cpu:roll", "API_DOWNTIME"],
        ),
        (
            "spec.kubernetes.kubeAPIServer.encryptionConfig.provider.type=secretbox",
            &["unknown", "@encryption-provider"],
        ),
    ] {
        meets(&change(&old, &[assignment]), wanted);
    }
    let mut old = shoot();
    old["spec"]["controlPlane"] =
        json!({"highAvailability": {"failureTolerance": {"type": "node"}}});
    meets(
        &change(&kept(&old), &["spec.controlPlane=null"]),
        &["unknown"],
    );
}

#[test]
fn an_operation_that_was_asked_for_before_comes_along() {
    let operation = "gardener.cloud/operation";
    let mut old = shoot();
    old["metadata"]["annotations"] = json!({operation: "rotate-ssh-keypair"});
    let report = change(&old, &["spec.kubernetes.kubeAPIServer.eventTTL=2h"]);
    meets(&report, &["accepted", "brings:rotate-ssh-keypair"]);
    // A failed Shoot that begins anew takes it along too.
    old["metadata"]["annotations"] = json!({operation: "rotate-ca-start"});
    old["status"]["lastOperation"]["state"] = "Failed".into();
    let report = change(&old, &["spec.kubernetes.kubeAPIServer.eventTTL=2h"]);
    meets(&report, &["accepted", "cpu:roll", "brings:rotate-ca-start"]);
    let report = change(&old, &["metadata.labels[a]=b"]);
    meets(&report, &["accepted", "cpu:none"]);
}

#[test]
fn what_waits_for_the_window_comes_with_maintenance() {
    let report = change(&confined(), &["spec.kubernetes.kubeAPIServer.eventTTL=2h"]);
    meets(
        &report,
        &[
            "when:window",
            "brings:control plane pods restart",
            "brings:newer machine images",
        ],
    );
}

#[test]
fn reservations_are_held_against_the_settings_that_gardener_looks_at() {
    // It looks at those of the pool before where a pool with a version of its own has none.
    let mut old = shoot();
    old["spec"]["kubernetes"]["kubelet"] = json!({"kubeReserved": {"cpu": "3"}});
    let pools = old["spec"]["provider"]["workers"].as_array_mut().unwrap();
    pools[0]["machine"]["type"] = "m5.xlarge".into();
    pools[0]["kubernetes"] = json!({"kubelet": {"kubeReserved": {"cpu": "100m"}}});
    let mut second = pools[0].clone();
    second["name"] = "mem".into();
    second["machine"]["type"] = "m5.large".into();
    second["kubernetes"] = json!({"version": "1.34.1"});
    pools.push(second);
    let label = "spec.provider.workers[mem].labels[a]=b";
    meets(&change(&old, &[label]), &["accepted"]);
    old["spec"]["provider"]["workers"][0]["kubernetes"]["kubelet"]["kubeReserved"]["cpu"] =
        "3".into();
    meets(&change(&old, &[label]), &["rejected", "@reserved-capacity"]);
}

#[test]
fn expressions_of_a_seed_selector_are_held_against_the_seed() {
    for (operator, values, wanted) in [
        ("Exists", "[]", "rejected"),
        ("DoesNotExist", "[]", "accepted"),
        ("In", r#"["a"]"#, "rejected"),
        ("NotIn", r#"["a"]"#, "accepted"),
        ("NotIn", "[]", "rejected"),
        ("Near", "[]", "rejected"),
    ] {
        let expression = format!(r#"[{{"key":"team","operator":"{operator}","values":{values}}}]"#);
        let report = change(
            &shoot(),
            &[&format!("spec.seedSelector.matchExpressions={expression}")],
        );
        meets(&report, &[wanted]);
    }
}

#[test]
fn a_zone_is_tolerated_by_a_seed_that_is_at_hand() {
    let mut old = shoot();
    old["spec"]["seedName"] = "unknown".into();
    old["status"]["seedName"] = "unknown".into();
    let zone = "spec.controlPlane.highAvailability.failureTolerance.type=zone";
    meets(&change(&old, &[zone]), &["unknown"]);
    meets(&change(&shoot(), &[zone]), &["accepted"]);
}

#[test]
fn a_gardenlet_leaves_a_self_hosted_shoot_alone() {
    let mut old = shoot();
    old["metadata"]["namespace"] = "garden".into();
    old["metadata"]["name"] = "own".into();
    old["spec"].as_object_mut().unwrap().remove("seedName");
    let pool = &mut old["spec"]["provider"]["workers"][0];
    pool["maximum"] = 1.into();
    pool["controlPlane"] = json!({});
    let report = change(
        &old,
        &[
            &format!("{POOL}.machine.type=m5.xlarge"),
            "spec.kubernetes.kubeAPIServer.eventTTL=2h",
        ],
    );
    meets(
        &report,
        &[
            "unknown",
            "MANUAL_ACTION_REQUIRED",
            "!NODE_ROLL",
            "!CONTROL_PLANE_ROLLOUT",
            "api:none",
        ],
    );
    assert!(
        report.summary.headline.starts_with("no pool is renewed"),
        "{}",
        report.summary.headline
    );
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.effect.starts_with("Stored;"))
    );
}

#[test]
fn a_pool_is_not_rolled_in_the_change_that_brings_it() {
    let pool = r#"{"name":"new","minimum":1,"maximum":1,"zones":["a"],"machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}}}"#;
    let added = format!("spec.provider.workers[new]={pool}");
    let operation = "metadata.annotations[gardener.cloud/operation]=rollout-workers=";
    let report = change(&shoot(), &[&added, &format!("{operation}*")]);
    meets(
        &report,
        &["accepted", "new:create", "MANUAL_ACTION_REQUIRED"],
    );
    let report = change(&shoot(), &[&added, &format!("{operation}cpu")]);
    meets(
        &report,
        &["accepted", "cpu:roll", "!MANUAL_ACTION_REQUIRED"],
    );
}

#[test]
fn nodes_go_from_a_zone_only_where_there_may_be_too_many() {
    // 2 of 4 may run there, and may go on.
    let mut old = shoot();
    let pool = &mut old["spec"]["provider"]["workers"][0];
    pool["minimum"] = 2.into();
    pool["maximum"] = 8.into();
    pool["zones"] = json!(["a", "b"]);
    let zones = format!(r#"{POOL}.zones=["a","b","c"]"#);
    let maximum = format!("{POOL}.maximum=12");
    meets(
        &change(&old, &[&zones, &maximum]),
        &["@zones-appended", "!NODE_SCALE_DOWN", "NODE_SCALE_UP"],
    );
    meets(
        &change(&old, &[&zones]),
        &["@zones-appended", "NODE_SCALE_DOWN"],
    );
}

#[test]
fn only_true_stops_a_seed() {
    let seed = |value: &str| {
        let seed = json!({
            "metadata": {"name": "seed", "annotations": {"shoot.gardener.cloud/emergency-stop-reconciliations": value}},
            "spec": {"provider": {"type": "aws"}},
        });
        let mut around = surroundings();
        around.seeds = vec![serde_json::from_value(seed).unwrap()];
        around
    };
    let mut old = shoot();
    old["spec"]["seedName"] = "seed".into();
    let mut new = old.clone();
    new["spec"]["kubernetes"]["kubeAPIServer"] = json!({"eventTTL": "2h"});
    for (value, moment) in [
        ("true", Moment::Blocked),
        ("True", Moment::Now),
        ("1", Moment::Now),
    ] {
        let around = seed(value);
        let now = "2026-11-21T12:00:00Z".parse().unwrap();
        let facts = Facts {
            around: &around,
            now,
        };
        let report = report(&old, &new, facts);
        assert_eq!(report.findings[0].when.moment, moment, "{value}");
    }
}

#[test]
fn shoots_are_ignored_for_certain_only_in_the_namespace_of_the_garden() {
    let ignored = "shoot.gardener.cloud/ignore";
    for (namespace, moment) in [("garden", "when:blocked"), ("garden-shop", "when:unknown")] {
        let mut old = shoot();
        old["metadata"]["namespace"] = namespace.into();
        old["metadata"]["annotations"] = json!({ignored: "true"});
        let report = change(&old, &["spec.kubernetes.kubeAPIServer.eventTTL=2h"]);
        meets(&report, &[moment]);
    }
}

#[test]
fn a_window_that_had_its_reconciliation_is_not_waited_for() {
    let begin = |last: &str| {
        let mut old = confined();
        old["spec"]["maintenance"]["timeWindow"] =
            json!({"begin": "113000+0000", "end": "123000+0000"});
        old["status"]["lastOperation"]["lastUpdateTime"] = last.into();
        let report = change(&old, &["spec.kubernetes.kubeAPIServer.eventTTL=2h"]);
        report.findings[0].when.begin.unwrap().to_string()
    };
    assert_eq!(begin("2026-11-21T11:40:00Z"), "2026-11-22T11:30:00Z");
    assert_eq!(begin("2026-11-21T11:20:00Z"), "2026-11-21T11:30:00Z");
    assert_eq!(begin("2026-11-20T11:40:00Z"), "2026-11-21T11:30:00Z");
}

#[test]
fn a_patch_does_not_make_it_another_object() {
    let old = shoot();
    for patch in [
        json!({"metadata": null}),
        json!({"metadata": "x"}),
        json!({"metadata": {"name": "other"}}),
        json!({"kind": "Seed"}),
    ] {
        let wish = Wish::Patch {
            patch: Some((PatchKind::Merge, patch.clone())),
            set: Vec::new(),
        };
        assert!(wish.of(&old).is_err(), "{patch}");
    }
}
