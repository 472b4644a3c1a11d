//! Versions: how they compare, what stage they are in, and what maintenance makes of them.

pub mod constraint;
pub mod kubernetes;
pub mod lifecycle;
pub mod profile;
pub mod rejection;
pub mod run;
pub mod select;
pub mod version;
pub mod window;
