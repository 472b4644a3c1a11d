//! The emergency stop against Gardener's own seed care, scheduler and API server, and through everything that can go wrong.
//!
//! All tests share one garden: each works on seeds of its own label and frees them at its end, also when it fails.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{answer, control, kubeconfig, load, program, run, stderr};
use super::proxy::Proxy;

pub const STOP: &str = "shoot.gardener.cloud/emergency-stop-reconciliations";
pub const HOLDS: &str = "kubectl-gardener/emergency-stop";
const CONFIRMED: &str = "EmergencyStopShootReconciliations";
const SEEDS: &str = "/apis/core.gardener.cloud/v1beta1/seeds";
const TEST: &str = "kubectl-gardener-test";

/// Whoever works on seeds works alone.
pub static ALONE: Mutex<()> = Mutex::new(());

/// Seeds of a test, freed at its end; only one test at a time works on any.
struct Seeds {
    garden: Cluster,
    names: Vec<String>,
    _alone: MutexGuard<'static, ()>,
}

impl Seeds {
    fn new(first: usize, count: usize) -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(load(200, 400) >= first + count);
        let garden = Cluster::of("garden");
        let names: Vec<String> = (first..first + count)
            .map(|index| format!("load-{index:03}"))
            .collect();
        let seeds = Self {
            garden,
            names,
            _alone: alone,
        };
        seeds.annotate(&json!({ STOP: null, HOLDS: null }), &json!("yes"));
        seeds
    }

    fn annotate(&self, annotations: &Value, label: &Value) {
        for name in &self.names {
            let patch =
                json!({ "metadata": { "annotations": annotations, "labels": { TEST: label } } });
            self.garden.patch(&format!("{SEEDS}/{name}"), &patch);
        }
    }

    fn get(&self, name: &str) -> Value {
        self.garden.get(&format!("{SEEDS}/{name}")).unwrap()
    }

    /// Give whose holds each seed has, and whether it is stopped, as the server says.
    fn held(&self) -> BTreeMap<String, (bool, Vec<String>)> {
        let list = self
            .garden
            .get(&format!("{SEEDS}?labelSelector={TEST}"))
            .unwrap();
        let seeds = list["items"].as_array().unwrap().iter();
        seeds
            .map(|seed| {
                let annotations = &seed["metadata"]["annotations"];
                let holds: Value =
                    serde_json::from_str(annotations[HOLDS].as_str().unwrap_or("[]")).unwrap();
                let of = |hold: &Value| {
                    hold["incident"]
                        .as_str()
                        .or(hold["by"].as_str())
                        .unwrap()
                        .to_owned()
                };
                let holders = holds.as_array().unwrap().iter().map(of).collect();
                let name = seed["metadata"]["name"].as_str().unwrap().to_owned();
                (name, (annotations[STOP] == "true", holders))
            })
            .collect()
    }

    fn stopped(&self) -> usize {
        self.held().values().filter(|(stopped, _)| *stopped).count()
    }
}

impl Drop for Seeds {
    fn drop(&mut self) {
        self.annotate(&json!({ STOP: null, HOLDS: null }), &Value::Null);
    }
}

fn stop(kubeconfig: &str, arguments: &str) -> std::process::Output {
    let words: Vec<&str> = ["emergency-stop"]
        .into_iter()
        .chain(arguments.split_whitespace())
        .collect();
    run(kubeconfig, &words)
}

