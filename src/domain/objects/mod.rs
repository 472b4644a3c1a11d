//! The Gardener objects as far as we use them: API shape, unknown fields ignored, `null` read as absent.
//!
//! How they arrive (JSON pages, YAML files) is the business of `garden`.

pub mod binding;
pub mod cloud_profile;
pub mod cluster;
pub mod condition;
pub mod config_map;
pub mod gardenlet;
pub mod hosted_shoot;
pub mod lease;
pub mod managed_fields;
pub mod managed_seed;
pub mod project;
pub mod secret_metadata;
pub mod seed;
pub mod shoot;
pub mod traced_shoot;
pub mod whole_shoot;

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

pub use binding::{CredentialsBinding, SecretBinding};
pub use cloud_profile::{CloudProfile, CloudProfileSpec, NamespacedCloudProfile};
pub use condition::Condition;
pub use config_map::ConfigMap;
pub use gardenlet::Gardenlet;
pub use hosted_shoot::HostedShoot;
pub use lease::Lease;
pub use managed_fields::TracedMetadata;
pub use managed_seed::ManagedSeed;
pub use project::Project;
pub use secret_metadata::SecretMetadata;
pub use seed::Seed;
pub use shoot::Shoot;
pub use traced_shoot::TracedShoot;
pub use whole_shoot::WholeShoot;

/// Read `null` like an absent field: servers and dumps write both.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// The part of `metadata` that we use; managedFields are skipped while reading.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// Name of the object.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Namespace, absent for cluster-scoped objects.
    pub namespace: Option<String>,
    /// Generation of the spec.
    pub generation: Option<i64>,
    /// Labels.
    #[serde(default, deserialize_with = "null_as_default")]
    pub labels: BTreeMap<String, String>,
    /// Annotations.
    #[serde(default, deserialize_with = "null_as_default")]
    pub annotations: BTreeMap<String, String>,
    /// Identity beyond the name: another object of the same name has another.
    pub uid: Option<String>,
    /// Version that was read; a patch that holds it is refused for any other.
    pub resource_version: Option<String>,
    /// When it was created.
    pub creation_timestamp: Option<Timestamp>,
    /// Set once deletion was asked for.
    pub deletion_timestamp: Option<Timestamp>,
}

/// What every object that we read has: where it is served and its metadata.
pub trait Object: 'static {
    /// API group, for example `core.gardener.cloud`.
    const GROUP: &'static str;
    /// API version within the group, for example `v1beta1`.
    const VERSION: &'static str;
    /// Kind, for example `Shoot`.
    const KIND: &'static str;
    /// Name of the resource in paths, for example `shoots`.
    const PLURAL: &'static str;
    /// Whether the resource lives in namespaces.
    const NAMESPACED: bool;
    /// Whether lists ask the server for the metadata only, so that nothing else travels.
    const METADATA_ONLY: bool = false;

    /// Give the metadata.
    fn metadata(&self) -> &Metadata;

    /// Give the name of the object.
    fn name(&self) -> &str {
        &self.metadata().name
    }

    /// Give the namespace of the object, empty for cluster-scoped ones.
    fn namespace(&self) -> &str {
        self.metadata().namespace.as_deref().unwrap_or_default()
    }
}

/// What [`Object`] says of a kind, as a value: for what does not need the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// API group.
    pub group: &'static str,
    /// API version within the group.
    pub version: &'static str,
    /// Kind.
    pub kind: &'static str,
    /// Name of the resource in paths.
    pub plural: &'static str,
    /// Whether the resource lives in namespaces.
    pub namespaced: bool,
    /// Whether lists ask for the metadata only.
    pub metadata_only: bool,
}

impl Served {
    /// Give what a type says.
    pub const fn of<K: Object>() -> Self {
        Self {
            group: K::GROUP,
            version: K::VERSION,
            kind: K::KIND,
            plural: K::PLURAL,
            namespaced: K::NAMESPACED,
            metadata_only: K::METADATA_ONLY,
        }
    }
}

/// Implement [`Object`] for a type with a field `metadata`.
macro_rules! object {
    ($type:ty, $group:literal, $version:literal, $kind:literal, $plural:literal, $namespaced:literal) => {
        impl $crate::domain::objects::Object for $type {
            const GROUP: &'static str = $group;
            const VERSION: &'static str = $version;
            const KIND: &'static str = $kind;
            const PLURAL: &'static str = $plural;
            const NAMESPACED: bool = $namespaced;

            fn metadata(&self) -> &$crate::domain::objects::Metadata {
                &self.metadata
            }
        }
    };
}
pub(crate) use object;

/// Kind, namespace and name: how an object is called in messages and keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectKey {
    /// Kind of the object.
    pub kind: String,
    /// Namespace, absent for cluster-scoped objects.
    pub namespace: Option<String>,
    /// Name of the object.
    pub name: String,
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{} {namespace}/{}", self.kind, self.name),
            None => write!(f, "{} {}", self.kind, self.name),
        }
    }
}
