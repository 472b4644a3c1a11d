//! `impact seed`, `impact cloudprofile` and `impact gardener` on a real garden: what the server's dry run says of a change,
//! the rules alone must not contradict; and nothing is kept.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{OwnGarden, answer, directory, run};

const CORE: &str = "/apis/core.gardener.cloud/v1beta1";
/// What a landscape in files consists of.
const KINDS: [(&str, &str, &str); 7] = [
    ("core.gardener.cloud/v1beta1", "Seed", "seeds"),
    (
        "core.gardener.cloud/v1beta1",
        "CloudProfile",
        "cloudprofiles",
    ),
    (
        "core.gardener.cloud/v1beta1",
        "NamespacedCloudProfile",
        "namespacedcloudprofiles",
    ),
    ("core.gardener.cloud/v1beta1", "Shoot", "shoots"),
    ("core.gardener.cloud/v1beta1", "Project", "projects"),
    (
        "seedmanagement.gardener.cloud/v1alpha1",
        "ManagedSeed",
        "managedseeds",
    ),
    (
        "seedmanagement.gardener.cloud/v1alpha1",
        "Gardenlet",
        "gardenlets",
    ),
];

/// What the server does with a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Yes,
    No,
}
use Taken::{No, Yes};

/// A garden with the sample landscape, and the same landscape in a file.
struct Scene {
    own: OwnGarden,
    garden: Cluster,
    folder: PathBuf,
    dump: String,
    objects: Vec<Value>,
}

impl Scene {
    fn new(name: &str) -> Self {
        let own = OwnGarden::start(name);
        own.apply_sample(name, str::to_owned);
        let garden = Cluster::at(own.kubeconfig());
        let mut objects = Vec::new();
        for (version, kind, plural) in KINDS {
            let mut list = garden.get(&format!("/apis/{version}/{plural}")).unwrap();
            for item in list["items"].as_array_mut().unwrap() {
                item["apiVersion"] = version.into();
                item["kind"] = kind.into();
                objects.push(item.take());
            }
        }
        let folder = directory(&format!("{name}-files"));
        let dump = folder.join("garden.json");
        let list = json!({ "apiVersion": "v1", "kind": "List", "items": objects });
        std::fs::write(&dump, list.to_string()).unwrap();
        Self {
            own,
            garden,
            dump: dump.to_str().unwrap().to_owned(),
            folder,
            objects,
        }
    }

    fn object(&self, kind: &str, name: &str) -> Value {
        let mut objects = self.objects.iter();
        let is_it = |object: &&Value| object["kind"] == kind && object["metadata"]["name"] == name;
        objects.find(is_it).unwrap().clone()
    }

    /// Give the report of a manifest, live and from files.
    fn reports(&self, command: &str, manifest: &Value, more: &[&str]) -> [Value; 2] {
        let file = self.folder.join("new.json");
        std::fs::write(&file, manifest.to_string()).unwrap();
        let arguments = [
            "impact",
            command,
            "-f",
            file.to_str().unwrap(),
            "-o",
            "json",
        ];
        let list = if command == "seed" {
            "seeds"
        } else {
            "profiles"
        };
        [&[][..], &["--landscape", &self.dump]].map(|source| {
            let output = run(
                self.own.kubeconfig(),
                &[&arguments[..], source, more].concat(),
            );
            answer(&output, 0)[list][0].take()
        })
    }

