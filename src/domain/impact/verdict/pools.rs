//! What a worker pool may be (`gardener/gardener:pkg/api/core/validation/shoot.go:ValidateWorker`).

use std::collections::{BTreeMap, BTreeSet};

use super::update::is_in_place;
use super::{Check, text};
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;
use crate::domain::versions::constraint::compare;
use crate::domain::versions::version::Version;

const MAXIMUM_NAME: usize = 15;

impl<'a> Check<'a> {
    pub(super) fn provider(&mut self) {
        let spec = self.spec();
        let path = Path::root("spec").field("provider");
        if self.new.is_workerless() {
            for field in [
                "infrastructureConfig",
                "controlPlaneConfig",
                "workersSettings",
            ] {
                if spec.at("provider").get(field).is_set() {
                    self.reject(Rule::Workerless, &path.field(field), WORKERLESS);
                }
            }
        } else {
            for (path, pool) in self.pools() {
                self.pool(&path, pool);
            }
            self.pool_names();
            self.system_pools(&path.field("workers"));
        }
        self.mask_and_pods();
    }

    fn pool(&mut self, path: &Path, pool: Node<'a>) {
        let name = pool.get("name").words();
        let at = path.field("name");
        if !text::is_dns_label(name) {
            self.reject(
                Rule::PoolName,
                &at,
                "must be a DNS label: lower case letters, digits and -",
            );
        }
        if name.len() > MAXIMUM_NAME {
            self.reject(
                Rule::PoolName,
                &at,
                "Too long: may not be more than 15 bytes",
            );
        }
        for (field, what) in [
            ("machine.type", "machine type"),
            ("machine.image.name", "machine image name"),
            ("machine.image.version", "machine image version"),
        ] {
            if pool.at(field).words().is_empty() {
                self.reject(
                    Rule::PoolMachine,
                    &path.join(field),
                    format!("must specify a {what}"),
                );
            }
        }
        self.pool_size(path, pool);
        self.pool_labels(path, pool);
        self.pool_version(path, pool);
        self.pool_volumes(path, pool);
        self.pool_settings(path, pool);
        if let Some(bundle) = pool.get("caBundle").text()
            && !text::is_certificate(bundle)
        {
            self.reject(
                Rule::CaBundle,
                &path.field("caBundle"),
                "caBundle is not a valid PEM-encoded certificate",
            );
        }
        for (key, value) in pool.get("sysctls").entries() {
            let at = path.field("sysctls").field(key);
            if !text::is_sysctl(key) {
                self.reject(Rule::Sysctls, &at, "is not the key of a sysctl");
            }
            if value.words().is_empty() {
                self.reject(Rule::Sysctls, &at, "sysctl requires a non-empty value");
            }
        }
    }

    fn pool_size(&mut self, path: &Path, pool: Node<'a>) {
        let (minimum, maximum) = (
            pool.get("minimum").int().unwrap_or_default(),
            pool.get("maximum").int().unwrap_or_default(),
        );
        for (field, value) in [("minimum", minimum), ("maximum", maximum)] {
            if value < 0 {
                self.reject(
                    Rule::PoolSize,
                    &path.field(field),
                    format!("{field} value must not be negative"),
                );
            }
        }
        if maximum < minimum {
            self.reject(
                Rule::PoolSize,
                &path.field("maximum"),
                "maximum value must not be less than minimum value",
            );
        }
        let manual = pool.get("updateStrategy").text() == Some("ManualInPlaceUpdate");
        for field in ["maxSurge", "maxUnavailable"] {
            let value = pool.get(field);
            let at = path.field(field);
            if value.text().is_some_and(|text| !text::is_percentage(text)) {
                self.reject(
                    Rule::PoolSurge,
                    &at,
                    "must be an integer or percentage (e.g '5%')",
                );
            }
            if value.int().is_some_and(|value| value < 0) {
                self.reject(Rule::PoolSurge, &at, "must be greater than or equal to 0");
            }
            if field == "maxUnavailable" && percent(value).is_some_and(|percent| percent > 100) {
                self.reject(Rule::PoolSurge, &at, "must not be greater than 100%");
            }
            if manual && value.is_set() {
                self.reject(
                    Rule::PoolSurge,
                    &at,
                    "should not be set when `updateStrategy` is `ManualInPlaceUpdate`",
                );
            }
        }
        let zero = |field: &str| {
            pool.get(field)
                .int()
                .or(percent(pool.get(field)))
                .unwrap_or(0)
                == 0
        };
        if !manual && zero("maxSurge") && zero("maxUnavailable") {
            self.reject(
                Rule::PoolSurge,
                &path.field("maxUnavailable"),
                "may not be 0 when `maxSurge` is 0",
            );
        }
        let strategy = pool.get("updateStrategy").words();
        let known = [
            "AutoRollingUpdate",
            "AutoInPlaceUpdate",
            "ManualInPlaceUpdate",
        ];
        if !known.contains(&strategy) {
            self.reject(
                Rule::UpdateStrategy,
                &path.field("updateStrategy"),
                unsupported(&known),
            );
        }
        if pool
            .get("priority")
            .int()
            .is_some_and(|priority| priority < -1)
        {
            self.reject(
                Rule::PoolPriority,
                &path.field("priority"),
                "can not be less than -1",
            );
        }
    }

