//! Which values of changed fields the API server takes, of kinds other than Shoots. What is not known here leaves the
//! verdict open: whoever calls it accepted has looked at every value.

use std::collections::BTreeSet;

use serde_json::Value;

use super::change::Change;
use super::fields::Keys;
use super::path::{self, Path, matches};
use super::quantity::Quantity;
use super::verdict::text::{is_certificate, is_dns_name, is_label_key, is_label_value};
use super::verdict::{Doubt, Rejection};

/// What is asked of a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// Nothing: the server does not look at it.
    Any,
    /// It is not empty.
    Filled,
    /// It is one of these.
    OneOf(&'static [&'static str]),
    /// It is a quantity that is not negative.
    Quantity,
    /// It is a number above zero.
    Positive,
    /// It is the key of a label.
    Key,
    /// It is the key of a label, without a prefix.
    Name,
    /// It is a DNS name.
    Domain,
    /// It is a certificate.
    Certificate,
    /// It is not empty, and else something decides that files do not show.
    Named(&'static str),
    /// Something decides that files do not show.
    Elsewhere(&'static str),
}

/// What is asked of the values of fields, the particular before the general.
pub(super) type Checks = &'static [(&'static str, Check)];

/// What is found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) rejections: Vec<Rejection>,
    pub(super) doubts: Vec<Doubt>,
}

impl Found {
    /// Look at the new values of changed fields. `rule` names refusals.
    pub(super) fn of(changes: &[Change], checks: Checks, rule: &str) -> Self {
        let mut found = Self::default();
        for change in changes {
            match &change.after {
                Some(after) => found.look(&Path::root(&change.path), after, checks, rule),
                None => found.gone(change, checks, rule),
            }
        }
        found
    }

    pub(super) fn refuse(&mut self, path: &str, rule: &str, message: impl Into<String>) {
        self.rejections.push(Rejection {
            path: path.to_owned(),
            message: message.into(),
            rule: rule.to_owned(),
        });
    }

    pub(super) fn open(&mut self, path: &str, reason: &str) {
        let known = |doubt: &Doubt| doubt.path == path && doubt.reason == reason;
        if !self.doubts.iter().any(known) {
            self.doubts.push(Doubt {
                path: path.to_owned(),
                reason: reason.to_owned(),
            });
        }
    }

    /// What is required cannot be taken away.
    fn gone(&mut self, change: &Change, checks: Checks, rule: &str) {
        let check = check_of(&change.path, checks);
        let leaf = !change.path.ends_with(']');
        if leaf
            && matches!(
                check,
                Some(Check::Filled | Check::Name | Check::Domain | Check::Named(_))
            )
        {
            self.refuse(&change.path, rule, "Required value");
        }
    }

    fn look(&mut self, path: &Path, value: &Value, checks: Checks, rule: &str) {
        let check = check_of(path.as_str(), checks);
        match (check, value) {
            (Some(check), value) => self.judge(path.as_str(), value, check, rule),
            (None, Value::Object(fields)) => {
                for (name, value) in fields {
                    self.look(&path.field(name), value, checks, rule);
                }
            }
            // Something else than a flag does not even decode.
            (None, Value::Bool(_) | Value::Null) => {}
            (None, _) => self.open(path.as_str(), "whether the server takes the value"),
        }
    }

