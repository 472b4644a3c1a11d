//! The kubeconfig of a target cluster: minified, judged without showing it, and put into a Secret.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};

use anyhow::{Context as _, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use jiff::Timestamp;
use kube::config::{AuthInfo, Kubeconfig};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::ExposeSecret;
use secrecy::zeroize::Zeroizing;
use serde::Deserialize;
use serde_json::Value;

use super::{der, is_empty, wipe};
use crate::domain::objects::Metadata;
use crate::domain::redeploy::kubeconfig::Facts;
use crate::domain::redeploy::lock::KEY;

/// A kubeconfig with one context, one cluster and one user.
#[derive(Clone)]
pub struct TargetKubeconfig {
    config: Kubeconfig,
    /// When it ends, by the word of whoever minted it.
    ends: Option<Timestamp>,
}

impl fmt::Debug for TargetKubeconfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TargetKubeconfig").finish_non_exhaustive()
    }
}

impl TargetKubeconfig {
    /// Read a kubeconfig and take one context of it.
    pub fn read(bytes: &Zeroizing<Vec<u8>>, context: Option<&str>) -> anyhow::Result<Self> {
        Self::minify(crate::garden::connection::parse_bytes(bytes)?, context)
    }

    /// Take one context of a kubeconfig, with its cluster and user.
    fn minify(mut config: Kubeconfig, context: Option<&str>) -> anyhow::Result<Self> {
        let names: Vec<&str> = config
            .contexts
            .iter()
            .map(|context| context.name.as_str())
            .collect();
        let known = || match names.as_slice() {
            [] => "it has no context".to_owned(),
            names => format!("it has {}", names.join(", ")),
        };
        let current = config.current_context.as_deref();
        let wanted = match (context, current.filter(|name| !name.is_empty())) {
            (Some(context), _) => context,
            (None, Some(current)) => current,
            // What cannot be meant otherwise needs no word.
            (None, None) if names.len() == 1 => names[0],
            (None, None) => bail!(
                "the target's kubeconfig has no current context; choose one with --target-context: {}",
                known()
            ),
        };
        let wanted = wanted.to_owned();
        if !names.contains(&wanted.as_str()) {
            bail!(
                "the target's kubeconfig has no context {wanted}: {}",
                known()
            );
        }
        config.contexts.retain(|context| context.name == wanted);
        config.contexts.truncate(1);
        let chosen = config.contexts[0].context.clone().unwrap_or_default();
        let user = chosen.user.unwrap_or_default();
        config
            .clusters
            .retain(|cluster| cluster.name == chosen.cluster);
        config.clusters.truncate(1);
        config.auth_infos.retain(|info| info.name == user);
        config.auth_infos.truncate(1);
        if config.clusters.is_empty() {
            bail!("context {wanted} of the target's kubeconfig names a cluster that is not in it");
        }
        if config.auth_infos.is_empty() {
            bail!("context {wanted} of the target's kubeconfig names a user that is not in it");
        }
        config.current_context = Some(wanted);
        config.preferences = None;
        config.extensions = None;
        config.kind = Some("Config".to_owned());
        config.api_version = Some("v1".to_owned());
        Ok(Self { config, ends: None })
    }

    /// Tell when it ends, where whoever minted it said so.
    #[must_use]
    pub fn until(mut self, ends: Option<Timestamp>) -> Self {
        self.ends = ends;
        self
    }

    /// Give it to a connection, which never shows it.
    pub(crate) fn config(&self) -> &Kubeconfig {
        &self.config
    }