    /// Hold what the server says against what is expected of it, and the rules against the server.
    #[expect(
        clippy::print_stdout,
        reason = "how much the rules leave open is worth seeing"
    )]
    fn hold(&self, kind: &str, name: &str, cases: &[(Edits, Taken)]) {
        let command = if kind == "Seed" {
            "seed"
        } else {
            "cloudprofile"
        };
        let mut wrong = Vec::new();
        let (mut told, mut open) = (0, 0);
        for (edits, taken) in cases {
            let mut manifest = self.object(kind, name);
            for (pointer, value) in edits {
                edit(&mut manifest, pointer, value.clone());
            }
            let [live, files] = self.reports(command, &manifest, &["--replace"]);
            let what = format!("{name} {edits:?}");
            let wanted = match taken {
                Yes => "accepted",
                No => "rejected",
            };
            if live["asked"] != true || live["verdict"] != wanted {
                wrong.push(format!(
                    "{what}: {} {}",
                    live["verdict"], live["rejections"]
                ));
            }
            match files["verdict"].as_str().unwrap() {
                "unknown" => open += 1,
                verdict if verdict == wanted => told += 1,
                verdict => wrong.push(format!(
                    "{what}: {verdict} by the rules ({}), live {wanted}: {}",
                    files["rejections"], live["rejections"]
                )),
            }
            let rules = |report: &Value| -> Vec<String> {
                let findings = report["findings"].as_array().unwrap().iter();
                findings
                    .map(|f| format!("{} {}", f["rule"], f["path"]))
                    .collect()
            };
            if files["verdict"] == "accepted" && *taken == Yes && rules(&live) != rules(&files) {
                wrong.push(format!("{what}: {:?} {:?}", rules(&live), rules(&files)));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        println!("{name}: {told} verdicts agree, {open} left open by the rules");
        assert!(
            told > 2 * open || kind != "Seed",
            "{told} told, {open} left open"
        );
    }
}

type Edits = Vec<(&'static str, Value)>;

/// Set a field by its place, make what is missing on the way; `null` removes it, `-` at the end of a list adds.
fn edit(tree: &mut Value, pointer: &str, value: Value) {
    let (parents, last) = pointer.rsplit_once('/').unwrap();
    let mut place = tree;
    for part in parents.split('/').skip(1) {
        place = match place {
            Value::Array(items) => &mut items[part.parse::<usize>().unwrap()],
            place => {
                if place.is_null() {
                    *place = json!({});
                }
                &mut place[part]
            }
        };
    }
    if place.is_null() {
        *place = if last == "-" { json!([]) } else { json!({}) };
    }
    match (place, value) {
        (Value::Array(items), value) if last == "-" => items.push(value),
        (Value::Array(items), Value::Null) => drop(items.remove(last.parse().unwrap())),
        (Value::Array(items), value) => items[last.parse::<usize>().unwrap()] = value,
        (Value::Object(fields), Value::Null) => drop(fields.remove(last)),
        (place, value) => place[last] = value,
    }
}

fn one(pointer: &'static str, value: Value) -> Edits {
    vec![(pointer, value)]
}

#[expect(clippy::too_many_lines, reason = "a table of edits")]
fn of_seeds() -> Vec<(Edits, Taken)> {
    let ref_to = |kind: &str| json!({"apiVersion": "v1", "kind": kind, "name": "x"});
    let balancers = "/spec/settings/loadBalancerServices/annotations";
    vec![
        (one("/spec/settings/scheduling/visible", json!(false)), Yes),
        (one("/spec/networks/pods", json!("10.99.0.0/16")), No),
        (one("/spec/networks/services", json!("10.98.0.0/16")), No),
        (one("/spec/networks/nodes", json!("10.97.0.0/16")), No),
        (one("/spec/networks/ipFamilies", json!(["IPv6"])), No),
        (
            one("/spec/networks/shootDefaults/pods", json!("100.99.0.0/16")),
            Yes,
        ),
        (
            one("/spec/networks/shootDefaults/pods", json!("nonsense")),
            No,
        ),
        (
            one("/spec/networks/blockCIDRs", json!(["169.254.169.254/32"])),
            Yes,
        ),
        (
            one("/spec/provider/zones", json!(["eu-west-1a", "eu-west-1b"])),
            No,
        ),
        (one("/spec/provider/zones/-", json!("eu-west-1d")), Yes),
        (one("/spec/provider/zones/-", json!("eu-west-1a")), No),
        (one("/spec/provider/type", json!("gcp")), Yes),
        (one("/spec/provider/type", json!("")), No),
        (one("/spec/provider/region", json!("elsewhere")), Yes),
        (one("/spec/provider/region", json!("")), No),
        (one("/spec/ingress/domain", json!("other.example.org")), No),
        (one("/spec/ingress", Value::Null), No),
        (one("/spec/dns/internal", Value::Null), No),
        (one("/spec/dns/internal/domain", json!("x.example.org")), No),
        (one("/spec/dns/defaults", Value::Null), No),
        (
            one("/spec/dns/defaults/0/domain", json!("other.example.org")),
            No,
        ),
        (one("/spec/dns/provider/type", json!("x")), No),
        (one("/spec/dns/provider", Value::Null), No),
        (
            one("/spec/dns/provider/credentialsRef/kind", json!("Bogus")),
            No,
        ),
        (
            one("/spec/settings/topologyAwareRouting/enabled", json!(true)),
            Yes,
        ),
        (
            one(
                "/spec/settings/loadBalancerServices/zones/-",
                json!({"name": "eu-west-1a", "annotations": {"a": "b"}}),
            ),
            Yes,
        ),
        (
            one(
                "/spec/settings/loadBalancerServices/zones/-",
                json!({"name": "nowhere"}),
            ),
            No,
        ),
        (
            one(
                "/spec/settings/loadBalancerServices/externalTrafficPolicy",
                json!("Bogus"),
            ),
            No,
        ),
        (
            one(
                "/spec/settings/loadBalancerServices/externalTrafficPolicy",
                json!("Local"),
            ),
            Yes,
        ),
        (
            one("/spec/settings/loadBalancerServices/class", json!("x")),
            Yes,
        ),
        (one(balancers, json!({"a": "b"})), Yes),
        (one(balancers, json!({"a b": "b"})), No),
        (
            one("/spec/settings/verticalPodAutoscaler/enabled", json!(false)),
            Yes,
        ),
        (
            one(
                "/spec/settings/verticalPodAutoscaler/maxAllowed",
                json!({"memory": "16Gi"}),
            ),
            Yes,
        ),
        (
            one(
                "/spec/settings/verticalPodAutoscaler/maxAllowed",
                json!({"memory": "-1"}),
            ),
            No,
        ),
        (
            one("/spec/settings/zoneSelection", json!({"mode": "Prefer"})),
            Yes,
        ),
        (
            one("/spec/settings/zoneSelection", json!({"mode": "Bogus"})),
            No,
        ),
        (
            one(
                "/spec/taints/-",
                json!({"key": "seed.gardener.cloud/protected"}),
            ),
            Yes,
        ),
        (one("/spec/taints/-", json!({"key": ""})), No),
        (one("/spec/volume/minimumSize", json!("20Gi")), Yes),
        (one("/spec/volume/minimumSize", json!("-20Gi")), No),
        (
            one("/spec/accessRestrictions/-", json!({"name": "eu"})),
            Yes,
        ),
        (
            one("/spec/extensions/-", json!({"type": "nobody-has-it"})),
            No,
        ),
        (
            one(
                "/spec/resources/-",
                json!({"name": "a", "resourceRef": ref_to("ConfigMap")}),
            ),
            No,
        ),
        (
            one(
                "/spec/resources/-",
                json!({"name": "a", "resourceRef": ref_to("Pod")}),
            ),
            No,
        ),
        (
            one(
                "/metadata/annotations",
                json!({"shoot.gardener.cloud/emergency-stop-reconciliations": "true"}),
            ),
            Yes,
        ),
        (
            one(
                "/metadata/annotations",
                json!({"gardener.cloud/operation": "reconcile"}),
            ),
            Yes,
        ),
        (
            one(
                "/metadata/annotations",
                json!({"gardener.cloud/operation": "rest"}),
            ),
            No,
        ),
        (one("/metadata/labels", json!({"x": "y"})), Yes),
        (one("/metadata/labels", json!({"x y": "y"})), No),
    ]
}

#[test]
fn the_real_server_and_the_rules_do_not_contradict_each_other_about_seeds() {
    let scene = Scene::new("impact-seeds");
    scene.hold("Seed", "aws-eu1", &of_seeds());
    // A seed with one zone.
    scene.hold(
        "Seed",
        "metal-dc2",
        &[
            (
                one("/spec/settings/topologyAwareRouting/enabled", json!(true)),
                No,
            ),
            (
                one(
                    "/spec/settings/loadBalancerServices/zones/-",
                    json!({"name": "dc2-a"}),
                ),
                No,
            ),
            (
                one("/spec/settings/zoneSelection", json!({"mode": "Prefer"})),
                Yes,
            ),
            (one("/spec/provider/zones", Value::Null), No),
            (one("/spec/provider/zones/-", json!("dc2-b")), Yes),
        ],
    );
    // The server's own words come with the rule that foresaw them.
    let mut seed = scene.object("Seed", "aws-eu1");
    edit(&mut seed, "/spec/provider/zones/2", Value::Null);
    let [live, _] = scene.reports("seed", &seed, &["--replace"]);
    assert_eq!(live["rejections"][0]["rule"], "seed-zones-used");
    for name in ["aws-eu1", "metal-dc2"] {
        let now = scene.garden.get(&format!("{CORE}/seeds/{name}")).unwrap();
        assert_eq!(now["metadata"], scene.object("Seed", name)["metadata"]);
    }
}

#[expect(clippy::too_many_lines, reason = "a table of edits")]
fn of_profiles() -> Vec<(Edits, Taken)> {
    let types = "/spec/machineTypes/-";
    let regions = "/spec/regions/-";
    let volumes = "/spec/volumeTypes/-";
    let versions = "/spec/kubernetes/versions/-";
    let selector = |key: &str| json!({"matchLabels": {key: "b"}});
    vec![
        (one("/spec/machineTypes/0/usable", json!(false)), Yes),
        (one("/spec/machineTypes/0/memory", json!("1Gi")), Yes),
        (one("/spec/machineTypes/0/memory", json!("-1Gi")), No),
        (one("/spec/machineTypes/0/name", json!("")), No),
        (one("/spec/machineTypes/0", Value::Null), Yes),
        (one("/spec/machineTypes", json!([])), No),
        (one("/spec/machineTypes/0/architecture", json!("sparc")), No),
        (
            one(
                types,
                json!({"name": "new.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}),
            ),
            Yes,
        ),
        (
            one(
                types,
                json!({"name": "m5.large", "cpu": "2", "gpu": "0", "memory": "8Gi"}),
            ),
            No,
        ),
        (
            one(
                "/spec/machineTypes/0/storage",
                json!({"class": "x", "type": "y"}),
            ),
            No,
        ),
        (one(volumes, json!({"name": "x", "class": "standard"})), Yes),
        (one(volumes, json!({"name": "x"})), No),
        (one("/spec/volumeTypes/0/minSize", json!("100Gi")), Yes),
        (one("/spec/volumeTypes/0/minSize", json!("-1Gi")), No),
        (one("/spec/regions/0", Value::Null), Yes),
        (one(regions, json!({"name": "new"})), Yes),
        (one(regions, json!({"name": ""})), No),
        (one(regions, json!({"name": "eu-west-1"})), No),
        (one("/spec/regions/0/zones/-", json!({"name": "z"})), Yes),
        (one("/spec/regions/0/zones/-", json!({"name": ""})), No),
        (one("/spec/regions/0/labels", json!({"a": "b"})), Yes),
        (one("/spec/regions/0/labels", json!({"a a": "b"})), No),
        (
            one(
                "/spec/regions/0/accessRestrictions/-",
                json!({"name": "eu"}),
            ),
            Yes,
        ),
        (
            one(
                "/spec/regions/0/zones/0/unavailableMachineTypes",
                json!(["m5.large"]),
            ),
            Yes,
        ),
        (one("/spec/limits", json!({"maxNodesTotal": 1000})), Yes),
        (one("/spec/limits", json!({"maxNodesTotal": 1})), No),
        (one("/spec/limits", json!({"maxNodesTotal": 0})), No),
        (one("/spec/caBundle", json!("nonsense")), No),
        (one("/spec/type", json!("other")), Yes),
        (one("/spec/type", json!("")), No),
        (one("/spec/seedSelector", selector("a")), Yes),
        (one("/spec/seedSelector", selector("a b")), No),
        (
            one(
                "/spec/bastion",
                json!({"machineType": {"name": "m5.large"}}),
            ),
            Yes,
        ),
        (
            one(
                "/spec/bastion",
                json!({"machineType": {"name": "nonsense"}}),
            ),
            No,
        ),
        (one("/spec/bastion", json!({})), No),
        (
            one(
                "/spec/providerConfig",
                json!({"kind": "CloudProfileConfig"}),
            ),
            Yes,
        ),
        (one("/metadata/labels", json!({"a": "b"})), Yes),
        (one("/metadata/labels", json!({"a b": "b"})), No),
        (one(versions, json!({"version": "1.36.4"})), Yes),
        (
            one(
                versions,
                json!({"version": "1.36.4", "classification": "supported"}),
            ),
            No,
        ),
        (one(versions, json!({"version": "latest"})), No),
        (one(versions, json!({"version": "1.36.3"})), No),
        (one("/spec/kubernetes/versions/0", Value::Null), No),
        (
            one(
                "/spec/kubernetes/versions/0/classification",
                json!("deprecated"),
            ),
            Yes,
        ),
        (
            one("/spec/kubernetes/versions/0/classification", json!("best")),
            No,
        ),
        (one("/spec/kubernetes/versions", json!([])), No),
        (one("/spec/machineImages/0/versions/0", Value::Null), No),
        (one("/spec/machineImages/0", Value::Null), No),
        (
            one(
                "/spec/machineImages/-",
                json!({"name": "new", "versions": []}),
            ),
            No,
        ),
        (
            one(
                "/spec/machineImages/-",
                json!({"name": "new", "versions": [{"version": "1.0.0"}]}),
            ),
            No,
        ),
        (
            one("/spec/machineImages/0/updateStrategy", json!("always")),
            No,
        ),
        (
            one(
                "/spec/machineImages/0/versions/0/kubeletVersionConstraint",
                json!("none"),
            ),
            No,
        ),
    ]
}

#[test]
fn the_real_server_and_the_rules_do_not_contradict_each_other_about_profiles() {
    let scene = Scene::new("impact-profiles");
    scene.hold("CloudProfile", "aws", &of_profiles());
    let own = json!({"name": "own.large", "cpu": "2", "gpu": "0", "memory": "8Gi"});
    let date = |text: &str| json!([{"version": "1.33.15", "expirationDate": text}]);
    let versions = "/spec/kubernetes/versions";
    scene.hold(
        "NamespacedCloudProfile",
        "aws-extended",
        &[
            (one("/spec/parent/name", json!("gcp")), No),
            (one(versions, date("2099-01-31T23:59:59Z")), Yes),
            (one(versions, date("2020-01-31T23:59:59Z")), No),
            (one("/spec/machineTypes", json!([own])), Yes),
            (one("/spec/limits", json!({"maxNodesTotal": 1000})), Yes),
            (one("/spec/limits", json!({"maxNodesTotal": -1})), No),
            (one("/spec/caBundle", json!("x")), No),
            (one("/spec/regions", json!([{"name": "x"}])), Yes),
            (one("/metadata/labels", json!({"a": "b"})), Yes),
        ],
    );
    for (kind, path) in [
        ("CloudProfile", "cloudprofiles/aws"),
        (
            "NamespacedCloudProfile",
            "namespaces/garden-commerce/namespacedcloudprofiles/aws-extended",
        ),
    ] {
        let now = scene.garden.get(&format!("{CORE}/{path}")).unwrap();
        let name = now["metadata"]["name"].as_str().unwrap().to_owned();
        assert_eq!(now["metadata"], scene.object(kind, &name)["metadata"]);
    }
}

/// What kubectl apply leaves and takes away, on the real server: with the manifest that was applied last, and without it.
#[test]
fn manifests_of_seeds_and_profiles_are_taken_as_kubectl_apply_takes_them() {
    let scene = Scene::new("impact-applied");
    let manifest = json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed",
        "metadata": {"name": "aws-eu1"},
        "spec": {"settings": {"scheduling": {"visible": false}}},
    });
    let paths = |report: &Value| -> Vec<String> {
        let findings = report["findings"].as_array().unwrap().iter();
        findings
            .map(|f| f["path"].as_str().unwrap().to_owned())
            .collect()
    };
    let visible = "spec.settings.scheduling.visible";
    let [live, files] = scene.reports("seed", &manifest, &[]);
    assert_eq!(
        (&live["verdict"], paths(&live)),
        (&json!("accepted"), vec![visible.to_owned()])
    );
    assert_eq!(
        (&files["verdict"], paths(&files)),
        (&json!("accepted"), vec![visible.to_owned()])
    );
    // As a replacement it would take away everything else, which is refused.
    let [live, files] = scene.reports("seed", &manifest, &["--replace"]);
    assert_eq!(
        (&live["verdict"], &files["verdict"]),
        (&json!("rejected"), &json!("rejected"))
    );
    // What was applied and is left out now goes.
    let path = format!("{CORE}/seeds/aws-eu1");
    let mut applied = manifest.clone();
    applied["spec"]["taints"] = json!([{"key": "seed.gardener.cloud/protected"}]);
    let last = "kubectl.kubernetes.io/last-applied-configuration";
    let mut change = applied.clone();
    change["metadata"]["annotations"] = json!({ last: applied.to_string() });
    scene.garden.patch(&path, &change);
    let file = scene.folder.join("again.json");
    std::fs::write(&file, manifest.to_string()).unwrap();
    let output = run(
        scene.own.kubeconfig(),
        &["impact", "seed", "-f", file.to_str().unwrap(), "-o", "json"],
    );
    let live = &answer(&output, 0)["seeds"][0];
    assert_eq!(live["asked"], true);
    assert_eq!(paths(live), ["spec.taints[seed.gardener.cloud/protected]"]);
    // Machine types are merged by name.
    let profile = json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "CloudProfile",
        "metadata": {"name": "aws"},
        "spec": {"machineTypes": [{"name": "m5.large", "usable": false}]},
    });
    let [live, files] = scene.reports("cloudprofile", &profile, &[]);
    assert_eq!(paths(&live), ["spec.machineTypes[m5.large].usable"]);
    assert_eq!(paths(&files), paths(&live));
    assert_eq!(
        (&live["verdict"], &files["verdict"]),
        (&json!("accepted"), &json!("accepted"))
    );
}

