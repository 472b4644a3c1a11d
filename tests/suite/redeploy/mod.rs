//! `redeploy` as it is started, with a garden, a target and a runtime cluster of our own.
//!
//! Where the scenarios of redeployments are tested, by their numbers:
//!
//! | | |
//! |---|---|
//! | 1, 2 | `happy`; `domain::redeploy::steps` step by step; the real operator in `tests/garden` |
//! | 3, 4, 5 | `others`; `domain::redeploy::health` |
//! | 6, 7, 37 | `pending`; `domain::redeploy::pending` |
//! | 8, 10, 11 | `faults` |
//! | 9 | `locks`: the name is fixed and never replaced by another, because it is the lock |
//! | 12 to 16, 26 to 28, 30, 31, 39 | `domain::redeploy::steps` |
//! | 17 to 22 | `domain::redeploy::kubeconfig`, `credentials::kubeconfig`; 17 from outside in `targets` |
//! | 23, 24 | `targets` |
//! | 25 | `targets`; `domain::redeploy::cluster`; the real clusters in `tests/garden` |
//! | 29 | `interrupted` |
//! | 32 | left out: nothing is watched, so nothing can be gone; it is looked again and again |
//! | 33 | `happy` |
//! | 34, 35, 36 | `targets`, `domain::redeploy::health` |
//! | 38 | `happy`: one after the other |
//! | 40 | `others` |

mod faults;
mod happy;
#[cfg(unix)]
mod interrupted;
mod locks;
mod others;
mod pending;
mod secrecy;
mod silent;
mod targets;

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::api::{Address, FakeApi, Reply, Seen, Store};
use crate::patience::Ending as _;

pub const SECRET: &str = "/api/v1/namespaces/garden/secrets/kubectl-gardener-redeploy-aws";
pub const GARDENLET: &str =
    "/apis/seedmanagement.gardener.cloud/v1alpha1/namespaces/garden/gardenlets/aws";
const IDENTITY: &str = "identity-of-aws";

/// How far gardener-operator goes on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// It does everything, and the gardenlet reports.
    Works,
    /// It does everything, and the gardenlet does not report.
    Deploys,
    /// It does nothing.
    Absent,
    /// It fails, with this message.
    Fails(&'static str),
}

/// Three clusters and a folder.
pub struct World {
    pub garden: FakeApi,
    pub target: FakeApi,
    pub runtime: FakeApi,
    pub directory: TempDir,
}

