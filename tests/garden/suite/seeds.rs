//! Seeds whose gardenlets are lost and found again: one at a time, since a cluster has room for one gardenlet.
//!
//! gardener-operator is real. The gardenlet that it deploys is a stand-in: it reports as soon as its Deployment is there.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{control, directory, kubeconfig, sample, with_sample};

/// Where the gardenlet is deployed in its cluster.
const DEPLOYMENT: &str = "/apis/apps/v1/namespaces/garden/deployments/gardenlet";
const SECRETS: &str = "/api/v1/namespaces/garden/secrets";

/// Which cluster a gardenlet belongs into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The cluster `seed`.
    Remote,
    /// The cluster `runtime`, where gardener-operator is.
    Runtime,
}

impl Place {
    /// Name it as the fixture does.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Remote => "seed",
            Self::Runtime => "runtime",
        }
    }
}

/// A seed with a Gardenlet, whose gardenlet is lost.
pub struct Lost {
    /// Its name.
    pub name: String,
    /// Where it belongs.
    pub place: Place,
    garden: Cluster,
    target: Cluster,
    stand_in: Option<StandIn>,
    /// Nobody else works with the cluster meanwhile.
    _alone: MutexGuard<'static, ()>,
}

static ALONE: Mutex<()> = Mutex::new(());

impl Lost {
    /// Make a seed of this name, once, and lose its gardenlet.
    pub fn new(name: &str, place: Place) -> Self {
        Self::of(name, place, None)
    }

    /// The same, in a cluster that was created anew: the Seed has the identity of the one before, which never changes.
    pub fn in_new_cluster(name: &str, place: Place) -> Self {
        Self::of(name, place, Some("the-cluster-before"))
    }

