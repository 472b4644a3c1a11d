//! How the program is released: archives, krew's manifest and rules, the workflow, and installing it as krew does.
//!
//! `tests/release/run` does the same with the static binary and with krew itself.
#![cfg(target_os = "linux")]

mod install;
mod manifest;
mod pipeline;
mod workflow;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::patience::Ending as _;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A row of `release/targets`.
#[derive(Clone, Debug, PartialEq)]
struct Target {
    rust: String,
    os: String,
    arch: String,
}

impl Target {
    fn all() -> Vec<Self> {
        let text = fs::read_to_string(format!("{ROOT}/release/targets")).unwrap();
        let rows = text.lines().filter(|line| !line.starts_with('#'));
        rows.map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            let [rust, os, arch] = words[..] else {
                panic!("release/targets: {line}");
            };
            Self {
                rust: rust.to_owned(),
                os: os.to_owned(),
                arch: arch.to_owned(),
            }
        })
        .collect()
    }

    fn archive(&self) -> String {
        format!(
            "kubectl-gardener_v{VERSION}_{}_{}.tar.gz",
            self.os, self.arch
        )
    }
}

/// Run a script of the folder `release`.
fn script(name: &str, arguments: &[&str]) -> Output {
    Command::new("bash")
        .arg(format!("{ROOT}/release/{name}"))
        .args(arguments)
        // Not that of a commit: the sources may have come without git.
        .env("SOURCE_DATE_EPOCH", "1790000000")
        .ended()
}

fn succeeds(name: &str, arguments: &[&str]) {
    let output = script(name, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "release/{name} {arguments:?}: {said}"
    );
}

/// Pack a file as the program of every target.
fn pack_all(program: &Path, folder: &Path) {
    for target in Target::all() {
        let (program, folder) = (program.to_str().unwrap(), folder.to_str().unwrap());
        succeeds("archive", &[&target.rust, program, folder]);
    }
}

/// List an archive as tar does, with owner, time and mode.
fn listed(archive: &Path) -> String {
    let output = Command::new("tar")
        .args(["--list", "--verbose", "--numeric-owner", "--utc", "--file"])
        .arg(archive)
        .ended();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn yaml(path: impl AsRef<Path>) -> Value {
    serde_saphyr::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn packing_twice_makes_the_same_archive_whatever_the_files_were() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program");
    fs::write(&program, "#!/bin/sh\n").unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    pack_all(&program, &first);
    // Another file of another time and mode, with the same bytes.
    let other = folder.path().join("other");
    fs::copy(&program, &other).unwrap();
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    let file = fs::File::options().write(true).open(&other).unwrap();
    file.set_modified(time).unwrap();
    pack_all(&other, &second);
    for target in Target::all() {
        let read = |folder: &Path| fs::read(folder.join(target.archive())).unwrap();
        assert!(read(&first) == read(&second), "{}", target.archive());
        let sum = fs::read_to_string(first.join(format!("{}.sha256", target.archive()))).unwrap();
        assert!(
            sum.ends_with(&format!("  {}\n", target.archive())),
            "{sum:?}"
        );
    }
}

#[test]
fn an_archive_has_program_licence_completions_and_manual_pages_of_nobody_and_one_time() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program");
    fs::write(&program, "#!/bin/sh\n").unwrap();
    pack_all(&program, folder.path());
    for target in Target::all() {
        let listed = listed(&folder.path().join(target.archive()));
        let mut names = Vec::new();
        for line in listed.lines() {
            let words: Vec<_> = line.split_whitespace().collect();
            assert_eq!(
                (words[1], words[3], words[4]),
                ("0/0", "2026-09-21", "14:13"),
                "{line}"
            );
            names.push((words[0], words[5]));
        }
        let program = match target.os.as_str() {
            "windows" => "kubectl-gardener.exe",
            _ => "kubectl-gardener",
        };
        assert_eq!(names[0], ("-rwxr-xr-x", program));
        assert_eq!(names[1], ("-rw-r--r--", "LICENSE"));
        for kept in ["completions", "man"] {
            let here: Vec<_> = fs::read_dir(format!("{ROOT}/{kept}"))
                .unwrap()
                .map(|entry| format!("{kept}/{}", entry.unwrap().file_name().display()))
                .collect();
            assert!(!here.is_empty());
            for name in here {
                assert!(
                    names.contains(&("-rw-r--r--", name.as_str())),
                    "no {name} in:\n{listed}"
                );
            }
        }
    }
}

#[test]
fn a_tag_is_released_only_with_its_version_and_its_changes() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |name: &str| {
        let to = folder.path().join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(format!("{ROOT}/{name}"), to).unwrap();
    };
    for name in ["release/check", "release/notes", "Cargo.toml", "Cargo.lock"] {
        copy(name);
    }
    let check = |tag: &str, changelog: &str| {
        fs::write(folder.path().join("CHANGELOG.md"), changelog).unwrap();
        let output = Command::new("bash")
            .arg(folder.path().join("release/check"))
            .arg(tag)
            .ended();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.success(), said.is_empty(), "{said}");
        said
    };
    let tag = format!("v{VERSION}");
    let released =
        format!("# Changelog\n\n## [{VERSION}] - 2026-12-01\n\n### Added\n\n- a thing\n");
    assert_eq!(check(&tag, &released), "");
    assert_eq!(
        check("v99.0.0", &released),
        format!(
            "release/check: the tag is v99.0.0, but the version in Cargo.toml asks for v{VERSION}\n"
        )
    );
    let open = format!("release/check: CHANGELOG.md has no line: ## [{VERSION}] - YYYY-MM-DD\n");
    assert_eq!(
        check(&tag, "# Changelog\n\n## [Unreleased]\n\n- a thing\n"),
        open
    );
    assert_eq!(check(&tag, &released.replace('.', "x")), open);
    let silent = format!("## [{VERSION}] - 2026-12-01\n\n## [0.0.1] - 2026-01-01\n\n- old\n");
    assert_eq!(
        check(&tag, &silent),
        format!("release/check: CHANGELOG.md says nothing about {VERSION}\n")
    );

    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(folder.path());
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
        assert!(git.args(arguments).output().unwrap().status.success());
    };
    git(&["init", "--quiet"]);
    assert!(check(&tag, &released).starts_with("release/check: not all is committed: "));
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "all"]);
    assert_eq!(check(&tag, &released), "");

    let lock = folder.path().join("Cargo.lock");
    let own = format!("name = \"kubectl-gardener\"\nversion = \"{VERSION}\"");
    let text = fs::read_to_string(&lock).unwrap();
    assert!(text.contains(&own));
    fs::write(&lock, text.replace(&own, &own.replace(VERSION, "9.9.9"))).unwrap();
    let said = check(&tag, &released);
    assert!(said.contains("Cargo.lock says 9.9.9"), "{said}");
}

#[test]
fn the_changelog_has_this_version_or_what_becomes_of_it() {
    let changelog = fs::read_to_string(format!("{ROOT}/CHANGELOG.md")).unwrap();
    let heads: Vec<_> = changelog
        .lines()
        .filter_map(|line| line.strip_prefix("## ["))
        .collect();
    let first = heads.first().copied().unwrap_or_default();
    assert!(
        first == "Unreleased]" || first.starts_with(&format!("{VERSION}] - ")),
        "{first}"
    );
}
