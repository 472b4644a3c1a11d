//! What tests look up and change themselves in a cluster, past the program.

use http::Request;
use http::header::CONTENT_TYPE;
use kubectl_gardener::garden::Garden;
use kubectl_gardener::garden::connection::{ConnectionArgs, Environment, Settings};
use serde_json::Value;

use super::fixture::kubeconfig;

/// A cluster of the fixture: `garden`, `runtime` or `seed`.
pub struct Cluster {
    runtime: tokio::runtime::Runtime,
    client: kube::Client,
}

impl Cluster {
    /// Connect to a cluster as its administrator.
    pub fn of(name: &str) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let args = ConnectionArgs {
            kubeconfig: Some(kubeconfig(name).into()),
            ..ConnectionArgs::default()
        };
        let environment = Environment::of_process();
        let connect = Garden::connect_with(&args, &environment, Settings::default());
        let client = runtime.block_on(connect).unwrap().client().clone();
        Self { runtime, client }
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

    /// Delete an object; there may be none.
    pub fn delete(&self, path: &str) {
        self.send("DELETE", path, &Value::Null);
    }
}
