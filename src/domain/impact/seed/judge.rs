//! What the API server refuses about a Seed
//! (`gardener/gardener:pkg/api/core/validation/seed.go`, `plugin/pkg/seed/validator/admission.go`).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::domain::impact::tree::Node;
use crate::domain::impact::verdict::Rejection;
use crate::order::Gather as _;

/// What of the shoots decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Shoots that are scheduled to the seed, or still run there.
    pub shoots: u32,
    /// Default domains of the seed that shoots have.
    pub domains: BTreeSet<String>,
}

/// Fill in what the server fills in (`gardener/gardener:pkg/apis/core/v1beta1/defaults_seed.go`).
pub(super) fn defaulted(spec: &Value) -> Value {
    let mut spec = if spec.is_object() {
        without_nulls(spec)
    } else {
        json!({})
    };
    let default = |spec: &mut Value, pointer: &str, value: Value| {
        if spec.pointer(pointer).is_none_or(Value::is_null) {
            let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", pointer));
            if let Some(Value::Object(parent)) = spec.pointer_mut(parent) {
                parent.insert(name.to_owned(), value);
            }
        }
    };
    let reserve = json!([{"resources": {"cpu": "2", "memory": "6Gi"}}]);
    for (pointer, value) in [
        ("/settings", json!({})),
        ("/settings/excessCapacityReservation", json!({})),
        ("/settings/scheduling", json!({"visible": true})),
        ("/settings/loadBalancerServices", json!({})),
        (
            "/settings/loadBalancerServices/zonalIngress",
            json!({"enabled": true}),
        ),
        ("/settings/verticalPodAutoscaler", json!({"enabled": true})),
        (
            "/settings/persistentVolumeClaimAutoscaler",
            json!({"enabled": false}),
        ),
        ("/settings/dependencyWatchdog", json!({})),
        (
            "/settings/dependencyWatchdog/weeder",
            json!({"enabled": true}),
        ),
        (
            "/settings/dependencyWatchdog/prober",
            json!({"enabled": true}),
        ),
        ("/settings/topologyAwareRouting", json!({"enabled": false})),
        ("/networks", json!({})),
        ("/networks/ipFamilies", json!(["IPv4"])),
    ] {
        default(&mut spec, pointer, value);
    }
    // Absent counts as enabled here, and the answer of the server does not say so.
    if spec["settings"]["excessCapacityReservation"]["enabled"] != json!(false) {
        default(
            &mut spec,
            "/settings/excessCapacityReservation/configs",
            reserve,
        );
        default(
            &mut spec,
            "/settings/excessCapacityReservation/enabled",
            json!(true),
        );
    }
    spec
}

/// Absent and null are the same to the API server.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                fields
                    .map(|(name, value)| (name.clone(), without_nulls(value)))
                    .gather(),
            )
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

const IMMUTABLE: &str = "field is immutable";

