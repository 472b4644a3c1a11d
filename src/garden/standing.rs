//! What a garden is called, and what the objects around a Shoot say: what a plan is compared with.

use serde_json::Value;

use super::Garden;
use crate::domain::impact::facts::profile_key;
use crate::domain::impact::manifest::Manifest;
use crate::domain::impact::plan::Standing;
use crate::domain::objects::{CloudProfile, ConfigMap, NamespacedCloudProfile, Object, Seed};
use crate::domain::versions::profile::ProfileKind;
use crate::error::show;

/// Namespace and name of the ConfigMap that says what a garden is called, and its key
/// (`gardener/gardener:pkg/apis/core/v1beta1/constants`, `ClusterIdentity`).
const IDENTITY: (&str, &str) = ("kube-system", "cluster-identity");

/// What the objects around a Shoot say.
#[derive(Debug, Default)]
pub struct Standings {
    /// Those that could be read.
    pub found: Vec<Standing>,
    /// Those that are not there.
    pub missing: Vec<String>,
    /// Those that could not be read, with the reason.
    pub unread: Vec<String>,
}

impl Garden {
    /// Ask what the garden, or another cluster, is called: none where there is no word about it, empty where it says nothing.
    pub async fn identity(&self) -> anyhow::Result<Option<String>> {
        let (namespace, name) = IDENTITY;
        let read = self.get::<ConfigMap>(Some(namespace), name).await?;
        Ok(read.map(|mut map| map.data.remove(name).unwrap_or_default()))
    }

    /// Read what the profile of a Shoot, its parent and its seed say.
    pub async fn standings(&self, shoot: &Value) -> Standings {
        let shoot = Manifest::read(shoot);
        let mut standings = Standings::default();
        if let Some(key) = profile_key(&shoot) {
            let mut plain = Some(key.name.clone());
            if key.kind == ProfileKind::NamespacedCloudProfile {
                let namespace = key.namespace.as_deref();
                let own = self
                    .add::<NamespacedCloudProfile>(namespace, &key.name, &mut standings)
                    .await;
                plain = own
                    .and_then(|own| Some(own.pointer("/spec/parent/name")?.as_str()?.to_owned()));
            }
            if let Some(name) = plain {
                self.add::<CloudProfile>(None, &name, &mut standings).await;
            }
        }
        if let Some(name) = shoot.spec().get("seedName").text() {
            self.add::<Seed>(None, name, &mut standings).await;
        }
        standings
    }

    async fn add<K: Object>(
        &self,
        namespace: Option<&str>,
        name: &str,
        standings: &mut Standings,
    ) -> Option<Value> {
        let called = format!("{} {name}", K::KIND);
        match self.tree::<K>(namespace, name).await {
            Ok(Some(tree)) => {
                standings.found.push(Standing::of(K::KIND, &tree));
                return Some(tree);
            }
            Ok(None) => standings.missing.push(format!("{called} does not exist")),
            Err(error) => standings
                .unread
                .push(format!("{called}: {}", show(&error).message)),
        }
        None
    }
}
