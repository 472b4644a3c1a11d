//! One attempt of a request: sent, answered and read to the end within its time.
//!
//! kube's own timeouts stop at the headers. Here the body counts as well, so that a truncated or stalled
//! answer is found where it can still be repeated. Streams are handed on unread, and so are the answers to requests
//! marked [`Unread`], with what the limits leave for them: see `arriving`.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::{Method, Request, Response, StatusCode, Uri};
use http_body_util::BodyExt;
use kube::client::Body;
use tower::{BoxError, Service};

use super::arriving::{Pace, Unread};
use super::log;
use super::session::{Session, copy};
use crate::garden::wire;

/// Largest buffer that a length in a header alone is believed for.
const TRUSTED_LENGTH: u64 = 64 << 20;

/// How long attempts may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// From sending to the last byte; for streams to the headers.
    pub whole: Option<Duration>,
    /// The same for lists, which may take long as long as something arrives.
    pub list: Option<Duration>,
    /// Without a byte, for lists.
    pub idle: Option<Duration>,
}

/// The service that makes one attempt.
#[derive(Clone)]
pub(super) struct Attempt {
    pub session: Session,
    pub limits: Limits,
    pub server: std::sync::Arc<str>,
    /// Headers that are added further down, for the log.
    pub extra: std::sync::Arc<[(String, String)]>,
}

/// The body of an answer that says that something went wrong, for whoever decides what to do about it.
#[derive(Clone)]
pub(super) struct Payload(pub Bytes);

/// Buffers of pages that were read, for the pages to come; travels with a request.
///
/// Allocators keep much of what large buffers of changing threads leave behind: with two that alternate, the
/// peak of a long list is a third lower.
#[derive(Clone, Default)]
pub(crate) struct Buffers(Arc<Mutex<Vec<BytesMut>>>);

impl Buffers {
    /// Keep the buffer of a page that nobody needs any more.
    pub(crate) fn give_back(&self, page: Bytes) {
        if let Ok(buffer) = page.try_into_mut() {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(buffer);
        }
    }

    fn take(&self) -> BytesMut {
        let mut buffers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut buffer = buffers.pop().unwrap_or_default();
        buffer.clear();
        buffer
    }
}

/// An attempt took too long.
#[derive(Debug)]
pub(crate) struct TimedOut {
    /// The limit that was exceeded.
    pub after: Duration,
    /// Whether it was the limit without a byte.
    pub idle: bool,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let after = self.after.as_secs_f64();
        if self.idle {
            write!(f, "nothing arrived for {after} s")
        } else {
            write!(f, "no complete answer within {after} s")
        }
    }
}

impl StdError for TimedOut {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Single,
    List,
    Stream,
}

/// Tell from the path what kind of answer to expect.
fn kind(method: &Method, uri: &Uri) -> Kind {
    let query = uri.query().unwrap_or_default();
    let asks = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .any(|(key, value)| key == name && (value == "true" || value == "1"))
    };
    if asks("watch") || asks("follow") {
        return Kind::Stream;
    }
    let segments: Vec<&str> = uri.path().trim_matches('/').split('/').collect();
    let resource = match segments.as_slice() {
        ["api", _, rest @ ..] | ["apis", _, _, rest @ ..] => rest,
        _ => &[],
    };
    match resource {
        [_] | ["namespaces", _, _] if *method == Method::GET => Kind::List,
        _ => Kind::Single,
    }
}

impl Attempt {
    /// Send a request, and once more when the credentials are refused and there are others.
    async fn make(self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        let again = if self.session.is_renewable() {
            copy(&request)
        } else {
            None
        };
        // Outside the limits of time: somebody may have to log in.
        let (client, generation) = self.session.current().await?;
        let response = self.send(client, request).await?;
        match again {
            // A refused request had no effect, so it can be repeated whatever it was.
            Some(again) if response.status() == StatusCode::UNAUTHORIZED => {
                let client = self.session.after_refusal(generation).await?;
                self.send(client, again).await
            }
            _ => Ok(response),
        }
    }

    async fn send(
        &self,
        client: kube::Client,
        request: Request<Body>,
    ) -> Result<Response<Body>, BoxError> {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        log::request(&self.server, &method, &uri, request.headers(), &self.extra);
        let request = show_body(&uri, request).await?;
        let started = Instant::now();
        let result = self.answer(client, &method, &uri, request).await;
        if let Err(error) = &result {
            let error = super::causes(error.as_ref());
            log::failure(&self.server, &method, &uri, started.elapsed(), &error);
        }
        result
    }