/// Find what is refused about a change, in the order of the server's checks.
pub(super) fn rejections(name: &str, old: &Value, new: &Value, used: &Used) -> Vec<Rejection> {
    let (a, b) = (Node::of(old), Node::of(new));
    let mut found = Vec::new();
    let mut refuse = |path: &str, rule: &str, message: &str| {
        found.push(Rejection {
            path: format!("spec.{path}"),
            message: message.to_owned(),
            rule: rule.to_owned(),
        });
    };
    immutable(a, b, &mut refuse);
    let domains = |seed: Node<'_>| -> BTreeSet<String> {
        let defaults = seed.at("dns.defaults");
        defaults
            .items()
            .map(|item| item.get("domain").words().to_owned())
            .gather()
    };
    let (before, after) = (domains(a), domains(b));
    if !before.is_empty() && after.is_empty() {
        refuse(
            "dns.defaults",
            "seed-default-domains-removed",
            "removing defaults DNS configuration is not allowed",
        );
    }
    if !b.at("dns.internal").is_set() {
        refuse(
            "dns.internal",
            "seed-internal-domain",
            "internal DNS configuration is required",
        );
    }
    let zones = |seed: Node<'_>| -> BTreeSet<String> {
        let zones = seed.at("provider.zones");
        zones.texts().into_iter().map(ToOwned::to_owned).gather()
    };
    let (had, has) = (zones(a), zones(b));
    topology(b, has.len(), &mut refuse);
    // What comes now the admission plugin finds, where validation has found nothing.
    let removed: Vec<&str> = had.difference(&has).map(String::as_str).collect();
    if !removed.is_empty() && used.shoots > 0 {
        let text = format!(
            "cannot remove zones [{}] from Seed {name} as there are Shoots scheduled to this Seed",
            removed.join(" ")
        );
        refuse("provider.zones", "seed-zones-used", &text);
    }
    let internal = "dns.internal.domain";
    let both = a.at(internal).is_set() && b.at(internal).is_set();
    if both && a.at(internal) != b.at(internal) && used.shoots > 0 {
        refuse(
            internal,
            "seed-internal-domain",
            &format!(
                "cannot change internal domain as the Seed \"{name}\" is still in use by shoots"
            ),
        );
    }
    let gone: Vec<&str> = before
        .difference(&after)
        .filter(|domain| used.domains.contains(*domain))
        .map(String::as_str)
        .collect();
    if !gone.is_empty() && !after.is_empty() {
        let text = format!(
            "cannot remove default domains [{}] from Seed \"{name}\" as they are still being used by shoots",
            gone.join(" ")
        );
        refuse("dns.defaults", "seed-default-domains-used", &text);
    }
    found
}

/// What can never change (`ValidateSeedSpecUpdate`).
fn immutable(a: Node<'_>, b: Node<'_>, refuse: &mut impl FnMut(&str, &str, &str)) {
    for field in ["ipFamilies", "pods", "services"] {
        let path = format!("networks.{field}");
        if a.at(&path) != b.at(&path) {
            refuse(&path, "seed-networks-immutable", IMMUTABLE);
        }
    }
    let nodes = "networks.nodes";
    if a.at(nodes).is_set() && a.at(nodes) != b.at(nodes) {
        refuse(nodes, "seed-networks-immutable", IMMUTABLE);
    }
    let domain = "ingress.domain";
    match (a.get("ingress").is_set(), b.get("ingress").is_set()) {
        (true, true) if a.at(domain) != b.at(domain) => {
            refuse(domain, "seed-ingress-domain", IMMUTABLE);
        }
        (_, false) => refuse(
            "ingress",
            "seed-ingress-domain",
            "Required value: cannot be empty",
        ),
        _ => {}
    }
    if a.get("backup").is_set() {
        if b.get("backup").is_set() {
            for field in ["backup.provider", "backup.region"] {
                if a.at(field) != b.at(field) {
                    refuse(field, "seed-backup-immutable", IMMUTABLE);
                }
            }
        } else {
            refuse("backup", "seed-backup-immutable", IMMUTABLE);
        }
    }
}

/// What needs more than one zone.
fn topology(seed: Node<'_>, zones: usize, refuse: &mut impl FnMut(&str, &str, &str)) {
    let settings = seed.get("settings");
    if zones <= 1 && settings.at("topologyAwareRouting.enabled").is_true() {
        refuse(
            "settings.topologyAwareRouting.enabled",
            "seed-needs-zones",
            "topology-aware routing can only be enabled on multi-zone Seed clusters (with at least two zones in spec.provider.zones)",
        );
    }
    let balanced = settings.at("loadBalancerServices.zones");
    if zones <= 1 && balanced.items().len() > 0 {
        refuse(
            "settings.loadBalancerServices.zones",
            "seed-needs-zones",
            "zone-specific load balancer settings only allowed with at least two zones in spec.provider.zones",
        );
    }
    if zones == 0 && settings.get("zoneSelection").is_set() {
        refuse(
            "settings.zoneSelection",
            "seed-needs-zones",
            "zone selection can only be configured when spec.provider.zones is non-empty",
        );
    }
}
