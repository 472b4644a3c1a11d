//! One write, sent once, and what may have become of it.

use std::time::Duration;

use bytes::Bytes;
use form_urlencoded::Serializer;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, Request};
use kube::client::Body;
use secrecy::zeroize::Zeroizing;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Acting, DryRun, FIELD_MANAGER};
use crate::domain::impact::apply;
use crate::domain::impact::rehearsal::{Edit, EditKind};
use crate::domain::objects::{Metadata, Object};
use crate::erased;
use crate::garden::connection::Once;
use crate::garden::explain::{self, Doing};
use crate::garden::{address, page};

/// A write that is about to be sent.
#[derive(Debug)]
pub struct Write {
    pub(super) doing: Doing,
    method: Method,
    path: String,
    content_type: &'static str,
    body: Zeroizing<Vec<u8>>,
    /// What may be seen of the body.
    pub(super) shown: Value,
}

impl Write {
    /// Change an object with a JSON merge patch.
    pub fn patch<K: Object>(namespace: Option<&str>, name: &str, patch: &Value) -> Self {
        Self {
            doing: Doing::new::<K>("patch", namespace, Some(name)),
            method: Method::PATCH,
            path: address::object::<K>(namespace, name),
            content_type: "application/merge-patch+json",
            body: Zeroizing::new(patch.to_string().into_bytes()),
            shown: patch.clone(),
        }
    }

    /// Change an object in one of the ways that a server takes, if it is still of the version that was read.
    pub fn edit<K: Object>(
        namespace: Option<&str>,
        name: &str,
        edit: &Edit,
        seen: &Metadata,
    ) -> Self {
        let version = json!(seen.resource_version);
        let mut body = edit.body.clone();
        let (verb, method, content_type) = match edit.kind {
            EditKind::Merge => ("patch", Method::PATCH, "application/merge-patch+json"),
            EditKind::Strategic => (
                "patch",
                Method::PATCH,
                "application/strategic-merge-patch+json",
            ),
            EditKind::Json => ("patch", Method::PATCH, "application/json-patch+json"),
            EditKind::Replace => ("update", Method::PUT, "application/json"),
        };
        match &mut body {
            Value::Array(steps) => steps.insert(
                0,
                json!({ "op": "replace", "path": "/metadata/resourceVersion", "value": version }),
            ),
            other => {
                if edit.kind == EditKind::Replace {
                    *other = apply::meant(other);
                    other["metadata"]["name"] = json!(seen.name);
                    other["metadata"]["namespace"] = json!(seen.namespace);
                    other["metadata"]["uid"] = json!(seen.uid);
                }
                other["metadata"]["resourceVersion"] = version;
            }
        }
        Self {
            doing: Doing::new::<K>(verb, namespace, Some(name)),
            method,
            path: address::object::<K>(namespace, name),
            content_type,
            shown: body.clone(),
            body: Zeroizing::new(body.to_string().into_bytes()),
        }
    }

    /// Create an object. `shown` stands for the body wherever it can be seen.
    pub fn create<K: Object>(
        namespace: Option<&str>,
        name: &str,
        body: Zeroizing<Vec<u8>>,
        shown: Value,
    ) -> Self {
        Self {
            doing: Doing::new::<K>("create", namespace, Some(name)),
            method: Method::POST,
            path: address::collection::<K>(namespace),
            content_type: "application/json",
            body,
            shown,
        }
    }

    /// Create a subresource of an object, such as a kubeconfig of a shoot.
    pub fn subresource<K: Object>(
        namespace: Option<&str>,
        name: &str,
        subresource: &str,
        body: &Value,
    ) -> Self {
        let mut doing = Doing::new::<K>("create", namespace, Some(name));
        doing.resource = format!("{}/{subresource}", doing.resource);
        Self {
            doing,
            method: Method::POST,
            path: format!("{}/{subresource}", address::object::<K>(namespace, name)),
            content_type: "application/json",
            body: Zeroizing::new(body.to_string().into_bytes()),
            shown: body.clone(),
        }
    }

    /// Delete an object, under the conditions of `DeleteOptions`.
    pub fn delete<K: Object>(namespace: Option<&str>, name: &str, options: &Value) -> Self {
        Self {
            doing: Doing::new::<K>("delete", namespace, Some(name)),
            method: Method::DELETE,
            path: address::object::<K>(namespace, name),
            content_type: "application/json",
            body: Zeroizing::new(options.to_string().into_bytes()),
            shown: options.clone(),
        }
    }

    /// Say what is tried.
    pub fn doing(&self) -> &Doing {
        &self.doing
    }

