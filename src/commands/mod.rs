//! One file per command: fetch → decide → show.

pub mod completion;
pub mod version;
pub mod versions;