    fn pool_labels(&mut self, path: &Path, pool: Node<'a>) {
        for (key, value) in pool.get("labels").entries() {
            let at = path.field("labels");
            if !text::is_label_key(key) {
                self.reject(
                    Rule::Labels,
                    &at,
                    format!("{key} is not the key of a label"),
                );
            }
            if !text::is_label_value(value.words()) {
                let value = value.words();
                self.reject(
                    Rule::Labels,
                    &at,
                    format!("{value} is not the value of a label"),
                );
            }
        }
        for (key, _) in pool.get("annotations").entries() {
            if !text::is_label_key(&key.to_lowercase()) {
                self.reject(
                    Rule::Labels,
                    &path.field("annotations"),
                    format!("{key} is not the key of an annotation"),
                );
            }
        }
        let mut seen = BTreeSet::new();
        for taint in pool.get("taints").items() {
            let (key, effect) = (taint.get("key").words(), taint.get("effect").words());
            let at = path.field("taints").key(&format!("{key},{effect}"));
            if !text::is_label_key(key) {
                self.reject(
                    Rule::Taints,
                    &at.field("key"),
                    format!("{key} is not the key of a taint"),
                );
            }
            if key == "node.gardener.cloud/critical-components-not-ready" {
                self.reject(
                    Rule::Taints,
                    &at.field("key"),
                    "taint key is reserved by gardener",
                );
            }
            if !text::is_label_value(taint.get("value").words()) {
                self.reject(
                    Rule::Taints,
                    &at.field("value"),
                    "is not the value of a taint",
                );
            }
            let known = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
            if !known.contains(&effect) {
                self.reject(Rule::Taints, &at.field("effect"), unsupported(&known));
            }
            if !seen.insert((key, effect)) {
                self.reject(
                    Rule::Taints,
                    &at,
                    "taints must be unique by key and effect pair",
                );
            }
        }
    }

    fn pool_version(&mut self, path: &Path, pool: Node<'a>) {
        let kubernetes = pool.get("kubernetes");
        if !kubernetes.is_set() {
            return;
        }
        let mut version = self.version.clone();
        if let Some(own) = kubernetes.get("version").text() {
            let at = path.join("kubernetes.version");
            let control_plane = self.spec().at("kubernetes.version").words();
            if compare(own, ">", control_plane) == Some(true) {
                self.reject(
                    Rule::WorkerVersionSkew,
                    &at,
                    "worker group kubernetes version must not be higher than control plane version",
                );
            }
            match Version::parse(own) {
                None => self.reject(
                    Rule::WorkerVersionSkew,
                    &at,
                    format!("{own} is not a version"),
                ),
                Some(own) => {
                    let limit = format!("{}.{}.0", own.major, own.minor + 4);
                    if compare(control_plane, ">=", &limit) == Some(true) {
                        self.reject(Rule::WorkerVersionSkew, &at, "worker group kubernetes version must be at most three minor versions behind control plane version");
                    }
                    version = own;
                }
            }
        }
        let own = kubernetes.get("kubelet");
        let kubelet = if own.is_set() {
            own
        } else {
            self.spec().at("kubernetes.kubelet")
        };
        if kubelet.is_set() {
            self.kubelet(&path.join("kubernetes.kubelet"), kubelet, &version);
        }
    }

