//! Answers, and what can happen to them on the way.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body::{Body, Frame};
use serde_json::{Value, json};

use super::Seen;

/// What happens to an answer on the way.
#[derive(Clone, Debug)]
pub enum Damage {
    /// It starts late.
    Late(Duration),
    /// It never starts.
    Silence,
    /// The connection closes before it.
    Reset,
    /// The connection closes in the middle.
    Truncate,
    /// It ends in the middle as if that were all.
    CutSilently,
    /// It stops in the middle and the connection stays.
    Stall,
    /// It arrives in pieces with pauses.
    Trickle(usize, Duration),
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    pub code: u16,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    pub damage: Option<Damage>,
}

impl Reply {
    /// Answer with JSON.
    pub fn json(code: u16, body: &Value) -> Self {
        Self::text(code, "application/json", &body.to_string())
    }

    /// Answer with text of a type.
    pub fn text(code: u16, content_type: &str, body: &str) -> Self {
        Self {
            code,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: Bytes::copy_from_slice(body.as_bytes()),
            damage: None,
        }
    }

    /// Answer with a `Status` that says failure.
    pub fn status(code: u16, reason: &str, message: &str) -> Self {
        Self::json(
            code,
            &json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message, "reason": reason, "code": code }),
        )
    }

    /// Answer like a server that knows no such path.
    pub fn unknown_path() -> Self {
        Self::text(404, "text/plain", "404 page not found\n")
    }

    /// Add a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Put it on the way, or fail when the connection breaks first.
    pub(super) async fn send(self, seen: &Seen) -> Result<Response<Steps>, Broken> {
        match &self.damage {
            Some(Damage::Reset) => return Err(Broken),
            Some(Damage::Silence) => std::future::pending::<()>().await,
            Some(Damage::Late(pause)) => tokio::time::sleep(*pause).await,
            _ => {}
        }
        let mut response = Response::builder().status(self.code);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        let accepts_gzip = seen
            .header("accept-encoding")
            .is_some_and(|accepted| accepted.contains("gzip"));
        let mut body = self.body;
        // The real one compresses from 128 KiB on; tests have smaller answers.
        if accepts_gzip && body.len() > 1024 {
            body = gzip(&body);
            response = response.header("content-encoding", "gzip");
        }
        let half = body.slice(..body.len() / 2);
        let steps = match self.damage {
            Some(Damage::Truncate) => vec![Step::Data(half), Step::Break],
            Some(Damage::Stall) => vec![Step::Data(half), Step::Hang],
            Some(Damage::CutSilently) => {
                body = half.clone();
                vec![Step::Data(half)]
            }
            Some(Damage::Trickle(pieces, pause)) => body
                .chunks(body.len().div_ceil(pieces).max(1))
                .flat_map(|piece| {
                    [
                        Step::Data(Bytes::copy_from_slice(piece)),
                        Step::Pause(Box::pin(tokio::time::sleep(pause)), pause),
                    ]
                })
                .collect(),
            _ => vec![Step::Data(body.clone())],
        };
        response = response.header("content-length", body.len());
        Ok(response.body(Steps(steps.into())).expect("a valid reply"))
    }
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory").into()
}

/// The connection breaks.
#[derive(Debug)]
pub(super) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken on purpose")
    }
}

impl std::error::Error for Broken {}

impl From<Infallible> for Broken {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

enum Step {
    Data(Bytes),
    /// The pause starts when it is reached, not when the answer is made.
    Pause(Pin<Box<tokio::time::Sleep>>, Duration),
    Break,
    Hang,
}

/// A body that follows a script.
pub(super) struct Steps(VecDeque<Step>);

impl Body for Steps {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        loop {
            match self.0.front_mut() {
                None => return Poll::Ready(None),
                Some(Step::Hang) => return Poll::Pending,
                Some(Step::Break) => return Poll::Ready(Some(Err(Broken))),
                Some(Step::Pause(sleep, _)) => {
                    if sleep.as_mut().poll(context).is_pending() {
                        return Poll::Pending;
                    }
                    self.0.pop_front();
                }
                Some(Step::Data(data)) => {
                    let data = std::mem::take(data);
                    self.0.pop_front();
                    if let Some(Step::Pause(sleep, pause)) = self.0.front_mut() {
                        let at = tokio::time::Instant::now() + *pause;
                        sleep.as_mut().reset(at);
                    }
                    return Poll::Ready(Some(Ok(Frame::data(data))));
                }
            }
        }
    }
}
