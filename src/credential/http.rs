//! The HTTP client of token requests: certificates verified, no redirects, short answers, limited patience.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use oauth2::http::Response;
use oauth2::http::header::CONTENT_TYPE;
use oauth2::{HttpRequest, HttpResponse, SyncHttpClient};
use ureq::tls::{PemItem, RootCerts, TlsConfig};

use super::oauth::Endpoint;
use crate::finding::{Code, Finding, Place};

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest answer, in bytes; tokens have a few thousand.
const LONGEST: u64 = 256 * 1024;

/// A client for one endpoint.
pub(super) struct Http(ureq::Agent);

/// Why there is no answer that could be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAnswer {
    #[error("{0}")]
    Line(#[from] ureq::Error),
    #[error("HTTP {0}")]
    Status(u16),
}

impl Http {
    /// With a CA file only its authorities are trusted, without one those of the system.
    pub(super) fn new(endpoint: &Endpoint, ca_file: Option<&Path>, root: &Path) -> Result<Self, Finding> {
        let authorities = match ca_file {
            Some(file) => authorities(file, root)?,
            None => RootCerts::PlatformVerifier,
        };
        let tls = TlsConfig::builder()
            .root_certs(authorities)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let mut settings = ureq::Agent::config_builder()
            .tls_config(tls)
            .https_only(!endpoint.is_plain())
            .http_status_as_error(false)
            // a redirect would carry the secrets to a place that nobody named
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE));
        if endpoint.is_plain() {
            // a proxy is another machine
            settings = settings.proxy(None);
        }
        Ok(Self(settings.build().new_agent()))
    }
}

fn authorities(file: &Path, root: &Path) -> Result<RootCerts, Finding> {
    let unusable = |reason: &dyn std::fmt::Display| {
        let place = Place::file(file.display().to_string());
        Finding::new(Code::ValueInvalid).at(place).with("key", "transport.smtp.oauth.ca_file").with("value", reason)
    };
    let pem = std::fs::read(root.join(file)).map_err(|error| unusable(&error))?;
    let mut certificates = Vec::new();
    for item in ureq::tls::parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| unusable(&error))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(unusable(&"no certificate (PEM)"));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

impl SyncHttpClient for Http {
    type Error = NoAnswer;

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let (head, mut body) = self.0.run(request)?.into_parts();
        let json = head.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
        // refusals come as 4xx in JSON (RFC 6749 §5.2); the words of other errors are not for us
        if !(head.status.is_success() || head.status.is_client_error() && json) {
            return Err(NoAnswer::Status(head.status.as_u16()));
        }
        let bytes = body.with_config().limit(LONGEST).read_to_vec()?;
        Ok(Response::from_parts(head, bytes))
    }
}
