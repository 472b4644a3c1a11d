//! All profiles before and after an edit: what is edited, and what derives from it.

use std::collections::BTreeSet;

use crate::domain::objects::{CloudProfile, NamespacedCloudProfile, Object};
use crate::domain::versions::profile::{Profile, ProfileKey, ProfileKind};

/// Profiles as manifests or a garden have them.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// CloudProfiles.
    pub plain: Vec<CloudProfile>,
    /// NamespacedCloudProfiles.
    pub namespaced: Vec<NamespacedCloudProfile>,
}

/// The profiles of a garden before and after an edit.
#[derive(Clone, Debug, Default)]
pub struct Edited {
    /// All profiles as they are.
    pub before: Vec<Profile>,
    /// All profiles as they are going to be, those that derive from edited ones included.
    pub after: Vec<Profile>,
    /// Those whose status is behind, as Gardener makes them anew once their parent is edited, whatever the edit is.
    pub refreshed: Vec<Profile>,
    /// Which were edited.
    pub edited: BTreeSet<ProfileKey>,
    /// What NamespacedCloudProfiles list, which cannot be taken out of their parent: the parent, the image where
    /// it is one's, and the version.
    pub listed: BTreeSet<(String, Option<String>, String)>,
}

impl Documents {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.namespaced.is_empty()
    }

    fn has(&self, key: &ProfileKey) -> bool {
        self.keys().any(|other| other == *key)
    }

    fn keys(&self) -> impl Iterator<Item = ProfileKey> {
        let plain = self.plain.iter();
        let plain = plain.map(|profile| ProfileKey::cloud_profile(profile.name()));
        plain.chain(self.namespaced.iter().map(key_of))
    }

    /// Put other documents in the place of those of the same name.
    fn with(&self, others: &Self) -> Self {
        let mut all = self.clone();
        all.remove(&others.keys().collect());
        all.plain.extend(others.plain.iter().cloned());
        all.namespaced.extend(others.namespaced.iter().cloned());
        all
    }

    fn remove(&mut self, keys: &BTreeSet<ProfileKey>) {
        self.plain
            .retain(|profile| !keys.contains(&ProfileKey::cloud_profile(profile.name())));
        self.namespaced
            .retain(|profile| !keys.contains(&key_of(profile)));
    }

    /// Give the profiles whose status is behind and that an edit of their parent brings up to date.
    fn refreshed(&self, edited: &Self) -> Vec<Profile> {
        let anew = |profile: &NamespacedCloudProfile| {
            let name = &profile.spec.parent.name;
            let parent = self.plain.iter().find(|parent| parent.name() == *name)?;
            let of_edited = edited.has(&ProfileKey::cloud_profile(name));
            let touched = of_edited && !edited.has(&key_of(profile));
            let behind = Profile::of_namespaced(profile, Some(parent))
                .stale
                .is_some();
            (touched && behind).then(|| Profile::of_namespaced_anew(profile, parent))
        };
        self.namespaced.iter().filter_map(anew).collect()
    }

    /// Give the effective profiles. Of NamespacedCloudProfiles that are edited, or whose parent is, Gardener makes
    /// the effective profile anew; the status of the others counts.
    fn profiles(&self, edited: &Self) -> Vec<Profile> {
        let parent = |profile: &NamespacedCloudProfile| {
            let name = &profile.spec.parent.name;
            self.plain.iter().find(|parent| parent.name() == *name)
        };
        let namespaced = self.namespaced.iter().map(|profile| {
            let parent = parent(profile);
            let of_edited = |parent: &&CloudProfile| {
                edited.has(&ProfileKey::cloud_profile(parent.name()))
                    || edited.has(&key_of(profile))
            };
            match parent.filter(of_edited) {
                Some(parent) => Profile::of_namespaced_anew(profile, parent),
                None => Profile::of_namespaced(profile, parent),
            }
        });
        self.plain
            .iter()
            .map(Profile::of)
            .chain(namespaced)
            .collect()
    }
}

impl Edited {
    /// Bring an edit together with what there is: `old` is what it starts from, absent where that is what there is.
    ///
    /// What `old` has and `new` has not is removed; what only the garden has stays.
    pub fn new(garden: &Documents, old: Option<&Documents>, new: &Documents) -> Self {
        let nothing = Documents::default();
        let before = garden.with(old.unwrap_or(&nothing));
        let mut after = before.with(new);
        let removed = old.into_iter().flat_map(Documents::keys);
        after.remove(&removed.filter(|key| !new.has(key)).collect());
        let edited = new.with(old.unwrap_or(&nothing)); // whatever is named in either
        let listed = after.namespaced.iter().flat_map(|profile| {
            let parent = &profile.spec.parent.name;
            let kubernetes = profile.spec.kubernetes.versions.iter();
            let kubernetes = kubernetes.map(|v| (parent.clone(), None, v.version.clone()));
            let images = profile.spec.machine_images.iter().flat_map(move |image| {
                let versions = image.versions.iter().map(|v| v.expirable.version.clone());
                versions.map(move |v| (parent.clone(), Some(image.name.clone()), v))
            });
            kubernetes.chain(images)
        });
        Self {
            before: before.profiles(old.unwrap_or(&nothing)),
            refreshed: match old {
                Some(_) => Vec::new(), // OLD is the state that was meant
                None => before.refreshed(&edited),
            },
            after: after.profiles(&edited),
            edited: edited.keys().collect(),
            listed: listed.collect(),
        }
    }
}

fn key_of(profile: &NamespacedCloudProfile) -> ProfileKey {
    ProfileKey {
        kind: ProfileKind::NamespacedCloudProfile,
        namespace: Some(profile.namespace().to_owned()),
        name: profile.name().to_owned(),
    }
}
