//! The rest of a Shoot: metadata, references, addons, and what has no file of its own
//! (`gardener/gardener:pkg/api/core/validation/shoot.go:ValidateShootSpec`).

use std::collections::BTreeSet;

use super::pools::{WORKERLESS, unsupported};
use super::{Check, text};
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;

impl<'a> Check<'a> {
    pub(super) fn metadata(&mut self) {
        let path = Path::root("metadata");
        for (map, values) in [("labels", true), ("annotations", false)] {
            for (key, value) in self.new.metadata().get(map).entries() {
                let at = path.field(map);
                let valid = if values {
                    text::is_label_key(key)
                } else {
                    text::is_label_key(&key.to_lowercase())
                };
                if !valid {
                    self.reject(Rule::Labels, &at, format!("{key} is not a valid key"));
                }
                if values && !text::is_label_value(value.words()) {
                    let message = format!("{} is not the value of a label", value.words());
                    self.reject(Rule::Labels, &at, message);
                }
            }
        }
        let (old, new) = (
            self.old.metadata().get("finalizers").texts(),
            self.new.metadata().get("finalizers").texts(),
        );
        let at = path.field("finalizers");
        if self.old.metadata().get("deletionTimestamp").is_set()
            && new.iter().any(|finalizer| !old.contains(finalizer))
        {
            self.reject(
                Rule::Finalizers,
                &at,
                "no new finalizers can be added if the object is being deleted",
            );
        }
        for finalizer in new {
            if !text::is_label_key(finalizer) {
                self.reject(
                    Rule::Finalizers,
                    &at,
                    format!("{finalizer} is not the name of a finalizer"),
                );
            }
        }
    }

    pub(super) fn references(&mut self) {
        let spec = self.spec();
        let path = Path::root("spec");
        if self.since(34) && !spec.get("cloudProfileName").words().is_empty() {
            self.reject(Rule::RemovedFields, &path.field("cloudProfileName"), "for Kubernetes version >= 1.34, cloudProfileName field is no longer supported, use spec.cloudProfile.name instead");
        }
        let reference = spec.get("cloudProfile");
        let named = !reference.get("name").words().is_empty();
        let by_name = spec.get("cloudProfileName").is_set() && !reference.is_set();
        if !named && !by_name {
            self.reject(
                Rule::CloudProfile,
                &path.join("cloudProfile.name"),
                "must specify a cloud profile",
            );
        }
        let kinds = ["CloudProfile", "NamespacedCloudProfile"];
        if named && !kinds.contains(&reference.get("kind").words()) {
            self.reject(
                Rule::CloudProfile,
                &path.join("cloudProfile.kind"),
                unsupported(&kinds),
            );
        }
        self.bindings();
        if spec.get("region").words().is_empty() {
            self.reject(
                Rule::RegionImmutable,
                &path.field("region"),
                "must specify a region",
            );
        }
        if spec.get("seedName").text() == Some("") {
            self.reject(
                Rule::SeedName,
                &path.field("seedName"),
                "seed name must not be empty when providing the key",
            );
        }
        let mut purposes = vec!["evaluation", "testing", "development", "production"];
        if self.new.metadata().get("namespace").text() == Some("garden") {
            purposes.push("infrastructure");
        }
        if !purposes.contains(&spec.get("purpose").words()) {
            self.reject(
                Rule::Purpose,
                &path.field("purpose"),
                unsupported(&purposes),
            );
        }
    }

    fn bindings(&mut self) {
        let spec = self.spec();
        let path = Path::root("spec");
        let (secret, credentials) = (
            spec.get("secretBindingName"),
            spec.get("credentialsBindingName"),
        );
        if self.new.is_workerless() {
            for (field, value) in [
                ("secretBindingName", secret),
                ("credentialsBindingName", credentials),
            ] {
                if value.is_set() {
                    self.reject(Rule::Workerless, &path.field(field), WORKERLESS);
                }
            }
            return;
        }
        if self.new.is_self_hosted() {
            return;
        }
        let at = path.field("secretBindingName");
        let (has_secret, has_credentials) =
            (!secret.words().is_empty(), !credentials.words().is_empty());
        if !has_secret && !has_credentials {
            self.reject(
                Rule::SecretBinding,
                &at,
                "must be set when credentialsBindingName is not",
            );
        }
        if has_secret && has_credentials {
            self.reject(
                Rule::SecretBinding,
                &at,
                "is incompatible with credentialsBindingName",
            );
        }
        if has_secret && self.since(34) {
            self.reject(Rule::RemovedFields, &at, "for Kubernetes versions >= 1.34, secretBindingName field is no longer supported, use spec.credentialsBindingName instead");
        }
    }

