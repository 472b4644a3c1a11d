//! What the autoscalers of a Shoot are asked for: of nodes and of pods
//! (`gardener/gardener:pkg/api/core/validation/shoot.go:ValidateClusterAutoscaler`, `ValidateVerticalPodAutoscaler`).

use std::collections::BTreeSet;

use super::pools::unsupported;
use super::{Check, text};
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;

impl<'a> Check<'a> {
    pub(super) fn autoscaler(&mut self, path: &Path, autoscaler: Node<'a>) {
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

    pub(super) fn vertical(&mut self, path: &Path, vertical: Node<'a>) {
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
