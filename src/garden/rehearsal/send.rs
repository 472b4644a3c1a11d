//! One dry run.

use form_urlencoded::Serializer;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, WARNING};
use http::{Method, Request};
use kube::client::Body;
use serde_json::Value;

use super::refusal::{self, Refusal};
use crate::domain::impact::apply;
use crate::domain::impact::rehearsal::{Edit, EditKind};
use crate::domain::objects::{Object, Shoot};
use crate::garden::acting::FIELD_MANAGER;
use crate::garden::explain::{self, Doing};
use crate::garden::{Garden, address, page};

/// What a dry run leads to.
pub(super) struct Sent {
    /// The Shoot as it would be stored.
    pub(super) result: Value,
    /// What the server remarks.
    pub(super) warnings: Vec<String>,
}

impl Garden {
    /// Send a change that the server checks and does not keep.
    pub(super) async fn dry_run<K: Object>(
        &self,
        namespace: Option<&str>,
        name: &str,
        old: &Value,
        edit: &Edit,
    ) -> Result<Sent, Refusal> {
        let (method, verb, content_type) = match edit.kind {
            EditKind::Merge => (Method::PATCH, "patch", "application/merge-patch+json"),
            EditKind::Json => (Method::PATCH, "patch", "application/json-patch+json"),
            EditKind::Strategic => (
                Method::PATCH,
                "patch",
                "application/strategic-merge-patch+json",
            ),
            EditKind::Replace => (Method::PUT, "update", "application/json"),
        };
        let body = match edit.kind {
            EditKind::Replace => replacement(old, &edit.body),
            _ => edit.body.clone(),
        };
        let path = address::object::<K>(namespace, name);
        let doing = Doing::new::<K>(verb, namespace, Some(name));
        self.send_dry(method, &path, content_type, &body, &doing)
            .await
    }

    /// Have the server check a Shoot that is new, and not make it.
    pub(super) async fn dry_create(
        &self,
        namespace: &str,
        name: &str,
        manifest: &Value,
    ) -> Result<Sent, Refusal> {
        let path = address::collection::<Shoot>(Some(namespace));
        let doing = Doing::new::<Shoot>("create", Some(namespace), Some(name));
        let body = apply::meant(manifest);
        self.send_dry(Method::POST, &path, "application/json", &body, &doing)
            .await
    }

    async fn send_dry(
        &self,
        method: Method,
        path: &str,
        content_type: &str,
        body: &Value,
        doing: &Doing,
    ) -> Result<Sent, Refusal> {
        let refused = |error: kube::Error| refusal::read(self, error, doing);
        let request = Request::builder()
            .method(method)
            .uri(uri(path))
            .header(CONTENT_TYPE, content_type)
            .header(ACCEPT, "application/json")
            .body(Body::from(body.to_string().into_bytes()))
            .map_err(|error| refused(kube::Error::HttpError(error)))?;
        let response = self.client().send(request).await.map_err(refused)?;
        let status = response.status();
        let warnings = warnings(response.headers());
        let body = page::first_frame(response.into_body())
            .await
            .map_err(refused)?;
        if !status.is_success() {
            let status = explain::status(status, &body);
            return Err(refused(kube::Error::Api(status.boxed())));
        }
        let result = serde_json::from_slice(&body)
            .map_err(|error| refused(kube::Error::SerdeError(error)))?;
        Ok(Sent { result, warnings })
    }
}

fn uri(path: &str) -> String {
    let mut parameters = Serializer::new(String::new());
    parameters
        .append_pair("fieldManager", FIELD_MANAGER)
        .append_pair("fieldValidation", "Warn")
        .append_pair("dryRun", "All");
    format!("{path}?{}", parameters.finish())
}

/// Make a manifest the new object: of the version that was read, so that a change in between is noticed.
fn replacement(old: &Value, manifest: &Value) -> Value {
    let mut body = apply::meant(manifest);
    for field in ["name", "namespace", "uid", "resourceVersion"] {
        if let Some(value) = old["metadata"].get(field) {
            body["metadata"][field] = value.clone();
        }
    }
    body
}

/// Read the remarks of a server: `299 - "unknown field \"spec.x\""`.
fn warnings(headers: &HeaderMap) -> Vec<String> {
    let texts = headers
        .get_all(WARNING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    texts
        .filter_map(|text| {
            let (_, quoted) = text.split_once('"')?;
            let (inner, _) = quoted.rsplit_once('"')?;
            Some(inner.replace("\\\"", "\"").replace("\\\\", "\\"))
        })
        .collect()
}
