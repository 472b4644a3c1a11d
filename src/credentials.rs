//! The only reader of secret bytes: what credential plugins answer and token files hold, and how it
//! reaches the client.
//!
//! Nothing here is shown: `Debug` is hidden, buffers are wiped, and no message repeats a value. Kubeconfigs of
//! target clusters are in [`kubeconfig`].

pub mod bootstrap_token;
mod der;
pub mod kubeconfig;

use std::fmt;

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::Timestamp;
use kube::config::AuthInfo;
use secrecy::zeroize::{Zeroize as _, Zeroizing};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};

/// What a credential plugin answered.
#[derive(Clone, Default)]
pub struct Credential {
    token: Option<SecretString>,
    certificate: Option<String>,
    key: Option<SecretString>,
    /// When it ends.
    pub expires: Option<Timestamp>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

impl Credential {
    /// Read the `ExecCredential` that a plugin printed; it must have the version that it was asked for.
    pub fn parse(answer: &Zeroizing<Vec<u8>>, api_version: &str) -> anyhow::Result<Self> {
        let answer: Answer = serde_json::from_slice(answer).map_err(|error| {
            // serde's own text can repeat a value.
            anyhow::anyhow!(
                "its output is no ExecCredential (line {}, column {})",
                error.line(),
                error.column()
            )
        })?;
        if answer.kind != "ExecCredential" {
            bail!("its output is no ExecCredential");
        }
        if answer.api_version != api_version {
            bail!("its output is not of version {api_version}, which it was asked for");
        }
        let status = answer.status.context("its output has no status")?;
        if status.certificate.is_some() != status.key.is_some() {
            bail!("its output has only one of client certificate and key");
        }
        if status.token.is_none() && status.certificate.is_none() {
            bail!("its output has neither a token nor a client certificate");
        }
        let expires = status
            .expires
            .map(|time| time.parse())
            .transpose()
            .ok()
            .context("its output has an expirationTimestamp that is no time")?;
        Ok(Self {
            token: status.token,
            certificate: status.certificate,
            key: status.key,
            expires,
        })
    }

    /// Read a token from a file; the newline that editors add is not part of it.
    pub fn from_file(file: &str) -> anyhow::Result<Self> {
        let text = Zeroizing::new(
            std::fs::read_to_string(file)
                .with_context(|| format!("cannot read token file {file}"))?,
        );
        let token = text.trim();
        if token.is_empty() {
            bail!("token file {file} is empty");
        }
        Ok(Self {
            token: Some(SecretString::from(token)),
            ..Self::default()
        })
    }

    /// Put the credential where the client looks for it.
    pub fn apply(&self, auth: &mut AuthInfo) {
        if let Some(token) = &self.token {
            auth.token = Some(token.clone());
        }
        if let (Some(certificate), Some(key)) = (&self.certificate, &self.key) {
            auth.client_certificate_data = Some(STANDARD.encode(certificate));
            auth.client_key_data = Some(SecretString::from(STANDARD.encode(key.expose_secret())));
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    api_version: String,
    kind: String,
    status: Option<AnswerStatus>,
}

#[derive(Deserialize)]
struct AnswerStatus {
    #[serde(default, deserialize_with = "secret")]
    token: Option<SecretString>,
    #[serde(default, rename = "clientCertificateData", deserialize_with = "filled")]
    certificate: Option<String>,
    #[serde(default, rename = "clientKeyData", deserialize_with = "secret")]
    key: Option<SecretString>,
    #[serde(default, rename = "expirationTimestamp", deserialize_with = "filled")]
    expires: Option<String>,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    Ok(filled(deserializer)?.map(SecretString::from))
}

/// Read an empty text like an absent one.
fn filled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty()))
}

/// Tell whether a secret is the empty text, which kubeconfigs write for "none".
pub fn is_empty(secret: &SecretString) -> bool {
    secret.expose_secret().trim().is_empty()
}

/// Wipe an answer of which nobody else has a part.
fn wipe(answer: Bytes) {
    if let Ok(mut buffer) = answer.try_into_mut() {
        buffer.as_mut().zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const V1: &str = "client.authentication.k8s.io/v1";

    fn parse(text: &str) -> anyhow::Result<Credential> {
        Credential::parse(&Zeroizing::new(text.as_bytes().to_vec()), V1)
    }

    fn answer(status: &str) -> String {
        format!(r#"{{"apiVersion":"{V1}","kind":"ExecCredential","status":{status}}}"#)
    }

    #[test]
    fn tokens_and_certificates_reach_the_client() {
        let status = r#"{"token":"planted-token","clientCertificateData":"cert","clientKeyData":"planted-key","expirationTimestamp":"2026-11-21T00:00:00Z"}"#;
        let credential = parse(&answer(status)).unwrap();
        assert_eq!(
            credential.expires,
            Some("2026-11-21T00:00:00Z".parse().unwrap())
        );
        let mut auth = AuthInfo::default();
        credential.apply(&mut auth);
        assert_eq!(auth.token.unwrap().expose_secret(), "planted-token");
        assert_eq!(auth.client_certificate_data.as_deref(), Some("Y2VydA=="));
        assert_eq!(
            auth.client_key_data.unwrap().expose_secret(),
            "cGxhbnRlZC1rZXk="
        );
        assert!(!format!("{credential:?}").contains("planted"));
    }

    #[test]
    fn wrong_answers_are_named_without_their_content() {
        for (text, expected) in [
            (String::new(), "no ExecCredential"),
            ("planted".to_owned(), "no ExecCredential"),
            (
                r#"{"apiVersion":"planted","kind":"ExecCredential"}"#.to_owned(),
                "not of version",
            ),
            (answer("null"), "no status"),
            (answer(r#""planted""#), "no ExecCredential"),
            (answer("{}"), "neither a token"),
            (answer(r#"{"token":""}"#), "neither a token"),
            (answer(r#"{"clientKeyData":"planted"}"#), "only one of"),
            (
                answer(r#"{"token":"planted","expirationTimestamp":"planted"}"#),
                "is no time",
            ),
        ] {
            let error = format!("{:#}", parse(&text).unwrap_err());
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("planted"), "{error}");
        }
    }
}
