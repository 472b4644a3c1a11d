//! Gardenlets: what deployed each of them, how it is, and which operation brings it back.
//!
//! - [`backing`]: what stands behind a seed, and the operation and command that are right for it
//! - [`bootstrap`]: how far one is on its way to a client certificate
//! - [`command`]: lines for a shell
//! - [`skew`]: which gardenlet versions a garden takes
//! - [`pending`]: operations that were asked for and are not done
//! - [`finding`]: the codes of what is found
//! - [`judge`]: what there is to tell of one gardenlet
//! - [`leftover`]: Secrets that redeployments left behind
//! - [`report`]: all gardenlets of a garden

pub mod backing;
pub mod bootstrap;
pub mod command;
pub mod finding;
pub mod judge;
pub mod leftover;
pub mod pending;
pub mod report;
pub mod skew;
