//! What Shoots refer to, read side by side. What cannot be read is named; what is not there is known not to be.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::side_by_side;
use crate::domain::impact::facts::{Surroundings, profile_key};
use crate::domain::impact::manifest::Manifest;
use crate::domain::impact::rehearsal::{Subject, Unread};
use crate::domain::objects::{
    CloudProfile, CredentialsBinding, HostedShoot, ManagedSeed, Metadata, NamespacedCloudProfile,
    Object, Project, SecretBinding, Seed,
};
use crate::domain::versions::profile::{Profile, ProfileKey, ProfileKind};
use crate::error::show;
use crate::garden::{Garden, Query};
use crate::order::{Gather as _, Order as _};

/// The namespace of shoots that are seeds.
const GARDEN: &str = "garden";
/// Labels of Shoots that name their seeds (`gardener/gardener:pkg/apis/core/v1beta1/constants`, `LabelPrefixSeedName`).
const SEED_LABEL: &str = "name.seed.gardener.cloud/";

/// What Shoots refer to.
#[derive(Debug, Default)]
pub struct Around {
    /// The objects.
    pub surroundings: Surroundings,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// Which objects of which version this is: profiles with their parents, and seeds.
    pub seen: Vec<Seen>,
}

/// An object as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its kind.
    pub kind: &'static str,
    /// Its namespace, where it has one.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// Its identity.
    pub uid: Option<String>,
    /// Its version, which changes with its status as well.
    pub resource_version: Option<String>,
    /// The generation of its spec.
    pub generation: Option<i64>,
}

impl Seen {
    fn of<K: Object>(object: &K, metadata: &Metadata) -> Self {
        Self {
            kind: K::KIND,
            namespace: metadata.namespace.clone(),
            name: object.name().to_owned(),
            uid: metadata.uid.clone(),
            resource_version: metadata.resource_version.clone(),
            generation: metadata.generation,
        }
    }
}

/// What some Shoots refer to, by name.
#[derive(Default)]
struct Wanted {
    profiles: BTreeSet<ProfileKey>,
    seeds: BTreeSet<String>,
    secret_bindings: BTreeSet<(String, String)>,
    credentials_bindings: BTreeSet<(String, String)>,
    /// Names of Shoots in namespace `garden`.
    in_garden: BTreeSet<String>,
}

impl Wanted {
    fn by(shoots: &[&Value]) -> Self {
        let mut wanted = Self::default();
        for shoot in shoots {
            let shoot = Manifest::read(shoot);
            let (spec, metadata) = (shoot.spec(), shoot.metadata());
            let namespace = metadata.get("namespace").words().to_owned();
            wanted.profiles.extend(profile_key(&shoot));
            let text = |field: &str| spec.get(field).text().map(ToOwned::to_owned);
            wanted.seeds.extend(text("seedName"));
            let secret = text("secretBindingName").map(|name| (namespace.clone(), name));
            wanted.secret_bindings.extend(secret);
            let credentials = text("credentialsBindingName").map(|name| (namespace.clone(), name));
            wanted.credentials_bindings.extend(credentials);
            if namespace == GARDEN {
                wanted
                    .in_garden
                    .insert(metadata.get("name").words().to_owned());
            }
        }
        wanted
    }
}

impl Garden {
    /// Read what Shoots refer to, as far as it decides what becomes of them.
    pub async fn around(&self, shoots: &[&Value]) -> anyhow::Result<Around> {
        let wanted = Wanted::by(shoots);
        let mut around = Around::default();
        let (profiles, seeds, managed) = tokio::join!(
            self.profiles(&wanted.profiles),
            self.named::<Seed>(wanted.seeds.iter().map(|name| (None, name.clone()))),
            self.managed(&wanted.in_garden),
        );
        for (profile, seen) in around.keep(profiles?, Subject::Profile) {
            around.seen.extend(seen);
            around.surroundings.profiles.push(profile);
        }
        for seed in around.keep(seeds?, Subject::Seed) {
            let seen = Seen::of(&seed, seed.metadata());
            around.seen.push(seen);
            around.surroundings.seeds.push(seed);
        }
        // Two profiles may have one parent.
        around
            .seen
            .order_by(|a, b| (a.kind, &a.namespace, &a.name).cmp(&(b.kind, &b.namespace, &b.name)));
        around.seen.dedup();
        match managed {
            Ok((managed, hosted, unread)) => {
                around.surroundings.managed_seeds = Some(managed);
                around.surroundings.hosted = hosted;
                around.unread.extend(unread);
            }
            Err(error) => around.lacks(Subject::ManagedSeeds, &error),
        }
        Ok(around)
    }

