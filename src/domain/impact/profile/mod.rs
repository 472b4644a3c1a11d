//! What a change of a CloudProfile or NamespacedCloudProfile does to the shoots that refer to it.
//!
//! Versions of Kubernetes and of machine images are [`crate::domain::versions::diff`]'s; the rest stands in `rules`.

pub mod report;
mod rules;
mod values;

#[cfg(test)]
mod tests;

pub use report::{Builder, CloudProfileImpact};
pub use rules::{REFUSALS, RULES, Row};
