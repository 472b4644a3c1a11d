//! The server of a cluster: its address, and whom to believe that it is the one.

use std::fs;

use anyhow::{Context, anyhow};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use kube::config::{AuthInfo, Cluster};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::error::{WithHint, hinted};

/// Parse the address of the server; without a scheme it is chosen as Go does.
pub(super) fn address(cluster: &Cluster, auth: &AuthInfo) -> anyhow::Result<Uri> {
    let text = cluster.server.as_deref().unwrap_or_default().trim();
    let with_scheme = if text.contains("://") {
        text.to_owned()
    } else {
        let secure = cluster.certificate_authority.is_some()
            || cluster.certificate_authority_data.is_some()
            || cluster.insecure_skip_tls_verify.unwrap_or_default()
            || auth.client_certificate.is_some()
            || auth.client_certificate_data.is_some();
        format!("{}://{text}", if secure { "https" } else { "http" })
    };
    let uri: Option<Uri> = with_scheme.parse().ok();
    uri.filter(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
            // A password in it would be shown wherever the server is named.
            && !uri.authority().is_some_and(|authority| authority.as_str().contains('@'))
    })
    .context("the server is not a URL of the form https://HOST[:PORT][/PATH]")
    .hint("correct `server` of the cluster in the kubeconfig, or --server")
}

/// Read the trusted authorities, from the kubeconfig or the file that it names.
pub(super) fn authorities(cluster: &Cluster) -> anyhow::Result<Option<Vec<Vec<u8>>>> {
    let given =
        cluster.certificate_authority.is_some() || cluster.certificate_authority_data.is_some();
    if cluster.insecure_skip_tls_verify.unwrap_or_default() {
        if given {
            return Err(hinted(
                anyhow!("the cluster has a certificate authority and skips its check as well"),
                "remove insecure-skip-tls-verify or certificate-authority from the kubeconfig",
            ));
        }
        return Ok(None);
    }
    let (pem, place) = if let Some(data) = &cluster.certificate_authority_data {
        let place = "certificate-authority-data of the kubeconfig".to_owned();
        let data: String = data.split_ascii_whitespace().collect();
        let pem = STANDARD
            .decode(data)
            .map_err(|_| anyhow!("{place} is not base64"))?;
        (pem, place)
    } else if let Some(file) = &cluster.certificate_authority {
        let pem =
            fs::read(file).with_context(|| format!("cannot read certificate authority {file}"))?;
        (pem, format!("certificate authority {file}"))
    } else {
        return Ok(None);
    };
    let certificates: Vec<Vec<u8>> = CertificateDer::pem_slice_iter(&pem)
        .map(|certificate| certificate.map(|der| der.to_vec()))
        .collect::<Result<_, _>>()
        .map_err(|_| anyhow!("{place} is not valid PEM"))?;
    if certificates.is_empty() {
        return Err(anyhow!("{place} holds no certificate"));
    }
    Ok(Some(certificates))
}
