//! What a shoot has, as far as it decides which components it runs.

use super::component::Needs;
use crate::domain::impact::fleet::Tolerance;
use crate::domain::objects::Shoot;
use crate::domain::versions::version::Version;

/// Annotation that decides about the VPN by itself
/// (`gardener/gardener:pkg/api/core/v1beta1/helper/shoot.go:IsHAVPNEnabled`).
const HA_VPN: &str = "alpha.control-plane.shoot.gardener.cloud/high-availability-vpn";

/// What a shoot has: the [`Needs`] that it meets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u32);

impl Traits {
    /// Look at a shoot. Monitoring and logging count as switched on; `upgrades_etcd` is that feature gate on its seed.
    pub fn of(shoot: &Shoot, upgrades_etcd: bool) -> Self {
        let spec = &shoot.spec;
        let workers = &spec.provider.workers;
        let observed = spec.purpose.as_deref() != Some("testing");
        let proxy = spec.kubernetes.kube_proxy.as_ref();
        let system = spec.system_components.as_ref();
        let scaling = system
            .and_then(|system| system.core_dns.as_ref())
            .and_then(|dns| dns.autoscaling.as_ref());
        let addons = spec.addons.as_ref();
        let vpa = spec.kubernetes.vertical_pod_autoscaler.as_ref();
        let ha_vpn = shoot.metadata.annotations.get(HA_VPN);
        let ha_vpn = match ha_vpn.map(String::as_str) {
            Some("true" | "True" | "TRUE" | "1" | "t" | "T") => true,
            Some("false" | "False" | "FALSE" | "0" | "f" | "F") => false,
            _ => Tolerance::of(shoot) != Tolerance::None,
        };
        // Kubernetes 1.35 has no addons any more.
        let addons_possible = Version::parse(&spec.kubernetes.version)
            .is_none_or(|version| (version.major, version.minor) < (1, 35));
        let has = !workers.is_empty();
        let met = [
            (Needs::Nothing, true),
            (Needs::Workers, has),
            (Needs::HaVpn, has && ha_vpn),
            (
                Needs::Autoscaler,
                workers.iter().any(|pool| pool.maximum > pool.minimum),
            ),
            (Needs::Vpa, vpa.is_some_and(|vpa| vpa.enabled)),
            (
                Needs::KubeProxy,
                has && proxy.is_none_or(|proxy| proxy.enabled.unwrap_or(true)),
            ),
            (
                Needs::NodeLocalDns,
                has && system
                    .and_then(|system| system.node_local_dns.as_ref())
                    .is_some_and(|dns| dns.enabled),
            ),
            (
                Needs::ProportionalDns,
                has && scaling.is_some_and(|scaling| scaling.mode == "cluster-proportional"),
            ),
            (Needs::Observability, observed),
            (Needs::NodeObservability, has && observed),
            (Needs::EtcdAsIs, !upgrades_etcd),
            (Needs::EtcdUpgrade, upgrades_etcd),
            (
                Needs::Nginx,
                addons_possible
                    && addons
                        .and_then(|addons| addons.nginx_ingress)
                        .is_some_and(|addon| addon.enabled),
            ),
            (
                Needs::Dashboard,
                addons_possible
                    && addons
                        .and_then(|addons| addons.kubernetes_dashboard)
                        .is_some_and(|addon| addon.enabled),
            ),
        ];
        let bits = met.into_iter().filter(|(_, holds)| *holds);
        Self(bits.fold(0, |bits, (needs, _)| bits | bit(needs)))
    }

    /// Whether a need is met.
    pub fn meets(self, needs: Needs) -> bool {
        self.0 & bit(needs) != 0
    }
}

const fn bit(needs: Needs) -> u32 {
    1 << (needs as u8)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn traits(spec: &serde_json::Value) -> Traits {
        Traits::of(
            &serde_json::from_value(json!({ "spec": spec })).unwrap(),
            false,
        )
    }

    #[test]
    fn a_workerless_shoot_has_a_control_plane_only() {
        let traits = traits(&json!({"kubernetes": {"version": "1.34.1"}}));
        assert!(traits.meets(Needs::Nothing) && traits.meets(Needs::Observability));
        for needs in [
            Needs::Workers,
            Needs::KubeProxy,
            Needs::HaVpn,
            Needs::NodeObservability,
        ] {
            assert!(!traits.meets(needs), "{needs:?}");
        }
    }

    #[test]
    fn a_shoot_says_what_it_has() {
        let spec = json!({
            "purpose": "testing",
            "controlPlane": {"highAvailability": {"failureTolerance": {"type": "zone"}}},
            "kubernetes": {"version": "1.34.1", "kubeProxy": {"enabled": false}, "verticalPodAutoscaler": {"enabled": true}},
            "systemComponents": {"nodeLocalDNS": {"enabled": true}, "coreDNS": {"autoscaling": {"mode": "cluster-proportional"}}},
            "addons": {"nginxIngress": {"enabled": true}, "kubernetesDashboard": {"enabled": true}},
            "provider": {"workers": [{"name": "a", "minimum": 2, "maximum": 2}]},
        });
        let these = traits(&spec);
        for needs in [
            Needs::Workers,
            Needs::HaVpn,
            Needs::Vpa,
            Needs::NodeLocalDns,
            Needs::ProportionalDns,
            Needs::Nginx,
            Needs::Dashboard,
        ] {
            assert!(these.meets(needs), "{needs:?}");
        }
        for needs in [
            Needs::Autoscaler,
            Needs::KubeProxy,
            Needs::Observability,
            Needs::SelfHosted,
            Needs::EtcdUpgrade,
        ] {
            assert!(!these.meets(needs), "{needs:?}");
        }
    }

    #[test]
    fn the_annotation_decides_about_the_vpn() {
        let shoot = |value: &str, ha: serde_json::Value| {
            let mut shoot = json!({
                "metadata": {"annotations": {}},
                "spec": {"controlPlane": ha, "provider": {"workers": [{"name": "a"}]}},
            });
            shoot["metadata"]["annotations"][HA_VPN] = value.into();
            Traits::of(&serde_json::from_value(shoot).unwrap(), true).meets(Needs::HaVpn)
        };
        let ha = json!({"highAvailability": {"failureTolerance": {"type": "node"}}});
        assert!(shoot("true", json!(null)) && !shoot("false", ha.clone()));
        assert!(shoot("perhaps", ha) && !shoot("perhaps", json!(null)));
    }
}
