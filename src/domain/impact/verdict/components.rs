//! What the components of the control plane may be told
//! (`gardener/gardener:pkg/api/core/validation/shoot.go:validateKubernetes`).

use std::collections::BTreeSet;

use super::pools::{WORKERLESS, unsupported};
use super::{Check, names, text};
use crate::domain::impact::duration::{HOUR, SECOND};
use crate::domain::impact::path::Path;
use crate::domain::impact::quantity::Quantity;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;
use crate::domain::versions::kubernetes;
use crate::domain::versions::version::Version;

impl<'a> Check<'a> {
    pub(super) fn components(&mut self) {
        let all = self.spec().get("kubernetes");
        let path = Path::root("spec").field("kubernetes");
        if all.get("version").words().is_empty() {
            self.reject(
                Rule::VersionStep,
                &path.field("version"),
                "kubernetes version must not be empty",
            );
            return;
        }
        let version = self.version.clone();
        self.minimum(
            &path.join("etcd.main"),
            all.at("etcd.main"),
            None,
            Some("300M"),
        );
        self.minimum(
            &path.join("etcd.events"),
            all.at("etcd.events"),
            None,
            Some("60M"),
        );
        self.api_server(
            &path.field("kubeAPIServer"),
            all.get("kubeAPIServer"),
            &version,
        );
        self.controller_manager(
            &path.field("kubeControllerManager"),
            all.get("kubeControllerManager"),
            &version,
        );
        if self.new.is_workerless() {
            for field in [
                "kubeScheduler",
                "kubeProxy",
                "kubelet",
                "clusterAutoscaler",
                "verticalPodAutoscaler",
            ] {
                if all.get(field).is_set() {
                    self.reject(Rule::Workerless, &path.field(field), WORKERLESS);
                }
            }
            return;
        }
        self.scheduler(
            &path.field("kubeScheduler"),
            all.get("kubeScheduler"),
            &version,
        );
        self.proxy(&path.field("kubeProxy"), all.get("kubeProxy"), &version);
        if all.get("kubelet").is_set() {
            self.kubelet(&path.field("kubelet"), all.get("kubelet"), &version);
        }
        self.autoscaler(
            &path.field("clusterAutoscaler"),
            all.get("clusterAutoscaler"),
        );
        self.vertical(
            &path.field("verticalPodAutoscaler"),
            all.get("verticalPodAutoscaler"),
        );
    }

    /// Feature gates: what a version does not know or has locked.
    pub(super) fn gates(&mut self, path: &Path, gates: Node<'a>, version: &Version) {
        for (name, value) in gates.entries() {
            let at = path.field(name);
            if !names::is_gate(name) {
                let message = format!("unknown feature gate {name}");
                self.reject(Rule::FeatureGates, &at, message);
            } else if !kubernetes::accepts_gate(name, version) {
                let message = format!("not supported in Kubernetes version {version}");
                self.reject(Rule::FeatureGates, &at, message);
            } else if let Some(locked) = kubernetes::locked_gate(name, version)
                && value.bool() != Some(locked)
            {
                let message = format!(
                    "cannot set feature gate to {}, feature is locked to {locked}",
                    !locked
                );
                self.reject(Rule::FeatureGates, &at, message);
            }
        }
    }

    /// The least that an autoscaled component gets.
    fn minimum(
        &mut self,
        path: &Path,
        component: Node<'a>,
        cpu: Option<&str>,
        memory: Option<&str>,
    ) {
        let autoscaling = component.get("autoscaling");
        if !autoscaling.is_set() {
            return;
        }
        let path = path.join("autoscaling.minAllowed");
        let minimum = autoscaling.get("minAllowed");
        if minimum.entries().next().is_none() {
            self.reject(Rule::AutoscalingMinimum, &path, "must provide minAllowed");
        }
        for (resource, quantity) in minimum.entries() {
            let at = path.field(resource);
            let least = match resource {
                "cpu" => cpu,
                "memory" => memory,
                _ => {
                    self.reject(
                        Rule::AutoscalingMinimum,
                        &at,
                        unsupported(&["cpu", "memory"]),
                    );
                    continue;
                }
            };
            let Some(quantity) = quantity.quantity() else {
                continue;
            };
            let least = least.and_then(Quantity::parse);
            if let Some(least) = least
                && quantity < least
            {
                self.reject(
                    Rule::AutoscalingMinimum,
                    &at,
                    format!("value must be bigger than >= {least}"),
                );
            } else if quantity.is_negative() {
                self.reject(
                    Rule::AutoscalingMinimum,
                    &at,
                    "must be greater than or equal to 0",
                );
            }
        }
    }

