//! A scriptable token endpoint for tests (RFC 6749, RFC 8628): what it issued, and what it was asked.
#![allow(clippy::disallowed_methods, reason = "a server needs a clock")]

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What begins every token issued here, so that tests can look for it where it must not be.
pub const TOKEN: &str = "zugriff-4711-";

/// What the endpoint answers; the last answer of a script counts for all further requests.
#[derive(Clone)]
pub struct Answer {
    pause: Duration,
    status: u16,
    kind: &'static str,
    body: Body,
}

#[derive(Clone)]
enum Body {
    Text(String),
    Token { seconds: Option<u64>, refresh_token: Option<String> },
}

impl Answer {
    /// A new access token that is valid for so many seconds, or for ever where the answer does not say it.
    pub fn token(seconds: impl Into<Option<u64>>) -> Self {
        let body = Body::Token { seconds: seconds.into(), refresh_token: None };
        Self { pause: Duration::ZERO, status: 200, kind: "application/json; charset=utf-8", body }
    }

    /// Some other JSON.
    pub fn json(status: u16, text: &str) -> Self {
        Self { status, body: Body::Text(text.to_owned()), ..Self::token(None) }
    }

    /// The page of some web server.
    pub fn html(status: u16) -> Self {
        Self { kind: "text/html", ..Self::json(status, "<h1>Oh</h1>") }
    }

    /// A refusal (RFC 6749 §5.2).
    pub fn error(code: &str) -> Self {
        Self::json(400, &format!("{{\"error\":\"{code}\"}}"))
    }

    /// With this refresh token beside the access token.
    pub fn with_refresh_token(mut self, token: &str) -> Self {
        if let Body::Token { refresh_token, .. } = &mut self.body {
            *refresh_token = Some(token.to_owned());
        }
        self
    }

    /// Only after a while.
    pub fn after(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub form: BTreeMap<String, String>,
    pub at: Instant,
}

impl Request {
    /// A field of the form, empty where it was not sent.
    pub fn field(&self, name: &str) -> &str {
        self.form.get(name).map_or("", String::as_str)
    }
}

#[derive(Default)]
struct State {
    script: Vec<Answer>,
    requests: Vec<Request>,
    issued: Vec<(String, Option<Instant>)>,
    stopped: bool,
}

/// The running endpoint.
pub struct Issuer {
    port: u16,
    scheme: &'static str,
    state: Arc<Mutex<State>>,
    accepting: Option<JoinHandle<()>>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no thread panics while it holds the state")
}

impl Issuer {
    /// Listens on a free port of 127.0.0.1, in the clear.
    pub fn start(script: &[Answer]) -> Self {
        Self::listen(script, None)
    }

    /// The same with TLS.
    pub fn start_with_tls(script: &[Answer], settings: ServerConfig) -> Self {
        Self::listen(script, Some(Arc::new(settings)))
    }

    fn listen(script: &[Answer], tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let state = Arc::new(Mutex::new(State { script: script.to_vec(), ..State::default() }));
        let shared = Arc::clone(&state);
        let accepting = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if lock(&shared).stopped {
                    break;
                }
                let (shared, tls) = (Arc::clone(&shared), tls.clone());
                thread::spawn(move || {
                    let _until_the_client_has_enough = match tls {
                        None => serve(stream, &shared),
                        Some(tls) => {
                            let line = ServerConnection::new(tls).expect("usable settings");
                            serve(StreamOwned::new(line, stream), &shared)
                        }
                    };
                });
            }
        });
        Self { port, scheme, state, accepting: Some(accepting) }
    }

    /// Its address with this path.
    pub fn url(&self, path: &str) -> String {
        format!("{}://127.0.0.1:{}{path}", self.scheme, self.port)
    }

    /// What it was asked so far.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.state).requests.clone()
    }

    /// Goes on with another script.
    pub fn go_on_with(&self, script: &[Answer]) {
        lock(&self.state).script = script.to_vec();
    }

    /// The tokens that are valid at the moment of asking, in the order of their issue.
    pub fn valid(&self) -> impl Fn() -> Vec<String> + Send + Sync + 'static {
        let state = Arc::clone(&self.state);
        move || {
            let now = Instant::now();
            let state = lock(&state);
            let valid = state.issued.iter().filter(|(_, until)| until.is_none_or(|until| now < until));
            valid.map(|(token, _)| token.clone()).collect()
        }
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        lock(&self.state).stopped = true;
        let _wakes_accept = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        let _ended = self.accepting.take().map(JoinHandle::join);
    }
}

fn serve(stream: impl Read + Write, state: &Mutex<State>) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let request = read(&mut reader)?;
    let answer = {
        let mut state = lock(state);
        state.requests.push(request);
        let last = state.script.len() == 1;
        if last { state.script[0].clone() } else { state.script.remove(0) }
    };
    thread::sleep(answer.pause);
    let text = match answer.body {
        Body::Text(text) => text,
        Body::Token { seconds, refresh_token } => issue(state, seconds, refresh_token),
    };
    let (status, kind, length) = (answer.status, answer.kind, text.len());
    let stream = reader.get_mut();
    write!(
        stream,
        "HTTP/1.1 {status} Answer\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
    )?;
    stream.flush()
}

fn issue(state: &Mutex<State>, seconds: Option<u64>, refresh_token: Option<String>) -> String {
    let mut state = lock(state);
    let token = format!("{TOKEN}{}", state.issued.len() + 1);
    state.issued.push((token.clone(), seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds))));
    let mut answer = serde_json::json!({ "access_token": token, "token_type": "Bearer" });
    if let Some(seconds) = seconds {
        answer["expires_in"] = seconds.into();
    }
    if let Some(refresh_token) = refresh_token {
        answer["refresh_token"] = refresh_token.into();
    }
    answer.to_string()
}

fn read(reader: &mut impl BufRead) -> io::Result<Request> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    while line.trim_end() != "" {
        line.clear();
        reader.read_line(&mut line)?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let text = String::from_utf8_lossy(&body);
    let fields = text.split('&').filter_map(|field| field.split_once('='));
    Ok(Request {
        path,
        form: fields.map(|(name, value)| (decoded(name), decoded(value))).collect(),
        at: Instant::now(),
    })
}

/// `application/x-www-form-urlencoded`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(if first == b'+' { b' ' } else { first }));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
