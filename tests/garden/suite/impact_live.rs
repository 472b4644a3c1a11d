//! `impact` as an operator runs it on a real garden: rights, several Shoots at once, and nothing that is kept.

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{OwnGarden, answer, control, directory, kubeconfig, run, stderr, with_sample};

const SHOOT: &str = "/apis/core.gardener.cloud/v1beta1/namespaces/garden-commerce/shoots/loyalty";
const CHANGE: [&str; 6] = [
    "impact",
    "shoot",
    "loyalty",
    "-n",
    "garden-commerce",
    "--set=spec.provider.workers[main].machine.type=m5.2xlarge",
];

/// The kubeconfig of a user who may do this.
fn user(name: &str, rules: &Value) -> String {
    let body = json!({ "name": name, "rules": rules });
    let user = control("POST", "/users", &body);
    user["kubeconfig"].as_str().unwrap().to_owned()
}

/// The rules of the role in the documentation.
fn documented() -> Value {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/impact-live.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, role) = page.split_once("```yaml\n").unwrap();
    let (role, _) = role.split_once("```").unwrap();
    let role: Value = serde_saphyr::from_str(role).unwrap();
    role["rules"].clone()
}

fn report(kubeconfig: &str, arguments: &[&str]) -> Value {
    let output = run(kubeconfig, &[arguments, &["-o", "json"]].concat());
    answer(&output, 0)
}

#[test]
fn the_rights_in_the_documentation_are_enough() {
    with_sample();
    let all = report(kubeconfig("garden"), &CHANGE);
    assert_eq!(all["mode"], "live");
    assert_eq!(all["pools"][0]["action"], "roll");
    let jane = user("impact-jane", &documented());
    assert_eq!(report(&jane, &CHANGE), all);
    let seed = [
        "impact",
        "shoot",
        "aws-eu2",
        "-n",
        "garden",
        "--set=spec.kubernetes.version=1.36.3",
    ];
    let of_seed = report(&jane, &seed);
    assert_eq!(of_seed["mode"], "live");
    assert_eq!(of_seed["notLookedAt"], json!([]));
    assert_eq!(of_seed["hosted"]["seed"], "aws-eu2");
}

#[test]
fn each_missing_right_is_named() {
    with_sample();
    let rule = |resources: &[&str], verbs: &[&str]| json!({ "apiGroups": ["core.gardener.cloud"], "resources": resources, "verbs": verbs });
    let reader = json!([rule(&["shoots"], &["get"])]);
    let reader = report(&user("impact-reader", &reader), &CHANGE);
    assert_eq!(reader["mode"], "offline");
    let why = reader["notRehearsed"].as_str().unwrap();
    assert!(why.contains("may not patch shoots"), "{why}");
    assert_eq!(reader["pools"][0]["action"], "roll");
    // The binding could tell of quotas, and may not be read.
    assert_eq!(reader["verdict"], "unknown");
    assert!(reader["doubts"].to_string().contains("credentialsbindings"));
    // Gardener lets everybody read CloudProfiles and Seeds.
    let blind = user(
        "impact-blind",
        &json!([rule(&["shoots"], &["get", "patch"])]),
    );
    let plain = report(&blind, &CHANGE);
    assert_eq!(
        (&plain["mode"], &plain["notLookedAt"]),
        (&json!("live"), &json!([]))
    );
    for (namespace, name, right) in [
        ("garden-commerce", "payments", "get namespacedcloudprofiles"),
        ("garden", "aws-eu2", "list managedseeds"),
    ] {
        let set = "--set=spec.purpose=development";
        let report = report(&blind, &["impact", "shoot", name, "-n", namespace, set]);
        assert_eq!(report["mode"], "live");
        assert_eq!(report["verdict"], "accepted");
        let missing = report["notLookedAt"].to_string();
        assert!(missing.contains(&format!("may not {right}")), "{missing}");
    }
}

