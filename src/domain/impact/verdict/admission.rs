//! What validating admission says (`gardener/gardener:plugin/pkg/shoot/validator/admission.go`).

use std::collections::BTreeSet;

use super::Check;
use super::pools::unsupported;
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;
use crate::domain::objects::Object;
use crate::domain::objects::cloud_profile::Region;
use crate::domain::versions::lifecycle::{EXPIRED, UNAVAILABLE, classify};
use crate::domain::versions::profile::Profile;

impl<'a> Check<'a> {
    pub(super) fn admit(&mut self) {
        self.admit_finalizer();
        self.admit_scheduling();
        self.admit_hibernation();
        self.admit_issuer();
        self.admit_profile();
        self.admit_selector();
        self.admit_binding();
        self.admit_managed_seed();
        if !self.rejections.is_empty() {
            return; // the server ends with the first of these
        }
        self.disjoint();
        if let Some(profile) = self.profile {
            self.admit_version(
                profile,
                self.old.spec().at("kubernetes.version").words(),
                self.spec().at("kubernetes.version").words(),
                false,
                &Path::root("spec").join("kubernetes.version"),
            );
            self.admit_restrictions(profile);
            self.admit_pools(profile);
            self.admit_limits(profile);
        }
        self.admit_plugins();
    }

    fn admit_finalizer(&mut self) {
        let has = |node: Node<'a>| node.get("finalizers").texts().contains(&"gardener");
        if !has(self.old.metadata()) || has(self.new.metadata()) {
            return;
        }
        let last = self.old.status().get("lastOperation");
        let done = self.old.status().get("technicalID").words().is_empty()
            || !last.is_set()
            || (last.get("type").text() == Some("Delete")
                && last.get("state").text() == Some("Succeeded")
                && last.get("progress").int() == Some(100));
        if !done {
            self.reject(
                Rule::Finalizers,
                &Path::root("metadata").field("finalizers"),
                "finalizer \"gardener\" cannot be removed because shoot deletion has not completed successfully yet",
            );
        }
    }

    fn admit_scheduling(&mut self) {
        let path = Path::root("spec").field("seedName");
        let (old, new) = (
            self.old.spec().get("seedName").text(),
            self.spec().get("seedName").text(),
        );
        if old != new {
            let message = match (old, new) {
                (Some(old), None) => format!(
                    "spec.seedName is already set to '{old}' and cannot be changed to 'nil'"
                ),
                _ => format!(
                    "spec.seedName '{}' cannot be changed to '{}' by patching the shoot, please use the shoots/binding subresource",
                    old.unwrap_or("nil"),
                    new.unwrap_or("nil")
                ),
            };
            self.reject(Rule::SeedName, &path, message);
            return;
        }
        let spec = Path::root("spec");
        let last = self.old.status().get("lastOperation");
        let (kind, state) = (last.get("type").words(), last.get("state").words());
        if self.old.spec != self.new.spec {
            let status_seed = self.old.status().get("seedName").text();
            if last.is_set()
                && kind != "Migrate"
                && new.is_some()
                && status_seed.is_some()
                && new != status_seed
            {
                self.reject(
                    Rule::Migration,
                    &spec,
                    "shoot spec cannot be changed because shoot has been rescheduled to a new seed",
                );
            }
            if kind == "Migrate" || (kind == "Restore" && state != "Succeeded") {
                self.reject(
                    Rule::Migration,
                    &spec,
                    format!(
                        "cannot change shoot spec during {kind} operation that is in state {state}"
                    ),
                );
            }
        }
        self.admit_seed();
    }

