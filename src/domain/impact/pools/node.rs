//! What restarts on nodes that stay
//! (`gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/kubelet`).

use std::collections::BTreeMap;

use super::key;
use crate::domain::impact::duration::SECOND;
use crate::domain::impact::manifest::Manifest;
use crate::domain::impact::quantity::Quantity;
use crate::domain::impact::tree::Node;
use crate::domain::versions::profile::Profile;
use crate::order::Gather as _;

/// What restarts on the nodes of a pool.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a service that restarts or does not"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restarts {
    /// The kubelet.
    pub kubelet: bool,
    /// The container runtime.
    pub containerd: bool,
    /// The node agent.
    pub node_agent: bool,
    /// What sets kernel parameters.
    pub sysctl: bool,
    /// What lets operators in by SSH, or keeps them out.
    pub ssh: bool,
    /// The shipper of logs.
    pub logging: bool,
}

/// Tell what restarts where the nodes of a pool are kept; `authorities` is whether those of the cluster are rotated.
pub fn restarts(
    old: &Manifest,
    new: &Manifest,
    before: Node<'_>,
    after: Node<'_>,
    profile: Option<&Profile>,
    authorities: bool,
) -> Restarts {
    // The authorities of the cluster are in the bundle that a pool's own ones are added to.
    let bundle = authorities || before.get("caBundle") != after.get("caBundle");
    let version = key::version(old, before) != key::version(new, after);
    let (was, is) = (key::kubelet(old, before), key::kubelet(new, after));
    let config = rendered(was, before, profile) != rendered(is, after, profile)
        || before.get("taints") != after.get("taints")
        || addresses(old) != addresses(new);
    let flags = labels(old, before) != labels(new, after) || timeouts(old) != timeouts(new);
    let ssh = |shoot: &Manifest| {
        shoot
            .spec()
            .at("provider.workersSettings.sshAccess.enabled")
            .is_true()
    };
    let testing = |shoot: &Manifest| shoot.spec().get("purpose").text() == Some("testing");
    Restarts {
        kubelet: bundle || version || config || flags,
        containerd: bundle,
        node_agent: bundle || version || testing(old) != testing(new),
        sysctl: sysctls(old, before) != sysctls(new, after),
        ssh: ssh(old) != ssh(new),
        logging: (bundle && !testing(new)) || testing(old) != testing(new),
    }
}

/// Whether the kubelet asks an address of node-local-dns for names: with IPVS, in one IP family.
fn addresses(shoot: &Manifest) -> bool {
    let spec = shoot.spec();
    spec.at("kubernetes.kubeProxy.mode").text() == Some("IPVS")
        && spec.at("systemComponents.nodeLocalDNS.enabled").is_true()
        && spec.at("networking.ipFamilies").items().len() == 1
}

/// Kernel parameters that Gardener sets itself (`original/components/kernelconfig/component.go`).
const SYSCTLS: &[(&str, &str)] = &[
    ("vm.max_map_count", "135217728"),
    ("kernel.softlockup_panic", "1"),
    ("kernel.softlockup_all_cpu_backtrace", "1"),
    ("net.core.somaxconn", "32768"),
    ("net.core.rmem_max", "16777216"),
    ("net.core.wmem_max", "16777216"),
    ("net.ipv4.conf.all.forwarding", "1"),
    ("net.ipv4.conf.default.forwarding", "1"),
    ("net.ipv6.conf.all.forwarding", "1"),
    ("net.ipv6.conf.default.forwarding", "1"),
    ("net.ipv4.conf.default.log_martians", "1"),
    ("net.ipv4.tcp_wmem", "4096 12582912 16777216"),
    ("net.ipv4.tcp_rmem", "4096 12582912 16777216"),
    ("net.ipv4.tcp_retries2", "8"),
    ("net.ipv4.tcp_max_syn_backlog", "8096"),
    ("net.ipv4.tcp_slow_start_after_idle", "0"),
    ("net.ipv4.tcp_tw_reuse", "1"),
    ("net.ipv4.ip_local_port_range", "32768 65535"),
    ("net.core.netdev_max_backlog", "16384"),
    ("fs.file-max", "20000000"),
    ("fs.inotify.max_user_instances", "8192"),
    ("fs.inotify.max_user_watches", "524288"),
    ("fs.aio-max-nr", "262144"),
    ("vm.memory_failure_early_kill", "1"),
];

