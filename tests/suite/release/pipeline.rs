//! The steps of the workflow, run as it runs them: with its shell, in its order, on files in the place of the programs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::{ROOT, Target, VERSION, yaml};

/// Copy what a release is made of, with a changelog that has its version.
fn sources(to: &Path) {
    let copied = Command::new("cp")
        .args(["-r", "release", "completions", "man", "LICENSE"])
        .args(["Cargo.toml", "Cargo.lock"])
        .arg(to)
        .current_dir(ROOT)
        .status();
    assert!(copied.unwrap().success());
    let changelog = fs::read_to_string(format!("{ROOT}/CHANGELOG.md")).unwrap();
    let dated = changelog.replacen(
        "## [Unreleased]",
        &format!("## [{VERSION}] - 2026-12-01"),
        1,
    );
    fs::write(to.join("CHANGELOG.md"), dated).unwrap();
}

/// Run the step of a job as the workflow does.
fn step(folder: &Path, workflow: &Value, job: &str, name: &str) -> Output {
    let steps = workflow["jobs"][job]["steps"].as_array().unwrap();
    let found = steps.iter().find(|step| step["name"] == name);
    let script = found.expect(name)["run"].as_str().unwrap();
    // What checks the manifest has to be built first: tests/release/run does.
    let script: Vec<&str> = script
        .lines()
        .filter(|line| !line.contains("validate-krew-manifest"))
        .collect();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c"])
        .arg(script.join("\n"))
        .current_dir(folder)
        .env("GITHUB_REF_NAME", format!("v{VERSION}"))
        .env("SOURCE_DATE_EPOCH", "1790000000")
        .env("PATH", format!("{}/tools:{path}", folder.display()))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{job}, {name}: {said}");
    output
}

fn program(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_steps_make_a_release_of_what_was_built() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    sources(folder);
    let workflow = yaml(format!("{ROOT}/.github/workflows/release.yml"));
    step(folder, &workflow, "check", "Tag and changelog");
    for target in Target::all() {
        let built = folder.join(format!("binaries/binary-{}", target.rust));
        let ending = if target.os == "windows" { ".exe" } else { "" };
        program(
            &built.join(format!("kubectl-gardener{ending}")),
            &target.rust,
        );
        fs::write(built.join("rustc"), "rustc 1.95.0\n").unwrap();
    }
    step(folder, &workflow, "pack", "Archives");
    step(folder, &workflow, "pack", "Manifest for krew");
    // In the place of the lists of contents, which take cargo and jq.
    fs::write(folder.join("out/kubectl-gardener.cdx.json"), "{}").unwrap();
    step(folder, &workflow, "pack", "Checksums and notes");

    let notes = fs::read_to_string(folder.join("out/notes.md")).unwrap();
    assert!(notes.ends_with("\nBuilt with: rustc 1.95.0\n"), "{notes}");
    let sums = fs::read_to_string(folder.join("out/SHA256SUMS")).unwrap();
    let mut summed: Vec<_> = sums.lines().map(|line| &line[66..]).collect();
    summed.sort_unstable();
    let mut wanted: Vec<_> = Target::all().iter().map(Target::archive).collect();
    wanted.extend(["gardener.yaml", "kubectl-gardener.cdx.json"].map(str::to_owned));
    wanted.sort_unstable();
    assert_eq!(summed, wanted);

    // The job that publishes starts with nothing but the artifact.
    let told = folder.join("told");
    let gh = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" > {}\n", told.display());
    program(&folder.join("tools/gh"), &gh);
    step(folder, &workflow, "publish", "Release");
    let told = fs::read_to_string(told).unwrap();
    let mut words: Vec<_> = told.lines().collect();
    let files: Vec<_> = words
        .extract_if(.., |word| word.starts_with("out/"))
        .collect();
    let tag = format!("v{VERSION}");
    let expected = [
        "release",
        "create",
        &tag,
        "--verify-tag",
        "--title",
        &tag,
        "--notes-file",
        "notes.md",
    ];
    assert_eq!(words, expected);
    wanted.push("SHA256SUMS".to_owned());
    let mut published: Vec<_> = files.iter().map(|file| &file[4..]).collect();
    published.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(published, wanted);
}

#[test]
fn a_build_that_depends_on_its_folder_is_not_reproducible() {
    let folder = tempfile::tempdir().unwrap();
    let sources_of = folder.path().join("sources");
    fs::create_dir(&sources_of).unwrap();
    sources(&sources_of);
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(&sources_of);
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
        assert!(git.args(arguments).output().unwrap().status.success());
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "all"]);
    let tools = folder.path().join("tools");
    program(&tools.join("rustc"), "#!/bin/sh\necho /rust\n");
    let target = "aarch64-apple-darwin";
    let reproduce = |built: &str, archive: Option<&Path>| {
        let dist = format!("target/{target}/dist");
        let cargo = format!("#!/bin/sh\nmkdir -p {dist}\necho {built} > {dist}/kubectl-gardener\n");
        program(&tools.join("cargo"), &cargo);
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("bash")
            .arg(sources_of.join("release/reproduce"))
            .arg(target)
            .args(archive)
            .env("PATH", format!("{}:{path}", tools.display()))
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.success(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let (well, said, errors) = reproduce("same", None);
    assert!(well && said.ends_with("_darwin_arm64.tar.gz\n"), "{errors}");
    let (well, _, errors) = reproduce("$PWD", None);
    assert!(
        !well
            && errors
                .contains("built here/kubectl-gardener and built again/kubectl-gardener differ"),
        "{errors}"
    );

    let other = folder.path().join("other");
    program(&other, "other\n");
    let packed = Command::new("bash")
        .arg(sources_of.join("release/archive"))
        .arg(target)
        .arg(&other)
        .arg(folder.path())
        .output()
        .unwrap();
    let archive = String::from_utf8(packed.stdout).unwrap();
    let archive = Path::new(archive.trim());
    assert!(reproduce("other", Some(archive)).0);
    assert!(!reproduce("same", Some(archive)).0);
}
