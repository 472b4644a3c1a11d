//! Operations that maintenance is asked for do what they do at once, only later: pools, control plane, first line and
//! findings say the same.

use std::fs;
use std::path::Path;

use kubectl_gardener::domain::impact::facts::Facts;
use kubectl_gardener::domain::impact::patch;
use kubectl_gardener::domain::impact::plan;
use kubectl_gardener::domain::impact::pools::Certainty;
use kubectl_gardener::domain::impact::rehearsal::{self, Answer};
use kubectl_gardener::domain::impact::report::ImpactReport;
use kubectl_gardener::domain::impact::timing::Moment;
use serde_json::{Value, json};

use super::cases::meets;
use super::{between, change, shoot, surroundings};

const NOW: &str = "metadata.annotations[gardener.cloud/operation]";
const LATER: &str = "metadata.annotations[maintenance.gardener.cloud/operation]";
/// Begin of the window of the Shoot, after the instant of the cases.
const BEGIN: &str = "2026-11-21T22:00:00Z";
/// The same, as it is told.
const WINDOW: &str = "window from 2026-11-21T22:00:00Z to 2026-11-21T23:00:00Z";

/// Everything that asks for the operation at once, with nothing of when.
fn told(report: &ImpactReport) -> Value {
    let mut told = json!(report);
    let fields = told.as_object_mut().unwrap();
    for other in ["shoot", "findings", "summary", "piggyback"] {
        fields.remove(other);
    }
    let mut told = json!({
        "report": told,
        "findings": report.findings.iter().filter(|finding| finding.rule != "operation-in-maintenance").map(|finding| {
            json!([finding.rule, finding.class, finding.also, finding.pools, finding.certainty, finding.reversible, finding.effect])
        }).collect::<Vec<_>>(),
        "summary": [
            json!(report.summary.rolled_pools), json!(report.summary.rolled_nodes), json!(report.summary.reversible),
        ],
    });
    forget(&mut told);
    serde_json::from_str(
        &told
            .to_string()
            .replace("maintenance.gardener.cloud", "gardener.cloud"),
    )
    .unwrap()
}

/// Leave out when.
fn forget(told: &mut Value) {
    match told {
        Value::Array(items) => items.iter_mut().for_each(forget),
        Value::Object(fields) => {
            fields.remove("when");
            fields.values_mut().for_each(forget);
        }
        _ => {}
    }
}

fn all(report: &ImpactReport, wanted: &[&str]) {
    for wanted in wanted {
        assert!(meets(report, wanted), "{wanted}: {report:#?}");
    }
}

/// Shoots that operations come to something else on.
fn shoots() -> Vec<(&'static str, Value)> {
    let with = |patch: &Value| {
        let mut shoot = shoot();
        patch::merge(&mut shoot, patch);
        shoot
    };
    let mut pools = shoot();
    let mut manual = pools["spec"]["provider"]["workers"][0].clone();
    manual["name"] = "manual".into();
    manual["updateStrategy"] = "ManualInPlaceUpdate".into();
    let mut auto = manual.clone();
    auto["name"] = "auto".into();
    auto["updateStrategy"] = "AutoInPlaceUpdate".into();
    let list = pools["spec"]["provider"]["workers"].as_array_mut().unwrap();
    list.extend([manual, auto]);
    let prepared = json!({"status": {"credentials": {"rotation": {
        "certificateAuthorities": {"phase": "Prepared", "lastInitiationTime": "2026-01-01T00:00:00Z"},
        "serviceAccountKey": {"phase": "Prepared", "lastInitiationTime": "2026-01-01T00:00:00Z"},
    }}}});
    let waiting = json!({"status": {"credentials": {"rotation": {"certificateAuthorities": {
        "phase": "WaitingForWorkersRollout", "lastInitiationTime": "2026-01-01T00:00:00Z",
        "pendingWorkersRollouts": [{"name": "cpu"}],
    }}}}});
    let available = json!({"spec": {"controlPlane": {"highAvailability": {"failureTolerance": {"type": "node"}}}}});
    vec![
        ("plain", shoot()),
        ("in place", pools),
        ("prepared", with(&prepared)),
        ("waiting", with(&waiting)),
        ("available", with(&available)),
        (
            "hibernated",
            with(&json!({"spec": {"hibernation": {"enabled": true}}})),
        ),
        (
            "no ssh",
            with(
                &json!({"spec": {"provider": {"workersSettings": {"sshAccess": {"enabled": false}}}}}),
            ),
        ),
    ]
}

