//! Pages of a list: each is read to its end and repeated when it broke, and the next one travels meanwhile.

use serde::de::DeserializeOwned;
use tokio::task::JoinSet;

use super::tally::Tally;
use crate::domain::objects::Object;
use crate::garden::Query;
use crate::garden::connection::{Buffers, Lists};
use crate::garden::decode::{self, Item, ListMetadata, Unusable};
use crate::garden::explain::{self, Doing};
use crate::garden::live::Garden;
use crate::garden::page::{self, Failure, Page};

/// Times a list may start over because its continuation expired and no other was offered.
const RESTARTS: u32 = 5;

/// Read the objects of a kind in pages of protobuf, where the server has it, or of JSON.
pub(super) async fn read<K: Object + DeserializeOwned, F: FnMut(K)>(
    garden: &Garden,
    query: &Query,
    format: Lists,
    tally: &mut Tally<K, F>,
) -> anyhow::Result<()> {
    let mut reading = Reading::<K>::start(garden, query, format);
    while let Some(items) = reading.next_page().await? {
        for item in items {
            if reading.is_new(&item) {
                tally.account(item);
            }
        }
        tally.remaining = reading.remaining;
        tally.report();
    }
    Ok(())
}

/// A list that is being read.
struct Reading<'g, K> {
    garden: &'g Garden,
    doing: Doing,
    /// The formats that are asked for.
    accept: &'static str,
    /// Path and query of a page, without the token.
    first: String,
    /// The page that is on its way; leaving early cancels it.
    coming: JoinSet<Result<Page, Failure>>,
    /// Of pages that were read, for those to come.
    buffers: Buffers,
    /// Attempts at a page whose content was cut off.
    cut: u32,
    restarts: u32,
    /// The last object seen: after a restart everything up to it is known.
    last: Option<String>,
    skip_to: Option<String>,
    remaining: Option<u64>,
    kind: std::marker::PhantomData<fn() -> K>,
}

impl<'g, K: Object + DeserializeOwned> Reading<'g, K> {
    fn start(garden: &'g Garden, query: &Query, format: Lists) -> Self {
        let mut reading = Self {
            garden,
            doing: Doing::list::<K>(query.namespace.as_deref()),
            accept: match format {
                Lists::Json => page::accept::<K>(),
                _ => decode::ACCEPT_BOTH,
            },
            first: page::address::<K>(query, garden.settings.page_size),
            coming: JoinSet::new(),
            buffers: Buffers::default(),
            cut: 0,
            restarts: 0,
            last: None,
            skip_to: None,
            remaining: None,
            kind: std::marker::PhantomData,
        };
        reading.ask_for(None);
        reading
    }

    fn ask_for(&mut self, token: Option<String>) {
        let request = page::ask(
            self.garden.client.clone(),
            self.buffers.clone(),
            self.accept,
            self.first.clone(),
            token,
        );
        self.coming.spawn(request);
    }

    /// Give the objects of the next page and ask for the one after it, or `None` at the end.
    async fn next_page(&mut self) -> anyhow::Result<Option<Vec<Item<K>>>> {
        while let Some(arrived) = self.coming.join_next().await {
            let page = match arrived? {
                Ok(page) => page,
                Err(Failure::Expired(offered)) => {
                    self.go_on_after_expiry(offered)?;
                    continue;
                }
                Err(Failure::Other(error)) => {
                    return Err(self.garden.explained::<K>(error, &self.doing).await);
                }
            };
            let read = decode::metadata(&page.body).and_then(|head| {
                // The next page travels while this one is parsed.
                let ahead = head.next().map(ToOwned::to_owned);
                if ahead.is_some() {
                    self.ask_for(ahead);
                }
                Ok((head, decode::items::<K>(&page.body)?))
            });
            self.buffers.give_back(page.body);
            match read {
                Ok((head, items)) => {
                    self.remember(&head);
                    return Ok(Some(items));
                }
                Err(Unusable::Truncated) => self.ask_again(page.token).await?,
                Err(Unusable::Damaged(fault)) => {
                    tracing::info!("a page of {} cannot be read ({fault})", K::PLURAL);
                    self.accept = decode::ACCEPT;
                    self.ask_again(page.token).await?;
                }
                Err(Unusable::NoList(start)) => {
                    return Err(explain::no_list(&start, &self.doing, &self.garden.place));
                }
            }
        }
        Ok(None)
    }

    fn remember(&mut self, head: &ListMetadata) {
        self.cut = 0;
        self.remaining = head.next().and(head.remaining_item_count);
    }

    /// Continue a list whose token expired, without counting anything twice.
    fn go_on_after_expiry(&mut self, offered: Option<String>) -> anyhow::Result<()> {
        self.restarts += 1;
        if self.restarts > RESTARTS {
            return Err(explain::too_slow(
                &self.doing,
                &self.garden.place,
                self.restarts,
            ));
        }
        if offered.is_none() {
            tracing::info!("the list of {} expired, starting over", K::PLURAL);
            self.skip_to.clone_from(&self.last);
        }
        self.ask_for(offered);
        Ok(())
    }

    /// Ask again for a page that ended early although the connection did not say so.
    async fn ask_again(&mut self, token: Option<String>) -> anyhow::Result<()> {
        self.coming.abort_all();
        while self.coming.join_next().await.is_some() {}
        self.cut += 1;
        if self.cut >= self.garden.settings.attempts {
            return Err(explain::cut_off(&self.doing, &self.garden.place, self.cut));
        }
        self.ask_for(token);
        Ok(())
    }

    /// Tell whether an object was not there before a restart.
    ///
    /// The tally would find it twice as well; but what was created meanwhile, before the last object seen, is left
    /// out here, so that the order stays that of the server.
    fn is_new(&mut self, item: &Item<K>) -> bool {
        let key = match item {
            Item::Read(object) => decode::key(object),
            Item::Unreadable { key, .. } => key.clone(),
        };
        // etcd sorts by the bytes of `namespace/name`, so one comparison tells what was seen.
        if self.skip_to.as_ref().is_some_and(|seen| key <= *seen) {
            return false;
        }
        self.skip_to = None;
        if !key.is_empty() {
            self.last = Some(key);
        }
        true
    }
}
