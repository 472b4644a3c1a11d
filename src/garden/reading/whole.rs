//! One answer with all objects, read while it arrives.
//!
//! Without a resource version, although `resourceVersion=0` may be a little faster: that one is answered from
//! a cache of any age, and who has just written something, or asks a second server, must not read older data than before.
//! Newer servers answer consistently from their cache as well, once it is as new as the storage.

use form_urlencoded::Serializer;

use super::tally::Tally;
use super::{Setback, interrupted, open};
use crate::domain::objects::Served;
use crate::garden::live::Garden;
use crate::garden::wire::{self, List, Part};
use crate::garden::{Query, address};

/// Read the objects of a kind from one answer.
pub(super) async fn read(
    garden: &Garden,
    query: &Query,
    tally: &mut Tally<'_>,
) -> Result<(), Setback> {
    let quiet = garden.settings.idle_timeout;
    let mut arriving = open(garden, address(tally.kind, query), wire::MEDIA_TYPE, quiet).await?;
    let mut list = List::default();
    while let Some(piece) = arriving
        .next_piece()
        .await
        .map_err(|error| interrupted(&error))?
    {
        list.push(&piece);
        while let Some(part) = list.next_part()? {
            match part {
                Part::Head(head) if head.next.is_empty() => {}
                Part::Head(_) => {
                    return Err(Setback::Lacking("the server insists on pages".to_owned()));
                }
                Part::Object(raw) => tally.account_one(raw),
            }
        }
    }
    if !list.is_complete() {
        return Err(Setback::broken("it ended early"));
    }
    tally.report();
    Ok(())
}

fn address(kind: Served, query: &Query) -> String {
    let path = address::collection_of(kind, query.namespace.as_deref());
    match &query.label_selector {
        None => path,
        Some(selector) => {
            let mut parameters = Serializer::new(String::new());
            parameters.append_pair("labelSelector", selector);
            format!("{path}?{}", parameters.finish())
        }
    }
}
