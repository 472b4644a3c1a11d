//! Install an archive as krew does (kubernetes-sigs/krew:internal/installation/install.go), and run it through kubectl.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::{ROOT, Target, VERSION, manifest, pack_all, succeeds};
use crate::patience::Ending as _;

/// What krew keeps in its folder.
struct Krew {
    root: TempDir,
}

impl Krew {
    fn bin(&self) -> PathBuf {
        self.root.path().join("bin")
    }

    /// Unpack, move what `files` lists, and link the program under the name of the plugin.
    fn install(archive: &Path, name: &str, platform: &Value) -> Self {
        let root = tempfile::tempdir().unwrap();
        let unpacked = root.path().join("unpacked");
        fs::create_dir(&unpacked).unwrap();
        let tar = Command::new("tar")
            .arg("--extract")
            .arg("--file")
            .arg(archive)
            .arg("--directory")
            .arg(&unpacked)
            .status();
        assert!(tar.unwrap().success());
        let store = root
            .path()
            .join("store")
            .join(name)
            .join(format!("v{VERSION}"));
        fs::create_dir_all(&store).unwrap();
        for file in platform["files"].as_array().unwrap() {
            let from = file["from"].as_str().unwrap();
            fs::rename(unpacked.join(from), store.join(from)).unwrap();
        }
        let krew = Self { root };
        fs::create_dir(krew.bin()).unwrap();
        let link = format!("kubectl-{}", name.replace('-', "_"));
        let bin = store.join(platform["bin"].as_str().unwrap());
        symlink(bin, krew.bin().join(link)).unwrap();
        krew
    }

    /// Run kubectl where nothing of the developer's reaches it.
    fn kubectl(&self, arguments: &str) -> String {
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", self.bin().display());
        let output = Command::new("kubectl")
            .args(arguments.split(' '))
            .env_clear()
            .env("HOME", self.root.path())
            .env("PATH", path)
            .current_dir(ROOT)
            .ended();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "kubectl {arguments}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn an_archive_that_is_installed_as_krew_does_runs_as_kubectl_gardener() {
    let folders = ["/usr/local/bin", "/usr/bin", "/bin"];
    if !folders
        .iter()
        .any(|folder| Path::new(folder).join("kubectl").exists())
    {
        eprintln!("skipped: this needs kubectl");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let stand_in = folder.path().join("program");
    fs::write(&stand_in, "#!/bin/sh\n").unwrap();
    pack_all(&stand_in, folder.path());
    let targets = Target::all();
    let (at, target) = targets
        .iter()
        .enumerate()
        .find(|(_, target)| target.os == "linux" && target.rust.starts_with(std::env::consts::ARCH))
        .unwrap();
    // The real one, without what only a debugger reads.
    let program = folder.path().join("kubectl-gardener");
    fs::copy(env!("CARGO_BIN_EXE_kubectl-gardener"), &program).unwrap();
    let _ = Command::new("strip").arg(&program).status();
    let paths = [program.to_str().unwrap(), folder.path().to_str().unwrap()];
    succeeds("archive", &[&target.rust, paths[0], paths[1]]);

    let manifest = manifest::of(folder.path());
    let platform = &manifest["spec"]["platforms"][at];
    let name = manifest["metadata"]["name"].as_str().unwrap();
    let krew = Krew::install(&folder.path().join(target.archive()), name, platform);

    assert_eq!(
        krew.kubectl("gardener --version"),
        format!("kubectl-gardener {VERSION}\n")
    );
    let report = krew.kubectl(
        "gardener versions --landscape examples/landscape --now 2026-11-21T00:00:00Z -o json",
    );
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["kind"], "VersionReport");
    assert!(
        krew.kubectl("plugin list --name-only")
            .contains("kubectl-gardener")
    );

    // The link goes beside krew's, not into its store, which the next version replaces.
    let said = krew.kubectl("gardener completion install");
    let link = krew.bin().join("kubectl_complete-gardener");
    assert_eq!(
        said,
        format!("installed {} -> kubectl-gardener\n", link.display())
    );
    let completed = krew.kubectl("__complete gardener vers");
    assert!(completed.starts_with("versions\t"), "{completed}");
    krew.kubectl("gardener completion uninstall");
    assert!(!link.exists());
}
