//! Labels, annotations and other maps whose keys say something.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Redactor;
use super::rules::is_word;
use crate::domain::annotations::{IGNORE, OPERATION, TASKS, is_true};
use crate::domain::emergency_stop::{HOLDS, STOP};
use crate::domain::redeploy::lock::{LABEL, RUN};
use crate::domain::redeploy::steps::WAITING;

/// Labels and taints with a meaning: key and value stay.
const LABELS: &[&str] = &[
    "authentication.gardener.cloud/issuer",
    "core.gardener.cloud/seed-extension-version",
    "networking.gardener.cloud/node-local-dns-enabled",
    "node.gardener.cloud/critical-components-not-ready",
    "seed.gardener.cloud/provider",
    "seed.gardener.cloud/region",
    "seed.gardener.cloud/self-hosted-shoot-cluster",
    "seed.gardener.cloud/protected",
    "shoot.gardener.cloud/status",
    "worker.gardener.cloud/system-components",
];

/// How labels begin that name a seed.
const SEED_LABEL: &str = "name.seed.gardener.cloud/";

/// Annotations with a meaning whose value is a word.
const ANNOTATIONS: &[&str] = &[
    IGNORE,
    TASKS,
    "alpha.control-plane.shoot.gardener.cloud/high-availability-vpn",
    "authentication.gardener.cloud/issuer",
    "confirmation.gardener.cloud/deletion",
    "confirmation.gardener.cloud/force-deletion",
    "maintenance.shoot.gardener.cloud/needs-retry-operation",
    "shoot.gardener.cloud/sync-period",
];

/// Annotations that ask for an operation.
const OPERATIONS: &[&str] = &[
    OPERATION,
    "maintenance.gardener.cloud/operation",
    "shoot.gardener.cloud/operation",
];

/// How operations begin that Gardener knows.
const KNOWN_OPERATIONS: &[&str] = &[
    "complete-",
    "force-",
    "keepalive",
    "maintain",
    "migrate",
    "reconcile",
    "renew-",
    "restore",
    "retry",
    "rollout-workers",
    "rotate-",
    "start-",
    "wait-for-state",
];

/// How the names of programs begin that write annotations of gardens.
const PROGRAMS: &[&str] = &["gardener-", "gardenlet", "kubectl", "Mozilla", "kube-"];

/// Redact the key of a label or of a taint.
pub(super) fn key(key: &str, redactor: &Redactor) -> String {
    if LABELS.contains(&key) || key == LABEL {
        return key.to_owned();
    }
    if let Some(seed) = key.strip_prefix(SEED_LABEL) {
        return format!("{SEED_LABEL}{}", redactor.name(seed));
    }
    redactor.name(key)
}

/// Redact the value of a label.
fn value(key: &str, value: &str, redactor: &Redactor) -> String {
    if LABELS.contains(&key) && is_word(value) {
        return value.to_owned();
    }
    redactor.name(value)
}

/// Redact labels: a selector in the words of the redacted ones finds the same.
pub(super) fn labels(labels: Map<String, Value>, redactor: &Redactor) -> Value {
    let labels = labels.into_iter().filter_map(|(name, text)| {
        let text = value(&name, text.as_str()?, redactor);
        Some((key(&name, redactor), text.into()))
    });
    labels.collect::<Map<_, _>>().into()
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
                    json!({ "key": key(name, redactor), "operator": operator.filter(|text| is_word(text)), "values": values })
                });
                kept.insert(field, list.collect());
            }
            ("providerTypes", Value::Array(list)) => {
                let words = list.into_iter();
                let words = words.filter(|word| word.as_str().is_some_and(is_word));
                kept.insert(field, words.collect());
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
            key if ANNOTATIONS.contains(&key) && is_word(text) => text.to_owned(),
            _ => return None,
        };
        Some((key, text.into()))
    });
    annotations.collect::<Map<_, _>>().into()
}

