//! Faults of every kind on each write, and on everything that is read.

use serde_json::{Value, json};

use super::{assert_done, lost, redeploy, result};
use crate::fixture::{kubeconfig, stderr};
use crate::proxy::Proxy;

/// A real write to the Gardenlet: a dry run has another parameter behind.
const PATCH: &str = "/gardenlets/lost-remote\\?fieldManager=kubectl-gardener$";

/// Every kind of fault, once or twice in a row.
fn faults() -> Vec<Value> {
    vec![
        json!({ "fault": "status", "status": 500, "count": 2 }),
        json!({ "fault": "status", "status": 503, "count": 2 }),
        json!({ "fault": "status", "status": 429, "retryAfter": "1", "count": 1 }),
        json!({ "fault": "reset", "count": 2 }),
        json!({ "fault": "reset", "after": true, "count": 1 }),
        json!({ "fault": "status", "status": 504, "after": true, "count": 1 }),
        json!({ "fault": "truncate", "count": 1 }),
        json!({ "fault": "stall", "count": 1 }),
        json!({ "fault": "stall", "after": true, "count": 1 }),
    ]
}

fn rule(fault: &Value, method: &str, path: &str) -> Value {
    let mut rule = fault.clone();
    rule["methods"] = json!([method]);
    rule["path"] = path.into();
    rule
}

/// How many writes of a method and path succeeded at the server.
fn successes(proxy: &Proxy, method: &str, path: &str) -> usize {
    let requests = proxy.log();
    let writes = requests.iter().filter(|seen| {
        let is_dry = seen["query"]
            .as_str()
            .unwrap_or_default()
            .contains("dryRun");
        seen["method"] == method && !is_dry && seen["path"].as_str().unwrap().ends_with(path)
    });
    let statuses = writes.filter(|seen| seen["reached"] == true);
    statuses
        .filter(|seen| seen["status"].as_i64().is_some_and(|status| status < 300))
        .count()
}

/// Bring it back through each fault on one kind of write.
fn comes_back(name: &str, method: &str, path: &str, written: &str) {
    let mut lost = lost();
    lost.reports_when_deployed();
    for (index, fault) in faults().into_iter().enumerate() {
        let proxy = Proxy::start(&format!("redeploy-{name}-{index}"));
        lost.lose();
        proxy.rules(&json!([rule(&fault, method, path)]));
        let output = redeploy(&lost, &proxy.kubeconfig, &["--request-timeout", "2s"]);
        assert_done(&lost, &output, &fault.to_string());
        let counters = proxy.counters();
        assert_ne!(
            counters["total"]["faults"],
            json!({}),
            "{fault}: {counters:#}"
        );
        // However often it was sent, it was done once.
        assert_eq!(
            successes(&proxy, method, written),
            1,
            "{fault}: {:#?}",
            proxy.log()
        );
    }
}

#[test]
fn a_gardenlet_comes_back_whatever_happens_to_the_creation_of_the_secret() {
    comes_back("create", "POST", "/namespaces/garden/secrets", "/secrets");
}

#[test]
fn a_gardenlet_comes_back_whatever_happens_to_the_patch() {
    comes_back("patch", "PATCH", PATCH, "/gardenlets/lost-remote");
}

#[test]
fn the_secret_is_removed_whatever_happens_to_its_deletion_when_the_patch_does_not_land() {
    let lost = lost();
    let refused = json!({ "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Invalid", "code": 422,
        "message": "Gardenlet is invalid: not today" });
    for (index, fault) in faults().into_iter().enumerate() {
        let proxy = Proxy::start(&format!("redeploy-delete-{index}"));
        lost.lose();
        proxy.rules(&json!([
            { "methods": ["PATCH"], "path": PATCH, "fault": "status", "status": 422, "body": refused.to_string(), "contentType": "application/json" },
            rule(&fault, "DELETE", "/namespaces/garden/secrets/"),
        ]));
        let output = redeploy(&lost, &proxy.kubeconfig, &["--request-timeout", "2s"]);
        let result = result(&output, 1);
        assert_eq!(result["outcome"], "failed", "{fault}: {result:#}");
        let message = result["message"].as_str().unwrap();
        assert!(message.contains("not today"), "{fault}: {message}");
        lost.assert_nothing_left(&fault.to_string());
        assert!(!lost.is_deployed(), "{fault}");
        assert_eq!(successes(&proxy, "POST", "/secrets"), 1, "{fault}");
    }
}

#[test]
fn a_gardener_that_is_unavailable_for_good_leaves_no_secret() {
    let lost = lost();
    let proxy = Proxy::start("redeploy-unavailable");
    proxy.rules(&json!([{ "methods": ["PATCH"], "path": PATCH, "fault": "status", "status": 503, "retryAfter": "0" }]));
    let output = redeploy(&lost, &proxy.kubeconfig, &["--request-timeout", "2s"]);
    let result = result(&output, 1);
    let message = result["message"].as_str().unwrap();
    assert!(message.contains("removed"), "{message}");
    lost.assert_nothing_left("503 for good");
}

#[test]
fn reading_through_a_bad_line_is_slower_and_no_different() {
    let mut lost = lost();
    lost.reports_when_deployed();
    let proxy = Proxy::start("redeploy-reads");
    proxy.rules(&json!([
        { "methods": ["GET", "POST"], "path": "/(gardenlets|secrets|leases|seeds|managedseeds|configmaps|selfsubject)", "rate": 0.15, "fault": "reset", "after": true },
        { "methods": ["GET"], "rate": 0.15, "fault": "status", "status": 500 },
        { "methods": ["GET"], "rate": 0.1, "fault": "truncate" },
    ]));
    let output = redeploy(&lost, &proxy.kubeconfig, &["--request-timeout", "2s"]);
    assert_done(&lost, &output, "a bad line");
}

#[test]
fn somebody_elses_change_is_kept_and_the_patch_is_sent_again() {
    let mut lost = lost();
    lost.reports_when_deployed();
    let proxy = Proxy::start("redeploy-conflict");
    // The patch is on its way for a second; meanwhile somebody labels the Gardenlet.
    proxy.rules(&json!([{ "methods": ["PATCH"], "path": PATCH, "latency": "1s", "count": 1 }]));
    let output = std::thread::scope(|scope| {
        let run = scope.spawn(|| redeploy(&lost, &proxy.kubeconfig, &[]));
        let created = || successes(&proxy, "POST", "/secrets") == 1;
        while !created() && !run.is_finished() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        // The patch holds the version that was read before the Secret was created.
        lost.patch(&json!({ "metadata": { "labels": { "example.org/changed-by": "somebody" } } }));
        run.join().unwrap()
    });
    let log = proxy.log();
    let conflicts = log
        .iter()
        .filter(|seen| seen["method"] == "PATCH" && seen["status"] == 409);
    assert_eq!(conflicts.count(), 1, "{log:#?}\n{}", stderr(&output));
    assert_done(&lost, &output, "a conflict");
    let gardenlet = lost.gardenlet();
    assert_eq!(
        gardenlet["metadata"]["labels"]["example.org/changed-by"],
        "somebody"
    );
}

#[test]
fn the_happy_path_is_the_same_without_a_proxy() {
    let mut lost = lost();
    lost.reports_when_deployed();
    let output = redeploy(&lost, kubeconfig("garden"), &[]);
    assert_done(&lost, &output, "undisturbed");
}
