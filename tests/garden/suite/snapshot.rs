//! Snapshots of a real garden: reports from them are those of the garden, to the byte.

use std::path::PathBuf;
use std::process::Output;

use serde_json::{Value, json};

use super::fixture::{NOW, OwnGarden, directory, output_of, program, run, stderr};
use crate::patience::Ending as _;

/// Every report, without where it looks and how it is shown.
const REPORTS: &[&[&str]] = &[
    &["versions"],
    &["versions", "-n", "garden-commerce"],
    &["versions", "-l", "app.example.org/team=commerce"],
    &["versions", "forecast"],
    &[
        "versions",
        "diff",
        "live",
        "examples/profiles-next/aws.yaml",
    ],
    &["gardenlets"],
    &["emergency-stop", "status", "--shoots=all"],
    &["emergency-stop", "status", "-n", "garden-commerce"],
    &[
        "impact",
        "gardener",
        "--from",
        "examples/images/gardener-v1.149.yaml",
        "--to",
        "examples/images/gardener-v1.150.yaml",
    ],
];

/// A garden that nobody changes.
struct Still {
    garden: OwnGarden,
    folder: PathBuf,
}

impl Still {
    fn start(name: &str) -> Self {
        let garden = OwnGarden::start(name);
        garden.apply_sample(&format!("{name}-sample"), str::to_owned);
        Self {
            garden,
            folder: directory(&format!("{name}-files")),
        }
    }

    fn take(&self, kubeconfig: &str, name: &str, arguments: &[&str]) -> (PathBuf, String) {
        let path = self.folder.join(name);
        let file = path.to_str().unwrap();
        let all = [&["snapshot", "--now", NOW, "-o", file], arguments].concat();
        let output = run(kubeconfig, &all);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        (path, stderr(&output))
    }

    fn report(
        kubeconfig: Option<&str>,
        report: &[&str],
        format: &str,
        landscape: Option<&PathBuf>,
    ) -> Output {
        let mut command = program();
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(report);
        command.args(["--now", NOW, "-o", format]);
        command.envs(kubeconfig.map(|file| ("KUBECONFIG", file)));
        if let Some(landscape) = landscape {
            command.arg("--landscape").arg(landscape);
        }
        output_of(&mut command)
    }

    /// Hold every report of the garden against the one of the snapshot.
    #[track_caller]
    fn assert_same(kubeconfig: &str, snapshot: &PathBuf) {
        for report in REPORTS {
            for format in ["json", "table"] {
                let live = Self::report(Some(kubeconfig), report, format, None);
                // Without a kubeconfig: it needs no cluster.
                let kept = Self::report(None, report, format, Some(snapshot));
                assert_eq!(stderr(&live), stderr(&kept), "{report:?}");
                assert_eq!(live.status.code(), kept.status.code(), "{report:?}");
                let text = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
                assert_eq!(text(&live), text(&kept), "{report:?}");
            }
        }
    }
}

#[test]
fn reports_from_a_snapshot_are_those_of_the_garden_to_the_byte() {
    let still = Still::start("snapshot");
    let admin = still.garden.kubeconfig();
    let (snapshot, said) = still.take(admin, "garden.zst", &[]);
    assert_eq!(said, "");
    Still::assert_same(admin, &snapshot);

    // Who may not see Secrets is told so from the snapshot as well.
    let user = json!({ "name": "snapshot-viewer", "clusterRoles": ["gardener.cloud:viewer"] });
    let viewer = still.garden.control("POST", "/users", &user);
    let viewer = viewer["kubeconfig"].as_str().unwrap();
    let (seen, said) = still.take(viewer, "viewer.zst", &[]);
    assert!(said.contains("left out SecretMetadata"), "{said}");
    Still::assert_same(viewer, &seen);

    // Redacted, it has as many of everything, and no name. Of a profile in a file all names would be new.
    let (redacted, _) = still.take(admin, "redacted.zst", &["--redact"]);
    for report in REPORTS.iter().filter(|report| {
        !["-n", "-l", "diff"]
            .iter()
            .any(|word| report.contains(word))
    }) {
        let parse = |output: Output| -> Value {
            assert_eq!(
                output.status.code(),
                Some(0),
                "{report:?}: {}",
                stderr(&output)
            );
            serde_json::from_slice(&output.stdout).unwrap()
        };
        let plain = parse(Still::report(None, report, "json", Some(&snapshot)));
        let hidden = parse(Still::report(None, report, "json", Some(&redacted)));
        assert_eq!(plain["summary"], hidden["summary"], "{report:?}");
        let text = hidden.to_string();
        for name in ["commerce", "aws-eu1", "metal-dc1"] {
            assert!(!text.contains(name), "{report:?}: {name}");
        }
    }
}

/// Give the most memory that a process had, in MiB.
#[cfg(target_os = "linux")]
fn peak(kubeconfig: &str, file: &str, scope: &[&str]) -> u64 {
    // The shell waits for its only child, whose use the system then tells.
    let script = "\"$0\" snapshot --overwrite -o \"$@\" >/dev/null & child=$!; peak=0; \
        while kill -0 $child 2>/dev/null; do read -r now <<EOF\n$(sed -n 's/VmHWM:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/$child/status 2>/dev/null)\nEOF\n\
        [ \"${now:-0}\" -gt $peak ] && peak=$now; sleep 0.02; done; wait $child || exit 1; echo $peak";
    let output = std::process::Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_kubectl-gardener"), file])
        .args(scope)
        .env("KUBECONFIG", kubeconfig)
        .ended();
    assert!(output.status.success(), "{}", stderr(&output));
    let kilobytes: u64 = String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .unwrap();
    kilobytes / 1024
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_shoots() {
    let garden = OwnGarden::start("snapshot-memory");
    let folder = directory("snapshot-memory-files");
    let file = folder.join("garden.zst");
    let file = file.to_str().unwrap();
    garden.load(4, 5000);
    let few = peak(garden.kubeconfig(), file, &["-n", "garden"]);
    let many = peak(garden.kubeconfig(), file, &[]);
    let size = std::fs::metadata(file).unwrap().len() / 1024;
    println!("peak {few} MiB without shoots, {many} MiB with 5000; {size} KiB");
    // Some pages, which take turns. All of them are 100 MB of JSON.
    assert!(
        many < few + 40,
        "{few} MiB without shoots, {many} MiB with 5000"
    );
}
