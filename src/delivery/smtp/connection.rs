//! An open line: envelopes, bodies, and what the server says to them.

use std::future::Future;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Ehlo, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Code, Response, Severity};

use super::super::outcome::Phase;
use super::super::reply::{Reply, Trouble, one_line};
use super::super::{Mail, Timeouts};
use super::lines::{Body, Envelope, Line};
use super::replies::as_said;
use super::talk::Watch;

/// Why the server did not ask for the body, and whether the line can be used for the next mail.
#[derive(Debug)]
pub(in crate::delivery) struct Refusal {
    pub phase: Phase,
    pub trouble: Trouble,
    pub usable: bool,
}

/// An open, encrypted, logged-in line.
pub(in crate::delivery) struct Connection {
    inner: AsyncSmtpConnection,
    timeouts: Timeouts,
    pipelining: bool,
    watch: Watch,
}

impl Connection {
    /// lettre keeps only four of the announced extensions, so they are asked for once more.
    pub(super) async fn new(
        inner: AsyncSmtpConnection,
        watch: Watch,
        timeouts: Timeouts,
        hello: &ClientId,
    ) -> Result<Self, Trouble> {
        let mut connection = Self { inner, timeouts, pipelining: false, watch };
        let announced =
            connection.within(Phase::Ehlo, async |inner| inner.command(Ehlo::new(hello.clone())).await).await;
        connection.pipelining = match announced {
            Ok(response) => response.message().any(|line| line.eq_ignore_ascii_case("PIPELINING")),
            Err(Trouble::Refused(_)) => false,
            // an answer that comes later would be taken for that of the next command
            Err(broken) => return Err(broken),
        };
        Ok(connection)
    }

    /// Whether the next mail's envelope may follow a body in one write.
    pub(in crate::delivery) fn glues(&self) -> bool {
        self.pipelining
    }

    /// When the next write is done.
    pub(in crate::delivery) fn written(&self) -> impl Future<Output = Instant> + use<> {
        self.watch.written()
    }

    /// MAIL, RCPT and DATA. After success the server waits for the body.
    ///
    /// # Errors
    /// The phase, what went wrong in it, and whether the connection is ready for the next mail.
    pub(in crate::delivery) async fn envelope(&mut self, mail: &Mail) -> Result<(), Refusal> {
        if !self.pipelining {
            return self.envelope_in_steps(mail).await;
        }
        let sender = self.within(Phase::Mail, async |inner| inner.command(Envelope(mail)).await).await;
        self.announced_after(sender).await
    }

    /// The answers to an envelope that was written behind a body.
    ///
    /// # Errors
    /// As [`Connection::envelope`].
    pub(in crate::delivery) async fn announced(&mut self) -> Result<(), Refusal> {
        let sender = self.answer(Phase::Mail).await;
        self.announced_after(sender).await
    }

    async fn envelope_in_steps(&mut self, mail: &Mail) -> Result<(), Refusal> {
        let (from, to) = (format!("<{}>", mail.from), format!("<{}>", mail.to));
        let lines = [
            (Phase::Mail, Line("MAIL FROM:", &from), 250),
            (Phase::Rcpt, Line("RCPT TO:", &to), 250),
            (Phase::Data, Line("DATA", ""), 354),
        ];
        for (phase, line, hoped) in lines {
            let reply = self.within(phase, async |inner| inner.command(line).await).await;
            if let Err(trouble) = expect(reply, hoped) {
                let usable = matches!(trouble, Trouble::Refused(_)) && self.reset().await.is_ok();
                return Err(Refusal { phase, trouble, usable });
            }
        }
        Ok(())
    }

    /// All three answers are read even if the first says no: the server gives them in any case (RFC 2920 §3.1).
    async fn announced_after(&mut self, sender: Result<Response, Trouble>) -> Result<(), Refusal> {
        let broken = |phase, trouble| Refusal { phase, trouble, usable: false };
        let sender = expect(sender, 250);
        if let Err(trouble @ (Trouble::Broken(_) | Trouble::Odd(_))) = sender {
            return Err(broken(Phase::Mail, trouble));
        }
        let recipient = expect(self.answer(Phase::Rcpt).await, 250);
        let data = match &recipient {
            Err(trouble @ (Trouble::Broken(_) | Trouble::Odd(_))) => Err(trouble.clone()),
            _ => expect(self.answer(Phase::Data).await, 354),
        };
        let (phase, trouble) = match (sender, recipient, &data) {
            (Ok(()), Ok(()), Ok(())) => return Ok(()),
            (Err(trouble), _, _) => (Phase::Mail, trouble),
            (_, Err(trouble @ (Trouble::Broken(_) | Trouble::Odd(_))), _) => return Err(broken(Phase::Rcpt, trouble)),
            (_, Err(trouble), _) => (Phase::Rcpt, trouble),
            (_, _, Err(trouble)) => (Phase::Data, trouble.clone()),
        };
        // a complete reply counts, whatever becomes of the line after it
        let usable = self.take_back(data).await.is_ok();
        Err(Refusal { phase, trouble, usable })
    }

