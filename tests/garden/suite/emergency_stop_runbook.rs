//! Every line of the runbook of the emergency stop, in its order, as an operator pastes them.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::emergency_stop::ALONE;
use super::fixture::{control, directory, kubeconfig, with_sample};

const RUNBOOK: &str = include_str!("../../../docs/runbooks/emergency-stop.md");
const CORE: &str = "/apis/core.gardener.cloud/v1beta1";

/// What takes longer for an operator than for a test.
const SHORTER: [(&str, &str); 3] = [
    ("--soak 10m", "--soak 0s"),
    ("--waves 10%", "--waves 50%"),
    ("--timeout 2h", "--timeout 2m"),
];

/// Give the lines of the blocks that are to be typed.
fn lines() -> Vec<&'static str> {
    RUNBOOK
        .lines()
        .filter_map(|line| line.strip_prefix("$ "))
        .collect()
}

/// A gardenlet for all shoots that are tried: everything works at once.
struct Gardenlets {
    ends: Arc<AtomicBool>,
    at_work: Option<std::thread::JoinHandle<()>>,
}

impl Gardenlets {
    fn start() -> Self {
        let ends = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ends);
        let at_work = std::thread::spawn(move || {
            let garden = Cluster::of("garden");
            while !told.load(Ordering::Relaxed) {
                let list = garden.get(&format!("{CORE}/shoots")).unwrap();
                for shoot in list["items"].as_array().unwrap() {
                    let (metadata, status) = (&shoot["metadata"], &shoot["status"]);
                    let processing = status["lastOperation"]["state"] == "Processing";
                    if processing || metadata["generation"] != status["observedGeneration"] {
                        let body = json!({ "kind": "Shoot", "namespace": metadata["namespace"], "name": metadata["name"],
                            "type": "Reconcile", "state": "Succeeded", "progress": 100, "description": "done by a test" });
                        control("POST", "/standin/gardenlet/last-operation", &body);
                    }
                }
                std::thread::sleep(Duration::from_secs(1));
            }
        });
        Self {
            ends,
            at_work: Some(at_work),
        }
    }
}

impl Drop for Gardenlets {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        if let Some(at_work) = self.at_work.take() {
            let _ = at_work.join();
        }
    }
}

/// The seeds as other tests expect them, put back at the end.
struct Before(Vec<Value>);

impl Drop for Before {
    fn drop(&mut self) {
        let garden = Cluster::of("garden");
        for seed in &self.0 {
            let (name, annotations) = (
                seed["metadata"]["name"].as_str().unwrap(),
                &seed["metadata"]["annotations"],
            );
            let (stop, holds) = (super::emergency_stop::STOP, super::emergency_stop::HOLDS);
            let back = json!({ "metadata": { "annotations": { stop: annotations[stop], holds: annotations[holds] } } });
            garden.patch(&format!("{CORE}/seeds/{name}"), &back);
            let conditions = &seed["status"]["conditions"];
            if conditions.is_array() {
                let body = json!({ "kind": "Seed", "apiVersion": "core.gardener.cloud/v1beta1", "metadata": { "name": name }, "status": { "conditions": conditions } });
                control("POST", "/standin/status?merge=true", &body);
            }
        }
    }
}

#[test]
fn every_line_of_the_runbook_of_the_emergency_stop_works() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    with_sample();
    let garden = Cluster::of("garden");
    let list = garden.get(&format!("{CORE}/seeds")).unwrap();
    let names: Vec<&str> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|seed| seed["metadata"]["name"].as_str().unwrap())
        .collect();
    let before = Before(list["items"].as_array().unwrap().clone());
    for name in &names {
        // What the sample says of stops belongs to other tests, and its gardenlets are all well for this one.
        let free = json!({ "metadata": { "annotations": { super::emergency_stop::STOP: null, super::emergency_stop::HOLDS: null } } });
        garden.patch(&format!("{CORE}/seeds/{name}"), &free);
        let ready = json!({ "type": "GardenletReady", "status": "True", "reason": "GardenletReady", "message": "lives" });
        control(
            "POST",
            "/standin/gardenlet/conditions",
            &json!({ "kind": "Seed", "name": name, "conditions": [ready] }),
        );
    }
    control(
        "POST",
        "/standin/gardenlet/heartbeat",
        &json!({ "seeds": names, "periodSeconds": 2 }),
    );
    control("POST", "/controllers/seed-care/resume", &Value::Null);
    let gardenlets = Gardenlets::start();

    let bin = Path::new(env!("CARGO_BIN_EXE_kubectl-gardener"))
        .parent()
        .unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let lines = lines();
    assert!(lines.len() > 10);
    for line in lines {
        let line = SHORTER.iter().fold(line.to_owned(), |line, (long, short)| {
            line.replace(long, short)
        });
        // kubectl finds the program as its plugin.
        let output = Command::new("sh")
            .args(["-c", &line])
            .env_clear()
            .env("HOME", directory("home"))
            .env("PATH", &path)
            .env("KUBECONFIG", kubeconfig("garden"))
            .output()
            .unwrap();
        let said = format!(
            "{}\n{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(output.status.success(), "{line}: {}\n{said}", output.status);
    }

    drop(gardenlets);
    control("POST", "/controllers/seed-care/pause", &Value::Null);
    control(
        "POST",
        "/standin/gardenlet/heartbeat",
        &json!({ "seeds": names, "periodSeconds": 0 }),
    );
    let seeds = garden.get(&format!("{CORE}/seeds")).unwrap();
    for seed in seeds["items"].as_array().unwrap() {
        assert_eq!(
            seed["metadata"]["annotations"][super::emergency_stop::STOP],
            Value::Null,
            "{}",
            seed["metadata"]["name"]
        );
    }
    drop(before);
}
