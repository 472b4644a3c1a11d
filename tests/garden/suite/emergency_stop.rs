//! The emergency stop against Gardener's own seed care, scheduler and API server, and through everything that can go wrong.
//!
//! The tests share a garden of their own, with 200 seeds: one at a time labels those it works on, and frees them at its end,
//! also when it fails.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{OwnGarden, answer, output_of, program, run, stderr};
use super::patience::{end_of, until};
use super::proxy::Proxy;

pub const STOP: &str = "shoot.gardener.cloud/emergency-stop-reconciliations";
pub const HOLDS: &str = "kubectl-gardener/emergency-stop";
const CONFIRMED: &str = "EmergencyStopShootReconciliations";
const SEEDS: &str = "/apis/core.gardener.cloud/v1beta1/seeds";
const TEST: &str = "kubectl-gardener-test";

/// The garden, which ends with the process.
static LOADED: LazyLock<OwnGarden> = LazyLock::new(|| {
    let garden = OwnGarden::start("emergency-stop");
    garden.load(200, 400);
    garden
});

static ALONE: Mutex<()> = Mutex::new(());

fn kubeconfig() -> &'static str {
    LOADED.kubeconfig()
}

fn control(path: &str, body: &Value) -> Value {
    LOADED.control("POST", path, body)
}

/// Seeds of a test, freed at its end; only one test at a time works on any.
struct Seeds {
    garden: Cluster,
    names: Vec<String>,
    _alone: MutexGuard<'static, ()>,
}

impl Seeds {
    fn new(first: usize, count: usize) -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let garden = Cluster::at(kubeconfig());
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

fn kubectl(arguments: &[&str], more: impl FnOnce(&mut Command) -> &mut Command) {
    let mut command = Command::new("kubectl");
    command.args(["--kubeconfig", kubeconfig()]).args(arguments);
    let output = output_of(more(&mut command));
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn emergency_stop_is_confirmed_by_seed_care_and_its_end_as_well() {
    let seeds = Seeds::new(0, 2);
    control(
        "/controllers/seed-care/resume",
        &json!({ "seeds": seeds.names }),
    );
    let garden = kubeconfig();
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
    control("/controllers/seed-care/pause", &json!({}));
}

#[test]
fn emergency_stop_keeps_the_scheduler_from_a_seed_and_its_end_lets_it() {
    let seeds = Seeds::new(0, 200);
    let garden = kubeconfig();
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

/// Stop and free seeds behind faults; panics unless each of both is complete.
fn on_and_off(seeds: &Seeds, proxy: &Proxy, name: &str) {
    proxy.forget();
    let count = seeds.names.len();
    let on = answer(
        &stop(
            &proxy.kubeconfig,
            &format!("on -l {TEST} --yes --incident INC-1 -o json"),
        ),
        0,
    );
    assert_eq!(on["summary"]["done"], count, "{name}: {}", on["summary"]);
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
    assert!(
        hit > count as u64 / 10,
        "{name}: only {hit} faults for {count} seeds"
    );
    let off = answer(
        &stop(
            &proxy.kubeconfig,
            &format!("off -l {TEST} --yes --incident INC-1 -o json"),
        ),
        0,
    );
    assert_eq!(off["summary"]["done"], count, "{name}: {}", off["summary"]);
    assert_eq!(seeds.stopped(), 0, "{name}");
}

#[test]
fn emergency_stop_is_complete_whatever_the_network_does() {
    let seeds = Seeds::new(0, 40);
    let proxy = Proxy::before(kubeconfig(), "emergency-stop-faults");
    for (number, (name, rule)) in faults().into_iter().enumerate() {
        proxy.seeded_rules(number as u64, &json!([rule]));
        on_and_off(&seeds, &proxy, name);
    }
}

#[test]
fn emergency_stop_of_200_seeds_is_complete_when_everything_goes_wrong_at_once() {
    let seeds = Seeds::new(0, 200);
    let proxy = Proxy::before(kubeconfig(), "emergency-stop-all-faults");
    let rules = faults().into_iter().map(|(_, mut rule)| {
        rule["rate"] = json!(0.04);
        rule
    });
    proxy.rules(&rules.collect());
    on_and_off(&seeds, &proxy, "reset and all others");
}

#[test]
fn emergency_stop_that_is_killed_is_completed_by_the_next() {
    let seeds = Seeds::new(0, 200);
    let proxy = Proxy::before(kubeconfig(), "emergency-stop-killed");
    proxy.rules(&json!([{ "latency": "10ms", "jitter": "10ms" }]));
    for round in 0..20 {
        let mut child = start(
            &proxy.kubeconfig,
            &format!("on -l {TEST} --yes --incident INC-1"),
        );
        // Somewhere between the first patch and the last.
        let enough = 1 + round * 9;
        until("patches", || {
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
                kubeconfig(),
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
                kubeconfig(),
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
    let garden = kubeconfig();
    let ends = Arc::new(AtomicBool::new(false));
    let annotator = {
        let (ends, names) = (Arc::clone(&ends), seeds.names.clone());
        std::thread::spawn(move || {
            let mut rounds = 0;
            while !ends.load(Ordering::Relaxed) {
                rounds += 1;
                kubectl(&["annotate", "seed", "--overwrite"], |command| {
                    command
                        .args(&names)
                        .arg(format!("example.org/round={rounds}"))
                });
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
            let output = end_of(child, "emergency-stop");
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
            let output = end_of(child, "emergency-stop");
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
    kubectl(&["annotate", "seed", "load-040"], |command| {
        command.arg(format!("{STOP}=true"))
    });
    let garden = kubeconfig();
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
    let garden = kubeconfig();
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
        control("/standin/gardenlet/last-operation", &body);
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
    until("retry", || {
        seeds.garden.get(&path).unwrap()["metadata"]["generation"] == before + 1
    });
    operation("Succeeded");
    let output = end_of(child, "emergency-stop");
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
