//! Reading all objects of a kind, the fastest way that the server offers.
//!
//! - `streamed`: the initial events of a watch; consistent, and the server needs no memory for it
//! - `whole`: one answer, read while it arrives
//! - `paged`: pages, of protobuf or of JSON; every server has them, and each is short
//!
//! What a server lacks is remembered for the life of a [`Garden`]. Whatever breaks is read again, and `tally` sees
//! to it that nothing is counted twice. Only when the last way fails, reading fails, and never with a part of
//! the objects that looks like all of them.

mod paged;
mod streamed;
mod tally;
mod typed;
mod whole;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING};
use http::{Request, Response, StatusCode};
use kube::client::Body;
use serde::de::DeserializeOwned;

use super::connection::{Arriving, Lists, TimedOut, Unread, chain};
use super::explain::{self, Doing};
use super::live::Garden;
use super::{Folded, Query, page, wire};
use crate::domain::objects::{Object, Served};
use tally::Tally;
use typed::{Objects, Typed};

/// Times a reading is begun before the next way is taken.
const TRIES: u32 = 2;

/// The longest wait before beginning again.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Which ways are known not to work, by API group and resource; clones share it.
#[derive(Clone, Default)]
pub(super) struct Ways(Arc<Mutex<BTreeMap<(&'static str, &'static str), Lists>>>);

impl Ways {
    fn first(&self, kind: Served, wanted: Lists) -> Lists {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let least = known.get(&(kind.group, kind.plural));
        least.map_or(wanted, |least| wanted.max(*least))
    }

    fn remember(&self, kind: Served, way: Lists) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((kind.group, kind.plural), way);
    }
}

/// Why a way did not lead to the end.
enum Setback {
    /// No other way will do better.
    Final(kube::Error),
    /// The server does not have it, or does not let us.
    Lacking(String),
    /// The server has no protobuf.
    NoProtobuf,
    /// It broke; perhaps not the next time.
    Broken {
        why: String,
        /// Whether this way may be tried again, and after which wait at least.
        again: Option<Duration>,
    },
}

impl Setback {
    fn broken(why: &(impl ToString + ?Sized)) -> Self {
        Self::Broken {
            why: why.to_string(),
            again: Some(Duration::ZERO),
        }
    }
}

impl From<wire::Fault> for Setback {
    fn from(fault: wire::Fault) -> Self {
        Self::broken(&fault)
    }
}

/// Read the objects that a query asks for and hand each on once.
pub(super) async fn read<K: Object + DeserializeOwned>(
    garden: &Garden,
    query: &Query,
    each: &mut (dyn FnMut(K) + Send),
) -> anyhow::Result<Folded> {
    let mut objects = Typed::new(each);
    // Boxed: commands read several kinds at once, and the ways to read them add up.
    Box::pin(read_all(garden, Served::of::<K>(), query, &mut objects)).await
}

async fn read_all(
    garden: &Garden,
    kind: Served,
    query: &Query,
    objects: &mut dyn Objects,
) -> anyhow::Result<Folded> {
    let in_protobuf = objects.come_as_protobuf();
    let mut tally = Tally::new(garden, kind, objects);
    if !in_protobuf {
        paged::read(garden, query, Lists::Json, &mut tally).await?;
        return Ok(tally.finish());
    }
    let mut way = garden.ways.first(kind, garden.settings.lists);
    let mut tries = 0;
    loop {
        tries += 1;
        let read = match way {
            Lists::Streamed => streamed::read(garden, query, &mut tally).await,
            Lists::Whole => whole::read(garden, query, &mut tally).await,
            Lists::Paged | Lists::Json => {
                paged::read(garden, query, way, &mut tally).await?;
                Ok(())
            }
        };
        let setback = match read {
            Ok(()) => return Ok(tally.finish()),
            Err(setback) => setback,
        };
        let next = if way == Lists::Streamed {
            Lists::Whole
        } else {
            Lists::Paged
        };
        let why = match setback {
            Setback::Final(error) => {
                let doing = Doing::of("list", kind, query.namespace.as_deref(), None);
                return Err(garden.explained(kind, error, &doing).await);
            }
            Setback::Broken {
                why,
                again: Some(wait),
            } if tries < TRIES => {
                tracing::info!("reading {} broke ({why}), starting over", kind.plural);
                let wait = wait.min(LONGEST_WAIT).max(garden.settings.first_wait);
                tokio::time::sleep(wait).await;
                continue;
            }
            Setback::Broken { why, .. } => {
                way = next;
                why
            }
            Setback::Lacking(why) => {
                way = next;
                garden.ways.remember(kind, way);
                why
            }
            Setback::NoProtobuf => {
                way = Lists::Json;
                garden.ways.remember(kind, way);
                "the server has no protobuf for it".to_owned()
            }
        };
        tries = 0;
        tracing::info!("reading {} another way: {why}", kind.plural);
    }
}

