//! What answers look like in every format.

mod formats;
mod sample;
mod schema;
