//! Which values of a Seed the API server takes
//! (`gardener/gardener:pkg/api/core/validation/seed.go:ValidateSeedSpec`).

use std::collections::BTreeSet;

use ipnet::IpNet;
use serde_json::Value;

use crate::domain::impact::change::Change;
use crate::domain::impact::fields::Keys;
use crate::domain::impact::tree::Node;
use crate::domain::impact::values::{Check, Checks, Found};
use crate::domain::impact::verdict::text::{is_ipv4, overlap};

/// Names refusals of a value.
pub(super) const RULE: &str = "seed-values";

const REGISTERED: &str = "whether an extension of this type is registered";
const CREDENTIALS: &str = "whether the credentials are there, and of a kind that is taken";
const REFERENCE: &str = "whether what it refers to is there, and of a kind that is taken";
const NETWORK: &str = "whether the network is valid and apart from the others";

const CHECKS: Checks = &[
    (
        "metadata.annotations[gardener.cloud/operation]",
        Check::OneOf(&[
            "reconcile",
            "renew-garden-access-secrets",
            "renew-kubeconfig",
            "renew-workload-identity-tokens",
        ]),
    ),
    // Their keys and values are looked at as a whole.
    ("metadata.**", Check::Any),
    ("spec.provider.type", Check::Named(REGISTERED)),
    ("spec.provider.region", Check::Filled),
    ("spec.provider.zones", Check::Any),
    ("spec.provider.zones[*]", Check::Any),
    (
        "spec.provider.providerConfig.**",
        Check::Elsewhere("the admission of the provider's extension"),
    ),
    ("spec.networks.blockCIDRs", Check::Any),
    // Defaults of IPv4 are looked at together.
    ("spec.networks.shootDefaults.**", Check::Any),
    ("spec.networks.**", Check::Elsewhere(NETWORK)),
    ("spec.ingress.controller.kind", Check::OneOf(&["nginx"])),
    ("spec.ingress.controller.providerConfig.**", Check::Any),
    ("spec.ingress.domain", Check::Domain),
    ("spec.dns.provider.type", Check::Named(REGISTERED)),
    ("spec.dns.internal.type", Check::Named(REGISTERED)),
    ("spec.dns.defaults[*].type", Check::Named(REGISTERED)),
    (
        "spec.dns.provider.credentialsRef.**",
        Check::Elsewhere(CREDENTIALS),
    ),
    (
        "spec.dns.internal.credentialsRef.**",
        Check::Elsewhere(CREDENTIALS),
    ),
    (
        "spec.dns.defaults[*].credentialsRef.**",
        Check::Elsewhere(CREDENTIALS),
    ),
    ("spec.dns.internal.zone", Check::Any),
    ("spec.dns.defaults[*].zone", Check::Any),
    ("spec.dns.internal.domain", Check::Domain),
    (
        "spec.dns.defaults[*].domain",
        Check::Named("whether all default domains of shoots are covered"),
    ),
    ("spec.backup.provider", Check::Named(REGISTERED)),
    ("spec.backup.region", Check::Any),
    (
        "spec.backup.credentialsRef.**",
        Check::Elsewhere("whether the credentials are there, and of the type of the backup"),
    ),
    (
        "spec.settings.loadBalancerServices.externalTrafficPolicy",
        POLICY,
    ),
    (
        "spec.settings.loadBalancerServices.zones[*].externalTrafficPolicy",
        POLICY,
    ),
    (
        "spec.settings.loadBalancerServices.zones[*].name",
        Check::Any,
    ),
    ("spec.settings.loadBalancerServices.class", Check::Key),
    // The keys are looked at as a whole.
    (
        "spec.settings.loadBalancerServices.annotations.**",
        Check::Any,
    ),
    (
        "spec.settings.loadBalancerServices.zones[*].annotations.**",
        Check::Any,
    ),
    (
        "spec.settings.verticalPodAutoscaler.maxAllowed.cpu",
        Check::Quantity,
    ),
    (
        "spec.settings.verticalPodAutoscaler.maxAllowed.memory",
        Check::Quantity,
    ),
    (
        "spec.settings.zoneSelection.mode",
        Check::OneOf(&["Prefer", "Enforce"]),
    ),
    ("spec.taints[*].**", Check::Any),
    (
        "spec.settings.verticalPodAutoscaler.featureGates.**",
        Check::Elsewhere("whether Gardener knows this feature gate of the autoscaler"),
    ),
    ("spec.volume.minimumSize", Check::Quantity),
    ("spec.volume.providers[*].purpose", Check::Any),
    ("spec.volume.providers[*].name", Check::Filled),
    ("spec.accessRestrictions[*].**", Check::Any),
    ("spec.extensions[*].type", Check::Named(REGISTERED)),
    (
        "spec.extensions[*].providerConfig.**",
        Check::Elsewhere("the admission of the extension"),
    ),
    ("spec.resources[*].**", Check::Elsewhere(REFERENCE)),
];

const POLICY: Check = Check::OneOf(&["Cluster", "Local"]);

