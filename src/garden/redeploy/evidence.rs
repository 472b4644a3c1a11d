//! How far a gardenlet is on its way to a client certificate: what is read for it.

use crate::credentials::bootstrap_token;
use crate::domain::gardenlets::bootstrap::{
    Evidence, TOKEN_NAMESPACE, Token, newest, token_secret,
};
use crate::domain::objects::{CertificateSigningRequest, SecretMetadata};
use crate::error::show;
use crate::garden::{Garden, Query};

/// Read token and requests of the gardenlet of a seed. What may not be read says so.
pub async fn evidence(garden: &Garden, name: &str, address: Option<String>) -> Evidence {
    let (token, requests) = tokio::join!(token(garden, name), certificate_requests(garden));
    Evidence {
        token: token.map_err(|error| show(&error).message),
        request: requests
            .map(|requests| newest(name, &requests))
            .map_err(|error| show(&error).message),
        address,
    }
}

/// Read all certificate requests; there are few, as the garden removes them after an hour to a day.
pub async fn certificate_requests(
    garden: &Garden,
) -> anyhow::Result<Vec<CertificateSigningRequest>> {
    let mut requests = Vec::new();
    garden
        .fold(&Query::default(), |request| requests.push(request))
        .await?;
    Ok(requests)
}

async fn token(garden: &Garden, name: &str) -> anyhow::Result<Token> {
    let secret = token_secret(name);
    let read = garden
        .get_bytes::<SecretMetadata>(Some(TOKEN_NAMESPACE), &secret, "application/json")
        .await?;
    Ok(match read {
        Some(bytes) => Token::There(bootstrap_token::ends(bytes)?),
        None => Token::Absent,
    })
}
