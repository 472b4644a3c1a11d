//! Secrets that redeployments left behind: told by label and annotation, their content is never asked for.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::backing::GARDEN_NAMESPACE;
use super::command::Commands;
use super::finding::Code;
use crate::domain::objects::{Gardenlet, SecretMetadata};
use crate::domain::redeploy::lock::{FRESH, LABEL, RUN, Run};
use crate::domain::versions::finding::Severity;
use crate::domain::versions::judge::minute;
use crate::erased;

/// A Secret with the kubeconfig of a target cluster that no redeployment uses any more, or one that is being used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Leftover {
    /// `leftover-secret`, or `redeploy-running` for one that is younger than ten minutes.
    pub code: Code,
    /// How urgent it is.
    pub severity: Severity,
    /// Name of the Secret, in namespace `garden`.
    pub secret: String,
    /// Name of the Gardenlet that it was made for.
    pub gardenlet: String,
    /// Who made it, where it says so.
    pub by: Option<String>,
    /// Since when it is there.
    pub since: Option<Timestamp>,
    /// What it means.
    pub message: String,
    /// The command that removes it; absent while it may be in use.
    pub command: Option<String>,
}

/// Give the name of the Gardenlet that a Secret of ours was made for.
pub fn gardenlet(secret: &SecretMetadata) -> Option<&str> {
    secret.metadata.labels.get(LABEL).map(String::as_str)
}

/// Judge one of our Secrets, given the Gardenlet that it was made for.
///
/// One that a Gardenlet refers to is in gardener-operator's hands, which removes it: that is told of the Gardenlet.
pub fn judge(
    secret: &SecretMetadata,
    gardenlet: Option<&Gardenlet>,
    now: Timestamp,
    commands: &Commands<'_>,
) -> Option<Leftover> {
    let metadata = &secret.metadata;
    let name = self::gardenlet(secret)?;
    let referred = gardenlet
        .and_then(|gardenlet| gardenlet.spec.kubeconfig_secret_ref.as_ref())
        .is_some_and(|reference| reference.name == metadata.name);
    if referred {
        return None;
    }
    let run = metadata.annotations.get(RUN);
    let run: Option<Run> = run.and_then(|text| erased::json(text.as_bytes()).ok());
    let by = run.map(|run| match run.from.as_str() {
        "" => run.by,
        from => format!("{} ({from})", run.by),
    });
    let since = metadata.creation_timestamp;
    let fresh = since.is_some_and(|since| now.duration_since(since) < FRESH);
    let code = if fresh {
        Code::RedeployRunning
    } else {
        Code::LeftoverSecret
    };
    let who = by.as_deref().unwrap_or("somebody");
    let when = since.map_or_else(String::new, |since| format!(" since {}", minute(since)));
    let message = if fresh {
        format!("{who} redeploys {name}{when}")
    } else {
        format!("{who} left it behind{when}: it holds a kubeconfig of the target cluster of {name}")
    };
    let delete = [
        "kubectl",
        "delete",
        "secret",
        &metadata.name,
        "-n",
        GARDEN_NAMESPACE,
    ];
    Some(Leftover {
        code,
        severity: code.severity(),
        secret: metadata.name.clone(),
        gardenlet: name.to_owned(),
        by,
        since,
        message,
        command: (!fresh).then(|| commands.line(delete)),
    })
}
