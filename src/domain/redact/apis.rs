//! Resources and groups of APIs: those of Kubernetes and of Gardener stay, others have the domain of who made them.

use serde_json::{Map, Value};

use super::Redactor;

/// Groups of Kubernetes without a domain; the first is the core group.
const GROUPS: &[&str] = &["", "apps", "autoscaling", "batch", "extensions", "policy"];

/// Domains of groups that everybody knows.
const DOMAINS: &[&str] = &[".k8s.io", ".gardener.cloud"];

/// What stands for the core group, or for all groups, in `--runtime-config`.
const ALL: &str = "api";

fn is_known(group: &str) -> bool {
    let belongs = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
    let known = DOMAINS.iter().any(|domain| group.ends_with(domain));
    GROUPS.contains(&group) || known && group.chars().all(belongs)
}

/// Tell whether a text could be a resource of Kubernetes: these are of letters only.
fn is_plain(text: &str) -> bool {
    const LONGEST: usize = 40;
    text.len() <= LONGEST && text.chars().all(|c| c.is_ascii_lowercase())
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

/// Redact a resource, or a resource and its group: `secrets`, `shoots.core.gardener.cloud`.
pub(super) fn resource(text: &str, redactor: &Redactor) -> String {
    let (name, group) = text.split_once('.').unwrap_or((text, ""));
    if is_plain(name) && is_known(group) || text == "*" {
        text.to_owned()
    } else {
        redactor.domain(text)
    }
}

/// Redact the size of a cache.
pub(super) fn cache_size(size: Map<String, Value>, redactor: &Redactor) -> Value {
    let group = size.get("apiGroup").and_then(Value::as_str);
    let known = is_known(group.unwrap_or_default());
    let entries = size.into_iter().filter_map(|(field, value)| {
        let value = match (field.as_str(), value) {
            ("size", value @ (Value::Number(_) | Value::Null))
            | ("apiGroup", value @ Value::Null) => value,
            ("apiGroup", Value::String(group)) if known => group.into(),
            ("resource", Value::String(name)) if known && is_plain(&name) => name.into(),
            ("apiGroup" | "resource", Value::String(name)) => redactor.domain(&name).into(),
            _ => return None,
        };
        Some((field, value))
    });
    entries.collect::<Map<_, _>>().into()
}

/// Redact which versions and resources of which groups are served.
pub(super) fn switched(map: Map<String, Value>, redactor: &Redactor) -> Value {
    let entries = map.into_iter().filter(|(_, value)| value.is_boolean());
    let entries = entries.map(|(key, value)| {
        let mut parts = key.split('/');
        let group = parts.next().unwrap_or_default();
        let known = group == ALL || is_known(group) || is_version(group);
        let first = if known {
            group.to_owned()
        } else {
            redactor.domain(group)
        };
        let rest = parts.map(|part| {
            if is_version(part) || known && is_plain(part) {
                part.to_owned()
            } else {
                redactor.domain(part)
            }
        });
        let key: Vec<String> = std::iter::once(first).chain(rest).collect();
        (key.join("/"), value)
    });
    entries.collect::<Map<_, _>>().into()
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
