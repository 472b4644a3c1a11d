//! Rules about fields of Seeds and profiles, as rows. A field has one rule; what a change of a Shoot does takes more
//! than that, and is in `rules`.

use super::path::matches;
use super::pools::Certainty;
use super::rules::Class;

/// A rule about fields; `Whom` is what its kind of object knows of those whom it hits.
#[derive(Clone, Copy, Debug)]
pub struct FieldRule<Whom> {
    /// Its name, which never changes.
    pub id: &'static str,
    /// The fields.
    pub paths: &'static [&'static str],
    /// What it leads to.
    pub class: Class,
    /// Whom it hits.
    pub whom: Whom,
    /// What happens, in a sentence.
    pub effect: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where Gardener does it.
    pub source: &'static str,
}

/// Why the API server refuses a change: a rule that only ever rejects.
#[derive(Clone, Copy, Debug)]
pub struct Refusal {
    /// Its name, which never changes.
    pub id: &'static str,
    /// The fields.
    pub paths: &'static [&'static str],
    /// What holds.
    pub what: &'static str,
    /// Where Gardener checks it.
    pub source: &'static str,
}

impl<Whom: Copy> FieldRule<Whom> {
    /// Make a rule that is certain.
    pub(super) const fn row(
        id: &'static str,
        paths: &'static [&'static str],
        class: Class,
        whom: Whom,
        effect: &'static str,
        source: &'static str,
    ) -> Self {
        Self {
            id,
            paths,
            class,
            whom,
            effect,
            certainty: Certainty::Certain,
            source,
        }
    }

    pub(super) const fn likely(mut self) -> Self {
        self.certainty = Certainty::Likely;
        self
    }

    pub(super) const fn by_provider(mut self) -> Self {
        self.certainty = Certainty::Provider;
        self
    }

    /// Find the row of a name.
    pub(super) fn named<'a>(rows: &'a [Self], id: &str) -> Option<&'a Self> {
        rows.iter().find(|row| row.id == id)
    }

    /// Find the row of a field: the first that fits.
    pub(super) fn of<'a>(rows: &'a [Self], path: &str) -> Option<&'a Self> {
        let fits = |row: &&Self| row.paths.iter().any(|pattern| matches(pattern, path));
        rows.iter().find(fits)
    }
}