/// Kernel parameters without kube-proxy.
const SYSCTLS_WITHOUT_PROXY: &[(&str, &str)] = &[("net.netfilter.nf_conntrack_max", "1048576")];

/// Kernel parameters for a kubelet that protects its defaults.
const SYSCTLS_PROTECTED: &[(&str, &str)] = &[
    ("vm.overcommit_memory", "1"),
    ("vm.panic_on_oom", "0"),
    ("kernel.panic_on_oops", "1"),
    ("kernel.panic", "10"),
    ("kernel.keys.root_maxkeys", "1000000"),
    ("kernel.keys.root_maxbytes", "25000000"),
];

/// The kernel parameters of a pool's nodes.
fn sysctls<'a>(shoot: &'a Manifest, pool: Node<'a>) -> BTreeMap<&'a str, &'a str> {
    let mut all: BTreeMap<&str, &str> = SYSCTLS.iter().copied().gather();
    let proxy = shoot.spec().at("kubernetes.kubeProxy.enabled");
    if proxy.bool() == Some(false) {
        all.extend(SYSCTLS_WITHOUT_PROXY.iter().copied());
    }
    let protects = key::kubelet(shoot, pool).get("protectKernelDefaults");
    if protects.bool() != Some(false) {
        all.extend(SYSCTLS_PROTECTED.iter().copied());
    }
    let own = pool.get("sysctls").entries();
    all.extend(own.map(|(name, value)| (name, value.words())));
    all
}

/// Timeouts of the kubelet's connections, in seconds (`component.go:calcKubeletHTTP2Timeouts`).
pub fn timeouts(shoot: &Manifest) -> (i64, i64) {
    let period = shoot
        .spec()
        .at("kubernetes.kubeControllerManager.nodeMonitorGracePeriod");
    let period = period.duration().unwrap_or(40 * SECOND);
    if period >= 46 * SECOND {
        (30, 15)
    } else {
        let rest = period.saturating_sub(2 * SECOND);
        let third = |parts: i64| (rest.saturating_mul(parts) / 3 / SECOND).max(0);
        (third(2), third(1))
    }
}

/// The labels that the kubelet sets itself.
fn labels(shoot: &Manifest, pool: Node<'_>) -> BTreeMap<String, String> {
    let mut labels: BTreeMap<String, String> = pool
        .get("labels")
        .entries()
        .filter(|(key, _)| is_allowed(key))
        .map(|(key, value)| (key.to_owned(), value.words().to_owned()))
        .gather();
    let dns = shoot
        .spec()
        .at("systemComponents.nodeLocalDNS.enabled")
        .is_true();
    labels.insert(
        "networking.gardener.cloud/node-local-dns-enabled".to_owned(),
        dns.to_string(),
    );
    let architecture = pool.at("machine.architecture").text().unwrap_or("amd64");
    labels.insert("kubernetes.io/arch".to_owned(), architecture.to_owned());
    if pool.at("systemComponents.allow").bool() != Some(false) {
        labels.insert(
            "worker.gardener.cloud/system-components".to_owned(),
            "true".to_owned(),
        );
    }
    for runtime in pool.at("cri.containerRuntimes").items() {
        let key = format!(
            "containerruntime.worker.gardener.cloud/{}",
            runtime.get("type").words()
        );
        labels.insert(key, "true".to_owned());
    }
    labels
}

/// Labels of Kubernetes that a kubelet may set.
const KUBELET_LABELS: [&str; 10] = [
    "kubernetes.io/hostname",
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "beta.kubernetes.io/instance-type",
    "node.kubernetes.io/instance-type",
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "beta.kubernetes.io/os",
];

/// Whether a kubelet may set a label (`gardener/gardener:pkg/utils/kubernetes/node.go:IsNodeLabelAllowedForKubelet`).
pub fn is_allowed(key: &str) -> bool {
    let namespace = key.split_once('/').map_or("", |(namespace, _)| namespace);
    let within = |domain: &str| {
        namespace == domain
            || namespace
                .strip_suffix(domain)
                .is_some_and(|rest| rest.ends_with('.'))
    };
    if within("node-restriction.kubernetes.io") {
        return false;
    }
    if !within("kubernetes.io") && !within("k8s.io") {
        return true;
    }
    KUBELET_LABELS.contains(&key)
        || key == "beta.kubernetes.io/arch"
        || within("kubelet.kubernetes.io")
        || within("node.kubernetes.io")
}

