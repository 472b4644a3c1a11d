//! A live garden: who it is, and its objects, read page by page.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http::header::ACCEPT;
use kube::client::Body;
use kube::config::Kubeconfig;
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;

use super::connection::{self, Buffers, Connected, ConnectionArgs, Environment, Place, Settings};
use super::decode::{self, Item, ListMetadata, Unusable};
use super::explain::{self, Doing};
use super::page::{self, Failure, Page};
use super::{Folded, Query, address};
use crate::domain::objects::Object;

/// Times a list may start over because its continuation expired and no other was offered.
const RESTARTS: u32 = 5;

/// How far a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Resource that is read, for example `shoots`.
    pub plural: &'static str,
    /// Objects so far.
    pub objects: usize,
    /// Objects still to come, where the server says so.
    pub remaining: Option<u64>,
}

type Watcher = Arc<dyn Fn(Progress) + Send + Sync>;

/// A live garden. Clones share the connections.
#[derive(Clone)]
pub struct Garden {
    client: kube::Client,
    place: Place,
    namespace: String,
    settings: Settings,
    progress: Option<Watcher>,
}

impl fmt::Debug for Garden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Garden")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

impl Garden {
    /// Read flags, kubeconfig and surroundings, and get credentials. Nothing is sent to the garden yet.
    pub async fn connect(args: &ConnectionArgs) -> anyhow::Result<Self> {
        Self::connect_with(args, &Environment::of_process(), Settings::default()).await
    }

    /// As [`Garden::connect`], with surroundings and settings of the caller's choice.
    pub async fn connect_with(
        args: &ConnectionArgs,
        environment: &Environment,
        settings: Settings,
    ) -> anyhow::Result<Self> {
        let connected = connection::connect(args, environment, &settings).await?;
        Ok(Self::of(connected, settings))
    }

    /// Connect with a kubeconfig that is in memory only, and never reaches a file.
    pub async fn connect_in_memory(
        kubeconfig: &Kubeconfig,
        directory: &Path,
        args: &ConnectionArgs,
        environment: &Environment,
        settings: Settings,
    ) -> anyhow::Result<Self> {
        let connected =
            connection::connect_in_memory(kubeconfig, directory, args, environment, &settings)
                .await?;
        Ok(Self::of(connected, settings))
    }

    fn of(connected: Connected, settings: Settings) -> Self {
        Self {
            client: connected.client,
            place: connected.place,
            namespace: connected.namespace,
            settings,
            progress: None,
        }
    }

    /// Call a function whenever a page was read.
    pub fn on_progress(&mut self, watcher: impl Fn(Progress) + Send + Sync + 'static) {
        self.progress = Some(Arc::new(watcher));
    }

    /// Give the client for requests of all kinds; its failures go through [`Garden::explain`].
    pub fn client(&self) -> &kube::Client {
        &self.client
    }

    /// Tell which garden this is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Tell which garden this is, in one line.
    pub fn describe(&self) -> String {
        self.place.to_string()
    }

    /// Give the namespace of the context, `default` when it names none.
    pub fn default_namespace(&self) -> &str {
        &self.namespace
    }

    /// Say in an operator's words why a request failed.
    pub fn explain(&self, error: kube::Error, doing: &Doing) -> anyhow::Error {
        explain::explain(error, doing, &self.place)
    }

    /// Refuse servers that do not serve Gardener's API, before anything is written.
    pub async fn require_gardener(&self) -> anyhow::Result<()> {
        explain::require_gardener(&self.client, &self.place).await
    }

    /// Read one object; none if there is none of that name.
    pub async fn get<K: Object + DeserializeOwned>(
        &self,
        namespace: Option<&str>,
        name: &str,
    ) -> anyhow::Result<Option<K>> {
        let read = self.get_bytes::<K>(namespace, name, decode::ACCEPT).await?;
        read.map(|bytes| {
            serde_json::from_slice(&bytes).map_err(|error| {
                let doing = Doing::new::<K>("get", namespace, Some(name));
                self.explain(kube::Error::SerdeError(error), &doing)
            })
        })
        .transpose()
    }

    /// Read one object as it is sent, in a format of the caller's choice.
    pub(super) async fn get_bytes<K: Object>(
        &self,
        namespace: Option<&str>,
        name: &str,
        accept: &str,
    ) -> anyhow::Result<Option<Bytes>> {
        let doing = Doing::new::<K>("get", namespace, Some(name));
        let request = Request::get(address::object::<K>(namespace, name))
            .header(ACCEPT, accept)
            .body(Body::empty())
            .map_err(kube::Error::HttpError);
        let read = match request {
            Ok(request) => page::answer(self.client.clone(), request).await,
            Err(error) => Err(error),
        };
        let failed = match read {
            Ok(bytes) => return Ok(Some(bytes)),
            Err(error) => error,
        };
        if !matches!(&failed, kube::Error::Api(status) if status.code == 404) {
            return Err(self.explain(failed, &doing));
        }
        if matches!(&failed, kube::Error::Api(status) if status.reason == "NotFound" && status.details.as_ref().is_some_and(|details| !details.name.is_empty()))
        {
            return Ok(None);
        }
        // Not the object is missing, but the resource.
        explain::require_group(&self.client, &self.place, K::GROUP).await?;
        Err(self.explain(failed, &doing))
    }

