//! Whether the API server accepts a change: validation and admission, as far as they can be told from files.
//!
//! A rejection is only said where Gardener itself says it. What is decided elsewhere (by an extension's
//! admission, by objects that are not at hand, by how a landscape is configured) is a doubt.

mod admission;
mod api_server;
mod autoscalers;
mod components;
mod dns;
mod kubelet;
mod maintenance;
mod names;
mod networking;
mod offer;
mod operation;
mod pools;
mod spec;
pub mod text;
mod undecided;
mod update;

pub(in crate::domain) use names::{apis, is_gate, is_plugin};
pub(super) use operation::{MAINTENANCE, OPERATION, is_alone, list as operations};
pub(super) use update::{is_in_place, is_ipvs};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::change::Change;
use super::facts::Facts;
use super::manifest::Manifest;
use super::path::Path;
use super::rules::Rule;
use super::tree::Node;
use crate::domain::versions::profile::Profile;
use crate::domain::versions::version::Version;

/// What the API server makes of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It takes it.
    Accepted,
    /// It refuses it.
    Rejected,
    /// It cannot be told from what is at hand.
    Unknown,
}

/// A reason why the API server refuses a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rejection {
    /// The field; empty where it is the Shoot as a whole.
    pub path: String,
    /// What the server says, in its words where they are known.
    pub message: String,
    /// The rule that says so.
    pub rule: String,
}

/// Something that decides about a change and cannot be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Doubt {
    /// The field.
    pub path: String,
    /// What decides.
    pub reason: String,
}

/// One look at a change.
pub(super) struct Check<'a> {
    pub(super) old: &'a Manifest,
    pub(super) new: &'a Manifest,
    pub(super) facts: Facts<'a>,
    pub(super) profile: Option<&'a Profile>,
    /// The Kubernetes version to be, where it can be read.
    pub(super) version: Version,
    pub(super) rejections: Vec<Rejection>,
    pub(super) doubts: Vec<Doubt>,
}

impl<'a> Check<'a> {
    pub(super) fn new(old: &'a Manifest, new: &'a Manifest, facts: Facts<'a>) -> Self {
        let version = new.spec().at("kubernetes.version").words();
        Self {
            old,
            new,
            facts,
            profile: facts.profile(new),
            version: Version::parse(version).unwrap_or_else(oldest),
            rejections: Vec::new(),
            doubts: Vec::new(),
        }
    }

    pub(super) fn reject(&mut self, rule: Rule, path: &Path, message: impl Into<String>) {
        let rejection = Rejection {
            path: path.to_string(),
            message: message.into(),
            rule: rule.id().to_owned(),
        };
        if !self.rejections.contains(&rejection) {
            self.rejections.push(rejection);
        }
    }

    /// Refuse for what the status says. A manifest that somebody keeps in a file has none.
    pub(super) fn reject_by_status(&mut self, rule: Rule, path: &Path, message: impl Into<String>) {
        if self.old.has_status() {
            self.reject(rule, path, message);
        } else {
            self.doubt(
                path,
                "the status of the Shoot decides, which the manifest does not have",
            );
        }
    }

    pub(super) fn doubt(&mut self, path: &Path, reason: impl Into<String>) {
        let doubt = Doubt {
            path: path.to_string(),
            reason: reason.into(),
        };
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    /// Whether the Kubernetes version to be is of this minor of Kubernetes 1 or a later one.
    pub(super) fn since(&self, minor: u64) -> bool {
        is_since(&self.version, minor)
    }

    /// Whether a field differs between the old and the new spec.
    pub(super) fn changed(&self, path: &str) -> bool {
        self.old.spec().at(path) != self.new.spec().at(path)
    }

    /// Give the new spec.
    pub(super) fn spec(&self) -> Node<'a> {
        self.new.spec()
    }

    /// Give the pools to be with their paths.
    pub(super) fn pools(&self) -> Vec<(Path, Node<'a>)> {
        let workers = Path::root("spec").join("provider.workers");
        let pools = self.new.pools().enumerate();
        pools
            .map(|(index, pool)| {
                let path = match pool.get("name").text() {
                    Some(name) => workers.key(name),
                    None => workers.key(&index.to_string()),
                };
                (path, pool)
            })
            .collect()
    }
}

/// Whether a version is of this minor of Kubernetes 1 or a later one.
pub(super) fn is_since(version: &Version, minor: u64) -> bool {
    (version.major, version.minor) >= (1, minor)
}

fn oldest() -> Version {
    Version::parse("0.0.0").expect("a version")
}

/// Decide about a change. `new` is filled in on the way, as the server does.
pub(super) fn judge(
    old: &Manifest,
    new: &mut Manifest,
    facts: Facts<'_>,
) -> (Verdict, Vec<Rejection>, Vec<Doubt>, Vec<Change>) {
    let mut doubts = Vec::new();
    let mut rejections: Vec<Rejection> = new
        .faults
        .iter()
        .map(|fault| Rejection {
            path: fault.path.clone(),
            message: fault.message.clone(),
            rule: Rule::TypeMismatch.id().to_owned(),
        })
        .collect();
    if rejections.is_empty() {
        super::admission::mutate(old, new, facts, &mut rejections, &mut doubts);
        super::admission::needs_retry(old, new);
    }
    let changes = super::change::changes(old, new);
    if rejections.is_empty() {
        let mut check = Check::new(old, new, facts);
        check.validate();
        rejections = check.rejections;
        doubts.extend(check.doubts);
    }
    super::admission::canonicalize(new);
    let changes = if rejections.is_empty() {
        super::change::changes(old, new)
    } else {
        changes
    };
    if rejections.is_empty() {
        let mut check = Check::new(old, new, facts);
        check.admit();
        check.undecided(&changes);
        rejections = check.rejections;
        doubts.extend(check.doubts);
    }
    let verdict = if !rejections.is_empty() {
        Verdict::Rejected
    } else if doubts.is_empty() {
        Verdict::Accepted
    } else {
        Verdict::Unknown
    };
    (verdict, rejections, doubts, changes)
}

impl Check<'_> {
    /// What the validation of a Shoot says (`gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootUpdate`).
    fn validate(&mut self) {
        if self.update_is_frozen() {
            return;
        }
        self.update();
        self.metadata();
        self.references();
        self.provider();
        self.addons();
        self.dns();
        self.components();
        self.networking();
        self.maintenance();
        self.hibernation();
        self.rest();
        self.operations();
    }
}
