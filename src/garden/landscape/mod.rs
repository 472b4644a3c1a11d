//! A landscape in files: manifests, lists and dumps, read in place of a cluster.
//!
//! - `files`: which files a path stands for
//! - `documents`: from a file's bytes to the objects in it; `json` and `yaml` take the text apart
//! - `place`: where something stands, and what is wrong there
//! - `input`: text, text compressed by zstd, or a snapshot
//! - `snapshot`: what this program has written itself, which is as complete as the garden was
//!
//! One broken document does not hide the others: it becomes a [`Problem`].

mod documents;
mod files;
mod input;
mod json;
mod parallel;
mod place;
mod snapshot;
mod yaml;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, anyhow};
use serde::de::DeserializeOwned;

pub use self::place::{Place, Problem};
pub use self::snapshot::Taken;

pub use self::documents::Tree;
use self::documents::{Batch, Keep};
pub(super) use self::yaml::{documents as manifest_documents, options as manifest_options};
use super::selector::Selector;
use super::snapshot::format::head;
use super::{Folded, Query};
use crate::domain::objects::{
    CloudProfile, ConfigMap, CredentialsBinding, Gardenlet, Lease, ManagedSeed,
    NamespacedCloudProfile, Object, ObjectKey, Project, SecretBinding, SecretMetadata, Seed,
    Served, Shoot,
};
use crate::error::WithHint;
use crate::order::Order as _;

/// The kind that most commands look at in full.
const SHOOTS: &[&str] = &[Shoot::KIND];

/// How stdin is called in messages.
const STDIN: &str = "stdin";

/// Objects of one kind with the places where they stand, sorted by namespace and name once read.
type Shelf<K> = Vec<(Place, K)>;

/// A kind of object that a landscape keeps.
pub trait Known: Object + DeserializeOwned + Send + Sync + 'static {
    #[doc(hidden)]
    fn shelf(shelves: &Shelves) -> &Shelf<Self>;
    #[doc(hidden)]
    fn shelf_mut(shelves: &mut Shelves) -> &mut Shelf<Self>;
}

/// Declare the kinds that are kept: one line per kind.
macro_rules! known {
    ($($field:ident: $kind:ty,)+) => {
        /// The objects that were read, by kind.
        #[doc(hidden)]
        #[derive(Debug, Default)]
        pub struct Shelves {
            $($field: Shelf<$kind>,)+
        }

        $(impl Known for $kind {
            fn shelf(shelves: &Shelves) -> &Shelf<Self> {
                &shelves.$field
            }

            fn shelf_mut(shelves: &mut Shelves) -> &mut Shelf<Self> {
                &mut shelves.$field
            }
        })+

        impl Shelves {
            fn append(&mut self, mut other: Self) {
                $(self.$field.append(&mut other.$field);)+
            }

            /// Sort every kind and give the objects that stand in two places.
            fn sort(&mut self) -> Vec<Duplicate> {
                let mut duplicates = Vec::new();
                $(sort(&mut self.$field, &mut duplicates);)+
                duplicates
            }

            fn count(&self) -> usize {
                0 $(+ self.$field.len())+
            }
        }

        /// What reads an object of a kind in a version, where it is one that is kept.
        fn reader(api_version: &str, kind: &str) -> Option<documents::Reader> {
            $(if is_known::<$kind>(api_version, kind) {
                return Some(documents::keep::<$kind>);
            })+
            None
        }

        /// Tell whether a kind of this name is kept, in whatever version.
        fn is_known_name(kind: &str) -> bool {
            $(head(Served::of::<$kind>()).1 == kind ||)+ false
        }
    };
}

known! {
    cloud_profiles: CloudProfile,
    namespaced_cloud_profiles: NamespacedCloudProfile,
    projects: Project,
    seeds: Seed,
    gardenlets: Gardenlet,
    managed_seeds: ManagedSeed,
    leases: Lease,
    config_maps: ConfigMap,
    shoots: Shoot,
    secret_bindings: SecretBinding,
    credentials_bindings: CredentialsBinding,
    secrets: SecretMetadata,
}

fn is_known<K: Object>(api_version: &str, kind: &str) -> bool {
    let (of_version, of_kind) = head(Served::of::<K>());
    of_version == api_version && of_kind == kind
}

/// An object that stands in two places.
struct Duplicate {
    key: ObjectKey,
    first: Place,
    second: Place,
}

/// Namespace and name, which identify an object of a kind.
fn id<K: Object>(object: &K) -> (&str, &str) {
    let namespace = if K::NAMESPACED {
        object.namespace()
    } else {
        ""
    };
    (namespace, object.name())
}

