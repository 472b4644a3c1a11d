//! What becomes of a value, and how the rule for it is found.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Redactor, apis, forms, known, labels};
use crate::domain::impact::verdict::{is_gate, is_plugin};
use crate::order::Gather as _;

/// What becomes of a value. Null stays wherever there is a rule.
///
/// No word stays because it looks harmless: either it is one of a closed list, or its form leaves no room for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// A number or a truth value stays, and no text.
    Plain,
    /// One of these words stays, another becomes its hash.
    Known(&'static [&'static str]),
    /// Words with commas between them: these stay, others become hashes.
    Several(&'static [&'static str]),
    /// A version stays but for words behind its numbers.
    Version,
    /// A number, a quantity or a percentage stays.
    Amount,
    /// A time of day with its offset stays.
    Daytime,
    /// The name of a time zone stays.
    Location,
    /// A checksum stays.
    Digest,
    /// The name of an admission plugin of Kubernetes stays.
    Plugin,
    /// A time stays, and nothing that is written beside it.
    Time,
    /// A duration stays.
    Duration,
    /// A resource with its group: those of Kubernetes and of Gardener stay.
    Resource,
    /// A size of a cache, with the resource and its group.
    CacheSize,
    /// A map from groups, versions and resources to truth values.
    Apis,
    /// A range of versions stays.
    Range,
    /// A schedule stays.
    Cron,
    /// A name becomes its hash.
    Name,
    /// Each part of a domain becomes its hash.
    Domain,
    /// A network becomes another of its size.
    Network,
    /// A map from feature gates to truth values: those of Kubernetes and of Gardener stay.
    Flags,
    /// A map from capabilities to lists of their values.
    Capabilities,
    /// A map from kernel settings to numbers: settings that many make stay.
    Sysctls,
    /// Labels: see [`labels`].
    Labels,
    /// Annotations: see [`labels`].
    Annotations,
    /// A selector of labels.
    Selector,
    /// The key of a label or of a taint.
    Key,
    /// A finalizer: Gardener's stay.
    Finalizer,
    /// The writers of annotations.
    Writers,
    /// The version in what gardener-apiserver says of itself.
    ServerVersion,
    /// A message: what Gardener says word by word and reports look for stays.
    Message,
}

/// Rules of fields, by their paths below something; `[]` are the items of a list.
pub(super) type Table = &'static [(&'static str, Rule)];

/// What is below a value.
#[derive(Debug, Default)]
pub(super) struct Node {
    rule: Option<Rule>,
    fields: BTreeMap<&'static str, Node>,
    items: Option<Box<Node>>,
}

impl Node {
    /// Add the rules of a table below a path.
    pub(super) fn add(&mut self, prefix: &'static str, table: Table) {
        let below = self.find(prefix);
        for (path, rule) in table {
            below.find(path).rule = Some(*rule);
        }
    }

    fn find(&mut self, path: &'static str) -> &mut Self {
        let mut node = self;
        for segment in path.split('.').filter(|segment| !segment.is_empty()) {
            let name = segment.trim_end_matches("[]");
            if !name.is_empty() {
                node = node.fields.entry(name).or_default();
            }
            for _ in 0..segment.matches("[]").count() {
                node = node.items.get_or_insert_default();
            }
        }
        node
    }

    /// Give what stays of a value, if anything does.
    pub(super) fn apply(&self, value: Value, redactor: &Redactor) -> Option<Value> {
        if value.is_null() {
            return Some(value);
        }
        if let Some(rule) = self.rule {
            return rule.apply(value, redactor);
        }
        match value {
            Value::Object(fields) if !self.fields.is_empty() => {
                let fields = fields.into_iter().filter_map(|(name, value)| {
                    let stays = self.fields.get(name.as_str())?.apply(value, redactor)?;
                    Some((name, stays))
                });
                Some(fields.gather::<Map<_, _>>().into())
            }
            Value::Array(items) => {
                let below = self.items.as_ref()?;
                let items = items.into_iter();
                let items = items.filter_map(|item| below.apply(item, redactor));
                Some(items.collect::<Vec<_>>().into())
            }
            _ => None,
        }
    }
}