impl World {
    /// A seed `aws` whose gardenlet is lost, and the cluster where it belongs.
    pub fn new(operator: Operator) -> Self {
        let world = Self {
            garden: FakeApi::https(),
            target: FakeApi::https(),
            runtime: FakeApi::https(),
            directory: tempfile::tempdir().unwrap(),
        };
        world.lost("aws");
        world.garden.add(json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "gardener-info", "namespace": "gardener-system-public" }, "data": { "gardenerAPIServer": "version: v1.150.0\n" } }));
        for (api, identity) in [
            (&world.garden, "live"),
            (&world.target, IDENTITY),
            (&world.runtime, "identity-of-runtime"),
        ] {
            api.add(json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "cluster-identity", "namespace": "kube-system" }, "data": { "cluster-identity": identity } }));
            api.store(|store| store.groups.insert("apps".to_owned()));
        }
        world.runtime.add(json!({ "apiVersion": "operator.gardener.cloud/v1alpha1", "kind": "Garden", "metadata": { "name": "local" }, "spec": { "virtualCluster": { "gardener": { "clusterIdentity": "live" } } }, "status": { "lastOperation": { "type": "Reconcile", "state": "Succeeded" } } }));
        world.runtime.add(json!({ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "gardener-operator", "namespace": "garden" }, "status": { "availableReplicas": 1 } }));
        world.write(
            "target.yaml",
            &world.target.kubeconfig(&json!({ "token": "target-token" })),
        );
        let mut kubeconfig = world.garden.kubeconfig(&json!({}));
        let list = |config: &mut Value, key: &str, entry: Value| {
            config[key].as_array_mut().unwrap().push(entry);
        };
        list(
            &mut kubeconfig,
            "clusters",
            json!({ "name": "runtime", "cluster": world.runtime.cluster() }),
        );
        list(
            &mut kubeconfig,
            "contexts",
            json!({ "name": "runtime", "context": { "cluster": "runtime", "user": "operator" } }),
        );
        world.write("kubeconfig.yaml", &kubeconfig);
        simulate(&world.garden, operator);
        world
    }

    /// Put a seed with a lost gardenlet into the garden.
    pub fn lost(&self, name: &str) {
        let long_ago = Timestamp::now() - SignedDuration::from_hours(2);
        self.garden.add(json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed", "metadata": { "name": name },
            "status": { "clusterIdentity": IDENTITY, "conditions": [{ "type": "GardenletReady", "status": "Unknown" }] } }));
        self.garden.add(json!({ "apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": { "name": name, "namespace": "gardener-system-seed-lease" }, "spec": { "renewTime": long_ago } }));
        self.garden.add(json!({ "apiVersion": "seedmanagement.gardener.cloud/v1alpha1", "kind": "Gardenlet", "metadata": { "name": name, "namespace": "garden", "generation": 3 },
            "spec": { "deployment": { "helm": { "ociRepository": { "repository": "registry.example.org/gardenlet", "tag": "v1.150.0" } } } },
            "status": { "observedGeneration": 3, "conditions": [{ "type": "SeedRegistered", "status": "True", "lastTransitionTime": long_ago, "lastUpdateTime": long_ago }] } }));
    }

    /// Write a file.
    pub fn write(&self, name: &str, content: &Value) -> PathBuf {
        let file = self.directory.path().join(name);
        std::fs::write(&file, content.to_string()).unwrap();
        file
    }

    /// The program, with arguments separated by blanks; `TARGET` stands for the target's kubeconfig.
    pub fn command(&self, arguments: &str) -> Command {
        let path = |name: &str| {
            self.directory
                .path()
                .join(name)
                .to_str()
                .unwrap()
                .to_owned()
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
        command.env_clear().env("HOME", self.directory.path());
        command.env("USER", "tester");
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        command.env("KUBECONFIG", path("kubeconfig.yaml"));
        command.current_dir(self.directory.path());
        command.stdin(Stdio::null());
        command.args(
            arguments
                .split_whitespace()
                .map(|word| word.replace("TARGET", &path("target.yaml"))),
        );
        command
    }

    /// Run the program.
    pub fn run(&self, arguments: &str) -> Ran {
        Ran(self.command(arguments).ended())
    }

    /// Give an object of the garden.
    pub fn object(&self, path: &str) -> Option<Value> {
        let address = Address::parse(path).unwrap();
        self.garden.store(|store| store.get_mut(&address).cloned())
    }

    /// Change an object of the garden.
    pub fn change(&self, path: &str, change: impl FnOnce(&mut Value)) {
        let address = Address::parse(path).unwrap();
        self.garden
            .store(|store| change(store.get_mut(&address).unwrap()));
    }

    /// Count what was really written: not in a dry run, and no review.
    pub fn writes(&self) -> Vec<String> {
        writes(&self.garden)
    }

    /// Panic if anything of a redeployment is left.
    pub fn assert_nothing_left(&self) {
        assert_eq!(self.object(SECRET), None, "the Secret is left");
        let gardenlet = self.object(GARDENLET).unwrap();
        assert_eq!(gardenlet["spec"]["kubeconfigSecretRef"], Value::Null);
        let operation = &gardenlet["metadata"]["annotations"]["gardener.cloud/operation"];
        assert_eq!(*operation, Value::Null);
    }
}

/// What was really written to a server.
pub fn writes(api: &FakeApi) -> Vec<String> {
    let requests = api.requests();
    let writes = requests.iter().filter(|seen| {
        seen.method != "GET" && !seen.path.contains("selfsubject") && !seen.query.contains("dryRun")
    });
    writes
        .map(|seen| {
            let short = seen.path.rsplit("/garden/").next().unwrap_or_default();
            format!("{} {short}", seen.method)
        })
        .collect()
}

/// How a run ended.
pub struct Ran(pub Output);

impl Ran {
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    /// Expect an exit code.
    pub fn code(&self, code: i32) -> &Self {
        assert_eq!(
            self.0.status.code(),
            Some(code),
            "{}\n{}",
            self.stdout(),
            self.stderr()
        );
        self
    }

