//! Label selectors in kubectl's syntax, for objects that no server selects for us.

use std::collections::BTreeMap;

use crate::error::usage;

/// A parsed label selector; the empty one selects everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector(Vec<Requirement>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Requirement {
    key: String,
    condition: Condition,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    Exists,
    Absent,
    In(Vec<String>),
    /// Also true where the label is absent, as on the server.
    NotIn(Vec<String>),
    Above(i64),
    Below(i64),
}

impl Selector {
    /// Parse what `-l` takes: `a=b,c!=d,e in (x,y),f notin (z),g,!h`.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut rest = Tokens { rest: text.trim() };
        let mut requirements = Vec::new();
        if rest.rest.is_empty() {
            return Ok(Self(requirements));
        }
        loop {
            let requirement = requirement(&mut rest)
                .map_err(|why| usage(format!("label selector {text:?}: {why}")))?;
            requirements.push(requirement);
            if rest.rest.is_empty() {
                return Ok(Self(requirements));
            }
            if !rest.take(",") {
                return Err(usage(format!(
                    "label selector {text:?}: expected a comma before {:?}",
                    rest.rest
                )));
            }
        }
    }

    /// Tell whether labels satisfy every requirement.
    pub fn matches(&self, labels: &BTreeMap<String, String>) -> bool {
        self.0.iter().all(|requirement| {
            let value = labels.get(&requirement.key);
            match &requirement.condition {
                Condition::Exists => value.is_some(),
                Condition::Absent => value.is_none(),
                Condition::In(values) => value.is_some_and(|value| values.contains(value)),
                Condition::NotIn(values) => value.is_none_or(|value| !values.contains(value)),
                Condition::Above(bound) => number(value).is_some_and(|value| value > *bound),
                Condition::Below(bound) => number(value).is_some_and(|value| value < *bound),
            }
        })
    }
}

fn number(value: Option<&String>) -> Option<i64> {
    value?.parse().ok()
}

/// What is left of the text.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    fn take(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    /// Take a run of characters that a key or value may have; it can be empty.
    fn word(&mut self) -> &'a str {
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c)))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        word
    }
}

fn requirement(rest: &mut Tokens<'_>) -> Result<Requirement, String> {
    let absent = rest.take("!");
    let key = rest.word();
    if key.is_empty() {
        return Err(if rest.rest.is_empty() {
            "expected a label at the end".to_owned()
        } else {
            format!("expected a label before {:?}", rest.rest)
        });
    }
    let condition = if absent {
        Condition::Absent
    } else if rest.take("!=") {
        Condition::NotIn(vec![rest.word().to_owned()])
    } else if rest.take("==") || rest.take("=") {
        Condition::In(vec![rest.word().to_owned()])
    } else if rest.take(">") {
        Condition::Above(bound(key, rest.word())?)
    } else if rest.take("<") {
        Condition::Below(bound(key, rest.word())?)
    } else if rest.rest.is_empty() || rest.rest.starts_with(',') {
        Condition::Exists
    } else {
        match rest.word() {
            "in" => Condition::In(values(key, rest)?),
            "notin" => Condition::NotIn(values(key, rest)?),
            "" => return Err(format!("unexpected {:?} after label {key}", rest.rest)),
            other => {
                return Err(format!(
                    "unknown operator {other:?} after label {key}, expected in or notin"
                ));
            }
        }
    };
    Ok(Requirement {
        key: key.to_owned(),
        condition,
    })
}

fn bound(key: &str, word: &str) -> Result<i64, String> {
    word.parse()
        .map_err(|_| format!("label {key} is compared with {word:?}, which is not a whole number"))
}

fn values(key: &str, rest: &mut Tokens<'_>) -> Result<Vec<String>, String> {
    if !rest.take("(") {
        return Err(format!(
            "expected values in parentheses after label {key}, as in {key} in (a,b)"
        ));
    }
    let mut values = vec![rest.word().to_owned()];
    while rest.take(",") {
        values.push(rest.word().to_owned());
    }
    if rest.take(")") {
        Ok(values)
    } else {
        Err(format!(
            "the values of label {key} lack a closing parenthesis"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Outcome, show};

    fn selects(selector: &str, labels: &[(&str, &str)]) -> bool {
        let labels = labels
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        Selector::parse(selector).unwrap().matches(&labels)
    }

    #[test]
    fn every_operator_means_what_it_means_on_the_server() {
        let labels = [("env", "prod"), ("tier", ""), ("shard", "7")];
        for yes in [
            "",
            "env=prod",
            "env==prod",
            "env = prod",
            "env",
            "!team",
            "team!=x",
            "env!=dev",
            "env in (dev, prod)",
            "env notin (dev,test)",
            "team notin (a)",
            "tier=",
            "shard>6",
            "shard < 8",
            "env=prod,!team,shard in (7),tier",
            "tier in (,a)",
        ] {
            assert!(selects(yes, &labels), "{yes}");
        }
        for no in [
            "env=dev",
            "team",
            "!env",
            "env!=prod",
            "env in (dev)",
            "env notin (prod)",
            "team in (a)",
            "shard>7",
            "team>1",
            "env>1",
            "env=prod,team",
        ] {
            assert!(!selects(no, &labels), "{no}");
        }
    }

    #[test]
    fn prefixed_labels_are_read_whole() {
        assert!(selects(
            "seed.gardener.cloud/provider in (aws)",
            &[("seed.gardener.cloud/provider", "aws")]
        ));
    }

    #[test]
    fn what_cannot_be_parsed_is_a_usage_error_that_says_where() {
        for (selector, message) in [
            (
                "a b",
                r#"label selector "a b": unknown operator "b" after label a, expected in or notin"#,
            ),
            (
                "a=b,",
                r#"label selector "a=b,": expected a label at the end"#,
            ),
            ("=b", r#"label selector "=b": expected a label before "=b""#),
            (
                "a in x",
                r#"label selector "a in x": expected values in parentheses after label a, as in a in (a,b)"#,
            ),
            (
                "a in (x",
                r#"label selector "a in (x": the values of label a lack a closing parenthesis"#,
            ),
            (
                "a>b",
                r#"label selector "a>b": label a is compared with "b", which is not a whole number"#,
            ),
            (
                "a=b c",
                r#"label selector "a=b c": expected a comma before "c""#,
            ),
            (
                "a;b",
                r#"label selector "a;b": unexpected ";b" after label a"#,
            ),
        ] {
            let error = show(&Selector::parse(selector).unwrap_err());
            assert_eq!(error.message, message);
            assert_eq!(error.outcome, Outcome::Usage);
        }
    }
}
