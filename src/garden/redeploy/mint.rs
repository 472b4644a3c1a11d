//! A kubeconfig of a shoot, made for this.

use anyhow::{Context, anyhow};
use jiff::Timestamp;
use secrecy::zeroize::Zeroizing;
use serde_json::json;

use crate::credentials::kubeconfig;
use crate::domain::objects::Shoot;
use crate::error::hinted;
use crate::garden::acting::{Acting, Happened, Write};

/// A kubeconfig that was minted.
#[derive(Debug)]
pub struct Minted {
    /// The kubeconfig.
    pub kubeconfig: Zeroizing<Vec<u8>>,
    /// When it ends: the server may have shortened what was asked for.
    pub ends: Option<Timestamp>,
}

/// Have the garden mint an admin kubeconfig of a shoot
/// (`gardener/gardener:pkg/apiserver/registry/core/shoot/storage/kubeconfig.go:Create`).
///
/// Minting twice does no harm, so a lost answer is asked for again.
pub async fn mint(
    acting: &Acting,
    namespace: &str,
    name: &str,
    seconds: i64,
) -> anyhow::Result<Minted> {
    let body = json!({
        "apiVersion": "authentication.gardener.cloud/v1alpha1",
        "kind": "AdminKubeconfigRequest",
        "spec": { "expirationSeconds": seconds },
    });
    let write = Write::subresource::<Shoot>(Some(namespace), name, "adminkubeconfig", &body);
    let mut patience = acting.patience();
    loop {
        let failure = match acting.in_turn(acting.attempt(&write)).await {
            Ok(answer) => {
                let (kubeconfig, ends) = kubeconfig::minted(answer).with_context(|| {
                    format!("cannot use the kubeconfig of shoot {namespace}/{name}")
                })?;
                return Ok(Minted { kubeconfig, ends });
            }
            Err(failure) => failure,
        };
        if failure.happened == Happened::Missing {
            return Err(hinted(
                anyhow!("there is no shoot {namespace}/{name} in this garden"),
                format!("kubectl get shoot -n {namespace} lists them"),
            ));
        }
        let again = matches!(failure.happened, Happened::NotYet | Happened::Perhaps);
        let wait = patience.next(failure.asked).filter(|_| again);
        let Some(wait) = wait.filter(|_| !acting.interrupt().is_heard()) else {
            return Err(failure.error);
        };
        acting.pause(wait, true).await;
    }
}
