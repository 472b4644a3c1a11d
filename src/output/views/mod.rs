//! How each command's report reads: one file per command.

pub mod gardenlets;
pub mod redeploy;
pub mod versions;
