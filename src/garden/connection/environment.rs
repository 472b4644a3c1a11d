//! What the surroundings of the process say about the connection, read in one place.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

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
            variables: std::env::vars_os()
                // Windows does not tell names apart by case, and has some in other cases than those we look for.
                .map(|(name, value)| match name.to_str() {
                    Some(text) if cfg!(windows) => (text.to_uppercase().into(), value),
                    _ => (name, value),
                })
                .collect(),
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
        let home = if cfg!(windows) {
            self.home_on_windows()
        } else {
            self.variable("HOME").map(PathBuf::from)
        };
        Some(kubeconfig_in(&home?))
    }

    /// Give the home directory as kubectl chooses it (`k8s.io/client-go:util/homedir/homedir.go`): where there is a
    /// kubeconfig, the first that has one.
    fn home_on_windows(&self) -> Option<PathBuf> {
        let own = self.variable("HOME").map(PathBuf::from);
        let profile = self.variable("USERPROFILE").map(PathBuf::from);
        let drive = self.variable("HOMEDRIVE").zip(self.variable("HOMEPATH"));
        let drive = drive.map(|(drive, path)| PathBuf::from(format!("{drive}{path}")));
        let with = {
            let mut homes = [&own, &drive, &profile].into_iter().flatten();
            let found = homes.find(|home| kubeconfig_in(home).metadata().is_ok());
            found.cloned()
        };
        with.or(own).or(profile).or(drive)
    }
}

fn kubeconfig_in(home: &Path) -> PathBuf {
    home.join(".kube").join("config")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn on_windows_the_home_with_a_kubeconfig_is_found_wherever_it_is() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name).into_os_string();
        // The two halves only have to be one path together.
        let drive = root.path().as_os_str().to_owned();
        let halves = OsString::from(format!("{}drive", std::path::MAIN_SEPARATOR));
        let variables = [
            ("HOME", at("own")),
            ("USERPROFILE", at("profile")),
            ("HOMEDRIVE", drive),
            ("HOMEPATH", halves),
        ];
        let mut environment = Environment::of_process();
        environment.variables = variables.map(|(name, value)| (name.into(), value)).into();
        let found = |environment: &Environment| environment.home_on_windows().unwrap();
        assert_eq!(found(&environment), root.path().join("own"));
        for name in ["profile", "drive", "own"] {
            let folder = root.path().join(name).join(".kube");
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("config"), "").unwrap();
            assert_eq!(found(&environment), root.path().join(name));
        }
        environment.variables.remove(&OsString::from("HOME"));
        assert_eq!(found(&environment), root.path().join("drive"));
        environment.variables.clear();
        assert_eq!(environment.home_on_windows(), None);
    }
}