    fn request(&self, dry_run: DryRun) -> Result<Request<Body>, http::Error> {
        let mut parameters = Serializer::new(String::new());
        if self.method != Method::DELETE {
            parameters.append_pair("fieldManager", FIELD_MANAGER);
        }
        if dry_run == DryRun::Server {
            parameters.append_pair("dryRun", "All");
        }
        Request::builder()
            .method(self.method.clone())
            .uri(format!("{}?{}", self.path, parameters.finish()))
            .header(CONTENT_TYPE, self.content_type)
            .header(ACCEPT, "application/json")
            .extension(Once)
            // Wiped when it was sent.
            .body(Body::from(Bytes::from_owner(self.body.clone())))
    }
}

/// What may have become of a request that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// Nothing: the object is another than the one that was read.
    Conflict,
    /// Nothing: it exists already.
    Exists,
    /// Nothing: there is no such object.
    Missing,
    /// Nothing, and another attempt may do better.
    NotYet,
    /// Only reading can tell.
    Perhaps,
    /// Nothing, and it will not.
    Refused,
}

/// A request that failed.
#[derive(Debug)]
pub struct Failure {
    /// What may have become of it.
    pub happened: Happened,
    /// The code that the server answered with.
    pub code: Option<u16>,
    /// The wait that the server asks for.
    pub asked: Option<Duration>,
    /// Why, in an operator's words.
    pub error: anyhow::Error,
}

impl Failure {
    fn new(error: kube::Error, doing: &Doing, acting: &Acting) -> Self {
        let code = explain::code(&error);
        let says = |text: &str| match &error {
            kube::Error::Api(status) => status.reason == text || status.message.contains(text),
            _ => false,
        };
        let happened = match code {
            Some(409) if says("AlreadyExists") => Happened::Exists,
            Some(409) => Happened::Conflict,
            Some(404) if says("NotFound") => Happened::Missing,
            // Admission plugins that are still starting refuse everything.
            Some(403) if says("not yet ready to handle request") => Happened::NotYet,
            Some(429) => Happened::NotYet,
            _ if explain::may_have_happened(&error) => Happened::Perhaps,
            None if explain::was_never_sent(&error) => Happened::NotYet,
            _ => Happened::Refused,
        };
        Self {
            happened,
            code,
            asked: explain::asked(&error),
            error: acting.garden.explain(error, doing),
        }
    }
}

impl Acting {
    /// Send a write once, with a line in the audit log before and one after it.
    ///
    /// The answer is what the server says the object is now. It is not looked at here: it may hold secrets.
    pub async fn attempt(&self, write: &Write) -> Result<Bytes, Failure> {
        self.attempt_as(write, self.dry_run).await
    }

    /// Have the server check a write and keep nothing, whatever else this run does.
    pub async fn rehearse(&self, write: &Write) -> Result<Bytes, Failure> {
        self.attempt_as(write, DryRun::Server).await
    }

    async fn attempt_as(&self, write: &Write, dry_run: DryRun) -> Result<Bytes, Failure> {
        let number = self.audit.before(write, dry_run);
        let answer = self.send(&write.doing, write.request(dry_run)).await;
        self.audit.after(number, write, dry_run, &answer);
        answer
    }

    /// Read an object once: repeating is for whoever knows what else waits.
    pub(super) async fn read_once<K: Object + DeserializeOwned>(
        &self,
        namespace: Option<&str>,
        name: &str,
    ) -> Result<K, Failure> {
        let doing = Doing::new::<K>("get", namespace, Some(name));
        let request = Request::get(address::object::<K>(namespace, name))
            .header(ACCEPT, "application/json")
            .extension(Once)
            .body(Body::empty());
        let bytes = self.send(&doing, request).await?;
        self.decode(&bytes, &doing)
    }

    pub(super) fn decode<K: DeserializeOwned>(
        &self,
        bytes: &[u8],
        doing: &Doing,
    ) -> Result<K, Failure> {
        erased::json(bytes)
            .map_err(|error| Failure::new(kube::Error::SerdeError(error), doing, self))
    }

    pub(super) async fn send(
        &self,
        doing: &Doing,
        request: Result<Request<Body>, http::Error>,
    ) -> Result<Bytes, Failure> {
        let sent = async {
            let request = request.map_err(kube::Error::HttpError)?;
            page::answer(self.garden.client().clone(), request).await
        };
        tokio::select! {
            answer = sent => answer.map_err(|error| Failure::new(error, doing, self)),
            () = self.interrupt.heard_twice() => Err(Failure {
                happened: Happened::Perhaps,
                code: None,
                asked: None,
                error: anyhow::anyhow!("cannot {doing}: interrupted while waiting for the answer"),
            }),
        }
    }
}