fn sort<K: Object>(shelf: &mut Shelf<K>, duplicates: &mut Vec<Duplicate>) {
    // Stable: of two equal ones the first read stays first.
    shelf.order_by(|(_, one), (_, other)| id(one).cmp(&id(other)));
    for pair in shelf.windows(2) {
        if let [(first, one), (second, other)] = pair
            && id(one) == id(other)
        {
            duplicates.push(Duplicate {
                key: key(one),
                first: first.clone(),
                second: second.clone(),
            });
        }
    }
}

fn key<K: Object>(object: &K) -> ObjectKey {
    ObjectKey {
        kind: K::KIND.to_owned(),
        namespace: K::NAMESPACED.then(|| object.namespace().to_owned()),
        name: object.name().to_owned(),
    }
}

/// The objects of a landscape in files.
#[derive(Debug, Default)]
pub struct Landscape {
    shelves: Shelves,
    problems: Vec<Problem>,
    ignored: BTreeMap<String, usize>,
    trees: Vec<Tree>,
    taken: Option<Taken>,
}

impl Landscape {
    /// Read a directory, a file, or with `-` what `stdin` gives.
    ///
    /// What cannot be read becomes a [`Problem`]; with `strict`, or when nothing else is left, an error.
    pub fn read(path: &str, strict: bool, stdin: &mut dyn Read) -> anyhow::Result<Self> {
        Self::read_keeping(path, strict, stdin, Keep::Objects)
    }

    /// Read a landscape as [`Landscape::read`] does, and keep every field of its Shoots.
    pub fn read_with_trees(path: &str, strict: bool, stdin: &mut dyn Read) -> anyhow::Result<Self> {
        Self::read_with_trees_of(path, strict, stdin, SHOOTS)
    }

    /// Read a landscape as [`Landscape::read`] does, and keep every field of objects of some kinds of Gardener's core.
    pub fn read_with_trees_of(
        path: &str,
        strict: bool,
        stdin: &mut dyn Read,
        kinds: &'static [&'static str],
    ) -> anyhow::Result<Self> {
        Self::read_keeping(path, strict, stdin, Keep::ObjectsAndTrees(kinds))
    }

    fn read_keeping(
        path: &str,
        strict: bool,
        stdin: &mut dyn Read,
        keep: Keep,
    ) -> anyhow::Result<Self> {
        let read = read_batch(path, stdin, keep)?;
        Self::finish(&read.name, read.batch, read.taken, strict)
    }

    /// Give the objects that were kept with every field, in the order of the files.
    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    fn finish(
        name: &str,
        batch: Batch,
        taken: Option<Taken>,
        strict: bool,
    ) -> anyhow::Result<Self> {
        let Batch {
            mut shelves,
            mut problems,
            ignored,
            documents,
            trees,
            keep: _,
            unread: _,
        } = batch;
        if let Some(taken) = &taken {
            let unreadable = taken.all_unreadable();
            if strict && !unreadable.is_empty() {
                return Err(anyhow!("{}", told(name, "cannot be read", &unreadable)))
                    .hint("leave out --strict to go on without them");
            }
        } else if documents == 0 && problems.is_empty() {
            return Err(anyhow!("landscape {name} is empty"))
                .hint("give manifests, or what kubectl get -o yaml prints");
        }
        problems.order_by(|one, other| one.place.cmp(&other.place));
        let nothing_read = shelves.count() == 0 && ignored.is_empty() && taken.is_none();
        if !problems.is_empty() && (strict || nothing_read) {
            let error = anyhow!("{}", told(name, "cannot be read", &problems));
            return if nothing_read {
                Err(error)
            } else {
                Err(error).hint("correct them, or leave out --strict to go on without them")
            };
        }
        let duplicates = shelves.sort();
        if !duplicates.is_empty() {
            let lines = duplicates.iter().map(|duplicate| {
                format!(
                    "{} at {} and at {}",
                    duplicate.key, duplicate.first, duplicate.second
                )
            });
            return Err(anyhow!(
                "{}",
                told(name, "has objects twice", &lines.collect::<Vec<_>>())
            ))
            .hint("remove one of the two");
        }
        Ok(Self {
            shelves,
            problems,
            ignored,
            trees,
            taken,
        })
    }

    /// Tell of the reading that this is a snapshot of, if it is one.
    pub fn taken(&self) -> Option<&Taken> {
        self.taken.as_ref()
    }

    /// Hand the objects of a kind that a query asks for to `each`, in the order of namespace and name.
    ///
    /// `unreadable` stays empty here: [`Landscape::problems`] has told of them, once and for all kinds. A snapshot
    /// does everything as the garden did: its order, what it could not read, and what it refused.
    pub fn fold<K: Known>(
        &self,
        query: &Query,
        mut each: impl FnMut(&K),
    ) -> anyhow::Result<Folded> {
        let selector = Selector::parse(query.label_selector.as_deref().unwrap_or_default())?;
        let mut folded = Folded::default();
        let mut objects: Vec<_> = K::shelf(&self.shelves).iter().collect();
        if let Some(taken) = &self.taken {
            let namespace = query.namespace.as_deref().filter(|_| K::NAMESPACED);
            let unreadable = taken.unreadable::<K>(namespace, &selector)?;
            folded
                .unreadable
                .extend(unreadable.into_iter().map(ToOwned::to_owned));
            objects.order_by_key(|(place, _)| place.line);
        }
        for (_, object) in objects {
            let in_namespace = !K::NAMESPACED
                || query
                    .namespace
                    .as_deref()
                    .is_none_or(|namespace| namespace == object.namespace());
            if in_namespace && selector.matches(&object.metadata().labels) {
                each(object);
                folded.objects += 1;
            }
        }
        Ok(folded)
    }

    /// Give one object as [`Landscape::get`] does, unless this is a snapshot of a garden that did not.
    pub fn ask<K: Known>(&self, namespace: &str, name: &str) -> anyhow::Result<Option<&K>> {
        if let Some(taken) = &self.taken {
            taken.asked::<K>(namespace, name)?;
        }
        Ok(self.get(namespace, name))
    }

    /// Give one object; the namespace of cluster-scoped ones is empty.
    pub fn get<K: Known>(&self, namespace: &str, name: &str) -> Option<&K> {
        let objects = K::shelf(&self.shelves);
        let position = objects
            .binary_search_by(|(_, object)| id(object).cmp(&(namespace, name)))
            .ok()?;
        objects.get(position).map(|(_, object)| object)
    }

    /// Give where an object stands; the namespace of cluster-scoped ones is empty.
    pub fn place<K: Known>(&self, namespace: &str, name: &str) -> Option<&Place> {
        let objects = K::shelf(&self.shelves).iter();
        let mut objects = objects.filter(|(_, object)| id(object) == (namespace, name));
        objects.next().map(|(place, _)| place)
    }

    /// Give what could not be read, in the order of the files.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Give how many objects of other kinds there were. A kind that is kept in another version only has its version in the name.
    pub fn ignored(&self) -> &BTreeMap<String, usize> {
        &self.ignored
    }
}

