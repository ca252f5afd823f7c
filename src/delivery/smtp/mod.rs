//! The way to a mail server: the phases of RFC 5321, each with its own time limit.
//!
//! lettre's pool is not used: it parks a connection whose reply is outstanding, writes the final dot apart from
//! the body, and hides in which phase an error happened.

mod connection;
mod lines;

use std::fmt;
use std::net::{IpAddr, ToSocketAddrs};
use std::path::Path;

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use super::outcome::Phase;
use super::reply::Trouble;
use super::{Security, SmtpSettings};
use crate::credential::{ExposeSecret, SecretString};
use crate::finding::{Code, Finding, Place};
use connection::within;

pub(super) use connection::{Connection, Refusal};

/// Why there is no connection.
#[derive(Debug)]
pub(super) enum NoConnection {
    /// Trying again later may help.
    Passing(Finding),
    /// Trying again changes nothing.
    Lasting(Finding),
}

/// The ready-made parts of every connection of a run.
pub struct Server {
    settings: SmtpSettings,
    credentials: Option<Credentials>,
    tls: Option<TlsParameters>,
    hello: ClientId,
    account: String,
}

impl Server {
    /// Checks the settings and reads password and certificates.
    ///
    /// # Errors
    /// `unencrypted-line`, `password-unavailable`, `key-missing`, unreadable CA file.
    pub(super) fn new(settings: &SmtpSettings, root: &Path) -> Result<Self, Finding> {
        if settings.security == Security::None && !is_this_machine(&settings.host) {
            return Err(Finding::new(Code::UnencryptedLine).with("host", &settings.host));
        }
        let credentials = match (&settings.username, &settings.password) {
            (Some(username), Some(source)) => {
                let password = source
                    .fetch(root)
                    .map_err(|error| Finding::new(Code::PasswordUnavailable).with("reason", error))?;
                Some(secret_credentials(username, &password))
            }
            (Some(_), None) => return Err(Finding::new(Code::KeyMissing).with("key", "transport.smtp.password")),
            (None, _) => None,
        };
        let tls = match settings.security {
            Security::None => None,
            Security::Starttls | Security::Tls => Some(tls_parameters(settings, root)?),
        };
        let login = settings.username.as_deref().unwrap_or_default();
        let account = format!("{login}@{}:{}", settings.host.to_lowercase(), settings.port());
        Ok(Self { settings: settings.clone(), credentials, tls, hello: ClientId::default(), account })
    }

    /// After how many mails a connection is made anew.
    pub(super) fn mails_per_connection(&self) -> u32 {
        self.settings.mails_per_connection.unwrap_or(u32::MAX).max(1)
    }

    /// Whose limits count: login, server and port.
    pub(super) fn account(&self) -> &str {
        &self.account
    }

