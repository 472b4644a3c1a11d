//! Read typed objects through a `dyn`.
//!
//! The code that reads a type is made anew for each format that it is read from, and for all that is wrapped around it. For ours that
//! came to half of the program. Behind a `dyn` it is made once, for JSON, for YAML, for trees of values, and for finding out what is
//! wrong. What costs are the parsers, and what a type has no field for is skipped by them alone.
//!
//! - `source`: a format behind a `dyn`, with one visitor and one seed for all that is read from it
//! - `reader`: what types read from; each has code only for what may answer its question, where the crate for this (erased-serde)
//!   has a function for every kind of value, which was 1.3 MB more
//! - `failure`: what a type has to say against a value, on its way to the error of the format

mod failure;
mod reader;
mod source;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_path_to_error::Track;
use serde_saphyr::Options;

use failure::Failure;
use reader::Reader;
use source::{Read, Source, hand};

/// Read JSON.
pub(crate) fn json<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> serde_json::Result<T> {
    value(|read| hand_json(bytes, read))
}

fn hand_json<'de>(bytes: &'de [u8], read: Read<'_, 'de>) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    hand(&mut json, read)?;
    json.end()
}

/// Read YAML.
pub(crate) fn yaml<T: DeserializeOwned>(
    text: &str,
    options: Options,
) -> Result<T, serde_saphyr::Error> {
    value(|read| hand_yaml(text, options, read))
}

fn hand_yaml<'t>(
    text: &'t str,
    options: Options,
    read: Read<'_, 't>,
) -> Result<(), serde_saphyr::Error> {
    serde_saphyr::with_deserializer_from_str_with_options(text, options, |yaml| hand(yaml, read))
}

/// Read from a tree of values.
pub(crate) fn tree<T: DeserializeOwned>(tree: &Value) -> serde_json::Result<T> {
    value(|read| hand(tree, read))
}

/// A type that reads itself in this way, for what can only be read together with others.
pub(crate) struct Erased<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Erased<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        value(|read| hand(deserializer, read)).map(Self)
    }
}

fn value<'de, T: Deserialize<'de>, E: Error>(
    format: impl FnOnce(Read<'_, 'de>) -> Result<(), E>,
) -> Result<T, E> {
    let mut value = None;
    format(&mut |source| {
        value = Some(T::deserialize(Reader(source))?);
        Ok(())
    })?;
    value.ok_or_else(|| E::custom("nothing was read"))
}

/// Give the path of the field at which reading JSON breaks off, or nothing when it does not.
pub(crate) fn broken_field<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Option<String> {
    follow_json(bytes, reads::<T>)
}

/// As [`broken_field`], of YAML.
pub(crate) fn broken_yaml_field<T: DeserializeOwned>(
    text: &str,
    options: Options,
) -> Option<String> {
    follow_yaml(text, options, reads::<T>)
}

fn reads<'de, T: Deserialize<'de>>(source: &mut dyn Source<'de>) -> Result<(), Failure> {
    T::deserialize(Reader(source)).map(drop)
}

/// What reads a value and drops it.
type Reads<'de> = fn(&mut dyn Source<'de>) -> Result<(), Failure>;

fn follow_json<'de>(bytes: &'de [u8], reads: Reads<'de>) -> Option<String> {
    follow(
        &mut serde_json::Deserializer::from_slice(bytes),
        &mut |source| reads(source),
    )
}

fn follow_yaml<'t>(text: &'t str, options: Options, reads: Reads<'t>) -> Option<String> {
    let mut field = None;
    // What is wrong in another place than a field has no path.
    let _ = serde_saphyr::with_deserializer_from_str_with_options(text, options, |yaml| {
        field = follow(yaml, &mut |source| reads(source));
        Ok(())
    });
    field
}

