//! A snapshot: everything that reports need of a garden, in one file.
//!
//! - `format`: the lines that it is made of
//! - `take`: which requests are made, and what is written of the answers
//! - `whole`, `writer`: objects as they are sent, and the way into the file
//! - `lines`: reading them; what they mean to reports is the business of `landscape`
//! - `again`: redacting a snapshot that was taken before
//! - `draft`: a file that is there as a whole or not at all
//! - `redact`: names as hashes, and nothing that nobody has allowed

mod again;
mod draft;
mod feed;
pub mod format;
pub(super) mod lines;
mod redact;
mod take;
mod whole;
mod writer;

pub use again::again;
pub use draft::Draft;
pub use feed::Feed;
pub use redact::Redactor;
pub use take::{Options, take};
pub use writer::{Out, Unwritable};
