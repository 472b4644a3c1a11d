//! The integration tests: one binary, one module per subject.
#![allow(
    clippy::unwrap_used,
    clippy::needless_raw_string_hashes,
    reason = "helpers of tests may panic, and snapshots are written with hashes"
)]

mod acting;
mod api;
mod binary;
mod cases;
mod connection;
mod dependencies;
mod documents;
mod generated;
mod help;
mod landscape;
mod output;
mod sample;
mod vectors;
mod versions;
mod wire;
