//! What must not change, or only this way (`gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpecUpdate`).

use std::collections::BTreeSet;

use super::Check;
use crate::domain::annotations::is_true;
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;
use crate::domain::versions::constraint::compare;
use crate::domain::versions::version::Version;

const IMMUTABLE: &str = "field is immutable";

/// Why it is not told what only goes before a seed is assigned.
pub(super) const NO_WORD_OF_SEED: &str =
    "the manifest does not say whether a seed is assigned, after which this does not change";

/// Errors after which a deletion may be forced.
const CODES: [&str; 5] = [
    "ERR_CLEANUP_CLUSTER_RESOURCES",
    "ERR_CONFIGURATION_PROBLEM",
    "ERR_INFRA_DEPENDENCIES",
    "ERR_INFRA_UNAUTHENTICATED",
    "ERR_INFRA_UNAUTHORIZED",
];

impl<'a> Check<'a> {
    /// Nothing of the spec changes once the shoot is being deleted.
    pub(super) fn update_is_frozen(&mut self) -> bool {
        let deleted = self.new.metadata().get("deletionTimestamp").is_set()
            || self.old.metadata().get("deletionTimestamp").is_set();
        let frozen = deleted && self.old.spec != self.new.spec;
        if frozen {
            self.reject(
                Rule::DeletionTimestamp,
                &Path::root("spec"),
                "cannot update shoot spec if deletion timestamp is set",
            );
        }
        frozen
    }

    pub(super) fn update(&mut self) {
        for (field, rule) in [
            ("region", Rule::RegionImmutable),
            ("provider.type", Rule::ProviderTypeImmutable),
        ] {
            if self.changed(field) {
                self.reject(rule, &Path::root("spec").join(field), IMMUTABLE);
            }
        }
        self.update_control_plane();
        self.update_bindings();
        self.update_dns();
        let (old, new) = (
            self.old.spec().at("kubernetes.version").words(),
            self.spec().at("kubernetes.version").words(),
        );
        self.update_version(
            old,
            new,
            false,
            &Path::root("spec").join("kubernetes.version"),
            Rule::VersionStep,
        );
        self.update_masks();
        let switches = self.old.is_workerless() != self.new.is_workerless();
        if switches {
            let message = if self.new.is_workerless() {
                "cannot switch from a Shoot with workers to a workerless Shoot"
            } else {
                "cannot switch from a workerless Shoot to a Shoot with workers"
            };
            self.reject(
                Rule::WorkerlessSwitch,
                &Path::root("spec").join("provider.workers"),
                message,
            );
        } else {
            self.update_pools();
            self.update_networking();
            self.update_scheduler();
        }
        self.update_encryption();
        self.update_hibernation();
        self.update_node_local_dns();
        self.update_pending_pools();
        self.update_force_deletion();
    }

