//! How each command's report reads: one file per command.

pub mod emergency_stop;
pub mod versions;
