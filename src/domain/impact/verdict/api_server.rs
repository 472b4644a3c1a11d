//! What the kube-apiserver of a Shoot is asked for (`gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeAPIServer`).

use std::collections::BTreeSet;

use super::pools::unsupported;
use super::{Check, names, text};
use crate::domain::impact::duration::HOUR;
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;
use crate::domain::versions::kubernetes;
use crate::domain::versions::version::Version;

impl<'a> Check<'a> {
    pub(super) fn api_server(&mut self, path: &Path, server: Node<'a>, version: &Version) {
        if server.get("enableAnonymousAuthentication").is_set() && self.since(35) {
            self.reject(
                Rule::RemovedFields,
                &path.field("enableAnonymousAuthentication"),
                "for Kubernetes versions >= 1.35, enableAnonymousAuthentication field is no longer supported",
            );
        }
        for (name, on) in server.get("runtimeConfig").entries() {
            let at = path.field("runtimeConfig").key(name);
            let required = names::required_api(name, self.new.is_workerless());
            if !names::is_api(name) {
                let message = format!("unknown API group version or resource \"{name}\"");
                self.reject(Rule::RuntimeConfig, &at, message);
            } else if !kubernetes::serves_api(name, version) {
                let message = format!("not supported in Kubernetes version {version}");
                self.reject(Rule::RuntimeConfig, &at, message);
            } else if let Some(required) = required.filter(|_| !on.is_true()) {
                let message = format!("api \"{required}\" cannot be disabled");
                self.reject(Rule::RuntimeConfig, &at, message);
            }
        }
        self.admission_plugins(&path.field("admissionPlugins"), server, version);
        for (block, gate) in [
            (
                "structuredAuthentication",
                "StructuredAuthenticationConfiguration",
            ),
            (
                "structuredAuthorization",
                "StructuredAuthorizationConfiguration",
            ),
        ] {
            let config = server.get(block);
            if !config.is_set() {
                continue;
            }
            let at = path.field(block);
            if server.get("featureGates").get(gate).bool() == Some(false) {
                let message = format!("requires feature gate {gate} to be enabled");
                self.reject(Rule::StructuredAuth, &at, message);
            }
            let name = config.get("configMapName").words();
            if name.is_empty() {
                self.reject(
                    Rule::StructuredAuth,
                    &at.field("configMapName"),
                    "must provide a name",
                );
            } else if block == "structuredAuthorization"
                && config.get("kubeconfigs").items().len() == 0
            {
                self.reject(
                    Rule::StructuredAuth,
                    &at.field("kubeconfigs"),
                    "must provide kubeconfig secret references if an authorization config is configured",
                );
            }
        }
        self.api_server_values(path, server, version);
    }

    fn admission_plugins(&mut self, path: &Path, server: Node<'a>, version: &Version) {
        const WITH_KUBECONFIG: [&str; 3] = [
            "ValidatingAdmissionWebhook",
            "MutatingAdmissionWebhook",
            "ImagePolicyWebhook",
        ];
        for plugin in server.get("admissionPlugins").items() {
            let name = plugin.get("name").words();
            let at = path.key(name);
            let found = names::find_plugin(name, version);
            let Some((known, true)) = found else {
                let message = match found {
                    _ if name.is_empty() => "must provide a name".to_owned(),
                    Some(_) => format!("not supported in Kubernetes version {version}"),
                    None => format!("unknown admission plugin \"{name}\""),
                };
                self.reject(Rule::AdmissionPluginValues, &at.field("name"), message);
                continue;
            };
            let mut reject = |field: &str, message: &str| {
                self.reject(Rule::AdmissionPluginValues, &at.field(field), message);
            };
            if plugin.get("config").is_set() && !known.configurable {
                reject("config", "admission plugin does not allow configuration");
            }
            if plugin.get("disabled").is_true() && known.required {
                reject("disabled", "admission plugin cannot be disabled");
            }
            if plugin.get("kubeconfigSecretName").is_set() && !WITH_KUBECONFIG.contains(&name) {
                reject(
                    "kubeconfigSecretName",
                    "admission plugin does not allow specifying external kubeconfig",
                );
            }
        }
    }

