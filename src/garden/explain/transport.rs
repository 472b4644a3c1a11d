//! Failures on the way: no connection, no trust, no complete answer.

use std::error::Error as StdError;
use std::io::ErrorKind;

use anyhow::anyhow;
use rustls::CertificateError;

use super::Doing;
use crate::error::hinted;
use crate::garden::connection::{CredentialsFailed, Place, TimedOut, causes, chain};

/// Say why nothing came back.
pub(super) fn explain(
    error: &(dyn StdError + 'static),
    doing: &Doing,
    place: &Place,
) -> anyhow::Error {
    let (reason, hint) = reason(error, place);
    let error = anyhow!("cannot {doing}: {reason}");
    match hint {
        Some(hint) => hinted(error, hint),
        None => error,
    }
}

/// Give reason and hint for a failure on the way; the innermost cause that we know decides.
pub(super) fn reason(error: &(dyn StdError + 'static), place: &Place) -> (String, Option<String>) {
    let links: Vec<&(dyn StdError + 'static)> = chain(error).collect();
    let by_type = links.iter().rev().find_map(|link| {
        if let Some(timed_out) = link.downcast_ref::<TimedOut>() {
            return Some((
                format!("{}: {timed_out}", place.server),
                "raise --request-timeout, or check the way to the server with -v 6".to_owned(),
            ));
        }
        if let Some(error) = link.downcast_ref::<rustls::Error>() {
            return Some(tls(error, place));
        }
        if let Some(error) = link.downcast_ref::<std::io::Error>() {
            return io(error.kind(), place);
        }
        None
    });
    let known = by_text(&links, place).or(by_type);
    match known {
        Some((reason, hint)) => (reason, Some(hint)),
        None => (
            format!("{}: {}", place.server, super::one_line(&causes(error))),
            None,
        ),
    }
}

/// Tell whether the answer was not waited for any longer.
pub(super) fn timed_out(error: &(dyn StdError + 'static)) -> bool {
    chain(error).any(<dyn StdError>::is::<TimedOut>)
}

/// Tell whether no connection came about, so that nothing can have been sent.
pub(super) fn never_sent(error: &(dyn StdError + 'static)) -> bool {
    chain(error).any(|link| {
        link.is::<rustls::Error>()
            || link.is::<CredentialsFailed>()
            || link.to_string() == "client error (Connect)"
    })
}

fn tls(error: &rustls::Error, place: &Place) -> (String, String) {
    let server = &place.server;
    match error {
        rustls::Error::InvalidCertificate(reason) => certificate(reason, place),
        rustls::Error::AlertReceived(alert) => (
            format!(
                "{server} refused the TLS connection: {}",
                words(&format!("{alert:?}"))
            ),
            "check the client certificate, and the name with --tls-server-name".to_owned(),
        ),
        rustls::Error::InvalidMessage(_) => (
            format!("{server} does not speak TLS"),
            "check scheme and port of the server's address".to_owned(),
        ),
        other => (
            format!("no TLS connection to {server}: {other}"),
            "check the server's address and its TLS settings".to_owned(),
        ),
    }
}

fn certificate(reason: &CertificateError, place: &Place) -> (String, String) {
    const AUTHORITY: &str = "name the right authority with --certificate-authority, or correct certificate-authority-data in the kubeconfig";
    let server = &place.server;
    match reason {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => (
            format!("the certificate of {server} is signed by an unknown authority"),
            AUTHORITY.to_owned(),
        ),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            let names = match reason {
                CertificateError::NotValidForNameContext { presented, .. } => {
                    let names: Vec<&str> = presented.iter().map(|name| name_of(name)).collect();
                    format!(", but for {}", names.join(", "))
                }
                _ => String::new(),
            };
            (
                format!("the certificate of {server} is not valid for this name{names}"),
                "use an address that the certificate is for, or name one with --tls-server-name".to_owned(),
            )
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => (
            format!("the certificate of {server} has expired"),
            "have the server's certificate renewed, and check the clock of this machine".to_owned(),
        ),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
            format!("the certificate of {server} is not valid yet"),
            "check the clock of this machine".to_owned(),
        ),
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => (
            format!("{server} uses the certificate of an authority as its own, which is not accepted"),
            "have the server use a certificate that is not an authority's; kubectl accepts it, this program does not".to_owned(),
        ),
        other => (
            format!("the certificate of {server} is not accepted: {other}"),
            AUTHORITY.to_owned(),
        ),
    }
}

/// Take the name out of rustls's `DnsName("…")`.
fn name_of(text: &str) -> &str {
    text.split('"').nth(1).unwrap_or(text)
}

/// Turn `UnknownCA` and `CertificateRequired` into words.
fn words(name: &str) -> String {
    let mut words = String::new();
    let mut previous_is_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && previous_is_lower {
            words.push(' ');
        }
        previous_is_lower = c.is_lowercase();
        words.extend(c.to_lowercase());
    }
    words
}

fn io(kind: ErrorKind, place: &Place) -> Option<(String, String)> {
    let server = &place.server;
    let (reason, hint) = match kind {
        ErrorKind::ConnectionRefused => (
            format!("{server} refused the connection"),
            "check the server's address in the kubeconfig, and that it runs",
        ),
        ErrorKind::TimedOut => (
            format!("no connection to {server} in time"),
            "check network, VPN and proxy",
        ),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => (
            format!("the connection to {server} broke before the answer was complete"),
            "try again; if it stays, check proxies and load balancers on the way",
        ),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => (
            format!("{server} cannot be reached from here"),
            "check network, VPN and proxy",
        ),
        _ => return None,
    };
    Some((reason, hint.to_owned()))
}

/// Recognise what has no type that we could ask for.
fn by_text(links: &[&(dyn StdError + 'static)], place: &Place) -> Option<(String, String)> {
    let server = &place.server;
    let says = |text: &str| links.iter().any(|link| link.to_string().contains(text));
    if says("tunnel error") {
        let reason = if says("proxy authorization required") {
            "the proxy wants a user and a password"
        } else if says("failed to create underlying connection") {
            "the proxy cannot be reached"
        } else {
            "the proxy does not lead there"
        };
        return Some((
            format!("{server}: {reason}"),
            "check the proxy: --proxy-url, HTTPS_PROXY and NO_PROXY".to_owned(),
        ));
    }
    if says("SOCKS") {
        return Some((
            format!(
                "{server}: the SOCKS proxy does not lead there: {}",
                super::one_line(&links[links.len() - 1].to_string())
            ),
            "check the proxy: --proxy-url and HTTPS_PROXY".to_owned(),
        ));
    }
    if says("dns error") || says("failed to lookup address") {
        return Some((
            format!("the name of {server} cannot be resolved"),
            "check the server's address, network and VPN".to_owned(),
        ));
    }
    if says("before message completed")
        || says("end of file before message length reached")
        || says("error reading a body")
    {
        return io(ErrorKind::UnexpectedEof, place);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_alerts_become_words() {
        assert_eq!(words("CertificateRequired"), "certificate required");
        assert_eq!(words("UnknownCA"), "unknown ca");
    }
}
