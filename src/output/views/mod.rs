//! How each command's report reads: one file per command.

pub mod diff;
pub mod doctor;
pub mod emergency_stop;
pub mod emergency_stop_status;
pub mod forecast;
pub mod gardenlets;
pub mod impact;
mod impact_cloudprofile;
mod impact_gardener;
mod impact_seed;
mod impact_shoots;
pub mod redeploy;
pub mod snapshot;
pub mod versions;

use super::document::{Cell, Tone};
use crate::domain::versions::finding::Severity;

/// Show how urgent something is.
fn severity(severity: Option<Severity>) -> Cell {
    match severity {
        None => Cell::none(),
        Some(severity) => Cell::text(severity.name()).tone(match severity {
            Severity::Info => Tone::Info,
            Severity::Warning => Tone::Warning,
            Severity::Error => Tone::Error,
        }),
    }
}
