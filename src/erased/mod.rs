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
mod tests;
