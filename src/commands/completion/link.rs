//! The name under which kubectl finds the program for completion: a link beside the program, a copy on Windows.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use super::kubectl::NAME;
use crate::domain::doctor::local::Completion;
use crate::error::{hinted, refused};
use crate::garden::doctor::{can_start, on_path};
use crate::ui::Ui;

const PROGRAM: &str = "kubectl-gardener";

/// Stands in every build of the program, and tells its copies from the files of others.
const MARK: &[u8] = b"kubectl-gardener completes kubectl gardener: 7c1f0a52-9f0e-4d9b-8a56";

pub(super) const INSTALL_EXAMPLES: &str = "Examples:\n  \
    kubectl gardener completion install\n  \
    kubectl gardener completion install --dry-run\n  \
    kubectl gardener completion install --dir ~/.local/bin\n\n\
    It takes kubectl 1.26 or newer. How a shell completes kubectl itself is told by: kubectl completion --help\n    \
    kubectl for Windows names plugins with their ending: it completes after kubectl gardener.exe";

pub(super) const UNINSTALL_EXAMPLES: &str = "Examples:\n  \
    kubectl gardener completion uninstall\n  \
    kubectl gardener completion uninstall --dry-run\n\n\
    What was not installed by this program stays.";

/// Arguments of `completion install` and `completion uninstall`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the PATH for it [default: where kubectl finds this program]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

/// What stands under a name.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    /// A link to this program, wherever that is.
    Link(PathBuf),
    /// A copy of this program, or of another version of it.
    Copy {
        same: bool,
    },
    Foreign,
}

/// Where the program and its link stand.
struct Place {
    /// Folders of the PATH, in its order.
    path: Vec<PathBuf>,
    /// This program, all links followed.
    program: PathBuf,
}

impl Place {
    fn of_process() -> anyhow::Result<Self> {
        let program = std::env::current_exe().and_then(real);
        let path = std::env::var_os("PATH").unwrap_or_default();
        Ok(Self {
            program: program.context("cannot tell where this program stands")?,
            path: absolute(&path),
        })
    }

    /// Give the folder of the PATH where kubectl finds this very program.
    fn folder(&self) -> Option<&Path> {
        let here = |folder: &&PathBuf| self.is_in(folder);
        self.path.iter().find(here).map(PathBuf::as_path)
    }

    fn is_in(&self, folder: &Path) -> bool {
        let program = folder.join(format!("{PROGRAM}{EXE_SUFFIX}"));
        real(program).is_ok_and(|found| found == self.program)
    }

    fn is_on_path(&self, folder: &Path) -> bool {
        let same = fs::canonicalize(folder).ok();
        let mut on_path = self.path.iter();
        on_path
            .any(|other| other == folder || same.is_some() && fs::canonicalize(other).ok() == same)
    }

    /// Choose the folder.
    fn choose(&self, asked: Option<&Path>) -> anyhow::Result<PathBuf> {
        match asked {
            Some(folder) => std::path::absolute(folder)
                .with_context(|| format!("cannot use the folder {}", folder.display())),
            None => self.folder().map(Path::to_owned).ok_or_else(|| {
                hinted(
                    anyhow!("{} is in no folder of the PATH, so kubectl does not find it", self.program.display()),
                    "put it there under the name kubectl-gardener, or name a folder of the PATH with --dir",
                )
            }),
        }
    }

    /// What the link in a folder names: the program there, so that it outlives an upgrade of it, or else this one.
    fn target(&self, folder: &Path) -> PathBuf {
        if self.is_in(folder) {
            return PathBuf::from(format!("{PROGRAM}{EXE_SUFFIX}"));
        }
        let found = self
            .folder()
            .map(|folder| folder.join(format!("{PROGRAM}{EXE_SUFFIX}")));
        found.unwrap_or_else(|| self.program.clone())
    }
}

