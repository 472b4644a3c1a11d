//! What decides whether the nodes of a pool are replaced: the data of Gardener's own key and hash
//! (`gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key`,
//! `extensions/pkg/controller/worker/machines.go:WorkerPoolHash`).

use std::collections::BTreeMap;

use crate::domain::impact::manifest::Manifest;
use crate::domain::impact::tree::Node;
use crate::domain::impact::verdict::{is_in_place, is_ipvs, is_since};
use crate::domain::versions::version::Version;
use crate::order::Gather as _;

/// What an element of the data stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Major and minor Kubernetes version of the pool.
    Version,
    /// Machine type.
    MachineType,
    /// Name and version of the machine image; in place only the version.
    Image,
    /// Size of the root volume.
    VolumeSize,
    /// Type of the root volume.
    VolumeType,
    /// Container runtime interface.
    Cri,
    /// When the last rotation of the certificate authorities that counts for the pool began.
    CaRotation,
    /// When the last rotation of the service account key that counts for the pool began.
    ServiceAccountRotation,
    /// That node-local-dns runs, where this matters.
    NodeLocalDns,
    /// Reservations of the kubelet.
    KubeReserved,
    /// Hard eviction thresholds.
    EvictionHard,
    /// CPU manager policy.
    CpuManager,
}

/// The data, in Gardener's order.
pub type Data = Vec<(Part, String)>;

/// When credentials were last rotated, by pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rotation {
    /// Of all pools that are not listed.
    pub started: Option<String>,
    /// Of pools whose nodes still wait for the rotation; maybe none.
    pub pending: BTreeMap<String, Option<String>>,
}

impl Rotation {
    /// Read a rotation of the status.
    pub fn of(status: Node<'_>, name: &str) -> Self {
        let rotation = status.at("credentials.rotation").get(name);
        let time = |node: Node<'_>| node.get("lastInitiationTime").text().map(ToOwned::to_owned);
        let pending = rotation.get("pendingWorkersRollouts").items();
        Self {
            started: time(rotation),
            pending: pending
                .map(|pool| (pool.get("name").words().to_owned(), time(pool)))
                .gather(),
        }
    }

    /// Give the time that counts for a pool
    /// (`gardener/gardener:pkg/api/core/v1beta1/helper/shoot.go:LastInitiationTimeForWorkerPool`).
    pub fn time(&self, pool: &str) -> Option<&str> {
        let time = self.pending.get(pool).unwrap_or(&self.started);
        time.as_deref()
    }

    /// Start it; without a roll, pools wait for it.
    pub fn start(&mut self, roll: bool, shoot: &Manifest) {
        if !roll {
            let previous = self.started.clone();
            let names = shoot
                .pools()
                .map(|pool| pool.get("name").words().to_owned());
            self.pending = names.map(|name| (name, previous.clone())).gather();
        }
        self.started = Some("now".to_owned());
    }
}

/// Both rotations that count for nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rotations {
    /// Of the certificate authorities.
    pub authorities: Rotation,
    /// Of the service account key.
    pub service_account: Rotation,
}

impl Rotations {
    /// Read them from the status.
    pub fn of(status: Node<'_>) -> Self {
        Self {
            authorities: Rotation::of(status, "certificateAuthorities"),
            service_account: Rotation::of(status, "serviceAccountKey"),
        }
    }

    /// Start what an operation starts.
    pub fn apply(&mut self, operation: &str, status: Node<'_>, shoot: &Manifest) {
        let bare = operation.strip_suffix("-without-workers-rollout");
        let roll = bare.is_none();
        let bare = bare.unwrap_or(operation);
        if matches!(bare, "rotate-credentials-start" | "rotate-ca-start") {
            self.authorities.start(roll, shoot);
        }
        if matches!(
            bare,
            "rotate-credentials-start" | "rotate-serviceaccount-key-start"
        ) {
            self.service_account.start(roll, shoot);
        }
        if let Some(pools) = operation.strip_prefix("rotate-rollout-workers=") {
            let waits = |name: &str| {
                let phase = status.at("credentials.rotation").get(name).get("phase");
                phase.text() == Some("WaitingForWorkersRollout")
            };
            for pool in pools.split(',') {
                if waits("certificateAuthorities") {
                    self.authorities.pending.remove(pool);
                }
                if waits("serviceAccountKey") {
                    self.service_account.pending.remove(pool);
                }
            }
        }
    }
}

