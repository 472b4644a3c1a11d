//! One file per command: fetch → decide → show.

pub mod acting;
pub mod completion;
pub mod doctor;
pub mod emergency_stop;
pub mod gardenlets;
pub mod impact;
pub mod redeploy;
pub mod snapshot;
mod taken;
pub mod version;
pub mod versions;
mod waivers;
