//! A component that runs an image, and what its change does there. The components stand in `tables`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::impact::pools::Certainty;
use crate::domain::impact::rules::Class;

/// Where a component runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// The pods of etcd of a shoot.
    Etcd,
    /// The control plane of a shoot, in its seed.
    ControlPlane,
    /// The nodes of a shoot, as a file or a systemd unit.
    Node,
    /// The shoot itself, mostly in kube-system.
    Shoot,
    /// The seed, once for all of its shoots.
    Seed,
    /// The garden's runtime cluster.
    Garden,
}

impl Place {
    /// All places.
    pub const ALL: [Self; 6] = [
        Self::Etcd,
        Self::ControlPlane,
        Self::Node,
        Self::Shoot,
        Self::Seed,
        Self::Garden,
    ];

    /// Say it as tables do.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Etcd => "etcd",
            Self::ControlPlane => "control plane",
            Self::Node => "nodes",
            Self::Shoot => "shoot",
            Self::Seed => "seed",
            Self::Garden => "garden",
        }
    }

    /// Whether it is there once for each shoot.
    pub const fn is_of_shoots(self) -> bool {
        !matches!(self, Self::Seed | Self::Garden)
    }
}

/// For which versions the image of a component is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Versions {
    /// For none: the first entry of the name.
    None,
    /// That of the seed.
    Seed,
    /// Runs in the seed, works for the shoot.
    SeedAndShoot,
    /// That of the shoot.
    Shoot,
    /// That of the pool.
    Pool,
}

/// What a shoot must have for a component to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// Worker pools.
    Workers,
    /// A VPN that is highly available, which control planes have that are.
    HaVpn,
    /// A pool that can grow.
    Autoscaler,
    /// The vertical pod autoscaler.
    Vpa,
    /// kube-proxy.
    KubeProxy,
    /// DNS on the nodes.
    NodeLocalDns,
    /// CoreDNS scaled in proportion to the cluster.
    ProportionalDns,
    /// Any purpose but testing, and monitoring or logging switched on in the gardenlet's configuration.
    Observability,
    /// The same, and worker pools.
    NodeObservability,
    /// The ingress addon.
    Nginx,
    /// The dashboard addon.
    Dashboard,
    /// Its own control plane on its own nodes.
    SelfHosted,
    /// Feature gate `UpgradeEtcdVersion` of etcd-druid switched off, as it is by itself.
    EtcdAsIs,
    /// Feature gate `UpgradeEtcdVersion` of etcd-druid.
    EtcdUpgrade,
}

impl Needs {
    /// Say it as tables do.
    pub const fn words(self) -> Option<&'static str> {
        Some(match self {
            Self::Nothing => return None,
            Self::Workers => "with worker pools",
            Self::HaVpn => "with a highly available VPN",
            Self::Autoscaler => "with a pool that can grow",
            Self::Vpa => "with VPA",
            Self::KubeProxy => "with kube-proxy",
            Self::NodeLocalDns => "with node-local DNS",
            Self::ProportionalDns => "with CoreDNS scaled in proportion",
            Self::Observability => "where monitored or logged, not with purpose testing",
            Self::NodeObservability => "with worker pools, where logged, not with purpose testing",
            Self::Nginx => "with the ingress addon",
            Self::Dashboard => "with the dashboard addon",
            Self::SelfHosted => "self-hosted shoots only",
            Self::EtcdAsIs => "where etcd-druid lacks the feature gate UpgradeEtcdVersion",
            Self::EtcdUpgrade => "where etcd-druid has the feature gate UpgradeEtcdVersion",
        })
    }

    /// Whether only configuration that no object shows decides.
    pub const fn is_hidden(self) -> bool {
        matches!(
            self,
            Self::Observability | Self::NodeObservability | Self::EtcdUpgrade
        )
    }
}

/// An image in the hands of a component.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// Name of the image; `*` at the end stands for anything.
    pub image: &'static str,
    /// The component: a Deployment, a DaemonSet, a unit.
    pub component: &'static str,
    /// Where it runs.
    pub place: Place,
    /// For which versions its image is looked up.
    pub versions: Versions,
    /// What a shoot needs to have it.
    pub needs: Needs,
    /// What its change leads to, the most severe first.
    pub class: Class,
    /// What its change does, in a sentence.
    pub effect: &'static str,
    /// How sure that is.
    pub certainty: Certainty,
    /// Without a tag it is the version of the program that deploys it, and not the target version.
    pub own: bool,
    /// Where it is deployed.
    pub source: &'static str,
}

#[expect(
    clippy::too_many_arguments,
    reason = "a row of the tables below, which are easier to read without names"
)]
pub(super) const fn used(
    image: &'static str,
    component: &'static str,
    place: Place,
    versions: Versions,
    needs: Needs,
    class: Class,
    effect: &'static str,
    source: &'static str,
) -> Use {
    Use {
        image,
        component,
        place,
        versions,
        needs,
        class,
        effect,
        certainty: if needs.is_hidden() {
            Certainty::Likely
        } else {
            Certainty::Certain
        },
        own: false,
        source,
    }
}

impl Use {
    pub(super) const fn own(mut self) -> Self {
        self.own = true;
        self
    }

    pub(super) const fn likely(mut self) -> Self {
        self.certainty = Certainty::Likely;
        self
    }

    pub(super) const fn by_provider(mut self) -> Self {
        self.certainty = Certainty::Provider;
        self
    }

    /// Whether an image is meant.
    pub fn is_for(&self, image: &str) -> bool {
        match self.image.strip_suffix('*') {
            Some(start) => image.starts_with(start),
            None => image == self.image,
        }
    }
}
