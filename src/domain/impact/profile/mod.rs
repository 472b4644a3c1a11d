//! What a change of a CloudProfile or NamespacedCloudProfile does to the shoots that refer to it.
//!
//! Versions of Kubernetes and of machine images are [`crate::domain::versions::diff`]'s; the rest stands in `rules`.

mod build;
mod hit;
pub mod report;
pub mod rules;
mod summary;
mod values;

#[cfg(test)]
mod tests;

pub use build::Builder;
pub use report::CloudProfileImpact;
pub use rules::{REFUSALS, RULES, Row};
