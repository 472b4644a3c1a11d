//! What the fields of a profile do (`gardener/gardener:pkg/apis/core/v1beta1/types_cloudprofile.go`), as rows.

use crate::domain::impact::field_rule::{FieldRule, Refusal};
use crate::domain::impact::path::matches;
use crate::domain::impact::rules::Class;

/// Which pools or shoots a field concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Users {
    /// All shoots with pools.
    Pools,
    /// Shoots with a pool that can grow.
    Growing,
    /// Pools of the machine type in the path.
    MachineType,
    /// Pools with the volume type in the path.
    VolumeType,
    /// Shoots in the region in the path.
    Region,
    /// All shoots.
    All,
    /// Nobody who is there.
    Nobody,
}

/// A rule about fields of a profile.
pub type Row = FieldRule<Users>;

/// Find the row of a field.
pub fn of(path: &str) -> Option<&'static Row> {
    Row::of(RULES, path)
}

/// Find the row of a name.
pub fn named(id: &str) -> Option<&'static Row> {
    Row::named(RULES, id)
}

/// Whether versions are compared, which is done elsewhere.
pub fn is_of_versions(path: &str) -> bool {
    ["spec.kubernetes.**", "spec.machineImages.**"]
        .iter()
        .any(|pattern| matches(pattern, path))
}

const VALIDATOR: &str = "gardener/gardener:plugin/pkg/shoot/validator/admission.go";
const WORKER: &str = "gardener/gardener:pkg/component/extensions/worker/worker.go";