#[test]
fn a_new_shoot_is_checked_by_the_real_server_and_not_made() {
    with_sample();
    let cluster = Cluster::of("garden");
    let mut shoot = cluster.get(SHOOT).unwrap();
    shoot["metadata"] = json!({ "name": "fresh", "namespace": "garden-commerce" });
    let spec = shoot["spec"].as_object_mut().unwrap();
    for field in ["seedName", "dns"] {
        spec.remove(field);
    }
    // The other pool is on a version that has expired, which is not for new ones.
    spec["provider"]["workers"]
        .as_array_mut()
        .unwrap()
        .truncate(1);
    let file = directory("impact-new").join("shoot.json");
    let ask = |shoot: &Value| {
        std::fs::write(&file, shoot.to_string()).unwrap();
        report(
            kubeconfig("garden"),
            &["impact", "-f", file.to_str().unwrap()],
        )
    };
    let accepted = ask(&shoot);
    assert_eq!(accepted["verdict"], "accepted", "{accepted:#}");
    let pools = accepted["pools"].as_array().unwrap();
    assert!(!pools.is_empty() && pools.iter().all(|pool| pool["action"] == "create"));
    shoot["spec"]["provider"]["workers"][0]["machine"]["type"] = "nonsense".into();
    let rejected = ask(&shoot);
    assert_eq!(rejected["verdict"], "rejected");
    let path = "spec.provider.workers[main].machine.type";
    assert_eq!(rejected["rejections"][0]["path"], path);
    let address = SHOOT.replace("loyalty", "fresh");
    assert_eq!(cluster.get(&address), None);
}

#[test]
fn nothing_is_kept_whatever_is_asked() {
    with_sample();
    let cluster = Cluster::of("garden");
    let before = cluster.get(SHOOT).unwrap();
    let mut manifest = before.clone();
    manifest["spec"]["purpose"] = "development".into();
    manifest["metadata"]
        .as_object_mut()
        .unwrap()
        .remove("managedFields");
    let mut other = cluster
        .get("/apis/core.gardener.cloud/v1beta1/namespaces/garden-commerce/shoots/catalog")
        .unwrap();
    other["spec"]["region"] = "nowhere".into();
    let list = json!({ "apiVersion": "v1", "kind": "List", "items": [other, manifest] });
    let file = directory("impact-live").join("shoots.json");
    std::fs::write(&file, list.to_string()).unwrap();
    let file = file.to_str().unwrap();
    let garden = kubeconfig("garden");
    for arguments in [
        &["impact", "-f", file][..],
        &["impact", "-f", file, "--replace"],
    ] {
        let items = &report(garden, arguments)["items"];
        assert_eq!(items[0]["shoot"]["name"], "catalog");
        assert_eq!(items[0]["verdict"], "rejected");
        assert_eq!(items[0]["rejections"][0]["path"], "spec.region");
        assert_eq!(items[1]["verdict"], "accepted", "{arguments:?}");
        assert_eq!(items[1]["findings"][0]["path"], "spec.purpose");
    }
    let merge = r#"{"spec":{"purpose":"development"}}"#;
    let json = r#"[{"op":"replace","path":"/spec/purpose","value":"development"}]"#;
    for (kind, patch) in [("merge", merge), ("strategic", merge), ("json", json)] {
        let arguments = [&CHANGE[..5], &["--type", kind, "--patch", patch]].concat();
        let report = report(garden, &arguments);
        assert_eq!(report["mode"], "live");
        assert_eq!(report["findings"][0]["path"], "spec.purpose", "{kind}");
    }
    let field = |shoot: &Value| {
        let metadata = &shoot["metadata"];
        (
            metadata["generation"].clone(),
            metadata["managedFields"].clone(),
            shoot["spec"].clone(),
        )
    };
    assert_eq!(field(&before), field(&cluster.get(SHOOT).unwrap()));
}