    pub(super) fn addons(&mut self) {
        let addons = self.spec().get("addons");
        let path = Path::root("spec").field("addons");
        if !addons.is_set() {
            return;
        }
        if self.new.is_workerless() {
            self.reject(
                Rule::Workerless,
                &path,
                "addons cannot be enabled for Workerless Shoot clusters",
            );
            return;
        }
        if self.since(35) {
            self.reject(
                Rule::RemovedFields,
                &path,
                "for Kubernetes versions >= 1.35, addons field is no longer supported",
            );
            return;
        }
        let nginx = addons.get("nginxIngress");
        let dashboard = addons.get("kubernetesDashboard");
        let enabled = nginx.get("enabled").is_true() || dashboard.get("enabled").is_true();
        if enabled && self.spec().get("purpose").words() != "evaluation" {
            self.reject(
                Rule::Addons,
                &path,
                "addons can only be enabled on shoots with .spec.purpose=evaluation",
            );
        }
        if nginx.get("enabled").is_true() {
            let at = path.field("nginxIngress");
            for range in nginx.get("loadBalancerSourceRanges").texts() {
                if range.parse::<ipnet::IpNet>().is_err() {
                    self.reject(
                        Rule::Addons,
                        &at.field("loadBalancerSourceRanges"),
                        format!("{range} is not a CIDR"),
                    );
                }
            }
            for (key, _) in nginx.get("config").entries() {
                if !text::is_config_key(key) {
                    let message = format!("{key} is not the key of a ConfigMap");
                    self.reject(Rule::Addons, &at.field("config"), message);
                }
            }
            let policies = ["Cluster", "Local"];
            if !policies.contains(&nginx.get("externalTrafficPolicy").words()) {
                self.reject(
                    Rule::Addons,
                    &at.field("externalTrafficPolicy"),
                    unsupported(&policies),
                );
            }
        }
        let mode = dashboard.get("authenticationMode").text();
        if dashboard.get("enabled").is_true() && mode.is_some_and(|mode| mode != "token") {
            self.reject(
                Rule::Addons,
                &path.join("kubernetesDashboard.authenticationMode"),
                unsupported(&["token"]),
            );
        }
    }

    pub(super) fn rest(&mut self) {
        let spec = self.spec();
        let path = Path::root("spec");
        self.unique(
            Rule::Extensions,
            &path.field("extensions"),
            spec.get("extensions"),
            "type",
        );
        self.unique(
            Rule::Resources,
            &path.field("resources"),
            spec.get("resources"),
            "name",
        );
        for resource in spec.get("resources").items() {
            let name = resource.get("name").words();
            let at = path.field("resources").key(name);
            let reference = resource.get("resourceRef");
            let kinds = ["Secret", "ConfigMap", "WorkloadIdentity"];
            if !kinds.contains(&reference.get("kind").words()) {
                self.reject(
                    Rule::Resources,
                    &at.field("resourceRef"),
                    unsupported(&kinds),
                );
            }
            for (field, value) in [
                ("name", resource.get("name")),
                ("resourceRef.name", reference.get("name")),
                ("resourceRef.apiVersion", reference.get("apiVersion")),
            ] {
                if value.words().is_empty() {
                    self.reject(Rule::Resources, &at.join(field), "must not be empty");
                }
            }
        }
        let mut receivers = BTreeSet::new();
        for email in spec.at("monitoring.alerting.emailReceivers").texts() {
            let at = path.join("monitoring.alerting.emailReceivers");
            if !text::is_email(email) {
                self.reject(
                    Rule::Monitoring,
                    &at,
                    format!("{email}: must provide a valid email"),
                );
            }
            if !receivers.insert(email) {
                self.reject(Rule::Monitoring, &at, format!("Duplicate value: {email}"));
            }
        }
        let mut tolerations = BTreeSet::new();
        for toleration in spec.get("tolerations").items() {
            let (key, value) = (toleration.get("key").words(), toleration.get("value"));
            let at = path.field("tolerations").key(key);
            if !text::is_label_key(key) || !text::is_label_value(value.words()) {
                self.reject(
                    Rule::Tolerations,
                    &at,
                    "must have the key and value of a label",
                );
            }
            // One for any value goes with no later one for a certain value.
            let any = tolerations.contains(&(key, None));
            if any || !tolerations.insert((key, value.text())) {
                self.reject(Rule::Tolerations, &at, format!("Duplicate value: {key}"));
            }
        }
        if self.new.is_workerless() && spec.get("systemComponents").is_set() {
            self.reject(
                Rule::Workerless,
                &path.field("systemComponents"),
                WORKERLESS,
            );
        }
        self.selector();
        self.suffixes();
        if spec
            .get("exposureClassName")
            .text()
            .is_some_and(|name| !text::is_dns_name(name))
        {
            self.reject(
                Rule::ExposureClass,
                &path.field("exposureClassName"),
                "exposureClassName is not a valid DNS subdomain",
            );
        }
        if spec
            .get("schedulerName")
            .text()
            .is_some_and(|name| !text::is_dns_label(name))
        {
            self.reject(
                Rule::SchedulerName,
                &path.field("schedulerName"),
                "must be a DNS label",
            );
        }
        self.control_plane();
        self.self_hosted();
    }

