//! What Shoots refer to, of a landscape.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::impact::facts::Surroundings;
use crate::domain::objects::{
    CloudProfile, CredentialsBinding, ManagedSeed, NamespacedCloudProfile, Object, Project,
    SecretBinding, Seed,
};
use crate::domain::versions::profile::Profile;
use crate::error::show;
use crate::garden::Query;
use crate::garden::landscape::{Known, Landscape, Taken};
use crate::order::Gather as _;
use crate::ui::Ui;

/// Collect the objects of a kind; what a snapshot does not have is told, and the rules go on without.
fn collect<K: Known + Clone>(landscape: &Landscape, ui: &Ui) -> Vec<K> {
    let mut objects = Vec::new();
    match landscape.fold(&Query::default(), |object: &K| objects.push(object.clone())) {
        Ok(folded) => {
            for problem in folded.unreadable {
                ui.warning(problem);
            }
        }
        Err(error) => ui.warning(show(&error).message),
    }
    objects
}

/// Gather what Shoots refer to.
pub(super) fn surroundings(landscape: &Landscape, ui: &Ui) -> Surroundings {
    let plain: Vec<CloudProfile> = collect(landscape, ui);
    let namespaced: Vec<NamespacedCloudProfile> = collect(landscape, ui);
    let parent = |name: &str| plain.iter().find(|profile| profile.name() == name);
    let namespaced = namespaced
        .iter()
        .map(|profile| Profile::of_namespaced(profile, parent(&profile.spec.parent.name)));
    let known = |taken: &Taken| !taken.was_forbidden::<ManagedSeed>(None);
    let is_known = landscape.taken().is_some_and(known);
    let managed: Vec<ManagedSeed> = collect(landscape, ui);
    let names: BTreeMap<String, String> = managed
        .into_iter()
        .filter_map(|seed| Some((seed.spec.shoot?.name, seed.metadata.name.clone())))
        .gather();
    let projects: Vec<Project> = collect(landscape, ui);
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
    Surroundings {
        profiles: plain.iter().map(Profile::of).chain(namespaced).collect(),
        seeds: collect::<Seed>(landscape, ui),
        secret_bindings: collect::<SecretBinding>(landscape, ui),
        credentials_bindings: collect::<CredentialsBinding>(landscape, ui),
        // Files without any ManagedSeed do not say that there is none.
        managed_seeds: (!names.is_empty() || is_known).then_some(names),
        hosted,
        projects: projects
            .into_iter()
            .filter_map(|project| Some((project.spec.namespace?, project.metadata.name)))
            .gather(),
    }
}
