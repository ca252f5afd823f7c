//! One connection to a mail server: the phases of RFC 5321, each with its own time limit.
//!
//! lettre's pool is not used: it parks a connection whose reply is outstanding, writes the final dot apart from
//! the body, and hides in which phase an error happened.

use std::fmt;
use std::future::Future;
use std::net::{IpAddr, ToSocketAddrs};
use std::path::Path;
use std::time::{Duration, Instant};

use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Ehlo, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};

use super::line::{INJECTED, Line as Guarded};
use super::login::log_in;
use super::reply::{Reply, Trouble, one_line};
use super::{Mail, Security, SmtpSettings};
use crate::credential::{Login, SecretString};
use crate::finding::{Code, Finding, Place};

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
        let mut inner = self.open().await?;
        if self.settings.security == Security::Starttls {
            if !inner.can_starttls() {
                return Err(NoConnection::Lasting(self.finding(Code::StarttlsMissing)));
            }
            let tls = self.tls.clone().ok_or_else(|| NoConnection::Lasting(self.finding(Code::StarttlsMissing)))?;
            let limit = Duration::from_secs(timeouts.connect);
            within(limit, inner.starttls(tls, &self.hello)).await.map_err(|trouble| self.unreachable(trouble))?;
        }
        if let Some((login, secret)) = login {
            let limit = Duration::from_secs(timeouts.command);
            within(limit, log_in(&mut inner, login, secret)).await.map_err(|trouble| self.login_failed(trouble))?;
        }
        let mut connection = Connection { inner, settings: self.settings.clone(), pipelining: false };
        connection.pipelining = connection.offers_pipelining(&self.hello).await;
        Ok(connection)
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, NoConnection> {
        let (host, port) = (self.settings.host.as_str(), self.settings.port());
        let limit = Duration::from_secs(self.settings.timeouts.connect);
        if self.settings.security == Security::Tls {
            let open =
                AsyncSmtpConnection::connect_tokio1((host, port), Some(limit), &self.hello, self.tls.clone(), None);
            let patience = limit + Duration::from_secs(self.settings.timeouts.command);
            return within(patience, open).await.map_err(|trouble| self.unreachable(trouble));
        }
        let stream = match tokio::time::timeout(limit, tokio::net::TcpStream::connect((host, port))).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(self.unreachable(Trouble::Broken(error.to_string()))),
            Err(_) => return Err(self.unreachable(Trouble::Broken("timeout".into()))),
        };
        // body and final dot must not wait for a delayed ACK
        stream.set_nodelay(true).map_err(|error| self.unreachable(Trouble::Broken(error.to_string())))?;
        let patience = Duration::from_secs(self.settings.timeouts.command);
        let stream: Box<dyn AsyncTokioStream> = match self.settings.security {
            Security::Starttls => Box::new(Guarded::new(stream)),
            // stays in the clear, and with PIPELINING several replies come at once
            _ => Box::new(stream),
        };
        let greet = AsyncSmtpConnection::connect_with_transport(stream, &self.hello);
        within(patience, greet).await.map_err(|trouble| self.unreachable(trouble))
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

/// Why the server did not ask for the body, and whether the line can be used for the next mail.
pub(super) struct Refusal {
    pub phase: &'static str,
    pub trouble: Trouble,
    pub usable: bool,
}

/// An open, encrypted, logged-in line.
pub(super) struct Connection {
    inner: AsyncSmtpConnection,
    settings: SmtpSettings,
    pipelining: bool,
}

/// The commands before the body, in one write where the server allows it (RFC 2920).
struct Envelope<'a>(&'a Mail);

impl fmt::Display for Envelope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MAIL FROM:<{}>\r\nRCPT TO:<{}>\r\nDATA\r\n", self.0.from, self.0.to)
    }
}

/// One command line.
struct Line<'a>(&'a str, &'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}\r\n", self.0, self.1)
    }
}