    fn pool_volumes(&mut self, path: &Path, pool: Node<'a>) {
        let is_size = |size: &str| {
            let digits = size.strip_suffix("Gi").unwrap_or_default();
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
        };
        let name = |check: &mut Self, name: Option<&str>, at: &Path| {
            if name.is_some_and(|name| !text::is_dns_label(name) || name.len() > MAXIMUM_NAME) {
                let message = "must be a DNS label of at most 15 characters";
                check.reject(Rule::Volumes, at, message);
            }
        };
        let volume = pool.get("volume");
        if volume.is_set() {
            let at = path.field("volume");
            name(self, volume.get("name").text(), &at.field("name"));
            if !is_size(volume.get("size").words()) {
                self.reject(
                    Rule::Volumes,
                    &at.field("size"),
                    "volume size must match the regex ^(\\d)+Gi$",
                );
            }
        }
        let data = pool.get("dataVolumes");
        if data.items().len() > 0 && !volume.is_set() {
            self.reject(
                Rule::Volumes,
                &path.field("volume"),
                "a worker volume must be defined if data volumes are defined",
            );
        }
        let mut seen = BTreeSet::new();
        for volume in data.items() {
            let own = volume.get("name").words();
            let at = path.field("dataVolumes").key(own);
            name(self, Some(own), &at.field("name"));
            if !seen.insert(own) {
                self.reject(Rule::Volumes, &at.field("name"), "Duplicate value");
            }
            if !is_size(volume.get("size").words()) {
                self.reject(
                    Rule::Volumes,
                    &at.field("size"),
                    "data volume size must match the regex ^(\\d)+Gi$",
                );
            }
        }
        if let Some(kubelet) = pool.get("kubeletDataVolumeName").text()
            && !seen.contains(kubelet)
        {
            let message =
                format!("KubeletDataVolumeName refers to unrecognized data volume {kubelet}");
            self.reject(Rule::Volumes, &path.field("kubeletDataVolumeName"), message);
        }
    }

    fn pool_settings(&mut self, path: &Path, pool: Node<'a>) {
        let cri = pool.get("cri");
        if cri.is_set() && cri.get("name").text() != Some("containerd") {
            self.reject(
                Rule::Cri,
                &path.join("cri.name"),
                unsupported(&["containerd"]),
            );
        }
        let mut seen = BTreeSet::new();
        for runtime in cri.get("containerRuntimes").items() {
            let name = runtime.get("type").words();
            let at = path.join("cri.containerRuntimes").key(name);
            if name.is_empty() {
                self.reject(Rule::Cri, &at, "must specify a container runtime type");
            }
            if !seen.insert(name) {
                self.reject(Rule::Cri, &at, "Duplicate value");
            }
        }
        if let Some(architecture) = pool.at("machine.architecture").text()
            && !["amd64", "arm64"].contains(&architecture)
        {
            let at = path.join("machine.architecture");
            self.reject(Rule::Architecture, &at, unsupported(&["amd64", "arm64"]));
        }
        self.pool_autoscaler(
            &path.field("clusterAutoscaler"),
            pool.get("clusterAutoscaler"),
        );
        self.pool_machine_settings(path, pool);
    }

    fn pool_autoscaler(&mut self, path: &Path, settings: Node<'a>) {
        for field in [
            "scaleDownUtilizationThreshold",
            "scaleDownGpuUtilizationThreshold",
        ] {
            if let Some(value) = settings.get(field).float()
                && !(0.0..=1.0).contains(&value)
            {
                self.reject(
                    Rule::PoolAutoscaler,
                    &path.field(field),
                    "must be between 0.0 and 1.0",
                );
            }
        }
        for field in [
            "scaleDownUnneededTime",
            "scaleDownUnreadyTime",
            "maxNodeProvisionTime",
        ] {
            self.not_negative(Rule::PoolAutoscaler, path, settings, field);
        }
    }

    fn pool_machine_settings(&mut self, path: &Path, pool: Node<'a>) {
        let settings = pool.get("machineControllerManager");
        let path = path.field("machineControllerManager");
        for field in [
            "machineDrainTimeout",
            "machineHealthTimeout",
            "machineCreationTimeout",
            "machinePreserveTimeout",
            "inPlaceUpdateTimeout",
        ] {
            self.not_negative(Rule::MachineSettings, &path, settings, field);
        }
        if settings
            .get("maxEvictRetries")
            .int()
            .is_some_and(|value| value < 0)
        {
            self.reject(
                Rule::MachineSettings,
                &path.field("maxEvictRetries"),
                "must be greater than or equal to 0",
            );
        }
        if !is_in_place(pool) {
            let message = "can only be set when the update strategy is `AutoInPlaceUpdate` or `ManualInPlaceUpdate`";
            if settings.get("inPlaceUpdateTimeout").is_set() {
                self.reject(
                    Rule::MachineSettings,
                    &path.field("inPlaceUpdateTimeout"),
                    message,
                );
            }
            if settings.get("disableHealthTimeout").is_true() {
                self.reject(
                    Rule::MachineSettings,
                    &path.field("disableHealthTimeout"),
                    message,
                );
            }
        }
        if let Some(preserved) = settings.get("autoPreserveFailedMachineMax").int() {
            let maximum = pool.get("maximum").int().unwrap_or_default();
            let allows = pool.at("systemComponents.allow").bool() != Some(false);
            let limit = if allows && maximum > 0 {
                maximum - 1
            } else {
                maximum
            };
            if preserved < 0 || preserved > limit {
                self.reject(
                    Rule::MachineSettings,
                    &path.field("autoPreserveFailedMachineMax"),
                    format!("must not be negative nor greater than {limit}"),
                );
            }
        }
    }

