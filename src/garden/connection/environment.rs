//! What the surroundings of the process say about the connection, read in one place.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Where Kubernetes mounts the service account of a pod.
const SERVICE_ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// The surroundings: variables, directories, terminal.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Environment variables.
    pub variables: BTreeMap<OsString, OsString>,
    /// Directory that relative paths of flags stand in.
    pub current_dir: PathBuf,
    /// Whether a credential plugin can ask the user.
    pub stdin_is_terminal: bool,
    /// Directory with the service account of a pod.
    pub service_account: PathBuf,
}

impl Environment {
    /// Look at the surroundings of this process.
    pub fn of_process() -> Self {
        Self {
            variables: std::env::vars_os().collect(),
            current_dir: std::env::current_dir().unwrap_or_default(),
            stdin_is_terminal: std::io::stdin().is_terminal(),
            service_account: PathBuf::from(SERVICE_ACCOUNT),
        }
    }

    /// Give a variable that is set to something.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        let value = self.variables.get(&OsString::from(name))?.to_str()?;
        (!value.is_empty()).then_some(value)
    }

    /// Give the first of several variables that is set to something.
    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.variable(name))
    }

    /// Give the files that `KUBECONFIG` lists, or `None` when it lists nothing.
    pub(super) fn kubeconfigs(&self) -> Option<Vec<PathBuf>> {
        let list = self.variables.get(&OsString::from("KUBECONFIG"))?;
        let files: Vec<PathBuf> = std::env::split_paths(list)
            .filter(|path| !path.as_os_str().is_empty())
            .map(|path| self.current_dir.join(path))
            .collect();
        (!files.is_empty()).then_some(files)
    }

    /// Give the user's own kubeconfig.
    pub(super) fn home_kubeconfig(&self) -> Option<PathBuf> {
        let home = self.first(if cfg!(windows) {
            &["HOME", "USERPROFILE"]
        } else {
            &["HOME"]
        })?;
        Some(PathBuf::from(home).join(".kube").join("config"))
    }
}
