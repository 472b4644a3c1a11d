//! What this program writes into annotations: who holds a seed, and who redeploys. What cannot be read still cannot be.

use serde_json::{Map, Value, json};

use super::Redactor;
use super::rules::time;
use crate::domain::annotations::is_true;
use crate::order::Gather as _;

/// Keep a value that means a stop, or something like it; whatever else stands there stops nothing, hashed or not.
pub(super) fn stop(text: &str, redactor: &Redactor) -> String {
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
pub(super) fn holds(text: &str, redactor: &Redactor) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let Ok(Value::Array(entries)) = serde_json::from_str(text) else {
        return redactor.name(text);
    };
    let entries = entries.into_iter().map(|entry| {
        let Value::Object(fields) = entry else {
            return redactor.name(&entry.to_string()).into();
        };
        let fields = fields.into_iter().filter_map(|(name, value)| {
            let value = match (name.as_str(), value) {
                ("since" | "until" | "lifted", value) => timed(value, redactor),
                ("foreign", value @ Value::Bool(_)) => value,
                ("wave", Value::Number(wave)) => {
                    wave.as_u64().map_or_else(|| json!(-1), Value::from)
                }
                // Why, and whose holds were overridden.
                ("reason", Value::String(_)) | ("overridden", Value::Array(_)) => return None,
                // Who, and what is not of its type: what cannot be read must not become readable.
                ("incident" | "by" | "reason" | "overridden" | "foreign" | "wave", value) => {
                    hashed(value, redactor)
                }
                _ => return None,
            };
            Some((name, value))
        });
        Value::Object(fields.gather())
    });
    Value::Array(entries.collect()).to_string()
}

/// Keep of a redeployment who it is of, as a hash, and when it began.
pub(super) fn run(text: &str, redactor: &Redactor) -> Option<String> {
    let Value::Object(run) = serde_json::from_str(text).ok()? else {
        return None;
    };
    let run = run.into_iter().filter_map(|(name, value)| {
        let value = match name.as_str() {
            "by" | "from" | "target" | "nonce" => hashed(value, redactor),
            "since" => timed(value, redactor),
            _ => return None,
        };
        Some((name, value))
    });
    Some(Value::Object(run.gather::<Map<_, _>>()).to_string())
}

/// Hash a text; of anything else only its type stays, which makes it unreadable where a text is expected.
fn hashed(value: Value, redactor: &Redactor) -> Value {
    match value {
        Value::String(text) => redactor.name(&text).into(),
        Value::Number(_) => json!(0),
        Value::Array(_) => json!([]),
        Value::Object(_) => json!({}),
        other => other,
    }
}

/// Keep a time; a hash is none.
fn timed(value: Value, redactor: &Redactor) -> Value {
    match value {
        Value::String(text) => match time(&text) {
            Some(time) => time.into(),
            // Not what the hash of a known word would be.
            None => format!("h{}", redactor.name(&text)).into(),
        },
        other => hashed(other, redactor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::emergency_stop::holds::Holds;
    use crate::domain::redeploy::lock::Run;

    #[test]
    fn what_cannot_be_read_still_cannot_be_read() {
        let redactor = Redactor::new(b"a key");
        for entry in [
            json!({ "by": "jane", "incident": "INC-1", "since": "2026-11-20T10:00:00Z", "foreign": true }),
            json!({ "by": "jane", "lifted": "2026-11-20T10:00:00Z", "wave": 2, "overridden": [{ "by": "joe" }] }),
            json!({ "by": "jane", "reason": "etcd" }),
            json!({ "by": "jane", "incident": null, "since": null }),
            json!({ "incident": 5 }),
            json!({ "by": "jane", "incident": 5 }),
            json!({ "by": { "name": "jane" } }),
            json!({ "by": "jane", "since": "yesterday" }),
            json!({ "by": "jane", "until": 7 }),
            json!({ "by": "jane", "foreign": "yes" }),
            json!({ "by": "jane", "reason": ["etcd"] }),
            json!({ "by": "jane", "lifted": "2026-11-20T10:00:00Z", "wave": -3 }),
            json!({ "by": "jane", "lifted": "2026-11-20T10:00:00Z", "overridden": 3 }),
            json!("jane"),
        ] {
            let text = json!([entry]).to_string();
            let redacted = holds(&text, &redactor);
            let (before, after) = (Holds::parse(&text), Holds::parse(&redacted));
            assert_eq!(before.len(), after.len(), "{text} {redacted}");
            assert_eq!(
                before.iter().count(),
                after.iter().count(),
                "{text} {redacted}"
            );
            assert_eq!(
                before.lifted().map(|lifted| (lifted.lifted, lifted.wave)),
                after.lifted().map(|lifted| (lifted.lifted, lifted.wave)),
                "{text} {redacted}"
            );
            assert!(
                !redacted.contains("jane") && !redacted.contains("etcd"),
                "{redacted}"
            );
        }
        for text in ["", "  ", "not a list", "7", "{}"] {
            assert_eq!(
                Holds::parse(text).len(),
                Holds::parse(&holds(text, &redactor)).len(),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_run_that_cannot_be_read_still_cannot_be_read() {
        let redactor = Redactor::new(b"a key");
        let whole = json!({ "by": "jane", "from": "jane@laptop", "target": "aws", "since": "2026-11-20T10:00:00Z", "nonce": "x7" });
        let mut runs = vec![whole.clone()];
        for (field, value) in [
            ("by", json!(5)),
            ("nonce", json!(null)),
            ("since", json!("yesterday")),
            ("target", json!(["aws"])),
        ] {
            let mut broken = whole.clone();
            broken[field] = value;
            runs.push(broken);
        }
        for run in runs {
            let redacted = super::run(&run.to_string(), &redactor).unwrap();
            let readable = |text: &str| serde_json::from_str::<Run>(text).is_ok();
            assert_eq!(
                readable(&run.to_string()),
                readable(&redacted),
                "{redacted}"
            );
            assert!(!redacted.contains("jane"), "{redacted}");
        }
        assert_eq!(super::run("jane", &redactor), None);
    }

    #[test]
    fn nothing_beside_a_time_stays() {
        let redactor = Redactor::new(b"a key");
        let text = json!([{ "by": "jane", "since": "2026-11-20T10:00:00+01:00[Europe/Berlin][u-ca=acme]" }]);
        let redacted = holds(&text.to_string(), &redactor);
        assert!(redacted.contains(r#""2026-11-20T09:00:00Z""#), "{redacted}");
        assert!(!redacted.contains("Berlin"), "{redacted}");
    }
}
