//! What a Shoot refers to, as far as it decides what may become of it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::manifest::Manifest;
use crate::domain::objects::{CredentialsBinding, Object, SecretBinding, Seed};
use crate::domain::versions::profile::{Profile, ProfileKey, ProfileKind};

/// What a Shoot refers to. Absent is not known, never not there.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// Profiles.
    pub profiles: Vec<Profile>,
    /// Seeds.
    pub seeds: Vec<Seed>,
    /// SecretBindings.
    pub secret_bindings: Vec<SecretBinding>,
    /// CredentialsBindings.
    pub credentials_bindings: Vec<CredentialsBinding>,
    /// Shoots in namespace `garden` that are seeds by a ManagedSeed, with the names of these seeds; `None` where this is not
    /// known.
    pub managed_seeds: Option<BTreeMap<String, String>>,
    /// Shoots by seed and failure tolerance (empty: none).
    pub hosted: BTreeMap<String, BTreeMap<String, usize>>,
    /// Projects by namespace.
    pub projects: BTreeMap<String, String>,
}

/// What is known while one change is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What the Shoot refers to.
    pub around: &'a Surroundings,
    /// The instant of the change.
    pub now: Timestamp,
}

impl<'a> Facts<'a> {
    /// Find the profile that a Shoot refers to.
    pub fn profile(&self, shoot: &Manifest) -> Option<&'a Profile> {
        let key = profile_key(shoot)?;
        self.around
            .profiles
            .iter()
            .find(|profile| profile.key == key && profile.stale.is_none())
    }

    /// Find the seed of a Shoot.
    pub fn seed(&self, shoot: &Manifest) -> Option<&'a Seed> {
        let name = shoot.spec().get("seedName").text()?;
        self.around.seeds.iter().find(|seed| seed.name() == name)
    }

    /// Find a SecretBinding.
    pub fn secret_binding(&self, namespace: &str, name: &str) -> Option<&'a SecretBinding> {
        self.around
            .secret_bindings
            .iter()
            .find(|binding| binding.namespace() == namespace && binding.name() == name)
    }

    /// Find a CredentialsBinding.
    pub fn credentials_binding(
        &self,
        namespace: &str,
        name: &str,
    ) -> Option<&'a CredentialsBinding> {
        self.around
            .credentials_bindings
            .iter()
            .find(|binding| binding.namespace() == namespace && binding.name() == name)
    }

    /// Tell whether a Shoot is a seed, where that is known.
    pub fn is_managed_seed(&self, shoot: &Manifest) -> Option<bool> {
        if shoot.metadata().get("namespace").text() != Some("garden") {
            return Some(false);
        }
        self.around.managed_seeds.as_ref()?;
        Some(self.managed_seed(shoot).is_some())
    }

    /// Give the name of the seed that a Shoot is, where it is known to be one.
    pub fn managed_seed(&self, shoot: &Manifest) -> Option<&'a str> {
        if shoot.metadata().get("namespace").text() != Some("garden") {
            return None;
        }
        let name = shoot.metadata().get("name").words();
        let seeds = self.around.managed_seeds.as_ref()?;
        seeds.get(name).map(String::as_str)
    }
}

/// Give the profile that a Shoot refers to
/// (`gardener/gardener:pkg/utils/gardener/cloudprofile.go:BuildCoreCloudProfileReference`).
pub fn profile_key(shoot: &Manifest) -> Option<ProfileKey> {
    let reference = shoot.spec().get("cloudProfile");
    let Some(name) = reference.get("name").text() else {
        let name = shoot.spec().get("cloudProfileName").text()?;
        return Some(ProfileKey::cloud_profile(name));
    };
    Some(
        if reference.get("kind").text() == Some("NamespacedCloudProfile") {
            ProfileKey {
                kind: ProfileKind::NamespacedCloudProfile,
                namespace: shoot
                    .metadata()
                    .get("namespace")
                    .text()
                    .map(ToOwned::to_owned),
                name: name.to_owned(),
            }
        } else {
            ProfileKey::cloud_profile(name)
        },
    )
}
