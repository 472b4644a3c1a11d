//! Labels, annotations and other maps whose keys say something.

use serde_json::{Map, Value, json};

use super::forms::{self, is_duration};
use super::holds::{holds, run, stop};
use super::rules::time;
use super::{Redactor, known};
use crate::domain::annotations::{IGNORE, OPERATION, TASKS, parse_bool};
use crate::domain::emergency_stop::{HOLDS, STOP};
use crate::domain::redeploy::lock::{LABEL, RUN};
use crate::domain::redeploy::steps::WAITING;
use crate::order::Gather as _;

/// What a value has to be to have a meaning.
#[derive(Clone, Copy, Debug)]
enum Meaning {
    /// A truth value as Go reads it.
    Truth,
    /// A duration.
    Duration,
    /// One of some words.
    One(&'static [&'static str]),
    /// Some of some words, with commas between them.
    Some(&'static [&'static str]),
    /// The name of a region or of a provider, a hash like wherever else it stands.
    Name,
}

impl Meaning {
    fn of(self, text: &str) -> Option<String> {
        let stays = match self {
            Self::Truth => parse_bool(text).is_some(),
            Self::Duration => is_duration(text),
            Self::One(words) => words.contains(&text),
            Self::Some(words) => {
                let known = text.split(',').filter(|word| words.contains(word));
                let known: Vec<&str> = known.collect();
                return (!known.is_empty()).then(|| known.join(","));
            }
            Self::Name => false,
        };
        stays.then(|| text.to_owned())
    }
}

/// Values of `authentication.gardener.cloud/issuer`.
const ISSUERS: Meaning = Meaning::One(&["managed"]);

/// Labels and taints with a meaning: the key stays, and a value that has one.
const LABELS: &[(&str, Meaning)] = &[
    ("authentication.gardener.cloud/issuer", ISSUERS),
    (
        "networking.gardener.cloud/node-local-dns-enabled",
        Meaning::Truth,
    ),
    (
        "node.gardener.cloud/critical-components-not-ready",
        Meaning::Truth,
    ),
    ("seed.gardener.cloud/protected", Meaning::Truth),
    ("seed.gardener.cloud/provider", Meaning::Name),
    ("seed.gardener.cloud/region", Meaning::Name),
    (
        "seed.gardener.cloud/self-hosted-shoot-cluster",
        Meaning::Truth,
    ),
    ("shoot.gardener.cloud/status", Meaning::One(known::HEALTH)),
    ("worker.gardener.cloud/system-components", Meaning::Truth),
];

/// How labels begin that name a seed.
const SEED_LABEL: &str = "name.seed.gardener.cloud/";

/// Annotations with a meaning.
const ANNOTATIONS: &[(&str, Meaning)] = &[
    (IGNORE, Meaning::Truth),
    (TASKS, Meaning::Some(known::TASKS)),
    (
        "alpha.control-plane.shoot.gardener.cloud/high-availability-vpn",
        Meaning::Truth,
    ),
    ("authentication.gardener.cloud/issuer", ISSUERS),
    ("confirmation.gardener.cloud/deletion", Meaning::Truth),
    ("confirmation.gardener.cloud/force-deletion", Meaning::Truth),
    (
        "maintenance.shoot.gardener.cloud/needs-retry-operation",
        Meaning::Truth,
    ),
    ("shoot.gardener.cloud/sync-period", Meaning::Duration),
];

fn meaning(table: &[(&str, Meaning)], key: &str) -> Option<Meaning> {
    let entry = table.iter().find(|(name, _)| *name == key)?;
    Some(entry.1)
}

/// Annotations that ask for an operation.
const OPERATIONS: &[&str] = &[
    OPERATION,
    "maintenance.gardener.cloud/operation",
    "shoot.gardener.cloud/operation",
];

/// What stands for all pools in an operation.
const ALL_POOLS: &str = "*";

/// Redact the key of a label or of a taint.
pub(super) fn key(key: &str, redactor: &Redactor) -> String {
    if meaning(LABELS, key).is_some() || key == LABEL {
        return key.to_owned();
    }
    if let Some(seed) = key.strip_prefix(SEED_LABEL) {
        return format!("{SEED_LABEL}{}", redactor.name(seed));
    }
    redactor.name(key)
}