const OPERATIONS: [&str; 15] = [
    "rotate-ca-start",
    "rotate-ca-start-without-workers-rollout",
    "rotate-ca-complete",
    "rotate-serviceaccount-key-start",
    "rotate-serviceaccount-key-start-without-workers-rollout",
    "rotate-serviceaccount-key-complete",
    "rotate-etcd-encryption-key",
    "rotate-credentials-start",
    "rotate-credentials-start-without-workers-rollout",
    "rotate-credentials-complete",
    "rotate-rollout-workers=cpu",
    "rollout-workers=cpu",
    "rollout-workers=*",
    "rotate-ssh-keypair",
    "rotate-observability-credentials;rollout-workers=cpu",
];

#[test]
fn maintenance_does_what_the_same_operation_does_at_once() {
    let mut judged = 0;
    for (name, old) in shoots() {
        for operation in OPERATIONS {
            let now = change(&old, &[&format!("{NOW}={operation}")]);
            let later = change(&old, &[&format!("{LATER}={operation}")]);
            assert_eq!(later.verdict, now.verdict, "{name}: {operation}");
            // Reasons differ: hibernated Shoots are refused for one more.
            if !meets(&now, "rejected") {
                assert_eq!(told(&later), told(&now), "{name}: {operation}");
                judged += 1;
            }
        }
    }
    assert!(judged > 50, "{judged} were accepted");
}

#[test]
fn pools_and_components_name_the_window_that_it_waits_for() {
    let report = change(&shoot(), &[&format!("{LATER}=rotate-ca-start")]);
    all(
        &report,
        &[
            "accepted",
            "cpu:roll",
            "api:brief",
            "@operation-rotate-ca",
            "@operation-in-maintenance",
            "DEFERRED",
            "NODE_ROLL",
            "ETCD_ROLLOUT",
        ],
    );
    let pool = &report.pools[0];
    assert_eq!(pool.causes, [LATER]);
    let whens = report
        .control_plane
        .components
        .iter()
        .map(|component| &component.when);
    let findings = report.findings.iter().map(|finding| &finding.when);
    let whens: Vec<_> = whens.chain(findings).chain(pool.when.as_ref()).collect();
    assert!(whens.len() > 5, "{whens:?}");
    for when in whens {
        assert_eq!(when.moment, Moment::Window);
        assert_eq!(when.begin.unwrap().to_string(), BEGIN);
    }
    assert_eq!(
        report.summary.headline,
        format!(
            "1 pool with 1 to 3 nodes renewed, API gone for a moment, in the {WINDOW}, not reversible"
        )
    );
    assert_eq!(report.summary.rolled_pools, 1);
    assert!(!report.summary.reversible);
}

#[test]
fn kubelets_restart_in_the_window_where_nodes_are_kept() {
    let later = format!("{LATER}=rotate-ca-start-without-workers-rollout");
    let report = change(&shoot(), &[&later]);
    all(&report, &["cpu:kubelet", "KUBELET_RESTART", "!NODE_ROLL"]);
    let when = report.pools[0].when.as_ref().unwrap();
    assert_eq!(when.moment, Moment::Window);
    assert_eq!(report.pools[0].causes, [LATER]);
    let at_once = format!("{NOW}=rotate-ca-start-without-workers-rollout");
    assert_eq!(change(&shoot(), &[&at_once]).pools[0].causes, [NOW]);
    // A label does it at once.
    let label = "spec.provider.workers[cpu].labels[a]=b";
    let report = change(&shoot(), &[&later, label]);
    all(&report, &["cpu:kubelet"]);
    let when = report.pools[0].when.as_ref().unwrap();
    assert_eq!(when.moment, Moment::Now);
}

