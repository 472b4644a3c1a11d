//! Questions before something is changed; nothing is asked where nobody can answer.

use crate::cli::App;

/// Refuse to go on where a question will come and nobody can answer it.
pub async fn ensure_possible(app: &App, question: &str) -> anyhow::Result<()> {
    if app.ui.is_interactive() {
        return Ok(());
    }
    app.ui.require(question, false).await
}

/// Ask, and say whether to go on.
pub async fn ask(app: &App, question: &str) -> anyhow::Result<bool> {
    app.ui.confirm(question).await
}