    /// After a refused recipient: if DATA was taken all the same, an empty message without recipients goes
    /// nowhere (RFC 2920 §3.1); then RSET.
    async fn take_back(&mut self, data: Result<(), Trouble>) -> Result<(), Trouble> {
        match data {
            Ok(()) => {
                let answer = self.within(Phase::Dot, async |inner| inner.command(Line(".", "")).await).await;
                if let Err(trouble @ (Trouble::Broken(_) | Trouble::Odd(_))) = answer {
                    return Err(trouble);
                }
            }
            Err(trouble @ (Trouble::Broken(_) | Trouble::Odd(_))) => return Err(trouble),
            Err(Trouble::Refused(_)) => {}
        }
        self.reset().await
    }

    async fn reset(&mut self) -> Result<(), Trouble> {
        expect(self.within(Phase::Rset, async |inner| inner.command(Rset).await).await, 250)
    }

    /// Whether the server is silent, as it must be while it waits for a body: a reply that came before its time would
    /// be taken for the answer to the final dot.
    pub(in crate::delivery) fn is_silent(&mut self) -> bool {
        self.inner.read_response().now_or_never().is_none() && !self.watch.is_within_a_reply()
    }

    /// The body and the final dot, and behind them the envelope of the next mail, whose answers
    /// [`Connection::announced`] reads. From the first byte on only a complete reply settles the mail.
    ///
    /// # Errors
    /// `Refused` with a 4xx or 5xx; anything else is `Broken`, and the mail is in doubt.
    pub(in crate::delivery) async fn body(&mut self, mail: &Mail, next: Option<&Mail>) -> Result<Reply, Trouble> {
        let text = std::str::from_utf8(&mail.bytes).map_err(|error| Trouble::Broken(error.to_string()))?;
        let body = Body(text, next.map(Envelope));
        match self.within(Phase::Dot, async |inner| inner.command(body).await).await {
            Ok(response) if response.has_code(250) => Ok(reply(&response)),
            // another 2xx or 3xx is no answer to a final dot
            Ok(response) => Err(Trouble::Odd(reply(&response))),
            Err(trouble) => Err(trouble),
        }
    }

    /// Says goodbye; how the server takes it does not matter any more.
    pub(in crate::delivery) async fn quit(mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(2), self.inner.quit()).await;
    }

    async fn answer(&mut self, phase: Phase) -> Result<Response, Trouble> {
        self.within(phase, async |inner| inner.read_response().await).await
    }

    async fn within(
        &mut self,
        phase: Phase,
        step: impl AsyncFnOnce(&mut AsyncSmtpConnection) -> Result<Response, lettre::transport::smtp::Error>,
    ) -> Result<Response, Trouble> {
        within(phase, self.timeouts.limit(phase), step(&mut self.inner)).await
    }
}

/// Runs a phase within its time limit. A connection whose reply did not come in time must not be used again.
pub(super) async fn within<T>(
    phase: Phase,
    limit: Duration,
    step: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
) -> Result<T, Trouble> {
    match tokio::time::timeout(limit, step).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(trouble(&error)),
        Err(_) => Err(too_late(phase, limit)),
    }
}

/// A phase whose time limit is over.
pub(super) fn too_late(phase: Phase, limit: Duration) -> Trouble {
    Trouble::Broken(format!("{phase}: no reply within {} s", limit.as_secs()))
}

fn trouble(error: &lettre::transport::smtp::Error) -> Trouble {
    let words = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    match error.status() {
        Some(code) => Trouble::Refused(said(code, &words)),
        None => Trouble::Broken(one_line(&words)),
    }
}

fn expect(reply_to: Result<Response, Trouble>, hoped: u16) -> Result<(), Trouble> {
    let response = reply_to?;
    // any 2xx to MAIL, RCPT and RSET is a yes: 251 says that the mail will be forwarded
    let yes = response.has_code(hoped) || (hoped == 250 && response.code().severity == Severity::PositiveCompletion);
    if yes { Ok(()) } else { Err(Trouble::Odd(reply(&response))) }
}

fn reply(response: &Response) -> Reply {
    said(response.code(), &response.message().collect::<Vec<_>>().join(" "))
}

fn said(code: Code, words: &str) -> Reply {
    let (code, words) = as_said(code.to_string().parse().unwrap_or(0), words);
    Reply::new(code, words)
}
