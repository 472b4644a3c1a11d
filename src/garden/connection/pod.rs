//! The service account of a pod, the last resort.

use std::fs;
use std::path::Path;

use kube::config::{AuthInfo, Cluster};

use super::environment::Environment;

/// What a pod is given.
pub(super) struct Pod {
    pub cluster: Cluster,
    pub auth: AuthInfo,
    pub namespace: Option<String>,
}

/// Read the service account of a pod; kube's own function obeys variables for debugging.
pub(super) fn read(environment: &Environment) -> Option<Pod> {
    let host = environment.variable("KUBERNETES_SERVICE_HOST")?;
    let port = environment.variable("KUBERNETES_SERVICE_PORT")?;
    let directory = &environment.service_account;
    let token = directory.join("token");
    if !token.exists() {
        return None;
    }
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let authority = directory.join("ca.crt");
    Some(Pod {
        cluster: Cluster {
            server: Some(format!("https://{host}:{port}")),
            certificate_authority: authority.exists().then(|| path(&authority)),
            ..Cluster::default()
        },
        auth: AuthInfo {
            token_file: Some(path(&token)),
            ..AuthInfo::default()
        },
        namespace: fs::read_to_string(directory.join("namespace"))
            .ok()
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty()),
    })
}