fn follow<'de>(deserializer: impl Deserializer<'de>, read: Read<'_, 'de>) -> Option<String> {
    let mut track = Track::new();
    let deserializer = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    let read = hand(deserializer, read);
    read.is_err().then(|| track.path().to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_saphyr::Options;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Sample {
        name: String,
        #[serde(default)]
        pools: Vec<Pool>,
        tree: Option<serde_json::Value>,
        state: Option<State>,
        #[serde(default)]
        labels: BTreeMap<String, u8>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Pool {
        maximum: i32,
        at: Option<jiff::Timestamp>,
        share: Option<f64>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    enum State {
        Ready,
        Until(u16),
        Held { by: String },
    }

    /// Every shape, and everything that can be wrong with one.
    const TEXTS: [&str; 19] = [
        r#"{"name": "a"}"#,
        r#"{"name": "a", "pools": [{"maximum": -3, "at": "2026-11-21T00:00:00Z", "share": 0.5}, {"maximum": 3}]}"#,
        r#"{"name": "\u00e4\n", "tree": {"a": [1, null, true, 1.5, "x", {}]}, "labels": {"x": 255}}"#,
        r#"{"name": "a", "state": "Ready", "other": [{}]}"#,
        r#"{"name": "a", "state": {"Until": 7}}"#,
        r#"{"name": "a", "state": {"Held": {"by": "b"}}}"#,
        "{}",
        r#"{"name": null}"#,
        r#"{"name": 1}"#,
        r#"{"name": "a", "name": "b"}"#,
        "{\"name\": \"a\",\n \"pools\": [{\"maximum\": 1}, {\"maximum\": \"x\"}]}",
        "{\"name\": \"a\",\n \"pools\": [\n{\"at\": \"2026-11-21T00:00:00Z\"}]}",
        r#"{"name": "a", "pools": [{"maximum": 99999999999}]}"#,
        r#"{"name": "a", "pools": [{"maximum": 1, "at": "never"}]}"#,
        r#"{"name": "a", "pools": {}}"#,
        r#"{"name": "a", "labels": {"x": 256}}"#,
        r#"{"name": "a", "state": "Gone"}"#,
        r#"{"name": "a", "state": {"Held": {}}}"#,
        r#"{"name": "a", "pools": [{"maximum": 1"#,
    ];

    #[test]
    fn values_and_errors_of_json_are_those_of_reading_straight() {
        for text in TEXTS {
            let straight = serde_json::from_slice::<Sample>(text.as_bytes());
            let read = json::<Sample>(text.as_bytes());
            match (straight, read) {
                (Ok(straight), Ok(read)) => assert_eq!(straight, read),
                (Err(straight), Err(read)) => {
                    assert_eq!(straight.to_string(), read.to_string());
                    assert_eq!(straight.classify(), read.classify());
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn values_and_errors_of_yaml_are_those_of_reading_straight() {
        let blocks = [
            "name: a\npools:\n- maximum: 1\n  at: x\n",
            "name: [\n",
            "name: 1.30\n",
        ];
        for text in TEXTS.into_iter().chain(blocks) {
            let straight = serde_saphyr::from_str_with_options::<Sample>(text, Options::default());
            let read = yaml::<Sample>(text, Options::default());
            match (straight, read) {
                (Ok(straight), Ok(read)) => assert_eq!(straight, read),
                (Err(straight), Err(read)) => {
                    assert_eq!(straight.to_string(), read.to_string());
                    assert_eq!(straight.location(), read.location());
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_struct_is_no_list() {
        let error = json::<Sample>(br#"["a"]"#).unwrap_err();
        let said = "invalid type: sequence, expected struct Sample at line 1 column 1";
        assert_eq!(error.to_string(), said);
        assert!(yaml::<Sample>("- a", Options::default()).is_err());
    }

    #[test]
    fn the_field_that_is_wrong_is_found() {
        let in_json = |text: &str| broken_field::<Sample>(text.as_bytes());
        let in_yaml = |text: &str| broken_yaml_field::<Sample>(text, Options::default());
        for field in [&in_json as &dyn Fn(&str) -> _, &in_yaml] {
            assert_eq!(field(TEXTS[0]), None);
            assert_eq!(field(TEXTS[10]).as_deref(), Some("pools[1].maximum"));
            assert_eq!(field(TEXTS[15]).as_deref(), Some("labels.x"));
        }
    }
}
