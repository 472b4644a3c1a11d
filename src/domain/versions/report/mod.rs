//! The version report: what is on offer, who uses it, and what happens to each shoot.
//!
//! Shoots are folded one by one; nothing of them is kept but what the report shows.

mod builder;
mod shared;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::finding::{Finding, Severity};
use super::profile::ProfileKey;
use super::run::Run;
use super::waiver::Waived;
use crate::domain::waiver::Waivers;

pub use builder::Builder;

/// What the report looks at.
#[derive(Clone, Debug)]
pub struct Options {
    /// The instant of the look.
    pub now: Timestamp,
    /// How far ahead an expiry is worth a warning.
    pub within: SignedDuration,
    /// Only this profile: `name`, or `namespace/name` of a NamespacedCloudProfile.
    pub profile: Option<String>,
    /// Only findings from this severity on.
    pub severity: Severity,
    /// Findings that somebody has accepted.
    pub waivers: Waivers,
}

/// All CloudProfiles and NamespacedCloudProfiles against all shoots and worker pools.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionReport {
    /// The instant of the look.
    pub now: Timestamp,
    /// Every version of every profile, and those in use that their profile lacks.
    pub versions: Vec<VersionRow>,
    /// Every shoot; with `--severity` those with a finding of that severity.
    pub shoots: Vec<ShootRow>,
    /// Totals.
    pub summary: Summary,
    /// What could not be read, so that the report does not show it.
    pub unreadable: Vec<String>,
}

/// A version of a profile.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionRow {
    /// The profile.
    pub profile: ProfileKey,
    /// Of what it is a version.
    #[serde(rename = "type")]
    pub version_type: VersionType,
    /// Name of the machine image.
    pub image: Option<String>,
    /// The version.
    pub version: String,
    /// `unavailable`, `preview`, `supported`, `deprecated` or `expired` by its lifecycle now; `missing` where the
    /// profile lacks it. An unknown legacy classification is kept verbatim.
    pub classification: String,
    /// When it expires or expired.
    pub expiration_date: Option<Timestamp>,
    /// The next change of its classification.
    pub next_change: Option<NextChange>,
    /// Shoots that use it: as control plane, or in at least one pool's image.
    pub shoots: u32,
    /// Pools that use it: as their own or their shoot's Kubernetes version, or as image.
    pub pools: u32,
}

/// Of what something is a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum VersionType {
    /// Kubernetes.
    Kubernetes,
    /// A machine image.
    MachineImage,
}

/// A change of classification to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NextChange {
    /// The instant; the new classification holds after it.
    pub at: Timestamp,
    /// The new classification.
    pub to: String,
}

/// A shoot with its findings.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShootRow {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Project, where it is known.
    pub project: Option<String>,
    /// The profile that it refers to.
    pub profile: Option<ProfileKey>,
    /// The seed that hosts its control plane.
    pub seed: Option<String>,
    /// Version of its control plane.
    pub kubernetes: String,
    /// Severity of the worst finding.
    pub severity: Option<Severity>,
    /// The next maintenance run; absent when it changes nothing.
    pub next_run: Option<Arc<Run>>,
    /// What there is to tell.
    pub findings: Vec<Finding>,
    /// What somebody has accepted.
    pub waived: Vec<Waived>,
}

/// Totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Profiles looked at.
    pub profiles: u32,
    /// Versions in use.
    pub versions_in_use: u32,
    /// Shoots looked at.
    pub shoots: u32,
    /// Shoots with at least one finding, waived ones left out.
    pub shoots_with_findings: u32,
    /// Shoots whose next run changes a version by force.
    pub shoots_forced_next: u32,
    /// Findings of severity error.
    pub errors: u32,
    /// Findings of severity warning.
    pub warnings: u32,
    /// Findings of severity info.
    pub infos: u32,
    /// Findings that are waived.
    pub waived: u32,
}

impl Summary {
    /// Give the severity of the worst finding.
    pub fn worst(&self) -> Option<Severity> {
        [
            (self.errors, Severity::Error),
            (self.warnings, Severity::Warning),
            (self.infos, Severity::Info),
        ]
        .into_iter()
        .find_map(|(count, severity)| (count > 0).then_some(severity))
    }
}
