//! What all gardenlets have in common: who we are, the garden, the runtime cluster.

use std::sync::Arc;

use crate::cli::App;
use crate::commands::redeploy::plan::Plan;
use crate::commands::redeploy::target::other_context;
use crate::domain::gardenlets::skew::garden_version;
use crate::domain::objects::cluster::{Deployment, Garden as OperatorGarden};
use crate::domain::objects::config_map::{GARDENER_INFO, SYSTEM_PUBLIC_NAMESPACE};
use crate::domain::objects::{ConfigMap, Gardenlet};
use crate::domain::redeploy::GARDEN;
use crate::domain::redeploy::kubeconfig::is_loopback;
use crate::error::show;
use crate::garden::acting::Acting;
use crate::garden::redeploy::{gardens, identity, operator};
use crate::garden::{Garden, Query};

/// What all gardenlets have in common.
#[derive(Debug)]
pub struct World {
    /// Who we are, as the garden says it.
    pub user: String,
    /// The version of the garden.
    pub(super) version: Option<String>,
    /// All Gardenlets, for those that wait; none when they may not be listed.
    pub(super) all: Result<Vec<Gardenlet>, String>,
    /// Whether the garden is on loopback.
    pub(super) loopback: bool,
    /// The runtime cluster, where it was named.
    pub(super) runtime: Option<Runtime>,
}

/// What the runtime cluster shows.
#[derive(Debug)]
pub struct Runtime {
    /// The way to it.
    pub cluster: Garden,
    pub(super) gardens: Result<Vec<OperatorGarden>, String>,
    pub(super) operator: Result<Option<Deployment>, String>,
    pub(super) identity: Result<Option<String>, String>,
    /// The identity of the garden that we work in, by which its Garden is known.
    pub(super) garden: Result<Option<String>, String>,
}

impl World {
    /// Read it, side by side.
    pub async fn read(plan: &Plan, app: &App, acting: &Arc<Acting>) -> anyhow::Result<Self> {
        let garden = acting.garden();
        let mut all = Vec::new();
        let query = Query {
            namespace: Some(GARDEN.to_owned()),
            ..Query::default()
        };
        let listing = garden.fold::<Gardenlet>(&query, |gardenlet| all.push(gardenlet));
        let (user, info, listed, runtime) = tokio::join!(
            garden.user(),
            garden.get::<ConfigMap>(Some(SYSTEM_PUBLIC_NAMESPACE), GARDENER_INFO),
            listing,
            Runtime::read(plan, app, garden),
        );
        let listed = listed.map(|_| ()).map_err(|error| show(&error).message);
        // Older servers do not tell who we are; the kubeconfig does.
        let user = user.unwrap_or_else(|_| {
            let place = garden.place();
            let user = place.acting_as.clone().or_else(|| place.user.clone());
            user.unwrap_or_else(|| "unknown".to_owned())
        });
        acting.audit().identify(&user);
        let host: Option<http::Uri> = garden.place().server.parse().ok();
        Ok(Self {
            user,
            version: info.ok().flatten().as_ref().and_then(garden_version),
            all: listed.map(|()| all),
            loopback: host
                .as_ref()
                .and_then(http::Uri::host)
                .is_some_and(is_loopback),
            runtime: runtime?,
        })
    }

    /// Give the identity of the runtime cluster, where that is known.
    pub fn runtime_identity(&self) -> Option<&str> {
        let runtime = self.runtime.as_ref()?;
        runtime.identity.as_ref().ok()?.as_deref()
    }
}

impl Runtime {
    /// Give the identity of the garden that we work in, or why it is not known.
    pub(super) fn of_garden(&self) -> Result<Option<&str>, &str> {
        let garden = self.garden.as_ref();
        garden.map(Option::as_deref).map_err(String::as_str)
    }

    async fn read(plan: &Plan, app: &App, garden: &Garden) -> anyhow::Result<Option<Self>> {
        let Some(context) = &plan.runtime_context else {
            return Ok(None);
        };
        let cluster = other_context(context, app).await?;
        app.ui
            .status(format!("runtime cluster: {}", cluster.describe()));
        let (gardens, operator, identity, garden) = tokio::join!(
            gardens(&cluster),
            operator(&cluster),
            identity(&cluster),
            garden.identity()
        );
        Ok(Some(Self {
            garden: garden.map_err(|error| show(&error).message),
            gardens: gardens.map_err(|error| show(&error).message),
            operator: operator.map_err(|error| show(&error).message),
            identity: identity.map_err(|error| show(&error).message),
            cluster,
        }))
    }
}
