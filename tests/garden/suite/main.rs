//! The program against a real garden. `tests/garden/run` starts it; see the README there.
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod cluster;
mod connection;
mod doctor;
mod emergency_stop;
mod emergency_stop_runbook;
mod emergency_stop_status;
mod fixture;
mod gardenlets;
mod impact;
mod impact_landscape;
mod impact_live;
mod impact_plan;
mod maintenance;
mod names;
mod paging;
#[path = "../../suite/patience.rs"]
mod patience;
mod proxy;
mod redeploy;
mod redeploy_faults;
mod redeploy_runtime;
mod rights;
mod runbooks;
mod seeds;
mod snapshot;
mod versions;
mod wire;