/// All rules, the particular before the general.
pub const RULES: &[Row] = &[
    Row::row("profile-ca-bundle", &["spec.caBundle"], Class::NodeServiceRestart, Users::Pools, "The nodes trust other authorities: containerd, kubelet and node agent restart, pods keep running, no node is renewed", "gardener/gardener:pkg/gardenlet/operation/botanist/operatingsystemconfig.go"),
    Row::row("profile-max-nodes", &["spec.limits.maxNodesTotal"], Class::ControlPlaneRollout, Users::Growing, "The cluster-autoscaler restarts with another limit of nodes; no node is removed for it", "gardener/gardener:pkg/gardenlet/operation/botanist/clusterautoscaler.go:CalculateMaxNodesTotal"),
    Row::row("profile-limits", &["spec.limits.**"], Class::ConfigOnly, Users::Nobody, "Another limit for Shoots", VALIDATOR),
    Row::row("profile-machine-type-memory", &["spec.machineTypes[*].memory"], Class::ConfigOnly, Users::MachineType, "The cluster-autoscaler reckons with other nodes; reservations that are larger than the machine are refused at the next update", WORKER),
    Row::row("profile-machine-type-size", &["spec.machineTypes[*].cpu", "spec.machineTypes[*].gpu"], Class::ConfigOnly, Users::MachineType, "The cluster-autoscaler reckons with other nodes; reservations that are larger than the machine are refused at the next update", WORKER),
    Row::row("profile-machine-type-timeout", &["spec.machineTypes[*].machineControllerManager.**"], Class::ConfigOnly, Users::MachineType, "Machines get another time to be created, where their pool says nothing itself; no node is renewed", WORKER),
    Row::row("profile-machine-type-usable", &["spec.machineTypes[*].usable"], Class::ConfigOnly, Users::MachineType, "Pools that are there keep the type; it can, or no longer can, be chosen", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMachineType"),
    Row::row("profile-machine-type-storage", &["spec.machineTypes[*].storage", "spec.machineTypes[*].storage.**"], Class::ConfigOnly, Users::MachineType, "Pools keep their volumes; one that is smaller than the new least size is refused at the next update of its Shoot", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateVolumeSize"),
    Row::row("profile-machine-type-kind", &["spec.machineTypes[*].architecture", "spec.machineTypes[*].capabilities", "spec.machineTypes[*].capabilities.**"], Class::ConfigOnly, Users::MachineType, "Other machine images fit the type: maintenance chooses by it, updates of pools are checked by it", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMachineCapabilities"),
    Row::row("profile-machine-type", &["spec.machineTypes[*]"], Class::ManualActionRequired, Users::MachineType, "Pools keep a type that is removed, and maintenance of their images fails until they have another one", "gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go"),
    Row::row("profile-volume-type", &["spec.volumeTypes[*]"], Class::ConfigOnly, Users::VolumeType, "Pools keep a type that is removed; it cannot be chosen any more", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateVolumeTypes"),
    Row::row("profile-volume-type-size", &["spec.volumeTypes[*].minSize"], Class::ConfigOnly, Users::VolumeType, "Pools keep their volumes; one that is smaller than the new least size is refused at the next update of its Shoot", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateVolumeSize"),
    Row::row("profile-volume-type-settings", &["spec.volumeTypes[*].**"], Class::ConfigOnly, Users::VolumeType, "Pools keep the type; it can, or no longer can, be chosen", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateVolumeTypes"),
    Row::row("profile-region", &["spec.regions[*]"], Class::ConfigOnly, Users::Region, "Shoots that are there stay in a region that is removed; new ones cannot choose it", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateRegion"),
    Row::row("profile-zones", &["spec.regions[*].zones", "spec.regions[*].zones[*]"], Class::ConfigOnly, Users::Region, "Pools stay in a zone that is removed; lists of zones that change are checked by the new ones", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateZones"),
    Row::row("profile-zone-offers", &["spec.regions[*].zones[*].**"], Class::ConfigOnly, Users::Region, "Pools keep their types; one that changes is checked by what its zones offer", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMachineType"),
    Row::row("profile-region-labels", &["spec.regions[*].labels", "spec.regions[*].labels.**"], Class::UnknownProvider, Users::Region, "Extensions may read these labels", "gardener/gardener:pkg/apis/core/v1beta1/types_cloudprofile.go").by_provider(),
    Row::row("profile-access-restrictions", &["spec.regions[*].accessRestrictions", "spec.regions[*].accessRestrictions.**"], Class::ConfigOnly, Users::Region, "Restrictions that Shoots may ask for from now on; those that are there stay", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateAccessRestrictions"),
    Row::row("profile-capabilities", &["spec.machineCapabilities", "spec.machineCapabilities.**"], Class::ConfigOnly, Users::All, "Images and types are matched by another vocabulary: maintenance chooses by it, updates of pools are checked by it", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateMachineCapabilities").likely(),
    Row::row("profile-bastion", &["spec.bastion", "spec.bastion.**"], Class::ConfigOnly, Users::Nobody, "Bastions to come get this machine", "gardener/gardener:extensions/pkg/bastion/machine.go"),
    Row::row("profile-seed-selector", &["spec.seedSelector", "spec.seedSelector.**"], Class::ConfigOnly, Users::Nobody, "Shoots to come, and those that migrate, find other seeds; those that are there stay", "gardener/gardener:pkg/scheduler/controller/shoot/reconciler.go"),
    Row::row("profile-zone-pinning", &["spec.controlPlane", "spec.controlPlane.**"], Class::ConfigOnly, Users::Nobody, "Whether Shoots may choose the zones of their control plane from now on", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateControlPlaneZones"),
    Row::row("profile-provider-config", &["spec.providerConfig", "spec.providerConfig.**"], Class::UnknownProvider, Users::All, "The extension of the provider reads it, with the images of machines above all; Gardener's own key of a pool has none of it", "gardener/gardener:extensions/pkg/controller/worker/machines.go:WorkerPoolHash").by_provider(),
    Row::row("profile-type", &["spec.type"], Class::UnknownProvider, Users::All, "Shoots of another provider cannot use it: their updates are refused", VALIDATOR).by_provider(),
    Row::row("profile-metadata", &["metadata.**"], Class::ConfigOnly, Users::Nobody, "Who reads this decides; Gardener does not", "gardener/gardener:pkg/apis/core/v1beta1/types_cloudprofile.go").likely(),
];

/// Why the API server refuses a change.
pub const REFUSALS: &[Refusal] = &[
    Refusal {
        id: "profile-versions",
        paths: &["spec.kubernetes.versions[*]", "spec.machineImages[*].**"],
        what: "Versions stay while shoots use them or a NamespacedCloudProfile lists them; the highest does not expire, and none becomes unavailable again",
        source: "gardener/gardener:plugin/pkg/global/resourcereferencemanager/admission.go",
    },
    Refusal {
        id: "profile-nodes-limit",
        paths: &["spec.limits.maxNodesTotal"],
        what: "The limit of nodes is not lowered, and a new one is not below what shoots have at least",
        source: "gardener/gardener:plugin/pkg/global/resourcereferencemanager/admission.go:validateShootWorkerLimits, gardener/gardener:pkg/api/core/validation/cloudprofile.go:validateCloudProfileLimitsUpdate",
    },
    Refusal {
        id: "profile-parent",
        paths: &["spec.parent"],
        what: "A NamespacedCloudProfile keeps its parent",
        source: "gardener/gardener:pkg/api/core/validation/namespacedcloudprofile.go:ValidateNamespacedCloudProfileUpdate",
    },
    Refusal {
        id: "profile-values",
        paths: &["spec.**", "metadata.**"],
        what: "Values are complete, of those that there are, and none twice in a list",
        source: "gardener/gardener:pkg/api/core/validation/cloudprofile.go:ValidateCloudProfileSpec",
    },
];