/// The body with dots stuffed (RFC 5321 §4.5.2) and the final dot, for one write.
struct Body<'a>(&'a str);

impl fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.starts_with('.') {
            f.write_str(".")?;
        }
        let mut copied = 0;
        for at in memchr::memmem::find_iter(self.0.as_bytes(), b"\r\n.") {
            f.write_str(&self.0[copied..at + 2])?;
            f.write_str(".")?;
            copied = at + 2;
        }
        f.write_str(&self.0[copied..])?;
        f.write_str(if self.0.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" })
    }
}

impl Connection {
    /// MAIL, RCPT and DATA. After success the server waits for the body.
    ///
    /// # Errors
    /// The phase, what went wrong in it, and whether the connection is ready for the next mail.
    pub(super) async fn envelope(&mut self, mail: &Mail) -> Result<(), Refusal> {
        if self.pipelining { self.envelope_at_once(mail).await } else { self.envelope_in_steps(mail).await }
    }

    async fn envelope_in_steps(&mut self, mail: &Mail) -> Result<(), Refusal> {
        let (from, to) = (format!("<{}>", mail.from), format!("<{}>", mail.to));
        for (phase, line) in
            [("mail", Line("MAIL FROM:", &from)), ("rcpt", Line("RCPT TO:", &to)), ("data", Line("DATA", ""))]
        {
            let hoped = if phase == "data" { 354 } else { 250 };
            let limit = self.limit(phase);
            let reply = within(limit, self.inner.command(line)).await;
            if let Err(trouble) = expect(reply, hoped) {
                let usable = matches!(trouble, Trouble::Refused(_)) && self.reset().await.is_ok();
                return Err(Refusal { phase, trouble, usable });
            }
        }
        Ok(())
    }

    async fn envelope_at_once(&mut self, mail: &Mail) -> Result<(), Refusal> {
        let sender = within(self.limit("mail"), self.inner.command(Envelope(mail))).await;
        let sender = expect(sender, 250);
        if let Err(trouble @ Trouble::Broken(_)) = sender {
            return Err(Refusal { phase: "mail", trouble, usable: false });
        }
        let recipient = within(self.limit("rcpt"), self.inner.read_response()).await;
        let recipient = expect(recipient, 250);
        if let (Ok(()), Err(trouble @ Trouble::Broken(_))) = (&sender, &recipient) {
            return Err(Refusal { phase: "rcpt", trouble: trouble.clone(), usable: false });
        }
        let data = match recipient {
            Err(Trouble::Broken(ref reason)) => Err(Trouble::Broken(reason.clone())),
            _ => expect(within(self.limit("data"), self.inner.read_response()).await, 354),
        };
        match (sender, recipient, data) {
            (Ok(()), Ok(()), Ok(())) => Ok(()),
            (Ok(()), Ok(()), Err(trouble)) => {
                let usable = matches!(trouble, Trouble::Refused(_)) && self.reset().await.is_ok();
                Err(Refusal { phase: "data", trouble, usable })
            }
            (sender, recipient, data) => {
                let (phase, trouble) = match (sender, recipient) {
                    (Err(trouble), _) => ("mail", trouble),
                    (_, Err(trouble)) => ("rcpt", trouble),
                    (Ok(()), Ok(())) => ("data", Trouble::Broken("no reply".into())),
                };
                // a complete reply counts, whatever becomes of the line after it
                let usable = self.take_back(data).await.is_ok();
                Err(Refusal { phase, trouble, usable })
            }
        }
    }

    /// After a refused recipient: if DATA was taken all the same, an empty message without recipients goes
    /// nowhere (RFC 2920 §3.1); then RSET.
    async fn take_back(&mut self, data: Result<(), Trouble>) -> Result<(), Trouble> {
        match data {
            Ok(()) => {
                let limit = self.limit("dot");
                if let Err(trouble @ Trouble::Broken(_)) = within(limit, self.inner.command(Line(".", ""))).await {
                    return Err(trouble);
                }
            }
            Err(trouble @ Trouble::Broken(_)) => return Err(trouble),
            Err(Trouble::Refused(_)) => {}
        }
        self.reset().await
    }

