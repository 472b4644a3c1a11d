//! What is decided by others: extensions, objects that are not at hand, how the landscape is configured.

use super::Check;
use super::update::is_in_place;
use crate::domain::impact::change::Change;
use crate::domain::impact::path::{Path, matches, pool};
use crate::domain::versions::version::Version;

/// Fields whose new value is judged by somebody else.
const UNDECIDED: &[(&str, &str)] = &[
    (
        "spec.provider.infrastructureConfig",
        "the admission of the provider extension decides",
    ),
    (
        "spec.provider.controlPlaneConfig",
        "the admission of the provider extension decides",
    ),
    (
        "spec.provider.workers[*].providerConfig",
        "the admission of the provider extension decides",
    ),
    (
        "spec.provider.workers[*].machine.image.providerConfig",
        "the extension of the operating system decides",
    ),
    (
        "spec.provider.workers[*].cri.containerRuntimes[*].**",
        "the extension of the container runtime must be registered",
    ),
    (
        "spec.provider.workers[*].controlPlane.**",
        "self-hosted shoots are not judged in all details here",
    ),
    (
        "spec.networking.providerConfig",
        "the admission of the network extension decides",
    ),
    (
        "spec.networking.nodes",
        "the admission of the provider extension compares it with the infrastructure",
    ),
    (
        "spec.kubernetes.kubeAPIServer.auditConfig.**",
        "the ConfigMap must exist and hold a valid policy",
    ),
    (
        "spec.kubernetes.kubeAPIServer.structuredAuthentication.**",
        "the ConfigMap must exist and be valid",
    ),
    (
        "spec.kubernetes.kubeAPIServer.structuredAuthorization.**",
        "ConfigMap and Secrets must exist and be valid",
    ),
    (
        "spec.kubernetes.verticalPodAutoscaler.featureGates[*]",
        "the feature gates of the autoscaler are not known here",
    ),
];

