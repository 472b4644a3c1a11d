//! Effective profiles: what a shoot's profile offers, with versions parsed once.

use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::concern::{Concern, Subject};
use super::constraint::Constraint;
use super::lifecycle::instants;
use super::version::Version;
use crate::domain::objects::cloud_profile::{
    Capabilities, CapabilityDefinition, CloudProfileSpec, Cri, ExpirableVersion, InPlaceUpdates,
    MachineImage, MachineImageVersion, MachineType, NamespacedCloudProfileStatus, Region,
    VolumeType,
};
use crate::domain::objects::shoot::ShootSpec;
use crate::domain::objects::{CloudProfile, NamespacedCloudProfile, Object};
use crate::order::Order as _;

/// Name of the capability that stands for the architecture.
const ARCHITECTURE: &str = "architecture";
/// The architecture where none is given.
pub const DEFAULT_ARCHITECTURE: &str = "amd64";

/// Which profile.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct ProfileKey {
    /// `CloudProfile` or `NamespacedCloudProfile`.
    pub kind: ProfileKind,
    /// Namespace of a NamespacedCloudProfile.
    pub namespace: Option<String>,
    /// Name of the profile.
    pub name: String,
}

/// Kind of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub enum ProfileKind {
    /// Cluster-scoped.
    CloudProfile,
    /// Of one project.
    NamespacedCloudProfile,
}

impl fmt::Display for ProfileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{namespace}/{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl ProfileKey {
    /// Give the key of a CloudProfile.
    pub fn cloud_profile(name: &str) -> Self {
        Self {
            kind: ProfileKind::CloudProfile,
            namespace: None,
            name: name.to_owned(),
        }
    }

    /// Give the key of the profile that a shoot refers to, if any
    /// (`gardener/gardener:pkg/utils/gardener/cloudprofile.go:BuildV1beta1CloudProfileReference`).
    pub fn of_shoot(spec: &ShootSpec, namespace: &str) -> Option<Self> {
        let Some(reference) = &spec.cloud_profile else {
            let name = spec
                .cloud_profile_name
                .as_deref()
                .filter(|name| !name.is_empty())?;
            return Some(Self::cloud_profile(name));
        };
        Some(match reference.kind.as_deref() {
            Some("NamespacedCloudProfile") => Self {
                kind: ProfileKind::NamespacedCloudProfile,
                namespace: Some(namespace.to_owned()),
                name: reference.name.clone(),
            },
            _ => Self::cloud_profile(&reference.name),
        })
    }
}

/// A profile as maintenance sees it.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Which profile.
    pub key: ProfileKey,
    /// The CloudProfile behind it: itself, or the parent.
    pub parent: String,
    /// Kubernetes versions on offer, in the order of the profile.
    pub kubernetes: Vec<Offer>,
    /// Machine images on offer, in the order of the profile.
    pub images: Vec<Image>,
    /// Machine types on offer.
    pub machine_types: Vec<MachineType>,
    /// The vocabulary of machine capabilities.
    pub capabilities: Vec<CapabilityDefinition>,
    /// Provider type.
    pub provider_type: String,
    /// Volume types on offer.
    pub volume_types: Vec<VolumeType>,
    /// Regions on offer.
    pub regions: Vec<Region>,
    /// The most nodes that all pools of a shoot may ask for at least.
    pub max_nodes_total: Option<i64>,
    /// Every instant at which the classification of a version may change, in the order of time, each with the
    /// version whose it is.
    transitions: Vec<(Timestamp, Subject)>,
    /// Kubernetes versions that a NamespacedCloudProfile lists itself: they keep its parent from losing them.
    pub listed: Vec<String>,
    /// Why the status of a NamespacedCloudProfile does not show what its spec says, if so.
    pub stale: Option<Staleness>,
    /// Versions that Gardener cannot parse; maintenance of what they belong to fails.
    pub unparseable: Vec<String>,
}

/// Why the status of a NamespacedCloudProfile does not show what its spec says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staleness {
    /// There is no status yet: Gardener sees no versions at all; rendered from parent and spec.
    NoStatus,
    /// There is no status and no parent: nothing is known.
    NoParent,
    /// The status reflects an older generation of the spec.
    OldGeneration,
}

