//! Read typed objects through a `dyn`.
//!
//! The code that reads a type is made anew for each format that it is read from, and for all that is wrapped around it. For ours that
//! came to half of the program. Behind a `dyn` it is made once, for JSON, for YAML, and for finding out what is wrong. What costs are
//! the parsers, and what a type has no field for is skipped by them alone. Trees of values are read straight.

mod through;

use std::cell::RefCell;

use erased_serde::Deserializer as Erased;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_path_to_error::Track;
use serde_saphyr::Options;

use through::Through;

/// What reads from a deserializer that it knows as a `dyn`.
type Take<'t, 'de> = &'t mut dyn FnMut(&mut dyn Erased<'de>) -> Result<(), erased_serde::Error>;

/// Have something read from a deserializer, and give its own error when that fails.
fn hand<'de, D: Deserializer<'de>>(deserializer: D, take: Take<'_, 'de>) -> Result<(), D::Error> {
    let failure = RefCell::new(None);
    let through = Through::new(deserializer, &failure);
    let result = take(&mut <dyn Erased>::erase(through));
    result.map_err(|error| failure.take().unwrap_or_else(|| D::Error::custom(error)))
}

/// Read JSON.
pub(super) fn json<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> serde_json::Result<T> {
    let mut value = None;
    hand_json(bytes, &mut |json| {
        value = Some(erased_serde::deserialize(json)?);
        Ok(())
    })?;
    value.ok_or_else(|| serde_json::Error::custom("nothing was read"))
}

fn hand_json<'de>(bytes: &'de [u8], take: Take<'_, 'de>) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    hand(&mut json, take)?;
    json.end()
}

/// Read YAML.
pub(super) fn yaml<T: DeserializeOwned>(
    text: &str,
    options: Options,
) -> Result<T, serde_saphyr::Error> {
    let mut value = None;
    hand_yaml(text, options, &mut |yaml| {
        value = Some(erased_serde::deserialize(yaml)?);
        Ok(())
    })?;
    value.ok_or_else(|| serde_saphyr::Error::custom("nothing was read"))
}

fn hand_yaml<'t>(
    text: &'t str,
    options: Options,
    take: Take<'_, 't>,
) -> Result<(), serde_saphyr::Error> {
    serde_saphyr::with_deserializer_from_str_with_options(text, options, |yaml| hand(yaml, take))
}

/// Give the path of the field at which reading breaks off, or nothing when it does not.
pub(super) fn broken_field<'de, T: Deserialize<'de>>(
    deserializer: impl Deserializer<'de>,
) -> Option<String> {
    followed(deserializer, |deserializer| {
        erased_serde::deserialize::<T>(deserializer).is_ok()
    })
}

fn followed<'de>(
    deserializer: impl Deserializer<'de>,
    reads: fn(&mut dyn Erased<'de>) -> bool,
) -> Option<String> {
    let mut track = Track::new();
    let deserializer = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    let read = reads(&mut <dyn Erased>::erase(deserializer));
    (!read).then(|| track.path().to_string())
}
