//! krew's manifest, by the rules of kubernetes-sigs/krew:internal/index/validation/validate.go, :cmd/validate-krew-manifest
//! and krew-index's guide for developers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::{ROOT, Target, VERSION, pack_all, script, succeeds, yaml};

/// Make archives with a stand-in for the program, and the manifest for them.
pub(super) fn made() -> (TempDir, Value) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program");
    fs::write(&program, "#!/bin/sh\n").unwrap();
    pack_all(&program, folder.path());
    let manifest = of(folder.path());
    (folder, manifest)
}

pub(super) fn of(folder: &Path) -> Value {
    succeeds("krew", &[folder.to_str().unwrap()]);
    yaml(folder.join("gardener.yaml"))
}

fn platforms(manifest: &Value) -> &Vec<Value> {
    manifest["spec"]["platforms"].as_array().unwrap()
}

#[test]
fn the_manifest_keeps_the_rules_of_krew() {
    let (_folder, manifest) = made();
    assert_eq!(
        manifest["apiVersion"],
        "krew.googlecontainertools.github.com/v1alpha2"
    );
    assert_eq!(manifest["kind"], "Plugin");
    // The file is called after the plugin, and kubectl-gardener is what krew makes of the name.
    assert_eq!(manifest["metadata"]["name"], "gardener");
    let spec = &manifest["spec"];
    assert_eq!(spec["version"], format!("v{VERSION}"));
    assert_eq!(spec["homepage"], env!("CARGO_PKG_REPOSITORY"));
    let short = spec["shortDescription"].as_str().unwrap();
    assert!(!short.is_empty() && short.len() <= 50 && !short.contains('\n'));
    assert!(!short.ends_with('.') && !short.to_lowercase().contains("kubectl"));
    let known = [
        "version",
        "homepage",
        "shortDescription",
        "description",
        "caveats",
        "platforms",
    ];
    for key in spec.as_object().unwrap().keys() {
        assert!(known.contains(&key.as_str()), "{key}");
    }
    for line in spec["description"].as_str().unwrap().lines() {
        assert!(line.len() <= 120, "{line}");
    }
    for platform in platforms(&manifest) {
        let sum = platform["sha256"].as_str().unwrap();
        let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        assert!(sum.len() == 64 && sum.chars().all(hex), "{sum}");
        let labels = platform["selector"]["matchLabels"].as_object().unwrap();
        let keys: Vec<_> = labels.keys().map(String::as_str).collect();
        assert_eq!(keys, ["arch", "os"]);
        let bin = platform["bin"].as_str().unwrap();
        let windows = labels["os"] == "windows";
        assert_eq!(
            bin,
            if windows {
                "kubectl-gardener.exe"
            } else {
                "kubectl-gardener"
            }
        );
        let files = platform["files"].as_array().unwrap();
        let from: Vec<_> = files
            .iter()
            .map(|file| file["from"].as_str().unwrap())
            .collect();
        // validate-krew-manifest asks for the licence, and krew starts `bin` of what was moved.
        assert!(from.contains(&bin) && from.contains(&"LICENSE"), "{from:?}");
        for file in files {
            // krew takes no path that it would have to clean.
            assert_eq!(file["to"], ".");
        }
    }
}

#[test]
fn every_target_is_a_platform_once_with_the_sum_of_its_archive() {
    let (folder, manifest) = made();
    let platforms = platforms(&manifest);
    let targets = Target::all();
    assert_eq!(platforms.len(), targets.len());
    let mut seen = BTreeSet::new();
    for (platform, target) in platforms.iter().zip(&targets) {
        let labels = &platform["selector"]["matchLabels"];
        assert_eq!(
            (&labels["os"], &labels["arch"]),
            (&target.os.clone().into(), &target.arch.clone().into())
        );
        assert!(seen.insert((&target.os, &target.arch)), "{target:?} twice");
        let uri = platform["uri"].as_str().unwrap();
        let repository = env!("CARGO_PKG_REPOSITORY");
        assert_eq!(
            uri,
            format!(
                "{repository}/releases/download/v{VERSION}/{}",
                target.archive()
            )
        );
        let sum = fs::read_to_string(folder.path().join(format!("{}.sha256", target.archive())));
        let (sum, _) = sum.as_deref().unwrap().split_once(' ').unwrap();
        assert_eq!(platform["sha256"], sum);
    }
}

#[test]
fn there_is_no_manifest_without_every_archive() {
    let (folder, _) = made();
    fs::remove_file(folder.path().join("gardener.yaml")).unwrap();
    let missing = Target::all()[2].archive();
    fs::remove_file(folder.path().join(&missing)).unwrap();
    let output = script("krew", &[folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with(&format!("release/krew: {missing} is missing")),
        "{said}"
    );
    assert!(!folder.path().join("gardener.yaml").exists());
}

#[test]
fn what_completes_and_explains_it_is_what_readme_and_manifest_say() {
    let (_folder, manifest) = made();
    let caveats = manifest["spec"]["caveats"].as_str().unwrap();
    let readme = fs::read_to_string(format!("{ROOT}/README.md")).unwrap();
    let command = "kubectl gardener completion install";
    assert!(caveats.contains(command) && readme.contains(command));
}
