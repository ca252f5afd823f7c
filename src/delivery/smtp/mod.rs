//! The way to a mail server: the phases of RFC 5321, each with its own time limit.
//!
//! lettre's pool is not used: it parks a connection whose reply is outstanding, writes the final dot apart from
//! the body, and hides in which phase an error happened.

mod connection;
mod encryption;
mod line;
mod lines;
mod login;
mod replies;
mod talk;

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, ToSocketAddrs};
use std::path::Path;
use std::time::{Duration, Instant};

use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::Starttls;
use lettre::transport::smtp::extension::{ClientId, Extension};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::outcome::Phase;
use super::reply::Trouble;
use super::{Security, SmtpSettings};
use crate::credential::{Login, SecretString};
use crate::finding::{Code, Finding};
use connection::{too_late, within};
use encryption::{Encryption, is_untrusted};
use line::{INJECTED, Line};
use login::log_in;
use talk::{Carrier, Talk, Watch};

pub(super) use connection::{Connection, Refusal};

/// Why there is no connection.
#[derive(Debug)]
pub(super) enum NoConnection {
    /// Trying again later may help.
    Passing(Finding),
    /// Trying again changes nothing.
    Lasting(Finding),
}

/// How a line is kept from being read by others.
enum Protection {
    /// Not at all: towards this machine only.
    None,
    /// After the server agreed to it in the clear.
    Starttls(Encryption),
    /// From the first byte on.
    Tls(Encryption),
}

/// An open line, and who watches it.
type Open = (AsyncSmtpConnection, Watch);

/// The ready-made parts of every connection of a run.
pub struct Server {
    settings: SmtpSettings,
    login: Option<Login>,
    protection: Protection,
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
        let protection = match settings.security {
            Security::None => Protection::None,
            Security::Starttls => Protection::Starttls(Encryption::new(settings, root)?),
            Security::Tls => Protection::Tls(Encryption::new(settings, root)?),
        };
        Ok(Self { settings: settings.clone(), login, protection, hello: ClientId::default() })
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
        let (mut inner, watch) = self.open().await?;
        if let Some((login, secret)) = login {
            within(Phase::Auth, self.limit(Phase::Auth), log_in(&mut inner, login, secret))
                .await
                .map_err(|trouble| self.login_failed(trouble))?;
        }
        let opened = Connection::new(inner, watch, self.settings.timeouts, &self.hello).await;
        opened.map_err(|trouble| self.unreachable(trouble))
    }

    /// A line on which the server has greeted and heard EHLO, encrypted where it is to be.
    async fn open(&self) -> Result<Open, NoConnection> {
        let stream = self.dial().await?;
        let peer = stream.peer_addr().map_err(|error| self.unreachable(broken(&error)))?;
        match &self.protection {
            Protection::None => self.greeted(Talk::new(stream, peer)).await,
            Protection::Tls(encryption) => {
                let stream = self.encrypt(encryption, Phase::Connect, stream).await?;
                self.greeted(Talk::new(stream, peer)).await
            }
            Protection::Starttls(encryption) => {
                let stream = self.ask_for_encryption(stream).await?;
                let stream = self.encrypt(encryption, Phase::Starttls, stream).await?;
                self.introduce(Talk::go_on(stream, peer)).await
            }
        }
    }

    async fn dial(&self) -> Result<TcpStream, NoConnection> {
        let (host, port) = (self.settings.host.as_str(), self.settings.port());
        let stream = self.timed(Phase::Connect, TcpStream::connect((host, port))).await?;
        // body and final dot must not wait for a delayed ACK
        stream.set_nodelay(true).map_err(|error| self.unreachable(broken(&error)))?;
        Ok(stream)
    }

    /// The words in the clear, until the server is ready for the handshake.
    async fn ask_for_encryption(&self, stream: TcpStream) -> Result<TcpStream, NoConnection> {
        self.timed(Phase::Greeting, stream.readable()).await?;
        let (line, loan) = Line::lend(stream);
        let hello = AsyncSmtpConnection::connect_with_transport(Box::new(line), &self.hello);
        let hello = within(Phase::Ehlo, self.limit(Phase::Ehlo), hello).await;
        let mut clear = hello.map_err(|trouble| self.unreachable(trouble))?;
        if !clear.server_info().supports_feature(Extension::StartTls) {
            return Err(NoConnection::Lasting(self.finding(Code::StarttlsMissing)));
        }
        let agreed = within(Phase::Starttls, self.limit(Phase::Starttls), clear.command(Starttls)).await;
        agreed.map_err(|trouble| self.unreachable(trouble))?;
        drop(clear);
        loan.end().map_err(|error| self.unreachable(broken(&error)))
    }

    async fn encrypt(
        &self,
        encryption: &Encryption,
        phase: Phase,
        stream: TcpStream,
    ) -> Result<TlsStream<TcpStream>, NoConnection> {
        let handshake = async {
            encryption.encrypt(stream).await.map_err(|error| {
                if is_untrusted(&error) {
                    NoConnection::Lasting(self.finding(Code::CertificateUntrusted).with("reason", error))
                } else {
                    self.unreachable(broken(&error))
                }
            })
        };
        let limit = self.limit(phase);
        tokio::time::timeout(limit, handshake).await.unwrap_or_else(|_| Err(self.unreachable(too_late(phase, limit))))
    }

    async fn greeted<S: Carrier>(&self, (mut talk, watch): (Talk<S>, Watch)) -> Result<Open, NoConnection> {
        self.timed(Phase::Greeting, talk.greeting()).await?;
        self.introduce((talk, watch)).await
    }

    async fn introduce<S: Carrier>(&self, (talk, watch): (Talk<S>, Watch)) -> Result<Open, NoConnection> {
        let hello = AsyncSmtpConnection::connect_with_transport(Box::new(talk), &self.hello);
        let hello = within(Phase::Ehlo, self.limit(Phase::Ehlo), hello).await;
        hello.map(|open| (open, watch)).map_err(|trouble| self.unreachable(trouble))
    }

    fn limit(&self, phase: Phase) -> Duration {
        self.settings.timeouts.limit(phase)
    }

    async fn timed<T>(&self, phase: Phase, step: impl Future<Output = io::Result<T>>) -> Result<T, NoConnection> {
        let limit = self.limit(phase);
        let done = match tokio::time::timeout(limit, step).await {
            Ok(done) => done.map_err(|error| broken(&error)),
            Err(_) => Err(too_late(phase, limit)),
        };
        done.map_err(|trouble| self.unreachable(trouble))
    }

    fn finding(&self, code: Code) -> Finding {
        Finding::new(code).with("host", format!("{}:{}", self.settings.host, self.settings.port()))
    }

    fn unreachable(&self, trouble: Trouble) -> NoConnection {
        match trouble {
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
            Trouble::Odd(reply) => NoConnection::Passing(self.finding(Code::ServerUnreachable).with("reason", reply)),
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

fn broken(reason: &dyn fmt::Display) -> Trouble {
    Trouble::Broken(reason.to_string())
}

async fn fetch(login: &Login) -> Result<SecretString, NoConnection> {
    login.secret(Instant::now()).await.map_err(|finding| match finding.code {
        // only a person can log in anew
        Code::LoginNeeded => NoConnection::Lasting(finding),
        _ => NoConnection::Passing(finding),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_may_be_unencrypted() {
        assert!(is_this_machine("127.0.0.1") && is_this_machine("::1") && is_this_machine("localhost"));
        assert!(!is_this_machine("192.0.2.1") && !is_this_machine("mail.nowhere.example"));
    }
}
