//! What a change of image vectors does, as data.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::compare::Owner;
use super::component::Place;
use super::gates::GateChange;
use crate::domain::impact::fleet::FleetImpact;
use crate::domain::impact::pools::{Certainty, Size};
use crate::domain::impact::rules::Class;

/// What a change of image vectors does to control planes, nodes and seeds.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GardenerImpact {
    /// The instant of the change.
    pub now: Timestamp,
    /// The image vectors.
    pub vectors: Vec<VectorChange>,
    /// Versions of Kubernetes that were looked at, of shoots and of seeds.
    pub kubernetes: Vec<String>,
    /// Components whose images change, the most severe first.
    pub components: Vec<ComponentImpact>,
    /// What becomes of the nodes.
    pub nodes: Nodes,
    /// What Gardener itself does otherwise between the versions, where both are known.
    pub gates: Vec<GateChange>,
    /// The shoots that take part; absent where no garden was looked at.
    pub shoots: Option<FleetImpact>,
    /// Changed images that no component is known of.
    pub unexplained: Vec<String>,
    /// What an image vector does not show.
    pub not_analysed: Vec<String>,
    /// What could not be read, so that it is not taken into account.
    pub unreadable: Vec<String>,
    /// All in one.
    pub summary: Summary,
}

impl GardenerImpact {
    /// The kind in JSON and YAML.
    pub const KIND: &'static str = "GardenerImpact";
}

/// An image vector before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VectorChange {
    /// Whose it is.
    pub owner: Owner,
    /// The file before.
    pub from: String,
    /// The file after.
    pub to: String,
    /// The version of Gardener before, where it is known.
    pub from_version: Option<String>,
    /// The version of Gardener after, where it is known.
    pub to_version: Option<String>,
}

/// A component whose images change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComponentImpact {
    /// Its name.
    pub name: String,
    /// Where it runs.
    pub place: Place,
    /// Its most severe effect.
    pub class: Class,
    /// Its other effects.
    pub also: Vec<Class>,
    /// What happens.
    pub effect: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// Which shoots have it; absent where all have.
    pub condition: Option<String>,
    /// Its images that change.
    pub images: Vec<ImageChange>,
    /// Shoots that have it and are awake; absent where no garden was looked at.
    pub shoots: Option<u32>,
    /// Pools, where it is on nodes.
    pub pools: Option<u32>,
    /// Nodes of these pools, at least and at most.
    pub nodes: Option<Size>,
    /// Where it is deployed.
    pub source: String,
}

/// An image that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImageChange {
    /// Its name in the vector.
    pub name: String,
    /// Before; absent where there is none. `<version>` is the version of Kubernetes.
    pub from: Option<String>,
    /// After; absent where there is none.
    pub to: Option<String>,
    /// The versions of Kubernetes for which it changes like this; absent where it does for all that were looked at.
    pub kubernetes: Option<Vec<String>>,
}

/// What becomes of the nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Nodes {
    /// Pools that are renewed.
    pub renewed: u32,
    /// Why.
    pub reason: String,
    /// Units that restart on them.
    pub units: Vec<String>,
    /// Where Gardener decides that.
    pub source: String,
}

/// All in one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// In one line.
    pub headline: String,
    /// The most severe class; absent where nothing happens.
    pub worst: Option<Class>,
    /// Components by class.
    pub classes: BTreeMap<String, usize>,
}
