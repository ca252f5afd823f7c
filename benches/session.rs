//! One SMTP connection of the sink: PIPELINING, and mails glued into one write, cost it no extra round trip.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::{Read, Result, Write};
use std::net::TcpStream;

/// Room for what one read brings.
const CAPACITY: usize = 256 * 1024;

const GREETING: &[u8] = b"220 sink.example ESMTP\r\n";
const CAPABILITIES: &[u8] = b"250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n\
    250-ENHANCEDSTATUSCODES\r\n250 SIZE 52428800\r\n";

/// The end of a mail: a dot on a line of its own.
const FINAL_DOT: &[u8; 5] = b"\r\n.\r\n";

/// What the next byte belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Commands,
    Mail,
    Over,
}

/// One connection, and what came over it.
#[derive(Debug)]
pub struct Session {
    stream: TcpStream,
    buffer: Vec<u8>,
    unread: std::ops::Range<usize>,
    replies: Vec<u8>,
    phase: Phase,
    /// Mails taken.
    pub mails: u64,
    /// Size of their headers and bodies.
    pub bytes: u64,
    /// Hashes of the addresses after RCPT TO.
    pub recipients: Vec<u64>,
}

impl Session {
    /// A session that has not greeted yet.
    pub fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            buffer: vec![0; CAPACITY],
            unread: 0..0,
            replies: GREETING.to_vec(),
            phase: Phase::Commands,
            mails: 0,
            bytes: 0,
            recipients: Vec::new(),
        }
    }

    /// Answers until the sender quits or hangs up; all that one read brought is answered in one write.
    pub fn serve(&mut self) -> Result<()> {
        self.stream.set_nodelay(true)?;
        loop {
            while self.step() {}
            self.stream.write_all(&self.replies)?;
            self.replies.clear();
            if self.phase == Phase::Over || !self.read()? {
                return Ok(());
            }
        }
    }

    fn read(&mut self) -> Result<bool> {
        self.buffer.copy_within(self.unread.clone(), 0);
        self.unread = 0..self.unread.len();
        let count = self.stream.read(&mut self.buffer[self.unread.end..])?;
        self.unread.end += count;
        Ok(count > 0)
    }

    /// Takes one command or one piece of a mail; false when more has to be read first.
    fn step(&mut self) -> bool {
        match self.phase {
            Phase::Commands => self.command(),
            Phase::Mail => self.mail(),
            Phase::Over => false,
        }
    }

    fn mail(&mut self) -> bool {
        let unread = &self.buffer[self.unread.clone()];
        if let Some(size) = end_of_mail(unread) {
            self.unread.start += size + FINAL_DOT.len();
            self.bytes += size as u64;
            self.mails += 1;
            self.replies.extend_from_slice(b"250 2.0.0 taken\r\n");
            self.phase = Phase::Commands;
            return true;
        }
        // The dot may have begun in the last four bytes.
        let taken = unread.len().saturating_sub(FINAL_DOT.len() - 1);
        self.unread.start += taken;
        self.bytes += taken as u64;
        false
    }

    fn command(&mut self) -> bool {
        let unread = &self.buffer[self.unread.clone()];
        let Some(end) = unread.iter().position(|&byte| byte == b'\n') else {
            return false;
        };
        let line = &unread[..=end];
        let verb = line.get(..4).unwrap_or(line).to_ascii_uppercase();
        let reply: &[u8] = match verb.as_slice() {
            b"MAIL" | b"RSET" | b"NOOP" | b"HELO" => b"250 2.0.0 ok\r\n",
            b"EHLO" => CAPABILITIES,
            b"RCPT" => {
                self.recipients.push(recipient(line));
                b"250 2.1.5 ok\r\n"
            }
            b"DATA" => {
                self.phase = Phase::Mail;
                b"354 go on\r\n"
            }
            b"QUIT" => {
                self.phase = Phase::Over;
                b"221 2.0.0 bye\r\n"
            }
            _ => b"502 5.5.1 not here\r\n",
        };
        self.replies.extend_from_slice(reply);
        // The line end after DATA stays, for it is the one before the dot when the mail is empty.
        let kept = if self.phase == Phase::Mail { 2 } else { 0 };
        self.unread.start += (end + 1).saturating_sub(kept);
        true
    }
}

/// The address between the angle brackets, as a hash.
fn recipient(line: &[u8]) -> u64 {
    let mut address = line.split(|byte| matches!(byte, b'<' | b'>'));
    let mut hasher = DefaultHasher::new();
    address.nth(1).unwrap_or(line).hash(&mut hasher);
    hasher.finish()
}

/// Where the final dot begins: looks at every fifth byte and steps by what it sees there (Horspool).
fn end_of_mail(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(window) = text.get(at..at + FINAL_DOT.len()) {
        at += match window[4] {
            b'\n' if window == FINAL_DOT => return Some(at),
            b'\n' => 3,
            b'.' => 2,
            b'\r' => 1,
            _ => 5,
        };
    }
    None
}
