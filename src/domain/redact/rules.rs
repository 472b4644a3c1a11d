//! What becomes of a value, and how the rule for it is found.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Redactor, apis, labels};
use crate::domain::impact::duration;

/// What becomes of a value. Numbers, truth values and null stay wherever there is a rule for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// A text without blanks stays: a version, a quantity, a choice.
    Word,
    /// One of these words stays, another becomes its hash.
    Known(&'static [&'static str]),
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
    /// A map from words to truth values stays: feature gates.
    Flags,
    /// A map from words to lists of words stays: capabilities.
    Capabilities,
    /// A map from kernel settings to numbers stays.
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
                Some(fields.collect::<Map<_, _>>().into())
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
            (Self::Word | Self::Name, value @ (Value::Bool(_) | Value::Number(_))) => Some(value),
            (Self::Flags, Value::Object(map)) => Some(kept(map, Value::is_boolean)),
            (Self::Sysctls, Value::Object(map)) => Some(sysctls(map)),
            (Self::CacheSize, Value::Object(size)) => Some(apis::cache_size(size, redactor)),
            (Self::Apis, Value::Object(map)) => Some(apis::switched(map, redactor)),
            (Self::Capabilities, Value::Object(map)) => Some(kept(map, |value| {
                let items = value.as_array().into_iter().flatten();
                value.is_array()
                    && items
                        .map(Value::as_str)
                        .all(|item| item.is_some_and(is_word))
            })),
            (Self::Labels, Value::Object(map)) => Some(labels::labels(map, redactor)),
            (Self::Annotations, Value::Object(map)) => Some(labels::annotations(map, redactor)),
            (Self::Selector, Value::Object(map)) => Some(labels::selector(map, redactor)),
            (Self::Writers, Value::Array(entries)) => Some(labels::writers(entries, redactor)),
            (rule, Value::String(text)) => rule.of_text(&text, redactor).map(Value::String),
            _ => None,
        }
    }

    fn of_text(self, text: &str, redactor: &Redactor) -> Option<String> {
        match self {
            Self::Word => (is_word(text) || is_percentage(text)).then(|| text.to_owned()),
            Self::Known(words) if words.contains(&text) => Some(text.to_owned()),
            Self::Time => time(text),
            Self::Duration => is_duration(text).then(|| text.to_owned()),
            Self::Resource => Some(apis::resource(text, redactor)),
            Self::Range => {
                let belongs = |c: char| c.is_ascii_digit() || " .,<>=!~^*|xXv-".contains(c);
                text.chars().all(belongs).then(|| text.to_owned())
            }
            Self::Cron => is_cron(text).then(|| text.to_owned()),
            Self::Name | Self::Known(_) => Some(redactor.name(text)),
            Self::Domain => Some(redactor.domain(text)),
            Self::Network => redactor.network(text),
            Self::Key => Some(labels::key(text, redactor)),
            Self::Finalizer => Some(labels::finalizer(text, redactor)),
            Self::ServerVersion => labels::server_version(text),
            Self::Message => labels::message(text),
            Self::Flags
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

/// Keep entries whose key is a word and whose value is as it should be.
fn kept(map: Map<String, Value>, value_stays: impl Fn(&Value) -> bool) -> Value {
    let entries = map.into_iter();
    let entries = entries.filter(|(key, value)| is_word(key) && value_stays(value));
    entries.collect::<Map<_, _>>().into()
}

/// Tell whether a text has the letters that versions, times, quantities and choices have, and no blank.
pub(super) fn is_word(text: &str) -> bool {
    const LONGEST: usize = 100;
    let belongs = |c: char| c.is_ascii_alphanumeric() || "._-+:/,@".contains(c);
    text.len() <= LONGEST && text.chars().all(belongs)
}

/// Tell whether a text is a share of something: a number with a percent sign.
fn is_percentage(text: &str) -> bool {
    text.strip_suffix('%')
        .is_some_and(|number| number.len() <= 10 && is_number(number))
}

fn is_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// Give a time, and not how it is written: names of zones and calendars may stand beside it.
pub(super) fn time(text: &str) -> Option<String> {
    Some(text.parse::<Timestamp>().ok()?.to_string())
}

/// Tell whether a text is a duration as Go reads it.
pub(super) fn is_duration(text: &str) -> bool {
    const LONGEST: usize = 40;
    text.len() <= LONGEST && duration::parse(text).is_some()
}

/// Keep kernel settings that are numbers: others are names, paths and programs.
fn sysctls(map: Map<String, Value>) -> Value {
    const AREAS: &[&str] = &["abi", "debug", "dev", "fs", "kernel", "net", "user", "vm"];
    let numbers = |text: &str| {
        text.split([' ', '\t']).all(|number| {
            is_number(number.strip_prefix('-').unwrap_or(number)) && number.len() <= 20
        })
    };
    let entries = map.into_iter().filter(|(key, value)| {
        let area = key.split(['.', '/']).next().unwrap_or_default();
        let known = AREAS.contains(&area) && is_word(key);
        known && value.as_str().is_some_and(numbers)
    });
    entries.collect::<Map<_, _>>().into()
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
    use super::*;

    #[test]
    fn schedules_and_ranges_are_told_from_texts() {
        for cron in ["0 20 * * *", "30 7 * * MON-FRI", "*/5 1,2 1 jan ?"] {
            assert!(is_cron(cron), "{cron}");
        }
        for other in ["0 20 * * * of Alice", "secret"] {
            assert!(!is_cron(other), "{other}");
        }
        assert!(is_word("v1.150.0") && is_word("220000+0000") && is_word("50Gi"));
        assert!(!is_word("two words") && !is_word(&"a".repeat(101)));
    }

    #[test]
    fn a_percentage_is_a_number_and_nothing_else() {
        for share in ["25%", "0%", "100%", "4.5%"] {
            assert!(is_percentage(share), "{share}");
        }
        for other in [
            "%",
            "a%",
            "5%a",
            "%5",
            "5%%",
            "1.%",
            "-5%",
            "25",
            "12345678901%",
        ] {
            assert!(!is_percentage(other), "{other}");
        }
        assert!(!is_word("25%") && !is_word("acme%"));
    }

    #[test]
    fn kernel_settings_that_are_numbers_stay() {
        let map = serde_json::json!({ "net.core.somaxconn": "4096", "net.ipv4.tcp_rmem": "4096 87380\t6291456",
            "kernel.core_pattern": "/acme/dump", "kernel.domainname": "acme", "acme.x": "1", "vm.swappiness": 7 });
        let Value::Object(map) = map else {
            unreachable!()
        };
        assert_eq!(
            sysctls(map),
            serde_json::json!({ "net.core.somaxconn": "4096", "net.ipv4.tcp_rmem": "4096 87380\t6291456" })
        );
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
