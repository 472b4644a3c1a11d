//! Who we are and what we may do, in the server's words.

use bytes::Bytes;
use http::Request;
use http::header::{ACCEPT, CONTENT_TYPE};
use kube::client::Body;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Acting, Failure};
use crate::erased;
use crate::garden::connection::Once;
use crate::garden::explain::Doing;
use crate::garden::{Garden, page};

const REVIEWS: &str = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
const ACCESS_REVIEWS: &str = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/// Something that a permission is needed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// Verb, for example `patch`.
    pub verb: &'static str,
    /// API group, empty for the core one.
    pub group: &'static str,
    /// Resource, with its subresource behind a slash.
    pub resource: &'static str,
    /// Namespace; all of them when absent.
    pub namespace: Option<String>,
    /// Name of the object; all of them when absent.
    pub name: Option<String>,
}

/// What the server says about a right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// It is granted.
    pub allowed: bool,
    /// Why, where the server says so.
    pub reason: Option<String>,
}

impl Garden {
    /// Ask the server who we are.
    pub async fn user(&self) -> anyhow::Result<String> {
        let doing = who();
        let bytes = self.post(REVIEWS, &who_request(), &doing).await?;
        let answer: Who = self.read(&bytes, &doing)?;
        Ok(answer.status.user_info.username)
    }

    /// Ask the server whether we may do something.
    pub async fn may(&self, right: &Right) -> anyhow::Result<Review> {
        #[derive(Deserialize)]
        struct Answer {
            status: Status,
        }
        #[derive(Deserialize)]
        struct Status {
            #[serde(default)]
            allowed: bool,
            reason: Option<String>,
        }
        let (resource, subresource) = match right.resource.split_once('/') {
            Some((resource, subresource)) => (resource, subresource),
            None => (right.resource, ""),
        };
        let attributes = json!({
            "verb": right.verb, "group": right.group, "resource": resource, "subresource": subresource,
            "namespace": right.namespace.as_deref().unwrap_or_default(), "name": right.name.as_deref().unwrap_or_default(),
        });
        let doing = doing("selfsubjectaccessreviews", "authorization.k8s.io");
        let review = json!({ "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": { "resourceAttributes": attributes } });
        let bytes = self.post(ACCESS_REVIEWS, &review, &doing).await?;
        let answer: Answer = self.read(&bytes, &doing)?;
        Ok(Review {
            allowed: answer.status.allowed,
            reason: answer.status.reason.filter(|reason| !reason.is_empty()),
        })
    }

    /// Send a review: it changes nothing, although it is created.
    async fn post(&self, path: &str, body: &Value, doing: &Doing) -> anyhow::Result<Bytes> {
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .body(Body::from(body.to_string().into_bytes()))
            .map_err(kube::Error::HttpError);
        let answer = match request {
            Ok(request) => page::answer(self.client().clone(), request).await,
            Err(error) => Err(error),
        };
        answer.map_err(|error| self.explain(error, doing))
    }

    fn read<T: for<'de> Deserialize<'de>>(&self, bytes: &[u8], doing: &Doing) -> anyhow::Result<T> {
        erased::json(bytes).map_err(|error| self.explain(kube::Error::SerdeError(error), doing))
    }
}

/// The answer to who we are.
#[derive(Deserialize)]
struct Who {
    status: WhoStatus,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WhoStatus {
    user_info: User,
}

#[derive(Deserialize)]
struct User {
    username: String,
}

fn who() -> Doing {
    doing("selfsubjectreviews", "authentication.k8s.io")
}

fn who_request() -> Value {
    json!({ "apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview" })
}

impl Acting {
    /// Ask the server who we are, once: whoever repeats it must know the wait that was asked for.
    pub(super) async fn ask_who_once(&self) -> Result<String, Failure> {
        let doing = who();
        let request = Request::post(REVIEWS)
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .extension(Once)
            .body(Body::from(who_request().to_string().into_bytes()));
        let bytes = self.send(&doing, request).await?;
        let answer: Who = self.decode(&bytes, &doing)?;
        Ok(answer.status.user_info.username)
    }
}

fn doing(resource: &str, group: &str) -> Doing {
    Doing {
        verb: "create",
        resource: resource.to_owned(),
        group: group.to_owned(),
        namespace: None,
        name: None,
    }
}
