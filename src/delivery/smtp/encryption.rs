//! Encryption of a line: TLS with certificates verified by the system's authorities, or also by one of the user's own.
//!
//! Done here and not by lettre, so that a stream of ours can stand above the encryption: see [`super::talk`].

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName};
use rustls_platform_verifier::Verifier;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::{ClientConfig, Error};

use super::super::SmtpSettings;
use crate::finding::{Code, Finding, Place};

/// Encrypts lines to one server.
pub(super) struct Encryption {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl Encryption {
    /// For the server of the settings; a CA file of the user's own is looked for from `root`.
    ///
    /// # Errors
    /// `value-invalid` for a CA file that cannot be used, `certificate-untrusted` where the system's authorities
    /// cannot be asked or the host's name is none.
    pub(super) fn new(settings: &SmtpSettings, root: &Path) -> Result<Self, Finding> {
        let unusable = |reason: &dyn fmt::Display| {
            Finding::new(Code::CertificateUntrusted).with("host", &settings.host).with("reason", reason)
        };
        let own = settings.ca_file.as_ref().map_or(Ok(Vec::new()), |file| authorities(file, root))?;
        let host = settings.host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|error| unusable(&error))?;
        let config = config(own).map_err(|error| unusable(&error))?;
        Ok(Self { connector: TlsConnector::from(Arc::new(config)), name })
    }

    /// The handshake.
    ///
    /// # Errors
    /// The line broke, or the server is not whom it should be ([`is_untrusted`] tells).
    pub(super) async fn encrypt(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        self.connector.connect(self.name.clone(), stream).await
    }
}

/// Whether a handshake failed because of the server's certificate: trying again changes nothing then.
pub(super) fn is_untrusted(error: &io::Error) -> bool {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    matches!(cause, Some(Error::InvalidCertificate(_) | Error::NoCertificatesPresented))
}

fn config(own: Vec<CertificateDer<'static>>) -> Result<ClientConfig, Error> {
    let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(own, Arc::clone(&provider))?;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

fn authorities(file: &Path, root: &Path) -> Result<Vec<CertificateDer<'static>>, Finding> {
    let unusable = |reason: &dyn fmt::Display| {
        let place = Place::file(file.display().to_string());
        Finding::new(Code::ValueInvalid).at(place).with("key", "transport.smtp.ca_file").with("value", reason)
    };
    let pem = std::fs::read(root.join(file)).map_err(|error| unusable(&error))?;
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let all = all.map_err(|error| unusable(&error))?;
    // what holds no certificate would be taken without a word
    if all.is_empty() { Err(unusable(&"no certificate (PEM)")) } else { Ok(all) }
}
