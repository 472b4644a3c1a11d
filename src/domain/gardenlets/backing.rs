//! What stands behind a seed's gardenlet, and the operation that is right for it.
//!
//! The test is whether a ManagedSeed or a Gardenlet of the seed's name exists in `garden`; the API server admits only
//! one of the two (`gardener/gardener:plugin/pkg/global/resourcereferencemanager/admission.go`). Where one of them may
//! not be read, the labels that the API server keeps on the Seed tell what is likely
//! (`gardener/gardener:plugin/pkg/seed/mutator/admission.go:Admit`).

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::objects::{Gardenlet, ManagedSeed, Object, Seed};

/// Namespace of all Gardenlets and ManagedSeeds.
pub const GARDEN_NAMESPACE: &str = "garden";
/// How names of Gardenlets begin that belong to self-hosted shoots: gardener-operator ignores them
/// (`gardener/gardener:pkg/utils/gardener/gardenlet/gardenlet.go:ResourcePrefixSelfHostedShoot`).
pub const SELF_HOSTED_PREFIX: &str = "self-hosted-shoot-";
/// How labels begin that name the seeds which a Seed has to do with: itself, and as a managed one its parent.
const SEED_NAME_LABEL: &str = "name.seed.gardener.cloud/";
/// Label of a Seed that runs in a self-hosted shoot; its gardenlet comes from a ManagedSeed.
const SELF_HOSTED_LABEL: &str = "seed.gardener.cloud/self-hosted-shoot-cluster";

/// What is known of an object of a certain name.
#[derive(Debug)]
pub enum Look<'a, K> {
    /// It is there.
    Found(&'a K),
    /// It is not there.
    Absent,
    /// It could not be read: the right is missing, or it is not in the files.
    Unread,
}

impl<K> Clone for Look<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Look<'_, K> {}

impl<'a, K> Look<'a, K> {
    /// Look for an object where all of them could be read.
    pub fn of(found: Option<&'a K>) -> Self {
        found.map_or(Self::Absent, Self::Found)
    }
}

/// What deploys a gardenlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum BackingKind {
    /// A Gardenlet: gardener-operator deploys it first, then it keeps itself up to date.
    Gardenlet,
    /// A ManagedSeed: the gardenlet of the parent seed deploys it.
    ManagedSeed,
    /// `gardenadm connect` deployed it into a self-hosted shoot; it keeps itself up to date.
    SelfHosted,
    /// Neither: Helm, GitOps or a person.
    Manual,
    /// Not known, because something may not be read.
    Unknown,
}

impl BackingKind {
    /// Name it for people, in Gardener's words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gardenlet => "Gardenlet",
            Self::ManagedSeed => "ManagedSeed",
            Self::SelfHosted => "self-hosted",
            Self::Manual => "manual",
            Self::Unknown => "unknown",
        }
    }
}

/// What stands behind a gardenlet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Backing {
    /// What deploys it.
    pub kind: BackingKind,
    /// Whether objects prove it; else labels make it likely.
    pub proven: bool,
    /// The shoot in `garden` that the gardenlet runs in, where it is one.
    pub shoot: Option<String>,
    /// What it was concluded from.
    pub reason: String,
}

/// Tell what backs the gardenlet of this name, which is also the name of its Seed.
pub fn classify(
    name: &str,
    seed: Look<'_, Seed>,
    gardenlet: Look<'_, Gardenlet>,
    managed_seed: Look<'_, ManagedSeed>,
) -> Backing {
    use BackingKind::{Gardenlet, ManagedSeed, Manual, SelfHosted, Unknown};
    if let Some(shoot) = name.strip_prefix(SELF_HOSTED_PREFIX)
        && !matches!(managed_seed, Look::Found(_))
    {
        let mut backing = proven(
            SelfHosted,
            format!("its name begins with {SELF_HOSTED_PREFIX}"),
        );
        backing.shoot = Some(shoot.to_owned());
        return backing;
    }
    let labels = match seed {
        Look::Found(seed) => from_labels(name, &seed.metadata().labels),
        Look::Absent | Look::Unread => None,
    };
    match (managed_seed, gardenlet) {
        (Look::Found(managed), other) => {
            let both = match other {
                Look::Found(_) => ", and a Gardenlet as well, which no API server admits",
                Look::Absent | Look::Unread => "",
            };
            let mut backing = proven(
                ManagedSeed,
                format!("there is a ManagedSeed of this name{both}"),
            );
            backing.shoot = managed.spec.shoot.as_ref().map(|shoot| shoot.name.clone());
            backing
        }
        // The API server does not admit a ManagedSeed beside it.
        (_, Look::Found(_)) => proven(Gardenlet, "there is a Gardenlet of this name"),
        (Look::Absent, Look::Absent) => proven(
            Manual,
            "there is neither a Gardenlet nor a ManagedSeed of this name",
        ),
        (Look::Unread, rest) => match (labels, seed, rest) {
            (Some(why), _, _) => likely(
                ManagedSeed,
                format!("{why}; ManagedSeeds could not be read"),
            ),
            (None, Look::Found(_), Look::Absent) => likely(
                Manual,
                "there is no Gardenlet of this name, and no label names a parent seed; ManagedSeeds could not be read",
            ),
            (None, _, Look::Absent) => likely(
                Unknown,
                "there is no Gardenlet of this name; ManagedSeeds could not be read",
            ),
            (None, _, _) => likely(Unknown, "neither Gardenlets nor ManagedSeeds could be read"),
        },
        (Look::Absent, Look::Unread) => likely(
            Unknown,
            "there is no ManagedSeed of this name; Gardenlets could not be read",
        ),
    }
}

