//! How each command's report reads: one file per command.

pub mod emergency_stop;
pub mod emergency_stop_status;
pub mod versions;
