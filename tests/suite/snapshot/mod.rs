//! `snapshot` as its users run it: taken of a served API, and read by every command that reads.

mod damage;
mod redacted;
mod rights;
mod same;
mod secrecy;
mod writing;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::api::{FakeApi, On, Reply};
use crate::patience::Ending as _;
use crate::versions::{SAMPLE, program, stderr};

/// A server with a landscape, a kubeconfig for it, and a folder for snapshots.
struct Served {
    api: FakeApi,
    folder: TempDir,
}

impl Served {
    fn empty() -> Self {
        let api = FakeApi::https();
        let folder = tempfile::tempdir().unwrap();
        Self { api, folder }
    }

    fn sample() -> Self {
        let served = Self::empty();
        served.api.add_directory(SAMPLE.as_ref());
        served
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command that talks to the server.
    fn command(&self, name: &str) -> Command {
        let mut command = program(name);
        command
            .arg("--kubeconfig")
            .arg(self.api.kubeconfig_file(self.folder.path()))
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        command
    }

    fn run(&self, name: &str, arguments: &[&str]) -> Output {
        self.command(name).args(arguments).ended()
    }

    /// Take a snapshot that has to succeed.
    fn take(&self, name: &str, arguments: &[&str]) -> PathBuf {
        let path = self.path(name);
        let output = self
            .command("snapshot")
            .arg("-o")
            .arg(&path)
            .args(arguments)
            .output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        path
    }

    fn forbid(&self, path: &str) {
        let message = format!("{path} is forbidden: User \"jane\" cannot list resource");
        self.api
            .answer(On::get(path), Reply::status(403, "Forbidden", &message));
    }

    /// The names of all files but the kubeconfig.
    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|name| name != "kubeconfig.yaml").collect()
    }
}

/// The lines of a snapshot.
fn lines(path: &Path) -> Vec<serde_json::Value> {
    let text = zstd::decode_all(std::fs::File::open(path).unwrap()).unwrap();
    let text = String::from_utf8(text).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