    /// Read the JSON answer.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.0.stdout).unwrap_or_else(|error| {
            panic!("{error}: {}\n{}", self.stdout(), self.stderr());
        })
    }

    /// Give what is said of the one gardenlet.
    pub fn one(&self) -> Value {
        self.json()["gardenlets"][0].clone()
    }

    /// Give the state of a check.
    pub fn check(&self, id: &str) -> String {
        let one = self.one();
        let checks = one["checks"].as_array().unwrap();
        let found = checks.iter().find(|check| check["id"] == id);
        found.unwrap_or_else(|| panic!("{id}: {one:#}"))["state"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Give the message.
    pub fn message(&self) -> String {
        self.one()["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

/// Be gardener-operator and the gardenlet: each look at a Gardenlet that is asked for goes one step on.
fn simulate(garden: &FakeApi, operator: Operator) {
    let looks: Arc<Mutex<u32>> = Arc::default();
    garden.handle(move |seen, store| {
        if seen.path.contains("/gardenlets/") && seen.method == "GET" {
            act(operator, seen, store, &looks);
        }
        None
    });
}

fn act(operator: Operator, seen: &Seen, store: &mut Store, looks: &Mutex<u32>) {
    let address = Address::parse(&seen.path).unwrap();
    let name = address.name.clone().unwrap();
    let Some(gardenlet) = store.get_mut(&address) else {
        return;
    };
    let asked =
        gardenlet["metadata"]["annotations"]["gardener.cloud/operation"] == "force-redeploy";
    let now = Timestamp::now();
    let generation = gardenlet["metadata"]["generation"].clone();
    let mut looks = looks.lock().unwrap();
    let condition = |status: &str, reason: &str, message: &str| json!({ "observedGeneration": generation, "conditions": [{ "type": "SeedRegistered", "status": status, "reason": reason, "message": message, "lastTransitionTime": now, "lastUpdateTime": now }] });
    let progressing = gardenlet["status"]["conditions"][0]["status"] == "Progressing";
    match operator {
        Operator::Absent => return,
        Operator::Fails(message) => {
            if asked && gardenlet["status"]["conditions"][0]["status"] != "False" {
                gardenlet["status"] = condition("False", "ReconcileError", message);
            }
            return;
        }
        Operator::Works | Operator::Deploys => {}
    }
    if asked {
        *looks += 1;
        if *looks < 2 {
            return;
        }
        gardenlet["status"] = condition(
            "Progressing",
            "ReconcileError",
            "Waiting for seed registration",
        );
        let annotations = gardenlet["metadata"]["annotations"]
            .as_object_mut()
            .unwrap();
        annotations.remove("gardener.cloud/operation");
        *looks = 0;
    } else if progressing {
        gardenlet["status"] = condition(
            "True",
            "Reconciled",
            "Gardenlet deployed and Seed registered",
        );
        let reference = gardenlet["spec"]["kubeconfigSecretRef"]["name"]
            .as_str()
            .map(ToOwned::to_owned);
        if let Some(reference) = reference {
            gardenlet["spec"]
                .as_object_mut()
                .unwrap()
                .remove("kubeconfigSecretRef");
            let secret = format!("/api/v1/namespaces/garden/secrets/{reference}");
            store.remove(&Address::parse(&secret).unwrap());
        }
        if operator == Operator::Deploys {
            return;
        }
        let lease = format!(
            "/apis/coordination.k8s.io/v1/namespaces/gardener-system-seed-lease/leases/{name}"
        );
        let lease = store.get_mut(&Address::parse(&lease).unwrap()).unwrap();
        lease["spec"]["renewTime"] = json!(now + SignedDuration::from_secs(1));
        let path = format!("/apis/core.gardener.cloud/v1beta1/seeds/{name}");
        let found = store.get_mut(&Address::parse(&path).unwrap()).unwrap();
        found["status"]["conditions"][0]["status"] = "True".into();
    }
}

/// An answer that says no, with a reason.
pub fn no(code: u16, reason: &str, message: &str) -> Reply {
    Reply::status(code, reason, message)
}