/// A version on offer.
#[derive(Clone, Debug)]
pub struct Offer {
    /// As it stands in the profile.
    pub raw: ExpirableVersion,
    /// Parsed.
    pub version: Version,
}

/// A machine image on offer.
#[derive(Clone, Debug)]
pub struct Image {
    /// Name of the image.
    pub name: String,
    /// How far maintenance moves.
    pub strategy: Strategy,
    /// Its versions, in the order of the profile.
    pub versions: Vec<ImageOffer>,
}

/// A version of a machine image on offer.
#[derive(Clone, Debug)]
pub struct ImageOffer {
    /// Version and lifecycle.
    pub offer: Offer,
    /// Architectures that it supports, derived from flavors where there are any.
    pub architectures: Vec<String>,
    /// Container runtimes that it supports.
    pub cri: Vec<Cri>,
    /// Kubelet versions that it supports: the text and the parsed constraint.
    pub kubelet: Option<(String, Option<Constraint>)>,
    /// What it can do in place.
    pub in_place: Option<InPlaceUpdates>,
    /// Sets of capabilities that it fits.
    pub flavors: Vec<Capabilities>,
}

/// How far maintenance moves a machine image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Within the minor; forced to the next higher minor.
    Patch,
    /// Within the major; forced to the next higher major.
    Minor,
    /// To the highest version; never forced further.
    Major,
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

impl Profile {
    /// Build the effective profile of a CloudProfile.
    pub fn of(profile: &CloudProfile) -> Self {
        let name = profile.name();
        Self::build(
            ProfileKey::cloud_profile(name),
            name.to_owned(),
            &profile.spec,
            None,
        )
    }

    /// Build the effective profile of a NamespacedCloudProfile: its status, which is what Gardener uses;
    /// without one, what the controller would make of parent and spec.
    pub fn of_namespaced(profile: &NamespacedCloudProfile, parent: Option<&CloudProfile>) -> Self {
        let key = ProfileKey {
            kind: ProfileKind::NamespacedCloudProfile,
            namespace: Some(profile.namespace().to_owned()),
            name: profile.name().to_owned(),
        };
        let parent_name = profile.spec.parent.name.clone();
        let status = profile.status.cloud_profile_spec.as_ref();
        let status = status.filter(|spec| !spec.kubernetes.versions.is_empty());
        let mut effective = match (status, parent) {
            (Some(spec), _) => {
                let observed = profile.status.observed_generation;
                let old =
                    matches!((observed, profile.metadata.generation), (Some(o), Some(g)) if o < g);
                Self::build(
                    key,
                    parent_name,
                    spec,
                    old.then_some(Staleness::OldGeneration),
                )
            }
            (None, Some(parent)) => {
                let merged = merge(&parent.spec, profile);
                Self::build(key, parent_name, &merged, Some(Staleness::NoStatus))
            }
            (None, None) => {
                let nothing = CloudProfileSpec::default();
                Self::build(key, parent_name, &nothing, Some(Staleness::NoParent))
            }
        };
        let listed = profile.spec.kubernetes.versions.iter();
        effective.listed = listed.map(|version| version.version.clone()).collect();
        effective
    }

    /// Build what Gardener will make of a NamespacedCloudProfile once it has seen it and its parent as they are here,
    /// whatever the status says.
    pub fn of_namespaced_anew(profile: &NamespacedCloudProfile, parent: &CloudProfile) -> Self {
        let mut without_status = profile.clone();
        without_status.status = NamespacedCloudProfileStatus::default();
        Self {
            stale: None,
            ..Self::of_namespaced(&without_status, Some(parent))
        }
    }