    /// Tell what may be known of it. No value of a credential is among that.
    pub fn facts(&self) -> anyhow::Result<Facts> {
        let cluster = self.config.clusters[0].cluster.clone().unwrap_or_default();
        let none = AuthInfo::default();
        let user = self.config.auth_infos[0]
            .auth_info
            .as_ref()
            .unwrap_or(&none);
        let server = cluster.server.unwrap_or_default();
        let address: http::Uri = server
            .trim()
            .parse()
            .ok()
            .context("the server of the target's kubeconfig is not a URL")?;
        let host = address.host().unwrap_or_default().to_owned();
        if host.is_empty() {
            bail!("the server of the target's kubeconfig is not a URL");
        }
        // Without what might stand before an @.
        let port = address.port().map(|port| format!(":{port}"));
        let scheme = address.scheme_str().unwrap_or("https");
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let mut files = Vec::new();
        for (field, file, embedded) in [
            (
                "certificate-authority",
                filled(&cluster.certificate_authority),
                filled(&cluster.certificate_authority_data).is_some(),
            ),
            (
                "client-certificate",
                filled(&user.client_certificate),
                filled(&user.client_certificate_data).is_some(),
            ),
            (
                "client-key",
                filled(&user.client_key),
                has(user.client_key_data.as_ref()),
            ),
            ("tokenFile", filled(&user.token_file), false),
        ] {
            if let Some(file) = file.filter(|_| !embedded) {
                files.push((field, file));
            }
        }
        let certificate = filled(&user.client_certificate_data);
        let token = user.token.as_ref().filter(|token| !is_empty(token));
        Ok(Facts {
            context: self.config.current_context.clone().unwrap_or_default(),
            server: format!("{scheme}://{host}{}", port.unwrap_or_default()),
            host,
            exec: user.exec.as_ref().map(|exec| {
                let command = exec.command.clone();
                command.unwrap_or_else(|| "(none)".to_owned())
            }),
            auth_provider: user
                .auth_provider
                .as_ref()
                .map(|provider| provider.name.clone()),
            files,
            impersonates: filled(&user.impersonate).or_else(|| {
                let groups = user.impersonate_groups.as_ref()?;
                (!groups.is_empty()).then(|| format!("groups {}", groups.join(", ")))
            }),
            credentials: token.is_some()
                || (certificate.is_some() && has(user.client_key_data.as_ref()))
                || (filled(&user.username).is_some() && has(user.password.as_ref())),
            authority: filled(&cluster.certificate_authority_data).is_some(),
            insecure: cluster.insecure_skip_tls_verify.unwrap_or_default(),
            proxy: filled(&cluster.proxy_url)
                .map(|proxy| crate::garden::connection::shown_proxy(&proxy)),
            certificate_ends: certificate.map(|data| certificate_end(&data)).transpose()?,
            minted_ends: self.ends,
            token_ends: token.and_then(|token| token_end(token.expose_secret())),
        })
    }

    /// Write a Secret with it: the manifest, with the kubeconfig as its only content.
    pub fn into_secret(&self, manifest: &Value) -> anyhow::Result<Zeroizing<Vec<u8>>> {
        let text = self.to_json()?;
        let manifest = manifest.to_string();
        let open = manifest
            .strip_suffix('}')
            .context("a Secret is an object")?;
        let before = format!("{open},\"data\":{{\"{KEY}\":\"");
        let length = base64::encoded_len(text.len(), true).context("it is too long")?;
        // One buffer of the right size: one that grows leaves copies behind.
        let mut body = Zeroizing::new(vec![0; before.len() + length + 3]);
        body[..before.len()].copy_from_slice(before.as_bytes());
        STANDARD
            .encode_slice(
                text.as_slice(),
                &mut body[before.len()..before.len() + length],
            )
            .map_err(|_| anyhow!("the kubeconfig cannot be encoded"))?;
        body[before.len() + length..].copy_from_slice(b"\"}}");
        Ok(body)
    }