    pub(super) fn not_negative(&mut self, rule: Rule, path: &Path, parent: Node<'a>, field: &str) {
        if parent.get(field).duration().is_some_and(|nanos| nanos < 0) {
            self.reject(rule, &path.field(field), "must be non-negative");
        }
    }

    fn pool_names(&mut self) {
        let mut seen = BTreeSet::new();
        let mut control_planes = 0;
        for (path, pool) in self.pools() {
            if !seen.insert(pool.get("name").words()) {
                self.reject(Rule::PoolName, &path.field("name"), "Duplicate value");
            }
            if pool.get("controlPlane").is_set() {
                control_planes += 1;
                if control_planes > 1 {
                    self.reject(
                        Rule::SelfHosted,
                        &path.field("controlPlane"),
                        "cannot have more than one worker pool marked for control plane components",
                    );
                }
            }
        }
    }

    fn system_pools(&mut self, path: &Path) {
        let allows = |pool: Node<'a>| pool.at("systemComponents.allow").bool() != Some(false);
        let mut active = false;
        let mut sufficient = BTreeSet::new();
        let mut insufficient = BTreeMap::new();
        for (at, pool) in self.pools() {
            let maximum = pool.get("maximum").int().unwrap_or_default();
            if !allows(pool) || maximum == 0 {
                continue;
            }
            active = true;
            let zones = pool.get("zones").texts();
            let set: BTreeSet<&str> = zones.iter().copied().collect();
            if maximum >= i64::try_from(zones.len()).unwrap_or(i64::MAX) {
                insufficient.remove(&set);
                sufficient.insert(set);
            } else if !sufficient.contains(&set) {
                insufficient.insert(set, at);
            }
        }
        for at in insufficient.into_values() {
            self.reject(
                Rule::SystemPools,
                &at.field("maximum"),
                "maximum node count should be greater than or equal to the number of zones specified for this pool",
            );
        }
        if !active {
            self.reject(Rule::SystemPools, path, "at least one active (workers[i].maximum > 0) worker pool with systemComponents.allow=true needed");
        }
        if self.new.is_self_hosted() {
            let control_plane: Vec<&str> = self
                .new
                .pools()
                .filter(|pool| pool.get("controlPlane").is_set())
                .flat_map(|pool| pool.get("zones").texts())
                .collect();
            for (at, pool) in self.pools() {
                let zones = pool.get("zones").texts();
                let subset = zones.iter().all(|zone| control_plane.contains(zone));
                if !pool.get("controlPlane").is_set() && allows(pool) && !subset {
                    self.reject(Rule::SelfHosted, &at.field("systemComponents"), "workers that enable systemComponents must use a subset of the zones of control plane worker");
                }
            }
        }
    }

    fn mask_and_pods(&mut self) {
        let spec = self.spec();
        let path = Path::root("spec").join("kubernetes.kubeControllerManager.nodeCIDRMaskSize");
        let Some(mask) = spec
            .at("kubernetes.kubeControllerManager.nodeCIDRMaskSize")
            .int()
        else {
            return;
        };
        let pools = self.new.pools();
        let pods = pools.filter_map(|pool| pool.at("kubernetes.kubelet.maxPods").int());
        let global = spec.at("kubernetes.kubelet.maxPods").int();
        let most = pods
            .chain(global)
            .max()
            .filter(|pods| *pods != 0)
            .unwrap_or(110);
        let ipv6 = spec.at("networking.ipFamilies").texts() == ["IPv6"];
        let bits = (if ipv6 { 128 } else { 32 }) - mask;
        let available = if bits >= 62 {
            i64::MAX
        } else if bits < 0 {
            -2
        } else {
            (1_i64 << bits) - 2
        };
        if available < most {
            self.reject(Rule::NodeCidrMaskPods, &path, format!("kubelet or kube-controller-manager configuration incorrect. Please adjust the nodeCIDRMaskSize to support the highest maxPod on any worker pool. The nodeCIDRMaskSize of {mask} only supports {available} IP addresses. The highest maxPod setting is {most} (default: 110)"));
        }
    }
}

pub(super) const WORKERLESS: &str = "this field should not be set for workerless Shoot clusters";

/// Name what is supported.
pub(super) fn unsupported(values: &[&str]) -> String {
    format!("Unsupported value: supported values: {}", values.join(", "))
}

/// Read `10%`.
fn percent(value: Node<'_>) -> Option<i64> {
    value.text()?.strip_suffix('%')?.parse().ok()
}