/// Follow all links. Windows gives such a path in a form that few people know and some programs do not take.
fn real(path: impl AsRef<Path>) -> io::Result<PathBuf> {
    let path = fs::canonicalize(path)?;
    let short = path.to_str().and_then(|text| text.strip_prefix(r"\\?\"));
    Ok(match short {
        Some(short) if short.as_bytes().get(1) == Some(&b':') => short.into(),
        _ => path,
    })
}

/// Give the folders of a PATH; kubectl starts nothing that a relative one names.
fn absolute(path: &OsString) -> Vec<PathBuf> {
    let folders = std::env::split_paths(path);
    folders.filter(|folder| folder.is_absolute()).collect()
}

/// Put the link where kubectl finds it, and say so.
pub(super) fn install(args: &Args, ui: &Ui) -> anyhow::Result<String> {
    let place = Place::of_process()?;
    let folder = place.choose(args.dir.as_deref())?;
    if !folder.is_dir() {
        return Err(hinted(
            anyhow!("{} is no folder", folder.display()),
            "name a folder of the PATH with --dir",
        ));
    }
    if !place.is_on_path(&folder) {
        return Err(hinted(
            anyhow!(
                "{} is not on the PATH, so kubectl would not find it there",
                folder.display()
            ),
            "add it to the PATH, or name another folder with --dir",
        ));
    }
    let link = folder.join(format!("{NAME}{EXE_SUFFIX}"));
    let target = place.target(&folder);
    let pointing = if cfg!(unix) {
        format!("{} -> {}", link.display(), target.display())
    } else {
        format!("{}, a copy of {}", link.display(), place.program.display())
    };
    let said = match found(&link, &place.program)? {
        Found::Foreign => return Err(foreign(&link)),
        Found::Link(present) if present == target => format!("already installed: {pointing}\n"),
        Found::Copy { same: true } if cfg!(not(unix)) => format!("already installed: {pointing}\n"),
        _ if args.dry_run => format!("would install {pointing}\n"),
        _ => {
            put(&link, &target, &place.program).map_err(|error| unwritable(error, &link))?;
            format!("installed {pointing}\n")
        }
    };
    if cfg!(windows) {
        // It registers plugins under the names of their files (k8s.io/kubectl:pkg/cmd/plugin/plugin_completion.go).
        ui.warning(format!(
            "kubectl for Windows completes the words after `kubectl gardener{EXE_SUFFIX}`, not after `kubectl gardener`"
        ));
    }
    if let Some(first) = hiding(&place, &link) {
        ui.warning(format!(
            "kubectl uses {}, which comes first on the PATH",
            first.display()
        ));
    }
    Ok(said)
}

/// Remove the link, if it is ours, and say so.
pub(super) fn uninstall(args: &Args) -> anyhow::Result<String> {
    let place = Place::of_process()?;
    let name = format!("{NAME}{EXE_SUFFIX}");
    // Without a folder, the one that kubectl uses: the program may have gone from where it was installed.
    let used = || {
        place
            .path
            .iter()
            .map(|folder| folder.join(&name))
            .find(|link| link.symlink_metadata().is_ok())
    };
    let link = match &args.dir {
        Some(folder) => Some(place.choose(Some(folder))?.join(&name)),
        None => used(),
    };
    let Some(link) = link else {
        return Ok(format!("not installed: no folder of the PATH has {name}\n"));
    };
    Ok(match found(&link, &place.program)? {
        Found::Nothing => format!("not installed: there is no {}\n", link.display()),
        Found::Foreign => return Err(foreign(&link)),
        _ if args.dry_run => format!("would remove {}\n", link.display()),
        Found::Link(_) | Found::Copy { .. } => {
            fs::remove_file(&link).map_err(|error| unwritable(error, &link))?;
            format!("removed {}\n", link.display())
        }
    })
}

/// How this program is installed, as kubectl sees it.
#[derive(Debug)]
pub(in crate::commands) struct Installed {
    /// Folders of the PATH, in its order.
    pub path: Vec<PathBuf>,
    /// This program, all links followed.
    pub program: PathBuf,
    /// What kubectl finds under the name of the plugin.
    pub plugin: Option<PathBuf>,
    /// Whether that is this program.
    pub same: bool,
    /// What kubectl finds under the name that completes.
    pub completion: Completion,
}

impl Installed {
    /// Look at it.
    pub fn look() -> anyhow::Result<Self> {
        let place = Place::of_process()?;
        let plugin = on_path(&place.path, &format!("{PROGRAM}{EXE_SUFFIX}"));
        let same = |path: &PathBuf| real(path).is_ok_and(|found| found == place.program);
        let name = format!("{NAME}{EXE_SUFFIX}");
        // What kubectl passes over is told where there is nothing else.
        let left = || {
            let mut candidates = place.path.iter().map(|folder| folder.join(&name));
            candidates.find(|path| path.symlink_metadata().is_ok())
        };
        let completion = match on_path(&place.path, &name).or_else(left) {
            None => Completion::Missing,
            Some(link) => {
                let shown = link.display().to_string();
                match found(&link, &place.program)? {
                    Found::Nothing => Completion::Missing,
                    Found::Foreign => Completion::Foreign(shown),
                    Found::Link(_) | Found::Copy { .. } if !can_start(&link) => {
                        Completion::Dangling(shown)
                    }
                    Found::Copy { same: false } => Completion::Old(shown),
                    Found::Link(_) | Found::Copy { same: true } => Completion::Ours(shown),
                }
            }
        };
        Ok(Self {
            same: plugin.as_ref().is_some_and(same),
            plugin,
            completion,
            program: place.program.clone(),
            path: place.path,
        })
    }
}

/// Look at what stands under the name of the completion for this program.
fn found(link: &Path, program: &Path) -> anyhow::Result<Found> {
    let looking = || format!("cannot look at {}", link.display());
    let kind = match fs::symlink_metadata(link) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error).with_context(looking),
    };
    if kind.is_symlink() {
        let target = fs::read_link(link).with_context(looking)?;
        // The program that it names may be gone by now.
        let ours = target.file_stem().is_some_and(|stem| stem == PROGRAM);
        return Ok(if ours {
            Found::Link(target)
        } else {
            Found::Foreign
        });
    }
    if !kind.is_file() {
        return Ok(Found::Foreign);
    }
    let bytes = fs::read(link).with_context(looking)?;
    let ours = bytes.windows(MARK.len()).any(|part| part == MARK);
    Ok(if ours {
        let same = fs::read(program).is_ok_and(|program| program == bytes);
        Found::Copy { same }
    } else {
        Found::Foreign
    })
}