/// Servers keep raw configurations as they are written. What makes them anew sorts their keys: the generation rises.
#[test]
fn sorted_keys_of_a_raw_configuration_are_told_where_the_server_sorts_them() {
    let own = OwnGarden::start("impact-order");
    own.apply_sample("impact-order", str::to_owned);
    let cluster = Cluster::at(own.kubeconfig());
    let mut shoot = cluster.get(SHOOT).unwrap();
    shoot["spec"]["provider"]["workers"][0]["providerConfig"] = "here".into();
    let config = r#"{"kind":"WorkerConfig","apiVersion":"aws.provider.extensions.gardener.cloud/v1alpha1","volume":{"throughput":200,"iops":3000}}"#;
    cluster.put(SHOOT, &shoot.to_string().replace("\"here\"", config));
    let label = r#"{"metadata":{"labels":{"a":"b"}}}"#;
    let rules = |kind: &str, patch: &str| -> Vec<String> {
        let arguments = [&CHANGE[..5], &["--type", kind, "--patch", patch]].concat();
        let report = report(own.kubeconfig(), &arguments);
        assert_eq!(report["verdict"], "accepted", "{report:#}");
        assert_eq!(report["summary"]["rolledPools"], 0);
        let findings = report["findings"].as_array().unwrap().iter();
        findings
            .map(|finding| finding["rule"].as_str().unwrap().to_owned())
            .collect()
    };
    let order = "raw-key-order".to_owned();
    assert!(rules("strategic", label).contains(&order));
    assert!(!rules("merge", label).contains(&order));
    let add = r#"[{"op":"add","path":"/metadata/labels","value":{"a":"b"}}]"#;
    assert!(!rules("json", add).contains(&order));
    let file = directory("impact-order-files").join("shoot.json");
    // kubectl apply sends a strategic patch, also for a label alone.
    let part = |spec: &Value| {
        let metadata = &cluster.get(SHOOT).unwrap()["metadata"];
        let named = json!({"name": metadata["name"], "namespace": metadata["namespace"], "labels": {"a": "b"}});
        let manifest = json!({"apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot", "metadata": named, "spec": spec});
        std::fs::write(&file, manifest.to_string()).unwrap();
        report(own.kubeconfig(), &["impact", "-f", file.to_str().unwrap()])
    };
    let labelled = part(&json!({}));
    assert_eq!(labelled["verdict"], "accepted", "{labelled:#}");
    assert_eq!(labelled["findings"][0]["rule"], order, "{labelled:#}");
    // The server takes the order of pools, their changes, and what goes.
    let mut pools = cluster.get(SHOOT).unwrap()["spec"]["provider"]["workers"].clone();
    let pools = pools.as_array_mut().unwrap();
    pools.reverse();
    pools[0]["maximum"] = 31.into();
    let changed = part(&json!({"provider": {"type": "aws", "workers": pools}}));
    assert_eq!(changed["verdict"], "accepted", "{changed:#}");
    assert_eq!(changed["mode"], "live", "{changed:#}");
    let rules = changed["findings"].as_array().unwrap().iter();
    let rules: Vec<_> = rules.map(|finding| &finding["rule"]).collect();
    assert!(rules.contains(&&json!("pool-maximum-raised")), "{rules:?}");
    // kubectl replace sends what it has read with sorted keys.
    let manifest = cluster.get(SHOOT).unwrap();
    std::fs::write(&file, manifest.to_string()).unwrap();
    let replace = ["impact", "-f", file.to_str().unwrap(), "--replace"];
    let replaced = report(own.kubeconfig(), &replace);
    assert_eq!(replaced["findings"][0]["rule"], order);
    assert_eq!(replaced["findings"][0]["when"]["moment"], "now");
}

#[test]
fn json_patches_that_do_not_fit_are_refused_by_the_server() {
    with_sample();
    let shoot = &CHANGE[..5];
    let run_patch = |patch: &str| {
        let more = ["--type", "json", "--patch", patch, "-o", "json"];
        run(kubeconfig("garden"), &[shoot, &more].concat())
    };
    for (patch, why) in [
        (
            r#"[{"op":"test","path":"/spec/purpose","value":"nonsense"},{"op":"replace","path":"/spec/purpose","value":"development"}]"#,
            "/spec/purpose",
        ),
        (
            r#"[{"op":"remove","path":"/spec/nowhere"}]"#,
            "/spec/nowhere",
        ),
        (
            r#"[{"op":"test","path":"/metadata/resourceVersion","value":"1"},{"op":"replace","path":"/spec/purpose","value":"development"}]"#,
            "/metadata/resourceVersion",
        ),
    ] {
        let output = run_patch(patch);
        let report = answer(&output, 0);
        assert_eq!(report["mode"], "live");
        assert_eq!(report["verdict"], "rejected", "{patch}");
        let message = report["rejections"][0]["message"].as_str().unwrap();
        assert!(message.contains("error in our request"), "{message}");
        let said = stderr(&output);
        assert!(
            said.contains("the patch does not fit") && said.contains(why),
            "{said}"
        );
    }
    // Another version is a conflict (409), and no verdict on the change.
    let patch = r#"[{"op":"replace","path":"/metadata/resourceVersion","value":"1"},{"op":"replace","path":"/spec/purpose","value":"development"}]"#;
    let report = answer(&run_patch(patch), 0);
    assert_eq!(report["mode"], "offline");
    let why = report["notRehearsed"].as_str().unwrap();
    assert!(why.contains("resourceVersion 1"), "{why}");
    // One that fits is told like any other.
    let fits = r#"[{"op":"test","path":"/metadata/name","value":"loyalty"},{"op":"replace","path":"/spec/purpose","value":"development"}]"#;
    assert_eq!(answer(&run_patch(fits), 0)["verdict"], "accepted");
}