    fn build(
        key: ProfileKey,
        parent: String,
        spec: &CloudProfileSpec,
        stale: Option<Staleness>,
    ) -> Self {
        let mut unparseable = Vec::new();
        let mut offer = |raw: &ExpirableVersion, what: &str| {
            let version = Version::parse(&raw.version);
            if version.is_none() {
                unparseable.push(format!("{what} {}", raw.version));
            }
            version.map(|version| Offer {
                raw: raw.clone(),
                version,
            })
        };
        let kubernetes = spec
            .kubernetes
            .versions
            .iter()
            .filter_map(|v| offer(v, "Kubernetes"))
            .collect();
        let image = |image: &MachineImage| Image {
            name: image.name.clone(),
            strategy: match image.update_strategy.as_deref() {
                Some("patch") => Strategy::Patch,
                Some("minor") => Strategy::Minor,
                _ => Strategy::Major,
            },
            versions: image
                .versions
                .iter()
                .filter_map(|version| {
                    Some(ImageOffer::of(
                        offer(&version.expirable, &image.name)?,
                        version,
                        &spec.machine_capabilities,
                    ))
                })
                .collect(),
        };
        let mut profile = Self {
            key,
            parent,
            kubernetes,
            images: spec.machine_images.iter().map(image).collect(),
            machine_types: spec.machine_types.clone(),
            capabilities: spec.machine_capabilities.clone(),
            provider_type: spec.provider_type.clone(),
            volume_types: spec.volume_types.clone(),
            regions: spec.regions.clone(),
            max_nodes_total: spec.limits.max_nodes_total,
            transitions: Vec::new(),
            listed: Vec::new(),
            stale,
            unparseable,
        };
        let kubernetes = profile.kubernetes.iter().map(|offer| {
            let subject = Subject::Kubernetes(offer.version.major, offer.version.minor);
            (offer, subject)
        });
        let images = profile.images.iter().enumerate().flat_map(|(at, image)| {
            let versions = image.versions.iter();
            versions.map(move |version| (&version.offer, Subject::Image(at)))
        });
        let mut transitions: Vec<_> = kubernetes
            .chain(images)
            .flat_map(|(offer, subject)| {
                let instants = instants(&offer.raw).into_iter();
                instants.map(move |at| (at, subject))
            })
            .collect();
        transitions.order();
        transitions.dedup();
        profile.transitions = transitions;
        profile
    }

    /// Give the instants from one on at which what maintenance makes of a shoot may change.
    pub fn transitions_for(
        &self,
        concern: &Concern,
        from: Timestamp,
    ) -> impl Iterator<Item = Timestamp> {
        let first = self.transitions.partition_point(|(at, _)| *at < from);
        self.transitions[first..]
            .iter()
            .filter(|(_, subject)| concern.includes(*subject))
            .map(|(at, _)| *at)
    }

    /// Find the entry of a Kubernetes version, compared as maintenance does: without pre-release, `v` and metadata.
    pub fn kubernetes_offer(&self, version: &str) -> Option<&Offer> {
        let wanted = Constraint::parse(&format!("= {}", super::version::normalize(version)))?;
        self.kubernetes
            .iter()
            .find(|offer| wanted.check(&offer.version.release()))
    }

    /// Find an image by its exact name.
    pub fn image(&self, name: &str) -> Option<&Image> {
        self.images.iter().find(|image| image.name == name)
    }

    /// Find a version of an image by the exact name and version.
    pub fn image_offer(&self, name: &str, version: &str) -> Option<&ImageOffer> {
        let versions = &self.image(name)?.versions;
        versions.iter().find(|v| v.offer.raw.version == version)
    }

    /// Find a machine type.
    pub fn machine_type(&self, name: &str) -> Option<&MachineType> {
        self.machine_types
            .iter()
            .find(|machine_type| machine_type.name == name)
    }
}

impl ImageOffer {
    fn of(
        offer: Offer,
        version: &MachineImageVersion,
        definitions: &[CapabilityDefinition],
    ) -> Self {
        Self {
            offer,
            architectures: architectures(version, definitions),
            cri: if version.cri.is_empty() {
                vec![Cri {
                    name: "containerd".to_owned(),
                    container_runtimes: Vec::new(),
                }]
            } else {
                version.cri.clone()
            },
            kubelet: version
                .kubelet_version_constraint
                .as_ref()
                .map(|text| (text.clone(), Constraint::parse(text))),
            in_place: version.in_place_updates.clone(),
            flavors: version.capability_flavors.clone(),
        }
    }

    /// Tell whether the kubelet constraint admits a version. Admission refuses broken constraints, so none does.
    pub fn admits_kubelet(&self, kubelet: &Version) -> bool {
        match &self.kubelet {
            None | Some((_, None)) => true,
            Some((_, Some(constraint))) => constraint.check(kubelet),
        }
    }

