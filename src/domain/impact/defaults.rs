//! What the API server fills in before it looks at a Shoot (`gardener/gardener:pkg/apis/core/v1beta1/defaults_shoot.go`).

use serde_json::{Map, Value, json};

use super::manifest::Manifest;
use super::tree::{Node, default, object};

type Object = Map<String, Value>;

/// Pods of a node where nothing is said.
const DEFAULT_MAX_PODS: i64 = 110;

/// Fill in the defaults of a Shoot.
///
/// The maintenance window, which is chosen at random where it is absent, is left out: nobody can foresee it.
pub fn apply(manifest: &mut Manifest) {
    let in_garden = manifest.metadata().get("namespace").text() == Some("garden");
    let has_pools = !manifest.is_workerless();
    let Value::Object(spec) = &mut manifest.spec else {
        return;
    };
    default(spec, "purpose", "evaluation");
    default(spec, "schedulerName", "default-scheduler");
    if in_garden {
        tolerate_protected(spec);
    }
    let maintenance = object(spec, "maintenance");
    maintenance
        .entry("autoUpdate")
        .or_insert_with(|| json!({"kubernetesVersion": true}));
    rotation_periods(maintenance);
    let networking = object(spec, "networking");
    default(networking, "ipFamilies", json!(["IPv4"]));
    pools(spec);
    api_server(
        object(object(spec, "kubernetes"), "kubeAPIServer"),
        has_pools,
    );
    components(object(spec, "kubernetes"));
    if has_pools {
        with_pools(spec);
    }
    if let Some(Value::Object(addons)) = spec.get_mut("addons") {
        if let Some(Value::Object(nginx)) = addons.get_mut("nginxIngress") {
            default(nginx, "externalTrafficPolicy", "Cluster");
        }
        if let Some(Value::Object(dashboard)) = addons.get_mut("kubernetesDashboard")
            && has_pools
            && dashboard.get("enabled") == Some(&Value::Bool(true))
        {
            default(dashboard, "authenticationMode", "token");
        }
    }
}

fn tolerate_protected(spec: &mut Object) {
    let list = spec.entry("tolerations").or_insert_with(|| json!([]));
    let Value::Array(list) = list else { return };
    let protected = json!({"key": "seed.gardener.cloud/protected"});
    if !list.contains(&protected) {
        list.push(protected);
    }
}

fn rotation_periods(maintenance: &mut Object) {
    let Some(Value::Object(rotation)) = maintenance.get_mut("autoRotation") else {
        return;
    };
    let Some(Value::Object(credentials)) = rotation.get_mut("credentials") else {
        return;
    };
    for config in credentials.values_mut() {
        if let Value::Object(config) = config {
            default(config, "rotationPeriod", "168h0m0s");
        }
    }
}

fn pools(spec: &mut Object) {
    let Some(Value::Array(pools)) = object(spec, "provider").get_mut("workers") else {
        return;
    };
    for pool in pools {
        if let Value::Object(pool) = pool {
            self::pool(pool);
        }
    }
}

fn pool(pool: &mut Object) {
    default(pool, "cri", json!({"name": "containerd"}));
    default(pool, "updateStrategy", "AutoRollingUpdate");
    let strategy = pool.get("updateStrategy").and_then(Value::as_str);
    let strategy = strategy.unwrap_or_default().to_owned();
    if strategy == "AutoInPlaceUpdate" {
        default(pool, "maxSurge", 0);
        default(pool, "maxUnavailable", 1);
    } else if strategy != "ManualInPlaceUpdate" {
        default(pool, "maxSurge", 1);
        default(pool, "maxUnavailable", 0);
    }
    if matches!(
        strategy.as_str(),
        "AutoInPlaceUpdate" | "ManualInPlaceUpdate"
    ) {
        let settings = object(pool, "machineControllerManager");
        default(settings, "disableHealthTimeout", true);
    }
    default(pool, "systemComponents", json!({"allow": true}));
    if let Some(Value::Object(kubernetes)) = pool.get_mut("kubernetes")
        && let Some(Value::Object(kubelet)) = kubernetes.get_mut("kubelet")
    {
        default(kubelet, "failSwapOn", true);
        swap(kubelet);
    }
    if let Some(Value::Object(control_plane)) = pool.get_mut("controlPlane") {
        let _ = control_plane; // its exposure names its type, which Gardener takes from the provider
    }
}

