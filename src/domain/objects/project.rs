//! Project (`gardener/gardener:pkg/apis/core/v1beta1/types_project.go`).

use serde::Deserialize;

use super::{Metadata, null_as_default, object};

/// A project: the owner of a namespace with shoots.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Project {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: ProjectSpec,
}

object!(
    Project,
    "core.gardener.cloud",
    "v1beta1",
    "Project",
    "projects",
    false
);

/// Spec of a [`Project`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ProjectSpec {
    /// The namespace of its shoots.
    pub namespace: Option<String>,
}
