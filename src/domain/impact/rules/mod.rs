//! The rules of impact: what a change does, or why it is refused, as rows that can be listed and explained.

mod catalogue;

use schemars::JsonSchema;
use serde::Serialize;

pub use catalogue::{RULES, Rule};

/// How severe an effect is, the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Class {
    /// The server refuses the change as a whole.
    Rejected,
    /// Resources or data are deleted, or all workload stops.
    Destructive,
    /// It cannot be changed back.
    Irreversible,
    /// The Kubernetes API is not there for a while.
    ApiDowntime,
    /// Every node of a pool is drained and replaced.
    NodeRoll,
    /// Every node of a pool is drained, updated and kept.
    NodeInplaceDrain,
    /// Some nodes are drained and removed.
    NodeScaleDown,
    /// Nodes are added.
    NodeScaleUp,
    /// Services of nodes restart, pods keep running.
    NodeServiceRestart,
    /// The kubelet restarts, pods keep running.
    KubeletRestart,
    /// Components of the control plane are replaced; long-lived connections are cut.
    ControlPlaneRollout,
    /// etcd restarts.
    EtcdRollout,
    /// Pods in kube-system are replaced.
    SystemComponentRollout,
    /// Credentials, tokens or permissions change; clients may be locked out.
    AccessImpact,
    /// The infrastructure is reconciled.
    InfraReconcile,
    /// It stays incomplete until somebody acts.
    ManualActionRequired,
    /// It is stored now and done later.
    Deferred,
    /// What it does depends on an extension that is not modelled, or no rule knows it.
    UnknownProvider,
    /// Only Gardener's own configuration changes; nothing restarts.
    ConfigOnly,
    /// Accepted, and ignored by every controller.
    NoEffect,
}

impl Class {
    /// All classes, the most severe first.
    pub const ALL: [Self; 20] = [
        Self::Rejected,
        Self::Destructive,
        Self::Irreversible,
        Self::ApiDowntime,
        Self::NodeRoll,
        Self::NodeInplaceDrain,
        Self::NodeScaleDown,
        Self::NodeScaleUp,
        Self::NodeServiceRestart,
        Self::KubeletRestart,
        Self::ControlPlaneRollout,
        Self::EtcdRollout,
        Self::SystemComponentRollout,
        Self::AccessImpact,
        Self::InfraReconcile,
        Self::ManualActionRequired,
        Self::Deferred,
        Self::UnknownProvider,
        Self::ConfigOnly,
        Self::NoEffect,
    ];

    /// Give the name, as in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Rejected => "REJECTED",
            Self::Destructive => "DESTRUCTIVE",
            Self::Irreversible => "IRREVERSIBLE",
            Self::ApiDowntime => "API_DOWNTIME",
            Self::NodeRoll => "NODE_ROLL",
            Self::NodeInplaceDrain => "NODE_INPLACE_DRAIN",
            Self::NodeScaleDown => "NODE_SCALE_DOWN",
            Self::NodeScaleUp => "NODE_SCALE_UP",
            Self::NodeServiceRestart => "NODE_SERVICE_RESTART",
            Self::KubeletRestart => "KUBELET_RESTART",
            Self::ControlPlaneRollout => "CONTROL_PLANE_ROLLOUT",
            Self::EtcdRollout => "ETCD_ROLLOUT",
            Self::SystemComponentRollout => "SYSTEM_COMPONENT_ROLLOUT",
            Self::AccessImpact => "ACCESS_IMPACT",
            Self::InfraReconcile => "INFRA_RECONCILE",
            Self::ManualActionRequired => "MANUAL_ACTION_REQUIRED",
            Self::Deferred => "DEFERRED",
            Self::UnknownProvider => "UNKNOWN_PROVIDER",
            Self::ConfigOnly => "CONFIG_ONLY",
            Self::NoEffect => "NO_EFFECT",
        }
    }
}

/// When an effect comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// At once, or in the maintenance window where spec changes are confined to it.
    Standard,
    /// At once, also where spec changes are confined.
    Now,
    /// With the next maintenance run.
    Window,
    /// With the next maintenance run that starts operations: of a Shoot that has failed it starts none.
    Maintenance,
    /// With the next reconciliation, whatever starts it.
    NextReconcile,
    /// Whenever a controller gets to it; no reconciliation is needed.
    Controller,
}

/// A rule as it is listed and explained.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The rule.
    pub rule: Rule,
    /// Its name, which never changes.
    pub id: &'static str,
    /// What it leads to.
    pub classes: &'static [Class],
    /// The components of control plane and kube-system that it touches.
    pub components: &'static [&'static str],
    /// The fields that it is about; `*` stands for any name, `**` for all below.
    pub paths: &'static [&'static str],
    /// What happens, in a sentence.
    pub effect: &'static str,
    /// Whether it can be changed back.
    pub reversible: bool,
    /// When it happens.
    pub timing: Timing,
    /// Where Gardener does it: file and function.
    pub source: &'static str,
}

impl Rule {
    /// Give the row.
    pub fn row(self) -> &'static Row {
        let row = RULES.iter().find(|row| row.rule == self);
        row.expect("every rule has a row")
    }

    /// Give the name.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// Find a rule by its name.
    pub fn named(id: &str) -> Option<Self> {
        RULES.iter().find(|row| row.id == id).map(|row| row.rule)
    }
}
