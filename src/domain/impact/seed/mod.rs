//! What a change of a Seed does: to what runs there once for all, and to the shoots whose control planes it hosts.
//!
//! - `rules`: what the fields do, as rows
//! - [`judge`]: what the API server refuses
//! - `build`: shoot by shoot; [`report`]: what is told, all of it together

mod build;
mod hit;
pub mod judge;
pub mod report;
pub mod rules;
mod summary;
mod values;

#[cfg(test)]
mod tests;

pub use build::Builder;
pub use report::SeedImpact;
pub use rules::{REFUSALS, RULES, Reach, Row};
