//! A snapshot: everything that reports need of a garden, in one file.
//!
//! - `format`: the lines that it is made of
//! - `take`: which requests are made, and what is written of the answers
//! - `whole`, `writer`: objects as they are sent, and the way into the file
//! - `draft`: a file that is there as a whole or not at all
//! - `redact`: names as hashes, and nothing that nobody has allowed
//!
//! Reading one is the business of `landscape`.

mod draft;
pub mod format;
mod redact;
mod take;
mod whole;
mod writer;

pub use draft::Draft;
pub use redact::Redactor;
pub use take::{Options, take};
pub use writer::Unwritable;