    async fn reset(&mut self) -> Result<(), Trouble> {
        let limit = self.limit("rset");
        expect(within(limit, self.inner.command(Rset)).await, 250)
    }

    /// The body and the final dot. From the first byte on only a complete reply settles the mail.
    ///
    /// # Errors
    /// `Refused` with a 4xx or 5xx; anything else is `Broken`, and the mail is in doubt.
    pub(super) async fn body(&mut self, mail: &Mail) -> Result<Reply, Trouble> {
        let text = std::str::from_utf8(&mail.bytes).map_err(|error| Trouble::Broken(error.to_string()))?;
        let limit = self.limit("dot");
        match within(limit, self.inner.command(Body(text))).await {
            Ok(response) if response.has_code(250) => Ok(reply(&response)),
            // another 2xx or 3xx is no answer to a final dot
            Ok(response) => Err(Trouble::Broken(reply(&response).to_string())),
            Err(trouble) => Err(trouble),
        }
    }

    /// Says goodbye; how the server takes it does not matter any more.
    pub(super) async fn quit(mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(2), self.inner.quit()).await;
    }

    /// lettre keeps only four of the announced extensions, so they are asked for once more.
    async fn offers_pipelining(&mut self, hello: &ClientId) -> bool {
        let limit = self.limit("ehlo");
        let announced = within(limit, self.inner.command(Ehlo::new(hello.clone()))).await;
        announced.is_ok_and(|response| response.message().any(|line| line.eq_ignore_ascii_case("PIPELINING")))
    }

    fn limit(&self, phase: &str) -> Duration {
        let timeouts = self.settings.timeouts;
        Duration::from_secs(match phase {
            "data" => timeouts.data,
            "dot" => timeouts.dot,
            _ => timeouts.command,
        })
    }
}

/// Runs a phase within its time limit. A connection whose reply did not come in time must not be used again.
async fn within<T>(
    limit: Duration,
    phase: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
) -> Result<T, Trouble> {
    match tokio::time::timeout(limit, phase).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(trouble(&error)),
        Err(_) => Err(Trouble::Broken(format!("no reply within {} s", limit.as_secs()))),
    }
}

fn trouble(error: &lettre::transport::smtp::Error) -> Trouble {
    let words = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    match error.status() {
        Some(code) => Trouble::Refused(Reply::new(code.to_string().parse().unwrap_or(0), &words)),
        None => Trouble::Broken(one_line(&words)),
    }
}

fn expect(reply_to: Result<Response, Trouble>, hoped: u16) -> Result<(), Trouble> {
    let response = reply_to?;
    // any 2xx to MAIL, RCPT and RSET is a yes: 251 says that the mail will be forwarded
    let yes = response.has_code(hoped) || (hoped == 250 && response.code().severity == Severity::PositiveCompletion);
    if yes { Ok(()) } else { Err(Trouble::Broken(reply(&response).to_string())) }
}

fn reply(response: &Response) -> Reply {
    let words = response.message().collect::<Vec<_>>().join(" ");
    Reply::new(response.code().to_string().parse().unwrap_or(0), &words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_stuffed_and_the_final_dot_stands_on_its_own_line() {
        assert_eq!(Body("a\r\n.b\r\n..c\r\n").to_string(), "a\r\n..b\r\n...c\r\n.\r\n");
        assert_eq!(Body(".a").to_string(), "..a\r\n.\r\n");
    }

    #[test]
    fn only_loopback_may_be_unencrypted() {
        assert!(is_this_machine("127.0.0.1") && is_this_machine("::1") && is_this_machine("localhost"));
        assert!(!is_this_machine("192.0.2.1") && !is_this_machine("mail.nowhere.example"));
    }
}