#[test]
fn what_comes_at_once_and_what_comes_later_are_told_apart() {
    let machine = "spec.provider.workers[cpu].machine.type=m5.xlarge";
    let report = change(
        &shoot(),
        &[machine, &format!("{LATER}=rotate-credentials-start")],
    );
    let pool = &report.pools[0];
    assert_eq!(
        pool.causes,
        ["spec.provider.workers[cpu].machine.type", LATER]
    );
    assert_eq!(pool.when.as_ref().unwrap().moment, Moment::Now);
    let headline = &report.summary.headline;
    let wanted = format!("nodes renewed now, API gone for a moment in the {WINDOW}, not");
    assert!(headline.contains(&wanted), "{headline}");
    let etcd = report.control_plane.components.iter();
    let mut etcd = etcd.filter(|component| component.name == "etcd-main");
    assert_eq!(etcd.next().unwrap().when.moment, Moment::Window);
    // A component that does both is told with the first.
    let version = "spec.kubernetes.kubeAPIServer.eventTTL=2h";
    let report = change(
        &shoot(),
        &[version, &format!("{LATER}=rotate-credentials-start")],
    );
    let server = report.control_plane.components.iter();
    let servers: Vec<_> = server
        .filter(|component| component.name == "kube-apiserver")
        .collect();
    assert_eq!(servers.len(), 1);
    assert_eq!(servers[0].when.moment, Moment::Now);
    let pool = &report.pools[0];
    assert_eq!(pool.when.as_ref().unwrap().moment, Moment::Window);
}

#[test]
fn the_first_line_names_the_time_of_what_is_severe_also_beside_something_small() {
    let small = "spec.kubernetes.kubelet.maxPods=100";
    for (operation, wanted) in [
        ("rollout-workers=*", "nodes renewed, API stays, "),
        (
            "rotate-ca-start-without-workers-rollout",
            "API gone for a moment, ",
        ),
    ] {
        let report = change(&shoot(), &[small, &format!("{LATER}={operation}")]);
        let headline = &report.summary.headline;
        let wanted = format!("{wanted}in the {WINDOW}, some of it now, ");
        assert!(headline.contains(&wanted), "{headline}");
    }
}

#[test]
fn what_maintenance_does_is_certain_whatever_the_provider_decides_at_once() {
    let encrypted = "spec.provider.workers[cpu].volume.encrypted=true";
    let report = change(&shoot(), &[encrypted]);
    all(&report, &["cpu?:roll"]);
    let report = change(
        &shoot(),
        &[encrypted, &format!("{LATER}=rollout-workers=*")],
    );
    all(&report, &["cpu:roll"]);
    let pool = &report.pools[0];
    assert_eq!(pool.when.as_ref().unwrap().moment, Moment::Window);
    assert_eq!(
        pool.causes,
        ["spec.provider.workers[cpu].volume.encrypted", LATER]
    );
    let mut findings = report.findings.iter();
    let volume = findings.find(|finding| finding.path == pool.causes[0]);
    assert_eq!(volume.unwrap().certainty, Certainty::Provider);
}

#[test]
fn maintenance_finds_a_shoot_asleep_that_is_put_to_sleep_before() {
    let sleep = "spec.hibernation.enabled=true";
    let report = change(&shoot(), &[sleep, &format!("{LATER}=rotate-ca-start")]);
    all(&report, &["accepted", "@operation-rotate-ca"]);
    let runs = ["NODE_ROLL", "ETCD_ROLLOUT", "API_DOWNTIME"];
    let mut found = 0;
    for finding in report.findings.iter().filter(|f| f.path == LATER) {
        let classes = json!([finding.class, finding.also]).to_string();
        assert!(!runs.iter().any(|runs| classes.contains(runs)), "{classes}");
        found += 1;
    }
    assert!(found > 1);
}

#[test]
fn a_shoot_to_be_ignored_is_else_maintained_in_its_window() {
    let mut old = shoot();
    old["metadata"]["annotations"] = json!({"shoot.gardener.cloud/ignore": "true"});
    let report = change(&old, &[&format!("{LATER}=rollout-workers=*")]);
    let when = report.pools[0].when.as_ref().unwrap();
    assert_eq!(when.moment, Moment::Unknown);
    let wanted = format!("; else it is done in the {WINDOW}");
    assert!(when.reason.ends_with(&wanted), "{}", when.reason);
    let report = change(&old, &["spec.kubernetes.kubeAPIServer.eventTTL=2h"]);
    let reason = &report.findings[0].when.reason;
    assert!(reason.ends_with("; else it is at once"), "{reason}");
}

#[test]
fn what_maintenance_does_in_any_case_comes_along() {
    let anyway = "brings:what maintenance does in any case";
    let later = format!("{LATER}=rollout-workers=*");
    all(&change(&shoot(), &[&later]), &[anyway]);
    all(&change(&shoot(), &[&format!("{NOW}=maintain")]), &[anyway]);
    let report = change(&shoot(), &["metadata.labels[a]=b"]);
    assert!(report.piggyback.is_empty(), "{report:#?}");
}

