//! What the fields of a Seed do (`gardener/gardener:pkg/apis/core/v1beta1/types_seed.go`), as rows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::impact::field_rule::{FieldRule, Refusal};
use crate::domain::impact::rules::Class;

/// Whom it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Reach {
    /// What runs in the seed once, and with it all connections that go through it.
    Seed,
    /// Each of its shoots, with its next reconciliation.
    Shoots,
    /// Shoots that come later: new ones, and those that migrate to it.
    NewShoots,
}

/// Which of the shoots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// All.
    All,
    /// Those whose control plane is in one zone.
    OneZone,
    /// Those whose control plane tolerates the loss of a zone.
    ZoneTolerant,
}

/// Whom a change of a field hits.
#[derive(Clone, Copy, Debug)]
pub struct Whom {
    /// Whom it reaches.
    pub reach: Reach,
    /// Which of the shoots.
    pub whose: Whose,
}

/// A rule about fields of a Seed.
pub type Row = FieldRule<Whom>;

const fn row(
    id: &'static str,
    paths: &'static [&'static str],
    class: Class,
    reach: Reach,
    effect: &'static str,
    source: &'static str,
) -> Row {
    let whose = Whose::All;
    Row::row(id, paths, class, Whom { reach, whose }, effect, source)
}

impl Row {
    const fn of_those(mut self, whose: Whose) -> Self {
        self.whom.whose = whose;
        self
    }
}

/// Find the row of a field.
pub fn of(path: &str) -> Option<&'static Row> {
    Row::of(RULES, path)
}

/// Find the row of a name.
pub fn named(id: &str) -> Option<&'static Row> {
    Row::named(RULES, id)
}

const SEED: &str = "gardener/gardener:pkg/gardenlet/controller/seed/seed/components.go";
const ISTIO: &str = "gardener/gardener:pkg/gardenlet/operation/istio_config.go";

