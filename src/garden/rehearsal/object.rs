//! Objects of any kind with every field, and dry runs of whole ones.

use form_urlencoded::Serializer;
use http::Request;
use http::header::{ACCEPT, CONTENT_TYPE};
use kube::client::Body;
use serde_json::Value;

use super::refusal::{self, Refusal};
use super::{ATTEMPTS, FIRST_WAIT, reason, send::replacement};
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
    ///
    /// Seeds report their state all the time: where only that has changed meanwhile, it is checked again.
    pub async fn rehearse_replacing<K: Object>(&self, old: &Value, manifest: &Value) -> Answer {
        let text = |field: &str| old["metadata"][field].as_str();
        let namespace = text("namespace").filter(|_| K::NAMESPACED);
        let name = text("name").unwrap_or_default();
        let mut old = old.clone();
        let mut said = None;
        let mut wait = FIRST_WAIT;
        for attempt in 1.. {
            let last = attempt == ATTEMPTS;
            match self.dry_replace::<K>(namespace, name, &old, manifest).await {
                Ok(stored) => return Answer::Accepted(Box::new(stored)),
                Err(Refusal::Verdict(causes)) => return Answer::Rejected(causes),
                Err(Refusal::Perhaps(causes, _)) if said.as_ref() == Some(&causes) => {
                    return Answer::Rejected(causes);
                }
                Err(Refusal::Perhaps(causes, _)) if !last => said = Some(causes),
                Err(Refusal::MayPass(_)) if !last => {
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
                Err(Refusal::Changed) => match self.tree::<K>(namespace, name).await {
                    Ok(Some(now)) if !last && now["spec"] == old["spec"] => old = now,
                    Err(error) => return Answer::NotDone(reason(&error)),
                    Ok(_) => {
                        let why = "it has just been changed by somebody else";
                        return Answer::NotDone(why.to_owned());
                    }
                },
                Err(
                    Refusal::Perhaps(_, error)
                    | Refusal::MayPass(error)
                    | Refusal::NoVerdict(error),
                ) => return Answer::NotDone(reason(&error)),
            }
        }
        unreachable!("the last attempt returns")
    }

    async fn dry_replace<K: Object>(
        &self,
        namespace: Option<&str>,
        name: &str,
        old: &Value,
        manifest: &Value,
    ) -> Result<Value, Refusal> {
        let doing = Doing::new::<K>("update", namespace, Some(name));
        let refused = |error: kube::Error| refusal::read(self, error, &doing);
        let body = replacement(old, manifest).to_string().into_bytes();
        let request = Request::put(uri::<K>(namespace, name))
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .body(Body::from(body))
            .map_err(|error| refused(kube::Error::HttpError(error)))?;
        let response = self.client().send(request).await.map_err(refused)?;
        let status = response.status();
        let body = page::first_frame(response.into_body())
            .await
            .map_err(refused)?;
        if !status.is_success() {
            let status = explain::status(status, &body);
            return Err(refused(kube::Error::Api(status.boxed())));
        }
        serde_json::from_slice(&body).map_err(|error| refused(kube::Error::SerdeError(error)))
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