/// The garden's own shoots and seeds, and the same ones in a file, lead to the same report.
#[test]
fn another_version_of_gardener_is_told_for_the_real_garden() {
    let scene = Scene::new("impact-gardener");
    let images = |name: &str| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/images");
        folder.join(name).to_str().unwrap().to_owned()
    };
    let (gardener, next) = (
        images("gardener-v1.149.yaml"),
        images("gardener-v1.150.yaml"),
    );
    let (druid, newer) = (
        images("etcd-druid-v0.37.yaml"),
        images("etcd-druid-v0.38.yaml"),
    );
    let arguments = [
        "impact",
        "gardener",
        "--from",
        &gardener,
        "--to",
        &next,
        "--from",
        &druid,
        "--to",
        &newer,
        "-o",
        "json",
        "--now",
        "2026-11-21T12:00:00Z",
    ];
    let [live, files] = [&[][..], &["--landscape", &scene.dump]].map(|source| {
        answer(
            &run(scene.own.kubeconfig(), &[&arguments[..], source].concat()),
            0,
        )
    });
    assert_eq!(live, files);
    let shoots = scene
        .objects
        .iter()
        .filter(|object| object["kind"] == "Shoot")
        .count();
    let told = |field: &str| live["shoots"][field].as_u64().unwrap();
    let all = told("total") + told("unscheduled");
    assert_eq!(all, shoots as u64, "{live:#}");
    assert!(shoots > 20 && told("touched") > 10, "{live:#}");
    let components = live["components"].as_array().unwrap();
    assert!(!components.is_empty(), "{live:#}");
}