    async fn answer(
        &self,
        client: kube::Client,
        method: &Method,
        uri: &Uri,
        request: Request<Body>,
    ) -> Result<Response<Body>, BoxError> {
        let kind = kind(method, uri);
        let (whole, idle) = match kind {
            Kind::Single | Kind::Stream => (self.limits.whole, None),
            Kind::List => (self.limits.list, self.limits.idle),
        };
        let unread = request.extensions().get::<Unread>().copied();
        let (whole, idle) = match unread {
            None => (whole, idle),
            Some(unread) => unread.limits(&self.limits),
        };
        let buffers = request.extensions().get::<Buffers>().cloned();
        let started = Instant::now();
        let answer = async {
            let mut response = within(idle, true, client.send(request)).await??;
            let status = response.status();
            let took = started.elapsed();
            log::response(&self.server, method, uri, status, took, response.headers());
            if unread.is_some() {
                let pace = Pace::new(uri.clone(), started, whole, idle);
                response.extensions_mut().insert(pace);
            }
            if (kind == Kind::Stream || unread.is_some()) && status.is_success() {
                return Ok(response);
            }
            let (mut parts, body) = response.into_parts();
            let buffer = buffers.map(|buffers| buffers.take()).unwrap_or_default();
            let mut bytes = collect(body, buffer, idle).await?;
            log::body("response", uri, &bytes);
            if !status.is_success() {
                // Failures come in the format that was asked for; here ends that difference.
                if let Some(json) = wire::status_as_json(&bytes) {
                    bytes = json.into();
                }
                parts.extensions.insert(Payload(bytes.clone()));
            }
            Ok(Response::from_parts(parts, Body::from(bytes)))
        };
        within(whole, false, answer).await?
    }
}

impl Service<Request<Body>> for Attempt {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = super::Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(self.clone().make(request))
    }
}

/// Show the body of a request when bodies are shown.
async fn show_body(uri: &Uri, request: Request<Body>) -> Result<Request<Body>, BoxError> {
    if !log::shows_bodies() {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes = body.collect_bytes().await?;
    log::body("request", uri, &bytes);
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

pub(super) async fn within<F: Future>(
    limit: Option<Duration>,
    idle: bool,
    future: F,
) -> Result<F::Output, TimedOut> {
    match limit {
        None => Ok(future.await),
        Some(after) => tokio::time::timeout(after, future)
            .await
            .map_err(|_| TimedOut { after, idle }),
    }
}

/// Read a body into one buffer: pages are large, and nothing may hold them twice.
async fn collect(
    mut body: Body,
    mut bytes: BytesMut,
    idle: Option<Duration>,
) -> Result<Bytes, BoxError> {
    let expected = http_body::Body::size_hint(&body)
        .lower()
        .min(TRUSTED_LENGTH);
    bytes.reserve(usize::try_from(expected).unwrap_or_default());
    while let Some(frame) = within(idle, true, body.frame()).await? {
        if let Ok(data) = frame?.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_streams_are_recognised_by_their_address() {
        for (method, uri, expected) in [
            (
                "GET",
                "/apis/core.gardener.cloud/v1beta1/shoots?limit=500",
                Kind::List,
            ),
            (
                "GET",
                "/apis/core.gardener.cloud/v1beta1/namespaces/a/shoots",
                Kind::List,
            ),
            (
                "GET",
                "/apis/core.gardener.cloud/v1beta1/namespaces/a/shoots/b",
                Kind::Single,
            ),
            (
                "GET",
                "/apis/core.gardener.cloud/v1beta1/seeds/b",
                Kind::Single,
            ),
            (
                "GET",
                "/apis/core.gardener.cloud/v1beta1/seeds?watch=1",
                Kind::Stream,
            ),
            (
                "GET",
                "/apis/core.gardener.cloud/v1beta1/seeds?watch=false",
                Kind::List,
            ),
            ("GET", "/api/v1/namespaces", Kind::List),
            ("GET", "/api/v1/namespaces/a", Kind::Single),
            ("GET", "/api/v1/namespaces/a/secrets", Kind::List),
            (
                "GET",
                "/api/v1/namespaces/a/pods/b/log?follow=true",
                Kind::Stream,
            ),
            ("POST", "/api/v1/namespaces/a/secrets", Kind::Single),
            ("GET", "/apis", Kind::Single),
            ("GET", "/version", Kind::Single),
        ] {
            let method: Method = method.parse().unwrap();
            assert_eq!(
                kind(&method, &uri.parse().unwrap()),
                expected,
                "{method} {uri}"
            );
        }
    }
}
