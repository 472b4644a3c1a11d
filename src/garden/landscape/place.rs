//! Where something stands in the files of a landscape, and what is wrong there.

use std::fmt;
use std::sync::Arc;

use crate::domain::objects::ObjectKey;

/// A place in a landscape's files. Numbers count from one; zero means that the place is the whole file,
/// the whole document, or that the line is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as it was named, or `stdin`.
    pub file: Arc<str>,
    /// The document in the file; documents without content do not count.
    pub document: usize,
    /// The item, where the document is a list.
    pub item: usize,
    /// The line in the file.
    pub line: usize,
}

impl Place {
    /// Name a whole file.
    pub(super) fn file(name: &str) -> Self {
        Self {
            file: name.into(),
            ..Self::default()
        }
    }

    pub(super) fn in_document(&self, document: usize, line: usize) -> Self {
        Self {
            file: Arc::clone(&self.file),
            document,
            item: 0,
            line,
        }
    }

    pub(super) fn in_item(&self, item: usize, line: usize) -> Self {
        Self {
            item,
            line,
            ..self.clone()
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for (what, number) in [
            ("document", self.document),
            ("item", self.item),
            ("line", self.line),
        ] {
            if number > 0 {
                write!(f, ", {what} {number}")?;
            }
        }
        Ok(())
    }
}

/// Something in a landscape that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// The object, as far as it could be told.
    pub object: Option<ObjectKey>,
    /// The path of the field, for example `spec.provider.workers[0].name`.
    pub field: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl Problem {
    pub(super) fn new(place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            object: None,
            field: None,
            message: message.into(),
        }
    }
}

impl Problem {
    /// Say what is wrong, as a garden's objects are talked of: without the place in a file.
    pub(super) fn without_place(&self) -> String {
        let object = self.object.iter().map(ToString::to_string);
        let parts = object.chain(self.field.clone());
        let parts = parts.chain([self.message.clone()]);
        parts.collect::<Vec<_>>().join(": ")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.without_place())
    }
}
