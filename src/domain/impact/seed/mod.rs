//! What a change of a Seed does: to what runs there once for all, and to the shoots whose control planes it hosts.
//!
//! - `rules`: what the fields do, as rows
//! - [`judge`]: what the API server refuses
//! - [`report`]: shoot by shoot, and all of it together

pub mod judge;
pub mod report;
mod rules;
mod values;

#[cfg(test)]
mod tests;

pub use report::{Builder, SeedImpact};
pub use rules::{REFUSALS, RULES, Reach, Row};