#[test]
fn in_an_open_window_maintenance_may_have_run_already() {
    let mut open = shoot();
    open["spec"]["maintenance"]["timeWindow"] =
        json!({"begin": "113000+0000", "end": "123000+0000"});
    let later = format!("{LATER}=rollout-workers=*");
    let report = change(&open, &[&later]);
    let (pool, finding) = (&report.pools[0], &report.findings[0]);
    assert_eq!(pool.certainty, Certainty::Likely);
    assert_eq!(finding.certainty, Certainty::Likely);
    let reason = &pool.when.as_ref().unwrap().reason;
    assert!(reason.contains("in the next window"), "{reason}");
    let window =
        "in the open window until 2026-11-21T12:30:00Z or the next from 2026-11-22T11:30:00Z, ";
    let headline = &report.summary.headline;
    assert!(headline.contains(window), "{headline}");
    // New times wake it up.
    let mut new = open.clone();
    new["metadata"]["annotations"] =
        json!({"maintenance.gardener.cloud/operation": "rollout-workers=*"});
    let report = between(&shoot(), &new);
    assert_eq!(report.pools[0].certainty, Certainty::Certain);
    let when = report.pools[0].when.as_ref().unwrap();
    assert_eq!((when.open, when.next), (true, None));
    // What waits for the window as such is done in it, or in the next one where it has had its reconciliation.
    open["spec"]["maintenance"]["confineSpecUpdateRollout"] = json!(true);
    let headline = |old| change(old, &["spec.provider.workers[cpu].machine.type=m5.xlarge"]);
    let told = headline(&open).summary.headline;
    assert!(
        told.contains("in the open window until 2026-11-21T12:30:00Z, "),
        "{told}"
    );
    // Of several things in one window, what may have to wait for the next is not passed over.
    let both = [
        "spec.provider.workers[cpu].machine.type=m5.xlarge",
        "metadata.annotations[maintenance.gardener.cloud/operation]=rollout-workers=gpu",
    ];
    let mut two = open.clone();
    let list = two["spec"]["provider"]["workers"].as_array_mut().unwrap();
    let mut pool = list[0].clone();
    pool["name"] = "gpu".into();
    list.push(pool);
    let told = change(&two, &both).summary.headline;
    assert!(told.starts_with("2 pools "), "{told}");
    assert!(told.contains(window), "{told}");
    let other = [
        "spec.provider.workers[cpu].machine.type=m5.xlarge",
        "metadata.annotations[maintenance.gardener.cloud/operation]=rotate-ssh-keypair",
    ];
    let told = change(&open, &other).summary.headline;
    let parts = format!("in the open window until 2026-11-21T12:30:00Z, more {window}");
    assert!(told.contains(&parts), "{told}");
}

#[test]
fn an_operation_that_was_pending_raises_the_generation_itself() {
    let around = surroundings();
    let facts = Facts {
        around: &around,
        now: "2026-11-21T12:00:00Z".parse().unwrap(),
    };
    let orders = |old: &Value| {
        let mut submitted = old.clone();
        submitted["metadata"]["labels"] = json!({"a": "b"});
        let mut stored = submitted.clone();
        stored["metadata"]["annotations"] = json!({});
        stored["metadata"]["generation"] = 4.into();
        let answer = Answer::Accepted(Box::new(stored));
        let judged = rehearsal::judge(old, &submitted, &answer, Vec::new(), facts);
        judged.changes.iter().any(|change| change.path == "spec")
    };
    assert!(orders(&shoot()));
    let mut pending = shoot();
    pending["metadata"]["annotations"] = json!({"gardener.cloud/operation": "reconcile"});
    assert!(!orders(&pending));
}

#[test]
fn maintenance_that_is_asked_for_now_starts_its_operations_now() {
    let report = change(
        &shoot(),
        &[
            &format!("{NOW}=maintain"),
            &format!("{LATER}=rollout-workers=*"),
        ],
    );
    all(&report, &["accepted", "cpu:roll"]);
    assert_eq!(report.pools[0].when.as_ref().unwrap().moment, Moment::Now);
}

