//! How each command's report reads: one file per command.

pub mod diff;
pub mod forecast;
pub mod versions;
