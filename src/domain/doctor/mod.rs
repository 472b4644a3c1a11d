//! What `doctor` finds: what it looks at, how each of it is judged, and the command that mends it.
//!
//! - `checks`: everything that is looked at, with permanent names
//! - `report`: what came of it
//! - `clock`, `versions`, `variables`, `local`: the judgement of each
//! - `garden`: what the reports on gardenlets and on the emergency stop find, as far as it has to be mended
//! - `operations`: operations that were asked of Shoots and that nobody takes away

pub mod checks;
pub mod clock;
pub mod garden;
pub mod local;
pub mod operations;
pub mod report;
pub mod rights;
pub mod variables;
pub mod versions;

pub use checks::{CHECKS, Check, Topic};
pub use report::{DoctorReport, Finding, State};
