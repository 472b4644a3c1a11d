//! A file that is there as a whole or not at all: it is written beside its place and put there at the end.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, anyhow};

use crate::error::{WithHint, hinted, refused};

/// Tells drafts of one program apart.
static DRAFTS: AtomicU32 = AtomicU32::new(0);

/// A file that is being written. Dropped before it is kept, it leaves nothing behind.
#[derive(Debug)]
pub struct Draft {
    file: File,
    /// Where it is written.
    beside: PathBuf,
    /// Where it belongs, behind all links.
    place: PathBuf,
    /// How the operator calls that.
    name: PathBuf,
    overwrite: bool,
    kept: bool,
}

impl Draft {
    /// Refuse a place where something else stands.
    pub fn check(place: &Path, overwrite: bool) -> anyhow::Result<()> {
        let name = place.display();
        let target = target(place).with_context(|| format!("cannot write {name}"))?;
        match fs::symlink_metadata(&target) {
            // A link to nothing is something, too.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if target == place || overwrite {
                    Ok(())
                } else {
                    Err(exists(place))
                }
            }
            Err(error) => Err(error).with_context(|| format!("cannot write {name}")),
            Ok(found) if found.is_dir() => {
                Err(anyhow!("cannot write {name}: it is a directory")).hint("name a file in it")
            }
            Ok(found) if !found.is_file() => {
                Err(anyhow!("cannot write {name}: it is no ordinary file"))
                    .hint("use -o - to write to stdout")
            }
            Ok(_) if !overwrite => Err(exists(place)),
            Ok(_) => Ok(()),
        }
    }

    /// Begin to write what nobody else may read.
    pub fn begin(place: &Path, overwrite: bool) -> anyhow::Result<Self> {
        Self::check(place, overwrite)?;
        let name = place;
        let place = target(name).with_context(|| format!("cannot write {}", name.display()))?;
        if place.file_name().is_none() {
            return Err(anyhow!(
                "cannot write {}: it is no name of a file",
                name.display()
            ));
        }
        // Short: the name itself may be as long as a name can be.
        let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let beside = format!(".snapshot.{}.{number}", std::process::id());
        let beside = place.with_file_name(beside);
        // Of a program of the same number that was killed.
        let _ = fs::remove_file(&beside);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&beside)
            .with_context(|| format!("cannot write {}", name.display()))?;
        Ok(Self {
            file,
            beside,
            place,
            name: name.to_owned(),
            overwrite,
            kept: false,
        })
    }

    /// Put the file in its place, once all of it is on the disk.
    pub fn keep(mut self) -> anyhow::Result<()> {
        let name = self.name.clone();
        #[cfg(unix)]
        let place = self.place.clone();
        let kept = self.file.sync_all().and_then(|()| self.put());
        #[cfg(unix)]
        let kept = kept.and_then(|()| sync_folder(&place));
        kept.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => exists(&name),
            _ => anyhow!("cannot write {}: {error}", name.display()),
        })
    }

    fn put(&mut self) -> io::Result<()> {
        if !self.overwrite {
            // Unlike a rename this takes nothing away from who was faster.
            match fs::hard_link(&self.beside, &self.place) {
                // Dropping removes the other name.
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
                // Not every file system has links.
                Err(_) if fs::symlink_metadata(&self.place).is_ok() => {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                Err(_) => {}
            }
        }
        fs::rename(&self.beside, &self.place)?;
        self.kept = true;
        Ok(())
    }
}

/// Follow links to where a file is, or would be.
fn target(place: &Path) -> io::Result<PathBuf> {
    /// As many as Linux follows.
    const MOST: usize = 40;
    let mut place = place.to_owned();
    for _ in 0..MOST {
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_symlink() => {
                let next = fs::read_link(&place)?;
                // What is absolute replaces the folder.
                place = place
                    .parent()
                    .map_or(next.clone(), |folder| folder.join(next));
            }
            _ => return Ok(place),
        }
    }
    Err(io::Error::other("too many links"))
}

fn exists(place: &Path) -> anyhow::Error {
    hinted(
        refused(format!("{} exists", place.display())),
        "choose another name, or replace it with --overwrite",
    )
}

/// The name has to survive a power failure as well. Windows opens no folder for that, and writes names by itself.
#[cfg(unix)]
fn sync_folder(place: &Path) -> io::Result<()> {
    let folder = place
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Outcome, show};

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_there_as_a_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("garden.zst");
        let mut draft = Draft::begin(&place, false).unwrap();
        draft.write_all(b"half").unwrap();
        assert!(!place.exists());
        drop(draft);
        assert!(names(folder.path()).is_empty());

        let mut draft = Draft::begin(&place, false).unwrap();
        draft.write_all(b"whole").unwrap();
        draft.keep().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"whole");
        assert_eq!(names(folder.path()), ["garden.zst"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&place).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn nothing_is_replaced_unless_that_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("garden.zst");
        let late = Draft::begin(&place, false).unwrap();
        fs::write(&place, "old").unwrap();
        let error = show(&Draft::begin(&place, false).unwrap_err());
        assert_eq!(error.outcome, Outcome::Refused);
        assert!(error.message.ends_with("garden.zst exists"));
        // Somebody was faster.
        assert_eq!(show(&late.keep().unwrap_err()).outcome, Outcome::Refused);
        assert_eq!(fs::read(&place).unwrap(), b"old");
        let mut draft = Draft::begin(&place, true).unwrap();
        draft.write_all(b"new").unwrap();
        draft.keep().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["garden.zst"]);
    }

    #[test]
    fn folders_and_devices_are_no_place_for_it() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Draft::begin(folder.path(), true).is_err());
        assert!(Draft::begin(&folder.path().join("none/garden.zst"), true).is_err());
        #[cfg(unix)]
        assert!(Draft::begin(Path::new("/dev/null"), true).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_and_what_they_lead_to_is_written() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("kept")).unwrap();
        let file = folder.path().join("kept/garden.zst");
        let (link, first) = (folder.path().join("link"), folder.path().join("first"));
        symlink("kept/garden.zst", &link).unwrap();
        symlink(&link, &first).unwrap();
        for content in ["new", "newer"] {
            // Also where it leads to nothing yet.
            assert_eq!(
                show(&Draft::begin(&first, false).unwrap_err()).outcome,
                Outcome::Refused
            );
            let mut draft = Draft::begin(&first, true).unwrap();
            draft.write_all(content.as_bytes()).unwrap();
            draft.keep().unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), content);
            assert!(fs::symlink_metadata(&first).unwrap().is_symlink());
        }
        assert_eq!(names(&folder.path().join("kept")), ["garden.zst"]);

        let device = folder.path().join("device");
        symlink("/dev/null", &device).unwrap();
        assert!(Draft::begin(&device, true).is_err());
        let round = folder.path().join("round");
        symlink("round", &round).unwrap();
        assert!(Draft::begin(&round, true).is_err());
    }

    #[test]
    fn a_name_may_be_as_long_as_names_can_be() {
        let folder = tempfile::tempdir().unwrap();
        let name = "a".repeat(255);
        let draft = Draft::begin(&folder.path().join(&name), false).unwrap();
        draft.keep().unwrap();
        assert_eq!(names(folder.path()), [name]);
    }
}
