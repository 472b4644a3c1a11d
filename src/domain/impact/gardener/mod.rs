//! What another version of Gardener does, as its image vectors show: which components restart, for which shoots, when.
//!
//! - [`vector`]: image vectors, merged and searched as Gardener does
//! - [`component`], `tables`: who runs an image, and what its change does
//! - [`compare`]: which images differ, for which versions
//! - `traits`, [`builder`]: shoot by shoot
//! - [`gates`]: what Gardener itself does otherwise
//! - [`report`], `finish`: all of it together

pub mod builder;
pub mod compare;
pub mod component;
mod finish;
pub mod gates;
pub mod report;
mod tables;
mod traits;
pub mod vector;

#[cfg(test)]
mod tests;

/// Versions of Kubernetes that Gardener v1.150 supports (`gardener/gardener:supported-kubernetes-versions.yaml`).
pub const SUPPORTED: [&str; 5] = ["1.32.0", "1.33.0", "1.34.0", "1.35.0", "1.36.0"];
