//! What answers look like in every format.

mod formats;
mod properties;
mod sample;
pub(crate) mod schema;

pub(crate) use formats::read_csv;