fn swap(kubelet: &mut Object) {
    let gate = Node(kubelet.get("featureGates")).get("NodeSwap").is_true();
    if gate && kubelet.get("failSwapOn") == Some(&Value::Bool(false)) {
        default(object(kubelet, "memorySwap"), "swapBehavior", "LimitedSwap");
    }
}

fn api_server(api_server: &mut Object, has_pools: bool) {
    let requests = object(api_server, "requests");
    default(requests, "maxNonMutatingInflight", 400);
    default(requests, "maxMutatingInflight", 200);
    default(api_server, "eventTTL", "1h0m0s");
    default(object(api_server, "logging"), "verbosity", 2);
    let provider = object(object(api_server, "encryptionConfig"), "provider");
    default(provider, "type", "aescbc");
    if has_pools {
        default(api_server, "defaultNotReadyTolerationSeconds", 300);
        default(api_server, "defaultUnreachableTolerationSeconds", 300);
    }
}

/// Components that are only filled in where they are mentioned.
fn components(kubernetes: &mut Object) {
    if let Some(Value::Object(autoscaler)) = kubernetes.get_mut("clusterAutoscaler") {
        let parallelism = autoscaler.get("maxEmptyBulkDelete").cloned();
        default(
            autoscaler,
            "maxScaleDownParallelism",
            parallelism.unwrap_or_else(|| 10.into()),
        );
        for (name, value) in [
            ("scaleDownDelayAfterAdd", json!("1h0m0s")),
            ("scaleDownDelayAfterDelete", json!("0s")),
            ("scaleDownDelayAfterFailure", json!("3m0s")),
            ("scaleDownUnneededTime", json!("30m0s")),
            ("scaleDownUtilizationThreshold", json!(0.5)),
            ("scanInterval", json!("10s")),
            ("expander", json!("least-waste")),
            ("maxNodeProvisionTime", json!("20m0s")),
            ("maxGracefulTerminationSeconds", json!(600)),
            ("ignoreDaemonsetsUtilization", json!(false)),
            ("emitPerNodeGroupMetrics", json!(false)),
            ("verbosity", json!(2)),
            ("newPodScaleUpDelay", json!("0s")),
            ("maxDrainParallelism", json!(1)),
            ("initialNodeGroupBackoffDuration", json!("5m0s")),
            ("maxNodeGroupBackoffDuration", json!("30m0s")),
            ("nodeGroupBackoffResetTimeout", json!("3h0m0s")),
            ("maxBinpackingTime", json!("5m0s")),
        ] {
            default(autoscaler, name, value);
        }
    }
    if let Some(Value::Object(autoscaler)) = kubernetes.get_mut("verticalPodAutoscaler") {
        for (name, value) in [
            ("evictAfterOOMThreshold", json!("10m0s")),
            ("evictionRateBurst", json!(1)),
            ("evictionRateLimit", json!(-1)),
            ("evictionTolerance", json!(0.5)),
            ("recommendationMarginFraction", json!(0.15)),
            ("updaterInterval", json!("1m0s")),
            ("recommenderInterval", json!("1m0s")),
            ("targetCPUPercentile", json!(0.9)),
            ("recommendationLowerBoundCPUPercentile", json!(0.5)),
            ("recommendationUpperBoundCPUPercentile", json!(0.95)),
            ("cpuHistogramDecayHalfLife", json!("24h0m0s")),
            ("targetMemoryPercentile", json!(0.9)),
            ("recommendationLowerBoundMemoryPercentile", json!(0.5)),
            ("recommendationUpperBoundMemoryPercentile", json!(0.95)),
            ("memoryHistogramDecayHalfLife", json!("24h0m0s")),
            ("memoryAggregationInterval", json!("24h0m0s")),
            ("memoryAggregationIntervalCount", json!(8)),
            ("recommenderUpdateWorkerCount", json!(10)),
        ] {
            default(autoscaler, name, value);
        }
    }
}