/// Ask for an answer that is read as it arrives.
async fn open(
    garden: &Garden,
    uri: String,
    accept: &'static str,
    quiet: Duration,
) -> Result<Arriving, Setback> {
    let mut request = Request::get(uri).header(ACCEPT, accept);
    let stream = accept == streamed::ACCEPT;
    if stream {
        // From Kubernetes 1.37 on, watches are compressed in a way that the client cannot read.
        request = request.header(ACCEPT_ENCODING, "identity");
    }
    let request = request
        .extension(Unread { quiet })
        .body(Body::empty())
        .map_err(|error| Setback::Final(kube::Error::HttpError(error)))?;
    let sent = garden.client.send(request).await;
    let response = sent.map_err(|error| unanswered(error, stream))?;
    if response.status().is_success() {
        let is_protobuf = response
            .headers()
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with(wire::MEDIA_TYPE));
        if !is_protobuf {
            return Err(Setback::NoProtobuf);
        }
        return Ok(Arriving::new(response));
    }
    Err(refused(response, stream).await)
}

/// Sort a refusal: what the server lacks, what may pass, and what holds for every way.
async fn refused(response: Response<Body>, stream: bool) -> Setback {
    let status = response.status();
    let body = match page::first_frame(response.into_body()).await {
        Ok(body) => body,
        Err(error) => return Setback::broken(&error),
    };
    let answer = explain::status(status, &body);
    match status {
        StatusCode::NOT_ACCEPTABLE | StatusCode::UNSUPPORTED_MEDIA_TYPE => Setback::NoProtobuf,
        StatusCode::FORBIDDEN if stream => Setback::Lacking("no permission to watch".to_owned()),
        // A watch waits for a cache that a list can do without.
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE if stream => {
            Setback::Broken {
                why: format!("{status} {}", answer.message),
                again: None,
            }
        }
        StatusCode::UNAUTHORIZED
        | StatusCode::FORBIDDEN
        | StatusCode::NOT_FOUND
        | StatusCode::TOO_MANY_REQUESTS
        | StatusCode::SERVICE_UNAVAILABLE => Setback::Final(kube::Error::Api(answer.boxed())),
        StatusCode::GONE => Setback::broken(&status),
        _ => Setback::Lacking(format!("{status} {}", answer.message)),
    }
}

/// Sort a failure without a usable answer: what serves short answers may still fail at long ones.
fn unanswered(error: kube::Error, stream: bool) -> Setback {
    let another_way = match (&error, explain::code(&error)) {
        (_, Some(429 | 503)) => stream,
        (_, Some(code)) => matches!(code, 500 | 502 | 504),
        (kube::Error::Service(_) | kube::Error::HyperError(_), None) => {
            !explain::was_never_sent(&error)
        }
        _ => false,
    };
    if !another_way {
        return Setback::Final(error);
    }
    Setback::Broken {
        why: super::connection::causes(&error),
        again: None,
    }
}

/// Sort a failure in the middle of an answer.
fn interrupted(error: &kube::Error) -> Setback {
    let too_late = chain(error).find_map(|link| link.downcast_ref::<TimedOut>());
    let why = super::connection::causes(error);
    match too_late {
        // Nothing but silence follows where a server does not say that this was all.
        Some(late) if late.idle => Setback::Lacking(why),
        Some(_) => Setback::Broken { why, again: None },
        None => Setback::broken(&why),
    }
}