    /// Write it as JSON, which is YAML, into one buffer that is wiped.
    fn to_json(&self) -> anyhow::Result<Zeroizing<Vec<u8>>> {
        struct Length(usize);
        impl Write for Length {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0 += bytes.len();
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let failed = |_| anyhow!("the target's kubeconfig cannot be written");
        let mut length = Length(0);
        serde_json::to_writer(&mut length, &self.config).map_err(failed)?;
        let mut text = Zeroizing::new(Vec::with_capacity(length.0));
        serde_json::to_writer(&mut *text, &self.config).map_err(failed)?;
        Ok(text)
    }
}

/// What a Secret holds.
#[derive(Debug)]
pub struct Content {
    /// Its metadata.
    pub metadata: Metadata,
    /// Its keys.
    pub keys: BTreeSet<String>,
    /// Its kubeconfig, if it has one.
    pub kubeconfig: Option<Zeroizing<Vec<u8>>>,
}

impl Content {
    /// Read a Secret as the API server sends it, and wipe what was sent.
    pub(crate) fn read(answer: Bytes) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Secret<'a> {
            #[serde(default)]
            metadata: Metadata,
            #[serde(borrow, default)]
            data: Option<BTreeMap<String, Cow<'a, str>>>,
        }
        let read = (|| {
            let secret: Secret =
                serde_json::from_slice(&answer).map_err(|_| anyhow!("it is no Secret"))?;
            let data = secret.data.unwrap_or_default();
            let kubeconfig = data.get(KEY).map(|text| {
                let decoded = STANDARD.decode(text.as_bytes());
                decoded.map(Zeroizing::new)
            });
            anyhow::Ok(Self {
                metadata: secret.metadata,
                keys: data.keys().cloned().collect(),
                kubeconfig: kubeconfig
                    .transpose()
                    .map_err(|_| anyhow!("its key {KEY} is not base64"))?,
            })
        })();
        wipe(answer);
        read
    }
}

/// Read what minting a shoot's kubeconfig answers: the kubeconfig, and when it ends. What was sent is wiped.
pub(crate) fn minted(answer: Bytes) -> anyhow::Result<(Zeroizing<Vec<u8>>, Option<Timestamp>)> {
    #[derive(Deserialize)]
    struct Request<'a> {
        #[serde(borrow)]
        status: Status<'a>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Status<'a> {
        #[serde(borrow)]
        kubeconfig: Cow<'a, str>,
        expiration_timestamp: Option<Timestamp>,
    }
    let read = (|| {
        let request: Request = serde_json::from_slice(&answer)
            .map_err(|_| anyhow!("the answer holds no kubeconfig"))?;
        let kubeconfig = STANDARD
            .decode(request.status.kubeconfig.as_bytes())
            .map_err(|_| anyhow!("the answer holds no kubeconfig in base64"))?;
        anyhow::Ok((
            Zeroizing::new(kubeconfig),
            request.status.expiration_timestamp,
        ))
    })();
    wipe(answer);
    read
}

fn has(secret: Option<&secrecy::SecretString>) -> bool {
    secret.is_some_and(|secret| !is_empty(secret))
}

fn certificate_end(data: &str) -> anyhow::Result<Timestamp> {
    let data: String = data.split_ascii_whitespace().collect();
    let pem = STANDARD
        .decode(data)
        .map_err(|_| anyhow!("client-certificate-data of the target's kubeconfig is not base64"))?;
    let certificate = CertificateDer::from_pem_slice(&pem)
        .map_err(|_| anyhow!("client-certificate-data of the target's kubeconfig is not PEM"))?;
    der::not_after(&certificate)
        .context("client-certificate-data of the target's kubeconfig is no certificate")
}

/// What a JWT says of itself, as far as we ask.
#[derive(Deserialize)]
struct Claims {
    exp: Option<f64>,
}

/// Read the end of a token that is a JWT; others name none.
fn token_end(token: &str) -> Option<Timestamp> {
    let mut parts = token.trim().split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    let payload = Zeroizing::new(URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?);
    let claims: Claims = serde_json::from_slice(&payload).ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "seconds; what is out of range is no time"
    )]
    let seconds = claims.exp? as i64;
    Timestamp::from_second(seconds).ok()
}

#[cfg(test)]
mod tests;
