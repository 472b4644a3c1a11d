//! Objects of any kind with every field, and dry runs of whole ones.

use form_urlencoded::Serializer;
use http::Request;
use http::header::{ACCEPT, CONTENT_TYPE};
use kube::client::Body;
use serde_json::Value;

use super::refusal::{self, Refusal};
use super::{reason, send::replacement};
use crate::domain::impact::rehearsal::Answer;
use crate::domain::objects::Object;
use crate::garden::acting::FIELD_MANAGER;
use crate::garden::explain::{self, Doing};
use crate::garden::{Garden, address, page};

impl Garden {
    /// Read an object with every field; none if there is none of that name.
    pub async fn tree<K: Object>(
        &self,
        namespace: Option<&str>,
        name: &str,
    ) -> anyhow::Result<Option<Value>> {
        let bytes = self
            .get_bytes::<K>(namespace, name, "application/json")
            .await?;
        let Some(bytes) = bytes else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| {
            let doing = Doing::new::<K>("get", namespace, Some(name));
            self.explain(kube::Error::SerdeError(error), &doing)
        })
    }

    /// Have the server check a manifest in place of an object, and keep nothing.
    pub async fn rehearse_replacing<K: Object>(&self, old: &Value, manifest: &Value) -> Answer {
        let text = |field: &str| old["metadata"][field].as_str();
        let namespace = text("namespace").filter(|_| K::NAMESPACED);
        let name = text("name").unwrap_or_default();
        let doing = Doing::new::<K>("update", namespace, Some(name));
        let refused = |error: kube::Error| match refusal::read(self, error, &doing) {
            Refusal::Verdict(causes) | Refusal::Perhaps(causes, _) => Answer::Rejected(causes),
            Refusal::Changed => {
                Answer::NotDone("it has just been changed by somebody else".to_owned())
            }
            Refusal::MayPass(error) | Refusal::NoVerdict(error) => Answer::NotDone(reason(&error)),
        };
        let request = Request::put(uri::<K>(namespace, name))
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .body(Body::from(
                replacement(old, manifest).to_string().into_bytes(),
            ));
        let request = match request {
            Ok(request) => request,
            Err(error) => return refused(kube::Error::HttpError(error)),
        };
        let response = match self.client().send(request).await {
            Ok(response) => response,
            Err(error) => return refused(error),
        };
        let status = response.status();
        let body = match page::first_frame(response.into_body()).await {
            Ok(body) => body,
            Err(error) => return refused(error),
        };
        if !status.is_success() {
            let status = explain::status(status, &body);
            return refused(kube::Error::Api(status.boxed()));
        }
        match serde_json::from_slice(&body) {
            Ok(stored) => Answer::Accepted(Box::new(stored)),
            Err(error) => refused(kube::Error::SerdeError(error)),
        }
    }
}

fn uri<K: Object>(namespace: Option<&str>, name: &str) -> String {
    let mut parameters = Serializer::new(String::new());
    parameters
        .append_pair("fieldManager", FIELD_MANAGER)
        .append_pair("dryRun", "All");
    let path = address::object::<K>(namespace, name);
    format!("{path}?{}", parameters.finish())
}
