//! Gardenlets: what deployed each of them, and which operation brings it back.
//!
//! - [`backing`]: what stands behind a seed, and the operation and command that are right for it
//! - [`skew`]: which gardenlet versions a garden takes

pub mod backing;
pub mod skew;
