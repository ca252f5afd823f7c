//! The talk with one client: what it says, what the script lets the server answer.

use std::io;
use std::net::TcpStream;
use std::slice;
use std::time::{Duration, Instant};

use super::script::{Action, Encryption, Phase, Stage};
use super::wire::Wire;
use super::{Mail, Shared, closed};
use crate::certificate::Certificate;

const GO_AHEAD: &str = "354 end with a dot on a line of its own";
const NOBODY: &str = "554 5.5.1 no valid recipients";
/// To what the server does not know, or does not do now.
pub const UNKNOWN_COMMAND: &str = "502 5.5.1 no such command";

#[derive(Clone)]
struct Envelope {
    sender: String,
    recipients: Vec<String>,
}

/// One client's talk with the server.
pub struct Session<'a> {
    pub shared: &'a Shared,
    number: usize,
    wire: Wire,
    pub logged_in: bool,
    envelope: Option<Envelope>,
    accepted: usize,
}

impl<'a> Session<'a> {
    /// With this number.
    pub fn new(shared: &'a Shared, number: usize, socket: TcpStream) -> Self {
        let wire = Wire::new(socket);
        Self { shared, number, wire, logged_in: false, envelope: None, accepted: 0 }
    }

    /// Until one of the two hangs up.
    pub fn run(mut self) {
        self.note("connected");
        let _until_someone_hangs_up = self.converse();
    }

    fn converse(&mut self) -> io::Result<()> {
        if self.shared.encryption() == Some(Encryption::Port) {
            self.encrypt()?;
        }
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
            "STARTTLS" => self.starttls(),
            "AUTH" if self.shared.lock().script.bearer.is_some() => self.bearer(line),
            "AUTH" => self.auth(line),
            "MAIL" => self.mail(path(line)),
            "RCPT" => self.rcpt(path(line)),
            "DATA" => self.data(),
            "RSET" => self.reset(),
            "NOOP" => self.say("250 2.0.0 still here"),
            "QUIT" => self.part("221 2.0.0 bye"),
            _ => self.say(UNKNOWN_COMMAND),
        }
    }

    fn hello(&mut self, verb: &str) -> io::Result<()> {
        self.envelope = None;
        let usual = match verb {
            "EHLO" => self.shared.lock().script.hello(self.wire.is_encrypted()),
            _ => "250 double.example".to_owned(),
        };
        self.answer(Phase::Ehlo, &[], &usual).map(drop)
    }

    fn starttls(&mut self) -> io::Result<()> {
        let able = self.shared.encryption() == Some(Encryption::Starttls) && !self.wire.is_encrypted();
        let usual = if able { "220 2.0.0 go ahead" } else { UNKNOWN_COMMAND };
        if self.answer(Phase::Starttls, &[], usual)? && able { self.encrypt() } else { Ok(()) }
    }

    fn encrypt(&mut self) -> io::Result<()> {
        let certificate = match self.shared.decide(Phase::Handshake, &[]) {
            None => Certificate::Good,
            Some(Action::Show(certificate)) => certificate,
            Some(action) => {
                // what came before the client's hello would be smuggled in
                self.wire.goes_on()?;
                return self.perform(&action).and_then(|()| closed());
            }
        };
        self.note(&format!("shows a certificate: {certificate:?}"));
        let identity = self.shared.identity.as_ref().expect("made for a script with encryption");
        self.wire.encrypt(identity.showing(certificate))?;
        self.envelope = None;
        Ok(())
    }

    fn mail(&mut self, sender: String) -> io::Result<()> {
        if self.envelope.is_some() {
            return self.say("503 5.5.1 one mail at a time");
        }
        self.call(Stage::Mail, slice::from_ref(&sender));
        self.refuse_beyond_limit()?;
        if self.shared.encryption().is_some() && !self.wire.is_encrypted() {
            return self.say("530 5.7.0 encrypt first");
        }
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
        if self.wire.has_more()? {
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
        if limit > 0 && self.wire.goes_on()? {
            self.call(Stage::FirstBodyByte, recipients);
        }
        let mut data = Vec::new();
        while data.len() < limit {
            let line = self.wire.line()?;
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
    pub fn answer(&mut self, phase: Phase, addresses: &[String], usual: &str) -> io::Result<bool> {
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
            Action::ReplyThenClose(text) => self.part(text),
            Action::Delay(length, text) => self.pause(*length).and_then(|()| self.say(text)),
            Action::ByteByByte(text) => self.drip(text),
            Action::Torn(text) => self.write(text.as_bytes(), text).and_then(|()| closed()),
            Action::Raw(bytes) => self.write(bytes, &String::from_utf8_lossy(bytes)),
            Action::Garbage => self.write(b"\xff\x00 no reply\r\n", "garbage"),
            Action::Silence(length) => self.pause(*length).and_then(|()| closed()),
            Action::Close | Action::CloseBeforeDot { .. } | Action::Show(_) => closed(),
        }
    }

    /// Says a last word.
    fn part(&mut self, text: &str) -> io::Result<()> {
        self.say(text)?;
        self.wire.say_goodbye();
        closed()
    }

    /// A reply of one or more lines.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        self.write(on_the_wire(text).as_bytes(), text)
    }

    fn drip(&mut self, text: &str) -> io::Result<()> {
        self.note(&format!("S: {text}"));
        for byte in on_the_wire(text).bytes() {
            self.wire.write(&[byte])?;
            self.pause(Duration::from_millis(1))?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8], shown: &str) -> io::Result<()> {
        for line in shown.lines() {
            self.note(&format!("S: {line}"));
        }
        self.wire.write(bytes)
    }

    fn pause(&self, length: Duration) -> io::Result<()> {
        let state = self.shared.lock();
        let (state, _) = (self.shared.stop)
            .wait_timeout_while(state, length, |state| !state.stopped)
            .expect("no thread panics while it holds the state");
        if state.stopped { closed() } else { Ok(()) }
    }

    /// What the client says next, shown in the transcript.
    pub fn command_line(&mut self) -> io::Result<String> {
        let line = self.wire.line()?;
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        self.note(&format!("C: {line}"));
        Ok(line)
    }

    fn note(&self, what: &str) {
        let line = format!("{} {what}", self.number);
        self.shared.lock().transcript.push(line);
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        self.note("closed");
        self.shared.lock().open.remove(&self.number);
    }
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
