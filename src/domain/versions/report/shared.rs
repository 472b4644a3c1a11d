//! What many shoots have in common is kept once: texts of findings, and runs.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::versions::finding::Finding;
use crate::domain::versions::run::Run;

/// Texts and runs that were met before.
#[derive(Default)]
pub(super) struct Shared {
    texts: HashSet<Arc<str>>,
    runs: HashSet<Arc<Run>>,
}

impl Shared {
    /// Give a run to refer to.
    pub(super) fn run(&mut self, run: Run) -> Arc<Run> {
        if let Some(known) = self.runs.get(&run) {
            return Arc::clone(known);
        }
        let run = Arc::new(run);
        self.runs.insert(Arc::clone(&run));
        run
    }

    /// Have a finding refer to texts that others have as well.
    pub(super) fn finding(&mut self, finding: &mut Finding) {
        self.text(&mut finding.version);
        self.text(&mut finding.message);
        if let Some(pool) = &mut finding.pool {
            self.text(pool);
        }
    }

    fn text(&mut self, text: &mut Arc<str>) {
        if let Some(known) = self.texts.get(text) {
            *text = Arc::clone(known);
        } else {
            self.texts.insert(Arc::clone(text));
        }
    }
}
