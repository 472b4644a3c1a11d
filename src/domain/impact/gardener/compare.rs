//! Two versions of image vectors side by side: which images differ for which versions of Kubernetes.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::component::{Use, Versions};
use super::tables::{DRUID, EXTENSION, GARDENER};
use super::vector::{ImageVector, Lookup};

/// Whose image vector it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Owner {
    /// Gardener's.
    Gardener,
    /// That of etcd-druid.
    EtcdDruid,
    /// That of an extension.
    Extension,
}

impl Owner {
    /// Tell by the names in it whose vector it is.
    pub fn of(vector: &ImageVector) -> Self {
        if ["gardener-resource-manager", "kube-apiserver", "gardenlet"]
            .iter()
            .any(|name| vector.has(name))
        {
            Self::Gardener
        } else if vector.has("etcd-wrapper") {
            Self::EtcdDruid
        } else {
            Self::Extension
        }
    }

    /// Say it as tables do.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Gardener => "Gardener",
            Self::EtcdDruid => "etcd-druid",
            Self::Extension => "an extension",
        }
    }

    /// Give the components that use its images.
    pub const fn uses(self) -> &'static [Use] {
        match self {
            Self::Gardener => GARDENER,
            Self::EtcdDruid => DRUID,
            Self::Extension => EXTENSION,
        }
    }
}

/// An image vector before and after.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Whose it is.
    pub owner: Owner,
    /// How the old one is called: a file.
    pub from_name: String,
    /// How the new one is called: a file.
    pub to_name: String,
    /// Before.
    pub from: ImageVector,
    /// After.
    pub to: ImageVector,
    /// The version of Gardener before, as the tag of its own images.
    pub from_own: String,
    /// The version of Gardener after.
    pub to_own: String,
}

/// The versions for which an image is looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Version of the cluster that it runs in.
    pub runtime: Option<String>,
    /// Version of the cluster that it works for.
    pub target: Option<String>,
}

/// An image before and after; absent where there is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Before.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
}

/// An image that one component uses, and what has been found about it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which of the pairs it belongs to.
    pub pair: usize,
    /// Name of the image.
    pub image: String,
    /// The component.
    pub used: &'static Use,
    /// What was found, by the versions that were asked for.
    pub found: BTreeMap<Wanted, Option<Difference>>,
}

impl Pair {
    /// Give the names in either vector, in the order of the new one.
    fn names(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let sources = self.to.sources().iter().chain(self.from.sources());
        sources
            .map(|source| source.name.as_str())
            .filter(|name| seen.insert(*name))
            .collect()
    }

    /// Whether the entries of a name say the same before and after, for any version.
    fn is_unchanged(&self, name: &str, own: bool) -> bool {
        let entries = |vector: &'_ ImageVector| {
            let sources = vector.sources().iter().filter(|source| source.name == name);
            sources.cloned().collect::<Vec<_>>()
        };
        let before = entries(&self.from);
        let follows_gardener = own && before.iter().any(|source| source.tag.is_none());
        before == entries(&self.to) && !(follows_gardener && self.from_own != self.to_own)
    }

    /// List the images that differ with the components that use them, and the names that no component is known of.
    pub fn rows(&self, pair: usize) -> (Vec<Row>, Vec<String>) {
        let (mut rows, mut unexplained) = (Vec::new(), Vec::new());
        for name in self.names() {
            let mut uses: Vec<&'static Use> = (self.owner.uses().iter())
                .filter(|used| used.is_for(name))
                .collect();
            if self.owner == Owner::Extension {
                uses.truncate(1); // from the particular to the general
            }
            if uses.is_empty() && !self.is_unchanged(name, false) {
                unexplained.push(name.to_owned());
            }
            rows.extend(
                uses.into_iter()
                    .filter(|used| !self.is_unchanged(name, used.own))
                    .map(|used| Row {
                        pair,
                        image: name.to_owned(),
                        used,
                        found: BTreeMap::new(),
                    }),
            );
        }
        (rows, unexplained)
    }

    fn difference(&self, row: &Row, wanted: &Wanted) -> Option<Difference> {
        let image = |vector: &ImageVector, architecture, own: &str| {
            let lookup = Lookup {
                runtime: wanted.runtime.as_deref(),
                target: wanted.target.as_deref(),
                architecture: Some(architecture),
            };
            let source = vector.find(&row.image, lookup)?;
            Some(source.image(wanted.target.as_deref(), own))
        };
        // Gardener itself asks for no architecture, which finds what is for amd64.
        let architectures: &[&str] = match self.owner {
            Owner::Gardener | Owner::EtcdDruid => &["amd64"],
            Owner::Extension => &["amd64", "arm64"],
        };
        architectures.iter().find_map(|architecture| {
            let from = image(&self.from, architecture, &self.from_own);
            let to = image(&self.to, architecture, &self.to_own);
            (from != to).then_some(Difference { from, to })
        })
    }
}

impl Row {
    /// Say whether the image differs for versions, and remember it.
    pub fn ask(&mut self, pairs: &[Pair], wanted: Wanted) -> bool {
        if let Some(known) = self.found.get(&wanted) {
            return known.is_some();
        }
        let difference = pairs
            .get(self.pair)
            .and_then(|pair| pair.difference(self, &wanted));
        let differs = difference.is_some();
        self.found.insert(wanted, difference);
        differs
    }

    /// Give the versions that this component is looked up for, of a seed, a shoot and a pool.
    pub fn wanted(&self, seed: Option<&str>, shoot: &str, pool: &str) -> Wanted {
        let text = |version: &str| Some(version.to_owned()).filter(|text| !text.is_empty());
        match self.used.versions {
            Versions::None => Wanted::default(),
            Versions::Seed => Wanted {
                runtime: seed.and_then(text),
                target: seed.and_then(text),
            },
            Versions::SeedAndShoot => Wanted {
                runtime: seed.and_then(text),
                target: text(shoot),
            },
            Versions::Shoot => Wanted {
                runtime: text(shoot),
                target: text(shoot),
            },
            Versions::Pool => Wanted {
                runtime: text(pool),
                target: text(pool),
            },
        }
    }
}