    fn api_server_values(&mut self, path: &Path, server: Node<'a>, version: &Version) {
        self.watch_cache(
            &path.field("watchCacheSizes"),
            server.get("watchCacheSizes"),
        );
        for field in ["verbosity", "httpAccessVerbosity"] {
            self.at_least(
                Rule::ApiServerValues,
                &path.field("logging"),
                server.get("logging"),
                field,
                0,
            );
        }
        for field in [
            "defaultNotReadyTolerationSeconds",
            "defaultUnreachableTolerationSeconds",
        ] {
            self.at_least(Rule::ApiServerValues, path, server, field, 0);
        }
        self.encryption(
            &path.field("encryptionConfig"),
            server.get("encryptionConfig"),
        );
        for (field, most) in [
            ("maxNonMutatingInflight", 5000),
            ("maxMutatingInflight", 2500),
        ] {
            let requests = server.get("requests");
            self.at_least(
                Rule::ApiServerValues,
                &path.field("requests"),
                requests,
                field,
                0,
            );
            if requests.get(field).int().is_some_and(|value| value > most) {
                let at = path.field("requests").field(field);
                self.reject(
                    Rule::ApiServerValues,
                    &at,
                    format!("cannot set higher than {most}"),
                );
            }
        }
        self.service_accounts(
            &path.field("serviceAccountConfig"),
            server.get("serviceAccountConfig"),
        );
        if let Some(ttl) = server.get("eventTTL").duration() {
            if ttl < 0 {
                self.reject(
                    Rule::ApiServerValues,
                    &path.field("eventTTL"),
                    "can not be negative",
                );
            } else if ttl > 24 * HOUR {
                self.reject(
                    Rule::ApiServerValues,
                    &path.field("eventTTL"),
                    "can not be longer than 24h",
                );
            }
        }
        let versions = ["VersionTLS12", "VersionTLS13"];
        if let Some(version) = server.get("tlsMinVersion").text()
            && !versions.contains(&version)
        {
            self.reject(
                Rule::ApiServerValues,
                &path.field("tlsMinVersion"),
                unsupported(&versions),
            );
        }
        self.minimum(path, server, Some("20m"), Some("200M"));
        self.gates(
            &path.field("featureGates"),
            server.get("featureGates"),
            version,
        );
        let mut seen = BTreeSet::new();
        for audience in server.get("apiAudiences").texts() {
            let at = path.field("apiAudiences");
            if !seen.insert(audience) {
                self.reject(
                    Rule::ApiServerValues,
                    &at,
                    format!("Duplicate value: {audience}"),
                );
            }
            if audience.contains(',') {
                self.reject(
                    Rule::ApiServerValues,
                    &at,
                    "audience must not contain commas",
                );
            }
        }
    }

    fn watch_cache(&mut self, path: &Path, sizes: Node<'a>) {
        if sizes.get("default").is_set() {
            if self.since(35) {
                self.reject(Rule::RemovedFields, &path.field("default"), "for Kubernetes versions >= 1.35, configuring the default watch cache size is no longer supported");
            } else {
                self.at_least(Rule::ApiServerValues, path, sizes, "default", 0);
            }
        }
        for entry in sizes.get("resources").items() {
            let resource = entry.get("resource").words();
            let group = entry.get("apiGroup").words();
            let at = path.field("resources").key(resource);
            if resource.is_empty() {
                self.reject(
                    Rule::ApiServerValues,
                    &at.field("resource"),
                    "must not be empty",
                );
            }
            if resource.to_lowercase() != resource || resource.contains([',', '.', ' ', '#']) {
                self.reject(
                    Rule::ApiServerValues,
                    &at.field("resource"),
                    "must be lower case and without any of \",. #\"",
                );
            }
            if group.to_lowercase() != group || group.contains([',', ' ', '#']) {
                self.reject(
                    Rule::ApiServerValues,
                    &at.field("apiGroup"),
                    "must be lower case and without any of \", #\"",
                );
            }
            self.at_least(Rule::ApiServerValues, &at, entry, "size", 0);
        }
    }

