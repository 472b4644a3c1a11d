//! How each command's report reads: one file per command.

pub mod impact;
pub mod versions;