    /// Read the objects of a kind page by page and hand each on, in the order of the server.
    ///
    /// Memory does not grow with their number: a page is dropped before the one after the next arrives.
    pub async fn fold<K: Object + DeserializeOwned>(
        &self,
        query: &Query,
        mut each: impl FnMut(K),
    ) -> anyhow::Result<Folded> {
        let mut reading = Reading::<K>::start(self, query);
        while let Some(items) = reading.next_page().await? {
            for item in items {
                if let Some(object) = reading.account(item) {
                    each(object);
                }
            }
            reading.report(self.progress.as_ref());
        }
        Ok(reading.folded)
    }
}

/// A list that is being read.
struct Reading<K> {
    client: kube::Client,
    doing: Doing,
    place: Place,
    /// Path and query of a page, without the token.
    first: String,
    /// The page that is on its way; leaving early cancels it.
    coming: JoinSet<Result<Page, Failure>>,
    /// Of pages that were read, for those to come.
    buffers: Buffers,
    /// Attempts at a page whose content was cut off.
    cut: u32,
    attempts: u32,
    restarts: u32,
    /// The last object seen: after a restart everything up to it is known.
    last: Option<String>,
    skip_to: Option<String>,
    remaining: Option<u64>,
    folded: Folded,
    kind: std::marker::PhantomData<fn() -> K>,
}

impl<K: Object + DeserializeOwned> Reading<K> {
    fn start(garden: &Garden, query: &Query) -> Self {
        let mut reading = Self {
            client: garden.client.clone(),
            doing: Doing::list::<K>(query.namespace.as_deref()),
            place: garden.place.clone(),
            first: page::address::<K>(query, garden.settings.page_size),
            coming: JoinSet::new(),
            buffers: Buffers::default(),
            cut: 0,
            attempts: garden.settings.attempts,
            restarts: 0,
            last: None,
            skip_to: None,
            remaining: None,
            folded: Folded::default(),
            kind: std::marker::PhantomData,
        };
        reading.ask_for(None);
        reading
    }

    fn ask_for(&mut self, token: Option<String>) {
        let request = page::ask(
            self.client.clone(),
            self.buffers.clone(),
            page::accept::<K>(),
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
                    return Err(self.explained(error).await);
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
                Err(Unusable::NoList(start)) => {
                    return Err(explain::no_list(&start, &self.doing, &self.place));
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
            return Err(explain::too_slow(&self.doing, &self.place, self.restarts));
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
        if self.cut >= self.attempts {
            return Err(explain::cut_off(&self.doing, &self.place, self.cut));
        }
        self.ask_for(token);
        Ok(())
    }

    /// Count an object and give it on, unless it is known from before a restart.
    fn account(&mut self, item: Item<K>) -> Option<K> {
        let key = match &item {
            Item::Read(object) => decode::key(object),
            Item::Unreadable { key, .. } => key.clone(),
        };
        // etcd sorts by the bytes of `namespace/name`, so one comparison tells what was seen.
        if self.skip_to.as_ref().is_some_and(|seen| key <= *seen) {
            return None;
        }
        self.skip_to = None;
        if !key.is_empty() {
            self.last = Some(key);
        }
        match item {
            Item::Read(object) => {
                self.folded.objects += 1;
                Some(object)
            }
            Item::Unreadable { message, key } => {
                self.folded.unreadable.push(message);
                if !key.is_empty() {
                    self.folded.unreadable_names.push(key);
                }
                None
            }
        }
    }

    fn report(&self, progress: Option<&Watcher>) {
        if let Some(watcher) = progress {
            watcher(Progress {
                plural: K::PLURAL,
                objects: self.folded.objects,
                remaining: self.remaining,
            });
        }
    }

    /// Explain a failure; a missing resource may mean that this is no garden.
    async fn explained(&self, error: kube::Error) -> anyhow::Error {
        let missing = matches!(&error, kube::Error::Api(status) if status.code == 404);
        if missing
            && let Err(no_garden) =
                explain::require_group(&self.client, &self.place, K::GROUP).await
        {
            return no_garden;
        }
        explain::explain(error, &self.doing, &self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::objects::Seed;

    fn can_be_sent<T: Send>(_: &T) {}

    /// Compiles only when commands can read several kinds on several threads.
    #[expect(dead_code, reason = "only compiled")]
    fn reading_can_be_spawned(garden: &Garden) {
        let query = Query::default();
        can_be_sent(&garden.fold::<Seed>(&query, |_| {}));
    }
}