impl Check<'_> {
    pub(super) fn undecided(&mut self, changes: &[Change]) {
        for change in changes {
            let path = Path::root(&change.path);
            if change.after.is_some()
                && let Some((_, reason)) = UNDECIDED
                    .iter()
                    .find(|(pattern, _)| matches(pattern, &change.path))
            {
                self.doubt(&path, *reason);
            }
            self.undecided_zones(change, &path);
            self.undecided_values(change, &path);
        }
        self.undecided_new_pools();
        self.undecided_version();
        self.undecided_plugins();
        self.undecided_quota();
    }

    fn undecided_zones(&mut self, change: &Change, path: &Path) {
        if matches("spec.provider.workers[*].zones", &change.path) {
            let texts = |value: &Option<serde_json::Value>| {
                let list = value.as_ref().and_then(serde_json::Value::as_array);
                list.cloned().unwrap_or_default()
            };
            let (old, new) = (texts(&change.before), texts(&change.after));
            if !new.starts_with(&old) {
                self.doubt(
                    path,
                    "the admission of most provider extensions only lets zones be appended",
                );
            }
        }
        let fixed = [
            "spec.provider.workers[*].dataVolumes[*].**",
            "spec.provider.workers[*].providerConfig",
        ];
        if let Some(name) = pool(&change.path)
            && is_in_place(self.new.pool(name))
            && self.old.pool(name).is_set()
            && fixed.iter().any(|pattern| matches(pattern, &change.path))
        {
            self.doubt(path, "the admission of the provider extension refuses this for pools that are updated in place");
        }
    }

    fn undecided_values(&mut self, change: &Change, path: &Path) {
        let at = change.path.as_str();
        let is_new = change.before.is_none() && change.after.is_some();
        if matches("spec.extensions[*]", at) && is_new {
            self.doubt(path, "the type of the extension must be registered");
        } else if matches("spec.extensions[*].providerConfig", at) {
            self.doubt(path, "the admission of the extension decides");
        } else if matches("spec.tolerations[*].**", at) && change.after.is_some() {
            self.doubt(
                path,
                "which tolerations are allowed is up to the landscape and the project",
            );
        } else if matches("spec.resources[*].**", at) && change.after.is_some() {
            self.doubt(path, "the resource must exist and be readable");
        } else if at == "spec.exposureClassName" && change.after.is_some() {
            self.doubt(path, "the ExposureClass must exist");
        } else if matches("spec.addons.nginxIngress.enabled", at)
            && change.after == Some(true.into())
        {
            self.doubt(path, "the landscape may not allow the addon");
        } else if matches("spec.dns.**", at) && change.after.is_some() && at != "spec.dns.domain" {
            self.doubt(
                path,
                "the credentials must exist, and primary providers do not go with default domains",
            );
        } else if at == "spec.dns.domain" && change.after.is_some() {
            self.doubt(
                path,
                "no other Shoot may use the domain or one above or below it",
            );
        } else if at == "metadata.annotations[migration.gardener.cloud/live-migrate]"
            && change.after.is_some()
        {
            self.doubt(
                path,
                "gardener-apiserver must have the feature gate LiveControlPlaneMigration",
            );
        }
    }

    fn undecided_new_pools(&mut self) {
        for (path, pool) in self.pools() {
            if self.old.pool(pool.get("name").words()).is_set() {
                continue;
            }
            if pool.get("providerConfig").is_set() {
                self.doubt(
                    &path.field("providerConfig"),
                    "the admission of the provider extension decides",
                );
            }
        }
    }

    /// Versions that came after the tables here.
    fn undecided_version(&mut self) {
        let version = self.version.clone();
        let newest = Version::parse("1.37.0").is_some_and(|newest| version >= newest);
        if newest && self.changed("kubernetes.version") {
            let path = Path::root("spec").join("kubernetes.version");
            self.doubt(&path, "what this version accepts is not known here");
        }
    }

    /// Configurations of admission plugins, and Secrets with their kubeconfigs.
    fn undecided_plugins(&mut self) {
        let field = "kubernetes.kubeAPIServer.admissionPlugins";
        let path = Path::root("spec").join(field);
        let old = self.old.spec().at(field);
        for plugin in self.spec().at(field).items() {
            let name = plugin.get("name").words();
            let before = old.find("name", name);
            let differs = |field: &str| plugin.get(field) != before.get(field);
            let at = path.key(name);
            if name == "PodSecurity" && plugin.get("config").is_set() && differs("config") {
                self.doubt(&at.field("config"), "the configuration is not checked here");
            }
            if plugin.get("kubeconfigSecretName").is_set() && differs("kubeconfigSecretName") {
                let at = at.field("kubeconfigSecretName");
                self.doubt(&at, "the Secret must exist and hold a kubeconfig");
            }
        }
    }

    /// Quotas are only looked at where machines, volumes or their number change
    /// (`gardener/gardener:plugin/pkg/shoot/quotavalidator/admission.go:quotaVerificationNeeded`).
    fn undecided_quota(&mut self) {
        let needed = self.new.pools().any(|pool| {
            let old = self.old.pool(pool.get("name").words());
            let differs = |field: &str| old.at(field) != pool.at(field);
            !old.is_set()
                || ["machine.type", "maximum", "volume"]
                    .into_iter()
                    .any(differs)
        });
        if !needed {
            return;
        }
        let namespace = self.new.metadata().get("namespace").words();
        let spec = self.spec();
        let quotas = if let Some(name) = spec.get("credentialsBindingName").text() {
            let binding = self.facts.credentials_binding(namespace, name);
            binding.map(|binding| binding.quotas.len())
        } else if let Some(name) = spec.get("secretBindingName").text() {
            let binding = self.facts.secret_binding(namespace, name);
            binding.map(|binding| binding.quotas.len())
        } else {
            Some(0)
        };
        let path = Path::root("spec").join("provider.workers");
        match quotas {
            Some(0) => {}
            Some(_) => self.doubt(&path, "quotas limit machines and volumes"),
            None => self.doubt(
                &path,
                "whether quotas limit machines and volumes is not at hand: the binding is missing",
            ),
        }
    }
}
