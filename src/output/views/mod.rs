//! How each command's report reads: one file per command.

pub mod forecast;
pub mod versions;
