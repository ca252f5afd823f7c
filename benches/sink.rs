//! A mail server that takes everything: one process beside the sender, so that its work is not counted as theirs.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::Attempt;
use crate::session::Session;

/// How long connections may stay open once the sender has gone.
const GRACE: Duration = Duration::from_secs(5);

/// What arrived.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Mails that were answered with 250 after the final dot.
    pub mails: u64,
    /// Size of their headers and bodies.
    pub bytes: u64,
    /// Different addresses after RCPT TO.
    pub recipients: u64,
    /// Connections in all.
    pub connections: u64,
}

/// The sink as its parent process holds it.
#[derive(Debug)]
pub struct Sink {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
    /// Where it listens on loopback.
    pub port: u16,
}

impl Sink {
    /// Starts this very program a second time, as a sink.
    pub fn start() -> Attempt<Self> {
        let mut child =
            Command::new(std::env::current_exe()?).arg("sink").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("the sink has no output")?;
        let mut answers = BufReader::new(output);
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let port = line.trim().parse();
        let port = port.map_err(|_| format!("the sink said `{line}` in place of its port"))?;
        Ok(Self { child, answers, port })
    }

    /// Closes the sink's input, upon which it says what arrived, and ends.
    pub fn finish(mut self) -> Attempt<Tally> {
        drop(self.child.stdin.take());
        let mut words = String::new();
        self.answers.read_to_string(&mut words)?;
        self.child.wait()?;
        let figures: Vec<u64> = words.split(' ').map_while(|word| word.trim().parse().ok()).collect();
        match figures[..] {
            [mails, bytes, recipients, connections] => Ok(Tally { mails, bytes, recipients, connections }),
            _ => Err(format!("the sink said `{words}` in place of four figures").into()),
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// What the connections have in common.
#[derive(Debug, Default)]
struct Ledger {
    tally: Tally,
    open: u32,
    recipients: HashSet<u64>,
}

/// The child's side: says its port, serves until its input closes, says mails, bytes, recipients and connections.
pub fn serve() -> Attempt<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!("{}", listener.local_addr()?.port());
    std::io::stdout().flush()?;
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let shared = Arc::clone(&ledger);
    thread::spawn(move || accept(&listener, &shared));
    std::io::stdin().read_to_end(&mut Vec::new())?;
    wait_until_closed(&ledger);
    let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
    ledger.tally.recipients = ledger.recipients.len() as u64;
    let tally = ledger.tally;
    println!("{} {} {} {}", tally.mails, tally.bytes, tally.recipients, tally.connections);
    Ok(())
}

fn accept(listener: &TcpListener, shared: &Arc<Mutex<Ledger>>) {
    for stream in listener.incoming().flatten() {
        let shared = Arc::clone(shared);
        if let Ok(mut ledger) = shared.lock() {
            ledger.tally.connections += 1;
            ledger.open += 1;
        }
        thread::spawn(move || {
            let mut session = Session::new(stream);
            // A sender that hangs up is no failure of the sink's; what came before counts.
            let _ = session.serve();
            if let Ok(mut ledger) = shared.lock() {
                ledger.open -= 1;
                ledger.tally.mails += session.mails;
                ledger.tally.bytes += session.bytes;
                ledger.recipients.extend(&session.recipients);
            }
        });
    }
}

fn wait_until_closed(ledger: &Mutex<Ledger>) {
    let start = Instant::now();
    while start.elapsed() < GRACE && ledger.lock().is_ok_and(|ledger| ledger.open > 0) {
        thread::sleep(Duration::from_millis(1));
    }
}
