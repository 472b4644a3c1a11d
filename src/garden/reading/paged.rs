//! Pages of a list: each is read to its end and repeated when it broke, and the next one travels meanwhile.

use tokio::task::JoinSet;

use super::tally::{Order, Tally};
use crate::garden::Query;
use crate::garden::connection::{Buffers, Lists};
use crate::garden::decode::{self, ListMetadata, Unusable};
use crate::garden::explain::{self, Doing};
use crate::garden::live::Garden;
use crate::garden::page::{self, Failure, Page};

/// Times a list may start over because its continuation expired and no other was offered.
const RESTARTS: u32 = 5;

/// Read the objects of a kind in pages of protobuf, where the server has it, or of JSON.
pub(super) async fn read(
    garden: &Garden,
    query: &Query,
    format: Lists,
    tally: &mut Tally<'_>,
) -> anyhow::Result<()> {
    tally.seen.order = Some(Order::default());
    let mut reading = Reading::start(garden, query, format, tally);
    while reading.next_page().await? {
        reading.tally.report();
    }
    Ok(())
}

/// A list that is being read.
struct Reading<'g, 't, 'o> {
    garden: &'g Garden,
    doing: Doing,
    tally: &'t mut Tally<'o>,
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
}

impl<'g, 't, 'o> Reading<'g, 't, 'o> {
    fn start(garden: &'g Garden, query: &Query, format: Lists, tally: &'t mut Tally<'o>) -> Self {
        let kind = tally.kind;
        let mut reading = Self {
            garden,
            doing: Doing::of("list", kind, query.namespace.as_deref(), None),
            tally,
            accept: match format {
                Lists::Json => page::accept(kind),
                _ => decode::ACCEPT_BOTH,
            },
            first: page::address(kind, query, garden.settings.page_size),
            coming: JoinSet::new(),
            buffers: Buffers::default(),
            cut: 0,
            restarts: 0,
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

    /// Take the objects of the next page and ask for the one after it; tell whether there was one.
    async fn next_page(&mut self) -> anyhow::Result<bool> {
        while let Some(arrived) = self.coming.join_next().await {
            let page = match arrived? {
                Ok(page) => page,
                Err(Failure::Expired(offered)) => {
                    self.go_on_after_expiry(offered)?;
                    continue;
                }
                Err(Failure::Other(error)) => {
                    let kind = self.tally.kind;
                    return Err(self.garden.explained(kind, error, &self.doing).await);
                }
            };
            let read = decode::metadata(&page.body).and_then(|head| {
                // The next page travels while this one is parsed.
                let ahead = head.next().map(ToOwned::to_owned);
                if ahead.is_some() {
                    self.ask_for(ahead);
                }
                self.tally.account(&page.body)?;
                Ok(head)
            });
            self.buffers.give_back(page.body);
            match read {
                Ok(head) => {
                    self.remember(&head);
                    return Ok(true);
                }
                Err(Unusable::Truncated) => self.ask_again(page.token).await?,
                Err(Unusable::Damaged(fault)) => {
                    let plural = self.tally.kind.plural;
                    tracing::info!("a page of {plural} cannot be read ({fault})");
                    self.accept = decode::ACCEPT;
                    self.ask_again(page.token).await?;
                }
                Err(Unusable::NoList(start)) => {
                    return Err(explain::no_list(&start, &self.doing, &self.garden.place));
                }
            }
        }
        Ok(false)
    }

    fn remember(&mut self, head: &ListMetadata) {
        self.cut = 0;
        self.tally.remaining = head.next().and(head.remaining_item_count);
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
            let plural = self.tally.kind.plural;
            tracing::info!("the list of {plural} expired, starting over");
            if let Some(order) = &mut self.tally.seen.order {
                order.begins_anew();
            }
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
}
