//! Names to choose from while a command line is being written: those of a kubeconfig, and those of a garden.
//!
//! Somebody waits with a finger on Tab. So lists are of metadata only, are remembered for half a minute, and nobody is
//! asked to log in: credential plugins run only if the kubeconfig says that they never ask (`interactiveMode: Never`).

mod cache;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, bail};
use http::Request;
use http::header::ACCEPT;
use jiff::Timestamp;
use kube::client::Body;
use serde::Deserialize;

use self::cache::Cache;
use super::connection::{ConnectionArgs, Environment, InKubeconfig, Settings, Way};
use super::{address, decode, page};
use crate::domain::emergency_stop::holds::Holds;
use crate::domain::objects::{
    CloudProfile, Gardenlet, NamespacedCloudProfile, Object, Seed, Shoot,
};
use crate::erased;
use crate::order::Order as _;

/// What an argument of the command line names; given to it as `add = Names::Seeds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Seeds.
    Seeds,
    /// Seeds, and Gardenlets that have none yet.
    Gardenlets,
    /// Shoots of the namespace that `-n` names.
    Shoots,
    /// Shoots of all namespaces, as `NAMESPACE/NAME`.
    ShootsAnywhere,
    /// Namespaces of projects.
    Namespaces,
    /// CloudProfiles, and NamespacedCloudProfiles as `NAMESPACE/NAME`.
    Profiles,
    /// Incidents of the holds that stop seeds now.
    Incidents,
    /// Contexts of the kubeconfig.
    Contexts,
    /// Clusters of the kubeconfig.
    Clusters,
    /// Users of the kubeconfig.
    Users,
}

impl clap::builder::ArgExt for Names {}

/// Where names are looked up.
#[derive(Clone, Debug)]
pub struct Finder {
    /// Which garden, and as whom.
    pub connection: ConnectionArgs,
    /// The namespace that `-n` names.
    pub namespace: Option<String>,
    /// The surroundings.
    pub environment: Environment,
    /// The user's folder for what can be had again; nothing is remembered without.
    pub cache: Option<PathBuf>,
    /// The instant that counts as now.
    pub now: Timestamp,
}

impl Finder {
    /// Look for names, sorted. It ends when the garden has answered: the caller decides how long that is worth waiting for.
    pub async fn find(&self, names: Names) -> anyhow::Result<Vec<String>> {
        let kubeconfig = || InKubeconfig::read(&self.connection, &self.environment);
        let mut found = match names {
            Names::Contexts => kubeconfig()?.contexts,
            Names::Clusters => kubeconfig()?.clusters,
            Names::Users => kubeconfig()?.users,
            _ => return self.in_garden(names).await,
        };
        found.order();
        Ok(found)
    }

    async fn in_garden(&self, names: Names) -> anyhow::Result<Vec<String>> {
        let lists = self.lists(names)?;
        let way = Way::find(&self.connection, &self.environment)?;
        let place = way.place();
        // Who comes with credentials of their own has no name to remember by.
        let by_name =
            self.connection.token.is_none() && self.connection.client_certificate.is_none();
        let folder = self.cache.as_ref().filter(|_| by_name);
        let key = format!(
            "{names:?} {} {:?} {:?} {:?} {:?} {}",
            place.server,
            place.user,
            place.acting_as,
            self.connection.as_group,
            self.connection.as_uid,
            lists.join(" ")
        );
        let cache = folder.map(|folder| Cache::new(folder, key));
        if let Some(known) = cache.as_ref().and_then(|cache| cache.read(self.now)) {
            return Ok(known);
        }
        if way.may_ask() {
            bail!("the credential plugin might have somebody log in");
        }
        let settings = Settings {
            attempts: 1,
            ..Settings::default()
        };
        let client = way.connect(&self.connection, &settings).await?;
        let (first, second) = tokio::join!(
            read(&client, names, lists.first()),
            read(&client, names, lists.get(1))
        );
        // What may not be listed does not keep back the rest.
        let found = match (first, second) {
            (Ok(mut first), Ok(second)) => {
                first.extend(second);
                first
            }
            (Ok(found), Err(_)) | (Err(_), Ok(found)) if !found.is_empty() => found,
            (Err(error), _) | (_, Err(error)) => return Err(error),
        };
        let found: Vec<String> = found.into_iter().collect();
        if let Some(cache) = cache {
            cache.write(&found, self.now);
        }
        Ok(found)
    }

    /// Give the paths of the lists that have the names.
    fn lists(&self, names: Names) -> anyhow::Result<Vec<String>> {
        Ok(match names {
            Names::Seeds | Names::Incidents => vec![address::collection::<Seed>(None)],
            Names::Gardenlets => vec![
                address::collection::<Seed>(None),
                address::collection::<Gardenlet>(Some("garden")),
            ],
            Names::Shoots => {
                let namespace = self.namespace.as_deref();
                let namespace = namespace.context("shoots of which namespace?")?;
                vec![address::collection::<Shoot>(Some(namespace))]
            }
            Names::ShootsAnywhere => vec![address::collection::<Shoot>(None)],
            // Gardener labels them; the namespace of a project can have any name.
            Names::Namespaces => {
                vec!["/api/v1/namespaces?labelSelector=gardener.cloud%2Frole%3Dproject".to_owned()]
            }
            Names::Profiles => vec![
                address::collection::<CloudProfile>(None),
                address::collection::<NamespacedCloudProfile>(None),
            ],
            Names::Contexts | Names::Clusters | Names::Users => Vec::new(),
        })
    }
}

/// A page of a list of which the metadata is all that is read.
#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    metadata: decode::ListMetadata,
    #[serde(default)]
    items: Vec<Seed>,
}

/// Read the names of a list, page by page.
async fn read(
    client: &kube::Client,
    names: Names,
    list: Option<&String>,
) -> anyhow::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let Some(list) = list else {
        return Ok(found);
    };
    let separator = if list.contains('?') { '&' } else { '?' };
    let mut token = String::new();
    loop {
        let mut uri = format!("{list}{separator}limit=500");
        if !token.is_empty() {
            let mut parameters = form_urlencoded::Serializer::new(String::new());
            parameters.append_pair("continue", &token);
            uri = format!("{uri}&{}", parameters.finish());
        }
        let request = Request::get(uri)
            .header(ACCEPT, decode::ACCEPT_METADATA)
            .body(Body::empty())?;
        let bytes = page::answer(client.clone(), request).await?;
        let page: Page = erased::json(&bytes)?;
        for item in &page.items {
            add(item, names, &mut found);
        }
        match page.metadata.next() {
            Some(next) => next.clone_into(&mut token),
            None => return Ok(found),
        }
    }
}

/// Add what an object is called on the command line; every kind is read as a Seed, for the metadata.
fn add(item: &Seed, names: Names, found: &mut BTreeSet<String>) {
    match (names, item.metadata.namespace.as_deref()) {
        (Names::Incidents, _) => {
            let holds = Holds::of(item);
            found.extend(holds.iter().filter_map(|hold| hold.incident.clone()));
        }
        (Names::Profiles | Names::ShootsAnywhere, Some(namespace)) => {
            found.insert(format!("{namespace}/{}", item.name()));
        }
        _ => {
            found.insert(item.name().to_owned());
        }
    }
}