/// Tell from the labels of a Seed whether it is a managed one, and why: cheap, and as old as the last write to it.
///
/// A ManagedSeed's Seed has the name of its parent in a label of its own. In a self-hosted shoot the parent is the seed
/// itself, which has another label (`gardener/gardener:pkg/gardenlet/controller/managedseed/add.go:SeedPredicate`).
pub fn from_labels(name: &str, labels: &BTreeMap<String, String>) -> Option<String> {
    if labels
        .get(SELF_HOSTED_LABEL)
        .is_some_and(|value| value == "true")
    {
        return Some(format!("label {SELF_HOSTED_LABEL} is set"));
    }
    let parent = parent_from_labels(name, labels)?;
    Some(format!("a label names {parent} as its parent seed"))
}

/// Give the parent seed that the labels of a managed Seed name.
pub fn parent_from_labels<'l>(name: &str, labels: &'l BTreeMap<String, String>) -> Option<&'l str> {
    labels
        .keys()
        .filter_map(|key| key.strip_prefix(SEED_NAME_LABEL))
        .find(|seed| *seed != name)
}

fn proven(kind: BackingKind, reason: impl Into<String>) -> Backing {
    Backing {
        kind,
        proven: true,
        shoot: None,
        reason: reason.into(),
    }
}

fn likely(kind: BackingKind, reason: impl Into<String>) -> Backing {
    Backing {
        proven: false,
        ..proven(kind, reason)
    }
}

/// What can be done for a gardenlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Operation {
    /// gardener-operator deploys it anew: annotation `force-redeploy` on the Gardenlet.
    ForceRedeploy,
    /// The parent gardenlet deploys it anew: annotation `reconcile` on the ManagedSeed.
    Reconcile,
    /// It gets a new client certificate: annotation `renew-kubeconfig`. Only a ManagedSeed's need not be alive for it.
    RenewKubeconfig,
    /// Nobody deploys it: `hack/usage/rebootstrap-gardenlet.sh` of Gardener gives it a new token.
    Rebootstrap,
}

impl Operation {
    /// Name it as its annotation or script does.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ForceRedeploy => "force-redeploy",
            Self::Reconcile => "reconcile",
            Self::RenewKubeconfig => "renew-kubeconfig",
            Self::Rebootstrap => "rebootstrap-gardenlet.sh",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is wrong with a gardenlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It does not report any more.
    Silent,
    /// It reports, and its client certificate has to be renewed.
    Certificate,
}

impl Backing {
    /// Give the operation that is right; none while it is not known what backs the gardenlet.
    pub const fn operation(&self, trouble: Trouble) -> Option<Operation> {
        match (self.kind, trouble) {
            (BackingKind::Gardenlet, Trouble::Silent) => Some(Operation::ForceRedeploy),
            (BackingKind::ManagedSeed, Trouble::Silent) => Some(Operation::Reconcile),
            (BackingKind::SelfHosted | BackingKind::Manual, Trouble::Silent) => {
                Some(Operation::Rebootstrap)
            }
            (BackingKind::Unknown, _) => None,
            (_, Trouble::Certificate) => Some(Operation::RenewKubeconfig),
        }
    }

    /// Give the command that does it, word by word, without connection flags. Words in capitals are for the operator.
    pub fn command(&self, name: &str, operation: Operation) -> Vec<String> {
        let resource = match self.kind {
            BackingKind::Gardenlet | BackingKind::SelfHosted => "gardenlet",
            BackingKind::ManagedSeed => "managedseed",
            BackingKind::Manual | BackingKind::Unknown => "seed",
        };
        let words = match operation {
            Operation::ForceRedeploy => vec!["kubectl", "gardener", "redeploy", name],
            Operation::Reconcile | Operation::RenewKubeconfig
                if self.kind == BackingKind::ManagedSeed =>
            {
                let operation = operation.name();
                vec![
                    "kubectl",
                    "gardener",
                    "redeploy",
                    name,
                    "--operation",
                    operation,
                ]
            }
            Operation::Reconcile | Operation::RenewKubeconfig => {
                return annotate(resource, name, Some(operation.name()));
            }
            Operation::Rebootstrap => {
                let script = "hack/usage/rebootstrap-gardenlet.sh";
                let begin = [script, "--garden-kubeconfig", "GARDEN"];
                let rest = match self.shoot.as_deref() {
                    Some(shoot) if self.kind == BackingKind::SelfHosted => vec![
                        "--shoot-kubeconfig",
                        "SHOOT",
                        "--shoot-namespace",
                        GARDEN_NAMESPACE,
                        "--shoot-name",
                        shoot,
                    ],
                    _ => vec!["--seed-kubeconfig", "SEED", "--seed-name", name],
                };
                begin.into_iter().chain(rest).collect()
            }
        };
        words.into_iter().map(ToOwned::to_owned).collect()
    }
}

/// Give the kubectl command that sets the operation annotation of an object, or takes it off.
pub fn annotate(resource: &str, name: &str, operation: Option<&str>) -> Vec<String> {
    let key = crate::domain::objects::shoot::OPERATION;
    let annotation = match operation {
        Some(operation) => format!("{key}={operation}"),
        None => format!("{key}-"),
    };
    let mut words = vec!["kubectl", "annotate", resource, name];
    if resource != "seed" {
        words.extend(["-n", GARDEN_NAMESPACE]);
    }
    let words = words.into_iter().map(ToOwned::to_owned);
    words.chain([annotation]).collect()
}

#[cfg(test)]
mod tests;