impl Rule {
    fn apply(self, value: Value, redactor: &Redactor) -> Option<Value> {
        match (self, value) {
            (
                Self::Plain | Self::Amount | Self::Name,
                value @ (Value::Bool(_) | Value::Number(_)),
            ) => Some(value),
            (Self::Flags, Value::Object(map)) => Some(flags(map, redactor)),
            (Self::Sysctls, Value::Object(map)) => Some(sysctls(map, redactor)),
            (Self::CacheSize, Value::Object(size)) => Some(apis::cache_size(size, redactor)),
            (Self::Apis, Value::Object(map)) => Some(apis::switched(map, redactor)),
            (Self::Capabilities, Value::Object(map)) => Some(capabilities(map, redactor)),
            (Self::Labels, Value::Object(map)) => Some(labels::labels(map, redactor)),
            (Self::Annotations, Value::Object(map)) => Some(labels::annotations(map, redactor)),
            (Self::Selector, Value::Object(map)) => Some(labels::selector(map, redactor)),
            (Self::Writers, Value::Array(entries)) => Some(labels::writers(entries, redactor)),
            (rule, Value::String(text)) => rule.of_text(&text, redactor).map(Value::String),
            _ => None,
        }
    }

    fn of_text(self, text: &str, redactor: &Redactor) -> Option<String> {
        let stays = match self {
            Self::Known(words) => words.contains(&text),
            Self::Amount => forms::is_amount(text),
            Self::Daytime => forms::is_daytime(text),
            Self::Duration => forms::is_duration(text),
            Self::Location => forms::is_location(text),
            Self::Digest => forms::is_digest(text),
            Self::Plugin => is_plugin(text),
            _ => false,
        };
        if stays {
            return Some(text.to_owned());
        }
        match self {
            Self::Time => time(text),
            Self::Version => Some(forms::version(text, redactor)),
            Self::Several(words) => Some(several(text, words, redactor)),
            Self::Resource => Some(apis::resource(text, redactor)),
            Self::Range => forms::is_range(text).then(|| text.to_owned()),
            Self::Cron => is_cron(text).then(|| text.to_owned()),
            // What has not the form that it should have still has not: a hash is neither amount nor duration.
            Self::Name
            | Self::Known(_)
            | Self::Amount
            | Self::Daytime
            | Self::Duration
            | Self::Location
            | Self::Digest
            | Self::Plugin => Some(redactor.name(text)),
            Self::Domain => Some(redactor.domain(text)),
            Self::Network => redactor.network(text),
            Self::Key => Some(labels::key(text, redactor)),
            Self::Finalizer => Some(labels::finalizer(text, redactor)),
            Self::ServerVersion => labels::server_version(text, redactor),
            Self::Message => labels::message(text),
            Self::Plain
            | Self::Flags
            | Self::Capabilities
            | Self::Sysctls
            | Self::CacheSize
            | Self::Apis
            | Self::Labels
            | Self::Annotations
            | Self::Selector
            | Self::Writers => None,
        }
    }
}

/// Keep feature gates that everybody knows.
fn flags(map: Map<String, Value>, redactor: &Redactor) -> Value {
    let entries = map.into_iter().filter(|(_, value)| value.is_boolean());
    let entries = entries.map(|(gate, value)| {
        let known = is_gate(&gate) || known::GATES.contains(&gate.as_str());
        (if known { gate } else { redactor.name(&gate) }, value)
    });
    entries.gather::<Map<_, _>>().into()
}

/// Keep capabilities to which Gardener gives a meaning.
fn capabilities(map: Map<String, Value>, redactor: &Redactor) -> Value {
    let word = Rule::Known(known::CAPABILITIES);
    let entries = map.into_iter().filter_map(|(name, values)| {
        let values = values.as_array()?.iter().filter_map(Value::as_str);
        let values = values.filter_map(|value| word.of_text(value, redactor));
        let values: Vec<String> = values.collect();
        Some((word.of_text(&name, redactor)?, values.into()))
    });
    entries.gather::<Map<_, _>>().into()
}

fn several(text: &str, words: &'static [&'static str], redactor: &Redactor) -> String {
    let parts = text.split(',').map(|part| match part.trim() {
        word if words.contains(&word) => part.to_owned(),
        word => redactor.name(word),
    });
    parts.collect::<Vec<_>>().join(",")
}

/// Give a time, and not how it is written: names of zones and calendars may stand beside it.
pub(super) fn time(text: &str) -> Option<String> {
    Some(text.parse::<Timestamp>().ok()?.to_string())
}

