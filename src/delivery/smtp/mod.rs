//! The way to a mail server: the phases of RFC 5321, each with its own time limit.
//!
//! lettre's pool is not used: it parks a connection whose reply is outstanding, writes the final dot apart from
//! the body, and hides in which phase an error happened.

mod connection;
mod line;
mod lines;
mod login;
mod noted;

use std::fmt;
use std::net::{IpAddr, ToSocketAddrs};
use std::path::Path;
use std::time::Instant;

use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use super::outcome::Phase;
use super::reply::Trouble;
use super::{Security, SmtpSettings};
use crate::credential::{Login, SecretString};
use crate::finding::{Code, Finding, Place};
use connection::within;
use line::{INJECTED, Line};
use login::log_in;
use noted::{Noted, Writes};

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
    login: Option<Login>,
    tls: Option<TlsParameters>,
    hello: ClientId,
}

impl Server {
    /// Checks the settings and fetches certificates and password or token; refresh tokens are in the folder `store`.
    ///
    /// # Errors
    /// `unencrypted-line`, what [`Login::open`] finds, unreadable CA file.
    pub(super) fn new(settings: &SmtpSettings, root: &Path, store: &Path) -> Result<Self, Finding> {
        if settings.security == Security::None && !is_this_machine(&settings.host) {
            return Err(Finding::new(Code::UnencryptedLine).with("host", &settings.host));
        }
        let SmtpSettings { username, password, oauth, .. } = settings;
        let login = Login::open(username.as_deref(), password.as_ref(), oauth.as_ref(), root, store)?;
        let tls = match settings.security {
            Security::None => None,
            Security::Starttls | Security::Tls => Some(tls_parameters(settings, root)?),
        };
        Ok(Self { settings: settings.clone(), login, tls, hello: ClientId::default() })
    }

    /// After how many mails a connection is made anew.
    pub(super) fn mails_per_connection(&self) -> u32 {
        self.settings.mails_per_connection.unwrap_or(u32::MAX).max(1)
    }

    /// Connects, encrypts, logs in.
    ///
    /// # Errors
    /// Tells whether it is worth trying again.
    pub(super) async fn connect(&self) -> Result<Connection, NoConnection> {
        let Some(login) = &self.login else { return self.connect_as(None).await };
        let secret = fetch(login).await?;
        match self.connect_as(Some((login, &secret))).await {
            // a token may be void before its time: once, another one is tried
            Err(NoConnection::Lasting(refused))
                if refused.code == Code::LoginRefused && login.forget(&secret).await =>
            {
                self.connect_as(Some((login, &fetch(login).await?))).await
            }
            done => done,
        }
    }

    async fn connect_as(&self, login: Option<(&Login, &SecretString)>) -> Result<Connection, NoConnection> {
        let timeouts = self.settings.timeouts;
        let (mut inner, writes) = self.open().await?;
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
        if let Some((login, secret)) = login {
            let limit = timeouts.limit(Phase::Auth);
            within(Phase::Auth, limit, log_in(&mut inner, login, secret))
                .await
                .map_err(|trouble| self.login_failed(trouble))?;
        }
        Connection::new(inner, writes, timeouts, &self.hello).await.map_err(|trouble| self.unreachable(trouble))
    }

    /// Without encryption or before it, whoever is interested can see when writes are done.
    async fn open(&self) -> Result<(AsyncSmtpConnection, Option<Writes>), NoConnection> {
        let (host, port) = (self.settings.host.as_str(), self.settings.port());
        let timeouts = self.settings.timeouts;
        let limit = timeouts.limit(Phase::Connect);
        if self.settings.security == Security::Tls {
            let open =
                AsyncSmtpConnection::connect_tokio1((host, port), Some(limit), &self.hello, self.tls.clone(), None);
            let patience = limit + timeouts.limit(Phase::Greeting);
            let open = within(Phase::Greeting, patience, open).await.map_err(|trouble| self.unreachable(trouble))?;
            return Ok((open, None));
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
        let (stream, writes) = self.watched(stream);
        let greet = AsyncSmtpConnection::connect_with_transport(stream, &self.hello);
        let inner = within(Phase::Ehlo, timeouts.limit(Phase::Ehlo), greet).await;
        Ok((inner.map_err(|trouble| self.unreachable(trouble))?, Some(writes)))
    }

    fn watched(&self, stream: tokio::net::TcpStream) -> (Box<dyn AsyncTokioStream>, Writes) {
        if self.settings.security == Security::Starttls {
            let (stream, writes) = Noted::new(Line::new(stream));
            return (Box::new(stream), writes);
        }
        // stays in the clear, and with PIPELINING several replies come at once
        let (stream, writes) = Noted::new(stream);
        (Box::new(stream), writes)
    }

    fn finding(&self, code: Code) -> Finding {
        Finding::new(code).with("host", format!("{}:{}", self.settings.host, self.settings.port()))
    }

    fn unreachable(&self, trouble: Trouble) -> NoConnection {
        match trouble {
            Trouble::Broken(reason) if speaks_of_certificates(&reason) => {
                NoConnection::Lasting(self.finding(Code::CertificateUntrusted).with("reason", reason))
            }
            Trouble::Broken(reason) if reason == INJECTED => {
                NoConnection::Lasting(self.finding(Code::StarttlsInjected))
            }
            Trouble::Broken(reason) => {
                NoConnection::Passing(self.finding(Code::ServerUnreachable).with("reason", reason))
            }
            Trouble::Refused(reply) if reply.code >= 500 => {
                NoConnection::Lasting(self.finding(Code::ServerRefuses).with("reason", reply))
            }
            Trouble::Refused(reply) => NoConnection::Passing(self.finding(Code::ServerBusy).with("reason", reply)),
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

async fn fetch(login: &Login) -> Result<SecretString, NoConnection> {
    login.secret(Instant::now()).await.map_err(NoConnection::Passing)
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
