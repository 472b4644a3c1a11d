//! Which components run the images of Gardener, of etcd-druid and of extensions.
//!
//! Read off the places in Gardener that look an image up (`FindImage`); `tests` hold the names against the image
//! vector's own list. What of an extension is not listed depends on the extension.

use super::component::{Needs, Place, Use, Versions, used};
use crate::domain::impact::rules::Class;

const ROLLS: &str = "New pods come before old ones go";
const KAS: &str =
    "New pods come before old ones go; watches, exec and port-forward are cut once, the API stays";
const LEADER: &str = "The pod is replaced: its controllers pause for a moment";
const DAEMONS: &str = "The pod on each node is replaced, one node after another";
const OBSERVES: &str = "Pods that observe are replaced; no workload notices";
const OPERATES: &str = "The pod of the operator is replaced; what it manages goes on";
const GARDEN: &str = "Not for shoots: gardener-operator or the chart of the garden deploys it";

/// The components that Gardener deploys from its own image vector.
pub const GARDENER: &[Use] = &[
    // Control plane of shoots
    used("kube-apiserver", "kube-apiserver", Place::ControlPlane, Versions::SeedAndShoot, Needs::Nothing, Class::ControlPlaneRollout, KAS, "gardener/gardener:pkg/component/shared/kubeapiserver.go"),
    used("vpn-client", "kube-apiserver", Place::ControlPlane, Versions::SeedAndShoot, Needs::HaVpn, Class::ControlPlaneRollout, KAS, "gardener/gardener:pkg/component/shared/kubeapiserver.go"),
    used("envoy-proxy", "kube-apiserver", Place::ControlPlane, Versions::SeedAndShoot, Needs::HaVpn, Class::ControlPlaneRollout, KAS, "gardener/gardener:pkg/component/shared/kubeapiserver.go"),
    used("kube-controller-manager", "kube-controller-manager", Place::ControlPlane, Versions::SeedAndShoot, Needs::Nothing, Class::ControlPlaneRollout, LEADER, "gardener/gardener:pkg/component/shared/kubecontrollermanager.go"),
    used("kube-scheduler", "kube-scheduler", Place::ControlPlane, Versions::SeedAndShoot, Needs::Workers, Class::ControlPlaneRollout, LEADER, "gardener/gardener:pkg/gardenlet/operation/botanist/kubescheduler.go"),
    used("gardener-resource-manager", "gardener-resource-manager", Place::ControlPlane, Versions::None, Needs::Nothing, Class::ControlPlaneRollout, ROLLS, "gardener/gardener:pkg/component/shared/resourcemanager.go").own(),
    used("machine-controller-manager", "machine-controller-manager", Place::ControlPlane, Versions::SeedAndShoot, Needs::Workers, Class::ControlPlaneRollout, LEADER, "gardener/gardener:pkg/gardenlet/operation/botanist/machinecontrollermanager.go"),
    used("cluster-autoscaler", "cluster-autoscaler", Place::ControlPlane, Versions::SeedAndShoot, Needs::Autoscaler, Class::ControlPlaneRollout, LEADER, "gardener/gardener:pkg/gardenlet/operation/botanist/clusterautoscaler.go"),
    used("vpn-server", "vpn-seed-server", Place::ControlPlane, Versions::SeedAndShoot, Needs::Workers, Class::ControlPlaneRollout, "The tunnel is built anew: logs, exec and webhooks towards the shoot are cut for a moment", "gardener/gardener:pkg/gardenlet/operation/botanist/vpnseedserver.go"),
    used("envoy-proxy", "vpn-seed-server", Place::ControlPlane, Versions::SeedAndShoot, Needs::Workers, Class::ControlPlaneRollout, "The tunnel is built anew: logs, exec and webhooks towards the shoot are cut for a moment", "gardener/gardener:pkg/gardenlet/operation/botanist/vpnseedserver.go"),
    used("vpa-admission-controller", "vpa-admission-controller", Place::ControlPlane, Versions::SeedAndShoot, Needs::Vpa, Class::ControlPlaneRollout, ROLLS, "gardener/gardener:pkg/gardenlet/operation/botanist/vpa.go"),
    used("vpa-recommender", "vpa-recommender", Place::ControlPlane, Versions::SeedAndShoot, Needs::Vpa, Class::ControlPlaneRollout, LEADER, "gardener/gardener:pkg/gardenlet/operation/botanist/vpa.go"),
    used("vpa-updater", "vpa-updater", Place::ControlPlane, Versions::SeedAndShoot, Needs::Vpa, Class::ControlPlaneRollout, LEADER, "gardener/gardener:pkg/gardenlet/operation/botanist/vpa.go"),
    used("kube-state-metrics", "kube-state-metrics", Place::ControlPlane, Versions::SeedAndShoot, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/gardenlet/operation/botanist/kubestatemetrics.go"),
    used("blackbox-exporter", "blackbox-exporter", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/blackboxexporter.go"),
    used("prometheus", "prometheus-shoot", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/prometheus.go"),
    used("alertmanager", "alertmanager-shoot", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/alertmanager.go"),
    used("plutono", "plutono", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/plutono.go"),
    used("plutono-data-refresher", "plutono", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/plutono.go"),
    used("vali", "vali", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/vali.go"),
    used("vali-curator", "vali", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/vali.go"),
    used("telegraf", "vali", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/vali.go"),
    used("tune2fs", "vali", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/vali.go"),
    used("kube-rbac-proxy", "vali, opentelemetry-collector", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/gardenlet/operation/botanist/logging.go"),
    used("victoria-logs", "victoria-logs", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/victorialogs.go"),
    used("opentelemetry-collector", "opentelemetry-collector", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/gardenlet/operation/botanist/logging.go"),
    used("event-logger", "event-logger", Place::ControlPlane, Versions::SeedAndShoot, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/gardenlet/operation/botanist/logging.go"),
    used("istio-basic-auth-server", "istio-basic-auth-server", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/istiobasicauthserver.go"),
    used("configmap-reloader", "prometheus-shoot", Place::ControlPlane, Versions::None, Needs::Observability, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/prometheus_operator.go"),
    used("etcd", "etcd as static pods", Place::Etcd, Versions::None, Needs::SelfHosted, Class::EtcdRollout, "The static pods of etcd are replaced", "gardener/gardener:pkg/gardenlet/operation/botanist/staticpods.go").likely(),
    used("etcd-backup-restore", "etcd as static pods", Place::Etcd, Versions::None, Needs::SelfHosted, Class::EtcdRollout, "Used where etcd is restored while a self-hosted shoot is bootstrapped", "gardener/gardener:pkg/gardenlet/operation/botanist/staticpods.go").likely(),
    // Nodes: files and units of the OperatingSystemConfig
    used("hyperkube", "kubelet.service", Place::Node, Versions::Pool, Needs::Workers, Class::KubeletRestart, "The kubelet is replaced and restarts; pods keep running, no node is drained", "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/kubelet/component.go"),
    used("gardener-node-agent", "gardener-node-agent.service", Place::Node, Versions::None, Needs::Workers, Class::NodeServiceRestart, "The node agent replaces itself and restarts; kubelet, containerd and pods go on", "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/nodeagent/component.go").own(),
    used("pause-container", "containerd.service", Place::Node, Versions::Shoot, Needs::Workers, Class::NodeServiceRestart, "The sandbox image of containerd changes: containerd restarts, pods keep running", "gardener/gardener:pkg/nodeagent/controller/operatingsystemconfig/changes.go"),
    used("valitail", "valitail.service", Place::Node, Versions::Shoot, Needs::NodeObservability, Class::NodeServiceRestart, "The log shipper of the nodes restarts", "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/valitail/component.go"),
    used("opentelemetry-collector", "opentelemetry-collector.service", Place::Node, Versions::Shoot, Needs::NodeObservability, Class::NodeServiceRestart, "The log shipper of the nodes restarts", "gardener/gardener:pkg/component/extensions/operatingsystemconfig/original/components/opentelemetrycollector/component.go"),
    // The shoot itself
    used("kube-proxy", "kube-proxy", Place::Shoot, Versions::Pool, Needs::KubeProxy, Class::SystemComponentRollout, DAEMONS, "gardener/gardener:pkg/gardenlet/operation/botanist/kubeproxy.go"),
    used("alpine-conntrack", "kube-proxy", Place::Shoot, Versions::Shoot, Needs::KubeProxy, Class::SystemComponentRollout, DAEMONS, "gardener/gardener:pkg/gardenlet/operation/botanist/kubeproxy.go"),
    used("vpn-client", "vpn-shoot", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, "The tunnel is built anew: logs, exec and webhooks towards the shoot are cut for a moment", "gardener/gardener:pkg/gardenlet/operation/botanist/vpnshoot.go"),
    used("envoy-proxy", "apiserver-proxy", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, "The pod on each node is replaced: connections of pods to the API are cut once", "gardener/gardener:pkg/gardenlet/operation/botanist/apiserverproxy.go"),
    used("apiserver-proxy-sidecar", "apiserver-proxy", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, "The pod on each node is replaced: connections of pods to the API are cut once", "gardener/gardener:pkg/gardenlet/operation/botanist/apiserverproxy.go"),
    used("coredns", "coredns", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, ROLLS, "gardener/gardener:pkg/gardenlet/operation/botanist/coredns.go"),
    used("cluster-proportional-autoscaler", "coredns-autoscaler", Place::Shoot, Versions::Shoot, Needs::ProportionalDns, Class::SystemComponentRollout, LEADER, "gardener/gardener:pkg/gardenlet/operation/botanist/coredns.go"),
    used("node-local-dns", "node-local-dns", Place::Shoot, Versions::Shoot, Needs::NodeLocalDns, Class::SystemComponentRollout, "The pod on each node is replaced: DNS of the node falls back for a moment", "gardener/gardener:pkg/gardenlet/operation/botanist/nodelocaldns.go"),
    used("alpine-iptables", "node-local-dns", Place::Shoot, Versions::Shoot, Needs::NodeLocalDns, Class::SystemComponentRollout, "The pod on each node is replaced: DNS of the node falls back for a moment", "gardener/gardener:pkg/gardenlet/operation/botanist/nodelocaldns.go"),
    used("coredns-config-adapter", "node-local-dns", Place::Shoot, Versions::None, Needs::NodeLocalDns, Class::SystemComponentRollout, "The pod on each node is replaced: DNS of the node falls back for a moment", "gardener/gardener:pkg/gardenlet/operation/botanist/nodelocaldns.go"),
    used("metrics-server", "metrics-server", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, ROLLS, "gardener/gardener:pkg/gardenlet/operation/botanist/metricsserver.go"),
    used("node-problem-detector", "node-problem-detector", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, DAEMONS, "gardener/gardener:pkg/gardenlet/operation/botanist/nodeproblemdetector.go"),
    used("node-exporter", "node-exporter", Place::Shoot, Versions::Shoot, Needs::NodeObservability, Class::SystemComponentRollout, DAEMONS, "gardener/gardener:pkg/gardenlet/operation/botanist/nodeexporter.go"),
    used("blackbox-exporter", "blackbox-exporter", Place::Shoot, Versions::None, Needs::NodeObservability, Class::SystemComponentRollout, ROLLS, "gardener/gardener:pkg/component/shared/blackboxexporter.go"),
    used("nginx-ingress-controller", "addons-nginx-ingress-controller", Place::Shoot, Versions::Shoot, Needs::Nginx, Class::SystemComponentRollout, ROLLS, "gardener/gardener:pkg/component/shared/nginx_ingress.go"),
    used("ingress-default-backend", "addons-nginx-ingress-nginx-ingress-k8s-backend", Place::Shoot, Versions::Shoot, Needs::Nginx, Class::SystemComponentRollout, ROLLS, "gardener/gardener:pkg/component/shared/nginx_ingress.go"),
    used("kubernetes-dashboard", "kubernetes-dashboard", Place::Shoot, Versions::Shoot, Needs::Dashboard, Class::SystemComponentRollout, ROLLS, "gardener/gardener:pkg/gardenlet/operation/botanist/kubernetesdashboard.go"),
    used("kubernetes-dashboard-metrics-scraper", "dashboard-metrics-scraper", Place::Shoot, Versions::Shoot, Needs::Dashboard, Class::SystemComponentRollout, ROLLS, "gardener/gardener:pkg/gardenlet/operation/botanist/kubernetesdashboard.go"),
    // Seeds, once for all of their shoots
    used("istio-proxy", "istio-ingressgateway", Place::Seed, Versions::None, Needs::Nothing, Class::ControlPlaneRollout, "The gateways of the seed are replaced: connections to the APIs of all its shoots are cut once", "gardener/gardener:pkg/component/shared/istio.go"),
    used("istio-istiod", "istiod", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OPERATES, "gardener/gardener:pkg/component/shared/istio.go"),
    used("istio-basic-auth-server", "istio-basic-auth-server", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/gardenlet/controller/seed/seed/components.go"),
    used("gardener-resource-manager", "gardener-resource-manager", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, ROLLS, "gardener/gardener:pkg/component/shared/resourcemanager.go").own(),
    used("gardenlet", "gardenlet", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, "The gardenlet itself is replaced; it reconciles its shoots as told below", "gardener/gardener:pkg/controller/gardenletdeployer/valueshelper.go").own(),
    used("etcd-druid", "etcd-druid", Place::Seed, Versions::Seed, Needs::Nothing, Class::ConfigOnly, "The operator of etcd is replaced, which alone leaves the pods of etcd as they are", "gardener/gardener:pkg/component/shared/etcd_druid.go"),
    used("dependency-watchdog", "dependency-watchdog", Place::Seed, Versions::Seed, Needs::Nothing, Class::ConfigOnly, OPERATES, "gardener/gardener:pkg/gardenlet/controller/seed/seed/components.go"),
    used("pause-container", "reserve-excess-capacity", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, "Pods that only keep room on nodes are replaced", "gardener/gardener:pkg/gardenlet/controller/seed/seed/components.go"),
    used("pvc-autoscaler", "pvc-autoscaler", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OPERATES, "gardener/gardener:pkg/component/shared/pvcautoscaler.go"),
    used("vpa-*", "vpa", Place::Seed, Versions::Seed, Needs::Nothing, Class::ConfigOnly, OPERATES, "gardener/gardener:pkg/component/shared/vpa.go"),
    used("nginx-ingress-controller", "nginx-ingress-controller", Place::Seed, Versions::Seed, Needs::Nothing, Class::ConfigOnly, "The ingress of observability is replaced", "gardener/gardener:pkg/component/shared/nginx_ingress.go"),
    used("ingress-default-backend", "nginx-ingress-k8s-backend", Place::Seed, Versions::Seed, Needs::Nothing, Class::ConfigOnly, "The ingress of observability is replaced", "gardener/gardener:pkg/component/shared/nginx_ingress.go"),
    used("kube-state-metrics", "kube-state-metrics", Place::Seed, Versions::Seed, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/kube_state_metrics.go"),
    used("prometheus-operator", "prometheus-operator", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OPERATES, "gardener/gardener:pkg/component/shared/prometheus_operator.go"),
    used("prometheus", "prometheus of the seed", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/prometheus.go"),
    used("alertmanager", "alertmanager-seed", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/alertmanager.go"),
    used("configmap-reloader", "prometheus-operator", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/prometheus_operator.go"),
    used("blackbox-exporter", "blackbox-exporter of the garden", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/blackboxexporter.go"),
    used("plutono*", "plutono of the seed", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/plutono.go"),
    used("fluent-*", "fluent-bit", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/fluent_bit.go"),
    used("vali", "vali of the seed", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/vali.go"),
    used("vali-curator", "vali of the seed", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/vali.go"),
    used("tune2fs", "vali of the seed", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/vali.go"),
    used("victoria-*", "victoria-logs, victoria-operator", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/victoria_operator.go"),
    used("perses*", "perses-operator", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/perses_operator.go"),
    used("opentelemetry-*", "opentelemetry-operator, opentelemetry-collector", Place::Seed, Versions::None, Needs::Nothing, Class::ConfigOnly, OBSERVES, "gardener/gardener:pkg/component/shared/opentelemetry_operator.go"),
    // The garden
    used("gardener-apiserver", "gardener-apiserver", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, GARDEN, "gardener/gardener:pkg/component/shared/gardenerapiserver.go").own(),
    used("gardener-admission-controller", "gardener-admission-controller", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, GARDEN, "gardener/gardener:pkg/operator/controller/garden/garden/components.go").own(),
    used("gardener-controller-manager", "gardener-controller-manager", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, GARDEN, "gardener/gardener:pkg/operator/controller/garden/garden/components.go").own(),
    used("gardener-scheduler", "gardener-scheduler", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, GARDEN, "gardener/gardener:pkg/operator/controller/garden/garden/components.go").own(),
    used("gardenadm", "gardenadm", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, "Only where a self-hosted shoot is bootstrapped", "gardener/gardener:pkg/gardenadm/cmd/bootstrap/bootstrap.go").own(),
    used("gardener-discovery-server", "gardener-discovery-server", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, GARDEN, "gardener/gardener:pkg/operator/controller/garden/garden/components.go"),
    used("gardener-dashboard", "gardener-dashboard", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, GARDEN, "gardener/gardener:pkg/operator/controller/garden/garden/components.go"),
    used("terminal-controller-manager", "terminal-controller-manager", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, GARDEN, "gardener/gardener:pkg/operator/controller/garden/garden/components.go"),
    used("gardener-metrics-exporter", "gardener-metrics-exporter", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, GARDEN, "gardener/gardener:pkg/operator/controller/garden/garden/components.go"),
    used("cortex", "prometheus of the garden", Place::Garden, Versions::None, Needs::Nothing, Class::ConfigOnly, GARDEN, "gardener/gardener:pkg/operator/controller/garden/garden/components.go"),
];

const ETCD: &str = "The pods of etcd are replaced, one member after another; with a single member the API is gone until it is back";

/// What etcd-druid runs from its own image vector (`gardener/etcd-druid:internal/utils/image.go:GetEtcdImages`).
pub const DRUID: &[Use] = &[
    used(
        "etcd-wrapper",
        "etcd-main, etcd-events",
        Place::Etcd,
        Versions::None,
        Needs::Nothing,
        Class::EtcdRollout,
        ETCD,
        "gardener/etcd-druid:internal/component/statefulset/builder.go",
    ),
    used(
        "etcd-backup-restore",
        "etcd-main, etcd-events",
        Place::Etcd,
        Versions::None,
        Needs::Nothing,
        Class::EtcdRollout,
        ETCD,
        "gardener/etcd-druid:internal/component/statefulset/builder.go",
    ),
    used(
        "etcd-wrapper-next",
        "etcd-main, etcd-events (next)",
        Place::Etcd,
        Versions::None,
        Needs::EtcdUpgrade,
        Class::EtcdRollout,
        ETCD,
        "gardener/etcd-druid:internal/utils/image.go",
    ),
    used(
        "etcd-backup-restore-next",
        "etcd-main, etcd-events (next)",
        Place::Etcd,
        Versions::None,
        Needs::EtcdUpgrade,
        Class::EtcdRollout,
        ETCD,
        "gardener/etcd-druid:internal/utils/image.go",
    ),
    used(
        "alpine",
        "init container of etcd",
        Place::Etcd,
        Versions::None,
        Needs::Nothing,
        Class::ConfigOnly,
        "Only where backups are kept in a local directory",
        "gardener/etcd-druid:internal/component/statefulset/builder.go",
    )
    .likely(),
];

/// Without the image vectors of etcd-druid: what another minor of it is taken to do.
pub(super) static ASSUMED_ETCD: Use = used("etcd-druid", "etcd-main, etcd-events", Place::Etcd, Versions::Seed, Needs::Nothing, Class::EtcdRollout, "Another minor of etcd-druid mostly brings other images of etcd, whose pods are then replaced; its own image vectors tell for sure", "gardener/etcd-druid:internal/images/images.yaml").likely();

const CNI: &str = "The pod on each node is replaced: connections stay, rules are written anew";

/// What extensions that are widely used run from theirs. The extension renders the rest.
pub const EXTENSION: &[Use] = &[
    used("cloud-controller-manager", "cloud-controller-manager", Place::ControlPlane, Versions::SeedAndShoot, Needs::Workers, Class::ControlPlaneRollout, LEADER, "gardener/gardener-extension-provider-*:pkg/controller/controlplane/valuesprovider.go").likely(),
    used("machine-controller-manager-provider-*", "machine-controller-manager", Place::ControlPlane, Versions::SeedAndShoot, Needs::Workers, Class::ControlPlaneRollout, LEADER, "gardener/gardener-extension-provider-*:pkg/webhook/controlplane/ensurer.go").likely(),
    used("csi-driver*", "csi-driver-controller, csi-driver-node", Place::Shoot, Versions::SeedAndShoot, Needs::Workers, Class::SystemComponentRollout, "The pod on each node and the controller are replaced: volumes stay mounted, mounting waits for a moment", "gardener/gardener-extension-provider-*:pkg/controller/controlplane/valuesprovider.go").likely(),
    used("csi-node-driver-registrar", "csi-driver-node", Place::Shoot, Versions::SeedAndShoot, Needs::Workers, Class::SystemComponentRollout, DAEMONS, "gardener/gardener-extension-provider-*:pkg/controller/controlplane/valuesprovider.go").likely(),
    used("csi-liveness-probe", "csi-driver-controller, csi-driver-node", Place::Shoot, Versions::SeedAndShoot, Needs::Workers, Class::SystemComponentRollout, DAEMONS, "gardener/gardener-extension-provider-*:pkg/controller/controlplane/valuesprovider.go").likely(),
    used("csi-*", "csi-driver-controller", Place::ControlPlane, Versions::SeedAndShoot, Needs::Workers, Class::ControlPlaneRollout, LEADER, "gardener/gardener-extension-provider-*:pkg/controller/controlplane/valuesprovider.go").likely(),
    used("ecr-credential-provider", "file of the credential provider", Place::Node, Versions::Pool, Needs::Workers, Class::ConfigOnly, "A file on the nodes is replaced, no unit restarts for it", "gardener/gardener-extension-provider-aws:pkg/webhook/controlplane/ensurer.go").likely(),
    used("terraformer*", "terraformer", Place::ControlPlane, Versions::None, Needs::Nothing, Class::ConfigOnly, "Used by the next reconciliation of the infrastructure", "gardener/gardener-extension-provider-*:imagevector").likely(),
    used("calico-node", "calico-node", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, CNI, "gardener/gardener-extension-networking-calico:charts/internal/calico").likely(),
    used("calico-cni", "calico-node", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, CNI, "gardener/gardener-extension-networking-calico:charts/internal/calico").likely(),
    used("calico-*", "calico", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, ROLLS, "gardener/gardener-extension-networking-calico:charts/internal/calico").likely(),
    used("cilium-agent", "cilium", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, CNI, "gardener/gardener-extension-networking-cilium:charts/internal/cilium").likely(),
    used("cilium-*", "cilium", Place::Shoot, Versions::Shoot, Needs::Workers, Class::SystemComponentRollout, ROLLS, "gardener/gardener-extension-networking-cilium:charts/internal/cilium").likely(),
    used("*", "whatever the extension runs with it", Place::Shoot, Versions::SeedAndShoot, Needs::Nothing, Class::UnknownProvider, "The extension decides where this image runs", "the extension").by_provider(),
];