/// Give the Kubernetes version of a pool: its own, else the control plane's.
pub fn version<'a>(shoot: &'a Manifest, pool: Node<'a>) -> &'a str {
    let own = pool.at("kubernetes.version").text();
    own.unwrap_or(shoot.spec().at("kubernetes.version").words())
}

/// Give the kubelet settings of a pool: its own as a whole, else the global ones
/// (`gardener/gardener:pkg/api/core/v1beta1/helper/shoot.go:CalculateEffectiveKubeletConfiguration`).
pub fn kubelet<'a>(shoot: &'a Manifest, pool: Node<'a>) -> Node<'a> {
    let own = pool.at("kubernetes.kubelet");
    if own.is_set() {
        own
    } else {
        shoot.spec().at("kubernetes.kubelet")
    }
}

/// Give the data of a pool's key; for pools that are updated in place that of its hash.
pub fn data(shoot: &Manifest, pool: Node<'_>, rotations: &Rotations) -> Data {
    let mut data = Data::new();
    let name = pool.get("name").words();
    let version = Version::parse(version(shoot, pool));
    let minor = version
        .as_ref()
        .map(Version::minor_text)
        .unwrap_or_default();
    data.push((Part::Version, minor));
    let image = pool.at("machine.image");
    let in_place = is_in_place(pool);
    if in_place {
        data.push((Part::Image, image.get("version").words().to_owned()));
    } else {
        data.push((
            Part::MachineType,
            pool.at("machine.type").words().to_owned(),
        ));
        if image.is_set() {
            let text = format!(
                "{}{}",
                image.get("name").words(),
                image.get("version").words()
            );
            data.push((Part::Image, text));
        }
        let volume = pool.get("volume");
        if volume.is_set() {
            data.push((Part::VolumeSize, volume.get("size").words().to_owned()));
            if let Some(kind) = volume.get("type").text() {
                data.push((Part::VolumeType, kind.to_owned()));
            }
        }
        if let Some(cri) = pool.at("cri.name").text() {
            data.push((Part::Cri, cri.to_owned()));
        }
    }
    if let Some(time) = rotations.authorities.time(name) {
        data.push((Part::CaRotation, time.to_owned()));
    }
    if let Some(time) = rotations.service_account.time(name) {
        data.push((Part::ServiceAccountRotation, time.to_owned()));
    }
    let dns = shoot
        .spec()
        .at("systemComponents.nodeLocalDNS.enabled")
        .is_true();
    let old = version.is_some_and(|version| !is_since(&version, 34));
    if !in_place && dns && (old || is_ipvs(shoot.spec())) {
        data.push((Part::NodeLocalDns, "node-local-dns".to_owned()));
    }
    data.extend(kubelet_data(kubelet(shoot, pool)));
    data
}

/// The part of the kubelet's settings that counts
/// (`gardener/gardener:pkg/utils/gardener/shoot.go:CalculateDataStringForKubeletConfiguration`).
fn kubelet_data(kubelet: Node<'_>) -> Data {
    let mut data = Data::new();
    let join = |block: Node<'_>, fields: &[&str], absent: &str| {
        let values = fields
            .iter()
            .map(|field| block.get(field).text().unwrap_or(absent));
        values.collect::<Vec<_>>().join("-")
    };
    let reserved = kubelet.get("kubeReserved");
    if reserved.is_set() {
        let fields = ["cpu", "memory", "pid", "ephemeralStorage"];
        data.push((Part::KubeReserved, join(reserved, &fields, "<nil>")));
    }
    let eviction = kubelet.get("evictionHard");
    if eviction.is_set() {
        let fields = [
            "imageFSAvailable",
            "imageFSInodesFree",
            "memoryAvailable",
            "nodeFSAvailable",
            "nodeFSInodesFree",
        ];
        data.push((Part::EvictionHard, join(eviction, &fields, "")));
    }
    if let Some(policy) = kubelet.get("cpuManagerPolicy").text() {
        data.push((Part::CpuManager, policy.to_owned()));
    }
    data
}