/// All rules, the particular before the general.
pub const RULES: &[Row] = &[
    row("seed-network", &["spec.networks.nodes"], Class::ConfigOnly, Reach::Seed, "The node network is told once; from then on it cannot be changed", "gardener/gardener:pkg/api/core/validation/seed.go:validateSeedNetworksUpdate"),
    row("seed-shoot-defaults", &["spec.networks.shootDefaults.**"], Class::ConfigOnly, Reach::NewShoots, "Shoots that are scheduled later and say nothing themselves get these networks; others keep theirs", "gardener/gardener:plugin/pkg/shoot/mutator/admission.go:defaultShootNetworks"),
    row("seed-blocked-networks", &["spec.networks.blockCIDRs", "spec.networks.blockCIDRs.**"], Class::AccessImpact, Reach::Seed, "Network policies follow: pods in the seed lose or get the way to these addresses, control planes and extensions included", "gardener/gardener:pkg/resourcemanager/controller/networkpolicy"),
    row("seed-ingress", &["spec.ingress.controller.**"], Class::ConfigOnly, Reach::Seed, "The ingress controller of the seed is replaced: dashboards of observability are gone for a moment", "gardener/gardener:pkg/gardenlet/controller/seed/seed/nginxingress.go"),
    row("seed-backup-credentials", &["spec.backup.credentialsRef", "spec.backup.credentialsRef.**"], Class::AccessImpact, Reach::Shoots, "Backups go on with other credentials, which arrive with the next reconciliation; wrong ones stop the backups of all shoots", "gardener/gardener:pkg/gardenlet/controller/backupbucket").likely(),
    row("seed-backup-config", &["spec.backup.providerConfig", "spec.backup.providerConfig.**"], Class::UnknownProvider, Reach::Seed, "The extension of the backup provider decides", "gardener/gardener:pkg/gardenlet/controller/backupbucket").by_provider(),
    row("seed-backup", &["spec.backup", "spec.backup.**"], Class::EtcdRollout, Reach::Shoots, "etcd gets backups: its pods are replaced with the next reconciliation of each shoot", "gardener/gardener:pkg/gardenlet/operation/botanist/etcd.go").likely(),
    row("seed-internal-dns", &["spec.dns.internal", "spec.dns.internal.**"], Class::InfraReconcile, Reach::Shoots, "Internal DNS records of the shoots are written with these settings", "gardener/gardener:pkg/gardenlet/operation/initialize.go").likely(),
    row("seed-default-domains", &["spec.dns.defaults", "spec.dns.defaults[*]"], Class::ConfigOnly, Reach::NewShoots, "Domains for shoots to come are added or removed", "gardener/gardener:plugin/pkg/shoot/dns/admission.go"),
    row("seed-default-domain-settings", &["spec.dns.defaults[*].**"], Class::InfraReconcile, Reach::Shoots, "External DNS records of shoots with this domain are written with these settings", "gardener/gardener:pkg/gardenlet/operation/initialize.go").likely(),
    row("seed-ingress-dns", &["spec.dns.provider", "spec.dns.provider.**"], Class::InfraReconcile, Reach::Seed, "The DNS record of the seed's ingress is written with these settings", "gardener/gardener:pkg/gardenlet/controller/seed/seed/nginxingress.go"),
    row("seed-zones", &["spec.provider.zones", "spec.provider.zones[*]"], Class::ConfigOnly, Reach::Seed, "Ingress gateways and pods that spread over zones follow; control planes stay in the zones that they have", SEED),
    row("seed-provider", &["spec.provider.type", "spec.provider.region"], Class::UnknownProvider, Reach::Shoots, "Everything that the provider does for the seed follows: extensions, infrastructure of control planes, backups and labels", "gardener/gardener:pkg/apis/core/v1beta1/types_seed.go").by_provider(),
    row("seed-provider-config", &["spec.provider.providerConfig", "spec.provider.providerConfig.**"], Class::UnknownProvider, Reach::Seed, "The extensions of the provider decide", "gardener/gardener:pkg/apis/core/v1beta1/types_seed.go").by_provider(),
    row("seed-reserve", &["spec.settings.excessCapacityReservation.**"], Class::ConfigOnly, Reach::Seed, "Pods that only keep room are replaced; nodes of the seed can come or go with them", SEED),
    row("seed-visible", &["spec.settings.scheduling.visible"], Class::ConfigOnly, Reach::NewShoots, "The scheduler considers the seed, or no longer does; its shoots stay", "gardener/gardener:pkg/scheduler/controller/shoot/reconciler.go"),
    row("seed-zonal-ingress", &["spec.settings.loadBalancerServices.zonalIngress.**"], Class::AccessImpact, Reach::Shoots, "Control planes in one zone move between the gateway of their zone and that of all zones: the address of the API changes, DNS has to follow", ISTIO).of_those(Whose::OneZone),
    row("seed-load-balancer-class", &["spec.settings.loadBalancerServices.class"], Class::AccessImpact, Reach::Seed, "The class of a Service cannot be changed: the load balancers of the gateways have to be made anew, with other addresses for the APIs of all shoots", "gardener/gardener:pkg/component/networking/istio/ingress_gateway.go").by_provider(),
    row("seed-load-balancers", &["spec.settings.loadBalancerServices.**"], Class::AccessImpact, Reach::Seed, "The Services of the gateways change: the provider may rebuild load balancers, connections to the APIs of all shoots may be cut", "gardener/gardener:pkg/gardenlet/operation/seed/seed.go").by_provider(),
    row("seed-vpa", &["spec.settings.verticalPodAutoscaler.enabled"], Class::ManualActionRequired, Reach::Seed, "The VPA of the seed comes or goes; without another one control planes are not scaled and keep the resources that they have", SEED),
    row("seed-vpa-settings", &["spec.settings.verticalPodAutoscaler.**"], Class::ConfigOnly, Reach::Seed, "The VPA of the seed restarts; other recommendations can resize or evict pods of control planes later", SEED),
    row("seed-pvc-autoscaler", &["spec.settings.persistentVolumeClaimAutoscaler.**"], Class::ConfigOnly, Reach::Seed, "Volumes of observability are enlarged by themselves, or no longer are", SEED),
    row("seed-watchdog", &["spec.settings.dependencyWatchdog.**"], Class::ConfigOnly, Reach::Shoots, "The watchdog comes or goes: it scales controllers down while a kubelet cannot reach its API, and restarts pods that wait for etcd", "gardener/gardener:pkg/gardenlet/operation/botanist/dependency_watchdog.go"),
    row("seed-topology", &["spec.settings.topologyAwareRouting.**"], Class::ConfigOnly, Reach::Shoots, "Traffic within control planes prefers its own zone, or no longer does; no pod restarts", "gardener/gardener:pkg/api/core/v1beta1/helper/shoot.go:IsTopologyAwareRoutingForShootControlPlaneEnabled").of_those(Whose::ZoneTolerant),
    row("seed-zone-selection", &["spec.settings.zoneSelection.**"], Class::ConfigOnly, Reach::NewShoots, "Zones of control planes to come are chosen otherwise", "gardener/gardener:pkg/gardenlet/operation/botanist/namespaces.go"),
    row("seed-taints", &["spec.taints", "spec.taints.**"], Class::ConfigOnly, Reach::NewShoots, "Who may be scheduled to the seed changes; its shoots stay, even if they do not tolerate a taint", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateScheduling"),
    row("seed-volume-size", &["spec.volume.minimumSize"], Class::ConfigOnly, Reach::NewShoots, "Volumes to come have at least this size; etcd keeps the ones that it has", "gardener/gardener:pkg/component/etcd/etcd/etcd.go"),
    row("seed-volume-providers", &["spec.volume.providers", "spec.volume.providers.**"], Class::ConfigOnly, Reach::Seed, "Extensions are told another provider of volumes", "gardener/gardener:pkg/gardenlet/controller/controllerinstallation/controllerinstallation/reconciler.go").likely(),
    row("seed-access-restrictions", &["spec.accessRestrictions", "spec.accessRestrictions.**"], Class::ConfigOnly, Reach::NewShoots, "Who may be scheduled to the seed changes; its shoots stay", "gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateAccessRestrictions"),
    row("seed-extensions", &["spec.extensions", "spec.extensions.**"], Class::UnknownProvider, Reach::Seed, "The extensions of the seed decide", "gardener/gardener:pkg/gardenlet/controller/seed/seed/reconciler_reconcile.go").by_provider(),
    row("seed-resources", &["spec.resources", "spec.resources.**"], Class::ConfigOnly, Reach::Seed, "What extensions of the seed refer to changes", "gardener/gardener:pkg/gardenlet/controller/seed/seed/reconciler_reconcile.go").likely(),
    row("seed-stop", &["metadata.annotations[shoot.gardener.cloud/emergency-stop-reconciliations]"], Class::Deferred, Reach::Shoots, "With true no shoot is reconciled until it is taken away; emergency-stop sets it with all that belongs to it", "gardener/gardener:pkg/gardenlet/controller/shoot/shoot/helper/infos.go"),
    row("seed-operation", &["metadata.annotations[gardener.cloud/operation]"], Class::ConfigOnly, Reach::Seed, "The operation runs once: reconciling the seed, or renewing access of the gardenlet and of extensions", "gardener/gardener:pkg/apiserver/registry/core/seed/strategy.go"),
    row("seed-labels", &["metadata.labels[*]"], Class::ConfigOnly, Reach::NewShoots, "Selectors of profiles, shoots and exposure classes find the seed, or no longer do; its shoots stay", "gardener/gardener:pkg/scheduler/controller/shoot/reconciler.go"),
    row("seed-annotations", &["metadata.annotations[*]"], Class::ConfigOnly, Reach::Seed, "Who reads this annotation decides; Gardener itself reads few", "gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go").likely(),
];

/// Why the API server refuses a change.
pub const REFUSALS: &[Refusal] = &[
    Refusal {
        id: "seed-networks-immutable",
        paths: &[
            "spec.networks.ipFamilies",
            "spec.networks.pods",
            "spec.networks.services",
            "spec.networks.nodes",
        ],
        what: "The networks of a seed stay; that of its nodes can be told once",
        source: "gardener/gardener:pkg/api/core/validation/seed.go:validateSeedNetworksUpdate",
    },
    Refusal {
        id: "seed-ingress-domain",
        paths: &["spec.ingress", "spec.ingress.domain"],
        what: "A seed has an ingress domain, which stays",
        source: "gardener/gardener:pkg/api/core/validation/seed.go:ValidateSeedSpecUpdate",
    },
    Refusal {
        id: "seed-backup-immutable",
        paths: &["spec.backup", "spec.backup.provider", "spec.backup.region"],
        what: "The backup stays where it is, and cannot be taken away",
        source: "gardener/gardener:pkg/api/core/validation/seed.go:ValidateSeedSpecUpdate",
    },
    Refusal {
        id: "seed-internal-domain",
        paths: &["spec.dns.internal", "spec.dns.internal.domain"],
        what: "A seed has an internal domain, which stays while it has shoots",
        source: "gardener/gardener:plugin/pkg/seed/validator/admission.go",
    },
    Refusal {
        id: "seed-default-domains-removed",
        paths: &["spec.dns.defaults"],
        what: "Default domains cannot be taken away as a whole",
        source: "gardener/gardener:pkg/api/core/validation/seed.go:ValidateSeedSpecUpdate",
    },
    Refusal {
        id: "seed-default-domains-used",
        paths: &["spec.dns.defaults[*]"],
        what: "A default domain stays while shoots of the seed have it",
        source: "gardener/gardener:plugin/pkg/seed/validator/admission.go",
    },
    Refusal {
        id: "seed-zones-used",
        paths: &["spec.provider.zones[*]"],
        what: "Zones stay while the seed has shoots",
        source: "gardener/gardener:plugin/pkg/seed/validator/admission.go",
    },
    Refusal {
        id: "seed-needs-zones",
        paths: &[
            "spec.settings.topologyAwareRouting.enabled",
            "spec.settings.loadBalancerServices.zones",
            "spec.settings.zoneSelection",
        ],
        what: "Some settings need zones: two, or one for their selection",
        source: "gardener/gardener:pkg/api/core/validation/seed.go:ValidateSeedSpec",
    },
    Refusal {
        id: "seed-values",
        paths: &["spec.**", "metadata.**"],
        what: "Values are complete, of those that there are, and none twice in a list",
        source: "gardener/gardener:pkg/api/core/validation/seed.go:ValidateSeedSpec",
    },
];
