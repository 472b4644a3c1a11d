//! What the components of the control plane may be told
//! (`gardener/gardener:pkg/api/core/validation/shoot.go:validateKubernetes`).

use super::pools::{WORKERLESS, unsupported};
use super::{Check, names};
use crate::domain::impact::duration::SECOND;
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
    pub(super) fn minimum(
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
}