/// Read the Shoots of a file, a directory, or with `-` of what `stdin` gives: every field of them, as they stand there.
///
/// Other kinds are skipped; what cannot be read is an error.
pub fn read_shoots(path: &str, stdin: &mut dyn Read) -> anyhow::Result<Vec<Tree>> {
    read_trees(path, stdin, SHOOTS)
}

/// Read objects of some kinds of Gardener's core as [`read_shoots`] does; the first kind is the one that is missed.
pub fn read_trees(
    path: &str,
    stdin: &mut dyn Read,
    kinds: &'static [&'static str],
) -> anyhow::Result<Vec<Tree>> {
    let input::Read { name, batch, .. } = read_batch(path, stdin, Keep::Trees(kinds))?;
    if !batch.problems.is_empty() {
        return Err(anyhow!(
            "{}",
            told(&name, "cannot be read", &batch.problems)
        ));
    }
    if batch.trees.is_empty() {
        let kind = kinds.first().copied().unwrap_or_default();
        return Err(anyhow!("{name} has no {kind}")).hint(format!(
            "give manifests of kind {} in core.gardener.cloud/v1beta1",
            kinds.join(" or ")
        ));
    }
    Ok(batch.trees)
}

fn read_batch(path: &str, stdin: &mut dyn Read, keep: Keep) -> anyhow::Result<input::Read> {
    if path == "-" {
        return input::read(STDIN, stdin, keep);
    }
    let files = files::find(Path::new(path))?;
    if let [only] = files.paths.as_slice()
        && only == Path::new(path)
    {
        let file =
            fs::File::open(only).with_context(|| format!("landscape {path} cannot be read"))?;
        return input::read(&only.to_string_lossy(), file, keep);
    }
    let mut batch = parallel::fold(&files.paths, 1, keep, |path, batch: &mut Batch| {
        let place = Place::file(&path.to_string_lossy());
        match fs::read(path) {
            Ok(bytes) => batch.append(documents::read(&place, bytes, keep)),
            Err(error) => batch.problems.push(Problem::new(place, error.to_string())),
        }
    });
    batch.problems.extend(files.problems);
    Ok(input::Read {
        name: path.to_owned(),
        batch,
        taken: None,
    })
}

/// Say what is wrong: one thing in a line, more of them in lines of their own.
fn told(name: &str, what: &str, things: &[impl std::fmt::Display]) -> String {
    let mut text = format!("landscape {name} {what}");
    if let [only] = things {
        let _ = write!(text, ": {only}"); // writing to a String does not fail
        return text;
    }
    for thing in things {
        let _ = write!(text, "\n  {thing}");
    }
    text
}
