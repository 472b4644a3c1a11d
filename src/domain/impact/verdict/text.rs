//! Texts as Kubernetes and Gardener want them: names, labels, percentages, issuers, networks, cron specs.

use std::net::IpAddr;

use ipnet::IpNet;
use jiff::tz::TimeZone;

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

/// Names of months in cron specs.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Names of days in cron specs.
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// Whether it is a cron spec of five fields (`robfig/cron@v1.2:ParseStandard`).
pub fn is_cron(spec: &str) -> bool {
    if spec.starts_with('@') {
        let duration = spec.strip_prefix("@every ");
        let names = [
            "@yearly",
            "@annually",
            "@monthly",
            "@weekly",
            "@daily",
            "@midnight",
            "@hourly",
        ];
        return duration.map_or_else(
            || names.contains(&spec),
            |text| super::super::duration::parse(text).is_some(),
        );
    }
    let ranges: [(u32, u32, &[&str], u32); 5] = [
        (0, 59, &[], 0),
        (0, 23, &[], 0),
        (1, 31, &[], 0),
        (1, 12, MONTHS, 1),
        (0, 6, DAYS, 0),
    ];
    let fields: Vec<&str> = spec.split_whitespace().collect();
    fields.len() == 5
        && fields
            .iter()
            .zip(ranges)
            .all(|(field, (low, high, names, first))| {
                let number = |text: &str| -> Option<u32> {
                    let lower = text.to_ascii_lowercase();
                    match names.iter().position(|name| *name == lower) {
                        Some(index) => Some(u32::try_from(index).ok()? + first),
                        None if text.starts_with('+') => None,
                        None => text.parse().ok(),
                    }
                };
                let parts: Vec<&str> = field.split(',').filter(|part| !part.is_empty()).collect();
                parts
                    .iter()
                    .all(|part| is_cron_range(part, low, high, &number))
            })
}

fn is_cron_range(part: &str, low: u32, high: u32, number: &dyn Fn(&str) -> Option<u32>) -> bool {
    let pieces: Vec<&str> = part.split('/').collect();
    let bounds: Vec<&str> = pieces[0].split('-').collect();
    let (mut start, mut end);
    if matches!(bounds[0], "*" | "?") {
        (start, end) = (low, high);
    } else {
        match number(bounds[0]) {
            Some(value) => start = value,
            None => return false,
        }
        match bounds.as_slice() {
            [_] => end = start,
            [_, last] => match number(last) {
                Some(value) => end = value,
                None => return false,
            },
            _ => return false,
        }
    }
    match pieces.as_slice() {
        [_] => {}
        [_, step] => {
            match step.parse::<u32>() {
                Ok(0) | Err(_) => return false,
                Ok(_) => {}
            }
            if bounds.len() == 1 {
                end = high;
            }
        }
        _ => return false,
    }
    if start < low {
        return false;
    }
    std::mem::swap(&mut start, &mut end);
    start <= high && end <= start
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
