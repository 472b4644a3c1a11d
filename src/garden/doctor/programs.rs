//! Programs on the PATH, asked for their version. None of them may keep us waiting.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::domain::doctor::local::Kubectl;
use crate::garden::processes;

/// How long a program may take to tell its version.
const PATIENCE: Duration = Duration::from_secs(5);

/// Find a program in some folders as kubectl does, with Go's `exec.LookPath`: what cannot be started is passed over.
pub fn on_path(folders: &[PathBuf], name: &str) -> Option<PathBuf> {
    let mut candidates = folders.iter().map(|folder| folder.join(name));
    candidates.find(|path| can_start(path))
}

/// Tell whether it is a file, all links followed, that may be executed.
pub fn can_start(path: &Path) -> bool {
    let Ok(metadata) = path.metadata() else {
        return false;
    };
    #[cfg(unix)]
    let executable = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let executable = true;
    metadata.is_file() && executable
}

/// Look for kubectl in some folders and ask it for its version; no server is asked.
pub fn kubectl(folders: &[PathBuf]) -> Kubectl {
    let name = format!("kubectl{}", std::env::consts::EXE_SUFFIX);
    let Some(path) = on_path(folders, &name) else {
        return Kubectl::Missing;
    };
    let shown = path.display().to_string();
    match said(&path, &["version", "--client", "-o", "json"], PATIENCE) {
        Err(reason) => Kubectl::Silent {
            path: shown,
            reason,
        },
        Ok(text) => {
            let answer: Option<Value> = serde_json::from_str(&text).ok();
            let version = answer
                .and_then(|all| Some(all["clientVersion"]["gitVersion"].as_str()?.to_owned()));
            match version {
                Some(version) => Kubectl::Found {
                    path: shown,
                    version,
                },
                None => Kubectl::Silent {
                    path: shown,
                    reason: "its answer cannot be read".to_owned(),
                },
            }
        }
    }
}

/// Ask another program of our name for its version.
pub fn version_of(path: &Path) -> Option<String> {
    let said = said(path, &["--version"], PATIENCE).ok()?;
    let version = said.trim().strip_prefix("kubectl-gardener ")?;
    Some(version.lines().next()?.to_owned())
}

/// Run a program to its end, and give what it says. Neither it nor what it leaves behind keeps us waiting.
fn said(program: &Path, arguments: &[&str], patience: Duration) -> Result<String, String> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.map_err(|error| error.to_string())?;
    let begin = Instant::now();
    let parts = child.stdout.take().map(parts);
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begin.elapsed() < patience => sleep(Duration::from_millis(5)),
            _ => {
                processes::end(&mut child);
                let _ = child.wait();
                return Err(format!("it did not end within {} s", patience.as_secs()));
            }
        }
    };
    if !status.success() {
        return Err(format!("it ended with {status}"));
    }
    let mut all = Vec::new();
    // The output ends with whoever holds it open last, which may be a process in the background.
    while let Some(parts) = &parts {
        match parts.recv_timeout(patience.saturating_sub(begin.elapsed())) {
            Ok(part) => all.extend(part),
            Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout) => break,
        }
    }
    String::from_utf8(all).map_err(|error| error.to_string())
}

/// Read what a program says, part by part, to the end or a megabyte.
fn parts(out: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (send, parts) = mpsc::channel();
    let mut out = out.take(1 << 20);
    thread::spawn(move || {
        let mut part = [0; 4096];
        while let Ok(length @ 1..) = out.read(&mut part) {
            if send.send(part[..length].to_vec()).is_err() {
                break;
            }
        }
    });
    parts
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn what_a_program_leaves_in_the_background_keeps_nobody_waiting() {
        let shell = |script| {
            said(
                Path::new("/bin/sh"),
                &["-c", script],
                Duration::from_secs(1),
            )
        };
        // It holds the output open.
        assert_eq!(shell("sleep 60 & echo v1").as_deref(), Ok("v1\n"));
        assert_eq!(shell("echo v1; echo v2").as_deref(), Ok("v1\nv2\n"));
        assert!(shell("exec sleep 60").unwrap_err().contains("did not end"));
        assert!(shell("exit 3").is_err());
    }

    #[test]
    fn what_a_program_that_hangs_has_started_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let noted = folder.path().join("pid");
        let script = format!("sleep 300 & echo $! > {}; wait", noted.display());
        let limit = Duration::from_secs(1);
        said(Path::new("/bin/sh"), &["-c", &script], limit).unwrap_err();
        let process = fs::read_to_string(noted).unwrap();
        let ended = Instant::now() + Duration::from_secs(10);
        while fs::read_to_string(format!("/proc/{}/stat", process.trim()))
            .is_ok_and(|stat| !stat.contains(") Z "))
        {
            assert!(Instant::now() < ended, "{process} goes on");
            sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn programs_are_found_as_kubectl_finds_them() {
        let root = tempfile::tempdir().unwrap();
        let folders: Vec<PathBuf> = ["folder", "plain", "dangling", "link", "last"]
            .map(|name| root.path().join(name))
            .into();
        for folder in &folders {
            fs::create_dir(folder).unwrap();
        }
        fs::create_dir(folders[0].join("kubectl")).unwrap();
        fs::write(folders[1].join("kubectl"), "").unwrap();
        symlink("/nowhere/kubectl", folders[2].join("kubectl")).unwrap();
        assert_eq!(on_path(&folders, "kubectl"), None);
        let last = folders[4].join("kubectl");
        fs::write(&last, "").unwrap();
        fs::set_permissions(&last, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(on_path(&folders, "kubectl"), Some(last.clone()));
        let link = folders[3].join("kubectl");
        symlink(&last, &link).unwrap();
        assert_eq!(on_path(&folders, "kubectl"), Some(link));
    }
}