/// Keep a value that means a stop, or something like it; whatever else stands there stops nothing, hashed or not.
fn stop(text: &str, redactor: &Redactor) -> String {
    const LIKE: &[&str] = &[
        "", "false", "False", "FALSE", "0", "f", "F", "yes", "no", "on", "off",
    ];
    if is_true(text) || LIKE.contains(&text) {
        text.to_owned()
    } else {
        redactor.name(text)
    }
}

/// Keep of holds whose they are and until when, as hashes, and not why.
fn holds(text: &str, redactor: &Redactor) -> String {
    let Ok(Value::Array(entries)) = serde_json::from_str(text) else {
        return redactor.name(text);
    };
    let entries = entries.into_iter().map(|entry| {
        let Value::Object(fields) = entry else {
            return redactor.name(&entry.to_string()).into();
        };
        let fields = fields.into_iter().filter_map(|(name, value)| {
            let value = match name.as_str() {
                "incident" | "by" => redactor.name(value.as_str()?).into(),
                "since" | "until" | "lifted" => value.as_str().filter(|text| is_time(text))?.into(),
                "foreign" => value.as_bool()?.into(),
                _ => return None,
            };
            Some((name, value))
        });
        Value::Object(fields.collect())
    });
    Value::Array(entries.collect()).to_string()
}

fn is_time(text: &str) -> bool {
    text.parse::<Timestamp>().is_ok()
}

/// Keep of a redeployment who it is of, as a hash, and when it began.
fn run(text: &str, redactor: &Redactor) -> Option<String> {
    let run: Value = serde_json::from_str(text).ok()?;
    let hash = |field: &str| redactor.name(run[field].as_str().unwrap_or_default());
    let since = run["since"].as_str().filter(|text| is_time(text));
    let run = json!({ "by": hash("by"), "from": hash("from"), "target": hash("target"), "since": since, "nonce": hash("nonce") });
    Some(run.to_string())
}

/// Keep operations that Gardener knows; the pools that they name become hashes.
fn operations(text: &str, redactor: &Redactor) -> String {
    let operations = text.split(';').map(|operation| {
        let (name, pools) = match operation.split_once('=') {
            Some((name, pools)) => (name, Some(pools)),
            None => (operation, None),
        };
        let known = KNOWN_OPERATIONS.iter().any(|known| name.starts_with(known));
        let lower = |c: char| c.is_ascii_lowercase() || c == '-';
        let name = if known && name.chars().all(lower) {
            name.to_owned()
        } else {
            redactor.name(name)
        };
        let pools = pools.map(|pools| {
            let pools = pools.split(',').map(|pool| redactor.name(pool));
            format!("={}", pools.collect::<Vec<_>>().join(","))
        });
        name + &pools.unwrap_or_default()
    });
    operations.collect::<Vec<_>>().join(";")
}

/// Keep Gardener's finalizers.
pub(super) fn finalizer(text: &str, redactor: &Redactor) -> String {
    let known = text == "gardener" || text.split('/').next().is_some_and(is_gardeners);
    if known && is_word(text) {
        text.to_owned()
    } else {
        redactor.name(text)
    }
}

fn is_gardeners(group: &str) -> bool {
    group == "gardener.cloud" || group == "core.gardener.cloud"
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
        let known = PROGRAMS.iter().any(|program| manager.starts_with(program));
        let manager = if known && is_word(manager) {
            manager.to_owned()
        } else {
            redactor.name(manager)
        };
        let time = entry["time"].as_str().filter(|text| is_time(text));
        Some(json!({ "manager": manager, "time": time, "fieldsV1": { "f:metadata": { "f:annotations": fields } } }))
    });
    entries.collect()
}

/// Keep the version of what gardener-apiserver says of itself.
pub(super) fn server_version(text: &str) -> Option<String> {
    let mut lines = text.lines();
    let version = lines.find_map(|line| line.strip_prefix("version:"))?.trim();
    is_word(version).then(|| format!("version: {version}\n"))
}

/// Keep of a message what reports look for.
pub(super) fn message(text: &str) -> Option<String> {
    text.contains(WAITING).then(|| WAITING.to_owned())
}