    fn judge(&mut self, path: &str, value: &Value, check: Check, rule: &str) {
        let text = value.as_str().unwrap_or_default();
        let quantity = || match value {
            Value::String(text) => Quantity::parse(text),
            Value::Number(number) => Quantity::parse(&number.to_string()),
            _ => None,
        };
        let shown = || value.to_string();
        match check {
            Check::Filled | Check::Name | Check::Named(_) if text.is_empty() => {
                self.refuse(path, rule, "Required value");
            }
            Check::OneOf(values) if !values.contains(&text) => {
                let supported = values.join("\", \"");
                let message = format!(
                    "Unsupported value: {}: supported values: \"{supported}\"",
                    shown()
                );
                self.refuse(path, rule, message);
            }
            Check::Quantity if quantity().is_none_or(|quantity| quantity.is_negative()) => {
                let message = format!(
                    "Invalid value: {}: must be greater than or equal to 0",
                    shown()
                );
                self.refuse(path, rule, message);
            }
            Check::Positive if value.as_i64().is_none_or(|number| number < 1) => {
                let message = format!("Invalid value: {}: must be greater than 0", shown());
                self.refuse(path, rule, message);
            }
            Check::Key if !is_label_key(text) => {
                let message = format!("Invalid value: {}: is no qualified name", shown());
                self.refuse(path, rule, message);
            }
            Check::Name if !is_label_key(text) || text.contains('/') => {
                let message = format!(
                    "Invalid value: {}: must be a qualified name without a prefix",
                    shown()
                );
                self.refuse(path, rule, message);
            }
            Check::Domain if text.is_empty() => self.refuse(path, rule, "Required value"),
            Check::Domain if !is_dns_name(text) => {
                let message = format!("Invalid value: {}: is no DNS name", shown());
                self.refuse(path, rule, message);
            }
            Check::Certificate if !is_certificate(text) => {
                self.refuse(path, rule, "is not a valid PEM-encoded certificate");
            }
            Check::Named(decides) | Check::Elsewhere(decides) => self.open(path, decides),
            _ => {} // it is as it has to be
        }
    }

    /// Look at the names of entries: each has one, and no other has it
    /// (lists that the server does not check are not among `keys`).
    pub(super) fn names(&mut self, tree: &Value, root: &str, keys: Keys, rule: &str) {
        self.names_at(tree, &Path::root(root), keys, rule);
    }

    fn names_at(&mut self, value: &Value, path: &Path, keys: Keys, rule: &str) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.names_at(value, &path.field(name), keys, rule);
                }
            }
            Value::Array(items) => {
                let key = keys.iter().find(|(list, _)| matches(list, path.as_str()));
                let mut seen = BTreeSet::new();
                for item in items {
                    let name = match (item, key) {
                        (_, None) => continue,
                        (Value::String(text), _) => text.clone(),
                        (item, Some((_, key))) => path::key(item, key).unwrap_or_default(),
                    };
                    if name.is_empty() {
                        self.refuse(path.as_str(), rule, "Required value: an entry has no name");
                    } else if !seen.insert(name.clone()) {
                        let message = format!("Duplicate value: \"{name}\"");
                        self.refuse(path.as_str(), rule, message);
                    }
                    self.names_at(item, &path.key(&name), keys, rule);
                }
            }
            _ => {}
        }
    }

    /// Look at a map whose keys are qualified names: labels (with their values) or annotations.
    pub(super) fn map(&mut self, map: &Value, path: &str, labels: bool, rule: &str) {
        for (name, value) in map.as_object().into_iter().flatten() {
            let value = value.as_str().unwrap_or_default();
            // The prefix of an annotation may be written in capitals.
            let valid = is_label_key(name) || (!labels && is_label_key(&name.to_lowercase()));
            if !valid {
                let message = format!("Invalid value: \"{name}\": is no qualified name");
                self.refuse(path, rule, message);
            } else if labels && !is_label_value(value) {
                let message = format!("Invalid value: \"{value}\": is no value of a label");
                self.refuse(path, rule, message);
            }
        }
    }
}

fn check_of(path: &str, checks: Checks) -> Option<Check> {
    let mut checks = checks.iter();
    let found = checks.find(|(pattern, _)| matches(pattern, path));
    found.map(|(_, check)| *check)
}

/// Whether the server derives a label from the spec
/// (`gardener/gardener:plugin/pkg/global/extensionlabels/admission.go`).
pub(super) fn is_derived(path: &str) -> bool {
    path.strip_prefix("metadata.labels[").is_some_and(|label| {
        label.contains(".extensions.gardener.cloud/")
            || label.starts_with("name.seed.gardener.cloud/")
    })
}
