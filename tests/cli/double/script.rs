//! What a server shall do, where, and for whom.

use std::sync::Arc;
use std::time::Duration;

use crate::certificate::Certificate;

/// Every address, in a rule or a hook; `@x.example` means everyone in that domain.
pub const ANY: &str = "*";

const CAPABILITIES: [&str; 4] = ["PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "SIZE 35882577"];

/// What is called at a stage.
pub type Hook = Box<dyn FnOnce() + Send>;
/// Gives the tokens that are valid now.
pub type Tokens = Arc<dyn Fn() -> Vec<String> + Send + Sync>;
/// What goes wrong where no rule says so.
pub type Faults = Box<dyn FnMut(Phase, &[String]) -> Option<Action> + Send>;

/// What the server does in place of its usual reply. Lines of a longer reply are parted by `\n`.
#[derive(Clone, Debug)]
pub enum Action {
    /// One reply of one or more lines.
    Reply(String),
    /// A reply and EOF after it, as with `421`.
    ReplyThenClose(String),
    /// The reply is decided at once, but written only after the pause.
    Delay(Duration, String),
    /// Each byte in a packet of its own.
    ByteByByte(String),
    /// The beginning of a reply without its line end, then EOF.
    Torn(String),
    /// These bytes and nothing else.
    Raw(&'static [u8]),
    /// A line that is no SMTP reply; the connection stays open.
    Garbage,
    /// No word for so long, then EOF.
    Silence(Duration),
    /// EOF without a reply.
    Close,
    /// `354`, and EOF after the line that holds the last of so many bytes, or after the final dot.
    CloseBeforeDot {
        /// Counted without dot-stuffing.
        after_bytes: usize,
    },
    /// The handshake, in which this is shown.
    Show(Certificate),
}

impl Action {
    fn text(&self) -> &str {
        match self {
            Self::Reply(text)
            | Self::ReplyThenClose(text)
            | Self::Delay(_, text)
            | Self::ByteByByte(text)
            | Self::Torn(text) => text,
            _ => "",
        }
    }

    /// Whether the reply is a `2xx` or `3xx`.
    pub fn says_yes(&self) -> bool {
        self.text().starts_with(['2', '3'])
    }
}

impl From<Certificate> for Action {
    fn from(certificate: Certificate) -> Self {
        Self::Show(certificate)
    }
}

impl From<&str> for Action {
    fn from(reply: &str) -> Self {
        Self::Reply(reply.to_owned())
    }
}

/// A moment the server can be halted at by [`Script::on`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// `MAIL` came; the address is the envelope sender, since no recipient is known yet.
    Mail,
    /// `RCPT` came and is not yet answered.
    Rcpt,
    /// `DATA` came and is not yet answered.
    DataCommand,
    /// The first byte of the mail came after `354`.
    FirstBodyByte,
    /// The final dot came and a `2xx` is already recorded in [`Double::mails`], but not yet written.
    DotReceivedBeforeReply,
    /// The reply to the final dot is written, or what the script put in its place is done.
    AfterReply,
}

/// What the server is about to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// The connection itself.
    Greeting,
    /// `EHLO` and `HELO`.
    Ehlo,
    /// `STARTTLS`.
    Starttls,
    /// The handshake of an encrypted line, in place of which the client hears what the action says.
    Handshake,
    /// The complete credentials.
    Auth,
    /// `MAIL`; the address is the envelope sender.
    Mail,
    /// `RCPT`.
    Rcpt,
    /// `DATA`.
    Data,
    /// The final dot.
    Dot,
}

/// What a rule does.
pub enum Effect {
    Answer(Phase, Action),
    Hook(Stage, Option<Hook>),
}

/// When something happens to whom.
pub struct Rule {
    whom: String,
    skip: usize,
    left: usize,
    pub effect: Effect,
}

impl Rule {
    /// Whether its time has come; counts.
    pub fn fires(&mut self, addresses: &[String]) -> bool {
        if self.left == 0 || !self.concerns(addresses) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        self.left -= 1;
        true
    }

    fn concerns(&self, addresses: &[String]) -> bool {
        self.whom == ANY || addresses.iter().any(|address| self.names(address))
    }

    fn names(&self, address: &str) -> bool {
        let whom = self.whom.to_lowercase();
        let address = address.to_lowercase();
        address == whom || (whom.starts_with('@') && address.ends_with(&whom))
    }
}

/// How a line is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Once the client asks for it; no mail and no login before.
    Starttls,
    /// From the first byte.
    Port,
}

/// What the server shall do; of several rules for one moment the first that still fires wins.
#[derive(Default)]
pub struct Script {
    capabilities: Vec<String>,
    pub encryption: Option<Encryption>,
    pub mechanisms: String,
    pub login: Option<(String, String)>,
    pub bearer: Option<(String, Tokens)>,
    pub limit: Option<(usize, String)>,
    pub rules: Vec<Rule>,
    pub faults: Option<Faults>,
}

impl Script {
    /// A server that takes every mail from everyone.
    pub fn new() -> Self {
        Self::default().capabilities(&CAPABILITIES).mechanisms("PLAIN LOGIN")
    }

    /// The lines of the `EHLO` reply after the server's name, in place of the usual ones.
    pub fn capabilities(mut self, capabilities: &[&str]) -> Self {
        self.capabilities = capabilities.iter().map(ToString::to_string).collect();
        self
    }

    /// Encrypts its lines, by certificates of an authority of its own.
    pub fn encrypted(mut self, encryption: Encryption) -> Self {
        self.encryption = Some(encryption);
        self
    }