/// Give the file of that name that comes earlier on the PATH.
fn hiding(place: &Place, link: &Path) -> Option<PathBuf> {
    let name = link.file_name()?;
    let folder = link.parent()?;
    let before = place.path.iter().take_while(|other| *other != folder);
    let mut candidates = before.map(|other| other.join(name));
    candidates.find(|other| {
        can_start(other) && fs::canonicalize(other).ok() != fs::canonicalize(link).ok()
    })
}

/// Replace what stands there in one step, so that kubectl finds the old or the new.
fn put(link: &Path, target: &Path, program: &Path) -> io::Result<()> {
    let beside = link.with_file_name(format!(".{NAME}.{}", std::process::id()));
    let put = place_at(&beside, target, program).and_then(|()| fs::rename(&beside, link));
    if put.is_err() {
        let _ = fs::remove_file(&beside);
    }
    put
}

#[cfg(unix)]
fn place_at(new: &Path, target: &Path, _program: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, new)
}

/// Links take a privilege on Windows.
#[cfg(not(unix))]
fn place_at(new: &Path, _target: &Path, program: &Path) -> io::Result<()> {
    fs::copy(program, new).map(|_| ())
}

fn foreign(link: &Path) -> anyhow::Error {
    hinted(
        refused(format!("{} is not of this program", link.display())),
        "look at it, and remove it if nobody needs it; or name another folder with --dir",
    )
}

fn unwritable(error: io::Error, link: &Path) -> anyhow::Error {
    let hint = match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "name a folder of the PATH that you may write to with --dir, or run it as somebody who may"
        }
        _ => "name another folder of the PATH with --dir",
    };
    hinted(
        anyhow!(error).context(format!("cannot write {}", link.display())),
        hint,
    )
}
