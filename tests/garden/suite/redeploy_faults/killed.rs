//! kill -9 at any moment: the same command run again completes it, and nothing is left.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use super::{check, command, lost, redeploy};
use crate::fixture::{answer, kubeconfig, run, stderr};
use crate::patience::until;
use crate::proxy::Proxy;

const RUNS: u64 = 20;

/// The same numbers in every run of the tests.
struct Seeded(u64);

impl Seeded {
    /// Give a number below a limit.
    fn below(&mut self, limit: usize) -> usize {
        // Knuth's MMIX generator; its high bits are good enough.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// What the report on gardenlets says.
fn run_report(name: &str) -> Value {
    let report = run(kubeconfig("garden"), &["gardenlets", name, "-o", "json"]);
    answer(&report, 0)
}

#[test]
fn a_run_that_was_killed_is_completed_by_the_next_and_nothing_is_orphaned() {
    let mut lost = lost();
    lost.reports_when_deployed();
    let proxy = Proxy::start("redeploy-killed");
    // Slow enough that a kill hits the moment it is meant for.
    proxy.rules(&json!([{ "latency": "15ms" }]));
    let before = proxy.log().len();
    let undisturbed = redeploy(&lost, &proxy.kubeconfig, &[]);
    assert_eq!(
        undisturbed.status.code(),
        Some(0),
        "{}",
        stderr(&undisturbed)
    );
    let requests = proxy.log().len() - before;
    let mut seeded = Seeded(20_261_121);
    let mut at = Vec::new();
    for number in 0..RUNS {
        lost.lose();
        let moment = 1 + seeded.below(requests);
        let begun = proxy.log().len();
        let mut child = command(&lost, &proxy.kubeconfig, &[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It may be done before, where waiting takes fewer requests than in the first run.
        until("the moment to kill redeploy", || {
            proxy.log().len() - begun >= moment || child.try_wait().unwrap().is_some()
        });
        // SIGKILL: nothing can be cleaned up.
        child.kill().unwrap();
        child.wait().unwrap();
        let state = (lost.secrets().len(), lost.is_deployed());
        at.push((moment, state));
        let waits = || {
            let asked = !lost.gardenlet()["spec"]["kubeconfigSecretRef"].is_null();
            lost.secrets().len() == 1 && !asked
        };
        // What was sent before the kill may still arrive: the report counts if nothing did meanwhile.
        if state.0 == 1
            && waits()
            && let report = run_report(&lost.name)
            && waits()
        {
            assert_eq!(
                report["leftovers"][0]["code"], "redeploy-running",
                "{report:#}"
            );
            assert_ne!(report["leftovers"][0]["by"], Value::Null, "{report:#}");
        }
        let what = format!("run {number}, killed after {moment} of {requests} requests: {state:?}");
        let output = redeploy(&lost, kubeconfig("garden"), &[]);
        match output.status.code() {
            Some(0) => {}
            // The operator had finished it before: there is nothing to complete.
            Some(5) => {
                let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
                let result = &answer["gardenlets"][0];
                let healthy = check(result, "P5");
                assert_eq!(healthy["state"], "blocked", "{what}: {result:#}");
            }
            code => panic!(
                "{what}: {code:?} {}\n{}",
                stderr(&output),
                String::from_utf8_lossy(&output.stdout)
            ),
        }
        for _ in 0..100 {
            if lost.secrets().is_empty() && lost.is_deployed() {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        lost.assert_back(&what);
    }
    // The moments are of use only if they differ: some before the Secret, some with it, some after.
    assert!(at.iter().any(|(_, (secrets, _))| *secrets == 0), "{at:?}");
    assert!(at.iter().any(|(_, (secrets, _))| *secrets == 1), "{at:?}");
}
