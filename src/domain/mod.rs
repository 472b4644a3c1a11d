//! What we know about Gardener: pure functions on plain data.
//!
//! No I/O, no clock, no environment, no printing; `now` is an argument. Clippy holds this folder to it.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod accounting;
pub mod annotations;
pub mod doctor;
pub mod emergency_stop;
pub mod gardenlets;
pub mod hash;
pub mod impact;
pub mod objects;
pub mod redact;
pub mod redeploy;
pub mod rights;
pub mod shell;
pub mod versions;
pub mod waiver;
