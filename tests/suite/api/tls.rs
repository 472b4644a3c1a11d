//! Authorities and certificates that exist for one test.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair,
};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// An authority that signs what a test needs.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate with its key, in PEM.
#[derive(Clone)]
pub struct Identity {
    pub certificate: String,
    pub key: String,
}

impl Authority {
    /// Make a new one.
    pub fn new() -> Self {
        let mut params = parameters("test authority", &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key"));
        Self {
            issuer: issuer.expect("an authority"),
        }
    }

    /// Give its certificate in PEM.
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// Give its certificate as kubeconfigs embed it.
    pub fn data(&self) -> String {
        STANDARD.encode(self.pem())
    }

    /// Sign a certificate for a server with these names.
    pub fn server(&self, names: &[&str]) -> Identity {
        self.sign(&parameters("server", names))
    }

    /// Sign a certificate for a server that is an authority's.
    pub fn server_that_is_an_authority(&self, names: &[&str]) -> Identity {
        let mut params = parameters("server", names);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        self.sign(&params)
    }

    /// Sign a certificate that ended long ago.
    pub fn expired_server(&self, names: &[&str]) -> Identity {
        let mut params = parameters("server", names);
        params.not_before = rcgen::date_time_ymd(2001, 1, 1);
        params.not_after = rcgen::date_time_ymd(2002, 1, 1);
        self.sign(&params)
    }

    /// Sign a certificate for a client.
    pub fn client(&self, name: &str) -> Identity {
        let mut params = parameters(name, &[]);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.sign(&params)
    }

    fn sign(&self, params: &CertificateParams) -> Identity {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        Identity {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        }
    }
}

fn parameters(name: &str, names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("valid names");
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

impl Identity {
    /// Give certificate and key as kubeconfigs embed them.
    pub fn user(&self) -> serde_json::Value {
        serde_json::json!({
            "client-certificate-data": STANDARD.encode(&self.certificate),
            "client-key-data": STANDARD.encode(&self.key),
        })
    }

    /// Serve with this certificate; client certificates of the authority are read when there are any.
    pub(super) fn server_config(&self, authority: &Authority) -> ServerConfig {
        let provider = Arc::new(ring::default_provider());
        let mut roots = RootCertStore::empty();
        roots
            .add(authority.issuer.der().clone())
            .expect("a certificate");
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                .allow_unauthenticated()
                .build()
                .expect("a verifier");
        let certificate =
            CertificateDer::from_pem_slice(self.certificate.as_bytes()).expect("a certificate");
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes()).expect("a key");
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("protocol versions")
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![certificate], key)
            .expect("a usable certificate")
    }
}
