//! One page of a list: how it is asked for, and what comes back.

use bytes::Bytes;
use form_urlencoded::Serializer;
use http::header::ACCEPT;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use kube::client::Body;
use kube::core::Status;

use super::connection::Buffers;
use super::{Query, address, decode, explain};
use crate::domain::objects::Served;

/// A page as it arrived.
pub(super) struct Page {
    /// The token that it was asked for with.
    pub token: Option<String>,
    pub body: Bytes,
}

/// Why a page did not arrive.
pub(super) enum Failure {
    /// The continuation is too old; the server may offer another.
    Expired(Option<String>),
    Other(kube::Error),
}

/// Give the address of a list. No resource version: with a limit, 0 would be answered from a cache without pages.
pub(super) fn address(kind: Served, query: &Query, page_size: u32) -> String {
    let mut parameters = Serializer::new(String::new());
    parameters.append_pair("limit", &page_size.to_string());
    if let Some(selector) = &query.label_selector {
        parameters.append_pair("labelSelector", selector);
    }
    let path = address::collection_of(kind, query.namespace.as_deref());
    format!("{path}?{}", parameters.finish())
}

/// Give the format in which a list is asked for.
pub(super) const fn accept(kind: Served) -> &'static str {
    if kind.metadata_only {
        decode::ACCEPT_METADATA
    } else {
        decode::ACCEPT
    }
}

/// Ask for one page.
pub(super) async fn ask(
    client: kube::Client,
    buffers: Buffers,
    accept: &'static str,
    first: String,
    token: Option<String>,
) -> Result<Page, Failure> {
    let uri = match &token {
        None => first,
        Some(token) => {
            let mut parameters = Serializer::new(String::new());
            parameters.append_pair("continue", token);
            format!("{first}&{}", parameters.finish())
        }
    };
    let request = Request::get(uri)
        .header(ACCEPT, accept)
        .extension(buffers)
        .body(Body::empty())
        .map_err(|error| Failure::Other(kube::Error::HttpError(error)))?;
    let response = client.send(request).await.map_err(Failure::Other)?;
    let status = response.status();
    let body = first_frame(response.into_body())
        .await
        .map_err(Failure::Other)?;
    if status.is_success() {
        return Ok(Page { token, body });
    }
    let answer = explain::status(status, &body);
    if status == StatusCode::GONE && token.is_some() {
        return Err(Failure::Expired(offered(&answer)));
    }
    Err(Failure::Other(kube::Error::Api(answer.boxed())))
}

/// Send a request about one object and give the answer, or the server's `Status` as an error.
pub(super) async fn answer(client: kube::Client, request: Request<Body>) -> kube::Result<Bytes> {
    let response = client.send(request).await?;
    let status = response.status();
    let body = first_frame(response.into_body()).await?;
    if status.is_success() {
        return Ok(body);
    }
    Err(kube::Error::Api(explain::status(status, &body).boxed()))
}

/// Take a body that the connection has read already, without copying it.
pub(super) async fn first_frame(mut body: Body) -> kube::Result<Bytes> {
    let mut whole = Bytes::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        whole = if whole.is_empty() {
            data
        } else {
            [whole, data].concat().into()
        };
    }
    Ok(whole)
}

/// Give the token that an expired list offers: it continues after the same object, with newer data.
fn offered(status: &Status) -> Option<String> {
    let metadata = status.metadata.as_ref()?;
    metadata.continue_.clone().filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::objects::{Seed, Shoot};

    #[test]
    fn lists_are_paged_and_never_ask_for_version_0() {
        let query = Query {
            namespace: Some("garden-a".to_owned()),
            label_selector: Some("a=b,c in (d, e)".to_owned()),
        };
        assert_eq!(
            address(Served::of::<Shoot>(), &query, 500),
            "/apis/core.gardener.cloud/v1beta1/namespaces/garden-a/shoots?limit=500&labelSelector=a%3Db%2Cc+in+%28d%2C+e%29"
        );
        assert_eq!(
            address(Served::of::<Seed>(), &query, 500),
            "/apis/core.gardener.cloud/v1beta1/seeds?limit=500&labelSelector=a%3Db%2Cc+in+%28d%2C+e%29"
        );
        assert_eq!(
            address(Served::of::<Shoot>(), &Query::default(), 2),
            "/apis/core.gardener.cloud/v1beta1/shoots?limit=2"
        );
    }
}