/// Redact the value of a label.
fn value(key: &str, value: &str, redactor: &Redactor) -> String {
    let known = meaning(LABELS, key).and_then(|meaning| meaning.of(value));
    known.unwrap_or_else(|| redactor.name(value))
}

/// Redact labels: a selector in the words of the redacted ones finds the same.
pub(super) fn labels(labels: Map<String, Value>, redactor: &Redactor) -> Value {
    let labels = labels.into_iter().filter_map(|(name, text)| {
        let text = value(&name, text.as_str()?, redactor);
        Some((key(&name, redactor), text.into()))
    });
    labels.gather::<Map<_, _>>().into()
}

/// Redact a selector.
pub(super) fn selector(selector: Map<String, Value>, redactor: &Redactor) -> Value {
    let mut kept = Map::new();
    for (field, part) in selector {
        match (field.as_str(), part) {
            ("matchLabels", Value::Object(map)) => {
                kept.insert(field, labels(map, redactor));
            }
            ("matchExpressions", Value::Array(list)) => {
                let list = list.iter().map(|expression| {
                    let name = expression["key"].as_str().unwrap_or_default();
                    let operator = expression["operator"].as_str();
                    let values = expression["values"].as_array().into_iter().flatten();
                    let values = values.filter_map(Value::as_str);
                    let values: Vec<String> =
                        values.map(|text| value(name, text, redactor)).collect();
                    json!({ "key": key(name, redactor), "operator": operator.filter(|text| known::OPERATORS.contains(text)), "values": values })
                });
                kept.insert(field, list.collect());
            }
            ("providerTypes", Value::Array(list)) => {
                let names = list.iter().filter_map(Value::as_str);
                let names = names.map(|name| Value::from(redactor.name(name)));
                kept.insert(field, names.collect());
            }
            _ => {}
        }
    }
    kept.into()
}

/// Redact annotations: only those stay that reports look at.
pub(super) fn annotations(annotations: Map<String, Value>, redactor: &Redactor) -> Value {
    let annotations = annotations.into_iter().filter_map(|(key, value)| {
        let text = value.as_str()?;
        let text = match key.as_str() {
            STOP => stop(text, redactor),
            HOLDS => holds(text, redactor),
            RUN => run(text, redactor)?,
            key if OPERATIONS.contains(&key) => operations(text, redactor),
            key => meaning(ANNOTATIONS, key)?.of(text)?,
        };
        Some((key, text.into()))
    });
    annotations.gather::<Map<_, _>>().into()
}

/// Keep operations that Gardener knows; the pools that they name become hashes.
fn operations(text: &str, redactor: &Redactor) -> String {
    let operations = text.split(';').map(|operation| {
        let (name, pools) = match operation.split_once('=') {
            Some((name, pools)) => (name, Some(pools)),
            None => (operation, None),
        };
        // Blanks around an operation have no meaning.
        let name = match name.trim() {
            name if known::OPERATIONS.contains(&name) => name.to_owned(),
            name => redactor.name(name),
        };
        let pools = pools.map(|pools| {
            let pools = pools.split(',').map(|pool| match pool {
                ALL_POOLS => pool.to_owned(),
                pool => redactor.name(pool),
            });
            format!("={}", pools.collect::<Vec<_>>().join(","))
        });
        name + &pools.unwrap_or_default()
    });
    operations.collect::<Vec<_>>().join(";")
}

/// Keep Gardener's finalizers.
pub(super) fn finalizer(text: &str, redactor: &Redactor) -> String {
    if known::FINALIZERS.contains(&text) {
        text.to_owned()
    } else {
        redactor.name(text)
    }
}

