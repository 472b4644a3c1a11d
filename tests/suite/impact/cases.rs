//! One row a case: what is before, what changes, and what has to come out.
#![expect(clippy::too_many_lines, reason = "the functions are tables of cases")]

use kubectl_gardener::domain::impact::patch;
use kubectl_gardener::domain::impact::report::ImpactReport;
use serde_json::{Value, json};

use super::{between, change, shoot};

/// A case: its number, a merge patch of the Shoot before, assignments, and what is expected.
///
/// `cpu:roll` is the action of a pool and `cpu:kubelet` or `cpu:quiet` whether its kubelets restart; `NODE_ROLL` a class
/// that occurs and `!NODE_ROLL` one that does not; `@rule` a rule that speaks and `!@rule` one that does not;
/// `api:brief`, `when:window` and the verdict are themselves.
/// `cpu?:roll` says that it depends on the provider; `brings:text` is what comes along.
pub(super) type Case = (
    u32,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const POOL: &str = "spec.provider.workers[cpu]";

pub(super) fn meets(report: &ImpactReport, wanted: &str) -> bool {
    let rules = || {
        let findings = report.findings.iter().map(|finding| finding.rule.as_str());
        findings.chain(
            report
                .rejections
                .iter()
                .map(|rejection| rejection.rule.as_str()),
        )
    };
    let has_class = |id: &str| {
        report.findings.iter().any(|finding| {
            finding.class.id() == id || finding.also.iter().any(|class| class.id() == id)
        })
    };
    if let Some(rule) = wanted.strip_prefix("!@") {
        return rules().all(|known| known != rule);
    }
    if let Some(rule) = wanted.strip_prefix('@') {
        return rules().any(|known| known == rule);
    }
    if let Some(class) = wanted.strip_prefix('!') {
        return !has_class(class);
    }
    let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
    if let Some((subject, what)) = wanted.split_once(':') {
        if subject == "api" {
            return text(json!(report.control_plane.api_downtime)) == what;
        }
        if subject == "when" {
            return report
                .findings
                .iter()
                .any(|finding| text(json!(finding.when.moment)) == what);
        }
        if subject == "brings" {
            return report.piggyback.iter().any(|text| text.contains(what));
        }
        let (subject, sure) = match subject.strip_suffix("?") {
            Some(subject) => (subject, "provider"),
            None => (subject, "certain"),
        };
        let pool = report.pools.iter().find(|pool| pool.name == subject);
        if pool.is_some_and(|pool| text(json!(pool.certainty)) != sure && what != "quiet") {
            return false;
        }
        return pool.is_some_and(|pool| match what {
            "kubelet" => pool.kubelet_restart,
            "quiet" => !pool.kubelet_restart && text(json!(pool.action)) == "none",
            action => text(json!(pool.action)) == action,
        });
    }
    if ["accepted", "rejected", "unknown"].contains(&wanted) {
        return text(json!(report.verdict)) == wanted;
    }
    has_class(wanted)
}

pub(super) fn hold(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (number, before, assignments, wanted) in cases {
        let mut old = shoot();
        if !before.is_empty() {
            let patch: Value =
                serde_json::from_str(before).unwrap_or_else(|fault| panic!("{number}: {fault}"));
            patch::merge(&mut old, &patch);
        }
        let assignments: Vec<String> = assignments
            .iter()
            .map(|text| text.replace("POOL", POOL))
            .collect();
        let assignments: Vec<&str> = assignments.iter().map(String::as_str).collect();
        let report = change(&old, &assignments);
        let missing: Vec<&&str> = wanted
            .iter()
            .filter(|wanted| !meets(&report, wanted))
            .collect();
        if !missing.is_empty() {
            wrong.push(format!(
                "{number}: {missing:?}\n    {:?} {:?}\n    {:?}\n    {:?}",
                report.verdict,
                report.rejections,
                report
                    .findings
                    .iter()
                    .map(|f| (&f.rule, f.class, &f.also))
                    .collect::<Vec<_>>(),
                report
                    .pools
                    .iter()
                    .map(|p| (&p.name, p.action, p.kubelet_restart))
                    .collect::<Vec<_>>(),
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cases:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

const MINOR_33: &str = r#"{"spec":{"kubernetes":{"version":"1.33.1"}}}"#;
const NODE_LOCAL: &str = r#"{"spec":{"systemComponents":{"nodeLocalDNS":{"enabled":true}}}}"#;

#[test]
fn pools_roll_for_what_counts_and_for_nothing_else() {
    hold(&[
        (
            1,
            "",
            &["POOL.minimum=2"],
            &[
                "accepted",
                "cpu:quiet",
                "@pool-minimum-raised",
                "NODE_SCALE_UP",
                "CONTROL_PLANE_ROLLOUT",
                "!NODE_ROLL",
            ],
        ),
        (
            2,
            "",
            &["POOL.maximum=5"],
            &[
                "accepted",
                "cpu:quiet",
                "@pool-maximum-raised",
                "!NODE_SCALE_DOWN",
            ],
        ),
        (
            3,
            "",
            &["POOL.maxSurge=2"],
            &["accepted", "cpu:quiet", "CONFIG_ONLY", "@pool-surge-change"],
        ),
        (
            4,
            "",
            &["POOL.maxUnavailable=1"],
            &["accepted", "cpu:quiet", "CONFIG_ONLY"],
        ),
        (
            5,
            "",
            &["POOL.annotations[x]=y"],
            &["accepted", "cpu:quiet", "@worker-annotations"],
        ),
        (
            6,
            "",
            &["POOL.labels[team]=a"],
            &["accepted", "cpu:kubelet", "KUBELET_RESTART", "!NODE_ROLL"],
        ),
        (
            7,
            "",
            &["POOL.labels[node-role.kubernetes.io/x]="],
            &["accepted", "cpu:quiet", "!KUBELET_RESTART"],
        ),
        (
            8,
            "",
            &[r#"POOL.taints=[{"key":"a","value":"b","effect":"NoExecute"}]"#],
            &["accepted", "cpu:kubelet", "@worker-taints"],
        ),
        (
            9,
            "",
            &[r#"POOL.zones=["a","b"]"#],
            &["accepted", "cpu:quiet", "@zones-appended"],
        ),
        (
            11,
            r#"{"spec":{"provider":{"workers":[{"name":"cpu","minimum":1,"maximum":3,"kubernetes":{"version":"1.33.1"},"machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}},"zones":["a"]}]}}}"#,
            &["POOL.kubernetes.version=1.33.4"],
            &[
                "accepted",
                "cpu:kubelet",
                "@worker-version",
                "IRREVERSIBLE",
                "!NODE_ROLL",
            ],
        ),
        (
            12,
            "",
            &["spec.kubernetes.kubelet.kubeReserved.cpu=0.08"],
            &["accepted", "cpu:quiet", "!NODE_ROLL"],
        ),
        (
            14,
            "",
            &["POOL.name=cpu2"],
            &[
                "accepted",
                "cpu:delete",
                "cpu2:create",
                "@pool-removed",
                "@pool-added",
                "DESTRUCTIVE",
            ],
        ),
        (
            15,
            "",
            &["POOL.machine.type=m5.xlarge"],
            &["accepted", "cpu:roll", "@machine-type", "NODE_ROLL"],
        ),
        (
            16,
            "",
            &["POOL.machine.image.version=1592.2.0"],
            &["accepted", "cpu:roll", "@machine-image"],
        ),
        (
            17,
            "",
            &["POOL.volume.type=io1"],
            &["accepted", "cpu:roll", "@volume"],
        ),
        (
            18,
            "",
            &["POOL.volume.size=60Gi"],
            &["accepted", "cpu:roll", "@volume"],
        ),
        (
            22,
            "",
            &["spec.kubernetes.kubelet.kubeReserved.ephemeralStorage=1Gi"],
            &["accepted", "cpu:roll", "@kubelet-reserved"],
        ),
        (
            23,
            "",
            &["spec.kubernetes.kubelet.evictionHard.nodeFSAvailable=7%"],
            &["accepted", "cpu:roll", "@kubelet-reserved"],
        ),
        (
            24,
            r#"{"spec":{"kubernetes":{"kubelet":{"cpuManagerPolicy":"static"}}}}"#,
            &["spec.kubernetes.kubelet.cpuManagerPolicy=none"],
            &["accepted", "cpu:roll"],
        ),
        (
            25,
            "",
            &["spec.systemComponents.nodeLocalDNS.enabled=true"],
            &[
                "accepted",
                "cpu:kubelet",
                "SYSTEM_COMPONENT_ROLLOUT",
                "!NODE_ROLL",
            ],
        ),
        (
            26,
            MINOR_33,
            &["spec.systemComponents.nodeLocalDNS.enabled=true"],
            &["accepted", "cpu:roll", "NODE_ROLL", "@node-local-dns"],
        ),
        (
            27,
            r#"{"spec":{"systemComponents":{"nodeLocalDNS":{"enabled":true}},"kubernetes":{"kubeProxy":{"mode":"IPVS"}}}}"#,
            &["spec.systemComponents.nodeLocalDNS.enabled=false"],
            &["accepted", "cpu:roll"],
        ),
        (
            28,
            NODE_LOCAL,
            &["spec.kubernetes.kubeProxy.mode=IPVS"],
            &[
                "accepted",
                "cpu:roll",
                "@kube-proxy-mode",
                "SYSTEM_COMPONENT_ROLLOUT",
            ],
        ),
        (
            29,
            r#"{"spec":{"systemComponents":{"nodeLocalDNS":{"enabled":true}},"kubernetes":{"version":"1.33.1"}}}"#,
            &["spec.kubernetes.kubeProxy.mode=IPVS"],
            &["accepted", "cpu:kubelet", "!NODE_ROLL"],
        ),
        (
            30,
            "",
            &["POOL.kubernetes.kubelet.maxPods=120"],
            &["accepted", "cpu:roll", "@kubelet-block", "NODE_ROLL"],
        ),
        (
            31,
            "",
            &["spec.kubernetes.kubelet.maxPods=120"],
            &["accepted", "cpu:kubelet", "@kubelet-settings", "!NODE_ROLL"],
        ),
        (
            32,
            "",
            &["spec.kubernetes.kubelet.evictionHard.memoryAvailable=100Mi"],
            &["accepted", "cpu:roll"],
        ),
        (
            33,
            "",
            &["spec.kubernetes.kubelet.cpuManagerPolicy=none"],
            &["accepted", "cpu:roll"],
        ),
        (
            34,
            r#"{"spec":{"kubernetes":{"kubelet":{"kubeReserved":{"cpu":"80m","memory":"1Gi","pid":"20k"}}}}}"#,
            &["spec.kubernetes.kubelet.kubeReserved=null"],
            &["accepted", "cpu:quiet"],
        ),
        (
            35,
            r#"{"spec":{"kubernetes":{"kubelet":{"kubeReserved":{"cpu":"200m"}}}}}"#,
            &["spec.kubernetes.kubelet.kubeReserved=null"],
            &["accepted", "cpu:roll"],
        ),
        (
            40,
            "",
            &["POOL.volume.encrypted=true"],
            &["accepted", "cpu?:roll", "@volume-encrypted"],
        ),
        (
            43,
            "",
            &["POOL.sysctls[net.core.somaxconn]=1024"],
            &["accepted", "NODE_SERVICE_RESTART", "!NODE_ROLL"],
        ),
        (
            44,
            r#"{"spec":{"provider":{"workers":[{"name":"cpu","minimum":3,"maximum":3,"machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}},"zones":["a"]}]}}}"#,
            &[r#"POOL.zones=["a","b","c"]"#],
            &["accepted", "NODE_SCALE_DOWN"],
        ),
        (
            47,
            r#"{"spec":{"provider":{"workers":[{"name":"cpu","minimum":1,"maximum":10,"machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}},"zones":["a"]}]}}}"#,
            &["POOL.maximum=4"],
            &["accepted", "NODE_SCALE_DOWN", "@pool-maximum-lowered"],
        ),
        (
            48,
            r#"{"spec":{"hibernation":{"enabled":true}},"status":{"hibernated":true}}"#,
            &["POOL.machine.type=m5.xlarge"],
            &["accepted", "cpu:quiet", "DEFERRED", "!NODE_ROLL"],
        ),
        (
            50,
            "",
            &["spec.kubernetes.kubelet.imageMinimumGCAge=5m"],
            &["accepted", "cpu:quiet", "NO_EFFECT", "@kubelet-constants"],
        ),
    ]);
}

const IN_PLACE: &str = r#"{"spec":{"provider":{"workers":[{"name":"cpu","minimum":1,"maximum":3,"updateStrategy":"AutoInPlaceUpdate","machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}},"volume":{"size":"50Gi"},"zones":["a"]}]}}}"#;
const IN_PLACE_33: &str = r#"{"spec":{"kubernetes":{"version":"1.33.1"},"provider":{"workers":[{"name":"cpu","minimum":1,"maximum":3,"updateStrategy":"AutoInPlaceUpdate","machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}},"zones":["a"]}]}}}"#;
const PENDING: &str = r#"{"spec":{"provider":{"workers":[{"name":"cpu","minimum":1,"maximum":3,"updateStrategy":"AutoInPlaceUpdate","machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}},"zones":["a"]}]}},"status":{"inPlaceUpdates":{"pendingWorkerUpdates":{"autoInPlaceUpdate":["cpu"]}}}}"#;

#[test]
fn pools_that_are_updated_in_place_follow_rules_of_their_own() {
    hold(&[
        (
            51,
            "",
            &["POOL.updateStrategy=AutoInPlaceUpdate"],
            &["rejected", "@update-strategy"],
        ),
        (
            52,
            IN_PLACE,
            &["POOL.updateStrategy=AutoRollingUpdate"],
            &["rejected", "@update-strategy"],
        ),
        (
            53,
            IN_PLACE,
            &[
                "POOL.updateStrategy=ManualInPlaceUpdate",
                "POOL.maxSurge=null",
                "POOL.maxUnavailable=null",
            ],
            &["accepted", "cpu:quiet", "@strategy-in-place"],
        ),
        (
            54,
            IN_PLACE,
            &["POOL.updateStrategy=ManualInPlaceUpdate", "POOL.maxSurge=1"],
            &["rejected", "@pool-surge"],
        ),
        (
            55,
            IN_PLACE,
            &["POOL.machine.type=m5.xlarge"],
            &["rejected", "@in-place-immutable"],
        ),
        (
            56,
            IN_PLACE,
            &["POOL.volume.size=60Gi"],
            &["rejected", "@in-place-immutable"],
        ),
        (
            57,
            IN_PLACE,
            &["POOL.machine.image.version=1592.0.0"],
            &["rejected", "@in-place-image-downgrade"],
        ),
        (
            58,
            "",
            &["POOL.machine.image.version=1592.0.0"],
            &["accepted", "cpu:roll"],
        ),
        (
            59,
            IN_PLACE,
            &["POOL.machine.image.version=1592.3.0"],
            &["rejected", "@machine-image-offer"],
        ),
        (
            60,
            IN_PLACE,
            &["POOL.machine.image.version=1592.2.0"],
            &["accepted", "cpu:inPlace", "NODE_INPLACE_DRAIN"],
        ),
        (
            62,
            IN_PLACE_33,
            &["spec.kubernetes.version=1.34.1"],
            &["accepted", "cpu:inPlace"],
        ),
        (
            63,
            IN_PLACE_33,
            &["spec.kubernetes.version=1.33.4"],
            &["accepted", "cpu:kubelet", "!NODE_INPLACE_DRAIN"],
        ),
        (
            64,
            IN_PLACE_33,
            &["spec.systemComponents.nodeLocalDNS.enabled=true"],
            &["rejected", "@node-local-dns-in-place"],
        ),
        (
            65,
            IN_PLACE,
            &["spec.systemComponents.nodeLocalDNS.enabled=true"],
            &["accepted", "cpu:kubelet"],
        ),
        (
            66,
            PENDING,
            &["POOL.labels[a]=b"],
            &["rejected", "@in-place-pending"],
        ),
        (
            67,
            PENDING,
            &[
                "POOL.labels[a]=b",
                "metadata.annotations[gardener.cloud/operation]=force-in-place-update",
            ],
            &["accepted"],
        ),
        (
            69,
            IN_PLACE,
            &["spec.kubernetes.kubelet.cpuManagerPolicy=static"],
            &["accepted", "cpu:inPlace"],
        ),
    ]);
}

#[test]
fn versions_go_up_step_by_step() {
    hold(&[
        (
            70,
            "",
            &["spec.kubernetes.version=1.33.9"],
            &["rejected", "@kubernetes-version-step"],
        ),
        (
            71,
            r#"{"spec":{"kubernetes":{"version":"1.32.5"}}}"#,
            &["spec.kubernetes.version=1.34.1"],
            &["rejected", "@kubernetes-version-step"],
        ),
        (
            72,
            "",
            &["spec.kubernetes.version=1.34.3"],
            &[
                "accepted",
                "cpu:kubelet",
                "CONTROL_PLANE_ROLLOUT",
                "IRREVERSIBLE",
                "@kubernetes-patch",
                "!NODE_ROLL",
                "!@kubernetes-minor",
            ],
        ),
        (
            73,
            "",
            &["spec.kubernetes.version=1.35.0"],
            &[
                "accepted",
                "cpu:roll",
                "@kubernetes-minor",
                "!@kubernetes-patch",
                "api:none",
            ],
        ),
        (
            74,
            r#"{"spec":{"kubernetes":{"kubeScheduler":{"kubeMaxPDVols":"20"}}}}"#,
            &["spec.kubernetes.version=1.35.0"],
            &["rejected", "@removed-fields"],
        ),
        (
            75,
            r#"{"spec":{"kubernetes":{"version":"1.33.1"},"credentialsBindingName":null,"secretBindingName":"aws"}}"#,
            &["spec.kubernetes.version=1.34.1"],
            &["rejected", "@removed-fields"],
        ),
        (
            78,
            "",
            &["POOL.kubernetes.version=1.35.0"],
            &["rejected", "@worker-version-skew"],
        ),
        (80, "", &["spec.kubernetes.version=1.34.5"], &["accepted"]),
        (
            82,
            "",
            &["POOL.machine.image.version=1443.0.0"],
            &["rejected", "@machine-image-offer"],
        ),
        (
            83,
            "",
            &["POOL.machine.image.version=1800.0.0"],
            &["accepted", "cpu:roll"],
        ),
        (
            84,
            "",
            &["POOL.machine.image.version=null"],
            &["accepted", "cpu:quiet", "!@machine-image"],
        ),
        (
            85,
            "",
            &[
                "POOL.machine.image.name=ubuntu",
                "POOL.machine.image.version=null",
            ],
            &["accepted", "cpu:roll"],
        ),
        (
            86,
            r#"{"spec":{"provider":{"workers":[{"name":"cpu","minimum":1,"maximum":3,"machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1700.0.0"}},"zones":["a"]}]}}}"#,
            &["spec.kubernetes.version=1.35.0"],
            &["rejected", "@image-kubelet-constraint"],
        ),
    ]);
}

const HA: &str =
    r#"{"spec":{"controlPlane":{"highAvailability":{"failureTolerance":{"type":"node"}}}}}"#;

#[test]
fn the_control_plane_changes_as_the_rules_say() {
    hold(&[
        (
            87,
            "",
            &["spec.controlPlane.highAvailability.failureTolerance.type=node"],
            &[
                "accepted",
                "IRREVERSIBLE",
                "API_DOWNTIME",
                "api:brief",
                "@high-availability-enabled",
            ],
        ),
        (
            88,
            HA,
            &["spec.controlPlane.highAvailability.failureTolerance.type=zone"],
            &["rejected", "@high-availability"],
        ),
        (
            89,
            HA,
            &["spec.controlPlane=null"],
            &["rejected", "@high-availability"],
        ),
        (
            90,
            r#"{"status":{"hibernated":true}}"#,
            &["spec.controlPlane.highAvailability.failureTolerance.type=node"],
            &["rejected", "@high-availability-hibernated"],
        ),
        (
            91,
            "",
            &[r#"spec.controlPlane.zones=["a"]"#],
            &["rejected", "@control-plane-zones"],
        ),
        (
            92,
            r#"{"spec":{"controlPlane":{"zones":["a"]}}}"#,
            &["spec.controlPlane.zones=null"],
            &["accepted", "@control-plane-zones-cleared"],
        ),
        (
            93,
            r#"{"spec":{"controlPlane":{"zones":["a"]}}}"#,
            &[
                r#"spec.controlPlane.zones=["a","b","c"]"#,
                "spec.controlPlane.highAvailability.failureTolerance.type=zone",
            ],
            &["accepted"],
        ),
        (
            94,
            "",
            &["spec.kubernetes.etcd.main.autoscaling.minAllowed.memory=400M"],
            &["accepted", "api:none", "!ETCD_ROLLOUT", "CONFIG_ONLY"],
        ),
        (
            95,
            "",
            &["spec.kubernetes.etcd.main.autoscaling.minAllowed.memory=2Gi"],
            &["accepted", "api:brief", "ETCD_ROLLOUT", "API_DOWNTIME"],
        ),
        (
            95,
            HA,
            &["spec.kubernetes.etcd.main.autoscaling.minAllowed.memory=2Gi"],
            &["accepted", "api:none", "ETCD_ROLLOUT", "!API_DOWNTIME"],
        ),
        (
            96,
            "",
            &["spec.kubernetes.kubeAPIServer.autoscaling.minAllowed.cpu=500m"],
            &["accepted", "CONFIG_ONLY", "!CONTROL_PLANE_ROLLOUT"],
        ),
        (
            97,
            "",
            &["spec.kubernetes.kubeAPIServer.eventTTL=2h"],
            &[
                "accepted",
                "CONTROL_PLANE_ROLLOUT",
                "api:none",
                "@event-ttl",
            ],
        ),
        (
            98,
            "",
            &["spec.kubernetes.kubeAPIServer.eventTTL=25h"],
            &["rejected", "@api-server-values"],
        ),
        (
            99,
            r#"{"spec":{"kubernetes":{"kubeAPIServer":{"watchCacheSizes":{"default":100}}}}}"#,
            &["spec.kubernetes.kubeAPIServer.watchCacheSizes.default=200"],
            &["accepted", "NO_EFFECT", "!CONTROL_PLANE_ROLLOUT"],
        ),
        (
            100,
            r#"{"status":{"credentials":{"encryptionAtRest":{"resources":["configmaps"]}}}}"#,
            &[r#"spec.kubernetes.kubeAPIServer.encryptionConfig.resources=["pods"]"#],
            &["rejected", "@encryption-config"],
        ),
        (
            101,
            "",
            &[
                r#"spec.kubernetes.kubeAPIServer.encryptionConfig={"resources":["pods"],"provider":{"type":"secretbox"}}"#,
            ],
            &["rejected", "@encryption-config"],
        ),
        (
            102,
            "",
            &["spec.kubernetes.kubeAPIServer.encryptionConfig.provider.type=secretbox"],
            &["accepted", "@encryption-provider", "cpu:quiet"],
        ),
        (
            103,
            "",
            &["spec.kubernetes.kubeAPIServer.encryptionConfig.provider.type=aesgcm"],
            &["rejected", "@encryption-config"],
        ),
        (
            104,
            "",
            &["spec.kubernetes.kubeControllerManager.nodeCIDRMaskSize=23"],
            &["rejected", "@node-cidr-mask"],
        ),
        (
            105,
            "",
            &["spec.kubernetes.kubelet.maxPods=129"],
            &["rejected", "@node-cidr-mask"],
        ),
        (
            106,
            r#"{"spec":{"kubernetes":{"kubeControllerManager":{"nodeCIDRMaskSize":24}}}}"#,
            &["spec.kubernetes.kubelet.maxPods=254"],
            &["accepted", "cpu:kubelet"],
        ),
        (
            107,
            r#"{"spec":{"kubernetes":{"kubeControllerManager":{"nodeCIDRMaskSize":24}}}}"#,
            &["spec.kubernetes.kubelet.maxPods=255"],
            &["rejected", "@node-cidr-mask-pods"],
        ),
        (
            108,
            "",
            &["spec.kubernetes.kubeControllerManager.nodeMonitorGracePeriod=60s"],
            &["accepted", "cpu:kubelet", "CONTROL_PLANE_ROLLOUT"],
        ),
        (
            109,
            r#"{"spec":{"kubernetes":{"kubeControllerManager":{"nodeMonitorGracePeriod":"60s"}}}}"#,
            &["spec.kubernetes.kubeControllerManager.nodeMonitorGracePeriod=120s"],
            &[
                "accepted",
                "cpu:quiet",
                "CONTROL_PLANE_ROLLOUT",
                "!KUBELET_RESTART",
            ],
        ),
    ]);
}

#[test]
fn networks_names_and_credentials_mostly_stay() {
    hold(&[
        (
            111,
            "",
            &["spec.networking.type=cilium"],
            &["rejected", "@networking-immutable"],
        ),
        (
            112,
            "",
            &["spec.networking.nodes=10.248.0.0/14"],
            &["unknown", "@networking-nodes"],
        ),
        (
            113,
            "",
            &[r#"spec.networking.ipFamilies=["IPv4","IPv6"]"#],
            &[
                "accepted",
                "INFRA_RECONCILE",
                "MANUAL_ACTION_REQUIRED",
                "@dual-stack",
                "!NODE_ROLL",
            ],
        ),
        (
            115,
            r#"{"spec":{"networking":{"ipFamilies":["IPv4","IPv6"]}}}"#,
            &[r#"spec.networking.ipFamilies=["IPv4"]"#],
            &["rejected", "@node-cidr-mask"],
        ),
        (
            116,
            r#"{"spec":{"networking":{"ipFamilies":["IPv6"],"nodes":null,"pods":null,"services":null}}}"#,
            &[r#"spec.networking.ipFamilies=["IPv6","IPv4"]"#],
            &["rejected", "@ip-families"],
        ),
        (
            117,
            "",
            &["spec.dns.domain=other.example.org"],
            &["rejected", "@dns-immutable"],
        ),
        (
            119,
            r#"{"spec":{"kubernetes":{"version":"1.33.1"},"credentialsBindingName":null,"secretBindingName":"aws"}}"#,
            &[
                "spec.secretBindingName=null",
                "spec.credentialsBindingName=aws",
            ],
            &["accepted", "IRREVERSIBLE", "@credentials-migration"],
        ),
        (
            120,
            MINOR_33,
            &[
                "spec.credentialsBindingName=null",
                "spec.secretBindingName=aws",
            ],
            &["rejected", "@credentials-binding"],
        ),
        (
            121,
            "",
            &["spec.exposureClassName=internet"],
            &["unknown", "@exposure-class"],
        ),
        (
            122,
            "",
            &["spec.seedName=other"],
            &["rejected", "@seed-name"],
        ),
        (
            123,
            r#"{"spec":{"provider":{"workers":[{"name":"cpu","minimum":2,"maximum":3,"machine":{"type":"m5.large","image":{"name":"gardenlinux","version":"1592.1.0"}},"zones":["a","b"]}]}}}"#,
            &[r#"POOL.zones=["a"]"#],
            &["unknown", "@zones-changed", "DESTRUCTIVE"],
        ),
        (
            125,
            "",
            &["POOL.systemComponents.allow=false"],
            &["rejected", "@system-pools"],
        ),
        (
            126,
            "",
            &["spec.provider.workers=null"],
            &["rejected", "@workerless-switch"],
        ),
        (
            127,
            r#"{"spec":{"addons":{"nginxIngress":{"enabled":true}}}}"#,
            &["spec.purpose=production"],
            &["rejected", "@addon-values"],
        ),
        (
            128,
            r#"{"metadata":{"deletionTimestamp":"2026-11-20T00:00:00Z"}}"#,
            &["POOL.minimum=2"],
            &["rejected", "@spec-frozen-by-deletion"],
        ),
        (
            129,
            "",
            &["spec.schedulerName=default-scheduler"],
            &["accepted"],
        ),
        (
            129,
            "",
            &["spec.schedulerName=other"],
            &["rejected", "@scheduler-name"],
        ),
    ]);
}

const CONFINED: &str = r#"{"spec":{"maintenance":{"confineSpecUpdateRollout":true}}}"#;

#[test]
fn hibernation_and_confinement_decide_when() {
    hold(&[
        (
            130,
            "",
            &["spec.hibernation.enabled=true"],
            &[
                "accepted",
                "DESTRUCTIVE",
                "API_DOWNTIME",
                "api:long",
                "when:now",
                "@hibernate",
            ],
        ),
        (
            131,
            CONFINED,
            &["spec.hibernation.enabled=false"],
            &["accepted", "@hibernation-unset", "NO_EFFECT"],
        ),
        (
            132,
            r#"{"status":{"constraints":[{"type":"HibernationPossible","status":"False","message":"a webhook"}]}}"#,
            &["spec.hibernation.enabled=true"],
            &["rejected", "@hibernation-constraint"],
        ),
        (
            133,
            r#"{"status":{"credentials":{"rotation":{"serviceAccountKey":{"phase":"PreparingWithoutWorkersRollout"}}}}}"#,
            &["spec.hibernation.enabled=true"],
            &["rejected", "@hibernation-rotation"],
        ),
        (
            134,
            CONFINED,
            &["POOL.machine.type=m5.xlarge"],
            &["accepted", "cpu:roll", "when:window"],
        ),
        (
            135,
            CONFINED,
            &["spec.maintenance.confineSpecUpdateRollout=false"],
            &["accepted", "when:now", "@release-rollout"],
        ),
        (
            136,
            "",
            &[
                "spec.maintenance.confineSpecUpdateRollout=true",
                "POOL.machine.type=m5.xlarge",
            ],
            &["accepted", "when:window", "DEFERRED", "@confine-rollout"],
        ),
        (
            141,
            r#"{"spec":{"maintenance":{"confineSpecUpdateRollout":true}},"status":{"lastOperation":{"state":"Error"}}}"#,
            &["POOL.machine.type=m5.xlarge"],
            &["accepted", "when:now"],
        ),
        (
            144,
            r#"{"spec":{"seedName":"stopped"},"status":{"seedName":"stopped"}}"#,
            &["POOL.machine.type=m5.xlarge"],
            &["accepted", "when:blocked"],
        ),
    ]);
}

const OPERATION: &str = "metadata.annotations[gardener.cloud/operation]";

#[test]
fn operations_start_only_where_they_may() {
    let waiting = r#"{"status":{"credentials":{"rotation":{"certificateAuthorities":{"phase":"Preparing","lastInitiationTime":"2026-11-01T00:00:00Z"}}}}}"#;
    let rows: &[(u32, &'static str, &'static str, &'static [&'static str])] = &[
        (
            20,
            "",
            "rotate-ca-start",
            &[
                "accepted",
                "cpu:roll",
                "NODE_ROLL",
                "ETCD_ROLLOUT",
                "API_DOWNTIME",
                "api:brief",
                "@operation-rotate-ca",
            ],
        ),
        (
            13,
            "",
            "rotate-ca-start-without-workers-rollout",
            &[
                "accepted",
                "cpu:kubelet",
                "!NODE_ROLL",
                "NODE_SERVICE_RESTART",
                "@operation-rotate-ca",
            ],
        ),
        (
            21,
            "",
            "rotate-serviceaccount-key-start",
            &["accepted", "cpu:roll", "!ETCD_ROLLOUT", "api:none"],
        ),
        (
            145,
            "",
            "retry",
            &["accepted", "NO_EFFECT", "@operation-retry"],
        ),
        (
            146,
            r#"{"spec":{"provider":{"workersSettings":{"sshAccess":{"enabled":false}}}}}"#,
            "rotate-ssh-keypair",
            &["accepted", "NO_EFFECT"],
        ),
        (
            147,
            "",
            "rollout-workers=*",
            &["accepted", "cpu:roll", "@operation-rollout-workers"],
        ),
        (
            148,
            "",
            "rollout-workers=*,cpu",
            &["rejected", "@operation-pools"],
        ),
        (
            149,
            IN_PLACE,
            "rollout-workers=cpu",
            &["rejected", "@operation-pools"],
        ),
        (
            150,
            "",
            "rotate-rollout-workers=cpu",
            &["rejected", "@operation-phase"],
        ),
        (
            151,
            "",
            "rotate-etcd-encryption-key-start",
            &["rejected", "@operation-version"],
        ),
        (
            153,
            PENDING,
            "rotate-credentials-start",
            &["rejected", "@operation-phase"],
        ),
        (
            154,
            "",
            "retry;rotate-ssh-keypair",
            &["rejected", "@operation-conflict"],
        ),
        (
            155,
            HA,
            "rotate-ca-start",
            &[
                "accepted",
                "cpu:roll",
                "ETCD_ROLLOUT",
                "!API_DOWNTIME",
                "api:none",
            ],
        ),
    ];
    for (number, before, operation, wanted) in rows {
        let assignment = format!("{OPERATION}={operation}");
        let assignment: &'static str = assignment.leak();
        let assignments: &'static [&'static str] = vec![assignment].leak();
        hold(&[(*number, before, assignments, wanted)]);
    }
    let complete: &'static str = format!("{OPERATION}=rotate-ca-complete").leak();
    hold(&[(
        152,
        waiting,
        vec![complete].leak(),
        &["rejected", "@operation-phase"],
    )]);
}

#[test]
fn what_is_left_to_others_is_said_to_be() {
    hold(&[
        (
            156,
            "",
            &[r#"spec.provider.infrastructureConfig={"networks":{}}"#],
            &["unknown", "INFRA_RECONCILE"],
        ),
        (
            157,
            "",
            &["spec.provider.workersSettings.sshAccess.enabled=false"],
            &["accepted", "INFRA_RECONCILE", "NODE_SERVICE_RESTART"],
        ),
        (
            158,
            "",
            &["metadata.annotations[confirmation.gardener.cloud/force-deletion]=true"],
            &["rejected", "@force-deletion"],
        ),
        (
            160,
            "",
            &["metadata.labels[a]=b"],
            &["accepted", "NO_EFFECT", "@metadata-labels", "cpu:quiet"],
        ),
    ]);
}

#[test]
fn case_49_the_order_of_pools_says_nothing() {
    let mut old = shoot();
    let second = json!({
        "name": "mem", "minimum": 1, "maximum": 1, "zones": ["b"],
        "machine": {"type": "m5.large", "image": {"name": "gardenlinux", "version": "1592.1.0"}},
    });
    old["spec"]["provider"]["workers"]
        .as_array_mut()
        .unwrap()
        .push(second);
    let mut new = old.clone();
    new["spec"]["provider"]["workers"]
        .as_array_mut()
        .unwrap()
        .reverse();
    let report = between(&old, &new);
    assert_eq!(report.findings, []);
    assert_eq!(report.summary.headline, "nothing changes");
}

#[test]
fn a_shoot_that_is_a_seed_tells_of_the_control_planes_on_it() {
    let mut old = shoot();
    old["metadata"]["namespace"] = "garden".into();
    let report = change(&old, &["spec.provider.workers[cpu].machine.type=m5.xlarge"]);
    let hosted = report.hosted.unwrap();
    assert_eq!(
        (hosted.seed.as_str(), hosted.without_tolerance),
        ("shop", 2)
    );
    // Nothing on its nodes is hit where they are not drained.
    let label = change(&old, &["spec.provider.workers[cpu].labels[a]=b"]);
    assert_eq!(label.hosted, None);
    let refused = change(
        &old,
        &["spec.kubernetes.verticalPodAutoscaler.enabled=false"],
    );
    assert_eq!(refused.rejections[0].rule, "managed-seed");
}

#[test]
fn a_value_of_the_wrong_type_is_refused_as_the_server_refuses_it() {
    let mut new = shoot();
    new["spec"]["kubernetes"]["version"] = json!(1.34);
    new["spec"]["noSuchField"] = json!(true);
    let report = between(&shoot(), &new);
    assert_eq!(report.rejections[0].rule, "type-mismatch");
    assert_eq!(report.rejections[0].path, "spec.kubernetes.version");
    assert_eq!(report.ignored, ["spec.noSuchField"]);
}
