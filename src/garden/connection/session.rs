//! A client that renews its credentials: before they end, and when the server no longer accepts them.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use http::header::USER_AGENT;
use http::{HeaderValue, Request};
use jiff::{SignedDuration, Timestamp};
use kube::client::{Body, ClientBuilder};
use tokio::sync::Mutex;

use super::resolve::{Changing, Resolved};
use crate::credentials::Credential;
use crate::error::hinted;

/// Credentials that end this soon are renewed first.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);

/// Token files are read again this often, as client-go does.
const TOKEN_FILE_LIFE: SignedDuration = SignedDuration::from_secs(60);

/// The way to one server as one user.
#[derive(Clone)]
pub(super) struct Session {
    shared: Arc<Shared>,
}

struct Shared {
    resolved: Resolved,
    user_agent: String,
    connect_timeout: Duration,
    current: Mutex<Current>,
}

struct Current {
    client: kube::Client,
    /// Counts renewals, so that many refused requests renew once.
    generation: u64,
    since: Timestamp,
    expires: Option<Timestamp>,
}

/// Renewing the credentials failed; carries the whole explanation.
#[derive(Debug)]
pub(crate) struct CredentialsFailed(pub anyhow::Error);

impl fmt::Display for CredentialsFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl StdError for CredentialsFailed {}

impl Session {
    /// Get the credentials and build the client; nothing is sent yet.
    pub(super) async fn open(
        resolved: Resolved,
        user_agent: String,
        connect_timeout: Duration,
    ) -> anyhow::Result<Self> {
        let current = connect(&resolved, &user_agent, connect_timeout, 0).await?;
        Ok(Self {
            shared: Arc::new(Shared {
                resolved,
                user_agent,
                connect_timeout,
                current: Mutex::new(current),
            }),
        })
    }

    /// Give the client to use now, with its generation.
    ///
    /// Whoever waits for it waits as long as a plugin needs, which may be until somebody has logged in.
    pub(super) async fn current(&self) -> Result<(kube::Client, u64), CredentialsFailed> {
        let mut current = self.shared.current.lock().await;
        let now = Timestamp::now();
        let ending = current.expires.is_some_and(|expires| {
            // A credential that arrives at its end must not have the plugin run for each request.
            now + MARGIN >= expires && now >= current.since + MARGIN
        });
        if ending && let Err(error) = self.renew(&mut current).await {
            let by_file = matches!(&self.shared.resolved.changing, Some(Changing::TokenFile(_)));
            if !by_file {
                return Err(CredentialsFailed(error));
            }
            // A file that is gone by now may have been removed to protect it; its token still counts.
            current.expires = Some(now + TOKEN_FILE_LIFE);
        }
        Ok((current.client.clone(), current.generation))
    }

    /// Give a client with other credentials than those of the generation that was refused.
    pub(super) async fn after_refusal(
        &self,
        refused: u64,
    ) -> Result<kube::Client, CredentialsFailed> {
        let mut current = self.shared.current.lock().await;
        if current.generation == refused {
            tracing::info!("the server no longer accepts the credentials, renewing them");
            self.renew(&mut current).await.map_err(CredentialsFailed)?;
        }
        Ok(current.client.clone())
    }

    async fn renew(&self, current: &mut Current) -> anyhow::Result<()> {
        let Shared {
            resolved,
            user_agent,
            connect_timeout,
            ..
        } = &*self.shared;
        *current = connect(
            resolved,
            user_agent,
            *connect_timeout,
            current.generation + 1,
        )
        .await?;
        Ok(())
    }

    /// Tell whether other credentials can be had.
    pub(super) fn is_renewable(&self) -> bool {
        self.shared.resolved.changing.is_some()
    }
}

/// Copy a request, unless its body can be read only once.
pub(super) fn copy(request: &Request<Body>) -> Option<Request<Body>> {
    let mut copy = Request::new(request.body().try_clone()?);
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.version_mut() = request.version();
    *copy.headers_mut() = request.headers().clone();
    *copy.extensions_mut() = request.extensions().clone();
    Some(copy)
}

async fn connect(
    resolved: &Resolved,
    user_agent: &str,
    connect_timeout: Duration,
    generation: u64,
) -> anyhow::Result<Current> {
    let mut auth = resolved.auth.clone();
    let mut expires = None;
    if let Some(changing) = &resolved.changing {
        let credential = match changing {
            Changing::Plugin(plugin) => plugin.run().await?,
            Changing::TokenFile(file) => {
                let mut credential = Credential::from_file(file)?;
                credential.expires = Some(Timestamp::now() + TOKEN_FILE_LIFE);
                credential
            }
        };
        credential.apply(&mut auth);
        expires = credential.expires;
    }
    let mut config = kube::Config::new(resolved.server.clone());
    config.default_namespace.clone_from(&resolved.namespace);
    config.root_cert.clone_from(&resolved.authorities);
    config.accept_invalid_certs = resolved.insecure;
    config.tls_server_name.clone_from(&resolved.tls_server_name);
    config.disable_compression = resolved.disable_compression;
    config.proxy_url.clone_from(&resolved.proxy);
    config.auth_info = auth;
    config.connect_timeout = Some(connect_timeout);
    // Its retries are made for controllers: many, silent, and of any verb.
    config.default_retry = false;
    config
        .headers
        .push((USER_AGENT, HeaderValue::from_str(user_agent)?));
    let client = ClientBuilder::try_from(config)
        .map_err(|error| unusable(&error))?
        .build();
    Ok(Current {
        client,
        generation,
        since: Timestamp::now(),
        expires,
    })
}

/// Say why no client could be built, without the contents of keys and tokens.
fn unusable(error: &kube::Error) -> anyhow::Error {
    let message = match error {
        kube::Error::RustlsTls(error) => {
            format!("cannot use the client certificate or the authority: {error}")
        }
        kube::Error::Auth(error) => format!("cannot use the credentials: {error}"),
        kube::Error::HttpError(_) => {
            "the user or group to act as has characters that no header can carry".to_owned()
        }
        other => format!("cannot use the connection settings: {other}"),
    };
    hinted(
        anyhow!(message),
        "correct the user in the kubeconfig, or the flags that stand in for it",
    )
}
