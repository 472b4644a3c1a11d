//! kubectl-gardener: answers and operations for the people who run Gardener landscapes.
//!
//! One direction of data: cluster or files → domain → report → output.
//!
//! - [`cli`]: the global options and the list of commands
//! - [`commands`]: one file per command: fetch → decide → show
//! - [`credentials`]: the only reader of secret bytes
//! - [`domain`]: what we know about Gardener; no I/O, no clock, no printing
//! - `erased`: reading types from JSON, YAML and trees of values
//! - [`garden`]: the only folder that talks to a cluster, or reads a landscape in files
//! - [`output`]: the only folder that knows how things look
//! - [`ui`]: what is said on stderr: warnings, hints, progress, questions
//! - [`interrupt`]: what Ctrl-C means to a command that writes
//! - [`parallel`]: work on many things in threads
//! - `order`: sorting, with code that all types share
//! - [`error`]: messages with hints, and the published exit codes

pub mod cli;
pub mod commands;
pub mod credentials;
pub mod defaults;
pub mod domain;
mod erased;
pub mod error;
pub mod garden;
pub mod interrupt;
mod order;
pub mod output;
pub mod parallel;
pub mod ui;
