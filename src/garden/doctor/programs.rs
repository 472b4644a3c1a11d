//! Programs on the PATH, asked for their version. None of them may keep us waiting.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::domain::doctor::local::Kubectl;

/// How long a program may take to tell its version.
const PATIENCE: Duration = Duration::from_secs(5);

/// Look for kubectl in some folders and ask it for its version; no server is asked.
pub fn kubectl(folders: &[PathBuf]) -> Kubectl {
    let name = format!("kubectl{}", std::env::consts::EXE_SUFFIX);
    let found = folders.iter().map(|folder| folder.join(&name));
    let Some(path) = found.into_iter().find(|path| path.is_file()) else {
        return Kubectl::Missing;
    };
    let shown = path.display().to_string();
    match said(&path, &["version", "--client", "-o", "json"]) {
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
    let said = said(path, &["--version"]).ok()?;
    let version = said.trim().strip_prefix("kubectl-gardener ")?;
    Some(version.lines().next()?.to_owned())
}

/// Run a program to its end, and give what it says.
fn said(program: &Path, arguments: &[&str]) -> Result<String, String> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.map_err(|error| error.to_string())?;
    let begin = Instant::now();
    // Versions are short: they fit into the pipe, so nobody waits for us to read.
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begin.elapsed() < PATIENCE => sleep(Duration::from_millis(5)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it did not end within {} s", PATIENCE.as_secs()));
            }
        }
    };
    if !status.success() {
        return Err(format!("it ended with {status}"));
    }
    let mut text = String::new();
    if let Some(mut out) = child.stdout.take() {
        std::io::Read::read_to_string(&mut out, &mut text).map_err(|error| error.to_string())?;
    }
    Ok(text)
}
