//! Resources and groups of APIs: those of Kubernetes and of Gardener stay, others have the domain of who made them.

use serde_json::{Map, Value};

use super::Redactor;
use crate::domain::impact::verdict::apis;
use crate::order::Gather as _;

/// Groups of Kubernetes that its tables lack; the first is the core group.
const GROUPS: &[&str] = &["", "batch", "extensions"];

/// Groups of Gardener.
const OF_GARDENER: &[&str] = &[
    "core.gardener.cloud",
    "operations.gardener.cloud",
    "seedmanagement.gardener.cloud",
    "security.gardener.cloud",
    "settings.gardener.cloud",
];

/// Resources of Gardener, and those of Kubernetes that its tables lack.
const RESOURCES: &[&str] = &[
    "cloudprofiles",
    "cronjobs",
    "events",
    "ingresses",
    "jobs",
    "projects",
    "seeds",
    "shoots",
    "shootstates",
];

/// Ends of groups that are no secret.
const DOMAINS: &[&str] = &[".k8s.io", ".gardener.cloud"];

/// What stands for the core group, or for all groups, in `--runtime-config`.
const ALL: &str = "api";

/// Tell whether everybody knows a group.
fn is_group(group: &str) -> bool {
    GROUPS.contains(&group)
        || OF_GARDENER.contains(&group)
        || apis().any(|api| api.split_once('/').is_some_and(|(first, _)| first == group))
}

/// Tell whether everybody knows a resource.
fn is_resource(name: &str) -> bool {
    let last = |api: &str| api.rsplit_once('/').is_some_and(|(_, last)| last == name);
    RESOURCES.contains(&name) || !is_version(name) && apis().any(last)
}

/// Redact a group: within a domain that is no secret it still is.
fn group(group: &str, redactor: &Redactor) -> String {
    if is_group(group) {
        return group.to_owned();
    }
    let mut domains = DOMAINS.iter();
    match domains.find_map(|domain| Some((group.strip_suffix(domain)?, *domain))) {
        Some((own, domain)) => redactor.domain(own) + domain,
        None => redactor.domain(group),
    }
}

/// Tell whether a text is a version, or one of the words for several.
fn is_version(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let of_number = text.strip_prefix('v').is_some_and(|rest| {
        let parts = ["alpha", "beta"].iter();
        let parts = parts.filter_map(|stage| rest.split_once(stage));
        rest.len() <= 12
            && (digits(rest)
                || parts
                    .into_iter()
                    .any(|(major, minor)| digits(major) && digits(minor)))
    });
    of_number || ["all", "alpha", "beta", "ga", "legacy"].contains(&text)
}

fn name(name: &str, redactor: &Redactor) -> String {
    if is_resource(name) || name == "*" {
        name.to_owned()
    } else {
        redactor.name(name)
    }
}

/// Redact a resource, or a resource and its group: `secrets`, `shoots.core.gardener.cloud`.
pub(super) fn resource(text: &str, redactor: &Redactor) -> String {
    match text.split_once('.') {
        Some((resource, of)) if of == "*" || is_group(of) => {
            format!("{}.{of}", name(resource, redactor))
        }
        Some((resource, of)) => format!("{}.{}", redactor.name(resource), group(of, redactor)),
        None => name(text, redactor),
    }
}

/// Redact the size of a cache.
pub(super) fn cache_size(size: Map<String, Value>, redactor: &Redactor) -> Value {
    let entries = size.into_iter().filter_map(|(field, value)| {
        let value = match (field.as_str(), value) {
            ("size", value @ (Value::Number(_) | Value::Null))
            | ("apiGroup", value @ Value::Null) => value,
            ("apiGroup", Value::String(of)) => group(&of, redactor).into(),
            ("resource", Value::String(resource)) => name(&resource, redactor).into(),
            _ => return None,
        };
        Some((field, value))
    });
    entries.gather::<Map<_, _>>().into()
}

/// Redact which versions and resources of which groups are served.
pub(super) fn switched(map: Map<String, Value>, redactor: &Redactor) -> Value {
    let entries = map.into_iter().filter(|(_, value)| value.is_boolean());
    let entries = entries.map(|(key, value)| {
        let parts = key.split('/').enumerate().map(|(at, part)| match at {
            _ if is_version(part) || part == ALL => part.to_owned(),
            0 => group(part, redactor),
            _ => name(part, redactor),
        });
        (parts.collect::<Vec<_>>().join("/"), value)
    });
    entries.gather::<Map<_, _>>().into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn groups_of_others_are_hashed_like_domains() {
        let redactor = Redactor::new(b"a key");
        for known in [
            "secrets",
            "configmaps.",
            "deployments.apps",
            "ingresses.networking.k8s.io",
            "shoots.core.gardener.cloud",
        ] {
            assert_eq!(resource(known, &redactor), known);
        }
        for other in ["widgets.stable.acme.com", "acme-widgets", "widgets.acme"] {
            assert_eq!(resource(other, &redactor), redactor.domain(other));
        }
    }

    #[test]
    fn sizes_of_caches_and_switches_keep_what_everybody_knows() {
        let redactor = Redactor::new(b"a key");
        let size = map(json!({ "apiGroup": "acme.com", "resource": "widgets", "size": 5 }));
        assert_eq!(
            cache_size(size, &redactor),
            json!({ "apiGroup": redactor.domain("acme.com"), "resource": redactor.domain("widgets"), "size": 5 })
        );
        let size = json!({ "apiGroup": "apps", "resource": "deployments", "size": 5 });
        assert_eq!(cache_size(map(size.clone()), &redactor), size);

        let known = json!({ "api/all": false, "batch/v2alpha1": true, "scheduling.k8s.io/v1beta1": true, "extensions/v1beta1/ingresses": false });
        assert_eq!(switched(map(known.clone()), &redactor), known);
        let hashed = format!("{}/v1", redactor.domain("stable.acme.com"));
        assert_eq!(
            switched(
                map(json!({ "stable.acme.com/v1": true, "x": "acme" })),
                &redactor
            ),
            json!({ hashed: true })
        );
    }
}
