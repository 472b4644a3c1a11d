//! What tests look up and change themselves in a cluster, past the program.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use http::header::CONTENT_TYPE;
use kubectl_gardener::garden::Garden;
use kubectl_gardener::garden::connection::{ConnectionArgs, Environment, Settings};
use serde_json::{Value, json};

use super::fixture::kubeconfig;

/// A cluster of the fixture: `garden`, `runtime` or `seed`.
pub struct Cluster {
    runtime: tokio::runtime::Runtime,
    client: kube::Client,
}

impl Cluster {
    /// Connect to a cluster as its administrator.
    pub fn of(name: &str) -> Self {
        Self::at(kubeconfig(name))
    }

    /// The same for the cluster of a kubeconfig.
    pub fn at(kubeconfig: &str) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let args = ConnectionArgs {
            kubeconfig: Some(kubeconfig.into()),
            ..ConnectionArgs::default()
        };
        let environment = Environment::of_process();
        let connect = Garden::connect_with(&args, &environment, Settings::default());
        let client = runtime.block_on(connect).unwrap().client().clone();
        Self { runtime, client }
    }

    /// Mint kubeconfigs of a Shoot until one is taken by its cluster; panics if none is within a minute.
    pub fn wait_for_certificate(&self, path: &str) {
        let body = json!({ "apiVersion": "authentication.gardener.cloud/v1alpha1", "kind": "AdminKubeconfigRequest", "spec": { "expirationSeconds": 600 } });
        let folder = super::fixture::directory("minted");
        let file = folder.join("kubeconfig.yaml");
        for _ in 0..120 {
            if let Some(minted) = self.minted(path, &body) {
                std::fs::write(&file, minted).unwrap();
                if Self::at(file.to_str().unwrap()).takes_us() {
                    return;
                }
            }
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
        panic!("{path}: no certificate is taken");
    }

    fn minted(&self, path: &str, body: &Value) -> Option<Vec<u8>> {
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/json")
            .body(body.to_string().into_bytes())
            .unwrap();
        let answer = self
            .runtime
            .block_on(self.client.request::<Value>(request))
            .ok()?;
        Some(
            STANDARD
                .decode(answer["status"]["kubeconfig"].as_str()?)
                .unwrap(),
        )
    }

    fn takes_us(&self) -> bool {
        let request = Request::get("/api/v1/namespaces/kube-system")
            .body(Vec::new())
            .unwrap();
        self.runtime
            .block_on(self.client.request::<Value>(request))
            .is_ok()
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Option<Value> {
        let kind = match method {
            "PATCH" => "application/merge-patch+json",
            _ => "application/json",
        };
        let body = if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(CONTENT_TYPE, kind)
            .body(body)
            .unwrap();
        match self.runtime.block_on(self.client.request::<Value>(request)) {
            Ok(answer) => Some(answer),
            Err(kube::Error::Api(status)) if status.code == 404 => None,
            Err(error) => panic!("{method} {path}: {error}"),
        }
    }

    /// Read something; none where there is none.
    pub fn get(&self, path: &str) -> Option<Value> {
        self.send("GET", path, &Value::Null)
    }

    /// Create an object in a collection.
    pub fn create(&self, path: &str, object: &Value) -> Value {
        self.send("POST", path, object).expect(path)
    }

    /// Change an object with a merge patch.
    pub fn patch(&self, path: &str, change: &Value) -> Value {
        self.send("PATCH", path, change).expect(path)
    }

    /// Put a text as it is, with its keys in its own order.
    pub fn put(&self, path: &str, text: &str) -> Value {
        let request = Request::put(path)
            .header(CONTENT_TYPE, "application/json")
            .body(text.as_bytes().to_vec())
            .unwrap();
        self.runtime
            .block_on(self.client.request::<Value>(request))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Delete an object; there may be none.
    pub fn delete(&self, path: &str) {
        self.send("DELETE", path, &Value::Null);
    }
}