/// The kubelet's configuration as it is written to nodes, as far as it can differ.
fn rendered(
    kubelet: Node<'_>,
    pool: Node<'_>,
    profile: Option<&Profile>,
) -> BTreeMap<String, String> {
    let mut config = BTreeMap::new();
    for (field, default) in [
        ("cpuCFSQuota", "true"),
        ("cpuManagerPolicy", "none"),
        ("containerLogMaxSize", "100Mi"),
        ("containerLogMaxFiles", ""),
        ("evictionPressureTransitionPeriod", "4m0s"),
        ("evictionMaxPodGracePeriod", "90"),
        ("failSwapOn", "true"),
        ("imageGCHighThresholdPercent", "50"),
        ("imageGCLowThresholdPercent", "40"),
        ("maxPods", "110"),
        ("podPidsLimit", ""),
        ("protectKernelDefaults", "true"),
        ("seccompDefault", ""),
        ("serializeImagePulls", "true"),
        ("maxParallelImagePulls", ""),
        ("singleProcessOOMKill", ""),
        ("streamingConnectionIdleTimeout", "5m0s"),
        ("registryPullQPS", ""),
        ("registryBurst", "0"),
        ("imagePullCredentialsVerificationPolicy", ""),
        ("preloadedImagesVerificationAllowlist", ""),
        ("memorySwap", ""),
    ] {
        config.insert(field.to_owned(), text(kubelet.get(field), default));
    }
    for (name, value) in kubelet.get("featureGates").entries() {
        config.insert(format!("featureGates.{name}"), text(value, ""));
    }
    let (hard, soft) = memory_thresholds(kubelet, pool, profile);
    for (block, memory, other) in [
        ("evictionHard", hard, "5%"),
        ("evictionSoft", soft, "10%"),
        ("evictionSoftGracePeriod", "1m30s", "1m30s"),
        ("evictionMinimumReclaim", "0Mi", "0Mi"),
    ] {
        for field in [
            "memoryAvailable",
            "imageFSAvailable",
            "imageFSInodesFree",
            "nodeFSAvailable",
            "nodeFSInodesFree",
        ] {
            let default = if field == "memoryAvailable" {
                memory
            } else {
                other
            };
            let value = text(kubelet.get(block).get(field), default);
            config.insert(format!("{block}.{field}"), value);
        }
    }
    for (field, default) in [
        ("cpu", "80m"),
        ("memory", "1Gi"),
        ("pid", ""),
        ("ephemeralStorage", ""),
    ] {
        let value = text(kubelet.get("kubeReserved").get(field), default);
        config.insert(format!("kubeReserved.{field}"), value);
    }
    config
}

fn text(value: Node<'_>, default: &str) -> String {
    match value.0 {
        None => default.to_owned(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// Thresholds of memory where none are set: where there is a block at all, they follow the machine's size
/// (`operatingsystemconfig.go:setDefaultEvictionMemoryAvailable`).
fn memory_thresholds(
    kubelet: Node<'_>,
    pool: Node<'_>,
    profile: Option<&Profile>,
) -> (&'static str, &'static str) {
    let machine = profile.and_then(|profile| profile.machine_type(pool.at("machine.type").words()));
    let memory =
        machine.and_then(|machine| machine.memory.as_ref()?.as_str().and_then(Quantity::parse));
    let large = memory > Quantity::parse("8Gi");
    let sized = match (machine.is_some(), large) {
        (true, true) => ("1Gi", "1.5Gi"),
        (true, false) => ("5%", "10%"),
        (false, _) => ("100Mi", "200Mi"),
    };
    let pick = |block: &str, sized: &'static str, plain: &'static str| {
        if kubelet.get(block).is_set() {
            sized
        } else {
            plain
        }
    };
    (
        pick("evictionHard", sized.0, "100Mi"),
        pick("evictionSoft", sized.1, "200Mi"),
    )
}
