//! `--waivers`: findings that somebody has accepted.

use std::path::PathBuf;

use crate::cli::App;
use crate::commands::waivers;
use crate::domain::impact::waive::{Waivable, unused};
use crate::domain::waiver::Waivers;

/// Findings that are accepted.
#[derive(Debug, clap::Args)]
pub(super) struct Accepted {
    /// File with findings that are accepted: a YAML list of code, target, reason and until
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
}

impl Accepted {
    /// Tell whether it reads stdin.
    pub(super) fn reads_stdin(&self) -> bool {
        let path = self.waivers.as_deref();
        path.is_some_and(|path| path.as_os_str() == "-")
    }

    /// Read the file; waivers that have ended are told.
    pub(super) fn read(&self, app: &App) -> anyhow::Result<Waivers> {
        let Some(path) = &self.waivers else {
            return Ok(Waivers::default());
        };
        waivers::read(path, app)
    }
}

/// Tell the waivers that are for what was looked at, and cover nothing there.
pub(super) fn tell_unused<R: Waivable>(waivers: &Waivers, reports: &[R], app: &App) {
    for waiver in unused(waivers, reports, app.now) {
        let (code, target) = (&waiver.code, &waiver.target);
        app.ui.warning(format!(
            "the waiver of {code} for {target} covers nothing here"
        ));
    }
}