    /// What a login by name and password may be done with, in place of `PLAIN LOGIN`; no others are known.
    pub fn mechanisms(mut self, mechanisms: &str) -> Self {
        mechanisms.clone_into(&mut self.mechanisms);
        self
    }

    /// Announces `AUTH PLAIN LOGIN` and takes mail only after a login with this name and password.
    pub fn login(mut self, username: &str, password: &str) -> Self {
        self.login = Some((username.to_owned(), password.to_owned()));
        self
    }

    /// Announces `AUTH XOAUTH2` and takes mail only after a login with this name and a token that is valid then.
    pub fn xoauth2(mut self, username: &str, valid: impl Fn() -> Vec<String> + Send + Sync + 'static) -> Self {
        self.bearer = Some((username.to_owned(), Arc::new(valid)));
        self
    }

    /// Answers `MAIL` with this reply and EOF once a connection has had `mails` mails accepted.
    pub fn after_mails_per_connection(mut self, mails: usize, reply: &str) -> Self {
        self.limit = Some((mails, reply.to_owned()));
        self
    }

    /// Answers the connection itself.
    pub fn greeting(self, action: impl Into<Action>) -> Self {
        self.answer(Phase::Greeting, ANY, action)
    }

    /// Answers `EHLO` and `HELO`.
    pub fn ehlo(self, action: impl Into<Action>) -> Self {
        self.answer(Phase::Ehlo, ANY, action)
    }

    /// Announces `STARTTLS` and answers it, without ever speaking TLS unless it is [`Script::encrypted`].
    pub fn starttls(mut self, action: impl Into<Action>) -> Self {
        self.capabilities.push("STARTTLS".to_owned());
        self.answer(Phase::Starttls, ANY, action)
    }

    /// Is done in place of the handshake.
    pub fn handshake(self, action: impl Into<Action>) -> Self {
        self.answer(Phase::Handshake, ANY, action)
    }

    /// Answers the credentials, once they are complete.
    pub fn auth(self, action: impl Into<Action>) -> Self {
        self.answer(Phase::Auth, ANY, action)
    }

    /// Answers `MAIL` from this envelope sender.
    pub fn mail(self, sender: &str, action: impl Into<Action>) -> Self {
        self.answer(Phase::Mail, sender, action)
    }

    /// Answers `RCPT` to this recipient.
    pub fn rcpt(self, recipient: &str, action: impl Into<Action>) -> Self {
        self.answer(Phase::Rcpt, recipient, action)
    }

    /// Answers `DATA` for a mail to this recipient.
    pub fn data(self, recipient: &str, action: impl Into<Action>) -> Self {
        self.answer(Phase::Data, recipient, action)
    }

    /// Answers the final dot of a mail to this recipient.
    pub fn after_dot(self, recipient: &str, action: impl Into<Action>) -> Self {
        self.answer(Phase::Dot, recipient, action)
    }

    /// Calls the hook once, in the server's thread, before the server goes on.
    pub fn on(self, stage: Stage, whom: &str, hook: impl FnOnce() + Send + 'static) -> Self {
        self.rule(whom, 1, Effect::Hook(stage, Some(Box::new(hook))))
    }

    /// Asks the function wherever no rule fires: thousands of faults need no rule each. It gets the addresses that a
    /// rule would be held against, and is called by one thread at a time.
    pub fn faults(mut self, faults: impl FnMut(Phase, &[String]) -> Option<Action> + Send + 'static) -> Self {
        self.faults = Some(Box::new(faults));
        self
    }

    /// Limits the rule before it to its first `times` occasions.
    pub fn times(mut self, times: usize) -> Self {
        self.last().left = times;
        self
    }

    /// Lets the first `occasions` of the rule or hook before it pass.
    pub fn skip(mut self, occasions: usize) -> Self {
        self.last().skip = occasions;
        self
    }

    fn last(&mut self) -> &mut Rule {
        self.rules.last_mut().expect("a rule comes before its limit")
    }

    fn answer(self, phase: Phase, whom: &str, action: impl Into<Action>) -> Self {
        let action = action.into();
        let phase = match action {
            Action::CloseBeforeDot { .. } => Phase::Data,
            _ => phase,
        };
        self.rule(whom, usize::MAX, Effect::Answer(phase, action))
    }

    fn rule(mut self, whom: &str, left: usize, effect: Effect) -> Self {
        let whom = whom.to_owned();
        self.rules.push(Rule { whom, skip: 0, left, effect });
        self
    }

    /// Whether mail is only taken after a login.
    pub fn wants_login(&self) -> bool {
        self.login.is_some() || self.bearer.is_some()
    }

    /// The reply to `EHLO`. Nobody is asked for a password where others can read along.
    pub fn hello(&self, encrypted: bool) -> String {
        let mut lines = vec!["double.example".to_owned()];
        lines.extend(self.capabilities.iter().cloned());
        if self.encryption == Some(Encryption::Starttls) && !encrypted {
            lines.push("STARTTLS".to_owned());
        } else {
            lines.extend(self.login.as_ref().map(|_| format!("AUTH {}", self.mechanisms)));
            lines.extend(self.bearer.as_ref().map(|_| "AUTH XOAUTH2".to_owned()));
        }
        let last = lines.pop().unwrap_or_default();
        let before = lines.iter().map(|line| format!("250-{line}\n"));
        before.collect::<String>() + "250 " + &last
    }
}