#[test]
fn operations_that_go_with_no_other_break_maintenance() {
    for operation in ["maintain", "retry", "force-in-place-update"] {
        let report = change(&shoot(), &[&format!("{LATER}={operation}")]);
        all(
            &report,
            &[
                "accepted",
                "MANUAL_ACTION_REQUIRED",
                "DEFERRED",
                "cpu:quiet",
            ],
        );
        assert!(report.control_plane.components.is_empty(), "{report:#?}");
    }
    let report = change(&shoot(), &[&format!("{LATER}=reconcile")]);
    all(
        &report,
        &["accepted", "DEFERRED", "!MANUAL_ACTION_REQUIRED"],
    );
}

#[test]
fn a_failed_shoot_keeps_operations_until_it_has_recovered() {
    let mut old = shoot();
    old["status"]["lastOperation"]["state"] = "Failed".into();
    let later = format!("{LATER}=rollout-workers=*");
    let report = change(&old, &[&later]);
    all(
        &report,
        &["cpu:quiet", "DEFERRED", "!NODE_ROLL", "when:blocked"],
    );
    let report = change(&old, &[&later, &format!("{NOW}=retry")]);
    all(&report, &["cpu:roll", "NODE_ROLL", "when:window"]);
}

#[test]
fn a_stopped_seed_and_no_seed_keep_them_too() {
    let mut old = shoot();
    old["spec"]["seedName"] = "stopped".into();
    old["status"]["seedName"] = "stopped".into();
    let report = change(&old, &[&format!("{LATER}=rollout-workers=*")]);
    all(&report, &["cpu:roll", "when:blocked"]);
    assert_eq!(
        report.pools[0].when.as_ref().unwrap().moment,
        Moment::Blocked
    );
}

#[test]
fn operations_that_maintenance_was_asked_for_before_come_along_with_what_waits_for_it() {
    let mut old = shoot();
    old["metadata"]["annotations"] =
        json!({"maintenance.gardener.cloud/operation": "rollout-workers=*"});
    old["spec"]["maintenance"]["confineSpecUpdateRollout"] = true.into();
    let setting = "spec.kubernetes.kubeAPIServer.eventTTL=2h";
    let report = change(&old, &[setting]);
    all(
        &report,
        &["cpu:quiet", "!NODE_ROLL", "brings:rollout-workers=*"],
    );
    // Of two operations only the new one is told.
    let both = format!("{LATER}=rollout-workers=*;rotate-etcd-encryption-key");
    let report = change(&old, &[&both]);
    all(
        &report,
        &[
            "cpu:quiet",
            "@operation-rotate-etcd-encryption-key",
            "!@operation-rollout-workers",
        ],
    );
    // Taken back it does nothing.
    let mut new = old.clone();
    new["metadata"]["annotations"] = json!({});
    let report = between(&old, &new);
    all(&report, &["cpu:quiet", "NO_EFFECT", "!DEFERRED"]);
}

#[test]
fn a_plan_holds_whether_pools_renew_at_once_or_later_and_not_in_which_window() {
    let later = format!("{LATER}=rollout-workers=*");
    let report = change(&shoot(), &[&later]);
    let mut moved = report.clone();
    let next = "2026-11-22T22:00:00Z".parse().unwrap();
    for finding in &mut moved.findings {
        finding.when.begin = Some(next);
    }
    moved.pools[0].when.as_mut().unwrap().begin = Some(next);
    assert_eq!(plan::impact(&moved), plan::impact(&report));
    let mut sooner = report.clone();
    sooner.pools[0].when.as_mut().unwrap().moment = Moment::Now;
    assert_ne!(plan::impact(&sooner), plan::impact(&report));
}

/// Every case of the rules: a pool says the same time as the findings that name it.
#[test]
fn pools_and_findings_agree_on_when() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/impact/rules");
    let mut compared = 0;
    for entry in fs::read_dir(folder).unwrap() {
        for name in ["fires.yaml", "nearly.yaml"] {
            let path = entry.as_ref().unwrap().path().join(name);
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            let report = super::rules::report(&text).unwrap();
            for pool in report.pools.iter().filter(|pool| !pool.causes.is_empty()) {
                let named = report.findings.iter();
                let named = named.filter(|finding| {
                    finding.pools.contains(&pool.name) && pool.causes.contains(&finding.path)
                });
                let Some(when) = &pool.when else {
                    continue;
                };
                let whens: Vec<_> = named.map(|finding| &finding.when).collect();
                assert!(
                    whens.is_empty() || whens.contains(&when),
                    "{}: {when:?} {whens:?}",
                    path.display()
                );
                compared += usize::from(!whens.is_empty());
            }
        }
    }
    assert!(compared > 15, "{compared}");
}