/// What only a Shoot with worker pools has.
fn with_pools(spec: &mut Object) {
    let families: Vec<String> = Node(spec.get("networking"))
        .get("ipFamilies")
        .texts()
        .into_iter()
        .map(ToOwned::to_owned)
        .collect();
    let families: Vec<&str> = families.iter().map(String::as_str).collect();
    let mask = default_mask(spec);
    let kubernetes = object(spec, "kubernetes");
    let manager = object(kubernetes, "kubeControllerManager");
    match families.as_slice() {
        ["IPv4"] => default(manager, "nodeCIDRMaskSize", mask),
        ["IPv6"] if !manager.contains_key("nodeCIDRMaskSizeIPv6") => {
            default(manager, "nodeCIDRMaskSize", 64);
        }
        [_, _] => {
            default(manager, "nodeCIDRMaskSize", mask);
            default(manager, "nodeCIDRMaskSizeIPv6", 64);
        }
        _ => {}
    }
    default(manager, "nodeMonitorGracePeriod", "40s");
    default(object(kubernetes, "kubeScheduler"), "profile", "balanced");
    let proxy = object(kubernetes, "kubeProxy");
    default(proxy, "mode", "IPTables");
    default(proxy, "enabled", true);
    let kubelet = object(kubernetes, "kubelet");
    default(kubelet, "failSwapOn", true);
    swap(kubelet);
    default(kubelet, "imageMinimumGCAge", "2m0s");
    default(kubelet, "imageMaximumGCAge", "0s");
    default(kubelet, "imageGCHighThresholdPercent", 50);
    default(kubelet, "imageGCLowThresholdPercent", 40);
    let parallel = Node(kubelet.get("maxParallelImagePulls")).int();
    default(
        kubelet,
        "serializeImagePulls",
        parallel.is_none_or(|pulls| pulls < 2),
    );
    let update = object(object(spec, "maintenance"), "autoUpdate");
    default(update, "machineImageVersion", true);
    let settings = object(object(spec, "provider"), "workersSettings");
    default(settings, "sshAccess", json!({"enabled": true}));
    let dns = object(object(spec, "systemComponents"), "coreDNS");
    let autoscaling = object(dns, "autoscaling");
    let known = ["horizontal", "cluster-proportional"];
    let mode = Node(autoscaling.get("mode")).words();
    if !known.contains(&mode) {
        autoscaling.insert("mode".to_owned(), "horizontal".into());
    }
}

/// Keep what the server chose when the Shoot was made, where neither the Shoot in a file nor the change says it.
///
/// The size of a node's pod network is derived from the most pods of a node, once; the stored Shoot has it from then on, and a change of
/// the pods does not touch it.
pub(super) fn keep_chosen(old: &Value, new: &mut Value) {
    const MANAGER: &str = "/spec/kubernetes/kubeControllerManager";
    const MASK: &str = "nodeCIDRMaskSize";
    let says = |shoot: &Value| {
        let manager = shoot.pointer(MANAGER);
        manager.is_some_and(|manager| !manager[MASK].is_null())
    };
    let mask = |shoot: &Value| shoot["spec"].as_object().map(default_mask);
    if says(old) || says(new) || mask(old) == mask(new) {
        return;
    }
    let mut filled = Manifest::read(old);
    apply(&mut filled);
    let chosen = Node(Some(&filled.spec))
        .at("kubernetes.kubeControllerManager")
        .get(MASK)
        .int();
    if let Some(chosen) = chosen
        && let Value::Object(kubernetes) = &mut new["spec"]["kubernetes"]
    {
        object(kubernetes, "kubeControllerManager").insert(MASK.to_owned(), chosen.into());
    }
}

/// The size of a node's pod network that leaves room for twice its pods.
fn default_mask(spec: &Object) -> i64 {
    let global = Node(spec.get("kubernetes")).at("kubelet.maxPods").int();
    let pools = Node(spec.get("provider")).get("workers");
    let pools = pools
        .items()
        .filter_map(|pool| pool.at("kubernetes.kubelet.maxPods").int());
    let pods = pools.fold(global.unwrap_or(DEFAULT_MAX_PODS), i64::max);
    let mut bits = 0;
    while bits < 62 && 1_i64 << bits < pods.saturating_mul(2) {
        bits += 1;
    }
    32 - bits
}
