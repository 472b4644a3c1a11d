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
mod completion;
mod connection;
mod defaults;
mod dependencies;
mod doctor;
mod documents;
mod emergency_stop;
mod emergency_stop_status;
mod gardenlets;
mod generated;
mod help;
mod impact;
mod landscape;
mod output;
mod patience;
mod pull_requests;
mod redeploy;
mod release;
mod runbooks;
mod sample;
mod screens;
mod snapshot;
mod vectors;
mod versions;
mod wire;
