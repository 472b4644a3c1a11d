//! What a kubelet may be told (`gardener/gardener:pkg/api/core/validation/shoot.go:ValidateKubeletConfig`).

use super::pools::unsupported;
use super::{Check, is_since, text};
use crate::domain::impact::duration::{HOUR, SECOND};
use crate::domain::impact::path::Path;
use crate::domain::impact::quantity::Quantity;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;
use crate::domain::versions::version::Version;

impl<'a> Check<'a> {
    pub(super) fn kubelet(&mut self, path: &Path, kubelet: Node<'a>, version: &Version) {
        let policies = ["none", "static"];
        if let Some(policy) = kubelet.get("cpuManagerPolicy").text()
            && !policies.contains(&policy)
        {
            self.reject(
                Rule::KubeletValues,
                &path.field("cpuManagerPolicy"),
                unsupported(&policies),
            );
        }
        for field in [
            "maxPods",
            "evictionMaxPodGracePeriod",
            "registryPullQPS",
            "registryBurst",
        ] {
            self.at_least(Rule::KubeletValues, path, kubelet, field, 0);
        }
        self.at_least(Rule::KubeletValues, path, kubelet, "podPidsLimit", 100);
        self.at_least(
            Rule::KubeletValues,
            path,
            kubelet,
            "containerLogMaxFiles",
            2,
        );
        self.at_least(
            Rule::KubeletValues,
            path,
            kubelet,
            "maxParallelImagePulls",
            1,
        );
        for field in [
            "evictionPressureTransitionPeriod",
            "imageMinimumGCAge",
            "imageMaximumGCAge",
        ] {
            self.not_negative(Rule::KubeletValues, path, kubelet, field);
        }
        for (field, _) in kubelet.get("evictionSoftGracePeriod").entries() {
            let block = kubelet.get("evictionSoftGracePeriod");
            if field != "nodeFSInodesFree" {
                let at = path.field("evictionSoftGracePeriod");
                self.not_negative(Rule::KubeletValues, &at, block, field);
            }
        }
        self.evictions(path, kubelet);
        self.quantities(path, kubelet);
        self.images(path, kubelet);
        self.gates(
            &path.field("featureGates"),
            kubelet.get("featureGates"),
            version,
        );
        if let Some(timeout) = kubelet.get("streamingConnectionIdleTimeout").duration()
            && !(30 * SECOND..=4 * HOUR).contains(&timeout)
        {
            let at = path.field("streamingConnectionIdleTimeout");
            self.reject(Rule::KubeletValues, &at, "value must be between 30s and 4h");
        }
        self.swap(path, kubelet);
        self.verification(path, kubelet, version);
    }

    pub(super) fn at_least(
        &mut self,
        rule: Rule,
        path: &Path,
        parent: Node<'a>,
        field: &str,
        least: i64,
    ) {
        if parent.get(field).int().is_some_and(|value| value < least) {
            let message = format!("must be greater than or equal to {least}");
            self.reject(rule, &path.field(field), message);
        }
    }

    fn evictions(&mut self, path: &Path, kubelet: Node<'a>) {
        for block in ["evictionHard", "evictionSoft"] {
            for (field, value) in kubelet.get(block).entries() {
                // Gardener never looks at the free inodes of the node's own file system.
                if field == "nodeFSInodesFree" {
                    continue;
                }
                let value = value.words();
                let quantity = Quantity::parse(value).is_some_and(|q| !q.is_negative());
                let percent = text::is_percentage(value)
                    && value
                        .trim_end_matches('%')
                        .parse::<u32>()
                        .is_ok_and(|p| p <= 100);
                if !quantity && !percent {
                    let message = "field must be either a valid resource quantity (e.g 200Mi) or a percentage (e.g '5%')";
                    self.reject(
                        Rule::KubeletValues,
                        &path.field(block).field(field),
                        message,
                    );
                }
            }
        }
    }