    fn encryption(&mut self, path: &Path, config: Node<'a>) {
        let mut seen = BTreeSet::new();
        for resource in config.get("resources").texts() {
            let at = path.field("resources");
            let group = resource.split_once('.').map_or("", |(_, group)| group);
            let fault = if resource.to_lowercase() != resource {
                Some("resource must be lower case")
            } else if [
                "apiserveripinfo",
                "serviceipallocations",
                "servicenodeportallocations",
            ]
            .contains(&resource)
            {
                Some("resources which do not have REST API/s cannot be encrypted")
            } else if resource.ends_with('.') {
                Some("resource should not end with '.'")
            } else if resource.contains('*') {
                Some("wildcards are not supported")
            } else if group == "events.k8s.io" {
                Some(
                    "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead",
                )
            } else if group == "extensions" {
                Some("'extensions' group has been removed and cannot be used for encryption")
            } else if !seen.insert(resource) {
                Some("Duplicate value")
            } else if resource == "secrets" {
                Some("\"secrets\" are always encrypted")
            } else {
                None
            };
            if let Some(fault) = fault {
                self.reject(Rule::EncryptionConfig, &at, format!("{resource}: {fault}"));
            }
        }
        let provider = config.at("provider.type").text();
        let known = ["aescbc", "aesgcm", "secretbox"];
        let at = path.join("provider.type");
        if provider.is_some_and(|provider| !known.contains(&provider)) {
            self.reject(Rule::EncryptionConfig, &at, unsupported(&known));
        }
        let period = self
            .spec()
            .at("maintenance.autoRotation.credentials.etcdEncryptionKey.rotationPeriod")
            .duration();
        if provider == Some("aesgcm") && period.unwrap_or_default() == 0 {
            self.reject(Rule::EncryptionConfig, &at, "etcdEncryptionKey auto rotation must be enabled when encryption at rest provider is AES-GCM");
        }
    }

    fn service_accounts(&mut self, path: &Path, config: Node<'a>) {
        if let Some(most) = config.get("maxTokenExpiration").duration() {
            let at = path.field("maxTokenExpiration");
            if most < 0 {
                self.reject(Rule::ServiceAccounts, &at, "can not be negative");
            } else if most > 0 && most < 720 * HOUR {
                self.reject(Rule::ServiceAccounts, &at, "must be at least 720h (30d)");
            } else if most > 2160 * HOUR {
                self.reject(Rule::ServiceAccounts, &at, "must be at most 2160h (90d)");
            }
        }
        let issuer = config.get("issuer").text();
        if let Some(fault) = issuer.and_then(text::issuer_fault) {
            self.reject(Rule::ServiceAccounts, &path.field("issuer"), fault);
        }
        let accepted = config.get("acceptedIssuers");
        let before = "kubernetes.kubeAPIServer.serviceAccountConfig";
        let before = self.old.spec().at(before);
        if before.is_set() && before.get("acceptedIssuers") == accepted {
            return; // what was stored before the check existed is left alone
        }
        let mut seen: BTreeSet<&str> = issuer.into_iter().collect();
        for accepted in accepted.texts() {
            let at = path.field("acceptedIssuers");
            if let Some(fault) = text::issuer_fault(accepted) {
                self.reject(Rule::ServiceAccounts, &at, format!("{accepted}: {fault}"));
            }
            if !seen.insert(accepted) {
                self.reject(
                    Rule::ServiceAccounts,
                    &at,
                    format!("Duplicate value: {accepted}"),
                );
            }
        }
    }
}
