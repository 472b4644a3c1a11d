//! What is read in a target or runtime cluster.

use crate::domain::objects::ConfigMap;
use crate::domain::objects::cluster::{Deployment, Garden as OperatorGarden, Namespace};
use crate::domain::redeploy::GARDEN;
use crate::domain::redeploy::cluster::{Running, config_map_of};
use crate::garden::acting::Right;
use crate::garden::{Garden, Query};

const SYSTEM: &str = "kube-system";

/// Read the identity of a cluster as a gardenlet does
/// (`gardener/gardener:pkg/gardenlet/controller/seed/seed/reconciler.go:determineClusterIdentity`).
pub async fn identity(cluster: &Garden) -> anyhow::Result<Option<String>> {
    if let Some(stated) = cluster.identity().await? {
        return Ok(Some(stated));
    }
    let namespace = cluster.get::<Namespace>(None, SYSTEM).await?;
    Ok(namespace.and_then(|namespace| namespace.metadata.uid))
}

/// Read what there is of a gardenlet.
pub async fn running(cluster: &Garden) -> anyhow::Result<Running> {
    let deployment = cluster.get::<Deployment>(Some(GARDEN), "gardenlet").await?;
    let Some(deployment) = deployment else {
        return Ok(Running::Nothing);
    };
    let Some(name) = config_map_of(&deployment) else {
        return Ok(Running::Unconfigured);
    };
    let map = cluster.get::<ConfigMap>(Some(GARDEN), name).await?;
    Ok(match map {
        Some(map) => Running::Configured(Box::new(map)),
        None => Running::Orphaned(name.to_owned()),
    })
}

/// Ask whether we may do everything.
pub async fn is_admin(cluster: &Garden) -> anyhow::Result<bool> {
    let everything = Right {
        verb: "*",
        group: "*",
        resource: "*",
        namespace: None,
        name: None,
    };
    Ok(cluster.may(&everything).await?.allowed)
}

/// Read the Gardens of a runtime cluster.
pub async fn gardens(runtime: &Garden) -> anyhow::Result<Vec<OperatorGarden>> {
    let mut gardens = Vec::new();
    runtime
        .fold::<OperatorGarden>(&Query::default(), |garden| gardens.push(garden))
        .await?;
    Ok(gardens)
}

/// Read the Deployment of gardener-operator.
pub async fn operator(runtime: &Garden) -> anyhow::Result<Option<Deployment>> {
    runtime
        .get::<Deployment>(Some(GARDEN), "gardener-operator")
        .await
}