    fn update_control_plane(&mut self) {
        let path = Path::root("spec").join("controlPlane");
        let tolerance = |shoot: Node<'a>| {
            shoot
                .at("controlPlane.highAvailability")
                .0
                .map(|ha| Node::of(ha).at("failureTolerance.type").words())
        };
        let (old, new) = (tolerance(self.old.spec()), tolerance(self.spec()));
        let ha = path.join("highAvailability.failureTolerance.type");
        let hibernated = self.new.is_hibernated() || self.old.status().get("hibernated").is_true();
        if new.is_some() && old.is_none() && hibernated {
            self.reject(
                Rule::HighAvailabilityHibernated,
                &ha,
                "Shoot is currently hibernated and cannot be scaled up to HA",
            );
        }
        if let Some(old) = old
            && new.unwrap_or_default() != old
        {
            if self.spec().get("seedName").is_set() {
                self.reject(Rule::HighAvailabilityImmutable, &ha, IMMUTABLE);
            } else if !self.old.is_live() {
                self.doubt(&ha, NO_WORD_OF_SEED);
            }
        }
        let zones = path.field("zones");
        let (old_zones, new_zones) = (
            self.old.spec().at("controlPlane.zones").texts(),
            self.spec().at("controlPlane.zones").texts(),
        );
        if old_zones == new_zones || new_zones.is_empty() {
            return;
        }
        let becomes_zonal = old != Some("zone") && new == Some("zone") && !old_zones.is_empty();
        if !becomes_zonal {
            self.reject(Rule::ControlPlaneZones, &zones, IMMUTABLE);
        } else if !old_zones.iter().all(|zone| new_zones.contains(zone)) {
            self.reject(
                Rule::ControlPlaneZones,
                &zones,
                "existing zones cannot be removed when expanding for zone failure tolerance upgrade",
            );
        }
    }

    fn update_bindings(&mut self) {
        let path = Path::root("spec");
        let old = self.old.spec();
        let new = self.spec();
        let credentials = new.get("credentialsBindingName").words();
        if old.get("credentialsBindingName").is_set() && credentials.is_empty() {
            self.reject(
                Rule::CredentialsBinding,
                &path.field("credentialsBindingName"),
                "the field cannot be unset",
            );
        }
        let (was, is) = (old.get("secretBindingName"), new.get("secretBindingName"));
        let migrates = was.is_set() && !is.is_set() && !credentials.is_empty();
        if was != is && !migrates {
            self.reject(
                Rule::SecretBinding,
                &path.field("secretBindingName"),
                IMMUTABLE,
            );
        }
    }

    fn update_dns(&mut self) {
        let path = Path::root("spec").field("dns");
        let (old, new) = (self.old.spec().get("dns"), self.spec().get("dns"));
        if !old.is_set() {
            return;
        }
        if !new.is_set() {
            self.reject(Rule::DnsImmutable, &path, IMMUTABLE);
            return;
        }
        if old.get("domain").is_set() && old.get("domain") != new.get("domain") {
            self.reject(Rule::DnsImmutable, &path.field("domain"), IMMUTABLE);
        }
        if !self.spec().get("seedName").is_set() {
            if !self.old.is_live() && old.get("providers") != new.get("providers") {
                self.doubt(&path.field("providers"), NO_WORD_OF_SEED);
            }
            return;
        }
        let primary = |dns: Node<'a>| {
            dns.get("providers")
                .items()
                .find(|provider| provider.get("primary").is_true())
        };
        let providers = path.field("providers");
        match (primary(old), primary(new)) {
            (Some(_), None) => self.reject(
                Rule::DnsPrimary,
                &providers,
                "removing a primary provider is not allowed",
            ),
            (Some(old), Some(new)) => match (old.get("type").text(), new.get("type").text()) {
                (Some(_), None) => self.reject(
                    Rule::DnsPrimary,
                    &providers,
                    "removing the primary provider type is not allowed",
                ),
                (Some(old), Some(new)) if old != new => self.reject(
                    Rule::DnsPrimary,
                    &providers,
                    "changing primary provider type is not allowed",
                ),
                _ => {}
            },
            _ => {}
        }
    }

    fn update_version(&mut self, old: &str, new: &str, skips: bool, path: &Path, rule: Rule) {
        if new.is_empty() {
            self.reject(rule, path, "kubernetes version must not be empty");
            return;
        }
        match compare(new, "<", old) {
            Some(true) => self.reject(rule, path, "kubernetes version downgrade is not supported"),
            Some(false) => {}
            None => self.reject(rule, path, format!("{new} is not a version")),
        }
        let Some(old) = Version::parse(old).filter(|_| !skips) else {
            return;
        };
        let limit = format!("{}.{}.0", old.major, old.minor + 2);
        if compare(new, ">=", &limit) == Some(true) {
            self.reject(
                rule,
                path,
                "kubernetes version upgrade cannot skip a minor version",
            );
        }
    }

    fn update_masks(&mut self) {
        let manager = "kubernetes.kubeControllerManager";
        let path = Path::root("spec").join(manager);
        let (old, new) = (self.old.spec().at(manager), self.spec().at(manager));
        if old.get("nodeCIDRMaskSize") != new.get("nodeCIDRMaskSize") {
            self.reject(
                Rule::NodeCidrMask,
                &path.field("nodeCIDRMaskSize"),
                IMMUTABLE,
            );
        }
        let (was, is) = (
            old.get("nodeCIDRMaskSizeIPv6"),
            new.get("nodeCIDRMaskSizeIPv6"),
        );
        if was.is_set() && was != is {
            self.reject(
                Rule::NodeCidrMask,
                &path.field("nodeCIDRMaskSizeIPv6"),
                IMMUTABLE,
            );
        }
    }

    fn update_pools(&mut self) {
        let own = |pool: Node<'a>, shoot: Node<'a>| {
            pool.at("kubernetes.version")
                .text()
                .unwrap_or(shoot.at("kubernetes.version").words())
        };
        for (path, pool) in self.pools() {
            let name = pool.get("name").words();
            let before = self.old.pool(name);
            let reference = if before.is_set() { before } else { pool };
            let in_place = is_in_place(pool);
            let version = path.join("kubernetes.version");
            let (old, new) = (own(reference, self.old.spec()), own(pool, self.spec()));
            self.update_version(old, new, !in_place, &version, Rule::WorkerVersionStep);
            if in_place {
                let image = |pool: Node<'a>| pool.at("machine.image.version").words();
                if compare(image(pool), "<", image(reference)) == Some(true) {
                    self.reject(
                        Rule::InPlaceImageDowngrade,
                        &path.join("machine.image.version"),
                        "machine image version downgrade is not supported when the update strategy is AutoInPlaceUpdate or ManualInPlaceUpdate",
                    );
                }
            }
            if before.is_set() {
                self.update_pool(&path, before, pool);
            } else if in_place {
                self.doubt(
                    &path.field("updateStrategy"),
                    "a new pool that is updated in place needs the feature gate InPlaceNodeUpdates of gardener-apiserver",
                );
            }
        }
        let workers = Path::root("spec").join("provider.workers");
        if self.old.is_self_hosted() != self.new.is_self_hosted() {
            self.reject(
                Rule::SelfHostedSwitch,
                &workers,
                "cannot switch a Shoot between self-hosted and hosted mode",
            );
        } else if self.new.is_self_hosted() {
            let name = |shoot: &'a crate::domain::impact::manifest::Manifest| {
                shoot
                    .pools()
                    .find(|pool| pool.get("controlPlane").is_set())
                    .map(|pool| pool.get("name").words())
            };
            if name(self.old) != name(self.new) {
                self.reject(
                    Rule::SelfHostedSwitch,
                    &workers,
                    "cannot change control plane worker pool",
                );
            }
        }
    }

    fn update_pool(&mut self, path: &Path, old: Node<'a>, new: Node<'a>) {
        let strategy = path.field("updateStrategy");
        match (is_in_place(old), is_in_place(new)) {
            (true, false) => self.reject(
                Rule::UpdateStrategy,
                &strategy,
                "update strategy cannot be changed from AutoInPlaceUpdate/ManualInPlaceUpdate to AutoRollingUpdate",
            ),
            (false, true) => self.reject(
                Rule::UpdateStrategy,
                &strategy,
                "update strategy cannot be changed from AutoRollingUpdate to AutoInPlaceUpdate/ManualInPlaceUpdate",
            ),
            _ => {}
        }
        if is_in_place(new) && old.get("updateStrategy") == new.get("updateStrategy") {
            for (field, what) in [
                ("machine.type", "machine type"),
                ("machine.image.name", "machine image name"),
                ("cri.name", "CRI name"),
                ("volume", "volume"),
            ] {
                if old.at(field) != new.at(field) {
                    let message = format!(
                        "{what} cannot be changed if update strategy is AutoInPlaceUpdate/ManualInPlaceUpdate"
                    );
                    self.reject(Rule::InPlaceImmutable, &path.join(field), message);
                }
            }
        }
        let backup = old.at("controlPlane.backup");
        if backup.is_set() {
            for field in ["provider", "region"] {
                let after = new.at("controlPlane.backup");
                if backup.get(field) != after.get(field) {
                    let path = path.join("controlPlane.backup").field(field);
                    self.reject(Rule::SelfHostedSwitch, &path, IMMUTABLE);
                }
            }
        }
    }

    fn update_networking(&mut self) {
        let path = Path::root("spec").field("networking");
        let (old, new) = (
            self.old.spec().get("networking"),
            self.spec().get("networking"),
        );
        for (field, always) in [("type", true), ("pods", false), ("services", false)] {
            let (was, is) = (old.get(field), new.get(field));
            if was != is && (always || was.is_set()) {
                self.reject(Rule::NetworkingImmutable, &path.field(field), IMMUTABLE);
            }
        }
        let (was, is) = (old.get("ipFamilies").texts(), new.get("ipFamilies").texts());
        let migrates = matches!(
            (was.as_slice(), is.as_slice()),
            (["IPv4"], ["IPv4", "IPv6"]) | (["IPv4", "IPv6"], ["IPv4"])
        );
        if was != is && !migrates {
            let message = format!(
                "unsupported IP family update: oldIPFamilies=[{}], newIPFamilies=[{}]",
                was.join(" "),
                is.join(" ")
            );
            self.reject(Rule::IpFamilies, &path.field("ipFamilies"), message);
        }
    }

    fn update_scheduler(&mut self) {
        let (old, new) = (
            self.old.spec().get("schedulerName"),
            self.spec().get("schedulerName"),
        );
        if old != new && (old.is_set() || new.text() != Some("default-scheduler")) {
            self.reject(
                Rule::SchedulerName,
                &Path::root("spec").field("schedulerName"),
                IMMUTABLE,
            );
        }
    }

    fn update_encryption(&mut self) {
        let config = "kubernetes.kubeAPIServer.encryptionConfig";
        let path = Path::root("spec").join(config);
        let (old, new) = (self.old.spec().at(config), self.spec().at(config));
        let set = |node: Node<'a>| node.texts().into_iter().collect::<BTreeSet<&str>>();
        let status = self.old.status().get("credentials");
        let current = set(status.at("encryptionAtRest.resources"));
        let current_provider = status.at("encryptionAtRest.provider.type").words();
        let (was, is) = (set(old.get("resources")), set(new.get("resources")));
        let (provider, new_provider) = (
            old.at("provider.type").words(),
            new.at("provider.type").words(),
        );
        let phase = status.at("rotation.etcdEncryptionKey.phase").words();
        let rolling = was != current || provider != current_provider;
        for (changes, field, what) in [
            (was != is, "resources", "resources"),
            (provider != new_provider, "provider.type", "provider type"),
        ] {
            if !changes {
                continue;
            }
            let path = path.join(field);
            if field == "provider.type" && !self.is_ready_for_rotation() {
                self.reject_by_status(Rule::EncryptionConfig, &path, "provider type cannot be changed if resource was not yet created successfully or is not ready for reconciliation");
            }
            if !matches!(phase, "" | "Completed") {
                self.reject(Rule::EncryptionConfig, &path, format!("{what} cannot be changed when .status.credentials.rotation.etcdEncryptionKey.phase is not \"Completed\""));
            }
            if rolling {
                self.reject_by_status(Rule::EncryptionConfig, &path, format!("{what} cannot be changed because a previous encryption configuration change is currently being rolled out"));
            }
            if self.new.is_hibernated() {
                self.reject(
                    Rule::EncryptionConfig,
                    &path,
                    format!("{what} cannot be changed when shoot is in hibernation"),
                );
            }
            if field == "provider.type" && was != is {
                self.reject(
                    Rule::EncryptionConfig,
                    &path,
                    "provider type and resources cannot be changed simultaneously",
                );
            }
        }
    }

    fn update_hibernation(&mut self) {
        if self.old.is_hibernated() || !self.new.is_hibernated() {
            return;
        }
        let path = Path::root("spec").join("hibernation.enabled");
        let status = self.old.status().get("credentials");
        for (rotation, phases) in [
            ("etcdEncryptionKey", &["Preparing", "Completing"][..]),
            (
                "serviceAccountKey",
                &["Preparing", "PreparingWithoutWorkersRollout", "Completing"],
            ),
        ] {
            let phase = status.get("rotation").get(rotation).get("phase").words();
            if phases.contains(&phase) {
                let message = format!(
                    "shoot cannot be hibernated when .status.credentials.rotation.{rotation}.phase is \"{phase}\""
                );
                self.reject(Rule::HibernationRotation, &path, message);
            }
        }
        let set = |node: Node<'a>| node.texts().into_iter().collect::<BTreeSet<&str>>();
        let spec = self.old.spec();
        let encrypted = spec.at("kubernetes.kubeAPIServer.encryptionConfig.resources");
        if set(encrypted) != set(status.at("encryptionAtRest.resources")) {
            self.reject_by_status(Rule::HibernationRotation, &path, "shoot cannot be hibernated when spec.kubernetes.kubeAPIServer.encryptionConfig.resources and status.credentials.encryptionAtRest.resources are not equal");
        }
    }

    fn update_node_local_dns(&mut self) {
        let field = "systemComponents.nodeLocalDNS.enabled";
        if self.old.spec().at(field).is_true() == self.spec().at(field).is_true() {
            return;
        }
        let spec = self.old.spec();
        let ipvs = is_ipvs(spec);
        let refuses = self.old.pools().any(|pool| {
            let version = pool.at("kubernetes.version").text();
            let version = version.unwrap_or(spec.at("kubernetes.version").words());
            let old = Version::parse(version).is_some_and(|version| !super::is_since(&version, 34));
            is_in_place(pool) && (old || ipvs)
        });
        if refuses {
            self.reject(
                Rule::NodeLocalDnsInPlace,
                &Path::root("spec").join("systemComponents.nodeLocalDNS"),
                "the node-local-dns setting cannot be changed if the shoot has at least one worker pool with an update strategy of either AutoInPlaceUpdate or ManualInPlaceUpdate, and is running a Kubernetes version below 1.34.0 or if kube-proxy runs in IPVS mode.",
            );
        }
    }

    fn update_pending_pools(&mut self) {
        let forced =
            self.new.annotation(super::operation::OPERATION) == Some("force-in-place-update");
        let pending = self.old.status().at("inPlaceUpdates.pendingWorkerUpdates");
        if forced || !pending.is_set() {
            return;
        }
        let mut names = pending.get("autoInPlaceUpdate").texts();
        names.extend(pending.get("manualInPlaceUpdate").texts());
        let version = |pool: Node<'a>, shoot: Node<'a>| {
            let own = pool.at("kubernetes.version").text();
            Version::parse(own.unwrap_or(shoot.at("kubernetes.version").words()))
        };
        let kubelet = |pool: Node<'a>, shoot: Node<'a>| {
            let own = pool.at("kubernetes.kubelet");
            if own.is_set() {
                own
            } else {
                shoot.at("kubernetes.kubelet")
            }
        };
        for (path, pool) in self.pools() {
            let name = pool.get("name").words();
            let before = self.old.pool(name);
            if !is_in_place(pool) || !names.contains(&name) || !before.is_set() {
                continue;
            }
            let (old, new) = (self.old.spec(), self.spec());
            if before != pool
                || version(before, old) != version(pool, new)
                || kubelet(before, old) != kubelet(pool, new)
            {
                let message = format!(
                    "the worker pool \"{name}\" is currently undergoing an in-place update. No changes are allowed to the worker pool, the Shoot Kubernetes version, or the Shoot kubelet configuration. You can force an update with annotating the Shoot with 'gardener.cloud/operation=force-in-place-update'"
                );
                self.reject(Rule::InPlacePending, &path, message);
            }
        }
    }

    fn update_force_deletion(&mut self) {
        const ANNOTATION: &str = "confirmation.gardener.cloud/force-deletion";
        let set = |text: Option<&str>| text.is_some_and(is_true);
        let (old, new) = (
            set(self.old.annotation(ANNOTATION)),
            set(self.new.annotation(ANNOTATION)),
        );
        let path = Path::root("metadata").field("annotations").key(ANNOTATION);
        if old && !new {
            self.reject(
                Rule::ForceDeletion,
                &path,
                "force-deletion annotation cannot be removed once set",
            );
        }
        if old || !new {
            return;
        }
        if !self.old.metadata().get("deletionTimestamp").is_set() {
            self.reject(
                Rule::ForceDeletion,
                &path,
                "force-deletion annotation cannot be set when Shoot deletionTimestamp is nil",
            );
        }
        let errors = self.old.status().get("lastErrors");
        let allowed = errors
            .items()
            .flat_map(|error| error.get("codes").texts())
            .any(|code| CODES.contains(&code));
        if !allowed {
            let message = format!(
                "force-deletion annotation cannot be set when Shoot status does not contain one of these error codes: [{}]",
                CODES.join(" ")
            );
            self.reject_by_status(Rule::ForceDeletion, &path, message);
        }
    }
}

/// Whether the nodes of a pool are updated in place.
pub(in crate::domain::impact) fn is_in_place(pool: Node<'_>) -> bool {
    matches!(
        pool.get("updateStrategy").text(),
        Some("AutoInPlaceUpdate" | "ManualInPlaceUpdate")
    )
}

/// Whether kube-proxy runs with IPVS.
pub(in crate::domain::impact) fn is_ipvs(spec: Node<'_>) -> bool {
    let proxy = spec.at("kubernetes.kubeProxy");
    proxy.get("enabled").bool() != Some(false) && proxy.get("mode").text() == Some("IPVS")
}