/// Lists whose entries have a name each, and none twice.
const NAMED: Keys = &[
    ("spec.provider.zones", &[]),
    ("spec.dns.defaults", &["domain"]),
    ("spec.settings.loadBalancerServices.zones", &["name"]),
    ("spec.volume.providers", &["purpose"]),
    ("spec.extensions", &["type"]),
    ("spec.resources", &["name"]),
];

/// Look at the values of changed fields, and at what belongs to them.
pub(super) fn look(changes: &[Change], old: &Value, new: &Value) -> Found {
    let mut found = Found::of(changes, CHECKS, RULE);
    let (before, seed) = (Node::of(old), Node::of(new));
    found.names(&new["spec"], "spec", NAMED, RULE);
    taints(&mut found, &new["spec"]["taints"]);
    for (map, labels) in [("labels", true), ("annotations", false)] {
        let path = format!("metadata.{map}");
        found.map(&new["metadata"][map], &path, labels, RULE);
    }
    if old["spec"]["networks"]["shootDefaults"] != new["spec"]["networks"]["shootDefaults"] {
        shoot_defaults(&mut found, seed);
    }
    let balancers = &new["spec"]["settings"]["loadBalancerServices"];
    let path = "spec.settings.loadBalancerServices.annotations";
    found.map(&balancers["annotations"], path, false, RULE);
    let known = seed.at("spec.provider.zones").texts();
    for zone in balancers["zones"].as_array().into_iter().flatten() {
        let name = zone["name"].as_str().unwrap_or_default();
        let path = format!("spec.settings.loadBalancerServices.zones[{name}]");
        if !known.contains(&name) {
            found.refuse(&path, RULE, format!("Not found: \"{name}\""));
        }
        found.map(
            &zone["annotations"],
            &format!("{path}.annotations"),
            false,
            RULE,
        );
    }
    let (dns, ingress) = (seed.at("spec.dns.provider"), seed.at("spec.ingress"));
    if ingress.is_set() && !dns.is_set() {
        let message = "Required value: ingress controller requires dns.provider to be set";
        found.refuse("spec.dns.provider", RULE, message);
    }
    let operation = |seed: Node<'_>| {
        let annotations = seed.at("metadata.annotations");
        annotations
            .get("gardener.cloud/operation")
            .words()
            .to_owned()
    };
    let (was, is) = (operation(before), operation(seed));
    if !was.is_empty() && !is.is_empty() && was != is {
        let message = format!("must not overwrite operation \"{was}\" with \"{is}\"");
        found.refuse(
            "metadata.annotations[gardener.cloud/operation]",
            RULE,
            message,
        );
    }
    found
}

/// Each has a key, and no other has the same one with the same value
/// (`gardener/gardener:pkg/utils/miscellaneous.go:IDForKeyWithOptionalValue`).
fn taints(found: &mut Found, taints: &Value) {
    let mut seen = BTreeSet::new();
    for taint in taints.as_array().into_iter().flatten() {
        let key = taint["key"].as_str().unwrap_or_default();
        let id = match taint["value"].as_str() {
            Some(value) => format!("{key}={value}"),
            None => key.to_owned(),
        };
        if key.is_empty() {
            found.refuse("spec.taints", RULE, "Required value: cannot be empty");
        } else if !seen.insert(id.clone()) {
            found.refuse("spec.taints", RULE, format!("Duplicate value: \"{id}\""));
        }
    }
}

/// Networks that no other may have an address of
/// (`gardener/gardener:pkg/utils/validation/cidr/disjoint.go:ValidateCIDROverlapWithReservedRanges`).
const RESERVED: [&str; 5] = [
    "240.0.0.0/8",
    "241.0.0.0/8",
    "242.0.0.0/8",
    "243.0.0.0/8",
    "244.0.0.0/8",
];

/// The networks of shoots that say nothing themselves (`validateSeedNetworks`).
fn shoot_defaults(found: &mut Found, seed: Node<'_>) {
    let families = seed.at("spec.networks.ipFamilies").texts();
    let defaults = seed.at("spec.networks.shootDefaults");
    let mut others: Vec<IpNet> = RESERVED.iter().filter_map(|net| net.parse().ok()).collect();
    for field in ["pods", "services"] {
        let path = format!("spec.networks.shootDefaults.{field}");
        let Some(text) = defaults.get(field).text() else {
            continue;
        };
        if !matches!(families.as_slice(), [] | ["IPv4"]) {
            found.open(&path, NETWORK);
            continue;
        }
        let Ok(network) = text.parse::<IpNet>() else {
            found.refuse(
                &path,
                RULE,
                format!("Invalid value: \"{text}\": invalid CIDR address"),
            );
            continue;
        };
        if !is_ipv4(&network) {
            found.refuse(&path, RULE, "must be a valid IPv4 address");
        } else if others.iter().any(|other| overlap(other, &network)) {
            found.refuse(&path, RULE, "must not overlap with another network");
        }
        others.push(network);
    }
}