    /// What the seed has to say.
    fn admit_seed(&mut self) {
        let spec = Path::root("spec");
        let tolerance = self
            .spec()
            .at("controlPlane.highAvailability.failureTolerance.type");
        let Some(seed) = self.facts.seed(self.new) else {
            let becomes_zonal =
                self.changed("controlPlane.highAvailability") && tolerance.text() == Some("zone");
            let zones =
                self.changed("controlPlane.zones") && self.spec().at("controlPlane.zones").is_set();
            if (becomes_zonal || zones) && !self.new.is_unscheduled(self.old) {
                self.doubt(
                    &spec.field("controlPlane"),
                    "the seed with its zones is not at hand",
                );
            }
            return;
        };
        let zones = seed.spec.provider.zones.len();
        if tolerance.text() == Some("zone") && zones < 3 {
            self.reject(
                Rule::HighAvailabilityZones,
                &spec.join("controlPlane.highAvailability.failureTolerance.type"),
                format!("cannot schedule shoot with failure tolerance of zone on seed '{}' with only {zones} zones, at least 3 zones are required", seed.name()),
            );
        }
        if seed.metadata.deletion_timestamp.is_some() {
            let annotations = |node: Node<'a>| {
                node.get("annotations")
                    .entries()
                    .filter(|(name, _)| *name != "confirmation.gardener.cloud/deletion")
                    .collect::<Vec<_>>()
            };
            if self.old.spec != self.new.spec
                || annotations(self.old.metadata()) != annotations(self.new.metadata())
            {
                self.reject(
                    Rule::SeedDeletion,
                    &spec,
                    format!(
                        "cannot update shoot on seed '{}' already marked for deletion",
                        seed.name()
                    ),
                );
            }
        }
        let new_zones = self.spec().at("controlPlane.zones").texts();
        if self.old.spec().at("controlPlane.zones").texts() != new_zones {
            for zone in new_zones {
                if !seed.spec.provider.zones.iter().any(|known| known == zone) {
                    self.reject(
                        Rule::ControlPlaneZones,
                        &spec.join("controlPlane.zones"),
                        format!("zone {zone} is not available in seed \"{}\"", seed.name()),
                    );
                }
            }
        }
    }

    fn admit_hibernation(&mut self) {
        if self.old.is_hibernated() || !self.new.is_hibernated() {
            return;
        }
        let constraint = self
            .old
            .status()
            .get("constraints")
            .find("type", "HibernationPossible");
        let status = constraint.get("status").words();
        if constraint.is_set() && status != "True" {
            let message = format!(
                "'HibernationPossible' constraint is '{status}': {}",
                constraint.get("message").words()
            );
            self.reject(
                Rule::HibernationConstraint,
                &Path::root("spec").join("hibernation.enabled"),
                message,
            );
        }
    }

    fn admit_issuer(&mut self) {
        const ISSUER: &str = "authentication.gardener.cloud/issuer";
        let path = Path::root("metadata").field("annotations").key(ISSUER);
        let managed = |annotation: Option<&str>| annotation == Some("managed");
        let (old, new) = (
            managed(self.old.annotation(ISSUER)),
            managed(self.new.annotation(ISSUER)),
        );
        if old && !new {
            self.reject(
                Rule::ManagedIssuer,
                &path,
                "once enabled managed service account issuer cannot be disabled",
            );
        }
        let own = "kubernetes.kubeAPIServer.serviceAccountConfig.issuer";
        if new && self.spec().at(own).is_set() {
            self.reject(Rule::ManagedIssuer, &path, "managed service account issuer cannot be enabled when .kubernetes.kubeAPIServer.serviceAccountConfig.issuer is set");
        } else if new && !old {
            self.doubt(&path, "the landscape must be set up for managed issuers");
        }
    }

    fn admit_profile(&mut self) {
        let path = Path::root("spec").field("cloudProfile");
        let key = crate::domain::impact::facts::profile_key;
        if key(self.old) == key(self.new) {
            return;
        }
        let (Some(old), Some(new)) = (self.facts.profile(self.old), self.profile) else {
            self.doubt(&path, "the profiles before and after are not both at hand");
            return;
        };
        if old.parent != new.parent {
            self.reject(Rule::CloudProfile, &path, format!("cloud profile reference change is invalid: cannot change from \"{}\" to \"{}\". The cloud profile reference must remain within the same hierarchy", old.key.name, new.key.name));
            return;
        }
        for (_, pool) in self.pools() {
            let name = pool.get("name").words();
            let machine = pool.at("machine.type").words();
            let (image, version) = (
                pool.at("machine.image.name").words(),
                pool.at("machine.image.version").words(),
            );
            let lost = old.image_offer(image, version).is_some()
                && new.image_offer(image, version).is_none();
            if lost {
                self.reject(Rule::CloudProfile, &path, format!("newly referenced cloud profile does not contain the machine image version \"{image}@{version}\" currently in use by worker \"{name}\""));
            } else if new.machine_type(machine).is_none() {
                self.reject(Rule::CloudProfile, &path, format!("newly referenced cloud profile does not contain the machine type \"{machine}\" currently in use by worker \"{name}\""));
            } else if let Some(volume) = pool.at("volume.type").text()
                && !new.volume_types.iter().any(|known| known.name == volume)
            {
                self.reject(Rule::CloudProfile, &path, format!("newly referenced cloud profile does not contain the volume type \"{volume}\" currently in use by worker \"{name}\""));
            }
        }
    }

    fn admit_selector(&mut self) {
        let path = Path::root("spec").field("seedSelector");
        let (old, new) = (
            self.old.spec().get("seedSelector"),
            self.spec().get("seedSelector"),
        );
        if old == new {
            return;
        }
        if !self.spec().get("seedName").is_set() {
            if !self.old.is_live() {
                self.doubt(&path, super::update::NO_WORD_OF_SEED);
            }
            return;
        }
        if !new.is_set() {
            self.reject(
                Rule::SeedSelector,
                &path,
                "cannot unset seedSelector once it has been set",
            );
            return;
        }
        let Some(seed) = self.facts.seed(self.new) else {
            self.doubt(&path, "the seed is not at hand");
            return;
        };
        let labels = &seed.metadata.labels;
        let matches = new
            .get("matchLabels")
            .entries()
            .all(|(key, value)| labels.get(key).map(String::as_str) == value.text());
        let matches = matches
            && new.get("matchExpressions").items().all(|expression| {
                let label = labels.get(expression.get("key").words());
                let values = expression.get("values").texts();
                let among = label.is_some_and(|label| values.contains(&label.as_str()));
                match expression.get("operator").words() {
                    "In" => among,
                    "NotIn" => !among,
                    "Exists" => label.is_some(),
                    _ => label.is_none(),
                }
            });
        if !matches {
            self.reject(Rule::SeedSelector, &path, format!("cannot change seedSelector to not match the labels of the already selected seed \"{}\"", seed.name()));
        }
        let types = new.get("providerTypes").texts();
        if !types.is_empty() && !types.contains(&seed.spec.provider.provider_type.as_str()) {
            self.reject(Rule::SeedSelector, &path.field("providerTypes"), format!("cannot change seedSelector to not match the provider type of the already selected seed \"{}\"", seed.name()));
        }
    }

    fn admit_binding(&mut self) {
        let spec = Path::root("spec");
        let namespace = self.new.metadata().get("namespace").words();
        let (old, new) = (self.old.spec(), self.spec());
        let (was, is) = (
            old.get("credentialsBindingName").text(),
            new.get("credentialsBindingName").text(),
        );
        if was == is {
            return;
        }
        let path = spec.field("credentialsBindingName");
        let Some(is) = is else { return };
        let Some(binding) = self.facts.credentials_binding(namespace, is) else {
            self.doubt(&path, format!("the CredentialsBinding {is} is not at hand"));
            return;
        };
        let kind = binding.provider.provider_type.as_str();
        let provider = new.at("provider.type").words();
        if !kind.is_empty() && kind != provider {
            self.reject(Rule::CredentialsBinding, &spec.join("provider.type"), format!("provider type in shoot must match provider type of referenced CredentialsBinding: \"{kind}\""));
            return;
        }
        match (was, old.get("secretBindingName").text()) {
            (Some(_), _) => self.doubt(
                &path,
                "needs permission to read the credentials before and after",
            ),
            (None, Some(secret)) => match self.facts.secret_binding(namespace, secret) {
                None => self.doubt(&path, format!("the SecretBinding {secret} is not at hand")),
                Some(secret) => {
                    let (a, b) = (&binding.credentials_ref, &secret.secret_ref);
                    if a.kind != "Secret" || a.name != b.name || a.namespace != b.namespace {
                        self.reject(Rule::CredentialsBinding, &path, "it is not allowed to change the referenced Secret when migrating from SecretBindingName to CredentialsBindingName");
                    }
                }
            },
            (None, None) => {}
        }
    }

    fn admit_managed_seed(&mut self) {
        let spec = Path::root("spec");
        let nginx = self.spec().at("addons.nginxIngress.enabled").is_true();
        let vertical = self
            .spec()
            .at("kubernetes.verticalPodAutoscaler.enabled")
            .is_true();
        let nodes =
            self.changed("networking.nodes") && self.old.spec().at("networking.nodes").is_set();
        let zones = |shoot: &'a crate::domain::impact::manifest::Manifest| {
            let pools = shoot.pools();
            pools
                .flat_map(|pool| pool.get("zones").texts())
                .collect::<BTreeSet<&str>>()
        };
        let removed: Vec<&str> = zones(self.old)
            .difference(&zones(self.new))
            .copied()
            .collect();
        let matters = nginx || !vertical || nodes || !removed.is_empty();
        match self.facts.is_managed_seed(self.new) {
            None if matters && self.old.spec != self.new.spec => {
                self.doubt(
                    &spec,
                    "whether the Shoot is a seed by a ManagedSeed is not at hand",
                );
            }
            Some(false) | None => {}
            Some(true) => {
                if nginx {
                    self.reject(Rule::ManagedSeed, &spec.join("addons.nginxIngress.enabled"), "shoot ingress addon is not supported for managed seeds - use the managed seed ingress controller");
                }
                if !vertical {
                    self.reject(
                        Rule::ManagedSeed,
                        &spec.join("kubernetes.verticalPodAutoscaler.enabled"),
                        "shoot VPA has to be enabled for managed seeds",
                    );
                }
                if nodes {
                    self.reject(
                        Rule::ManagedSeed,
                        &spec.join("networking.nodes"),
                        "field is immutable for managed seeds",
                    );
                }
                if !removed.is_empty() {
                    let name = self.new.metadata().get("name").words();
                    let seed = self
                        .facts
                        .around
                        .seeds
                        .iter()
                        .find(|seed| seed.name() == name);
                    let registered = seed.map(|seed| {
                        seed.spec
                            .provider
                            .zones
                            .iter()
                            .any(|zone| removed.contains(&zone.as_str()))
                    });
                    match registered {
                        Some(true) => self.reject(Rule::ManagedSeed, &spec.join("provider.workers"), "shoot worker zone(s) must not be removed as long as registered in managedseed"),
                        Some(false) => {}
                        None => self.doubt(&spec.join("provider.workers"), "the zones that the ManagedSeed registers are not at hand"),
                    }
                }
            }
        }
    }

    pub(super) fn admit_version(
        &mut self,
        profile: &Profile,
        old: &str,
        new: &str,
        is_new: bool,
        path: &Path,
    ) {
        if old == new && !is_new {
            return;
        }
        if old == new {
            // A new pool with the version of the shoot is not looked at either.
            return;
        }
        let found = profile.kubernetes.iter().any(|offer| {
            let class = classify(&offer.raw, self.facts.now);
            offer.raw.version == new && (!is_new || !matches!(class, EXPIRED | UNAVAILABLE))
        });
        if !found {
            let known: Vec<&str> = profile
                .kubernetes
                .iter()
                .map(|offer| offer.raw.version.as_str())
                .collect();
            self.reject(Rule::VersionOffer, path, unsupported(&known));
        }
    }

    fn admit_restrictions(&mut self, profile: &Profile) {
        let names = |node: Node<'a>| {
            let items = node.get("accessRestrictions").items();
            items
                .map(|item| item.get("name").words())
                .collect::<BTreeSet<&str>>()
        };
        let (old, new) = (names(self.old.spec()), names(self.spec()));
        if old == new {
            return;
        }
        let path = Path::root("spec").field("accessRestrictions");
        let region = region(profile, self.spec().get("region").words());
        let seed = self.facts.seed(self.new);
        for name in new {
            if !region.is_some_and(|region| {
                region
                    .access_restrictions
                    .iter()
                    .any(|known| known.name == name)
            }) {
                self.reject(
                    Rule::AccessRestrictions,
                    &path.key(name),
                    format!("Unsupported value: \"{name}\""),
                );
            }
            match seed {
                Some(seed)
                    if !seed
                        .spec
                        .access_restrictions
                        .iter()
                        .any(|known| known.name == name) =>
                {
                    self.reject(
                        Rule::AccessRestrictions,
                        &path.key(name),
                        format!("access restriction \"{name}\" is not supported by the seed"),
                    );
                }
                None if self.spec().get("seedName").is_set() => {
                    self.doubt(&path, "the seed is not at hand");
                }
                _ => {}
            }
        }
    }

    fn admit_limits(&mut self, profile: &Profile) {
        let Some(limit) = profile.max_nodes_total else {
            return;
        };
        let total: i64 = self
            .new
            .pools()
            .filter_map(|pool| pool.get("minimum").int())
            .sum();
        if total > limit && !self.old.metadata().get("deletionTimestamp").is_set() {
            self.reject(Rule::MaxNodes, &Path::root("spec").join("provider.workers"), format!("the total minimum node count of all worker pools must not exceed the limit of {limit} configured in the CloudProfile"));
        }
    }

    fn admit_plugins(&mut self) {
        let path = Path::root("spec").join("kubernetes.kubeAPIServer.admissionPlugins");
        let resources = self.spec().get("resources");
        for plugin in self
            .spec()
            .at("kubernetes.kubeAPIServer.admissionPlugins")
            .items()
        {
            let Some(secret) = plugin.get("kubeconfigSecretName").text() else {
                continue;
            };
            let referenced = resources.items().any(|resource| {
                let reference = resource.get("resourceRef");
                reference.get("kind").text() == Some("Secret")
                    && reference.get("name").text() == Some(secret)
            });
            if !referenced {
                let at = path
                    .key(plugin.get("name").words())
                    .field("kubeconfigSecretName");
                self.reject(
                    Rule::AdmissionPlugins,
                    &at,
                    "secret should be referenced in shoot .spec.resources",
                );
            }
        }
    }
}

pub(super) fn region<'p>(profile: &'p Profile, name: &str) -> Option<&'p Region> {
    profile.regions.iter().find(|region| region.name == name)
}
