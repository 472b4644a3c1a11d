//! The fault proxy in front of the garden.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::fixture::{description, directory, http, kubeconfig};
use crate::patience::within;

/// The fault proxy in front of the garden, gone with the test.
pub struct Proxy {
    process: Child,
    /// The kubeconfig that leads through it.
    pub kubeconfig: String,
    control: String,
}

impl Proxy {
    /// Start one with a name that no other test uses.
    pub fn start(name: &str) -> Self {
        Self::before(kubeconfig("garden"), name)
    }

    /// The same before the garden of a kubeconfig.
    pub fn before(kubeconfig: &str, name: &str) -> Self {
        let kubeconfig_path = directory(name).join("kubeconfig");
        let mut process = Command::new(description()["binaries"]["faultproxy"].as_str().unwrap())
            .args(["--kubeconfig", kubeconfig, "--output"])
            .arg(&kubeconfig_path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = process.stdout.take().unwrap();
        let line = within("the address of the fault proxy", move || {
            let mut line = String::new();
            BufReader::new(said).read_line(&mut line).unwrap();
            line
        });
        let said: Value = serde_json::from_str(&line).unwrap();
        Self {
            process,
            kubeconfig: kubeconfig_path.to_str().unwrap().to_owned(),
            control: said["control"].as_str().unwrap().to_owned(),
        }
    }

    /// Replace the rules.
    pub fn rules(&self, rules: &Value) {
        self.seeded_rules(1, rules);
    }

    /// Replace the rules; what they hit is decided by a number.
    pub fn seeded_rules(&self, seed: u64, rules: &Value) {
        let (status, answer) = http(
            &self.control,
            "PUT",
            "/rules",
            &json!({ "seed": seed, "rules": rules }),
        );
        assert_eq!(status, 200, "{answer}");
    }

    /// Forget what was counted, and the log.
    pub fn forget(&self) {
        http(&self.control, "DELETE", "/counters", &Value::Null);
    }

    /// Give the counters.
    pub fn counters(&self) -> Value {
        http(&self.control, "GET", "/counters", &Value::Null).1
    }

    /// Give every request in order.
    pub fn log(&self) -> Vec<Value> {
        let log = http(&self.control, "GET", "/log", &Value::Null).1;
        log.as_array().cloned().unwrap_or_default()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