    fn api_server(&mut self, path: &Path, server: Node<'a>, version: &Version) {
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

    fn controller_manager(&mut self, path: &Path, manager: Node<'a>, version: &Version) {
        if self.new.is_workerless() {
            for field in [
                "nodeCIDRMaskSize",
                "nodeCIDRMaskSizeIPv6",
                "horizontalPodAutoscaler",
                "podEvictionTimeout",
                "nodeMonitorGracePeriod",
            ] {
                if manager.get(field).is_set() {
                    self.reject(Rule::Workerless, &path.field(field), WORKERLESS);
                }
            }
        } else {
            self.masks(path, manager);
            let timeout = manager.get("podEvictionTimeout");
            if timeout.is_set() && self.since(33) {
                self.reject(Rule::RemovedFields, &path.field("podEvictionTimeout"), "for Kubernetes versions >= 1.33, podEvictionTimeout field is no longer supported");
            }
            for field in ["podEvictionTimeout", "nodeMonitorGracePeriod"] {
                if manager
                    .get(field)
                    .duration()
                    .is_some_and(|nanos| nanos <= 0)
                {
                    let message = format!("{field} must be larger than 0");
                    self.reject(Rule::ControllerManagerValues, &path.field(field), message);
                }
            }
            let hpa = manager.get("horizontalPodAutoscaler");
            let at = path.field("horizontalPodAutoscaler");
            for (field, least) in [
                ("syncPeriod", SECOND),
                ("downscaleStabilization", SECOND),
                ("cpuInitializationPeriod", SECOND),
                ("initialReadinessDelay", 1),
            ] {
                if hpa.get(field).duration().is_some_and(|nanos| nanos < least) {
                    self.reject(
                        Rule::ControllerManagerValues,
                        &at.field(field),
                        "must not be less than a second",
                    );
                }
            }
            if hpa
                .get("tolerance")
                .float()
                .is_some_and(|value| value <= 0.0)
            {
                self.reject(
                    Rule::ControllerManagerValues,
                    &at.field("tolerance"),
                    "tolerance of must be greater than 0",
                );
            }
        }
        self.gates(
            &path.field("featureGates"),
            manager.get("featureGates"),
            version,
        );
    }

    fn masks(&mut self, path: &Path, manager: Node<'a>) {
        let families = self.spec().at("networking.ipFamilies").texts();
        let at = path.field("nodeCIDRMaskSize");
        let mask = manager.get("nodeCIDRMaskSize").int();
        let mask_v6 = manager.get("nodeCIDRMaskSizeIPv6").int();
        if families == ["IPv6"] && mask.is_some() && mask_v6.is_some() {
            self.reject(Rule::NodeCidrMask, &at, "only one of nodeCIDRMaskSize or nodeCIDRMaskSizeIPv6 can be set for single-stack clusters");
        }
        if let Some(mask) = mask {
            if families == ["IPv6"] && !(64..=124).contains(&mask) {
                self.reject(
                    Rule::NodeCidrMask,
                    &at,
                    "nodeCIDRMaskSize must be between 64 and 124 for IPv6 single-stack clusters",
                );
            }
            if families == ["IPv4"] && !(16..=28).contains(&mask) {
                self.reject(
                    Rule::NodeCidrMask,
                    &at,
                    "nodeCIDRMaskSize must be between 16 and 28",
                );
            }
        }
        if let Some(mask) = mask_v6 {
            let at = path.field("nodeCIDRMaskSizeIPv6");
            if families == ["IPv4"] {
                self.reject(
                    Rule::NodeCidrMask,
                    &at,
                    "nodeCIDRMaskSizeIPv6 cannot be set for IPv4 single-stack clusters",
                );
            } else if !(64..=124).contains(&mask) {
                self.reject(
                    Rule::NodeCidrMask,
                    &at,
                    "nodeCIDRMaskSizeIPv6 must be between 64 and 124",
                );
            }
        }
    }

    fn scheduler(&mut self, path: &Path, scheduler: Node<'a>, version: &Version) {
        let profiles = ["balanced", "bin-packing"];
        if let Some(profile) = scheduler.get("profile").text()
            && !profiles.contains(&profile)
        {
            self.reject(
                Rule::SchedulerValues,
                &path.field("profile"),
                unsupported(&profiles),
            );
        }
        if let Some(volumes) = scheduler.get("kubeMaxPDVols").text() {
            let at = path.field("kubeMaxPDVols");
            if self.since(35) {
                self.reject(
                    Rule::RemovedFields,
                    &at,
                    "for Kubernetes version >= 1.35, kubeMaxPDVols field is no longer supported",
                );
            } else if volumes.parse::<i64>().is_ok_and(|volumes| volumes < 1)
                || volumes.parse::<i64>().is_err()
            {
                self.reject(Rule::SchedulerValues, &at, "must be positive");
            }
        }
        self.gates(
            &path.field("featureGates"),
            scheduler.get("featureGates"),
            version,
        );
    }

    fn proxy(&mut self, path: &Path, proxy: Node<'a>, version: &Version) {
        let modes = ["IPTables", "IPVS", "NFTables"];
        let mode = proxy.get("mode").words();
        if !modes.contains(&mode) {
            self.reject(Rule::ProxyMode, &path.field("mode"), unsupported(&modes));
        }
        if mode == "NFTables" && proxy.at("featureGates.NFTablesProxyMode").bool() == Some(false) {
            self.reject(Rule::ProxyMode, &path.field("mode"), "NFTables mode cannot be used when feature gate NFTablesProxyMode is explicitly set to false");
        }
        self.gates(
            &path.field("featureGates"),
            proxy.get("featureGates"),
            version,
        );
    }

    fn autoscaler(&mut self, path: &Path, autoscaler: Node<'a>) {
        for (field, _) in autoscaler.entries() {
            if field != "maxEmptyBulkDelete" {
                self.not_negative(Rule::ClusterAutoscalerValues, path, autoscaler, field);
            }
        }
        for field in [
            "maxGracefulTerminationSeconds",
            "maxEmptyBulkDelete",
            "maxScaleDownParallelism",
            "maxDrainParallelism",
            "verbosity",
        ] {
            self.at_least(Rule::ClusterAutoscalerValues, path, autoscaler, field, 0);
        }
        if let Some(threshold) = autoscaler.get("scaleDownUtilizationThreshold").float()
            && !(0.0..=1.0).contains(&threshold)
        {
            let at = path.field("scaleDownUtilizationThreshold");
            self.reject(
                Rule::ClusterAutoscalerValues,
                &at,
                "must be between 0.0 and 1.0",
            );
        }
        let modes = [
            "least-waste",
            "most-pods",
            "priority",
            "random",
            "least-nodes",
        ];
        if let Some(expander) = autoscaler.get("expander").text()
            && expander.split(',').any(|mode| !modes.contains(&mode))
        {
            self.reject(
                Rule::ClusterAutoscalerValues,
                &path.field("expander"),
                unsupported(&modes),
            );
        }
        for field in ["startupTaints", "statusTaints", "ignoreTaints"] {
            let taints = autoscaler.get(field).texts();
            let at = path.field(field);
            if field == "ignoreTaints" && !taints.is_empty() && self.since(32) {
                let message = format!("not supported in Kubernetes version {}", self.version);
                self.reject(Rule::RemovedFields, &at, message);
            }
            let mut seen = BTreeSet::new();
            for taint in taints {
                if !text::is_label_key(taint)
                    || taint == "node.gardener.cloud/critical-components-not-ready"
                {
                    self.reject(
                        Rule::ClusterAutoscalerValues,
                        &at,
                        format!("{taint} is not the key of a taint of one's own"),
                    );
                }
                if !seen.insert(taint) {
                    self.reject(
                        Rule::ClusterAutoscalerValues,
                        &at,
                        format!("Duplicate value: {taint}"),
                    );
                }
            }
        }
        let bulk = autoscaler.get("maxEmptyBulkDelete").int();
        let at = path.field("maxEmptyBulkDelete");
        if bulk.is_some() && self.since(33) {
            self.reject(Rule::RemovedFields, &at, "for Kubernetes versions >= 1.33, maxEmptyBulkDelete field is no longer supported, use maxScaleDownParallelism instead");
        }
        let parallelism = autoscaler.get("maxScaleDownParallelism").int();
        if let (Some(bulk), Some(parallelism)) = (bulk, parallelism)
            && bulk != parallelism
        {
            let message = format!("must equal maxScaleDownParallelism {parallelism}");
            self.reject(Rule::ClusterAutoscalerValues, &at, message);
        }
        self.minimum(path, autoscaler, Some("10m"), Some("30M"));
    }

    fn vertical(&mut self, path: &Path, vertical: Node<'a>) {
        for (field, _) in vertical.entries() {
            self.not_negative(Rule::VerticalValues, path, vertical, field);
        }
        for field in ["evictionTolerance", "recommendationMarginFraction"] {
            if vertical
                .get(field)
                .float()
                .is_some_and(|value| !(0.0..1.0).contains(&value))
            {
                let message = "fraction value must be in the range [0, 1)";
                self.reject(Rule::VerticalValues, &path.field(field), message);
            }
        }
        for field in [
            "targetCPUPercentile",
            "recommendationLowerBoundCPUPercentile",
            "recommendationUpperBoundCPUPercentile",
            "targetMemoryPercentile",
            "recommendationLowerBoundMemoryPercentile",
            "recommendationUpperBoundMemoryPercentile",
        ] {
            if vertical
                .get(field)
                .float()
                .is_some_and(|value| !(0.0..=1.0).contains(&value))
            {
                let message = "percentile value must be in the range [0, 1]";
                self.reject(Rule::VerticalValues, &path.field(field), message);
            }
        }
        for (field, least) in [
            ("evictionRateBurst", 0),
            ("memoryAggregationIntervalCount", 0),
            ("recommenderUpdateWorkerCount", 1),
        ] {
            self.at_least(Rule::VerticalValues, path, vertical, field, least);
        }
        for (resource, quantity) in vertical.get("maxAllowed").entries() {
            let negative = quantity
                .quantity()
                .is_some_and(|quantity| quantity.is_negative());
            if !["cpu", "memory"].contains(&resource) || negative {
                let at = path.field("maxAllowed").field(resource);
                self.reject(Rule::VerticalValues, &at, unsupported(&["cpu", "memory"]));
            }
        }
    }
}
