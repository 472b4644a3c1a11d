//! What Shoots refer to, of a landscape.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::impact::facts::Surroundings;
use crate::domain::objects::{
    CloudProfile, CredentialsBinding, ManagedSeed, NamespacedCloudProfile, Object, Project,
    SecretBinding, Seed,
};
use crate::domain::versions::profile::Profile;
use crate::garden::Query;
use crate::garden::landscape::{Known, Landscape};

pub(super) fn collect<K: Known + Clone>(landscape: &Landscape) -> anyhow::Result<Vec<K>> {
    let mut objects = Vec::new();
    landscape.fold(&Query::default(), |object: &K| objects.push(object.clone()))?;
    Ok(objects)
}

/// Gather what Shoots refer to.
pub(super) fn surroundings(landscape: &Landscape) -> anyhow::Result<Surroundings> {
    let plain: Vec<CloudProfile> = collect(landscape)?;
    let namespaced: Vec<NamespacedCloudProfile> = collect(landscape)?;
    let parent = |name: &str| plain.iter().find(|profile| profile.name() == name);
    let namespaced = namespaced
        .iter()
        .map(|profile| Profile::of_namespaced(profile, parent(&profile.spec.parent.name)));
    let managed: Vec<ManagedSeed> = collect(landscape)?;
    let names: BTreeMap<String, String> = managed
        .into_iter()
        .filter_map(|seed| Some((seed.spec.shoot?.name, seed.metadata.name.clone())))
        .collect();
    let projects: Vec<Project> = collect(landscape)?;
    let mut hosted: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for tree in landscape.trees() {
        let text = |pointer: &str| tree.value.pointer(pointer).and_then(Value::as_str);
        if let Some(seed) = text("/spec/seedName") {
            let tolerance = text("/spec/controlPlane/highAvailability/failureTolerance/type");
            let shoots = hosted.entry(seed.to_owned()).or_default();
            *shoots
                .entry(tolerance.unwrap_or_default().to_owned())
                .or_default() += 1;
        }
    }
    Ok(Surroundings {
        profiles: plain.iter().map(Profile::of).chain(namespaced).collect(),
        seeds: collect::<Seed>(landscape)?,
        secret_bindings: collect::<SecretBinding>(landscape)?,
        credentials_bindings: collect::<CredentialsBinding>(landscape)?,
        // Files without any ManagedSeed do not say that there is none.
        managed_seeds: (!names.is_empty()).then_some(names),
        hosted,
        projects: projects
            .into_iter()
            .filter_map(|project| Some((project.spec.namespace?, project.metadata.name)))
            .collect(),
    })
}
