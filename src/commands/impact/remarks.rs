//! What is remarked about Shoots: once, however many of them it is about.

use crate::cli::App;
use crate::domain::impact::report::ShootName;

use super::name::told;

/// Shoots that are named before the others are only counted.
const NAMED: usize = 3;

/// What is remarked, with the Shoots that it is about.
#[derive(Default)]
pub(super) struct Remarks(Vec<(String, Vec<String>)>);

impl Remarks {
    pub(super) fn add(&mut self, shoot: &ShootName, text: &str) {
        let name = told(shoot);
        match self.0.iter_mut().find(|(said, _)| said == text) {
            Some((_, names)) => names.push(name),
            None => self.0.push((text.to_owned(), vec![name])),
        }
    }

    pub(super) fn tell(self, app: &App) {
        for (text, names) in self.0 {
            let more = names.len().saturating_sub(NAMED);
            let shown = names[..names.len() - more].join(", ");
            let more = match more {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            app.ui.warning(format!("{shown}{more}: {text}"));
        }
    }
}
