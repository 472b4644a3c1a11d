//! Names that were just looked up, in a file of the user's own.
//!
//! What goes wrong with it is nobody's concern: the names are looked up again.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::domain::hash;
use crate::erased;

/// How long names count as known.
const LIFE: SignedDuration = SignedDuration::from_secs(30);

/// How long a file stays that nobody has asked for again.
const LINGERING: Duration = Duration::from_secs(600);

/// The names that one question led to.
pub(super) struct Cache {
    folder: PathBuf,
    /// The question: which garden, as whom, which list.
    key: String,
}

#[derive(Serialize, Deserialize)]
struct Content {
    key: String,
    at: Timestamp,
    names: Vec<String>,
}

impl Cache {
    pub(super) fn new(folder: &Path, key: String) -> Self {
        Self {
            folder: folder.join("kubectl-gardener").join("names"),
            key,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder
            .join(format!("{:016x}.json", hash::stable(&self.key)))
    }

    /// Give the names, if they are young enough.
    pub(super) fn read(&self, now: Timestamp) -> Option<Vec<String>> {
        let content: Content = erased::json(&fs::read(self.file()).ok()?).ok()?;
        let age = now.duration_since(content.at);
        let young = !age.is_negative() && age < LIFE;
        (young && content.key == self.key).then_some(content.names)
    }

    /// Remember the names, and forget what nobody has asked for again.
    pub(super) fn write(&self, names: &[String], now: Timestamp) {
        let content = Content {
            key: self.key.clone(),
            at: now,
            names: names.to_vec(),
        };
        let Ok(bytes) = serde_json::to_vec(&content) else {
            return;
        };
        if folder_of_ones_own(&self.folder).is_err() {
            return;
        }
        self.forget();
        let beside = self.folder.join(format!(".{}", std::process::id()));
        let written = options()
            .open(&beside)
            .and_then(|mut file| file.write_all(&bytes))
            .and_then(|()| fs::rename(&beside, self.file()));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
    }

    fn forget(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let modified = entry.metadata().and_then(|metadata| metadata.modified());
            let age = modified.ok().and_then(|modified| modified.elapsed().ok());
            if age.is_some_and(|age| age > LINGERING) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Nobody else may read which gardens somebody works with: neither at any time nor for a moment.
fn options() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn folder_of_ones_own(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
