//! How far a gardenlet is on its way to a client certificate: it asks for one with a bootstrap token, or with the certificate
//! that it has; gardener-controller-manager approves that, and kube-controller-manager of the garden signs it.
//!
//! `gardener/gardener:pkg/gardenlet/bootstrap/bootstrap.go`,
//! `gardener/gardener:pkg/controllermanager/controller/certificatesigningrequest/reconciler.go`.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};

use super::backing::{GARDEN_NAMESPACE, SELF_HOSTED_PREFIX};
use crate::domain::objects::{CertificateSigningRequest, Object, condition};
use crate::domain::versions::judge::minute;

/// Namespace of the tokens.
pub const TOKEN_NAMESPACE: &str = "kube-system";
/// What a gardenlet of a seed is called in its certificate
/// (`gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go:SeedUserNamePrefix`).
const SEED_USER: &str = "gardener.cloud:system:seed:";
/// How a gardenlet of a seed begins the names of its requests.
const PREFIX: &str = "seed-csr-";
/// The tag of the text that a common name is in DER (RFC 5280, 4.1.2.4).
const TEXTS: [u8; 2] = [0x0c, 0x13];

/// Give the name of the Secret with the token that a gardenlet is given
/// (`gardener/gardener:pkg/utils/kubernetes/bootstraptoken/bootstraptoken.go:TokenID`).
pub fn token_secret(gardenlet: &str) -> String {
    let name = gardenlet
        .strip_prefix(SELF_HOSTED_PREFIX)
        .unwrap_or(gardenlet);
    let digest = digest(&SHA256, format!("{GARDEN_NAMESPACE}--{name}").as_bytes());
    let mut secret = "bootstrap-token-".to_owned();
    for byte in &digest.as_ref()[..3] {
        let _ = write!(secret, "{byte:02x}");
    }
    secret
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has approved it.
    Waiting,
    /// It was approved, and is not signed.
    Unsigned,
    /// It was denied, with this message.
    Denied(String),
    /// It could not be signed, for this reason.
    Failed(String),
    /// The certificate is there.
    Issued,
}

/// The request of a gardenlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub at: Option<Timestamp>,
    /// What became of it.
    pub state: State,
}

impl Request {
    /// Say it, with who has to do something about it.
    pub fn words(&self) -> String {
        let name = &self.name;
        let when = self.at.map(minute);
        let when = when.map_or_else(String::new, |at| format!(" of {at}"));
        match &self.state {
            State::Waiting => format!(
                "certificate request {name}{when} waits for approval: gardener-controller-manager approves those of gardenlets (controller csr-autoapprove) when whoever asks may create certificatesigningrequests/seedclient"
            ),
            State::Unsigned => format!(
                "certificate request {name}{when} is approved and not signed: kube-controller-manager of the garden signs it"
            ),
            State::Denied(why) => format!("certificate request {name}{when} was denied: {why}"),
            State::Failed(why) => {
                format!("certificate request {name}{when} could not be signed: {why}")
            }
            State::Issued => format!("certificate request {name}{when} was signed"),
        }
    }
}

/// Find the newest request of the gardenlet of a seed.
pub fn newest(seed: &str, requests: &[CertificateSigningRequest]) -> Option<Request> {
    let own = requests.iter().filter(|request| is_of(seed, request));
    let newest = own.max_by_key(|request| request.metadata.creation_timestamp)?;
    let conditions = &newest.status.conditions;
    let told = |what| condition::find(conditions, what).map(|found| found.message.clone());
    let state = if let Some(why) = told("Denied") {
        State::Denied(why)
    } else if let Some(why) = told("Failed") {
        State::Failed(why)
    } else if !newest.status.certificate.is_empty() {
        State::Issued
    } else if told("Approved").is_some() {
        State::Unsigned
    } else {
        State::Waiting
    };
    Some(Request {
        name: newest.name().to_owned(),
        at: newest.metadata.creation_timestamp,
        state,
    })
}

/// Whether a certificate is asked for the gardenlet of a seed. Only the request tells: a token may be anybody's.
fn is_of(seed: &str, request: &CertificateSigningRequest) -> bool {
    if !request.name().starts_with(PREFIX) {
        return false;
    }
    let name = format!("{SEED_USER}{seed}");
    let Some(der) = der(&request.spec.request) else {
        return false;
    };
    // A text in DER: tag, length, bytes. A name is shorter than what would need a longer length.
    der.windows(name.len() + 2).any(|window| {
        TEXTS.contains(&window[0])
            && usize::from(window[1]) == name.len()
            && &window[2..] == name.as_bytes()
    })
}

fn der(request: &str) -> Option<Vec<u8>> {
    let pem = String::from_utf8(STANDARD.decode(request).ok()?).ok()?;
    let body: String = pem
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .flat_map(str::split_whitespace)
        .collect();
    STANDARD.decode(body).ok()
}

/// What was seen of the token; its value is never looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// There is none.
    Absent,
    /// There is one, which ends then where that is known.
    There(Option<Timestamp>),
}

/// What the garden shows of the way to a certificate. What could not be read says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The bootstrap token.
    pub token: Result<Token, String>,
    /// The newest request.
    pub request: Result<Option<Request>, String>,
    /// The garden's address as the gardenlet is configured, where that says one.
    pub address: Option<String>,
}

impl Evidence {
    /// Say how far a gardenlet is that was deployed at `since` and does not report, and what is in its way.
    pub fn words(&self, since: Timestamp, now: Timestamp) -> Vec<String> {
        let mut words = Vec::new();
        // One from before is about another deployment; times of the server are in whole seconds.
        let since = since.as_second();
        let request = match &self.request {
            Ok(request) => request
                .as_ref()
                .filter(|one| one.at.is_none_or(|at| at.as_second() >= since)),
            Err(why) => {
                words.push(format!(
                    "certificate requests could not be looked at: {why}"
                ));
                None
            }
        };
        if let Some(request) = request {
            words.push(request.words());
            if request.state == State::Issued {
                words.push("it has its certificate and does not report: look at the pods and logs of the gardenlet in the target cluster".to_owned());
            }
            return words;
        }
        let asked = if self.request.is_ok() {
            "it has not asked for a certificate"
        } else {
            "whether it has asked for a certificate is not known"
        };
        words.push(match &self.token {
            Ok(Token::There(Some(ends))) if *ends <= now => format!(
                "{asked}, and its bootstrap token ended {}: run this again, which gives it a new one",
                minute(*ends)
            ),
            Ok(Token::There(ends)) => {
                let ends = ends.map(|ends| format!(" until {}", minute(ends)));
                let address = match &self.address {
                    Some(address) => format!("the garden's address {address}"),
                    None => "the garden's address that it is configured with".to_owned(),
                };
                format!(
                    "it was given a bootstrap token{}, and {asked}: its pods do not start, or do not reach {address}",
                    ends.unwrap_or_default()
                )
            }
            Ok(Token::Absent) => format!(
                "{asked}, and there is no bootstrap token for it: it keeps the certificate that it has in the target cluster; if that is of no use, run this again with --reset-client-cert"
            ),
            Err(why) => format!("{asked}; its bootstrap token could not be looked at: {why}"),
        });
        words
    }
}

#[cfg(test)]
mod tests;