    /// Connects, encrypts, logs in.
    ///
    /// # Errors
    /// Tells whether it is worth trying again.
    pub(super) async fn connect(&self) -> Result<Connection, NoConnection> {
        let timeouts = self.settings.timeouts;
        let mut inner = self.open().await?;
        if self.settings.security == Security::Starttls {
            if !inner.can_starttls() {
                return Err(NoConnection::Lasting(self.finding(Code::StarttlsMissing)));
            }
            let tls = self.tls.clone().ok_or_else(|| NoConnection::Lasting(self.finding(Code::StarttlsMissing)))?;
            let limit = timeouts.limit(Phase::Starttls);
            within(Phase::Starttls, limit, inner.starttls(tls, &self.hello))
                .await
                .map_err(|trouble| self.unreachable(trouble))?;
        }
        if let Some(credentials) = &self.credentials {
            let limit = timeouts.limit(Phase::Auth);
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let login = inner.auth(&mechanisms, credentials);
            within(Phase::Auth, limit, login).await.map_err(|trouble| self.login_failed(trouble))?;
        }
        Ok(Connection::new(inner, timeouts, &self.hello).await)
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, NoConnection> {
        let (host, port) = (self.settings.host.as_str(), self.settings.port());
        let timeouts = self.settings.timeouts;
        let limit = timeouts.limit(Phase::Connect);
        if self.settings.security == Security::Tls {
            let open =
                AsyncSmtpConnection::connect_tokio1((host, port), Some(limit), &self.hello, self.tls.clone(), None);
            let patience = limit + timeouts.limit(Phase::Greeting);
            return within(Phase::Greeting, patience, open).await.map_err(|trouble| self.unreachable(trouble));
        }
        let broken =
            |phase: Phase, reason: &dyn fmt::Display| self.unreachable(Trouble::Broken(format!("{phase}: {reason}")));
        let stream = match tokio::time::timeout(limit, tokio::net::TcpStream::connect((host, port))).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(self.unreachable(Trouble::Broken(error.to_string()))),
            Err(_) => return Err(broken(Phase::Connect, &format!("no reply within {} s", limit.as_secs()))),
        };
        // body and final dot must not wait for a delayed ACK
        stream.set_nodelay(true).map_err(|error| broken(Phase::Connect, &error))?;
        let patience = timeouts.limit(Phase::Greeting);
        if tokio::time::timeout(patience, stream.readable()).await.is_err() {
            return Err(broken(Phase::Greeting, &format!("no reply within {} s", patience.as_secs())));
        }
        let greet = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello);
        within(Phase::Ehlo, timeouts.limit(Phase::Ehlo), greet).await.map_err(|trouble| self.unreachable(trouble))
    }

    fn finding(&self, code: Code) -> Finding {
        Finding::new(code).with("host", format!("{}:{}", self.settings.host, self.settings.port()))
    }

    fn unreachable(&self, trouble: Trouble) -> NoConnection {
        match trouble {
            Trouble::Broken(reason) if speaks_of_certificates(&reason) => {
                NoConnection::Lasting(self.finding(Code::CertificateUntrusted).with("reason", reason))
            }
            Trouble::Broken(reason) => {
                NoConnection::Passing(self.finding(Code::ServerUnreachable).with("reason", reason))
            }
            Trouble::Refused(reply) if reply.code >= 500 => {
                NoConnection::Lasting(self.finding(Code::ServerRefuses).with("reason", reply))
            }
            Trouble::Refused(reply) => {
                NoConnection::Passing(self.finding(Code::ServerUnreachable).with("reason", reply))
            }
        }
    }

    fn login_failed(&self, trouble: Trouble) -> NoConnection {
        let username = self.settings.username.clone().unwrap_or_default();
        match trouble {
            // RFC 4954 §6: 535 and other 5xx are final, 454 is not
            Trouble::Refused(reply) if reply.code >= 500 => {
                NoConnection::Lasting(self.finding(Code::LoginRefused).with("username", username).with("reason", reply))
            }
            Trouble::Broken(reason) if reason.contains("authentication mechanism") => NoConnection::Lasting(
                self.finding(Code::LoginRefused).with("username", username).with("reason", reason),
            ),
            trouble => self.unreachable(trouble),
        }
    }
}

fn secret_credentials(username: &str, password: &SecretString) -> Credentials {
    Credentials::new(username.to_owned(), password.expose_secret().to_owned())
}

fn tls_parameters(settings: &SmtpSettings, root: &Path) -> Result<TlsParameters, Finding> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(file) = &settings.ca_file {
        let unusable = |reason: &dyn fmt::Display| {
            let place = Place::file(file.display().to_string());
            Finding::new(Code::ValueInvalid).at(place).with("key", "transport.smtp.ca_file").with("value", reason)
        };
        let pem = std::fs::read(root.join(file)).map_err(|error| unusable(&error))?;
        // what holds no certificate would be taken without a word
        if !pem.windows(27).any(|window| window == b"-----BEGIN CERTIFICATE-----") {
            return Err(unusable(&"no certificate (PEM)"));
        }
        let certificate = Certificate::from_pem(&pem).map_err(|error| unusable(&error))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder
        .build_rustls()
        .map_err(|error| Finding::new(Code::CertificateUntrusted).with("host", &settings.host).with("reason", error))
}

/// Whether a name means this machine: only then may a line be in the clear.
fn is_this_machine(host: &str) -> bool {
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => (host, 0).to_socket_addrs().is_ok_and(|mut all| {
            let mut any = false;
            let loopback = all.all(|address| {
                any = true;
                address.ip().is_loopback()
            });
            any && loopback
        }),
    }
}

fn speaks_of_certificates(reason: &str) -> bool {
    ["certificate", "UnknownIssuer", "NotValidForName", "Expired"].iter().any(|word| reason.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_may_be_unencrypted() {
        assert!(is_this_machine("127.0.0.1") && is_this_machine("::1") && is_this_machine("localhost"));
        assert!(!is_this_machine("192.0.2.1") && !is_this_machine("mail.nowhere.example"));
    }
}
