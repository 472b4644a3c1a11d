//! What a Shoot refers to and cannot be read.

use serde_json::{Value, json};

use super::{ROLL, SHOOT, Served, forbidden};
use crate::patience::Ending as _;
use crate::versions::{json as answer, program, stderr, text};

#[test]
fn what_cannot_be_read_is_named_and_makes_nothing_up() {
    for (path, resource) in [
        ("/cloudprofiles/aws", "cloudprofiles"),
        ("/seeds/aws-eu1", "seeds"),
    ] {
        let served = Served::sample();
        served.refuse("GET", path, 403, &forbidden("get", resource));
        let report = answer(&served.change(ROLL), 0);
        assert_eq!(report["mode"], "live");
        assert_eq!(report["verdict"], "accepted");
        let missing = report["notLookedAt"][0].as_str().unwrap();
        assert!(missing.contains(&format!("get {resource}")), "{missing}");
        let moment = &report["findings"][0]["when"]["moment"];
        let wanted = if resource == "seeds" {
            "unknown"
        } else {
            "now"
        };
        assert_eq!(moment, wanted);
        let arguments = ["shoot", "shop-prod", "-n", "garden-commerce", "--set", ROLL];
        let table = text(&served.run(&arguments), 0);
        assert!(
            table.contains(&format!("may not get {resource}")),
            "{table}"
        );
    }
    let served = Served::sample();
    let address = "/apis/core.gardener.cloud/v1beta1/seeds/aws-eu1";
    let address = crate::api::Address::parse(address).unwrap();
    served.api.store(|store| {
        let seed = store.get_mut(&address).unwrap();
        seed["metadata"]["annotations"]["shoot.gardener.cloud/emergency-stop-reconciliations"] =
            "true".into();
    });
    let report = answer(&served.change(ROLL), 0);
    assert_eq!(report["findings"][0]["when"]["moment"], "blocked");
}

/// A Shoot in `garden` that is a seed with three shoots on it.
fn with_seed(served: &Served) {
    let mut seed = crate::impact::shoot();
    seed["metadata"] = json!({ "name": "infra", "namespace": "garden" });
    seed["spec"]["cloudProfile"]["name"] = "aws".into();
    seed["spec"]["seedName"] = "aws-eu1".into();
    served.api.add(seed);
    served.api.add(json!({
        "apiVersion": "seedmanagement.gardener.cloud/v1alpha1", "kind": "ManagedSeed",
        "metadata": { "name": "managed", "namespace": "garden" }, "spec": { "shoot": { "name": "infra" } },
    }));
    for (name, tolerance) in [("a", ""), ("b", "zone"), ("c", "node")] {
        let mut shoot = crate::impact::shoot();
        shoot["metadata"] = json!({ "name": name, "namespace": "garden-x", "labels": { "name.seed.gardener.cloud/managed": "true" } });
        shoot["spec"]["seedName"] = "managed".into();
        if !tolerance.is_empty() {
            shoot["spec"]["controlPlane"] =
                json!({ "highAvailability": { "failureTolerance": { "type": tolerance } } });
        }
        served.api.add(shoot);
    }
}

#[test]
fn the_control_planes_on_a_managed_seed_are_counted_or_not_told() {
    let arguments = [
        "shoot",
        "infra",
        "-n",
        "garden",
        "--set",
        "spec.provider.workers[cpu].volume.size=60Gi",
        "-o",
        "json",
    ];
    let served = Served::sample();
    with_seed(&served);
    let report = answer(&served.run(&arguments), 0);
    let hosted = &report["hosted"];
    assert_eq!(
        (&hosted["seed"], &hosted["withoutTolerance"]),
        (&json!("managed"), &json!(1))
    );
    assert_eq!((&hosted["node"], &hosted["zone"]), (&json!(1), &json!(1)));
    for (path, right) in [
        ("/shoots", "list shoots"),
        ("/managedseeds", "list managedseeds"),
    ] {
        let served = Served::sample();
        with_seed(&served);
        let resource = path.trim_start_matches('/');
        served.refuse("GET", path, 403, &forbidden("list", resource));
        let report = answer(&served.run(&arguments), 0);
        assert_eq!(report["hosted"], Value::Null);
        let missing = report["notLookedAt"][0].as_str().unwrap();
        assert!(missing.contains(right), "{missing}");
    }
}

#[test]
fn a_shoot_that_cannot_be_read_is_an_error_with_a_hint() {
    let served = Served::sample();
    let output = served.run(&["shoot", "nobody", "-n", "garden-commerce", "--set", ROLL]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("no Shoot garden-commerce/nobody"),
        "{}",
        stderr(&output)
    );
    served.refuse("GET", SHOOT, 403, &forbidden("get", "shoots"));
    let output = served.change(ROLL);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("may not get shoots") && said.contains("hint:"),
        "{said}"
    );
    let mut command = program("impact");
    let nowhere = json!({ "apiVersion": "v1", "kind": "Config", "current-context": "c",
        "clusters": [{ "name": "c", "cluster": { "server": "http://127.0.0.1:9" } }],
        "contexts": [{ "name": "c", "context": { "cluster": "c" } }] });
    let kubeconfig = served.write("nowhere.yaml", &nowhere);
    command.args([
        "--kubeconfig",
        &kubeconfig,
        "shoot",
        "a",
        "-n",
        "b",
        "--set",
        ROLL,
    ]);
    let output = command.ended();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("127.0.0.1:9"),
        "{}",
        stderr(&output)
    );
    assert!(output.stdout.is_empty());
}