    fn quantities(&mut self, path: &Path, kubelet: Node<'a>) {
        for block in ["evictionMinimumReclaim", "kubeReserved"] {
            for (field, value) in kubelet.get(block).entries() {
                if block == "evictionMinimumReclaim" && field == "nodeFSInodesFree" {
                    continue;
                }
                if value
                    .quantity()
                    .is_some_and(|quantity| quantity.is_negative())
                {
                    let at = path.field(block).field(field);
                    self.reject(
                        Rule::KubeletValues,
                        &at,
                        "must be greater than or equal to 0",
                    );
                }
            }
        }
        if kubelet
            .get("containerLogMaxSize")
            .quantity()
            .is_some_and(|q| q.is_negative())
        {
            let at = path.field("containerLogMaxSize");
            self.reject(
                Rule::KubeletValues,
                &at,
                "must be greater than or equal to 0",
            );
        }
    }

    fn images(&mut self, path: &Path, kubelet: Node<'a>) {
        let high = kubelet.get("imageGCHighThresholdPercent").int();
        let low = kubelet.get("imageGCLowThresholdPercent").int();
        for (field, value) in [
            ("imageGCHighThresholdPercent", high),
            ("imageGCLowThresholdPercent", low),
        ] {
            if value.is_some_and(|value| !(0..=100).contains(&value)) {
                self.reject(
                    Rule::KubeletValues,
                    &path.field(field),
                    "value must be in [0,100]",
                );
            }
        }
        if let (Some(high), Some(low)) = (high, low)
            && low >= high
        {
            self.reject(
                Rule::KubeletValues,
                &path.field("imageGCLowThresholdPercent"),
                "imageGCLowThresholdPercent must be less than imageGCHighThresholdPercent",
            );
        }
        let parallel = kubelet.get("maxParallelImagePulls").int();
        if kubelet.get("serializeImagePulls").is_true() && parallel.is_some_and(|pulls| pulls > 1) {
            self.reject(
                Rule::KubeletValues,
                &path.field("maxParallelImagePulls"),
                "maxParallelImagePulls cannot be larger than 1 when serializeImagePulls is set to true",
            );
        }
    }

    fn swap(&mut self, path: &Path, kubelet: Node<'a>) {
        let swap = kubelet.get("memorySwap");
        let path = path.field("memorySwap");
        if !swap.is_set() {
            return;
        }
        if kubelet.get("failSwapOn").is_true() {
            self.reject(Rule::KubeletValues, &path, "configuring swap behaviour is not available when the kubelet is configured with 'FailSwapOn=true'");
        }
        let Some(behavior) = swap.get("swapBehavior").text() else {
            return;
        };
        if !kubelet.at("featureGates.NodeSwap").is_true() {
            self.reject(Rule::KubeletValues, &path, "configuring swap behaviour is not available when kubelet's 'NodeSwap' feature gate is not set");
        }
        let known = ["NoSwap", "LimitedSwap"];
        if !known.contains(&behavior) {
            self.reject(
                Rule::KubeletValues,
                &path.field("swapBehavior"),
                unsupported(&known),
            );
        }
    }

    fn verification(&mut self, path: &Path, kubelet: Node<'a>, version: &Version) {
        let policy = kubelet.get("imagePullCredentialsVerificationPolicy").text();
        let at = path.field("imagePullCredentialsVerificationPolicy");
        if let Some(policy) = policy {
            if !is_since(version, 35) {
                self.reject(Rule::KubeletValues, &at, "imagePullCredentialsVerificationPolicy is only available for Kubernetes versions >= 1.35");
            }
            if kubelet
                .at("featureGates.KubeletEnsureSecretPulledImages")
                .bool()
                == Some(false)
            {
                self.reject(Rule::KubeletValues, &at, "imagePullCredentialsVerificationPolicy may not be set when the KubeletEnsureSecretPulledImages feature gate is disabled");
            }
            let known = [
                "NeverVerify",
                "NeverVerifyPreloadedImages",
                "NeverVerifyAllowlistedImages",
                "AlwaysVerify",
            ];
            if !known.contains(&policy) {
                self.reject(Rule::KubeletValues, &at, unsupported(&known));
            }
        }
        let list = kubelet.get("preloadedImagesVerificationAllowlist");
        let at = path.field("preloadedImagesVerificationAllowlist");
        if list.is_set() && policy != Some("NeverVerifyAllowlistedImages") {
            self.reject(Rule::KubeletValues, &at, "preloadedImagesVerificationAllowlist may only be set when imagePullCredentialsVerificationPolicy is set to NeverVerifyAllowlistedImages");
        } else if list.is_set() {
            self.doubt(&at, "the patterns of images are not checked here");
        }
    }
}