    fn of(name: &str, place: Place, identity: Option<&str>) -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        with_sample();
        let target = Cluster::of(place.name());
        let garden = Cluster::of("garden");
        let lost = Self {
            name: name.to_owned(),
            place,
            garden,
            target,
            stand_in: None,
            _alone: alone,
        };
        if lost.garden.get(&lost.seed_path()).is_none() {
            let now = lost.identity();
            lost.register(identity.unwrap_or(&now));
        }
        lost.lose();
        lost
    }

    fn seed_path(&self) -> String {
        format!("/apis/core.gardener.cloud/v1beta1/seeds/{}", self.name)
    }

    fn gardenlet_path(&self) -> String {
        let base = "/apis/seedmanagement.gardener.cloud/v1alpha1/namespaces/garden/gardenlets";
        format!("{base}/{}", self.name)
    }

    /// The identity of the target cluster, as the gardenlet would tell it.
    fn identity(&self) -> String {
        let namespace = self.target.get("/api/v1/namespaces/kube-system").unwrap();
        namespace["metadata"]["uid"].as_str().unwrap().to_owned()
    }

    /// Put Seed and Gardenlet into the garden. The Seed comes first: a Gardenlet without is deployed at once.
    fn register(&self, identity: &str) {
        let read = |path: &str| -> Vec<Value> {
            let text = fs::read_to_string(sample().join(path)).unwrap();
            serde_saphyr::from_multiple(&text).unwrap()
        };
        let mut seed = read("seeds/aws-eu1.yaml").remove(0);
        let mut gardenlet = read("gardenlets/aws-eu1.yaml").remove(0);
        let ingress = format!("ingress.{}.seed.example.org", self.name);
        seed["metadata"]["name"] = self.name.as_str().into();
        seed["spec"]["ingress"]["domain"] = ingress.as_str().into();
        seed["status"]["clusterIdentity"] = identity.into();
        gardenlet["metadata"]["name"] = self.name.as_str().into();
        gardenlet["spec"]["config"]["seedConfig"]["spec"]["ingress"]["domain"] = ingress.into();
        for (part, object) in [("seed", seed), ("gardenlet", gardenlet)] {
            let folder = directory(&format!("lost-{}-{part}", self.name));
            fs::write(folder.join("object.json"), object.to_string()).unwrap();
            let applied = control(
                "POST",
                "/apply",
                &json!({ "directory": folder, "references": true }),
            );
            assert_eq!(applied["errors"], json!([]), "{applied:#}");
        }
    }

    /// Lose the gardenlet: no Deployment, no heartbeat, no request, no Secret of ours.
    pub fn lose(&self) {
        let stop = json!({ "seeds": [self.name], "periodSeconds": 0 });
        control("POST", "/standin/gardenlet/heartbeat", &stop);
        self.target.delete(DEPLOYMENT);
        let past = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(2);
        control(
            "POST",
            "/standin/gardenlet/lease",
            &json!({ "seed": self.name, "renewTime": past }),
        );
        self.condition("Unknown", "Gardenlet stopped posting status updates.");
        let quiet = json!({ "metadata": { "annotations": { "gardener.cloud/operation": null } }, "spec": { "kubeconfigSecretRef": null } });
        self.garden.patch(&self.gardenlet_path(), &quiet);
        for secret in self.secrets() {
            self.garden.delete(&format!("{SECRETS}/{secret}"));
        }
    }

    fn condition(&self, status: &str, message: &str) {
        let condition = json!({ "type": "GardenletReady", "status": status, "reason": "StandIn", "message": message });
        let body = json!({ "kind": "Seed", "name": self.name, "conditions": [condition] });
        control("POST", "/standin/gardenlet/conditions", &body);
    }

    /// Make the cluster that of a Shoot of the sample.
    pub fn is_a_shoot(&self) -> String {
        let (namespace, name) = ("garden-platform", "registry");
        let access = json!({ "namespace": namespace, "name": name, "cluster": self.place.name(), "identity": self.identity() });
        control("POST", "/standin/shoot-access", &access);
        // The CAs reach gardener-apiserver's caches, and the certificate's authority the cluster, a moment later.
        self.garden.wait_for_certificate(&format!(
            "/apis/core.gardener.cloud/v1beta1/namespaces/{namespace}/shoots/{name}/adminkubeconfig"
        ));
        format!("{namespace}/{name}")
    }

    /// Have a gardenlet report as soon as it was deployed.
    pub fn reports_when_deployed(&mut self) {
        self.stand_in = Some(StandIn::start(&self.name, self.place));
    }

    /// Whether the Deployment is there.
    pub fn is_deployed(&self) -> bool {
        self.target.get(DEPLOYMENT).is_some()
    }

    /// The Gardenlet.
    pub fn gardenlet(&self) -> Value {
        self.garden.get(&self.gardenlet_path()).unwrap()
    }

    /// Change the Gardenlet past the program.
    pub fn patch(&self, patch: &Value) {
        self.garden.patch(&self.gardenlet_path(), patch);
    }

    /// The names of our Secrets for this gardenlet.
    pub fn secrets(&self) -> Vec<String> {
        let query = format!(
            "{SECRETS}?labelSelector=kubectl-gardener%2Fredeploy%3D{}",
            self.name
        );
        let list = self.garden.get(&query).unwrap();
        let names = list["items"].as_array().unwrap().iter();
        names
            .map(|secret| secret["metadata"]["name"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Panic unless it is deployed, and nothing of the redeployment is left.
    pub fn assert_back(&self, what: &str) {
        assert!(self.is_deployed(), "{what}: no Deployment");
        self.assert_nothing_left(what);
        let gardenlet = self.gardenlet();
        let conditions = gardenlet["status"]["conditions"].as_array().unwrap();
        let registered = conditions
            .iter()
            .find(|one| one["type"] == "SeedRegistered");
        assert_eq!(
            registered.unwrap()["status"],
            "True",
            "{what}: {gardenlet:#}"
        );
    }

    /// Panic if a request, a reference or a Secret is left.
    pub fn assert_nothing_left(&self, what: &str) {
        let gardenlet = self.gardenlet();
        let annotation = &gardenlet["metadata"]["annotations"]["gardener.cloud/operation"];
        assert_eq!(*annotation, Value::Null, "{what}: {gardenlet:#}");
        let reference = &gardenlet["spec"]["kubeconfigSecretRef"];
        assert_eq!(*reference, Value::Null, "{what}: {gardenlet:#}");
        assert_eq!(self.secrets(), [""; 0], "{what}");
    }

    /// The kubeconfig of the cluster where it belongs.
    pub fn kubeconfig(&self) -> &'static str {
        kubeconfig(self.place.name())
    }
}

impl Drop for Lost {
    fn drop(&mut self) {
        self.stand_in = None;
        if !std::thread::panicking() {
            self.lose();
        }
    }
}

/// Stops gardener-operator's controller, and starts it again whatever happens. Only for who holds a [`Lost`].
pub struct Asleep;

impl Asleep {
    /// Stop it.
    pub fn now() -> Self {
        let pause = "/controllers/operator-gardenlet/pause";
        control("POST", pause, &Value::Null);
        Self
    }
}

impl Drop for Asleep {
    fn drop(&mut self) {
        let resume = "/controllers/operator-gardenlet/resume";
        control("POST", resume, &Value::Null);
    }
}

/// The gardenlet's stand-in: it looks for the Deployment and reports while it is there.
struct StandIn {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl StandIn {
    fn start(name: &str, place: Place) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (told, name) = (Arc::clone(&stop), name.to_owned());
        let thread = std::thread::spawn(move || {
            let target = Cluster::of(place.name());
            let mut reports = false;
            while !told.load(Ordering::Relaxed) {
                let deployed = target.get(DEPLOYMENT).is_some();
                if deployed && !reports {
                    let register = json!({ "gardenlet": name });
                    control("POST", "/standin/gardenlet/register", &register);
                }
                if deployed != reports {
                    let period = i32::from(deployed);
                    let beat = json!({ "seeds": [name], "periodSeconds": period });
                    control("POST", "/standin/gardenlet/heartbeat", &beat);
                    reports = deployed;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            let stop = json!({ "seeds": [name], "periodSeconds": 0 });
            control("POST", "/standin/gardenlet/heartbeat", &stop);
        });
        Self {
            stop,
            thread: Some(thread),
        }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