/// Keep of the writers of fields who wrote the annotations that reports look at, and when.
pub(super) fn writers(entries: Vec<Value>, redactor: &Redactor) -> Value {
    let entries = entries.into_iter().filter_map(|entry| {
        let annotations = &entry["fieldsV1"]["f:metadata"]["f:annotations"];
        let asked = |key: &str| key == STOP || key == HOLDS || OPERATIONS.contains(&key);
        let fields: Map<String, Value> = annotations
            .as_object()?
            .keys()
            .filter(|field| field.strip_prefix("f:").is_some_and(asked))
            .map(|field| (field.clone(), json!({})))
            .collect();
        if fields.is_empty() {
            return None;
        }
        let manager = entry["manager"].as_str().unwrap_or_default();
        let manager = if known::PROGRAMS.contains(&manager) {
            manager.to_owned()
        } else {
            redactor.name(manager)
        };
        let time = entry["time"].as_str().and_then(time);
        Some(json!({ "manager": manager, "time": time, "fieldsV1": { "f:metadata": { "f:annotations": fields } } }))
    });
    entries.collect()
}

/// Keep the version of what gardener-apiserver says of itself.
pub(super) fn server_version(text: &str, redactor: &Redactor) -> Option<String> {
    let mut lines = text.lines();
    let version = lines.find_map(|line| line.strip_prefix("version:"))?.trim();
    Some(format!("version: {}\n", forms::version(version, redactor)))
}

/// Keep of a message what reports look for.
pub(super) fn message(text: &str) -> Option<String> {
    text.contains(WAITING).then(|| WAITING.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_keep_their_meaning() {
        let redactor = Redactor::new(b"a key");
        for known in ["rollout-workers=*", "reconcile;rotate-ssh-keypair", "retry"] {
            assert_eq!(operations(known, &redactor), known);
        }
        let (pool, unknown) = (redactor.name("web"), redactor.name("rotate-acme"));
        assert_eq!(
            operations(
                "reconcile; rotate-rollout-workers=web,*;rotate-acme",
                &redactor
            ),
            format!("reconcile;rotate-rollout-workers={pool},*;{unknown}")
        );
    }

    #[test]
    fn only_values_with_a_meaning_stay() {
        let redactor = Redactor::new(b"a key");
        let redacted =
            |value: Value| annotations(serde_json::from_value(value).unwrap(), &redactor);
        let kept = json!({ "confirmation.gardener.cloud/deletion": "true", "shoot.gardener.cloud/ignore": "1",
            "shoot.gardener.cloud/sync-period": "1h30m", "shoot.gardener.cloud/tasks": "deployInfrastructure,restartCoreAddons",
            "authentication.gardener.cloud/issuer": "managed" });
        assert_eq!(redacted(kept.clone()), kept);
        let dropped = json!({ "confirmation.gardener.cloud/deletion": "acme", "shoot.gardener.cloud/ignore": "acme",
            "shoot.gardener.cloud/sync-period": "acme", "shoot.gardener.cloud/tasks": "acme", "authentication.gardener.cloud/issuer": "acme" });
        assert_eq!(redacted(dropped), json!({}));
        let status = "shoot.gardener.cloud/status";
        assert_eq!(value(status, "unhealthy", &redactor), "unhealthy");
        assert_eq!(value(status, "acme", &redactor), redactor.name("acme"));
        let own = "gardener.cloud/acme";
        assert_eq!(finalizer(own, &redactor), redactor.name(own));
        assert_eq!(finalizer("gardener", &redactor), "gardener");
    }

    #[test]
    fn of_writers_only_known_programs_and_plain_times_stay() {
        let redactor = Redactor::new(b"a key");
        let entry = |manager: &str| {
            json!({ "manager": manager, "time": "2026-11-20T10:00:00+01:00[Europe/Berlin]",
                "fieldsV1": { "f:metadata": { "f:annotations": { "f:gardener.cloud/operation": {} } } } })
        };
        let written = writers(
            vec![entry("kubectl-annotate"), entry("kubectl-acmesecret")],
            &redactor,
        );
        assert_eq!(written[0]["manager"], "kubectl-annotate");
        assert_eq!(written[1]["manager"], redactor.name("kubectl-acmesecret"));
        assert_eq!(written[0]["time"], "2026-11-20T09:00:00Z");
    }
}
