//! A scriptable SMTP server for tests: it answers, stalls, babbles or hangs up exactly where its script says.
#![allow(dead_code, clippy::disallowed_methods, reason = "each test uses a part of it, and a server needs a clock")]

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::slice;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Every address, in a rule or a hook; `@x.example` means everyone in that domain.
pub const ANY: &str = "*";

const CAPABILITIES: [&str; 4] = ["PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "SIZE 35882577"];
const GO_AHEAD: &str = "354 end with a dot on a line of its own";
const NOBODY: &str = "554 5.5.1 no valid recipients";
const UNKNOWN_COMMAND: &str = "502 5.5.1 no such command";

type Hook = Box<dyn FnOnce() + Send>;
type Tokens = Arc<dyn Fn() -> Vec<String> + Send + Sync>;
type Faults = Box<dyn FnMut(Phase, &[String]) -> Option<Action> + Send>;

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

    fn says_yes(&self) -> bool {
        self.text().starts_with(['2', '3'])
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The connection itself.
    Greeting,
    /// `EHLO` and `HELO`.
    Ehlo,
    /// `STARTTLS`, which the server has no means to follow up.
    Starttls,
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

enum Effect {
    Answer(Phase, Action),
    Hook(Stage, Option<Hook>),
}

struct Rule {
    whom: String,
    skip: usize,
    left: usize,
    effect: Effect,
}

impl Rule {
    fn fires(&mut self, addresses: &[String]) -> bool {
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

/// What the server shall do; of several rules for one moment the first that still fires wins.
#[derive(Default)]
pub struct Script {
    capabilities: Vec<String>,
    login: Option<(String, String)>,
    bearer: Option<(String, Tokens)>,
    limit: Option<(usize, String)>,
    rules: Vec<Rule>,
    faults: Option<Faults>,
}

impl Script {
    /// A server that takes every mail from everyone.
    pub fn new() -> Self {
        Self::default().capabilities(&CAPABILITIES)
    }

    /// The lines of the `EHLO` reply after the server's name, in place of the usual ones.
    pub fn capabilities(mut self, capabilities: &[&str]) -> Self {
        self.capabilities = capabilities.iter().map(ToString::to_string).collect();
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

    /// Announces `STARTTLS` and answers it, without ever speaking TLS.
    pub fn starttls(mut self, action: impl Into<Action>) -> Self {
        self.capabilities.push("STARTTLS".to_owned());
        self.answer(Phase::Starttls, ANY, action)
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

    fn wants_login(&self) -> bool {
        self.login.is_some() || self.bearer.is_some()
    }

    fn hello(&self) -> String {
        let mut lines = vec!["double.example"];
        lines.extend(self.capabilities.iter().map(String::as_str));
        lines.extend(self.login.as_ref().map(|_| "AUTH PLAIN LOGIN"));
        lines.extend(self.bearer.as_ref().map(|_| "AUTH XOAUTH2"));
        let last = lines.pop().unwrap_or_default();
        let before = lines.iter().map(|line| ["250-", line, "\n"].concat());
        before.collect::<String>() + "250 " + last
    }
}

/// A mail the server has decided to accept.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The address of `MAIL`, empty for `<>`.
    pub envelope_from: String,
    /// The addresses of each `RCPT` that was accepted.
    pub recipients: Vec<String>,
    /// As the client meant it: without dot-stuffing and final dot, with the line end before it.
    pub data: Vec<u8>,
    /// The number of its connection, from 1.
    pub connection: usize,
    /// When its final dot was read.
    pub at: Instant,
}

#[derive(Default)]
struct State {
    script: Script,
    mails: Vec<Mail>,
    transcript: Vec<String>,
    connections: usize,
    glued: usize,
    refusals: Vec<Instant>,
    open: BTreeMap<usize, TcpStream>,
    stopped: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    stop: Condvar,
}

impl Shared {
    fn new(script: Script) -> Self {
        let shared = Self::default();
        shared.lock().script = script;
        shared
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread panics while it holds the state")
    }

    /// The number of the new connection, unless the server is being stopped.
    fn open(&self, stream: &TcpStream) -> Option<usize> {
        let mut state = self.lock();
        if state.stopped {
            return None;
        }
        state.connections += 1;
        let number = state.connections;
        state.open.insert(number, stream.try_clone().expect("a socket can be cloned"));
        Some(number)
    }

    fn decide(&self, phase: Phase, addresses: &[String]) -> Option<Action> {
        let mut state = self.lock();
        let Script { rules, faults, .. } = &mut state.script;
        let ruled = rules.iter_mut().find_map(|rule| match &rule.effect {
            Effect::Answer(at, action) if *at == phase => {
                let action = action.clone();
                rule.fires(addresses).then_some(action)
            }
            _ => None,
        });
        ruled.or_else(|| faults.as_mut().and_then(|faults| faults(phase, addresses)))
    }

    fn hooks(&self, stage: Stage, addresses: &[String]) -> Vec<Hook> {
        let mut hooks = Vec::new();
        for rule in &mut self.lock().script.rules {
            if matches!(rule.effect, Effect::Hook(at, _) if at == stage)
                && rule.fires(addresses)
                && let Effect::Hook(_, hook) = &mut rule.effect
            {
                hooks.extend(hook.take());
            }
        }
        hooks
    }

    fn stop(&self) {
        let mut state = self.lock();
        state.stopped = true;
        for stream in state.open.values() {
            let _gone_already = stream.shutdown(Shutdown::Both);
        }
        self.stop.notify_all();
    }
}

/// The running server; dropped, it hangs up and ends its threads.
pub struct Double {
    port: u16,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

impl Double {
    /// Listens on a free port of 127.0.0.1.
    pub fn start(script: Script) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let shared = Arc::new(Shared::new(script));
        let server = Arc::clone(&shared);
        let accepting = Some(thread::spawn(move || accept(&listener, &server)));
        Self { port, shared, accepting }
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The mails for which a `2xx` was decided after the final dot, even where it was never written.
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.lock().mails.clone()
    }

    /// Lines such as `1 C: QUIT`, `1 S: 221 2.0.0 bye`, `1 connected` and `1 closed`; 1 is the connection.
    pub fn transcript(&self) -> Vec<String> {
        self.shared.lock().transcript.clone()
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.shared.lock().connections
    }

    /// How many final dots had the next command behind them before they were answered.
    pub fn glued(&self) -> usize {
        self.shared.lock().glued
    }

    /// When attempts ended: a final dot was read, or a recipient was refused. In order.
    pub fn attempts(&self) -> Vec<Instant> {
        let state = self.shared.lock();
        let mut ends: Vec<Instant> = state.mails.iter().map(|mail| mail.at).collect();
        ends.extend(&state.refusals);
        ends.sort_unstable();
        ends
    }

    /// How many connections there are.
    pub fn open_connections(&self) -> usize {
        self.shared.lock().open.len()
    }
}

impl Drop for Double {
    fn drop(&mut self) {
        self.shared.stop();
        let _wakes_accept = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        let ended = self.accepting.take().map(JoinHandle::join);
        let panicked = matches!(ended, Some(Err(_)));
        assert!(!panicked || thread::panicking(), "a hook of the SMTP double panicked");
    }
}

fn accept(listener: &TcpListener, shared: &Shared) {
    thread::scope(|scope| {
        for stream in listener.incoming() {
            let stream = stream.expect("loopback accepts connections");
            let Some(number) = shared.open(&stream) else {
                break;
            };
            scope.spawn(move || Session::new(shared, number, stream).run());
        }
    });
}

#[derive(Clone)]
struct Envelope {
    sender: String,
    recipients: Vec<String>,
}

struct Session<'a> {
    shared: &'a Shared,
    number: usize,
    reader: BufReader<TcpStream>,
    logged_in: bool,
    envelope: Option<Envelope>,
    accepted: usize,
}

impl<'a> Session<'a> {
    fn new(shared: &'a Shared, number: usize, stream: TcpStream) -> Self {
        let _else_slower = stream.set_nodelay(true);
        let reader = BufReader::new(stream);
        Self { shared, number, reader, logged_in: false, envelope: None, accepted: 0 }
    }

    fn run(mut self) {
        self.note("connected");
        let _until_someone_hangs_up = self.converse();
    }

    fn converse(&mut self) -> io::Result<()> {
        self.answer(Phase::Greeting, &[], "220 double.example ESMTP")?;
        loop {
            let line = self.command_line()?;
            self.command(&line)?;
        }
    }

    fn command(&mut self, line: &str) -> io::Result<()> {
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" | "HELO" => self.hello(&verb),
            "STARTTLS" => self.answer(Phase::Starttls, &[], UNKNOWN_COMMAND).map(drop),
            "AUTH" if self.shared.lock().script.bearer.is_some() => self.bearer(line),
            "AUTH" => self.auth(line),
            "MAIL" => self.mail(path(line)),
            "RCPT" => self.rcpt(path(line)),
            "DATA" => self.data(),
            "RSET" => self.reset(),
            "NOOP" => self.say("250 2.0.0 still here"),
            "QUIT" => self.say("221 2.0.0 bye").and_then(|()| closed()),
            _ => self.say(UNKNOWN_COMMAND),
        }
    }

    fn hello(&mut self, verb: &str) -> io::Result<()> {
        self.envelope = None;
        let usual = match verb {
            "EHLO" => self.shared.lock().script.hello(),
            _ => "250 double.example".to_owned(),
        };
        self.answer(Phase::Ehlo, &[], &usual).map(drop)
    }

    fn auth(&mut self, line: &str) -> io::Result<()> {
        let login = self.shared.lock().script.login.clone();
        let Some((username, password)) = login else {
            return self.say(UNKNOWN_COMMAND);
        };
        let mut words = line.split(' ').skip(1).map(str::to_owned);
        let mechanism = words.next().unwrap_or_default().to_ascii_uppercase();
        let right = match mechanism.as_str() {
            "PLAIN" => self.credential(words.next(), "")? == base64(&format!("\0{username}\0{password}")),
            "LOGIN" => {
                let name = self.credential(words.next(), "Username:")?;
                let secret = self.credential(None, "Password:")?;
                (name, secret) == (base64(&username), base64(&password))
            }
            _ => return self.say("504 5.5.4 no such mechanism"),
        };
        let usual = if right { "235 2.7.0 welcome" } else { "535 5.7.8 wrong name or password" };
        self.logged_in = self.answer(Phase::Auth, &[], usual)?;
        Ok(())
    }

    /// As Google describes XOAUTH2: a refusal begins with a challenge, and ends after an empty line.
    fn bearer(&mut self, line: &str) -> io::Result<()> {
        let Some((username, valid)) = self.shared.lock().script.bearer.clone() else {
            return self.say(UNKNOWN_COMMAND);
        };
        let proof = |token: &String| base64(&format!("user={username}\x01auth=Bearer {token}\x01\x01"));
        let right = valid().iter().any(|token| line == format!("AUTH XOAUTH2 {}", proof(token)));
        if !right {
            self.say(&format!("334 {}", base64("{\"status\":\"400\",\"schemes\":\"Bearer\"}")))?;
            let empty = self.command_line()?;
            assert_eq!(empty, "", "the answer to a challenge of XOAUTH2");
        }
        let usual = if right { "235 2.7.0 welcome" } else { "535 5.7.8 wrong name or token" };
        self.logged_in = self.answer(Phase::Auth, &[], usual)?;
        Ok(())
    }

    fn credential(&mut self, given: Option<String>, prompt: &str) -> io::Result<String> {
        if let Some(credential) = given {
            return Ok(credential);
        }
        self.say(&format!("334 {}", base64(prompt)))?;
        self.command_line()
    }

    fn mail(&mut self, sender: String) -> io::Result<()> {
        if self.envelope.is_some() {
            return self.say("503 5.5.1 one mail at a time");
        }
        self.call(Stage::Mail, slice::from_ref(&sender));
        self.refuse_beyond_limit()?;
        if self.shared.lock().script.wants_login() && !self.logged_in {
            return self.say("530 5.7.0 log in first");
        }
        if self.answer(Phase::Mail, slice::from_ref(&sender), "250 2.1.0 sender ok")? {
            self.envelope = Some(Envelope { sender, recipients: Vec::new() });
        }
        Ok(())
    }

    fn refuse_beyond_limit(&mut self) -> io::Result<()> {
        let limit = self.shared.lock().script.limit.clone();
        match limit {
            Some((mails, reply)) if self.accepted >= mails => self.perform(&Action::ReplyThenClose(reply)),
            _ => Ok(()),
        }
    }

    fn rcpt(&mut self, recipient: String) -> io::Result<()> {
        if self.envelope.is_none() {
            return self.say("503 5.5.1 MAIL comes first");
        }
        self.call(Stage::Rcpt, slice::from_ref(&recipient));
        let taken = self.answer(Phase::Rcpt, slice::from_ref(&recipient), "250 2.1.5 recipient ok")?;
        match &mut self.envelope {
            Some(envelope) if taken => envelope.recipients.push(recipient),
            _ => self.shared.lock().refusals.push(Instant::now()),
        }
        Ok(())
    }

    fn data(&mut self) -> io::Result<()> {
        let Some(envelope) = self.envelope.clone() else {
            return self.say("503 5.5.1 MAIL comes first");
        };
        self.call(Stage::DataCommand, &envelope.recipients);
        let recipients = &envelope.recipients;
        let usual = if recipients.is_empty() { NOBODY } else { GO_AHEAD };
        let action = self.action(Phase::Data, recipients, usual);
        if let Action::CloseBeforeDot { after_bytes } = action {
            return self.close_before_dot(recipients, after_bytes);
        }
        self.perform(&action)?;
        if !action.says_yes() {
            return Ok(());
        }
        self.receive(envelope)
    }

    fn close_before_dot(&mut self, recipients: &[String], after_bytes: usize) -> io::Result<()> {
        self.say(GO_AHEAD)?;
        let data = self.body(recipients, after_bytes)?;
        self.note(&format!("C: {} bytes of a mail", data.len()));
        closed()
    }

    fn receive(&mut self, envelope: Envelope) -> io::Result<()> {
        let recipients = envelope.recipients.clone();
        let data = self.body(&recipients, usize::MAX)?;
        self.note(&format!("C: {} bytes and a dot", data.len()));
        let usual = if recipients.is_empty() { NOBODY } else { "250 2.0.0 taken" };
        let action = self.action(Phase::Dot, &recipients, usual);
        self.envelope = None;
        if action.says_yes() {
            self.record(envelope, data);
        } else {
            self.shared.lock().refusals.push(Instant::now());
        }
        self.call(Stage::DotReceivedBeforeReply, &recipients);
        self.look_behind()?;
        let written = self.perform(&action);
        self.call(Stage::AfterReply, &recipients);
        written
    }

    /// Whether the next command is here already.
    fn look_behind(&mut self) -> io::Result<()> {
        let stream = self.reader.get_ref();
        stream.set_nonblocking(true)?;
        let more = stream.peek(&mut [0]).is_ok_and(|count| count > 0);
        stream.set_nonblocking(false)?;
        if more || !self.reader.buffer().is_empty() {
            self.shared.lock().glued += 1;
        }
        Ok(())
    }

    fn record(&mut self, envelope: Envelope, data: Vec<u8>) {
        let Envelope { sender: envelope_from, recipients } = envelope;
        let mail = Mail { envelope_from, recipients, data, connection: self.number, at: Instant::now() };
        self.shared.lock().mails.push(mail);
        self.accepted += 1;
    }

    /// Reads up to the final dot, or a bit more than `limit` bytes of the mail.
    fn body(&mut self, recipients: &[String], limit: usize) -> io::Result<Vec<u8>> {
        if limit > 0 && !self.reader.fill_buf()?.is_empty() {
            self.call(Stage::FirstBodyByte, recipients);
        }
        let mut data = Vec::new();
        while data.len() < limit {
            let line = self.line()?;
            if line == b".\r\n" {
                break;
            }
            data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        Ok(data)
    }

    fn reset(&mut self) -> io::Result<()> {
        self.envelope = None;
        self.say("250 2.0.0 forgotten")
    }

    fn call(&self, stage: Stage, addresses: &[String]) {
        for hook in self.shared.hooks(stage, addresses) {
            hook();
        }
    }

    /// Whether the reply was a `2xx` or `3xx`; an error when the connection is over.
    fn answer(&mut self, phase: Phase, addresses: &[String], usual: &str) -> io::Result<bool> {
        let action = self.action(phase, addresses, usual);
        self.perform(&action)?;
        Ok(action.says_yes())
    }

    fn action(&self, phase: Phase, addresses: &[String], usual: &str) -> Action {
        let scripted = self.shared.decide(phase, addresses);
        scripted.unwrap_or_else(|| usual.into())
    }

    fn perform(&mut self, action: &Action) -> io::Result<()> {
        match action {
            Action::Reply(text) => self.say(text),
            Action::ReplyThenClose(text) => self.say(text).and_then(|()| closed()),
            Action::Delay(length, text) => self.pause(*length).and_then(|()| self.say(text)),
            Action::ByteByByte(text) => self.drip(text),
            Action::Torn(text) => self.write(text.as_bytes(), text).and_then(|()| closed()),
            Action::Raw(bytes) => self.write(bytes, &String::from_utf8_lossy(bytes)),
            Action::Garbage => self.write(b"\xff\x00 no reply\r\n", "garbage"),
            Action::Silence(length) => self.pause(*length).and_then(|()| closed()),
            Action::Close | Action::CloseBeforeDot { .. } => closed(),
        }
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        self.write(on_the_wire(text).as_bytes(), text)
    }

    fn drip(&mut self, text: &str) -> io::Result<()> {
        self.note(&format!("S: {text}"));
        for byte in on_the_wire(text).bytes() {
            self.reader.get_mut().write_all(&[byte])?;
            self.pause(Duration::from_millis(1))?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8], shown: &str) -> io::Result<()> {
        for line in shown.lines() {
            self.note(&format!("S: {line}"));
        }
        self.reader.get_mut().write_all(bytes)
    }

    fn pause(&self, length: Duration) -> io::Result<()> {
        let state = self.shared.lock();
        let (state, _) = (self.shared.stop)
            .wait_timeout_while(state, length, |state| !state.stopped)
            .expect("no thread panics while it holds the state");
        if state.stopped { closed() } else { Ok(()) }
    }

    fn command_line(&mut self) -> io::Result<String> {
        let line = self.line()?;
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        self.note(&format!("C: {line}"));
        Ok(line)
    }

    /// A line with its CRLF; a bare LF is part of a line and ends none.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            if self.reader.read_until(b'\n', &mut line)? == 0 {
                closed()?;
            }
        }
        Ok(line)
    }

    fn note(&self, what: &str) {
        let line = format!("{} {what}", self.number);
        self.shared.lock().transcript.push(line);
    }
}

impl Drop for Session<'_> {
    /// Takes what has already come, so that the client sees EOF and not a reset.
    fn drop(&mut self) {
        self.note("closed");
        let stream = self.reader.get_mut();
        let _gone_already = stream.shutdown(Shutdown::Write);
        if stream.set_nonblocking(true).is_ok() {
            let _no_more = io::copy(stream, &mut io::sink());
        }
        self.shared.lock().open.remove(&self.number);
    }
}

fn closed() -> io::Result<()> {
    Err(io::ErrorKind::ConnectionAborted.into())
}

/// The address between the angle brackets of `MAIL` and `RCPT`.
fn path(line: &str) -> String {
    let from = line.find('<').map_or(line.len(), |at| at + 1);
    let to = line.rfind('>').unwrap_or(line.len());
    line.get(from..to).unwrap_or_default().to_owned()
}

fn on_the_wire(text: &str) -> String {
    text.replace('\n', "\r\n") + "\r\n"
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for bytes in text.as_bytes().chunks(3) {
        let byte = |at: usize| u32::from(*bytes.get(at).unwrap_or(&0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]);
            encoded.push(if at > bytes.len() { '=' } else { digit });
        }
    }
    encoded
}
