//! `redeploy --runtime-context`: gardenlets of the runtime cluster, and what that cluster tells of its operator.
//!
//! Definition and shape of the Garden there are Gardener's; its status and the operator's pods are a stand-in's.

use std::fs;

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{answer, control, directory, kubeconfig, run, stderr};
use super::seeds::{Asleep, Lost, Place};

const GARDENS: &str = "/apis/operator.gardener.cloud/v1alpha1/gardens";

/// A kubeconfig with the contexts `garden` and `runtime`, the latter of any cluster and user.
fn both(name: &str, runtime: &str) -> String {
    let mut both = json!({ "apiVersion": "v1", "kind": "Config", "current-context": "garden", "clusters": [], "contexts": [], "users": [] });
    for (context, file) in [("garden", kubeconfig("garden")), ("runtime", runtime)] {
        let text = fs::read_to_string(file).unwrap();
        let config: Value = serde_saphyr::from_str(&text).unwrap();
        let mut add = |list: &str, key: &str, value: Value| {
            let entry = json!({ "name": context, key: value });
            both[list].as_array_mut().unwrap().push(entry);
        };
        add(
            "clusters",
            "cluster",
            config["clusters"][0]["cluster"].clone(),
        );
        add("users", "user", config["users"][0]["user"].clone());
        add(
            "contexts",
            "context",
            json!({ "cluster": context, "user": context }),
        );
    }
    let file = directory("redeploy-runtime-context").join(format!("{name}.json"));
    fs::write(&file, both.to_string()).unwrap();
    file.to_str().unwrap().to_owned()
}

/// Somebody with some rights in the runtime cluster.
fn somebody(name: &str, rules: &Value) -> String {
    let user = json!({ "cluster": "runtime", "name": name, "rules": rules });
    let user = control("POST", "/users", &user);
    user["kubeconfig"].as_str().unwrap().to_owned()
}

/// Run it for one gardenlet, and give what came of that.
fn redeploy(lost: &Lost, kubeconfig: &str, arguments: &[&str], code: i32) -> (Value, String) {
    let mut all = vec!["redeploy", &lost.name, "--yes", "-o=json"];
    all.extend(["--runtime-context", "runtime"]);
    all.extend(arguments);
    let output = run(kubeconfig, &all);
    let result = answer(&output, code)["gardenlets"][0].clone();
    (result, stderr(&output))
}