fn start(kubeconfig: &str, arguments: &str) -> Child {
    let mut command: Command = program();
    command
        .env("KUBECONFIG", kubeconfig)
        .arg("emergency-stop")
        .args(arguments.split_whitespace());
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn emergency_stop_is_confirmed_by_seed_care_and_its_end_as_well() {
    let seeds = Seeds::new(0, 2);
    control(
        "POST",
        "/controllers/seed-care/resume",
        &json!({ "seeds": seeds.names }),
    );
    let garden = kubeconfig("garden");
    let on = answer(
        &stop(
            garden,
            &format!("on -l {TEST} --yes --incident INC-1 --wait --timeout 60s -o json"),
        ),
        0,
    );
    assert!(
        on["seeds"]
            .as_array()
            .unwrap()
            .iter()
            .all(|seed| seed["confirmed"] == true),
        "{on}"
    );
    let condition = |name: &str| {
        let seed = seeds.get(name);
        let conditions = seed["status"]["conditions"].as_array().unwrap();
        conditions
            .iter()
            .any(|condition| condition["type"] == CONFIRMED && condition["status"] == "True")
    };
    assert!(seeds.names.iter().all(|name| condition(name)));
    let off = answer(
        &stop(
            garden,
            &format!("off -l {TEST} --yes --incident INC-1 --wait --timeout 60s -o json"),
        ),
        0,
    );
    assert_eq!(off["summary"]["done"], 2, "{off}");
    assert!(!seeds.names.iter().any(|name| condition(name)));
    control("POST", "/controllers/seed-care/pause", &json!({}));
}

#[test]
fn emergency_stop_keeps_the_scheduler_from_a_seed_and_its_end_lets_it() {
    let seeds = Seeds::new(0, 200);
    let garden = kubeconfig("garden");
    answer(
        &stop(
            garden,
            &format!("on -l {TEST} --yes --incident INC-1 -o json"),
        ),
        0,
    );
    let shoots = "/apis/core.gardener.cloud/v1beta1/namespaces/garden-load000/shoots";
    let list = seeds.garden.get(&format!("{shoots}?limit=1")).unwrap();
    let mut shoot = list["items"][0].clone();
    let spec = shoot["spec"].as_object_mut().unwrap();
    for field in ["seedName", "dns"] {
        spec.remove(field);
    }
    // What the profile still offers.
    spec["kubernetes"]["version"] = "1.35.2".into();
    for worker in spec["provider"]["workers"].as_array_mut().unwrap() {
        worker["machine"]["image"]["version"] = "2150.1.0".into();
    }
    let new = json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot", "metadata": { "name": "waits", "namespace": "garden-load000" }, "spec": spec });
    seeds.garden.create(shoots, &new);
    let schedule = || {
        control(
            "POST",
            "/reconcile/scheduler",
            &json!({ "namespace": "garden-load000", "name": "waits" }),
        )
    };
    let said = schedule()["error"].as_str().unwrap_or_default().to_owned();
    assert!(
        said.contains("have enabled shoot reconciliations currently"),
        "{said}"
    );
    answer(
        &stop(
            garden,
            &format!("off -l {TEST} --yes --incident INC-1 -o json"),
        ),
        0,
    );
    assert_eq!(schedule()["error"], Value::Null);
    let scheduled = seeds.garden.get(&format!("{shoots}/waits")).unwrap();
    assert!(
        scheduled["spec"]["seedName"].is_string(),
        "{}",
        scheduled["spec"]
    );
    let confirm = json!({ "metadata": { "annotations": { "confirmation.gardener.cloud/deletion": "true" } } });
    seeds.garden.patch(&format!("{shoots}/waits"), &confirm);
    seeds.garden.delete(&format!("{shoots}/waits"));
}

/// Every kind of fault, hitting three of ten writes; once before and once after the server has done it.
fn faults() -> Vec<(&'static str, Value)> {
    let patch = |fault: Value| {
        let mut rule = json!({ "methods": ["PATCH"], "path": "/seeds/", "rate": 0.3 });
        for (key, value) in fault.as_object().unwrap() {
            rule[key] = value.clone();
        }
        rule
    };
    vec![
        (
            "429",
            patch(json!({ "fault": "status", "status": 429, "retryAfter": "1" })),
        ),
        ("500", patch(json!({ "fault": "status", "status": 500 }))),
        (
            "502 after",
            patch(json!({ "fault": "status", "status": 502, "after": true })),
        ),
        ("503", patch(json!({ "fault": "status", "status": 503 }))),
        (
            "504 after",
            patch(json!({ "fault": "status", "status": 504, "after": true })),
        ),
        ("reset", patch(json!({ "fault": "reset" }))),
        (
            "reset after",
            patch(json!({ "fault": "reset", "after": true })),
        ),
        ("truncate", patch(json!({ "fault": "truncate" }))),
        ("stall", patch(json!({ "fault": "stall", "for": "1s" }))),
        (
            "stall after",
            patch(json!({ "fault": "stall", "for": "1s", "after": true })),
        ),
    ]
}

/// Tell whether a fault ends with a connection that is cut.
fn rule_resets(name: &str) -> bool {
    ["reset", "truncate", "stall"]
        .iter()
        .any(|kind| name.starts_with(kind))
}

#[test]
fn emergency_stop_of_200_seeds_is_complete_whatever_the_network_does() {
    let seeds = Seeds::new(0, 200);
    let proxy = Proxy::start("emergency-stop-faults");
    for (number, (name, rule)) in faults().into_iter().enumerate() {
        proxy.seeded_rules(number as u64, &json!([rule]));
        proxy.forget();
        let on = answer(
            &stop(
                &proxy.kubeconfig,
                &format!("on -l {TEST} --yes --incident INC-1 -o json"),
            ),
            0,
        );
        assert_eq!(on["summary"]["done"], 200, "{name}: {}", on["summary"]);
        let held = seeds.held();
        assert!(
            held.values()
                .all(|held| *held == (true, vec!["INC-1".to_owned()])),
            "{name}: {held:?}"
        );
        let counters = proxy.counters();
        // Of a request that it resets, the proxy counts the end later than the client sees it.
        if !rule_resets(name) {
            let open = counters["inFlight"]["max"].as_u64().unwrap();
            assert!(open <= 16, "{name}: {open} open requests");
        }
        let hit: u64 = counters["total"]["faults"]
            .as_object()
            .unwrap()
            .values()
            .filter_map(Value::as_u64)
            .sum();
        assert!(hit > 20, "{name}: only {hit} faults");
        let off = answer(
            &stop(
                &proxy.kubeconfig,
                &format!("off -l {TEST} --yes --incident INC-1 -o json"),
            ),
            0,
        );
        assert_eq!(off["summary"]["done"], 200, "{name}: {}", off["summary"]);
        assert_eq!(seeds.stopped(), 0, "{name}");
    }
}

#[test]
fn emergency_stop_that_is_killed_is_completed_by_the_next() {
    let seeds = Seeds::new(0, 200);
    let proxy = Proxy::start("emergency-stop-killed");
    proxy.rules(&json!([{ "latency": "10ms", "jitter": "10ms" }]));
    for round in 0..20 {
        let mut child = start(
            &proxy.kubeconfig,
            &format!("on -l {TEST} --yes --incident INC-1"),
        );
        // Somewhere between the first patch and the last.
        let enough = 1 + round * 9;
        wait_until("patches", || {
            let patched = proxy
                .log()
                .iter()
                .filter(|entry| entry["method"] == "PATCH" && entry["reached"] == true)
                .count();
            patched >= enough || patched >= 190
        });
        child.kill().unwrap();
        child.wait().unwrap();
        let before = seeds.stopped();
        let on = answer(
            &stop(
                kubeconfig("garden"),
                &format!("on -l {TEST} --yes --incident INC-1 -o json"),
            ),
            0,
        );
        let count =
            |outcome: &str| usize::try_from(on["summary"][outcome].as_u64().unwrap()).unwrap();
        assert_eq!(
            count("done") + count("already"),
            200,
            "{round}: {}",
            on["summary"]
        );
        // What was on its way when it was killed may have arrived since.
        assert!(
            count("already") >= before,
            "{round}: {before} {}",
            on["summary"]
        );
        let held = seeds.held();
        assert!(
            held.values()
                .all(|held| *held == (true, vec!["INC-1".to_owned()])),
            "{round}"
        );
        seeds.annotate_all_free();
        proxy.forget();
    }
}

impl Seeds {
    /// Free all of them by one command.
    fn annotate_all_free(&self) {
        let off = answer(
            &stop(
                kubeconfig("garden"),
                &format!("off -l {TEST} --yes --incident INC-1 -o json"),
            ),
            0,
        );
        assert_eq!(
            off["summary"]["done"],
            self.names.len(),
            "{}",
            off["summary"]
        );
    }
}

#[test]
fn emergency_stop_beside_kubectl_and_other_operators_loses_nothing() {
    let seeds = Seeds::new(10, 20);
    let garden = kubeconfig("garden");
    let ends = Arc::new(AtomicBool::new(false));
    let annotator = {
        let (ends, names) = (Arc::clone(&ends), seeds.names.clone());
        std::thread::spawn(move || {
            let mut rounds = 0;
            while !ends.load(Ordering::Relaxed) {
                rounds += 1;
                let status = Command::new("kubectl")
                    .args([
                        "--kubeconfig",
                        kubeconfig("garden"),
                        "annotate",
                        "seed",
                        "--overwrite",
                    ])
                    .args(&names)
                    .arg(format!("example.org/round={rounds}"))
                    .stdout(Stdio::null())
                    .status()
                    .unwrap();
                assert!(status.success());
            }
            rounds
        })
    };
    for _ in 0..5 {
        let running: Vec<Child> = ["INC-1", "INC-2", "INC-3"]
            .map(|incident| {
                start(
                    garden,
                    &format!("on -l {TEST} --yes --incident {incident} -o json"),
                )
            })
            .into();
        for child in running {
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        }
        let everybody: BTreeSet<&str> = ["INC-1", "INC-2", "INC-3"].into();
        for (name, (stopped, holders)) in seeds.held() {
            let found: BTreeSet<&str> = holders.iter().map(String::as_str).collect();
            assert!(
                stopped && holders.len() == 3 && found == everybody,
                "{name}: {holders:?}"
            );
        }
        let running: Vec<Child> = ["INC-1", "INC-3"]
            .map(|incident| {
                start(
                    garden,
                    &format!("off -l {TEST} --yes --incident {incident} -o json"),
                )
            })
            .into();
        for child in running {
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        }
        assert!(
            seeds
                .held()
                .values()
                .all(|held| *held == (true, vec!["INC-2".to_owned()]))
        );
        answer(
            &stop(
                garden,
                &format!("off -l {TEST} --yes --incident INC-2 -o json"),
            ),
            0,
        );
        assert_eq!(seeds.stopped(), 0);
    }
    ends.store(true, Ordering::Relaxed);
    let rounds = annotator.join().unwrap();
    assert!(rounds > 1, "{rounds}");
    for name in &seeds.names {
        assert_eq!(
            seeds.get(name)["metadata"]["annotations"]["example.org/round"],
            rounds.to_string(),
            "{name}"
        );
    }
}

#[test]
fn emergency_stop_of_a_strangers_stop_is_a_foreign_hold_by_its_manager() {
    let seeds = Seeds::new(40, 1);
    let status = Command::new("kubectl")
        .args([
            "--kubeconfig",
            kubeconfig("garden"),
            "annotate",
            "seed",
            "load-040",
            &format!("{STOP}=true"),
        ])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let garden = kubeconfig("garden");
    let on = answer(
        &stop(garden, "on load-040 --yes --incident INC-1 -o json"),
        0,
    );
    assert_eq!(on["seeds"][0]["holds"][0]["by"], "kubectl-annotate");
    assert_eq!(on["seeds"][0]["holds"][0]["foreign"], true);
    assert!(on["seeds"][0]["holds"][0]["since"].is_string());
    let off = answer(
        &stop(garden, "off load-040 --yes --incident INC-1 -o json"),
        0,
    );
    assert_eq!(off["seeds"][0]["stopped"], true);
    answer(
        &stop(garden, "off load-040 --yes --incident INC-1 -o json"),
        5,
    );
    answer(
        &stop(
            garden,
            "off load-040 --yes --incident INC-1 --override -o json",
        ),
        0,
    );
    assert_eq!(seeds.stopped(), 0);
}

#[test]
fn emergency_stop_resumes_shoots_with_one_generation_each() {
    let seeds = Seeds::new(50, 1);
    let garden = kubeconfig("garden");
    let list = seeds
        .garden
        .get("/apis/core.gardener.cloud/v1beta1/shoots?fieldSelector=spec.seedName%3Dload-050")
        .unwrap();
    let shoot = &list["items"][0];
    let (namespace, name) = (
        shoot["metadata"]["namespace"].as_str().unwrap(),
        shoot["metadata"]["name"].as_str().unwrap(),
    );
    let path = format!("/apis/core.gardener.cloud/v1beta1/namespaces/{namespace}/shoots/{name}");
    let operation = |state: &str| {
        let body = json!({ "kind": "Shoot", "namespace": namespace, "name": name, "type": "Reconcile", "state": state, "progress": 50, "description": "test" });
        control("POST", "/standin/gardenlet/last-operation", &body);
    };
    operation("Failed");
    let before = seeds.garden.get(&path).unwrap()["metadata"]["generation"]
        .as_i64()
        .unwrap();
    answer(
        &stop(garden, "on load-050 --yes --force --incident INC-1 -o json"),
        0,
    );
    let child = start(
        garden,
        "off load-050 --yes --incident INC-1 --resume failed --timeout 60s -o json",
    );
    wait_until("retry", || {
        seeds.garden.get(&path).unwrap()["metadata"]["generation"] == before + 1
    });
    operation("Succeeded");
    let output = child.wait_with_output().unwrap();
    let off = answer(&output, 0);
    let resumed = off["resumed"]["shoots"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["name"] == name)
        .unwrap();
    assert_eq!(
        (&resumed["operation"], &resumed["outcome"]),
        (&json!("retry"), &json!("done")),
        "{off}"
    );
    assert_eq!(
        seeds.garden.get(&path).unwrap()["metadata"]["annotations"]["gardener.cloud/operation"],
        Value::Null
    );
}
