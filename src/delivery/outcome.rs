//! What an attempt came to, judged from our side of the line.

use std::fmt;

use super::guard::Answer;
use super::reply::{Reply, Trouble};
use super::retry::PutOff;
use crate::ledger::{Answered, State};

/// A step of the conversation (RFC 5321 §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// TCP connection and TLS handshake of an encrypted port.
    Connect,
    /// The server's first words.
    Greeting,
    /// EHLO.
    Ehlo,
    /// STARTTLS and the handshake.
    Starttls,
    /// AUTH.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA, until 354.
    Data,
    /// The body, the final dot and the answer to it.
    Dot,
    /// RSET.
    Rset,
    /// The rehearsal's way.
    Outbox,
}

impl Phase {
    /// The name in the ledger and in logs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Ehlo => "ehlo",
            Self::Starttls => "starttls",
            Self::Auth => "auth",
            Self::Mail => "mail",
            Self::Rcpt => "rcpt",
            Self::Data => "data",
            Self::Dot => "dot",
            Self::Rset => "rset",
            Self::Outbox => "outbox",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is to be recorded of an attempt.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub state: State,
    pub phase: Phase,
    pub reply: Reply,
}

impl Outcome {
    pub(super) fn new(state: State, phase: Phase, reply: Reply) -> Self {
        Self { state, phase, reply }
    }

    /// Before the final dot nothing was accepted: a refusal by the server, or something to try again.
    pub(super) fn before_dot(phase: Phase, trouble: Trouble) -> Self {
        match trouble {
            // RFC 5321 §3.8: the server closes the line, before it knows for whom the mail is
            Trouble::Refused(reply) if reply.code == 421 && phase == Phase::Mail => {
                Self::new(State::Queued, phase, reply)
            }
            // a 5xx to MAIL is about us and not about the recipient
            Trouble::Refused(reply) if reply.code >= 500 && phase != Phase::Mail => {
                Self::new(State::Rejected, phase, reply)
            }
            Trouble::Refused(reply) => Self::new(State::Deferred, phase, reply),
            Trouble::Broken(reason) => Self::new(State::Queued, phase, Reply::of(&reason)),
            Trouble::Odd(reply) => Self::new(State::Queued, phase, reply),
        }
    }

    /// From the body's first byte on only a complete 4xx or 5xx settles the mail; else it is in doubt.
    pub(super) fn after_dot(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Refused(reply) if reply.code >= 500 => Self::new(State::Rejected, Phase::Dot, reply),
            Trouble::Refused(reply) => Self::new(State::Deferred, Phase::Dot, reply),
            Trouble::Broken(reason) => Self::new(State::InDoubt, Phase::Dot, Reply::of(&reason)),
            Trouble::Odd(reply) => Self::new(State::InDoubt, Phase::Dot, reply),
        }
    }

    /// The server refuses us as the sender: every further mail would meet the same.
    pub(super) fn is_about_us(&self) -> bool {
        self.phase == Phase::Mail && self.reply.code >= 500
    }

    /// The server asks for fewer mails (RFC 5321 §4.2.2, RFC 4954 §6): to this domain, or before RCPT to all. With 421
    /// to MAIL it has had enough of the connection only.
    pub(super) fn asks_to_slow_down(&self) -> bool {
        let farewell = self.phase == Phase::Mail && self.reply.code == 421;
        !farewell && matches!(self.reply.code, 421 | 450 | 451 | 454)
    }

    /// Why a deferred one was put off.
    pub(super) fn put_off(&self) -> PutOff {
        if self.reply.code < 400 { PutOff::Broken } else { PutOff::Asked }
    }

    /// What a final answer was about; `None` for one that is not final.
    pub(super) fn answer(&self) -> Option<Answer> {
        answer(self.state, self.phase.name(), self.reply.code, self.reply.enhanced.as_deref())
    }
}

/// What an answer of an earlier run was about.
pub(super) fn earlier(answered: &Answered) -> Option<Answer> {
    answer(answered.state, &answered.phase, answered.code, answered.enhanced.as_deref())
}

fn answer(state: State, phase: &str, code: u16, enhanced: Option<&str>) -> Option<Answer> {
    match state {
        State::Accepted => Some(Answer::Taken),
        // the server never said so: we gave up waiting
        State::Rejected if code < 500 => None,
        State::InDoubt => Some(Answer::Missing),
        State::Rejected if is_about_content(phase, enhanced) => Some(Answer::Content),
        State::Rejected => Some(Answer::Recipient),
        State::Queued | State::Sending | State::Deferred => None,
    }
}

/// RFC 3463 §3.7 and §3.8: the content or its conversion, or security and policy; without an enhanced code, any
/// refusal of the data.
fn is_about_content(phase: &str, enhanced: Option<&str>) -> bool {
    match enhanced {
        Some(enhanced) => enhanced.starts_with("5.6.") || enhanced.starts_with("5.7."),
        None => [Phase::Data, Phase::Dot].iter().any(|data| data.name() == phase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(phase: Phase, code: u16, words: &str) -> Option<Answer> {
        Outcome::new(State::Rejected, phase, Reply::new(code, words)).answer()
    }

    #[test]
    fn content_and_recipients_are_told_apart() {
        assert_eq!(rejected(Phase::Rcpt, 550, "5.1.1 unknown"), Some(Answer::Recipient));
        assert_eq!(rejected(Phase::Rcpt, 550, "5.7.1 blocked"), Some(Answer::Content));
        assert_eq!(rejected(Phase::Dot, 554, "looks like spam"), Some(Answer::Content));
        assert_eq!(rejected(Phase::Dot, 552, "5.2.2 mailbox full"), Some(Answer::Recipient));
        assert_eq!(rejected(Phase::Dot, 451, "given up"), None, "nobody refused it");
    }

    #[test]
    fn a_server_that_closes_before_it_knows_the_recipient_says_nothing_about_the_mail() {
        let goodbye = |phase| Outcome::before_dot(phase, Trouble::Refused(Reply::new(421, "4.7.0 enough")));
        assert_eq!(goodbye(Phase::Mail).state, State::Queued);
        assert_eq!(goodbye(Phase::Rcpt).state, State::Deferred);
        assert!(goodbye(Phase::Rcpt).asks_to_slow_down() && !goodbye(Phase::Mail).asks_to_slow_down());
    }
}
