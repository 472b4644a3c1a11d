//! Findings that somebody has accepted, as every command reads them.

use std::path::Path;

use crate::cli::App;
use crate::domain::waiver::Waivers;
use crate::garden::waivers;

/// Read the file; waivers that have ended are told.
pub(super) fn read(path: &Path, app: &App) -> anyhow::Result<Waivers> {
    let waivers = waivers::read(path)?;
    for waiver in waivers.ended(app.now) {
        let (code, target) = (&waiver.code, &waiver.target);
        app.ui
            .warning(format!("the waiver of {code} for {target} has ended"));
    }
    Ok(waivers)
}