    /// Tell whether nodes of a machine type with these capabilities can run it.
    pub fn fits_capabilities(
        &self,
        machine: &Capabilities,
        definitions: &[CapabilityDefinition],
    ) -> bool {
        // An omitted capability stands for all values of its definition.
        let overlaps = |flavor: &Capabilities, definition: &CapabilityDefinition| {
            let values = |of: &'_ Capabilities| {
                of.get(&definition.name)
                    .unwrap_or(&definition.values)
                    .clone()
            };
            let machine = values(machine);
            values(flavor).iter().any(|value| machine.contains(value))
        };
        definitions.is_empty()
            || self.flavors.is_empty()
            || self.flavors.iter().any(|flavor| {
                definitions
                    .iter()
                    .all(|definition| overlaps(flavor, definition))
            })
    }
}

/// Give the architectures of an image version
/// (`gardener/gardener:pkg/api/core/v1beta1/helper/cloudprofile.go:GetArchitecturesFromImageVersion`).
fn architectures(
    version: &MachineImageVersion,
    definitions: &[CapabilityDefinition],
) -> Vec<String> {
    let derived: Vec<String> = if version.capability_flavors.is_empty() {
        let definition = definitions
            .iter()
            .find(|definition| definition.name == ARCHITECTURE);
        definition
            .map(|definition| definition.values.clone())
            .unwrap_or_default()
    } else {
        let flavors = version.capability_flavors.iter();
        let mut values: Vec<_> = flavors
            .filter_map(|flavor| flavor.get(ARCHITECTURE))
            .flatten()
            .cloned()
            .collect();
        values.order();
        values.dedup();
        values
    };
    match (derived.is_empty(), version.architectures.is_empty()) {
        (false, _) => derived,
        (true, false) => version.architectures.clone(),
        (true, true) => vec![DEFAULT_ARCHITECTURE.to_owned()],
    }
}

/// Merge a NamespacedCloudProfile into its parent
/// (`gardener/gardener:pkg/controllermanager/controller/namespacedcloudprofile/reconciler.go:MergeCloudProfiles`).
fn merge(parent: &CloudProfileSpec, profile: &NamespacedCloudProfile) -> CloudProfileSpec {
    let mut merged = parent.clone();
    for own in &profile.spec.kubernetes.versions {
        // Versions unknown to the parent are ignored; of the others only the date counts, absent or not.
        if let Some(version) = merged
            .kubernetes
            .versions
            .iter_mut()
            .find(|v| v.version == own.version)
        {
            version.expiration_date = own.expiration_date;
        }
    }
    for own in &profile.spec.machine_images {
        match merged
            .machine_images
            .iter_mut()
            .find(|image| image.name == own.name)
        {
            Some(image) => merge_image(image, own),
            None => merged.machine_images.push(own.clone()),
        }
    }
    for own in &profile.spec.machine_types {
        match merged
            .machine_types
            .iter_mut()
            .find(|machine_type| machine_type.name == own.name)
        {
            Some(machine_type) => *machine_type = own.clone(),
            None => merged.machine_types.push(own.clone()),
        }
    }
    merged
}

fn merge_image(image: &mut MachineImage, own: &MachineImage) {
    if own
        .update_strategy
        .as_deref()
        .is_some_and(|strategy| !strategy.is_empty())
    {
        image.update_strategy.clone_from(&own.update_strategy);
    }
    for own in &own.versions {
        let version = image
            .versions
            .iter_mut()
            .find(|v| v.expirable.version == own.expirable.version);
        match version {
            None => image.versions.push(own.clone()),
            Some(version) if is_complete(own) => *version = own.clone(),
            Some(version) => version.expirable.expiration_date = own.expirable.expiration_date,
        }
    }
}

/// Tell whether an entry describes a version of its own, and not only another date for the parent's.
fn is_complete(own: &MachineImageVersion) -> bool {
    let given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
    !own.architectures.is_empty()
        || !own.capability_flavors.is_empty()
        || !own.cri.is_empty()
        || given(&own.kubelet_version_constraint)
        || given(&own.expirable.classification)
}
