//! A live garden: who it is, and its objects. How many of them are read at once: see `reading`.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http::header::ACCEPT;
use kube::client::Body;
use kube::config::Kubeconfig;
use serde::de::DeserializeOwned;

use super::connection::{self, Connected, ConnectionArgs, Environment, Place, Settings, Told};
use super::explain::{self, Doing};
use super::reading::{self, Ways};
use super::{Folded, Query, address, decode, page};
use crate::domain::objects::{Object, Served};
use crate::erased;

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

/// Is called whenever a part was read.
pub(super) type Watcher = Arc<dyn Fn(Progress) + Send + Sync>;

/// A live garden. Clones share the connections.
#[derive(Clone)]
pub struct Garden {
    pub(super) client: kube::Client,
    pub(super) place: Place,
    namespace: String,
    pub(super) settings: Settings,
    /// How long its server has told us to wait.
    pub(super) told: Told,
    pub(super) progress: Option<Watcher>,
    /// How its lists can be read.
    pub(super) ways: Ways,
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

    pub(super) fn of(connected: Connected, settings: Settings) -> Self {
        Self {
            client: connected.client,
            place: connected.place,
            namespace: connected.namespace,
            told: connected.told,
            settings,
            progress: None,
            ways: Ways::default(),
        }
    }

    /// Call a function whenever a page was read, or as much as would be one.
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
            erased::json(&bytes).map_err(|error| {
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

    /// Read the objects of a kind and hand each on, once and in the order of the server.
    ///
    /// Memory does not grow with their number: each is dropped before the next is read, or page by page where the
    /// server cannot do better. Where reading breaks and begins anew, an object stays as it was first read.
    pub async fn fold<K: Object + DeserializeOwned>(
        &self,
        query: &Query,
        mut each: impl FnMut(K) + Send,
    ) -> anyhow::Result<Folded> {
        reading::read(self, query, &mut each).await
    }

    /// Explain why a list failed; a missing resource may mean that this is no garden.
    pub(super) async fn explained(
        &self,
        kind: Served,
        error: kube::Error,
        doing: &Doing,
    ) -> anyhow::Error {
        let missing = matches!(&error, kube::Error::Api(status) if status.code == 404);
        if missing
            && let Err(no_garden) =
                explain::require_group(&self.client, &self.place, kind.group).await
        {
            return no_garden;
        }
        explain::explain(error, doing, &self.place)
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
