//! What is read to weigh a stop or its end, and how it is told.

use crate::cli::App;
use crate::domain::emergency_stop::gardenlets::Configurations;
use crate::domain::emergency_stop::guards::{BlastRadius, Finding};
use crate::domain::emergency_stop::shoots::Shoots;
use crate::error::{Outcome, show};
use crate::output::views::emergency_stop;

use super::scene::Scene;

/// What was read.
pub struct Read {
    /// The shoots, unless they could not be read.
    pub shoots: Option<Shoots>,
    /// What the gardenlets are configured with.
    pub configurations: Configurations,
}

/// Read shoots and configurations side by side; without the shoots there is less to say, and no more.
pub async fn read(scene: &Scene, app: &App) -> anyhow::Result<Read> {
    let progress = app.ui.progress("reading shoots");
    let (shoots, configurations) = tokio::join!(
        Box::pin(scene.shoots(app, &progress)),
        Box::pin(scene.configurations(app))
    );
    drop(progress);
    let shoots = match shoots {
        Ok(shoots) => Some(shoots),
        Err(error) => {
            let shown = show(&error);
            if shown.outcome == Outcome::Interrupted {
                return Err(error);
            }
            app.ui.warning(format!(
                "what it means for shoots is not known: {}",
                shown.message
            ));
            app.ui
                .hint("it takes the right to list shoots in all namespaces");
            None
        }
    };
    Ok(Read {
        shoots,
        configurations,
    })
}

/// Tell what a stop reaches and what speaks against it.
pub fn tell(app: &App, radius: Option<&BlastRadius>, findings: &[Finding]) {
    if let Some(radius) = radius {
        app.ui.document(&emergency_stop::blast_radius(radius));
    }
    warn(app, findings);
}

/// Tell what must be known.
pub fn warn(app: &App, findings: &[Finding]) {
    for finding in findings {
        app.ui.warning(&finding.message);
        app.ui.hint(&finding.advice);
    }
}
