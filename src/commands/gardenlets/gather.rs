//! Reading what the report on gardenlets is made of. Only Seeds have to be there; the rest may be missing.

use crate::domain::gardenlets::backing::{GARDEN_NAMESPACE, SELF_HOSTED_PREFIX};
use crate::domain::gardenlets::report::Material;
use crate::domain::gardenlets::skew::garden_version;
use crate::domain::objects::config_map::{GARDENER_INFO, SYSTEM_PUBLIC_NAMESPACE};
use crate::domain::objects::lease::SEED_LEASE_NAMESPACE;
use crate::domain::objects::{ConfigMap, Object, SecretMetadata};
use crate::domain::redeploy::lock::LABEL;
use crate::error::{find, show};
use crate::garden::Query;
use crate::garden::explain::Refusal;
use crate::garden::redeploy::certificate_requests;
use crate::garden::source::Source;

/// Objects of a kind with those that could not be read.
type Collected<K> = anyhow::Result<(Vec<K>, Vec<String>)>;

/// As [`gather`], with what certificates are asked for. They live for minutes, so they are in no file.
pub(super) async fn gather_with_requests(source: &Source) -> anyhow::Result<Material> {
    let Source::Live(garden) = source else {
        return gather(source).await;
    };
    let (material, requests) = tokio::join!(gather(source), certificate_requests(garden));
    let mut material = material?;
    match requests {
        Ok(requests) => material.certificate_requests = requests,
        // Few may list them, and a snapshot has none: what they add is not worth a warning each time.
        Err(error) if find::<Refusal>(&error).is_some_and(|refusal| refusal.forbidden) => {
            tracing::info!("certificate requests: {}", show(&error).message);
        }
        Err(error) => {
            let why = show(&error).message;
            (material.not_looked_at).push(format!("certificate requests: {why}"));
        }
    }
    Ok(material)
}

/// Read everything side by side. What cannot be read is told and shown as unknown.
pub(in crate::commands) async fn gather(source: &Source) -> anyhow::Result<Material> {
    let everywhere = Query::default();
    let garden = in_namespace(GARDEN_NAMESPACE);
    let heartbeats = in_namespace(SEED_LEASE_NAMESPACE);
    let (seeds, gardenlets, managed_seeds, leases, info, secrets) = tokio::join!(
        source.collect(&everywhere),
        source.collect(&garden),
        source.collect(&garden),
        source.collect(&heartbeats),
        source.get::<ConfigMap>(Some(SYSTEM_PUBLIC_NAMESPACE), GARDENER_INFO),
        secrets(source),
    );
    let (seeds, unreadable) = seeds?;
    let mut notes = Notes {
        in_files: !source.is_complete(),
        missing: Vec::new(),
        unreadable: [source.problems(), unreadable].concat(),
    };
    let mut material = Material {
        seeds,
        gardenlets: notes.keep(gardenlets, "Gardenlets: what deploys a seed"),
        managed_seeds: notes.keep(managed_seeds, "ManagedSeeds: what deploys a seed"),
        leases: notes.keep(leases, "heartbeats"),
        secrets: notes.keep_if_any(secrets, "Secrets of redeployments"),
        garden_version: notes.version(info),
        ..Material::default()
    };
    if has_self_hosted(&material) {
        let leases = source.collect(&garden).await;
        material.garden_leases = notes.keep(leases, "heartbeats of self-hosted shoots");
    }
    if has_self_hosted(&material) || material.managed_seeds.iter().flatten().next().is_some() {
        let shoots = source.collect(&garden).await;
        material.shoots = notes.keep_if_any(shoots, "shoots that seeds run in");
    }
    material.not_looked_at = notes.missing;
    material.unreadable = notes.unreadable;
    Ok(material)
}

fn in_namespace(namespace: &str) -> Query {
    Query {
        namespace: Some(namespace.to_owned()),
        label_selector: None,
    }
}

/// Read the metadata of our Secrets. Other files than snapshots are not asked: nobody should put Secrets there.
async fn secrets(source: &Source) -> Collected<SecretMetadata> {
    if !source.is_complete() {
        return Ok((Vec::new(), Vec::new()));
    }
    let ours = Query {
        label_selector: Some(LABEL.to_owned()),
        ..in_namespace(GARDEN_NAMESPACE)
    };
    source.collect(&ours).await
}

fn has_self_hosted(material: &Material) -> bool {
    let mut gardenlets = material.gardenlets.iter().flatten();
    gardenlets.any(|gardenlet| gardenlet.name().starts_with(SELF_HOSTED_PREFIX))
}

/// What is told of the reading.
struct Notes {
    in_files: bool,
    missing: Vec<String>,
    unreadable: Vec<String>,
}

impl Notes {
    /// Keep objects; in files a kind without any was probably left out.
    fn keep<K>(&mut self, collected: Collected<K>, what: &str) -> Option<Vec<K>> {
        let objects = self.keep_if_any(collected, what)?;
        if objects.is_empty() && self.in_files {
            self.missing
                .push(format!("{what}: there are none in the files"));
            return None;
        }
        Some(objects)
    }

    fn keep_if_any<K>(&mut self, collected: Collected<K>, what: &str) -> Option<Vec<K>> {
        match collected {
            Ok((objects, unreadable)) => {
                self.unreadable.extend(unreadable);
                Some(objects)
            }
            Err(error) => {
                self.missing
                    .push(format!("{what}: {}", show(&error).message));
                None
            }
        }
    }

    fn version(&mut self, info: anyhow::Result<Option<ConfigMap>>) -> Option<String> {
        let what = "the version of the garden";
        let missing = match info {
            Ok(Some(info)) => match garden_version(&info) {
                Some(version) => return Some(version),
                None => format!("{what}: ConfigMap {GARDENER_INFO} does not say it"),
            },
            Ok(None) => format!("{what}: there is no ConfigMap {GARDENER_INFO}"),
            Err(error) => format!("{what}: {}", show(&error).message),
        };
        self.missing.push(missing);
        None
    }
}
