//! The kinds of objects that commands look at, and how a rule about them is written.

use super::Scope::{Asked, Cluster, Everywhere, In};
use super::{Need, Resource, Rule, Scope};

const CORE: &str = "core.gardener.cloud";
const SEEDMANAGEMENT: &str = "seedmanagement.gardener.cloud";
const SECURITY: &str = "security.gardener.cloud";
const GARDEN: &str = "garden";

const fn resource(group: &'static str, name: &'static str, scope: Scope) -> Resource {
    Resource {
        group,
        name,
        scope,
        object: None,
    }
}

pub(super) const SEEDS: Resource = resource(CORE, "seeds", Cluster);
pub(super) const PROJECTS: Resource = resource(CORE, "projects", Cluster);
pub(super) const CLOUD_PROFILES: Resource = resource(CORE, "cloudprofiles", Cluster);
pub(super) const SHOOTS: Resource = resource(CORE, "shoots", Asked);
pub(super) const ALL_SHOOTS: Resource = resource(CORE, "shoots", Everywhere);
pub(super) const OWN_PROFILES: Resource = resource(CORE, "namespacedcloudprofiles", Asked);
pub(super) const ALL_OWN_PROFILES: Resource = resource(CORE, "namespacedcloudprofiles", Everywhere);
pub(super) const SECRET_BINDINGS: Resource = resource(CORE, "secretbindings", Asked);
pub(super) const ALL_SECRET_BINDINGS: Resource = resource(CORE, "secretbindings", Everywhere);
pub(super) const CREDENTIALS_BINDINGS: Resource = resource(SECURITY, "credentialsbindings", Asked);
pub(super) const ALL_CREDENTIALS_BINDINGS: Resource =
    resource(SECURITY, "credentialsbindings", Everywhere);
pub(super) const GARDENLETS: Resource = resource(SEEDMANAGEMENT, "gardenlets", In(GARDEN));
pub(super) const ALL_GARDENLETS: Resource = resource(SEEDMANAGEMENT, "gardenlets", Everywhere);
pub(super) const MANAGED_SEEDS: Resource = resource(SEEDMANAGEMENT, "managedseeds", In(GARDEN));
pub(super) const ALL_MANAGED_SEEDS: Resource = resource(SEEDMANAGEMENT, "managedseeds", Everywhere);
pub(super) const HEARTBEATS: Resource = resource(
    "coordination.k8s.io",
    "leases",
    In("gardener-system-seed-lease"),
);
pub(super) const GARDEN_HEARTBEATS: Resource =
    resource("coordination.k8s.io", "leases", In(GARDEN));
pub(super) const GARDEN_SHOOTS: Resource = resource(CORE, "shoots", In(GARDEN));
pub(super) const SECRETS: Resource = resource("", "secrets", In(GARDEN));
pub(super) const CERTIFICATE_REQUESTS: Resource =
    resource("certificates.k8s.io", "certificatesigningrequests", Cluster);
pub(super) const NAMESPACES: Resource = resource("", "namespaces", Cluster);
pub(super) const ADMIN_KUBECONFIG: Resource = resource(CORE, "shoots/adminkubeconfig", Everywhere);
pub(super) const INFO: Resource = Resource {
    object: Some("gardener-info"),
    ..resource("", "configmaps", In("gardener-system-public"))
};
pub(super) const IDENTITY: Resource = Resource {
    object: Some("cluster-identity"),
    ..resource("", "configmaps", In("kube-system"))
};

const fn rule(verb: &'static str, on: Resource, need: Need) -> Rule {
    Rule { verb, on, need }
}

pub(super) const fn needed(verb: &'static str, on: Resource) -> Rule {
    rule(verb, on, Need::Needed)
}

pub(super) const fn sometimes(verb: &'static str, on: Resource, when: &'static str) -> Rule {
    rule(verb, on, Need::Sometimes(when))
}

pub(super) const fn adds(verb: &'static str, on: Resource, without: &'static str) -> Rule {
    rule(verb, on, Need::Adds(without))
}