    fn unique(&mut self, rule: Rule, path: &Path, list: Node<'a>, field: &str) {
        let mut seen = BTreeSet::new();
        for item in list.items() {
            let name = item.get(field).words();
            if !seen.insert(name) {
                self.reject(
                    rule,
                    &path.key(name),
                    format!("Duplicate value: \"{name}\""),
                );
            }
        }
    }

    fn selector(&mut self) {
        let path = Path::root("spec").field("seedSelector");
        let selector = self.spec().get("seedSelector");
        for (key, value) in selector.get("matchLabels").entries() {
            if !text::is_label_key(key) || !text::is_label_value(value.words()) {
                let message = format!("{key}: {} is no label", value.words());
                self.reject(Rule::SeedSelector, &path.field("matchLabels"), message);
            }
        }
        for expression in selector.get("matchExpressions").items() {
            let values = expression.get("values").texts();
            let valid = match expression.get("operator").words() {
                "In" | "NotIn" => {
                    !values.is_empty() && values.iter().all(|value| text::is_label_value(value))
                }
                "Exists" | "DoesNotExist" => values.is_empty(),
                _ => false,
            };
            if !valid || !text::is_label_key(expression.get("key").words()) {
                let message = "must have a key, a known operator, and values where it takes some";
                self.reject(Rule::SeedSelector, &path.field("matchExpressions"), message);
            }
        }
    }

    fn suffixes(&mut self) {
        let path = Path::root("spec").join("systemComponents.coreDNS.rewriting.commonSuffixes");
        let suffixes = self
            .spec()
            .at("systemComponents.coreDNS.rewriting.commonSuffixes");
        let mut seen = BTreeSet::new();
        for suffix in suffixes.texts() {
            let bare = suffix.strip_prefix('.').unwrap_or(suffix);
            if !bare.contains('.') {
                self.reject(
                    Rule::CoreDns,
                    &path,
                    format!("{suffix}: must contain at least one non-leading dot ('.')"),
                );
            }
            if !seen.insert(bare) {
                self.reject(Rule::CoreDns, &path, format!("Duplicate value: {suffix}"));
            }
            if !text::is_dns_name(bare.strip_suffix('.').unwrap_or(bare)) {
                self.reject(
                    Rule::CoreDns,
                    &path,
                    format!("{suffix}: must be a valid DNS subdomain"),
                );
            }
        }
    }

    fn control_plane(&mut self) {
        let control_plane = self.spec().get("controlPlane");
        let path = Path::root("spec").field("controlPlane");
        let tolerance = control_plane.at("highAvailability.failureTolerance.type");
        let types = ["node", "zone"];
        if control_plane.get("highAvailability").is_set() && !types.contains(&tolerance.words()) {
            let at = path.join("highAvailability.failureTolerance.type");
            self.reject(Rule::HighAvailabilityImmutable, &at, unsupported(&types));
        }
        let zones = control_plane.get("zones").texts();
        let at = path.field("zones");
        let unique: BTreeSet<&str> = zones.iter().copied().collect();
        if unique.len() != zones.len() {
            self.reject(Rule::ControlPlaneZones, &at, "Duplicate value");
        }
        let zonal = tolerance.text() == Some("zone");
        if !zones.is_empty() && zonal && unique.len() != 3 {
            self.reject(
                Rule::ControlPlaneZones,
                &at,
                "exactly 3 unique zones must be specified when failure tolerance type is 'zone'",
            );
        }
        if !zones.is_empty() && !zonal && unique.len() != 1 {
            self.reject(
                Rule::ControlPlaneZones,
                &at,
                "exactly 1 zone must be specified when failure tolerance type is not 'zone'",
            );
        }
    }

    fn self_hosted(&mut self) {
        if !self.new.is_self_hosted() {
            return;
        }
        let path = Path::root("spec");
        if self.spec().get("seedName").is_set() {
            self.reject(
                Rule::SelfHosted,
                &path.field("seedName"),
                "cannot set seedName for self-hosted shoots",
            );
        }
        if self.new.metadata().get("namespace").text() != Some("garden") {
            let at = Path::root("metadata").field("namespace");
            self.reject(
                Rule::SelfHosted,
                &at,
                "self-hosted shoots must be in the \"garden\" namespace",
            );
        }
        let pool = self
            .pools()
            .into_iter()
            .find(|(_, pool)| pool.get("controlPlane").is_set());
        let Some((at, pool)) = pool else { return };
        let sizes = (pool.get("minimum").int(), pool.get("maximum").int());
        if sizes != (Some(1), Some(1)) {
            self.reject(Rule::SelfHosted, &at.field("minimum"), "self-hosted shoots only support minimum=maximum=1 for the control plane worker pool");
        }
        if self.spec().at("controlPlane.highAvailability").is_set() {
            self.reject(Rule::SelfHosted, &at.field("maximum"), "control plane worker pool must have maximum=3 when high availability is configured");
        }
    }
}
