//! The emergency stop of a seed: what it reaches, and what goes on all the same.

pub mod shoots;
