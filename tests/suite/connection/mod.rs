//! The way to a live garden, tried against a server of our own.
#![expect(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "helpers of tests: a panic is the failure, and literals are passed as they stand"
)]

mod errors;
#[cfg(unix)]
mod exec;
mod flags;
mod kubeconfig;
mod paging;
mod proxies;
mod retries;
mod secrecy;
mod servers;
mod streams;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use kubectl_gardener::domain::objects::{Object, Seed};
use kubectl_gardener::error::{Shown, show};
use kubectl_gardener::garden::connection::{ConnectionArgs, Environment, Settings};
use kubectl_gardener::garden::{Garden, Query};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Surroundings that a test decides about: nothing of this process shines through.
pub struct Machine {
    pub directory: TempDir,
    pub environment: Environment,
    pub settings: Settings,
}

impl Machine {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let environment = Environment {
            variables: [("HOME".into(), directory.path().as_os_str().to_owned())].into(),
            current_dir: directory.path().to_owned(),
            stdin_is_terminal: false,
            service_account: directory.path().join("serviceaccount"),
        };
        let settings = Settings {
            first_wait: Duration::from_millis(4),
            ..Settings::default()
        };
        Self {
            directory,
            environment,
            settings,
        }
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn set(&mut self, name: &str, value: impl Into<OsString>) -> &mut Self {
        self.environment.variables.insert(name.into(), value.into());
        self
    }

    /// Write a file, with the directories that it needs.
    pub fn write(&self, name: &str, content: impl ToString) -> PathBuf {
        let file = self.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, content.to_string()).unwrap();
        file
    }

    pub async fn try_garden(&self, flags: &[&str]) -> Result<Garden, Shown> {
        let args = args(flags);
        Garden::connect_with(&args, &self.environment, self.settings.clone())
            .await
            .map_err(|error| show(&error))
    }

    pub async fn garden(&self, flags: &[&str]) -> Garden {
        self.try_garden(flags).await.unwrap()
    }
}

/// Parse flags as the binary does.
pub fn args(flags: &[&str]) -> ConnectionArgs {
    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        connection: ConnectionArgs,
    }
    let line = std::iter::once("test").chain(flags.iter().copied());
    Line::try_parse_from(line).unwrap().connection
}

pub fn seed(name: &str) -> Value {
    json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed", "metadata": { "name": name } })
}

pub fn shoot(namespace: &str, name: &str) -> Value {
    json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot", "metadata": { "namespace": namespace, "name": name } })
}

/// Read the names of all seeds.
pub async fn seeds(garden: &Garden) -> Result<Vec<String>, Shown> {
    let mut names = Vec::new();
    garden
        .fold::<Seed>(&Query::default(), |seed| names.push(seed.name().to_owned()))
        .await
        .map_err(|error| show(&error))?;
    Ok(names)
}