/// Keep kernel settings that are numbers: others are names, paths and programs.
fn sysctls(map: Map<String, Value>, redactor: &Redactor) -> Value {
    const AREAS: &[&str] = &["abi", "debug", "dev", "fs", "kernel", "net", "user", "vm"];
    let numbers = |text: &str| {
        text.split([' ', '\t']).all(|number| {
            forms::is_number(number.strip_prefix('-').unwrap_or(number)) && number.len() <= 20
        })
    };
    let entries = map.into_iter().filter_map(|(key, value)| {
        if !value.as_str().is_some_and(numbers) {
            return None;
        }
        if known::SYSCTLS.contains(&key.as_str()) {
            return Some((key, value));
        }
        let (area, rest) = key.split_once(['.', '/'])?;
        let known = AREAS.contains(&area);
        known.then(|| (format!("{area}.{}", redactor.name(rest)), value))
    });
    entries.gather::<Map<_, _>>().into()
}

/// Tell whether a text is a schedule, with names of days and months.
fn is_cron(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "JAN", "FEB", "MAR", "APR", "MAY", "JUN",
        "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ];
    text.split(|c: char| c.is_ascii_digit() || " */,-?".contains(c))
        .all(|word| word.is_empty() || NAMES.contains(&word.to_ascii_uppercase().as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schedules_are_told_from_texts() {
        for cron in ["0 20 * * *", "30 7 * * MON-FRI", "*/5 1,2 1 jan ?"] {
            assert!(is_cron(cron), "{cron}");
        }
        for other in ["0 20 * * * of Alice", "secret"] {
            assert!(!is_cron(other), "{other}");
        }
    }

    #[test]
    fn kernel_settings_that_are_numbers_stay() {
        let map = json!({ "net.core.somaxconn": "4096", "net.ipv4.tcp_rmem": "4096 87380\t6291456",
            "kernel.core_pattern": "/acme/dump", "kernel.domainname": "acme", "acme.x": "1", "vm.swappiness": 7, "net.acme": "1" });
        let redactor = Redactor::new(b"a key");
        let Value::Object(map) = map else {
            unreachable!()
        };
        assert_eq!(
            sysctls(map, &redactor),
            json!({ "net.core.somaxconn": "4096", "net.ipv4.tcp_rmem": "4096 87380\t6291456",
                format!("net.{}", redactor.name("acme")): "1" })
        );
    }

    #[test]
    fn gates_capabilities_and_lists_of_words_keep_what_everybody_knows() {
        let redactor = Redactor::new(b"a key");
        let apply = |rule: Rule, value: Value| rule.apply(value, &redactor).unwrap();
        let acme = redactor.name("acme");
        assert_eq!(
            apply(
                Rule::Flags,
                json!({ "AllAlpha": true, "VictoriaLogsBackend": false, "acme": true, "WatchList": "acme" })
            ),
            json!({ "AllAlpha": true, "VictoriaLogsBackend": false, &acme: true })
        );
        assert_eq!(
            apply(
                Rule::Capabilities,
                json!({ "architecture": ["arm64", "acme", 5], "acme": ["acme"], "other": "acme" })
            ),
            json!({ "architecture": ["arm64", &acme], &acme: [&acme] })
        );
        assert_eq!(
            apply(Rule::Several(known::EXPANDERS), json!("random,acme")),
            json!(format!("random,{acme}"))
        );
        assert_eq!(
            apply(Rule::Known(known::STATES), json!("Failed")),
            json!("Failed")
        );
        assert_eq!(
            apply(Rule::Known(known::STATES), json!("acme")),
            json!(acme)
        );
        assert_eq!(Rule::Plain.apply(json!("acme"), &redactor), None);
        assert_eq!(apply(Rule::Plain, json!(5)), json!(5));
    }

    #[test]
    fn a_time_is_written_without_what_stands_beside_it() {
        let zoned = "2026-11-20T10:00:00.5+01:00[Europe/Berlin][u-ca=gregory]";
        assert_eq!(time(zoned).as_deref(), Some("2026-11-20T09:00:00.5Z"));
        assert_eq!(
            time("2026-11-20T10:00:00Z").as_deref(),
            Some("2026-11-20T10:00:00Z")
        );
        assert_eq!(time("today"), None);
    }
}
