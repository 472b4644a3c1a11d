//! Texts as Kubernetes and Gardener want them: names, labels, percentages, issuers, networks, cron specs.

use std::net::IpAddr;

use ipnet::IpNet;
use jiff::tz::TimeZone;

use crate::domain::impact::cron::Cron;

/// Whether it is a DNS label (RFC 1123): `my-pool`.
pub fn is_dns_label(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.len() <= 63
        && text.chars().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.is_empty()
}

/// Whether it is a DNS name (RFC 1123): `a.example.com`.
pub fn is_dns_name(text: &str) -> bool {
    let label = |label: &str| {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !label.is_empty()
            && label.chars().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// Whether it is the key of a label: `team`, `example.com/team`.
pub fn is_label_key(text: &str) -> bool {
    let name = match text.split_once('/') {
        Some((prefix, name)) if is_dns_name(prefix) && !name.contains('/') => name,
        Some(_) => return false,
        None => text,
    };
    !name.is_empty() && is_label_value(name)
}

/// Whether it is the value of a label; an empty one is.
pub fn is_label_value(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let edge = |c: char| c.is_ascii_alphanumeric();
    text.len() <= 63
        && text.chars().all(inner)
        && text.starts_with(edge) == text.ends_with(edge)
        && (text.is_empty() || text.starts_with(edge))
}

/// Whether it is the key of a ConfigMap: `proxy-body-size`.
pub fn is_config_key(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty()
        && text.len() <= 253
        && text.chars().all(inner)
        && text != "."
        && !text.starts_with("..")
}

/// Whether it is a percentage such as `10%`.
pub fn is_percentage(text: &str) -> bool {
    let digits = text.strip_suffix('%');
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Why an issuer is refused, if it is
/// (`gardener/gardener:pkg/api/core/validation/shoot.go:ValidateOIDCIssuerURL`).
pub fn issuer_fault(url: &str) -> Option<&'static str> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (before_fragment, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (before_query, query) = before_fragment
        .split_once('?')
        .unwrap_or((before_fragment, ""));
    let authority = before_query.split('/').next().unwrap_or_default();
    if scheme.is_empty() || authority.is_empty() {
        Some("must be a valid URL and have https scheme")
    } else if !fragment.is_empty() {
        Some("must not contain a fragment")
    } else if authority.contains('@') {
        Some("must not contain a username or password")
    } else if !query.is_empty() {
        Some("must not contain a query")
    } else if !scheme.eq_ignore_ascii_case("https") {
        Some("must have https scheme")
    } else {
        None
    }
}

/// Whether it is a network in its canonical form: `10.0.0.0/16`, not `10.0.0.1/16`.
pub fn network(text: &str) -> Option<IpNet> {
    let network: IpNet = text.parse().ok()?;
    (network.trunc() == network).then_some(network)
}

/// Whether two networks share an address.
pub fn overlap(a: &IpNet, b: &IpNet) -> bool {
    a.contains(&b.network()) || b.contains(&a.network())
}

/// Whether a network is of IP version 4.
pub fn is_ipv4(network: &IpNet) -> bool {
    matches!(network.network(), IpAddr::V4(_))
}

/// Whether it looks like an e-mail address, as far as it can be told without Gardener's own expression.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let inner = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    !local.is_empty()
        && local.chars().all(inner)
        && domain
            .split('.')
            .all(|label| is_dns_label(&label.to_ascii_lowercase()))
}

/// Whether it is a cron spec of five fields.
pub fn is_cron(spec: &str) -> bool {
    Cron::parse(spec).is_some()
}

/// Whether it is a time zone.
pub fn is_location(name: &str) -> bool {
    matches!(name, "" | "UTC" | "Local") || TimeZone::get(name).is_ok()
}

/// Whether it is one certificate or more in PEM. What is in them is not looked at.
pub fn is_certificate(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("-----BEGIN CERTIFICATE-----") else {
        return false;
    };
    let Some((body, _)) = rest.split_once("-----END CERTIFICATE-----") else {
        return false;
    };
    let body: String = body.split_whitespace().collect();
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    body.len() > 100
        && body.starts_with("MI")
        && body.len().is_multiple_of(4)
        && body.chars().all(inner)
}

/// Whether it is the key of a sysctl
/// (`gardener/gardener:pkg/api/core/validation/shoot.go:sysctlKeyRegex`).
pub fn is_sysctl(key: &str) -> bool {
    let mut parts: Vec<&str> = key.split('.').collect();
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '-');
    let Some(last) = parts.pop() else {
        return false;
    };
    let head = |part: &str| {
        part == "*"
            || (part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
                && part.chars().all(inner))
    };
    parts.into_iter().all(head)
        && last.ends_with(|c: char| c.is_ascii_alphanumeric())
        && last.chars().all(inner)
}