    /// Read what only a verdict without the server needs: bindings and projects.
    pub async fn complete(&self, around: &mut Around, shoots: &[&Value]) -> anyhow::Result<()> {
        let wanted = Wanted::by(shoots);
        let mut projects: Vec<Project> = Vec::new();
        let everything = Query::default();
        let (secrets, credentials, listed) = tokio::join!(
            self.named::<SecretBinding>(in_namespaces(&wanted.secret_bindings)),
            self.named::<CredentialsBinding>(in_namespaces(&wanted.credentials_bindings)),
            self.fold(&everything, |project| projects.push(project)),
        );
        let secrets = around.keep(secrets?, Subject::Verdict);
        around.surroundings.secret_bindings = secrets;
        let credentials = around.keep(credentials?, Subject::Verdict);
        around.surroundings.credentials_bindings = credentials;
        if let Err(error) = listed {
            around.lacks(Subject::Verdict, &error);
        }
        let owned = projects.into_iter();
        let owned =
            owned.filter_map(|project| Some((project.spec.namespace?, project.metadata.name)));
        around.surroundings.projects = owned.gather();
        Ok(())
    }

    /// Read objects by name, side by side. Those that are not there are left out.
    async fn named<K: Object + DeserializeOwned + Send>(
        &self,
        names: impl Iterator<Item = (Option<String>, String)>,
    ) -> anyhow::Result<Vec<anyhow::Result<Option<K>>>> {
        side_by_side(names, |(namespace, name)| {
            let garden = self.clone();
            async move { garden.get::<K>(namespace.as_deref(), &name).await }
        })
        .await
    }

    /// Read profiles, those of a project with their parents.
    async fn profiles(
        &self,
        keys: &BTreeSet<ProfileKey>,
    ) -> anyhow::Result<Vec<anyhow::Result<Option<(Profile, Vec<Seen>)>>>> {
        side_by_side(keys.iter().cloned(), |key| {
            let garden = self.clone();
            async move { garden.profile(&key).await }
        })
        .await
    }

    async fn profile(&self, key: &ProfileKey) -> anyhow::Result<Option<(Profile, Vec<Seen>)>> {
        if key.kind == ProfileKind::CloudProfile {
            let profile: Option<CloudProfile> = self.get(None, &key.name).await?;
            return Ok(profile.map(|profile| {
                let seen = Seen::of(&profile, profile.metadata());
                (Profile::of(&profile), vec![seen])
            }));
        }
        let namespace = key.namespace.as_deref();
        let Some(profile) = self
            .get::<NamespacedCloudProfile>(namespace, &key.name)
            .await?
        else {
            return Ok(None);
        };
        let parent = self.get(None, &profile.spec.parent.name).await;
        let parent: Option<CloudProfile> = match parent {
            // Its status has all of both.
            Err(_) if profile.status.cloud_profile_spec.is_some() => None,
            parent => parent?,
        };
        let mut seen = vec![Seen::of(&profile, profile.metadata())];
        seen.extend(parent.iter().map(|p| Seen::of(p, p.metadata())));
        Ok(Some((
            Profile::of_namespaced(&profile, parent.as_ref()),
            seen,
        )))
    }

    /// Find those Shoots that are seeds, and count the shoots on them by what they tolerate.
    async fn managed(
        &self,
        shoots: &BTreeSet<String>,
    ) -> anyhow::Result<(BTreeMap<String, String>, Hosted, Option<Unread>)> {
        let (mut seeds, mut hosted) = (BTreeMap::new(), Hosted::new());
        if shoots.is_empty() {
            return Ok((seeds, hosted, None));
        }
        let garden = Query {
            namespace: Some(GARDEN.to_owned()),
            label_selector: None,
        };
        self.fold(&garden, |seed: ManagedSeed| {
            let shoot = seed.spec.shoot.as_ref().map(|shoot| shoot.name.clone());
            if let Some(shoot) = shoot.filter(|shoot| shoots.contains(shoot)) {
                seeds.insert(shoot, seed.name().to_owned());
            }
        })
        .await?;
        let mut unread = None;
        for seed in seeds.values() {
            let counts = hosted.entry(seed.clone()).or_default();
            let on_it = Query {
                namespace: None,
                label_selector: Some(format!("{SEED_LABEL}{seed}=true")),
            };
            let listed = self
                .fold(&on_it, |hosted: HostedShoot| {
                    if hosted.spec.seed_name.as_ref() == Some(seed) {
                        *counts.entry(hosted.tolerance().to_owned()).or_default() += 1;
                    }
                })
                .await;
            if let Err(error) = listed {
                let why = show(&error).message;
                unread = Some(Unread {
                    subject: Subject::Hosted,
                    reason: format!("the control planes on seed {seed}: {why}"),
                });
            }
        }
        Ok((seeds, hosted, unread))
    }
}

fn in_namespaces(
    names: &BTreeSet<(String, String)>,
) -> impl Iterator<Item = (Option<String>, String)> {
    let names = names.iter().cloned();
    names.map(|(namespace, name)| (Some(namespace), name))
}

/// Shoots by seed, and by what they tolerate.
type Hosted = BTreeMap<String, BTreeMap<String, usize>>;

impl Around {
    /// Take what was read, and name what was not.
    fn keep<K>(&mut self, read: Vec<anyhow::Result<Option<K>>>, subject: Subject) -> Vec<K> {
        let mut kept = Vec::new();
        for result in read {
            match result {
                Ok(object) => kept.extend(object),
                Err(error) => self.lacks(subject, &error),
            }
        }
        kept
    }

    fn lacks(&mut self, subject: Subject, error: &anyhow::Error) {
        self.unread.push(Unread {
            subject,
            reason: show(error).message,
        });
    }
}
