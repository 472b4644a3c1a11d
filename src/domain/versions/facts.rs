//! What a maintenance run depends on besides the shoot itself.

use std::collections::BTreeMap;

use super::profile::Profile;
use crate::domain::objects::binding::Reference;
use crate::domain::objects::{CredentialsBinding, Metadata, SecretBinding};
use crate::order::{Gather as _, Order as _};

/// What a maintenance run depends on besides the shoot itself.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The shoot's profile.
    pub profile: &'a Profile,
    /// The bindings of all projects, where they are known.
    pub bindings: Option<&'a Bindings>,
}

impl<'a> From<&'a Profile> for Facts<'a> {
    /// Know the profile only.
    fn from(profile: &'a Profile) -> Self {
        Self {
            profile,
            bindings: None,
        }
    }
}

/// The bindings of all projects, as far as the migration from one kind to the other needs them.
#[derive(Clone, Debug, Default)]
pub struct Bindings {
    /// By namespace and name.
    secrets: BTreeMap<(String, String), Bound>,
    /// By namespace and name.
    credentials: BTreeMap<(String, String), Bound>,
}

#[derive(Clone, Debug)]
struct Bound {
    to: Reference,
    quotas: Vec<Reference>,
}

impl Bindings {
    /// Keep what is needed of all bindings.
    pub fn new(
        secrets: impl IntoIterator<Item = SecretBinding>,
        credentials: impl IntoIterator<Item = CredentialsBinding>,
    ) -> Self {
        let key = |metadata: Metadata| (metadata.namespace.unwrap_or_default(), metadata.name);
        let bound = |to: Reference, mut quotas: Vec<Reference>| {
            quotas.order();
            Bound { to, quotas }
        };
        let secrets = secrets.into_iter();
        let credentials = credentials.into_iter();
        Self {
            secrets: secrets
                .map(|binding| {
                    (
                        key(binding.metadata),
                        bound(binding.secret_ref, binding.quotas),
                    )
                })
                .gather(),
            credentials: credentials
                .map(|binding| {
                    (
                        key(binding.metadata),
                        bound(binding.credentials_ref, binding.quotas),
                    )
                })
                .gather(),
        }
    }

    /// Tell whether maintenance fails to replace a SecretBinding by a CredentialsBinding: the one that it
    /// would make exists and refers to something else
    /// (`gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:migrateSecretBindingToCredentialsBinding`).
    pub fn blocks_migration(&self, namespace: &str, secret_binding: &str) -> bool {
        let key = |name: String| (namespace.to_owned(), name);
        let secret = self.secrets.get(&key(secret_binding.to_owned()));
        let made = self
            .credentials
            .get(&key(format!("force-migrated-{secret_binding}")));
        let (Some(secret), Some(made)) = (secret, made) else {
            return false; // it makes one, or takes another that refers to the same
        };
        let same_secret = (made.to.api_version.as_str(), made.to.kind.as_str()) == ("v1", "Secret")
            && (&made.to.namespace, &made.to.name) == (&secret.to.namespace, &secret.to.name);
        !same_secret || made.quotas != secret.quotas
    }
}
