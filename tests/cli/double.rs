//! A scriptable SMTP server for tests: it answers, stalls, babbles or hangs up exactly where its script says.
#![allow(dead_code, clippy::disallowed_methods, reason = "each test uses a part of it, and a server needs a clock")]

mod login;
mod script;
mod session;
mod wire;

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::Instant;

pub use script::{ANY, Action, Encryption, Phase, Script, Stage};

use script::{Effect, Hook};
use session::Session;
use wire::Identity;

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
    identity: Option<Identity>,
}

impl Shared {
    fn new(script: Script) -> Self {
        let identity = script.encryption.map(|_| Identity::new());
        let shared = Self { identity, ..Self::default() };
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

    fn encryption(&self) -> Option<Encryption> {
        self.lock().script.encryption
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

    /// The authority (PEM) that vouches for the server as `localhost` and `127.0.0.1`.
    pub fn ca_file(&self) -> PathBuf {
        self.shared.identity.as_ref().expect("the script says that lines are encrypted").ca_file()
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

fn closed() -> io::Result<()> {
    Err(io::ErrorKind::ConnectionAborted.into())
}