/// The state and the message of a check.
fn check(result: &Value, id: &str) -> (String, String) {
    let checks = result["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["id"] == id);
    let check = check.unwrap_or_else(|| panic!("{id}: {result:#}"));
    let text = |key: &str| check[key].as_str().unwrap().to_owned();
    (text("state"), text("message"))
}

/// Panic unless a check has this state and says this.
fn assert_check(result: &Value, id: &str, state: &str, says: &str) {
    let (is, message) = check(result, id);
    assert!(
        is == state && message.contains(says),
        "{id}: {is} {message}"
    );
}

/// Panic if anything was written.
fn assert_untouched(lost: &Lost, before: &Value, what: &str) {
    assert!(!lost.is_deployed(), "{what}");
    let now = lost.gardenlet();
    assert_eq!(now["spec"], before["spec"], "{what}");
    let generation = |gardenlet: &Value| gardenlet["metadata"]["generation"].clone();
    assert_eq!(generation(&now), generation(before), "{what}");
    lost.assert_nothing_left(what);
}

#[test]
fn a_gardenlet_of_the_runtime_cluster_is_looked_for_there_and_comes_back() {
    let mut lost = Lost::new("redeploy-runtime", Place::Runtime);
    let garden = both("admin", kubeconfig("runtime"));
    // Not named at all: the identity of the Seed is that of the runtime cluster.
    let before = lost.gardenlet();
    let (proved, said) = redeploy(&lost, &garden, &["--dry-run=server"], 0);
    assert!(said.contains("is that of the runtime cluster"), "{said}");
    assert_check(&proved, "P3", "ok", "the runtime cluster (proved");
    assert_check(&proved, "P17", "ok", "");
    assert_untouched(&lost, &before, "dry run");
    lost.reports_when_deployed();
    let (result, said) = redeploy(&lost, &garden, &["--runtime", "--timeout=90s"], 0);
    lost.assert_back("runtime");
    assert_eq!(result["outcome"], "done", "{result:#}");
    assert!(said.contains("runtime cluster: "), "{said}");
    for (id, says) in [
        ("P8", "its identity is that of the Seed"),
        ("P9", "no gardenlet is deployed there"),
        ("P10", "Garden local is there, of this garden envtest"),
        ("P14", "gardener-operator is available"),
    ] {
        assert_check(&result, id, "ok", says);
    }
    let steps = result["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 5, "{result:#}");
    assert!(
        steps.iter().all(|step| step["at"].is_string()),
        "{result:#}"
    );
}

#[test]
fn a_gardenlet_of_another_cluster_is_never_deployed_into_the_runtime_cluster() {
    let lost = Lost::new("lost-remote", Place::Remote);
    let before = lost.gardenlet();
    let garden = both("admin", kubeconfig("runtime"));
    let (result, _) = redeploy(&lost, &garden, &["--runtime"], 5);
    assert_eq!(result["outcome"], "refused", "{result:#}");
    assert_check(&result, "P8", "blocked", "this is another cluster");
    assert_untouched(&lost, &before, "the runtime cluster is not its own");
    let runtime = Cluster::of("runtime");
    let deployment = "/apis/apps/v1/namespaces/garden/deployments/gardenlet";
    assert_eq!(runtime.get(deployment), None);
}

#[test]
fn a_cluster_that_is_no_runtime_cluster_of_this_garden_is_refused() {
    let lost = Lost::new("redeploy-runtime", Place::Runtime);
    let before = lost.gardenlet();
    // The cluster of a seed knows no Gardens at all.
    let seed = both("seed", kubeconfig("seed"));
    let (result, _) = redeploy(&lost, &seed, &["--runtime"], 5);
    assert_check(&result, "P10", "blocked", "");
    assert_check(&result, "P8", "blocked", "this is another cluster");
    assert_untouched(&lost, &before, "a cluster without Gardens");
    // The runtime cluster of another landscape.
    let garden = both("admin", kubeconfig("runtime"));
    let _other = OtherLandscape::new("canary");
    let (result, _) = redeploy(&lost, &garden, &["--runtime"], 5);
    assert_check(&result, "P10", "blocked", "that of another landscape");
    assert_check(&result, "P14", "warning", "another landscape");
    assert_untouched(&lost, &before, "the Garden of another landscape");
}

/// Makes the Garden that of another landscape, and puts it back whatever happens.
struct OtherLandscape {
    runtime: Cluster,
    before: Value,
}

impl OtherLandscape {
    fn new(identity: &str) -> Self {
        let runtime = Cluster::of("runtime");
        let before = runtime.get(&format!("{GARDENS}/local")).unwrap();
        let other = Self { runtime, before };
        let mut garden = other.before.clone();
        garden["spec"]["virtualCluster"]["gardener"]["clusterIdentity"] = identity.into();
        other.replace(&garden);
        other
    }

    /// The identity never changes, so the object is made anew.
    fn replace(&self, garden: &Value) {
        let path = format!("{GARDENS}/local");
        self.runtime.delete(&path);
        let mut garden = garden.clone();
        let status = garden["status"].take();
        garden["metadata"] = json!({ "name": "local" });
        self.runtime.create(GARDENS, &garden);
        let status = json!({ "status": status });
        self.runtime.patch(&format!("{path}/status"), &status);
    }
}

impl Drop for OtherLandscape {
    fn drop(&mut self) {
        self.replace(&self.before);
    }
}

#[test]
fn who_may_not_look_into_the_runtime_cluster_is_told_so() {
    let lost = Lost::new("redeploy-runtime", Place::Runtime);
    let before = lost.gardenlet();
    let nobody = both("nobody", &somebody("runtime-nobody", &json!([])));
    let (result, said) = redeploy(&lost, &nobody, &["--runtime"], 5);
    let (state, message) = check(&result, "P10");
    assert_eq!(state, "blocked", "{message}");
    assert!(
        message.contains("runtime-nobody") && message.contains("gardens"),
        "{message}\n{said}"
    );
    assert_check(&result, "P14", "skipped", "deployments");
    assert_untouched(&lost, &before, "no rights in the runtime cluster");
    // Exactly what docs/rights.md names is enough.
    let rules = json!([
        { "apiGroups": ["operator.gardener.cloud"], "resources": ["gardens"], "verbs": ["list"] },
        { "apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get"] },
        { "apiGroups": [""], "resources": ["configmaps", "secrets", "namespaces"], "verbs": ["get"] },
    ]);
    let reader = both("reader", &somebody("runtime-reader", &rules));
    let (result, _) = redeploy(&lost, &reader, &["--runtime", "--dry-run=server"], 0);
    for id in ["P8", "P9", "P10", "P14"] {
        assert_check(&result, id, "ok", "");
    }
    assert_untouched(&lost, &before, "a dry run");
}

#[test]
fn for_a_gardenlet_elsewhere_the_runtime_cluster_need_not_be_readable() {
    let lost = Lost::new("lost-remote", Place::Remote);
    let nobody = both("nobody", &somebody("runtime-nobody-else", &json!([])));
    let target = ["--target-kubeconfig", lost.kubeconfig(), "--dry-run=server"];
    let (result, _) = redeploy(&lost, &nobody, &target, 0);
    assert_check(&result, "P14", "skipped", "runtime-nobody-else");
    assert_check(&result, "P8", "ok", "");
}

#[test]
fn an_operator_without_pods_is_seen_before_it_is_waited_for() {
    let mut lost = Lost::new("redeploy-runtime", Place::Runtime);
    lost.reports_when_deployed();
    let garden = both("admin", kubeconfig("runtime"));
    let asleep = Asleep::now();
    let (late, said) = redeploy(&lost, &garden, &["--runtime", "--timeout=4s"], 6);
    assert_eq!(late["outcome"], "timedOut", "{late:#}");
    assert_check(&late, "P14", "warning", "no pod that is available");
    assert!(said.contains("no pod that is available"), "{said}");
    let message = late["message"].as_str().unwrap();
    assert!(
        message.contains("has not picked up the request"),
        "{message}"
    );
    drop(asleep);
    // The same again takes it up, and looks at the cluster again.
    let (done, _) = redeploy(&lost, &garden, &["--runtime", "--timeout=90s"], 0);
    assert_eq!(done["outcome"], "done", "{done:#}");
    assert_check(&done, "P14", "ok", "");
    lost.assert_back("the operator woke up");
}
