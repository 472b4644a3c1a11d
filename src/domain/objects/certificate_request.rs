//! CertificateSigningRequest: how a gardenlet gets its client certificate (`k8s.io/api/certificates/v1`).

use serde::Deserialize;

use super::{Condition, Metadata, null_as_default, object};

/// A request for a certificate.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct CertificateSigningRequest {
    /// Metadata.
    #[serde(default)]
    pub metadata: Metadata,
    /// Spec.
    #[serde(default, deserialize_with = "null_as_default")]
    pub spec: CertificateSigningRequestSpec,
    /// Status.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: CertificateSigningRequestStatus,
}

object!(
    CertificateSigningRequest,
    "certificates.k8s.io",
    "v1",
    "CertificateSigningRequest",
    "certificatesigningrequests",
    false
);

/// Spec of a [`CertificateSigningRequest`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CertificateSigningRequestSpec {
    /// The request: PEM, in base64 once more. It names whom the certificate is for.
    #[serde(default, deserialize_with = "null_as_default")]
    pub request: String,
    /// Who asks.
    #[serde(default, deserialize_with = "null_as_default")]
    pub username: String,
}

/// Status of a [`CertificateSigningRequest`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CertificateSigningRequestStatus {
    /// `Approved`, `Denied`, `Failed`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub conditions: Vec<Condition>,
    /// The certificate, once it was signed.
    #[serde(default, deserialize_with = "null_as_default")]
    pub certificate: String,
}
