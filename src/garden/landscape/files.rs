//! Which files a path stands for. What is in them is the business of `documents`.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{Place, Problem};
use crate::error::WithHint;
use crate::order::Order as _;

/// The extensions that are read in a directory.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// What was found below a path.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The files, in the order in which they are read.
    pub(super) paths: Vec<PathBuf>,
    /// Entries that could not be looked at.
    pub(super) problems: Vec<Problem>,
}

/// Find the files of a landscape: the file itself, or everything readable below a directory.
pub(super) fn find(path: &Path) -> anyhow::Result<Files> {
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(anyhow::anyhow!(
                "landscape {} does not exist",
                path.display()
            ))
            .hint("give a directory, a file, or - for stdin");
        }
        other => other.with_context(|| format!("landscape {} cannot be read", path.display()))?,
    };
    let mut files = Files::default();
    if !metadata.is_dir() {
        files.paths.push(path.to_owned());
        return Ok(files);
    }
    let mut seen = HashSet::new();
    walk(path, &mut seen, &mut files)
        .with_context(|| format!("landscape {} cannot be read", path.display()))?;
    if files.paths.is_empty() && files.problems.is_empty() {
        return Err(anyhow::anyhow!(
            "landscape {} has no manifests",
            path.display()
        ))
        .hint(
            "files ending in .yaml, .yml or .json are read; name a file with another ending itself",
        );
    }
    Ok(files)
}

/// Walk a directory in the order of names. `seen` holds what was read under another name: links can form loops.
fn walk(directory: &Path, seen: &mut HashSet<PathBuf>, files: &mut Files) -> std::io::Result<()> {
    if !seen.insert(fs::canonicalize(directory)?) {
        return Ok(());
    }
    let mut entries = fs::read_dir(directory)?.collect::<Result<Vec<_>, _>>()?;
    entries.order_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue; // editors' and version control's own files, and the inside of mounted ConfigMaps
        }
        let path = entry.path();
        let outcome = match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => walk(&path, seen, files),
            Ok(_) if is_manifest(&path) => fs::canonicalize(&path).map(|real| {
                if seen.insert(real) {
                    files.paths.push(path.clone());
                }
            }),
            Err(error) if is_manifest(&path) => Err(error),
            Ok(_) | Err(_) => Ok(()),
        };
        if let Err(error) = outcome {
            let place = Place::file(&path.to_string_lossy());
            files.problems.push(Problem::new(place, error.to_string()));
        }
    }
    Ok(())
}

fn is_manifest(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::show;

    fn names(root: &Path) -> Vec<String> {
        find(root)
            .unwrap()
            .paths
            .iter()
            .map(|path| {
                let relative = path.strip_prefix(root).unwrap();
                relative.to_string_lossy().replace('\\', "/")
            })
            .collect()
    }

    #[test]
    fn manifests_are_found_in_every_folder_in_the_order_of_names() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("seeds/.git")).unwrap();
        for name in [
            "z.json",
            "a.yaml",
            "b.YML",
            "README.md",
            ".hidden.yaml",
            "seeds/c.yaml",
            "seeds/.git/d.yaml",
        ] {
            fs::write(root.path().join(name), "").unwrap();
        }
        assert_eq!(
            names(root.path()),
            ["a.yaml", "b.YML", "seeds/c.yaml", "z.json"]
        );
    }

    #[test]
    fn a_file_is_read_whatever_its_ending() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("dump");
        fs::write(&file, "").unwrap();
        assert_eq!(find(&file).unwrap().paths, [file]);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_end_and_a_dangling_link_is_a_problem() {
        use std::os::unix::fs::symlink;

        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("inner")).unwrap();
        fs::write(root.path().join("inner/a.yaml"), "").unwrap();
        symlink(root.path(), root.path().join("inner/loop")).unwrap();
        symlink("inner/a.yaml", root.path().join("other-name.yaml")).unwrap();
        symlink("gone.yaml", root.path().join("dangling.yaml")).unwrap();
        let files = find(root.path()).unwrap();
        assert_eq!(files.paths, [root.path().join("inner/a.yaml")]);
        assert_eq!(files.problems.len(), 1);
        assert!(files.problems[0].to_string().contains("dangling.yaml: "));
    }

    #[test]
    fn missing_and_empty_say_what_to_give() {
        let root = tempfile::tempdir().unwrap();
        let empty = show(&find(root.path()).unwrap_err());
        assert!(empty.message.ends_with("has no manifests"));
        assert_eq!(empty.hints.len(), 1);
        let missing = show(&find(&root.path().join("nope")).unwrap_err());
        assert!(missing.message.ends_with("nope does not exist"));
        assert_eq!(missing.hints, ["give a directory, a file, or - for stdin"]);
    }
}
