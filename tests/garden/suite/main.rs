//! The program against a real garden. `tests/garden/run` starts it; see the README there.
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod connection;
mod fixture;
mod paging;
mod versions;
mod wire;
