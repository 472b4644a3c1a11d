//! Run credential plugins (gardenlogin is one) the way kubectl does, exactly once per need.
//!
//! kube would run them three times per client, tell them that they may ask the user even without a
//! terminal, and repeat their output in its errors.

use std::io::{ErrorKind, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kube::config::{Cluster, ExecConfig, ExecInteractiveMode};
use secrecy::zeroize::Zeroizing;
use serde_json::{Value, json};

use crate::credentials::Credential;
use crate::error::{WithHint, hinted};
use crate::garden::processes;

const GROUP: &str = "client.authentication.k8s.io";

/// A credential plugin, ready to be run.
#[derive(Clone, Debug)]
pub(super) struct Plugin {
    command: String,
    args: Vec<String>,
    env: Vec<(String, String)>,
    api_version: String,
    install_hint: Option<String>,
    interactive: bool,
    may_ask: bool,
    info: String,
}

impl Plugin {
    /// Check the configuration of a plugin; `cluster` is what it is told when it asks for it.
    pub(super) fn new(
        config: &ExecConfig,
        cluster: &Cluster,
        stdin_is_terminal: bool,
    ) -> anyhow::Result<Self> {
        let command = config
            .command
            .clone()
            .filter(|command| !command.is_empty())
            .context("the credential plugin of the kubeconfig names no command")?;
        let api_version = config.api_version.clone().unwrap_or_default();
        let v1 = format!("{GROUP}/v1");
        if api_version != v1 && api_version != format!("{GROUP}/v1beta1") {
            return Err(hinted(
                anyhow!("credential plugin {command}: unsupported apiVersion {api_version}"),
                format!("set users[].user.exec.apiVersion in the kubeconfig to {v1}"),
            ));
        }
        let interactive = match &config.interactive_mode {
            Some(ExecInteractiveMode::Never) => false,
            Some(ExecInteractiveMode::Always) if stdin_is_terminal => true,
            Some(ExecInteractiveMode::Always) => {
                return Err(hinted(
                    anyhow!(
                        "credential plugin {command} must ask the user, but stdin is not a terminal"
                    ),
                    "run this on a terminal, or use credentials that need no login",
                ));
            }
            None if api_version == v1 => {
                return Err(hinted(
                    anyhow!("credential plugin {command} has no interactiveMode"),
                    "set users[].user.exec.interactiveMode in the kubeconfig to IfAvailable, Never or Always",
                ));
            }
            // v1beta1 may leave it out.
            Some(ExecInteractiveMode::IfAvailable) | None => stdin_is_terminal,
        };
        let mut spec = json!({ "interactive": interactive });
        if config.provide_cluster_info {
            spec["cluster"] = cluster_info(cluster)?;
        }
        let info = json!({ "kind": "ExecCredential", "apiVersion": api_version, "spec": spec });
        Ok(Self {
            command,
            args: config.args.clone().unwrap_or_default(),
            env: variables(config),
            api_version,
            install_hint: config.install_hint.clone().filter(|hint| !hint.is_empty()),
            interactive,
            may_ask: config.interactive_mode != Some(ExecInteractiveMode::Never),
            info: info.to_string(),
        })
    }

    /// Give the program that it is.
    pub(super) fn command(&self) -> &str {
        &self.command
    }

    /// Tell whether it may have somebody log in. What it is told about a terminal does not keep it from opening a browser.
    pub(super) fn may_ask(&self) -> bool {
        self.may_ask
    }

    /// Run the plugin without holding up other requests. It ends when nobody waits for it any more.
    pub(super) async fn run(&self) -> anyhow::Result<Credential> {
        let plugin = self.clone();
        let running = Running::default();
        let seen = running.clone();
        let (done, result) = tokio::sync::oneshot::channel();
        // What the plugin has started may hold its output open for ever: the runtime must not wait for that at its end.
        thread::Builder::new()
            .name("credential-plugin".to_owned())
            .spawn(move || {
                let _ = done.send(plugin.run_blocking(&seen));
            })
            .context("cannot wait for the credential plugin")?;
        let _end = EndOnDrop(running);
        result.await?
    }

    fn run_blocking(&self, running: &Running) -> anyhow::Result<Credential> {
        let command = &self.command;
        tracing::info!("running the credential plugin {command}");
        let mut child = Command::new(command)
            .args(&self.args)
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .env("KUBERNETES_EXEC_INFO", &self.info)
            .stdin(if self.interactive {
                Stdio::inherit()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            // What it tells the user ("open this page to log in") reaches the user.
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(|error| self.not_started(error))?;
        let stdout = child.stdout.take();
        running.begin(child);
        let mut answer = Zeroizing::new(Vec::with_capacity(64 << 10));
        if let Some(mut stdout) = stdout {
            stdout
                .read_to_end(&mut answer)
                .with_context(|| format!("cannot read from the credential plugin {command}"))?;
        }
        let status = running
            .wait()
            .with_context(|| format!("cannot wait for the credential plugin {command}"))?;
        if !status.success() {
            let how = status.code().map_or_else(
                || "was killed".to_owned(),
                |code| format!("failed with exit code {code}"),
            );
            return Err(anyhow!("credential plugin {command} {how}")).hint(format!(
                "run `{command}` yourself, its own messages are above"
            ));
        }
        Credential::parse(&answer, &self.api_version)
            .with_context(|| format!("credential plugin {command} gave no credential"))
    }

    fn not_started(&self, error: std::io::Error) -> anyhow::Error {
        let command = &self.command;
        if error.kind() != ErrorKind::NotFound {
            return anyhow!(error).context(format!("cannot start the credential plugin {command}"));
        }
        let hint = self.install_hint.clone().unwrap_or_else(|| {
            format!("install {command}, or use a kubeconfig that does not need it")
        });
        hinted(anyhow!("credential plugin {command} was not found"), hint)
    }
}

/// A plugin that runs, for those who wait for it and those who end it.
#[derive(Clone, Debug, Default)]
struct Running(Arc<Mutex<Stage>>);

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Before,
    During(Child),
    /// Nobody waits for it any more.
    Given,
}

impl Running {
    fn begin(&self, mut child: Child) {
        let mut stage = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*stage, Stage::Given) {
            processes::end(&mut child);
        }
        *stage = Stage::During(child);
    }

    /// Wait for the end, leaving room for those who hasten it.
    fn wait(&self) -> std::io::Result<ExitStatus> {
        loop {
            let mut stage = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let Stage::During(child) = &mut *stage else {
                return Err(ErrorKind::NotFound.into());
            };
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            drop(stage);
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn end(&self) {
        let mut stage = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *stage {
            Stage::Before => *stage = Stage::Given,
            // One that has ended by itself, and was waited for, is left alone by this.
            Stage::During(child) => processes::end(child),
            Stage::Given => {}
        }
    }
}

/// Ends a plugin that nobody waits for.
struct EndOnDrop(Running);

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Give the plugin's variables: kubeconfigs list them as pairs of `name` and `value`.
fn variables(config: &ExecConfig) -> Vec<(String, String)> {
    config
        .env
        .iter()
        .flatten()
        .filter_map(|entry| Some((entry.get("name")?.clone(), entry.get("value")?.clone())))
        .collect()
}

/// Describe the cluster as `spec.cluster` of the `ExecCredential` that is sent to the plugin.
fn cluster_info(cluster: &Cluster) -> anyhow::Result<Value> {
    let mut info = serde_json::Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            info.insert(name.to_owned(), value);
        }
    };
    put("server", cluster.server.clone().map(Value::from));
    put(
        "tls-server-name",
        cluster.tls_server_name.clone().map(Value::from),
    );
    put(
        "insecure-skip-tls-verify",
        cluster
            .insecure_skip_tls_verify
            .filter(|skip| *skip)
            .map(Value::from),
    );
    put(
        "certificate-authority-data",
        authority(cluster)?.map(Value::from),
    );
    put("proxy-url", cluster.proxy_url.clone().map(Value::from));
    put(
        "disable-compression",
        cluster
            .disable_compression
            .filter(|disable| *disable)
            .map(Value::from),
    );
    let extension = cluster
        .extensions
        .iter()
        .flatten()
        .find(|extension| extension.name == format!("{GROUP}/exec"));
    put(
        "config",
        extension.map(|extension| extension.extension.clone()),
    );
    Ok(Value::Object(info))
}

/// Give the authority's certificates in base64, from the kubeconfig or the file that it names.
fn authority(cluster: &Cluster) -> anyhow::Result<Option<String>> {
    if let Some(data) = &cluster.certificate_authority_data {
        return Ok(Some(data.clone()));
    }
    let Some(file) = &cluster.certificate_authority else {
        return Ok(None);
    };
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(STANDARD.encode(bytes))),
        Err(error) => bail!("cannot read certificate authority {file}: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::show;

    fn plugin(config: Value, terminal: bool) -> anyhow::Result<Plugin> {
        let config: ExecConfig = serde_json::from_value(config).unwrap();
        let cluster: Cluster = serde_json::from_value(json!({
            "server": "https://garden.example.com",
            "certificate-authority-data": "Y2E=",
            "extensions": [{ "name": "client.authentication.k8s.io/exec", "extension": { "audience": "garden" } }],
        }))
        .unwrap();
        Plugin::new(&config, &cluster, terminal)
    }

    fn exec(version: &str, mode: &str) -> Value {
        json!({ "apiVersion": format!("{GROUP}/{version}"), "command": "login", "interactiveMode": mode })
    }

    #[test]
    fn trap_02_interactive_mode_follows_the_terminal_like_kubectl() {
        let interactive =
            |mode, terminal| plugin(exec("v1", mode), terminal).map(|p| p.interactive);
        assert!(!interactive("Never", true).unwrap());
        assert!(interactive("IfAvailable", true).unwrap());
        assert!(!interactive("IfAvailable", false).unwrap());
        assert!(interactive("Always", true).unwrap());
        let error = show(&interactive("Always", false).unwrap_err());
        assert!(
            error.message.contains("login must ask the user"),
            "{error:?}"
        );
        assert!(!error.hints.is_empty());
    }

    #[test]
    fn only_v1beta1_may_leave_out_the_interactive_mode() {
        let bare = |version: &str| json!({ "apiVersion": format!("{GROUP}/{version}"), "command": "login" });
        assert!(!plugin(bare("v1beta1"), false).unwrap().interactive);
        assert!(plugin(bare("v1beta1"), true).unwrap().interactive);
        assert!(
            plugin(bare("v1"), true)
                .unwrap_err()
                .to_string()
                .contains("interactiveMode")
        );
        assert!(
            plugin(bare("v1alpha1"), true)
                .unwrap_err()
                .to_string()
                .contains("v1alpha1")
        );
    }

    #[test]
    fn the_cluster_is_told_only_when_asked_for() {
        let info = |provide: bool| -> Value {
            let mut config = exec("v1", "Never");
            config["provideClusterInfo"] = provide.into();
            serde_json::from_str(&plugin(config, false).unwrap().info).unwrap()
        };
        assert_eq!(info(false)["spec"], json!({ "interactive": false }));
        assert_eq!(
            info(true)["spec"]["cluster"],
            json!({
                "server": "https://garden.example.com",
                "certificate-authority-data": "Y2E=",
                "config": { "audience": "garden" },
            })
        );
    }

    #[test]
    fn a_missing_plugin_shows_its_install_hint() {
        let mut config = exec("v1", "Never");
        config["command"] = "no-such-plugin-anywhere".into();
        config["installHint"] = "Install it with: krew install gardenlogin".into();
        let error = plugin(config, false)
            .unwrap()
            .run_blocking(&Running::default())
            .unwrap_err();
        let shown = show(&error);
        assert_eq!(
            shown.message,
            "credential plugin no-such-plugin-anywhere was not found"
        );
        assert_eq!(shown.hints, ["Install it with: krew install gardenlogin"]);
    }
}
