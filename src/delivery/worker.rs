//! One connection's worker: connect, attempt, settle, next.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Mail;
use super::engine::Shared;
use super::reply::{Reply, Trouble};
use super::smtp::{Connection, NoConnection, Refusal, Server};
use crate::finding::{Code, Finding};
use crate::ledger::{Claim, Deliveries, State, Verdict};

/// How often a mail whose line broke before the final dot is tried again within one run.
const TRIES: u32 = 3;
/// Pauses before further tries to connect.
const RECONNECT: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

/// What is to be recorded of an attempt.
pub(super) struct Outcome {
    pub state: State,
    pub phase: &'static str,
    pub reply: Reply,
}

impl Outcome {
    pub(super) fn new(state: State, phase: &'static str, reply: Reply) -> Self {
        Self { state, phase, reply }
    }

    /// Before the final dot nothing was accepted: a refusal by the server, or something to try again.
    fn before_dot(phase: &'static str, trouble: Trouble) -> Self {
        match trouble {
            // a 5xx to MAIL is about us and not about the recipient
            Trouble::Refused(reply) if reply.code >= 500 && phase != "mail" => Self::new(State::Rejected, phase, reply),
            Trouble::Refused(reply) => Self::new(State::Deferred, phase, reply),
            Trouble::Broken(reason) => Self::new(State::Queued, phase, Reply::of(&reason)),
        }
    }

    /// From the body's first byte on only a complete 4xx or 5xx settles the mail; else it is in doubt.
    fn after_dot(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Refused(reply) if reply.code >= 500 => Self::new(State::Rejected, "dot", reply),
            Trouble::Refused(reply) => Self::new(State::Deferred, "dot", reply),
            Trouble::Broken(reason) => Self::new(State::InDoubt, "dot", Reply::of(&reason)),
        }
    }
}

/// One connection's worker.
pub(super) struct Worker<'a> {
    pub shared: &'a Shared<'a>,
    pub server: &'a Server,
    pub number: u32,
}

/// How far an attempt got, for the case that it is cut off.
#[derive(Default)]
struct Flight {
    intended: AtomicBool,
    body: AtomicBool,
}

impl Worker<'_> {
    pub(super) async fn work(self) {
        let mut connection = None;
        while let Some((claim, tries, mail)) = self.shared.next() {
            if !self.shared.slot(mail.to.domain()).await {
                break;
            }
            let open = match connection.take() {
                Some(open) => open,
                None => match self.connect().await {
                    Some(open) => open,
                    None => break,
                },
            };
            connection = self.deliver(open, claim, tries, &mail).await;
        }
        if let Some(open) = connection {
            open.quit().await;
        }
    }

    async fn connect(&self) -> Option<Connection> {
        let mut pauses = RECONNECT.iter();
        loop {
            let trial = tokio::select! {
                trial = self.server.connect() => trial,
                () = self.shared.control.stopped() => return None,
            };
            let finding = match trial {
                Ok(connection) => return Some(connection),
                Err(NoConnection::Lasting(finding)) => {
                    self.shared.abort(finding);
                    return None;
                }
                Err(NoConnection::Passing(finding)) => finding,
            };
            let Some(pause) = pauses.next() else {
                self.shared.abort(finding);
                return None;
            };
            tokio::time::sleep(*pause).await;
        }
    }

    /// One attempt; gives the connection back if it can be used again.
    async fn deliver(&self, connection: Connection, claim: Claim, tries: u32, mail: &Mail) -> Option<Connection> {
        let flight = Flight::default();
        let attempt = self.attempt(connection, &claim, mail, &flight);
        let (outcome, connection) = tokio::select! {
            done = attempt => done,
            () = self.shared.control.grace_over() => (Self::cut_off(&flight), None),
        };
        let Some(outcome) = outcome else { return connection };
        let state = outcome.state;
        let about_us = state == State::Deferred && outcome.phase == "mail" && outcome.reply.code >= 500;
        if about_us {
            let reason = outcome.reply.to_string();
            self.shared.abort(Finding::new(Code::ServerRefuses).with("reason", reason));
        }
        if state == State::Queued && tries + 1 >= TRIES {
            self.shared.settle(&claim, self.number, Outcome { state: State::Deferred, ..outcome });
        } else {
            self.shared.settle(&claim, self.number, outcome);
            if state == State::Queued && !self.shared.control.is_stopped() {
                self.shared.put_back(claim, tries + 1);
            }
        }
        connection
    }

    fn cut_off(flight: &Flight) -> Option<Outcome> {
        let reply = Reply::of(&"interrupted");
        if flight.body.load(Ordering::SeqCst) {
            return Some(Outcome::new(State::InDoubt, "dot", reply));
        }
        flight.intended.load(Ordering::SeqCst).then(|| Outcome::new(State::Queued, "envelope", reply))
    }

    /// The intent is written while the envelope is under way: both must be there before the body.
    async fn attempt(
        &self,
        mut connection: Connection,
        claim: &Claim,
        mail: &Mail,
        flight: &Flight,
    ) -> (Option<Outcome>, Option<Connection>) {
        flight.intended.store(true, Ordering::SeqCst);
        let intent = self.shared.job.ledger.intend(self.shared.intent(claim, self.number));
        let (verdict, envelope) = tokio::join!(intent, connection.envelope(mail));
        match verdict {
            Ok(Verdict::Go) => {}
            // the server waits for a body that must not come: the connection is dropped before the dot
            Ok(Verdict::Suppressed | Verdict::Taken) => {
                self.shared.lock_summary().skipped += 1;
                return (None, None);
            }
            Ok(Verdict::Stopped) => {
                self.shared.halt();
                return (None, None);
            }
            Err(finding) => {
                self.shared.abort(finding);
                return (None, None);
            }
        }
        if let Err(Refusal { phase, trouble, usable }) = envelope {
            let usable = usable && !matches!(&trouble, Trouble::Refused(reply) if reply.code == 421);
            return (Some(Outcome::before_dot(phase, trouble)), usable.then_some(connection));
        }
        flight.body.store(true, Ordering::SeqCst);
        match connection.body(mail).await {
            Ok(reply) => (Some(Outcome::new(State::Accepted, "dot", reply)), Some(connection)),
            Err(trouble) => {
                let usable = matches!(&trouble, Trouble::Refused(reply) if reply.code != 421);
                (Some(Outcome::after_dot(trouble)), usable.then_some(connection))
            }
        }
    }
}
