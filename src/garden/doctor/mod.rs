//! What `doctor` looks at in the world: the way to a garden step by step, rights, and programs on the PATH.

mod programs;
mod reach;
mod rights;

pub use programs::{can_start, kubectl, on_path, version_of};
pub use reach::{Limits, Reached, reach};
pub use rights::review;
