//! The one thread that touches the database, and its group commit.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{Intent, Settlement, Verdict, schema, store};
use crate::finding::{Code, Finding, Place};

/// How many records go into one transaction at most.
const GROUP: usize = 64;
/// How long a group waits for workers that handed something into the last ones: a flush costs about as much.
const PATIENCE: Duration = Duration::from_micros(300);
/// How many requests may wait: a bound, so that memory does not grow when the disk is slow.
const BACKLOG: usize = 1024;

/// Runs on the connection, or hears of the failure that ended all writing.
type Statement = Box<dyn FnOnce(&mut Connection, Option<&Finding>) + Send>;

enum Request {
    Intend(Intent, oneshot::Sender<Result<Verdict, Finding>>),
    Settle(Settlement),
    Run(Statement),
}

/// A handle to the thread.
pub(super) struct Writer {
    requests: Option<SyncSender<Request>>,
    thread: Option<JoinHandle<()>>,
    name: String,
}

impl Writer {
    pub(super) fn start(connection: Connection, name: String) -> Self {
        let (requests, queue) = sync_channel(BACKLOG);
        let file = name.clone();
        let thread = std::thread::spawn(move || Worker { connection, file, failure: None }.work(&queue));
        Self { requests: Some(requests), thread: Some(thread), name }
    }

    /// Runs a statement after everything handed in before is durable.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        statement: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Finding> {
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        let name = self.name.clone();
        self.send(Request::Run(Box::new(move |connection, failure| {
            let result = match failure {
                Some(failure) => Err(failure.clone()),
                None => statement(connection).map_err(|error| schema::finding(&error, Path::new(&name))),
            };
            // who asked may have gone
            let _ = answer.send(result);
        })));
        answered.recv().unwrap_or_else(|_| Err(self.gone()))
    }

    pub(super) fn intend(&self, intent: Intent) -> Pending {
        let (answer, answered) = oneshot::channel();
        self.send(Request::Intend(intent, answer));
        Pending(answered)
    }

    pub(super) fn settle(&self, settlement: Settlement) {
        self.send(Request::Settle(settlement));
    }

    fn send(&self, request: Request) {
        if let Some(requests) = &self.requests {
            // the thread ends only after this handle; if it died, the answer's channel tells
            let _ = requests.send(request);
        }
    }

    fn gone(&self) -> Finding {
        gone().at(Place::file(&self.name))
    }
}

/// The answer to an intent, once it is durable.
pub struct Pending(oneshot::Receiver<Result<Verdict, Finding>>);

impl Pending {
    /// An answer that needs no waiting.
    pub fn ready(verdict: Verdict) -> Self {
        let (answer, answered) = oneshot::channel();
        // the other end is held here
        let _ = answer.send(Ok(verdict));
        Self(answered)
    }
}

impl Future for Pending {
    type Output = Result<Verdict, Finding>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|answer| answer.unwrap_or_else(|_| Err(gone())))
    }
}

fn gone() -> Finding {
    Finding::new(Code::LedgerUnwritable).with("reason", "the writer ended")
}

impl Drop for Writer {
    /// Everything handed in is written before the handle is gone.
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Worker {
    connection: Connection,
    file: String,
    /// The first failed write: nothing is recorded after it, so that no mail leaves unrecorded.
    failure: Option<Finding>,
}

impl Worker {
    fn work(mut self, queue: &Receiver<Request>) {
        let mut group = Vec::with_capacity(GROUP);
        let mut company = 1;
        while let Ok(first) = queue.recv() {
            let until = Instant::now() + PATIENCE;
            let mut next = Some(first);
            while let Some(request) = next.take() {
                match request {
                    Request::Run(run) => {
                        self.commit(&mut group);
                        run(&mut self.connection, self.failure.as_ref());
                    }
                    write => group.push(write),
                }
                if group.len() < GROUP {
                    next = queue.try_recv().ok().or_else(|| straggler(queue, &group, company, until));
                }
            }
            company = intents(&group).max(company.saturating_sub(1)).max(1);
            self.commit(&mut group);
        }
        // leaves one file behind where it can
        let _ = self.connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
    }

    /// One transaction for the whole group: all of it is durable, or none.
    fn commit(&mut self, group: &mut Vec<Request>) {
        if group.is_empty() {
            return;
        }
        let result = match &self.failure {
            Some(failure) => Err(failure.clone()),
            None => apply(&self.connection, group).map_err(|error| schema::finding(&error, Path::new(&self.file))),
        };
        if let Err(failure) = &result {
            self.failure.get_or_insert_with(|| failure.clone());
        }
        let mut verdicts = result.as_ref().map_or(&[][..], Vec::as_slice).iter();
        for request in group.drain(..) {
            if let Request::Intend(_, answer) = request {
                let verdict = match &result {
                    Ok(_) => Ok(verdicts.next().copied().unwrap_or(Verdict::Taken)),
                    Err(failure) => Err(failure.clone()),
                };
                // a worker that was stopped no longer listens; its intent stays unanswered and is in doubt
                let _ = answer.send(verdict);
            }
        }
    }
}

fn intents(group: &[Request]) -> usize {
    group.iter().filter(|request| matches!(request, Request::Intend(..))).count()
}

/// As long as fewer workers than lately have handed in their intent, the others are waited for, but not long.
fn straggler(queue: &Receiver<Request>, group: &[Request], company: usize, until: Instant) -> Option<Request> {
    let alone = group.is_empty() || intents(group) >= company;
    let patience = until.saturating_duration_since(Instant::now());
    if alone || patience.is_zero() { None } else { queue.recv_timeout(patience).ok() }
}

fn apply(connection: &Connection, group: &[Request]) -> rusqlite::Result<Vec<Verdict>> {
    // prepared once, which rusqlite's own transactions are not: a group is small, and there are many
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let done = write(connection, group).and_then(|verdicts| {
        connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(verdicts)
    });
    if done.is_err() {
        // the first error counts; SQLite may have rolled back by itself
        let _ = connection.execute_batch("ROLLBACK");
    }
    done
}

fn write(connection: &Connection, group: &[Request]) -> rusqlite::Result<Vec<Verdict>> {
    let mut verdicts = Vec::new();
    for request in group {
        match request {
            Request::Intend(intent, _) => verdicts.push(store::intend(connection, intent)?),
            Request::Settle(settlement) => store::settle(connection, settlement)?,
            Request::Run(_) => {}
        }
    }
    Ok(verdicts)
}
