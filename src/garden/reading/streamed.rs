//! A streaming list: the initial events of a watch, up to the bookmark that ends them.
//!
//! The server waits until its cache is as new as its storage, so what it sends is a consistent state, written by
//! others before we asked (`kubernetes/apiserver:pkg/storage/cacher/cacher.go`, `getWatchCacheResourceVersion`).
//! Events of later changes may stand before the bookmark; they do not change what was handed on.

use std::time::Duration;

use form_urlencoded::Serializer;

use super::tally::Tally;
use super::{Setback, interrupted, open};
use crate::domain::objects::Served;
use crate::garden::live::Garden;
use crate::garden::wire::{self, Event, Failure, Fault, Frames};
use crate::garden::{Query, address};

/// The format that is asked for.
pub(super) const ACCEPT: &str = "application/vnd.kubernetes.protobuf;stream=watch";

/// The longest silence before and between events. The server waits 3 s for its cache, and no longer.
const QUIET: Duration = Duration::from_secs(15);

/// Read the objects of a kind from a stream.
pub(super) async fn read(
    garden: &Garden,
    query: &Query,
    tally: &mut Tally<'_>,
) -> Result<(), Setback> {
    let mut arriving = open(garden, address(tally.kind, query), ACCEPT, QUIET).await?;
    let mut frames = Frames::default();
    while let Some(piece) = arriving
        .next_piece()
        .await
        .map_err(|error| interrupted(&error))?
    {
        frames.push(&piece);
        while let Some(frame) = frames.next_frame()? {
            match wire::event(frame)? {
                Event::Object { kind, raw } if kind == tally.kind.kind => tally.account_one(raw),
                Event::Object { .. } => return Err(Fault::new("an object of another kind").into()),
                // It was there when the list began.
                Event::Deleted => {}
                Event::Bookmark { ends: true } => {
                    tally.report();
                    return Ok(());
                }
                Event::Bookmark { ends: false } => {
                    return Err(Setback::Lacking(
                        "the server does not say where the list ends".to_owned(),
                    ));
                }
                Event::Error(failure) => return Err(given_up(&failure)),
            }
        }
    }
    Err(Setback::broken("it ended early"))
}

/// Give the address. An empty version asks for the newest state.
fn address(kind: Served, query: &Query) -> String {
    let mut parameters = Serializer::new(String::new());
    parameters
        .append_pair("watch", "1")
        .append_pair("sendInitialEvents", "true")
        .append_pair("allowWatchBookmarks", "true")
        .append_pair("resourceVersionMatch", "NotOlderThan")
        .append_pair("resourceVersion", "");
    if let Some(selector) = &query.label_selector {
        parameters.append_pair("labelSelector", selector);
    }
    let path = address::collection_of(kind, query.namespace.as_deref());
    format!("{path}?{}", parameters.finish())
}

/// Sort what the server says within the stream.
fn given_up(failure: &Failure) -> Setback {
    let why = format!("{} {}", failure.code, failure.message);
    match failure.code {
        // Too old, too many, not yet: things that pass.
        410 | 429 | 503 | 504 => Setback::Broken {
            why,
            again: Some(Duration::from_secs(
                failure.retry_after.max(0).unsigned_abs().into(),
            )),
        },
        _ => Setback::Lacking(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::objects::Shoot;

    #[test]
    fn the_newest_state_is_asked_for() {
        let query = Query {
            namespace: Some("garden-a".to_owned()),
            label_selector: Some("a=b".to_owned()),
        };
        assert_eq!(
            address(Served::of::<Shoot>(), &query),
            "/apis/core.gardener.cloud/v1beta1/namespaces/garden-a/shoots?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&resourceVersion=&labelSelector=a%3Db"
        );
    }
}
